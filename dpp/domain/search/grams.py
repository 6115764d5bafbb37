"""Groups of three characters: what texts that are nearly the same have in common, in a form that an index can hold.

Rules:
1. The beginning and the end of a word count as a character: `4127` gives `·41 412 127 27·`. A word of n characters has
   n of them, where no three come twice.
2. One is a number below 2 to the power 16: 33 letters and digits are left after folding, six more stand for all other
   letters, and one for the edge of a word. Two groups that share a number cost a look, and find nothing wrong: what is
   found is compared as text.
3. One typing mistake takes at most four of them away (two neighbours that changed places). So the five rarest that are
   there at all are asked, and of more than five all but four have to be there: a text with one mistake is not lost.
4. Those that stand in very many texts say little: of each no more than `MOST_OF_ONE` are looked at, and beyond five no
   more than `MOST_LOOKED_AT` of all together, so that the worst thing to ask costs little more than the usual. What
   stands behind the first `MOST_OF_ONE` of all five is not found, unless it begins with what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MOST_OF_ONE = 3_000
MOST_LOOKED_AT = 12_000
MOST_ASKED = 8
LOST_BY_ONE_MISTAKE = 4

_BASE = 40
_LETTERS = {letter: number for number, letter in enumerate("0123456789ABCDEFGHJKMNPQRSTUVWXYZ")}
_OTHERS, _OTHER_KINDS = len(_LETTERS), 6
_EDGE = _OTHERS + _OTHER_KINDS


def grams_of(folded: str) -> frozenset[int]:
    """The groups of three of a folded text, each as its number; none of an empty text."""
    found: set[int] = set()
    for word in folded.split(" "):
        if word:
            letters = [_EDGE, *map(_number, word), _EDGE]
            found.update(
                (first * _BASE + second) * _BASE + third
                for first, second, third in zip(letters, letters[1:], letters[2:], strict=False)
            )
    return frozenset(found)


def _number(letter: str) -> int:
    return _LETTERS.get(letter, _OTHERS + ord(letter) % _OTHER_KINDS)


@dataclass(frozen=True)
class Asked:
    """Which groups to ask an index for, and how many of them a text must have to be worth comparing."""

    grams: tuple[int, ...] = ()
    least: int = 1


def rarest(counts: Mapping[int, int], *, of_words: bool = False) -> Asked:
    """Rules 3 and 4, from how often each group is there (or more often, where counting stopped at `MOST_OF_ONE`).

    Of words a third is enough: a name has words that nobody types.
    """
    present = sorted((count, gram) for gram, count in counts.items() if count)
    chosen: list[int] = []
    looked_at = 0
    for count, gram in present[:MOST_ASKED]:
        if len(chosen) > LOST_BY_ONE_MISTAKE and looked_at + count > MOST_LOOKED_AT:
            break
        chosen.append(gram)
        looked_at += count
    least = -(-len(chosen) // 3) if of_words else len(chosen) - LOST_BY_ONE_MISTAKE
    return Asked(tuple(chosen), max(1, least))
