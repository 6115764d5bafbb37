"""The command line. It shares services with the pages, and starts the application by its name.

A command loads its own module alone: the check of a container's health runs every few seconds, and all modules together
take seconds of work to load. Only the list of all commands, and a word that is none of them, loads them all.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

import typer

from web.cli.console import plain_errors

MODULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "serving": ("run", "serve", "openapi"),
        "health": ("check",),
        "data": ("migrate", "demo", "index", "backup", "restore"),
        "evidence": ("evidence",),
        "faults": ("faults",),
        "people": ("create-admin",),
        "scanning": ("scan",),
        "checking": ("validate",),
        "resolver": ("check-resolver",),
        "packages": ("package",),
        "printing": ("labels", "label-sizes", "label-calibration"),
        "registry": ("registry", "restore-from"),
        "repairers": ("repairers",),
        "sources": ("eprel", "footprints"),
        "spares": ("spares",),
        "support": ("support",),
        "retention": ("retention",),
        "rebuilding": ("rebuild",),
        "importing": ("import",),
        "label_rolls": ("label-roll",),
        "access": ("explain",),
        "log": ("log", "verify"),
        "policies": ("policies", "decisions"),
    }
)
"""Each module beside this one, and the commands that it adds; in the order in which help shows them."""


def application(modules: Iterable[str] = MODULES) -> typer.Typer:
    """The command line with the commands of these modules."""
    app = typer.Typer(
        name="kringpas",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    app.callback()(_about)  # with one, a single command keeps its name
    for module in modules:
        import_module(f"web.cli.{module}").add_to(app)
    return app


def main() -> None:
    """What `kringpas` runs: errors are sentences with what to do about them, and exit code 1."""
    with plain_errors():
        application(modules_for(sys.argv[1:]))()


def modules_for(arguments: Sequence[str]) -> Sequence[str]:
    """The module of the command that the arguments begin with; all of them where they begin with none."""
    asked = arguments[0] if arguments else ""
    return [module for module, commands in MODULES.items() if asked in commands] or list(MODULES)


def _about() -> None:
    """Digital Product Passports for displays, laptops and phones, joined to the circular life of government devices.

    Settings come from KRINGPAS_* variables (docs/settings.md).
    """
