"""Use cases of repairability: the workings of a model's scores, and models beside each other for who buys them.

Rules:
1. A working counts with what its reader may read, and with nothing else (`Passports.read`).
2. A comparison is the same for everybody: it is made of what is public, and what was closed to the public since is left
   out, filters nothing and orders nothing.
3. Models of one product group are compared, never across groups (`dpp.domain.repairability.compared`).
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.parts import without
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.repairability.compared import MEASURES, Compared, compared_model
from dpp.domain.repairability.described import described
from dpp.domain.repairability.working import Working
from dpp.domain.repairability.workings import workings
from dpp.service.finding_models import Bound, FindingModels, FoundModel, Order, Wanted
from dpp.service.ports import PassportReads

LARGEST_PAGE = 100


@dataclass(frozen=True)
class ModelScores:
    """The workings of one model, as its reader may see them."""

    passport_id: PassportId
    url: str
    group: str
    brand: str
    name: str
    workings: tuple[Working, ...]

    def document(self) -> dict[str, Any]:
        """JSON-LD by the published context."""
        header = {"productGroup": self.group, "brand": self.brand, "modelName": self.name}
        return described(self.url, header, self.workings)


@dataclass(frozen=True)
class Wish:
    """What a buyer asks: one product group, a brand, the least value of the group's measure. `page` counts from 1."""

    group: ProductGroup
    maker: str | None = None
    at_least: Decimal | None = None
    page: int = 1
    page_size: int = 25

    @property
    def measure(self) -> str | None:
        return MEASURES[self.group]


@dataclass(frozen=True)
class ComparedModel:
    """One line of a comparison. `rank` counts from 1 over all pages; a model without the measure has none."""

    model_id: PassportId
    url: str
    brand: str
    name: str
    said: Compared
    rank: int | None = None


@dataclass(frozen=True)
class RepairComparison:
    """One page of models, the best first where there is a measure; `makers` are the brands, each with its count."""

    wish: Wish
    models: tuple[ComparedModel, ...]
    total: int
    makers: Mapping[str, int]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.wish.page_size))


@dataclass(frozen=True)
class Repairability:
    """Each method checks its actor first."""

    models: FindingModels

    def of_model(self, actor: Actor, passport_id: PassportId, path: AccessPath = AccessPath.API) -> ModelScores:
        """The workings of a model; NotFound for a passport of a single device or a batch."""
        view = self.models.passports.read(actor, passport_id, path=path)
        if not view.is_model:
            raise NotFound(
                message("'{passport}' is no passport of a model.", passport=passport_id),
                remedy=message("Scores belong to the model: ask for those of {model}.", model=view.model_id),
            )
        values = view.document.values()
        return ModelScores(
            passport_id, view.url, values["productGroup"], values["brand"], values["modelName"], workings(values)
        )

    def compare(self, actor: Actor, wish: Wish) -> RepairComparison:
        """One page of the models of a group; InvalidInput for what cannot be asked."""
        PERMISSIONS.check("list_models", actor)
        _check(wish)
        with self.models.storage.reading() as reads:
            closed = self.models.closed(reads)
            wanted = _wanted(wish, closed)
            found = reads.search.find(wanted)
            tally = reads.search.tally(wanted)
            lines = [(model, _public(reads, model, closed)) for model in found]
        makers = {maker: count for (maker, group), count in sorted(tally.items()) if group == wish.group}
        total = sum(count for maker, count in makers.items() if wish.maker in {None, maker})
        links = self.models.passports.publisher.links
        models = tuple(
            _line(model, compared_model(elements), links.passport(model.model_id), wanted.offset + place)
            for place, (model, elements) in enumerate(lines, start=1)
        )
        return RepairComparison(wish, models, total, makers)


def _check(wish: Wish) -> None:
    if wish.page < 1 or not 1 <= wish.page_size <= LARGEST_PAGE:
        what = message("Pages count from 1, and hold 1 to {most} models.", most=LARGEST_PAGE)
        raise InvalidInput(what, (Problem("page", what),))
    if wish.at_least is not None and wish.measure is None:
        what = message("Displays have no official repairability score: nothing can be asked of it.")
        raise InvalidInput(what, (Problem("atLeast", what),))


def _wanted(wish: Wish, closed: Collection[str]) -> Wanted:
    """The best first where the group has a measure that is open to everybody, else by brand and name."""
    measure = wish.measure if wish.measure not in closed else None
    bounds = () if measure is None or wish.at_least is None else (Bound(measure, low=float(wish.at_least)),)
    return Wanted(
        maker=wish.maker or None,
        group=wish.group,
        bounds=bounds,
        order=Order(measure, descending=True) if measure else None,
        offset=(wish.page - 1) * wish.page_size,
        limit=wish.page_size,
    )


def _public(reads: PassportReads, model: FoundModel, closed: Collection[str]) -> dict[str, Any]:
    """The public elements of a model, from the lines that were prepared for whoever scans it."""
    stored = reads.models.get(model.model_id)
    lines = without(stored.elements, closed) if stored else b""
    said: dict[str, Any] = json.loads(b"{" + lines.removeprefix(b",") + b"}")
    return {"productGroup": model.group, **said}


def _line(model: FoundModel, said: Compared, url: str, place: int) -> ComparedModel:
    rank = None if said.measure is None else place
    return ComparedModel(model.model_id, url, model.brand, model.name, said, rank)
