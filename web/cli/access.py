"""Commands on rights: who sees an element, and why."""

from typing import Annotated

import typer

from dpp.domain.actor import VISITOR
from dpp.domain.opaque import PassportId
from dpp.service.explaining import EVERYBODY
from web.bootstrap import Parts
from web.cli.console import out, settings

Passport = Annotated[str, typer.Argument(help="The id of a passport.", show_default=False)]
Element = Annotated[str, typer.Argument(help="An element, as the catalogue names it.", show_default=False)]
Audience = Annotated[str, typer.Option(help="`public`, or a role such as `repairer`.")]


def add_to(app: typer.Typer) -> None:
    app.command("explain", rich_help_panel="Rights")(explain_command)


def explain_command(passport: Passport, element: Element, audience: Audience = EVERYBODY) -> None:
    """Tell whether an audience sees an element of a passport, by which rule, and on which legal ground.

    It is answered as a visitor would be: whether the passport says an element that is not public is not told.
    """
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        found = parts.passports.explain(VISITOR, PassportId(passport), element, audience)
    verdict = "sees" if found.visible else "does not see"
    out.print(f"{audience} {verdict} {element}: {found.why}", markup=False)
    for reading in found.readings:
        allowed = "allows" if reading.allowed else "refuses"
        out.print(f"  {allowed}: for {reading.access.value}; {reading.by}. {reading.legal}", markup=False)
    set_in = f"set in catalogue {found.set_in}, " if found.set_in else ""
    out.print(f"  {set_in}today's catalogue is {found.catalogue}", markup=False)
