"""Several calls at the same moment, with real threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from dpp.domain.errors import KringpasError


def together(*calls: Callable[[], object]) -> list[type[KringpasError] | None]:
    """Start all calls at once; for each the class of its refusal, or None where it succeeded."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> type[KringpasError] | None:
        start.wait()
        try:
            call()
        except KringpasError as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))
