"""Counting repairs: shares with intervals, and the figures of a selection.

Rules:
1. A share has the Wilson score interval (E. B. Wilson, Probable inference, the law of succession, and statistical
   inference, Journal of the American Statistical Association 22, 1927): it stays between 0 and 1, and is honest where
   few are counted.
2. Of fewer repairs than the policy's number no percentage is told, but how many of how many.
3. A fault's share is of the repairs of which the problem was described, those that no list classifies among them. One
   repair can have several faults: these shares do not add up to one.
4. How often something was fixed is of the repairs whose end is known: unknown ends are left out, and counted apart.
5. Repairs of others and our own are never added up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from dpp.domain.opaque import PassportId
from lifecycle.domain.faults.kinds import (
    NOT_CLASSIFIED,
    NOT_DESCRIBED,
    NOT_KNOWN,
    OTHER_BRAND,
    Fault,
    Origin,
    ProductKind,
    RepairStatus,
    read,
)
from lifecycle.domain.faults.reference import FaultPolicy
from lifecycle.domain.vocabulary import RepairBarrier


def wilson(count: int, of: int, score: float) -> tuple[float, float]:
    """Rule 1: the ends of the interval, as fractions; everything is possible where nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    share, square = count / of, score * score
    centre = share + square / (2 * of)
    half = score * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    low, high = (centre - half) / whole, (centre + half) / whole
    return (0.0 if count == 0 else max(0.0, min(low, share))), (1.0 if count == of else min(1.0, max(high, share)))


@dataclass(frozen=True)
class Share:
    """So many of so many; `share`, `low` and `high` are fractions, and None where there are too few (rule 2)."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None

    @classmethod
    def made(cls, count: int, of: int, policy: FaultPolicy) -> "Share":
        if of < policy.small:
            return cls(count, of, None, None, None)
        low, high = wilson(count, of, policy.score)
        return cls(count, of, count / of, low, high)

    @property
    def is_small(self) -> bool:
        return self.share is None


@dataclass(frozen=True)
class Wanted:
    """Which repairs: empty fields ask for nothing. A model has own repairs alone."""

    kind: ProductKind | None = None
    brand: str | None = None
    age: str | None = None
    model: PassportId | None = None


@dataclass(frozen=True)
class FaultLine:
    """One kind of fault: how many have it, and how many of these were fixed, of those whose end is known."""

    fault: str
    repairs: Share
    fixed: Share


@dataclass(frozen=True)
class GroupLine:
    """The repairs of one brand or age band: how many, and how many were fixed, of those whose end is known."""

    name: str
    repairs: int
    fixed: Share


@dataclass(frozen=True)
class FaultFigures:
    """What was counted of one origin: `repairs` in all, of which `described`, of which `classified`."""

    origin: Origin
    repairs: int
    described: int
    classified: int
    faults: tuple[FaultLine, ...]
    ends: tuple[tuple[RepairStatus, Share], ...]
    barriers: tuple[tuple[RepairBarrier, Share], ...]
    brands: tuple[GroupLine, ...]
    ages: tuple[GroupLine, ...]


Counted = Mapping[tuple[str, ...], int]
"""How many repairs have these words."""


def figures(
    origin: Origin, policy: FaultPolicy, by_fault: Counted, by_barrier: Counted, by_brand: Counted, by_age: Counted
) -> FaultFigures:
    """From counts by (faults, status), (barrier, status), (brand, status) and (age, status)."""
    repairs = sum(by_fault.values())
    described = repairs - sum(count for (told, _), count in by_fault.items() if told == NOT_DESCRIBED)
    unclassified = sum(count for (told, _), count in by_fault.items() if told == NOT_CLASSIFIED)
    ends = {status: sum(_where(by_fault, 1, status.value).values()) for status in RepairStatus}
    return FaultFigures(
        origin=origin,
        repairs=repairs,
        described=described,
        classified=described - unclassified,
        faults=tuple(_faults(by_fault, described, policy)),
        ends=tuple((status, Share.made(count, repairs, policy)) for status, count in ends.items() if count),
        barriers=_barriers(_where(by_barrier, 1, RepairStatus.END_OF_LIFE.value), policy),
        brands=_groups(by_brand, policy, last=(OTHER_BRAND, NOT_KNOWN)),
        ages=_ages(by_age, policy),
    )


def _faults(by_fault: Counted, described: int, policy: FaultPolicy) -> Iterable[FaultLine]:
    """Rule 3: the most frequent first, what is not classified last."""
    counts: dict[str, dict[str, int]] = {}
    for (told, status), count in by_fault.items():
        if told != NOT_DESCRIBED:
            for name in [fault.value for fault in read(told)] or [NOT_CLASSIFIED]:
                line = counts.setdefault(name, {})
                line[status] = line.get(status, 0) + count
    order = {fault.value: place for place, fault in enumerate(Fault)}
    for name in sorted(counts, key=lambda it: (it == NOT_CLASSIFIED, -sum(counts[it].values()), order.get(it, 0))):
        ends = counts[name]
        yield FaultLine(name, Share.made(sum(ends.values()), described, policy), _fixed(ends, policy))


def _fixed(ends: Mapping[str, int], policy: FaultPolicy) -> Share:
    """Rule 4."""
    known = sum(ends.values()) - ends.get(RepairStatus.UNKNOWN.value, 0)
    return Share.made(ends.get(RepairStatus.FIXED.value, 0), known, policy)


def _barriers(by_barrier: Counted, policy: FaultPolicy) -> tuple[tuple[RepairBarrier, Share], ...]:
    """Of the ends of life that have one: the most frequent first."""
    counts = {key[0]: count for key, count in by_barrier.items() if key[0] != NOT_KNOWN}
    whole = sum(counts.values())
    barriers = sorted(RepairBarrier, key=lambda it: -counts.get(it.value, 0))
    return tuple((it, Share.made(counts[it.value], whole, policy)) for it in barriers if it.value in counts)


def _groups(counted: Counted, policy: FaultPolicy, last: tuple[str, ...] = ()) -> tuple[GroupLine, ...]:
    """The most frequent first; those of `last` behind the others."""
    ends: dict[str, dict[str, int]] = {}
    for (name, status), count in counted.items():
        line = ends.setdefault(name, {})
        line[status] = line.get(status, 0) + count
    order = sorted(ends, key=lambda it: (last.index(it) + 1 if it in last else 0, -sum(ends[it].values()), it))
    return tuple(GroupLine(name, sum(ends[name].values()), _fixed(ends[name], policy)) for name in order)


def _ages(by_age: Counted, policy: FaultPolicy) -> tuple[GroupLine, ...]:
    """Youngest first, unknown last."""
    found = {line.name: line for line in _groups(by_age, policy)}
    return tuple(found[name] for name in (*policy.bands, NOT_KNOWN) if name in found)


def _where(counted: Counted, place: int, word: str) -> Counted:
    return {key: count for key, count in counted.items() if key[place] == word}
