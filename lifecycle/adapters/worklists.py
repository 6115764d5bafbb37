"""Items of worklists and batches of acts in SQL: the stores behind `lifecycle.service.worklist_ports`."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal, or_, true, tuple_, union_all
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select, update

from dpp.adapters.contested import add_contested
from dpp.adapters.database import UtcTime
from dpp.adapters.imports.said import read_message, write_message
from dpp.adapters.mapping import stored_from, table_of, values_of
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.adapters.rows.worklists import BulkBatchRow, WorkItemRow
from lifecycle.domain.inbox import Refusal
from lifecycle.domain.worklists import ListName, Taking, WorkItem
from lifecycle.service.worklist_ports import (
    Alike,
    BulkAnswer,
    BulkBatch,
    BulkId,
    Hands,
    ItemFilter,
    ListedItem,
    Scope,
    Waiting,
)

_ITEM, _DEVICE = table_of(WorkItemRow), table_of(DeviceRow)
_ONES: Select[*tuple[Any, ...]] = sql_select(_ITEM)


class SqlWorkItems:
    """`WorkItemStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_device(self, key: DeviceKey) -> tuple[WorkItem, ...]:
        mine = _ONES.where(_ITEM.c.device_key == key).order_by(_ITEM.c.list)
        return tuple(map(_item, self._session.execute(mine)))

    def follow(self, key: DeviceKey, items: Sequence[WorkItem]) -> None:
        known = {item.list: item for item in self.of_device(key)}
        gone = known.keys() - {item.list for item in items}
        if gone:
            self._session.execute(_ITEM.delete().where(_ITEM.c.device_key == key, _ITEM.c.list.in_(gone)))
        for item in items:
            if item.list not in known:
                self._session.execute(_ITEM.insert(), _values(item))
            elif _changing(item) != _changing(known[item.list]):
                same = (_ITEM.c.device_key == key) & (_ITEM.c.list == item.list)
                self._session.execute(_ITEM.update().where(same), _changing(item))

    def waiting(self, scopes: Mapping[ListName, Scope]) -> Mapping[ListName, Waiting]:
        counts = count_items(scopes)
        if not counts:
            return {}
        found = self._session.execute(union_all(*counts))
        return {ListName(name): Waiting(count, oldest) for name, count, oldest in found}

    def taken_by(self, account: AccountId, now: datetime) -> Mapping[ListName, int]:
        mine = sql_select(_ITEM.c.list, func.count()).where(_ITEM.c.taken_by == account, _ITEM.c.taken_until > now)
        return {ListName(name): count for name, count in self._session.execute(mine.group_by(_ITEM.c.list))}

    def find(self, wanted: ItemFilter) -> tuple[ListedItem, ...]:
        found = _matching(wanted, sql_select(_ITEM))
        if wanted.after is not None:
            last = tuple_(_ITEM.c.since, _ITEM.c.device_key)
            found = found.where(last > tuple_(literal(wanted.after.since, UtcTime()), literal(wanted.after.device)))
        oldest = found.order_by(_ITEM.c.since, _ITEM.c.device_key).limit(wanted.limit)
        return tuple(ListedItem(_item(row), _taking(row)) for row in self._session.execute(oldest))

    def count(self, wanted: ItemFilter) -> int:
        return int(self._session.execute(_matching(wanted, sql_select(func.count()))).scalar_one())

    def models(self, name: ListName, scope: Scope) -> tuple[Alike, ...]:
        count = func.count().label("count")
        found = sql_select(_ITEM.c.model, count).where(_ITEM.c.list == name, _in(scope)).group_by(_ITEM.c.model)
        most = self._session.execute(found.order_by(count.desc(), _ITEM.c.model))
        return tuple(Alike(None if model is None else PassportId(model), count) for model, count in most)

    def on_list(self, name: ListName, keys: Collection[DeviceKey], scope: Scope) -> frozenset[DeviceKey]:
        found = sql_select(_ITEM.c.device_key).where(_ITEM.c.list == name, _ITEM.c.device_key.in_(keys), _in(scope))
        return frozenset(DeviceKey(key) for key in self._session.execute(found).scalars())

    def take(self, name: ListName, keys: Collection[DeviceKey], taking: Taking, now: datetime) -> frozenset[DeviceKey]:
        """The rows are locked in the order of their keys, so that two who take the same never wait for each other."""
        free = or_(_ITEM.c.taken_until.is_(None), _ITEM.c.taken_until <= now, _ITEM.c.taken_by == taking.by)
        on_list = (_ITEM.c.list == name, _ITEM.c.device_key.in_(keys))
        held = sql_select(_ITEM.c.device_key).where(*on_list).order_by(_ITEM.c.device_key)
        if self._session.get_bind().dialect.name == "postgresql":
            held = held.with_for_update()
        mine = self._session.execute(held.where(free)).scalars().all()
        took = {"taken_by": taking.by, "taken_for": taking.organisation, "taken_until": taking.until}
        change = _ITEM.update().where(_ITEM.c.list == name, _ITEM.c.device_key.in_(mine)).values(took)
        self._session.execute(change)
        return frozenset(map(DeviceKey, mine))

    def give_back(self, name: ListName, keys: Collection[DeviceKey], account: AccountId) -> None:
        mine = (_ITEM.c.list == name, _ITEM.c.device_key.in_(keys), _ITEM.c.taken_by == account)
        nobody = {"taken_by": None, "taken_for": None, "taken_until": None}
        self._session.execute(_ITEM.update().where(*mine).values(nobody))

    def takings(
        self, names: Collection[ListName], keys: Collection[DeviceKey], now: datetime
    ) -> Mapping[DeviceKey, tuple[Taking, ...]]:
        theirs = (_ITEM.c.list.in_(names), _ITEM.c.device_key.in_(keys), _ITEM.c.taken_until > now)
        found: dict[DeviceKey, tuple[Taking, ...]] = {}
        for row in self._session.execute(_ONES.where(*theirs).order_by(_ITEM.c.device_key, _ITEM.c.list)):
            taking = _taking(row)
            if taking is not None:
                found[DeviceKey(row.device_key)] = (*found.get(DeviceKey(row.device_key), ()), taking)
        return found


class SqlBulkBatches:
    """`BulkBatchStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, batch: BulkId) -> BulkBatch | None:
        row = self._session.exec(
            select(BulkBatchRow).where(BulkBatchRow.batch_id == batch),
            execution_options={"populate_existing": True},
        ).one_or_none()
        return None if row is None else _batch(row)

    def begin(self, batch: BulkBatch) -> None:
        values = values_of(batch, id=batch.id, answers=None)
        row = BulkBatchRow(**{"batch_id": values.pop("id"), **values})
        add_contested(
            self._session, row, message("This batch was sent already."), message("Look at what became of it.")
        )

    def finish(self, batch: BulkId, answers: Sequence[BulkAnswer]) -> None:
        text = json.dumps([_said(answer) for answer in answers], ensure_ascii=False)
        self._session.exec(update(BulkBatchRow).where(col(BulkBatchRow.batch_id) == batch).values(answers=text))


