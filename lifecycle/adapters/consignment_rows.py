"""Consignments and what is in them as rows, and back."""

import json
from collections.abc import Iterable
from datetime import datetime

from pydantic import TypeAdapter

from dpp.adapters.mapping import stored_from
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.consignments import (
    ConsignmentDeviceRow,
    ConsignmentDifferenceRow,
    ConsignmentRow,
    ConsignmentScanRow,
)
from lifecycle.adapters.rows.loads import ConsignmentGoodsRow, LoadUnitRow
from lifecycle.domain.consignment import (
    Answer,
    Condition,
    Consignment,
    ConsignmentState,
    DifferenceId,
    DifferenceItem,
    GoodsLine,
    Line,
    LineState,
    LoadUnit,
    LoadUnitId,
    Resolution,
    ScanId,
    Side,
    Terms,
    Verdict,
)
from lifecycle.domain.events import ConsignmentId, Difference, EventId, Place, plain
from lifecycle.domain.goods import MovementId
from lifecycle.service.consignment_ports import KeptScan, Tally

_TERMS = TypeAdapter(Terms)
_CONDITION = TypeAdapter(Condition)
_UNIT: TypeAdapter[LoadUnit] = TypeAdapter(LoadUnit)
_GOODS: TypeAdapter[GoodsLine] = TypeAdapter(GoodsLine)


def consignment_of(
    row: ConsignmentRow,
    lines: Iterable[ConsignmentDeviceRow],
    items: Iterable[ConsignmentDifferenceRow],
    units: Iterable[LoadUnitRow],
    goods: Iterable[ConsignmentGoodsRow],
) -> Consignment:
    """The whole of it; each kind of rows in the order of their positions."""
    return Consignment(
        id=ConsignmentId(row.consignment_id),
        sender=OrganisationId(row.sender),
        receiver=OrganisationId(row.receiver),
        terms=_TERMS.validate_python(json.loads(row.content)),
        lines=tuple(map(line_of, lines)),
        state=ConsignmentState(row.state),
        manifest_sha256=row.manifest_sha256,
        items=tuple(map(difference_of, items)),
        offered_at=row.offered_at,
        closed_at=row.closed_at,
        units=tuple(_UNIT.validate_json(each.content) for each in units),
        goods=tuple(_GOODS.validate_json(each.content) for each in goods),
        goods_offer=None if row.goods_offer is None else MovementId(row.goods_offer),
    )


def consignment_row(consignment: Consignment, at: datetime) -> ConsignmentRow:
    return ConsignmentRow(
        consignment_id=consignment.id,
        state=consignment.state,
        sender=consignment.sender,
        receiver=consignment.receiver,
        carrier=consignment.terms.carrier,
        updated_at=at,
        content=canonical(plain(consignment.terms)).decode(),
        manifest_sha256=consignment.manifest_sha256,
        goods_offer=consignment.goods_offer,
        offered_at=consignment.offered_at,
        closed_at=consignment.closed_at,
    )


def line_row(consignment: ConsignmentId, position: int, line: Line) -> ConsignmentDeviceRow:
    return ConsignmentDeviceRow(
        device_key=line.device,
        consignment_id=consignment,
        position=position,
        state=line.state,
        extra=line.extra,
        condition=None if line.condition is None else canonical(plain(line.condition)).decode(),
        received_at=line.received_at,
        scan_id=line.scan,
        packed_in=line.packed_in,
    )


def unit_row(consignment: ConsignmentId, position: int, unit: LoadUnit) -> LoadUnitRow:
    return LoadUnitRow(
        consignment_id=consignment,
        load_unit_id=unit.id,
        position=position,
        kind=unit.kind,
        code=unit.code,
        content=canonical(plain(unit)).decode(),
    )


def goods_row(consignment: ConsignmentId, position: int, line: GoodsLine) -> ConsignmentGoodsRow:
    return ConsignmentGoodsRow(
        consignment_id=consignment,
        goods_line_id=line.id,
        position=position,
        content=canonical(plain(line)).decode(),
    )


def line_of(row: ConsignmentDeviceRow) -> Line:
    return Line(
        device=DeviceKey(row.device_key),
        state=LineState(row.state),
        condition=None if row.condition is None else _CONDITION.validate_json(row.condition),
        extra=row.extra,
        received_at=row.received_at,
        scan=None if row.scan_id is None else ScanId(row.scan_id),
        packed_in=None if row.packed_in is None else LoadUnitId(row.packed_in),
    )


def difference_row(consignment: ConsignmentId, position: int, item: DifferenceItem) -> ConsignmentDifferenceRow:
    answer = item.answer
    return ConsignmentDifferenceRow(
        device_key=item.device,
        difference_id=item.id,
        consignment_id=consignment,
        position=position,
        difference=item.difference,
        found_at=item.found_at,
        found_by=item.found_by,
        event_id=item.event,
        place=item.place,
        evidence=" ".join(item.evidence),
        resolution=None if answer is None else answer.resolution,
        resolved_by=None if answer is None else answer.by,
        resolved_for=None if answer is None else answer.organisation,
        resolved_at=None if answer is None else answer.at,
    )


def difference_of(row: ConsignmentDifferenceRow) -> DifferenceItem:
    return DifferenceItem(
        id=DifferenceId(row.difference_id),
        device=DeviceKey(row.device_key),
        difference=Difference(row.difference),
        found_at=row.found_at,
        found_by=None if row.found_by is None else AccountId(row.found_by),
        event=None if row.event_id is None else EventId(row.event_id),
        place=None if row.place is None else Place(row.place),
        evidence=tuple(row.evidence.split()),
        answer=_answer(row),
    )


def _answer(row: ConsignmentDifferenceRow) -> Answer | None:
    if row.resolution is None or row.resolved_at is None:
        return None
    organisation = None if row.resolved_for is None else OrganisationId(row.resolved_for)
    return Answer(Resolution(row.resolution), AccountId(row.resolved_by or ""), organisation, row.resolved_at)


def scan_of(row: ConsignmentScanRow) -> KeptScan:
    said = None if row.said is None else Difference(row.said)
    return stored_from(KeptScan, row, verdict=Verdict(row.verdict), said=said)


def tally_of(row: ConsignmentRow, lines: dict[LineState, int], items: dict[Side, int]) -> Tally:
    return Tally(
        id=ConsignmentId(row.consignment_id),
        sender=OrganisationId(row.sender),
        receiver=OrganisationId(row.receiver),
        carrier=None if row.carrier is None else OrganisationId(row.carrier),
        state=ConsignmentState(row.state),
        changed_at=row.updated_at,
        lines=lines,
        waits_for_sender=items[Side.SENDER],
        waits_for_receiver=items[Side.RECEIVER],
    )
