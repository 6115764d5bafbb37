"""Accounts: a person or a program of one organisation, with roles.

Names live here alone; everything else in the service carries the opaque account id.

Rules:
1. A sign-in name has the form of an e-mail address, is compared without regard to case, and is unique.
2. The administrator's role stands alone: who can reset everyone's password does not also route, verify or approve
   (segregation of duties, Regeling materieelbeheer roerende zaken van het Rijk).
3. An account that must change its password acts without roles until it has.
4. An account that is not active cannot be used; it is never removed, for events point to it.
5. There is always an active administrator.
6. By a key an account is never administrator: a key that leaks may not make others. Rule 3 does not concern a key.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import InvalidInput, Problem, Refused
from dpp.domain.message import message
from web.accounts.domain.text import line_problems

_UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"
_E_MAIL = re.compile(rf"[^\s@{_UNPRINTABLE}]+@[^\s@.{_UNPRINTABLE}]+(\.[^\s@.{_UNPRINTABLE}]+)+")
_NAME_LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the brackets


@dataclass(frozen=True)
class Account:
    """One account; its password hash is kept apart and never leaves the store with it."""

    id: AccountId
    sign_in_name: str
    display_name: str
    organisation: OrganisationId
    roles: frozenset[Role]
    active: bool = True
    must_change_password: bool = False

    @property
    def is_active_administrator(self) -> bool:
        return self.active and Role.ADMINISTRATOR in self.roles

    def person(self) -> Actor:
        """The actor that this account is in a browser, after a password (rule 3)."""
        return Actor(self.id, self.organisation, frozenset() if self.must_change_password else self.roles)

    def program(self) -> Actor:
        """The actor that this account is by one of its keys (rule 6)."""
        return Actor(self.id, self.organisation, self.roles - {Role.ADMINISTRATOR})


def normalised_name(text: str) -> str:
    """A sign-in name as it is stored and compared (rule 1): one form per name, whatever the keyboard made of it.

    What cannot be printed, and so is in nobody's name, is replaced: no database need be asked whether it can hold it.
    """
    name = normalize("NFKC", text).strip().casefold()
    return "".join(character if character.isprintable() else _UNPRINTABLE for character in name)


def checked_account(account: Account) -> Account:
    """The same account when its names and roles are possible; else InvalidInput with every fault."""
    problems = [*_name_problems(account), *_role_problems(account.roles)]
    if problems:
        raise InvalidInput(message("The account is not complete or not possible."), tuple(problems))
    return account


def refuse_without_administrator(administrators: frozenset[AccountId], leaving: AccountId) -> None:
    """Refused when `leaving` is the last active administrator (rule 5)."""
    if administrators == {leaving}:
        raise Refused(
            "last-administrator",
            message("This is the last active administrator."),
            remedy=message("Make another account administrator first."),
        )


def _name_problems(account: Account) -> list[Problem]:
    problems = []
    name = account.sign_in_name
    if not _E_MAIL.fullmatch(name) or len(name) > _NAME_LONGEST:
        problems.append(Problem("sign_in_name", message("'{name}' is not an e-mail address.", name=name[:80])))
    elif name != normalised_name(name):
        problems.append(Problem("sign_in_name", message("'{name}' is not in lower case.", name=name)))
    return problems + line_problems("display_name", account.display_name)


def _role_problems(roles: frozenset[Role]) -> list[Problem]:
    if Role.ADMINISTRATOR in roles and len(roles) > 1:
        return [Problem("roles", message("An administrator has no other role: use a second account for that."))]
    return []
