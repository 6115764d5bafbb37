"""The timeline of a device: its events on an axis of time, with custody as a band under it.

Rules:
1. Every event is there, also what was declared in error; each stands in the chapter of who had the device then.
2. The axis runs from the first event to the last one, in proportion to time; what lies close together is told apart by
   the list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import quote

from dpp.domain.actor import OrganisationId
from dpp.domain.message import message
from lifecycle.domain.events import Event, EventId, RouteProposed, in_order
from lifecycle.domain.past import Span, corrections_of, custody_of, is_late, state_at
from lifecycle.service.epcis_queries import ForeignEvent
from lifecycle.service.views import DeviceView
from web.pages.contexts.frame import FormState, Link
from web.pages.contexts.timeline import Band, Chapter, Entry, Foreign, Point, Tick, TimelinePage
from web.pages.mapping.device import Names, happening_of, open_cases, standing_of
from web.pages.mapping.happenings import CALLED
from web.pages.mapping.heads import address_of, head_of

TICKS = 5
"""Dates under the axis at most."""


@dataclass(frozen=True)
class Shown:
    """What a reader may see besides the device: names, numbers in the log, and what it can do.

    `at` is the moment whose state is asked for.
    """

    names: Names
    numbers: Mapping[int, int]
    may_correct: bool = False
    may_read_decision: bool = False
    may_read_history: bool = False
    at: datetime | None = None
    form: FormState = FormState()  # noqa: RUF009 - frozen
    foreign: tuple[ForeignEvent, ...] = ()
    organisations: Mapping[OrganisationId, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Axis:
    """Between these moments; what happened all at once stands in the middle."""

    first: datetime
    last: datetime

    def place(self, moment: datetime) -> float:
        length = (self.last - self.first).total_seconds()
        if length <= 0:
            return 50.0
        share = (moment - self.first).total_seconds() / length
        return round(100 * min(max(share, 0.0), 1.0), 2)

    def ticks(self) -> Iterator[Tick]:
        """Evenly, each on a day of its own."""
        days = max((self.last.date() - self.first.date()).days, 0)
        count = min(TICKS, days + 1)
        for number in range(count):
            share = 0 if count == 1 else number / (count - 1)
            moment = self.first + (self.last - self.first) * share
            yield Tick(self.place(moment), moment)


def timeline_page(view: DeviceView, shown: Shown) -> TimelinePage:
    """Everything that happened, newest first, and how the device stood at the moment that was asked for."""
    events = tuple(entry.event for entry in view.timeline)
    ordered = in_order(events)
    axis = _Axis(ordered[0].occurred_at, ordered[-1].occurred_at)
    past = view.device if shown.at is None else state_at(events, shown.at)
    wrong = corrections_of(events)
    return TimelinePage(
        head=head_of(view),
        chapters=tuple(_chapters(view, shown, axis, wrong)),
        points=tuple(_point(event, axis, corrected=event.id in wrong) for event in ordered),
        ticks=tuple(axis.ticks()),
        at=shown.at,
        marker=None if shown.at is None else axis.place(shown.at),
        standing=None if past is None else standing_of(replace(view, device=past)),
        cases=tuple(open_cases(view.device)),
        proof=f"/api/v1/devices/{view.device.key}/proof" if shown.may_read_history else None,
        form=shown.form,
        foreign=tuple(_foreign(event, shown.organisations) for event in shown.foreign),
    )


def _foreign(event: ForeignEvent, names: Mapping[OrganisationId, str]) -> Foreign:
    address = f"/epcis/events/{quote(event.event_id, safe='')}"
    by = names.get(event.captured_by, event.captured_by)
    return Foreign(event.biz_step or event.type, event.event_time, event.record_time, by, address)


def _chapters(view: DeviceView, shown: Shown, axis: _Axis, wrong: Mapping[EventId, EventId]) -> Iterator[Chapter]:
    """Newest first. What happened before the first span, and was declared in error, stands in the first."""
    events = tuple(entry.event for entry in view.timeline)
    spans = custody_of(events)
    inside: list[list[Entry]] = [[] for _ in spans]
    by_id = {entry.event.id: (number, entry) for number, entry in enumerate(view.timeline, start=1)}
    for event in in_order(events):
        number, entry = by_id[event.id]
        happening = happening_of(entry, shown.names, corrected=event.id in wrong)
        told = Entry(
            happening=happening,
            late=is_late(event),
            number=shown.numbers.get(number),
            declaration=f"#event-{wrong[event.id]}" if event.id in wrong else None,
            links=tuple(_links(event, shown)),
            correct=_correct(event, wrong) if shown.may_correct else None,
            at=_at(event),
            chosen=shown.at == event.occurred_at,
        )
        inside[_span_of(event, spans)].insert(0, told)
    chapters = [
        Chapter(_band(view, span, axis, number), tuple(entries))
        for number, (span, entries) in enumerate(zip(spans, inside, strict=True), start=1)
    ]
    yield from reversed(chapters)


def _span_of(event: Event, spans: Sequence[Span]) -> int:
    begun = [number for number, span in enumerate(spans) if span.since <= event.occurred_at]
    return begun[-1] if begun else 0


def _band(view: DeviceView, span: Span, axis: _Axis, number: int) -> Band:
    start = axis.place(span.since)
    end = 100.0 if span.until is None else axis.place(span.until)
    custodian = span.custody.custodian
    return Band(
        number=number,
        custodian=view.names.get(custodian, custodian),
        place=span.custody.place,
        since=span.since,
        until=span.until,
        start=start,
        width=round(max(end - start, 0.4), 2),
    )


def _point(event: Event, axis: _Axis, *, corrected: bool) -> Point:
    return Point(
        axis.place(event.occurred_at),
        CALLED[event.kind],
        event.occurred_at,
        _at(event),
        corrected=corrected,
        late=is_late(event),
    )


def _at(event: Event) -> str:
    moment = event.occurred_at.isoformat().replace("+00:00", "Z")
    return f"{address_of(event.device)}/timeline?at={moment}#state"


def _correct(event: Event, wrong: Mapping[EventId, EventId]) -> str | None:
    """A correction is not corrected, and nothing twice."""
    if event.kind == "corrected" or event.id in wrong:
        return None
    return f"{address_of(event.device)}/corrections/new?event={event.id}"


def _links(event: Event, shown: Shown) -> Iterator[Link]:
    it, address = event.happening, address_of(event.device)
    if getattr(it, "evidence", None) or event.kind == "evidence_attached":
        yield Link(message("evidence"), f"{address}#evidence")
    if consignment := getattr(it, "consignment", None):
        yield Link(message("consignment"), f"/consignments/{consignment}")
    if isinstance(it, RouteProposed) and shown.may_read_decision:
        yield Link(message("decision"), f"{address}/decisions/{it.decision}")
    if case := getattr(it, "case", None):
        yield Link(message("case"), f"{address}/cases/{case}")


def end_of(day: datetime) -> datetime:
    """The last moment of the day that begins then."""
    return day + timedelta(days=1) - timedelta(microseconds=1)
