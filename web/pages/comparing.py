"""Comparing models: 2 to 4 beside each other, by what the catalogue says can be compared.

Rules:
1. A best value is marked only among models of one kind, where the catalogue ranks the element
   (`dpp.domain.comparison`).
2. A carbon footprint stands there with its range and its method, and with the sentence that it cannot be ranked.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from dpp.domain.catalogue import Catalogue
from dpp.domain.errors import InvalidInput
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.service.finding_models import FEWEST, MOST, ComparedElement, Comparison
from dpp.service.views import PassportView
from web.bootstrap import Parts
from web.pages.contexts.frame import Language, Link
from web.pages.contexts.models import ComparedLine, ComparedModel, ComparedValue, ComparePage
from web.pages.contexts.passport import ProductKind, full_name
from web.pages.element_values import Value, shown
from web.pages.passport_sections import parts_in_short
from web.pages.serving import Asking, Site, go, language_of

_FOOTPRINTS = frozenset({"carbonFootprint", "embodiedEmissions"})
_NO_ORDER = message("Makers reckon each in their own way: these figures do not tell which is better.")


def add_comparing(routes: APIRouter, parts: Parts, site: Site) -> None:
    """`/models/compare?ids=a,b`; a form sends each id by itself."""

    @routes.get("/models/compare")
    def compare(request: Request, actor: Asking, ids: Annotated[list[str] | None, Query()] = None) -> Response:
        chosen = [PassportId(each) for given in ids or () for each in given[:200].split(",") if each]
        chosen = list(dict.fromkeys(chosen))
        if len(chosen) < FEWEST:
            return go(f"/models?{urlencode({'with': chosen[0]})}" if chosen else "/models")
        if len(chosen) > MOST:
            what = message("Choose {fewest} to {most} models to compare.", fewest=FEWEST, most=MOST)
            raise InvalidInput(what, remedy=message("Go back, and choose fewer."))
        comparison = parts.finding_models.compare(actor, chosen)
        return site.page(request, compare_page(comparison, parts.finding_models.catalogue, language_of(request)))


def compare_page(comparison: Comparison, catalogue: Catalogue, language: Language) -> ComparePage:
    """The comparison as the page shows it."""
    ids = [view.passport_id for view in comparison.models]
    groups: dict[str, list[ComparedLine]] = {}
    for line in comparison.elements:
        group = catalogue.groups[catalogue.element(line.element_id).group].of(language)
        groups.setdefault(group, []).append(_line(line, comparison.models, catalogue, language))
    return ComparePage(
        models=tuple(_head(view, ids) for view in comparison.models),
        groups=tuple((group, tuple(lines)) for group, lines in groups.items()),
        more=f"/models?{urlencode({'with': ids[0]})}",
    )


def _head(view: PassportView, ids: Sequence[PassportId]) -> ComparedModel:
    values = view.document.values()
    others = [each for each in ids if each != view.passport_id]
    return ComparedModel(
        Link(full_name(values["brand"], values["modelName"]), f"/passports/{view.passport_id}"),
        ProductKind(values["productGroup"]),
        f"/models/compare?ids={','.join(others)}" if len(others) >= FEWEST else None,
    )


def _line(
    line: ComparedElement, views: Sequence[PassportView], catalogue: Catalogue, language: Language
) -> ComparedLine:
    element = catalogue.element(line.element_id)
    cells = (
        ComparedValue(
            _values(line.values[view.passport_id], line.element_id, catalogue, language, view.document.values()),
            best=view.passport_id in line.best,
        )
        if view.passport_id in line.values
        else ComparedValue(())
        for view in views
    )
    note: Message | None = _NO_ORDER if line.element_id in _FOOTPRINTS else None
    return ComparedLine(element.label.of(language), tuple(cells), note)


def _values(
    value: object, element_id: str, catalogue: Catalogue, language: Language, said: Mapping[str, object]
) -> tuple[Value, ...]:
    """Parts in a few words each; a footprint with its method behind it (rule 2)."""
    if element_id == "spareParts":
        return parts_in_short(value, catalogue, language)
    values = shown(value, catalogue.element(element_id), language)
    method = said.get("carbonFootprintMethod") if element_id in _FOOTPRINTS else None
    return (*values, str(method)) if method else values
