"""Packing a consignment: its boxes and pallets, what is in them, their weights and photos.

Rules:
1. Without scripts a scan into a box is a form, and the page that follows says what is in the box.
2. Which box is packed stands in the address (`?unit=`), so that two people can pack two boxes of one consignment.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, NotPermitted
from dpp.domain.message import message
from dpp.domain.permission import Relation
from lifecycle.domain.consignment import ConsignmentState, GoodsLineId, LoadKind, LoadUnitId, Side
from lifecycle.domain.consignment.load import CARRIES_BOXES
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.goods import Entry, Lot
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.consignment_packing import NewGoods, NewUnit
from lifecycle.service.consignment_views import ConsignmentView
from web.bootstrap import Parts
from web.pages.acts.base import Fields, choices
from web.pages.acts.routes import COMES_BACK
from web.pages.consignment_desk import Desk
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.contexts.load import PackingPage
from web.pages.mapping.consignment import head_of, name
from web.pages.mapping.load import goods_shown, loose, mass_shown, unit_lines
from web.pages.mapping.things import lot_id, quantity_words
from web.pages.serving import Asking, Sent, SentForm, Site, go

MOST_INSIDE = 50
Chosen = Annotated[str | None, Query(alias="unit", max_length=64)]


def packing_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/consignments/{consignment}/packing`, and the photos of its boxes."""
    routes, bench = APIRouter(prefix="/consignments/{consignment}"), _Bench(parts)
    _add_packing(routes, bench, site)
    _add_units(routes, bench, site)
    _add_goods(routes, bench, site)
    return routes


