"""What can be chosen in a form, on SQL: never more rows than are asked for.

An organisation is found by the index of everything that can be found, which holds its name as it is compared. People
stand in no index: their names are compared here, and SQLite knows the case of A to Z alone.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlmodel import Session

from dpp.adapters.database import connection_of
from dpp.adapters.mapping import table_of
from dpp.adapters.search_parts import having_part
from dpp.domain.actor import Role
from dpp.domain.search import Kind
from web.accounts.adapters.rows import AccountRoleRow, AccountRow, OrganisationRow
from web.accounts.service.choosing_ports import Among, Choosable, Working

_ORGANISATION, _ACCOUNT, _ROLE = table_of(OrganisationRow), table_of(AccountRow), table_of(AccountRoleRow)
_Select = Select[*tuple[Any, ...]]


class SqlOrganisationChoice:
    """`ChoiceStore` of organisations."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def first(self, among: Among, limit: int) -> Sequence[Choosable]:
        return self._read(_organisations(among).order_by(_ORGANISATION.c.name, _ORGANISATION.c.id).limit(limit))

    def these(self, among: Among, ids: Collection[str]) -> Sequence[Choosable]:
        return self._read(_organisations(among).where(_ORGANISATION.c.id.in_(ids)))

    def named(self, among: Among, text: str, limit: int) -> Sequence[Choosable]:
        is_id = _ORGANISATION.c.id == text
        has_it = _ORGANISATION.c.id.in_(having_part(self._session, Kind.ORGANISATION, text))
        meant = _organisations(among).where(or_(is_id, has_it))
        order = (case((is_id, 0), else_=1), func.length(_ORGANISATION.c.name), _ORGANISATION.c.name)
        return self._read(meant.order_by(*order).limit(limit))

    def _read(self, asked: _Select) -> Sequence[Choosable]:
        return [Choosable(row.id, row.name) for row in connection_of(self._session).execute(asked)]


class SqlPersonChoice:
    """`ChoiceStore` of people."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def first(self, among: Working, limit: int) -> Sequence[Choosable]:
        return self._read(_people(among).order_by(*_BY_DISPLAY_NAME).limit(limit))

    def these(self, among: Working, ids: Collection[str]) -> Sequence[Choosable]:
        return self._read(_people(among).where(_ACCOUNT.c.id.in_(ids)))

    def named(self, among: Working, text: str, limit: int) -> Sequence[Choosable]:
        by = (_ACCOUNT.c.display_name, _ACCOUNT.c.sign_in_name)
        parts = [or_(*(column.icontains(word, autoescape=True) for column in by)) for word in text.split()]
        is_id = _ACCOUNT.c.id == text
        meant = _people(among).where(or_(is_id, and_(*parts)))
        order = (case((is_id, 0), else_=1), func.length(_ACCOUNT.c.display_name), *_BY_DISPLAY_NAME)
        return self._read(meant.order_by(*order).limit(limit))

    def _read(self, asked: _Select) -> Sequence[Choosable]:
        rows = connection_of(self._session).execute(asked)
        return [Choosable(row.id, row.display_name, row.sign_in_name, row.organisation) for row in rows]


_BY_DISPLAY_NAME = (_ACCOUNT.c.display_name, _ACCOUNT.c.sign_in_name)


def _organisations(among: Among) -> _Select:
    return select(_ORGANISATION.c.id, _ORGANISATION.c.name).where(*_conditions(among))


def _conditions(among: Among) -> Iterator[ColumnElement[bool]]:
    if among.in_state is not None:
        yield _ORGANISATION.c.in_state.is_(among.in_state)
    if among.without is not None:
        yield _ORGANISATION.c.id != among.without
    if among.only is not None:
        yield _ORGANISATION.c.id == among.only
    if among.roles is not None:
        there = (_ACCOUNT.c.organisation_id == _ORGANISATION.c.id, _ACCOUNT.c.active, _has_role(among.roles))
        yield select(literal(1)).select_from(_ACCOUNT).where(*there).correlate(_ORGANISATION).exists()


def _people(among: Working) -> _Select:
    its_name = _ORGANISATION.c.name.label("organisation")
    asked = select(_ACCOUNT.c.id, _ACCOUNT.c.display_name, _ACCOUNT.c.sign_in_name, its_name)
    asked = asked.join(_ORGANISATION, _ORGANISATION.c.id == _ACCOUNT.c.organisation_id).where(_ACCOUNT.c.active)
    if among.roles is not None:
        asked = asked.where(_has_role(among.roles))
    if among.at is not None:
        asked = asked.where(_ACCOUNT.c.organisation_id == among.at)
    return asked if among.without is None else asked.where(_ACCOUNT.c.id != among.without)


def _has_role(roles: Collection[Role]) -> ColumnElement[bool]:
    its = (_ROLE.c.account_id == _ACCOUNT.c.id, _ROLE.c.role.in_(sorted(roles)))
    return select(literal(1)).select_from(_ROLE).where(*its).correlate(_ACCOUNT).exists()
