"""The least that a device must be to answer a request, and why one is refused.

Rules:
1. Every minimum that is asked is met, or the device is refused; each minimum that it does not meet is a reason.
2. A fact that is not known meets no minimum: the reason says that it is not known, so that somebody can look.
3. Age is a maximum, in whole months since the device was likely first used.
4. A part is in the device by its bill of materials; where a number is asked, a part of that number.
5. `windows-11` asks that Windows 11 runs on it (`routing.windows11`), `alternative` that another maintained system
   does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


@dataclass(frozen=True)
class Minimum:
    """One minimum with a scale. `asked` and `found` give levels: a higher level is more, whatever the unit.

    `low` and `high` bound what may be asked, in the unit of the specification.
    """

    name: str
    field: str
    asked: Callable[[Specification], float | None]
    found: Callable[[Offered], float | None]
    why: Callable[[Specification, Offered], Message]
    unknown: Message
    low: float = 0
    high: float = 0

    def is_met(self, wanted: Specification, given: Offered) -> bool:
        asked, found = self.asked(wanted), self.found(given)
        return asked is None or (found is not None and found >= asked)


def _day(value: date | None) -> float | None:
    return None if value is None else float(value.toordinal())


def _less(value: float | None) -> float | None:
    """Less is more."""
    return None if value is None else -value


MINIMA = (
    Minimum(
        "memory",
        "memory_gib",
        lambda it: it.memory_gib,
        lambda it: it.memory_gib,
        lambda wanted, given: message(
            "it has {found} GiB of memory and {asked} GiB is asked",
            found=_number(given.memory_gib),
            asked=_number(wanted.memory_gib),
        ),
        message("how much memory it has is not known"),
        low=0.25,
        high=4096,
    ),
    Minimum(
        "storage",
        "storage_gb",
        lambda it: it.storage_gb,
        lambda it: it.storage_gb,
        lambda wanted, given: message(
            "it has {found} GB of storage and {asked} GB is asked",
            found=_number(given.storage_gb),
            asked=_number(wanted.storage_gb),
        ),
        message("how much storage it has is not known"),
        low=1,
        high=1_000_000,
    ),
    Minimum(
        "screen",
        "diagonal_inch",
        lambda it: it.diagonal_inch,
        lambda it: it.diagonal_inch,
        lambda wanted, given: message(
            "its screen is {found} inch and {asked} inch is asked",
            found=_number(given.diagonal_inch),
            asked=_number(wanted.diagonal_inch),
        ),
        message("how large its screen is, is not known"),
        low=1,
        high=200,
    ),
    Minimum(
        "functional-grade",
        "functional_grade",
        lambda it: it.functional_grade,
        lambda it: it.functional_grade,
        lambda wanted, given: message(
            "its functional grade is F{found} and F{asked} is asked",
            found=given.functional_grade,
            asked=wanted.functional_grade,
        ),
        message("its functional grade is not known"),
        low=1,
        high=6,
    ),
    Minimum(
        "cosmetic-grade",
        "cosmetic_grade",
        lambda it: it.cosmetic_grade,
        lambda it: it.cosmetic_grade,
        lambda wanted, given: message(
            "its cosmetic grade is C{found} and C{asked} is asked",
            found=given.cosmetic_grade,
            asked=wanted.cosmetic_grade,
        ),
        message("its cosmetic grade is not known"),
        high=9,
    ),
    Minimum(
        "battery",
        "battery_percent",
        lambda it: it.battery_percent,
        lambda it: it.battery_percent,
        lambda wanted, given: message(
            "its battery has {found} % left and {asked} % is asked",
            found=_number(given.battery_percent),
            asked=_number(wanted.battery_percent),
        ),
        message("how good its battery is, is not known"),
        low=1,
        high=100,
    ),
    Minimum(
        "age",
        "age_months_at_most",
        lambda it: _less(it.age_months_at_most),
        lambda it: _less(it.age_months),
        lambda wanted, given: message(
            "it is {found} months old and at most {asked} is asked",
            found=given.age_months,
            asked=wanted.age_months_at_most,
        ),
        message("how old it is, is not known"),
        low=1,
        high=600,
    ),
    Minimum(
        "support",
        "supported_until",
        lambda it: _day(it.supported_until),
        lambda it: _day(it.supported_until),
        lambda wanted, given: message(
            "its security updates end on {found} and they are asked until {asked}",
            found=given.supported_until,
            asked=wanted.supported_until,
        ),
        message("until when it gets security updates is not known"),
    ),
)
"""The minima that have a scale, in the order in which reasons are given."""


def _number(value: float | None) -> str:
    return "" if value is None else str(number(value))


def fits(wanted: Specification, given: Offered) -> bool:
    """Whether the device meets every minimum (rule 1)."""
    scales = all(minimum.is_met(wanted, given) for minimum in MINIMA)
    return scales and _runs(wanted.system, given) is True and has_part(wanted, given)


def refusals(wanted: Specification, given: Offered) -> Iterator[Refusal]:
    """Every reason why the device does not answer it; none where it fits."""
    for minimum in MINIMA:
        if not minimum.is_met(wanted, given):
            known = minimum.found(given) is not None
            yield Refusal(minimum.name, minimum.why(wanted, given) if known else minimum.unknown)
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
        value = getattr(wanted, minimum.field)
        if minimum.high and value is not None and not minimum.low <= value <= minimum.high:
            yield Problem(
                f"$.specification.{minimum.field}",
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
