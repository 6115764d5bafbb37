"""The least that a device must be to answer a request, and why one is refused.

Rules:
1. Every minimum that is asked is met, or the device is refused; each minimum that it does not meet is a reason.
2. A fact that is not known meets no minimum: the reason says that it is not known, so that somebody can look.
3. Age is a maximum, in whole months since the device was likely first used.
4. A part is in the device by its bill of materials; where a number is asked, a part of that number.
5. `windows-11` asks that Windows 11 runs on it (`routing.windows11`), `alternative` that another maintained system
   does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dpp.domain.errors import Problem
from dpp.domain.message import Message, message
from lifecycle.domain.requests.offered import Offered, PartInside
from lifecycle.domain.routing.plain import number
from lifecycle.domain.vocabulary import ComponentKind

LONGEST_NUMBER = 80


class System(StrEnum):
    """Which operating system must run on it."""

    WINDOWS_11 = "windows-11"
    ALTERNATIVE = "alternative"


@dataclass(frozen=True, kw_only=True)
class Specification:
    """What is asked at least; None asks nothing. Grades are R2v3: functional 1-6, cosmetic 0-9."""

    memory_gib: float | None = None
    storage_gb: float | None = None
    diagonal_inch: float | None = None
    functional_grade: int | None = None
    cosmetic_grade: int | None = None
    battery_percent: float | None = None
    age_months_at_most: int | None = None
    supported_until: date | None = None
    system: System | None = None
    part: ComponentKind | None = None
    part_number: str | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a device does not answer a request: the name of the minimum, and a sentence."""

    criterion: str
    why: Message


@dataclass(frozen=True, kw_only=True)
class Minimum:
    """One minimum with a scale. `why` is told with what was found and what is asked.

    `of_request` and `of_device` name the same fact in a specification and in a device. `low` and `high` bound what may
    be asked, in the unit of the specification. `is_most`: it is a maximum (rule 3).
    """

    name: str
    of_request: str
    of_device: str = ""
    why: Message
    unknown: Message
    low: float = 0
    high: float = 0
    is_most: bool = False

    def asked(self, wanted: Specification) -> float | None:
        """The level that is asked: a higher level is more, whatever the unit."""
        return self._level(getattr(wanted, self.of_request))

    def found(self, given: Offered) -> float | None:
        """The level that a device has."""
        return self._level(self._fact(given))

    def is_met(self, wanted: Specification, given: Offered) -> bool:
        asked, found = self.asked(wanted), self.found(given)
        return asked is None or (found is not None and found >= asked)

    def refusal(self, wanted: Specification, given: Offered) -> Refusal:
        """Why a device that does not meet it is refused (rule 2)."""
        found = self._fact(given)
        if found is None:
            return Refusal(self.name, self.unknown)
        said = {"found": _said(found), "asked": _said(getattr(wanted, self.of_request))}
        return Refusal(self.name, Message(self.why.template, said))

    def _fact(self, given: Offered) -> Any:
        return getattr(given, self.of_device or self.of_request)

    def _level(self, value: float | date | None) -> float | None:
        if isinstance(value, date):
            return float(value.toordinal())
        return -value if self.is_most and value is not None else value


def _said(value: float | date) -> object:
    """As short as a number can be; a day is told in the words of its reader."""
    return value if isinstance(value, date | int) else str(number(value))


