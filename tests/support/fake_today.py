"""What waits for a person, asked of the other stores in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lifecycle.domain.worklists import ListName
from lifecycle.service.repair_order_ports import OrderFilter, Stage
from lifecycle.service.today_ports import Matter, Question
from lifecycle.service.worklist_ports import Scope, Waiting

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass
class FakeToday:
    """`stores` are those of the same moment. A consignment has no moment in memory."""

    stores: Any

    def waiting(self, asked: Question) -> Mapping[ListName | Matter, Waiting]:
        found: dict[ListName | Matter, Waiting] = dict(self.stores.work_items.waiting(asked.lists))
        for matter, scope in asked.matters.items():
            if moments := self._moments(matter, scope):
                found[matter] = Waiting(len(moments), min(moments))
        return found

    def _moments(self, matter: Matter, scope: Scope) -> list[datetime]:
        it, owner, receiver = self.stores, scope.owner, scope.receiver
        quotes = OrderFilter(party=owner, stage=Stage.WAITING)
        asked: dict[Matter, Callable[[], list[datetime]]] = {
            Matter.CONSIGNMENT: lambda: [_LONG_AGO] * it.consignments.waiting_for(receiver),
            Matter.QUOTE: lambda: [
                row.changed_at for row in it.repair_orders.found(quotes) if row.owner == owner != row.order.repairer
            ],
            Matter.FOUND_REPORT: lambda: [
                row.reported_at for row in it.found_reports.found(owner, is_open=True, limit=1000)
            ],
            Matter.SET_ASIDE: lambda: [
                row.sending.received_at for row in it.inbox.found(owner, is_open=True, limit=1000)
            ],
            Matter.RESERVATION: lambda: [row.since for row in it.reservations.of(receiver)],
            Matter.POLICY: lambda: [row.loaded_at for row in it.policies.all() if row.activated_at is None],
        }
        return asked[matter]()
