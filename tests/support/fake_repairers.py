"""The stores of repairers and repair keys in memory."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.repairers.keys import RepairKey, RepairKeyId
from lifecycle.domain.repairers.registration import Registration, RegistrationId, RegistrationState, RegistrationStep
from lifecycle.service.repairer_ports import TakenList


@dataclass
class FakeRepairKeys:
    rows: dict[RepairKeyId, RepairKey] = field(default_factory=dict)
    attempts: dict[str, tuple[OrganisationId, datetime]] = field(default_factory=dict)

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

    def guess(self, guess: str, organisation: OrganisationId, at: datetime, since: datetime) -> None:
        for old in [each for each, (_, when) in self.attempts.items() if when < since]:
            del self.attempts[old]
        self.attempts[guess] = (organisation, at)

    def guesses(self, organisation: OrganisationId, since: datetime) -> tuple[datetime, ...]:
        return tuple(sorted(when for whose, when in self.attempts.values() if whose == organisation and when >= since))

    def forget_guess(self, guess: str) -> None:
        self.attempts.pop(guess, None)


@dataclass
class FakeRepairers:
    rows: dict[RegistrationId, Registration] = field(default_factory=dict)
    done: dict[tuple[RegistrationId, int], RegistrationStep] = field(default_factory=dict)
    taken: dict[str, TakenList] = field(default_factory=dict)

    def put(self, registration: Registration, *steps: RegistrationStep) -> None:
        self.rows[registration.id] = registration
        for step in steps:
            self.done[registration.id, len(self.steps(registration.id)) + 1] = step

    def get(self, registration: RegistrationId) -> Registration | None:
        return self.rows.get(registration)

    def of(self, organisation: OrganisationId) -> tuple[Registration, ...]:
        mine = (each for each in self.rows.values() if each.organisation == organisation)
        return tuple(sorted(mine, key=lambda each: (each.asked_at, each.id), reverse=True))

    def all(self) -> tuple[Registration, ...]:
        return tuple(sorted(self.rows.values(), key=lambda each: (each.entry.name, each.entry.number or "", each.id)))

    def waiting(self) -> int:
        return sum(each.state is RegistrationState.ASKED for each in self.rows.values())

    def steps(self, registration: RegistrationId) -> tuple[RegistrationStep, ...]:
        return tuple(step for (whose, _), step in sorted(self.done.items()) if whose == registration)

    def hold_register(self) -> None:
        """Nobody else is here."""

    def add_list(self, taken: TakenList) -> None:
        self.taken[taken.id] = taken

    def lists(self) -> tuple[TakenList, ...]:
        return tuple(sorted(self.taken.values(), key=lambda each: (each.dated, each.imported_at), reverse=True))
