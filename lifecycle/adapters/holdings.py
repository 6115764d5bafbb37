"""The devices of an owner, counted in SQL: `HoldingStore` over a session."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session

from dpp.adapters.mapping import table_of
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.adapters.rows.monitoring import FlowStepRow
from lifecycle.domain.holdings import DATA_GONE, ON_THE_WAY, RULES, Alike, Rule, Standing
from lifecycle.domain.monitoring.steps import Step
from lifecycle.domain.vocabulary import DataState, Lifecycle
from lifecycle.service.holding_ports import HoldingFilter, PlaceCount, YearCount

_DEVICE, _STEP = table_of(DeviceRow), table_of(FlowStepRow)
_COUNT = func.count().label("number")
_COUNTED = (Step.SURPLUS.value, Step.HANDED_OVER.value)
_ALIKE = (_DEVICE.c.lifecycle, _DEVICE.c.data_state, _DEVICE.c.route, _DEVICE.c.custodian)
_MOVING = sorted({stage.value for rule in RULES if rule.standing in ON_THE_WAY for stage in rule.stages})


class SqlHoldings:
    """`HoldingStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def alike(self, owner: OrganisationId, still: datetime) -> tuple[Alike, ...]:
        since, declared = _DEVICE.c.updated_at, self._declared(owner)
        late, oldest = func.sum(case((since < still, 1), else_=0)).label("still"), func.min(since).label("oldest")
        counted = sql_select(*_ALIKE, _COUNT, late, oldest).where(_DEVICE.c.owner == owner).group_by(*_ALIKE)
        return tuple(_alike(row, declared.get(_words(row))) for row in self._session.execute(counted))

    def _declared(self, owner: OrganisationId) -> Mapping[tuple[str | None, ...], datetime]:
        """When the first was declared surplus of those on their way that are alike: few of what somebody owns are.

        The owner is asked in a way that no index answers: else SQLite, before it counted its rows, would read all steps
        of the owner for each device.
        """
        mine = func.coalesce(_STEP.c.owner, "") == owner
        its = (_STEP.c.device_key == _DEVICE.c.device_key, _STEP.c.step == Step.SURPLUS.value, mine)
        last = sql_select(func.max(_STEP.c.at)).where(*its).correlate(_DEVICE).scalar_subquery()
        on_the_way = (_DEVICE.c.owner == owner, _DEVICE.c.lifecycle.in_(_MOVING))
        each = sql_select(*_ALIKE, last.label("at")).where(*on_the_way).subquery().c
        columns = [each[column.name] for column in _ALIKE]
        found = self._session.execute(sql_select(*columns, func.min(each.at).label("at")).group_by(*columns))
        return {_words(row): row.at for row in found}

    def places(self, owner: OrganisationId, limit: int) -> tuple[PlaceCount, ...]:
        """Counted in the order of the index first: then few lines are left to sort."""
        first = (*_ALIKE, _DEVICE.c.place)
        some = sql_select(*first, _COUNT).where(_DEVICE.c.owner == owner).group_by(*first).subquery().c
        columns, number = (some.custodian, some.place), func.sum(some.number).label("number")
        found = sql_select(*columns, number).group_by(*columns)
        most = found.order_by(number.desc(), *(func.coalesce(each, "") for each in columns)).limit(limit)
        return tuple(
            PlaceCount(_organisation(row.custodian), row.place, int(row.number)) for row in self._session.execute(most)
        )

    def blocked(self, owner: OrganisationId) -> Mapping[str, int]:
        found = sql_select(_DEVICE.c.blocked, _COUNT).where(_DEVICE.c.owner == owner, _DEVICE.c.blocked != "")
        causes: Counter[str] = Counter()
        for row in self._session.execute(found.group_by(_DEVICE.c.blocked)):
            causes.update(dict.fromkeys(row.blocked.split(), row.number))
        return dict(causes)

    def years(self, owner: OrganisationId, now: datetime) -> tuple[YearCount, ...]:
        counted = (_STEP.c.owner == owner, _STEP.c.step.in_(_COUNTED))
        first = min(filter(None, (self._first(owner, step) for step in _COUNTED)), default=None)
        if first is None:
            return ()
        ends = {year: datetime(year + 1, 1, 1, tzinfo=UTC) for year in range(first.year, now.year + 1)}
        year = case(*((_STEP.c.at < end, number) for number, end in ends.items()), else_=now.year).label("year")
        columns = (year, _STEP.c.step, _STEP.c.outcome)
        found = sql_select(*columns, _COUNT).where(*counted).group_by(*columns)
        return tuple(
            YearCount(year=row.year, step=row.step, outcome=row.outcome, count=row.number)
            for row in self._session.execute(found)
        )

    def _first(self, owner: OrganisationId, step: str) -> datetime | None:
        """One look into the index, for each step by itself."""
        its = sql_select(func.min(_STEP.c.at)).where(_STEP.c.owner == owner, _STEP.c.step == step)
        found: datetime | None = self._session.execute(its).scalar()
        return found

    def keys(self, wanted: HoldingFilter) -> tuple[DeviceKey, ...]:
        key = _DEVICE.c.device_key
        found = sql_select(key).where(_DEVICE.c.owner == wanted.owner, *_asked(wanted))
        return tuple(map(DeviceKey, self._session.execute(found.order_by(key).limit(wanted.limit)).scalars()))


def _asked(wanted: HoldingFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.standing is not None:
        yield _at(wanted.standing, wanted.owner)
    if wanted.custodian is not None:
        yield func.coalesce(_DEVICE.c.custodian, "") == wanted.custodian
    if wanted.place is not None:
        yield func.coalesce(_DEVICE.c.place, "") == wanted.place
    if wanted.blocked is not None:
        yield (" " + _DEVICE.c.blocked + " ").contains(f" {wanted.blocked} ", autoescape=True)
    if wanted.still is not None:
        yield _DEVICE.c.updated_at < wanted.still
        yield or_(*(_at(each, wanted.owner) for each in ON_THE_WAY))
    if wanted.after is not None:
        yield _DEVICE.c.device_key > wanted.after


def _at(standing: Standing, owner: OrganisationId) -> ColumnElement[bool]:
    return or_(*(_fits(rule, owner) for rule in RULES if rule.standing is standing))


def _fits(rule: Rule, owner: OrganisationId) -> ColumnElement[bool]:
    """The rule as `Rule.fits` reads it."""
    asked: list[ColumnElement[bool]] = [_DEVICE.c.lifecycle.in_(sorted(rule.stages))]
    if rule.at_owner is not None:
        at_owner = func.coalesce(_DEVICE.c.custodian, owner) == owner
        asked.append(at_owner if rule.at_owner else ~at_owner)
    if rule.data_gone is not None:
        gone = _DEVICE.c.data_state.in_(sorted(DATA_GONE))
        asked.append(gone if rule.data_gone else ~gone)
    return and_(*asked)


def _words(row: Any) -> tuple[str | None, ...]:
    return (row.lifecycle, row.data_state, row.route, row.custodian)


def _alike(row: Any, declared: datetime | None) -> Alike:
    return Alike(
        stage=Lifecycle(row.lifecycle),
        data=DataState(row.data_state),
        route=row.route,
        custodian=_organisation(row.custodian),
        count=row.number,
        still=row.still,
        oldest=row.oldest,
        declared=declared,
    )


def _organisation(value: str | None) -> OrganisationId | None:
    return None if value is None else OrganisationId(value)
