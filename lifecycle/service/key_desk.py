"""What every use case of repair keys needs: making and withdrawing one in a transaction, and showing those of a device.

Rules:
1. Whoever makes a key sees the code once. It is kept as a hash, and in no log.
2. Who may do it, the use case checked.
"""

from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotFound
from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.labels import labels_of
from lifecycle.domain.repairers.codes import CODE_BYTES, hash_of, new_code
from lifecycle.domain.repairers.keys import DEFAULT_KEY_POLICY, KeyPolicy, RepairKey, RepairKeyId, moved_since
from lifecycle.domain.repairers.registration import ended_on
from lifecycle.service.ports import LifecycleReads, LifecycleWork, Organisations
from lifecycle.service.recording import Recorder, state_of
from lifecycle.service.repair_key_views import KeyedDevice, KeyView, NewKey, key_view


@dataclass(frozen=True)
class KeyDesk:
    """Each method works in the transaction of its caller."""

    recorder: Recorder
    organisations: Organisations
    policy: KeyPolicy = DEFAULT_KEY_POLICY

    def make(self, work: LifecycleWork, actor: Actor, device: DeviceKey, holder: OrganisationId | None) -> NewKey:
        """A key (rule 1), where those that waited are withdrawn: there is one that works."""
        assert holder is not None  # the permission table asks for a relation, which an organisation has
        now, code = self.recorder.clock(), new_code(self.recorder.chance(CODE_BYTES))
        for old in work.repair_keys.of_device(device):
            if old.used_at is None:
                work.repair_keys.withdraw(replace(old, withdrawn_at=now, withdrawn_by=actor.account))
        key = RepairKey(
            id=RepairKeyId(self.recorder.new_id()),
            device=device,
            code_hash=hash_of(code),
            holder=holder,
            made_by=actor.account,
            made_at=now,
            usable_until=(now + self.policy.usable).date(),
        )
        work.repair_keys.add(key)
        return NewKey(key.id, device, code, key.usable_until)

    def withdraw(self, work: LifecycleWork, actor: Actor, device: DeviceKey, key: RepairKeyId) -> None:
        """NotFound where the device has no such key."""
        found = next((each for each in work.repair_keys.of_device(device) if each.id == key), None)
        if found is None:
            raise NotFound(message("There is no such repair key of this device."))
        now = self.recorder.clock()
        work.repair_keys.withdraw(replace(found, withdrawn_at=now, withdrawn_by=actor.account))

    def views(self, reads: LifecycleReads, device: DeviceKey) -> tuple[KeyView, ...]:
        """The keys of a device, newest first."""
        keys, events = reads.repair_keys.of_device(device), reads.events.of_device(device)
        repairers = {key.used_by for key in keys if key.used_by is not None}
        names, today = self.organisations.names(repairers), self.today()
        ended = {each: ended_on(reads.repairers.of(each), today) for each in repairers}
        return tuple(key_view(key, key.standing(today, moved=moved_since(key, events)), names, ended) for key in keys)

    def keyed(self, reads: LifecycleReads, number: int | None, device: DeviceKey) -> KeyedDevice:
        """The same, with what the device is."""
        line, labels = reads.devices.get(device), labels_of(state_of(reads, device))
        label = next((code for code, state in labels.items() if state is LabelState.ACTIVE), None)
        name = "" if line is None else " ".join(filter(None, (line.brand, line.name)))
        return KeyedDevice(number, device, name, label, self.views(reads, device))

    def today(self) -> date:
        return self.recorder.clock().date()
