"""Consignments in SQL: the store behind `lifecycle.service.consignment_ports`.

A line, a difference and a scan is a row each, so that a scan writes a few rows and not a manifest of hundreds.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, delete, select

from dpp.adapters.mapping import table_of, values_of
from dpp.adapters.search_index import SqlSearchIndex
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.consignment_boxes import box_of, is_seen, waiting_consignments
from lifecycle.adapters.consignment_rows import (
    consignment_of,
    consignment_row,
    difference_row,
    goods_row,
    line_of,
    line_row,
    scan_of,
    tally_of,
    unit_row,
)
from lifecycle.adapters.rows.consignments import (
    ConsignmentDeviceRow,
    ConsignmentDifferenceRow,
    ConsignmentRow,
    ConsignmentScanRow,
)
from lifecycle.adapters.rows.loads import ConsignmentGoodsRow, LoadUnitRow
from lifecycle.domain.consignment import ANSWERS, Consignment, ConsignmentState, Line, LineState, ScanId, Side
from lifecycle.domain.consignment.content import STANDING
from lifecycle.domain.events import ConsignmentId, Difference
from lifecycle.domain.findable import consignment_subject
from lifecycle.service.consignment_ports import Box, KeptScan, Seen, Tally

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
        return consignment_of(
            row, self._lines(consignment), self._items(consignment), self._units(consignment), self._goods(consignment)
        )

    def put(self, consignment: Consignment, at: datetime) -> None:
        self._session.merge(consignment_row(consignment, at))
        self._session.flush()
        known = {row.device_key: (row.position, line_of(row)) for row in self._lines(consignment.id)}
        self._forget(consignment.id, known.keys() - consignment.by_device.keys())
        for position, line in enumerate(consignment.lines):
            if known.get(line.device) != (position, line):  # a manifest has hundreds, of which a scan changes one
                self._session.merge(line_row(consignment.id, position, line))
        for position, item in enumerate(consignment.items):
            self._session.merge(difference_row(consignment.id, position, item))
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
            self._session.merge(unit_row(consignment.id, position, load_unit))
        for position, goods_line in enumerate(consignment.goods):
            self._session.merge(goods_row(consignment.id, position, goods_line))

    def _forget(self, consignment: ConsignmentId, devices: Collection[str]) -> None:
        """What was taken out of a draft."""
        if devices:
            row = ConsignmentDeviceRow
            mine = col(row.consignment_id) == consignment
            self._session.exec(delete(row).where(mine, col(row.device_key).in_(devices)))

    def keep_line(self, consignment: ConsignmentId, line: Line) -> None:
        row = self._session.get_one(ConsignmentDeviceRow, (line.device, consignment))
        self._session.merge(line_row(consignment, row.position, line))
        self._session.flush()

    def changed_at(self, consignment: ConsignmentId) -> datetime:
        return self._session.get_one(ConsignmentRow, consignment).updated_at

    def found(self, seen: Seen, limit: int, box: Box | None = None, offset: int = 0) -> tuple[Tally, ...]:
        asked = select(ConsignmentRow).where(is_seen(seen)).order_by(*_NEWEST).limit(limit).offset(offset)
        if box is not None:
            asked = asked.where(box_of(seen.organisation) == box)
        rows = self._session.exec(asked).all()
        these = [each.consignment_id for each in rows]
        lines, items = self._line_counts(these), self._item_counts(these)
        return tuple(tally_of(each, lines[each.consignment_id], items[each.consignment_id]) for each in rows)

    def counts(self, seen: Seen) -> Mapping[Box, int]:
        box = sql_select(box_of(seen.organisation).label("box")).select_from(table_of(ConsignmentRow))
        each = box.where(is_seen(seen)).subquery()
        counted = sql_select(each.c.box, func.count()).group_by(each.c.box)
        return {Box(box): count for box, count in self._session.connection().execute(counted)}

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
        return None if row is None else scan_of(row)

    def scans(self, consignment: ConsignmentId, limit: int) -> tuple[KeptScan, ...]:
        row = ConsignmentScanRow
        newest = (col(row.recorded_at).desc(), col(row.occurred_at).desc(), col(row.scan_id))
        found = select(row).where(row.consignment_id == consignment).order_by(*newest).limit(limit)
        return tuple(map(scan_of, self._session.exec(found)))

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

    def _line_counts(self, these: Sequence[str]) -> dict[str, dict[LineState, int]]:
        """How many lines of each consignment are in each state."""
        line = ConsignmentDeviceRow
        counted = (
            select(line.consignment_id, line.state, func.count())
            .where(col(line.consignment_id).in_(these))
            .group_by(col(line.consignment_id), col(line.state))
        )
        found: dict[str, dict[LineState, int]] = defaultdict(dict)
        for consignment, state, count in self._session.exec(counted):
            found[consignment][LineState(state)] = count
        return found

    def _item_counts(self, these: Sequence[str]) -> dict[str, dict[Side, int]]:
        """How many open differences of each consignment wait for each side."""
        item = ConsignmentDifferenceRow
        counted = (
            select(item.consignment_id, item.difference, func.count())
            .where(col(item.resolution).is_(None), col(item.consignment_id).in_(these))
            .group_by(col(item.consignment_id), col(item.difference))
        )
        found: dict[str, dict[Side, int]] = defaultdict(lambda: dict.fromkeys(Side, 0))
        for consignment, difference, count in self._session.exec(counted):
            found[consignment][ANSWERS[Difference(difference)][0]] += count
        return found
