"""What the answer to a package means for each of its lines.

Rules:
1. A result is matched by passport and version, never by its place: answers may come in any order.
2. The same result twice counts once. Two results for one line that differ say nothing: the line is told again.
3. A line without a result is told again; a result for what the package does not hold is left alone.
4. Without a registration id, or with the hash of other bytes, nothing was accepted: the line is told again.
5. A child whose parent the registry does not know (yet) is told again later; every other rejection is final for that
   version, and waits for a person or for the next version.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dpp.domain.registration.notices import Line, Notice
from dpp.domain.registration.prechecks import PARENT


class Verdict(StrEnum):
    """What happens to a line: the destination has it, refuses it, or is told again."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    AGAIN = "again"


@dataclass(frozen=True)
class Result:
    """What a destination says of one version of one passport; `code` and `detail` are its reasons, in its words."""

    line: Line
    accepted: bool
    registration_id: str | None = None
    sha256: str | None = None
    code: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Judged:
    """A notice, and what the answer means for it."""

    notice: Notice
    verdict: Verdict
    registration_id: str | None = None
    code: str = ""
    detail: str = ""


def judge(notices: Sequence[Notice], results: Iterable[Result]) -> tuple[Judged, ...]:
    """The verdict on each notice of a package, in the order of the package."""
    told: dict[Line, set[Result]] = {}
    for result in results:
        told.setdefault(result.line, set()).add(result)
    return tuple(_judged(notice, told.get(notice.line, set())) for notice in notices)


def _judged(notice: Notice, results: set[Result]) -> Judged:
    if len(results) != 1:
        code = "contradiction" if results else "no-result"
        return Judged(notice, Verdict.AGAIN, code=code)
    (result,) = results
    if not result.accepted:
        verdict = Verdict.AGAIN if result.code == PARENT else Verdict.REJECTED
        return Judged(notice, verdict, code=result.code or "rejected", detail=result.detail)
    if not result.registration_id:
        return Judged(notice, Verdict.AGAIN, code="no-registration-id")
    if result.sha256 not in {None, notice.sha256}:
        return Judged(notice, Verdict.AGAIN, code="other-hash")
    return Judged(notice, Verdict.ACCEPTED, result.registration_id, detail=result.detail)
