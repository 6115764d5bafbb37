"""Whether a text answers what was typed, how well, and why.

Rules, the best first:
1. The same text; the same but for characters that look alike; it begins, ends with or holds what was typed (at least
   two characters to begin with, four elsewhere).
2. Of words: each word that was typed is one of the text, begins one, or is one but for typing mistakes. Of three words
   or more one may be missing.
3. Nearly the same: one mistake from five characters on, two from ten (`dpp.domain.search.mistakes`). What begins nearly
   as typed, from eight characters on, comes last.
4. Of what is alike in kind, the more of the text was typed, the better; a score lies above 0 and is 1 at most.
5. Why something was found is said in one sentence, by which a person can see that it was a guess.
"""

from dataclasses import dataclass
from enum import StrEnum

from dpp.domain.message import Message, message
from dpp.domain.search.folding import Style, folded, plain
from dpp.domain.search.mistakes import mistakes

_SHORTEST_BEGINNING, _SHORTEST_PART = 2, 4
_ONE_MISTAKE_FROM, _TWO_MISTAKES_FROM, _NEAR_BEGINNING_FROM = 5, 10, 8
_ONE_MISTAKE_IN_WORD_FROM, _TWO_MISTAKES_IN_WORD_FROM = 4, 8


class How(StrEnum):
    """How a text answers what was typed."""

    EXACT = "exact"
    ALIKE = "alike"
    BEGINS = "begins"
    ENDS = "ends"
    HOLDS = "holds"
    WORDS = "words"
    SIMILAR = "similar"
    BEGINS_SIMILAR = "begins-similar"


_SCORES = {
    How.EXACT: 1.0,
    How.ALIKE: 0.95,
    How.BEGINS: 0.8,
    How.ENDS: 0.7,
    How.WORDS: 0.65,
    How.HOLDS: 0.6,
    How.SIMILAR: 0.45,
    How.BEGINS_SIMILAR: 0.2,
}
_A_WHOLE_TEXT = 0.1
"""What is added where all of the text was typed, and a part of it for a part."""
_A_MISTAKE = 0.1

GUESSES = frozenset({How.SIMILAR, How.BEGINS_SIMILAR})
"""Ways in which a typing mistake is supposed."""


@dataclass(frozen=True)
class Match:
    """`mistakes`: how many would explain the difference, where it is a guess."""

    how: How
    score: float
    mistakes: int = 0


def compare(typed: str, text: str, style: Style) -> Match | None:
    """How `text` answers what was typed; None where it does not."""
    sought, there = folded(typed, style), folded(text, style)
    if not sought or not there:
        return None
    if sought == there:
        same = plain(typed, style) == plain(text, style)
        return _match(How.EXACT if same else How.ALIKE, sought, there)
    return _part(sought, there) or (_words(sought, there) if style is Style.WORDS else _near(sought, there))


def reason(match: Match) -> Message:
    """Rule 5."""
    if match.how in _MISTAKEN:
        one, more = _MISTAKEN[match.how]
        return one if match.mistakes == 1 else more
    return _REASONS[match.how]


_REASONS = {
    How.EXACT: message("Exactly what you typed"),
    How.ALIKE: message("The same, but for characters that look alike, such as 0 and O"),
    How.BEGINS: message("Begins with what you typed"),
    How.ENDS: message("Ends with what you typed"),
    How.HOLDS: message("What you typed is part of it"),
    How.WORDS: message("Has the words that you typed"),
}
_MISTAKEN = {
    How.SIMILAR: (message("One typing mistake away"), message("A few typing mistakes away")),
    How.BEGINS_SIMILAR: (
        message("Begins with what you typed, but for one typing mistake"),
        message("Begins with what you typed, but for a few typing mistakes"),
    ),
}


def _match(how: How, sought: str, there: str, wrong: int = 0) -> Match:
    """Rule 4."""
    share = min(len(sought), len(there)) / len(there)
    whole = 0.0 if how in {How.EXACT, How.ALIKE} else _A_WHOLE_TEXT * share
    return Match(how, round(_SCORES[how] + whole - _A_MISTAKE * max(0, wrong - 1), 4), wrong)


def _part(sought: str, there: str) -> Match | None:
    if len(sought) >= _SHORTEST_BEGINNING and there.startswith(sought):
        return _match(How.BEGINS, sought, there)
    if len(sought) < _SHORTEST_PART or sought not in there:
        return None
    return _match(How.ENDS if there.endswith(sought) else How.HOLDS, sought, there)


def _near(sought: str, there: str) -> Match | None:
    """Rule 3."""
    allowed = (len(sought) >= _ONE_MISTAKE_FROM) + (len(sought) >= _TWO_MISTAKES_FROM)
    wrong = mistakes(sought, there, allowed) if allowed else None
    if wrong is not None:
        return _match(How.SIMILAR, sought, there, wrong)
    if len(sought) < _NEAR_BEGINNING_FROM or len(there) <= len(sought):
        return None
    wrong = mistakes(sought, there[: len(sought)], 1)
    return None if wrong is None else _match(How.BEGINS_SIMILAR, sought, there, wrong)


def _words(sought: str, there: str) -> Match | None:
    """Rule 2."""
    typed, words = sought.split(" "), there.split(" ")
    wrong = [min((_word(each, word) for word in words), default=_NO) for each in typed]
    missing = wrong.count(_NO)
    if missing > (len(typed) > 2):
        return None
    found = [each for each in wrong if each != _NO]
    total = sum(found) + missing
    return _match(How.SIMILAR if total else How.WORDS, sought, there, total)


_NO = 99


def _word(typed: str, word: str) -> int:
    """With how many mistakes one word is another, or its beginning; `_NO` where it is not."""
    if typed == word or (len(typed) >= _SHORTEST_BEGINNING and word.startswith(typed)):
        return 0
    allowed = (len(typed) >= _ONE_MISTAKE_IN_WORD_FROM) + (len(typed) >= _TWO_MISTAKES_IN_WORD_FROM)
    wrong = mistakes(typed, word, allowed) if allowed else None
    return _NO if wrong is None else wrong
