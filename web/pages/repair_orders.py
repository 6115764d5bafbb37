"""Repair orders: the list, one order with the answers of its owner and its disputes, the quote, the link of a user.

What is done to a device is done at its bench (`web.pages.repair_bench`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.message import message
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repair_orders import RepairOrderId
from lifecycle.domain.vocabulary import ComponentKind
from lifecycle.service.repair_order_ports import Stage
from lifecycle.service.repair_order_views import OrderView
from web.bootstrap import Parts
from web.pages.acts.base import EVENT, choices
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.repair_orders import QuoteLinkMadePage, QuotePage, RepairOrderPage
from web.pages.finding import Finder
from web.pages.mapping.heads import head_of_line
from web.pages.mapping.repair_orders import address_of_order, order_block, repairs_page
from web.pages.mapping.repairers import picture_of
from web.pages.repair_forms import answer_in, id_of, quote_begun, quote_in
from web.pages.serving import Asking, Sent, SentForm, Site, go, language_of

Order = RepairOrderId


def repair_order_pages(parts: Parts, site: Site) -> APIRouter:
    """`/repairs` and what is below it."""
    routes, desk = APIRouter(prefix="/repairs"), _Desk(parts, site)
    _add_list(routes, desk)
    _add_order(routes, desk)
    _add_quote(routes, desk)
    return routes


def _add_list(routes: APIRouter, desk: "_Desk") -> None:
    finder = Finder(desk.parts)

    @routes.get("")
    def find(request: Request, actor: Asking, stage: str = "", disputed: bool = False) -> Response:  # noqa: FBT001, FBT002 - a query
        return desk.list(request, actor, stage, disputed=disputed, form=NEW_FORM)

    @routes.get("/bench")
    async def scan(request: Request, actor: Asking, scan: str = "") -> Response:
        found = await finder.find(actor, scan) if scan.strip() else None
        if found is not None and len(found.devices) == 1:
            return go(f"/devices/{found.devices[0].device_key}/repair")
        wrong = message("No device of yours, or more than one, has this code. Scan its label, or use its repair key.")
        return desk.list(request, actor, "", disputed=False, form=FormState({"scan": scan}, {"scan": wrong}))


def _add_order(routes: APIRouter, desk: "_Desk") -> None:
    use = desk.parts.use.repairs

    @routes.get("/{order}")
    def read(request: Request, actor: Asking, order: Order) -> Response:
        return desk.page(request, use.orders.read(actor, order), desk.new_form())

    @routes.post("/{order}/answer")
    def answer(request: Request, actor: Asking, order: Order, sent: SentForm) -> Response:
        def act() -> object:
            yes, given = answer_in(sent)
            return (use.quotes.approve if yes else use.quotes.decline)(actor, order, given)

        return desk.done(request, actor, order, sent, act)

    @routes.post("/{order}/cancellation")
    def cancel(request: Request, actor: Asking, order: Order, sent: SentForm) -> Response:
        reason = sent.text("reason")
        return desk.done(request, actor, order, sent, lambda: use.orders.cancel(actor, order, reason, id_of(sent)))

    @routes.post("/{order}/disputes")
    def dispute(request: Request, actor: Asking, order: Order, sent: SentForm) -> Response:
        reason, files = sent.text("reason"), sent.lists.get("evidence", ())
        said = lambda: use.disputes.dispute(actor, order, reason, files, id_of(sent))  # noqa: E731 - one act
        return desk.done(request, actor, order, sent, said)

    @routes.post("/{order}/disputes/{about}/replies")
    def reply(request: Request, actor: Asking, order: Order, about: int, sent: SentForm) -> Response:
        text = sent.text("text")
        return desk.done(
            request, actor, order, sent, lambda: use.disputes.reply(actor, order, about, text, (), id_of(sent))
        )

    @routes.post("/{order}/disputes/{about}/settlement")
    def settle(request: Request, actor: Asking, order: Order, about: int, sent: SentForm) -> Response:
        how = sent.text("how")
        return desk.done(
            request, actor, order, sent, lambda: use.disputes.settle(actor, order, about, how, id_of(sent))
        )


def _add_quote(routes: APIRouter, desk: "_Desk") -> None:
    quotes, orders = desk.parts.use.repairs.quotes, desk.parts.use.repairs.orders

    @routes.get("/{order}/quote")
    def ask(request: Request, actor: Asking, order: Order) -> Response:
        start, view = quotes.start(actor, order), orders.read(actor, order)
        diagnosis = view.standing.diagnosis
        findings = "" if diagnosis is None else diagnosis.findings
        form = quote_begun(start, findings, desk.parts.use.devices.recorder.new_id())
        return desk.site.page(request, desk.quote_page(view, form))

    @routes.post("/{order}/quote")
    def send(request: Request, actor: Asking, order: Order, sent: SentForm) -> Response:
        try:
            view = quotes.send(actor, order, quote_in(sent), id_of(sent))
        except COMES_BACK as error:
            page = desk.quote_page(orders.read(actor, order), sent.again(error))
            return desk.site.page(request, page, status=fault_of(error).status)
        return go(f"{desk.bench(view)}#quote", said="recorded")

    @routes.get("/{order}/quotes/{version}.pdf")
    def paper(request: Request, actor: Asking, order: Order, version: int) -> Response:
        found = quotes.paper(actor, order, version, language_of(request))
        return pdf(found.name, found.content)

    @routes.post("/{order}/link")
    def link(request: Request, actor: Asking, order: Order, sent: SentForm) -> Response:
        try:
            made = quotes.link(actor, order)
        except COMES_BACK as error:
            return desk.page(request, orders.read(actor, order), sent.again(error), fault_of(error).status)
        view = orders.read(actor, order)
        address = f"{desk.parts.settings.public_url}/k/{made.token}/repair"
        picture = picture_of(desk.parts.passports.qr.svg(address))
        page = QuoteLinkMadePage(head_of_line(view.line), address, picture, made.until, desk.bench(view))
        return desk.site.page(request, page)


def pdf(name: str, content: bytes) -> Response:
    """A paper, shown in the browser and kept by no cache."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


