"""What can go wrong, as a small tree by what the reader can do about it.

Every error says what happened in one sentence; `remedy` says what to do. One table at the edge maps the classes to
HTTP (`dpp.api.http`), so that no error here knows a status code.
"""

from dataclasses import dataclass

from dpp.domain.message import Message


class KringpasError(Exception):
    """The root: never raised itself."""

    code = "error"

    def __init__(self, what: Message, *, remedy: Message | None = None) -> None:
        super().__init__(str(what))
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Problem:
    """One fault in an input: `path` names the element (`$.mass.value`, a form field, a column and line)."""

    path: str
    what: Message


class InvalidInput(KringpasError):
    """The input is wrong: mend it and send it again. Lists every fault found, not only the first."""

    code = "invalid-input"

    def __init__(self, what: Message, problems: tuple[Problem, ...] = (), *, remedy: Message | None = None) -> None:
        super().__init__(what, remedy=remedy)
        self.problems = problems


class NotSignedIn(KringpasError):
    """Nobody is signed in, or the session, key or link is not valid (any more): sign in."""

    code = "not-signed-in"


class NotPermitted(KringpasError):
    """Signed in, but the permission table does not let this actor do this: ask somebody who may."""

    code = "not-permitted"


class NotFound(KringpasError):
    """There is no such thing, or this actor may not know that there is."""

    code = "not-found"


class Conflict(KringpasError):
    """Somebody else was first, or the same id was used for other content: read again, then decide."""

    code = "conflict"


class Outdated(KringpasError):
    """What the caller saw is not what is there now (`If-Match`); nothing was changed: read again, then decide."""

    code = "precondition-failed"


class Refused(KringpasError):
    """A rule of the domain forbids it now; nothing was changed. `rule` is the rule's stable name."""

    code = "refused"

    def __init__(self, rule: str, what: Message, *, remedy: Message | None = None) -> None:
        super().__init__(what, remedy=remedy)
        self.rule = rule


class TooLarge(KringpasError):
    """The input is larger than the stated limit."""

    code = "too-large"


class TooMany(KringpasError):
    """Too many attempts: wait `seconds`, then try again."""

    code = "too-many"

    def __init__(self, what: Message, *, seconds: int, remedy: Message | None = None) -> None:
        super().__init__(what, remedy=remedy)
        self.seconds = seconds


class Unavailable(KringpasError):
    """Something that we depend on does not answer: try again later."""

    code = "unavailable"
