"""The register of tools: what an entry covers, and how it stands on the day of a wipe."""

from dataclasses import replace
from datetime import date

import pytest

from dpp.domain.errors import InvalidInput
from lifecycle.domain.erasure.known_tools import KNOWN, register_of
from lifecycle.domain.erasure.tools import Standing, Tool, checked, newest, standing_of

ADVISED = Tool(
    "one",
    "nwipe",
    versions=("0.38",),
    advice="NBV 2026-1 (made up)",
    advised_from=date(2026, 1, 1),
    advised_until=date(2026, 6, 30),
)


def stands(on: date, version: str | None = "0.38", method: str | None = "PRNG Stream", *register: Tool) -> Standing:
    return standing_of(register or (ADVISED,), "NWIPE ", version, method, on)


def test_a_tool_is_judged_at_the_day_of_the_wipe_first_and_last_day_included() -> None:
    days = {
        date(2025, 12, 31): Standing.EXPIRED,
        date(2026, 1, 1): Standing.ADVISED,
        date(2026, 6, 30): Standing.ADVISED,
        date(2026, 7, 1): Standing.EXPIRED,
    }
    assert {day: stands(day) for day in days} == days


@pytest.mark.parametrize(
    ("version", "covered"),
    [("0.38", True), ("0.38.1", True), ("0.380", False), ("0.39", False), ("", False), (None, False)],
)
def test_an_entry_covers_its_versions_and_what_goes_on_after_a_dot(version: str | None, *, covered: bool) -> None:
    assert (stands(date(2026, 3, 1), version) is Standing.ADVISED) is covered


def test_an_entry_with_methods_covers_these_alone() -> None:
    only = replace(ADVISED, methods=("Sanitize Block Erase",))
    assert stands(date(2026, 3, 1), "0.38", "sanitize  block erase", only) is Standing.ADVISED
    assert stands(date(2026, 3, 1), "0.38", "PRNG Stream", only) is Standing.UNLISTED
    assert stands(date(2026, 3, 1), "0.38", None, only) is Standing.UNLISTED


def test_the_best_of_several_entries_counts_and_a_withdrawn_one_never() -> None:
    listed = Tool("two", "nwipe")
    assert stands(date(2026, 8, 1), "0.38", None, ADVISED, listed) is Standing.EXPIRED
    assert stands(date(2026, 3, 1), "0.38", None, ADVISED, listed) is Standing.ADVISED
    assert stands(date(2026, 3, 1), "0.38", None, replace(ADVISED, withdrawn=True)) is Standing.UNLISTED


def test_the_newest_number_of_an_entry_counts() -> None:
    later = replace(ADVISED, number=2, withdrawn=True)
    assert newest([later, ADVISED]) == (later,)


def test_the_package_invents_no_advice_and_a_change_takes_the_place_of_what_it_brings() -> None:
    assert all(tool.advice is None and tool.source for tool in KNOWN)
    mine = replace(next(tool for tool in KNOWN if tool.id == "nwipe"), number=1, advice="ours")
    assert mine in register_of([mine])
    assert len(register_of([mine])) == len(KNOWN)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"product": " "}, "$.product"),
        ({"product": "x" * 201}, "$.product"),
        ({"advice": None}, "$.advice"),
        ({"advised_until": date(2025, 1, 1)}, "$.advised_until"),
        ({"source": "http://example.org"}, "$.source"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_with_its_place(wrong: dict[str, object], path: str) -> None:
    assert checked(ADVISED) == ADVISED
    with pytest.raises(InvalidInput) as refused:
        checked(replace(ADVISED, **wrong))  # type: ignore[arg-type] # values of a test
    assert path in {problem.path for problem in refused.value.problems}
