"""The way of a packed consignment: its collection, the count of its goods, weights of its recycler, and papers."""

from decimal import Decimal, InvalidOperation

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of, take_routes
from dpp.domain.actor import Actor
from dpp.domain.errors import NotPermitted
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import (
    GoodsLineId,
    LoadDifferenceId,
    LoadUnitId,
    Side,
    WeightLine,
    WeightReportId,
    WeightStage,
    Yield,
)
from lifecycle.domain.events import ConsignmentId, Place
from lifecycle.domain.waste import WASTE_CODES
from lifecycle.service.consignment_collecting import NewCollection
from lifecycle.service.consignment_papers import Paper
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.consignment_weights import NewWeights
from lifecycle.service.load_papers import LoadPaper, waste_of
from web.bootstrap import Parts
from web.pages.acts.base import Fields, choices
from web.pages.acts.routes import COMES_BACK
from web.pages.consignment_desk import Desk
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.contexts.load import WasteRow, WeightsPage
from web.pages.mapping.consignment import name
from web.pages.mapping.load import mass_shown, report_line
from web.pages.packing import Chosen, packing_pages
from web.pages.serving import Asking, Sent, SentForm, Site, go, language_of

SPARE_ROWS = 2


def load_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/consignments/{consignment}`."""
    routes = APIRouter(prefix="/consignments/{consignment}")
    _add_journey(routes, Desk(parts), site)
    _add_weights(routes, parts, site)
    _add_papers(routes, parts)
    take_routes(routes, [packing_pages(parts, site)])
    return routes


def _add_journey(routes: APIRouter, desk: Desk, site: Site) -> None:
    use = desk.parts.use.loads

    @routes.post("/collection")
    def collect(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        said = NewCollection(manifest_sha256=sent.text("manifest_sha256"), seal=sent.optional("seal"))
        try:
            use.collecting.collect(actor, consignment, said)
        except COMES_BACK as error:
            return desk.again(site, request, actor, sent.again(error), error)
        return go(f"/consignments/{consignment}", said="recorded")

    @routes.post("/counts")
    def count(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        fields = Fields(sent)
        try:
            place = Place(fields.text("goods_place"))
            named = [each.removeprefix("goods-") for each in sent.values if each.startswith("goods-")]
            numbers = {GoodsLineId(each): fields.number(f"goods-{each}") for each in named}
            fields.check()
            counted = {line: number for line, number in numbers.items() if number is not None}
            use.goods.count(actor, consignment, counted, place)
        except COMES_BACK as error:
            return desk.again(site, request, actor, sent.again(error), error)
        return go(f"/consignments/{consignment}#load", said="recorded")

    @routes.post("/load-differences/{difference}/answer")
    def explain(
        request: Request, actor: Asking, consignment: ConsignmentId, difference: LoadDifferenceId, sent: SentForm
    ) -> Response:
        try:
            use.weights.answer(actor, consignment, difference, sent.text("text"))
        except COMES_BACK as error:
            return desk.again(site, request, actor, sent.again(error), error)
        return go(f"/consignments/{consignment}#load", said="saved")


def _add_weights(routes: APIRouter, parts: Parts, site: Site) -> None:
    @routes.get("/weights")
    def ask(request: Request, actor: Asking, consignment: ConsignmentId) -> Response:
        return site.page(request, _weights_page(parts, actor, consignment, NEW_FORM))

    @routes.post("/weights")
    def report(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        try:
            parts.use.loads.weights.report(actor, consignment, _weights(sent))
        except COMES_BACK as error:
            page = _weights_page(parts, actor, consignment, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(f"/consignments/{consignment}/weights", said="recorded")


def _add_papers(routes: APIRouter, parts: Parts) -> None:
    papers = parts.use.loads.papers

    @routes.get("/papers/{paper}.pdf")
    def paper(
        request: Request, actor: Asking, consignment: ConsignmentId, paper: LoadPaper, unit: Chosen = None
    ) -> Response:
        part = None if unit is None else LoadUnitId(unit)
        return _file(papers.paper(actor, consignment, paper, language_of(request), part))

    @routes.get("/test-records/{device}.pdf")
    def test_record(request: Request, actor: Asking, consignment: ConsignmentId, device: DeviceKey) -> Response:
        return _file(papers.test_record(actor, consignment, device, language_of(request)))


def _weights_page(parts: Parts, actor: Actor, consignment: ConsignmentId, form: FormState) -> WeightsPage:
    view = parts.use.consignments.read(actor, consignment)
    if Side.RECEIVER not in Desk(parts).sides(actor, view.consignment):
        raise NotPermitted(message("Only its receiver reports the weights of a consignment."))
    units = view.consignment.units
    return WeightsPage(
        name=name(consignment),
        address=f"/consignments/{consignment}",
        sender=view.sender,
        total=mass_shown(view.load.total),
        rows=_rows(view),
        report=parts.use.loads.weights.recorder.new_id(),
        units=tuple(Choice(each.id, each.code) for each in units),
        stages=choices(WeightStage),
        codes=tuple(Choice(each.code, each.what) for each in WASTE_CODES.values()),
        reports=tuple(report_line(each, units) for each in view.load.reports),
        form=form,
    )


def _rows(view: ConsignmentView) -> tuple[WasteRow, ...]:
    """A line for each category and usual code of what was sent, and some that are empty."""
    usual = [(str(each.weee_category or ""), each.code or "") for each in waste_of(view.consignment)]
    rows = [*usual, *[("", "")] * SPARE_ROWS]
    return tuple(WasteRow(number, category, code) for number, (category, code) in enumerate(rows))


def _weights(sent: Sent) -> NewWeights:
    """Lines without kilograms are left out; every fault of the form is told at once."""
    fields = Fields(sent)
    stage, unit = fields.one_of("stage", WeightStage), sent.optional("unit")
    numbers = sorted(int(each[10:]) for each in sent.values if each.startswith("kilograms-") and each[10:].isdigit())
    lines = tuple(line for number in numbers if (line := _line(fields, number)) is not None)
    yields = _yields(fields)
    if not lines:
        fields.wrong("kilograms-0", message("Report at least one line."))
    fields.check()
    return NewWeights(
        stage=stage,
        lines=lines,
        yields=yields,
        unit=None if unit is None else LoadUnitId(unit),
        report_id=WeightReportId(sent.text("report")),
    )


def _line(fields: Fields, number: int) -> WeightLine | None:
    kilograms = fields.number(f"kilograms-{number}")
    if kilograms is None:
        return None
    category, code = fields.whole(f"category-{number}"), fields.text(f"ewc-{number}")
    if category is None:
        fields.wrong(f"category-{number}", message("Fill this in."))
    return WeightLine(weee_category=category or 0, ewc=code, kilograms=kilograms)


def _yields(fields: Fields) -> tuple[Yield, ...]:
    """One a line: the fraction, a colon, and kilograms."""
    found = []
    for line in fields.sent.text("yields").splitlines():
        fraction, _, kilograms = line.rpartition(":")
        try:
            found.append(Yield(fraction=fraction.strip()[:100], kilograms=Decimal(kilograms.strip().replace(",", "."))))
        except InvalidOperation:
            fields.wrong("yields", message("One a line, as: aluminium: 96.5"))
    return tuple(found)


def _file(paper: Paper) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{paper.name}"', "Cache-Control": "no-store"}
    return Response(paper.content, media_type="application/pdf", headers=headers)
