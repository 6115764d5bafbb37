"""Use cases of labels on devices: link pairs, retire a label, replace it (`dpp.domain.labels.rolls`).

Rules:
1. Each pair is judged by itself, in a transaction of its own: one that is refused costs that pair and no other.
2. The label and the device are held from the first look until the end, so that of two who link one label at the same
   moment one wins, and the other is told.
3. On which other device a label is, is told to whoever may read that device.
4. A device is named by its key, or by anything that can be scanned on it; what nobody knows is taken in first.
5. A replacement is a new code on the same device, in one transaction with the retirement of the old one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, Refused
from dpp.domain.labels.rolls import LabelFault, LabelState, refuse_claimed
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, LabelCode, label_code, print_label_code
from dpp.domain.permission import Relation
from dpp.domain.scanning import ScanKind, ScanResult
from dpp.service.labels.rolls import check_use, retire_unclaimed
from dpp.service.ports import StoredLabel
from lifecycle.domain.device import Device
from lifecycle.domain.events import EventId, LabelLinked, LabelRetired
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.labels import labels_of
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.identity import claiming, known_as, meant_by
from lifecycle.service.label_views import LinkOutcome, LinkView, Replacement, RetiredLabel
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork
from lifecycle.service.recording import Draft, Recorder, state_of
from lifecycle.service.scanning import OwnCodes


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A label, as it was scanned or typed, and a device: its key, or what was scanned on it."""

    label: str
    device: str
    event_id: EventId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """A label that goes out of use, as it was scanned or typed, and why."""

    label: str
    fault: LabelFault
    event_id: EventId | None = None


@dataclass(frozen=True)
class Labelling:
    """Each method is one transaction, but `link_all`."""

    storage: LifecycleStorage
    recorder: Recorder
    codes: OwnCodes

    def link(self, actor: Actor, pair: Pair) -> LinkView:
        """Link a label to a device. The same pair again, or a retry with the same event id, changes nothing."""
        check_role(actor)
        code = self._label(pair.label)
        with self.storage.writing() as work:
            known = None if pair.event_id is None else work.events.find(pair.event_id)
            if known is None:
                view = self._link(work, actor, code, pair)
                work.commit()
                return view
            it, key = known.happening, self._device(work, pair.device).key
            if not isinstance(it, LabelLinked) or (it.label, known_as(work, known.device)) != (code, key):
                raise Conflict(
                    message("Event id {id} is taken by other content.", id=known.id),
                    remedy=message("Give a new event an id of its own; send a retry unchanged."),
                )
            return LinkView(LinkOutcome.LINKED, code, key, line_for(work, actor, key), known.id, known.recorded_at)

    def link_all(self, actor: Actor, pairs: Iterable[Pair]) -> tuple[LinkView, ...]:
        """Rule 1: what became of each pair, in the order given."""
        check_role(actor)
        return tuple(self._linked_or_refused(actor, pair) for pair in pairs)

    def retire(self, actor: Actor, wanted: Withdrawal) -> RetiredLabel:
        """Take a label out of use. One that is on a device goes on leading to it; another can never be linked."""
        check_role(actor)
        code = self._label(wanted.label)
        with self.storage.writing() as work:
            row, device = _held_with_device(work, code)
            if device is not None:
                self._retire_on(work, actor, device, code, wanted)
            elif row.state == LabelState.UNCLAIMED:
                retire_unclaimed(work, actor, row, wanted.fault, self.recorder.clock())
            elif row.state == LabelState.ACTIVE:
                raise _without_device(code)
            work.commit()
            return RetiredLabel(code, None if device is None else device.key)

    def replace(self, actor: Actor, wanted: Withdrawal) -> Replacement:
        """Rule 5. The new label waits for a printer; the old one, also where it was retired before, leads on."""
        check_role(actor)
        old = self._label(wanted.label)
        with self.storage.writing() as work:
            _row, device = _held_with_device(work, old)
            if device is None:
                raise _without_device(old)
            known = None if wanted.event_id is None else work.events.find(wanted.event_id)
            if known is not None and isinstance(known.happening, LabelLinked) and known.happening.replaces == old:
                return Replacement(old, known.happening.label, device.key)
            new = label_code(self.recorder.chance(16))
            work.labels.add(StoredLabel(new, None, LabelState.UNCLAIMED, self.recorder.clock()))
            if labels_of(device).get(old) is LabelState.ACTIVE:
                self._retire_on(work, actor, device, old, wanted)
            _check(actor, "link_label", device)
            linked = Draft(LabelLinked(label=new, replaces=old), wanted.event_id)
            self.recorder.record(work, actor, device.key, [linked])
            work.commit()
            return Replacement(old, new, device.key)

    def _linked_or_refused(self, actor: Actor, pair: Pair) -> LinkView:
        try:
            return self.link(actor, pair)
        except KringpasError as refusal:
            return LinkView(LinkOutcome.REFUSED, event_id=pair.event_id, refusal=refusal)

    def _link(self, work: LifecycleWork, actor: Actor, code: LabelCode, pair: Pair) -> LinkView:
        _hold_number(work, code)
        key = self._device(work, pair.device).key
        row = _hold(work, code, key)
        device = state_of(work, key)
        _check(actor, "link_label", device)
        if labels_of(device).get(code) is LabelState.ACTIVE:
            return LinkView(LinkOutcome.ALREADY, code, device.key, line_for(work, actor, device.key))
        refuse_claimed(code, row.state, _name(work, actor, row))
        check_use(work, actor, code)
        draft = Draft(LabelLinked(label=code), pair.event_id, pair.occurred_at)
        event = self.recorder.record(work, actor, device.key, [draft]).events[-1]
        return LinkView(
            LinkOutcome.LINKED, code, device.key, line_for(work, actor, device.key), event.id, event.recorded_at
        )

    def _retire_on(
        self, work: LifecycleWork, actor: Actor, device: Device, code: LabelCode, wanted: Withdrawal
    ) -> None:
        """One that is retired already stays so."""
        _check(actor, "retire_label", device)
        if labels_of(device).get(code) is not LabelState.RETIRED:
            event_id = None if wanted.event_id is None else EventId(f"{wanted.event_id}.1")
            self.recorder.record(
                work, actor, device.key, [Draft(LabelRetired(label=code, fault=wanted.fault), event_id)]
            )

    def _device(self, reads: LifecycleReads, text: str) -> Device:
        """Rule 4."""
        key = DeviceKey(text.strip())
        if reads.devices.get(key) is None:
            key = the_one(meant_by(reads, self.codes.classify(text)).keys)
        return state_of(reads, known_as(reads, key))

    def _label(self, text: str) -> LabelCode:
        code = code_in(self.codes.classify(text))
        if code is None:
            raise InvalidInput(
                message("'{text}' is not the code of a label of ours.", text=text.strip()[:60]),
                remedy=message("Scan the QR code on the label, or type the twelve characters under it."),
            )
        return code


