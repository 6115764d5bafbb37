"""What comes in of a repair order: a diagnosis, work, tests, the end. `id` makes that a retry says it once."""

from dataclasses import dataclass

from lifecycle.domain.events import TestResult
from lifecycle.domain.repair_orders import EntryId, PartIn, PartOut
from lifecycle.domain.vocabulary import CosmeticGrade, FaultKind, FunctionalGrade, RepairBarrier


@dataclass(frozen=True, kw_only=True)
class NewDiagnosis:
    """What was found. `codes` are fault codes of the maker; `evidence` files of the device, by their hash."""

    faults: tuple[FaultKind, ...]
    findings: str
    codes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    id: EntryId | None = None


@dataclass(frozen=True, kw_only=True)
class NewWork:
    """Work that was done: parts out and in, minutes."""

    parts_out: tuple[PartOut, ...] = ()
    parts_in: tuple[PartIn, ...] = ()
    minutes: int = 0
    id: EntryId | None = None


@dataclass(frozen=True, kw_only=True)
class NewTests:
    """A round of tests; with both grades it is an inspection of the device as well."""

    tests: tuple[TestResult, ...]
    functional: FunctionalGrade | None = None
    cosmetic: CosmeticGrade | None = None
    id: EntryId | None = None


@dataclass(frozen=True, kw_only=True)
class NewEnd:
    """How it ended: without a barrier it is repaired, with a warranty of so many months on what it `covers`."""

    barrier: RepairBarrier | None = None
    warranty_months: int = 0
    covers: str | None = None
    id: EntryId | None = None
