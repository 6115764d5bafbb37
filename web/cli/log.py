"""The log on the command line: number and sign, publish, keys, witnesses; and `verify`, which asks nobody."""

import json
from pathlib import Path
from typing import Annotated

import typer

from dpp.domain.errors import InvalidInput
from dpp.domain.log.bundle import read_bundle
from dpp.domain.log.bundle_check import check_bundle
from dpp.domain.log.checkpoint import SignedCheckpoint
from dpp.domain.log.faults import FaultKind, Verdict, verdict_document
from dpp.domain.log.notes import KeyKind, VerifierKey
from dpp.domain.log.tiles_check import check_tiles
from dpp.domain.log.trust import Head, Trust
from dpp.domain.log.witness import AddCheckpoint
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.service.log.log import Log
from lifecycle.service.erasing import REQUEST
from web.bootstrap import Parts, log_files, log_signer, witness
from web.cli.acting import As, acting
from web.cli.console import counting, err, out, settings
from web.settings import Settings

MOST_FAULTS = 50
_PANEL = "The log"

Given = Annotated[Path, typer.Argument(help="A file; `-` reads what is piped in.", show_default=False, allow_dash=True)]
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", help="A verifier key of the log that you trust; may be repeated.", show_default=False),
]
Witnesses = Annotated[
    list[str] | None,
    typer.Option("--witness", help="A verifier key of a witness; may be repeated.", show_default=False),
]


def add_to(app: typer.Typer) -> None:
    log = typer.Typer(help="The log that nobody can rewrite unseen (docs/log.md).", no_args_is_help=True)
    log.command("sequence")(sequence_command)
    log.command("publish")(publish_command)
    log.command("checkpoint")(checkpoint_command)
    log.command("key")(key_command)
    log.command("cosign")(cosign_command)
    log.command("add-cosignature")(add_cosignature_command)
    log.command("erase")(erase_command)
    app.add_typer(log, name="log", rich_help_panel=_PANEL)
    app.command("verify", rich_help_panel=_PANEL)(verify_command)


def sequence_command() -> None:
    """Give every leaf that waits its number, sign a checkpoint over it, and publish it."""
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        sequenced, published = parts.log.sweep_all()
    if sequenced.busy:
        out.print("Another sequencer is at work.")
    out.print(f"{sequenced.added} leaves got a number; the log has {sequenced.size}, {published.size} are published.")


def publish_command() -> None:
    """Write the tiles and the newest checkpoint, and the checkpoint of the day; what is missing is written again."""
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        published = parts.log.publisher.run()
        out.print(f"{published.size} entries are published in {parts.settings.data_dir / 'log'}.", soft_wrap=True)


def checkpoint_command(
    since: Annotated[
        int | None,
        typer.Option(help="Write what a witness asks for that saw so many entries last.", min=0, show_default=False),
    ] = None,
) -> None:
    """Print the newest checkpoint, or with --since the request to a witness to cosign it."""
    with Parts.opened(settings()) as parts:
        published = parts.log.proofs.published()
    typer.echo(published.signed.note.content if since is None else published.request(since).content, nl=False)


def key_command(
    *,
    rotate: Annotated[bool, typer.Option("--rotate", help="Make a new key, which signs beside the old one.")] = False,
    retire: Annotated[
        str | None, typer.Option(help="Let the key with this id sign no more.", show_default=False)
    ] = None,
) -> None:
    """Print the verifier keys of the log: give them to those who check it, by a way that they trust."""
    log = log_signer(settings())
    if rotate:
        log.add()
    if retire:
        log.retire(retire)
    for key in log.keys:
        typer.echo(key.text)


def cosign_command(
    given: Given,
    log: Annotated[list[str], typer.Option("--log", help="The verifier key of the log; may be repeated.")],
    key: Annotated[
        Path | None, typer.Option(help="The file with the key of this witness; made where there is none.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The name of this witness, when its key is made.")] = None,
) -> None:
    """Cosign another log's checkpoint, as a witness: only where it goes on from the last one that was cosigned here.

    Prints the signature line, for the log to add. What was cosigned last is remembered in the data folder.
    """
    configured = settings()
    made = witness(configured, key, name)
    request = AddCheckpoint.parse(_text(given))
    signature = made.cosign(request, Trust(log_signer(configured).verify, _keys(log, KeyKind.ED25519)))
    err.print(f"Cosigned as {made.key.text}", markup=False, soft_wrap=True)
    typer.echo(signature.line, nl=False)


def add_cosignature_command(
    given: Given, by: Annotated[str, typer.Option("--witness", help="The verifier key of the witness.")]
) -> None:
    """Add a witness's signature line to the checkpoint of ours that it is over, and publish it with that."""
    (key,) = _keys([by], KeyKind.COSIGNATURE)
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        kept = parts.log.cosignatures.take(_text(given), key)
        parts.log.publisher.run()
    out.print(f"The checkpoint of {kept.size} entries is cosigned by {kept.witness}.", soft_wrap=True)


