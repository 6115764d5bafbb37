"""Use cases of repair keys: the holder makes and withdraws one, a repairer uses it.

Rules, besides those of `lifecycle.domain.repairers.keys` and `.codes`:
1. Whose a device is or who has it makes its keys. Of a delivery of donated devices its coordinator and its intermediary
   make them, in the name of who got the device, and so does who holds the link of the delivery: the user of a donated
   laptop has no account, and asks any of these. The device must still be with that intermediary.
2. Whoever makes a key sees the code once. It is kept as a hash, and in no log.
3. A key is used by an organisation that is registered as a repairer that day, a Repair Cafe included.
4. Attempts count until one is right: too many within the policy's window, and the organisation waits.
5. Each use is in the record of controlled readings, as every reading of what is not public (`dpp.service.access_log`).
6. Of two that use one key at the same moment one gets it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import ceil

from dpp.domain.access_record import AccessKind, AccessPath
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import NotFound, Refused, TooMany
from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey, LabelCode
from dpp.domain.permission import Relation
from dpp.service.access_log import AccessLog
from lifecycle.domain.donation import Delivery, DeliveryId
from lifecycle.domain.labels import labels_of
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repairers.codes import CODE_BYTES, hash_of, new_code
from lifecycle.domain.repairers.keys import (
    DEFAULT_KEY_POLICY,
    KeyPolicy,
    KeyStanding,
    RepairKey,
    RepairKeyId,
    moved_since,
)
from lifecycle.domain.repairers.registration import why_no_repairer
from lifecycle.service.donation_desk import GIVE_FEEDBACK
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Recorder, state_of
from lifecycle.service.relations import REPAIRING
from lifecycle.service.repairer_view import line_seen

KEY = "repairKey"
"""What of a device is recorded as read when a key is used; no element of a passport."""


@dataclass(frozen=True)
class NewKey:
    """A key that was just made, with the only sight of its code."""

    key: RepairKeyId
    device: DeviceKey
    code: str = field(repr=False)
    usable_until: date


@dataclass(frozen=True)
class KeyView:
    """A key for who may make keys of its device: without its hash. `used_by` is the repairer's name."""

    id: RepairKeyId
    standing: KeyStanding
    made_at: datetime
    usable_until: date
    used_at: datetime | None
    used_by: str | None
    access_until: date | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class OpenedDevice:
    """A device that a key opened for the reader's organisation, up to and including a day."""

    line: DeviceLine
    until: date


@dataclass(frozen=True)
class KeyedDevice:
    """A device with its keys, by what is on it and no serial number; `number` is that in a delivery."""

    number: int | None
    device: DeviceKey
    name: str
    label: LabelCode | None
    keys: tuple[KeyView, ...]


