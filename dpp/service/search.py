"""Searching everything: one box, over what this actor may know of.

Rules:
1. What somebody may not see is not looked at: the index leaves it out before anything is counted or cut off, so that
   neither an answer nor the time that it takes tells that it is there.
2. Which relation to a thing lets somebody know of it is asked of the permission table of its kind (`Right`), once for a
   search and not for each thing.
3. Each kind gives its best few, in an order that is the same every time; that there are more is told, not how many.
4. What is asked is at most 100 characters. Of less than two nothing is looked for.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.permission import PermissionTable, Relation
from dpp.domain.search import Entry, Kind, Match, Subject, compare

LONGEST, SHORTEST = 100, 2
MOST_OF_A_KIND = 20


@dataclass(frozen=True)
class Sight:
    """What of a kind may be looked at: everything, or what this organisation stands to in one of these ways."""

    organisation: OrganisationId | None = None
    relations: frozenset[Relation] = frozenset()

    @property
    def is_everything(self) -> bool:
        return self.organisation is None


EVERYTHING = Sight()


@dataclass(frozen=True)
class Candidate:
    """A text of something that may be meant; all but `entry` is what `Subject` says of the thing."""

    kind: Kind
    id: str
    label: str
    entry: Entry
    parties: tuple[OrganisationId, ...] = ()


@dataclass(frozen=True)
class Right:
    """The permission that tells who may know of a thing of some kind."""

    table: PermissionTable
    use_case: str

    def sight(self, actor: Actor) -> Sight | None:
        """Rule 2; None for who may know of none. A link that was bound to one thing opens no search."""
        if actor.capability is not None:
            return EVERYTHING if self.table.allows(self.use_case, actor) else None
        if self.table.allows(self.use_case, actor):
            return EVERYTHING
        enough = (each for each in Relation if self.table.allows(self.use_case, actor, frozenset({each})))
        relations = frozenset(enough)
        return Sight(actor.organisation, relations) if relations and actor.organisation is not None else None


@dataclass(frozen=True)
class Hit:
    """Something that was found, by the text that answers best."""

    candidate: Candidate
    match: Match


@dataclass(frozen=True)
class Group:
    """The best of one kind; `more`: whether there are more than are told."""

    kind: Kind
    hits: tuple[Hit, ...]
    more: bool = False


class SearchIndex(Protocol):
    """By which texts everything is found, kept in the transaction of whoever changes what they say."""

    def put(self, subject: Subject) -> None:
        """All that one thing is found by, from now on; one without entries is forgotten."""
        ...

    def get(self, kind: Kind, subject_id: str) -> Subject | None: ...
    def candidates(self, typed: str, sights: Mapping[Kind, Sight]) -> tuple[Candidate, ...]:
        """What may answer, of these kinds and within these sights; few enough to compare each with what was typed.

        Everything that begins with it comes before what is only similar. Nothing with one typing mistake is left out,
        as far as `dpp.domain.search.grams` says.
        """
        ...


class SearchReads(Protocol):
    """A consistent look at the index."""

    @property
    def search_index(self) -> SearchIndex: ...


class SearchStorage(Protocol):
    """Where a look begins."""

    def reading(self) -> AbstractContextManager[SearchReads]: ...


@dataclass(frozen=True)
class Search:
    """The box. `rights` say for each kind who may know of it; a kind without right is never found."""

    storage: SearchStorage
    rights: Mapping[Kind, Right]

    def find(
        self, actor: Actor, typed: str, kinds: Collection[Kind] = tuple(Kind), *, most: int = MOST_OF_A_KIND
    ) -> tuple[Group, ...]:
        """The rules above; InvalidInput for more than 100 characters. Kinds of which nothing was found are left out."""
        if len(typed.strip()) > LONGEST:
            what = message("What is searched for has {most} characters at most.", most=LONGEST)
            raise InvalidInput(what, (Problem("$.q", what),), remedy=message("Leave something out."))
        sights = self.sights(actor, kinds)
        if len(typed.strip()) < SHORTEST or not sights:
            return ()
        with self.storage.reading() as reads:
            found = best(typed, reads.search_index.candidates(typed, sights))
        groups = ((kind, [hit for hit in found if hit.candidate.kind is kind]) for kind in Kind)
        return tuple(Group(kind, tuple(hits[:most]), len(hits) > most) for kind, hits in groups if hits)

    def sights(self, actor: Actor, kinds: Collection[Kind] = tuple(Kind)) -> Mapping[Kind, Sight]:
        """What this actor may look for."""
        asked = ((kind, self.rights[kind].sight(actor)) for kind in Kind if kind in kinds and kind in self.rights)
        return {kind: sight for kind, sight in asked if sight is not None}


def best(typed: str, candidates: Iterable[Candidate]) -> list[Hit]:
    """Each thing once, by the text that answers best; the best first, then by text and id."""
    found: dict[tuple[Kind, str], Hit] = {}
    for each in candidates:
        match = compare(typed, each.entry.text, each.entry.style)
        if match is not None:
            hit, key = Hit(each, match), (each.kind, each.id)
            found[key] = min(found.get(key, hit), hit, key=_order)
    return sorted(found.values(), key=_order)


def _order(hit: Hit) -> tuple[float, str, str, str]:
    entry = hit.candidate.entry
    return -hit.match.score, entry.text.casefold(), entry.what, hit.candidate.id
