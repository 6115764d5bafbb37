"""Evidence on the command line: compare the files with what is known of them, read them again, erase one."""

from typing import Annotated

import typer

from lifecycle.service.erasing import REQUEST
from lifecycle.service.evidence_upkeep import FileFault
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import counting, out, settings

MOST_TOLD = 50
_TOLD = {
    FileFault.GONE: "is gone",
    FileFault.CHANGED: "was changed",
    FileFault.UNKNOWN: "is known of no device",
    FileFault.NOT_ERASED: "was erased, and is still there",
}


def add_to(app: typer.Typer) -> None:
    evidence = typer.Typer(help="The files of evidence (docs/evidence.md).", no_args_is_help=True)
    evidence.command("check")(check_command)
    evidence.command("read-again")(read_again_command)
    evidence.command("erase")(erase_command)
    app.add_typer(evidence, name="evidence", rich_help_panel="The database")


def check_command(
    *,
    clean: Annotated[
        bool, typer.Option("--clean", help="Take files away that are known of no device, or that should be gone.")
    ] = False,
) -> None:
    """Hash every file of evidence, and tell which is gone, was changed, or should not be there.

    The exit code is 1 when a file is gone or was changed, and 0 otherwise. A file that is known of no device is left by
    an attachment that broke off: clean while nobody attaches anything.
    """
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        checked = parts.evidence_upkeep.check(clean=clean)
    for each in checked.faults[:MOST_TOLD]:
        out.print(f"{each.sha256} {_TOLD[each.fault]}", soft_wrap=True)
    if len(checked.faults) > MOST_TOLD:
        out.print(f"and {len(checked.faults) - MOST_TOLD} more")
    out.print(f"{checked.contents} contents were looked at, {len(checked.faults)} are not as they should be.")
    lost = any(each.fault in {FileFault.GONE, FileFault.CHANGED} for each in checked.faults)
    raise typer.Exit(1 if lost else 0)


def read_again_command(
    format_name: Annotated[
        str | None, typer.Option("--format", help="Only files of this format.", show_default=False)
    ] = None,
    sign_in_name: As = None,
) -> None:
    """Read the stored files again that an older version of their parser read; what they say now is recorded.

    Doing it again changes nothing. A file whose newer reading would contradict what happened since is left as it was,
    and told: a person looks at the device.
    """
    with Parts.opened(settings()) as parts, counting("Evidence:") as progress:
        actor = acting(parts, sign_in_name)
        done = parts.evidence_upkeep.read_again(actor, format_name, lambda number: progress("files", number))
    for each in done.left[:MOST_TOLD]:
        out.print(f"{each.device} {each.sha256}: {each.why}", markup=False, soft_wrap=True)
    out.print(f"{done.files} files were read again; {done.changed} say something else now, {len(done.left)} were left.")
    raise typer.Exit(1 if done.left else 0)


def erase_command(
    sha256: Annotated[str, typer.Argument(help="The hash of the stored file.", show_default=False)],
    ground: Annotated[str, typer.Option(help="Why, in a word.")] = REQUEST,
    sign_in_name: As = None,
) -> None:
    """Erase a file of evidence for every device that has it. That it was there stays on record, with every proof."""
    with Parts.opened(settings()) as parts:
        keys = parts.evidence_upkeep.erase(acting(parts, sign_in_name), sha256, ground)
    out.print(f"The file is gone; {len(keys)} devices had it: {', '.join(keys)}.", soft_wrap=True)
