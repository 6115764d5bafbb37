"""`kringpas check`, which a container's health check runs every few seconds: it loads nothing of the service itself."""

from typing import Annotated

import httpx
import typer

from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from web.cli.console import out


def add_to(app: typer.Typer) -> None:
    app.command("check", rich_help_panel="The service")(check_command)


def check_command(
    url: Annotated[str, typer.Argument(help="Address of a running service.")] = "http://127.0.0.1:8000",
) -> None:
    """Ask a running service whether it can answer requests; exit code 0 when it can. For health checks."""
    try:
        answer = httpx.get(f"{url.rstrip('/')}/readyz", timeout=5)
    except httpx.HTTPError as error:
        raise Unavailable(message("{url} does not answer: {reason}", url=url, reason=error)) from error
    if answer.status_code != httpx.codes.OK:
        raise Unavailable(
            message("{url} is not ready: {reason}", url=url, reason=answer.json().get("detail", answer.status_code))
        )
    out.print("ready")
