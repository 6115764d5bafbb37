"""Requests for devices as pages: those of one's organisation or of all, one with what became of it, and the form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import KringpasError
from dpp.domain.message import message
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.requests.cancelled import CancelledOrder
from lifecycle.domain.requests.request import RequestId, Wanted, role_for
from lifecycle.domain.requests.specification import Specification, System
from lifecycle.domain.things import KINDS_OF_THING
from lifecycle.domain.vocabulary import ComponentKind
from lifecycle.service.requests import RequestLine, RequestView
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.forms import FormPage
from web.pages.contexts.frame import NEW_FORM, FormState, Link
from web.pages.contexts.requests import RequestsPage
from web.pages.mapping.requests import request_page, request_row
from web.pages.request_fields import request_fields, typed
from web.pages.serving import Asking, Sent, SentForm, Site, go

PLACE = "/requests"
_BACK = Link(message("Requests"), PLACE)


def request_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/requests`."""
    routes, requests = APIRouter(prefix=PLACE), parts.use.requests
    pages = _Pages(parts, site)

    @routes.get("")
    def find(request: Request, actor: Asking) -> Response:
        everybody = PERMISSIONS.allows("read_request", actor)
        found = requests.all(actor) if everybody else requests.mine(actor)
        names = pages.names(found)
        lines = tuple(request_row(each, names) for each in found)
        can_make, can_divide = (PERMISSIONS.allows(each, actor) for each in ("make_request", "allocate"))
        return site.page(request, RequestsPage(lines, everybody, can_make, can_divide))

    @routes.get("/new")
    def new(request: Request, actor: Asking) -> Response:
        PERMISSIONS.check("make_request", actor)
        return site.page(request, _form(actor, FormState({"keep": "open"})))

    @routes.post("/new")
    def make(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            made = requests.make(actor, _wanted(sent), draft=sent.text("keep") == "draft")
        except COMES_BACK as error:
            return site.page(request, _form(actor, sent.again(error)), status=fault_of(error).status)
        return go(f"{PLACE}/{made.line.request.id}", said="saved")

    @routes.get("/{name}")
    def read(request: Request, actor: Asking, name: RequestId) -> Response:
        return pages.one(request, actor, requests.read(actor, name))

    @routes.get("/{name}/changes")
    def change_form(request: Request, actor: Asking, name: RequestId) -> Response:
        view = requests.read(actor, name)
        return site.page(request, _form(actor, FormState(typed(view.line.request.wanted)), name))

    @routes.post("/{name}/changes")
    def change(request: Request, actor: Asking, name: RequestId, sent: SentForm) -> Response:
        try:
            requests.change(actor, name, _wanted(sent))
        except COMES_BACK as error:
            return site.page(request, _form(actor, sent.again(error), name), status=fault_of(error).status)
        return go(f"{PLACE}/{name}", said="saved")

    _add_acts(routes, pages)
    return routes


def _add_acts(routes: APIRouter, pages: "_Pages") -> None:
    """What is done with one button or a short form on the page of a request."""
    requests = pages.parts.use.requests

    @routes.post("/{name}/opening")
    def open_draft(request: Request, actor: Asking, name: RequestId, sent: SentForm) -> Response:
        return pages.act(request, actor, name, sent, lambda: requests.open(actor, name))

    @routes.post("/{name}/withdrawal")
    def withdraw(request: Request, actor: Asking, name: RequestId, sent: SentForm) -> Response:
        return pages.act(request, actor, name, sent, lambda: requests.withdraw(actor, name, sent.optional("reason")))

    @routes.post("/{name}/cancelled-order")
    def confirm_order(request: Request, actor: Asking, name: RequestId, sent: SentForm) -> Response:
        def confirm() -> RequestView:
            fields = Fields(sent)
            order = CancelledOrder(
                fields.text("cancelled_order.reference"),
                fields.whole("cancelled_order.devices") or 0,
                fields.day("cancelled_order.cancelled_on") or pages.parts.clock().date(),
            )
            fields.check()
            return requests.confirm_cancelled_order(actor, name, order)

        return pages.act(request, actor, name, sent, confirm)


class _Pages:
    def __init__(self, parts: Parts, site: Site) -> None:
        self.parts = parts
        self._site = site

    def names(self, lines: Iterable[RequestLine]) -> Mapping[OrganisationId, str]:
        return self.parts.use.devices.organisations.names({line.request.requester for line in lines})

    def one(
        self, request: Request, actor: Actor, view: RequestView, form: FormState = NEW_FORM, status: int = 200
    ) -> Response:
        models = self.parts.use.requests.models(actor, view.line.request.id)
        return self._site.page(request, request_page(view, self.names([view.line]), models, actor, form), status=status)

    def act(
        self, request: Request, actor: Actor, name: RequestId, sent: Sent, act: Callable[[], RequestView]
    ) -> Response:
        try:
            act()
        except COMES_BACK as error:
            return self._again(request, actor, name, sent, error)
        return go(f"{PLACE}/{name}", said="saved")

    def _again(self, request: Request, actor: Actor, name: RequestId, sent: Sent, error: KringpasError) -> Response:
        view = self.parts.use.requests.read(actor, name)
        return self.one(request, actor, view, sent.again(error), fault_of(error).status)


def _form(actor: Actor, form: FormState = NEW_FORM, name: RequestId | None = None) -> FormPage:
    page = FormPage(
        title=message("Ask for devices"),
        back=_BACK,
        send_to=f"{PLACE}/new",
        send=message("Hand the request in"),
        fields=request_fields(role_for(actor.roles), is_new=name is None),
        intro=message("Leave empty what does not matter: the less you ask, the sooner there are devices that fit."),
        form=form,
    )
    if name is None:
        return page
    return replace(
        page,
        title=message("Change the request"),
        send_to=f"{PLACE}/{name}/changes",
        send=message("Save the request"),
        back=Link(message("Request"), f"{PLACE}/{name}"),
    )


def _wanted(sent: Sent) -> Wanted:
    fields = Fields(sent)

    def amount(name: str) -> float | None:
        found = fields.number(f"specification.{name}")
        return None if found is None else float(found)

    def whole(name: str) -> int | None:
        return fields.whole(f"specification.{name}")

    asked = Specification(
        memory_gib=amount("memory_gib"),
        storage_gb=amount("storage_gb"),
        diagonal_inch=amount("diagonal_inch"),
        battery_percent=amount("battery_percent"),
        functional_grade=whole("functional_grade"),
        cosmetic_grade=whole("cosmetic_grade"),
        age_months_at_most=whole("age_months_at_most"),
        supported_until=fields.day("specification.supported_until", required=False),
        system=fields.maybe_one_of("specification.system", System),
        part=fields.maybe_one_of("specification.part", ComponentKind),
        part_number=fields.optional("specification.part_number"),
    )
    category, place = fields.choice("category", *KINDS_OF_THING), fields.text("place")
    number, deadline = fields.whole("number"), fields.day("deadline")
    order = _order(fields)
    fields.check()
    assert deadline is not None
    return Wanted(
        category=category,
        number=number or 0,
        place=place,
        deadline=deadline,
        specification=asked,
        programme=fields.optional("programme"),
        cancelled_order=order,
    )


def _order(fields: Fields) -> CancelledOrder | None:
    """Optional as a whole; begun, all of it is asked."""
    name = "cancelled_order"
    if not fields.optional(f"{name}.reference"):
        return None
    day = fields.day(f"{name}.cancelled_on")
    devices = fields.whole(f"{name}.devices") or 0
    return None if day is None else CancelledOrder(fields.text(f"{name}.reference"), devices, day)
