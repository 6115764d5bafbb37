"""Reading spare parts: looking for one, one part with all that is known of it, and the parts of a model.

Rules:
1. The catalogue, compatibility and prices are public. How many are free is for those who handle devices; who has them
   and where, for themselves, for who reads everything, and for who reserved one.
2. What is promised is computed when it is asked for, from the passport of the model as it is now.
3. Part and device are compared by prices that somebody saw. The price of a device is a sighting of its model: passports
   have none.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dpp.domain.actor import Actor
from dpp.domain.document import Elements
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from dpp.service.ports import Clock
from dpp.service.publishing import Publisher
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.spares.availability import Promise, Term, promise_of, seen_of
from lifecycle.domain.spares.catalogue import Fit, SparePart, SparePartId, number_key
from lifecycle.domain.spares.months import Month
from lifecycle.domain.spares.prices import About, Price, PriceNow, Sighting, price_now, spreads
from lifecycle.domain.spares.priority import duty_of
from lifecycle.domain.spares.ratio import ratio_of
from lifecycle.domain.spares.stock import Terms
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, Organisations
from lifecycle.service.spare_ports import SpareSearch
from lifecycle.service.spare_shelves import Shelves, stock_item
from lifecycle.service.spare_views import (
    DeclaredPart,
    FitView,
    FreeCount,
    ModelName,
    ModelSpare,
    ModelSpares,
    SpareLine,
    SpareLines,
    SpareView,
    StockItem,
)

A_PAGE = 25
_MOST_MODELS = 200


@dataclass(frozen=True)
class SpareWish:
    """What somebody looks for: words of a name or number, a kind, words of a model."""

    text: str = ""
    kind: PartKind | None = None
    model: str = ""
    offset: int = 0


@dataclass(frozen=True)
class SpareCatalogue:
    """Each method is one transaction."""

    storage: LifecycleStorage
    publisher: Publisher
    organisations: Organisations
    clock: Clock
    terms: Terms

    def search(self, actor: Actor, wish: SpareWish) -> SpareLines:
        """A page of the parts that are looked for."""
        with self.storage.reading() as reads:
            models = _models_called(reads, wish.model) if wish.model.strip() else None
            wanted = SpareSearch(wish.text, wish.kind, models, A_PAGE + 1, max(0, wish.offset))
            found = () if models == () else reads.spares.search(wanted)
            return SpareLines(self._lines(reads, actor, found[:A_PAGE]), len(found) > A_PAGE)

    def read(self, actor: Actor, part: SparePartId) -> SpareView:
        """Everything of one part; NotFound where there is none."""
        with self.storage.reading() as reads:
            found = part_of(reads, part)
            sightings = reads.spares.sightings(About.PART, {part})
            fits = tuple(self._fit(reads, found, fit) for fit in reads.spares.fits_of({part}))
            stock = self._stock(reads, actor, found)
            newer, older = _superseding(reads, found)
            holders = {item.holder for item in stock or () if item.holder is not None}
            view = SpareView(
                part=found,
                fits=tuple(sorted(fits, key=lambda each: (each.model.brand, each.model.name))),
                price=price_now(sightings, self._today, self.terms.fresh_days),
                spreads=spreads(sightings, self._today, self.terms.fresh_days),
                sightings=sightings,
                seen=seen_of(sightings, self._today),
                replacement=newer,
                replaces=older,
                stock=stock,
                names={},
            )
        said = (found.said, *(each.said for each in sightings), *(each.fit.said for each in fits))
        sayers = {each.organisation for each in said}
        names = self.organisations.names({each for each in sayers | holders if each is not None})
        return SpareView(**{**vars(view), "names": names})

    def of_model(self, actor: Actor, model: PassportId) -> ModelSpares:
        """The parts that fit a model; NotFound where there is no such model."""
        with self.storage.reading() as reads:
            named = model_named(reads, model)
            elements = self._elements(reads, model)
            fits = {fit.part: fit for fit in reads.spares.fits_for(model) if fit.fits}
            parts = reads.spares.several(fits)
            device = self._device_price(reads, model)
            sightings = _by_subject(reads.spares.sightings(About.PART, set(fits)))
            free = self._free(reads, actor, tuple(parts.values()))
            found = [
                self._of_model(parts[fit.part], fit, named, elements, sightings.get(fit.part, ()), device, free)
                for fit in fits.values()
            ]
        found.sort(key=lambda each: (list(PartKind).index(each.part.facts.kind), each.part.facts.maker, each.part.id))
        known = {key for each in found for key in each.part.facts.keys}
        return ModelSpares(named, device, tuple(found), _declared(elements, known))

    def _of_model(
        self,
        part: SparePart,
        fit: Fit,
        model: ModelName,
        elements: Elements,
        sightings: Collection[Sighting],
        device: PriceNow | None,
        free: Mapping[SparePartId, FreeCount] | None,
    ) -> ModelSpare:
        price = price_now(sightings, self._today, self.terms.fresh_days)
        return ModelSpare(
            part=part,
            fit=fit,
            price=price,
            promise=promise_of(part.facts.kind, term_of(model.group, elements, part)),
            duty=duty_of(model.group, part.facts.kind),
            seen=seen_of(sightings, self._today),
            ratio=ratio_of(_recent(price), _recent(device)),
            free=None if free is None else free[part.id],
        )

    def _lines(self, reads: LifecycleReads, actor: Actor, parts: Collection[SparePart]) -> tuple[SpareLine, ...]:
        ids = {each.id for each in parts}
        fits, free = reads.spares.fits_of(ids), self._free(reads, actor, parts)
        sightings = _by_subject(reads.spares.sightings(About.PART, ids))
        return tuple(
            SpareLine(
                part=part,
                models=sum(fit.fits for fit in fits if fit.part == part.id),
                price=price_now(sightings.get(part.id, ()), self._today, self.terms.fresh_days),
                free=None if free is None else free[part.id],
            )
            for part in parts
        )

    def _free(
        self, reads: LifecycleReads, actor: Actor, parts: Collection[SparePart]
    ) -> Mapping[SparePartId, FreeCount] | None:
        """Rule 1."""
        if not PERMISSIONS.allows("read_spare_stock", actor):
            return None
        return Shelves(reads, self._today).counts(parts)

    def _stock(self, reads: LifecycleReads, actor: Actor, part: SparePart) -> tuple[StockItem, ...] | None:
        if not PERMISSIONS.allows("read_spare_stock", actor):
            return None
        return tuple(stock_item(actor, each) for each in Shelves(reads, self._today).of(part))

    def _fit(self, reads: LifecycleReads, part: SparePart, fit: Fit) -> FitView:
        model = model_named(reads, fit.model)
        promise: Promise | None = None
        if fit.fits:
            promise = promise_of(part.facts.kind, term_of(model.group, self._elements(reads, fit.model), part))
        return FitView(fit, model, promise, duty_of(model.group, part.facts.kind))

    def _elements(self, reads: LifecycleReads, model: PassportId) -> Elements:
        passport = reads.passports.get(model)
        assert passport is not None  # every model has its passport
        return self.publisher.own_elements(reads, passport)

    def _device_price(self, reads: LifecycleReads, model: PassportId) -> PriceNow | None:
        seen = reads.spares.sightings(About.MODEL, {model})
        return price_now(seen, self._today, self.terms.fresh_days)

    @property
    def _today(self) -> date:
        return self.clock().date()


def part_of(reads: LifecycleReads, part: SparePartId) -> SparePart:
    """The part; NotFound where there is none."""
    found = reads.spares.get(part)
    if found is None:
        raise NotFound(
            message("There is no spare part '{part}' here.", part=part[:40]),
            remedy=message("Look for it by its number."),
        )
    return found


def model_named(reads: LifecycleReads, model: PassportId) -> ModelName:
    """The model; NotFound where there is none."""
    found = reads.models.get(model)
    if found is None:
        raise NotFound(message("There is no model '{model}'.", model=model[:40]))
    return ModelName(found.model_id, found.group, found.brand, found.name)


def term_of(group: str, elements: Elements, part: SparePart) -> Term:
    """What a promise counts from, as the passport of the model says it."""
    sold, years = elements.get("endOfPlacement"), elements.get("sparePartsYears")
    days = [
        date.fromisoformat(each["availableUntil"])
        for each in elements.get("spareParts", ())
        if "availableUntil" in each and number_key(each.get("partNumber", "")) in part.facts.keys
    ]
    return Term(
        group=group,
        sold_until=None if sold is None else Month.read(sold),
        years=None if years is None else int(years["value"]),
        part_until=max(days, default=None),
    )


def _declared(elements: Elements, known: Collection[str]) -> tuple[DeclaredPart, ...]:
    """The parts that a passport names and the catalogue does not know."""
    named: Collection[Mapping[str, Any]] = elements.get("spareParts", ())
    return tuple(
        DeclaredPart(
            kind=PartKind(each["part"]),
            number=each.get("partNumber"),
            price=Decimal(str(each["price"])) if "price" in each else None,
            priced_on=_day(each.get("priceDate")),
            until=_day(each.get("availableUntil")),
            order_page=each.get("orderPage"),
        )
        for each in named
        if number_key(each.get("partNumber", "")) not in known
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _models_called(reads: LifecycleReads, text: str) -> tuple[PassportId, ...]:
    """The models whose brand and name have all these words."""
    words = text.casefold().split()
    named = (
        each.model_id
        for each in reads.models.all()
        if all(word in f"{each.brand} {each.name}".casefold() for word in words)
    )
    return tuple(named)[:_MOST_MODELS]


def _superseding(reads: LifecycleReads, part: SparePart) -> tuple[SparePart | None, tuple[SparePart, ...]]:
    """The part that took this one's place, and those whose place this one took; of the same maker."""
    facts = part.facts
    new = () if facts.superseded_by is None else reads.spares.numbered({number_key(facts.superseded_by)})
    newer = next((each for each in new if each.facts.maker.casefold() == facts.maker.casefold()), None)
    older = tuple(each for each in reads.spares.superseded_by(facts.keys) if each.id != part.id)
    return newer, older


def _by_subject(sightings: Collection[Sighting]) -> dict[str, list[Sighting]]:
    found: dict[str, list[Sighting]] = {}
    for each in sightings:
        found.setdefault(each.subject, []).append(each)
    return found


def _recent(seen: PriceNow | None) -> Price | None:
    """An older one is told with its age, and is not what something costs."""
    return seen.price if seen is not None and seen.is_current else None
