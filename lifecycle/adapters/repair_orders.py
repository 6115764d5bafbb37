"""Repair orders in SQL: the store behind `lifecycle.service.repair_order_ports`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from dpp.adapters.contested import add_contested
from dpp.adapters.search_index import SqlSearchIndex
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.repair_orders import RepairOrderEntryRow, RepairOrderRow
from lifecycle.domain.events import plain
from lifecycle.domain.findable import repair_order_subject
from lifecycle.domain.repair_orders import Entry, Quote, Quoted, RepairOrder, RepairOrderId
from lifecycle.service.repair_order_ports import OrderFilter, OrderRow, Stage

_ORDER: TypeAdapter[RepairOrder] = TypeAdapter(RepairOrder)
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


class SqlRepairOrders:
    """`RepairOrderStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, order: RepairOrderId) -> None:
        row = RepairOrderRow
        self._session.exec(select(row.order_id).where(row.order_id == order).with_for_update()).all()

    def put(self, row: OrderRow) -> None:
        stored = self._session.get(RepairOrderRow, row.order.id, populate_existing=True)
        if stored is None:
            stored = _row(row)
        stored.owner, stored.stage, stored.disputed = row.owner, row.stage, row.disputed
        stored.changed_at = row.changed_at
        add_contested(self._session, stored)
        SqlSearchIndex(self._session).put(repair_order_subject(row.order, row.owner))

    def get(self, order: RepairOrderId) -> OrderRow | None:
        row = RepairOrderRow
        return next(iter(self._found(select(row).where(row.order_id == order))), None)

    def of_device(self, device: DeviceKey) -> tuple[OrderRow, ...]:
        row = RepairOrderRow
        wanted = select(row).where(row.device_key == device)
        return self._found(wanted.order_by(col(row.opened_at).desc(), col(row.order_id)))

    def found(self, wanted: OrderFilter) -> tuple[OrderRow, ...]:
        row = RepairOrderRow
        asked = _of_party(select(row), wanted.party)
        if wanted.stage is not None:
            asked = asked.where(row.stage == wanted.stage)
        if wanted.disputed:
            asked = asked.where(col(row.disputed).is_(True))
        return self._found(asked.order_by(col(row.changed_at).desc(), col(row.order_id)).limit(wanted.limit))

    def counts(self, party: OrganisationId | None) -> tuple[Mapping[Stage, int], int]:
        row = RepairOrderRow
        grouped = select(row.stage, row.disputed, func.count()).group_by(col(row.stage), col(row.disputed))
        found = list(self._session.exec(_of_party(grouped, party)))
        stages = {each: sum(many for stage, _, many in found if stage == each) for each in Stage}
        return stages, sum(many for _, disputed, many in found if disputed)

    def waiting(self, owner: OrganisationId) -> int:
        row = RepairOrderRow
        mine = select(func.count()).where(row.owner == owner, row.stage == Stage.WAITING, row.repairer != owner)
        return self._session.exec(mine).one()

    def add_entry(self, order: RepairOrderId, entry: Entry) -> None:
        content = canonical(plain(entry)).decode()
        add_contested(
            self._session,
            RepairOrderEntryRow(
                order_id=order, number=entry.number, said=entry.what.said, said_at=entry.at, content=content
            ),
        )

    def entries(self, orders: Collection[RepairOrderId]) -> Mapping[RepairOrderId, tuple[Entry, ...]]:
        row = RepairOrderEntryRow
        wanted = select(row).where(col(row.order_id).in_(orders)).order_by(col(row.order_id), col(row.number))
        found: dict[RepairOrderId, tuple[Entry, ...]] = defaultdict(tuple)
        for each in self._session.exec(wanted):
            found[RepairOrderId(each.order_id)] += (_ENTRY.validate_json(each.content),)
        return dict(found)

    def last_quote(self, repairer: OrganisationId) -> Quote | None:
        row, order = RepairOrderEntryRow, RepairOrderRow
        mine = select(row.content).join(order, col(order.order_id) == col(row.order_id))
        newest = mine.where(order.repairer == repairer, row.said == "quoted").order_by(col(row.said_at).desc()).limit(1)
        content = self._session.exec(newest).first()
        if content is None:
            return None
        what = _ENTRY.validate_json(content).what
        return what.quote if isinstance(what, Quoted) else None

    def _found(self, wanted: Any) -> tuple[OrderRow, ...]:
        rows = self._session.exec(wanted.execution_options(populate_existing=True))
        return tuple(map(_stored, rows))


def _of_party(wanted: Any, party: OrganisationId | None) -> Any:
    row = RepairOrderRow
    return wanted if party is None else wanted.where(or_(col(row.repairer) == party, col(row.owner) == party))


def _row(row: OrderRow) -> RepairOrderRow:
    return RepairOrderRow(
        order_id=row.order.id,
        device_key=row.order.device,
        repairer=row.order.repairer,
        owner=row.owner,
        stage=row.stage,
        disputed=row.disputed,
        opened_at=row.order.opened_at,
        changed_at=row.changed_at,
        content=canonical(plain(row.order)).decode(),
    )


def _stored(row: RepairOrderRow) -> OrderRow:
    owner = None if row.owner is None else OrganisationId(row.owner)
    return OrderRow(_ORDER.validate_json(row.content), owner, Stage(row.stage), row.disputed, row.changed_at)
