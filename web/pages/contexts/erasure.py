"""Contexts of the erasure bench: its trays, reports of wiping tools, verifying a pallet, the register of tools."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.erasure.pallet import Reason
from lifecycle.domain.erasure.reports import Outcome
from lifecycle.domain.erasure.tools import Gate, Standing
from lifecycle.domain.erasure.trays import Tray
from lifecycle.domain.vocabulary import DataState, MediumKind
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link


@dataclass(frozen=True)
class TrayCard:
    """A tray on the bench."""

    tray: Annotated[Tray, "Which one"]
    count: Annotated[int, "How many wait in it"]
    days: Annotated[int | None, "For how many days the oldest waits; none while it is empty"]
    what: Annotated[Message, "What is in it, in a sentence"]
    act: Annotated[Link, "The one next thing to do"]
    address: Annotated[str, "Where it is opened"]


@dataclass(frozen=True)
class BenchPage:
    """The bench: every tray, and where a report is handed in."""

    template: ClassVar[str] = "erasure.html"
    trays: Annotated[tuple[TrayCard, ...], "In the order in which work goes"]
    limit_bytes: Annotated[int, "How large a report may be"]
    maps: Annotated[tuple[Choice, ...], "Maps of fields by which a report of another tool can be read"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class MediumRow:
    """A storage medium in a tray."""

    head: Annotated[DeviceHead, "Its device"]
    serial: Annotated[str, "Its serial number; empty where no medium of the device is known"]
    kind: Annotated[MediumKind, "What it is"]
    data: Annotated[DataState, "What is on it"]
    missing: Annotated[bool, "Whether it should be in the device and is not"]
    since: Annotated[datetime, "Since when it waits here"]
    act: Annotated[Link, "The one next thing to do with it"]


@dataclass(frozen=True)
class DiskRow:
    """A storage medium of a report, and what became of it."""

    serial: Annotated[str, "Its serial number, as the report writes it"]
    tool: Annotated[str, "The tool and its version"]
    happened: Annotated[datetime, "When it was erased"]
    succeeded: Annotated[bool, "Whether the tool says that it succeeded"]
    outcome: Annotated[Outcome, "What became of it here"]
    report: Annotated[str, "The page of its report"]
    head: Annotated[DeviceHead | None, "The device that it was put on"] = None
    settle: Annotated[str | None, "Where a person points out the device"] = None
    rule: Annotated[str | None, "The rule that refused it"] = None


@dataclass(frozen=True)
class TrayPage:
    """What waits in one tray."""

    template: ClassVar[str] = "erasure_tray.html"
    card: Annotated[TrayCard, "The tray"]
    media: Annotated[tuple[MediumRow, ...], "The media, who waits longest first"] = ()
    disks: Annotated[tuple[DiskRow, ...], "In the tray of reports: their media, who waits longest first"] = ()


@dataclass(frozen=True)
class ErasureReportPage:
    """One report, and what became of each of its media."""

    template: ClassVar[str] = "erasure_report.html"
    sha256: Annotated[str, "The hash of what is kept of it"]
    received: Annotated[datetime, "When it came"]
    disks: Annotated[tuple[DiskRow, ...], "In the order of the report"]
    station: Annotated[str | None, "Where the tool ran, when a station sent it"] = None
    repeated: Annotated[bool, "Whether it had come before"] = False
    unread: Annotated[tuple[str | Message, ...], "What it does not say, or not in a way that can be read"] = ()


@dataclass(frozen=True)
class MatchPage:
    """Point out the device that had a storage medium."""

    template: ClassVar[str] = "erasure_match.html"
    disk: Annotated[DiskRow, "The storage medium of the report"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class CleanRow:
    """An erasure that can be verified together with the others."""

    id: Annotated[str, "The id of its event, which the form sends"]
    head: Annotated[DeviceHead, "The device"]
    serial: Annotated[str, "The serial number of the medium"]
    technique: Annotated[str, "How it was erased"]
    tool: Annotated[str, "By which tool"]
    erased: Annotated[date, "On which day"]


@dataclass(frozen=True)
class ExceptionRow:
    """A medium that a person looks at by itself."""

    head: Annotated[DeviceHead, "The device"]
    serial: Annotated[str | None, "The serial number of the medium, where one is known"]
    reason: Annotated[Reason, "Why"]
    act: Annotated[Link, "What to do with it"]
    refusal: Annotated[Message | None, "What a rule says of it"] = None


@dataclass(frozen=True)
class PalletPage:
    """Choose devices, see what is clean and what not, verify what is clean."""

    template: ClassVar[str] = "erasure_pallet.html"
    chosen: Annotated[bool, "Whether devices were chosen already"]
    clean: Annotated[tuple[CleanRow, ...], "What can be verified together"] = ()
    exceptions: Annotated[tuple[ExceptionRow, ...], "What a person looks at one by one"] = ()
    verified: Annotated[int, "How many media of these devices are verified already"] = 0
    unknown: Annotated[tuple[str, ...], "Scans that name no single device here"] = ()
    sample: Annotated[tuple[int, int] | None, "How many of how many media are drawn to be read by hand"] = None
    consignments: Annotated[tuple[Choice, ...], "Consignments whose devices can be chosen"] = ()
    form: Annotated[FormState, "What was chosen, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class ToolRow:
    """An entry of the register."""

    product: Annotated[str, "The name of the tool"]
    standing: Annotated[Standing, "How it stands today"]
    withdrawn: Annotated[bool, "Whether it was taken off"]
    versions: Annotated[str, "Which versions it is about; empty for all"]
    methods: Annotated[str, "Which methods it is about; empty for all"]
    advice: Annotated[str | None, "The reference of the advice"]
    first: Annotated[date | None, "The first day of the advice"]
    last: Annotated[date | None, "The last day of the advice"]
    source: Annotated[str | None, "Where it can be read"]
    changes: Annotated[tuple[tuple[datetime, str | None, str | None], ...], "When, by whom, which advice; newest first"]
    edit: Annotated[str | None, "Where it is changed, for who may"] = None


@dataclass(frozen=True)
class RegisterPage:
    """The register of erasure tools."""

    template: ClassVar[str] = "erasure_tools.html"
    tools: Annotated[tuple[ToolRow, ...], "By the name of the tool"]
    gate: Annotated[Gate, "What it means that a tool has no valid advice"]
    add: Annotated[str | None, "Where an entry is added, for who may"] = None
