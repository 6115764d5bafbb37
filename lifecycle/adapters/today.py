"""What waits for a person in SQL: one statement over all that can wait. `TodayStore` over a session."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, true, union_all
from sqlalchemy import select as sql_select
from sqlmodel import Session

from dpp.adapters.mapping import table_of
from lifecycle.adapters.consignment_boxes import waiting_consignments
from lifecycle.adapters.inbox import is_settled
from lifecycle.adapters.rows.consignments import ConsignmentRow
from lifecycle.adapters.rows.found_reports import FoundReportRow
from lifecycle.adapters.rows.inbox import SetAsideRow
from lifecycle.adapters.rows.marketplace import ReservationRow
from lifecycle.adapters.rows.policies import PolicyActivationRow, PolicyRow
from lifecycle.adapters.rows.repair_orders import RepairOrderRow
from lifecycle.adapters.worklists import count_items
from lifecycle.domain.worklists import ListName
from lifecycle.service.repair_order_ports import Stage
from lifecycle.service.today_ports import Matter, Question
from lifecycle.service.worklist_ports import Scope, Waiting

_CONSIGNMENT, _FOUND, _ASIDE = table_of(ConsignmentRow), table_of(FoundReportRow), table_of(SetAsideRow)
_RESERVED, _ORDER = table_of(ReservationRow), table_of(RepairOrderRow)
_POLICY, _ACTIVATED = table_of(PolicyRow), table_of(PolicyActivationRow)
_NAMES = {name.value: name for kind in (ListName, Matter) for name in kind}

Counting = Select[*tuple[Any, ...]]


class SqlToday:
    """`TodayStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self, asked: Question) -> Mapping[ListName | Matter, Waiting]:
        parts = [*count_items(asked.lists), *_matters(asked.matters)]
        if not parts:
            return {}
        found = self._session.execute(union_all(*parts))
        return {_NAMES[name]: Waiting(count, oldest) for name, count, oldest in found if count}


def _matters(asked: Mapping[Matter, Scope]) -> Iterator[Counting]:
    for matter, scope in asked.items():
        if scope != Scope():
            yield _COUNTS[matter](literal(matter.value), scope)


def _consignments(name: ColumnElement[str], scope: Scope) -> Counting:
    """By when it was offered; a difference has no moment of its own here."""
    if scope.receiver is None:
        return sql_select(name, func.count(), func.min(_CONSIGNMENT.c.updated_at)).where(false())
    waits = _CONSIGNMENT.c.consignment_id.in_(waiting_consignments(scope.receiver))
    since = func.coalesce(_CONSIGNMENT.c.offered_at, _CONSIGNMENT.c.updated_at)
    return sql_select(name, func.count(), func.min(since)).where(waits)


def _quotes(name: ColumnElement[str], scope: Scope) -> Counting:
    mine = and_(_ORDER.c.owner == scope.owner, _ORDER.c.repairer != scope.owner, _ORDER.c.stage == Stage.WAITING.value)
    return sql_select(name, func.count(), func.min(_ORDER.c.changed_at)).where(mine)


def _found_reports(name: ColumnElement[str], scope: Scope) -> Counting:
    whose = true() if scope.everything else _FOUND.c.told == scope.owner
    return sql_select(name, func.count(), func.min(_FOUND.c.reported_at)).where(whose, _FOUND.c.outcome.is_(None))


def _set_aside(name: ColumnElement[str], scope: Scope) -> Counting:
    whose = true() if scope.everything else _ASIDE.c.organisation == scope.owner
    return sql_select(name, func.count(), func.min(_ASIDE.c.received_at)).where(whose, ~is_settled())


def _reservations(name: ColumnElement[str], scope: Scope) -> Counting:
    mine = _RESERVED.c.requester == scope.receiver
    return sql_select(name, func.count(), func.min(_RESERVED.c.since)).where(mine)


def _policies(name: ColumnElement[str], scope: Scope) -> Counting:
    same = and_(_ACTIVATED.c.policy_id == _POLICY.c.policy_id, _ACTIVATED.c.version == _POLICY.c.version)
    waits = ~sql_select(_ACTIVATED.c.version).where(same).exists()
    whose = true() if scope.everything else false()
    return sql_select(name, func.count(), func.min(_POLICY.c.loaded_at)).where(whose, waits)


_COUNTS: Mapping[Matter, Callable[[ColumnElement[str], Scope], Counting]] = {
    Matter.CONSIGNMENT: _consignments,
    Matter.QUOTE: _quotes,
    Matter.FOUND_REPORT: _found_reports,
    Matter.SET_ASIDE: _set_aside,
    Matter.RESERVATION: _reservations,
    Matter.POLICY: _policies,
}
