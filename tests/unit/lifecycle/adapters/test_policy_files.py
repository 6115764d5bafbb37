"""A policy is read from its file: every fault names its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput, TooLarge
from lifecycle.adapters.policies import packaged_file, packaged_policy
from lifecycle.adapters.policy_files import MOST_BYTES, lines_of, read_policy
from schemas import catalog

FILE = packaged_file().decode()
EXAMPLES = ("default.toml", "phones.toml", "ministry-programme.toml", "donation-programme.toml")


def line_with(text: str, file: str = FILE) -> int:
    """The number of the first line that begins so."""
    return next(number for number, line in enumerate(file.split("\n"), start=1) if line.startswith(text))


def said(content: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        read_policy(content.encode())
    return {problem.path: str(problem.what) for problem in refused.value.problems}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_policy_of_the_package_is_whole(name: str) -> None:
    assert read_policy(catalog.read_text("routing-policy", "1.0", name).encode()).categories


def test_a_wrong_number_is_told_with_its_line_and_its_path() -> None:
    wrong = FILE.replace("release_eur = 35 ", "release_eur = -1 ").replace("days = 14 ", 'days = "two weeks" ', 1)
    faults = said(wrong)
    assert faults.keys() == {"$.locks.release_eur", "$.reservation.days"}
    assert faults["$.locks.release_eur"].startswith(f"line {line_with('release_eur')}: expects a number")
    assert faults["$.reservation.days"].startswith(f"line {line_with('days =')}: expects a whole number")


def test_what_is_missing_is_told_at_the_table_where_it_belongs() -> None:
    faults = said(FILE.replace("internal_days = 14\n", ""))
    assert faults["$.marketplace.internal_days"].startswith(f"line {line_with('[marketplace]')}: is missing")


def test_a_name_that_no_policy_has_is_told_at_its_own_line() -> None:
    faults = said(FILE.replace("charger = true", "charger = true\nchargre = true"))
    assert faults["$.categories.laptop.donate.chargre"].startswith(f"line {line_with('charger = true') + 1}: ")


def test_a_fault_in_the_second_of_equal_tables_is_told_there() -> None:
    faults = said(FILE.replace("models = [142, 158]\nstepping = 9", "models = [142, 158]\nstepping = true"))
    assert list(faults) == ["$.windows_11.blocked[1].stepping"]
    assert faults["$.windows_11.blocked[1].stepping"].startswith(f"line {line_with('stepping = 9')}: ")


def test_a_fault_within_an_inline_table_is_told_at_that_line() -> None:
    faults = said(FILE.replace('tpm = { effect = "default", value = "2.0" }', 'tpm = { effect = "perhaps" }'))
    assert faults["$.missing.tpm.effect"].startswith(f"line {line_with('tpm =')}: expects one of")


def test_what_is_no_toml_names_the_line_where_reading_stopped() -> None:
    faults = said(FILE.replace("release_eur = 35 ", "release_eur = 35 EUR "))
    assert faults["$"].startswith(f"line {line_with('release_eur')}: this is not TOML")
    assert "not TOML" in said(FILE + "\nlast = [1,")["$"]


def test_what_is_no_text_and_what_is_too_large_are_refused() -> None:
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_policy(b"\xff\xfe\xff")
    with pytest.raises(TooLarge):
        read_policy(b"#" * (MOST_BYTES + 1))


def test_a_scope_names_categories_that_the_policy_has() -> None:
    faults = said(FILE + '\n[scope]\ncategories = ["laptop", "toaster"]\n')
    assert faults["$.scope.categories"] == (
        f"line {FILE.count(chr(10)) + 3}: the policy has no line for this category: toaster"
    )


def test_a_policy_does_not_end_before_it_begins() -> None:
    faults = said(FILE.replace("date = 2026-11-20", "date = 2026-11-20\nuntil = 2026-11-19"))
    assert faults["$.until"].startswith(f"line {line_with('date =') + 1}: ")


def test_the_digest_is_of_what_a_policy_says_and_not_of_its_comments() -> None:
    other = read_policy((FILE + "\n# read again in January\n").encode())
    assert other.name.digest == packaged_policy().name.digest


@given(st.lists(st.sampled_from(["# a comment", "", "   "]), max_size=5), st.data())
def test_lines_are_found_wherever_comments_and_empty_lines_stand(between: list[str], data: st.DataObject) -> None:
    """Lines that say nothing, put before any statement, move what follows by as many lines."""
    lines = FILE.split("\n")
    places = [number for number, line in enumerate(lines) if line and not line.startswith(" ")]
    place = data.draw(st.sampled_from(places))
    moved = lines_of("\n".join([*lines[:place], *between, *lines[place:]]))
    for path, number in lines_of(FILE).items():
        assert moved[path] == number + (len(between) if number > place else 0)
