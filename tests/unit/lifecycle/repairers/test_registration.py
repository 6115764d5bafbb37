"""Who counts as a repairer and as a professional, on which days, and why not; a list of the register compared."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import OrganisationId
from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import InvalidInput
from lifecycle.domain.repairers.register_list import Outcome, compare, read_list
from lifecycle.domain.repairers.registration import (
    Entry,
    Registration,
    RegistrationId,
    RegistrationState,
    RepairerKind,
    checked_entry,
    why_no_professional,
    why_no_repairer,
)

TODAY = date(2026, 5, 4)
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LAPTOP, PHONE = ProductGroup.LAPTOP, ProductGroup.PHONE
SHOP = Entry(
    RepairerKind.PROFESSIONAL,
    "The shop",
    "Utrecht",
    (LAPTOP,),
    date(2026, 1, 1),
    date(2026, 5, 31),
    "NRR-12",
    "12345678",
)
CAFE = Entry(RepairerKind.CAFE, "Repair Cafe", "Delft", (LAPTOP,), date(2026, 1, 1))
HEADER = "number,name,town,kvk,groups,valid_from,valid_until\n"
ROW = "NRR-12,The shop,Utrecht,12345678,laptop,2026-01-01,2026-05-31\n"


def registered(entry: Entry = SHOP, **more: object) -> Registration:
    usual: dict[str, object] = {"state": RegistrationState.ACCEPTED, "accepted_at": NOW, "organisation": "shop"}
    return Registration(RegistrationId("r1"), entry, asked_at=NOW, **{**usual, **more})  # type: ignore[arg-type]  # by name


def listed(content: str, *known: Registration, dated: date = TODAY) -> list[tuple[Outcome, str]]:
    return [(row.outcome, row.number) for row in compare(read_list(content.encode()), known, dated)]


@given(
    day=st.dates(date(2025, 1, 1), date(2027, 12, 31)), ended=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
)
def test_a_registration_holds_on_its_days_and_not_from_the_day_on_which_it_ended(day: date, ended: date | None) -> None:
    holds = registered(ended_from=ended).holds(day)
    assert holds is (date(2026, 1, 1) <= day <= date(2026, 5, 31) and (ended is None or day < ended))


@given(day=st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_who_does_not_hold_is_told_why_and_who_holds_is_not(day: date) -> None:
    known = [registered()]
    assert (why_no_professional(known, "laptop", day) is None) is known[0].holds(day)
    assert (why_no_repairer(known, day) is None) is known[0].holds(day)


def test_what_ended_is_told_with_its_last_day_and_what_to_do() -> None:
    said = str(why_no_professional([registered()], "laptop", date(2026, 6, 1)))
    assert "ended on 2026-05-31" in said
    assert "/repairers/register" in said
    ended = str(why_no_professional([registered(ended_from=date(2026, 4, 1))], "laptop", TODAY))
    assert "ended on 2026-03-31" in ended


def test_another_product_group_is_told_by_name() -> None:
    assert why_no_professional([registered()], "laptop", TODAY) is None
    assert "is for laptop, and not for phone" in str(why_no_professional([registered()], "phone", TODAY))


def test_a_request_that_waits_or_was_refused_gives_nothing() -> None:
    waits = registered(state=RegistrationState.ASKED, accepted_at=None)
    assert "not checked yet" in str(why_no_professional([waits], "laptop", TODAY))
    refused = registered(state=RegistrationState.REFUSED, accepted_at=None)
    assert "not registered" in str(why_no_professional([refused], "laptop", TODAY))
    assert "not registered" in str(why_no_repairer([], TODAY))


def test_a_repair_cafe_repairs_by_key_and_is_no_professional() -> None:
    known = [registered(CAFE)]
    assert why_no_repairer(known, TODAY) is None
    assert "what everybody reads" in str(why_no_professional(known, "laptop", TODAY))
    assert why_no_professional([*known, registered()], "laptop", TODAY) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kvk", "1234567"),
        ("kvk", "123456789"),
        ("kvk", "1234567a"),
        ("kvk", "١٢٣٤٥٦٧٨"),
        ("kvk", None),
        ("number", None),
        ("number", "NRR\n12"),
        ("groups", ()),
        ("town", " "),
        ("valid_until", date(2025, 12, 31)),
    ],
)
def test_an_entry_that_is_not_possible_names_its_field(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked_entry(Entry(**{**vars(SHOP), field: value}))
    assert [each.path for each in refusal.value.problems] == [field]


def test_a_repair_cafe_has_no_number_of_the_register_and_may_have_a_kvk_number() -> None:
    assert checked_entry(Entry(**{**vars(CAFE), "kvk": "12345678"})).number is None
    with pytest.raises(InvalidInput):
        checked_entry(Entry(**{**vars(CAFE), "number": "NRR-1"}))


def test_a_list_tells_what_is_new_changed_the_same_and_gone() -> None:
    other = registered(Entry(**{**vars(SHOP), "number": "NRR-13"}))
    assert listed(HEADER + ROW) == [(Outcome.NEW, "NRR-12")]
    assert listed(HEADER + ROW, registered()) == [(Outcome.SAME, "NRR-12")]
    assert listed(HEADER + ROW.replace("Utrecht", "Zeist"), registered(), other) == [
        (Outcome.CHANGED, "NRR-12"),
        (Outcome.GONE, "NRR-13"),
    ]


def test_a_row_with_a_fault_ends_nobodys_registration() -> None:
    for wrong in (
        ROW.replace("2026-05-31", "31-5-2026"),
        ROW.replace("laptop", "washing-machine"),
        ROW.replace("1234", ""),
    ):
        assert listed(HEADER + wrong, registered()) == [(Outcome.PROBLEM, "NRR-12")]


def test_a_list_ends_nothing_that_was_accepted_after_its_day() -> None:
    assert listed(HEADER, registered(), dated=TODAY - timedelta(days=1)) == []
    assert listed(HEADER, registered(), dated=TODAY) == [(Outcome.GONE, "NRR-12")]


def test_groups_that_are_not_covered_are_left_out_of_a_row() -> None:
    (row,) = read_list((HEADER + ROW.replace("laptop", "phone washing-machine laptop")).encode())
    assert row.entry is not None
    assert row.entry.groups == (LAPTOP, PHONE)


def test_a_number_twice_counts_once() -> None:
    assert listed(HEADER + ROW + ROW) == [(Outcome.NEW, "NRR-12"), (Outcome.PROBLEM, "NRR-12")]


@pytest.mark.parametrize(
    ("asked", "accepted"),
    [({}, True), ({"name": " the  SHOP"}, True), ({"name": "Another"}, False), ({"kvk": "87654321"}, False)],
)
def test_a_list_accepts_a_request_that_agrees_with_it_in_number_kvk_and_name(
    asked: dict[str, str], *, accepted: bool
) -> None:
    """Numbers stand in a public register, so a number alone shows nothing."""
    waits = registered(Entry(**{**vars(SHOP), **asked}), state=RegistrationState.ASKED, accepted_at=None)
    (row,) = compare(read_list((HEADER + ROW).encode()), [waits], TODAY)
    assert (row.accepts == waits) is accepted


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"number,name\n1,2\n", b'number,"name\n'])
def test_what_is_no_list_is_refused_with_the_columns_that_are_expected(content: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_list(content)
    assert "valid_until" in str(refusal.value.remedy)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    try:
        rows = read_list(HEADER.encode() + content)
    except InvalidInput:
        return
    assert all((row.entry is None) is (row.problem is not None) for row in rows)
    assert len({row.number for row in rows if row.entry}) == sum(row.entry is not None for row in rows)


def test_whose_registration_it_is_does_not_change_what_a_list_means() -> None:
    mine, nobodys = registered(), registered(organisation=None)
    assert mine.organisation == OrganisationId("shop")
    assert listed(HEADER + ROW, mine) == listed(HEADER + ROW, nobodys)
