"""The reasoned decision for the file, in one click: a page, and the same as PDF; of one device and of a class."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound, NotPermitted
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.class_decisions import ClassId
from lifecycle.domain.events import RouteApproved
from lifecycle.domain.mandates import Mandate, MandateId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.views import DecisionView
from web.bootstrap import Parts
from web.pages.class_decisions import ClassPages
from web.pages.contexts.approvals import ReasonedPage
from web.pages.mapping.approvals import CLASSES
from web.pages.mapping.device import accounts_in
from web.pages.mapping.reasoned import Signatures, reasoned_device, sheet_of
from web.pages.mapping.reasoned_class import reasoned_class
from web.pages.reading import Reader
from web.pages.serving import Asking, Site, language_of


def reasoned_pages(parts: Parts, site: Site) -> APIRouter:
    """`.../reasons` and `.../reasons.pdf` of a decision, and of a decision about a class."""
    routes, papers = APIRouter(), _Papers(parts)
    device, of_class = "/devices/{key}/decisions/{decision}", CLASSES + "/{decision}"

    @routes.get(device + "/reasons")
    def device_page(request: Request, actor: Asking, key: DeviceKey, decision: str) -> Response:
        return site.page(request, papers.of_device(actor, key, decision))

    @routes.get(device + "/reasons.pdf")
    def device_paper(request: Request, actor: Asking, key: DeviceKey, decision: str) -> Response:
        return papers.pdf(request, papers.of_device(actor, key, decision))

    @routes.get(of_class + "/reasons")
    def class_page(request: Request, actor: Asking, decision: ClassId) -> Response:
        return site.page(request, papers.of_class(actor, decision))

    @routes.get(of_class + "/reasons.pdf")
    def class_paper(request: Request, actor: Asking, decision: ClassId) -> Response:
        return papers.pdf(request, papers.of_class(actor, decision))

    return routes


@dataclass(frozen=True)
class _Papers:
    """What the handlers share."""

    parts: Parts

    def of_device(self, actor: Actor, key: DeviceKey, decision: str) -> ReasonedPage:
        view, device = self.parts.use.routing.read(actor, key, decision), self.parts.use.devices.read(actor, key)
        people = self.parts.accounts.people.names(actor, accounts_in(device))
        return reasoned_device(view, device, Signatures(people, self._mandates(actor, view)))

    def of_class(self, actor: Actor, decision: ClassId) -> ReasonedPage:
        view = self.parts.use.approvals.classes.read(actor, decision)
        first = next((it for it in view.decision.agreeing if it.decision is not None), None)
        example = None
        if first is not None and first.decision is not None:
            example = self.parts.use.routing.read(actor, first.device, first.decision)
        return reasoned_class(view, example, ClassPages(self.parts).names_in(view), view.mandate)

    def pdf(self, request: Request, page: ReasonedPage) -> Response:
        language = language_of(request)
        sheet = sheet_of(page, Reader(language), self.parts.settings.public_url)
        content = self.parts.use.approvals.printer.pdf(sheet, language)
        kind = "beslissing" if language == "nl" else "decision"
        headers = {"Content-Disposition": f'inline; filename="{kind}-{page.name}.pdf"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/pdf", headers=headers)

    def _mandates(self, actor: Actor, view: DecisionView) -> dict[str, Mandate]:
        """That of the approval, where the reader may see it."""
        approval = None if view.approved is None else view.approved.happening
        named = approval.mandate if isinstance(approval, RouteApproved) else None
        if named is None or not PERMISSIONS.allows("read_mandates", actor):
            return {}
        try:
            return {named: self.parts.use.approvals.mandates.read(actor, MandateId(named)).mandate}
        except (NotFound, NotPermitted):
            return {}
