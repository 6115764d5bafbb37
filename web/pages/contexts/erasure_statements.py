"""Contexts of erasure statements: those of a device, and the public page that says match or no match."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, FormState


@dataclass(frozen=True)
class StatementLine:
    """A statement of a device."""

    code: Annotated[str, "Its number, as on the paper"]
    issued: Annotated[datetime, "When it was drawn"]
    media: Annotated[tuple[str, ...], "The serial numbers of the storage media on it"]
    stands: Annotated[bool, "Whether the public page says that it matches"]
    paper: Annotated[str, "Where the PDF is"]
    check: Annotated[str, "Its public page"]


@dataclass(frozen=True)
class StatementsPage:
    """The erasure statements of one device."""

    template: ClassVar[str] = "erasure_statements.html"
    head: Annotated[DeviceHead, "The device"]
    lines: Annotated[tuple[StatementLine, ...], "Newest first"]
    may_draw: Annotated[bool, "Whether this reader may draw one"]
    form: Annotated[FormState, "Why one could not be drawn"] = NEW_FORM


@dataclass(frozen=True)
class StatementCheckPage:
    """For whoever holds the paper. It is the same for a number that was given out and for one that was not."""

    template: ClassVar[str] = "erasure_statement_check.html"
    address: Annotated[str, "This page"]
    match: Annotated[bool | None, "The answer; None before a number was given"] = None
    form: Annotated[FormState, "What was typed"] = NEW_FORM
