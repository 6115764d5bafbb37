"""Choosing an organisation or a person in a form, however many there are.

Rules:
1. No more are read than a list shows; who was chosen already stays among them.
2. Any other is meant by its id, by its name (a person by what they sign in with too), or by a part of it that no other
   has. Who has the whole name is meant, whoever else has it as a part.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dpp.domain.actor import Actor
from web.accounts.service.choosing_ports import ChoiceStore, Choosable
from web.accounts.service.means import Means, allow
from web.accounts.service.ports import AccountWork

Q = TypeVar("Q")
SHOWN = 50
"""So many a list in a form shows."""
TOLD = 10
"""So many are told where a text may mean several."""


@dataclass(frozen=True)
class Choosables:
    """By name; `more` where there are others."""

    found: Sequence[Choosable]
    more: bool = False


@dataclass(frozen=True)
class Choices(Generic[Q]):
    """What a form offers, and what is typed into it; `use_case` says who may ask."""

    means: Means
    use_case: str
    store: Callable[[AccountWork], ChoiceStore[Q]]

    def shown(self, actor: Actor, among: Q, chosen: Collection[str] = ()) -> Choosables:
        """Rule 1; `chosen` are ids."""
        allow(self.use_case, actor)
        with self.means.units.reading() as work:
            store = self.store(work)
            first = store.first(among, SHOWN + 1)
            missing = {each for each in chosen if each} - {each.id for each in first[:SHOWN]}
            kept = store.these(among, missing) if missing else ()
        return Choosables(_by_name((*first[:SHOWN], *kept)), len(first) > SHOWN)

    def named(self, actor: Actor, among: Q, text: str) -> Sequence[Choosable]:
        """Rule 2: the one that is meant; by name those that may be, no more than one above `TOLD`; or none."""
        allow(self.use_case, actor)
        if not text.strip():
            return ()
        with self.means.units.reading() as work:
            found = self.store(work).named(among, text.strip(), TOLD + 1)
        for same in (_exactly(found, text.strip()), _whatever_the_case(found, text)):
            if len(same) == 1:
                return same
        return _by_name(found)


def _exactly(found: Sequence[Choosable], text: str) -> Sequence[Choosable]:
    return [each for each in found if text in {each.id, each.name}]


def _whatever_the_case(found: Sequence[Choosable], text: str) -> Sequence[Choosable]:
    return [each for each in found if _bare(text) in {_bare(each.name), _bare(each.also)}]


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()


def _by_name(found: Sequence[Choosable]) -> Sequence[Choosable]:
    return sorted(found, key=lambda each: (each.name, each.id))
