"""On whose behalf a command acts: every act is recorded under an account."""

from typing import Annotated

import typer

from dpp.domain.actor import Actor
from web.bootstrap import Parts

As = Annotated[
    str | None,
    typer.Option("--as", help="Sign-in name on whose behalf it is done; the first administrator where none is named."),
]


def acting(parts: Parts, sign_in_name: str | None) -> Actor:
    """The actor of that account, as it stands now; NotFound where there is none in use."""
    parts.check_ready()
    return parts.accounts.people.acting(sign_in_name)
