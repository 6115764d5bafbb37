"""Commands on accounts: the first administrator."""

import sys
from typing import Annotated

import typer

from dpp.domain.actor import Role
from web.accounts.domain.organisation import OrganisationKind
from web.accounts.service.people import AccountDraft, OrganisationDraft
from web.bootstrap import Parts
from web.cli.console import out, settings


def add_to(app: typer.Typer) -> None:
    app.command("create-admin", rich_help_panel="People")(create_admin)


def create_admin(
    sign_in_name: Annotated[str, typer.Argument(help="Name to sign in with, such as an e-mail address.")],
    name: Annotated[str, typer.Option(help="The person's name, as pages show it.", prompt=True)],
    organisation: Annotated[str, typer.Option(help="The organisation that runs this service.", prompt=True)],
    kind: Annotated[OrganisationKind, typer.Option(help="What sort of body it is.")] = OrganisationKind.AGENCY,
    in_state: Annotated[bool, typer.Option(help="Whether it is part of the State.")] = True,
) -> None:
    """Make the first administrator, who then makes all other accounts in the pages.

    The password is asked for; where there is no terminal, it is the first line of standard input.
    """
    draft = AccountDraft(sign_in_name, name, frozenset({Role.ADMINISTRATOR}))
    password = _password()
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        parts.accounts.people.create_first_administrator(
            OrganisationDraft(organisation, kind, in_state, (draft,)), password
        )
    out.print(f"{sign_in_name} can sign in at {parts.settings.public_url}.")


def _password() -> str:
    if sys.stdin.isatty():
        answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return answer
    return sys.stdin.readline().rstrip("\n")
