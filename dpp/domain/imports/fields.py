"""What a column of a table can fill: the fields of a kind of row, made from the catalogue where they are elements.

Rules:
1. A field takes one cell. Of a collection each single member is a field of its own (`resolution.width`); a list of
   collections has no field: it comes by JSON.
2. What a passport says of itself (its model, its predecessor and successor) is never filled by a column.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dpp.domain.catalogue import Catalogue, Code, Element, Granularity, Member, Text, ValueType
from dpp.domain.figure import Unit

OWN_BUSINESS = frozenset({"modelPassport", "previousPassport", "successorPassport"})
_ONE_CELL = frozenset(
    {
        ValueType.TEXT,
        ValueType.NUMBER,
        ValueType.BOOLEAN,
        ValueType.DATE,
        ValueType.MONTH,
        ValueType.URI,
        ValueType.CODE,
        ValueType.FIGURE,
        ValueType.RESOURCE,
    }
)
_LANGUAGES = (("nl", Text("Dutch", "Nederlands")), ("en", Text("English", "Engels")))
_GTIN_DIGITS = 14


@dataclass(frozen=True)
class Field:
    """One thing that a row can say. `name` is its place in the row (`mass`, `resolution.width`, `lockRelease.nl`).

    `digits` is the length to which a number that lost its leading zeros in a spreadsheet is filled up again.
    """

    name: str
    group: str
    label: Text
    value_type: ValueType = ValueType.TEXT
    unit: Unit | None = None
    codes: tuple[Code, ...] = ()
    multiple: bool = False
    digits: int | None = None


def element_fields(
    catalogue: Catalogue, granularity: Granularity, *, without: Collection[str] = ()
) -> tuple[Field, ...]:
    """The fields of a passport of this granularity, in the order of the catalogue."""
    return tuple(
        field
        for element in catalogue.elements.values()
        if granularity in element.granularity and element.element_id not in {*OWN_BUSINESS, *without}
        for field in _of_element(element)
    )


def _of_element(element: Element) -> Iterator[Field]:
    if element.value_type is ValueType.MULTI_LANGUAGE:
        for language, label in _LANGUAGES:
            yield Field(f"{element.element_id}.{language}", element.group, _joined(element.label, label))
    elif element.value_type in _ONE_CELL:
        yield Field(
            name=element.element_id,
            group=element.group,
            label=element.label,
            value_type=element.value_type,
            unit=element.unit,
            codes=element.codes,
            multiple=element.multiple,
            digits=_GTIN_DIGITS if element.element_id == "gtin" else None,
        )
    elif not element.multiple:
        yield from (_of_member(element, member) for member in element.members if _fits_one_cell(member))


def _fits_one_cell(member: Member) -> bool:
    return member.value_type in _ONE_CELL and not member.multiple


def _of_member(element: Element, member: Member) -> Field:
    return Field(
        name=f"{element.element_id}.{member.name}",
        group=element.group,
        label=_joined(element.label, member.label),
        value_type=member.value_type,
        unit=member.unit,
        codes=member.codes,
    )


def _joined(whole: Text, part: Text) -> Text:
    return Text(f"{whole.en}: {part.en}", f"{whole.nl}: {part.nl}")
