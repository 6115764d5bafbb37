"""The stores of repairers and repair keys in memory."""

from dataclasses import dataclass, field, replace
from datetime import date

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.repairers.keys import RepairKey, RepairKeyId


@dataclass
class FakeRepairKeys:
    rows: dict[RepairKeyId, RepairKey] = field(default_factory=dict)

    def opened(self, device: DeviceKey, organisation: OrganisationId, on: date) -> RepairKey | None:
        mine = [key for key in self.opened_by(organisation, on) if key.device == device]
        return max(mine, key=lambda key: (key.used_at is not None, key.used_at), default=None)

    def opened_by(self, organisation: OrganisationId, on: date) -> tuple[RepairKey, ...]:
        mine = (
            key
            for key in self.rows.values()
            if key.used_by == organisation
            and key.access_until is not None
            and key.access_until >= on
            and key.withdrawn_at is None
        )
        return tuple(sorted(mine, key=lambda key: (key.access_until or date.max, key.device, key.id)))

    def add(self, key: RepairKey) -> None:
        self.rows[key.id] = key

    def by_hash(self, code_hash: str) -> RepairKey | None:
        return next((key for key in self.rows.values() if key.code_hash == code_hash), None)

    def of_device(self, device: DeviceKey) -> tuple[RepairKey, ...]:
        mine = sorted((key for key in self.rows.values() if key.device == device), key=lambda key: key.id)
        return tuple(sorted(mine, key=lambda key: key.made_at, reverse=True))

    def take(self, used: RepairKey) -> bool:
        now = self.rows[used.id]
        if now.used_at is not None or now.withdrawn_at is not None:
            return False
        self.rows[used.id] = used
        return True

    def withdraw(self, withdrawn: RepairKey) -> None:
        now = self.rows[withdrawn.id]
        if now.withdrawn_at is None:
            self.rows[withdrawn.id] = replace(
                now, withdrawn_at=withdrawn.withdrawn_at, withdrawn_by=withdrawn.withdrawn_by
            )
