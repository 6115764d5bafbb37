"""Which faults a description of a problem tells of, by lists of words in several languages.

Rules:
1. The lists are data (`lifecycle/adapters/fault_data/words.toml`): a term is one word or some that follow each other.
   `*` at the end or the beginning of a term of one word stands for more letters: languages join words (`*buchse`).
2. A text is folded before it is compared: lower case, without accents (é is e, ü is u, ß is ss), with what a wrong
   encoding made of them put right (`?©` is é), every other sign a space. Terms are folded the same way.
3. Of terms that begin at one word the longest counts, and its words tell nothing else: a "blue screen" is software. A
   term of the list `none` tells of no fault.
4. A text tells of every fault that it has a term of. One without any is not classified: nobody guesses.
5. All languages are asked at once: people mix them, and a text does not say its language.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lifecycle.domain.faults.kinds import Fault

NO_FAULT = "none"
_SIGNS = re.compile(r"[^a-z0-9]+")
_WRONG = {
    "?©": "e",
    "?®": "e",
    "?§": "a",
    "?¢": "a",
    "?†": "a",
    "?™": "e",
    "ß": "ss",
    "ø": "o",
    "Ø": "o",
    "æ": "ae",
    r"\n": " ",
    r"\r": " ",
}
_WRONGLY = re.compile("|".join(map(re.escape, _WRONG)))
_REMEMBERED = 50_000

Told = frozenset[Fault]


def fold(text: str) -> str:
    """Rule 2: lower-case letters and digits with single spaces."""
    mended = _WRONGLY.sub(lambda found: _WRONG[found[0]], text)
    if not mended.isascii():
        mended = unicodedata.normalize("NFKD", mended).encode("ascii", "ignore").decode()
    return _SIGNS.sub(" ", mended.lower()).strip()


@dataclass(frozen=True)
class WordLists:
    """What each term tells. `words` are whole, `begins` and `ends` are parts of words, `phrases` by their first word.

    Phrases with the same first word stand with the longest first.
    """

    words: Mapping[str, Told]
    begins: Sequence[tuple[str, Told]] = ()
    ends: Sequence[tuple[str, Told]] = ()
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], Told]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_of_word", lru_cache(_REMEMBERED)(self._judged))

    def faults(self, text: str) -> Told:
        """Rule 4."""
        told: set[Fault] = set()
        for some in self._found(fold(text).split(" ")):
            told |= some
        return frozenset(told)

    def _found(self, words: Sequence[str]) -> Iterator[Told]:
        """Rule 3."""
        of_word, phrases, place = self._of_word, self.phrases, 0  # type: ignore[attr-defined] # made in __post_init__
        while place < len(words):
            word = words[place]
            for terms, told in phrases.get(word, ()):
                if tuple(words[place : place + len(terms)]) == terms:
                    yield told
                    place += len(terms)
                    break
            else:
                yield of_word(word)
                place += 1

    def _judged(self, word: str) -> Told:
        whole = self.words.get(word)
        if whole is not None:
            return whole
        parts = [told for start, told in self.begins if word.startswith(start)]
        parts += [told for end, told in self.ends if word.endswith(end)]
        return frozenset().union(*parts)


def read_word_lists(lists: Mapping[str, Mapping[str, Sequence[str]]]) -> WordLists:
    """Of terms by fault (or `none`) and language. ValueError for a fault that is not known, or an empty term."""
    words: dict[str, set[Fault]] = {}
    begins: dict[str, set[Fault]] = {}
    ends: dict[str, set[Fault]] = {}
    phrases: dict[str, dict[tuple[str, ...], set[Fault]]] = {}
    for name, languages in lists.items():
        told = set() if name == NO_FAULT else {Fault(name)}
        for term in (term for terms in languages.values() for term in terms):
            folded = tuple(fold(term).split())
            if not folded:
                raise ValueError(f"an empty term of {name}: {term!r}")
            if len(folded) > 1:
                phrases.setdefault(folded[0], {}).setdefault(folded, set()).update(told)
            else:
                where = begins if term.endswith("*") else ends if term.startswith("*") else words
                where.setdefault(folded[0], set()).update(told)
    return WordLists(
        {word: frozenset(told) for word, told in words.items()},
        tuple((part, frozenset(told)) for part, told in begins.items()),
        tuple((part, frozenset(told)) for part, told in ends.items()),
        {
            first: tuple((terms, frozenset(told)) for terms, told in sorted(those.items(), key=lambda it: -len(it[0])))
            for first, those in phrases.items()
        },
    )
