"""The worklists of a person: what waits, since when, and who works on it.

Rules, besides those of `lifecycle.domain.worklists`:
1. A person sees the lists whose work their role has, with the devices on which they may do it. Who reads every device
   and works on none (the auditor) sees all lists, and takes nothing.
2. Whoever takes items has them until `lease` from then; taking again makes that anew. Of items that several want at the
   same moment each goes to one of them.
3. Who has an item is told to colleagues of the same organisation by account; to others by organisation.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.permission import Relation
from dpp.service.ports import Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.worklists import LISTS, ListName, Taking, WorkItem
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, Organisations
from lifecycle.service.worklist_ports import Alike, Cursor, Hands, ItemFilter, ListedItem, Scope, Waiting

MOST = 1000
"""Items that are taken at once, and devices of one act."""
LEASE = timedelta(minutes=30)
WHOSE = ("mine", "others", "free")
_EVERYTHING = Scope(everything=True)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for on a list, the oldest first; empty fields ask for nothing.

    `days` is how long it waits at least, `whose` one of `WHOSE`.
    """

    owner: OrganisationId | None = None
    group: str | None = None
    model: PassportId | None = None
    place: str | None = None
    route: str | None = None
    grade: str | None = None
    cause: str | None = None
    days: int | None = None
    whose: str | None = None
    after: Cursor | None = None


@dataclass(frozen=True)
class ListCount:
    """A list with how much waits on it; nothing does when `waiting` is None. `mine` are in this person's hands."""

    name: ListName
    waiting: Waiting | None
    mine: int = 0


@dataclass(frozen=True)
class InHands:
    """Who works on an item, as this reader may know it: `by` is left out outside the organisation."""

    is_mine: bool
    organisation: OrganisationId | None
    until: datetime
    by: AccountId | None = None


@dataclass(frozen=True)
class ItemView:
    """An item with its device as lists show it, and who works on it now."""

    item: WorkItem
    line: DeviceLine
    taken: InHands | None = None


@dataclass(frozen=True)
class ModelCount:
    """How many devices on a list are of a model; of none while it is not known."""

    model: PassportId | None
    name: str | None
    count: int


@dataclass(frozen=True)
class ListView:
    """A page of a list. `count` is of all that match; `more` is where the next page begins.

    `models` are those of the whole list, the most first; `names` are those of organisations.
    """

    name: ListName
    count: int
    items: tuple[ItemView, ...]
    models: tuple[ModelCount, ...]
    more: Cursor | None
    may_take: bool
    names: Mapping[OrganisationId, str]


@dataclass(frozen=True)
class TakeView:
    """What became of a taking: what is in one's hands now, and what is in whose; the rest is not on the list."""

    taken: tuple[DeviceKey, ...]
    others: Mapping[DeviceKey, InHands]
    absent: tuple[DeviceKey, ...]
    until: datetime


@dataclass(frozen=True)
class Worklists:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    organisations: Organisations
    clock: Clock
    lease: timedelta = LEASE

    def overview(self, actor: Actor) -> tuple[ListCount, ...]:
        """Every list of this person, in the order of a device's way."""
        scopes, now = scopes_of(actor), self.clock()
        with self.storage.reading() as reads:
            waiting = reads.work_items.waiting(scopes)
            mine = reads.work_items.taken_by(actor.account, now)
        return tuple(ListCount(name, waiting.get(name), mine.get(name, 0)) for name in scopes)

    def open(self, actor: Actor, name: ListName, wanted: Wanted, *, limit: int = 50) -> ListView:
        """A page of a list, the oldest first."""
        found = self._filter(actor, name, wanted, limit + 1)
        with self.storage.reading() as reads:
            listed = reads.work_items.find(found)
            shown = tuple(self._views(reads, actor, listed[:limit]))
            count = reads.work_items.count(found)
            models = tuple(_named(reads, reads.work_items.models(name, found.scope)))
        last = listed[limit - 1].item if len(listed) > limit else None
        return ListView(
            name=name,
            count=count,
            items=shown,
            models=models,
            more=None if last is None else Cursor(last.since, last.device),
            may_take=may_take(actor, name),
            names=self.organisations.names(set(_parties(shown))),
        )

    def keys(self, actor: Actor, name: ListName, wanted: Wanted) -> tuple[DeviceKey, ...]:
        """The oldest devices that match, as many as one act takes."""
        with self.storage.reading() as reads:
            listed = reads.work_items.find(self._filter(actor, name, wanted, MOST))
        return tuple(each.item.device for each in listed)

    def in_hands(self, actor: Actor, name: ListName, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, InHands]:
        """Who works on these items of a list now; those that are free are left out."""
        scope, now = _scope(actor, name), self.clock()
        with self.storage.reading() as reads:
            there = reads.work_items.on_list(name, keys, scope)
            found = reads.work_items.takings([name], there, now)
        return {key: _in_hands(actor, takings[0], now) for key, takings in found.items()}

    def take(self, actor: Actor, name: ListName, keys: Sequence[DeviceKey]) -> TakeView:
        """Take these items; those in somebody else's hands stay there."""
        scope, now = self._to_take(actor, name, keys), self.clock()
        taking = Taking(actor.account, actor.organisation, now + self.lease)
        with self.storage.writing() as work:
            there = work.work_items.on_list(name, keys, scope)
            mine = work.work_items.take(name, there, taking, now)
            left = work.work_items.takings([name], there - mine, now)
            work.commit()
        return TakeView(
            taken=tuple(key for key in keys if key in mine),
            others={key: _in_hands(actor, each[0], now) for key, each in left.items()},
            absent=tuple(key for key in keys if key not in there),
            until=taking.until,
        )

    def give_back(self, actor: Actor, name: ListName, keys: Sequence[DeviceKey]) -> None:
        """Let others have these items; what is in somebody else's hands stays there."""
        self._to_take(actor, name, keys)
        with self.storage.writing() as work:
            work.work_items.give_back(name, keys, actor.account)
            work.commit()

    @staticmethod
    def _to_take(actor: Actor, name: ListName, keys: Collection[DeviceKey]) -> Scope:
        PERMISSIONS.check("take_work", actor)
        if not 0 < len(keys) <= MOST:
            what = message("Choose 1 to {most} devices at once.", most=MOST)
            raise InvalidInput(what, (Problem("$.devices", what),))
        return _scope(actor, name)

    def _filter(self, actor: Actor, name: ListName, wanted: Wanted, limit: int) -> ItemFilter:
        now = self.clock()
        return ItemFilter(
            list=name,
            scope=_scope(actor, name),
            owner=wanted.owner,
            group=wanted.group,
            model=wanted.model,
            place=wanted.place,
            route=wanted.route,
            grade=wanted.grade,
            cause=wanted.cause,
            until=None if wanted.days is None else now - timedelta(days=wanted.days),
            hands=Hands(wanted.whose, actor.account, now) if wanted.whose in WHOSE else None,
            after=wanted.after,
            limit=limit,
        )

    def _views(self, reads: LifecycleReads, actor: Actor, listed: Iterable[ListedItem]) -> Iterator[ItemView]:
        now = self.clock()
        for each in listed:
            line = reads.devices.get(each.item.device)
            assert line is not None  # an item is of a device
            taken = None if each.taking is None or each.taking.until <= now else _in_hands(actor, each.taking, now)
            yield ItemView(each.item, line, taken)


