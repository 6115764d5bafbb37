"""Organisations and accounts on SQL."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import delete, func, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from dpp.adapters.contested import add_contested
from dpp.adapters.database import connection_of
from dpp.adapters.search_index import SqlSearchIndex
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.message import message
from dpp.domain.search.subjects import organisation_subject
from web.accounts.adapters.rows import AccountRoleRow, AccountRow, CredentialRow, OrganisationRow
from web.accounts.domain.account import Account
from web.accounts.domain.organisation import Credential, Organisation, OrganisationKind

_AT_ONCE = 500


class SqlOrganisations:
    """The port `OrganisationStore`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, organisation: Organisation) -> None:
        row = OrganisationRow(
            id=organisation.id, name=organisation.name, kind=organisation.kind.value, in_state=organisation.in_state
        )
        add_contested(self._session, row, message("There is an organisation '{name}' already.", name=organisation.name))
        for credential in organisation.credentials:
            self.add_credential(organisation.id, credential)
        SqlSearchIndex(self._session).put(organisation_subject(organisation.id, organisation.name))

    def get(self, organisation: OrganisationId) -> Organisation | None:
        row = self._session.get(OrganisationRow, organisation)
        return None if row is None else _organisation(row, self._credentials(organisation))

    def names(self, organisations: Collection[OrganisationId]) -> dict[OrganisationId, str]:
        found = sql_select(col(OrganisationRow.id), col(OrganisationRow.name)).where(
            col(OrganisationRow.id).in_(set(organisations))
        )
        return {OrganisationId(row.id): row.name for row in connection_of(self._session).execute(found)}

    def called(self, *, in_state: bool | None = None) -> dict[OrganisationId, str]:
        found = sql_select(col(OrganisationRow.id), col(OrganisationRow.name))
        if in_state is not None:
            found = found.where(col(OrganisationRow.in_state).is_(in_state))
        rows = connection_of(self._session).execute(found)
        return {OrganisationId(row.id): row.name for row in sorted(rows, key=lambda row: row.name)}

    def all(self) -> tuple[Organisation, ...]:
        credentials: dict[str, list[CredentialRow]] = {}
        for credential in self._session.exec(_in_order()):
            credentials.setdefault(credential.organisation_id, []).append(credential)
        rows = self._session.exec(select(OrganisationRow)).all()
        organisations = (_organisation(row, credentials.get(row.id, ())) for row in rows)
        return tuple(sorted(organisations, key=lambda organisation: organisation.name))

    def some(self, limit: int, offset: int) -> tuple[Organisation, ...]:
        named = select(OrganisationRow).order_by(OrganisationRow.name, OrganisationRow.id)
        rows = self._session.exec(named.limit(limit).offset(offset)).all()
        theirs = col(CredentialRow.organisation_id).in_([row.id for row in rows])
        credentials: dict[str, list[CredentialRow]] = {}
        for credential in self._session.exec(_in_order().where(theirs)):
            credentials.setdefault(credential.organisation_id, []).append(credential)
        return tuple(_organisation(row, credentials.get(row.id, ())) for row in rows)

    def count(self) -> int:
        return self._session.exec(select(func.count()).select_from(OrganisationRow)).one()

    def holders(self, kinds: Collection[str]) -> tuple[tuple[str, Credential], ...]:
        row, holder = CredentialRow, OrganisationRow
        named = select(holder.name, row).join(row, col(row.organisation_id) == col(holder.id))
        found = self._session.exec(named.where(col(row.kind).in_(kinds))).all()
        told = ((name, _credential(credential)) for name, credential in found)
        return tuple(sorted(told, key=lambda each: (each[0], each[1].kind, each[1].number)))

    def add_credential(self, organisation: OrganisationId, credential: Credential) -> None:
        row = CredentialRow(
            organisation_id=organisation,
            kind=credential.kind,
            number=credential.number,
            ground=credential.ground,
            valid_from=credential.valid_from,
            valid_until=credential.valid_until,
            source=credential.source,
        )
        taken = message(
            "There is a credential {kind} {number} already.", kind=credential.kind, number=credential.number
        )
        add_contested(self._session, row, taken)

    def end_credential(self, organisation: OrganisationId, kind: str, number: str, last_day: date) -> None:
        self._session.exec(
            update(CredentialRow)
            .where(col(CredentialRow.organisation_id) == organisation)
            .where(col(CredentialRow.kind) == kind, col(CredentialRow.number) == number)
            .values(valid_until=last_day)
        )

    def _credentials(self, organisation: OrganisationId) -> Iterable[CredentialRow]:
        return self._session.exec(_in_order().where(CredentialRow.organisation_id == organisation)).all()


