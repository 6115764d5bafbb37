"""Which models a claim is about.

Rules:
1. Models are named by numbers that a maker has from somebody else: EPREL registration numbers, GTINs, a GS1 company
   prefix, or the supplier under which they stand in EPREL. Never by the text of a model's name: names are not unique,
   and white-label rows carry another maker's.
2. A GTIN is written with 14 digits, its check digit right. A company prefix stands after the indicator digit.
3. A supplier covers only models that have an EPREL number, and is compared whole, whatever the case and the spaces.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dpp.domain.document import Elements
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.gs1.check_digits import GTIN_LENGTHS, are_digits, ends_in_check_digit
from dpp.domain.message import Message, message

GTIN, EPREL, SUPPLIER = "gtin", "eprelRegistrationNumber", "manufacturerName"
_GTIN_LENGTH, _EPREL_LENGTH = 14, 9
_PREFIX_LENGTHS = range(4, 13)
_LONGEST_SUPPLIER = 200
MOST_NUMBERS = 10_000


class ScopeKind(StrEnum):
    """By which numbers models are claimed (rule 1)."""

    EPREL_NUMBERS = "eprel-numbers"
    GTINS = "gtins"
    COMPANY_PREFIX = "company-prefix"
    SUPPLIER = "supplier"


_SINGLE = frozenset({ScopeKind.COMPANY_PREFIX, ScopeKind.SUPPLIER})


@dataclass(frozen=True)
class Scope:
    """The models that are claimed; make one with `scope_of`."""

    kind: ScopeKind
    values: tuple[str, ...]

    def covers(self, elements: Elements) -> bool:
        """Whether a model passport with these elements is one of them."""
        if self.kind is ScopeKind.EPREL_NUMBERS:
            return elements.get(EPREL) in self.values
        if self.kind is ScopeKind.GTINS:
            return elements.get(GTIN) in self.values
        if self.kind is ScopeKind.COMPANY_PREFIX:
            return str(elements.get(GTIN, ""))[1:].startswith(self.values[0])
        return EPREL in elements and _plain(str(elements.get(SUPPLIER, ""))) == _plain(self.values[0])


def scope_of(kind: ScopeKind, values: tuple[str, ...]) -> Scope:
    """The scope that these values name, each once; InvalidInput lists every fault."""
    given = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    problems = tuple(_problems(kind, given))
    if problems:
        raise InvalidInput(message("These numbers name no models."), problems)
    if kind is ScopeKind.GTINS:
        given = tuple(dict.fromkeys(value.zfill(_GTIN_LENGTH) for value in given))
    return Scope(kind, given)


def _problems(kind: ScopeKind, values: tuple[str, ...]) -> Iterator[Problem]:
    if not values:
        yield Problem("values", message("Give at least one."))
    if kind in _SINGLE and len(values) > 1:
        yield Problem("values", message("Give one at a time."))
    if len(values) > MOST_NUMBERS:
        yield Problem("values", message("Give at most {count} numbers at a time.", count=MOST_NUMBERS))
    for value in values:
        if what := _fault(kind, value):
            yield Problem("values", what)


def _fault(kind: ScopeKind, value: str) -> Message | None:
    shown = value[:40]
    if kind is ScopeKind.EPREL_NUMBERS and not (are_digits(value) and len(value) <= _EPREL_LENGTH):
        return message("'{value}' is not an EPREL number: at most 9 digits are expected.", value=shown)
    if kind is ScopeKind.GTINS and not (len(value) in GTIN_LENGTHS and ends_in_check_digit(value)):
        return message("'{value}' is not a GTIN with its right check digit.", value=shown)
    if kind is ScopeKind.COMPANY_PREFIX and not (are_digits(value) and len(value) in _PREFIX_LENGTHS):
        return message("'{value}' is not a GS1 company prefix: 4 to 12 digits are expected.", value=shown)
    if kind is ScopeKind.SUPPLIER and len(value) > _LONGEST_SUPPLIER:
        return message("The name of a supplier has at most {count} characters.", count=_LONGEST_SUPPLIER)
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
