"""What law touches a product, in parts of pages: acts, records elsewhere, and what a passport leaves out."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from dpp.domain.applicability import Due, Standing
from dpp.domain.message import Message
from web.pages.contexts.frame import Link


@dataclass(frozen=True)
class ActLine:
    """One act, and how it stands to the product."""

    act: Annotated[Link, "The act, with its address"]
    point: Annotated[str, "Where in the act"]
    asks: Annotated[str, "What it asks, in one sentence, in the reader's language"]
    standing: Annotated[Standing, "How it stands to the product"]
    reason: Annotated[Message, "Why, in one sentence"]
    applies_from: Annotated[date | None, "The first day; none where none is fixed"]
    confirmed: Annotated[bool, "Whether the facts were compared with the source"]
    uncertainty: Annotated[str | None, "What is not sure, in the reader's language"] = None


@dataclass(frozen=True)
class RecordLine:
    """A record elsewhere that may stand in for a passport."""

    record: Annotated[Link, "The record, with its number"]
    says: Annotated[str, "What that means, in the reader's language"]
    uncertainty: Annotated[str | None, "What is not sure, in the reader's language"] = None


@dataclass(frozen=True)
class ExpectedLine:
    """An element that the passport leaves out and an act asks."""

    label: Annotated[str, "The element, in the reader's language"]
    act: Annotated[Link, "The act that asks it"]
    point: Annotated[str, "Where in the act"]
    due: Annotated[Due, "When, as seen from today"]
    on: Annotated[date | None, "From which day; none where none is fixed"]
    confirmed: Annotated[bool, "Whether the facts of the act were compared with the source"]


@dataclass(frozen=True)
class LawBlock:
    """What law touches one product, on its passport."""

    on: Annotated[date, "The day from which it is seen"]
    acts: Annotated[tuple[ActLine, ...], "What applies, may, or will; what applies first"]
    records: Annotated[tuple[RecordLine, ...], "Records elsewhere that may stand in for a passport"]
    address: Annotated[str, "The page that says more"]