def erase_command(
    device: Annotated[str, typer.Argument(help="The key of a device.", show_default=False)],
    number: Annotated[int, typer.Argument(help="Which event, from 1.", show_default=False)],
    ground: Annotated[str, typer.Option(help="Why, in a word.")] = REQUEST,
    sign_in_name: As = None,
) -> None:
    """Erase the text of an event, where somebody has a right to that. The event stays, and so does its proof."""
    with Parts.opened(settings()) as parts:
        erasure = parts.erasing.erase(acting(parts, sign_in_name), DeviceKey(device), number, ground)
    out.print(f"The text of event {number} was erased on {erasure.erased_at:%Y-%m-%d} ({erasure.ground}).")


def verify_command(
    path: Annotated[
        Path | None,
        typer.Argument(help="A bundle of proofs, or a folder with a published log.", show_default=False),
    ] = None,
    *,
    database: Annotated[bool, typer.Option("--database", help="Check the whole database of this service.")] = False,
    key: Keys = None,
    witness: Witnesses = None,
    need: Annotated[int | None, typer.Option(help="How many witnesses must have cosigned; all that are named.")] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint that you kept, which the log must go on from.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Check a bundle, a published log or the database, without asking anybody; exit code 1 where it does not hold.

    Without --key the keys of this service are trusted, where it has any.
    """
    if database == (path is not None):
        raise InvalidInput(message("Name one thing to check: a file or a folder, or --database."))
    configured = settings()
    witnesses = _keys(witness or [], KeyKind.COSIGNATURE)
    kept = tuple(_head(each) for each in against or [])
    if database:
        verdict = _of_database(configured, _keys(key or [], KeyKind.ED25519), witnesses, need, kept)
    else:
        assert path is not None
        verdict = _of_path(path, _trust(configured, key, witnesses, need), kept)
    _tell(verdict, as_json=as_json)
    if not verdict.holds:
        raise typer.Exit(1)


def _of_database(
    configured: Settings,
    keys: tuple[VerifierKey, ...],
    witnesses: tuple[VerifierKey, ...],
    need: int | None,
    kept: tuple[Head, ...],
) -> Verdict:
    with Parts.opened(configured) as parts, counting("Checked:") as progress:
        parts.check_ready()
        log: Log = parts.log
        trusted = keys or log.signer.trusted
        trust = Trust(log.signer.verify, trusted, witnesses, len(witnesses) if need is None else need)
        return log.audit.run(trust, kept, progress)


def _of_path(path: Path, trust: Trust, kept: tuple[Head, ...]) -> Verdict:
    if path.is_dir():
        files = log_files(path)
        days = tuple(_head(path / "checkpoints" / day) for day in files.days())
        return check_tiles(files.read, trust, (*days, *kept))
    try:
        bundle = read_bundle(path.read_bytes())
    except ValueError as error:
        raise InvalidInput(
            message("{path} cannot be read: {error}.", path=path, error=error),
            remedy=message("Ask for the file with the proofs again."),
        ) from error
    return check_bundle(bundle, trust, kept)


def _trust(configured: Settings, keys: list[str] | None, witnesses: tuple[VerifierKey, ...], need: int | None) -> Trust:
    signer = log_signer(configured)
    trusted = _keys(keys or [], KeyKind.ED25519) or (signer.trusted if signer.exists() else ())
    return Trust(signer.verify, trusted, witnesses, len(witnesses) if need is None else need)


def _tell(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(verdict_document(verdict), indent=1))
        return
    looked = ", ".join(f"{name} {count:,}" for name, count in verdict.checked.items())
    out.print(f"Checked: {looked}.", markup=False, soft_wrap=True)
    for note in verdict.notes:
        out.print(note, markup=False, soft_wrap=True)
    for fault in verdict.faults[:MOST_FAULTS]:
        out.print(f"FAULT {fault}.", style="red", markup=False, soft_wrap=True)
    if len(verdict.faults) > MOST_FAULTS:
        out.print(f"... and {len(verdict.faults) - MOST_FAULTS} more; --json tells all of them.")
    if verdict.holds:
        out.print("It holds.", style="green")
    else:
        out.print(f"It does not hold: {len(verdict.faults)} fault(s).", style="bold red")
        if any(fault.kind is FaultKind.SIGNATURE for fault in verdict.faults):
            out.print("A key that you trust is given with --key. The service tells its own at /log/key.")


def _head(path: Path) -> Head:
    try:
        return Head(f"the checkpoint in {path}", SignedCheckpoint.parse(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise InvalidInput(message("{path} is no checkpoint: {error}.", path=path, error=error)) from error


def _keys(texts: list[str], kind: KeyKind) -> tuple[VerifierKey, ...]:
    try:
        keys = tuple(VerifierKey.parse(text) for text in texts)
    except ValueError as error:
        raise InvalidInput(
            message("This is no verifier key: {error}.", error=error),
            remedy=message("It looks like name+id+key; 'kringpas log key' prints those of a log."),
        ) from error
    for key in keys:
        if key.kind is not kind:
            what = message(
                "The key of {name} is of another kind: a log and a witness have different ones.", name=key.name
            )
            raise InvalidInput(what)
    return keys


def _text(path: Path) -> str:
    return typer.get_text_stream("stdin").read() if str(path) == "-" else path.read_text(encoding="utf-8")