def _hold_number(work: LifecycleWork, code: LabelCode) -> None:
    """Rule 2: as the intake holds what it scans."""
    work.devices.hold_numbers([IdentityClaim(ClaimKind.LABEL, code, "link", 1)])


def _hold(work: LifecycleWork, code: LabelCode, key: DeviceKey | None) -> StoredLabel:
    """Rule 2: always the device before the label, as whoever records an event does."""
    if key is not None:
        work.devices.hold(key)
    row = work.labels.hold(code)
    if row is None:
        raise never_printed(code)
    return row


def _held_with_device(work: LifecycleWork, code: LabelCode) -> tuple[StoredLabel, Device | None]:
    """A label and the device that it is on, both held."""
    _hold_number(work, code)
    row = work.labels.get(code)
    device = None if row is None else device_with(work, row)
    row = _hold(work, code, None if device is None else device.key)
    return row, device_with(work, row)


def check_role(actor: Actor) -> None:
    """Whether this actor labels devices at all; of which ones, is asked when the device is known."""
    PERMISSIONS.check("link_label", actor, frozenset({Relation.OWNER}))


def _check(actor: Actor, use_case: str, device: Device) -> None:
    PERMISSIONS.check(use_case, actor, device.relations(actor.organisation))


def code_in(result: ScanResult) -> LabelCode | None:
    """The label code that a scan may be."""
    return next((LabelCode(each.value) for each in result.candidates if each.kind is ScanKind.LABEL), None)


def the_one(found: tuple[DeviceKey, ...]) -> DeviceKey:
    if not found:
        raise NotFound(
            message("No device is known by this code."),
            remedy=message("Scan another code on the device, or take it in first."),
        )
    if len(found) > 1:
        raise Refused(
            "several-devices",
            message("{count} devices carry this number.", count=len(found)),
            remedy=message("Scan another code on the device."),
        )
    return found[0]


def device_with(reads: LifecycleReads, row: StoredLabel) -> Device | None:
    """The device that a label is on: by its passport, or by the claim of one that has none."""
    passport = None if row.passport_id is None else reads.passports.get(row.passport_id)
    if passport is not None:
        return None if passport.device_key is None else state_of(reads, passport.device_key)
    found = claiming(reads, [IdentityClaim(ClaimKind.LABEL, row.code, "link", 1)])
    return state_of(reads, found[0]) if found else None


def line_for(reads: LifecycleReads, actor: Actor, key: DeviceKey) -> DeviceLine | None:
    """Rule 3."""
    relations = state_of(reads, key).relations(actor.organisation)
    return reads.devices.get(key) if PERMISSIONS.allows("read_device", actor, relations) else None


def _name(reads: LifecycleReads, actor: Actor, row: StoredLabel) -> str | None:
    """How the device that a label is on is called, for whoever may read it."""
    device = device_with(reads, row)
    line = None if device is None else line_for(reads, actor, device.key)
    if line is None:
        return None
    return " ".join(filter(None, (line.brand, line.name, line.asset_tag or line.serial))) or str(line.device_key)


def never_printed(code: LabelCode) -> NotFound:
    return NotFound(
        message("No label was printed with code '{code}'.", code=print_label_code(code)),
        remedy=message("Scan it again; take another label where that does not help."),
    )


def _without_device(code: LabelCode) -> Refused:
    return Refused(
        "label-without-device",
        message("Label {code} is on no device of this register.", code=print_label_code(code)),
        remedy=message("Take another label from the roll."),
    )
