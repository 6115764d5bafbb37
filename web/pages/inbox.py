"""The inbox: what scanners sent late and nobody could record, and numbers that two devices claim."""

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from lifecycle.domain.inbox import ItemId
from web.bootstrap import Parts
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.mapping.inbox import accounts_in, inbox_page, item_page
from web.pages.serving import Asking, SentForm, Site, go

A_PAGE = 50
"""So many are shown at once; those that are settled make place for the rest."""


def inbox_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/inbox`."""
    routes, inbox = APIRouter(prefix="/inbox"), parts.use.inbox

    def shown(request: Request, actor: Actor, item: ItemId, form: FormState, status: int = 200) -> Response:
        view = inbox.read(actor, item)
        names = parts.accounts.people.names(actor, accounts_in(view))
        return site.page(request, item_page(view, names, form), status=status)

    @routes.get("")
    def find(request: Request, actor: Asking, settled: bool = False) -> Response:  # noqa: FBT001, FBT002 - a query
        view = inbox.find(actor, is_open=not settled, limit=A_PAGE)
        return site.page(request, inbox_page(view, is_open=not settled))

    @routes.get("/{item}")
    def read(request: Request, actor: Asking, item: ItemId) -> Response:
        return shown(request, actor, item, NEW_FORM)

    @routes.post("/{item}/attempt")
    def try_again(request: Request, actor: Asking, item: ItemId, sent: SentForm) -> Response:
        try:
            view = inbox.try_again(actor, item)
        except COMES_BACK as error:
            return shown(request, actor, item, sent.again(error), fault_of(error).status)
        return go(f"/inbox/{item}", said="refused-again" if view.item.is_open else "recorded")

    @routes.post("/{item}/dismissal")
    def dismiss(request: Request, actor: Asking, item: ItemId, sent: SentForm) -> Response:
        try:
            inbox.dismiss(actor, item, sent.text("reason"))
        except COMES_BACK as error:
            return shown(request, actor, item, sent.again(error), fault_of(error).status)
        return go(f"/inbox/{item}", said="saved")

    return routes
