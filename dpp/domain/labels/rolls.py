"""Rolls of pre-printed labels: codes that wait for a device.

Rules:
1. A roll holds 1 to 10,000 codes for one organisation. The codes are random: none tells the next one, or how many there
   are.
2. A label and a device are linked by scanning both, in either order (`dpp.domain.labels.pairing`). A pair is one
   transaction; the same pair a second time is the same link.
3. A label is linked once. One that is on a device already is refused, and so is one that was retired.
4. A label that is lost or damaged is retired. On a device it goes on leading to that device; one that was on none leads
   nowhere, and can never be linked. A roll that is lost is retired at once: every label of it that is on no device.
5. A label on a device without a passport is taken, and leads to the passport from the moment that there is one.
6. A label on no device tells nobody whose roll it is from.

A label whose organisation is of no roll (it was made for a device, one at a time) is never on no device.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Problem, Refused
from dpp.domain.message import Message, message
from dpp.domain.opaque import LabelCode, label_code, print_label_code

RollId = NewType("RollId", str)

MOST_LABELS = 10_000
MOST_AT_ONCE = 1_000
"""Labels in one file for a printer: more take a printer and a browser longer than anybody waits."""

_BYTES = 8


class LabelState(StrEnum):
    """Whether a label is on a device: on none yet, on one, or withdrawn from use."""

    UNCLAIMED = "unclaimed"
    ACTIVE = "active"
    RETIRED = "retired"


class LabelFault(StrEnum):
    """Why a label is retired."""

    LOST = "lost"
    DAMAGED = "damaged"
    MISPRINTED = "misprinted"


@dataclass(frozen=True)
class Retirement:
    """Why, when and by whom labels that are on no device were retired."""

    fault: LabelFault
    at: datetime
    by: AccountId


@dataclass(frozen=True)
class Roll:
    """An order of labels. `size` names the size that they are printed in; `order_id` is the id that a retry repeats."""

    roll_id: RollId
    organisation: OrganisationId
    labels: int
    size: str
    issued_at: datetime
    issued_by: AccountId
    order_id: str
    retired: Retirement | None = None


@dataclass(frozen=True)
class RollUse:
    """How many labels of a roll are on a device, were retired, and are left."""

    active: int = 0
    retired: int = 0
    unclaimed: int = 0

    @property
    def labels(self) -> int:
        return self.active + self.retired + self.unclaimed


def check_number(labels: int) -> None:
    """Rule 1; InvalidInput for a roll of none, or of too many."""
    if not 1 <= labels <= MOST_LABELS:
        what = message("A roll has 1 to {most} labels, not {labels}.", most=MOST_LABELS, labels=labels)
        raise InvalidInput(what, (Problem("$.labels", what),), remedy=message("Order more than one roll."))


def bytes_for(labels: int) -> int:
    """How many random bytes `codes` needs."""
    return _BYTES * labels


def codes(chance: bytes) -> tuple[LabelCode, ...]:
    """A code for every eight random bytes, each one once."""
    return tuple(dict.fromkeys(label_code(chance[at : at + _BYTES]) for at in range(0, len(chance), _BYTES)))


def refuse_claimed(code: LabelCode, state: str, device: str | None = None) -> None:
    """Rule 3: return for a label that is on no device. `device` is named to whoever may know of it."""
    if state == LabelState.UNCLAIMED:
        return
    if state == LabelState.RETIRED:
        raise Refused(
            "label-retired",
            message("Label {code} was retired: it cannot be linked.", code=print_label_code(code)),
            remedy=message("Take another label, and destroy this one."),
        )
    raise Refused(
        "label-on-another-device",
        _elsewhere(code, device),
        remedy=message("Take another label. If this one came off that device, retire it there."),
    )


def _elsewhere(code: LabelCode, device: str | None) -> Message:
    if device is None:
        return message("Label {code} is on another device already.", code=print_label_code(code))
    return message("Label {code} is on another device already: {device}.", code=print_label_code(code), device=device)


def parts_of(labels: int) -> Iterator[tuple[int, int]]:
    """A roll in pieces that one file holds: the first and the last place of each, counted from 1."""
    for first in range(1, labels + 1, MOST_AT_ONCE):
        yield first, min(first + MOST_AT_ONCE - 1, labels)