def count_items(scopes: Mapping[ListName, Scope]) -> list[Select[Any]]:
    """Statements that together give each list, how much waits on it in its scope, and since when the oldest does."""
    return [
        sql_select(_ITEM.c.list, func.count(), func.min(_ITEM.c.since))
        .where(_ITEM.c.list.in_(names), _in(scope))
        .group_by(_ITEM.c.list)
        for scope, names in _by_scope(scopes)
    ]


def _matching(wanted: ItemFilter, found: Select[Any]) -> Select[Any]:
    """The items that are wanted; devices are joined only where something of them is asked."""
    of_device = list(_of_device(wanted))
    if of_device:
        found = found.select_from(_ITEM.join(_DEVICE, _DEVICE.c.device_key == _ITEM.c.device_key))
    else:
        found = found.select_from(_ITEM)
    return found.where(_ITEM.c.list == wanted.list, _in(wanted.scope), *_of_item(wanted), *of_device)


def _of_item(wanted: ItemFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.owner is not None:
        yield _ITEM.c.owner == wanted.owner
    if wanted.model is not None:
        yield _ITEM.c.model == wanted.model
    if wanted.until is not None:
        yield _ITEM.c.since <= wanted.until
    if wanted.hands is not None:
        yield _in_hands(wanted.hands)


def _in_hands(hands: Hands) -> ColumnElement[bool]:
    """A taking that is over is nobody's."""
    taken = _ITEM.c.taken_until > hands.now
    match hands.whose:
        case "mine":
            return taken & (_ITEM.c.taken_by == hands.account)
        case "others":
            return taken & (_ITEM.c.taken_by != hands.account)
    return or_(_ITEM.c.taken_until.is_(None), _ITEM.c.taken_until <= hands.now)


def _of_device(wanted: ItemFilter) -> Iterator[ColumnElement[bool]]:
    same = (
        (_DEVICE.c.group, wanted.group),
        (_DEVICE.c.route, wanted.route),
    )
    yield from (column == value for column, value in same if value is not None)
    if wanted.place:
        yield _DEVICE.c.place.icontains(wanted.place, autoescape=True)
    if wanted.grade is not None:
        yield or_(_DEVICE.c.functional_grade == wanted.grade, _DEVICE.c.cosmetic_grade == wanted.grade)
    if wanted.cause is not None:
        yield (" " + _DEVICE.c.blocked + " ").contains(f" {wanted.cause} ", autoescape=True)


def _in(scope: Scope) -> ColumnElement[bool]:
    if scope.everything:
        return true()
    stands = [
        column == party
        for column, party in (
            (_ITEM.c.owner, scope.owner),
            (_ITEM.c.lessee, scope.owner),
            (_ITEM.c.custodian, scope.custodian),
            (_ITEM.c.receiver, scope.receiver),
        )
        if party is not None
    ]
    return or_(*stands) if stands else false()


def _by_scope(scopes: Mapping[ListName, Scope]) -> Iterator[tuple[Scope, list[ListName]]]:
    """Lists of one scope are counted together."""
    for scope in dict.fromkeys(scopes.values()):
        yield scope, [name for name, each in scopes.items() if each == scope]


def _values(item: WorkItem) -> dict[str, Any]:
    return {"device_key": item.device, "list": item.list, "since": item.since, **_changing(item)}


def _changing(item: WorkItem) -> dict[str, Any]:
    """What may change of an item while it waits."""
    return {name: getattr(item, name) for name in ("owner", "lessee", "custodian", "receiver", "model")}


def _item(row: Any) -> WorkItem:
    return stored_from(WorkItem, row, device=DeviceKey(row.device_key), list=ListName(row.list))


def _taking(row: Any) -> Taking | None:
    if row.taken_by is None:
        return None
    return Taking(AccountId(row.taken_by), row.taken_for and OrganisationId(row.taken_for), row.taken_until)


def _batch(row: BulkBatchRow) -> BulkBatch:
    answers = None if row.answers is None else tuple(map(_answer, json.loads(row.answers)))
    return stored_from(BulkBatch, row, id=BulkId(row.batch_id), answers=answers)


def _said(answer: BulkAnswer) -> dict[str, Any]:
    why, said = answer.refusal, {"device": answer.device, "outcome": answer.outcome, "seen": answer.seen}
    if why is None:
        return said
    return {**said, "rule": why.rule, "what": write_message(why.what), "remedy": write_message(why.remedy)}


def _answer(said: Mapping[str, Any]) -> BulkAnswer:
    what = read_message(said.get("what", ""))
    refusal = None if what is None else Refusal(said["rule"], what, read_message(said["remedy"]))
    return BulkAnswer(DeviceKey(said["device"]), said["outcome"], refusal, said["seen"])