@dataclass(frozen=True)
class _Desk:
    """What the handlers share."""

    parts: Parts
    site: Site

    def new_form(self) -> FormState:
        return FormState({EVENT: self.parts.use.devices.recorder.new_id()})

    def list(self, request: Request, actor: Actor, stage: str, *, disputed: bool, form: FormState) -> Response:
        wanted = Stage(stage) if stage in set(Stage) else None
        found = self.parts.use.repairs.orders.find(actor, wanted, disputed=disputed)
        repairs = actor.holds(*PERMISSIONS.roles("open_repair_order"))
        page = repairs_page(found, wanted, disputed=disputed, may_scan=repairs, form=form)
        return self.site.page(request, page, status=400 if form.problems else 200)

    def done(self, request: Request, actor: Actor, order: Order, sent: Sent, act: Callable[[], object]) -> Response:
        """Do what the form says, and show the order; or tell what is wrong beside the form."""
        try:
            act()
        except COMES_BACK as error:
            view = self.parts.use.repairs.orders.read(actor, order)
            return self.page(request, view, sent.again(error), fault_of(error).status)
        return go(address_of_order(order), said="recorded")

    def page(self, request: Request, view: OrderView, form: FormState, status: int = 200) -> Response:
        event = form.values.get(EVENT) or self.parts.use.devices.recorder.new_id()
        bench = self.bench(view) if view.may.work else None
        return self.site.page(request, RepairOrderPage(order_block(view), event, bench, form), status=status)

    def quote_page(self, view: OrderView, form: FormState) -> QuotePage:
        send_to = f"{address_of_order(view.order.id)}/quote"
        return QuotePage(head_of_line(view.line), send_to, choices(ComponentKind), self.bench(view), form)

    @staticmethod
    def bench(view: OrderView) -> str:
        return f"/devices/{view.order.device}/repair"