MINIMA = (
    Minimum(
        name="memory",
        of_request="memory_gib",
        why=message("it has {found} GiB of memory and {asked} GiB is asked"),
        unknown=message("how much memory it has is not known"),
        low=0.25,
        high=4096,
    ),
    Minimum(
        name="storage",
        of_request="storage_gb",
        why=message("it has {found} GB of storage and {asked} GB is asked"),
        unknown=message("how much storage it has is not known"),
        low=1,
        high=1_000_000,
    ),
    Minimum(
        name="screen",
        of_request="diagonal_inch",
        why=message("its screen is {found} inch and {asked} inch is asked"),
        unknown=message("how large its screen is, is not known"),
        low=1,
        high=200,
    ),
    Minimum(
        name="functional-grade",
        of_request="functional_grade",
        why=message("its functional grade is F{found} and F{asked} is asked"),
        unknown=message("its functional grade is not known"),
        low=1,
        high=6,
    ),
    Minimum(
        name="cosmetic-grade",
        of_request="cosmetic_grade",
        why=message("its cosmetic grade is C{found} and C{asked} is asked"),
        unknown=message("its cosmetic grade is not known"),
        high=9,
    ),
    Minimum(
        name="battery",
        of_request="battery_percent",
        why=message("its battery has {found} % left and {asked} % is asked"),
        unknown=message("how good its battery is, is not known"),
        low=1,
        high=100,
    ),
    Minimum(
        name="age",
        of_request="age_months_at_most",
        of_device="age_months",
        why=message("it is {found} months old and at most {asked} is asked"),
        unknown=message("how old it is, is not known"),
        low=1,
        high=600,
        is_most=True,
    ),
    Minimum(
        name="support",
        of_request="supported_until",
        why=message("its security updates end on {found} and they are asked until {asked}"),
        unknown=message("until when it gets security updates is not known"),
    ),
)
"""The minima that have a scale, in the order in which reasons are given."""


def fits(wanted: Specification, given: Offered) -> bool:
    """Whether the device meets every minimum (rule 1)."""
    scales = all(minimum.is_met(wanted, given) for minimum in MINIMA)
    return scales and _runs(wanted.system, given) is True and has_part(wanted, given)


def refusals(wanted: Specification, given: Offered) -> Iterator[Refusal]:
    """Every reason why the device does not answer it; none where it fits."""
    for minimum in MINIMA:
        if not minimum.is_met(wanted, given):
            yield minimum.refusal(wanted, given)
    yield from refusals_beside_scales(wanted, given)


def refusals_beside_scales(wanted: Specification, given: Offered) -> Iterator[Refusal]:
    """The reasons that have no scale: its operating system and its parts."""
    runs = _runs(wanted.system, given)
    if runs is not True:
        yield Refusal("system", _system_reason(wanted.system, known=runs is not None))
    if not has_part(wanted, given):
        yield Refusal("part", _part_reason(wanted))


def _runs(system: System | None, given: Offered) -> bool | None:
    if system is None:
        return True
    return given.windows_11 if system is System.WINDOWS_11 else given.alternative_system


def _system_reason(system: System | None, *, known: bool) -> Message:
    if system is System.WINDOWS_11:
        return message("Windows 11 does not run on it") if known else message("whether Windows 11 runs is not known")
    if known:
        return message("no alternative operating system runs on it")
    return message("whether an alternative operating system runs is not known")


def has_part(wanted: Specification, given: Offered) -> bool:
    """Rule 4; true where no part is asked."""
    if wanted.part is None:
        return True
    asked = PartInside.of(wanted.part, wanted.part_number)
    return any(it.kind is asked.kind and asked.number in {None, it.number} for it in given.parts)


def _part_reason(wanted: Specification) -> Message:
    if wanted.part_number is None:
        return message("as far as is known it has no such part: {part}", part=wanted.part)
    return message(
        "as far as is known it has no such part: {part}, number {number}", part=wanted.part, number=wanted.part_number
    )


def problems(wanted: Specification) -> Iterator[Problem]:
    """What is wrong with a specification, each with its path."""
    for minimum in MINIMA:
        value = getattr(wanted, minimum.of_request)
        if minimum.high and value is not None and not minimum.low <= value <= minimum.high:
            yield Problem(
                f"$.specification.{minimum.of_request}",
                message("Give a number from {low} to {high}.", low=number(minimum.low), high=number(minimum.high)),
            )
    if wanted.part_number is not None:
        yield from _part_number_problems(wanted)


def _part_number_problems(wanted: Specification) -> Iterator[Problem]:
    path = "$.specification.part_number"
    if wanted.part is None:
        yield Problem(path, message("Say as well which kind of part it is."))
    if not PartInside.of(ComponentKind.OTHER, wanted.part_number).number:
        yield Problem(path, message("A part number has letters or digits."))
    if len(wanted.part_number or "") > LONGEST_NUMBER:
        yield Problem(path, message("Use at most {most} characters.", most=LONGEST_NUMBER))
