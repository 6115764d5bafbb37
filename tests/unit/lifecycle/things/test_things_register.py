"""The register of kinds of thing and their checklists, line by line."""

from datetime import date

import pytest

from dpp.domain.catalogue import ProductGroup
from lifecycle.domain.checklists import ASKED_FROM, CHECKLISTS, checklists_for, is_asked
from lifecycle.domain.things import KINDS_OF_THING, bears_data
from lifecycle.domain.vocabulary import Lock

TODAY = date(2026, 11, 20)


def test_every_product_group_with_a_passport_is_a_kind_of_the_same_name() -> None:
    groups = {kind.passport_group: kind.code for kind in KINDS_OF_THING.values() if kind.passport_group}
    assert groups == {group.value: group.value for group in ProductGroup}


@pytest.mark.parametrize("kind", KINDS_OF_THING.values(), ids=lambda kind: kind.code)
def test_what_may_bear_data_is_never_counted(kind: object) -> None:
    assert not (kind.data_bearing and kind.counted_in)  # type: ignore[attr-defined]  # a line of the register


def test_a_kind_that_nobody_knows_may_bear_data() -> None:
    assert bears_data("hologram")
    assert bears_data(None)
    assert not bears_data("charger")


def test_weee_categories_are_those_of_annex_iii() -> None:
    assert {kind.weee_category for kind in KINDS_OF_THING.values()} <= {1, 2, 3, 4, 5, 6}
    assert KINDS_OF_THING["display"].weee_category == KINDS_OF_THING["tablet"].weee_category == 2
    assert KINDS_OF_THING["desktop"].weee_category == 6


def test_every_kind_with_an_operating_system_for_people_has_a_checklist() -> None:
    listed = {kind for each in CHECKLISTS.values() for kind in each.kinds}
    assert {"laptop", "desktop", "all-in-one", "tablet", "phone", "server", "display"} <= listed <= set(KINDS_OF_THING)


def test_every_lock_that_there_is_a_word_for_is_looked_for_somewhere() -> None:
    assert {check.lock for each in CHECKLISTS.values() for check in each.checks} == set(Lock)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("laptop", {"windows-pc", "mac", "chromebook", "other-pc"}),
        ("phone", {"iphone-ipad", "android"}),
        ("display", {"display"}),
        ("charger", set()),
        ("hologram", set(CHECKLISTS)),
        (None, set(CHECKLISTS)),
    ],
)
def test_a_kind_has_its_lists_and_an_unknown_one_any(kind: str | None, names: set[str]) -> None:
    assert {each.name for each in checklists_for(kind)} == names


def test_who_looks_for_locks_is_asked_from_the_day_of_the_policy() -> None:
    """A kind with lists that came before the policy is asked from its day; the others always; a keyboard never."""
    assert not is_asked("laptop", TODAY)
    assert is_asked("laptop", ASKED_FROM["laptop"])
    assert is_asked("tablet", TODAY)
    assert is_asked(None, TODAY)
    assert not is_asked("keyboard", TODAY)


def test_a_display_has_nothing_that_must_be_looked_for() -> None:
    assert not is_asked("display", date(2030, 1, 1))


@pytest.mark.parametrize("checklist", CHECKLISTS.values(), ids=lambda each: each.name)
def test_each_check_says_how_to_look_who_releases_and_what_proves_it(checklist: object) -> None:
    for check in checklist.checks:  # type: ignore[attr-defined]  # a checklist
        for said in (check.look, check.release, check.proof):
            assert str(said).endswith(".")
        assert sum(each.lock is check.lock for each in checklist.checks) == 1  # type: ignore[attr-defined]  # as above
