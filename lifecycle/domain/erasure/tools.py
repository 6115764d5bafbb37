"""The register of erasure tools, and how a tool stands on the day of a wipe.

BIO2 v1.3, 7.10.02 asks for products that the AIVD (NBV) advises, where possible. An entry holds a product with the
versions and methods that it is about, and the advice with its dates.

Rules:
1. A tool is judged at the day of the wipe, not at that of the check.
2. Entries are never edited: a change is a new number of the entry, with who and when. The newest number counts.
3. An entry covers a version that equals one of its versions or goes on after it with a dot (`0.38` covers `0.38.1`);
   without versions it covers all, and one that the report does not name. So with methods.
4. Of several entries the best standing counts. A withdrawn entry covers nothing.
5. Who reads the register decides what a tool without a valid advice means: a warning, or a refusal (`Gate`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dpp.domain.actor import AccountId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message

LONGEST = 200
MOST_WORDS = 50


class Standing(StrEnum):
    """How a tool stands in the register on a day, best last: an advice that ended says more than none."""

    UNLISTED = "unlisted"
    LISTED = "listed"
    EXPIRED = "expired"
    ADVISED = "advised"


class Gate(StrEnum):
    """What it means that a tool is not on the register with a valid advice."""

    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Tool:
    """One number of one entry. `advice` is the reference of the advice, `source` where it can be read."""

    id: str
    product: str
    versions: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    advice: str | None = None
    advised_from: date | None = None
    advised_until: date | None = None
    source: str | None = None
    withdrawn: bool = False
    number: int = 1
    changed_at: datetime | None = None
    changed_by: AccountId | None = None

    def covers(self, product: str, version: str | None, method: str | None) -> bool:
        if self.withdrawn or _folded(product) != _folded(self.product):
            return False
        versions = not self.versions or any(_is_of(version or "", each) for each in self.versions)
        methods = not self.methods or _folded(method or "") in {_folded(each) for each in self.methods}
        return versions and methods

    def standing(self, on: date) -> Standing:
        """Of a tool that it covers."""
        if self.advice is None:
            return Standing.LISTED
        begun = self.advised_from is None or self.advised_from <= on
        going = self.advised_until is None or on <= self.advised_until
        return Standing.ADVISED if begun and going else Standing.EXPIRED


def standing_of(register: Iterable[Tool], product: str, version: str | None, method: str | None, on: date) -> Standing:
    """How a tool stood on the day of a wipe."""
    found = [entry.standing(on) for entry in register if entry.covers(product, version, method)]
    return max(found, key=tuple(Standing).index, default=Standing.UNLISTED)


def newest(numbers: Iterable[Tool]) -> tuple[Tool, ...]:
    """The newest number of each entry, by product."""
    last: dict[str, Tool] = {}
    for each in sorted(numbers, key=lambda entry: entry.number):
        last[each.id] = each
    return tuple(sorted(last.values(), key=lambda entry: (_folded(entry.product), entry.id)))


def checked(tool: Tool) -> Tool:
    """The same entry when it can be one; InvalidInput with everything that is wrong with it."""
    if problems := tuple(Problem(path, what) for wrong, path, what in _faults(tool) if wrong):
        raise InvalidInput(message("The entry of the register is not complete or not possible."), problems)
    return tool


def _faults(tool: Tool) -> tuple[tuple[bool, str, Message], ...]:
    first, last = tool.advised_from, tool.advised_until
    texts = (tool.product, *tool.versions, *tool.methods, tool.advice or "", tool.source or "")
    too_long = any(len(text) > LONGEST for text in texts) or len(tool.versions) + len(tool.methods) > MOST_WORDS
    dated = first is not None or last is not None
    return (
        (not tool.product.strip(), "$.product", message("Fill in the name of the tool, as its reports write it.")),
        (too_long, "$.product", message("Use at most {most} characters.", most=LONGEST)),
        (dated and tool.advice is None, "$.advice", message("Days of an advice need the reference of the advice.")),
        (
            first is not None and last is not None and last < first,
            "$.advised_until",
            message("The last day of the advice is before its first."),
        ),
        (
            bool(tool.source) and not (tool.source or "").startswith("https://"),
            "$.source",
            message("Give the address of the source, beginning with https://."),
        ),
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_of(version: str, listed: str) -> bool:
    return _folded(version) == _folded(listed) or _folded(version).startswith(f"{_folded(listed)}.")
