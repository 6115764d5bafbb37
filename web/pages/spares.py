"""Spare parts: the catalogue, one part with its prices and its stock, and the reservations of an organisation.

Rules:
1. Everybody reads the catalogue and the prices. What a form changes, the service decides.
2. The forms by which facts are supplied are in `web.pages.spare_forms`.
"""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.part_kind import PartKind
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.spares.catalogue import SparePartId
from lifecycle.domain.spares.stock import PartReservationId
from lifecycle.service.spare_catalogue import A_PAGE, SpareWish
from web.bootstrap import Parts
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.frame import Choice, FormState
from web.pages.contexts.spares import SpareReservationsPage, SparesPage
from web.pages.mapping.spares import RESERVATIONS, SPARES, kept_lines, spare_page, spare_row
from web.pages.serving import Asking, SentForm, Site, go, language_of
from web.pages.spare_forms import add_forms

Word = Annotated[str, Query(max_length=100)]


def spare_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/spare-parts`."""
    routes = APIRouter(prefix=SPARES)
    _search(routes, parts, site)
    _reservations(routes, parts, site)
    _reserving(routes, parts, site)
    add_forms(routes, parts, site)
    _part(routes, parts, site)
    return routes


def _search(routes: APIRouter, parts: Parts, site: Site) -> None:
    @routes.get("")
    def search(
        request: Request,
        actor: Asking,
        q: Word = "",
        kind: Word = "",
        model: Word = "",
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    ) -> Response:
        asked = {"q": q.strip(), "kind": kind if kind in set(PartKind) else "", "model": model.strip()}
        wish = SpareWish(asked["q"], PartKind(asked["kind"]) if asked["kind"] else None, asked["model"], offset)
        found = parts.use.spares.catalogue.search(actor, wish)
        language = language_of(request)
        page = SparesPage(
            filters=FormState(asked),
            kinds=tuple(Choice(each, each) for each in PartKind),
            lines=tuple(spare_row(each, language) for each in found.lines),
            is_filtered=any(asked.values()),
            more=f"{SPARES}?{urlencode({**asked, 'offset': offset + A_PAGE})}" if found.more else "",
            may_add=PERMISSIONS.allows("edit_spares", actor),
            may_reserve=PERMISSIONS.allows("reserve_spare", actor),
            may_count=PERMISSIONS.allows("count_spares", actor),
        )
        return site.page(request, page)


def _part(routes: APIRouter, parts: Parts, site: Site) -> None:
    use = parts.use.spares

    @routes.get("/{part}")
    def read(request: Request, actor: Asking, part: SparePartId) -> Response:
        return site.page(request, spare_page(use.catalogue.read(actor, part), actor, language_of(request)))


def _reserving(routes: APIRouter, parts: Parts, site: Site) -> None:
    use = parts.use.spares

    @routes.post("/{part}/reservations")
    def reserve(request: Request, actor: Asking, part: SparePartId, sent: SentForm) -> Response:
        try:
            use.stock.reserve(actor, part, sent.text("item"))
        except COMES_BACK as error:
            view = use.catalogue.read(actor, part)
            page = spare_page(view, actor, language_of(request), sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(RESERVATIONS, said="reserved")


def _reservations(routes: APIRouter, parts: Parts, site: Site) -> None:
    stock = parts.use.spares.stock

    def page(request: Request, actor: Actor) -> SpareReservationsPage:
        may_reserve = PERMISSIONS.allows("reserve_spare", actor)
        may_count = PERMISSIONS.allows("count_spares", actor)
        if not may_count:
            PERMISSIONS.check("reserve_spare", actor)
        mine = stock.mine(actor) if may_reserve else None
        ours = stock.on_my_parts(actor) if may_count else None
        language = language_of(request)
        return SpareReservationsPage(
            mine=None if mine is None else kept_lines(mine.reservations, mine.names, language, ours=False),
            ours=None if ours is None else kept_lines(ours.reservations, ours.names, language, ours=True),
        )

    @routes.get("/reservations")
    def read(request: Request, actor: Asking) -> Response:
        return site.page(request, page(request, actor))

    @routes.post("/reservations/{reservation}/return")
    def give_back(actor: Asking, reservation: PartReservationId, _sent: SentForm) -> Response:
        stock.give_back(actor, reservation)
        return go(RESERVATIONS, said="part-free")
