"""How accounts stand, counted in SQL."""

from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from dpp.adapters.database import connection_of
from web.accounts.adapters.rows import AccountRow, ApiKeyRow, CredentialRow, OrganisationRow, StationRow
from web.accounts.service.tally_ports import KeyTally, OrganisationTally, PeopleTally, StationTally


class SqlTallies:
    """The port `TallyStore`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def organisations(self, today: date, soon: date) -> OrganisationTally:
        until = col(CredentialRow.valid_until)
        valid = and_(col(CredentialRow.valid_from) <= today, or_(until.is_(None), until >= today))
        organisations = select(func.count()).select_from(OrganisationRow).scalar_subquery()
        ending = until.between(today, soon)
        return OrganisationTally(*self._counted(select(organisations, _those(valid), _those(ending)), CredentialRow))

    def people(self) -> PeopleTally:
        active = col(AccountRow.active)
        unchanged = and_(active, col(AccountRow.must_change_password))
        return PeopleTally(*self._counted(select(_those(active), _those(~active), _those(unchanged)), AccountRow))

    def keys(self, today: date, soon: date) -> KeyTally:
        valid = and_(~col(ApiKeyRow.revoked), col(ApiKeyRow.expires_on) >= today)
        unused, ending = and_(valid, col(ApiKeyRow.last_used_on).is_(None)), col(ApiKeyRow.expires_on) <= soon
        found = select(_those(valid), _those(unused), _those(and_(valid, ending)))
        return KeyTally(*self._counted(found, ApiKeyRow))

    def stations(self, since: date) -> StationTally:
        seen, enrolled = (
            col(StationRow.seen_on),
            and_(col(StationRow.token_hash).is_not(None), ~col(StationRow.revoked)),
        )
        quiet = and_(enrolled, or_(seen.is_(None), seen < since))
        return StationTally(*self._counted(select(_those(enrolled), _those(quiet)), StationRow))

    def _counted(self, found: Any, row: Any) -> tuple[int, ...]:
        return tuple(connection_of(self._session).execute(found.select_from(row)).one())


def _those(condition: Any) -> Any:
    return func.count().filter(condition)
