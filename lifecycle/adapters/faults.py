"""Repairs of others and our own in SQL: the store behind `lifecycle.service.fault_ports`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, delete, func, insert, literal, or_, select, update
from sqlmodel import Session

from dpp.adapters.contested import contested
from dpp.adapters.imports.said import read_message, write_message
from dpp.adapters.mapping import put_row, stored_from, table_of, values_of
from dpp.domain.actor import AccountId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.fault_data import load_fault_reference
from lifecycle.adapters.rows.faults import (
    ALL,
    FaultCountRow,
    FaultLoadRow,
    FaultRefusalRow,
    OpenRepairRow,
    OwnRepairRow,
)
from lifecycle.domain.events import EventId
from lifecycle.domain.faults.counts import Counted, Wanted
from lifecycle.domain.faults.kinds import NOT_DESCRIBED, NOT_KNOWN, Origin, RepairStatus, read
from lifecycle.domain.faults.loads import Entry, FaultLoad, LoadState, Refusal, Taken
from lifecycle.domain.faults.own import OwnRepair
from lifecycle.domain.faults.reference import Reference
from lifecycle.domain.vocabulary import ComponentKind, RepairBarrier

_LOAD, _REFUSAL = table_of(FaultLoadRow), table_of(FaultRefusalRow)
_OPEN, _COUNT, _OWN = table_of(OpenRepairRow), table_of(FaultCountRow), table_of(OwnRepairRow)
_WORDS = ("kind", "brand", "age", "faults", "status", "barrier")
_SUMMED = ("kind", "brand", "age")
_ASKED_AT_ONCE = 1_000
_CHANGE = update(_OPEN).where(_OPEN.c.id == bindparam("its_id"))


class SqlFaults:
    """`FaultStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def reference(self) -> Reference:
        return load_fault_reference()

    def add_load(self, load: FaultLoad) -> None:
        taken = message("Somebody else handed in a file at the same moment.")
        with contested(self._session, taken, message("Hand it in again.")):
            self._session.execute(insert(_LOAD), _load_values(load))

    def put_load(self, load: FaultLoad) -> None:
        put_row(self._session, _LOAD, _load_values(load))

    def hold_load(self, number: int) -> FaultLoad | None:
        held = select(_LOAD).where(_LOAD.c.number == number).with_for_update()
        row = self._session.execute(held).one_or_none()
        return None if row is None else _load(row)

    def loads(self) -> tuple[FaultLoad, ...]:
        return tuple(map(_load, self._session.execute(select(_LOAD).order_by(_LOAD.c.number.desc()))))

    def free_load(self, now: datetime) -> int | None:
        open_ = _LOAD.c.state.in_([LoadState.WAITING.value, LoadState.RUNNING.value])
        free = or_(_LOAD.c.busy_until.is_(None), _LOAD.c.busy_until <= now)
        found = select(_LOAD.c.number).where(open_, free).order_by(_LOAD.c.number).limit(1)
        return self._session.execute(found).scalar_one_or_none()

    def add_refusals(self, number: int, refusals: Sequence[Refusal]) -> None:
        rows = [{"load": number, **values_of(each, expected=write_message(each.expected))} for each in refusals]
        if rows:
            self._session.execute(insert(_REFUSAL), rows)

    def refusals(self, number: int) -> tuple[Refusal, ...]:
        found = select(_REFUSAL).where(_REFUSAL.c.load == number).order_by(_REFUSAL.c.line, _REFUSAL.c.field)
        return tuple(
            stored_from(Refusal, row, expected=read_message(row.expected)) for row in self._session.execute(found)
        )

    def digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        known: dict[str, str] = {}
        for start in range(0, len(ids), _ASKED_AT_ONCE):
            some = _OPEN.c.id.in_(ids[start : start + _ASKED_AT_ONCE])
            found = self._session.execute(select(_OPEN.c.id, _OPEN.c.digest).where(some))
            known.update((row.id, row.digest) for row in found)
        return known

    def add(self, number: int, entries: Sequence[Entry]) -> None:
        if entries:
            self._session.execute(insert(_OPEN), [_entry_values(number, entry) for entry in entries])

    def change(self, number: int, entries: Sequence[Entry]) -> None:
        if entries:
            rows = [{"its_id": entry.repair.id, **_entry_values(number, entry)} for entry in entries]
            self._session.connection().execute(_CHANGE, rows)

    def recount(self) -> None:
        self._session.execute(delete(_COUNT))
        words = [_OPEN.c[name] for name in _WORDS]
        self._count(select(*words, func.count()).group_by(*words))
        for size in range(1, len(_SUMMED) + 1):
            for summed in combinations(_SUMMED, size):
                self._count(_together(summed))

    def _count(self, alike: Select[Any]) -> None:
        self._session.execute(insert(_COUNT).from_select([*_WORDS, "number"], alike))

    def counted(self, origin: Origin, wanted: Wanted, by: Sequence[str]) -> Counted:
        table = _COUNT if origin is Origin.OPEN else _OWN
        number: ColumnElement[Any] = func.sum(_COUNT.c.number) if origin is Origin.OPEN else func.count()
        if wanted.model is not None and origin is Origin.OPEN:
            return {}  # Open Repair Data has no models
        columns = [table.c[name] for name in by]
        asked = _asked(table, wanted) if origin is Origin.OWN else [*_asked(table, wanted), *_summed(wanted, by)]
        found = select(*columns, number.label("total")).where(*asked).group_by(*columns)
        return {tuple(row[:-1]): int(row.total) for row in self._session.execute(found)}

    def of_device(self, key: DeviceKey) -> tuple[OwnRepair, ...]:
        mine = select(_OWN).where(_OWN.c.device_key == key).order_by(_OWN.c.number)
        return tuple(map(_own, self._session.execute(mine)))

    def follow(self, key: DeviceKey, repairs: Sequence[OwnRepair]) -> None:
        if self.of_device(key) == tuple(repairs):
            return
        self._session.execute(delete(_OWN).where(_OWN.c.device_key == key))
        if repairs:
            self._session.execute(insert(_OWN), [_own_values(key, each) for each in repairs])

    def own(self, after: tuple[DeviceKey, int] | None, limit: int) -> Sequence[tuple[DeviceKey, OwnRepair]]:
        found = select(_OWN).order_by(_OWN.c.device_key, _OWN.c.number).limit(limit)
        if after is not None:
            key, number = after
            later = (_OWN.c.device_key == key) & (_OWN.c.number > number)
            found = found.where(or_(_OWN.c.device_key > key, later))
        return [(DeviceKey(row.device_key), _own(row)) for row in self._session.execute(found)]


def _together(summed: Sequence[str]) -> Select[Any]:
    """The counts without regard to these words."""
    words = [literal(ALL).label(name) if name in summed else _COUNT.c[name] for name in _WORDS]
    single = [_COUNT.c[name] != ALL for name in _SUMMED]
    kept = [_COUNT.c[name] for name in _WORDS if name not in summed]
    return select(*words, func.sum(_COUNT.c.number)).where(*single).group_by(*kept)


def _summed(wanted: Wanted, by: Sequence[str]) -> list[ColumnElement[bool]]:
    """What is not asked for is summed already, but for what the answer tells apart."""
    free = [name for name in _SUMMED if getattr(wanted, name) is None]
    return [_COUNT.c[name] != ALL if name in by else _COUNT.c[name] == ALL for name in free]


def _asked(table: Table, wanted: Wanted) -> list[ColumnElement[bool]]:
    asked = {"kind": wanted.kind and wanted.kind.value, "brand": wanted.brand, "age": wanted.age}
    found = [table.c[name] == value for name, value in asked.items() if value is not None]
    return found if wanted.model is None else [*found, table.c.model == wanted.model]


def _load_values(load: FaultLoad) -> dict[str, Any]:
    taken = load.taken
    counts = {"new": taken.new, "changed": taken.changed, "same": taken.same, "refused": taken.refused}
    values = values_of(load, state=load.state.value, why=write_message(load.why))
    values |= {"asked_by": values.pop("by"), "left_out": taken.left} | counts
    del values["taken"]
    return values


def _load(row: Any) -> FaultLoad:
    return stored_from(
        FaultLoad,
        row,
        by=AccountId(row.asked_by),
        state=LoadState(row.state),
        taken=Taken(row.new, row.changed, row.same, row.left_out, refused=row.refused),
        why=read_message(row.why),
    )


def _entry_values(number: int, entry: Entry) -> dict[str, Any]:
    it = entry.repair
    return {
        "id": it.id,
        "load": number,
        "digest": entry.digest,
        "provider": it.provider,
        "country": it.country,
        "kind": it.kind.value,
        "brand": it.brand,
        "age": entry.band,
        "status": it.status.value,
        "barrier": NOT_KNOWN if it.barrier is None else it.barrier.value,
        "faults": it.told,
        "happened_on": it.on,
    }


def _own_values(key: DeviceKey, it: OwnRepair) -> dict[str, Any]:
    return {
        "device_key": key,
        "number": it.number,
        "event_id": it.event,
        "happened_on": it.on,
        "kind": it.group or NOT_KNOWN,
        "brand": it.brand,
        "model": it.model,
        "years": it.age,
        "age": it.band,
        "status": it.status.value,
        "barrier": NOT_KNOWN if it.barrier is None else it.barrier.value,
        "faults": it.told,
        "parts": " ".join(part.value for part in it.parts),
        "cost": None if it.cost is None else str(it.cost),
        "minutes": it.minutes,
    }


def _own(row: Any) -> OwnRepair:
    return OwnRepair(
        number=row.number,
        event=EventId(row.event_id),
        on=row.happened_on,
        group=row.kind or None,
        brand=row.brand,
        model=None if row.model is None else PassportId(row.model),
        age=row.years,
        band=row.age,
        status=RepairStatus(row.status),
        barrier=RepairBarrier(row.barrier) if row.barrier else None,
        faults=read(row.faults),
        described=row.faults != NOT_DESCRIBED,
        parts=tuple(map(ComponentKind, row.parts.split())),
        cost=None if row.cost is None else Decimal(row.cost),
        minutes=row.minutes,
    )
