"""The steps to one part of a model (`/models/{id}/repair/parts/{part}`), and the files that a guide shows."""

from fastapi import APIRouter, Request, Response

from dpp.api.repair_guides import file_response
from dpp.domain.access_record import AccessPath
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from web.bootstrap import Parts
from web.pages.caching import keep
from web.pages.contexts.passport import full_name
from web.pages.mapping.repair_guide import GuideWords
from web.pages.serving import Asking, Site, language_of


def repair_step_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/models/{passport_id}/repair`."""
    routes, guides = APIRouter(prefix="/models/{passport_id}/repair"), parts.repair_guides

    @routes.get("/parts/{part}")
    def read_steps(request: Request, actor: Asking, passport_id: PassportId, part: PartKind) -> Response:
        values = parts.passports.read(actor, passport_id, path=AccessPath.PAGE).document.values()
        view = guides.read(actor, passport_id, path=AccessPath.PAGE)
        words = GuideWords(parts.passports.publisher.catalogue, language_of(request), passport_id)
        page = words.steps_page(view, full_name(values["brand"], values["modelName"]), part)
        if not page.ways:
            raise NotFound(
                message("No steps to this part are written for you."),
                remedy=message("Go back to the repair page of the model: it says what there is."),
            )
        return keep(request, site.page(request, page), public=actor.is_visitor)

    @routes.get("/files/{sha256}")
    def read_file(actor: Asking, passport_id: PassportId, sha256: str, *, small: bool = False) -> Response:
        return file_response(guides.file(actor, passport_id, sha256, small=small))

    return routes
