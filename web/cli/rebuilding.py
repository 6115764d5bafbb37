"""The command that makes the projections of devices again: rebuild."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from lifecycle.service.rebuilding import Rebuilt
from web.bootstrap import Parts
from web.cli.console import counting, out, settings

Check = Annotated[bool, typer.Option("--check", help="Only say what differs; exit code 1 when something does.")]


def add_to(app: typer.Typer) -> None:
    app.command("rebuild", rich_help_panel="The database")(rebuild_command)


def rebuild_command(check: Check = False) -> None:
    """Make again from the events what lists, searches and readings look at, for every device.

    The index of the search box is made right for everything else besides.

    It runs beside the service. After an upgrade it saves the first reading of each device the folding of its life.
    """
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        with _progress(parts.rebuilding.known()) as progress:
            found = parts.rebuilding.check(progress) if check else parts.rebuilding.rebuild(progress)
        others = 0 if check else parts.reindex()
    _say(found, "differ" if check else "were made again")
    if others:
        out.print(f"{others} consignments, lots, requests and repair orders were put right in the index of the search.")
    raise typer.Exit(1 if check and found.different else 0)


@contextmanager
def _progress(devices: int) -> Iterator[Callable[[int], None]]:
    with counting("Devices:", {"compared": devices}) as report:
        yield lambda done: report("compared", done)


def _say(found: Rebuilt, what: str) -> None:
    if not found.different:
        out.print(f"{found.devices} devices: all is as their events say.")
        return
    kinds = ("lines", "states", "claims", "histories", "media", "parts", "work", "market", "flow", "repairs", "search")
    counts = ", ".join(f"{kind} of {getattr(found, kind)}" for kind in kinds if getattr(found, kind))
    out.print(f"{found.devices} devices: {counts} {what}.")
