"""Reads a file of the dataset: the whole list of endoflife.date's interface, or its releases by product.

Two shapes are read, as endoflife.date gives them:
- `/api/v1/products/full`: `result` lists products with `name`, `label` and `releases`; a release has `isEol` beside
  `eolFrom` (and so on), and the file says when it was made (`generated_at`).
- by product: `{"pixel": {"title": ..., "releases": [{"releaseCycle": "7", "eol": "2027-10-01"}]}}`, where an end is a
  day, true or false. It does not say of which day it is.

Rules:
1. A row that cannot be read whole is refused with its reason, and the others are read. Nothing is mended.
2. Products that `products` does not know are left, and counted: the whole list has hundreds.
3. A release that stands twice in its product is refused both times: nobody knows which counts.
4. A device's product lies under its kind in `products`, whatever category the file gives it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from lifecycle.domain.support.endings import Ending, read_day, read_ending
from lifecycle.domain.support.products import PRODUCTS
from lifecycle.domain.support.releases import Release, ReleaseName

LARGEST = 32 * 1024 * 1024
"""The whole list was 6 MB in 2026."""
_LONGEST_NAME = 120
_REMEDY = message("Give a file of endoflife.date: its list of all products, or the releases by product.")


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a file says. `dated` is the day that it gives for itself; `refused` are rows with their path and reason."""

    products: tuple[str, ...]
    releases: tuple[Release, ...]
    refused: tuple[Problem, ...] = ()
    left: tuple[str, ...] = ()
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A product as the file has it; `path` is where its releases stand."""

    name: str
    title: object
    releases: object
    path: str


def read_dataset(content: object) -> Dataset:
    """Every release that can be read; InvalidInput where the file is none of the dataset."""
    found = tuple(_products(content))
    known = [each for each in found if each.name in PRODUCTS]
    if not known:
        raise InvalidInput(message("The file names no product that is known here."), remedy=_REMEDY)
    releases: list[Release] = []
    refused: list[Problem] = []
    for product in known:
        _read_product(product, releases, refused)
    return Dataset(
        products=tuple(each.name for each in known),
        releases=tuple(releases),
        refused=tuple(refused),
        left=tuple(each.name for each in found if each.name not in PRODUCTS),
        dated=_dated(content),
    )


def _products(content: object) -> Iterator[_Found]:
    if not isinstance(content, Mapping):
        raise InvalidInput(message("The file is no table of products."), remedy=_REMEDY)
    listed = content.get("result")
    if isinstance(listed, list):
        for place, product in enumerate(listed):
            if isinstance(product, Mapping) and isinstance(product.get("name"), str):
                path = f"$.result[{place}].releases"
                yield _Found(product["name"], product.get("label"), product.get("releases"), path)
        return
    for name, product in content.items():
        if isinstance(product, Mapping) and "releases" in product:
            yield _Found(str(name), product.get("title"), product["releases"], f"$.{name}.releases")


def _dated(content: object) -> date | None:
    said = content.get("generated_at") if isinstance(content, Mapping) else None
    try:
        return datetime.fromisoformat(said).date() if isinstance(said, str) else None
    except ValueError:
        return None


def _read_product(product: _Found, releases: list[Release], refused: list[Problem]) -> None:
    rows = product.releases
    if not isinstance(rows, list):
        refused.append(Problem(product.path, message("A product lists its releases.")))
        return
    names = Counter(_name_of(row) for row in rows)
    for place, row in enumerate(rows):
        path = f"{product.path}[{place}]"
        try:
            release = _read_row(product, row)
        except _UnreadableError as error:
            refused.append(Problem(f"{path}.{error.at}", error.what))
            continue
        if names[release.name.release] > 1:
            what = message("'{release}' stands there more than once.", release=release.name.release)
            refused.append(Problem(path, what))
        else:
            releases.append(release)


class _UnreadableError(Exception):
    def __init__(self, at: str, what: Message) -> None:
        self.at, self.what = at, what


def _name_of(row: object) -> object:
    name = row.get("name", row.get("releaseCycle")) if isinstance(row, Mapping) else None
    return name if isinstance(name, str) else None


def _read_row(product: _Found, row: object) -> Release:
    name = _name_of(row)
    if not isinstance(row, Mapping) or not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
        raise _UnreadableError("releaseCycle", message("A release needs a name."))
    title = product.title if isinstance(product.title, str) else product.name
    link = row.get("link")
    return Release(
        name=ReleaseName(product.name, name),
        kind=PRODUCTS[product.name].kind,
        title=title,
        label=_text(row, "label") or _text(row, "releaseLabel") or name,
        released=_released(row),
        security=_ending(row, "eol", "Eol"),
        updates=_ending(row, "eoas", "Eoas"),
        extended=_ending(row, "eoes", "Eoes"),
        sale=_ending(row, "discontinued", "Discontinued"),
        long_term=row.get("lts") is True or row.get("isLts") is True,
        link=link if isinstance(link, str) and link.startswith("https://") else None,
    )


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value.strip()[:200] or None if isinstance(value, str) else None


def _released(row: Mapping[str, Any]) -> date | None:
    value = row.get("releaseDate")
    try:
        return None if value is None else read_day(value)
    except ValueError:
        raise _UnreadableError("releaseDate", _no_day(value)) from None


def _ending(row: Mapping[str, Any], name: str, worded: str) -> Ending:
    """`eol`, or `eolFrom` where it gives a day, else `isEol`."""
    day = f"{name}From"
    at = name if name in row else day
    value = row[name] if name in row else row.get(day)
    if value is None and isinstance(row.get(f"is{worded}"), bool):
        value = row[f"is{worded}"]
    try:
        return read_ending(value)
    except ValueError:
        raise _UnreadableError(at, _no_day(value)) from None


def _no_day(value: object) -> Message:
    return message("'{found}' is not a day.", found=str(value)[:40])
