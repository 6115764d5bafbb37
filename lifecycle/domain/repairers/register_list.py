"""A list of the Nationaal Reparateursregister, compared with the registrations that are here.

The list is a CSV file with a header: `number,name,town,kvk,groups,valid_from,valid_until`. Groups are separated by
spaces, days are ISO dates, and the last day may be empty.

Rules:
1. A row is `new`, `changed` or `same` by its number of the register; a registration that no row names is `gone`, and
   ends from the day of the list. A registration that was accepted after that day is left alone.
2. Groups that this service does not cover are left out. A row of which none is left, or that cannot be read, changes
   nothing, and its number counts as named: a typing error ends nobody's registration.
3. A number twice in one list: only the first counts, the second is a row with a problem.
4. A request that waits is accepted where number, KvK number and name are those of the row, whatever the case and the
   spaces of the name; else a person decides, for everybody can read numbers of others in a public register.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO

from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, listed, message
from lifecycle.domain.repairers.registration import (
    Entry,
    Registration,
    RegistrationState,
    RepairerKind,
    checked_entry,
)

COLUMNS = ("number", "name", "town", "kvk", "groups", "valid_from", "valid_until")
LARGEST_LIST = 20_000_000
"""Bytes."""


class Outcome(StrEnum):
    """What a row of the list means, or the lack of one."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"
    PROBLEM = "problem"


@dataclass(frozen=True)
class ListRow:
    """A row by its line in the file (the header is line 1); either what it says or what is wrong with it."""

    line: int
    number: str
    entry: Entry | None = None
    problem: Message | None = None


@dataclass(frozen=True)
class RowReport:
    """What became of one row; `line` is None for what the list no longer names. `accepts`: a request that waited."""

    outcome: Outcome
    number: str
    name: str
    line: int | None = None
    problem: Message | None = None
    entry: Entry | None = None
    registration: Registration | None = None
    accepts: Registration | None = None


def read_list(content: bytes) -> tuple[ListRow, ...]:
    """The rows of a list in UTF-8; InvalidInput for what is no such list."""
    try:
        text = content.decode("utf-8-sig")
        table = csv.DictReader(StringIO(text, newline=""), strict=True)
        columns = [name.strip().lower() for name in table.fieldnames or ()]
        lacking = [name for name in COLUMNS if name not in columns]
        if lacking or len(content) > LARGEST_LIST:
            raise _no_list(message("Columns are missing: {columns}.", columns=", ".join(lacking) or "-"))
        table.fieldnames = columns
        return tuple(_rows(table))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_list(message("It is no CSV file in UTF-8: {why}.", why=str(error)[:100])) from error


def _no_list(what: Message) -> InvalidInput:
    expected = message("Expected are the columns {columns}.", columns=", ".join(COLUMNS))
    return InvalidInput(what, (Problem("$", what),), remedy=expected)


def _rows(table: "csv.DictReader[str]") -> Iterator[ListRow]:
    seen: set[str] = set()
    for row in table:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        number = cells["number"]
        if number in seen:
            yield ListRow(table.line_num, number, problem=message("The number is in the list twice."))
            continue
        seen.add(number)
        yield _row(table.line_num, cells)


def _row(line: int, cells: Mapping[str, str]) -> ListRow:
    number = cells["number"]
    groups = set(cells["groups"].lower().replace(";", " ").split())
    ours = tuple(group for group in ProductGroup if group.value in groups)
    if groups and not ours:
        known = listed([each.value for each in ProductGroup])
        return ListRow(line, number, problem=message("None of its groups is covered here ({known}).", known=known))
    try:
        first, last = date.fromisoformat(cells["valid_from"]), cells["valid_until"]
        until = date.fromisoformat(last) if last else None
        entry = Entry(
            RepairerKind.PROFESSIONAL, cells["name"], cells["town"], ours, first, until, number, cells["kvk"] or None
        )
        return ListRow(line, number, checked_entry(entry))
    except ValueError:
        return ListRow(line, number, problem=message("A day is not written as 2026-05-31."))
    except InvalidInput as error:
        faults = listed([message("{field}: {what}", field=each.path, what=each.what) for each in error.problems])
        return ListRow(line, number, problem=faults)


def compare(rows: Iterable[ListRow], known: Collection[Registration], dated: date) -> tuple[RowReport, ...]:
    """What the list of that day means for the registrations of professionals that are here (rules 1 to 4)."""
    rows = tuple(rows)
    standing = [
        each
        for each in sorted(known, key=lambda each: each.entry.valid_from)
        if each.state is RegistrationState.ACCEPTED and each.entry.number and each.ended_from is None
    ]
    current = {each.entry.number: each for each in standing}
    asked = [each for each in known if each.state is RegistrationState.ASKED]
    reports = [_report(row, current.get(row.number), asked) for row in rows]
    named = {row.number for row in rows}
    gone = (each for each in standing if each.entry.number not in named and _accepted_by(each, dated))
    return (*reports, *(_gone(each) for each in sorted(gone, key=lambda each: each.entry.number or "")))


def _report(row: ListRow, here: Registration | None, asked: Iterable[Registration]) -> RowReport:
    if row.entry is None:
        name = "" if here is None else here.entry.name
        return RowReport(Outcome.PROBLEM, row.number, name, row.line, row.problem)
    waiting = next((each for each in asked if _agrees(each.entry, row.entry)), None)
    known = Outcome.SAME if here is not None and here.entry == row.entry else Outcome.CHANGED
    outcome = Outcome.NEW if here is None else known
    return RowReport(outcome, row.number, row.entry.name, row.line, None, row.entry, here, waiting)


def _accepted_by(registration: Registration, day: date) -> bool:
    return registration.accepted_at is not None and registration.accepted_at.date() <= day


def _gone(here: Registration) -> RowReport:
    return RowReport(Outcome.GONE, here.entry.number or "", here.entry.name, registration=here)


def _agrees(asked: Entry, listed_entry: Entry) -> bool:
    """Rule 4."""
    numbers = (asked.number, asked.kvk) == (listed_entry.number, listed_entry.kvk)
    return numbers and _plain(asked.name) == _plain(listed_entry.name)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
