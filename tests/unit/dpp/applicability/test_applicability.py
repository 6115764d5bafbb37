"""Which act applies when, and what a passport leaves out: the rules, over a register written here."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.registers import load_register
from dpp.domain.applicability import (
    Applicable,
    Due,
    Placing,
    Standing,
    applicable,
    expected,
    read_placing,
    stand_ins,
)
from dpp.domain.applicability_register import Act, ActStatus, CountsBy, Entry, Register, StandIn, UnknownPlacing
from dpp.domain.catalogue import Catalogue, LegalKind, LegalSource, ProductGroup, Text
from dpp.domain.errors import InvalidInput

SAYS = Text("words", "woorden")
ACT = Act("act", SAYS, "https://example.org/act")
FROM, UNTIL, TODAY = date(2025, 6, 20), date(2026, 6, 30), date(2026, 11, 20)
PHONE = ProductGroup.PHONE


def entry(**more: Any) -> Entry:
    usual: dict[str, Any] = {
        "entry_id": "entry",
        "act": ACT,
        "groups": frozenset({PHONE}),
        "asks": SAYS,
        "applies_from": FROM,
        "applies_until": None,
        "counts_by": CountsBy.PLACED_ON_MARKET,
        "status": ActStatus.IN_FORCE,
        "point": "Article 1",
        "expects": frozenset({"label-phones"}),
        "confirmed": True,
    }
    return Entry(**(usual | more))


def register(*entries: Entry, lists_undecided: bool = True) -> Register:
    stand_in = StandIn(
        "eprel",
        frozenset({PHONE}),
        ACT,
        "Article 9",
        "eprelRegistrationNumber",
        "https://example.org/{number}",
        SAYS,
        confirmed=False,
    )
    return Register("1.0", TODAY, UnknownPlacing(lists_undecided, SAYS), entries, (stand_in,))


def stands(placed: str | None, on: date = TODAY, **more: Any) -> Applicable:
    (found,) = applicable(register(entry(**more)), PHONE, None if placed is None else read_placing(placed), on)
    return found


@pytest.mark.parametrize(
    ("placed", "standing", "reason"),
    [
        ("2025-09", Standing.APPLIES, "It applies because it was placed on the market in 2025-09, after 2025-06-20."),
        (
            "2025-06-20",
            Standing.APPLIES,
            "It applies because it was placed on the market on its first day, 2025-06-20.",
        ),
        ("2025-06-21", Standing.APPLIES, "placed on the market in 2025-06-21, after 2025-06-20"),
        ("2025-06-19", Standing.NOT_COVERED, "came on the market in 2025-06-19, before 2025-06-20"),
        ("2024", Standing.NOT_COVERED, "only devices of it that are placed on the market from that day on"),
        ("2025-06", Standing.UNDECIDED, "It came on the market in 2025-06, and 2025-06-20 lies within that time."),
        ("2025", Standing.UNDECIDED, "2025-06-20 lies within that time"),
        (None, Standing.UNDECIDED, "from 2025-06-20 on; that date is not known"),
    ],
)
def test_an_act_that_counts_by_the_placing_says_why(placed: str | None, standing: Standing, reason: str) -> None:
    found = stands(placed)
    assert found.standing is standing
    assert reason in str(found.reason)


@pytest.mark.parametrize(
    ("placed", "standing"),
    [
        ("2026-06-30", Standing.APPLIES),
        ("2026-07", Standing.NOT_COVERED),
        ("2026", Standing.UNDECIDED),
        ("2026-06", Standing.APPLIES),
    ],
)
def test_an_act_that_ended_covers_what_was_placed_before_its_end(placed: str, standing: Standing) -> None:
    """The last day is included, and what was placed by then stays covered for ever."""
    assert stands(placed, applies_until=UNTIL, on=date(2030, 1, 1)).standing is standing


@pytest.mark.parametrize("counts_by", [CountsBy.IN_USE, CountsBy.TODAY])
@pytest.mark.parametrize("placed", ["2010", None])
def test_an_act_that_counts_by_the_day_asks_for_no_date_of_placing(counts_by: CountsBy, placed: str | None) -> None:
    def on(day: date) -> Standing:
        return stands(placed, on=day, counts_by=counts_by, applies_until=UNTIL).standing

    assert on(FROM - timedelta(days=1)) is Standing.UPCOMING
    assert on(FROM) is on(UNTIL) is Standing.APPLIES
    assert on(UNTIL + timedelta(days=1)) is Standing.NOT_COVERED


def test_what_starts_later_is_upcoming_also_for_a_model_that_is_sold_already() -> None:
    found = stands("2024-01", on=date(2025, 6, 19))
    assert found.standing is Standing.UPCOMING
    assert str(found.reason) == "It will apply to devices that are placed on the market from 2025-06-20 on."


def test_what_is_planned_asks_nothing_yet() -> None:
    found = stands("2026-01", applies_from=None, status=ActStatus.PLANNED)
    assert found.standing is Standing.PLANNED
    assert "asks nothing yet" in str(found.reason)


def test_entries_of_other_groups_are_left_out_and_what_applies_comes_first() -> None:
    entries = (
        entry(entry_id="planned", applies_from=None, status=ActStatus.PLANNED),
        entry(entry_id="later", applies_from=date(2026, 1, 1)),
        entry(entry_id="applies"),
        entry(entry_id="display", groups=frozenset({ProductGroup.DISPLAY})),
    )
    found = applicable(register(*entries), PHONE, read_placing("2025-09"), TODAY)
    assert [one.entry.entry_id for one in found] == ["applies", "planned", "later"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_placing_is_as_exact_as_it_is_told(text: str, first: date, last: date) -> None:
    assert read_placing(text) == Placing(first, last, text)


@pytest.mark.parametrize("text", ["", "last year", "2025-13", "2025-02-30", "20250914", "2025-W37", "2025-9", "0000"])
def test_what_is_no_date_is_refused_and_named(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_placing(text)
    assert [problem.path for problem in refused.value.problems] == ["placedOnMarket"]


PLACED = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))


@given(placed=PLACED, on=PLACED)
def test_what_is_known_to_the_day_is_never_undecided(placed: date, on: date) -> None:
    assert stands(placed.isoformat(), on=on, applies_until=UNTIL).standing is not Standing.UNDECIDED


@given(placed=PLACED, on=PLACED)
def test_a_rougher_date_never_turns_a_yes_into_a_no(placed: date, on: date) -> None:
    """It says the same as the day, or that it is undecided."""
    exact = stands(placed.isoformat(), on=on, applies_until=UNTIL).standing
    rough = stands(placed.isoformat()[:7], on=on, applies_until=UNTIL).standing
    assert rough in {exact, Standing.UNDECIDED}


def catalogue(**duties: LegalSource) -> Catalogue:
    """The field catalogue, where these elements alone have a source, the one given."""
    real = load_catalogue()
    elements = {
        name: replace(element, legal=(duties[name],) if name in duties else ())
        for name, element in real.elements.items()
    }
    return replace(real, elements=elements)


def source(act: str = "label-phones", kind: LegalKind = LegalKind.DUTY, **more: Any) -> LegalSource:
    return LegalSource(act, "An act", "https://example.org/act", "Annex V", kind, **more)


ENDURANCE = catalogue(batteryEndurance=source(), repairabilityClass=source(), criticalRawMaterials=source("crma"))


def phone(**more: Any) -> dict[str, Any]:
    return {"productGroup": "phone", "brand": "HMD", "modelName": "TA-1688"} | more


def due(
    elements: dict[str, Any], *entries: Entry, law: Catalogue = ENDURANCE, **more: Any
) -> dict[str, tuple[Due, date | None]]:
    found = expected(register(*(entries or (entry(),)), **more), law, elements, TODAY)
    return {one.element_id: (one.due, one.on) for one in found}


def test_what_an_act_asks_and_the_passport_leaves_out_is_overdue_from_the_later_day() -> None:
    """From the day of the act, or of the placing where that is later; what is there, or another act asks, is not."""
    sold = phone(placedOnMarket="2025-09", repairabilityClass="A")
    assert due(sold) == {"batteryEndurance": (Due.OVERDUE, date(2025, 9, 1))}


def test_a_duty_that_starts_after_its_act_is_asked_from_its_own_day() -> None:
    law = catalogue(batteryEndurance=source(since=date(2026, 6, 20)))
    assert due(phone(placedOnMarket="2025-09"), law=law)["batteryEndurance"] == (Due.OVERDUE, date(2026, 6, 20))
    law = catalogue(batteryEndurance=source(since=date(2027, 6, 20)))
    assert due(phone(placedOnMarket="2025-09"), law=law)["batteryEndurance"] == (Due.UPCOMING, date(2027, 6, 20))


def test_what_is_no_duty_of_this_group_is_not_asked() -> None:
    """Its absence proves nothing."""
    law = catalogue(
        batteryEndurance=source(kind=LegalKind.BASIS),
        ingressProtection=source(products=frozenset({ProductGroup.DISPLAY})),
    )
    assert due(phone(placedOnMarket="2025-09"), law=law) == {}


def test_what_an_act_will_ask_is_upcoming_with_its_day() -> None:
    later = date(2027, 2, 18)
    assert due(phone(placedOnMarket="2025-09"), entry(applies_from=later))["batteryEndurance"] == (Due.UPCOMING, later)


def test_what_is_planned_is_listed_without_a_day() -> None:
    """A plan may ask what is no duty yet."""
    planned = entry(applies_from=None, status=ActStatus.PLANNED)
    law = catalogue(batteryEndurance=source(kind=LegalKind.BASIS))
    assert due(phone(), planned, law=law) == {"batteryEndurance": (Due.NO_DAY_YET, None)}


def test_without_a_date_of_placing_the_register_says_whether_it_is_listed() -> None:
    """Rule 4: an unknown date has a stated effect."""
    assert due(phone())["batteryEndurance"] == (Due.IF_IT_APPLIES, FROM)
    assert due(phone(), lists_undecided=False) == {}


def test_a_model_from_before_the_act_is_asked_nothing_by_it() -> None:
    assert due(phone(placedOnMarket="2024-01")) == {}


def test_what_only_a_device_itself_can_tell_is_not_asked_of_its_model() -> None:
    assert due(phone(placedOnMarket="2025-09"), law=catalogue(batteryHealth=source())) == {}


def test_a_registration_elsewhere_is_named_only_where_the_passport_has_its_number() -> None:
    assert stand_ins(register(), phone()) == ()
    (record,) = stand_ins(register(), phone(eprelRegistrationNumber="2238053"))
    assert (record.number, record.url) == ("2238053", "https://example.org/2238053")
    assert stand_ins(register(), {"productGroup": "laptop", "eprelRegistrationNumber": "1"}) == ()


def test_the_real_register_on_the_day_it_was_compared() -> None:
    """What the project knows of the law on 20 November 2026: no act asks a passport of these products."""
    register = load_register()
    found = {
        group: {
            standing: {
                one.entry.entry_id
                for one in applicable(register, group, read_placing("2026-09"), register.as_of)
                if one.standing is standing
            }
            for standing in Standing
        }
        for group in ProductGroup
    }
    assert {"ecodesign-phones", "label-phones", "repair"} <= found[PHONE][Standing.APPLIES]
    assert found[ProductGroup.DISPLAY][Standing.PLANNED] == {"espr-displays"}
    assert found[ProductGroup.LAPTOP][Standing.UPCOMING] == {"battery-replaceable"}
    assert "repair" not in found[ProductGroup.LAPTOP][Standing.APPLIES], "laptops are not in Annex II"
