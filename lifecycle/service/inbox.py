"""Use cases of the inbox: what scanners sent and nobody could record, and numbers that two devices claim.

Rules, besides those of `lifecycle.domain.inbox`:
1. Who sent an event sees what became of it, and DRZ and the auditor see all. The life of a device is shown beside it
   only to who may read that device.
2. Trying again records the event on the authority of who sent it, at the time that it gave; who pressed the button is
   beside it. A clock that was wrong refuses only once: whoever tries again has seen it, and believes the times.
3. A number that two devices claim is settled where identities are settled; here it is only told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import KringpasError, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from dpp.service.ports import Clock
from lifecycle.domain.axes import Conflict
from lifecycle.domain.events import Event, effective
from lifecycle.domain.inbox import Attempt, ItemId, Outcome, SetAside, reason_of, refusal_of, settled
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Lifecycle
from lifecycle.service.late_events import LateEvents
from lifecycle.service.lines import readable
from lifecycle.service.ports import (
    DeviceLine,
    LifecycleReads,
    LifecycleStorage,
    LifecycleWork,
    LineFilter,
    Organisations,
)
from lifecycle.service.recording import state_of

MOST_SHOWN = 200
AROUND = 3
"""How many events of the device are shown before the time of what was set aside, and after it."""


@dataclass(frozen=True)
class ItemView:
    """What was set aside. `life` are the events of the device around its time, for who may read the device."""

    item: SetAside
    sender: str | None
    line: DeviceLine | None = None
    life: tuple[Event, ...] = ()
    may_resolve: bool = False
    may_erase: bool = False


@dataclass(frozen=True)
class ConflictView:
    """A device of which another one claims a number; both are quarantined until a person settles it.

    `others` are the lines of those other devices; None for one that this actor may not read.
    """

    line: DeviceLine
    conflicts: tuple[Conflict, ...]
    others: Mapping[DeviceKey, DeviceLine | None]


@dataclass(frozen=True)
class InboxView:
    """`open` and `closed` count all items that this actor may read, `items` are the newest of those asked for."""

    items: tuple[ItemView, ...]
    conflicts: tuple[ConflictView, ...]
    open: int
    closed: int


@dataclass(frozen=True)
class Inbox:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    late: LateEvents
    organisations: Organisations
    clock: Clock

    def find(self, actor: Actor, *, is_open: bool = True, limit: int = MOST_SHOWN) -> InboxView:
        """What was set aside of what the actor's organisation sent, or of all where its role reads all."""
        whose = _whose(actor)
        with self.storage.reading() as reads:
            items = reads.inbox.found(whose, is_open=is_open, limit=limit)
            names = self._names(items)
            return InboxView(
                items=tuple(_item(reads, actor, each, names) for each in items),
                conflicts=_conflicts(reads, actor) if is_open else (),
                open=reads.inbox.count(whose, is_open=True),
                closed=reads.inbox.count(whose, is_open=False),
            )

    def read(self, actor: Actor, item: ItemId) -> ItemView:
        """One item, with what the device's life says around its time."""
        with self.storage.reading() as reads:
            return self._view(reads, actor, _kept(reads, item))

    def try_again(self, actor: Actor, item: ItemId) -> ItemView:
        """Record it after all (rule 2), or keep why it is refused still."""
        with self.storage.reading() as reads:
            PERMISSIONS.check("resolve_inbox", actor, _relations(_kept(reads, item), actor))
        try:
            with self.storage.writing() as work:
                kept = _kept(work, item)
                recorded = settled(kept, self._attempt(actor, Outcome.RECORDED))
                self.late.take(work, kept.sending.sender, kept.sent)
                return self._settled(work, actor, recorded)
        except KringpasError as error:
            return self._refused(actor, item, error)

    def dismiss(self, actor: Actor, item: ItemId, reason: str) -> ItemView:
        """It is not recorded, and why; the item stays."""
        with self.storage.writing() as work:
            kept = _kept(work, item)
            PERMISSIONS.check("resolve_inbox", actor, _relations(kept, actor))
            attempt = self._attempt(actor, Outcome.DISMISSED, reason=reason_of(reason))
            return self._settled(work, actor, settled(kept, attempt))

    def erase_text(self, actor: Actor, item: ItemId) -> None:
        """Erase what a person wrote in it, where somebody has a right to that; NotFound where there is none."""
        PERMISSIONS.check("erase_text", actor)
        with self.storage.writing() as work:
            _kept(work, item)
            if not work.inbox.erase_text(item):
                raise NotFound(message("This item has no text to erase."))
            work.commit()

    def _refused(self, actor: Actor, item: ItemId, error: KringpasError) -> ItemView:
        with self.storage.writing() as work:
            kept = _kept(work, item)
            return self._settled(work, actor, settled(kept, self._attempt(actor, Outcome.REFUSED, error)))

    def _attempt(
        self, actor: Actor, outcome: Outcome, error: KringpasError | None = None, reason: str | None = None
    ) -> Attempt:
        why = None if error is None else refusal_of(error)
        return Attempt(
            at=self.clock(),
            account=actor.account,
            organisation=actor.organisation,
            outcome=outcome,
            refusal=why,
            reason=reason,
        )

    def _settled(self, work: LifecycleWork, actor: Actor, item: SetAside) -> ItemView:
        work.inbox.attempt(item.id, len(item.attempts), item.attempts[-1])
        work.commit()
        return self._view(work, actor, item)

    def _view(self, reads: LifecycleReads, actor: Actor, item: SetAside) -> ItemView:
        PERMISSIONS.check("read_inbox", actor, _relations(item, actor))
        return _item(reads, actor, item, self._names([item]), with_life=True)

    def _names(self, items: Iterable[SetAside]) -> Mapping[OrganisationId, str]:
        parties = {each.sending.organisation for each in items} - {None}
        return self.organisations.names([party for party in parties if party is not None])


