"""Use cases of repair keys: the holder makes and withdraws one, a repairer uses it.

Rules, besides those of `lifecycle.domain.repairers.keys`, `.codes` and `lifecycle.service.key_desk`:
1. Whose a device is or who has it makes its keys (of donated devices: `lifecycle.service.delivery_keys`).
2. A key is used by an organisation that is registered as a repairer that day, a Repair Cafe included.
3. Attempts count until one is right: too many within the policy's window, and the organisation waits.
4. Each use is in the record of controlled readings, as every reading of what is not public (`dpp.service.access_log`).
5. Of two that use one key at the same moment one gets it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from dpp.domain.access_record import AccessKind, AccessPath
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import NotFound, Refused, TooMany
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from dpp.service.access_log import AccessLog
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repairers.codes import hash_of
from lifecycle.domain.repairers.keys import KeyStanding, RepairKey, RepairKeyId, moved_since
from lifecycle.domain.repairers.registration import why_no_repairer
from lifecycle.service.key_desk import KeyDesk
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork
from lifecycle.service.recording import state_of
from lifecycle.service.relations import REPAIRING
from lifecycle.service.repair_key_views import KeyedDevice, KeyView, NewKey, OpenedDevice
from lifecycle.service.repairer_view import line_seen

KEY = "repairKey"
"""What of a device is recorded as read when a key is used; no element of a passport."""


@dataclass(frozen=True)
class RepairKeys:
    """Each method but `use` is one transaction; `use` counts the attempt in one of its own first."""

    storage: LifecycleStorage
    desk: KeyDesk
    log: AccessLog

    def make(self, actor: Actor, device: DeviceKey) -> NewKey:
        """A key of a device that the actor's organisation owns or has."""
        with self.storage.writing() as work:
            work.devices.hold(device)
            self._check(work, actor, device)
            made = self.desk.make(work, actor, device, actor.organisation)
            work.commit()
        return made

    def of_device(self, actor: Actor, device: DeviceKey) -> tuple[KeyView, ...]:
        """Its keys, newest first: unused, used by whom and when, withdrawn."""
        with self.storage.reading() as reads:
            self._check(reads, actor, device)
            return self.desk.views(reads, device)

    def look(self, actor: Actor, device: DeviceKey) -> KeyedDevice:
        """The same, with what the device is."""
        with self.storage.reading() as reads:
            self._check(reads, actor, device)
            return self.desk.keyed(reads, None, device)

    def withdraw(self, actor: Actor, device: DeviceKey, key: RepairKeyId) -> None:
        """The key and what it opened are closed at once."""
        with self.storage.writing() as work:
            work.devices.hold(device)
            self._check(work, actor, device)
            self.desk.withdraw(work, actor, device, key)
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
            keys = reads.repair_keys.opened_by(actor.organisation, self.desk.today())
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

    def _use(self, work: LifecycleWork, actor: Actor, organisation: OrganisationId, key: RepairKey) -> date:
        """Write the use down; gives the last day of the access (rule 5)."""
        now, today = self.desk.recorder.clock(), self.desk.today()
        moved = moved_since(key, work.events.of_device(key.device))
        standing = key.standing(today, moved=moved)
        if standing is not KeyStanding.WAITING:
            raise _refusal(standing)
        if state_of(work, key.device).relations(organisation):
            raise Refused("key-for-another", message("Your organisation owns or has this device: it needs no key."))
        until = (now + self.desk.policy.access).date()
        used = replace(key, used_at=now, used_by=organisation, used_by_account=actor.account, access_until=until)
        if not work.repair_keys.take(used):
            raise _refusal(KeyStanding.OPEN)
        return until

    def _check_registered(self, organisation: OrganisationId) -> None:
        """Rule 2. Who is not registered does not learn whether a key has the code."""
        with self.storage.reading() as reads:
            refusal = why_no_repairer(reads.repairers.of(organisation), self.desk.today())
        if refusal is not None:
            raise refusal

    def _guess(self, organisation: OrganisationId) -> str:
        """Count the attempt before it is looked at, so that a thousand at once are a thousand (rule 3)."""
        now, guess = self.desk.recorder.clock(), self.desk.recorder.new_id()
        since = now - self.desk.policy.guess_window
        with self.storage.writing() as work:
            work.repair_keys.guess(guess, organisation, now, since)
            work.commit()
        with self.storage.writing() as work:
            times = work.repair_keys.guesses(organisation, since)
            if len(times) <= self.desk.policy.guesses:
                return guess
            work.repair_keys.forget_guess(guess)
            work.commit()
        raise TooMany(
            message("{count} codes were tried in a short time.", count=self.desk.policy.guesses),
            seconds=_seconds(times[-self.desk.policy.guesses - 1] - since),
            remedy=message("Wait, then read the code with care."),
        )

    def _record(self, work: LifecycleWork, actor: Actor, device: DeviceKey, path: AccessPath) -> None:
        """Rule 4."""
        record = self.log.blank(actor, AccessKind.READ, path, self.desk.recorder.clock())
        passport = state_of(work, device).passports.current
        roles = tuple(sorted(role for role in REPAIRING if role in actor.roles))
        self.log.write(
            work,
            replace(record, passport=passport, roles=roles, classes=(AccessClass.OWNER,), elements=(KEY,)),
        )


def _organisation(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise Refused("registered-repairer", message("Only an organisation that is registered repairs by key."))
    return actor.organisation


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
