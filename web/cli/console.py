"""How the command line speaks: plain sentences, progress on long work, no stack traces."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import DBAPIError

from dpp.domain.errors import InvalidInput, KringpasError, Problem
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
    except DBAPIError as error:
        _say(f"The database refused: {str(error.orig).strip()}", [], "Look at KRINGPAS_DATABASE_URL and the server.")
        sys.exit(1)
    except OSError as error:
        _say(f"{error.filename or 'The system'}: {error.strerror}", [], "Look whether the path exists and is yours.")
        sys.exit(1)
    except Exception as error:  # the last resort, before a stack trace in an operator's face
        if os.environ.get("KRINGPAS_LOG_LEVEL", "").lower() == "debug":
            raise
        _say(f"Something went wrong here: {error}", [], "KRINGPAS_LOG_LEVEL=debug shows where.")
        sys.exit(1)


def _problems(error: KringpasError) -> tuple[Problem, ...]:
    return error.problems if isinstance(error, InvalidInput) else ()


def _say(what: str, details: list[str], remedy: object) -> None:
    err.print(what, style="bold red", markup=False)
    for detail in details:
        err.print(f"  {detail}", markup=False)
    if remedy:
        err.print(str(remedy), markup=False)


def settings() -> Settings:
    """The settings of the environment; a wrong one is named, with what is wrong with it."""
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
