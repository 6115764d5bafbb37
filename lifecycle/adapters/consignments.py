"""Consignments in SQL: the store behind `lifecycle.service.consignment_ports`.

A line, a difference and a scan is a row each, so that a scan writes a few rows and not a manifest of hundreds.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, CompoundSelect, and_, bindparam, case, exists, false, func, literal, or_, true
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, delete, select, union

from dpp.adapters.mapping import stored_from, table_of, values_of
from dpp.adapters.search_index import SqlSearchIndex
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
    ANSWERS,
    UNDER_WAY,
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
from lifecycle.domain.consignment.content import STANDING
from lifecycle.domain.events import ConsignmentId, Difference, EventId, Place, plain
from lifecycle.domain.findable import consignment_subject
from lifecycle.domain.goods import MovementId
from lifecycle.service.consignment_ports import Box, KeptScan, Seen, Tally

_TERMS = TypeAdapter(Terms)
_CONDITION = TypeAdapter(Condition)
_UNIT: TypeAdapter[LoadUnit] = TypeAdapter(LoadUnit)
_GOODS: TypeAdapter[GoodsLine] = TypeAdapter(GoodsLine)
_LINE = table_of(ConsignmentDeviceRow)
_OPEN_WITH = sql_select(_LINE.c.consignment_id).where(
    _LINE.c.device_key == bindparam("key"), _LINE.c.state.in_(STANDING)
)
"""Made once: it is asked whenever an event is recorded."""

_NEWEST = (col(ConsignmentRow.updated_at).desc(), col(ConsignmentRow.consignment_id))


class SqlConsignments:
    """`ConsignmentStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, consignment: ConsignmentId) -> None:
        row = ConsignmentRow
        self._session.exec(select(row.state).where(row.consignment_id == consignment).with_for_update()).all()

    def get(self, consignment: ConsignmentId) -> Consignment | None:
        row = self._session.get(ConsignmentRow, consignment)
        if row is None:
            return None
        return Consignment(
            id=ConsignmentId(row.consignment_id),
            sender=OrganisationId(row.sender),
            receiver=OrganisationId(row.receiver),
            terms=_TERMS.validate_python(json.loads(row.content)),
            lines=tuple(map(_line, self._lines(consignment))),
            state=ConsignmentState(row.state),
            manifest_sha256=row.manifest_sha256,
            items=tuple(map(_item, self._items(consignment))),
            offered_at=row.offered_at,
            closed_at=row.closed_at,
            units=tuple(_UNIT.validate_json(each.content) for each in self._units(consignment)),
            goods=tuple(_GOODS.validate_json(each.content) for each in self._goods(consignment)),
            goods_offer=None if row.goods_offer is None else MovementId(row.goods_offer),
        )

    def put(self, consignment: Consignment, at: datetime) -> None:
        self._session.merge(_row(consignment, at))
        self._session.flush()
        known = {row.device_key: (row.position, _line(row)) for row in self._lines(consignment.id)}
        self._forget(consignment.id, known.keys() - consignment.by_device.keys())
        for position, line in enumerate(consignment.lines):
            if known.get(line.device) != (position, line):  # a manifest has hundreds, of which a scan changes one
                self._session.merge(_line_row(consignment.id, position, line))
        for position, item in enumerate(consignment.items):
            self._session.merge(_item_row(consignment.id, position, item))
        self._put_load(consignment)
        self._session.flush()
        SqlSearchIndex(self._session).put(consignment_subject(consignment))

    def _put_load(self, consignment: Consignment) -> None:
        """Its units and goods; what was taken out of a draft is forgotten first, so that a code is free again."""
        units, goods = self._units(consignment.id), self._goods(consignment.id)
        gone = {each.id for each in consignment.units}
        for unit in units:
            if unit.load_unit_id not in gone:
                self._session.delete(unit)
        lines = {each.id for each in consignment.goods}
        for line in goods:
            if line.goods_line_id not in lines:
                self._session.delete(line)
        self._session.flush()
        for position, load_unit in enumerate(consignment.units):
            self._session.merge(_unit_row(consignment.id, position, load_unit))
        for position, goods_line in enumerate(consignment.goods):
            self._session.merge(_goods_row(consignment.id, position, goods_line))

    def _forget(self, consignment: ConsignmentId, devices: Collection[str]) -> None:
        """What was taken out of a draft."""
        if devices:
            row = ConsignmentDeviceRow
            taken_out = and_(col(row.consignment_id) == consignment, col(row.device_key).in_(devices))
            self._session.exec(delete(row).where(taken_out))

    def keep_line(self, consignment: ConsignmentId, line: Line) -> None:
        row = self._session.get_one(ConsignmentDeviceRow, (line.device, consignment))
        self._session.merge(_line_row(consignment, row.position, line))
        self._session.flush()

    def changed_at(self, consignment: ConsignmentId) -> datetime:
        return self._session.get_one(ConsignmentRow, consignment).updated_at

    def of_party(self, organisation: OrganisationId | None) -> tuple[Tally, ...]:
        row = ConsignmentRow
        mine: list[ColumnElement[bool]] = []
        if organisation is not None:
            mine = [or_(*(col(side) == organisation for side in (row.sender, row.receiver, row.carrier)))]
        return self._tallies(self._session.exec(select(row).where(*mine).order_by(*_NEWEST)).all(), mine)

    def found(self, seen: Seen, limit: int | None, box: Box | None = None, offset: int = 0) -> tuple[Tally, ...]:
        asked = select(ConsignmentRow).where(_is_seen(seen)).order_by(*_NEWEST).limit(limit).offset(offset)
        if box is not None:
            asked = asked.where(_box(seen.organisation) == box)
        rows = self._session.exec(asked).all()
        return self._tallies(rows, [col(ConsignmentRow.consignment_id).in_([each.consignment_id for each in rows])])

    def counts(self, seen: Seen) -> Mapping[Box, int]:
        box = sql_select(_box(seen.organisation).label("box")).select_from(table_of(ConsignmentRow))
        each = box.where(_is_seen(seen)).subquery()
        counted = sql_select(each.c.box, func.count()).group_by(each.c.box)
        return {Box(box): count for box, count in self._session.connection().execute(counted)}

    def _tallies(self, rows: Sequence[ConsignmentRow], of_these: list[ColumnElement[bool]]) -> tuple[Tally, ...]:
        """With the counts of what is in them; `of_these` is the condition that found the rows."""
        lines, items = self._line_counts(of_these), self._item_counts(of_these)
        return tuple(_tally(each, lines[each.consignment_id], items[each.consignment_id]) for each in rows)

    def open_with(self, key: DeviceKey) -> ConsignmentId | None:
        found = self._session.connection().execute(_OPEN_WITH, {"key": key}).scalar()
        return None if found is None else ConsignmentId(found)

    def last_use_of(self, code: str, other_than: ConsignmentId) -> tuple[ConsignmentId, datetime] | None:
        row, unit = ConsignmentRow, LoadUnitRow
        found = self._session.exec(
            select(row.consignment_id, row.updated_at)
            .join(unit, col(unit.consignment_id) == row.consignment_id)
            .where(unit.code == code, row.consignment_id != other_than, row.state != ConsignmentState.WITHDRAWN)
            .order_by(col(row.updated_at).desc())
            .limit(1)
        ).first()
        return None if found is None else (ConsignmentId(found[0]), found[1])

    def waiting_for(self, organisation: OrganisationId) -> int:
        each = waiting_consignments(organisation).subquery()
        return self._session.exec(select(func.count()).select_from(each)).one()

    def add_scan(self, scan: KeptScan) -> None:
        self._session.add(ConsignmentScanRow(**values_of(scan)))
        self._session.flush()

    def scan(self, consignment: ConsignmentId, scan: ScanId) -> KeptScan | None:
        row = self._session.get(ConsignmentScanRow, (consignment, scan))
        return None if row is None else _scan(row)

    def scans(self, consignment: ConsignmentId, limit: int) -> tuple[KeptScan, ...]:
        row = ConsignmentScanRow
        newest = (col(row.recorded_at).desc(), col(row.occurred_at).desc(), col(row.scan_id))
        found = select(row).where(row.consignment_id == consignment).order_by(*newest).limit(limit)
        return tuple(map(_scan, self._session.exec(found)))

    def _lines(self, consignment: ConsignmentId) -> Iterable[ConsignmentDeviceRow]:
        row = ConsignmentDeviceRow
        mine = select(row).where(row.consignment_id == consignment)
        return self._session.exec(mine.order_by(col(row.position), col(row.device_key))).all()

    def _units(self, consignment: ConsignmentId) -> Sequence[LoadUnitRow]:
        row = LoadUnitRow
        mine = select(row).where(row.consignment_id == consignment)
        return self._session.exec(mine.order_by(col(row.position), col(row.load_unit_id))).all()

    def _goods(self, consignment: ConsignmentId) -> Sequence[ConsignmentGoodsRow]:
        row = ConsignmentGoodsRow
        mine = select(row).where(row.consignment_id == consignment)
        return self._session.exec(mine.order_by(col(row.position), col(row.goods_line_id))).all()

    def _items(self, consignment: ConsignmentId) -> Iterable[ConsignmentDifferenceRow]:
        row = ConsignmentDifferenceRow
        mine = select(row).where(row.consignment_id == consignment)
        return self._session.exec(mine.order_by(col(row.position), col(row.difference_id))).all()

    def _line_counts(self, mine: list[ColumnElement[bool]]) -> dict[str, dict[LineState, int]]:
        """How many lines of each consignment are in each state."""
        row, line = ConsignmentRow, ConsignmentDeviceRow
        counted = (
            select(line.consignment_id, line.state, func.count())
            .join(row, col(row.consignment_id) == col(line.consignment_id))
            .where(*mine)
            .group_by(col(line.consignment_id), col(line.state))
        )
        found: dict[str, dict[LineState, int]] = defaultdict(dict)
        for consignment, state, count in self._session.exec(counted):
            found[consignment][LineState(state)] = count
        return found

    def _item_counts(self, mine: list[ColumnElement[bool]]) -> dict[str, dict[Side, int]]:
        """How many open differences of each consignment wait for each side."""
        row, item = ConsignmentRow, ConsignmentDifferenceRow
        counted = (
            select(item.consignment_id, item.difference, func.count())
            .join(row, col(row.consignment_id) == col(item.consignment_id))
            .where(col(item.resolution).is_(None), *mine)
            .group_by(col(item.consignment_id), col(item.difference))
        )
        found: dict[str, dict[Side, int]] = defaultdict(lambda: dict.fromkeys(Side, 0))
        for consignment, difference, count in self._session.exec(counted):
            found[consignment][ANSWERS[Difference(difference)][0]] += count
        return found


def _is_seen(seen: Seen) -> ColumnElement[bool]:
    row, mine = ConsignmentRow, seen.organisation
    sides: list[ColumnElement[bool]] = [true()] if seen.everything else []
    if seen.sent and mine is not None:
        sides.append(col(row.sender) == mine)
    if seen.coming and mine is not None:
        sides += [col(row.receiver) == mine, col(row.carrier) == mine]
    is_open = col(row.state).in_((ConsignmentState.DRAFT, *UNDER_WAY))
    return and_(or_(false(), *sides), is_open if seen.is_open else true())


def _box(organisation: OrganisationId | None) -> ColumnElement[str]:
    """`Tally.box` in SQL: what is unknown (a consignment without a carrier) counts as no."""
    row, line = ConsignmentRow, ConsignmentDeviceRow
    if organisation is None:
        return literal(Box.REST.value)
    under_way, draft = col(row.state).in_(UNDER_WAY), col(row.state) == ConsignmentState.DRAFT
    expected = exists().where(
        col(line.consignment_id) == col(row.consignment_id), col(line.state) == LineState.EXPECTED
    )
    arrives = or_(col(row.receiver) == organisation, col(row.carrier) == organisation)
    comes = and_(arrives, or_(under_way, _waits(Side.RECEIVER), and_(~draft, expected)))
    leaves = and_(col(row.sender) == organisation, or_(under_way, draft, _waits(Side.SENDER)))
    return case((comes, Box.INBOX.value), (leaves, Box.OUTBOX.value), else_=Box.REST.value)


def _waits(side: Side) -> ColumnElement[bool]:
    """Whether an open difference of a consignment is this side's to answer."""
    row, item = ConsignmentRow, ConsignmentDifferenceRow
    mine = and_(col(item.resolution).is_(None), col(item.difference).in_(_of(side)))
    return exists().where(col(item.consignment_id) == col(row.consignment_id), mine)


def waiting_consignments(organisation: OrganisationId) -> CompoundSelect[tuple[str]]:
    """The ids of what waits for an organisation: to receive, a difference to answer, or offered after all."""
    row, item = ConsignmentRow, ConsignmentDifferenceRow
    to_receive = select(row.consignment_id).where(row.receiver == organisation, col(row.state).in_(UNDER_WAY))
    to_answer = (
        select(row.consignment_id)
        .join(item, col(item.consignment_id) == col(row.consignment_id))
        .where(
            col(item.resolution).is_(None),
            or_(
                and_(col(row.sender) == organisation, col(item.difference).in_(_of(Side.SENDER))),
                and_(col(row.receiver) == organisation, col(item.difference).in_(_of(Side.RECEIVER))),
            ),
        )
    )
    line = ConsignmentDeviceRow
    offered_after_all = (
        select(row.consignment_id)
        .join(line, col(line.consignment_id) == col(row.consignment_id))
        .where(row.receiver == organisation, col(line.extra), line.state == LineState.EXPECTED)
    )
    return union(to_receive, to_answer, offered_after_all)


def _of(side: Side) -> list[Difference]:
    return [difference for difference, (answers, _) in ANSWERS.items() if answers is side]


def _row(consignment: Consignment, at: datetime) -> ConsignmentRow:
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


def _line_row(consignment: ConsignmentId, position: int, line: Line) -> ConsignmentDeviceRow:
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


def _unit_row(consignment: ConsignmentId, position: int, unit: LoadUnit) -> LoadUnitRow:
    return LoadUnitRow(
        consignment_id=consignment,
        load_unit_id=unit.id,
        position=position,
        kind=unit.kind,
        code=unit.code,
        content=canonical(plain(unit)).decode(),
    )


def _goods_row(consignment: ConsignmentId, position: int, line: GoodsLine) -> ConsignmentGoodsRow:
    return ConsignmentGoodsRow(
        consignment_id=consignment,
        goods_line_id=line.id,
        position=position,
        content=canonical(plain(line)).decode(),
    )


def _line(row: ConsignmentDeviceRow) -> Line:
    return Line(
        device=DeviceKey(row.device_key),
        state=LineState(row.state),
        condition=None if row.condition is None else _CONDITION.validate_json(row.condition),
        extra=row.extra,
        received_at=row.received_at,
        scan=None if row.scan_id is None else ScanId(row.scan_id),
        packed_in=None if row.packed_in is None else LoadUnitId(row.packed_in),
    )


def _item_row(consignment: ConsignmentId, position: int, item: DifferenceItem) -> ConsignmentDifferenceRow:
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


def _item(row: ConsignmentDifferenceRow) -> DifferenceItem:
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


def _scan(row: ConsignmentScanRow) -> KeptScan:
    said = None if row.said is None else Difference(row.said)
    return stored_from(KeptScan, row, verdict=Verdict(row.verdict), said=said)


def _tally(row: ConsignmentRow, lines: dict[LineState, int], items: dict[Side, int]) -> Tally:
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
