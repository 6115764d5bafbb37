"""What the holder of a link sees, without an account: what comes, and the one thing to confirm.

The link's capability is the actor (`web.identity`): one use case on one consignment, and nothing else.
"""

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, Refused
from lifecycle.domain.events import ConsignmentId, Place
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.consignments import CONFIRM, Receipt
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.contexts.consignment import EndedLinkPage
from web.pages.contexts.frame import NEW_FORM
from web.pages.mapping.consignment import handover_page
from web.pages.serving import Asking, Sent, SentForm, Site, go


def link_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes below a link."""
    routes = APIRouter(prefix="/k/{token}")
    use = parts.use.consignments

    @routes.get("")
    def look(request: Request, actor: Asking, token: str) -> Response:
        view = _of_link(parts, actor)
        if view is None:
            return site.page(request, EndedLinkPage(), status=410)
        return site.page(request, handover_page(view, f"/k/{token}", NEW_FORM))

    @routes.post("/receipt")
    def confirm(request: Request, actor: Asking, token: str, sent: SentForm) -> Response:
        view = _of_link(parts, actor)
        if view is None:
            return site.page(request, EndedLinkPage(), status=410)
        try:
            use.receive(actor, view.consignment.id, _receipt(sent))
        except (InvalidInput, Refused, Conflict) as error:
            page = handover_page(use.read(actor, view.consignment.id), f"/k/{token}", sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(f"/k/{token}", said="received")

    return routes


def _of_link(parts: Parts, actor: Actor) -> ConsignmentView | None:
    """The consignment that this link is for; None for a link that is not valid (any more)."""
    subject = actor.subject_of(CONFIRM)
    return None if subject is None else parts.use.consignments.read(actor, ConsignmentId(subject))


def _receipt(sent: Sent) -> Receipt:
    """Everything arrived: who finds something else calls the sender before confirming."""
    fields = Fields(sent)
    place = Place(fields.text("place"))
    fields.check()
    return Receipt(place=place)