class SqlAccounts:
    """The port `AccountStore`."""

    def __init__(self, session: Session, *, writes: bool) -> None:
        self._session = session
        self._writes = writes

    def add(self, account: Account, password_hash: str) -> None:
        row = AccountRow(
            id=account.id,
            sign_in_name=account.sign_in_name,
            display_name=account.display_name,
            organisation_id=account.organisation,
            password_hash=password_hash,
            active=account.active,
            must_change_password=account.must_change_password,
        )
        add_contested(self._session, row, message("There is an account '{name}' already.", name=account.sign_in_name))
        self._add_roles(account)

    def get(self, account: AccountId) -> Account | None:
        return self._one(AccountRow.id == account)

    def by_name(self, sign_in_name: str) -> Account | None:
        return self._one(AccountRow.sign_in_name == sign_in_name)

    def all(self) -> tuple[Account, ...]:
        return _by_name(self._accounts(self._session.exec(select(AccountRow)).all()))

    def some(self, limit: int, offset: int) -> tuple[Account, ...]:
        rows = self._session.exec(
            select(AccountRow).order_by(AccountRow.sign_in_name).limit(limit).offset(offset)
        ).all()
        return self._accounts(rows)

    def known(self, accounts: Collection[AccountId]) -> tuple[Account, ...]:
        asked, found = sorted(set(accounts)), list[AccountRow]()
        for start in range(0, len(asked), _AT_ONCE):
            some = col(AccountRow.id).in_(asked[start : start + _AT_ONCE])
            found += self._session.exec(select(AccountRow).where(some)).all()
        return _by_name(self._accounts(found))

    def of(self, organisation: OrganisationId) -> tuple[Account, ...]:
        theirs = select(AccountRow).where(AccountRow.organisation_id == organisation)
        return _by_name(self._accounts(self._session.exec(theirs).all()))

    def count(self) -> int:
        return self._session.exec(select(func.count()).select_from(AccountRow)).one()

    def save(self, account: Account) -> None:
        self._session.exec(
            update(AccountRow)
            .where(col(AccountRow.id) == account.id)
            .values(
                display_name=account.display_name,
                active=account.active,
                must_change_password=account.must_change_password,
            )
        )
        self._session.exec(delete(AccountRoleRow).where(col(AccountRoleRow.account_id) == account.id))
        self._add_roles(account)

    def password_hash(self, account: AccountId) -> str:
        return self._session.exec(select(AccountRow.password_hash).where(AccountRow.id == account)).one()

    def set_password_hash(self, account: AccountId, password_hash: str) -> None:
        self._session.exec(update(AccountRow).where(col(AccountRow.id) == account).values(password_hash=password_hash))

    def active_administrators(self) -> frozenset[AccountId]:
        administrators = (
            select(AccountRow.id)
            .join(AccountRoleRow, col(AccountRoleRow.account_id) == col(AccountRow.id))
            .where(AccountRow.active, AccountRoleRow.role == Role.ADMINISTRATOR.value)
            .order_by(AccountRow.id)  # so that two who lock these rows do so in the same order
        )
        locked = administrators.with_for_update() if self._writes else administrators
        return frozenset(AccountId(account) for account in self._session.exec(locked))

    def _one(self, condition: bool) -> Account | None:  # noqa: FBT001 - SQLModel types its conditions as bool
        found = select(AccountRow).where(condition)
        row = self._session.exec(found.with_for_update() if self._writes else found).one_or_none()
        if row is None:
            return None
        roles = self._session.exec(select(AccountRoleRow.role).where(AccountRoleRow.account_id == row.id))
        return _account(row, map(Role, roles))

    def _accounts(self, rows: Sequence[AccountRow]) -> tuple[Account, ...]:
        """In the order of the rows."""
        roles: dict[str, set[Role]] = {}
        for start in range(0, len(rows), _AT_ONCE):
            some = col(AccountRoleRow.account_id).in_([row.id for row in rows[start : start + _AT_ONCE]])
            for role in self._session.exec(select(AccountRoleRow).where(some)):
                roles.setdefault(role.account_id, set()).add(Role(role.role))
        return tuple(_account(row, roles.get(row.id, ())) for row in rows)

    def _add_roles(self, account: Account) -> None:
        self._session.add_all(AccountRoleRow(account_id=account.id, role=role.value) for role in account.roles)
        self._session.flush()


def _in_order() -> SelectOfScalar[CredentialRow]:
    return select(CredentialRow).order_by(CredentialRow.kind, CredentialRow.number)


def _organisation(row: OrganisationRow, credentials: Iterable[CredentialRow]) -> Organisation:
    return Organisation(
        OrganisationId(row.id),
        row.name,
        OrganisationKind(row.kind),
        row.in_state,
        tuple(_credential(credential) for credential in credentials),
    )


def _credential(row: CredentialRow) -> Credential:
    return Credential(row.kind, row.number, row.ground, row.valid_from, row.valid_until, row.source)


def _by_name(accounts: Iterable[Account]) -> tuple[Account, ...]:
    return tuple(sorted(accounts, key=lambda account: account.sign_in_name))


def _account(row: AccountRow, roles: Iterable[Role]) -> Account:
    return Account(
        AccountId(row.id),
        row.sign_in_name,
        row.display_name,
        OrganisationId(row.organisation_id),
        frozenset(roles),
        active=row.active,
        must_change_password=row.must_change_password,
    )
