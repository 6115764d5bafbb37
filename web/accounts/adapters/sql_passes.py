"""Sessions, API keys and links on SQL. Of every secret there is only a hash here."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, update
from sqlalchemy import select as sql_select
from sqlmodel import Session as SqlSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from dpp.adapters.database import connection_of
from dpp.domain.actor import AccountId, Capability, OrganisationId, Role
from web.accounts.adapters.rows import AccountRoleRow, AccountRow, ApiKeyRow, LinkRow, OrganisationRow, SessionRow
from web.accounts.domain.account import Account
from web.accounts.domain.passes import ApiKey, KeyId, Link, LinkId, Session
from web.accounts.service.views import Holder, KeyHolder

# Made once, and without the ORM: whoever is signed in, and every program, waits for it. One row for each role.
_ACCOUNT: tuple[Any, ...] = (
    col(AccountRow.id).label("account_id"),
    col(AccountRow.sign_in_name),
    col(AccountRow.display_name),
    col(AccountRow.organisation_id),
    col(AccountRow.active),
    col(AccountRow.must_change_password),
    col(AccountRoleRow.role),
)
_HOLDER: Select[*tuple[Any, ...]] = (
    sql_select(
        col(SessionRow.token_hash),
        col(SessionRow.started_at),
        col(SessionRow.seen_at),
        col(OrganisationRow.name).label("organisation_name"),
        *_ACCOUNT,
    )
    .select_from(SessionRow)
    .join(AccountRow, col(AccountRow.id) == col(SessionRow.account_id))
    .join(OrganisationRow, col(OrganisationRow.id) == col(AccountRow.organisation_id))
    .outerjoin(AccountRoleRow, col(AccountRoleRow.account_id) == col(AccountRow.id))
    .where(col(SessionRow.token_hash) == bindparam("token_hash"))
)
_KEY_HOLDER: Select[*tuple[Any, ...]] = (
    sql_select(
        col(ApiKeyRow.id),
        col(ApiKeyRow.token_hash),
        col(ApiKeyRow.label),
        col(ApiKeyRow.created_on),
        col(ApiKeyRow.expires_on),
        col(ApiKeyRow.last_used_on),
        col(ApiKeyRow.revoked),
        col(ApiKeyRow.use_case),
        col(ApiKeyRow.station),
        *_ACCOUNT,
    )
    .select_from(ApiKeyRow)
    .join(AccountRow, col(AccountRow.id) == col(ApiKeyRow.account_id))
    .outerjoin(AccountRoleRow, col(AccountRoleRow.account_id) == col(AccountRow.id))
    .where(col(ApiKeyRow.token_hash) == bindparam("token_hash"))
)


class SqlSessions:
    """The port `SessionStore`."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def add(self, session: Session) -> None:
        row = SessionRow(
            token_hash=session.token_hash,
            account_id=session.account,
            started_at=session.started_at,
            seen_at=session.seen_at,
        )
        self._session.add(row)
        self._session.flush()

    def holder(self, token_hash: str) -> Holder | None:
        rows = connection_of(self._session).execute(_HOLDER, {"token_hash": token_hash}).all()
        if not rows:
            return None
        row = rows[0]
        session = Session(row.token_hash, row.account_id, row.started_at, row.seen_at)
        return Holder(session, _account(rows), row.organisation_name)

    def touch(self, token_hash: str, seen_at: datetime) -> None:
        self._session.exec(update(SessionRow).where(col(SessionRow.token_hash) == token_hash).values(seen_at=seen_at))

    def end(self, token_hash: str) -> None:
        self._session.exec(delete(SessionRow).where(col(SessionRow.token_hash) == token_hash))

    def end_all(self, account: AccountId) -> None:
        self._session.exec(delete(SessionRow).where(col(SessionRow.account_id) == account))

    def end_started_before(self, moment: datetime) -> None:
        self._session.exec(delete(SessionRow).where(col(SessionRow.started_at) < moment))