def _add_packing(routes: APIRouter, bench: "_Bench", site: Site) -> None:
    packing = bench.parts.use.loads.packing

    @routes.get("/packing")
    def ask(request: Request, actor: Asking, consignment: ConsignmentId, unit: Chosen = None) -> Response:
        return site.page(request, bench.page(actor, consignment, unit, NEW_FORM), camera=True)

    @routes.post("/packing/contents")
    def pack(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        unit = sent.optional("unit")
        try:
            device = Desk(bench.parts).scanned(actor, "scan", sent.text("scan"))
            packing.pack(actor, consignment, None if unit is None else LoadUnitId(unit), device)
        except COMES_BACK as error:
            return bench.again(site, request, actor, consignment, sent, error)
        return go(_at(consignment, unit))


def _add_units(routes: APIRouter, bench: "_Bench", site: Site) -> None:
    packing = bench.parts.use.loads.packing

    @routes.post("/packing/units")
    def add(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        try:
            made = packing.add_unit(actor, consignment, _unit(sent)).consignment.units[-1]
        except COMES_BACK as error:
            return bench.again(site, request, actor, consignment, sent, error)
        return go(_at(consignment, made.id))

    @routes.post("/packing/units/{unit}/weight")
    def weigh(
        request: Request, actor: Asking, consignment: ConsignmentId, unit: LoadUnitId, sent: SentForm
    ) -> Response:
        fields = Fields(sent)
        try:
            gross, tare = fields.number("gross_kg"), fields.number("tare_kg")
            if gross is None:
                fields.wrong("gross_kg", message("Fill this in."))
            fields.check()
            packing.weigh(actor, consignment, unit, gross or Decimal(0), tare)
        except COMES_BACK as error:
            return bench.again(site, request, actor, consignment, sent, error, unit)
        return go(_at(consignment, unit), said="saved")

    @routes.post("/packing/units/{unit}/photos")
    def photograph(
        request: Request, actor: Asking, consignment: ConsignmentId, unit: LoadUnitId, sent: SentForm
    ) -> Response:
        try:
            packing.add_photo(actor, consignment, unit, sent.files.get("photo", ("", b""))[1])
        except COMES_BACK as error:
            return bench.again(site, request, actor, consignment, sent, error, unit)
        return go(_at(consignment, unit), said="saved")

    @routes.post("/packing/units/{unit}/removal")
    def remove(actor: Asking, consignment: ConsignmentId, unit: LoadUnitId, _sent: SentForm) -> Response:
        packing.remove_unit(actor, consignment, unit)
        return go(_at(consignment, None), said="saved")

    @routes.get("/photos/{sha256}")
    def photo(actor: Asking, consignment: ConsignmentId, sha256: str) -> Response:
        kept = packing.photo(actor, consignment, sha256)
        return Response(kept.content, media_type=kept.media_type, headers={"Cache-Control": "no-store"})


def _add_goods(routes: APIRouter, bench: "_Bench", site: Site) -> None:
    packing = bench.parts.use.loads.packing

    @routes.post("/packing/goods")
    def add(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        unit = sent.optional("unit")
        try:
            packing.add_goods(actor, consignment, bench.goods(actor, sent))
        except COMES_BACK as error:
            return bench.again(site, request, actor, consignment, sent, error)
        return go(_at(consignment, unit), said="saved")

    @routes.post("/packing/goods/{line}/removal")
    def remove(actor: Asking, consignment: ConsignmentId, line: GoodsLineId, _sent: SentForm) -> Response:
        packing.remove_goods(actor, consignment, line)
        return go(_at(consignment, None), said="saved")


@dataclass(frozen=True)
class _Bench:
    """The page of packing, and what its forms say."""

    parts: Parts

    def page(self, actor: Actor, consignment: ConsignmentId, unit: str | None, form: FormState) -> PackingPage:
        view = self._to_pack(actor, consignment)
        units = unit_lines(view)
        inside = [line for line in view.consignment.lines if unit is not None and line.packed_in == unit]
        now = {line.device_key: line for line in view.lines}
        return PackingPage(
            name=name(consignment),
            address=f"/consignments/{consignment}",
            units=units,
            total=mass_shown(view.load.total),
            loose=loose(view),
            chosen=next((each for each in units if each.id == unit), None),
            inside=tuple(head_of(line, now.get(line.device)) for line in reversed(inside[-MOST_INSIDE:])),
            carriers=tuple(Choice(each.id, each.code) for each in units if each.kind in CARRIES_BOXES),
            kinds=choices(LoadKind),
            goods=goods_shown(view),
            lots=tuple(Choice(lot_id(each.lot), quantity_words(each)) for each in self._lots(actor)),
            form=form,
        )

    def again(
        self,
        site: Site,
        request: Request,
        actor: Actor,
        consignment: ConsignmentId,
        sent: Sent,
        error: Exception,
        unit: str | None = None,
    ) -> Response:
        """The page with what was typed and what is wrong with it."""
        form = sent.again(error)  # type: ignore[arg-type]  # each of COMES_BACK is one of ours
        page = self.page(actor, consignment, unit or sent.optional("unit"), form)
        return site.page(request, page, status=fault_of(error).status, camera=True)

    def goods(self, actor: Actor, sent: Sent) -> NewGoods:
        fields = Fields(sent)
        lot, quantity, unit = self._lot(actor, fields.text("lot")), fields.number("quantity"), sent.optional("unit")
        if sent.text("lot") and lot is None:
            fields.wrong("lot", message("This lot is not there any more."))
        if quantity is None:
            fields.wrong("quantity", message("Fill this in."))
        fields.check()
        assert lot is not None  # `check` raised else
        assert quantity is not None
        return NewGoods(lot=lot, quantity=quantity, packed_in=None if unit is None else LoadUnitId(unit))

    def _to_pack(self, actor: Actor, consignment: ConsignmentId) -> ConsignmentView:
        view = self.parts.use.consignments.read(actor, consignment)
        if Side.SENDER not in Desk(self.parts).sides(actor, view.consignment):
            raise NotPermitted(message("Only its sender packs a consignment."))
        if view.consignment.state is not ConsignmentState.DRAFT:
            raise Conflict(
                message("Consignment {id} was offered: its load is frozen.", id=name(consignment)),
                remedy=message("Withdraw the offer and make a new consignment."),
            )
        return view

    def _lots(self, actor: Actor) -> tuple[Entry, ...]:
        """What the sender has and is not on its way; empty for who may not see goods."""
        if not PERMISSIONS.allows("read_goods", actor, frozenset({Relation.CUSTODIAN})):
            return ()
        there = self.parts.use.goods.read(actor).lots
        return tuple(each for each in there if each.lot.custodian == actor.organisation and each.lot.offer is None)

    def _lot(self, actor: Actor, named: str) -> Lot | None:
        return next((each.lot for each in self._lots(actor) if lot_id(each.lot) == named), None)


def _at(consignment: ConsignmentId, unit: str | None) -> str:
    query = "" if unit is None else f"?{urlencode({'unit': unit})}"
    return f"/consignments/{consignment}/packing{query}"


def _unit(sent: Sent) -> NewUnit:
    fields = Fields(sent)
    kind, code = fields.one_of("kind", LoadKind), fields.text("code")
    stands_on, seal, remark = (fields.optional(each) for each in ("stands_on", "unit_seal", "remark"))
    fields.check()
    carrier = None if stands_on is None or kind in CARRIES_BOXES else LoadUnitId(stands_on)
    return NewUnit(kind=kind, code=code, stands_on=carrier, seal=seal, remark=remark)
