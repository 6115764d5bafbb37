"""Decisions about devices that exist: as machines reported them, and with the footprint that their maker published.

The inspection is written here (F5, C5, charger there), the rest is what the files say.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date

import pytest

from lifecycle.adapters.parsers import FORMATS
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.routing.facts import Fact, Figure
from lifecycle.domain.routing.record import to_plain
from lifecycle.domain.vocabulary import Route
from lifecycle.service.decision_checks import DecisionChecks, Verdict
from tests.support.fake_evidence import ReaderHere
from tests.support.routing_samples import decided, laptop
from tests.support.service_world import GRADED, ICT, World
from tests.support.shared import shared_data


@dataclass(frozen=True)
class Golden:
    """What is decided about a device of this report, in use since `since`."""

    since: date
    route: Route
    why: str
    flips: tuple[str, ...] = ()


WAITS = (
    "This device stays where it is for now: a donation programme waits while this is not known: the battery condition."
)
"""Neither report has the battery; internal reuse is closed already, as Windows 11 does not support the processor."""

GOLDENS = {
    "01_ereuse_workbench-script_dell-latitude-e7240.json": Golden(
        date(2022, 9, 1),
        Route.HOLD,
        WAITS,
    ),
    "03_ereuse_workbench11_hp-probook-650-g1.json": Golden(date(2022, 9, 1), Route.HOLD, WAITS),
    "11_glpi-inventory_computer_1.json": Golden(
        date(2022, 9, 1),
        Route.DONATE,
        "This device goes to a donation programme, because internal reuse asks for Windows 11, and Windows 11 does not "
        "support its processor (Intel(R) Core(TM) i5-6200U CPU @ 2.30GHz, family 6, model 78).",
    ),
}


@pytest.mark.parametrize("name", GOLDENS)
def test_a_real_laptop_is_decided_as_before_and_again(name: str) -> None:
    """Route, reason and what would change it; made again from what is stored it is the same."""
    content = shared_data(f"snapshots/{name}").read_bytes()
    _, reading = read_evidence(content, formats=FORMATS)
    serial = next(claim.value for claim in reading.claims if claim.kind is ClaimKind.SERIAL)
    world, golden = World(reader=ReaderHere(FORMATS)), GOLDENS[name]
    key = world.collected_laptop(serial=serial, asset_tag=None, in_use_since=golden.since)
    world.attach(key, content)
    world.record(ICT, key, GRADED)
    decision = world.use.routing.propose(ICT, key).decision
    assert (decision.route, str(decision.why)) == (golden.route, golden.why)
    assert tuple(str(flip.what) for flip in decision.flips) == golden.flips
    [checked] = DecisionChecks(world.storage, world.use.routing.policies).of_device(key)
    assert checked.verdict is Verdict.SAME


def test_the_footprint_that_a_maker_published_stands_beside_each_destination() -> None:
    """An XPS 13 9310: what reuse avoids is its production, with the range that the maker gives."""
    with shared_data("footprint/boavizta-data-us.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["name"] == "XPS 13 9310")
    made = float(row["gwp_total"]) * float(row["gwp_manufacturing_ratio"])
    spread = made * float(row["gwp_error_ratio"])
    avoided = Figure(round(made), round(made - spread), round(made + spread), "kg CO2e")
    facts = replace(
        laptop(battery_health=61.0, mass_kg=float(row["weight"])),
        kg_co2e=Fact({Route.REDEPLOY: avoided, Route.DONATE: avoided}, row["sources"]),
    )
    decision = decided(facts)
    shown = {it.route: it.figures.get("kg_co2e") for it in decision.alternatives}
    assert (decision.route, shown[Route.DONATE], shown[Route.RECYCLE]) == (Route.DONATE, avoided, None)
    assert (avoided.value, avoided.unit) == (262, "kg CO2e")
    kept = to_plain(decision)["facts"]
    assert kept["kg_co2e"]["value"]["donate"]["value"] == avoided.value
    assert (kept["mass_kg"]["value"], kept["kg_co2e"]["source"]) == (1.31, row["sources"])
