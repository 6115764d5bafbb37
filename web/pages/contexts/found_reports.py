"""Contexts of "Found this device?": what a finder sees, and what its owner sees of the report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from lifecycle.domain.found_reports import Outcome
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, FormState


@dataclass(frozen=True)
class ReportFoundPage:
    """The form for whoever has the device in hand. It is the same for a device that was reported lost and one not."""

    template: ClassVar[str] = "report_found.html"
    name: Annotated[str, "Brand and model, as on the public passport"]
    passport: Annotated[str, "Address of the public passport"]
    days: Annotated[int, "After how many days what was written is erased, if not before"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class ReportSentPage:
    """What the finder keeps: a reference."""

    template: ClassVar[str] = "report_found_sent.html"
    name: Annotated[str, "Brand and model, as on the public passport"]
    passport: Annotated[str, "Address of the public passport"]
    reference: Annotated[str, "The reference, as people read it"]


@dataclass(frozen=True)
class ReportEndedPage:
    """The device belongs to another than the State: nobody here can be told."""

    template: ClassVar[str] = "report_found_ended.html"
    name: Annotated[str, "Brand and model, as on the public passport"]
    passport: Annotated[str, "Address of the public passport"]


@dataclass(frozen=True)
class FoundReportLine:
    """A report in a list."""

    address: Annotated[str, "Its page"]
    reference: Annotated[str, "Its reference, as people read it"]
    head: Annotated[DeviceHead, "The device"]
    reported: Annotated[datetime, "When it came"]
    missing: Annotated[bool, "Whether the device is recorded as missing"] = False
    outcome: Annotated[Outcome | None, "How it ended; none while it is open"] = None


@dataclass(frozen=True)
class FoundReportsPage:
    """The reports for a person's organisation."""

    template: ClassVar[str] = "found_reports.html"
    lines: Annotated[tuple[FoundReportLine, ...], "Newest first"]
    is_open: Annotated[bool, "Whether these are the open ones, or those that were closed"] = True


@dataclass(frozen=True)
class FoundReportPage:
    """One report: what the finder wrote, for who answers it, and what can be done."""

    template: ClassVar[str] = "found_report.html"
    line: Annotated[FoundReportLine, "The report as lists show it"]
    where: Annotated[str | None, "Where the device is, in the finder's words; none when erased or not for this reader"]
    contact: Annotated[str | None, "How the finder can be reached, where they said so"]
    may_answer: Annotated[bool, "Whether this person may close it"]
    find: Annotated[str | None, "Where it is recorded that a missing device was found"] = None
    closed: Annotated[datetime | None, "When it was closed"] = None
    outcomes: Annotated[tuple[Choice, ...], "How it can be closed"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
