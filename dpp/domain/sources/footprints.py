"""Makers' product carbon footprints, one row a report, as elements of model passports.

The columns are those of Boavizta's `environmental-footprint-data` (ODbL 1.0), which collects what makers publish.

Rules:
1. The footprint is what the maker's report says, over the whole life that the report assumes; its range is the error
   that the report states. An error of nothing, or of all, is none stated: then there is no range.
2. A share of 0 is one that the report does not state; shares are told in per cent.
3. The report, its date and how the row came into the file are the source; the file names no method of calculation.
4. Reports are made by different methods: footprints are never compared between makers, and nothing here ranks them.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from dpp.domain.catalogue import ProductGroup
from dpp.domain.figure import Figure, Quality, Source, Unit, write_figure
from dpp.domain.message import message
from dpp.domain.repairability.rounding import half_up
from dpp.domain.sources.notes import Notes, SourceRow
from dpp.domain.sources.plausible import check_plausible
from dpp.domain.sources.values import is_nothing, is_usable, plain, read_day, read_link

COLLECTION = "Boavizta environmental-footprint-data"
LICENCE = "ODbL 1.0"
GROUPS: Mapping[str, ProductGroup] = {
    "laptop": ProductGroup.LAPTOP,
    "monitor": ProductGroup.DISPLAY,
    "smartphone": ProductGroup.PHONE,
}
SHARES = {
    "gwp_manufacturing_ratio": "manufacturing",
    "gwp_transport_ratio": "transport",
    "gwp_use_ratio": "use",
    "gwp_eol_ratio": "endOfLife",
}
COLUMNS = frozenset({"manufacturer", "name", "subcategory", "gwp_total", "sources"})
_USED = {*COLUMNS, *SHARES, "category", "lifetime", "gwp_error_ratio", "report_date", "use_location", "add_method"}
_OF_THE_FILE = frozenset({"sources_hash", "added_date"})
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_WORDED = re.compile(r"([a-z]+)\.?(?: (\d{1,2})(?:st|nd|rd|th)?,?)? (\d{4})")
_EUROPEAN = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_TENTH = Decimal("0.1")
_ALL_BUT_ROUNDING = Decimal("1.05")
_NO_ELEMENT = message("A footprint alone is taken from this file.")


def group_of(row: Mapping[str, str]) -> ProductGroup | None:
    """The product group of a row; nothing for what has no passports here."""
    return GROUPS.get((row.get("subcategory") or "").strip().lower())


def read_footprint(line: int, row: Mapping[str, str]) -> SourceRow:
    """The elements that a row says something of: footprint and report, shares, assumed lifetime."""
    notes = Notes()
    maker, name = ((row.get(column) or "").strip() for column in ("manufacturer", "name"))
    for column, text in (("manufacturer", maker), ("name", name)):
        if not text:
            notes.refuse(f"$.{column}", message("A row needs '{name}'.", name=column))
    source = _source(row, f"{maker} {name}", notes)
    total = _number(row, "gwp_total", notes)
    if total is None or total <= 0:
        notes.refuse("$.gwp_total", message("A row needs a footprint above 0 kg CO2e."))
        return notes.row(line, f"{maker} {name}", {})
    check_plausible("carbonFootprint", "$.gwp_total", total, notes)
    elements: dict[str, Any] = {"carbonFootprint": _footprint(total, row, source, notes)}
    if shares := _shares(row, notes):
        elements["carbonFootprintShares"] = shares
    if (years := _number(row, "lifetime", notes)) is not None:
        check_plausible("assumedLifetime", "$.lifetime", years, notes)
        elements["assumedLifetime"] = write_figure(Figure(plain(years), Unit.YEAR, source))
    if source.url is not None:
        elements["carbonFootprintReport"] = {"title": f"Product carbon footprint of {name}", "url": source.url}
    elements["compiledFrom"] = [_compiled_from(source, elements)]
    _tell_the_rest(row, notes)
    return notes.row(line, f"{maker} {name}", elements)


def _footprint(total: Decimal, row: Mapping[str, str], source: Source, notes: Notes) -> dict[str, Any]:
    low, high = _range(total, row, notes)
    figure = Figure(plain(total), Unit.KILOGRAM_CO2E, source, low, high, quality=Quality.DECLARED)
    return write_figure(figure)


def _range(total: Decimal, row: Mapping[str, str], notes: Notes) -> tuple[float | None, float | None]:
    """Rule 1."""
    error = _number(row, "gwp_error_ratio", notes)
    if error is None:
        return (None, None)
    if not 0 < error < 1:
        say = message("Not an error that a report states: the footprint has no range.")
        notes.changed("$.gwp_error_ratio", row["gwp_error_ratio"], None, say)
        return (None, None)
    return (float(half_up(total * (1 - error), _TENTH)), float(half_up(total * (1 + error), _TENTH)))


def _shares(row: Mapping[str, str], notes: Notes) -> dict[str, int | float]:
    """Rule 2."""
    shares = {}
    for column, stage in SHARES.items():
        ratio = _number(row, column, notes)
        if ratio is None:
            continue
        if ratio == 0:
            notes.changed(f"$.{column}", row[column], None, message("The report does not state this share."))
        elif not -1 < ratio <= 1:
            notes.warn(f"$.{column}", message("{ratio} is not a share of the whole; it was left out.", ratio=ratio))
            notes.leave(f"$.{column}", row[column], message("This is not a share of the whole."))
        else:
            shares[stage] = plain(ratio * 100)
    whole = sum((Decimal(str(share)) for share in shares.values()), Decimal(0)) / 100
    if whole > _ALL_BUT_ROUNDING:
        notes.warn("$", message("The shares add up to {percent} %.", percent=plain(half_up(whole * 100, _TENTH))))
    return shares


def _source(row: Mapping[str, str], name: str, notes: Notes) -> Source:
    """Rule 3."""
    link = row.get("sources") or ""
    date = _date(row.get("report_date") or "", notes)
    where, how = (row.get("use_location") or "").strip(), (row.get("add_method") or "").strip()
    parts = (f"use phase: {where}" if where else "", f"row: {how}" if how else "")
    return Source(
        title=f"{name}, maker's product carbon footprint, in {COLLECTION}",
        url=None if is_nothing(link) else read_link("$.sources", link, notes),
        date=date,
        licence=LICENCE,
        note="; ".join(part for part in parts if part) or None,
    )


def _date(raw: str, notes: Notes) -> str | None:
    """`January 2021`, `December 10 2019`, `2021-1-11`, `26/07/2019` or `2020`, as ISO 8601 writes it."""
    if is_nothing(raw):
        return None
    text = " ".join(raw.lower().split())
    found = read_day(text)
    if worded := _WORDED.fullmatch(text):
        month, day, year = worded.groups()
        parts = [int(year), _MONTHS.get(month, 0), *([int(day)] if day else [])]
        found = read_day(parts)
    elif european := _EUROPEAN.fullmatch(text):
        found = read_day([int(part) for part in reversed(european.groups())])
    if found is None:
        notes.leave("$.report_date", raw, message("This is not a date."))
    elif found != raw:
        notes.changed("$.report_date", raw, found, message("The date as ISO 8601 writes it."))
    return found


def _number(row: Mapping[str, str], column: str, notes: Notes) -> Decimal | None:
    """A number of the file, which writes all of them as text with a point."""
    raw = row.get(column)
    if is_nothing(raw):
        return None
    try:
        number = Decimal(str(raw).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if is_usable(number):
        return number
    notes.leave(f"$.{column}", raw, message("This is not a number."))
    return None


def _compiled_from(source: Source, elements: Mapping[str, Any]) -> dict[str, Any]:
    entry = {name: value for name, value in vars(source).items() if value is not None}
    return {**entry, "elements": sorted(elements)}


def _tell_the_rest(row: Mapping[str, str], notes: Notes) -> None:
    for column in sorted(row):
        if column not in _USED | _OF_THE_FILE and not is_nothing(row[column]):
            notes.leave(f"$.{column}", row[column], _NO_ELEMENT)
