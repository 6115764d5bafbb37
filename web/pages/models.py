"""Finding models: what is asked stands in the address, so that a list can be sent to a colleague."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue, ProductGroup, ValueType
from dpp.domain.comparison import PART_PRICE, sortable, source_of
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.finding_models import BY_NAME, ENERGY, REPAIRABILITY, FoundModel, FoundModels, Question
from web.bootstrap import Parts
from web.pages.comparing import add_comparing
from web.pages.contexts.frame import Choice, Figure, FormState, Language, Link, Turner
from web.pages.contexts.models import Facet, ModelLine, ModelsPage
from web.pages.contexts.passport import ProductKind, full_name
from web.pages.reading import Reader
from web.pages.serving import Asking, Site, language_of

A_PAGE = 50
_SHOWN: Mapping[ProductKind, tuple[str, ...]] = {
    ProductKind.PHONE: (REPAIRABILITY, ENERGY, "securitySupportUntil", f"{PART_PRICE}.battery"),
    ProductKind.LAPTOP: ("frenchRepairabilityIndex", "securitySupportUntil", "screenDiagonal", "mass"),
    ProductKind.DISPLAY: (ENERGY, "screenDiagonal", "onModePower", "frenchRepairabilityIndex"),
}
"""What people choose by, for each kind; what a model does not say is left out of its line."""
_PRICES: Mapping[str, Message] = {
    f"{PART_PRICE}.battery": message("Price of a new battery"),
    f"{PART_PRICE}.display": message("Price of a new screen"),
}
Word = Annotated[str, Query(max_length=200)]


def model_routes(parts: Parts, site: Site) -> APIRouter:
    """`/models` and `/models/compare`."""
    routes = APIRouter()
    add_comparing(routes, parts, site)

    @routes.get("/models")
    def find(request: Request, actor: Asking) -> Response:
        asked = _asked(request)
        pages = ModelPages(parts, language_of(request))
        try:
            return site.page(request, pages.found(actor, asked))
        except InvalidInput as error:
            problems = {problem.path: problem.what for problem in error.problems}
            return site.page(request, pages.empty(FormState(asked, problems)), status=400)

    return routes


_PARAMETERS = ("q", "maker", "group", "repairability", "energy", "supportEnd", "sort", "page", "with")


def _asked(request: Request) -> dict[str, str]:
    """What stands in the address, shortened: an address that somebody made is not trusted."""
    return {name: value[:200] for name in _PARAMETERS if (value := request.query_params.get(name, "").strip())}


class ModelPages:
    """Lists of models in one language."""

    def __init__(self, parts: Parts, language: Language) -> None:
        self._models = parts.finding_models
        self._passports = parts.passports
        self._catalogue: Catalogue = parts.finding_models.catalogue
        self._language: Language = language
        self._reader = Reader(language)

    def found(self, actor: Actor, asked: Mapping[str, str]) -> ModelsPage:
        found = self._models.find(actor, _question(asked))
        beside = asked.get("with")
        return ModelsPage(
            lines=tuple(self._line(model, beside) for model in found.models),
            total=found.total,
            kinds=_kinds(found, asked),
            makers=tuple(Choice(maker, f"{maker} ({count})") for maker, count in found.makers.items()),
            **self._choices(),
            filters=FormState(asked),
            turner=_turner(found, asked),
            beside=self._name(actor, beside) if beside else None,
            new_model="/models/new" if PERMISSIONS.allows("register_model", actor) else None,
        )

    def empty(self, form: FormState) -> ModelsPage:
        """The question alone, with what is wrong in it."""
        return ModelsPage((), 0, filters=form, **self._choices())

    def _choices(self) -> dict[str, Any]:
        return {
            "classes": self._classes(REPAIRABILITY),
            "energy": self._classes(ENERGY),
            "sorts": (Choice(BY_NAME, message("brand and name")), *self._sorts()),
        }

    def _classes(self, element_id: str) -> tuple[Choice, ...]:
        codes = [code.value for code in self._catalogue.element(element_id).codes]
        best = (Choice(codes[0], codes[0]),)
        return (*best, *(Choice(code, message("{grade} or better", grade=code)) for code in codes[1:]))

    def _sorts(self) -> list[Choice]:
        return [Choice(facet, self._label(facet)) for facet in sortable(self._catalogue)]

    def _label(self, facet: str) -> Message | str:
        return _PRICES[facet] if facet in _PRICES else self._catalogue.element(facet).label.of(self._language)

    def _line(self, model: FoundModel, beside: str | None) -> ModelLine:
        kind = ProductKind(model.group)
        facts = ((facet, model.facets[facet]) for facet in _SHOWN[kind] if facet in model.facets)
        return ModelLine(
            id=model.model_id,
            name=Link(full_name(model.brand, model.name), f"/passports/{model.model_id}"),
            kind=kind,
            facts=tuple((self._reader.say(self._label(facet)), self._said(facet, number)) for facet, number in facts),
            chosen=model.model_id == beside,
        )

    def _said(self, facet: str, number: float) -> str:
        """A facet's number as its reader writes it."""
        if source_of(facet) != facet:
            return self._reader.figure(Figure(number, "EUR"))
        element = self._catalogue.element(facet)
        if element.codes:
            return element.codes[int(number)].label.of(self._language)
        if element.value_type in {ValueType.DATE, ValueType.MONTH}:
            digits = f"{int(number):08}"
            return self._reader.month(f"{digits[:4]}-{digits[4:6]}")
        return self._reader.figure(Figure(number, element.unit.value if element.unit else "1"))

    def _name(self, actor: Actor, model: str) -> str | None:
        """Nothing for an id that is no model's: the list is still a list."""
        try:
            values = self._passports.read(actor, PassportId(model)).document.values()
        except NotFound:
            return None
        return full_name(values["brand"], values["modelName"])


def _question(asked: Mapping[str, str]) -> Question:
    group, page = asked.get("group", ""), asked.get("page", "1")
    return Question(
        words=asked.get("q", ""),
        maker=asked.get("maker"),
        group=ProductGroup(group) if group in set(ProductGroup) else None,
        repairability=asked.get("repairability"),
        energy=asked.get("energy"),
        support_end=asked.get("supportEnd"),
        sort=asked.get("sort", BY_NAME),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        page_size=A_PAGE,
    )


def _address(asked: Mapping[str, str], **changed: str) -> str:
    kept = {name: value for name, value in {**asked, **changed}.items() if value}
    return f"/models?{urlencode(kept)}" if kept else "/models"


def _kinds(found: FoundModels, asked: Mapping[str, str]) -> tuple[Facet, ...]:
    """All of them, and each kind that there is."""
    chosen = asked.get("group", "")
    everything = Facet(message("all"), _address(asked, group="", page=""), sum(found.groups.values()), not chosen)
    kinds = (kind for kind in ProductKind if kind.value in found.groups or kind.value == chosen)
    return (
        everything,
        *(
            Facet(
                kind, _address(asked, group=kind.value, page=""), found.groups.get(kind.value, 0), kind.value == chosen
            )
            for kind in kinds
        ),
    )


def _turner(found: FoundModels, asked: Mapping[str, str]) -> Turner:
    page = min(found.page, found.pages)
    before = _address(asked, page=str(page - 1)) if page > 1 else None
    after = _address(asked, page=str(page + 1)) if page < found.pages else None
    return Turner(page, found.pages, before, after)
