"""Which erasure is enough: by classification, by technique and kind of medium."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.domain.erasure.methods import ALLOWED, FLASH, category_reached, highest, is_allowed
from lifecycle.domain.vocabulary import Classification, MediumKind, SanitisationCategory

CLEAR, PURGE, DESTROY = SanitisationCategory
SECRET = (Classification.STG_C, Classification.STG_G, Classification.STG_ZG)


def test_every_classification_says_what_is_allowed_and_destruction_always_is() -> None:
    assert set(ALLOWED) == set(Classification)
    assert all(is_allowed(level, DESTROY) for level in Classification)


@pytest.mark.parametrize("level", SECRET)
def test_from_confidential_on_media_are_destroyed(level: Classification) -> None:
    assert ALLOWED[level] == {DESTROY}


def test_unknown_counts_as_departementaal_vertrouwelijk() -> None:
    assert ALLOWED[Classification.UNKNOWN] == ALLOWED[Classification.DEP_V]


@pytest.mark.parametrize("kind", sorted(FLASH))
@pytest.mark.parametrize("technique", ["PRNG Stream", "Fill With Zeros", "overwrite, 3 passes", "Gutmann Wipe"])
def test_overwriting_flash_clears_at_most_whatever_a_tool_says(kind: MediumKind, technique: str) -> None:
    assert highest(technique, kind) is CLEAR
    assert category_reached(PURGE, technique, kind) is CLEAR


@pytest.mark.parametrize("technique", ["Sanitize Overwrite", "block erase", "Cryptographic erase", "sanitize crypto"])
def test_the_commands_of_the_medium_itself_purge(technique: str) -> None:
    assert category_reached(None, technique, MediumKind.NVME) is PURGE


def test_what_is_known_of_a_technique_stands_in_where_the_tool_says_no_category() -> None:
    assert category_reached(None, "PRNG Stream", MediumKind.HDD) is CLEAR
    assert category_reached(None, "something new", MediumKind.HDD) is None
    assert category_reached(None, None, MediumKind.HDD) is None


@given(st.sampled_from([None, CLEAR, PURGE]), st.text(), st.sampled_from(MediumKind))
def test_nothing_reaches_more_than_the_tool_says(
    said: SanitisationCategory | None, technique: str, kind: MediumKind
) -> None:
    reached = category_reached(said, technique, kind)
    assert said is None or reached in {CLEAR, said}
