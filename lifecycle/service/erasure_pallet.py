"""Verifies the erasures of a pallet in one act, with the exceptions singled out.

Rules, besides those of `lifecycle.domain.erasure.pallet`:
1. The devices are those of a consignment, of a list of scans, of the tray of what is to be verified, or named.
2. A preview changes nothing. The act verifies what is clean at that moment and was clean in the preview (`erasures`, by
   the ids of their events); everything else is told with its reason.
3. Each medium is verified by an event of its own, admitted by the guards; all of them have one transaction id.
4. A medium that a guard would refuse is an exception, with what the guard says.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.device import Device
from lifecycle.domain.erasure.known_tools import register_of
from lifecycle.domain.erasure.pallet import (
    Candidate,
    ErasurePolicy,
    Reason,
    candidates,
    drawn,
    exception_of,
    in_draw,
    seed_of,
)
from lifecycle.domain.erasure.tools import Tool
from lifecycle.domain.erasure.trays import Tray
from lifecycle.domain.events import ConsignmentId, EventId, SanitisationVerified, TransactionId, VerificationKind
from lifecycle.domain.guards import refusals
from lifecycle.domain.media import Medium
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import DataState
from lifecycle.service.erasure_placing import state
from lifecycle.service.identity import devices_of
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork
from lifecycle.service.recording import Draft, Recorder
from lifecycle.service.scanning import OwnCodes

MOST = 1000
"""Devices of one lot."""


@dataclass(frozen=True, kw_only=True)
class Lot:
    """Which devices: all that is named here together. `tray` is everything that is to be verified."""

    devices: tuple[DeviceKey, ...] = ()
    scans: tuple[str, ...] = ()
    consignment: ConsignmentId | None = None
    tray: bool = False


@dataclass(frozen=True)
class Clean:
    """A medium that can be verified together with the others."""

    line: DeviceLine
    medium: Medium


@dataclass(frozen=True)
class Exceptional:
    """A medium that a person looks at by itself, and why; `refusal` is what a guard says of it."""

    line: DeviceLine
    medium: Medium | None
    reason: Reason
    refusal: Refused | None = None


@dataclass(frozen=True)
class PalletView:
    """A lot as it stands. `unknown` are scans that named no single device of this organisation."""

    clean: tuple[Clean, ...]
    exceptions: tuple[Exceptional, ...]
    verified: int = 0
    unknown: tuple[str, ...] = ()
    sample_size: int = 0
    lot_size: int = 0
    seed: str | None = None
    transaction: TransactionId | None = None

    @property
    def erasures(self) -> tuple[EventId, ...]:
        """The erasures that are clean, by the ids of their events."""
        return tuple(each.medium.erasure.event for each in self.clean if each.medium.erasure is not None)


@dataclass
class _Sorted:
    """A lot on its way to a view."""

    clean: list[Candidate] = field(default_factory=list)
    exceptions: list[tuple[Candidate, Reason, Refused | None]] = field(default_factory=list)
    verified: int = 0
    size: int = 0
    sampled: int = 0
    seed: str | None = None


@dataclass(frozen=True)
class Pallets:
    """Each method is one transaction and checks its actor first. `codes` say what is ours in a scan."""

    storage: LifecycleStorage
    recorder: Recorder
    codes: OwnCodes

    @property
    def policy(self) -> ErasurePolicy:
        return self.recorder.erasure

    def preview(self, actor: Actor, lot: Lot) -> PalletView:
        """What would be verified together, and what not and why."""
        PERMISSIONS.check("read_erasure_bench", actor)
        with self.storage.reading() as reads:
            devices, unknown = self._devices(reads, actor, lot)
            return _view(reads, self._sorted(reads, actor, devices), unknown)

    def verify(self, actor: Actor, lot: Lot, erasures: Collection[EventId] | None = None) -> PalletView:
        """Verify what is clean, of the previewed `erasures` where these are given; `clean` is what was verified."""
        PERMISSIONS.check("read_erasure_bench", actor)
        with self.storage.writing() as work:
            found, unknown = self._devices(work, actor, lot)
            work.devices.hold(*(device.key for device in found))
            devices = [state(work, device.key) for device in found]
            now = self._sorted(work, actor, devices)
            now.clean = [it for it in now.clean if erasures is None or (it.erasure and it.erasure.event in erasures)]
            transaction = TransactionId(self.recorder.new_id())
            before = _view(work, now, unknown, transaction)
            self._record(work, actor, now, transaction)
            work.commit()
            return before

    def _record(self, work: LifecycleWork, actor: Actor, now: _Sorted, transaction: TransactionId) -> None:
        for key in dict.fromkeys(it.device.key for it in now.clean):
            media = [it.medium for it in now.clean if it.device.key == key and it.medium is not None]
            drafts = [Draft(self._verified(medium, now), transaction=transaction) for medium in media]
            self.recorder.record(work, actor, key, drafts)

    def _verified(self, medium: Medium, now: _Sorted) -> SanitisationVerified:
        evidence = None if medium.erasure is None else medium.erasure.evidence
        if not now.sampled:
            return SanitisationVerified(medium=medium.serial, evidence=evidence, lot_size=now.size)
        return SanitisationVerified(
            medium=medium.serial,
            verification=VerificationKind.SAMPLE,
            evidence=evidence,
            sample_share=self.policy.sample_share,
            sample_size=now.sampled,
            lot_size=now.size,
            sample_seed=now.seed,
        )

    def _devices(self, reads: LifecycleReads, actor: Actor, lot: Lot) -> tuple[list[Device], tuple[str, ...]]:
        """The devices of a lot that this actor may verify, each once, and what named none of them."""
        keys: list[DeviceKey] = [*lot.devices, *self._in_consignment(reads, actor, lot), *_in_tray(reads, actor, lot)]
        unknown = []
        for raw in dict.fromkeys(lot.scans):
            meant = devices_of(reads, self.codes.classify(raw))
            if len(meant) == 1 and _may_verify(actor, state(reads, meant[0])):
                keys.append(meant[0])
            else:
                unknown.append(raw)
        devices = [_there(reads, key) for key in dict.fromkeys(keys[:MOST])]
        for device in devices:
            PERMISSIONS.check("verify_sanitisation", actor, device.relations(actor.organisation))
        return devices, tuple(unknown)

    @staticmethod
    def _in_consignment(reads: LifecycleReads, actor: Actor, lot: Lot) -> tuple[DeviceKey, ...]:
        """Those of its devices that are in this organisation's custody."""
        if lot.consignment is None:
            return ()
        found = reads.consignments.get(lot.consignment)
        if found is None:
            raise NotFound(message("There is no consignment '{id}'.", id=lot.consignment[:40]))
        PERMISSIONS.check("read_consignment", actor, found.relations(actor.organisation))
        return tuple(key for key in found.devices if _may_verify(actor, state(reads, key)))

    def _sorted(self, reads: LifecycleReads, actor: Actor, devices: Sequence[Device]) -> _Sorted:
        them, register = candidates(devices), register_of(reads.erasure_tools.all())
        now = _Sorted()
        lot = in_draw(them)
        now.size, now.seed = len(lot), seed_of(lot)
        by_hand = drawn(lot, self.policy.sample_share, now.seed)
        now.sampled = len(by_hand)
        stops = _what_stops(lot, by_hand)
        for it in them:
            if it.medium is not None and it.medium.data is DataState.VERIFIED:
                now.verified += 1
                continue
            self._put(now, actor, it, register, stops if _name(it) not in by_hand else Reason.DRAWN)
        return now

    def _put(
        self, now: _Sorted, actor: Actor, it: Candidate, register: Collection[Tool], sampling: Reason | None
    ) -> None:
        reason = exception_of(it, actor.account, register) or sampling
        refusal = None if reason or it.medium is None else self._refusal(actor, it.device, it.medium)
        if reason is None and refusal is None:
            now.clean.append(it)
        else:
            now.exceptions.append((it, reason or Reason.REFUSED, refusal))

    def _refusal(self, actor: Actor, device: Device, medium: Medium) -> Refused | None:
        event = self.recorder.supposed(actor, device.key, SanitisationVerified(medium=medium.serial))
        return next(iter(refusals(device, event)), None)


