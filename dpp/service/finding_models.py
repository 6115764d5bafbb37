"""Finding models and comparing them.

Rules:
1. What is closed to the public neither finds, filters nor orders: the index holds public elements alone, and what was
   closed in every passport after it was filled is left out where it is asked.
2. An archived or invalid passport is still read at its address, and is not offered to choose from.
3. An order is one of a ranked element (`dpp.domain.comparison`); who asks for another is told which there are.
4. A comparison shows what its reader may read, of 2 to 4 models.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue, Element, ProductGroup, ValueType
from dpp.domain.comparison import BETTER, Better, best_of, facets_of, plain, sortable, source_of
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.passports import Passports
from dpp.service.ports import PassportReads, PassportWork
from dpp.service.views import PassportView

FEWEST, MOST = 2, 4
LARGEST_PAGE = 200
MOST_ITEMS = 10_000
BY_NAME = "name"
SUPPORT, REPAIRABILITY, ENERGY = "securitySupportUntil", "repairabilityClass", "energyClass"


@dataclass(frozen=True)
class Bound:
    """What a facet must be at least, at most, or both."""

    facet: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Order:
    """By which facet; models that do not say it come last."""

    facet: str
    descending: bool


@dataclass(frozen=True)
class Wanted:
    """What the index is asked. Every word must be found; `order` None is by brand and name."""

    words: tuple[str, ...] = ()
    maker: str | None = None
    group: str | None = None
    bounds: tuple[Bound, ...] = ()
    order: Order | None = None
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True)
class FoundModel:
    """One model in the index, with its numbers."""

    model_id: PassportId
    group: str
    brand: str
    name: str
    version: int
    facets: Mapping[str, float]


class ModelSearch(Protocol):
    """The index of models. It is filled by the store of models itself."""

    def find(self, wanted: Wanted) -> Sequence[FoundModel]: ...
    def tally(self, wanted: Wanted) -> Mapping[tuple[str, str], int]:
        """How many models of each brand and product group, whichever of these are asked for."""
        ...

    def batches(self, model: PassportId) -> Sequence[PassportId]:
        """The batch passports of a model, in the order of their ids."""
        ...

    def items(self, model: PassportId, *, most: int) -> int:
        """How many item passports a model has, counted as far as `most`."""
        ...

    def fill(self, *, all_again: bool = False) -> int:
        """Index the models that are not in it yet, or all; gives how many."""
        ...


class SearchReads(PassportReads, Protocol):
    """A consistent look at passports and their index."""

    @property
    def search(self) -> ModelSearch: ...


class SearchWork(PassportWork, Protocol):
    """One transaction over both."""

    @property
    def search(self) -> ModelSearch: ...


class SearchStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[SearchReads]: ...
    def writing(self) -> AbstractContextManager[SearchWork]: ...


@dataclass(frozen=True)
class Question:
    """What somebody asks: words, a brand, a group, the worst class that will do, and the month of support at least.

    `support_end` is `2028`, `2028-06` or `2028-06-30`; `page` counts from 1.
    """

    words: str = ""
    maker: str | None = None
    group: ProductGroup | None = None
    repairability: str | None = None
    energy: str | None = None
    support_end: str | None = None
    sort: str = BY_NAME
    page: int = 1
    page_size: int = 50


@dataclass(frozen=True)
class FoundModels:
    """One page of what was found, and how many there are by brand and by group."""

    models: tuple[FoundModel, ...]
    total: int
    makers: Mapping[str, int]
    groups: Mapping[str, int]
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True)
class ModelFamily:
    """The batches of a model with the numbers that they say in public, and how many item passports it has."""

    batches: Mapping[PassportId, str | None]
    items: int


@dataclass(frozen=True)
class ComparedElement:
    """One line of a comparison: the value of each model that says it, and which are the best."""

    element_id: str
    values: Mapping[PassportId, object]
    best: frozenset[PassportId] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Comparison:
    """Models beside each other, in the order in which they were asked for; lines in the catalogue's order."""

    models: tuple[PassportView, ...]
    elements: tuple[ComparedElement, ...]


@dataclass(frozen=True)
class FindingModels:
    """Each method is one transaction and checks its actor first."""

    storage: SearchStorage
    passports: Passports

    @property
    def catalogue(self) -> Catalogue:
        return self.passports.publisher.catalogue

    def find(self, actor: Actor, question: Question) -> FoundModels:
        """One page of the models that fit; InvalidInput for what cannot be asked."""
        PERMISSIONS.check("list_models", actor)
        wanted = wanted_of(question, self.catalogue)
        with self.storage.reading() as reads:
            closed = self.closed(reads)
            wanted = _without(wanted, closed)
            found = tuple(_open(model, closed) for model in reads.search.find(wanted))
            tally = reads.search.tally(wanted)
        makers, groups = _counts(tally, wanted)
        total = sum(groups.values()) if wanted.group is None else groups.get(wanted.group, 0)
        return FoundModels(found, total, makers, groups, question.page, question.page_size)

    def compare(self, actor: Actor, models: Sequence[PassportId]) -> Comparison:
        """These models beside each other; InvalidInput where they are too few or too many, or no models."""
        ids = tuple(dict.fromkeys(models))
        if not FEWEST <= len(ids) <= MOST:
            raise _wrong("ids", message("Choose {fewest} to {most} models to compare.", fewest=FEWEST, most=MOST))
        views = tuple(self.passports.read(actor, each) for each in ids)
        if others := [view.passport_id for view in views if not view.is_model]:
            what = message("'{passport}' is no passport of a model.", passport=others[0])
            raise _wrong("ids", what)
        return Comparison(views, tuple(_compared(views, self.catalogue)))

    def family(self, actor: Actor, model: PassportId) -> ModelFamily:
        """What was made of a model; items are counted as far as `MOST_ITEMS`."""
        PERMISSIONS.check("list_models", actor)
        with self.storage.reading() as reads:
            found = reads.search.batches(model)
            batches = reads.passports.known(found) if found else {}
            numbers = {each: _batch_number(batches[each].elements) for each in sorted(batches)}
            return ModelFamily(numbers, reads.search.items(model, most=MOST_ITEMS))

    def closed(self, reads: PassportReads) -> frozenset[str]:
        """What nobody may find by, though the index may still hold it (rule 1)."""
        everywhere = {closure.element_id for closure in reads.closures.in_force(())}
        return frozenset(everywhere | self.passports.publisher.rules.closed_since())

    def fill(self, *, all_again: bool = False) -> int:
        """For the operator: index the models that are not in the index yet, or all; gives how many."""
        with self.storage.writing() as work:
            count = work.search.fill(all_again=all_again)
            work.commit()
        return count


