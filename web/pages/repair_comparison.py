"""Models compared by repairability, for who buys them (`/repair/compare`). What is asked stands in the address.

Rules:
1. The page is the same for everybody: it holds what is public.
2. Models of one product group stand beside each other, those with an index by that index. Those without one follow in a
   list of their own, which is no order of merit.
3. Each value names its source. A value that is not ours to know is `not published`, never zero.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue, ProductGroup
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from dpp.domain.repairability.compared import Compared, SaidBy
from dpp.domain.repairability.working import Verdict, Working
from dpp.service.repairability import ComparedModel, RepairComparison, Wish
from web.bootstrap import Parts
from web.pages.caching import keep
from web.pages.contexts.frame import Choice, FormState, Language, Link, Tone, Turner
from web.pages.contexts.passport import ProductKind, full_name
from web.pages.contexts.repairability import Cell, ComparedRow, KindChoice, RepairComparePage
from web.pages.mapping.repairability import Shown
from web.pages.model_repair import repair_page
from web.pages.reading import Reader
from web.pages.serving import Asking, Site, language_of

ADDRESS = "/repair/compare"
_PARAMETERS = ("group", "maker", "atLeast", "page")
_NOTHING = Cell(None)
_FRENCH = "french.index"
_BESIDE: Mapping[str, Message] = {
    "repairability.index": message("{ours} worked out here"),
    "repairability.class": message("this index is class {ours}"),
    _FRENCH: message("{ours} worked out here"),
}
"""What is said of a value that differs, by rule."""


class Column(StrEnum):
    """What can be compared."""

    EU = "eu"
    FRENCH = "french"
    CLASSES = "classes"
    SUPPORT = "support"
    PARTS = "parts"


_HEADS: Mapping[Column, Message] = {
    Column.EU: message("Index and class of the EU"),
    Column.FRENCH: message("French index"),
    Column.CLASSES: message("Classes of EN 45554"),
    Column.SUPPORT: message("Security updates until"),
    Column.PARTS: message("Spare parts until"),
}
_COLUMNS: Mapping[ProductGroup, tuple[Column, ...]] = {
    ProductGroup.PHONE: tuple(Column),
    ProductGroup.LAPTOP: (Column.FRENCH, Column.CLASSES, Column.SUPPORT, Column.PARTS),
    ProductGroup.DISPLAY: (Column.CLASSES, Column.SUPPORT, Column.PARTS),
}
"""What a group has: nobody looks at a column that must stay empty."""
_ORDER: Mapping[ProductGroup, Message] = {
    ProductGroup.PHONE: message(
        "By the declared repairability index of the EU (1 to 5), the highest first. It is the record; where our "
        "working gives another value, that is said beside it."
    ),
    ProductGroup.LAPTOP: message(
        "By the declared French index (0 to 10), the highest first. The EU has no index for laptops."
    ),
    ProductGroup.DISPLAY: message(
        "By name. Monitors have no official repairability score, in the EU or in France, so that no order can be given."
    ),
}
_LEAST: Mapping[ProductGroup, Message | None] = {
    ProductGroup.PHONE: message("Index of the EU at least"),
    ProductGroup.LAPTOP: message("French index at least"),
    ProductGroup.DISPLAY: None,
}
_WRONG_NUMBER = message("Give a number such as 3.5.")


def repair_comparison_pages(parts: Parts, site: Site) -> APIRouter:
    """`/repair/compare`."""
    routes = APIRouter()

    @routes.get(ADDRESS)
    def compare(request: Request, actor: Asking) -> Response:
        asked = _asked(request)
        catalogue, language = parts.passports.publisher.catalogue, language_of(request)
        pages = ComparisonPages(parts, catalogue, language)
        try:
            response = site.page(request, pages.compared(actor, asked))
        except InvalidInput as error:
            problems = {problem.path: problem.what for problem in error.problems}
            return site.page(request, pages.empty(FormState(asked, problems)), status=400)
        return keep(request, response, public=actor.is_visitor)

    return routes


def _asked(request: Request) -> dict[str, str]:
    """What stands in the address, shortened: an address that somebody made is not trusted."""
    return {name: value[:200] for name in _PARAMETERS if (value := request.query_params.get(name, "").strip())}


class ComparisonPages:
    """Comparisons in one language."""

    def __init__(self, parts: Parts, catalogue: Catalogue, language: Language) -> None:
        self._repairability = parts.repairability
        self._rows = Rows(catalogue, language)

    def compared(self, actor: Actor, asked: Mapping[str, str]) -> RepairComparePage:
        found = self._repairability.compare(actor, _wish(asked))
        rows = [self._rows.row(model, found.wish.group) for model in found.models]
        return RepairComparePage(
            **_about(found.wish.group, FormState(asked)),
            columns=tuple(_HEADS[column] for column in _COLUMNS[found.wish.group]),
            ranked=tuple(row for row in rows if row.rank is not None),
            unranked=tuple(row for row in rows if row.rank is None),
            total=found.total,
            makers=tuple(Choice(maker, f"{maker} ({count})") for maker, count in found.makers.items()),
            turner=_turner(found, asked),
            data=f"/api/v1/models/repairability?{urlencode({'group': found.wish.group, **asked})}",
        )

    def empty(self, form: FormState) -> RepairComparePage:
        """The question alone, with what is wrong in it."""
        return RepairComparePage(**_about(_group(form.values), form))


def _about(group: ProductGroup, form: FormState) -> dict[str, Any]:
    """What the page of a group always has."""
    return {
        "kind": ProductKind(group.value),
        "kinds": tuple(
            KindChoice(kind, f"{ADDRESS}?{urlencode({'group': kind.value})}", chosen=kind.value == group.value)
            for kind in (ProductKind.PHONE, ProductKind.LAPTOP, ProductKind.DISPLAY)
        ),
        "order": _ORDER[group],
        "least": _LEAST[group],
        "filters": form,
    }


def _group(asked: Mapping[str, str]) -> ProductGroup:
    """Phones where nothing is said: they are what the EU scores."""
    group = asked.get("group", "")
    return ProductGroup(group) if group in set(ProductGroup) else ProductGroup.PHONE


def _wish(asked: Mapping[str, str]) -> Wish:
    page = asked.get("page", "1")
    return Wish(
        group=_group(asked),
        maker=asked.get("maker"),
        at_least=_least(asked.get("atLeast")),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _least(typed: str | None) -> Decimal | None:
    """`3.5`, and `3,5` as people write it here."""
    if not typed:
        return None
    try:
        number = Decimal(typed.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= 10:
        raise InvalidInput(_WRONG_NUMBER, (Problem("atLeast", _WRONG_NUMBER),))
    return number


def _turner(found: RepairComparison, asked: Mapping[str, str]) -> Turner:
    page = min(found.wish.page, found.pages)

    def address(number: int) -> str:
        return f"{ADDRESS}?{urlencode({**asked, 'page': str(number)})}"

    before = address(page - 1) if page > 1 else None
    return Turner(page, found.pages, before, address(page + 1) if page < found.pages else None)


class Rows:
    """Models as rows of the comparison."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self._shown, self._reader = Shown(catalogue, language), Reader(language)

    def row(self, model: ComparedModel, group: ProductGroup) -> ComparedRow:
        said = model.said
        cells = {
            Column.EU: self._eu(said),
            Column.FRENCH: self._french(said),
            Column.CLASSES: self._classes(said),
            Column.SUPPORT: self._support(said),
            Column.PARTS: self._parts(said),
        }
        columns = tuple(cells[column] for column in _COLUMNS[group])
        return ComparedRow(model.rank, Link(full_name(model.brand, model.name), repair_page(model.model_id)), columns)

    def _eu(self, said: Compared) -> Cell:
        """Index and class as declared, and ours where one differs or where nothing is declared."""
        found = [said.workings[rule] for rule in _BESIDE if rule in said.workings and rule != _FRENCH]
        return self._beside(found, said.sources.get("repairabilityIndex") or said.sources.get("repairabilityClass"))

    def _french(self, said: Compared) -> Cell:
        working = said.workings.get(_FRENCH)
        return self._beside([working], said.sources.get("frenchRepairabilityIndex")) if working else _NOTHING

    def _beside(self, found: Sequence[Working], source: SaidBy | None) -> Cell:
        """The declared value as the record, with ours beside it where the two differ."""
        declared = " ".join(value for working in found if (value := self._shown.declared(working)))
        ours = " ".join(value for working in found if (value := self._shown.ours(working)))
        if ours and not declared:
            return Cell(ours, None, None, (message("worked out here; not declared"),))
        notes = tuple(
            Message(_BESIDE[working.rule].template, {"ours": self._shown.ours(working)})
            for working in found
            if working.verdict is Verdict.DIFFERS
        )
        return Cell(declared or None, _source(source), Tone.ATTENTION if notes else None, notes)

    def _classes(self, said: Compared) -> Cell:
        """Each part with the hardest of its classes."""
        working = said.workings.get("en45554.classes")
        if working is None or not working.terms:
            return _NOTHING
        return Cell(self._by_part(working), _source(said.sources.get("repairClasses")))

    def _by_part(self, working: Working) -> str:
        lines = self._shown.block(working).lines
        return "\n".join(f"{line.label}: {line.score}" for line in lines)

    def _support(self, said: Compared) -> Cell:
        if said.security_support_until is not None:
            return Cell(self._day(said.security_support_until), _source(said.sources.get("securitySupportUntil")))
        if said.update_years is None:
            return _NOTHING
        years = message(
            "{years} years of updates; the day is not published", years=self._shown.number(said.update_years)
        )
        return Cell(self._reader.say(years), _source(said.sources.get("osUpdateYears")))

    def _parts(self, said: Compared) -> Cell:
        promise = said.spare_parts
        if promise is None:
            return _NOTHING
        source = _source(said.sources.get("sparePartsYears"))
        if promise.until is not None:
            return Cell(self._day(promise.until), source)
        assert promise.years is not None
        years = self._shown.number(promise.years)
        return Cell(self._reader.say(message("{years} years after the last one is sold", years=years)), source)

    def _day(self, day: date) -> str:
        return self._reader.month(day)


def _source(said: SaidBy | None) -> Link | str | None:
    if said is None:
        return None
    address = said.url or ""
    return Link(said.title, address) if address.startswith(("https://", "http://")) else said.title
