"""The catalogue of spare parts: what a part is, by which numbers people know it, and which models it fits.

Rules:
1. A part has an id of its own, that says nothing. Makers give it one number or several, and replace numbers by others:
   all of them find it. Numbers are compared without case, white space and signs (`number_key`).
2. Of one maker a number belongs to one part.
3. Compatibility is a fact of its own, with its source: one battery fits nine laptops, and a laptop takes two batteries.
   It is found from both sides. Who learns that a part does not fit says so; the last word counts, the others stay.
4. Every fact keeps who supplied it, and when.
5. Kinds of part are those that passports speak of (`spareParts.part` in the catalogue of elements).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId, encode
from dpp.domain.part_kind import PartKind
from lifecycle.domain.vocabulary import ComponentKind

SparePartId = NewType("SparePartId", str)

LONGEST = 200
MOST_NUMBERS = 20
_ID_LENGTH = 16
_LEAST_SIGNS = 3


_HARVESTED_AS = {
    PartKind.BACK_COVER: ComponentKind.HOUSING,
    PartKind.FRONT_CAMERA: ComponentKind.CAMERA,
    PartKind.REAR_CAMERA: ComponentKind.CAMERA,
}


def component_of(kind: PartKind) -> ComponentKind:
    """As what the bill of materials of a device knows such a part."""
    if kind in _HARVESTED_AS:
        return _HARVESTED_AS[kind]
    return ComponentKind(kind.value) if kind.value in set(ComponentKind) else ComponentKind.OTHER


class Datum(StrEnum):
    """What can be measured of a part; `UNITS` says in what."""

    VOLTAGE = "voltage"
    ENERGY = "energy"
    CHARGE = "charge"
    POWER = "power"
    DIAGONAL = "diagonal"
    CAPACITY = "capacity"
    CELLS = "cells"


UNITS: Mapping[Datum, str] = MappingProxyType(
    {
        Datum.VOLTAGE: "V",
        Datum.ENERGY: "Wh",
        Datum.CHARGE: "mAh",
        Datum.POWER: "W",
        Datum.DIAGONAL: "inch",
        Datum.CAPACITY: "GB",
        Datum.CELLS: "",
    }
)


@dataclass(frozen=True)
class Measured:
    """One thing that was measured, in the unit of `UNITS`."""

    name: Datum
    value: Decimal


@dataclass(frozen=True)
class Said:
    """Who supplied a fact, and when (rule 4)."""

    at: datetime
    by: AccountId
    organisation: OrganisationId | None = None


@dataclass(frozen=True)
class PartFacts:
    """What the catalogue says of a part. `superseded_by` is the number that its maker gives for it now."""

    kind: PartKind
    maker: str
    numbers: tuple[str, ...]
    name_en: str | None = None
    name_nl: str | None = None
    superseded_by: str | None = None
    data: tuple[Measured, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Its numbers as they are compared, each once."""
        return tuple(dict.fromkeys(number_key(number) for number in self.numbers))

    @property
    def superseded_key(self) -> str | None:
        """The number that took its place, as numbers are compared."""
        return None if self.superseded_by is None else number_key(self.superseded_by)


@dataclass(frozen=True)
class SparePart:
    """A part as the last word about it leaves it; `version` counts these words from 1."""

    id: SparePartId
    version: int
    facts: PartFacts
    said: Said


@dataclass(frozen=True)
class Fit:
    """That a part fits a model, or that it does not; `source` is where that is known from (rule 3)."""

    part: SparePartId
    model: PassportId
    fits: bool
    source: str
    said: Said
    note: str | None = None


def spare_part_id(chance: bytes) -> SparePartId:
    """From ten random bytes."""
    return SparePartId(encode(chance, _ID_LENGTH))


def number_key(number: str) -> str:
    """A part number as it is compared: capitals and digits alone. `5b10w-13930` and `5B10W13930` are one."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def maker_key(maker: str) -> str:
    """A maker as it is compared: without case and surplus white space."""
    return " ".join(maker.casefold().split())


def search_words(facts: PartFacts) -> str:
    """What a part is searched by, in small letters: its maker, names and numbers, and these as they are compared."""
    said = (facts.maker, facts.name_en, facts.name_nl, *facts.numbers, *facts.keys)
    return " ".join(" ".join(each.casefold().split()) for each in said if each)


def ways_to_find(text: str) -> tuple[tuple[str, ...], ...]:
    """For each word of a search the ways in which it can stand in `search_words`: as it is, or as a number."""
    words = text.casefold().split()
    return tuple(tuple(dict.fromkeys(filter(None, (word, number_key(word).casefold())))) for word in words)


def check_facts(facts: PartFacts) -> PartFacts:
    """The facts; InvalidInput with every fault in them."""
    texts = {
        "maker": facts.maker,
        "name_en": facts.name_en,
        "name_nl": facts.name_nl,
        "superseded_by": facts.superseded_by,
        **{f"numbers[{place}]": number for place, number in enumerate(facts.numbers)},
    }
    problems = [problem for name, text in texts.items() if (problem := fault_of_text(f"$.{name}", text))]
    problems += [
        Problem("$.numbers", message("A part number has at least three letters or digits."))
        for number in facts.numbers
        if len(number_key(number)) < _LEAST_SIGNS
    ]
    if not 0 < len(facts.numbers) <= MOST_NUMBERS:
        problems.append(Problem("$.numbers", message("Give 1 to {most} part numbers.", most=MOST_NUMBERS)))
    if facts.superseded_by is not None and number_key(facts.superseded_by) in facts.keys:
        problems.append(Problem("$.superseded_by", message("A number cannot be replaced by itself.")))
    problems += [
        Problem(f"$.data.{each.name}", message("Expected a number above zero."))
        for each in facts.data
        if not each.value.is_finite() or each.value <= 0
    ]
    if problems:
        raise InvalidInput(message("The part has {count} fault(s).", count=len(problems)), tuple(problems))
    return facts


def fault_of_text(path: str, text: str | None) -> Problem | None:
    """What is wrong with a short text; None where nothing is."""
    if text is None or (0 < len(text.strip()) <= LONGEST and text.isprintable()):
        return None
    return Problem(path, message("Expected a text of 1 to {most} characters that can be printed.", most=LONGEST))
