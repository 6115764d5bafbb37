"""Demonstration organisations with an account for each role, from `accounts.json`.

All are invented and say "(demo)". They share one password that is printed at every start, so they exist only in the
file that the demonstration made for itself, never in a database that the service was given.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dpp.domain.actor import Actor, Capability, Role
from dpp.domain.catalogue import ProductGroup
from lifecycle.domain.repairers.registration import RepairerKind
from lifecycle.service.repairers import NewRegistration, Repairers
from web.accounts.domain.organisation import Credential, OrganisationKind
from web.accounts.service.accounts import Accounts
from web.accounts.service.people import AccountDraft, OrganisationDraft
from web.accounts.service.views import Opened

DEMO_PASSWORD = "een rondje voor elk apparaat"  # noqa: S105 - public on purpose, see above
_TABLE = Path(__file__).with_name("accounts.json")


def drafts() -> tuple[OrganisationDraft, ...]:
    """The organisations of the table; the first one has the administrator."""
    return tuple(_organisation(each) for each in json.loads(_TABLE.read_text(encoding="utf-8")))


def open_demo_accounts(accounts: Accounts) -> dict[str, Actor]:
    """Make them all; the actor of each by the part of its sign-in name before the @ (`drz`, `ict`, `ict-controle`).

    Refused when there is an administrator already.
    """
    first, *rest = drafts()
    opened = accounts.people.create_first_administrator(first, DEMO_PASSWORD)
    actors = _actors(first, opened)
    administrator = next(actor for actor in actors.values() if actor.holds(Role.ADMINISTRATOR))
    others = accounts.people.open_organisations(administrator, rest, DEMO_PASSWORD)
    for draft, made in zip(rest, others, strict=True):
        actors |= _actors(draft, made)
    return actors


def open_demo_station(accounts: Accounts, actors: Mapping[str, Actor], station: Capability, *, today: date) -> None:
    """A key of a wiping station, for the account of the provider. Its secret is kept nowhere: nobody can use it."""
    last_day = today + timedelta(days=365)
    accounts.keys.create(actors["beheer"], actors["ict"].account, "Wissen (demo)", last_day, station)


def end_demo_credential(accounts: Accounts, actors: Mapping[str, Actor], *, today: date) -> None:
    """The conformity of the recycler ends soon: who hands over to it is told, and from that day on it is refused."""
    recycler = actors["recycler"].organisation
    assert recycler is not None
    last_day = today + timedelta(days=25)
    accounts.organisations.end_credential(actors["beheer"], recycler, "en-50625", "DEMO-EN-1", last_day)


def register_demo_repairer(repairers: Repairers, actors: Mapping[str, Actor]) -> None:
    """The repairer asks for registration, as its entry in the register says, and the administrator accepts it."""
    wanted = NewRegistration(
        kind=RepairerKind.PROFESSIONAL,
        town="Utrecht",
        groups=tuple(ProductGroup),
        valid_from=date(2025, 1, 1),
        number="DEMO-RR-1",
        kvk="00000000",
    )
    asked = repairers.ask(actors["reparateur"], wanted)
    repairers.accept(actors["beheer"], asked.registration.id)


def _actors(draft: OrganisationDraft, opened: Opened) -> dict[str, Actor]:
    return {
        account.sign_in_name.partition("@")[0]: Actor(
            opened.accounts[account.sign_in_name], opened.organisation, account.roles
        )
        for account in draft.accounts
    }


def _organisation(row: Mapping[str, Any]) -> OrganisationDraft:
    return OrganisationDraft(
        row["name"],
        OrganisationKind(row["kind"]),
        row["in_state"],
        tuple(_account(account) for account in row["accounts"]),
        tuple(_credential(credential) for credential in row["credentials"]),
    )


def _account(row: Mapping[str, Any]) -> AccountDraft:
    return AccountDraft(row["sign_in_name"], row["display_name"], frozenset(map(Role, row["roles"])))


def _credential(row: Mapping[str, Any]) -> Credential:
    first, last = date.fromisoformat(row["valid_from"]), row["valid_until"]
    until = None if last is None else date.fromisoformat(last)
    return Credential(row["kind"], row["number"], row["ground"], first, until, row["source"])
