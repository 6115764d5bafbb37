"""Which of several forms a client prefers: one measure for media types and for languages.

Rules (RFC 9110, section 12; RFC 4647, section 3.4 for languages):
1. A header is a list of ranges, each with a weight from 0 to 1; no header accepts everything.
2. Of the ranges that match an offer the most specific counts; an offer that none matches has weight 0.
3. `*` stands for any part; `nl-BE` also accepts `nl`, and `nl` accepts `nl-BE`.
4. What cannot be read in a header is passed over: a header never fails a request.
"""

import re
from dataclasses import dataclass

_WEIGHT = re.compile(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*", re.IGNORECASE)
_LONGEST = 1000


@dataclass(frozen=True)
class Preferences:
    """The ranges of one header, each as its parts and its weight."""

    ranges: tuple[tuple[tuple[str, ...], float], ...]
    separator: str

    def weight(self, offer: str) -> float:
        """How much this offer is wanted, 0 to 1; 1 where nothing was said."""
        if not self.ranges:
            return 1.0
        parts = tuple(offer.lower().split(self.separator))
        matches = [(_closeness(wanted, parts), weight) for wanted, weight in self.ranges if _matches(wanted, parts)]
        return max(matches, default=(0, 0.0))[1]


def media_types(accept: str) -> Preferences:
    """The preferences in an Accept header; parameters other than the weight are passed over."""
    return _read(accept, "/")


def languages(accept_language: str) -> Preferences:
    """The preferences in an Accept-Language header."""
    return _read(accept_language, "-")


def _read(header: str, separator: str) -> Preferences:
    ranges = []
    for entry in header[:_LONGEST].split(","):
        name, *parameters = entry.split(";")
        if name.strip():
            weights = [matched[1] for parameter in parameters if (matched := _WEIGHT.fullmatch(parameter))]
            ranges.append(
                (tuple(name.strip().lower().split(separator)), min(1.0, float(weights[0])) if weights else 1.0)
            )
    return Preferences(tuple(ranges), separator)


def _matches(wanted: tuple[str, ...], offer: tuple[str, ...]) -> bool:
    return all(one in {"*", other} for one, other in zip(wanted, offer, strict=False))


def _closeness(wanted: tuple[str, ...], offer: tuple[str, ...]) -> int:
    return sum(one == other for one, other in zip(wanted, offer, strict=False))
