"""What the use cases of repair orders share: finding an order with permission, saying something of it, showing it.

Rules:
1. Who works on an order repairs it (`Relation.REPAIRER` of the order) and may repair the device now: it has the device,
   or was shown a repair key that still opens it.
2. Who is no party to an order (neither repairs it nor owns the device, nor routes or audits) sees no quote, no price.
3. Which account said something is told to its own organisation, and to who sees all.
4. Saying the same again under the same id says it once; under another content it is a conflict.
5. Who neither owns nor has the device is told of it in an order what a repair key tells
   (`lifecycle.domain.repairers.sight`): no asset tag, no place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import Conflict, NotFound
from dpp.domain.message import message
from dpp.domain.permission import Relation
from lifecycle.domain.device import Device
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repair_orders import (
    Approved,
    Asking,
    Declined,
    Entry,
    EntryId,
    LinkMade,
    Quoted,
    RepairOrder,
    RepairOrderId,
    Said,
    Standing,
    admit,
    standing,
)
from lifecycle.domain.repair_orders.rules import missing_for_work
from lifecycle.domain.repairers.registration import ended_on
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Recorder, state_of
from lifecycle.service.relations import relations_to
from lifecycle.service.repair_order_ports import OrderRow, stage_of
from lifecycle.service.repair_order_views import OrderMay, OrderView
from lifecycle.service.repairer_view import line_seen

PRICED = Quoted | LinkMade | Approved | Declined
"""Entries that tell of prices, or of who agreed to them."""
SEES_ALL = frozenset({Role.DRZ, Role.AUDITOR})


@dataclass(frozen=True)
class Case:
    """An order in a transaction, with its device and how the actor stands to both."""

    row: OrderRow
    entries: tuple[Entry, ...]
    device: Device
    relations: frozenset[Relation]
    to_device: frozenset[Relation]
    files: frozenset[str]
    today: date

    @property
    def order(self) -> RepairOrder:
        return self.row.order

    @property
    def now(self) -> Standing:
        return standing(self.entries)

    @property
    def asking(self) -> Asking:
        owners = self.device.relations(self.order.repairer)
        return Asking(self.today, own=Relation.OWNER in owners, evidence=self.files)

    def said(self, entry_id: EntryId | None) -> Entry | None:
        return None if entry_id is None else next((each for each in self.entries if each.id == entry_id), None)


@dataclass(frozen=True)
class RepairDesk:
    """Each public method of those who use it is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations

    def case(self, reads: LifecycleReads, actor: Actor, order: RepairOrderId, use_case: str) -> Case:
        """The order, for who may do this with it."""
        row = reads.repair_orders.get(order)
        if row is None:
            raise NotFound(message("There is no repair order '{order}'.", order=order[:40]))
        case = self._case(reads, actor, row, reads.repair_orders.entries([order]).get(order, ()))
        stands = case.relations | case.to_device if use_case == "read_repair_order" else case.relations
        PERMISSIONS.check(use_case, actor, stands, subject=order)
        return case

    def held(self, work: LifecycleWork, actor: Actor, order: RepairOrderId, use_case: str) -> Case:
        """The same, while others who want to say something of it wait."""
        work.repair_orders.hold(order)
        return self.case(work, actor, order, use_case)

    def working(self, work: LifecycleWork, actor: Actor, order: RepairOrderId) -> Case:
        """Rule 1."""
        case = self.held(work, actor, order, "work_on_repair_order")
        PERMISSIONS.check("open_repair_order", actor, case.to_device)
        return case

    def say(
        self,
        work: LifecycleWork,
        actor: Actor,
        case: Case,
        what: Said,
        entry_id: EntryId | None,
        event: str | None = None,
    ) -> Case:
        """Keep what is said, where the rules admit it. Rule 4 is for `repeats`, which comes first."""
        admit(case.now, what, case.asking)
        at = self.recorder.clock()
        entry = Entry(
            id=entry_id or EntryId(self.recorder.new_id()),
            number=case.now.count + 1,
            at=at,
            by=actor.account,
            organisation=actor.organisation,
            what=what,
            event=event,
        )
        work.repair_orders.add_entry(case.order.id, entry)
        after = replace(case, entries=(*case.entries, entry))
        now, owner = after.now, owner_of(case.device)
        row = OrderRow(case.order, owner, stage_of(now), bool(now.open_disputes), at)
        work.repair_orders.put(row)
        return replace(after, row=row)

    def repeats(self, case: Case, what: Said, entry_id: EntryId | None) -> bool:
        """Rule 4: whether this was said already under this id."""
        known = case.said(entry_id)
        if known is not None and known.what != what:
            raise Conflict(
                message("That id is taken by something else that was said."),
                remedy=message("Give each act an id of its own; send a retry unchanged."),
            )
        return known is not None

    def views(self, reads: LifecycleReads, actor: Actor, rows: Sequence[OrderRow]) -> tuple[OrderView, ...]:
        """These orders as the actor may see them; permission was asked for before."""
        entries = reads.repair_orders.entries([row.order.id for row in rows])
        return tuple(
            self.view(reads, actor, self._case(reads, actor, row, entries.get(row.order.id, ()))) for row in rows
        )

    def view(self, reads: LifecycleReads, actor: Actor, case: Case) -> OrderView:
        line = reads.devices.get(case.order.device)
        assert line is not None  # an order is of a device that is here
        now, may = case.now, self._may(actor, case)
        shown = tuple(_told(it, actor) for it in case.entries if may.see_prices or not isinstance(it.what, PRICED))
        return OrderView(
            order=_order_told(case, actor, with_owner=may.see_prices),
            line=line_for(actor, line, case.row.owner),
            label=case.device.labels[-1] if case.device.labels else None,
            state=now.state(case.today),
            standing=now if may.see_prices else standing_without_prices(now),
            entries=shown,
            today=case.today,
            names=self._names(case, shown, with_owner=may.see_prices),
            missing=missing_for_work(now, case.asking) if may.work else (),
            evidence=tuple(sorted(case.files)) if may.work or may.dispute else (),
            may=may,
            own=case.asking.own,
            left=case.device.has_left_the_state,
            registered_until=ended_on(reads.repairers.of(case.order.repairer), case.today),
        )

    def _names(self, case: Case, shown: Sequence[Entry], *, with_owner: bool) -> Mapping[OrganisationId, str]:
        parties = {case.order.repairer, *(each.organisation for each in shown)}
        parties |= {case.row.owner} if with_owner else set()
        return self.organisations.names({party for party in parties if party is not None})

    @staticmethod
    def _may(actor: Actor, case: Case) -> OrderMay:
        now, stands = case.now, case.relations
        owns = PERMISSIONS.allows("approve_repair", actor, stands)
        repairs = PERMISSIONS.allows("work_on_repair_order", actor, stands)
        opens = PERMISSIONS.allows("open_repair_order", actor, case.to_device)
        return OrderMay(
            work=repairs and opens and not now.is_over,
            answer=owns and not now.is_over and bool(now.can_be_answered(case.today)) and not case.asking.own,
            cancel=(repairs or owns) and not now.is_over,
            dispute=PERMISSIONS.allows("dispute_repair", actor, stands) and now.is_over and not case.asking.own,
            reply=repairs and bool(now.open_disputes),
            see_prices=bool(stands) or actor.holds(*SEES_ALL),
        )

    def _case(self, reads: LifecycleReads, actor: Actor, row: OrderRow, entries: tuple[Entry, ...]) -> Case:
        device, now = state_of(reads, row.order.device), self.recorder.clock()
        to_device = relations_to(reads, actor, device, now)
        files = {each.sha256 for each in device.evidence if each.erased_at is None}
        files |= {each.sha256 for each in reads.photos.of_devices([device.key])}
        relations = row.order.relations(actor.organisation, to_device)
        return Case(row, entries, device, relations, to_device, frozenset(files), now.date())