class SqlKeys:
    """The port `KeyStore`."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def add(self, key: ApiKey) -> None:
        row = ApiKeyRow(
            id=key.id,
            token_hash=key.token_hash,
            account_id=key.account,
            label=key.label,
            created_on=key.created_on,
            expires_on=key.expires_on,
            last_used_on=key.last_used_on,
            revoked=key.revoked,
            use_case=None if key.bound is None else key.bound.use_case,
            station=None if key.bound is None else key.bound.subject,
        )
        self._session.add(row)
        self._session.flush()

    def get(self, key: KeyId) -> ApiKey | None:
        row = self._session.get(ApiKeyRow, key)
        return None if row is None else _key(row)

    def holder(self, token_hash: str) -> KeyHolder | None:
        rows = connection_of(self._session).execute(_KEY_HOLDER, {"token_hash": token_hash}).all()
        return KeyHolder(_key(rows[0]), _account(rows)) if rows else None

    def all(self) -> tuple[ApiKey, ...]:
        keys = map(_key, self._session.exec(select(ApiKeyRow)))
        return tuple(sorted(keys, key=lambda key: (key.account, key.label, key.id)))

    def some(self, limit: int, offset: int) -> tuple[ApiKey, ...]:
        return tuple(map(_key, self._session.exec(_keys_in_order().limit(limit).offset(offset))))

    def labels(self, keys: Collection[KeyId]) -> dict[KeyId, str]:
        found = select(ApiKeyRow.id, ApiKeyRow.label).where(col(ApiKeyRow.id).in_(set(keys)))
        return {KeyId(key): label for key, label in self._session.exec(found)}

    def of(self, account: AccountId) -> tuple[ApiKey, ...]:
        return tuple(map(_key, self._session.exec(_keys_in_order().where(ApiKeyRow.account_id == account))))

    def count(self) -> int:
        return self._session.exec(select(func.count()).select_from(ApiKeyRow)).one()

    def used(self, key: KeyId, on: date) -> None:
        self._session.exec(update(ApiKeyRow).where(col(ApiKeyRow.id) == key).values(last_used_on=on))

    def revoke(self, key: KeyId) -> None:
        self._session.exec(update(ApiKeyRow).where(col(ApiKeyRow.id) == key).values(revoked=True))


def _keys_in_order() -> SelectOfScalar[ApiKeyRow]:
    return select(ApiKeyRow).order_by(ApiKeyRow.account_id, ApiKeyRow.label, ApiKeyRow.id)


class SqlLinks:
    """The port `LinkStore`."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def add(self, link: Link) -> None:
        row = LinkRow(
            id=link.id,
            token_hash=link.token_hash,
            use_case=link.capability.use_case,
            subject=link.capability.subject,
            organisation_id=link.organisation,
            issued_by=link.issued_by,
            expires_at=link.expires_at,
            revoked=link.revoked,
        )
        self._session.add(row)
        self._session.flush()

    def get(self, link: LinkId) -> Link | None:
        row = self._session.get(LinkRow, link)
        return None if row is None else _link(row)

    def by_hash(self, token_hash: str) -> Link | None:
        row = self._session.exec(select(LinkRow).where(LinkRow.token_hash == token_hash)).one_or_none()
        return None if row is None else _link(row)

    def all(self) -> tuple[Link, ...]:
        links = map(_link, self._session.exec(select(LinkRow)))
        return tuple(sorted(links, key=lambda link: (link.expires_at, link.id)))

    def revoke(self, link: LinkId) -> None:
        self._session.exec(update(LinkRow).where(col(LinkRow.id) == link).values(revoked=True))


def _account(rows: Sequence[Any]) -> Account:
    """The account in rows that differ in nothing but a role of it."""
    row = rows[0]
    return Account(
        row.account_id,
        row.sign_in_name,
        row.display_name,
        row.organisation_id,
        frozenset(Role(each.role) for each in rows if each.role is not None),
        active=row.active,
        must_change_password=row.must_change_password,
    )


def _key(row: Any) -> ApiKey:
    """`row` has the columns of ApiKeyRow."""
    return ApiKey(
        KeyId(row.id),
        row.token_hash,
        AccountId(row.account_id),
        row.label,
        row.created_on,
        row.expires_on,
        row.last_used_on,
        row.revoked,
        None if row.use_case is None else Capability(row.use_case, row.station or ""),
    )


def _link(row: LinkRow) -> Link:
    return Link(
        LinkId(row.id),
        row.token_hash,
        Capability(row.use_case, row.subject),
        OrganisationId(row.organisation_id),
        AccountId(row.issued_by),
        row.expires_at,
        row.revoked,
    )
