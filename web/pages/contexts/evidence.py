"""Contexts of the evidence of a device, for insiders: every file that is kept, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.device import DeviceHead


@dataclass(frozen=True)
class EvidenceFile:
    """A file that a machine made, stripped of personal data before it was kept."""

    sha256: Annotated[str, "Hash of what is kept"]
    original_sha256: Annotated[str, "Hash of what was sent, which is not kept"]
    format: Annotated[Message | str, "Which format"]
    parser: Annotated[str, "Which parser read it, with its version"]
    received: Annotated[datetime, "When it came"]
    removed: Annotated[tuple[Message | str, ...] | None, "Kinds of thing that were taken out; none where unknown"]
    unread: Annotated[tuple[Message, ...], "What could not be read"] = ()
    content: Annotated[str | None, "Address of the kept bytes, while they are there"] = None
    erased_on: Annotated[date | None, "When the file was erased on request"] = None
    read_again: Annotated[str | None, "Where it is read again, where a newer parser exists"] = None


@dataclass(frozen=True)
class EvidenceFilesPage:
    """All evidence of one device."""

    template: ClassVar[str] = "device_files.html"
    head: Annotated[DeviceHead, "Which device"]
    files: Annotated[tuple[EvidenceFile, ...], "Newest first"] = ()
    attach: Annotated[str | None, "Where a file is attached, for who may"] = None
