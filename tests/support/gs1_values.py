"""Values of GS1 application identifiers, made from the format that the table states, by other code than what checks."""

import re
from collections.abc import Iterable

from hypothesis import strategies as st

from dpp.domain.gs1.application_identifiers import IDENTIFIERS
from dpp.domain.gs1.check_digits import check_digit, check_pair
from dpp.domain.gs1.digital_link import PRIMARY_KEYS, DigitalLink

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
SET_39 = "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILE_SAFE = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_PART = re.compile(r"(\[?)([a-z])(\.\.)?([0-9]+)\]?")
_LETTERS = {"n": "0123456789", "x": SET_82, "y": SET_39, "z": FILE_SAFE + "=", "i": FILE_SAFE, "o": "0"}
_PREFIX = "9521"


def values(ai: str) -> st.SearchStrategy[str]:
    """Every kind of value that fits this AI."""
    parts = [_part(*found) for found in _PART.findall(IDENTIFIERS[ai].format)]
    return st.tuples(*parts).map("".join)


def links(keys: Iterable[str] = PRIMARY_KEYS) -> st.SearchStrategy[DigitalLink]:
    """Every primary key, or one of these, with every set of its qualifiers."""
    return st.sampled_from(sorted(keys)).flatmap(_link_of)


@st.composite
def _link_of(draw: st.DrawFn, key: str) -> DigitalLink:
    allowed = draw(st.sampled_from(PRIMARY_KEYS[key]))
    qualifiers = tuple((ai, draw(values(ai))) for ai in allowed if draw(st.booleans()))
    stem = draw(st.sampled_from(["", "/a", "/a/b%20c"]))
    return DigitalLink("id.example.org", stem, key, draw(values(key)), qualifiers)


def _part(optional: str, kind: str, ranged: str, length: str) -> st.SearchStrategy[str]:
    most = int(length)
    made = _sized(kind, 1 if ranged else most, most)
    return st.one_of(st.just(""), made) if optional else made


def _sized(kind: str, least: int, most: int) -> st.SearchStrategy[str]:
    match kind:
        case "c":
            bodies = st.text("0123456789", min_size=most - 1, max_size=most - 1)
            return bodies.map(lambda body: body + check_digit(body))
        case "d":
            return st.dates().map(lambda date: f"{date:%y%m%d}")
        case "k":
            return st.text(SET_82, max_size=most - len(_PREFIX)).map(lambda rest: _PREFIX + rest)
        case "p":
            bodies = st.text(SET_82, max_size=most - len(_PREFIX) - 2).map(lambda rest: _PREFIX + rest)
            return bodies.map(lambda body: body + check_pair(body))
    return st.text(_LETTERS[kind], min_size=least, max_size=most)
