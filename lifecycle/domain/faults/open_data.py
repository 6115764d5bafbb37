"""Rows of the Open Repair Data Standard 0.3: read into our words, and written again.

Source: Open Repair Alliance, Open Repair Data Standard 0.3, table schema of the aggregate (release of July 2025).

Rules:
1. A row is judged by itself. Each fault names the field and what was expected; the value is not repeated, for it can
   hold what somebody typed about a person.
2. The free text of the problem is read for the faults that it tells of, and not kept: it can hold names and addresses
   (`docs/faults.md`). So is a brand that the table of brands does not have.
3. `????` and an empty year, an empty age, `Unknown` brands and statuses are not known, which is no fault.
4. Ids may have a dash or an underscore: the schema says `^[a-z]+-[0-9]+$`, and real ids are `rcint_23`.
5. A row of another product than ours is left out, without a fault.
6. Without an age it is the year of the event less the year of manufacture, where that is sensible.
7. What is written has the words of the schema, and reads as it was.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dpp.domain.errors import Problem
from dpp.domain.message import Message, message
from dpp.domain.proof import sha256
from lifecycle.domain.faults.kinds import NOT_KNOWN, Fault, ProductKind, RepairStatus, written
from lifecycle.domain.faults.reference import Product, Reference
from lifecycle.domain.vocabulary import RepairBarrier

FIELDS = (
    "id",
    "data_provider",
    "country",
    "partner_product_category",
    "product_category",
    "product_category_id",
    "brand",
    "year_of_manufacture",
    "product_age",
    "repair_status",
    "repair_barrier_if_end_of_life",
    "group_identifier",
    "event_date",
    "problem",
)
"""In the order of the schema."""

LICENCE = "CC BY-SA 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by-sa/4.0/"
SOURCE = "Open Repair Alliance"
SOURCE_ADDRESS = "https://openrepair.org/open-data/"

_ID = re.compile(r"[a-z]+[-_][0-9]+")
_COUNTRY = re.compile(r"[A-Z]{3}")
_YEAR = re.compile(r"[0-9]{4}")
_AGE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?")
_NO_YEAR = frozenset({"", "????"})
_LONGEST_ID, _LONGEST_NAME = 60, 100
_UNKNOWN_BRAND, _OTHER_BRAND = "Unknown", "Other"


@dataclass(frozen=True)
class OpenRepair:
    """One repair as the standard tells it, in our words. `described`: whether its problem was written down."""

    id: str
    provider: str
    country: str
    kind: ProductKind
    brand: str
    year: int | None
    age: float | None
    status: RepairStatus
    barrier: RepairBarrier | None
    group: str
    on: date
    faults: frozenset[Fault]
    described: bool

    @property
    def told(self) -> str:
        """Its faults as one word of a table."""
        return written(self.faults, described=self.described)

    def years(self, oldest: int) -> float | None:
        """Rule 6: how old it was; None where that is not known, or not sensible."""
        age = self.age
        if age is None and self.year is not None:
            age = float(self.on.year - self.year)
        return None if age is None or not 0 <= age <= oldest else age


def digest(repair: OpenRepair, reference: Reference) -> str:
    """What changes with anything that is kept of a repair, and with the tables that judged it."""
    kept = (
        *(reference.version, repair.provider, repair.country, repair.kind, repair.brand),
        *(reference.policy.band(repair.years(reference.policy.oldest)), repair.status, repair.barrier or NOT_KNOWN),
        *(repair.on.isoformat(), repair.told),
    )
    return sha256("\x1f".join(kept).encode())[:16]


def read_row(row: Mapping[str, str], reference: Reference, until: date) -> OpenRepair | tuple[Problem, ...] | None:
    """The repair of a row with all `FIELDS`; its faults, where it has any; None by rule 5.

    `until` is the day of the file: a repair cannot be of a later one.
    """
    product, problems = _product(row, reference), []
    if product is None:
        return None
    if isinstance(product, Problem):
        problems.append(product)
    on, status, barrier = _day(row["event_date"]), row["repair_status"], row["repair_barrier_if_end_of_life"]
    year, age = row["year_of_manufacture"], row["product_age"]
    for field, sound, expected in (
        ("id", len(row["id"]) <= _LONGEST_ID and _ID.fullmatch(row["id"]), _ID_EXPECTED),
        ("data_provider", _is_name(row["data_provider"]), _NAME_EXPECTED),
        ("country", _COUNTRY.fullmatch(row["country"]), _COUNTRY_EXPECTED),
        ("year_of_manufacture", year in _NO_YEAR or _YEAR.fullmatch(year), _YEAR_EXPECTED),
        ("product_age", not age or _AGE.fullmatch(age), _AGE_EXPECTED),
        ("repair_status", status in reference.statuses, _STATUS_EXPECTED),
        ("repair_barrier_if_end_of_life", not barrier or barrier in reference.barriers, _BARRIER_EXPECTED),
        ("group_identifier", not row["group_identifier"] or _is_name(row["group_identifier"]), _NAME_EXPECTED),
        ("event_date", on is not None and on <= until, _DAY_EXPECTED),
    ):
        if not sound:
            problems.append(Problem(field, expected))
    if problems or on is None or isinstance(product, Problem):
        return tuple(problems)
    problem = row["problem"]
    return OpenRepair(
        id=row["id"],
        provider=row["data_provider"],
        country=row["country"],
        kind=product.kind,
        brand=_brand(row["brand"], reference),
        year=None if year in _NO_YEAR else int(year),
        age=float(age) if age else None,
        status=reference.statuses[status],
        barrier=reference.barriers[barrier] if barrier else None,
        group=row["group_identifier"],
        on=on,
        faults=reference.words.faults(problem),
        described=bool(problem) and not problem.isspace(),
    )


def write_row(repair: OpenRepair, reference: Reference) -> dict[str, str]:
    """Rule 7. The problem is named by the kinds of fault; one that was described and not classified, as just that."""
    product = reference.product(repair.kind)
    texts = "; ".join(reference.fault_texts[fault] for fault in Fault if fault in repair.faults)
    values = (
        *(repair.id, repair.provider, repair.country, repair.kind.value, product.category, str(product.category_id)),
        *(_brand_text(repair.brand), "" if repair.year is None else f"{repair.year:04}", _age_text(repair.age)),
        _STATUS_WORDS[repair.status],
        "" if repair.barrier is None else reference.barrier_words[repair.barrier],
        *(repair.group, repair.on.isoformat()),
        texts or (_NOT_CLASSIFIED if repair.described else ""),
    )
    return dict(zip(FIELDS, values, strict=True))


_STATUS_WORDS = {
    RepairStatus.FIXED: "Fixed",
    RepairStatus.REPAIRABLE: "Repairable",
    RepairStatus.END_OF_LIFE: "End of life",
    RepairStatus.UNKNOWN: "Unknown",
}
_NOT_CLASSIFIED = "not classified"
_ID_EXPECTED = message("Expected small letters, a dash or an underscore, and a number.")
_NAME_EXPECTED = message("Expected a name of at most {most} characters.", most=_LONGEST_NAME)
_COUNTRY_EXPECTED = message("Expected the three capitals of a country (ISO 3166).")
_YEAR_EXPECTED = message("Expected a year of four digits, or nothing.")
_AGE_EXPECTED = message("Expected a number of years, or nothing.")
_STATUS_EXPECTED = message("Expected Fixed, Repairable, End of life or Unknown.")
_BARRIER_EXPECTED = message("Expected one of the barriers of the standard, or nothing.")
_DAY_EXPECTED = message("Expected a day as yyyy-mm-dd that is not after the day of the file.")
_CATEGORY_EXPECTED: Message = message(
    "Expected the number of the product category that is named beside it, or nothing."
)


def _product(row: Mapping[str, str], reference: Reference) -> Product | Problem | None:
    """By the id, or by the name where there is no id."""
    number, name = row["product_category_id"], row["product_category"]
    named = next((each for each in reference.products if each.category == name), None)
    if not number:
        return named
    numbered = next((each for each in reference.products if str(each.category_id) == number), None)
    if named is not numbered:
        return Problem("product_category_id", _CATEGORY_EXPECTED)
    return named


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        return None


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_NAME and text.isprintable()


def _brand(text: str, reference: Reference) -> str:
    return NOT_KNOWN if text == _UNKNOWN_BRAND else reference.brands.of(text)


def _brand_text(brand: str) -> str:
    return {NOT_KNOWN: _UNKNOWN_BRAND, "other": _OTHER_BRAND}.get(brand, brand)


def _age_text(age: float | None) -> str:
    return "" if age is None else f"{age:.4f}".rstrip("0").rstrip(".")
