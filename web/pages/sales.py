"""Sale as pages: lots to make, offer, award and hand over for DRZ; lots offered to me, and bids, for buyers."""

from collections.abc import Callable
from datetime import datetime, time

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.sales import BidId, LotId, Offering, Way
from lifecycle.domain.sales.lot import HOME
from lifecycle.service.lot_views import SELL
from lifecycle.service.sale_views import LotView
from web.accounts.service.choosing_ports import Among
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.acts.choosing import Chooser, organisations
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.forms import NOTHING_OFFERED
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.sales import LotPage, LotsPage
from web.pages.mapping.sales import LOTS, candidate_line, lot_line, lot_page
from web.pages.reading import ZONE
from web.pages.serving import Asking, Sent, SentForm, Site, go

CLOSES = time(12)
"""Lots close at noon, in the time of the Netherlands."""


def sale_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/lots`."""
    routes, pages = APIRouter(prefix=LOTS), _Pages(parts, site)
    sales = parts.use.sales

    @routes.get("")
    def find(request: Request, actor: Asking) -> Response:
        return site.page(request, pages.all(actor, NEW_FORM))

    @routes.post("")
    def make(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            fields = Fields(sent)
            title = fields.text("title")
            fields.check()
            made = sales.make(actor, title, tuple(map(DeviceKey, sent.lists.get("devices", ()))))
        except COMES_BACK as error:
            return site.page(request, pages.all(actor, sent.again(error)), status=fault_of(error).status)
        return go(f"{LOTS}/{made.summary.id}", said="saved")

    @routes.get("/{lot}")
    def read(request: Request, actor: Asking, lot: LotId) -> Response:
        return site.page(request, pages.one(actor, lot, NEW_FORM))

    _add_acts(routes, pages)
    return routes


def _add_acts(routes: APIRouter, pages: "_Pages") -> None:
    sales = pages.parts.use.sales

    @routes.post("/{lot}/offer")
    def offer(request: Request, actor: Asking, lot: LotId, sent: SentForm) -> Response:
        return pages.act(
            request, actor, lot, sent, lambda: sales.offer(actor, lot, _offering(sent, pages.buyers(actor)))
        )

    @routes.post("/{lot}/bid")
    def bid(request: Request, actor: Asking, lot: LotId, sent: SentForm) -> Response:
        def said() -> LotView:
            fields = Fields(sent)
            cents, country = _cents(fields, required=True), sent.text("country").upper() or HOME
            fields.check()
            return sales.bid(actor, lot, cents, country)

        return pages.act(request, actor, lot, sent, said)

    @routes.post("/{lot}/bid-withdrawal")
    def withdraw(request: Request, actor: Asking, lot: LotId, sent: SentForm) -> Response:
        return pages.act(request, actor, lot, sent, lambda: sales.bid(actor, lot, None))

    @routes.post("/{lot}/award")
    def award(request: Request, actor: Asking, lot: LotId, sent: SentForm) -> Response:
        chosen, reason = BidId(sent.text("bid")), sent.optional("reason")
        return pages.act(request, actor, lot, sent, lambda: sales.choose(actor, lot, chosen, reason))

    @routes.post("/{lot}/agreement")
    def agree(request: Request, actor: Asking, lot: LotId, sent: SentForm) -> Response:
        agrees = sent.text("agrees") == "yes"
        return pages.act(request, actor, lot, sent, lambda: (sales.agree if agrees else sales.disagree)(actor, lot))

    @routes.post("/{lot}/consignment")
    def hand_over(request: Request, actor: Asking, lot: LotId, sent: SentForm) -> Response:
        return pages.act(request, actor, lot, sent, lambda: sales.hand_over(actor, lot))

    @routes.post("/{lot}/closing")
    def close(request: Request, actor: Asking, lot: LotId, sent: SentForm) -> Response:
        return pages.act(request, actor, lot, sent, lambda: sales.close(actor, lot, sent.text("because")))


class _Pages:
    def __init__(self, parts: Parts, site: Site) -> None:
        self.parts = parts
        self._site = site

    def all(self, actor: Actor, form: FormState) -> LotsPage:
        sales, sells = self.parts.use.sales, PERMISSIONS.allows(SELL, actor)
        candidates = sales.candidates(actor) if sells else ()
        return LotsPage(tuple(map(lot_line, sales.find(actor))), sells, tuple(map(candidate_line, candidates)), form)

    def one(self, actor: Actor, lot: LotId, form: FormState) -> LotPage:
        view = self.parts.use.sales.read(actor, lot)
        return lot_page(view, form, self.buyers(actor).offered(form, "buyers") if view.may_sell else NOTHING_OFFERED)

    def act(self, request: Request, actor: Actor, lot: LotId, sent: Sent, act: Callable[[], LotView]) -> Response:
        try:
            act()
        except COMES_BACK as error:
            page = self.one(actor, lot, sent.again(error))
            return self._site.page(request, page, status=fault_of(error).status)
        return go(f"{LOTS}/{lot}", said="saved")

    def buyers(self, actor: Actor) -> Chooser[Among]:
        """Organisations outside the State; who lacks a credential is refused at the offer, with the reason."""
        return organisations(self.parts, actor, Among(in_state=False))


def _offering(sent: Sent, buyers: Chooser[Among]) -> Offering:
    fields = Fields(sent)
    way, day = fields.one_of("way", Way), fields.day("closes_at")
    cents, chosen = _cents(fields, required=False), buyers.many(fields, "buyers")
    fields.check()
    assert day is not None  # it is required
    return Offering(
        buyers=tuple(map(OrganisationId, chosen)), way=way, closes_at=datetime.combine(day, CLOSES, ZONE), cents=cents
    )


def _cents(fields: Fields, *, required: bool) -> int | None:
    """Euros with cents, as a person types them."""
    amount = fields.amount("cents", required=required)
    if amount is None:
        return None
    cents = amount * 100
    if cents != cents.to_integral_value():
        fields.wrong("cents", message("Give an amount in euros, as 38.50."))
    return int(cents)