def scopes_of(actor: Actor) -> Mapping[ListName, Scope]:
    """The lists of this person, each with whose devices; NotPermitted for who has none (rule 1)."""
    PERMISSIONS.check("read_worklist", actor)
    own = {name: scope for name, kind in LISTS.items() if (scope := whose_work(actor, *kind.use_cases)) != Scope()}
    if not own and PERMISSIONS.allows("read_device", actor):
        return dict.fromkeys(LISTS, _EVERYTHING)
    return own


def lists_of(actor: Actor) -> frozenset[ListName]:
    """The lists of this person; none for who has none."""
    return frozenset(scopes_of(actor)) if PERMISSIONS.allows("read_worklist", actor) else frozenset()


def may_take(actor: Actor, name: ListName) -> bool:
    """Whether this person works on the list, and does not only read it."""
    return PERMISSIONS.allows("take_work", actor) and whose_work(actor, *LISTS[name].use_cases) != Scope()


def refuse_taken(
    reads: LifecycleReads, actor: Actor, key: DeviceKey, names: Collection[ListName], now: datetime
) -> None:
    """Refused (`taken`) where somebody else works on this device on one of these lists."""
    takings = reads.work_items.takings(names, [key], now).get(key, ())
    other = next((each for each in takings if each.binds(actor.account, now)), None)
    if other is not None:
        colleague = message("A colleague of yours works on it until {until}.", until=other.until)
        stranger = message("Somebody of another organisation works on it until {until}.", until=other.until)
        raise Refused(
            "taken",
            colleague if other.organisation == actor.organisation else stranger,
            remedy=message("Ask that person to give it back, or wait until then."),
        )


def _named(reads: LifecycleReads, alike: Iterable[Alike]) -> Iterator[ModelCount]:
    for each in alike:
        model = None if each.model is None else reads.models.get(each.model)
        yield ModelCount(each.model, None if model is None else f"{model.brand} {model.name}", each.count)


def _scope(actor: Actor, name: ListName) -> Scope:
    scope = scopes_of(actor).get(name)
    if scope is None:
        raise NotFound(message("You have no worklist '{name}'.", name=name))
    return scope


def whose_work(actor: Actor, *use_cases: str) -> Scope:
    """On whose devices the actor may do one of these, by the permission table."""

    def allowed(*relations: Relation) -> bool:
        return any(PERMISSIONS.allows(use_case, actor, frozenset(relations)) for use_case in use_cases)

    if allowed():
        return _EVERYTHING
    ours = actor.organisation
    return Scope(
        owner=ours if allowed(Relation.OWNER) else None,
        custodian=ours if allowed(Relation.CUSTODIAN) else None,
        receiver=ours if allowed(Relation.RECEIVER) else None,
    )


def _in_hands(actor: Actor, taking: Taking, now: datetime) -> InHands:
    """Rule 3."""
    known = actor.organisation is not None and taking.organisation == actor.organisation
    is_mine = not taking.binds(actor.account, now)
    return InHands(is_mine, taking.organisation, taking.until, taking.by if known or is_mine else None)


def _parties(items: Iterable[ItemView]) -> Iterator[OrganisationId]:
    for each in items:
        yield from (party for party in (each.line.owner, each.taken and each.taken.organisation) if party)
