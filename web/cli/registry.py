"""Commands on what others are told of passports: registry status, send, retry."""

from datetime import timedelta
from typing import Annotated

import typer

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.registration.identifiers import fault_of_address
from dpp.domain.registration.notices import Destination
from web.bootstrap import Parts
from web.cli.console import counting, out, settings

_SHOWN = 20
To = Annotated[
    Destination, typer.Option("--to", help="Who is told: the EU registry, or the provider of back-up copies.")
]
REGISTRY = Destination.REGISTRY

commands = typer.Typer(
    help="What the EU registry and the back-up provider are told of passports.", no_args_is_help=True
)


def add_to(app: typer.Typer) -> None:
    app.add_typer(commands, name="registry", rich_help_panel="Passports")
    app.command("restore-from", rich_help_panel="The database")(restore_command)


@commands.command("status")
def status_command(to: To = REGISTRY) -> None:
    """Say what waits and since when, and which passports were rejected, with the reason."""
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        backlog = parts.registrations.backlog(to)
        rejected = parts.registrations.rejected(to, _SHOWN)
    out.print(f"{to}: " + ("configured." if to in parts.deliveries else "not configured."))
    if to is REGISTRY and (fault := fault_of_address(parts.settings.public_url)):
        out.print(str(fault), markup=False)
    out.print(f"{backlog.registered} passports registered, {backlog.rejected} rejected.")
    out.print(f"{backlog.waiting} versions wait, {backlog.on_the_way} are on the way, {backlog.held} are held back.")
    out.print(f"Oldest undelivered version: {_age(backlog.age_seconds)}.")
    for each in rejected:
        line = f"  {each.passport_id} version {each.rejected_version}: {each.code} {each.detail}"
        out.print(line.rstrip(), markup=False)


@commands.command("send")
def send_command(
    to: To = REGISTRY,
    existing: Annotated[
        bool, typer.Option("--existing", help="Also what was published before this was configured.")
    ] = False,
    now: Annotated[bool, typer.Option("--now", help="Also what was to wait for a later moment.")] = False,
) -> None:
    """Send everything that is due; beside a running service, nothing is sent twice."""
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        delivery = parts.deliveries.get(to)
        if delivery is None:
            raise InvalidInput(
                message("No address is configured for {destination}.", destination=to),
                remedy=message("docs/settings.md names the setting."),
            )
        if existing:
            out.print(f"{parts.registrations.tell_of_existing(to)} versions were added.")
        if now:
            parts.registrations.hasten(to)
        delivery.run()
        backlog = parts.registrations.backlog(to)
    left = backlog.waiting + backlog.on_the_way + backlog.held
    out.print(f"{left} versions are not answered yet." if left else "Everything is delivered.")


@commands.command("retry")
def retry_command(
    passport: Annotated[
        str | None, typer.Argument(help="One rejected passport; all of them where it is left out.")
    ] = None,
    to: To = REGISTRY,
) -> None:
    """Tell of rejected passports once more, after their cause was mended."""
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        count = parts.registrations.retry(to, None if passport is None else PassportId(passport))
    out.print(f"{count} rejected passports will be sent again.")


def restore_command(
    url: Annotated[
        str | None, typer.Option("--url", help="Address of the registry that holds them; else KRINGPAS_BACKUP_URL.")
    ] = None,
) -> None:
    """Bring passports back from the registry that keeps their back-up copies (with the key KRINGPAS_BACKUP_KEY).

    They come back with the same ids, versions, bytes and hashes. What is here already stays: it can be repeated.
    """
    chosen = settings()
    address = url or chosen.backup_url
    if address is None:
        raise InvalidInput(message("No registry is named that holds copies."), remedy=message("Name it with --url."))
    with (
        Parts.opened(chosen) as parts,
        parts.restoring(address) as (restoring, source),
        counting("Restore:") as progress,
    ):
        parts.check_ready()
        restored = restoring.restore(source, progress)
    out.print(f"{restored.passports} passports with {restored.versions} versions were restored.")
    for passport, fault in restored.faults:
        out.print(f"  {passport}: {fault}", markup=False)
    if restored.faults:
        raise typer.Exit(1)


def _age(seconds: int | None) -> str:
    return "none" if seconds is None else f"{timedelta(seconds=seconds)} old"
