"""Reads plain data (parsed TOML or JSON) and remembers every fault with the path of its line, not only the first.

A reader hands out what is asked for, and a stand-in where that is wrong: `Reading.problems` must be empty before what
was read is used. A name that nobody asked for is a fault as well, so that a typing error cannot switch a rule off.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from dpp.domain.errors import Problem
from dpp.domain.message import Message, message

Word = TypeVar("Word", bound=StrEnum)


class Reading:
    """One table, and the faults of the whole file."""

    def __init__(self, table: Any, path: str = "$", problems: list[Problem] | None = None) -> None:
        self.path = path
        self.problems: list[Problem] = [] if problems is None else problems
        self._asked: set[str] = set()
        if isinstance(table, Mapping):
            self._table: Mapping[str, Any] = table
        else:
            self._table = {}
            self.fault(path, message("expects a table, found {found}", found=repr(table)))

    def fault(self, path: str, what: Message) -> None:
        self.problems.append(Problem(path, what))

    def names(self) -> tuple[str, ...]:
        return tuple(self._table)

    def has(self, name: str) -> bool:
        return name in self._table

    def raw(self, name: str) -> Any:
        """The value as it stands; None where it is absent."""
        self._asked.add(name)
        return self._table.get(name)

    def table(self, name: str) -> "Reading":
        """The table below `name`; an empty one where it is absent."""
        return Reading(self.raw(name) if self.has(name) else {}, self._path(name), self.problems)

    def tables(self, name: str) -> "list[Reading]":
        items = self._list(name, lambda _: True, message("expects a list of tables"))
        return [Reading(item, f"{self._path(name)}[{place}]", self.problems) for place, item in enumerate(items)]

    def text(self, name: str) -> str:
        value = self._needed(name, lambda it: isinstance(it, str) and bool(it.strip()), message("expects a text"))
        return str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self._list(name, lambda item: isinstance(item, str), message("expects a list of texts")))

    def wholes(self, name: str) -> tuple[int, ...]:
        return tuple(self._list(name, _is_whole, message("expects a list of whole numbers")))

    def flag(self, name: str, *, otherwise: bool = False) -> bool:
        if not self.has(name):
            return otherwise
        return bool(self._needed(name, lambda it: isinstance(it, bool), message("expects true or false")))

    def number(self, name: str, low: float = 0, high: float = 1_000_000) -> float:
        what = message("expects a number from {low} to {high}", low=low, high=high)
        value = self._needed(name, lambda it: _is_number(it) and low <= it <= high, what)
        return float(value) if _is_number(value) else low

    def whole(self, name: str, low: int = 0, high: int = 1_000_000) -> int:
        what = message("expects a whole number from {low} to {high}", low=low, high=high)
        value = self._needed(name, lambda it: _is_whole(it) and low <= it <= high, what)
        return value if isinstance(value, int) else low

    def whole_or_none(self, name: str, low: int = 0, high: int = 1_000_000) -> int | None:
        return self.whole(name, low, high) if self.has(name) else None

    def word(self, name: str, words: type[Word]) -> Word:
        allowed = [word.value for word in words]
        what = message("expects one of {words}", words=", ".join(allowed))
        value = self._needed(name, lambda it: it in allowed, what)
        return words(value) if value in allowed else next(iter(words))

    def words(self, name: str, words: type[Word]) -> tuple[Word, ...]:
        """One or more of these words, in the order of the file."""
        allowed = [word.value for word in words]
        what = message("expects a list of one or more of {words}", words=", ".join(allowed))
        value = self._needed(name, lambda it: _is_list(it) and all(item in allowed for item in it), what)
        return tuple(words(item) for item in value if item in allowed) if _is_list(value) else ()

    def word_or_none(self, name: str, words: type[Word]) -> Word | None:
        return self.word(name, words) if self.has(name) else None

    def day(self, name: str) -> date:
        """A TOML date, or the same as text (2026-11-20)."""
        value = self._needed(name, lambda it: _as_day(it) is not None, message("expects a date such as 2026-11-20"))
        return _as_day(value) or date.min

    def finish(self) -> None:
        """What nobody asked for is a fault."""
        for name in self._table:
            if name not in self._asked:
                self.fault(self._path(name), message("is not a name that a routing policy has"))

    def _path(self, name: str) -> str:
        return f"{self.path}.{name}"

    def _needed(self, name: str, fits: Callable[[Any], bool], what: Message) -> Any:
        if not self.has(name):
            self._asked.add(name)
            self.fault(self._path(name), message("is missing: {what}", what=what))
            return None
        value = self.raw(name)
        if not fits(value):
            self.fault(self._path(name), message("{what}, found {found}", what=what, found=repr(value)))
        return value

    def _list(self, name: str, fits: Callable[[Any], bool], what: Message) -> list[Any]:
        items = self.raw(name) if self.has(name) else []
        if isinstance(items, list | tuple) and all(fits(item) for item in items):
            return list(items)
        self.fault(self._path(name), message("{what}, found {found}", what=what, found=repr(items)))
        return []


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) > 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _as_day(value: Any) -> date | None:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
