"""The government marketplace: what is on offer, one kind with the form to reserve of it, what is left, and towns."""

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import OrganisationId
from dpp.domain.message import message
from lifecycle.domain.events import EventId
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.marketplace import WantedDevices
from lifecycle.service.marketplace_ports import OfferFilter, OfferOrder, TownOfPlace
from web.bootstrap import Parts
from web.pages.acts.base import EVENT, Fields, event_id_of
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.frame import FormState
from web.pages.mapping.marketplace import marketplace_page, offer_page, towns_page
from web.pages.mapping.outlived import outlived_page
from web.pages.serving import Asking, Sent, SentForm, Site, go

A_PAGE = 24
_MOST_PAGES = 10_000
_SHORT = 100
_FIELDS = ("q", "group", "town", "owner", "functional", "cosmetic", "memory", "storage", "screen", "order")


def marketplace_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/marketplace`, and the pictures."""
    routes = APIRouter()
    market = parts.use.market.marketplace

    @routes.get("/marketplace")
    def browse(request: Request, actor: Asking) -> Response:
        typed = FormState({name: request.query_params.get(name, "").strip()[:_SHORT] for name in _FIELDS})
        wanted = _wanted(typed, request.query_params.get("page", ""))
        return site.page(request, marketplace_page(market.browse(actor, wanted), wanted, typed, actor))

    @routes.get("/marketplace/outlived")
    def outlived(request: Request, actor: Asking) -> Response:
        found = market.outlived(actor)
        names = market.organisations.names({who for each in found for who in (each.owner, each.custodian)})
        foreseen = parts.use.routing.foreseen(actor, [each.device for each in found])
        return site.page(request, outlived_page(found, names, foreseen))

    @routes.get("/marketplace/towns")
    def towns(request: Request, actor: Asking) -> Response:
        return site.page(request, towns_page(market.towns(actor)))

    @routes.post("/marketplace/towns")
    def name_town(actor: Asking, sent: SentForm) -> Response:
        custodian, place = OrganisationId(sent.text("custodian")), sent.text("place")
        market.name_town(actor, TownOfPlace(custodian, place, sent.text("town")[:_SHORT]))
        return go("/marketplace/towns", said="saved")

    @routes.get("/marketplace/{kind}")
    def read(request: Request, actor: Asking, kind: str) -> Response:
        form = FormState({EVENT: market.recorder.new_id()})
        return site.page(request, offer_page(market.read(actor, kind), actor, form))

    @routes.post("/marketplace/{kind}/reservations")
    def reserve(request: Request, actor: Asking, kind: str, sent: SentForm) -> Response:
        try:
            market.reserve(actor, kind, _reservation(sent))
        except COMES_BACK as error:
            page = offer_page(market.read(actor, kind), actor, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go("/reservations", said="reserved")

    @routes.get("/photos/{sha256}")
    def picture(actor: Asking, sha256: str, *, small: bool = False) -> Response:
        content = parts.use.market.photos.picture(actor, sha256, small=small)
        headers = {"Cache-Control": "private, max-age=86400, immutable"}
        return Response(content, media_type="image/jpeg", headers=headers)

    return routes


def _wanted(typed: FormState, page: str) -> OfferFilter:
    """What can be read of an address; what cannot asks for nothing."""
    said = typed.values
    number = min(max(int(page), 1), _MOST_PAGES) if page.isascii() and page.isdigit() else 1
    return OfferFilter(
        group=said["group"] or None,
        text=said["q"],
        functional_at_least=said["functional"] if said["functional"] in set(FunctionalGrade) else None,
        cosmetic_at_least=said["cosmetic"] if said["cosmetic"] in set(CosmeticGrade) else None,
        memory_at_least=_whole(said["memory"]),
        storage_at_least=_whole(said["storage"]),
        screen_at_least=_inches(said["screen"]),
        town=said["town"] or None,
        owner=OrganisationId(said["owner"]) if said["owner"] else None,
        order=OfferOrder(said["order"]) if said["order"] in set(OfferOrder) else OfferOrder.NEWEST,
        offset=(number - 1) * A_PAGE,
        limit=A_PAGE,
    )


def _whole(typed: str) -> int | None:
    return min(int(typed), 1_000_000) if typed.isascii() and typed.isdigit() else None


def _inches(typed: str) -> float | None:
    whole, _, part = typed.replace(",", ".").partition(".")
    digits = whole + part
    return float(f"{whole or 0}.{part or 0}") if digits.isascii() and digits.isdigit() else None


def _reservation(sent: Sent) -> WantedDevices:
    fields = Fields(sent)
    count = fields.whole("count")
    if count is None:
        fields.wrong("count", message("Give a whole number."))
    event = event_id_of(sent)
    wanted = WantedDevices(
        count=count or 0, unit=fields.optional("unit"), act=None if event is None else EventId(event)
    )
    fields.check()
    return wanted
