"""What holds of every advice: better for the repair is never worse for the advice, and no fact counts unnamed."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.domain.advice.advice import RANK, Advice
from lifecycle.domain.advice.work import Known
from lifecycle.domain.routing.facts import Figure, Platform, RoutingFacts, Since
from lifecycle.domain.vocabulary import DataState, Hazard, Holding, Lock
from tests.support.advice_samples import advised, ranged
from tests.support.routing_samples import I5_8250U, I7_4600U, fact, laptop, medium, with_facts

holds = settings(max_examples=40)
TESTS = frozenset({"keyboard", "camera", "touchpad", "wireless"})


def rank(advice: Advice) -> int:
    return RANK.index(advice.say)


@st.composite
def amounts(draw: st.DrawFn) -> Figure:
    low, value, high = sorted(draw(st.tuples(*[st.integers(1, 400)] * 3)))
    return Figure(value, low, high, "EUR")


@st.composite
def devices(draw: st.DrawFn) -> RoutingFacts:
    """A laptop, phone or display; how badly it works and the tests that failed do not contradict each other."""
    failed = draw(st.frozensets(st.sampled_from(sorted(TESTS)), max_size=3))
    return laptop(
        category=draw(st.sampled_from(["laptop", "phone", "display"])),
        holding=draw(st.sampled_from([Holding.STATE, Holding.STATE, Holding.RECIPIENT])),
        media=(medium(draw(st.sampled_from([DataState.VERIFIED, DataState.CONTAINS_DATA]))),),
        battery_health=draw(st.one_of(st.none(), st.integers(30, 100).map(float))),
        failed_tests=failed,
        functional_grade=draw(st.integers(1, 4)) if failed else 5,
        cosmetic_grade=draw(st.integers(1, 9)),
        hazards=draw(st.frozensets(st.sampled_from(Hazard), max_size=2)),
        locks=draw(st.frozensets(st.sampled_from([Lock.FIRMWARE_PASSWORD]), max_size=1)),
        market_value=draw(st.one_of(st.none(), amounts(), amounts())),
        in_use_since=Since.exactly(draw(st.dates(date(2015, 1, 1), date(2026, 1, 1)))),
        processor=draw(st.sampled_from([I5_8250U, I7_4600U, None])),
        platform=draw(st.sampled_from([None, Platform.MACOS, Platform.ANDROID])),
        security_support_end=draw(st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2030, 1, 1)))),
    )


@holds
@given(devices(), st.data())
def test_a_cheaper_part_never_makes_the_advice_worse(device: RoutingFacts, data: st.DataObject) -> None:
    dear = data.draw(st.integers(0, 300))
    cheap = data.draw(st.integers(0, dear))
    at = [Known(prices={"battery": ranged(each, each, each)}) for each in (dear, cheap)]
    assert rank(advised(device, known=at[1])) >= rank(advised(device, known=at[0]))


@holds
@given(devices(), st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_longer_security_updates_never_make_the_advice_worse(device: RoutingFacts, end: date, days: int) -> None:
    later = date.fromordinal(end.toordinal() + days)
    short, long = (with_facts(device, security_support_end=each) for each in (end, later))
    assert rank(advised(long)) >= rank(advised(short))


@holds
@given(devices(), st.data())
def test_a_healthier_device_never_gets_worse_advice(device: RoutingFacts, data: st.DataObject) -> None:
    """A better battery, fewer failed tests, fewer hazards, better grades; with no failed test left it works at F5."""
    assert device.failed_tests is not None
    assert device.hazards is not None
    assert device.functional_grade is not None
    assert device.cosmetic_grade is not None
    still = data.draw(st.sampled_from(_no_more(device.failed_tests.value)))
    health = None if device.battery_health is None else data.draw(st.floats(device.battery_health.value, 100))
    healthier = with_facts(
        device,
        battery_health=health,
        failed_tests=still,
        functional_grade=data.draw(st.integers(device.functional_grade.value, 4)) if still else 5,
        cosmetic_grade=data.draw(st.integers(device.cosmetic_grade.value, 9)),
        hazards=data.draw(st.sampled_from([device.hazards.value, frozenset()])),
    )
    assert rank(advised(healthier)) >= rank(advised(device))


def _no_more(tests: frozenset[str]) -> list[frozenset[str]]:
    return [tests, frozenset(), *(tests - {each} for each in sorted(tests))]


@holds
@given(devices())
def test_what_the_advice_does_not_name_does_not_count(device: RoutingFacts) -> None:
    """Without the facts that it does not name, and with other values of them unknown, it says the same."""
    advice = advised(device)
    named = {each.name for each in advice.facts}
    rest: dict[str, Any] = dict.fromkeys(device.known().keys() - named)
    again = advised(replace(device, **rest))
    assert (again.say, str(again.why)) == (advice.say, str(advice.why))


@holds
@given(devices())
def test_every_reason_that_nobody_can_say_tells_what_is_missing(device: RoutingFacts) -> None:
    advice = advised(device)
    assert len(advice.missing) == sum(each.stand == "unknown" for each in advice.reasons)


@holds
@given(devices())
def test_the_same_question_gets_the_same_answer(device: RoutingFacts) -> None:
    assert advised(device) == advised(device)


def test_a_fact_that_counts_is_named_with_its_source_and_day() -> None:
    advice = advised(laptop(battery_health=61.0))
    (health,) = [each for each in advice.facts if each.name == "battery_health"]
    assert (health.value, health.source, health.observed) == (61.0, "inspection", fact(61.0).observed)
