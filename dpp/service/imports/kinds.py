"""The kinds of rows that can be imported, each with its target. Whoever composes the service gives them."""

from collections.abc import Mapping

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.service.imports.ports import Target, WorkT


def target_of(targets: Mapping[str, Target[WorkT]], kind: str) -> Target[WorkT]:
    """The target of a kind; InvalidInput for a kind that there is not."""
    target = targets.get(kind)
    if target is None:
        known = ", ".join(targets)
        what = message("'{kind}' is no kind of rows: expected one of {known}.", kind=kind[:40], known=known)
        raise InvalidInput(what, (Problem("kind", what),))
    return target
