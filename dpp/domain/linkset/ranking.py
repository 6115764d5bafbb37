"""Which of several links answers a request: one measure for link type, context, language and media type.

Rules:
1. A link of another type than the one that is asked for does not count.
2. The context goes first, because it is asked for in the address; then whether the client can read the link at all;
   then the language; then how much the client wants the form.
3. What a link does not say of itself ranks below all that is wanted, and above what is not.
4. Where nothing is asked for, all links are equal in it. Links of equal rank that lead to different places cannot be
   decided.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dpp.domain.linkset.link import Link
from dpp.domain.negotiation import Preferences

_UNSAID = 0.0005
"""Half of the smallest weight that a header can give (RFC 9110, section 12.4.2)."""

Rank = tuple[float, bool, float, float]


@dataclass(frozen=True)
class Wanted:
    """What a request asks for: one link type, and what it prefers among the links of that type."""

    type: str
    languages: Preferences
    media_types: Preferences
    contexts: frozenset[str] = frozenset()

    def rank(self, link: Link) -> Rank | None:
        """Higher is better; None for a link of another type."""
        if link.type != self.type:
            return None
        readable = _weight(self.media_types, (link.media_type,) if link.media_type else (), "*/*")
        spoken = _weight(self.languages, link.languages, "*")
        return self._in_context(link), readable > 0, spoken, readable

    def _in_context(self, link: Link) -> float:
        if not self.contexts or not self.contexts.isdisjoint(link.contexts):
            return 1.0
        return 0.0 if link.contexts else _UNSAID


def best(links: Iterable[Link], wanted: Wanted) -> tuple[Link, ...]:
    """The links of the highest rank, one for each place they lead to: none, the answer, or what cannot be decided."""
    ranked = [(rank, link) for link in links if (rank := wanted.rank(link)) is not None]
    highest = max((rank for rank, _ in ranked), default=None)
    return tuple({link.href: link for rank, link in ranked if rank == highest}.values())


def _weight(preferences: Preferences, said: Collection[str], anything: str) -> float:
    """The weight of the best of what a link says of itself (rule 3)."""
    if not said:
        return max(preferences.weight(anything), _UNSAID)
    return max(preferences.weight(each) for each in said)
