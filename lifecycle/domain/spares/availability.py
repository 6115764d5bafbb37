"""Until when a part can be had: what is promised, and apart from it, what somebody saw on a day.

Rules:
1. A promise counts from the end of placement on the market of the model. While a model is still sold that month is not
   known, and neither is the last day: the promise is "so many years after the last one is sold". It is computed when it
   is asked for, never stored.
2. The years are the most of what the law asks (`lifecycle.domain.spares.priority`) and what the maker declares
   (`sparePartsYears`). The law asks nothing of a model whose last one was sold before the act applied.
3. Passports give the month. The last day is not known, so that a promise holds until the first day of the same month,
   so many years later: at least.
4. A day that the maker gives for the part itself (`spareParts.availableUntil`) counts where it is later.
5. What was seen says nothing of a promise: a part can be out of stock that is promised for years, and the reverse.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpp.domain.part_kind import PartKind
from lifecycle.domain.spares.months import Month
from lifecycle.domain.spares.prices import InStock, Sighting, newest_of_each
from lifecycle.domain.spares.priority import Duty, duty_of


class Basis(StrEnum):
    """Who promises."""

    LAW = "law"
    MAKER = "maker"


@dataclass(frozen=True)
class Term:
    """What is known of a model, to count from: its group, its end of placement, and what its maker declares."""

    group: str
    sold_until: Month | None = None
    years: int | None = None
    part_until: date | None = None


@dataclass(frozen=True)
class Promise:
    """`until` a day at least; without it `years` after the last one is sold, a month that is not known (rule 1)."""

    basis: Basis
    until: date | None
    years: int | None = None
    sold_until: Month | None = None
    duty: Duty | None = None


def promise_of(kind: PartKind, term: Term) -> Promise | None:
    """What is promised of such a part for such a model; None where we know of no promise."""
    counted = _counted(kind, term)
    given = None if term.part_until is None else Promise(Basis.MAKER, term.part_until)
    if counted is None or given is None:
        return counted or given
    assert given.until is not None  # it was made of a day
    return counted if counted.until is None or counted.until >= given.until else given


def _counted(kind: PartKind, term: Term) -> Promise | None:
    """Rules 1 to 3."""
    duty = duty_of(term.group, kind)
    if duty is not None and term.sold_until is not None and term.sold_until < duty.since:
        duty = None
    asked = 0 if duty is None else duty.years
    declared = term.years or 0
    years = max(asked, declared)
    if years == 0:
        return None
    until = None if term.sold_until is None else term.sold_until.later(years).first
    by_law = asked >= declared
    return Promise(Basis.LAW if by_law else Basis.MAKER, until, years, term.sold_until, duty if by_law else None)


@dataclass(frozen=True)
class SeenStock:
    """What a supplier had, on the last day on which somebody looked."""

    supplier: str
    stock: InStock
    on: date
    days_ago: int


def seen_of(sightings: Iterable[Sighting], today: date) -> tuple[SeenStock, ...]:
    """What was last seen of each supplier, the newest first."""
    told = (each for each in sightings if each.stock is not None and each.seen_on <= today)
    found = [
        SeenStock(each.supplier, each.stock, each.seen_on, (today - each.seen_on).days)
        for each in newest_of_each(told)
        if each.stock is not None
    ]
    return tuple(sorted(found, key=lambda seen: (seen.days_ago, seen.supplier)))
