"""A column map: which column of a table fills which field, and how its cells are written.

Rules:
1. A column is known by its heading, whatever the case and the white space around it.
2. A field is filled by one column, or by a constant that holds for every row; a column goes before a constant where its
   cell says something.
3. A column without a field is ignored, and so is one that the map does not name.
4. A map names columns that the file must have, and fields that there are: else nothing of the file is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.figure import Unit
from dpp.domain.imports.fields import Field
from dpp.domain.imports.quantities import DecimalSign, can_become
from dpp.domain.imports.rows import ImportRow
from dpp.domain.imports.values import Cell, Style, read_value
from dpp.domain.message import message


@dataclass(frozen=True)
class Column:
    """One column of the file. `field` is None for a column that is ignored; `unit` is what its bare numbers are in."""

    heading: str
    field: str | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class ColumnMap:
    """`constants` fill fields in every row. `sign` marks decimals; `source` is the title of the source of figures."""

    columns: tuple[Column, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    sign: DecimalSign = DecimalSign.COMMA
    source: str = ""

    def problems(self, fields: Mapping[str, Field]) -> tuple[Problem, ...]:
        """Everything that is wrong with this map, for these fields."""
        named = [(f"$.columns[{place}].field", column.field) for place, column in enumerate(self.columns)]
        named += [(f"$.constants.{name}", name) for name in self.constants]
        unknown = [
            Problem(path, message("There is no field '{name}'.", name=name))
            for path, name in named
            if name is not None and name not in fields
        ]
        return (*unknown, *self._twice(), *self._units(fields))

    def _twice(self) -> list[Problem]:
        problems, seen = [], set()
        for place, column in enumerate(self.columns):
            if column.field is not None and column.field in seen:
                what = message("Two columns fill '{name}'.", name=column.field)
                problems.append(Problem(f"$.columns[{place}].field", what))
            seen.add(column.field)
        return problems

    def _units(self, fields: Mapping[str, Field]) -> list[Problem]:
        problems = []
        for place, column in enumerate(self.columns):
            known = fields.get(column.field or "")
            wanted = known.unit if known else None
            if column.unit is not None and (wanted is None or not can_become(column.unit, wanted)):
                what = message("{unit} is no unit for '{name}'.", unit=column.unit.value, name=column.field)
                problems.append(Problem(f"$.columns[{place}].unit", what))
        return problems


@dataclass(frozen=True)
class TableRow:
    """One record of a table: its line, and a cell for each heading (fewer where the record is short)."""

    line: int
    cells: Sequence[Cell]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Filled:
    place: int
    heading: str
    field: Field
    style: Style


class Mapper:
    """A map over the headings of one file: makes rows of records. Raises InvalidInput where rule 4 is broken."""

    def __init__(self, column_map: ColumnMap, fields: Mapping[str, Field], headings: Sequence[str]) -> None:
        places = {plain_heading(heading): place for place, heading in reversed(list(enumerate(headings)))}
        missing = [
            Problem(f"$.columns[{number}]", message("The file has no column '{heading}'.", heading=column.heading))
            for number, column in enumerate(column_map.columns)
            if column.field is not None and plain_heading(column.heading) not in places
        ]
        if problems := (*column_map.problems(fields), *missing):
            raise InvalidInput(
                message("The column map does not fit."),
                problems,
                remedy=message("Choose another map, or mend this one."),
            )
        self._width = len(headings)
        self._filled = [
            _Filled(
                place=places[plain_heading(column.heading)],
                heading=column.heading,
                field=fields[column.field],
                style=Style(column_map.sign, column.unit, column_map.source),
            )
            for column in column_map.columns
            if column.field is not None
        ]
        style = Style(column_map.sign, None, column_map.source)
        self._constants = {name: read_value(cell, fields[name], style) for name, cell in column_map.constants.items()}

    def row(self, record: TableRow) -> ImportRow:
        """What the record says, with a problem for each cell that cannot be read."""
        content: dict[str, Any] = {}
        problems = [*record.problems, *self._too_wide(record)]
        for name, value in self._constants.items():
            _put(content, name, value)
        for filled in self._filled:
            cell = record.cells[filled.place] if filled.place < len(record.cells) else None
            try:
                value = read_value(cell, filled.field, filled.style)
            except InvalidInput as error:
                what = message("Column '{heading}': {fault}", heading=filled.heading, fault=error.what)
                problems.append(Problem(f"$.{filled.field.name}", what))
            else:
                if value is not None:
                    _put(content, filled.field.name, value)
        return ImportRow(record.line, content, tuple(problems))

    def _too_wide(self, record: TableRow) -> list[Problem]:
        if all(cell is None or cell == "" for cell in record.cells[self._width :]):
            return []
        what = message("The row has {found} cells, the heading {wanted}.", found=len(record.cells), wanted=self._width)
        return [Problem("$", what)]


def plain_heading(heading: str) -> str:
    """Rule 1."""
    return " ".join(heading.split()).casefold()


def _put(content: dict[str, Any], name: str, value: Any) -> None:
    whole, _, part = name.partition(".")
    if part:
        content.setdefault(whole, {})[part] = value
    else:
        content[whole] = value


def write_map(column_map: ColumnMap) -> dict[str, Any]:
    """The JSON form of a map."""
    return {
        "columns": [
            {"heading": column.heading, "field": column.field} | ({"unit": column.unit.value} if column.unit else {})
            for column in column_map.columns
        ],
        "constants": dict(column_map.constants),
        "decimalSign": column_map.sign.value,
        "source": column_map.source,
    }


def read_map(content: object) -> ColumnMap:
    """A map from its JSON form; InvalidInput with the path of what is not right."""
    if not isinstance(content, Mapping):
        raise _wrong("$", content)
    columns, constants = content.get("columns", []), content.get("constants", {})
    if not isinstance(columns, list):
        raise _wrong("$.columns", columns)
    if not isinstance(constants, Mapping) or not all(isinstance(value, str) for value in constants.values()):
        raise _wrong("$.constants", constants)
    sign, source = content.get("decimalSign", DecimalSign.COMMA.value), content.get("source", "")
    if sign not in set(DecimalSign):
        raise _wrong("$.decimalSign", sign)
    if not isinstance(source, str):
        raise _wrong("$.source", source)
    read = tuple(_column(column, f"$.columns[{place}]") for place, column in enumerate(columns))
    return ColumnMap(read, dict(constants), DecimalSign(sign), source)


def _column(content: object, path: str) -> Column:
    if not isinstance(content, Mapping) or not isinstance(content.get("heading"), str):
        raise _wrong(path, content)
    name, unit = content.get("field"), content.get("unit")
    if name is not None and not isinstance(name, str):
        raise _wrong(f"{path}.field", name)
    if unit is not None and unit not in set(Unit):
        raise _wrong(f"{path}.unit", unit)
    return Column(content["heading"], name, None if unit is None else Unit(unit))


def _wrong(path: str, found: object) -> InvalidInput:
    what = message("{path} is not what a column map has there: {found}.", path=path, found=str(found)[:60])
    return InvalidInput(
        what, (Problem(path, what),), remedy=message("Compare it with the API description of column maps.")
    )
