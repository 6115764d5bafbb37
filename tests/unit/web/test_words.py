"""Every word of a fixed list can be said."""

from enum import StrEnum

import pytest

from lifecycle.domain.routing.decision import REPAIR_RULE
from lifecycle.domain.routing.gates import RULES
from lifecycle.domain.vocabulary import DataState, Lifecycle, Waste
from web.pages.words import DATA_TONES, WORDS, word
from web.pages.words.rules import RULES as WORDS_OF_RULES


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_a_list_has_a_word_for_each_member(kind: type[StrEnum]) -> None:
    """A member without a word would break the page that shows it."""
    assert set(WORDS[kind]) == set(kind)


def test_members_of_different_lists_with_the_same_value_keep_their_own_word() -> None:
    """`recycled` is a state of life and a waste status."""
    assert word(Lifecycle.RECYCLED) != word(Waste.RECYCLED)


def test_only_what_may_leave_the_state_is_shown_as_good() -> None:
    """Domain rule 1: a medium is verified, destroyed or absent."""
    good = {state for state, tone in DATA_TONES.items() if tone.value == "good"}
    assert good == {DataState.VERIFIED, DataState.DESTROYED, DataState.NO_MEDIUM}
    assert set(DATA_TONES) == set(DataState)


def test_each_rule_of_routing_has_a_word() -> None:
    """Monitoring counts the rules that decided, and shows no name of code."""
    assert set(WORDS_OF_RULES) == {rule.name for rule in RULES} | {REPAIR_RULE}
