"""Reservations: those of one's organisation, their receipt, and what is to be prepared; and the photos of a device."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotPermitted
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import ScanId
from lifecycle.domain.events import ConsignmentId, EventId, Place
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.consignment_receiving import ReceiptScan, ScanBatch
from lifecycle.service.marketplace_views import ArrivalAnswer
from web.bootstrap import Parts
from web.pages.acts.base import EVENT, Fields, event_id_of
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.marketplace import ReservationsPage
from web.pages.mapping.heads import address_of
from web.pages.mapping.marketplace import photos_page, reservations_page
from web.pages.serving import Asking, Sent, SentForm, Site, go


def reservation_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/reservations`, and `/devices/{key}/photos`."""
    routes = APIRouter()
    _add_reservations(routes, parts, site)
    _add_photos(routes, parts, site)
    return routes


def _add_reservations(routes: APIRouter, parts: Parts, site: Site) -> None:
    use = parts.use.market.reservations

    @routes.get("/reservations")
    def read(request: Request, actor: Asking) -> Response:
        return site.page(request, _page(parts, actor, FormState({EVENT: use.recorder.new_id()})))

    @routes.post("/reservations/changes")
    def change(request: Request, actor: Asking, sent: SentForm) -> Response:
        """One form with two buttons: those that are ticked are given back, or kept longer."""
        ids = [EventId(each) for each in sent.lists.get("reservation", ())]
        longer = sent.text("do") == "longer"
        try:
            use.keep_longer(actor, ids) if longer else use.give_back(actor, ids)
        except COMES_BACK as error:
            page = _page(parts, actor, _again(use.recorder.new_id(), sent, error))
            return site.page(request, page, status=fault_of(error).status)
        return go("/reservations", said="kept-longer" if longer else "reservation-ended")

    @routes.post("/reservations/arrivals")
    def receive(request: Request, actor: Asking, sent: SentForm) -> Response:
        """The answers stand on the page that comes back: the next scan is typed there."""
        try:
            answers = use.receive(actor, ConsignmentId(sent.text("consignment")), _batch(sent))
        except COMES_BACK as error:
            page = _page(parts, actor, _again(use.recorder.new_id(), sent, error))
            return site.page(request, page, status=fault_of(error).status)
        form = FormState({EVENT: use.recorder.new_id(), "place": sent.text("place")})
        return site.page(request, _page(parts, actor, form, answers))

    @routes.post("/reservations/preparations")
    def prepare(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            made = use.prepare(actor, OrganisationId(sent.text("requester")), sent.optional("unit"))
        except COMES_BACK as error:
            page = _page(parts, actor, _again(use.recorder.new_id(), sent, error))
            return site.page(request, page, status=fault_of(error).status)
        return go(f"/consignments/{made}", said="saved")


def _page(parts: Parts, actor: Actor, form: FormState, scans: Sequence[ArrivalAnswer] = ()) -> ReservationsPage:
    use = parts.use.market.reservations
    reserves, prepares = (PERMISSIONS.allows(each, actor) for each in ("reserve_offered", "prepare_reserved"))
    if not reserves and not prepares:
        raise NotPermitted(message("Reservations are for organisations of the State, and for who prepares them."))
    kept = use.mine(actor) if reserves else None
    return reservations_page(kept, use.to_prepare(actor) if prepares else None, actor, form, scans)


def _again(event: str, sent: Sent, error: Exception) -> FormState:
    """What is wrong, with a new id: what was sent before changed nothing."""
    form = sent.again(error)  # type: ignore[arg-type]  # only what comes back is caught
    return replace(form, values={**form.values, EVENT: event})


def _batch(sent: Sent) -> ScanBatch:
    """One scan on each line, so that a scanner that ends with a new line can go on."""
    fields = Fields(sent)
    place, event = fields.text("place"), event_id_of(sent)
    codes = [code.strip() for code in sent.text("scan").splitlines() if code.strip()]
    if not codes:
        fields.wrong("scan", message("Scan or type the code on each device."))
    fields.check()
    scans = tuple(
        ReceiptScan(scan_id=ScanId(f"{event}-{number}"), raw=code) for number, code in enumerate(codes, start=1)
    )
    return ScanBatch(place=Place(place), scans=scans)


def _add_photos(routes: APIRouter, parts: Parts, site: Site) -> None:
    photos = parts.use.market.photos

    def shown(request: Request, actor: Actor, key: DeviceKey, form: FormState, status: int = 200) -> Response:
        view = parts.use.devices.read(actor, key)
        shown = photos.of_device(actor, key)
        return site.page(request, photos_page(view, shown, photos.lost(shown), actor, form), status=status)

    @routes.get("/devices/{key}/photos")
    def of_device(request: Request, actor: Asking, key: DeviceKey) -> Response:
        return shown(request, actor, key, NEW_FORM)

    @routes.post("/devices/{key}/photos")
    def add(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        _, content = sent.files.get("photo", ("", b""))
        try:
            photos.add(actor, key, content)
        except COMES_BACK as error:
            return shown(request, actor, key, sent.again(error), fault_of(error).status)
        return go(f"{address_of(key)}/photos", said="saved")

    @routes.post("/devices/{key}/photos/{sha256}/removal")
    def remove(actor: Asking, key: DeviceKey, sha256: str, _sent: SentForm) -> Response:
        photos.remove(actor, key, sha256)
        return go(f"{address_of(key)}/photos", said="saved")
