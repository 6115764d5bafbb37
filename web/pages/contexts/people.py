"""Contexts for people: signing in, one's own account, and the administrator's pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.actor import Role
from dpp.domain.message import Message
from web.accounts.domain.organisation import OrganisationKind
from web.pages.contexts.forms import Offered
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Rows
from web.pages.contexts.kept_forms import Typed


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration, to sign in with at once."""

    sign_in_name: Annotated[str, "What it signs in with"]
    roles: Annotated[tuple[Role, ...], "What it may do"]
    organisation: Annotated[str, "For whom it works"]


@dataclass(frozen=True)
class SignInPage:
    """Sign in."""

    template: ClassVar[str] = "sign_in.html"
    back_to: Annotated[str, "Path to go to afterwards"] = "/"
    wait_seconds: Annotated[int, "How long to wait after too many attempts; 0 when one may try"] = 0
    demo: Annotated[tuple[DemoAccount, ...], "Demo accounts, only where demo data were loaded"] = ()
    demo_password: Annotated[str, "The password that they share"] = ""
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
    typed: Annotated[Typed | None, "What was typed in a session that ended; signing in leads back to it"] = None


@dataclass(frozen=True)
class KeyLine:
    """A key for a program; the key itself is not kept."""

    id: Annotated[str, "What the form sends"]
    name: Annotated[str, "What it is for"]
    account: Annotated[str, "Whose account it acts for"]
    organisation: Annotated[str, "For which organisation"]
    roles: Annotated[tuple[Role, ...], "What it may do"]
    made: Annotated[date, "When it was made"]
    until: Annotated[date, "Its last day"]
    last_used: Annotated[date | None, "Day on which it was last used"] = None
    valid: Annotated[bool, "Whether it still lets a program in"] = True
    withdrawn: Annotated[bool, "Whether it was withdrawn"] = False
    station: Annotated[str | None, "The wiping station that it is for, when it may do nothing else"] = None


@dataclass(frozen=True)
class AccountPage:
    """One's own account, its keys, and a change of password."""

    template: ClassVar[str] = "account.html"
    name: Annotated[str, "The person's name"]
    email: Annotated[str, "What the person signs in with"]
    organisation: Annotated[str, "The organisation"]
    roles: Annotated[tuple[Role, ...], "The roles"]
    must_change: Annotated[bool, "Whether the password was given by somebody else"] = False
    keys: Annotated[tuple[KeyLine, ...], "Keys of programs that act for this account"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class AccountLine:
    """A person in the administrator's list."""

    address: Annotated[str, "The person's page"]
    name: Annotated[str, "Name"]
    email: Annotated[str, "What the person signs in with"]
    organisation: Annotated[str, "Organisation"]
    roles: Annotated[tuple[Role, ...], "Roles"]
    active: Annotated[bool, "Whether the account can be used"]
    must_change: Annotated[bool, "Whether the person has not chosen a password yet"] = False


@dataclass(frozen=True)
class PeoplePage:
    """Accounts of people."""

    template: ClassVar[str] = "admin_people.html"
    people: Annotated[Rows[AccountLine], "By the name they sign in with"]
    organisations: Annotated[Offered, "Where a new person can work; empty for who may only look"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class PersonPage:
    """One account, for an administrator."""

    template: ClassVar[str] = "admin_person.html"
    person: Annotated[AccountLine, "Who"]
    may_change: Annotated[bool, "Whether this reader may change anything"] = True
    first_password: Annotated[str | None, "A password that was just made, shown once"] = None
    form: Annotated[FormState, "The roles as they stand or were chosen, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class CredentialLine:
    """A dated credential of an organisation."""

    kind: Annotated[str, "Which kind, as the form sends it"]
    name: Annotated[Message, "What it is"]
    number: Annotated[str, "Its number"]
    ground: Annotated[str, "The article or clause it rests on"]
    source: Annotated[str, "Where its validity was seen"]
    since: Annotated[date, "First day"]
    until: Annotated[date | None, "Last day, if there is one"]
    holds: Annotated[bool, "Whether it holds today"] = True
    ends_soon: Annotated[bool, "Whether its last day is within the time of warning"] = False


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation in the list."""

    address: Annotated[str, "Its page"]
    name: Annotated[str, "Name"]
    kind: Annotated[OrganisationKind, "What sort of body it is"]
    in_state: Annotated[bool, "Whether it belongs to the State"]
    credentials: Annotated[tuple[CredentialLine, ...], "Its credentials"] = ()


@dataclass(frozen=True)
class OrganisationsPage:
    """Organisations."""

    template: ClassVar[str] = "admin_organisations.html"
    organisations: Annotated[Rows[OrganisationLine], "By name"]
    kinds: Annotated[tuple[Choice, ...], "What a new one can be; empty for who may only look"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class OrganisationPage:
    """One organisation with its credentials."""

    template: ClassVar[str] = "admin_organisation.html"
    organisation: Annotated[OrganisationLine, "Which"]
    kinds: Annotated[tuple[Choice, ...], "Which credentials can be added; empty for who may only look"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class KeysPage:
    """Keys for programs."""

    template: ClassVar[str] = "admin_keys.html"
    keys: Annotated[Rows[KeyLine], "By account, then name"]
    accounts: Annotated[Offered, "For whom a new key can act; empty for who may only look"]
    last_day: Annotated[date | None, "The latest last day that a new key can have"] = None
    new_key: Annotated[str | None, "A key that was just made, shown once"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class JournalLine:
    """One act of administration."""

    at: Annotated[datetime, "When"]
    by: Annotated[str, "Who did it"]
    act: Annotated[Message, "What was done"]
    subject: Annotated[str, "To whom or what"]


@dataclass(frozen=True)
class JournalPage:
    """Who changed which rights."""

    template: ClassVar[str] = "admin_journal.html"
    lines: Annotated[Rows[JournalLine], "Newest first"]
