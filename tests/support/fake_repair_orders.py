"""The store of repair orders in memory."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.repair_orders import Entry, Quote, Quoted, RepairOrderId
from lifecycle.service.repair_order_ports import OrderFilter, OrderRow, Stage


@dataclass
class FakeRepairOrders:
    rows: dict[RepairOrderId, OrderRow] = field(default_factory=dict)
    said: dict[tuple[RepairOrderId, int], Entry] = field(default_factory=dict)

    def hold(self, order: RepairOrderId) -> None:
        """Nobody else is here."""

    def put(self, row: OrderRow) -> None:
        self.rows[row.order.id] = row

    def get(self, order: RepairOrderId) -> OrderRow | None:
        return self.rows.get(order)

    def of_device(self, device: DeviceKey) -> tuple[OrderRow, ...]:
        return _newest((row.order.opened_at, row) for row in self.rows.values() if row.order.device == device)

    def found(self, wanted: OrderFilter) -> tuple[OrderRow, ...]:
        fits = (
            (row.changed_at, row)
            for row in self.rows.values()
            if wanted.party in {None, row.order.repairer, row.owner}
            and wanted.stage in {None, row.stage}
            and (row.disputed or not wanted.disputed)
        )
        return _newest(fits)[: wanted.limit]

    def counts(self, party: OrganisationId | None) -> tuple[Mapping[Stage, int], int]:
        mine = [row for row in self.rows.values() if party in {None, row.order.repairer, row.owner}]
        return {each: sum(row.stage is each for row in mine) for each in Stage}, sum(row.disputed for row in mine)

    def waiting(self, owner: OrganisationId) -> int:
        mine = (row for row in self.rows.values() if row.owner == owner != row.order.repairer)
        return sum(row.stage is Stage.WAITING for row in mine)

    def add_entry(self, order: RepairOrderId, entry: Entry) -> None:
        if (order, entry.number) in self.said:
            raise Conflict(message("Somebody else changed this at the same moment."))
        self.said[order, entry.number] = entry

    def entries(self, orders: Collection[RepairOrderId]) -> Mapping[RepairOrderId, tuple[Entry, ...]]:
        found = {each: tuple(entry for (of, _), entry in sorted(self.said.items()) if of == each) for each in orders}
        return {each: entries for each, entries in found.items() if entries}

    def last_quote(self, repairer: OrganisationId) -> Quote | None:
        mine = [
            (entry.at, entry.what.quote)
            for (order, _), entry in self.said.items()
            if isinstance(entry.what, Quoted) and self.rows[order].order.repairer == repairer
        ]
        return max(mine, key=lambda each: each[0])[1] if mine else None


def _newest(found: Iterable[tuple[datetime, OrderRow]]) -> tuple[OrderRow, ...]:
    by_id = sorted(found, key=lambda each: each[1].order.id)
    return tuple(row for _, row in sorted(by_id, key=lambda each: each[0], reverse=True))
