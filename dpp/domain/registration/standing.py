"""Where a passport stands with a destination.

Rules:
1. A registration id never changes once it was given: another id for the same passport is a rejection that a person
   looks at, not a second registration.
2. The registered version never goes back.
3. A rejection leaves what was registered before as it was.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dpp.domain.opaque import PassportId
from dpp.domain.registration.answers import Judged, Verdict
from dpp.domain.registration.notices import Destination


class Stage(StrEnum):
    """How far it is: held back by a pre-check, waiting, sent, registered (up to a version), rejected."""

    HELD = "held"
    WAITING = "waiting"
    SENT = "sent"
    REGISTERED = "registered"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Registration:
    """What a destination knows of a passport. `version` is the newest that it accepted, 0 where there is none.

    After a rejection `rejected_version` is the version that it refused, `code` and `detail` why; empty otherwise.
    """

    destination: Destination
    passport_id: PassportId
    updated_at: datetime
    registration_id: str | None = None
    version: int = 0
    sha256: str = ""
    rejected_version: int | None = None
    code: str = ""
    detail: str = ""


def after(before: Registration | None, judged: Judged, at: datetime) -> Registration:
    """The registration after an answer; ValueError for a verdict that leaves it open."""
    notice = judged.notice
    known = before or Registration(notice.destination, notice.passport_id, at)
    if judged.verdict is Verdict.AGAIN:
        raise ValueError("this line is to be told again: nothing is known yet")
    if judged.verdict is Verdict.REJECTED:
        return _rejected(known, judged, judged.code, judged.detail, at)
    if known.registration_id not in {None, judged.registration_id}:
        return _rejected(known, judged, "other-registration-id", judged.registration_id or "", at)
    if notice.version < known.version:
        return known
    return Registration(
        notice.destination, notice.passport_id, at, judged.registration_id, notice.version, notice.sha256
    )


def _rejected(known: Registration, judged: Judged, code: str, detail: str, at: datetime) -> Registration:
    return replace(known, rejected_version=judged.notice.version, code=code, detail=detail, updated_at=at)


def stage_of(registration: Registration | None, *, waiting: bool, held: bool, sent: bool) -> Stage | None:
    """How far a passport is; `waiting`, `held` and `sent` say it of its oldest open notice. None: nothing to tell."""
    if waiting:
        return Stage.HELD if held else Stage.SENT if sent else Stage.WAITING
    if registration is None:
        return None
    return Stage.REJECTED if registration.rejected_version is not None else Stage.REGISTERED
