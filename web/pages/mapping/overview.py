"""From the counts of an owner's devices to its overview, and to files of the same counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from urllib.parse import urlencode

from dpp.domain.actor import OrganisationId
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.holdings import ON_THE_WAY, Standing, StepCount
from lifecycle.domain.monitoring.steps import NOT_REUSED, REUSED, Step
from lifecycle.domain.requests.request import RequestState
from lifecycle.domain.vocabulary import Route
from lifecycle.service.holding_ports import HoldingFilter, YearCount
from lifecycle.service.holdings import HoldingView
from lifecycle.service.marketplace_views import ReservationView
from lifecycle.service.ports import DeviceLine
from lifecycle.service.requests import RequestLine
from lifecycle.service.today import Waits
from web.pages.contexts.frame import FormState, Link
from web.pages.contexts.overview import (
    CountLine,
    OverviewPage,
    OwnDevice,
    OwnDevicesPage,
    SurplusLine,
    WhereLine,
    YearLine,
)
from web.pages.contexts.requests import RequestRow
from web.pages.mapping.heads import row_of
from web.pages.mapping.requests import request_row
from web.pages.mapping.today import waiting_line
from web.pages.mapping.worklists import CAUSES
from web.pages.reading import ZONE

OVERVIEW = "/overview"
_NOBODY = message("nobody is known")
_NO_PLACE = message("no place is known")
_OPEN = frozenset({RequestState.DRAFT, RequestState.OPEN, RequestState.PARTLY_MET, RequestState.EXPIRED})
_TOLD_APART = frozenset({"identity", "hazard", "hold", "lock"})
"""What holds a device up that its owner can know of; that media wait for erasure is a step of the way."""

_TOLD: Mapping[str, Message] = MappingProxyType(
    {
        "redeployed": message("{count} redeployed within the State"),
        "donated": message("{count} donated"),
        "sold": message("{count} sold"),
        "sent_to_recycler": message("{count} sent to a recycler"),
        "returned_to_lessor": message("{count} returned to the lessor"),
        "exchanged_under_warranty": message("{count} exchanged under warranty"),
        "traded_in": message("{count} traded in"),
    }
)
"""How a passage ended; the count is filled in."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address of a list asks; None asks for nothing, an empty place for what has none."""

    step: Standing | None = None
    custodian: str | None = None
    place: str | None = None
    blocked: str | None = None
    days: int | None = None
    after: str | None = None

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value is not None})

    def filter(self, owner: OrganisationId, limit: int) -> HoldingFilter:
        return HoldingFilter(
            owner=owner,
            standing=self.step,
            custodian=None if self.custodian is None else OrganisationId(self.custodian),
            place=self.place,
            blocked=self.blocked,
            after=None if self.after is None else DeviceKey(self.after),
            limit=limit,
        )


def devices_at(**asked: object) -> str:
    """The list of devices behind a count."""
    return f"{OVERVIEW}/devices?{urlencode({name: value for name, value in asked.items() if value is not None})}"


@dataclass(frozen=True)
class Beside:
    """What other services say, for the same page."""

    waits: Iterable[Waits]
    requests: Iterable[RequestLine]
    reservations: Iterable[ReservationView]
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()


def overview_page(view: HoldingView, beside: Beside, form: FormState) -> OverviewPage:
    ends = [each.until for each in beside.reservations]
    return OverviewPage(
        count=view.count,
        today=beside.today,
        waits=tuple(waiting_line(each, beside.now) for each in beside.waits),
        needs=tuple(_needs(view)),
        surplus=tuple(_surplus(step, beside.today) for step in view.surplus),
        surplus_count=sum(step.count for step in view.surplus),
        requests=_open_requests(beside.requests),
        reserved=len(ends),
        first_end=min(ends, default=None),
        steps=tuple(line for step in view.steps for line in _steps(step, view.names)),
        places=tuple(_places(view)),
        more_places=view.more_places,
        years=tuple(_years(view.years)),
        form=form,
        query=urlencode({"days": view.days}),
    )


def own_devices_page(
    lines: Iterable[DeviceLine], names: Mapping[OrganisationId, str], asked: Asked, last: str | None
) -> OwnDevicesPage:
    """`last` is where the next page begins; None on the last."""
    return OwnDevicesPage(
        lines=tuple(
            OwnDevice(row_of(line), _name(line.custodian, names), line.updated_at.astimezone(ZONE).date())
            for line in lines
        ),
        what=tuple(_in_common(asked, names)),
        file=f"{OVERVIEW}/devices.csv?{replace(asked, after=None).query}",
        more="" if last is None else f"{OVERVIEW}/devices?{replace(asked, after=last).query}",
    )


def _needs(view: HoldingView) -> Iterator[CountLine]:
    """What stands out of the devices themselves; nothing that is 0."""
    found = (
        (message("Reported missing"), view.needs.missing, devices_at(step=Standing.MISSING)),
        (
            message("Nothing was recorded for {days} days or more", days=view.days),
            view.needs.still,
            devices_at(days=view.days),
        ),
        *((CAUSES[word], view.needs.blocked.get(word, 0), devices_at(blocked=word)) for word in sorted(_TOLD_APART)),
    )
    yield from (CountLine(what, count, address) for what, count, address in found if count)


