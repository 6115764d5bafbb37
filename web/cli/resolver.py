"""The command that checks a resolver, anybody's, against the rules of the standard: check-resolver.

It asks the address that the operator typed and no other: a redirect is judged, and not followed.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated
from urllib.parse import urlsplit

import httpx
import typer
from rich.markup import escape

from dpp.domain.conformance.exchange import Answer, Ask, Fetch
from dpp.domain.conformance.probe import Probe, probe
from dpp.domain.conformance.table import check
from dpp.domain.conformance.verdict import Duty, Finding, Outcome
from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from web.cli.console import out

Url = Annotated[
    str, typer.Argument(help="The resolver, or a whole Digital Link that it knows.", show_default=False, metavar="URL")
]
Identifier = Annotated[
    str | None,
    typer.Option(help="An identifier that it knows, such as /01/09521234543213/21/ABC.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write what was found as one JSON document.")]
Seconds = Annotated[float, typer.Option(help="How long to wait for an answer.", min=0.1, max=120)]

_SECONDS = 10.0
_LONGEST_ANSWER = 1_000_000
_COLOURS = {Outcome.PASS: "green", Outcome.FAIL: "red", Outcome.NOT_APPLICABLE: "dim"}


def add_to(app: typer.Typer) -> None:
    app.command("check-resolver", rich_help_panel="Passports")(check_resolver_command)


def check_resolver_command(
    url: Url, identifier: Identifier = None, as_json: AsJson = False, seconds: Seconds = _SECONDS
) -> None:
    """Check any GS1 Digital Link resolver, rule by rule: what was expected, what came, and which statement asks it.

    The exit code is 1 when a rule that the standard demands is broken, and 0 otherwise: a rule that it only recommends
    is told and does not count.
    """
    with asking(url, seconds) as fetch:
        asked = probe(url, identifier, fetch)
        findings = check(asked)
    if as_json:
        typer.echo(json.dumps(_document(asked, findings), ensure_ascii=False, indent=1))
    else:
        _say(asked, findings)
    raise typer.Exit(1 if any(finding.breaks_conformance for finding in findings) else 0)


@contextmanager
def asking(url: str, seconds: float = _SECONDS, transport: httpx.BaseTransport | None = None) -> Iterator[Fetch]:
    """Asks the host of this address over HTTP; Unavailable where nobody answers there."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    with httpx.Client(follow_redirects=False, timeout=seconds, transport=transport) as client:

        def fetch(ask: Ask) -> Answer:
            headers = {"accept": ask.accept or "*/*"} | ({"accept-language": ask.language} if ask.language else {})
            try:
                with client.stream(ask.method, root + ask.path, headers=headers) as response:
                    fields = tuple((name.lower(), value) for name, value in response.headers.multi_items())
                    return Answer(response.status_code, fields, _body(response))
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise Unavailable(
                    message("{root} does not answer: {error}.", root=root, error=str(error) or type(error).__name__),
                    remedy=message("Look whether the address is right, and whether this machine may reach it."),
                ) from error

        yield fetch


def _body(response: httpx.Response) -> bytes:
    """The body, but not endlessly much of it."""
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            break
    return body


def _document(asked: Probe, findings: tuple[Finding, ...]) -> dict[str, object]:
    rows = [asdict(finding) | {"asked": list(finding.asked)} for finding in findings]
    return {
        "resolver": asked.root,
        "identifier": asked.path,
        "conforms": not any(finding.breaks_conformance for finding in findings),
        "rules": rows,
    }


def _say(asked: Probe, findings: tuple[Finding, ...]) -> None:
    out.print(f"{escape(asked.root)}, asked about {escape(asked.path)}", soft_wrap=True)
    for finding in findings:
        _say_finding(finding)
    counts = {outcome: sum(finding.verdict.outcome is outcome for finding in findings) for outcome in Outcome}
    told = ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items())
    broken = sum(finding.breaks_conformance for finding in findings)
    verdict = "[green]conforms[/green]" if not broken else f"[red]does not conform: {broken} of what it shall do[/red]"
    out.print(f"{len(findings)} rules: {told}. It {verdict}.", soft_wrap=True)


def _say_finding(finding: Finding) -> None:
    verdict = finding.verdict
    colour = "yellow" if verdict.outcome is Outcome.FAIL and finding.duty is Duty.SHOULD else _COLOURS[verdict.outcome]
    head = f"  [{colour}]{verdict.outcome.value:14}[/{colour}] {finding.name} ({finding.duty.value})"
    out.print(f"{head}: {escape(finding.says)}", soft_wrap=True)
    if verdict.outcome is Outcome.FAIL:
        out.print(f"                 expected  {escape(verdict.expected)}", soft_wrap=True)
        out.print(f"                 came      {escape(verdict.got)}", soft_wrap=True)
        out.print(f"                 asked     {escape('; '.join(finding.asked))}", soft_wrap=True)
        out.print(f"                 source    {escape(finding.source)}", soft_wrap=True)
    elif verdict.outcome is Outcome.NOT_APPLICABLE:
        out.print(f"                 because   {escape(verdict.got)}", soft_wrap=True)
