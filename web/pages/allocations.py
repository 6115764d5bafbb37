"""The allocation of devices as pages: propose, read who gets what and why, confirm or cancel."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.requests.allotment import AllocationId
from lifecycle.service.allocating import AllocationView
from web.bootstrap import Parts
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.requests import AllocationsPage
from web.pages.mapping.requests import allocation_page, allocation_row, devices_shown
from web.pages.serving import Asking, Sent, SentForm, Site, go

PLACE = "/allocations"


def allocation_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/allocations`."""
    routes, allocations = APIRouter(prefix=PLACE), parts.use.allocations

    def show(request: Request, actor: Actor, view: AllocationView, form: FormState, status: int = 200) -> Response:
        names = allocations.organisations.names({each.requester for each in view.requests.values()})
        lines = allocations.lines(actor, devices_shown(view))
        return site.page(request, allocation_page(view, names, lines, actor, form), status=status)

    def decide(
        request: Request, actor: Actor, name: AllocationId, sent: Sent, act: Callable[[], AllocationView]
    ) -> Response:
        try:
            act()
        except COMES_BACK as error:
            view = allocations.read(actor, name)
            return show(request, actor, view, sent.again(error), fault_of(error).status)
        return go(f"{PLACE}/{name}", said="saved")

    @routes.get("")
    def find(request: Request, actor: Asking) -> Response:
        lines = tuple(map(allocation_row, allocations.find(actor)))
        return site.page(request, AllocationsPage(lines, PERMISSIONS.allows("allocate", actor)))

    @routes.post("")
    def propose(actor: Asking, _sent: SentForm) -> Response:
        return go(f"{PLACE}/{allocations.propose(actor).allocation.allocation_id}")

    @routes.get("/{name}")
    def read(request: Request, actor: Asking, name: AllocationId) -> Response:
        return show(request, actor, allocations.read(actor, name), NEW_FORM)

    @routes.post("/{name}/confirmation")
    def confirm(request: Request, actor: Asking, name: AllocationId, sent: SentForm) -> Response:
        return decide(request, actor, name, sent, lambda: allocations.confirm(actor, name))

    @routes.post("/{name}/cancellation")
    def cancel(request: Request, actor: Asking, name: AllocationId, sent: SentForm) -> Response:
        return decide(request, actor, name, sent, lambda: allocations.cancel(actor, name))

    return routes
