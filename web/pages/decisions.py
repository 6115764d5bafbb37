"""One decision: read it, approve it, or choose another destination with a reason."""

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, Refused
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import OverrideGround, Route
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.mapping.decision import decision_page
from web.pages.mapping.device import accounts_in
from web.pages.mapping.heads import address_of
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go


def decision_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of a decision."""
    routes = APIRouter(prefix="/devices/{key}/decisions/{decision}")
    routing = parts.use.routing

    @routes.get("")
    def read(request: Request, actor: Asking, key: DeviceKey, decision: str) -> Response:
        return site.page(request, _page(parts, actor, key, decision, NEW_FORM))

    @routes.post("/approval")
    def approve(request: Request, actor: Asking, key: DeviceKey, decision: str, sent: SentForm) -> Response:
        (answer,) = routing.approve(actor, [key], read={key: sent.text("standing")})
        if answer.refusal is not None:
            return _again(parts, site, request, sent, answer.refusal)
        return go(f"{address_of(key)}/decisions/{decision}", said="approved")

    @routes.post("/override")
    def override(request: Request, actor: Asking, key: DeviceKey, decision: str, sent: SentForm) -> Response:
        try:
            routing.override(actor, key, *_chosen(sent))
        except (InvalidInput, Refused) as error:
            return _again(parts, site, request, sent, error)
        return go(f"{address_of(key)}/decisions/{decision}", said="proposed")

    return routes


def _chosen(sent: Sent) -> tuple[Route, str, OverrideGround]:
    """The destination, the reason in words, and the ground of the list."""
    fields = Fields(sent)
    route = fields.maybe_one_of("route", Route)
    ground, reason = fields.maybe_one_of("ground", OverrideGround), sent.text("reason")
    problems = (
        (route is None, "route", message("Choose a destination.")),
        (ground is None, "ground", message("Choose a ground.")),
        (not reason, "reason", message("Say in one sentence why.")),
    )
    for wrong, name, what in problems:
        if wrong:
            fields.wrong(name, what)
    fields.check()
    assert route is not None
    assert ground is not None
    return route, reason, ground


def _again(parts: Parts, site: Site, request: Request, sent: Sent, error: KringpasError) -> Response:
    """The decision with what is wrong; the address of the request names it."""
    if not isinstance(error, InvalidInput | Refused):
        raise error
    actor: Actor = request.state.actor
    key, decision = request.path_params["key"], request.path_params["decision"]
    page = _page(parts, actor, DeviceKey(key), decision, sent.again(error))
    return site.page(request, page, status=fault_of(error).status)


def _page(parts: Parts, actor: Actor, key: DeviceKey, decision: str, form: FormState) -> Page:
    view, device = parts.use.routing.read(actor, key, decision), parts.use.devices.consider(actor, key)
    names = parts.accounts.people.names(actor, accounts_in(device))
    may = PERMISSIONS.allows("approve_route", actor, device.device.relations(actor.organisation))
    return decision_page(view, device, names, form, may_decide=may, short=_short(parts, actor, key) if may else None)


def _short(parts: Parts, actor: Actor, key: DeviceKey) -> Message | None:
    """What this person's mandate is short of; None where they may approve what stands."""
    try:
        parts.use.approvals.mandates.authority(actor, key)
    except Refused as refusal:
        return refusal.what
    except NotFound:
        pass
    return None
