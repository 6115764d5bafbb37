"""docs/lifecycle.md says what the code does, and the tables in the docstrings of the guards are whole."""

import re
from types import ModuleType

import pytest

from lifecycle.domain import guards
from lifecycle.domain.events import KINDS
from scripts.lifecycle_page import PAGE, guard_modules, page, rows_of

ELSEWHERE = {"acting-organisation"}
"""What is asked before there is a device (`existence.before_all`)."""
NAMED = re.compile(r"[a-z]+(?:-[a-z]+)+|not-missing")


def told(module: ModuleType) -> set[str]:
    """The names in the first column of a module's table."""
    cells = [row.split("|")[1].strip() for row in rows_of(module)]
    return set(cells) - {"rule", "---"}


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.lifecycle_page"


def test_the_page_names_every_kind() -> None:
    assert all(f"| `{kind}` |" in page() for kind in KINDS)


def test_every_guard_comes_from_a_module_with_a_table() -> None:
    assert {rule for module in guard_modules() for rule in module.RULES} == set(guards.RULES)


@pytest.mark.parametrize("module", guard_modules(), ids=lambda module: module.__name__.rpartition(".")[2])
def test_the_table_of_a_module_names_its_rules(module: ModuleType) -> None:
    assert told(module) - ELSEWHERE == {rule.name for rule in module.RULES}


def test_the_table_of_the_nine_rules_has_nine_and_names_guards_that_exist() -> None:
    rows = [row for row in rows_of(guards) if re.match(r"\| \d\.", row)]
    assert [row[2] for row in rows] == [str(number) for number in range(1, 10)]
    known = {rule.name for rule in guards.RULES} | {"own-correction", "second-person"}
    for row in rows:
        cell = re.sub(r"`[^`]*`", "", row.split("|")[2])
        assert set(NAMED.findall(cell)) <= known, row


def test_each_of_the_nine_rules_has_a_guard_or_a_place_in_the_code() -> None:
    assert all(row.split("|")[2].strip() for row in rows_of(guards))
