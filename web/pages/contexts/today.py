"""Context of the first page of somebody who is signed in: what waits today, and what one comes for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.admin import AdminLine
from web.pages.contexts.frame import NEW_FORM, FormState, Link


@dataclass(frozen=True)
class WaitingLine:
    """Something that waits, and where it is done."""

    what: Annotated[Message | StrEnum, "What waits"]
    address: Annotated[str, "Where it is done"]
    count: Annotated[int, "How much of it waits"]
    since: Annotated[date, "The day from which the oldest waits"]
    days: Annotated[int, "How many days that is"]


@dataclass(frozen=True)
class TodayPage:
    """What waits for this person, the oldest first; one main action; what one comes for."""

    template: ClassVar[str] = "today.html"
    today: Annotated[date, "The day"]
    waits: Annotated[tuple[WaitingLine, ...], "What waits, the oldest first"]
    parts: Annotated[tuple[AdminLine, ...], "The parts of administration that ask attention"] = ()
    main: Annotated[Link | None, "The one thing that this role does most"] = None
    tasks: Annotated[tuple[Link, ...], "What else this person usually comes for"] = ()
    scans: Annotated[bool, "Whether this role has devices in hand, so that the scan box stands first"] = False
    form: Annotated[FormState, "What was typed in the scan box, and why nothing was found"] = NEW_FORM