def _surplus(step: StepCount, today: date) -> SurplusLine:
    since = step.since.astimezone(ZONE).date()
    return SurplusLine(
        step=step.standing,
        count=step.count,
        since=since,
        days=max(0, (today - since).days),
        still=step.still,
        routes=tuple((Route(route), count) for route, count in step.routes.items()),
        address=devices_at(step=step.standing),
    )


def _open_requests(lines: Iterable[RequestLine]) -> tuple[RequestRow, ...]:
    """Drafts too, and what was not met in time; the first deadline first."""
    rows = [request_row(line, {}) for line in lines if line.state in _OPEN]
    return tuple(sorted(rows, key=lambda row: row.deadline))


def _steps(step: StepCount, names: Mapping[OrganisationId, str]) -> Iterator[WhereLine]:
    for custodian, count in step.custodians.items():
        address = devices_at(step=step.standing, custodian="" if custodian is None else custodian)
        yield WhereLine(_name(custodian, names) or _NOBODY, step.standing, count, address)


def _places(view: HoldingView) -> Iterator[WhereLine]:
    for each in view.places:
        address = devices_at(custodian=each.custodian or "", place=each.place or "")
        yield WhereLine(_name(each.custodian, view.names) or _NOBODY, each.place or _NO_PLACE, each.count, address)


def _years(counts: Iterable[YearCount]) -> Iterator[YearLine]:
    years: dict[int, dict[str, int]] = {}
    for each in counts:
        counted = years.setdefault(each.year, {})
        name = each.outcome or each.step
        counted[name] = counted.get(name, 0) + each.count
    for year in sorted(years, reverse=True):
        yield _year(year, years[year])


def _year(year: int, counts: Mapping[str, int]) -> YearLine:
    days = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    behind = (
        (message("Those declared surplus"), Step.SURPLUS, counts.get(Step.SURPLUS.value, 0)),
        (message("Those handed over"), Step.HANDED_OVER, sum(counts.get(each, 0) for each in (*REUSED, *NOT_REUSED))),
    )
    return YearLine(
        year=year,
        declared=counts.get(Step.SURPLUS.value, 0),
        reused=sum(counts.get(each, 0) for each in REUSED),
        ended=sum(counts.get(each, 0) for each in NOT_REUSED),
        how_reused=tuple(_told(REUSED, counts)),
        how_ended=tuple(_told(NOT_REUSED, counts)),
        links=tuple(
            Link(text, f"/monitoring/devices?{urlencode({'step': step.value, **days})}")
            for text, step, count in behind
            if count
        ),
    )


def _told(outcomes: Iterable[str], counts: Mapping[str, int]) -> Iterator[Message]:
    found = ((outcome, counts.get(outcome, 0)) for outcome in outcomes)
    yield from (Message(_TOLD[outcome].template, {"count": count}) for outcome, count in found if count)


def _in_common(asked: Asked, names: Mapping[OrganisationId, str]) -> Iterator[Message | Standing | str]:
    if asked.step is not None:
        yield asked.step
    if asked.days is not None:
        yield message("Nothing was recorded for {days} days or more", days=asked.days)
    if asked.blocked is not None:
        yield CAUSES.get(asked.blocked, asked.blocked)
    if asked.custodian is not None:
        yield names.get(OrganisationId(asked.custodian), asked.custodian) or _NOBODY
    if asked.place is not None:
        yield asked.place or _NO_PLACE


def _name(organisation: OrganisationId | None, names: Mapping[OrganisationId, str]) -> str | None:
    return None if organisation is None else names.get(organisation, organisation)


COUNT_HEADS = ("counted", "year", "step", "custodian", "place", "route", "outcome", "devices", "since")


def count_rows(view: HoldingView) -> Iterator[tuple[object, ...]]:
    """Every count of the page, a row each: by step, custodian and route, by place, and by year."""
    for step in view.steps:
        since = step.since.date().isoformat()
        yield ("step", "", step.standing, "", "", "", "", step.count, since)
        for custodian, count in step.custodians.items():
            yield ("custodian", "", step.standing, _name(custodian, view.names) or "", "", "", "", count, "")
        for route, count in step.routes.items() if step.standing in ON_THE_WAY else ():
            yield ("route", "", step.standing, "", "", route, "", count, "")
    for place in view.places:
        yield ("place", "", "", _name(place.custodian, view.names) or "", place.place or "", "", "", place.count, "")
    for year in sorted(view.years, key=lambda each: (each.year, each.step, each.outcome or "")):
        yield ("year", year.year, year.step, "", "", "", year.outcome or "", year.count, "")


DEVICE_HEADS = (
    *("brand", "model", "asset_tag", "serial_number", "stage", "data", "custodian", "place", "route", "blocked"),
    *("last_event", "device"),
)


def device_row(line: DeviceLine, names: Mapping[OrganisationId, str]) -> tuple[object, ...]:
    """A device in the file of a list."""
    return (
        *(line.brand or "", line.name or "", line.asset_tag or "", line.serial or "", line.lifecycle, line.data_state),
        *(_name(line.custodian, names) or "", line.place or "", line.route or "", " ".join(line.blocked)),
        *(line.updated_at.isoformat(), line.device_key),
    )
