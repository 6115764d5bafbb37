"""One cell as the value of one field.

Rules:
1. An empty cell says nothing: it is never an empty text, a zero or a no.
2. A number that a spreadsheet made of an identifier is made a text again, with the leading zeros that it lost.
3. A figure gets the unit of its field and the source that the map names: a figure without a source is no figure.
4. Several values of one field stand in a cell with `|`, `;` or a line feed between them.
5. What cannot be read is refused with what was expected and what was found, never guessed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from dpp.domain.catalogue import ValueType
from dpp.domain.errors import InvalidInput
from dpp.domain.figure import Unit
from dpp.domain.imports.dates import read_date, read_month
from dpp.domain.imports.fields import Field
from dpp.domain.imports.quantities import DecimalSign, plain_number, read_number, read_quantity
from dpp.domain.message import Message, message

Cell = str | int | float | bool | date | datetime | None
"""What a table has in one place; a text file has only texts."""

YES = frozenset({"ja", "j", "yes", "y", "true", "waar", "1", "x"})
NO = frozenset({"nee", "n", "no", "false", "onwaar", "0"})
_CODE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "notebook": "laptop",
        "draagbare computer": "laptop",
        "monitor": "display",
        "beeldscherm": "display",
        "scherm": "display",
        "smartphone": "phone",
        "telefoon": "phone",
        "mobiele telefoon": "phone",
    }
)
"""What lists call a kind of product, besides the words of the catalogue."""
_BETWEEN_VALUES = re.compile(r"[|;\n]")
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Style:
    """How cells of one column are written. `source` is the title of the source of its figures."""

    sign: DecimalSign = DecimalSign.COMMA
    unit: Unit | None = None
    source: str = ""


def read_value(cell: Cell, field: Field, style: Style) -> Any:
    """The value of a field; None for an empty cell (rule 1). Raises InvalidInput for what cannot be read."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if field.multiple:
        parts = _BETWEEN_VALUES.split(_text(cell, field))
        return [_READERS[field.value_type](part.strip(), field, style) for part in parts if part.strip()]
    return _READERS[field.value_type](cell, field, style)


def _text(cell: Cell, field: Field) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = cell.isoformat() if isinstance(cell, date) else str(cell).strip()
    return text.zfill(field.digits) if field.digits and text.isdecimal() else text


def _number(cell: Cell, field: Field, style: Style) -> int | float:
    value = _decimal(cell) if not isinstance(cell, str) else read_number(cell, style.sign)
    if value is None:
        raise _unreadable(message("a number such as {like}", like=_like(style)), cell, field)
    return plain_number(value)


def _figure(cell: Cell, field: Field, style: Style) -> dict[str, Any]:
    wanted = field.unit or Unit.ONE
    text = str(_decimal(cell)) if not isinstance(cell, str) else cell
    sign = style.sign if isinstance(cell, str) else DecimalSign.POINT
    value = read_quantity(text, sign, wanted, style.unit)
    if value is None:
        like = message("a quantity such as {like} {unit}", like=_like(style), unit=wanted.value)
        raise _unreadable(like, cell, field)
    if not style.source:
        raise InvalidInput(
            message("A figure needs a source, and the column map names none."),
            remedy=message("Say in the column map where its figures come from."),
        )
    return {"value": plain_number(value), "unit": wanted.value, "source": {"title": style.source}}


def _boolean(cell: Cell, field: Field, _: Style) -> bool:
    if isinstance(cell, bool):
        return cell
    word = _text(cell, field).casefold()
    if word in YES | NO:
        return word in YES
    raise _unreadable(message("yes or no"), cell, field)


def _date(cell: Cell, field: Field, _: Style) -> str:
    found = cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else read_date(str(cell))
    if found is None:
        raise _unreadable(message("a day such as 31-01-2026"), cell, field)
    return found.isoformat()


def _month(cell: Cell, field: Field, _: Style) -> str:
    found = read_month(_text(cell, field))
    if found is None:
        raise _unreadable(message("a month such as 2021-03"), cell, field)
    return found


def _code(cell: Cell, field: Field, _: Style) -> str:
    word = _text(cell, field).casefold()
    for code in field.codes:
        if word in {code.value.casefold(), code.label.en.casefold(), code.label.nl.casefold()}:
            return code.value
    by_other_word = _CODE_WORDS.get(word)
    if by_other_word in {code.value for code in field.codes}:
        return str(by_other_word)
    known = ", ".join(code.value for code in field.codes)
    raise _unreadable(message("one of {known}", known=known), cell, field)


def _resource(cell: Cell, field: Field, _: Style) -> dict[str, str]:
    return {"title": field.label.en, "url": _text(cell, field)}


_READERS: Mapping[ValueType, Callable[[Cell, Field, Style], Any]] = MappingProxyType(
    {
        ValueType.TEXT: lambda cell, field, _: _text(cell, field),
        ValueType.URI: lambda cell, field, _: _text(cell, field),
        ValueType.NUMBER: _number,
        ValueType.FIGURE: _figure,
        ValueType.BOOLEAN: _boolean,
        ValueType.DATE: _date,
        ValueType.MONTH: _month,
        ValueType.CODE: _code,
        ValueType.RESOURCE: _resource,
    }
)


def _decimal(cell: Cell) -> Decimal | None:
    """Of a cell that is a number already."""
    return Decimal(str(cell)) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _like(style: Style) -> str:
    return "1,4" if style.sign is DecimalSign.COMMA else "1.4"


def _unreadable(expected: Message, cell: Cell, field: Field) -> InvalidInput:
    found = _text(cell, field)
    quoted = found if len(found) <= _LONGEST_QUOTE else found[: _LONGEST_QUOTE - 1] + "\u2026"
    return InvalidInput(message("Expected {expected}, found {found}.", expected=expected, found=quoted))