@dataclass(frozen=True)
class RepairKeys:
    """Each method but `use` is one transaction; `use` counts the attempt in one of its own first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    log: AccessLog
    policy: KeyPolicy = DEFAULT_KEY_POLICY

    def make(self, actor: Actor, device: DeviceKey) -> NewKey:
        """A key of a device that the actor's organisation owns or has."""
        with self.storage.writing() as work:
            work.devices.hold(device)
            self._check(work, actor, device)
            made = self._made(work, actor, device, actor.organisation)
            work.commit()
        return made

    def of_device(self, actor: Actor, device: DeviceKey) -> tuple[KeyView, ...]:
        """Its keys, newest first: unused, used by whom and when, withdrawn."""
        with self.storage.reading() as reads:
            self._check(reads, actor, device)
            return self._views(reads, device)

    def look(self, actor: Actor, device: DeviceKey) -> KeyedDevice:
        """The same, with what the device is."""
        with self.storage.reading() as reads:
            self._check(reads, actor, device)
            return self._keyed(reads, None, device)

    def withdraw(self, actor: Actor, device: DeviceKey, key: RepairKeyId) -> None:
        """The key and what it opened are closed at once."""
        with self.storage.writing() as work:
            work.devices.hold(device)
            self._check(work, actor, device)
            self._withdraw(work, actor, device, key)
            work.commit()

    def of_delivery(self, actor: Actor, delivery: DeliveryId) -> tuple[KeyedDevice, ...]:
        """The devices of a delivery that are still with its intermediary, in their order, with their keys (rule 1)."""
        with self.storage.reading() as reads:
            found = self._delivery(reads, actor, delivery)
            numbered = enumerate(found.devices, start=1)
            return tuple(self._keyed(reads, number, key) for number, key in numbered if _is_there(reads, found, key))

    def make_for_delivery(self, actor: Actor, delivery: DeliveryId, number: int) -> NewKey:
        """A key of the device with this number in the delivery, in the name of its intermediary."""
        with self.storage.writing() as work:
            found, device = self._numbered(work, actor, delivery, number)
            made = self._made(work, actor, device, found.intermediary)
            work.commit()
        return made

    def withdraw_for_delivery(self, actor: Actor, delivery: DeliveryId, number: int, key: RepairKeyId) -> None:
        """As `withdraw`, for a device of a delivery."""
        with self.storage.writing() as work:
            _, device = self._numbered(work, actor, delivery, number)
            self._withdraw(work, actor, device, key)
            work.commit()

    def use(self, actor: Actor, code: str, path: AccessPath = AccessPath.API) -> OpenedDevice:
        """Open a device by the code that its holder showed.

        InvalidInput for a code with a typing error, NotFound for one that no key has, TooMany after many of those,
        Refused for a key that does not work (any more), and for an organisation that is not registered.
        """
        PERMISSIONS.check("use_repair_key", actor)
        hashed, organisation = hash_of(code), _organisation(actor)
        self._check_registered(organisation)
        guess = self._guess(organisation)
        with self.storage.writing() as work:
            known = work.repair_keys.by_hash(hashed)
            if known is None:
                raise NotFound(
                    message("No repair key has this code."),
                    remedy=message("Read it again, or ask who has the device for a new one."),
                )
            work.devices.hold(known.device)
            until = self._use(work, actor, organisation, known)
            self._record(work, actor, known.device, path)
            work.repair_keys.forget_guess(guess)
            work.commit()
            line = work.devices.get(known.device)
        assert line is not None
        return OpenedDevice(line_seen(line), until)

    def opened(self, actor: Actor) -> tuple[OpenedDevice, ...]:
        """The devices that keys opened for the actor's organisation, the first to end first; none for others."""
        if actor.organisation is None or not actor.holds(*REPAIRING):
            return ()
        with self.storage.reading() as reads:
            keys = reads.repair_keys.opened_by(actor.organisation, self._today())
            last = {key.device: key for key in keys if _opens(reads, actor.organisation, key)}
            lines = reads.devices.several(last)
            return tuple(
                OpenedDevice(line_seen(lines[device]), key.access_until)
                for device, key in last.items()
                if device in lines and key.access_until is not None
            )

    def _check(self, reads: LifecycleReads, actor: Actor, device: DeviceKey) -> None:
        relations = state_of(reads, device).relations(actor.organisation)
        PERMISSIONS.check("make_repair_key", actor, relations, subject=device)

    def _delivery(self, reads: LifecycleReads, actor: Actor, delivery: DeliveryId) -> Delivery:
        """For its two sides, and for who holds its link: that speaks for who got the devices (rule 1)."""
        found = reads.donations.delivery(delivery)
        if found is None:
            raise NotFound(message("There is no delivery '{delivery}'.", delivery=delivery[:40]))
        use_case = GIVE_FEEDBACK if actor.capability is not None else "make_repair_key"
        PERMISSIONS.check(use_case, actor, found.relations(actor.organisation), subject=delivery)
        return found

    def _numbered(
        self, work: LifecycleWork, actor: Actor, delivery: DeliveryId, number: int
    ) -> tuple[Delivery, DeviceKey]:
        found = self._delivery(work, actor, delivery)
        if not 1 <= number <= len(found.devices) or not _is_there(work, found, found.devices[number - 1]):
            raise NotFound(message("There is no device {number} of this delivery here.", number=number))
        device = found.devices[number - 1]
        work.devices.hold(device)
        return found, device

    def _made(self, work: LifecycleWork, actor: Actor, device: DeviceKey, holder: OrganisationId | None) -> NewKey:
        """The key, where those that waited are withdrawn: there is one that works."""
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

    def _withdraw(self, work: LifecycleWork, actor: Actor, device: DeviceKey, key: RepairKeyId) -> None:
        found = next((each for each in work.repair_keys.of_device(device) if each.id == key), None)
        if found is None:
            raise NotFound(message("There is no such repair key of this device."))
        now = self.recorder.clock()
        work.repair_keys.withdraw(replace(found, withdrawn_at=now, withdrawn_by=actor.account))

    def _use(self, work: LifecycleWork, actor: Actor, organisation: OrganisationId, key: RepairKey) -> date:
        """Write the use down; gives the last day of the access (rule 6)."""
        now, today = self.recorder.clock(), self._today()
        moved = moved_since(key, work.events.of_device(key.device))
        standing = key.standing(today, moved=moved)
        if standing is not KeyStanding.WAITING:
            raise _refusal(standing)
        if state_of(work, key.device).relations(organisation):
            raise Refused("key-for-another", message("Your organisation owns or has this device: it needs no key."))
        until = (now + self.policy.access).date()
        used = replace(key, used_at=now, used_by=organisation, used_by_account=actor.account, access_until=until)
        if not work.repair_keys.take(used):
            raise _refusal(KeyStanding.OPEN)
        return until

    def _check_registered(self, organisation: OrganisationId) -> None:
        """Rule 3. Who is not registered does not learn whether a key has the code."""
        with self.storage.reading() as reads:
            refusal = why_no_repairer(reads.repairers.of(organisation), self._today())
        if refusal is not None:
            raise refusal

    def _guess(self, organisation: OrganisationId) -> str:
        """Count the attempt before it is looked at, so that a thousand at once are a thousand (rule 4)."""
        now, guess = self.recorder.clock(), self.recorder.new_id()
        since = now - self.policy.guess_window
        with self.storage.writing() as work:
            work.repair_keys.guess(guess, organisation, now, since)
            work.commit()
        with self.storage.writing() as work:
            times = work.repair_keys.guesses(organisation, since)
            if len(times) <= self.policy.guesses:
                return guess
            work.repair_keys.forget_guess(guess)
            work.commit()
        raise TooMany(
            message("{count} codes were tried in a short time.", count=self.policy.guesses),
            seconds=_seconds(times[-self.policy.guesses - 1] - since),
            remedy=message("Wait, then read the code with care."),
        )

    def _record(self, work: LifecycleWork, actor: Actor, device: DeviceKey, path: AccessPath) -> None:
        """Rule 5."""
        record = self.log.blank(actor, AccessKind.READ, path, self.recorder.clock())
        passport = state_of(work, device).passports.current
        roles = tuple(sorted(role for role in REPAIRING if role in actor.roles))
        self.log.write(
            work,
            replace(record, passport=passport, roles=roles, classes=(AccessClass.OWNER,), elements=(KEY,)),
        )

    def _views(self, reads: LifecycleReads, device: DeviceKey) -> tuple[KeyView, ...]:
        keys, events = reads.repair_keys.of_device(device), reads.events.of_device(device)
        names = self.organisations.names({key.used_by for key in keys if key.used_by is not None})
        today = self._today()
        return tuple(_shown(key, key.standing(today, moved=moved_since(key, events)), names) for key in keys)

    def _keyed(self, reads: LifecycleReads, number: int | None, device: DeviceKey) -> KeyedDevice:
        line, labels = reads.devices.get(device), labels_of(state_of(reads, device))
        label = next((code for code, state in labels.items() if state is LabelState.ACTIVE), None)
        name = "" if line is None else " ".join(filter(None, (line.brand, line.name)))
        return KeyedDevice(number, device, name, label, self._views(reads, device))

    def _today(self) -> date:
        return self.recorder.clock().date()


