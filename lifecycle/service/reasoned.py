"""The reasoned decision (*gemotiveerde beslissing*) as a paper for the file: what a printer of it is given.

The page and the paper are made of the same sections; here every text was said already, in the reader's language.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class SheetTable:
    """A table: its heads, and rows of as many cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SheetSection:
    """A heading with what stands under it, in this order; what is empty is left out."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    table: SheetTable | None = None


@dataclass(frozen=True)
class ReasonedSheet:
    """All that the paper shows. `address` is the page of the decision, for its QR code; `name` becomes the file's."""

    title: str
    lead: str
    name: str
    address: str
    footer: str
    sections: tuple[SheetSection, ...]


class ReasonedPrinter(Protocol):
    """Sets reasoned decisions."""

    def pdf(self, sheet: ReasonedSheet, language: str) -> bytes:
        """A PDF; `language` is that of the texts. The same sheet gives the same bytes."""
        ...