def _whose(actor: Actor) -> OrganisationId | None:
    """The organisation whose items these are; None for all."""
    if PERMISSIONS.allows("read_inbox", actor):
        return None
    PERMISSIONS.check("read_inbox", actor, frozenset({Relation.OWNER} if actor.organisation else ()))
    return actor.organisation


def _item(
    reads: LifecycleReads,
    actor: Actor,
    item: SetAside,
    names: Mapping[OrganisationId, str],
    *,
    with_life: bool = False,
) -> ItemView:
    organisation, device = item.sending.organisation, _device_of(reads, actor, item)
    relations = _relations(item, actor)
    return ItemView(
        item=item,
        sender=None if organisation is None else names.get(organisation),
        line=device,
        life=_around(reads, device, item) if with_life and device is not None else (),
        may_resolve=item.is_open and PERMISSIONS.allows("resolve_inbox", actor, relations),
        may_erase=not item.text_erased and PERMISSIONS.allows("erase_text", actor),
    )


def _device_of(reads: LifecycleReads, actor: Actor, item: SetAside) -> DeviceLine | None:
    """The device that it names, or on which it or its scan was recorded; None where this actor may not read it."""
    named = [item.sent.event_id, *([item.sent.scan] if item.sent.scan else ())]
    recorded = (reads.events.find(each) for each in named)
    key = item.sent.device or next((each.device for each in recorded if each is not None), None)
    return None if key is None else _line_for(reads, actor, key)


def _line_for(reads: LifecycleReads, actor: Actor, key: DeviceKey) -> DeviceLine | None:
    """The line of this device; None where this actor may not read it."""
    line = reads.devices.get(key)
    if line is None:
        return None
    relations = state_of(reads, key).relations(actor.organisation)
    return line if PERMISSIONS.allows("read_device", actor, relations) else None


def _around(reads: LifecycleReads, line: DeviceLine, item: SetAside) -> tuple[Event, ...]:
    """The last few events up to the time that the scanner gave, and the first few after it."""
    life: Sequence[Event] = effective(reads.events.of_device(line.device_key))
    before = [event for event in life if event.occurred_at <= item.sent.occurred_at]
    after = [event for event in life if event.occurred_at > item.sent.occurred_at]
    return (*before[-AROUND:], *after[:AROUND])


def _conflicts(reads: LifecycleReads, actor: Actor) -> tuple[ConflictView, ...]:
    """Rule 3: among the devices that this actor may read."""
    wanted = LineFilter(lifecycles=(Lifecycle.QUARANTINED,), limit=MOST_SHOWN)
    lines = reads.devices.lines(readable(actor, wanted))
    found = {line.device_key: state_of(reads, line.device_key).conflicts for line in lines}
    known: dict[DeviceKey, DeviceLine | None] = {line.device_key: line for line in lines}
    for other in {conflict.other for conflicts in found.values() for conflict in conflicts}.difference(known):
        known[other] = _line_for(reads, actor, other)
    return tuple(
        ConflictView(line, conflicts, {each.other: known[each.other] for each in conflicts})
        for line, conflicts in zip(lines, found.values(), strict=True)
        if conflicts
    )


def _kept(reads: LifecycleReads, item: ItemId) -> SetAside:
    found = reads.inbox.get(item)
    if found is None:
        raise NotFound(
            message("There is no item '{item}' in the inbox.", item=item[:40]),
            remedy=message("Look it up in the list."),
        )
    return found


def _relations(item: SetAside, actor: Actor) -> frozenset[Relation]:
    """Whose item it is: that of the organisation which sent it."""
    ours = actor.organisation is not None and actor.organisation == item.sending.organisation
    return frozenset({Relation.OWNER} if ours else ())
