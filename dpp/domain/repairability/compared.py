"""What a buyer compares models by: scores as declared with ours beside them, and until when help is promised.

Rules:
1. Models are put in an order by one measure of their own product group (`MEASURES`), as it is declared. Displays have
   none: they are not put in an order. A model that does not declare it comes after those that do, unranked.
2. Each value names its source: its figure's own, else the source that the passport was compiled from for it.
3. Years of spare parts count from the end of placement on the market; while a model is still sold there is no date.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from dpp.domain.catalogue import ProductGroup
from dpp.domain.document import Elements
from dpp.domain.repairability.finding import number, text
from dpp.domain.repairability.working import Working
from dpp.domain.repairability.workings import workings

MEASURES: Mapping[ProductGroup, str | None] = MappingProxyType(
    {
        ProductGroup.PHONE: "repairabilityIndex",
        ProductGroup.LAPTOP: "frenchRepairabilityIndex",
        ProductGroup.DISPLAY: None,
    }
)
SHOWN = (
    "repairabilityIndex",
    "repairabilityClass",
    "frenchRepairabilityIndex",
    "repairClasses",
    "securitySupportUntil",
    "osUpdateYears",
    "sparePartsYears",
    "endOfPlacement",
)
_LAST_MONTH = 12
_DIGITS_OF_A_YEAR = 9999


@dataclass(frozen=True)
class SaidBy:
    """Where a value was read."""

    title: str
    url: str | None = None


@dataclass(frozen=True)
class PartsPromise:
    """Spare parts until a day where that is known (rule 3), and the years that were promised."""

    until: date | None
    years: Decimal | None


@dataclass(frozen=True)
class Compared:
    """One model: its workings by rule, its dates, and the source of each element that is shown."""

    workings: Mapping[str, Working]
    security_support_until: date | None
    update_years: Decimal | None
    spare_parts: PartsPromise | None
    sources: Mapping[str, SaidBy]
    measure: Decimal | None


def compared_model(elements: Elements) -> Compared:
    """A model as its public elements say it."""
    measure = MEASURES[ProductGroup(elements["productGroup"])]
    return Compared(
        workings={working.rule: working for working in workings(elements)},
        security_support_until=_day(elements.get("securitySupportUntil")),
        update_years=number(elements, "osUpdateYears"),
        spare_parts=_parts(elements),
        sources=dict(_sources(elements)),
        measure=number(elements, measure) if measure else None,
    )


def _parts(elements: Elements) -> PartsPromise | None:
    """The earliest day until which a listed part can be had, else years from the end of placement (rule 3)."""
    years = number(elements, "sparePartsYears")
    listed = elements.get("spareParts")
    days = (
        [_day(part.get("availableUntil")) for part in listed if isinstance(part, Mapping)]
        if isinstance(listed, list)
        else []
    )
    known = [day for day in days if day is not None]
    until = min(known) if known else _years_after(text(elements, "endOfPlacement"), years)
    return PartsPromise(until, years) if until or years else None


def _years_after(month: str | None, years: Decimal | None) -> date | None:
    """The last day on which so many years after a month (`2026-01`) are not over."""
    first = _day(f"{month}-01") if month else None
    if first is None or years is None or not 0 <= first.year + years < _DIGITS_OF_A_YEAR:
        return None
    year, month_number = first.year + int(years), first.month
    following = date(year + month_number // _LAST_MONTH, month_number % _LAST_MONTH + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _sources(elements: Elements) -> Iterator[tuple[str, SaidBy]]:
    """Rule 2."""
    compiled = elements.get("compiledFrom")
    entries = [entry for entry in compiled if isinstance(entry, Mapping)] if isinstance(compiled, list) else []
    for name in SHOWN:
        value = elements.get(name)
        own = value.get("source") if isinstance(value, Mapping) else None
        for source in (own, *(entry for entry in entries if name in (entry.get("elements") or ()))):
            if name in elements and isinstance(source, Mapping) and isinstance(title := source.get("title"), str):
                url = source.get("url")
                yield name, SaidBy(title, url if isinstance(url, str) else None)
                break
