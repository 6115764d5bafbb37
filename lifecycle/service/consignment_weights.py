"""A recycler reports what it weighed; the sender answers what differs from what was sent.

Rules:
1. The rules of a report are those of `lifecycle.domain.consignment.weights`. Only the receiver of a consignment on the
   route of recycling reports, about what it received.
2. A report of what was received makes each device waste (`sent_to_recycler`), under the EN 50625 conformity of the day
   of the weighing; one of what was treated makes it recycled (`recycled`), in kilograms each time.
3. A unit, or the whole, is reported once in each stage; the whole after some of its units is the rest.
4. The report, its events and the difference that it shows are one transaction. The same report sent again is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import (
    Consignment,
    LineState,
    LoadAnswer,
    LoadDifference,
    LoadDifferenceId,
    LoadDifferenceKind,
    LoadUnitId,
    Side,
    WeightLine,
    WeightReport,
    WeightReportId,
    WeightStage,
    Yield,
    unit_of,
    within,
)
from lifecycle.domain.consignment.weights import Share, answered_load, checked_report, shares, weight_difference
from lifecycle.domain.credentials import Held, Party, check, required, valid_for
from lifecycle.domain.events import ConsignmentId, Recycled, SentToRecycler, TransactionId
from lifecycle.domain.vocabulary import Lifecycle, Route, Waste
from lifecycle.domain.waste import CATEGORY, known_code
from lifecycle.service.consignment_desk import ConsignmentDesk, check_side
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.ports import LifecycleWork
from lifecycle.service.recording import Draft, state_of


@dataclass(frozen=True, kw_only=True)
class NewWeights:
    """What a recycler reports. `report_id` makes a retry safe; `unit` None is the whole consignment."""

    stage: WeightStage
    lines: tuple[WeightLine, ...]
    yields: tuple[Yield, ...] = ()
    unit: LoadUnitId | None = None
    weighed_at: datetime | None = None
    report_id: WeightReportId | None = None


@dataclass(frozen=True)
class Weights(ConsignmentDesk):
    """Each method is one transaction and checks its actor first."""

    def report(self, actor: Actor, consignment: ConsignmentId, said: NewWeights) -> ConsignmentView:
        with self.storage.writing() as work:
            offer = self.held(work, actor, "report_weights", consignment)
            check_side(actor, offer, Side.RECEIVER)
            report = self._report(actor, offer, said)
            known = None if said.report_id is None else work.loads.report(said.report_id)
            if known is not None:
                _check_same(known, report)
                return self.view(work, offer)
            self._check(work, offer, report)
            self._record(work, actor, offer, report)
            work.loads.add_report(report)
            self._compare(work, offer, report)
            work.commit()
            return self.view(work, offer)

    def answer(
        self, actor: Actor, consignment: ConsignmentId, difference: LoadDifferenceId, text: str
    ) -> ConsignmentView:
        """The sender explains what differs, once."""
        with self.storage.writing() as work:
            offer = self.held(work, actor, "answer_sent_difference", consignment)
            check_side(actor, offer, Side.SENDER)
            item = next((each for each in work.loads.differences(consignment) if each.id == difference), None)
            if item is None:
                raise NotFound(message("There is no difference '{id}' in this consignment.", id=difference[:40]))
            given = LoadAnswer(text.strip(), actor.account, actor.organisation, self.recorder.clock())
            work.loads.put_difference(answered_load(item, given))
            work.commit()
            return self.view(work, offer)

    def _report(self, actor: Actor, offer: Consignment, said: NewWeights) -> WeightReport:
        now = self.recorder.clock()
        lines = tuple(replace(line, ewc=known_code(line.ewc) or line.ewc.strip()) for line in said.lines)
        return checked_report(
            WeightReport(
                id=said.report_id or WeightReportId(self.recorder.new_id()),
                consignment=offer.id,
                stage=said.stage,
                lines=lines,
                weighed_at=(said.weighed_at or now).astimezone(UTC),
                recorded_at=now,
                by=actor.account,
                organisation=offer.receiver,
                unit=said.unit,
                yields=said.yields,
            )
        )

    def _check(self, work: LifecycleWork, offer: Consignment, report: WeightReport) -> None:
        """Rules 1 to 3, as far as they are about the whole report."""
        if offer.terms.route is not Route.RECYCLE:
            raise Refused(
                "waste-and-kilograms",
                message("Consignment {id} did not go to a recycler.", id=offer.id),
                remedy=message("Only what was handed over for recycling is weighed as waste."),
            )
        if report.unit is not None:
            unit_of(offer.units, report.unit)
        if not any(line.state is LineState.RECEIVED for line in offer.lines) and not offer.goods:
            raise Refused(
                "handed-over-first",
                message("Nothing of this consignment was received yet."),
                remedy=message("Receive it first, then report its weights."),
            )
        if report.weighed_at > report.recorded_at:
            what = message("It was not weighed in the future.")
            raise InvalidInput(what, (Problem("$.weighed_at", what),))
        earlier = work.loads.reports(offer.id)
        if any((each.stage, each.unit) == (report.stage, report.unit) for each in earlier):
            raise Conflict(
                message("This was weighed already in this stage."),
                remedy=message("Read what was reported; a wrong event of a device is declared in error."),
            )

    def _record(self, work: LifecycleWork, actor: Actor, offer: Consignment, report: WeightReport) -> None:
        act = TransactionId(self.recorder.new_id())
        for key, share in sorted(self._shares(work, offer, report).items()):
            happening = self._event(offer, report, share)
            draft = Draft(happening, occurred_at=report.weighed_at, transaction=act)
            self.record_one(work, replace(actor, organisation=offer.receiver), key, [draft])

    def _shares(self, work: LifecycleWork, offer: Consignment, report: WeightReport) -> Mapping[DeviceKey, Share]:
        """Of the devices that were received in this unit, those that this stage still waits for."""
        inside = None if report.unit is None else within(offer.units, report.unit)
        lines = {
            line.device: line
            for line in offer.lines
            if line.state is LineState.RECEIVED and (inside is None or line.packed_in in inside)
        }
        wanted = {key: line for key, line in lines.items() if self._waits(work, key, report.stage)}
        conditions = {key: line.condition for key, line in wanted.items()}
        categories = {
            key: None if condition is None or condition.group is None else CATEGORY.get(condition.group)
            for key, condition in conditions.items()
        }
        masses = {key: None if condition is None else condition.mass for key, condition in conditions.items()}
        return shares(report, categories, masses)

    @staticmethod
    def _waits(work: LifecycleWork, key: DeviceKey, stage: WeightStage) -> bool:
        device = state_of(work, key)
        if stage is WeightStage.RECEIVED:
            return device.waste is not Waste.WASTE and device.stage is not Lifecycle.RECYCLED
        return device.waste is Waste.WASTE

    def _event(self, offer: Consignment, report: WeightReport, share: Share) -> SentToRecycler | Recycled:
        if report.stage is WeightStage.TREATED:
            return Recycled(kilograms=share.kilograms, weee_category=share.weee_category, ewc=share.ewc)
        conformity = self._conformity(offer, report.weighed_at.date())
        return SentToRecycler(
            receiver=offer.receiver,
            conformity=conformity.number,
            conformity_until=conformity.last_day,
            weee_category=share.weee_category,
            ewc=share.ewc,
            kilograms=share.kilograms,
        )

    def _conformity(self, offer: Consignment, day: date) -> Held:
        asked = required(offer.terms.destination, Party.RECEIVER)
        held = self.organisations.credentials(offer.receiver)
        check(self.organisations.names([offer.receiver])[offer.receiver], asked, held, day)
        found = valid_for(asked[0], held, day)
        assert found is not None  # checked on the line above
        return found

    def _compare(self, work: LifecycleWork, offer: Consignment, report: WeightReport) -> None:
        """Rule 4: what the gate weighed against what was sent, of this unit or of the whole."""
        if report.stage is WeightStage.TREATED:
            return
        load = self.view(work, offer).load
        sent = load.total if report.unit is None else load.masses[report.unit]
        found = report.kilograms
        if report.unit is None:
            earlier = (each.kilograms for each in load.reports if each.stage is report.stage and each.id != report.id)
            found += sum(earlier, Decimal(0))
        if weight_difference(sent, found) is not None:
            work.loads.put_difference(
                LoadDifference(
                    id=LoadDifferenceId(self.recorder.new_id()),
                    consignment=offer.id,
                    kind=LoadDifferenceKind.WEIGHT,
                    sent=sent.kilograms,
                    found=found,
                    measure="kg",
                    found_at=report.recorded_at,
                    found_by=report.by,
                    unit=report.unit,
                )
            )


def _check_same(known: WeightReport, new: WeightReport) -> None:
    told = replace(new, recorded_at=known.recorded_at, by=known.by)
    if told.weighed_at == new.recorded_at:
        told = replace(told, weighed_at=known.weighed_at)
    if told != known:
        raise Conflict(
            message("Report id {id} is taken by another report.", id=known.id),
            remedy=message("Give each report an id of its own; send a retry unchanged."),
        )
