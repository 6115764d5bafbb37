"""What answers what was typed: exactly, in part, by its words, or but for typing mistakes."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.search.folding import Style, folded
from dpp.domain.search.grams import LOST_BY_ONE_MISTAKE, MOST_ASKED, MOST_OF_ONE, grams_of, rarest
from dpp.domain.search.matching import How, compare, reason
from dpp.domain.search.mistakes import mistakes

LETTERS = string.ascii_uppercase + string.digits
SERIALS = st.text(LETTERS, min_size=8, max_size=20)
CODE, WORDS = Style.CODE, Style.WORDS


@st.composite
def mistaken(draw: st.DrawFn) -> tuple[str, str]:
    """A serial number, and the same with one character wrong, missing or too many, or two that changed places."""
    serial = draw(SERIALS)
    place, letter = draw(st.integers(0, len(serial) - 2)), draw(st.sampled_from(LETTERS))
    before, here, after = serial[:place], serial[place], serial[place + 1 :]
    ways = (
        before + letter + after,
        before + after,
        before + here + letter + after,
        before + after[0] + here + after[1:],
    )
    return serial, draw(st.sampled_from(ways))


@pytest.mark.parametrize(
    ("typed", "text", "style", "how"),
    [
        ("7k3m-9x2p-4q8d", "7K3M9X2P4Q8D", CODE, How.EXACT),
        ("ssc 4127", "SSC-4127", CODE, How.EXACT),
        ("5CGIO34", "5CG1034", CODE, How.ALIKE),
        ("5CG", "5CG1234X9B", CODE, How.BEGINS),
        ("4127", "SSC-004127", CODE, How.ENDS),
        ("0041", "SSC-004127", CODE, How.HOLDS),
        ("5CG1243X9B", "5CG1234X9B", CODE, How.SIMILAR),
        ("S5CG1234X9B", "5CG1234X9B", CODE, How.SIMILAR),
        ("5CG12434", "5CG12334X9B", CODE, How.BEGINS_SIMILAR),
        ("caf\u00e9 den haag", "Cafe Den Haag", WORDS, How.EXACT),
        ("dell lat", "Dell Latitude 7420", WORDS, How.BEGINS),
        ("7420 dell", "Dell Latitude 7420", WORDS, How.WORDS),
        ("dell lattitude", "Dell Latitude 7420", WORDS, How.SIMILAR),
        ("dell latitude 7420 zwart", "Dell Latitude 7420", WORDS, How.SIMILAR),
    ],
)
def test_a_text_answers_in_one_of_these_ways(typed: str, text: str, style: Style, how: How) -> None:
    match = compare(typed, text, style)
    assert match is not None
    assert match.how is how
    assert str(reason(match))


@pytest.mark.parametrize(
    ("typed", "text", "style"),
    [
        ("-", "SSC-4127", CODE),
        ("", "SSC-4127", CODE),
        ("4", "4127", CODE),
        ("127", "SSC-4127", CODE),
        ("5CG1", "5CG2", CODE),
        ("5CG9999X9B", "5CG1234X9B", CODE),
        ("hp latitude", "Dell Latitude 7420", WORDS),
    ],
)
def test_other_texts_do_not(typed: str, text: str, style: Style) -> None:
    assert compare(typed, text, style) is None


def test_the_surer_the_higher() -> None:
    """Exact before alike, beginning, ending, part, similar; and of what begins so, what has least besides."""
    there = [("SSC0127", "SSC0127"), ("SSCO127", "SSC0127"), ("SSC01", "SSC0127"), ("SSC01", "SSC0127999")]
    there += [("0127", "SSC0127"), ("C012", "SSC0127"), ("SSC0172", "SSC0127")]
    matches = [compare(typed, text, CODE) for typed, text in there]
    scores = [match.score for match in matches if match is not None]
    assert len(scores) == len(there)
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@given(mistaken())
def test_one_mistake_is_one_mistake(pair: tuple[str, str]) -> None:
    serial, typed = pair
    found = mistakes(folded(typed, CODE), folded(serial, CODE))
    assert found is not None
    assert found <= 1
    assert compare(typed, serial, CODE) is not None


@given(SERIALS, SERIALS)
def test_a_distance_is_the_same_both_ways(first: str, second: str) -> None:
    assert mistakes(first, second) == mistakes(second, first)
    assert (mistakes(first, second) == 0) == (first == second)


@given(mistaken())
def test_one_mistake_takes_four_groups_of_three_away_at_most(pair: tuple[str, str]) -> None:
    serial, typed = (grams_of(folded(text, CODE)) for text in pair)
    assert len(typed - serial) <= LOST_BY_ONE_MISTAKE


@settings(max_examples=30)
@given(mistaken(), st.integers(0, 2**32))
def test_a_serial_number_with_one_mistake_is_found_among_many(pair: tuple[str, str], seed: int) -> None:
    """Asking the rarest groups of three alone, as an index does, loses nothing."""
    serial, typed = pair
    chance = random.Random(seed)  # noqa: S311 (no secret)
    others = ("".join(chance.choices(LETTERS, k=10)) for _ in range(300))
    texts = [serial, *others]
    sought = grams_of(folded(typed, CODE))
    each = [grams_of(folded(text, CODE)) for text in texts]
    asked = rarest({gram: sum(gram in grams for grams in each) for gram in sought})
    found = [text for text, grams in zip(texts, each, strict=True) if len(grams & set(asked.grams)) >= asked.least]
    assert serial in found


def test_what_is_everywhere_is_asked_last_and_no_more_than_needed() -> None:
    common = dict.fromkeys(range(MOST_ASKED), MOST_OF_ONE)
    asked = rarest(common | {99: 3, 98: 0})
    assert asked.grams[0] == 99
    assert 98 not in asked.grams
    assert len(asked.grams) == LOST_BY_ONE_MISTAKE + 1
    assert asked.least == 1
    assert rarest({}).grams == ()
