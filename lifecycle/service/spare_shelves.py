"""What there is of parts here: counted ones, harvested ones, and how many of them are free.

Used inside a transaction, by those who read and by those who reserve.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from dpp.domain.permission import Relation
from lifecycle.domain.components import PlacedPart, still_in_stock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.spares.catalogue import Fit, SparePart, SparePartId, component_of
from lifecycle.domain.spares.stock import (
    Harvested,
    MatchedBy,
    PartReservation,
    Shelf,
    free_on,
    is_free,
    is_told_by_kind,
    matched,
)
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin
from lifecycle.service.ports import DeviceLine, LifecycleReads
from lifecycle.service.spare_views import FreeCount, StockItem

MOST_HARVESTED = 500
_NEW = frozenset({PartOrigin.NEW_ORIGINAL, PartOrigin.NEW_THIRD_PARTY})


@dataclass(frozen=True)
class OnShelf:
    """So many of a shelf are free."""

    shelf: Shelf
    free: int

    @property
    def item(self) -> str:
        return self.shelf.item


@dataclass(frozen=True)
class HarvestedHere:
    """A harvested part that is free, the device that it came out of, and why it is this part of the catalogue."""

    held: Harvested
    placed: PlacedPart
    donor: DeviceLine
    by: MatchedBy

    @property
    def item(self) -> str:
        return self.held.item


class Shelves:
    """What is free on a day; parts that came out of devices are read once for each kind of component."""

    def __init__(self, reads: LifecycleReads, today: date) -> None:
        self._reads = reads
        self._today = today
        self._given: dict[ComponentKind, tuple[tuple[PlacedPart, DeviceLine], ...]] = {}

    def counts(self, parts: Collection[SparePart]) -> dict[SparePartId, FreeCount]:
        """How many of each are free."""
        return {part.id: _counted(found) for part, found in self._several(parts)}

    def of(self, part: SparePart) -> tuple[OnShelf | HarvestedHere, ...]:
        """Everything of a part that is free: shelves first, then harvested ones."""
        [(_, found)] = self._several([part])
        return found

    def _several(self, parts: Collection[SparePart]) -> Iterator[tuple[SparePart, tuple[OnShelf | HarvestedHere, ...]]]:
        """What is counted, kept and said to fit is asked once for all of them."""
        ids = {each.id for each in parts}
        fitted = _fitted(self._reads.spares.fits_of(ids))
        counted = self._on_shelves(ids)
        for part in parts:
            harvested = self._harvested(part, fitted.get(part.id, frozenset()))
            yield part, (*(each for each in counted if each.shelf.part == part.id), *harvested)

    def _on_shelves(self, parts: Collection[SparePartId]) -> tuple[OnShelf, ...]:
        kept: dict[Shelf, list[PartReservation]] = {}
        for each in self._reads.spare_stock.kept(parts):
            if isinstance(each.held, Shelf):
                kept.setdefault(each.held, []).append(each)
        counts = self._reads.spare_stock.shelves(parts)
        found = (OnShelf(shelf, free_on(count, kept.get(shelf, ()), self._today)) for shelf, count in counts)
        return tuple(each for each in found if each.free > 0)

    def _harvested(self, part: SparePart, models: frozenset[PassportId]) -> Iterator[HarvestedHere]:
        found = []
        for placed, line in self._in_stock(part.facts.kind):
            fits_donor = line.model_id in models and is_told_by_kind(part.facts.kind)
            by = matched(placed, part.facts.keys, fits_donor=fits_donor)
            if by is not None:
                found.append(HarvestedHere(Harvested(placed.device, placed.slot), placed, line, by))
        if not found:
            return
        kept = self._reads.spare_stock.kept_of([each.held for each in found])
        for here in found:
            if is_free((each for each in kept if each.held == here.held), self._today):
                yield here

    def _in_stock(self, kind: PartKind) -> tuple[tuple[PlacedPart, DeviceLine], ...]:
        component = component_of(kind)
        if component not in self._given:
            given = self._reads.parts.in_stock(component, MOST_HARVESTED)
            donors = {each.device for each in given}
            left = still_in_stock(given, self._reads.parts.taken_from(donors))
            lines = self._reads.devices.several(donors)
            self._given[component] = tuple((each, lines[each.device]) for each in left if each.device in lines)
        return self._given[component]


def stock_item(actor: Actor, found: OnShelf | HarvestedHere) -> StockItem:
    """A line of the stock as this actor may see it: who has it and where, only for who may know that."""
    if isinstance(found, OnShelf):
        holder, place = found.shelf.holder, found.shelf.place
        item = StockItem(found.item, found.shelf.origin, found.free)
        return _with_place(actor, item, holder, place)
    line = found.donor
    is_battery = found.placed.component is ComponentKind.BATTERY
    item = StockItem(
        item=found.item,
        origin=PartOrigin.HARVESTED,
        free=1,
        matched=found.by,
        health=line.battery_health if is_battery else None,
        grade=line.functional_grade,
    )
    return _with_place(actor, item, line.custodian, line.place)


def may_see_place(actor: Actor, holder: OrganisationId | None) -> bool:
    """Whether the actor may know who has a part and where: who has it itself, and who reads everything."""
    is_holder = holder is not None and holder == actor.organisation
    return PERMISSIONS.allows("read_spare_places", actor, frozenset({Relation.CUSTODIAN} if is_holder else ()))


def _with_place(actor: Actor, item: StockItem, holder: OrganisationId | None, place: str | None) -> StockItem:
    if not may_see_place(actor, holder):
        return item
    return StockItem(**{**vars(item), "holder": holder, "place": place})


def _fitted(fits: Collection[Fit]) -> dict[SparePartId, frozenset[PassportId]]:
    found: dict[SparePartId, frozenset[PassportId]] = {}
    for fit in fits:
        if fit.fits:
            found[fit.part] = found.get(fit.part, frozenset()) | {fit.model}
    return found


def _counted(found: Iterable[OnShelf | HarvestedHere]) -> FreeCount:
    new = used = harvested = 0
    for each in found:
        if isinstance(each, HarvestedHere):
            harvested += 1
        elif each.shelf.origin in _NEW:
            new += each.free
        else:
            used += each.free
    return FreeCount(new, used, harvested)
