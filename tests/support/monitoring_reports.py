"""A report of monitoring as it is made of what a store counted."""

from datetime import date

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import PassportId
from lifecycle.domain.monitoring.counted import Decided, Deliveries, Ended
from lifecycle.domain.monitoring.figures import (
    Report,
    blocked_table,
    decided_tables,
    donation_table,
    ended_tables,
    loops_table,
    overrides_table,
    steps_table,
    stock_table,
)
from lifecycle.domain.monitoring.steps import Step
from lifecycle.domain.routing.facts import Figure

BZK, OCW = OrganisationId("bzk"), OrganisationId("ocw")
DELL = PassportId("dell")
MASS = Figure.exact(1.5, "kg")
AVOIDED = Figure(30, 20, 40, "kg CO2e per year")


def ended(outcome: str, count: int, *, model: PassportId | None = DELL, again: bool = False) -> Ended:
    return Ended(outcome, BZK, "laptop", model, again, count)


def decided(owner: OrganisationId, route: str, count: int, *, ground: str | None = None) -> Decided:
    return Decided(owner, route, ground or "data.media", ground is not None, count)


def report(them: list[Ended], approvals: list[Decided]) -> Report:
    tables = (
        *ended_tables(them, lambda _: MASS, lambda _: AVOIDED),
        *decided_tables(approvals),
        overrides_table([("donate", "sell", "ground:trial")]),
        steps_table({Step.RECEIVED: {24: 3, 48: 6, 240: 1}, Step.DECIDED: {5: 4}}),
        loops_table(7, them),
        donation_table(Deliveries(2, 30)),
        stock_table({"inspected": 40, "sanitised": 9}),
        blocked_table({"lock": 12}, {"wipe": 3, "offer": 5}),
    )
    return Report(date(2026, 1, 1), date(2026, 12, 31), date(2026, 5, 4), tables)


FULL = report(
    [
        ended("redeployed", 30),
        ended("donated", 10, again=True),
        ended("sold", 3, model=None),
        ended("sent_to_recycler", 17),
    ],
    [decided(BZK, "donate", 20), decided(OCW, "sell", 2, ground="trial")],
)
