"""Contexts for people: signing in, one's own account, and the administrator's pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.actor import Role
from web.pages.contexts.frame import NEW_FORM, Choice, FormState


@dataclass(frozen=True)
class SignInPage:
    """Sign in."""

    template: ClassVar[str] = "sign_in.html"
    back_to: Annotated[str, "Path to go to afterwards"] = "/"
    wait_seconds: Annotated[int, "How long to wait after too many attempts; 0 when one may try"] = 0
    demo: Annotated[tuple[Choice, ...], "Demo accounts, only where demo data were loaded"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class AccountPage:
    """One's own account, and a change of password."""

    template: ClassVar[str] = "account.html"
    name: Annotated[str, "The person's name"]
    email: Annotated[str, "What the person signs in with"]
    organisation: Annotated[str, "The organisation"]
    roles: Annotated[tuple[Role, ...], "The roles"]
    must_change: Annotated[bool, "Whether the password was given by somebody else"] = False
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class AccountLine:
    """A person in the administrator's list."""

    id: Annotated[str, "What the form sends"]
    name: Annotated[str, "Name"]
    email: Annotated[str, "What the person signs in with"]
    organisation: Annotated[str, "Organisation"]
    roles: Annotated[tuple[Role, ...], "Roles"]
    active: Annotated[bool, "Whether the account can be used"]
    locked: Annotated[bool, "Whether too many attempts locked it"] = False
    last_seen: Annotated[date | None, "Last day of use"] = None


@dataclass(frozen=True)
class PeoplePage:
    """Accounts of people."""

    template: ClassVar[str] = "admin_people.html"
    people: Annotated[tuple[AccountLine, ...], "By name"]
    organisations: Annotated[tuple[Choice, ...], "Where a new person can work"]
    first_password: Annotated[str | None, "A password that was just made, shown once"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class CredentialLine:
    """A dated credential of an organisation."""

    kind: Annotated[str, "What it is"]
    since: Annotated[date, "First day"]
    until: Annotated[date | None, "Last day, if there is one"]


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation in the administrator's list."""

    id: Annotated[str, "Its id"]
    name: Annotated[str, "Name"]
    roles: Annotated[tuple[Role, ...], "What it does here"]
    people: Annotated[int, "How many accounts"]
    credentials: Annotated[tuple[CredentialLine, ...], "Its credentials"] = ()


@dataclass(frozen=True)
class OrganisationsPage:
    """Organisations."""

    template: ClassVar[str] = "admin_organisations.html"
    organisations: Annotated[tuple[OrganisationLine, ...], "By name"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class KeyLine:
    """A key for a program; the key itself is not kept."""

    id: Annotated[str, "What the form sends"]
    name: Annotated[str, "What it is for"]
    begins: Annotated[str, "Its first characters, to recognise it"]
    organisation: Annotated[str, "For which organisation it acts"]
    roles: Annotated[tuple[Role, ...], "What it may do"]
    made: Annotated[date, "When it was made"]
    last_used: Annotated[datetime | None, "When it was last used"]
    withdrawn: Annotated[bool, "Whether it was withdrawn"] = False


@dataclass(frozen=True)
class KeysPage:
    """Keys for programs."""

    template: ClassVar[str] = "admin_keys.html"
    keys: Annotated[tuple[KeyLine, ...], "Newest first"]
    organisations: Annotated[tuple[Choice, ...], "For whom a new key can act"]
    new_key: Annotated[str | None, "A key that was just made, shown once"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