def _told(entry: Entry, actor: Actor) -> Entry:
    """Rule 3."""
    is_colleague = entry.organisation is not None and entry.organisation == actor.organisation
    return entry if is_colleague or actor.holds(*SEES_ALL) else replace(entry, by=AccountId(""))


def _order_told(case: Case, actor: Actor, *, with_owner: bool) -> RepairOrder:
    order = case.order
    told = actor.organisation == order.repairer or actor.holds(*SEES_ALL)
    opened_by = order.opened_by if told else AccountId("")
    return replace(order, owner=case.row.owner if with_owner else None, opened_by=opened_by)


def line_for(actor: Actor, line: DeviceLine, owner: OrganisationId | None) -> DeviceLine:
    """Rule 5; `owner` is who answers for the device in the order."""
    own = actor.organisation
    knows = actor.holds(*SEES_ALL) or (own is not None and own in {owner, line.owner, line.custodian})
    return line if knows else line_seen(line)


def owner_of(device: Device) -> OrganisationId | None:
    """Who answers a quote: of a leased device its lessee."""
    return None if device.ownership is None else device.ownership.lessee or device.ownership.owner


def standing_without_prices(now: Standing) -> Standing:
    """Rule 2."""
    return replace(now, quotes=(), declined=(), approval=None)
