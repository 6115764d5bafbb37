"""The command that checks documents of others: validate. It needs no database, and opens no address."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from dpp.api.rendering import json_of
from dpp.domain.actor import VISITOR
from dpp.domain.exchange.deviation import Deviation, Severity
from dpp.service.checking import Report, Verdict
from web.bootstrap import document_checking
from web.cli.console import out

Files = Annotated[list[str], typer.Argument(help="Documents to check; - reads the standard input.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Write the reports as JSON, one line a document.")]

_VERDICTS = {
    Verdict.READS: "[green]reads[/green]",
    Verdict.DEVIATES: "[yellow]reads with deviations[/yellow]",
    Verdict.UNREADABLE: "[red]cannot be read[/red]",
}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def add_to(app: typer.Typer) -> None:
    app.command("validate", rich_help_panel="Passports")(validate_command)


def validate_command(files: Files, as_json: AsJson = False) -> None:
    """Check passports of EN 18223 or UNTP 0.7: every deviation with its path and its fix.

    The exit code is 1 when a document has an error or cannot be read, and 0 otherwise.
    """
    checking, failed = document_checking(), False
    for name in files:
        report = checking.check(VISITOR, _read(name))
        failed = failed or report.verdict is Verdict.UNREADABLE or bool(report.of(Severity.ERROR))
        if as_json:
            typer.echo(json.dumps({"file": name, **json_of(report)}, ensure_ascii=False))
        else:
            _say(name, report)
    raise typer.Exit(1 if failed else 0)


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _say(name: str, report: Report) -> None:
    form = f" ({report.form.value})" if report.form else ""
    out.print(f"{escape(name)}: {_VERDICTS[report.verdict]}{form}")
    for deviation in report.deviations:
        _say_deviation(deviation)
    if report.untold:
        out.print(f"  and {report.untold} more")
    elements = report.elements
    counts = f"{len(elements.known)} elements known, {len(elements.unknown)} unknown"
    out.print(f"  {counts}" + (f", {len(elements.missing)} missing" if report.product_group else ""))


def _say_deviation(deviation: Deviation) -> None:
    colour = _COLOURS[deviation.severity]
    place = escape(f"{deviation.path} [{deviation.code}]")
    out.print(f"  [{colour}]{deviation.severity.value:7}[/{colour}] {place}", soft_wrap=True)
    out.print(f"          {escape(str(deviation.what))}", soft_wrap=True)
    if deviation.fix:
        out.print(f"          -> {escape(str(deviation.fix))}", soft_wrap=True)
