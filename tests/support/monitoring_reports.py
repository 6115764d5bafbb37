"""A report of monitoring as it is made of what a store counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import PassportId
from lifecycle.domain.monitoring.balance import balance_table
from lifecycle.domain.monitoring.counted import Approved, Decided, Deliveries, Ended, Held, Passed
from lifecycle.domain.monitoring.durations import steps_table
from lifecycle.domain.monitoring.figures import (
    blocked_table,
    decided_tables,
    donation_table,
    ended_tables,
    loops_table,
    overrides_table,
    stock_table,
)
from lifecycle.domain.monitoring.holdings import grades_table
from lifecycle.domain.monitoring.impact import impact_tables
from lifecycle.domain.monitoring.over_time import over_time_table
from lifecycle.domain.monitoring.steps import Step
from lifecycle.domain.monitoring.tables import Coverage, Report
from lifecycle.domain.routing.facts import Figure

BZK, OCW = OrganisationId("bzk"), OrganisationId("ocw")
DELL = PassportId("dell")
MASS = Figure.exact(1.5, "kg")
AVOIDED = Figure(30, 20, 40, "kg CO2e per year")
COBALT = Figure(8, 5, 12, "g")


def ended(outcome: str, count: int, *, model: PassportId | None = DELL, again: bool = False) -> Ended:
    return Ended(outcome, BZK, "laptop", model, again, count)


def decided(owner: OrganisationId, route: str, count: int, *, ground: str | None = None) -> Decided:
    return Decided(owner, route, ground or "data.media", ground is not None, count)


def passages(outcome: str | None, count: int, *, before: bool = False, taken_in: bool = True) -> Passed:
    return Passed(before=before, again=False, taken_in=taken_in, decided=True, outcome=outcome, count=count)


def account(them: Sequence[Ended], under_way: int) -> list[Passed]:
    """The passages that ended so, and some that are under way."""
    return [*(passages(each.outcome, each.count) for each in them), passages(None, under_way, taken_in=False)]


_HOURS = {Step.RECEIVED: {24: 3, 48: 6, 240: 1}, Step.DECIDED: {5: 4}}


@dataclass(frozen=True)
class Counted:
    """What a store counted; by default what ended, 49 under way, and 49 in stock."""

    ended: Sequence[Ended]
    decided: Sequence[Decided]
    passed: Sequence[Passed] = ()
    approved: Sequence[Approved] = ()
    held: Sequence[Held] = (Held(BZK, "Hal 1", "F5", 40), Held(OCW, "Hal 2", None, 9))
    hours: Mapping[Step, Mapping[int, int]] = field(default_factory=lambda: _HOURS)


def report(them: list[Ended], approvals: list[Decided], passed: Sequence[Passed] = ()) -> Report:
    return made_of(Counted(them, approvals, passed))


def made_of(counted: Counted) -> Report:
    """The report of 2026."""
    them, approvals = counted.ended, counted.decided
    months = counted.approved or [Approved("2026-05", each.route, each.count) for each in approvals]
    tables = (
        *ended_tables(them, lambda _: MASS),
        *impact_tables(them, lambda _: MASS, lambda _: AVOIDED, lambda _: {"Cobalt": COBALT}),
        balance_table(counted.passed or account(them, 49)),
        over_time_table(months),
        *decided_tables(approvals),
        overrides_table([("donate", "sell", "ground:trial")]),
        steps_table(counted.hours),
        loops_table(7, them),
        donation_table(Deliveries(2, 30)),
        stock_table({"inspected": 40, "sanitised": 9}),
        grades_table(counted.held),
        blocked_table({"lock": 12}, {"wipe": 3, "offer": 5}),
    )
    return Report(date(2026, 1, 1), date(2026, 12, 31), date(2026, 5, 4), tables, coverage=Coverage(2, 3))


FULL = report(
    [
        ended("redeployed", 30),
        ended("donated", 10, again=True),
        ended("sold", 3, model=None),
        ended("sent_to_recycler", 17),
    ],
    [decided(BZK, "donate", 20), decided(OCW, "sell", 2, ground="trial")],
)

NAMES = {BZK: "Ministerie van Binnenlandse Zaken", OCW: "Ministerie van Onderwijs, Cultuur en Wetenschap"}
EARLIER = report(
    [ended("redeployed", 3900), ended("donated", 2100), ended("sold", 1800), ended("sent_to_recycler", 1200)],
    [decided(BZK, "donate", 9100)],
)

_ENDED = {"redeployed": 4120, "donated": 2310, "sold": 1745, "sent_to_recycler": 980, "returned_to_lessor": 615}
_SEASON = (0.6, 0.8, 1.0, 1.1, 0.9, 0.8, 0.5, 0.6, 1.2, 1.5, 1.4, 1.6)
_ROUTES = {"redeploy": 340, "donate": 190, "sell": 145, "parts": 60, "recycle": 80}
_GRADES = {None: 640, "F2": 30, "F3": 210, "F4": 480, "F5": 890, "F6": 120}

BUSY = made_of(
    Counted(
        [ended(outcome, count) for outcome, count in _ENDED.items()],
        [decided(BZK, route, count * 12) for route, count in _ROUTES.items()],
        [
            *(passages(outcome, count * 2 // 3) for outcome, count in _ENDED.items()),
            *(passages(outcome, count - count * 2 // 3, before=True) for outcome, count in _ENDED.items()),
            passages("returned_to_owner", 84, taken_in=False),
            passages(None, 1240),
            replace(passages(None, 2100), decided=False),
            replace(passages(None, 1260, taken_in=False), decided=False),
            replace(passages(None, 37), again=True),
        ],
        [
            Approved(f"2026-{month:02}", route, round(count * season))
            for month, season in enumerate(_SEASON, start=1)
            for route, count in _ROUTES.items()
        ],
        [
            Held(holder, place, grade, count // part)
            for part, (holder, place) in enumerate(((BZK, "Hal 1"), (BZK, "Hal 2"), (OCW, "Magazijn")), start=1)
            for grade, count in _GRADES.items()
        ],
        {
            step: {24 * days: round(2000 / (1 + abs(days - middle))) for days in range(1, 3 * middle)}
            for step, middle in ((Step.RECEIVED, 9), (Step.INSPECTED, 4), (Step.SANITISED, 6), (Step.DECIDED, 21))
        }
        | {Step.HANDED_OVER: {24 * 30: 7, 24 * 44: 5}},
    )
)
