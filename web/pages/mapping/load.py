"""The load of a consignment from its view."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dpp.domain.message import Message, message
from lifecycle.domain.consignment import (
    UNDER_WAY,
    ConsignmentState,
    GoodsLine,
    LineState,
    LoadDifference,
    LoadDifferenceKind,
    LoadUnit,
    LoadUnitId,
    Mass,
    Side,
    WeightReport,
)
from lifecycle.domain.credentials import SHORT_NAMES
from lifecycle.domain.things import KINDS_OF_THING
from lifecycle.domain.vocabulary import Route
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.load_papers import LoadPaper, papers_of
from web.pages.contexts.load import (
    CredentialEnding,
    GoodsShown,
    LoadDifferenceLine,
    LoadShown,
    MassShown,
    PaperLink,
    ReportLine,
    UnitLine,
)

PAPERS: Mapping[LoadPaper, Message] = MappingProxyType(
    {
        LoadPaper.PACKING_LIST: message("Packing list (PDF)"),
        LoadPaper.TRANSFER: message("Transfer of ownership (PDF)"),
        LoadPaper.GIFT: message("Deed of gift (PDF)"),
        LoadPaper.WASTE_NOTE: message("Data for the waste transfer note (PDF)"),
    }
)


def load_shown(view: ConsignmentView, sides: frozenset[Side], *, collects: bool, reports: bool) -> LoadShown:
    """`collects` and `reports`: whether this person may, as far as the permission table says."""
    consignment, load = view.consignment, view.load
    address = f"/consignments/{consignment.id}"
    draft, under_way = consignment.state is ConsignmentState.DRAFT, consignment.state in UNDER_WAY
    counted = all(line.received is not None for line in consignment.goods)
    arrived = any(line.state is LineState.RECEIVED for line in consignment.lines)
    return LoadShown(
        total=mass_shown(load.total),
        units=unit_lines(view),
        loose=loose(view),
        goods=goods_shown(view),
        collected=None if load.collection is None else load.collection.collected_at,
        papers=tuple(PaperLink(PAPERS[each], f"{address}/papers/{each}.pdf") for each in papers_of(consignment)),
        reports=tuple(report_line(each, consignment.units) for each in load.reports),
        differences=tuple(_difference(each, view, sides) for each in load.differences),
        endings=tuple(
            CredentialEnding(each.party, SHORT_NAMES[each.kind], each.number, each.last_day) for each in load.ending
        ),
        can_pack=draft and Side.SENDER in sides,
        can_collect=under_way and load.collection is None and collects,
        can_count=under_way and Side.RECEIVER in sides and not counted,
        can_report=reports and Side.RECEIVER in sides and consignment.terms.route is Route.RECYCLE and arrived,
        needs_decision=bool(consignment.goods) and consignment.terms.ground is not None,
    )


def mass_shown(mass: Mass) -> MassShown:
    ranged = mass.low != mass.high
    return MassShown(
        kilograms=mass.kilograms,
        source=mass.source,
        low=mass.low if ranged else None,
        high=mass.high if ranged else None,
        without=mass.without,
    )


def unit_lines(view: ConsignmentView) -> tuple[UnitLine, ...]:
    """Each pallet or cage is followed by the boxes on it."""
    units = view.consignment.units
    counts = Counter(view.consignment.places.values())
    codes = {unit.id: unit.code for unit in units}
    ordered = [
        each
        for unit in units
        if unit.stands_on is None
        for each in (unit, *(box for box in units if box.stands_on == unit.id))
    ]
    return tuple(_unit_line(unit, view, counts[unit.id], codes.get(unit.stands_on or unit.id)) for unit in ordered)


def loose(view: ConsignmentView) -> int:
    """How many devices are packed in nothing; where nothing is packed nobody asks."""
    return sum(line.packed_in is None and not line.extra for line in view.consignment.lines)


def _unit_line(unit: LoadUnit, view: ConsignmentView, count: int, carrier: str | None) -> UnitLine:
    address = f"/consignments/{view.consignment.id}"
    offered = view.consignment.state is not ConsignmentState.DRAFT
    return UnitLine(
        id=unit.id,
        kind=unit.kind,
        code=unit.code,
        count=count,
        mass=mass_shown(view.load.masses[unit.id]),
        on=carrier if unit.stands_on is not None else None,
        gross=unit.gross_kg,
        tare=unit.tare_kg,
        seal=unit.seal,
        remark=unit.remark,
        photos=tuple(f"{address}/photos/{each}" for each in unit.photos),
        list=f"{address}/papers/{LoadPaper.PACKING_LIST}.pdf?unit={unit.id}" if offered else None,
    )


def goods_shown(view: ConsignmentView) -> tuple[GoodsShown, ...]:
    codes = {unit.id: unit.code for unit in view.consignment.units}
    return tuple(_goods(line, codes) for line in view.consignment.goods)


def _goods(line: GoodsLine, codes: Mapping[LoadUnitId, str]) -> GoodsShown:
    return GoodsShown(
        id=line.id,
        kind=KINDS_OF_THING[line.lot.kind].name,
        condition=line.lot.condition,
        quantity=line.quantity,
        unit=line.lot.unit,
        packed_in=None if line.packed_in is None else codes[line.packed_in],
        received=line.received,
    )


def report_line(report: WeightReport, units: Iterable[LoadUnit]) -> ReportLine:
    return ReportLine(
        stage=report.stage,
        at=report.weighed_at,
        kilograms=report.kilograms,
        unit=next((unit.code for unit in units if unit.id == report.unit), None),
        lines=tuple(
            message(
                "WEEE category {category}, waste code {code}: {kilograms} kg",
                category=each.weee_category,
                code=each.ewc,
                kilograms=float(each.kilograms),
            )
            for each in report.lines
        ),
        yields=tuple(
            message("{fraction}: {kilograms} kg", fraction=each.fraction, kilograms=float(each.kilograms))
            for each in report.yields
        ),
    )


def _difference(item: LoadDifference, view: ConsignmentView, sides: frozenset[Side]) -> LoadDifferenceLine:
    return LoadDifferenceLine(
        id=item.id,
        what=_said(item, view),
        found=item.found_at,
        answer=None if item.answer is None else item.answer.text,
        can_answer=item.is_open and Side.SENDER in sides,
    )


def _said(item: LoadDifference, view: ConsignmentView) -> Message:
    consignment = view.consignment
    if item.kind is LoadDifferenceKind.GOODS:
        line = next((each for each in consignment.goods if each.id == item.goods), None)
        kind = message("goods") if line is None else KINDS_OF_THING[line.lot.kind].name
        return message("{kind}: {sent} sent, {found} counted.", kind=kind, sent=item.sent, found=item.found)
    unit = next((each.code for each in consignment.units if each.id == item.unit), None)
    if unit is None:
        return message("Weight: {sent} kg sent, {found} kg received.", sent=item.sent, found=item.found)
    return message(
        "Weight of {unit}: {sent} kg sent, {found} kg received.", unit=unit, sent=item.sent, found=item.found
    )