def _what_stops(lot: Collection[Candidate], by_hand: Collection[tuple[DeviceKey, str]]) -> Reason | None:
    """Why nothing of the lot is verified together yet: a drawn medium that failed, or one that still waits."""
    states = {it.medium.data for it in lot if it.medium is not None and _name(it) in by_hand}
    if DataState.FAILED in states:
        return Reason.SAMPLE_FAILED
    return None if states <= {DataState.VERIFIED} else Reason.SAMPLE_FIRST


def _name(it: Candidate) -> tuple[DeviceKey, str]:
    return it.device.key, "" if it.medium is None else it.medium.serial


def _in_tray(reads: LifecycleReads, actor: Actor, lot: Lot) -> Iterator[DeviceKey]:
    if lot.tray and actor.organisation is not None:
        for line in reads.media.in_tray(actor.organisation, Tray.TO_VERIFY, MOST):
            yield line.device


def _may_verify(actor: Actor, device: Device) -> bool:
    return PERMISSIONS.allows("verify_sanitisation", actor, device.relations(actor.organisation))


def _there(reads: LifecycleReads, key: DeviceKey) -> Device:
    if reads.devices.get(key) is None:
        raise NotFound(message("There is no device '{key}'.", key=key[:40]))
    return state(reads, key)


def _view(
    reads: LifecycleReads, now: _Sorted, unknown: tuple[str, ...], transaction: TransactionId | None = None
) -> PalletView:
    def line(it: Candidate) -> DeviceLine:
        found = reads.devices.get(it.device.key)
        assert found is not None
        return found

    return PalletView(
        clean=tuple(Clean(line(it), it.medium) for it in now.clean if it.medium is not None),
        exceptions=tuple(Exceptional(line(it), it.medium, why, refusal) for it, why, refusal in now.exceptions),
        verified=now.verified,
        unknown=unknown,
        sample_size=now.sampled,
        lot_size=now.size,
        seed=now.seed if now.sampled else None,
        transaction=transaction,
    )
