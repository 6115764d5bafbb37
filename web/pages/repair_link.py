"""How whoever brought a device in answers its quote, from a phone and without an account: `/k/{token}/repair`.

Rules:
1. The link's capability is the actor (`web.identity`): one use case on one order. A link that ended says so.
2. Each form carries the id of what it says, and the hash of the quote that was read.
3. No cache keeps these pages, and no other site sends these forms (`web.pages.donation_link`).
4. Keys, serial numbers and names of people are on none of them.
"""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, Refused
from lifecycle.domain.repair_orders import RepairOrderId
from lifecycle.service.repair_quotes import APPROVE
from web.bootstrap import Parts
from web.pages.contexts.consignment import EndedLinkPage
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.donation_link import LinkForm
from web.pages.mapping.repair_orders import link_page
from web.pages.repair_forms import answer_in
from web.pages.repair_orders import pdf
from web.pages.serving import Asking, Site, go, language_of


def repair_link_pages(parts: Parts, site: Site) -> APIRouter:
    """The routes below the link of a quote."""
    routes, counter = APIRouter(prefix="/k/{token}/repair"), _Counter(parts, site)
    quotes = parts.use.repairs.quotes

    @routes.get("")
    def look(request: Request, actor: Asking, token: str) -> Response:
        return counter.page(request, actor, token, NEW_FORM)

    @routes.post("")
    def answer(request: Request, actor: Asking, token: str, sent: LinkForm) -> Response:
        order = order_of(actor)
        if order is None:
            return counter.page(request, actor, token, NEW_FORM)
        try:
            yes, given = answer_in(sent)
            (quotes.approve if yes else quotes.decline)(actor, order, given)
        except (InvalidInput, Refused, Conflict) as error:
            return counter.page(request, actor, token, sent.again(error), fault_of(error).status)
        return go(f"/k/{token}/repair", said="recorded")

    @routes.get("/quote.pdf")
    def paper(request: Request, actor: Asking, token: str) -> Response:
        order = order_of(actor)
        seen = None if order is None else quotes.look(actor, order)
        if order is None or seen is None or seen.quoted is None:
            return counter.page(request, actor, token, NEW_FORM)
        found = quotes.paper(actor, order, seen.quoted.version, language_of(request))
        return pdf(found.name, found.content)

    return routes


@dataclass(frozen=True)
class _Counter:
    """What the handlers answer with."""

    parts: Parts
    site: Site

    def page(self, request: Request, actor: Actor, token: str, form: FormState, status: int = 200) -> Response:
        order = order_of(actor)
        if order is None:
            return self.site.page(request, EndedLinkPage(), status=410)
        seen = self.parts.use.repairs.quotes.look(actor, order)
        event = self.parts.use.devices.recorder.new_id()
        response = self.site.page(request, link_page(seen, f"/k/{token}/repair", event, form), status=status)
        response.headers["Cache-Control"] = "no-store"
        return response


def order_of(actor: Actor) -> RepairOrderId | None:
    """The order that this link is for; None for a link that is not valid (any more), or is for something else."""
    subject = actor.subject_of(APPROVE)
    return None if subject is None else RepairOrderId(subject)
