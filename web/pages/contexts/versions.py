"""Contexts of a passport's versions, and of what lies between two of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.document import ChangeKind, PassportStatus
from dpp.domain.message import Message
from web.pages.contexts.frame import Figure, Link


@dataclass(frozen=True)
class VersionRow:
    """One version: of the passport itself, or of what it inherits from."""

    number: Annotated[int, "Its number"]
    at: Annotated[datetime, "When it was made"]
    whose: Annotated[Message, "Whose version it is: of the device, the batch or the model"]
    sha256: Annotated[str, "SHA-256 of the bytes as they were received"]
    changed: Annotated[tuple[str, ...], "What it changed, by label in the reader's language"]
    more: Annotated[int, "How many changes are not named, because the list is long"] = 0
    status: Annotated[PassportStatus | None, "What the status became, where the version changed it"] = None
    changes: Annotated[str | None, "Address of its changes"] = None
    received: Annotated[str | None, "Address of the bytes, for who answers for the passport"] = None
    inherited: Annotated[bool, "Whether it is a version of what the passport inherits from"] = False


@dataclass(frozen=True)
class VersionsPage:
    """Every version of a passport, newest first."""

    template: ClassVar[str] = "versions.html"
    name: Annotated[str, "Brand and model"]
    back: Annotated[str, "Address of the passport"]
    rows: Annotated[tuple[VersionRow, ...], "Newest first"]
    numbers: Annotated[tuple[int, ...], "The passport's own versions, newest first"]
    api: Annotated[str, "The same for programs"]


@dataclass(frozen=True)
class ChangeLine:
    """One element that differs."""

    label: Annotated[str, "What it is, in the reader's language"]
    kind: Annotated[ChangeKind, "What happened to it"]
    before: Annotated[tuple[Figure | Link | str, ...], "What the first version says; empty where it does not"]
    after: Annotated[tuple[Figure | Link | str, ...], "What the second says; empty where it does not"]


@dataclass(frozen=True)
class ChangesPage:
    """What lies between two versions, as far as its reader may see it."""

    template: ClassVar[str] = "changes.html"
    name: Annotated[str, "Brand and model"]
    back: Annotated[Link, "The list of versions"]
    before: Annotated[int, "The first version; 0 for nothing at all"]
    after: Annotated[int, "The second version"]
    lines: Annotated[tuple[ChangeLine, ...], "By label"]
