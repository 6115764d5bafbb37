"""The commands on routing policies, and the one that makes stored decisions again."""

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.routing.runs import RoutingRun, RunKind, RunState
from lifecycle.service.decision_checks import Checked, Verdict
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import counting, err, out, settings

_SHOWN = 20

_SAID = {
    Verdict.SAME: "the same, byte for byte",
    Verdict.OTHER: "another answer",
    Verdict.CHANGED: "not what was proposed: its bytes are not those of its event",
    Verdict.NO_FACTS: "cannot be made again: it was made before facts were kept",
    Verdict.NO_POLICY: "cannot be made again: its policy is not here",
}

File = Annotated[Path, typer.Argument(help="The policy as TOML.", exists=True, dir_okay=False)]
PolicyId = Annotated[str, typer.Argument(metavar="POLICY", help="The id of the policy.")]
Version = Annotated[str, typer.Argument(help="Its version.")]
Key = Annotated[str | None, typer.Argument(help="One device; every device where it is left out.", show_default=False)]


def add_to(app: typer.Typer) -> None:
    policies = typer.Typer(help="Routing policies: where surplus devices go.", no_args_is_help=True)
    policies.command("list")(list_command)
    policies.command("load")(load_command)
    policies.command("preview")(preview_command)
    policies.command("activate")(activate_command)
    app.add_typer(policies, name="policies", rich_help_panel="Devices")
    decisions = typer.Typer(help="Decisions on where devices go.", no_args_is_help=True)
    decisions.command("check")(check_command)
    decisions.callback()(_decisions)
    app.add_typer(decisions, name="decisions", rich_help_panel="Devices")


def _decisions() -> None:
    """Decisions on where devices go."""


def list_command(sign_in_name: As = None) -> None:
    """List every version in the register, and which are in force today."""
    with Parts.opened(settings()) as parts:
        found = parts.use.policies.all(acting(parts, sign_in_name))
    table = Table("policy", "version", "from", "until", "for", "in force", box=None)
    for line in found.lines:
        name, scope = line.policy.name, line.policy.name.scope
        owners = [found.owners[owner] for owner in found.owners if owner in scope.owners]
        narrowed = ", ".join([*owners, *scope.categories]) or "every device"
        stands = "yes" if line.in_force else "no" if line.policy.activated_at else "not activated"
        table.add_row(name.id, name.version, str(name.date), str(name.until or ""), narrowed, stands)
    packaged = found.packaged.name
    table.add_row(packaged.id, packaged.version, str(packaged.date), "", "all other devices", "yes (of the package)")
    out.print(table)


def load_command(file: File, sign_in_name: As = None) -> None:
    """Load FILE as a version of a policy. It is in force once a second person activates it."""
    with Parts.opened(settings()) as parts:
        loaded = parts.use.policies.load(acting(parts, sign_in_name), file.read_bytes())
    name = loaded.name
    out.print(f"Loaded: {name.title} ({name.id} {name.version}), in force from {name.date} at the earliest.")
    out.print(f"See what it changes: kringpas policies preview {name.id} {name.version}", markup=False)


def preview_command(policy: PolicyId, version: Version, sign_in_name: As = None) -> None:
    """Say what this version would move in the stock of today. Nothing is changed."""
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        run = _followed(parts, actor, parts.use.policies.preview(actor, policy, version))
        _tell(parts, actor, run)


def activate_command(policy: PolicyId, version: Version, sign_in_name: As = None) -> None:
    """Put this version in force, by a second person, and decide again what rests on the policy before it."""
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        run = parts.use.policies.activate(actor, policy, version)
        if run.on > parts.clock().date():
            out.print(f"Activated. On {run.on} the service decides again what rests on another policy.")
            return
        _tell(parts, actor, _followed(parts, actor, run))


def check_command(key: Key = None) -> None:
    """Make stored decisions again from the facts and the policy that they keep, and say what differs.

    The exit code is 1 where a decision comes out otherwise, or is not what its event says.
    """
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        checks = parts.deciding.checks
        found = _all(checks.of_all()) if key is None else list(checks.of_device(DeviceKey(key)))
    for verdict, number in sorted(Counter(each.verdict for each in found).items()):
        out.print(f"{number} {_SAID[verdict]}")
    wrong = [each for each in found if each.is_wrong]
    for each in wrong[:_SHOWN]:
        differs = ", ".join(each.differs[:_SHOWN])
        err.print(f"{each.device} {each.decision}: {_SAID[each.verdict]} ({differs})", markup=False)
    if not found:
        out.print("There are no decisions.")
    sys.exit(1 if wrong else 0)


def _all(devices: Iterable[tuple[Checked, ...]]) -> list[Checked]:
    found: list[Checked] = []
    with counting("Decisions:") as report:
        for decisions in devices:
            found += decisions
            report("made again", len(found))
    return found


def _followed(parts: Parts, actor: Actor, run: RoutingRun) -> RoutingRun:
    """The run when it is over: worked on here, or by the service where that was first."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=err, transient=True) as bar:
        task = bar.add_task("Devices", total=None)

        def show(at: RoutingRun) -> None:
            bar.update(task, total=at.total, completed=at.seen)

        now = parts.deciding.worker.work_on(run.run_id, show)
        while now is None or not now.is_over:
            time.sleep(1)
            now = parts.use.policies.run(actor, run.run_id).run
            show(now)
        return now


def _tell(parts: Parts, actor: Actor, run: RoutingRun) -> None:
    if run.state is RunState.FAILED:
        err.print(str(run.why), style="bold red", markup=False)
        sys.exit(1)
    view = parts.use.policies.run(actor, run.run_id)
    what = "would move" if run.kind is RunKind.PREVIEW else "moved"
    out.print(f"{run.seen} devices looked at, {run.decided} decided by this policy, {run.moved} {what}.")
    for each in view.transitions:
        out.print(f"  {each.devices} {each.category or 'device'}: from {each.before} to {each.after}")
    if run.refused:
        err.print(f"{run.refused} were refused: their pages say why.")
