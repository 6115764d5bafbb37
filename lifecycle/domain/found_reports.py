"""What a finder tells of a device, for whom that is, and how long it is kept.

Rules:
1. A report is for who uses the device: its lessee, else its owner. There is somebody to tell only while the device
   belongs to the State (domain.md: "Found this device?" ends with State ownership). When ownership passes within the
   State, the report passes too.
2. It does not matter whether the device was reported lost: nothing of what a finder sees depends on it.
3. What the finder wrote is personal data, apart from the report. It is erased when the report is closed, at the latest
   when its time is over; an open report whose time is over is closed by that. The rest says nothing of the finder.
4. A device has at most so many new open reports in a day: more tell its owner nothing new.
5. Text is kept without characters that nobody can see (control characters, marks that turn the direction of writing).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId, encode
from lifecycle.domain.device import Device

ReportReference = NewType("ReportReference", str)

REFERENCE_LENGTH = 8
LONGEST_WHERE = 1_000
LONGEST_CONTACT = 200
MOST_IN_A_DAY = 3
A_DAY = timedelta(days=1)

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn"})


class Outcome(StrEnum):
    """How a report ended. The last two come by themselves (rules 1 and 3)."""

    CAME_BACK = "came-back"
    HANDED_IN = "handed-in"
    NO_USE = "no-use"
    LEFT_STATE = "left-state"
    EXPIRED = "expired"


CHOSEN = (Outcome.CAME_BACK, Outcome.HANDED_IN, Outcome.NO_USE)
"""The outcomes that a person gives."""


@dataclass(frozen=True)
class Words:
    """What the finder wrote: where the device is, and (if they like) how they can be reached. Erasable."""

    where: str
    contact: str | None = None


@dataclass(frozen=True)
class FoundReport:
    """One report. `told` is the organisation that it is for, `passport` the one whose page was used.

    `words` are there while it is open, and gone for ever when it is closed.
    """

    reference: ReportReference
    device: DeviceKey
    passport: PassportId
    told: OrganisationId
    reported_at: datetime
    words: Words | None
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    closed_by: AccountId | None = None

    @property
    def is_open(self) -> bool:
        return self.outcome is None


def whom_to_tell(device: Device) -> OrganisationId | None:
    """Rule 1; None where nobody is to be told."""
    if device.ownership is None or device.has_left_the_state:
        return None
    return device.ownership.lessee or device.ownership.owner


def new_reference(chance: bytes) -> ReportReference:
    """From 5 random bytes: short enough to be read over the telephone, and it opens nothing by itself."""
    return ReportReference(encode(chance, REFERENCE_LENGTH))


def print_reference(reference: ReportReference) -> str:
    """As people read it: `7k3m-9x2p`."""
    half = REFERENCE_LENGTH // 2
    return f"{reference[:half]}-{reference[half:]}"


def words_of(where: str, contact: str) -> Words:
    """What was typed, cleaned (rule 5); InvalidInput with every fault, beside its field."""
    words = Words(_readable(where), _readable(contact) or None)
    too_long = (("$.where", words.where, LONGEST_WHERE), ("$.contact", words.contact or "", LONGEST_CONTACT))
    problems = [
        Problem(path, message("Use at most {most} characters.", most=most))
        for path, text, most in too_long
        if len(text) > most
    ]
    if not words.where:
        problems.append(Problem("$.where", message("Say where the device is, or where you found it.")))
    if problems:
        raise InvalidInput(message("Something is not filled in, or not right."), tuple(problems))
    return words


def until_the_next(of_device: Iterable[FoundReport], now: datetime) -> timedelta:
    """Rule 4: how long the next report of this device has to wait; nothing where it can come now."""
    recent = sorted(each.reported_at for each in of_device if each.is_open and now - each.reported_at < A_DAY)
    return timedelta() if len(recent) < MOST_IN_A_DAY else recent[-MOST_IN_A_DAY] + A_DAY - now


def closed(report: FoundReport, outcome: Outcome, at: datetime, by: AccountId | None = None) -> FoundReport:
    """The report with its outcome and without its words (rule 3); Refused where it has an outcome already."""
    if not report.is_open:
        raise Refused(
            "report-is-open",
            message("This report is closed already."),
            remedy=message("If the finder says more, they can send a new report."),
        )
    return replace(report, words=None, outcome=outcome, closed_at=at, closed_by=by)


def handed_on(report: FoundReport, told: OrganisationId | None, at: datetime) -> FoundReport:
    """An open report after anything happened to its device, which now concerns `told`, or nobody (rule 1)."""
    return closed(report, Outcome.LEFT_STATE, at) if told is None else replace(report, told=told)


def _readable(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    seen = (each for each in _TURNING.sub("", lines) if each == "\n" or unicodedata.category(each) not in _UNSEEN)
    return "".join(seen).strip()
