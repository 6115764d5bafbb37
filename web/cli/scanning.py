"""The command that reads scans: what a code may be, and what is known under it. It records nothing."""

import json
import sys
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.markup import escape

from dpp.api.rendering import json_of
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput
from dpp.domain.scanning import Candidate
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import DeviceLine
from lifecycle.service.scanning import Scans
from lifecycle.service.views import ScanView
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import err, out, settings

NOTHING_FOUND = 3
_COLOURS = {"good": "green", "attention": "yellow", "stop": "red"}

Texts = Annotated[
    list[str], typer.Argument(help="What was scanned or typed; - reads lines from standard input.", show_default=False)
]
Symbology = Annotated[
    str | None, typer.Option(help="What the scanner says of the symbol, such as ]d2 for a GS1 Data Matrix.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write each answer as JSON, one line a scan.")]


def add_to(app: typer.Typer) -> None:
    app.command("scan", rich_help_panel="Passports")(scan_command)


def scan_command(texts: Texts, symbology: Symbology = None, sign_in_name: As = None, as_json: AsJson = False) -> None:
    """Say what a scanned code may be, and which device or passport it names. Nothing is recorded or opened.

    A text that begins with a hyphen comes after --. The exit code is 0 where every scan found a device or a passport,
    3 where one found nothing, and 1 where one was refused.
    """
    code = 0
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        for text in _scans(texts):
            code = _worse(code, _read(parts.use.scans, actor, text, symbology, as_json=as_json))
        if code == NOTHING_FOUND and not PERMISSIONS.allows("read_worklist", actor):
            err.print("This account may not look up devices; name one that may with --as.", markup=False)
    sys.exit(code)


def _scans(texts: list[str]) -> Iterator[str]:
    for text in texts:
        if text == "-":
            yield from (line.rstrip("\r\n") for line in sys.stdin if line.strip())
        else:
            yield text


def _read(scans: Scans, actor: Actor, text: str, symbology: str | None, *, as_json: bool) -> int:
    try:
        view = scans.read(actor, text, symbology)
    except InvalidInput as error:
        err.print(f"{_shown(text)[:60]}: {error}", style="bold red", markup=False)
        return 1
    if as_json:
        typer.echo(json.dumps(json_of(view), ensure_ascii=False))
    else:
        _say(view)
    return 0 if view.matches or view.passport else NOTHING_FOUND


def _worse(one: int, other: int) -> int:
    """A refusal outweighs a scan that found nothing."""
    return min(filter(None, (one, other)), default=0)


def _say(view: ScanView) -> None:
    colour = _COLOURS[view.verdict]
    _line(f"[bold]{escape(_shown(view.scan.raw))}[/bold]")
    _line(f"  [{colour}]{escape(str(view.what))}[/{colour}] {escape(str(view.next_step))}")
    for line in view.matches:
        _line(f"  device {_device(line)}")
    if view.passport:
        named = view.passport
        _line(f"  passport of the {named.granularity}: {escape(f'{named.brand} {named.name}')}, {named.passport_id}")
    for near in view.near:
        _line(f"  near: {escape(near.value)}, device {_device(near.line)}")
    if view.foreign:
        _line(f"  an address of {escape(view.foreign.host)}; it was not opened")
    for candidate in view.scan.candidates:
        _line(f"  may be {_candidate(candidate)}")
    for warning in dict.fromkeys(map(str, _warnings(view))):
        _line(f"  [yellow]mind:[/yellow] {escape(warning)}")


def _warnings(view: ScanView) -> Iterator[object]:
    """Those about the number, and where no device is found those about how it was read."""
    yield from view.warnings
    if not view.matches:
        yield from (warning for candidate in view.scan.candidates for warning in candidate.warnings)


def _device(line: DeviceLine) -> str:
    name = " ".join(filter(None, (line.brand, line.name))) or "of which nobody confirmed what it is"
    return escape(f"{line.device_key}: {name}, {line.lifecycle}")


def _candidate(candidate: Candidate) -> str:
    return escape(f"{candidate.kind.value} {_shown(candidate.value)} ({candidate.confidence:.0%}): {candidate.reason}")


def _line(text: str) -> None:
    out.print(text, soft_wrap=True)


def _shown(raw: str) -> str:
    """What a terminal may show: no control characters, which could write anywhere on it."""
    return "".join(each if each.isprintable() else " " for each in raw).strip()
