"""Consignments: made, filled by scanning, offered, withdrawn, received; and the link for who has no account."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, Capability, OrganisationId
from dpp.domain.errors import InvalidInput, KringpasError, Problem
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.consignment import ConsignmentState as Stage
from lifecycle.domain.events import ConsignmentId, Place
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.possible import OFFERS
from lifecycle.domain.vocabulary import Route
from lifecycle.service.consignments import CONFIRM, NewConsignment, Receipt, Sealing
from lifecycle.service.ports import DeviceLine
from lifecycle.service.consignment_views import ConsignmentView
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.consignment import ConsignmentPage, ConsignmentsPage, NewLink
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.mapping.consignment import address_of, consignment_page, line_of
from web.pages.mapping.heads import head_of_line
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go

LINK_LASTS = timedelta(days=14)
_FIELDS = frozenset({"scan", "seal", "processor_agreement", "place", "extra"})
_SENDING = frozenset({Relation.CUSTODIAN})
Devices = Annotated[list[DeviceKey] | None, Query(alias="device")]


def consignment_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of consignments."""
    routes = APIRouter(prefix="/consignments")
    desk, use = _Desk(parts), parts.use.consignments

    @routes.get("")
    def find(request: Request, actor: Asking, devices: Devices = None) -> Response:
        return site.page(request, desk.list_page(actor, devices or [], NEW_FORM))

    @routes.post("")
    def create(request: Request, actor: Asking, sent: SentForm) -> Response:
        devices = [DeviceKey(key) for key in sent.lists.get("device", ())]
        try:
            made = use.create(actor, _wanted(sent, devices))
        except COMES_BACK as error:
            page = desk.list_page(actor, devices, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(address_of(made), said="saved")

    @routes.get("/{consignment}")
    def read(request: Request, actor: Asking, consignment: ConsignmentId) -> Response:
        return site.page(request, desk.page(actor, use.read(actor, consignment), NEW_FORM))

    _add_contents(routes, desk, site)
    _add_handover(routes, desk, site)
    _add_link(routes, desk, site)
    return routes


def _add_contents(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    use = desk.parts.use.consignments

    @routes.post("/{consignment}/items")
    def add(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        try:
            view = use.add(actor, consignment, desk.scanned(actor, "scan", sent.text("scan")))
        except COMES_BACK as error:
            return desk.again(site, request, actor, sent.again(error), error)
        return go(f"{address_of(view)}#contents")

    @routes.post("/{consignment}/items/{key}/removal")
    def remove(actor: Asking, consignment: ConsignmentId, key: DeviceKey, _sent: SentForm) -> Response:
        return go(f"{address_of(use.remove(actor, consignment, key))}#contents")


def _add_handover(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    use = desk.parts.use.consignments

    @routes.post("/{consignment}/offer")
    def offer(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        closed = Sealing(seal=sent.optional("seal"), processor_agreement=sent.optional("processor_agreement"))
        try:
            view = use.offer(actor, consignment, closed)
        except COMES_BACK as error:
            return desk.again(site, request, actor, sent.again(error), error)
        return go(address_of(view), said="offered")

    @routes.post("/{consignment}/withdrawal")
    def withdraw(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        try:
            view = use.withdraw(actor, consignment)
        except COMES_BACK as error:
            return desk.again(site, request, actor, sent.again(error), error)
        return go(address_of(view), said="withdrawn")

    @routes.post("/{consignment}/receipt")
    def receive(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        try:
            view = use.receive(actor, consignment, desk.receipt(actor, sent))
        except COMES_BACK as error:
            return desk.again(site, request, actor, sent.again(error), error)
        return go(address_of(view), said="received")


def _add_link(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    @routes.post("/{consignment}/link")
    def issue(request: Request, actor: Asking, consignment: ConsignmentId, _sent: SentForm) -> Response:
        """The one answer to a form that is no redirect: the link is shown once, and kept nowhere."""
        view = desk.parts.use.consignments.read(actor, consignment)
        page = desk.page(actor, view, NEW_FORM)
        return site.page(request, replace(page, link=desk.link(actor, view)), status=201)


@dataclass(frozen=True)
class _Desk:
    parts: Parts

    def list_page(self, actor: Actor, devices: list[DeviceKey], form: FormState) -> Page:
        found = self.parts.use.consignments.find(actor)
        makes = PERMISSIONS.allows("create_consignment", actor, _SENDING)
        everybody = self.parts.accounts.organisations.all(actor) if makes else ()
        heads = [head_of_line(self.parts.use.devices.read(actor, key).line) for key in devices]
        return ConsignmentsPage(
            lines=tuple(map(line_of, found)),
            receivers=tuple(Choice(each.id, each.name) for each in everybody if each.id != actor.organisation),
            devices=tuple(heads),
            keys=tuple(devices),
            routes=tuple(Choice(route.value, route) for route in OFFERS),
            form=form,
        )

    def page(self, actor: Actor, view: ConsignmentView, form: FormState) -> ConsignmentPage:
        use, consignment = self.parts.use.consignments, view.consignment
        relations = consignment.relations(actor.organisation)
        sends = PERMISSIONS.allows("offer_consignment", actor, relations)
        receives = PERMISSIONS.allows("receive_consignment", actor, relations)
        draft = consignment.state is Stage.DRAFT
        refusals = use.preview(actor, consignment.id) if sends and draft else {}
        page = consignment_page(view, refusals, form, sends=sends, receives=receives)
        return replace(page, can_print=PERMISSIONS.allows("print_device_label", actor, _SENDING))

    def again(self, site: Site, request: Request, actor: Actor, form: FormState, error: KringpasError) -> Response:
        """The consignment with what was typed and what is wrong with it: beside its field, where it has one."""
        problems = {name.removeprefix("terms."): what for name, what in form.problems.items()}
        beside = {name if name in _FIELDS else "": what for name, what in problems.items()}
        view = self.parts.use.consignments.read(actor, ConsignmentId(request.path_params["consignment"]))
        return site.page(request, self.page(actor, view, replace(form, problems=beside)), status=fault_of(error).status)

    def scanned(self, actor: Actor, name: str, raw: str) -> DeviceKey:
        """The one device that a code or number names, among those that this actor may see."""
        lines = self.parts.use.intake.named(actor, raw)
        if len(lines) == 1:
            return lines[0].device_key
        what = _not_one(lines, raw)
        raise InvalidInput(what, (Problem(name, what),))

    def receipt(self, actor: Actor, sent: Sent) -> Receipt:
        """What was ticked arrived, and so did what else was scanned."""
        fields = Fields(sent)
        place, extra = Place(fields.text("place")), sent.text("extra").splitlines()
        fields.check()
        found = [self.scanned(actor, "extra", raw.strip()) for raw in extra if raw.strip()]
        arrived = (DeviceKey(key) for key in sent.lists.get("arrived", ()))
        return Receipt(place=place, devices=(*arrived, *found), seal=fields.optional("seal"))

    def link(self, actor: Actor, view: ConsignmentView) -> NewLink:
        consignment = view.consignment
        until = self.parts.clock() + LINK_LASTS
        made = self.parts.accounts.links.issue(
            actor,
            Capability(CONFIRM, consignment.id),
            consignment.receiver,
            until,
            consignment.relations(actor.organisation),
        )
        return NewLink(f"{self.parts.settings.public_url}/k/{made.token}", until)


def _not_one(lines: Iterable[DeviceLine], raw: str) -> Message:
    shown = raw[:60]
    if tuple(lines):
        return message("Several devices carry {code}: scan the label instead.", code=shown)
    return message("No device that you may see carries {code}.", code=shown)


def _wanted(sent: Sent, devices: list[DeviceKey]) -> NewConsignment:
    fields = Fields(sent)
    receiver, route = fields.text("receiver"), fields.maybe_one_of("route", Route)
    carrier, contract, unit = (fields.optional(name) for name in ("carrier", "contract", "unit"))
    if route is Route.REDEPLOY and unit is None:
        fields.wrong("unit", message("Redeployment names the unit that will use the devices."))
    if route is Route.RETURN_TO_LESSOR and contract is None:
        fields.wrong("contract", message("A return to the lessor names its contract."))
    fields.check()
    return NewConsignment(
        receiver=OrganisationId(receiver),
        devices=tuple(devices),
        route=route,
        carrier=None if carrier is None else OrganisationId(carrier),
        contract=contract,
        unit=unit,
    )