def _shown(key: RepairKey, standing: KeyStanding, names: Mapping[OrganisationId, str]) -> KeyView:
    return KeyView(
        id=key.id,
        standing=standing,
        made_at=key.made_at,
        usable_until=key.usable_until,
        used_at=key.used_at,
        used_by=None if key.used_by is None else names[key.used_by],
        access_until=key.access_until,
        withdrawn_at=key.withdrawn_at,
    )


def _organisation(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise Refused("registered-repairer", message("Only an organisation that is registered repairs by key."))
    return actor.organisation


def _is_there(reads: LifecycleReads, delivery: Delivery, device: DeviceKey) -> bool:
    """Whether the intermediary of the delivery still has or owns the device."""
    relations = state_of(reads, device).relations(delivery.intermediary)
    return not relations.isdisjoint({Relation.OWNER, Relation.CUSTODIAN})


def _opens(reads: LifecycleReads, organisation: OrganisationId, key: RepairKey) -> bool:
    device = state_of(reads, key.device)
    return not device.relations(organisation) and not moved_since(key, reads.events.of_device(key.device))


def _seconds(wait: timedelta) -> int:
    return max(1, ceil(wait.total_seconds()))


_WHY: dict[KeyStanding, Message] = {
    KeyStanding.OPEN: message("This repair key was used already: it works once."),
    KeyStanding.OVER: message("This repair key was used already: it works once."),
    KeyStanding.LAPSED: message("The last day of this repair key has passed."),
    KeyStanding.WITHDRAWN: message("This repair key was withdrawn."),
    KeyStanding.MOVED: message("The device went to somebody else after this repair key was made."),
}


def _refusal(standing: KeyStanding) -> Refused:
    return Refused("working-key", _WHY[standing], remedy=message("Ask who has the device for a new key."))
