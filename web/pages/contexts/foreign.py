"""Contexts of another provider's passport."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.checking import CheckedDocument
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.passport import Fact


@dataclass(frozen=True)
class AskedAddress:
    """An address that was asked on the way to the passport."""

    address: Annotated[str, "The address, as text: it is not opened from here"]
    why: Annotated[Message, "What led to it"]


@dataclass(frozen=True)
class ForeignDocument:
    """What another provider says of a product."""

    name: Annotated[str | None, "Brand and model, where it says them"]
    host: Annotated[str, "Who served it"]
    operator: Annotated[str | None, "The economic operator that it names"]
    retrieved_at: Annotated[datetime, "When it was asked for"]
    note: Annotated[Message, "What becomes of it here, and what it is worth"]
    warning: Annotated[Message | None, "What is odd about the address"]
    steps: Annotated[tuple[AskedAddress, ...], "Every address that was asked, in order"]
    facts: Annotated[tuple[Fact, ...], "Its elements that our catalogue knows, in the catalogue's order"]
    others: Annotated[tuple[Fact, ...], "Its other elements, as they came"]
    report: Annotated[CheckedDocument, "How it differs from the standard"]


@dataclass(frozen=True)
class ForeignPage:
    """A form for the address of somebody else's passport, and what is said there."""

    template: ClassVar[str] = "foreign.html"
    form: Annotated[FormState, "The address, and why it was not asked"] = NEW_FORM
    passport: Annotated[ForeignDocument | None, "The passport; none before somebody asked for it"] = None
