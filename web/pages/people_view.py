"""People, organisations, keys and the journal as the administrator's pages show them: pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from dpp.domain.actor import Role
from dpp.domain.message import Message, message
from lifecycle.domain.credentials import WARNING
from web.accounts.domain.journal import JournalEntry
from web.accounts.domain.organisation import CREDENTIAL_KINDS, Credential, Organisation
from web.accounts.domain.passes import ApiKey
from web.accounts.service import views
from web.pages.contexts.frame import FormState
from web.pages.contexts.people import AccountLine, CredentialLine, JournalLine, KeyLine, OrganisationLine
from web.pages.serving import Sent

ACTS: Mapping[str, Message] = MappingProxyType(
    {
        "account.create": message("made the account"),
        "account.set_active": message("closed or opened the account"),
        "account.set_roles": message("changed the roles of"),
        "password.change": message("changed the own password"),
        "password.reset": message("gave a new password to"),
        "organisation.create": message("added the organisation"),
        "credential.add": message("added a credential of"),
        "credential.end": message("ended a credential of"),
        "key.create": message("made the key"),
        "key.revoke": message("withdrew the key"),
        "link.issue": message("gave out a link"),
        "link.revoke": message("withdrew a link"),
        "station.enrol": message("gave a code to enrol the station"),
        "station.revoke": message("revoked the station"),
        "badge.make": message("made a badge of"),
        "badge.revoke": message("withdrew a badge of"),
        "pin.set": message("set a PIN of"),
        "pin.withdraw": message("withdrew the PIN of"),
    }
)
"""What the journal says for each act of the permission table that is written in it."""

_BOX = "role-"


def role_list(roles: Collection[Role]) -> tuple[Role, ...]:
    """In the order in which roles are always listed."""
    return tuple(role for role in Role if role in roles)


def chosen_roles(sent: Sent) -> frozenset[Role]:
    """The roles whose boxes were ticked; a box that we do not have is ignored."""
    return frozenset(role for role in Role if f"{_BOX}{role.value}" in sent.values)


def role_boxes(roles: Collection[Role]) -> FormState:
    """The form in which these roles are ticked."""
    return FormState({f"{_BOX}{role.value}": "yes" for role in roles})


def account_line(line: views.AccountLine) -> AccountLine:
    """A person in a list."""
    account = line.account
    return AccountLine(
        address=f"/admin/people/{account.id}",
        name=account.display_name,
        email=account.sign_in_name,
        organisation=line.organisation_name,
        roles=role_list(account.roles),
        active=account.active,
        must_change=account.must_change_password,
    )


def key_line(key: ApiKey, holder: views.AccountLine, today: date) -> KeyLine:
    """A key with the account for which it acts; by a key nobody is administrator."""
    account = holder.account
    return KeyLine(
        id=key.id,
        name=key.label,
        account=account.display_name,
        organisation=holder.organisation_name,
        roles=role_list(account.program().roles),
        made=key.created_on,
        until=key.expires_on,
        last_used=key.last_used_on,
        valid=key.valid(today) and account.active,
        withdrawn=key.revoked,
        station=None if key.bound is None else key.bound.subject,
    )


def organisation_line(organisation: Organisation, today: date) -> OrganisationLine:
    """An organisation with its credentials, those that hold first."""
    credentials = (_credential(each, today) for each in organisation.credentials)
    return OrganisationLine(
        address=f"/admin/organisations/{organisation.id}",
        name=organisation.name,
        kind=organisation.kind,
        in_state=organisation.in_state,
        credentials=tuple(sorted(credentials, key=lambda each: (not each.holds, each.since))),
    )


def journal_lines(entries: Iterable[JournalEntry], names: Mapping[str, str]) -> tuple[JournalLine, ...]:
    """The journal with names for ids, where they are known."""
    named = (
        views.NamedEntry(each, names.get(each.by, each.by), names.get(each.subject, each.subject)) for each in entries
    )
    return tuple(map(journal_line, named))


def journal_line(named: views.NamedEntry) -> JournalLine:
    return JournalLine(named.entry.at, named.by, ACTS[named.entry.act], named.subject)


def _credential(credential: Credential, today: date) -> CredentialLine:
    return CredentialLine(
        kind=credential.kind,
        name=CREDENTIAL_KINDS[credential.kind],
        number=credential.number,
        ground=credential.ground,
        source=credential.source,
        since=credential.valid_from,
        until=credential.valid_until,
        holds=credential.valid(today),
        ends_soon=credential.valid(today)
        and credential.valid_until is not None
        and credential.valid_until <= today + WARNING,
    )
