"""How the command line speaks: plain sentences, progress on long work, no stack traces.

Every command loads this module, so it loads little itself.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dpp.domain.errors import InvalidInput, KringpasError, Problem

if TYPE_CHECKING:
    from web.settings import Settings

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Print an error as a sentence, with the faults and the remedy that it names, and leave with exit code 1."""
    try:
        yield
    except KringpasError as error:
        _say(str(error), [f"{problem.path}: {problem.what}" for problem in _problems(error)], error.remedy)
        sys.exit(1)
    except OSError as error:
        _say(f"{error.filename or 'The system'}: {error.strerror}", [], "Look whether the path exists and is yours.")
        sys.exit(1)
    except Exception as error:  # the last resort, before a stack trace in an operator's face
        if os.environ.get("KRINGPAS_LOG_LEVEL", "").lower() == "debug":
            raise
        if reason := _database_says(error):
            _say(f"The database refused: {reason}", [], "Look at KRINGPAS_DATABASE_URL and the server.")
            sys.exit(1)
        _say(f"Something went wrong here: {error}", [], "KRINGPAS_LOG_LEVEL=debug shows where.")
        sys.exit(1)


def _database_says(error: Exception) -> str:
    """The words of the database where it refused something, else nothing."""
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - not before something failed

    return str(error.orig).strip() if isinstance(error, DBAPIError) else ""


def _problems(error: KringpasError) -> tuple[Problem, ...]:
    return error.problems if isinstance(error, InvalidInput) else ()


def _say(what: str, details: list[str], remedy: object) -> None:
    err.print(what, style="bold red", markup=False)
    for detail in details:
        err.print(f"  {detail}", markup=False)
    if remedy:
        err.print(str(remedy), markup=False)


def settings() -> "Settings":
    """The settings of the environment; a wrong one is named, with what is wrong with it."""
    from pydantic import ValidationError  # noqa: PLC0415 - a command without settings need not wait for these

    from web.settings import Settings  # noqa: PLC0415

    try:
        return Settings.from_environment()
    except ValidationError as error:
        for fault in error.errors():
            err.print(f"KRINGPAS_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}", markup=False)
        err.print("docs/settings.md says what each setting takes.")
        sys.exit(1)


@contextmanager
def counting(title: str, totals: dict[str, int] | None = None) -> Iterator[Callable[[str, int], None]]:
    """A progress bar for each name that is reported on; gives the function to report with (name, how many so far)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        tasks = {name: progress.add_task(f"{title} {name}", total=total) for name, total in (totals or {}).items()}

        def report(name: str, done: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(f"{title} {name}", total=None)
            progress.update(tasks[name], completed=done)

        yield report
