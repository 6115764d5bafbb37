"""Another provider's passport as a page: whoever is signed in asks for an address, and reads what is said there.

Rules:
1. Opening the page asks nobody: only its button does.
2. Nothing is stored, so the passport is the answer to the form itself, and reloading asks again.
3. Addresses of others are shown as text: whoever trusts one copies it.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.catalogue import Catalogue
from dpp.domain.errors import InvalidInput, KringpasError, Refused, TooMany, Unavailable
from dpp.domain.permissions import PERMISSIONS
from dpp.service.foreign.passports import LONGEST_ADDRESS, ForeignPassport
from web.bootstrap import Parts
from web.pages.checking import checked_document
from web.pages.contexts.foreign import AskedAddress, ForeignDocument, ForeignPage
from web.pages.contexts.frame import Figure, FormState, Language, Link, Refusal
from web.pages.contexts.passport import Fact
from web.pages.element_values import json_text, shown
from web.pages.serving import Asking, SentForm, Site, language_of

Address = Annotated[str, Query(max_length=LONGEST_ADDRESS)]


def foreign_pages(parts: Parts, site: Site) -> APIRouter:
    """`/foreign-passports`."""
    routes, foreign = APIRouter(), parts.foreign
    catalogue = foreign.checking.catalogue

    @routes.get("/foreign-passports")
    def form(request: Request, actor: Asking, address: Address = "") -> Response:
        PERMISSIONS.check("read_foreign_passport", actor)
        return site.page(request, ForeignPage(FormState({"address": address})))

    @routes.post("/foreign-passports")
    def look(request: Request, actor: Asking, sent: SentForm) -> Response:
        asked = FormState({"address": sent.values.get("address", "")})
        try:
            passport = foreign.look(actor, asked.values["address"])
        except (InvalidInput, Refused, TooMany, Unavailable) as error:
            page = ForeignPage(_with_fault(asked, error))
            return site.page(request, page, status=fault_of(error).status)
        return site.page(request, ForeignPage(asked, foreign_document(passport, catalogue, language_of(request))))

    return routes


def foreign_document(passport: ForeignPassport, catalogue: Catalogue, language: Language) -> ForeignDocument:
    """The passport as the page shows it."""
    known = {name for name in passport.elements if catalogue.find(name)}
    names = [str(passport.elements[name]) for name in ("brand", "modelName") if name in passport.sound]
    return ForeignDocument(
        name=" ".join(names) or None,
        host=passport.host,
        operator=passport.operator,
        retrieved_at=passport.retrieved_at,
        note=passport.note,
        warning=passport.warning,
        steps=tuple(AskedAddress(step.address, step.why) for step in passport.steps),
        facts=tuple(_facts(passport, catalogue, language)),
        others=tuple(Fact(name, (_raw(value),)) for name, value in passport.elements.items() if name not in known),
        report=checked_document(None, passport.report, catalogue, language),
    )


def _facts(passport: ForeignPassport, catalogue: Catalogue, language: Language) -> Iterator[Fact]:
    """The elements that our catalogue knows; one with a fault as it came."""
    for name, element in catalogue.elements.items():
        if name in passport.elements:
            value = passport.elements[name]
            sound = name in passport.sound
            told = tuple(map(_as_text, shown(value, element, language))) if sound else (_raw(value),)
            yield Fact(element.label.of(language), told)


def _raw(value: Any) -> str:
    return value if isinstance(value, str) else json_text(value)


def _as_text(value: Any) -> Figure | str:
    """Rule 3."""
    if isinstance(value, Link):
        return value.address if value.text == value.address else f"{value.text}: {value.address}"
    if isinstance(value, Figure):
        return Figure(value.value, value.unit, value.low, value.high, value.source)
    return str(value)


def _with_fault(form: FormState, error: KringpasError) -> FormState:
    if isinstance(error, InvalidInput):
        what = error.problems[0].what if error.problems else error.what
        return FormState(form.values, {"address": what})
    return FormState(form.values, refusal=Refusal(error.what, error.remedy))