def _batch_number(lines: bytes) -> str | None:
    """As its public lines say it."""
    said: Mapping[str, str] = json.loads(b"{" + lines.removeprefix(b",") + b"}")
    return said.get("batchNumber")


def wanted_of(question: Question, catalogue: Catalogue) -> Wanted:
    """The question as the index takes it; InvalidInput with the parameter that is wrong."""
    if question.page < 1 or not 1 <= question.page_size <= LARGEST_PAGE:
        what = message("Pages count from 1, and hold 1 to {most} models.", most=LARGEST_PAGE)
        raise _wrong("page", what)
    return Wanted(
        words=tuple(plain(question.words).split()),
        maker=question.maker or None,
        group=question.group,
        bounds=tuple(
            bound
            for bound in (
                _class_bound("repairability", REPAIRABILITY, question.repairability, catalogue),
                _class_bound("energy", ENERGY, question.energy, catalogue),
                _support_bound(question.support_end),
            )
            if bound is not None
        ),
        order=_order(question.sort, catalogue),
        offset=(question.page - 1) * question.page_size,
        limit=question.page_size,
    )


def _class_bound(parameter: str, element_id: str, wanted: str | None, catalogue: Catalogue) -> Bound | None:
    """This class or a better one."""
    if not wanted:
        return None
    classes = [code.value for code in catalogue.element(element_id).codes]
    if wanted not in classes:
        raise _wrong(parameter, message("A class is one of {known}.", known=", ".join(classes)))
    return Bound(element_id, high=float(classes.index(wanted)))


def _support_bound(wanted: str | None) -> Bound | None:
    """Updates at least until the first day of that year or month."""
    if not wanted:
        return None
    digits = wanted.replace("-", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in {4, 6, 8}):
        raise _wrong("supportEnd", message("A day is written as 2028, 2028-06 or 2028-06-30."))
    return Bound(SUPPORT, low=float(digits.ljust(8, "0")))


def _order(sort: str, catalogue: Catalogue) -> Order | None:
    if not sort or sort == BY_NAME:
        return None
    known = sortable(catalogue)
    if sort not in known:
        raise _wrong("sort", message("Models are put in order by {known}.", known=", ".join((BY_NAME, *known))))
    return Order(sort, descending=BETTER.get(sort) is not Better.LESS)


def _without(wanted: Wanted, closed: Collection[str]) -> Wanted:
    bounds = tuple(bound for bound in wanted.bounds if source_of(bound.facet) not in closed)
    order = wanted.order if wanted.order and source_of(wanted.order.facet) not in closed else None
    return replace(wanted, bounds=bounds, order=order)


def _counts(tally: Mapping[tuple[str, str], int], wanted: Wanted) -> tuple[dict[str, int], dict[str, int]]:
    """Each choice with what it would give beside the other choice that was made."""
    makers: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for (maker, group), count in tally.items():
        if wanted.group in {None, group}:
            makers[maker] += count
        if wanted.maker in {None, maker}:
            groups[group] += count
    return dict(sorted(makers.items())), dict(sorted(groups.items()))


def _open(model: FoundModel, closed: Collection[str]) -> FoundModel:
    facets = {facet: number for facet, number in model.facets.items() if source_of(facet) not in closed}
    return replace(model, facets=facets)


def _compared(views: Sequence[PassportView], catalogue: Catalogue) -> Sequence[ComparedElement]:
    """A line for each comparable element of these product groups that at least one of the models says.

    No model is the best of different groups: a laptop weighs less than a display, and is no better display for it.
    """
    said = {view.passport_id: view.document.values() for view in views}
    groups = {ProductGroup(values["productGroup"]) for values in said.values()}
    numbers = {model: facets_of(values, catalogue) for model, values in said.items() if len(groups) == 1}
    lines = []
    for element in catalogue.elements.values():
        values = {model: own[element.element_id] for model, own in said.items() if element.element_id in own}
        if element.compare and values and not groups.isdisjoint(element.products):
            lines.append(ComparedElement(element.element_id, values, _best(element, numbers)))
    return lines


def _best(element: Element, numbers: Mapping[PassportId, Mapping[str, float]]) -> frozenset[PassportId]:
    """Figures in another unit would be compared as if they were the same: the catalogue gives each element one unit."""
    if not element.rank or element.value_type is ValueType.COLLECTION:
        return frozenset()
    said = {str(model): own[element.element_id] for model, own in numbers.items() if element.element_id in own}
    return frozenset(map(PassportId, best_of(element.element_id, said)))


def _wrong(parameter: str, what: Message) -> InvalidInput:
    return InvalidInput(what, (Problem(parameter, what),))
