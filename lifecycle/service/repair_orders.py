"""Repair orders: opened with a complaint, diagnosed, worked on, tested, ended.

Rules:
1. Who may repair a device opens an order of it; the same organisation has one order of a device at a time.
2. What is done to the device (parts out and in, the outcome) is an event of the device, in the same transaction, with
   the id of the order: the passport is never touched otherwise.
3. A part that was kept for this repair leaves the stock in that transaction.
4. An order on a device with a warranty on an earlier repair names the order of that repair.
5. Tests with grades are an inspection of the device too: the record of tests that goes with it is made of that.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.device import Device
from lifecycle.domain.events import ComponentInstalled, Happening, TransactionId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repair_orders import (
    Cancelled,
    Diagnosed,
    EntryId,
    Finished,
    PartIn,
    RepairOrder,
    RepairOrderId,
    Said,
    Standing,
    Tested,
    Worked,
    admit,
    check_new,
    standing,
)
from lifecycle.domain.repair_orders.happenings import ended, inspections, installed, removed
from lifecycle.domain.repair_orders.warranty import months_after, under_warranty
from lifecycle.domain.spares.stock import PartReservationId
from lifecycle.service.ports import LifecycleReads, LifecycleWork
from lifecycle.service.recording import Draft, state_of
from lifecycle.service.relations import relations_to
from lifecycle.service.repair_desk import SEES_ALL, Case, RepairDesk, line_for, owner_of
from lifecycle.service.repair_entries import NewDiagnosis, NewEnd, NewTests, NewWork
from lifecycle.service.repair_order_ports import OrderFilter, OrderRow, Stage
from lifecycle.service.repair_order_views import OrderLine, OrderList, OrderView
from lifecycle.service.repair_parts import TakeParts

PARTIES = frozenset({Relation.OWNER, Relation.REPAIRER})


@dataclass(frozen=True)
class RepairOrders:
    """Each method is one transaction and checks its actor first."""

    desk: RepairDesk
    stock: TakeParts | None = field(default=None)

    def open(self, actor: Actor, key: DeviceKey, complaint: str, order_id: RepairOrderId | None = None) -> OrderView:
        """A new order of this device. A retry with the same id opens one; Conflict where it is taken."""
        check_new(complaint)
        recorder = self.desk.recorder
        with self.desk.storage.writing() as work:
            work.devices.hold(key)
            device = state_of(work, key)
            PERMISSIONS.check("open_repair_order", actor, relations_to(work, actor, device, recorder.clock()))
            assert actor.organisation is not None  # a relation to a device is that of an organisation
            known = None if order_id is None else work.repair_orders.get(order_id)
            if known is None:
                known = self._new(work, actor, device, complaint, order_id or RepairOrderId(recorder.new_id()))
                work.repair_orders.put(known)
                work.commit()
            elif (known.order.device, known.order.complaint) != (key, complaint.strip()):
                raise Conflict(message("That id is taken by another repair order."))
            (view,) = self.desk.views(work, actor, [known])
            return view

    def read(self, actor: Actor, order: RepairOrderId) -> OrderView:
        """An order, as far as the actor may see it."""
        with self.desk.storage.reading() as reads:
            return self.desk.view(reads, actor, self.desk.case(reads, actor, order, "read_repair_order"))

    def of_device(self, actor: Actor, key: DeviceKey) -> tuple[OrderView, ...]:
        """Every order of a device, newest first, also those of others; for whoever may read orders of it."""
        with self.desk.storage.reading() as reads:
            device = state_of(reads, key)
            relations = relations_to(reads, actor, device, self.desk.recorder.clock())
            rows = reads.repair_orders.of_device(key)
            if any(row.order.repairer == actor.organisation for row in rows):
                relations |= {Relation.REPAIRER}
            if not PERMISSIONS.allows("read_repair_order", actor, relations):
                return ()
            return self.desk.views(reads, actor, rows)

    def find(self, actor: Actor, stage: Stage | None = None, *, disputed: bool = False, limit: int = 100) -> OrderList:
        """The orders that the actor's organisation repairs or owns the device of; all of them for who sees all."""
        PERMISSIONS.check("read_repair_order", actor, PARTIES)
        party = None if actor.holds(*SEES_ALL) else actor.organisation
        with self.desk.storage.reading() as reads:
            rows = reads.repair_orders.found(OrderFilter(party=party, stage=stage, disputed=disputed, limit=limit))
            counts, of_disputes = reads.repair_orders.counts(party)
            return OrderList(tuple(self._lines(reads, actor, rows)), counts, of_disputes)

    def waiting(self, actor: Actor) -> int:
        """How many quotes wait for an answer of the actor's organisation."""
        owner = actor.organisation
        if owner is None or not PERMISSIONS.allows("approve_repair", actor, frozenset({Relation.OWNER})):
            return 0
        with self.desk.storage.reading() as reads:
            return reads.repair_orders.waiting(owner)

    def diagnose(self, actor: Actor, order: RepairOrderId, new: NewDiagnosis) -> OrderView:
        """Say what does not work; a newer diagnosis stands beside the older."""
        codes = tuple(code.strip() for code in new.codes)
        what = Diagnosed(
            faults=tuple(dict.fromkeys(new.faults)), findings=new.findings, codes=codes, evidence=new.evidence
        )
        return self._said(actor, order, what, new.id)

    def work(self, actor: Actor, order: RepairOrderId, new: NewWork) -> OrderView:
        """Record parts and minutes. Refused `repair-approval` with what is missing, before the owner agreed."""
        what = Worked(parts_out=new.parts_out, parts_in=new.parts_in, minutes=new.minutes)
        return self._said(actor, order, what, new.id)

    def test(self, actor: Actor, order: RepairOrderId, new: NewTests) -> OrderView:
        """Record how the tests went after the work."""
        graded = inspections(new.tests, new.functional, new.cosmetic)
        return self._said(actor, order, Tested(tests=new.tests), new.id, graded)

    def finish(self, actor: Actor, order: RepairOrderId, new: NewEnd) -> OrderView:
        """It is repaired, with its warranty; or not, with what stood in the way."""
        today = self.desk.recorder.clock().date()
        until = months_after(today, new.warranty_months) if 0 < new.warranty_months <= 120 else None
        what = Finished(
            barrier=new.barrier, warranty_months=new.warranty_months, warranty_until=until, covers=new.covers
        )
        return self._said(actor, order, what, new.id)

    def cancel(self, actor: Actor, order: RepairOrderId, reason: str, entry_id: EntryId | None = None) -> OrderView:
        """End it without a repair: by who repairs, or by who owns the device."""
        with self.desk.storage.reading() as reads:
            seen = self.desk.case(reads, actor, order, "read_repair_order")
        repairs = seen.order.repairer == actor.organisation
        with self.desk.storage.writing() as work:
            case = self.desk.held(work, actor, order, "work_on_repair_order" if repairs else "approve_repair")
            what = Cancelled(reason=reason)
            if not self.desk.repeats(case, what, entry_id):
                case = self.desk.say(work, actor, case, what, entry_id)
                work.commit()
            return self.desk.view(work, actor, case)

    def _said(
        self,
        actor: Actor,
        order: RepairOrderId,
        what: Said,
        entry_id: EntryId | None,
        more: tuple[Happening, ...] = (),
    ) -> OrderView:
        """Rules 2 and 3: what is said, and the events of the device that come with it."""
        with self.desk.storage.writing() as work:
            case = self.desk.working(work, actor, order)
            if not self.desk.repeats(case, what, entry_id):
                admit(case.now, what, case.asking)
                happenings = (*more, *self._happenings(work, actor, case, what))
                act = TransactionId(self.desk.recorder.new_id())
                drafts = [Draft(each, transaction=act) for each in happenings]
                if drafts:
                    self.desk.recorder.record(work, actor, case.order.device, drafts)
                    case = replace(case, device=state_of(work, case.order.device))
                case = self.desk.say(work, actor, case, what, entry_id, act if drafts else None)
                work.commit()
            return self.desk.view(work, actor, case)

    def _happenings(self, work: LifecycleWork, actor: Actor, case: Case, what: Said) -> Iterator[Happening]:
        match what:
            case Worked() as it:
                yield from (removed(part, case.order) for part in it.parts_out)
                for part in it.parts_in:
                    yield self._installed(work, actor, part, case.order)
            case Finished() as it:
                yield ended(case.order, case.now, it)

    def _installed(self, work: LifecycleWork, actor: Actor, part: PartIn, order: RepairOrder) -> ComponentInstalled:
        if part.reservation is not None:
            if self.stock is None:
                raise Conflict(message("No stock of parts is kept here."))
            return self.stock.take_in(work, actor, PartReservationId(part.reservation)).installed(part.serial, order.id)
        return installed(part, order)

    def _new(
        self, work: LifecycleWork, actor: Actor, device: Device, complaint: str, order_id: RepairOrderId
    ) -> OrderRow:
        assert actor.organisation is not None
        mine = [row for row in work.repair_orders.of_device(device.key) if row.order.repairer == actor.organisation]
        if open_one := next((row for row in mine if row.stage is not Stage.DONE), None):
            raise Conflict(
                message("There is an open repair order of this device already."),
                remedy=message("Go on with order {order}.", order=open_one.order.id),
            )
        now, owner = self.desk.recorder.clock(), owner_of(device)
        order = RepairOrder(
            id=order_id,
            device=device.key,
            repairer=actor.organisation,
            owner=owner,
            complaint=complaint.strip(),
            opened_at=now,
            opened_by=actor.account,
            earlier=under_warranty(device, now.date()),
        )
        return OrderRow(order, owner, Stage.OPEN, disputed=False, changed_at=now)

    def _lines(self, reads: LifecycleReads, actor: Actor, rows: tuple[OrderRow, ...]) -> Iterator[OrderLine]:
        entries = reads.repair_orders.entries([row.order.id for row in rows])
        parties = {party for row in rows for party in (row.order.repairer, row.owner) if party is not None}
        names, today = self.desk.organisations.names(parties), self.desk.recorder.clock().date()
        for row in rows:
            line = reads.devices.get(row.order.device)
            now: Standing = standing(entries.get(row.order.id, ()))
            assert line is not None  # an order is of a device that is here
            yield OrderLine(
                order=row.order,
                line=line_for(actor, line, row.owner),
                state=now.state(today),
                repairer=names[row.order.repairer],
                owner=None if row.owner is None else names[row.owner],
                changed_at=row.changed_at,
                valid_until=now.quotes[-1].valid_until if now.quotes else None,
                warranty_until=None if now.finished is None else now.finished.warranty_until,
                disputes=len(now.disputes),
                is_disputed=row.disputed,
            )
