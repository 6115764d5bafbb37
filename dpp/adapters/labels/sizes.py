"""The sizes of labels, from `sizes.toml` beside this file."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.labels.sizes import LabelSize, Sheet
from dpp.domain.message import message

A4_WIDTH, A4_HEIGHT = 210.0, 297.0


class PackagedSizes:
    """`LabelSizes`: those of this package, and any roll that is named by its millimetres."""

    def all(self) -> tuple[LabelSize, ...]:
        return tuple(_packaged().values())

    def named(self, name: str) -> LabelSize:
        size = _packaged().get(name) or LabelSize.of_millimetres(name)
        if size is None:
            what = message("There is no label size '{name}'.", name=name[:40])
            remedy = message("Sizes are {known}, or millimetres such as 57x32.", known=", ".join(_packaged()))
            raise InvalidInput(what, (Problem("$.size", what),), remedy=remedy)
        return size


@cache
def _packaged() -> Mapping[str, LabelSize]:
    return MappingProxyType({size.name: size for size in read_sizes(_file("sizes.toml"))})


def read_sizes(text: str) -> Iterable[LabelSize]:
    """The sizes of a file; ValueError for one that does not fit its schema, or whose labels do not fit the sheet."""
    plain = tomllib.loads(text)
    faults = [f"{error.json_path}: {error.message}" for error in _schema().iter_errors(plain)]
    if faults:
        raise ValueError("; ".join(faults))
    return [
        *(_sheet(name, **values) for name, values in plain["sheets"].items()),
        *(LabelSize(name, **values) for name, values in plain["rolls"].items()),
    ]


def _sheet(name: str, *, columns: int, rows: int, gap_x: float, gap_y: float, **label: Any) -> LabelSize:
    """In the middle of A4."""
    pitch_x, pitch_y = label["width"] + gap_x, label["height"] + gap_y
    left, top = (A4_WIDTH - columns * pitch_x + gap_x) / 2, (A4_HEIGHT - rows * pitch_y + gap_y) / 2
    if left < 0 or top < 0:
        raise ValueError(f"$.sheets.{name}: {columns} x {rows} labels do not fit on A4")
    return LabelSize(name, **label, sheet=Sheet(A4_WIDTH, A4_HEIGHT, columns, rows, left, top, pitch_x, pitch_y))


def _schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(_file("sizes.schema.json")))


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
