"""A decision is stored as plain JSON, comes back as it was, and is made quickly."""

import json
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dpp.domain.errors import InvalidInput
from dpp.domain.proof import canonical
from lifecycle.domain.routing.decision import decide
from lifecycle.domain.routing.facts import Fact, Figure, RoutingFacts, Since
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.routing.record import from_plain, to_plain
from lifecycle.domain.vocabulary import Hazard, Holding, Lock, Route
from tests.support.routing_samples import ON, battery, decided, default_policy, display, eur, laptop

DEVICES: dict[str, Any] = {
    "internal reuse": laptop(),
    "donation": laptop(battery_health=61.0, repair_options=(battery(38, 35, 45),), market_value=eur(110, 90, 140)),
    "repair": laptop(battery_health=61.0, repair_options=(battery(30),)),
    "locked": laptop(locks=frozenset({Lock.MDM}), tpm=None),
    "leased": laptop(holding=Holding.LESSOR),
    "hazard": laptop(hazards=frozenset({Hazard.SWOLLEN_BATTERY}), repair_options=(battery(),)),
    "waiting": laptop(functional_grade=None),
    "display": display(kg_co2e={Route.DONATE: Figure(100, 60, 140, "kg CO2e")}),
}


@pytest.mark.parametrize("name", DEVICES)
def test_a_stored_decision_comes_back_as_it_was(name: str) -> None:
    decision = decided(DEVICES[name])
    stored = json.dumps(to_plain(decision))
    assert from_plain(json.loads(stored)) == decision
    assert canonical(to_plain(from_plain(json.loads(stored)))) == canonical(to_plain(decision))


def test_the_plain_form_says_its_sentences_and_keeps_what_a_translation_needs() -> None:
    said = to_plain(decided(DEVICES["donation"]))["why"]
    assert said["text"].startswith(
        "This device goes to a donation programme, because internal reuse asks for a battery"
    )
    assert said["template"] == "This device goes to a donation programme, because {reason}."
    assert said["values"]["reason"]["values"]["found"] == 61


@pytest.mark.parametrize("content", [{}, {"format": 2}, {"format": 1}, {"format": 1, "route": "moon"}])
def test_what_is_no_decision_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        from_plain(content)


def test_the_hash_covers_the_facts_their_source_the_policy_and_the_day() -> None:
    first = decided(laptop()).inputs_hash
    others = {
        decided(laptop(battery_health=85.0)).inputs_hash,
        decided(replace(laptop(), battery_health=Fact(86.0, "self-report"))).inputs_hash,
        decide(laptop(), default_policy(), on=date(2026, 11, 21)).inputs_hash,
    }
    assert len(others | {first}) == 4
    assert len(first) == 64


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_cannot_be_written_down(value: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        plain(value)


def test_what_has_no_plain_form_is_a_fault_of_the_program() -> None:
    with pytest.raises(TypeError, match="object has no plain form"):
        plain(object())


def test_a_thousand_devices_are_decided_in_seconds() -> None:
    """The aim is 2 s on a quiet core; the bound leaves room for a busy machine.

    The best of ten batches of a hundred counts, so that somebody else's work on the machine does not.
    """
    batch = [replace(DEVICES[name], in_use_since=Fact(AGED, "firmware date")) for name in DEVICES]
    devices = [batch[number % len(batch)] for number in range(100)]
    assert min(_seconds(devices) for _ in range(10)) * 10 < 6


AGED = Since(date(2022, 10, 1), date(2021, 6, 1), date(2023, 6, 1))


def _seconds(devices: list[RoutingFacts]) -> float:
    started = time.process_time()
    for facts in devices:
        decide(facts, default_policy(), on=ON)
    return time.process_time() - started
