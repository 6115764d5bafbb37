"""Repair keys: a holder makes and withdraws them, by account or by the link of a delivery; a repairer uses one.

Rules:
1. The code of a key is on the page that answers the form by which it was made, once; it is in no address and no cache
   keeps it. The QR code holds the code alone.
2. A link's holder sees labels and models, no serial number and nobody's name (`web.pages.donation_link`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused, TooMany
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.donation import DeliveryId
from lifecycle.domain.repairers.keys import RepairKeyId
from lifecycle.service.repair_key_views import NewKey
from web.bootstrap import Parts
from web.pages.contexts.consignment import EndedLinkPage
from web.pages.contexts.frame import NEW_FORM, FormState, Link
from web.pages.contexts.repairers import DeviceKeys, EnterKeyPage, NewRepairKeyPage, RepairKeysPage
from web.pages.donation_link import LinkForm, delivery_of
from web.pages.mapping.heads import address_of
from web.pages.mapping.repairers import device_keys, opened_line, picture_of
from web.pages.serving import Asking, Sent, SentForm, Site, go

ENTER = "/repair-key"


def repair_key_pages(parts: Parts, site: Site) -> APIRouter:
    """`/repair-key`, and the keys of a device, of a delivery and of a link."""
    routes, desk = APIRouter(), _Desk(parts, site)
    _add_use(routes, parts, desk)
    _add_device(routes, parts, desk)
    _add_delivery(routes, desk)
    _add_link(routes, desk)
    return routes


@dataclass(frozen=True)
class _Desk:
    """What the handlers share."""

    parts: Parts
    site: Site

    @property
    def days(self) -> int:
        return self.parts.use.repair_keys.desk.policy.access.days

    def enter(self, request: Request, actor: Actor, form: FormState, status: int = 200) -> Response:
        opened = self.parts.use.repair_keys.opened(actor)
        return self.site.page(request, EnterKeyPage(tuple(map(opened_line, opened)), self.days, form), status=status)

    def keys(self, request: Request, address: str, devices: tuple[DeviceKeys, ...], back: Link | None) -> Response:
        usable = self.parts.use.repair_keys.desk.policy.usable.days
        return _unkept(self.site.page(request, RepairKeysPage(address, devices, usable, self.days, back)))

    def made(self, request: Request, key: NewKey, back: str) -> Response:
        """Rule 1."""
        picture = picture_of(self.parts.passports.qr.svg(key.code))
        page = NewRepairKeyPage(key.code, picture, key.usable_until, self.days, back)
        return _unkept(self.site.page(request, page, status=201))

    def of_delivery(
        self, request: Request, actor: Actor, delivery: DeliveryId, address: str, back: Link | None
    ) -> Response:
        found = self.parts.use.delivery_keys.of_delivery(actor, delivery)
        return self.keys(request, address, tuple(map(device_keys, found)), back)

    def change(self, request: Request, actor: Actor, delivery: DeliveryId, address: str, sent: Sent) -> Response:
        """A new key of a device of a delivery, or the end of one."""
        keys, number = self.parts.use.delivery_keys, _number(sent)
        if ended := sent.text("ended"):
            keys.withdraw(actor, delivery, number, RepairKeyId(ended))
            return go(address, said="saved")
        return self.made(request, keys.make(actor, delivery, number), address)


def _add_use(routes: APIRouter, parts: Parts, desk: _Desk) -> None:
    @routes.get(ENTER)
    def ask(request: Request, actor: Asking) -> Response:
        return desk.enter(request, actor, NEW_FORM)

    @routes.post(ENTER)
    def use(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            opened = parts.use.repair_keys.use(actor, sent.text("code"), AccessPath.PAGE)
        except (InvalidInput, NotFound, Refused, TooMany) as error:
            fault = fault_of(error)
            response = desk.enter(request, actor, sent.again(error), fault.status)
            response.headers.update(dict(fault.headers))
            return response
        return go(f"{address_of(opened.line.device_key)}/repair", said="saved")


def _add_device(routes: APIRouter, parts: Parts, desk: _Desk) -> None:
    keys = parts.use.repair_keys

    @routes.get("/devices/{key}/repair-keys")
    def of_device(request: Request, actor: Asking, key: DeviceKey) -> Response:
        device = device_keys(keys.look(actor, key))
        back = Link(message("Device"), address_of(key))
        return desk.keys(request, f"{address_of(key)}/repair-keys", (device,), back)

    @routes.post("/devices/{key}/repair-keys")
    def change(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        address = f"{address_of(key)}/repair-keys"
        if ended := sent.text("ended"):
            keys.withdraw(actor, key, RepairKeyId(ended))
            return go(address, said="saved")
        return desk.made(request, keys.make(actor, key), address)


def _add_delivery(routes: APIRouter, desk: _Desk) -> None:
    @routes.get("/donation/deliveries/{delivery}/repair-keys")
    def of_delivery(request: Request, actor: Asking, delivery: DeliveryId) -> Response:
        whole = f"/donation/deliveries/{delivery}"
        back = Link(message("Delivery"), whole)
        return desk.of_delivery(request, actor, delivery, f"{whole}/repair-keys", back)

    @routes.post("/donation/deliveries/{delivery}/repair-keys")
    def change(request: Request, actor: Asking, delivery: DeliveryId, sent: SentForm) -> Response:
        return desk.change(request, actor, delivery, f"/donation/deliveries/{delivery}/repair-keys", sent)


def _add_link(routes: APIRouter, desk: _Desk) -> None:
    def ended(request: Request) -> Response:
        return desk.site.page(request, EndedLinkPage(), status=410)

    def linked(request: Request, actor: Actor, answer: Callable[[DeliveryId], Response]) -> Response:
        delivery = delivery_of(actor)
        return ended(request) if delivery is None else answer(delivery)

    @routes.get("/k/{token}/repair-keys")
    def of_link(request: Request, actor: Asking, token: str) -> Response:
        address, back = f"/k/{token}/repair-keys", Link(message("Delivery"), f"/k/{token}/delivery")
        return linked(request, actor, lambda delivery: desk.of_delivery(request, actor, delivery, address, back))

    @routes.post("/k/{token}/repair-keys")
    def change(request: Request, actor: Asking, token: str, sent: LinkForm) -> Response:
        address = f"/k/{token}/repair-keys"
        return linked(request, actor, lambda delivery: desk.change(request, actor, delivery, address, sent))


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _number(sent: Sent) -> int:
    text = sent.text("number")
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        what = message("Choose a device.")
        raise InvalidInput(what, (Problem("number", what),))
    return int(text)
