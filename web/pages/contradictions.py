"""Contradictions of what a passport says: the list of both parties, the form, one contradiction with its reply."""

import json
from dataclasses import dataclass
from math import isfinite
from typing import Any

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue, Element, ValueType
from dpp.domain.claims.contradiction import ContradictionId, Method
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.claims.contradictions import Filing
from web.bootstrap import Parts
from web.pages.acts.base import Fields, choices
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.claims import ContradictionPage, ContradictionsPage
from web.pages.contexts.forms import Field, FieldKind, FormPage
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Language, Link
from web.pages.mapping.claims import contradiction_line, contradiction_page
from web.pages.paging import wanted
from web.pages.serving import Asking, SentForm, Site, go, language_of

_YES, _NO = "yes", "no"


def contradiction_pages(parts: Parts, site: Site) -> APIRouter:
    """The routes below `/contradictions`, and the form on a passport."""
    routes = APIRouter()
    desk = _Desk(parts)
    _add_filing(routes, desk, site)
    _add_answers(routes, desk, site)
    return routes


def _add_filing(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    use = desk.parts.claiming.contradictions

    @routes.get("/contradictions")
    def find(request: Request, actor: Asking) -> Response:
        language, found = language_of(request), use.some(actor, wanted(str(request.url)))
        lines = found.each(lambda view: contradiction_line(view, desk.catalogue, language))
        return site.page(request, ContradictionsPage(lines, PERMISSIONS.allows("file_contradiction", actor)))

    @routes.get("/passports/{passport_id}/contradictions/new")
    def ask(request: Request, actor: Asking, passport_id: PassportId) -> Response:
        PERMISSIONS.check("file_contradiction", actor)
        return site.page(request, desk.form(actor, passport_id, language_of(request), NEW_FORM))

    @routes.post("/passports/{passport_id}/contradictions")
    def file(request: Request, actor: Asking, passport_id: PassportId, sent: SentForm) -> Response:
        try:
            fields = Fields(sent)
            element, evidence = fields.text("element_id"), fields.text("evidence")
            method = fields.one_of("method", Method)
            fields.check()
            value = typed(desk.catalogue.find(element), sent.text("value"))
            view = use.file(actor, Filing(desk.model_of(actor, passport_id), element, value, method, evidence))
        except COMES_BACK as error:
            page = desk.form(actor, passport_id, language_of(request), sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(f"/contradictions/{view.contradiction_id}", said="saved")


def _add_answers(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    use = desk.parts.claiming.contradictions

    @routes.get("/contradictions/{contradiction_id}")
    def read(request: Request, actor: Asking, contradiction_id: ContradictionId) -> Response:
        return site.page(request, desk.page(request, actor, contradiction_id))

    @routes.post("/contradictions/{contradiction_id}/reply")
    def reply(request: Request, actor: Asking, contradiction_id: ContradictionId, sent: SentForm) -> Response:
        try:
            use.reply(actor, contradiction_id, sent.text("text"))
        except COMES_BACK as error:
            page = desk.page(request, actor, contradiction_id, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(f"/contradictions/{contradiction_id}", said="saved")

    @routes.post("/contradictions/{contradiction_id}/{act}")
    def settle(
        request: Request, actor: Asking, contradiction_id: ContradictionId, act: str, sent: SentForm
    ) -> Response:
        acts = {"acceptance": use.accept, "withdrawal": use.withdraw}
        try:
            if act in acts:
                acts[act](actor, contradiction_id)
        except COMES_BACK as error:
            page = desk.page(request, actor, contradiction_id, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(f"/contradictions/{contradiction_id}", said="saved")


@dataclass(frozen=True)
class _Desk:
    """What the handlers share."""

    parts: Parts

    @property
    def catalogue(self) -> Catalogue:
        return self.parts.passports.publisher.catalogue

    def model_of(self, actor: Actor, passport_id: PassportId) -> PassportId:
        return self.parts.passports.read(actor, passport_id).model_id

    def page(
        self, request: Request, actor: Actor, contradiction_id: ContradictionId, form: FormState = NEW_FORM
    ) -> ContradictionPage:
        view = self.parts.claiming.contradictions.read(actor, contradiction_id)
        return contradiction_page(view, self.catalogue, language_of(request), form)

    def form(self, actor: Actor, passport_id: PassportId, language: Language, form: FormState) -> FormPage:
        """The form for one model, whichever passport of it the person came from."""
        model = self.model_of(actor, passport_id)
        values = self.parts.passports.read(actor, model).document.values()
        known = ((name, self.catalogue.find(name)) for name in values)
        elements = [(name, element) for name, element in known if element is not None and element.group != "passport"]
        name = f"{values['brand']} {values['modelName']}"
        return FormPage(
            title=message("Contradict what a passport says"),
            back=Link(name, f"/passports/{model}"),
            send_to=f"/passports/{model}/contradictions",
            send=message("Send to who answers for it"),
            intro=message(
                "Who answers for this passport is told first, and can reply for {days} days. After that everybody "
                "reads both sides. Your name and that of your organisation are never shown.",
                days=self.parts.claiming.contradictions.term.days,
            ),
            fields=_fields(tuple(Choice(name, element.label.of(language)) for name, element in elements)),
            form=form,
        )


def _fields(elements: tuple[Choice, ...]) -> tuple[Field, ...]:
    value_help = message(
        "A number with a point or a comma, a text, a code, yes or no. For what has parts: JSON, as in the data."
    )
    return (
        Field(FieldKind.SELECT, "element_id", message("What is not right?"), None, elements, empty=message("choose")),
        Field(FieldKind.LONG, "value", message("What did you find?"), value_help),
        Field(FieldKind.RADIOS, "method", message("How did you find it?"), choices=choices(Method)),
        Field(
            FieldKind.TEXT,
            "evidence",
            message("Where is your evidence?"),
            message("The number of a report, or an address. The maker reads it, the public does not. Write no names."),
        ),
    )


def typed(element: Element | None, text: str) -> Any:
    """What a person typed, in the form that the element has; InvalidInput where it cannot have it."""
    if not text:
        raise _wrong()
    if element is None or element.multiple or text[:1] in {"{", "["}:
        return _json(text)
    match element.value_type:
        case ValueType.NUMBER:
            return _number(text)
        case ValueType.BOOLEAN:
            return _boolean(text)
        case ValueType.FIGURE:
            unit = None if element.unit is None else element.unit.value
            return {"value": _number(text), "unit": unit, "source": {"title": "Contradiction"}}
        case ValueType.COLLECTION | ValueType.MULTI_LANGUAGE | ValueType.RESOURCE:
            return _json(text)
    return text


def _number(text: str) -> float | int:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise _wrong() from None
    if not isfinite(number):
        raise _wrong()
    return int(number) if number.is_integer() else number


def _boolean(text: str) -> bool:
    said = {_YES: True, "ja": True, "true": True, _NO: False, "nee": False, "false": False}.get(text.casefold())
    if said is None:
        raise _wrong()
    return said


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _wrong() from None


def _wrong() -> InvalidInput:
    say = message("This is not a value that the element can have.")
    return InvalidInput(say, (Problem("value", say),))
