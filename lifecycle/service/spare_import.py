"""Rows that are spare parts: price lists and lists of compatibility, taken in one by one.

Rules:
1. A row names a part by its maker and one or several numbers. A part that is not known yet is made, and needs its kind;
   of one that is known, what the row says replaces what was said, what it leaves open stays, and its numbers are added.
2. `fits` names models: by passport, by GTIN, or by brand and name with a slash between them. A row about one part may
   come as often as there are models, suppliers or days.
3. A price or a stock needs its supplier, its day and its source.
4. A row is judged as a whole: where one thing in it cannot be, nothing of it is taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Code, Text, ValueType
from dpp.domain.errors import InvalidInput, KringpasError, Problem
from dpp.domain.imports.fields import Field
from dpp.domain.imports.items import ModelName, passport_named
from dpp.domain.imports.rows import ImportRow, Outcome, RowReport, refusal
from dpp.domain.message import message
from dpp.domain.part_kind import PartKind
from dpp.service.imports.models_named import ModelFinder
from dpp.service.imports.ports import ImportWork, Seen
from dpp.service.publishing import Publisher
from dpp.service.received import read_object
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.spares.catalogue import Datum, Measured, PartFacts, SparePart, number_key
from lifecycle.domain.spares.prices import About, InStock, Price, Vat
from lifecycle.service.ports import LifecycleWork
from lifecycle.service.spare_facts import USE_CASE, NewFit, NewSighting, SpareFacts, part_numbered

GROUP, SEEN_GROUP = "spare-part", "sighting"
_GTIN_DIGITS = 14
_LEAST_GTIN = 8
_DATA = {
    Datum.VOLTAGE: Text("Voltage (V)", "Spanning (V)"),
    Datum.ENERGY: Text("Energy (Wh)", "Energie (Wh)"),
    Datum.CHARGE: Text("Charge (mAh)", "Lading (mAh)"),
    Datum.POWER: Text("Power (W)", "Vermogen (W)"),
    Datum.DIAGONAL: Text("Diagonal (inch)", "Diagonaal (inch)"),
    Datum.CAPACITY: Text("Capacity (GB)", "Capaciteit (GB)"),
    Datum.CELLS: Text("Cells", "Cellen"),
}

EnumT = TypeVar("EnumT", bound=StrEnum)


def _codes(words: type[StrEnum]) -> tuple[Code, ...]:
    return tuple(Code(each.value, Text(each.value.replace("-", " "), each.value)) for each in words)


FIELDS = (
    Field("partNumber", GROUP, Text("Part number", "Onderdeelnummer"), multiple=True),
    Field("maker", GROUP, Text("Maker of the part", "Maker van het onderdeel")),
    Field("kind", GROUP, Text("Kind of part", "Soort onderdeel"), ValueType.CODE, codes=_codes(PartKind)),
    Field("nameEn", GROUP, Text("Description (English)", "Omschrijving (Engels)")),
    Field("nameNl", GROUP, Text("Description (Dutch)", "Omschrijving (Nederlands)")),
    Field("supersededBy", GROUP, Text("Superseded by", "Vervangen door")),
    *(Field(datum.value, GROUP, label, ValueType.NUMBER) for datum, label in _DATA.items()),
    Field("fits", GROUP, Text("Fits models", "Past in modellen"), multiple=True),
    Field("fitsSource", GROUP, Text("Source of compatibility", "Bron van passen")),
    Field("fitsNote", GROUP, Text("Note on compatibility", "Opmerking bij passen")),
    Field("price", SEEN_GROUP, Text("Price", "Prijs"), ValueType.NUMBER),
    Field("currency", SEEN_GROUP, Text("Currency", "Valuta")),
    Field("vat", SEEN_GROUP, Text("VAT", "Btw"), ValueType.CODE, codes=_codes(Vat)),
    Field("stock", SEEN_GROUP, Text("In stock", "Op voorraad"), ValueType.CODE, codes=_codes(InStock)),
    Field("supplier", SEEN_GROUP, Text("Supplier", "Leverancier")),
    Field("seenOn", SEEN_GROUP, Text("Seen on", "Gezien op"), ValueType.DATE),
    Field("source", SEEN_GROUP, Text("Source of the price", "Bron van de prijs")),
)
_NAMES = frozenset(field.name for field in FIELDS)
_SEVERAL = frozenset(field.name for field in FIELDS if field.multiple)


class SpareImportWork(LifecycleWork, ImportWork, Protocol):
    """One transaction over spare parts and imports."""


@dataclass(frozen=True)
class SpareTarget:
    """`Target` of lists of spare parts."""

    facts: SpareFacts
    publisher: Publisher
    use_case: str = USE_CASE

    def check(self, actor: Actor) -> None:
        PERMISSIONS.check(self.use_case, actor)

    def fields(self) -> Sequence[Field]:
        return FIELDS

    def handle(
        self,
        work: SpareImportWork,
        actor: Actor,
        rows: Sequence[ImportRow],
        seen: Seen,  # noqa: ARG002 (a part may stand in many rows: rule 2)
    ) -> Sequence[RowReport]:
        models = ModelFinder(work, self.publisher)
        return [self._row(work, actor, models, row) for row in rows]

    def _row(self, work: SpareImportWork, actor: Actor, models: ModelFinder, row: ImportRow) -> RowReport:
        try:
            with work.undoing():
                content = read_object(row.content) if isinstance(row.content, bytes) else row.content
                said = _checked(content)
                part, outcome = self._part(work, actor, said)
                is_new = [
                    *(self.facts.say_fit_in(work, actor, part.id, fit) for fit in _fits(said, models)),
                    *(self.facts.see_in(work, actor, part.id, About.PART, sighting) for sighting in _sightings(said)),
                ]
                changed = outcome is Outcome.UNCHANGED and any(is_new)
                return RowReport(row.line, Outcome.REVISED if changed else outcome, part.id)
        except KringpasError as error:
            return refusal(row.line, error)

    def _part(self, work: LifecycleWork, actor: Actor, said: Mapping[str, Any]) -> tuple[SparePart, Outcome]:
        """Rule 1."""
        numbers = tuple(said["partNumber"])
        known = part_numbered(work, said["maker"], numbers)
        if known is None:
            if "kind" not in said:
                what = message("A part that is not known yet needs its kind.")
                raise InvalidInput(what, (Problem("$.kind", what),))
            new = PartFacts(_word(said, "kind", PartKind), said["maker"], numbers)
            return self.facts.add_in(work, actor, _with(new, said)), Outcome.CREATED
        revised = self.facts.revise_in(work, actor, known.id, _with(known.facts, said))
        return revised, Outcome.UNCHANGED if revised.version == known.version else Outcome.REVISED


def _with(facts: PartFacts, said: Mapping[str, Any]) -> PartFacts:
    """The facts, with what the row says of the part."""
    added = tuple(number for number in said["partNumber"] if number_key(number) not in facts.keys)
    measured = {each.name: each for each in facts.data}
    measured |= {name: Measured(name, _decimal(said, name.value)) for name in Datum if name.value in said}
    return replace(
        facts,
        kind=_word(said, "kind", PartKind) if "kind" in said else facts.kind,
        numbers=(*facts.numbers, *added),
        name_en=said.get("nameEn", facts.name_en),
        name_nl=said.get("nameNl", facts.name_nl),
        superseded_by=said.get("supersededBy", facts.superseded_by),
        data=tuple(measured[name] for name in Datum if name in measured),
    )


def _fits(said: Mapping[str, Any], models: ModelFinder) -> list[NewFit]:
    """Rule 2."""
    if "fits" not in said:
        return []
    if "fitsSource" not in said:
        what = message("Say where it is known from that the part fits.")
        raise InvalidInput(what, (Problem("$.fitsSource", what),))
    found = [models.find(_model_name(name)).passport.passport_id for name in said["fits"]]
    return [NewFit(model, said["fitsSource"], note=said.get("fitsNote")) for model in found]


def _model_name(text: str) -> ModelName:
    brand, slash, name = (each.strip() for each in text.partition("/"))
    if slash and brand and name and not text.startswith("http"):
        return ModelName(brand=brand, name=name)
    if text.isdecimal() and _LEAST_GTIN <= len(text) <= _GTIN_DIGITS:
        return ModelName(gtin=text.zfill(_GTIN_DIGITS))
    return ModelName(passport=passport_named(text))


def _sightings(said: Mapping[str, Any]) -> list[NewSighting]:
    """Rule 3."""
    if "price" not in said and "stock" not in said:
        return []
    needed = {"supplier", "seenOn", "source"} | ({"currency"} if "price" in said else set())
    if missing := [Problem(f"$.{name}", message("This is needed here.")) for name in sorted(needed - said.keys())]:
        raise InvalidInput(message("A price or a stock needs its supplier, its day and its source."), tuple(missing))
    price = None
    if "price" in said:
        vat = _word(said, "vat", Vat) if "vat" in said else Vat.NOT_SAID
        price = Price(_decimal(said, "price"), said["currency"].upper(), vat)
    stock = _word(said, "stock", InStock) if "stock" in said else None
    return [NewSighting(said["supplier"], _day(said, "seenOn"), said["source"], price, stock)]


def _checked(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says, without what it leaves open; InvalidInput with every fault in its form."""
    said = {name: value for name, value in content.items() if value is not None and value != []}
    problems = [
        Problem(f"$.{name}", message("A list of spare parts has no '{name}'.", name=name))
        for name in said.keys() - _NAMES
    ]
    problems += [
        Problem(f"$.{name}", message("This is needed here.")) for name in ("partNumber", "maker") if name not in said
    ]
    for name, value in said.items():
        texts = value if name in _SEVERAL and isinstance(value, list) else [value]
        numeric = {"price", *(each.value for each in Datum)}
        kinds = (str, int, float) if name in numeric else (str,)
        if not all(isinstance(each, kinds) and not isinstance(each, bool) for each in texts):
            problems.append(Problem(f"$.{name}", message("This is no value for '{name}'.", name=name)))
        elif name in _SEVERAL:
            said[name] = texts
    if problems:
        raise InvalidInput(message("The row has {count} fault(s).", count=len(problems)), tuple(problems))
    return said


def _decimal(said: Mapping[str, Any], name: str) -> Decimal:
    try:
        return Decimal(str(said[name]))
    except ArithmeticError as error:
        what = message("Expected a number, such as 49.95.")
        raise InvalidInput(what, (Problem(f"$.{name}", what),)) from error


def _word(said: Mapping[str, Any], name: str, words: type[EnumT]) -> EnumT:
    try:
        return words(said[name])
    except ValueError as error:
        what = message("Expected one of {known}.", known=", ".join(words))
        raise InvalidInput(what, (Problem(f"$.{name}", what),)) from error


def _day(said: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(said[name])
    except ValueError as error:
        what = message("Expected a day such as 2026-01-31.")
        raise InvalidInput(what, (Problem(f"$.{name}", what),)) from error
