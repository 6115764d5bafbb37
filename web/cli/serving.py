"""Commands that serve, and that say what is served: run, serve, openapi."""

import json
import os
from importlib import import_module
from typing import Annotated

import typer

from web.addresses import Address
from web.bootstrap import Parts, demo_accounts, make_own_database
from web.cli.console import counting, out, settings
from web.server import serve
from web.settings import Settings

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every address of this machine.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]
Tls = Annotated[
    bool, typer.Option("--tls", help="Speak HTTPS with a self-signed certificate, kept in the data folder.")
]
LOCAL = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    group = "The service"
    app.command("run", rich_help_panel=group)(run_command)
    app.command("serve", rich_help_panel=group)(serve_command)
    app.command("openapi", rich_help_panel=group)(openapi_command)


def run_command(host: Host = LOCAL, port: Port = 8000, tls: Tls = False) -> None:
    """Migrate and serve; the first time, with demo data. This is what 'make run' does.

    Demo data and demo accounts only ever go into the service's own new file in the data folder, never into a database
    that it was given (KRINGPAS_DATABASE_URL).
    """
    chosen = settings()
    address, chosen = _address(host, port, chosen, tls=tls)
    with counting("Demo:") as progress:
        make_own_database(chosen, progress)
    with Parts.opened(chosen) as parts:
        parts.migrate()
        made_for = parts.demo_address()
    _say_where(address, chosen)
    if made_for is not None:
        _say_who()
    if made_for not in {None, chosen.public_url}:
        out.print(
            f"The demo data was made for {made_for}: its labels and links lead there.\n"
            f"To make it anew for {chosen.public_url}, stop, remove {chosen.data_dir}, and start again.\n"
        )
    serve(address, chosen)


def serve_command(host: Host = LOCAL, port: Port = 8000, tls: Tls = False) -> None:
    """Serve the configured database, which must have been migrated."""
    address, chosen = _address(host, port, settings(), tls=tls)
    with Parts.opened(chosen) as parts:
        parts.check_ready()
    _say_where(address, chosen)
    serve(address, chosen)


def openapi_command() -> None:
    """Print the description of the API (OpenAPI 3.1, JSON)."""
    describe = import_module("web.app").api_description
    typer.echo(json.dumps(describe(settings()), indent=2, ensure_ascii=False))


def _address(host: str, port: int, chosen: Settings, *, tls: bool) -> tuple[Address, Settings]:
    """Where to listen; links lead there too, unless KRINGPAS_PUBLIC_URL says where else."""
    certificate = None
    if tls:
        from web.tls import certificate_for  # noqa: PLC0415 - cryptography takes its time to import

        with Parts.opened(chosen) as parts:
            certificate = certificate_for(host, chosen.data_dir / "tls", parts.clock())
    address = Address(host, port, certificate)
    if "KRINGPAS_PUBLIC_URL" not in os.environ:
        chosen = chosen.model_copy(update={"public_url": address.url})
    return address, chosen


def _say_where(address: Address, chosen: Settings) -> None:
    out.print(f"Kringpas is at [bold]{address.url}[/bold]")
    if chosen.public_url != address.url:
        out.print(f"Links and labels say {chosen.public_url}")
    if address.certificate:
        out.print("Its certificate is self-signed: a browser warns once, and can be told to go on.")


def _say_who() -> None:
    accounts, password = demo_accounts()
    width = max(len(name) for name, _, _ in accounts)
    out.print(f"\nDemo accounts, all with the password [bold]{password}[/bold]:")
    for name, organisation, roles in accounts:
        out.print(f"  {name:<{width}}  {roles}, {organisation}", markup=False, soft_wrap=True)
    out.print("\nStop with Ctrl-C.")
