"""Tables of accounts. Private to the adapters beside it; the domain validates."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class OrganisationRow(Row, table=True):
    """An organisation."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("name"),)

    id: str = Field(primary_key=True)
    name: str
    kind: str
    in_state: bool


class CredentialRow(Row, table=True):
    """A dated credential of an organisation; `kind` is a word of `CREDENTIAL_KINDS`."""

    __tablename__ = "organisation_credential"
    __table_args__ = (CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="period"),)

    organisation_id: str = Field(primary_key=True, foreign_key="organisation.id")
    kind: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    ground: str
    valid_from: date
    valid_until: date | None = None
    source: str


class AccountRow(Row, table=True):
    """An account: the only place where a person has a name."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("sign_in_name"),)

    id: str = Field(primary_key=True)
    sign_in_name: str
    display_name: str
    organisation_id: str = Field(foreign_key="organisation.id")
    password_hash: str
    active: bool
    must_change_password: bool


class AccountRoleRow(Row, table=True):
    """One role of one account."""

    __tablename__ = "account_role"

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    role: str = Field(primary_key=True, index=True)


class SessionRow(Row, table=True):
    """A signed-in browser."""

    __tablename__ = "account_session"

    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    started_at: datetime = Field(sa_type=UtcTime, index=True)
    seen_at: datetime = Field(sa_type=UtcTime)


class ApiKeyRow(Row, table=True):
    """A program's key."""

    __tablename__ = "api_key"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: str = Field(primary_key=True)
    token_hash: str
    account_id: str = Field(foreign_key="account.id")
    label: str
    created_on: date
    expires_on: date
    last_used_on: date | None = None
    revoked: bool
    use_case: str | None = None
    station: str | None = None


class LinkRow(Row, table=True):
    """A link with a capability."""

    __tablename__ = "capability_link"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: str = Field(primary_key=True)
    token_hash: str
    use_case: str
    subject: str
    organisation_id: str = Field(foreign_key="organisation.id")
    issued_by: str
    expires_at: datetime = Field(sa_type=UtcTime)
    revoked: bool


class AttemptRow(Row, table=True):
    """A failed or unfinished sign-in; kept for minutes."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    name_hash: str = Field(index=True)
    address_hash: str = Field(index=True)
    at: datetime = Field(sa_type=UtcTime, index=True)


class JournalRow(Row, table=True):
    """An act of administration; only added to."""

    __tablename__ = "account_journal"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    by: str
    act: str
    subject: str


class StationRow(Row, table=True):
    """An intake station; of its code and of the secret of its device there are hashes."""

    __tablename__ = "station"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        UniqueConstraint("code_hash"),
        UniqueConstraint("token_hash"),
    )

    id: str = Field(primary_key=True)
    name: str
    organisation_id: str = Field(foreign_key="organisation.id")
    place: str
    code_hash: str | None = None
    code_until: datetime | None = Field(default=None, sa_type=UtcTime)
    token_hash: str | None = None
    enrolled_on: date | None = None
    seen_on: date | None = None
    revoked: bool


class StationDayRow(Row, table=True):
    """How many devices were scanned at a station on a day; whose hands did it is not here."""

    __tablename__ = "station_day"

    station_id: str = Field(primary_key=True, foreign_key="station.id")
    day: date = Field(primary_key=True)
    scans: int


class ShiftRow(Row, table=True):
    """One person at one station, until what was made then is no longer taken in."""

    __tablename__ = "station_shift"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: str = Field(primary_key=True)
    token_hash: str
    station_id: str = Field(foreign_key="station.id", index=True)
    account_id: str = Field(foreign_key="account.id")
    started_at: datetime = Field(sa_type=UtcTime, index=True)
    seen_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class BadgeRow(Row, table=True):
    """A badge; of its code there is a hash."""

    __tablename__ = "station_badge"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: str = Field(primary_key=True)
    token_hash: str
    account_id: str = Field(foreign_key="account.id", index=True)
    made_on: date
    revoked: bool


class PinRow(Row, table=True):
    """A short name with a PIN, one for each account."""

    __tablename__ = "station_pin"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    organisation_id: str = Field(foreign_key="organisation.id")
    name: str
    pin_hash: str
    set_on: date
    failures: int
