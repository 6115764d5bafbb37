"""Web hooks of a person's organisation: make one, see what was delivered, send dead letters again, end it."""

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from lifecycle.domain.hooks import Delivery, DeliveryState, HookId
from lifecycle.service.hooks import HookView
from web.bootstrap import Parts
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.hooks import DeliveryLine, HookLine, HookPage, HooksPage
from web.pages.mapping.heads import address_of
from web.pages.serving import Asking, SentForm, Site, go

PLACE = "/web-hooks"


def hook_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/web-hooks`."""
    routes, hooks = APIRouter(prefix=PLACE), parts.use.web_hooks

    def shown(actor: Actor, secret: str | None = None, form: FormState = NEW_FORM) -> HooksPage:
        return HooksPage(tuple(map(_line, hooks.all(actor))), secret, form)

    @routes.get("")
    def find(request: Request, actor: Asking) -> Response:
        return site.page(request, shown(actor))

    @routes.post("")
    def subscribe(request: Request, actor: Asking, sent: SentForm) -> Response:
        """The answer is the page itself: the secret is in no address, and is not shown again."""
        try:
            made = hooks.subscribe(actor, sent.text("url"), sent.text("kinds").split())
        except COMES_BACK as error:
            return site.page(request, shown(actor, form=sent.again(error)), status=fault_of(error).status)
        return site.page(request, shown(actor, made.secret))

    @routes.get("/{hook}")
    def read(request: Request, actor: Asking, hook: HookId, dead: bool = False) -> Response:  # noqa: FBT001, FBT002
        view = hooks.read(actor, hook, DeliveryState.DEAD if dead else None)
        lines = tuple(_delivery(each) for each in view.deliveries)
        return site.page(request, HookPage(_line(view), lines, dead_only=dead))

    @routes.post("/{hook}/end")
    def end(actor: Asking, hook: HookId, _sent: SentForm) -> Response:
        hooks.end(actor, hook)
        return go(f"{PLACE}/{hook}", said="saved")

    @routes.post("/{hook}/deliveries/{entry}/resend")
    def resend(actor: Asking, hook: HookId, entry: int, _sent: SentForm) -> Response:
        hooks.resend(actor, hook, entry)
        return go(f"{PLACE}/{hook}", said="saved")

    return routes


def _line(view: HookView) -> HookLine:
    return HookLine(f"{PLACE}/{view.id}", view.url, view.kinds, view.created_at, ended=view.ended)


def _delivery(each: Delivery) -> DeliveryLine:
    is_dead = each.state is DeliveryState.DEAD
    return DeliveryLine(
        event=each.event,
        device=f"{address_of(each.device)}/timeline#event-{each.event}",
        state=each.state,
        attempts=each.attempts,
        due=each.due_at,
        answer=each.answer,
        resend=f"{PLACE}/{each.hook}/deliveries/{each.entry}/resend" if is_dead else None,
    )
