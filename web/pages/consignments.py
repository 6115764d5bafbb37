"""Consignments: the boxes, a draft that is filled by scanning, its offer and withdrawal, a receipt in one act, a link.

Receipt by scanning, differences and papers have pages of their own (`web.pages.receiving`).
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.vocabulary import Route
from lifecycle.service.consignments import NewConsignment, Sealing
from web.accounts.service.choosing_ports import Among
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.acts.choosing import Chooser
from web.pages.acts.routes import COMES_BACK
from web.pages.consignment_desk import Desk
from web.pages.contexts.frame import NEW_FORM
from web.pages.mapping.consignment import address_of
from web.pages.serving import Asking, Sent, SentForm, Site, go

Part = Annotated[int, Query(ge=1, le=1000)]
Devices = Annotated[list[DeviceKey] | None, Query(alias="device")]


def consignment_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of consignments."""
    routes = APIRouter(prefix="/consignments")
    desk, use = Desk(parts), parts.use.consignments

    @routes.get("")
    def find(request: Request, actor: Asking, devices: Devices = None) -> Response:
        return site.page(request, desk.list_page(actor, devices or [], NEW_FORM, str(request.url)))

    @routes.post("")
    def create(request: Request, actor: Asking, sent: SentForm) -> Response:
        devices = [DeviceKey(key) for key in sent.lists.get("device", ())]
        try:
            made = use.create(actor, _wanted(sent, devices, desk.parties(actor)))
        except COMES_BACK as error:
            page = desk.list_page(actor, devices, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(address_of(made), said="saved")

    @routes.get("/{consignment}")
    def read(request: Request, actor: Asking, consignment: ConsignmentId, part: Part = 1) -> Response:
        return site.page(request, desk.page(actor, use.read(actor, consignment), NEW_FORM, part))

    _add_contents(routes, desk, site)
    _add_handover(routes, desk, site)
    _add_link(routes, desk, site)
    return routes


def _add_contents(routes: APIRouter, desk: Desk, site: Site) -> None:
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


def _add_handover(routes: APIRouter, desk: Desk, site: Site) -> None:
    use = desk.parts.use.consignments

    @routes.post("/{consignment}/offer")
    def offer(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        closed = Sealing(
            seal=sent.optional("seal"),
            processor_agreement=sent.optional("processor_agreement"),
            goods_decision=sent.optional("goods_decision"),
        )
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


def _add_link(routes: APIRouter, desk: Desk, site: Site) -> None:
    @routes.post("/{consignment}/link")
    def issue(request: Request, actor: Asking, consignment: ConsignmentId, _sent: SentForm) -> Response:
        """The one answer to a form that is no redirect: the link is shown once, and kept nowhere."""
        view = desk.parts.use.consignments.read(actor, consignment)
        page = desk.page(actor, view, NEW_FORM)
        return site.page(request, replace(page, link=desk.link(actor, view)), status=201)


def _wanted(sent: Sent, devices: list[DeviceKey], parties: Chooser[Among]) -> NewConsignment:
    fields = Fields(sent)
    receiver, route = parties.one(fields, "receiver"), fields.maybe_one_of("route", Route)
    carrier = parties.maybe(fields, "carrier")
    contract, unit = (fields.optional(name) for name in ("contract", "unit"))
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
        export=sent.text("export") == "yes" or None,
    )
