"""The repair page of a model (`/models/{passport_id}/repair`): one section for each part of the service that helps.

A part adds its section in one line of `SECTIONS`: a function `(parts, actor, model) -> RepairSection | None` that lives
in `web/pages/mapping/<part>.py`. The section itself is a frozen context in `web/pages/contexts/<part>.py` that extends
`RepairSection` and names its partial template, `web/templates/<part>_section.html`. The page draws the heading.

Rules:
1. Everybody may read it, without JavaScript and below 100 kB without pictures.
2. A section that has nothing to say is left out, or says so in one line where a reader needs to know that.
3. The passport of a device or of a batch leads to the page of its model: repair knowledge belongs to the model.
4. The order is that of the questions of somebody with a screwdriver: what is it, is it worth it, how, with which part,
   what usually breaks, what about software, who does it for me.
"""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from dpp.domain.opaque import PassportId
from dpp.service.views import PassportView
from lifecycle.domain.support.of_model import updates_of
from web.bootstrap import Parts
from web.pages.caching import keep
from web.pages.contexts.model_repair import ModelInHand, ModelRepairPage, RepairSection
from web.pages.contexts.passport import ProductKind, full_name
from web.pages.mapping.advice import model_costs, model_software
from web.pages.mapping.faults import faults_section
from web.pages.mapping.repair_guide import guide_section
from web.pages.mapping.repairability import scores_section
from web.pages.mapping.spares_section import spares_section
from web.pages.mapping.support import says
from web.pages.passport_sections import repairability_of
from web.pages.serving import Asking, Site, language_of

SectionBuilder = Callable[[Parts, Actor, ModelInHand], RepairSection | None]

SECTIONS: tuple[SectionBuilder, ...] = (
    scores_section,
    guide_section,
    spares_section,
    faults_section,
    model_costs,
    model_software,
    # how to get it repaired
)
"""Rule 4: what it is stands above them all."""


def model_repair_pages(parts: Parts, site: Site) -> APIRouter:
    """`/models/{passport_id}/repair`."""
    routes = APIRouter(prefix="/models/{passport_id}/repair")

    @routes.get("")
    def read(request: Request, actor: Asking, passport_id: PassportId) -> Response:
        view = parts.passports.read(actor, passport_id, path=AccessPath.PAGE)
        if not view.is_model:
            return RedirectResponse(repair_page(view.model_id), 307)
        model = model_in_hand(parts, request, view)
        response = site.page(request, _page(parts, actor, model))
        return keep(request, response, public=actor.is_visitor)

    return routes


def repair_page(model: str) -> str:
    """The address of the repair page of a model."""
    return f"/models/{model}/repair"


def model_in_hand(parts: Parts, request: Request, view: PassportView) -> ModelInHand:
    """What a section is made of, from the view of the passport of a model."""
    values = view.document.values()
    return ModelInHand(
        id=view.model_id,
        name=full_name(values["brand"], values["modelName"]),
        kind=ProductKind(values["productGroup"]),
        values=values,
        today=parts.clock().date(),
        language=language_of(request),
    )


def _page(parts: Parts, actor: Actor, model: ModelInHand) -> ModelRepairPage:
    dataset = parts.use.support.of_elements(model.id, model.values).dataset
    declared = repairability_of(model.values, parts.passports.publisher.catalogue, model.language)
    built = (build(parts, actor, model) for build in SECTIONS)
    return ModelRepairPage(
        name=model.name,
        kind=model.kind,
        passport=f"/passports/{model.id}",
        updates=says(updates_of(model.values, dataset).ending, model.today),
        sections=tuple(section for section in built if section is not None),
        grade=declared.grade,
        score=declared.score,
    )
