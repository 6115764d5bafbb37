"""What programs send and get about erasure: the requests as bodies, and views without what nobody needs (bytes)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.erasure.reports import ReportedDisk
from lifecycle.domain.events import ConsignmentId, EventId
from lifecycle.service.erasure_bench import TrayView
from lifecycle.service.erasure_pallet import MOST, Exceptional, PalletView
from lifecycle.service.erasure_reports import DiskView, ReportView
from lifecycle.service.erasure_tools import ToolView

Short = Annotated[str, Field(min_length=1, max_length=200)]
Scan = Annotated[str, Field(min_length=1, max_length=2048)]


@dataclass(frozen=True, kw_only=True)
class NewMatch:
    """The device that a person points out for a disk of a report."""

    device: DeviceKey


@dataclass(frozen=True, kw_only=True)
class NewPallet:
    """Which devices: named, scanned, in a consignment, or everything that is to be verified (`tray`)."""

    devices: Annotated[tuple[DeviceKey, ...], Field(max_length=MOST)] = ()
    scans: Annotated[tuple[Scan, ...], Field(max_length=MOST)] = ()
    consignment: ConsignmentId | None = None
    tray: bool = False


@dataclass(frozen=True, kw_only=True)
class NewVerification(NewPallet):
    """Verify these. `erasures` are those that the preview called clean; without them all that is clean now."""

    erasures: Annotated[tuple[EventId, ...], Field(max_length=MOST)] | None = None


@dataclass(frozen=True, kw_only=True)
class NewTool:
    """An entry of the register of tools. Without `versions` it is about all of them; so with `methods`."""

    product: Short
    versions: Annotated[tuple[Short, ...], Field(max_length=50)] = ()
    methods: Annotated[tuple[Short, ...], Field(max_length=50)] = ()
    advice: Short | None = None
    advised_from: date | None = None
    advised_until: date | None = None
    source: Short | None = None
    withdrawn: bool = False


def report_answer(view: ReportView) -> dict[str, Any]:
    report = view.report
    return {
        "sha256": report.sha256,
        "original_sha256": report.original_sha256,
        "received_at": report.received_at,
        "format": report.format,
        "station": report.station,
        "repeated": view.repeated,
        "removed": view.removed,
        "unread": [problem.what for problem in report.reading.unread],
        "disks": [disk_answer(each) for each in view.disks],
    }


def disk_answer(view: DiskView) -> dict[str, Any]:
    return _disk(view.disk) | {"line": view.line}


def _disk(disk: ReportedDisk) -> dict[str, Any]:
    return {
        "number": disk.number,
        "serial": disk.erasure.medium_serial,
        "happened_at": disk.happened_at,
        "erasure": disk.erasure,
        "outcome": disk.outcome,
        "device": disk.device,
        "event": disk.event,
        "rule": disk.rule,
    }


def tray_answer(view: TrayView) -> dict[str, Any]:
    disks = [_disk(disk) | {"report": disk.report.sha256} for disk in view.disks]
    return {"tray": view.tray, "media": view.media, "disks": disks}


def pallet_answer(view: PalletView) -> dict[str, Any]:
    return {
        "clean": view.clean,
        "erasures": view.erasures,
        "exceptions": [_exceptional(each) for each in view.exceptions],
        "verified": view.verified,
        "unknown": view.unknown,
        "sample": {"size": view.sample_size, "lot": view.lot_size, "seed": view.seed},
        "transaction": view.transaction,
    }


def _exceptional(it: Exceptional) -> dict[str, Any]:
    refusal = it.refusal
    told = None if refusal is None else {"rule": refusal.rule, "what": refusal.what, "remedy": refusal.remedy}
    return {"line": it.line, "medium": it.medium, "reason": it.reason, "refusal": told}


def tool_answer(view: ToolView) -> dict[str, Any]:
    return {"tool": view.tool, "standing": view.standing, "history": view.history}
