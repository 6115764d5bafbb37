"""The passport's own address for people (HTML) and for graphs (Turtle, N-Quads).

What programs ask most, JSON and JSON-LD, the scan path in front answers (`dpp.api.scanpath`); here they come when the
address names the form, so that a person can follow a link to them.
"""

import json
from collections.abc import Mapping
from enum import StrEnum

from fastapi import APIRouter, HTTPException, Request, Response

from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from dpp.domain.forms import compressed, full
from dpp.domain.negotiation import media_types
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.views import PassportView
from web.bootstrap import Parts
from web.pages.caching import keep
from web.pages.family import family_of
from web.pages.mapping.applicability import law_block
from web.pages.mapping.claims import public_sides
from web.pages.passport_view import Reading, passport_page
from web.pages.serving import Asking, Site, language_of

HTML = "text/html"


class Format(StrEnum):
    """The forms that an address can name."""

    JSON = "json"
    JSON_LD = "jsonld"
    TURTLE = "turtle"
    N_QUADS = "nquads"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.JSON: "application/json",
    Format.JSON_LD: "application/ld+json",
    Format.TURTLE: "text/turtle",
    Format.N_QUADS: "application/n-quads",
}
_OFFERS = (MEDIA_TYPES[Format.JSON], MEDIA_TYPES[Format.JSON_LD], HTML, *MEDIA_TYPES.values())
"""In the order of the scan path, which answers the same address to whoever shows no key and no cookie."""
_DATA_HEADERS = {"Access-Control-Allow-Origin": "*", "Vary": "Accept, Authorization, Cookie"}


def passport_routes(parts: Parts, site: Site) -> APIRouter:
    """Everything below `/passports/`."""
    routes = APIRouter(prefix="/passports/{passport_id}")
    passports, pages = parts.passports, PassportPages(parts, site)

    @routes.api_route("", methods=["GET", "HEAD"])
    def read_passport(
        request: Request,
        actor: Asking,
        passport_id: PassportId,
        format: Format | None = None,  # noqa: A002 - the name in the address
        representation: str = "compressed",
    ) -> Response:
        view = passports.read(actor, passport_id, path=AccessPath.PAGE)
        media_type = wanted(request.headers.get("accept", ""), format, representation)
        if media_type == HTML:
            response = pages.page(request, actor, view)
            response.headers["Vary"] = "Accept, Accept-Language, Authorization, Cookie"
        else:
            response = pages.data(view, media_type, representation)
        linkset = f'<{view.url}?linkType=linkset>; rel="linkset"; type="application/linkset+json"'
        response.headers["Link"] = ", ".join((*response.headers.getlist("Link"), linkset))
        return keep(request, response, public=actor.is_visitor)

    @routes.get("/qr.svg")
    def draw_qr_code(request: Request, actor: Asking, passport_id: PassportId) -> Response:
        drawing = Response(passports.qr_code(actor, passport_id), media_type="image/svg+xml")
        return keep(request, drawing, public=True)

    return routes


class PassportPages:
    """Turns a view into the form that was asked for."""

    def __init__(self, parts: Parts, site: Site) -> None:
        self._parts = parts
        self._site = site
        self._catalogue = parts.passports.publisher.catalogue

    def page(self, request: Request, actor: Actor, view: PassportView) -> Response:
        language = language_of(request)
        values = view.document.values()
        law = self._parts.applicability.of_elements(actor, values)
        reading = Reading(
            today=self._parts.clock().date(),
            language=language,
            law=law_block(law, language),
            contradictions=tuple(
                public_sides(each, self._catalogue, language)
                for each in self._parts.claiming.contradictions.of_passport(view.passport_id)
            ),
            family=family_of(self._parts, actor, view),
            contradict=_contradict(view) if PERMISSIONS.allows("file_contradiction", actor) else None,
            classes=self._catalogue.classes_of(actor.roles),
            device=self.device(actor, view.passport_id),
            dataset=self._parts.use.support.of_elements(view.model_id, values).dataset,
            windows=self._parts.use.windows.of_model(values),
            label_page=f"/passports/{view.passport_id}/label" if PERMISSIONS.allows("print_label", actor) else None,
        )
        return self._site.page(request, passport_page(view, self._catalogue, reading))

    def data(self, view: PassportView, media_type: str, representation: str) -> Response:
        """The full form has no context, so it is never a graph."""
        if representation == "full":
            content = json.dumps(full(view.document, self._catalogue), ensure_ascii=False)
            return Response(content, media_type="application/json", headers=_DATA_HEADERS)
        document = compressed(view.document, self._catalogue)
        write = self._parts.graphs.get(media_type)
        content = json.dumps(document, ensure_ascii=False) if write is None else write(document)
        return Response(content, media_type=media_type, headers=_DATA_HEADERS)

    def device(self, actor: Actor, passport_id: PassportId) -> str | None:
        """The page of the device, for those who may read it."""
        key = None if actor.is_visitor else self._parts.use.devices.of_passport(actor, passport_id)
        return key and f"/devices/{key}"


def _contradict(view: PassportView) -> str:
    return f"/passports/{view.model_id}/contradictions/new"


def wanted(accept: str, named: Format | None, representation: str) -> str:
    """The media type to answer with: what the address names counts before what the client prefers.

    406 where the client accepts none of ours.
    """
    if named is not None:
        return MEDIA_TYPES[named]
    if representation == "full":
        return MEDIA_TYPES[Format.JSON]
    weight = media_types(accept).weight
    best = max(_OFFERS, key=weight)
    if weight(best) == 0:
        forms = ", ".join(dict.fromkeys(_OFFERS))
        raise HTTPException(406, f"A passport has the forms {forms}, and the Accept header allows none of them.")
    return best
