"""Pages of the erasure bench from their views."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

from dpp.domain.actor import AccountId
from dpp.domain.message import Message, message
from lifecycle.domain.erasure.pallet import Reason
from lifecycle.domain.erasure.reports import ReportedDisk
from lifecycle.domain.erasure.trays import Tray
from lifecycle.domain.media import Whereabouts
from lifecycle.service.erasure_bench import InTray, TrayCount, TrayView
from lifecycle.service.erasure_pallet import Clean, Exceptional, PalletView
from lifecycle.service.erasure_reports import DiskView, ReportView
from lifecycle.service.erasure_tools import ToolView
from lifecycle.service.ports import DeviceLine
from web.pages.contexts.erasure import (
    CleanRow,
    DiskRow,
    ErasureReportPage,
    ExceptionRow,
    MediumRow,
    PalletPage,
    ToolRow,
    TrayCard,
    TrayPage,
)
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.mapping.heads import address_of, head_of_line

BENCH = "/erasure"
VERIFICATION = f"{BENCH}/verification"


class _About(NamedTuple):
    """What a tray holds, and the one next thing to do with it."""

    what: Message
    act: Message
    address: str


_TRAYS: Mapping[Tray, _About] = MappingProxyType(
    {
        Tray.WAITING: _About(
            message("Media that are not erased, or whose report did not come yet."),
            message("Hand in a report"),
            f"{BENCH}#report",
        ),
        Tray.UNPLACED: _About(
            message("Media in reports of tools that are on no device here, or that do not count there."),
            message("Point out the devices"),
            f"{BENCH}/trays/unplaced",
        ),
        Tray.FAILED: _About(
            message("Media that could not be erased, or on which data was found."),
            message("Erase again, or destroy"),
            f"{BENCH}/trays/failed",
        ),
        Tray.TO_VERIFY: _About(
            message("Erased media that somebody else still checks."),
            message("Verify together"),
            f"{VERIFICATION}?tray=yes",
        ),
    }
)


def card_of(count: TrayCount, now: datetime) -> TrayCard:
    about, waiting = _TRAYS[count.tray], count.waiting
    return TrayCard(
        tray=count.tray,
        count=0 if waiting is None else waiting.count,
        days=None if waiting is None else max(0, (now - waiting.oldest).days),
        what=about.what,
        act=Link(about.act, about.address),
        address=f"{BENCH}/trays/{count.tray}",
    )


def tray_page(card: TrayCard, view: TrayView) -> TrayPage:
    media = tuple(_medium_row(each, view.tray) for each in view.media)
    return TrayPage(card, media, tuple(disk_row(DiskView(disk)) for disk in view.disks))


def _medium_row(it: InTray, tray: Tray) -> MediumRow:
    medium = it.medium
    return MediumRow(
        head=head_of_line(it.device),
        serial=medium.serial,
        kind=medium.kind,
        data=medium.data,
        missing=medium.whereabouts is Whereabouts.MISSING,
        since=medium.since,
        act=_act(it.device, medium.serial, tray),
    )


def _act(device: DeviceLine, serial: str, tray: Tray) -> Link:
    if not serial:
        return Link(message("Attach evidence"), f"{address_of(device.device_key)}/evidence")
    words, path = {
        Tray.TO_VERIFY: (message("Check an erasure"), "verification"),
        Tray.FAILED: (message("Destroy a medium"), "destruction"),
    }.get(tray, (message("Record an erasure"), "erasure"))
    return Link(words, f"{address_of(device.device_key)}/{path}?{urlencode({'medium': serial})}")


def report_page(view: ReportView) -> ErasureReportPage:
    report = view.report
    return ErasureReportPage(
        sha256=report.sha256,
        received=report.received_at,
        disks=tuple(map(disk_row, view.disks)),
        station=report.station,
        repeated=view.repeated,
        unread=tuple(problem.what for problem in report.reading.unread),
    )


def disk_row(view: DiskView) -> DiskRow:
    disk = view.disk
    return DiskRow(
        serial=disk.erasure.medium_serial,
        tool=" ".join(filter(None, (disk.erasure.tool, disk.erasure.tool_version))),
        happened=disk.happened_at,
        succeeded=disk.erasure.succeeded,
        outcome=disk.outcome,
        report=address_of_report(disk.report.sha256),
        head=None if view.line is None else head_of_line(view.line),
        settle=f"{address_of_report(disk.report.sha256)}/disks/{disk.number}" if disk.is_open else None,
        rule=disk.rule if disk.is_open else None,
    )


def address_of_report(sha256: str) -> str:
    return f"{BENCH}/reports/{sha256}"


def disk_of(view: ReportView, number: int) -> ReportedDisk | None:
    return next((each.disk for each in view.disks if each.disk.number == number), None)


def pallet_page(view: PalletView | None, form: FormState, consignments: tuple[Choice, ...]) -> PalletPage:
    if view is None:
        return PalletPage(chosen=False, consignments=consignments, form=form)
    return PalletPage(
        chosen=True,
        clean=tuple(_clean_row(each) for each in view.clean),
        exceptions=tuple(_exception_row(each) for each in view.exceptions),
        verified=view.verified,
        unknown=view.unknown,
        sample=(view.sample_size, view.lot_size) if view.sample_size else None,
        consignments=consignments,
        form=form,
    )


def _clean_row(it: Clean) -> CleanRow:
    erasure = it.medium.erasure
    assert erasure is not None  # what was not erased is not clean
    return CleanRow(
        id=erasure.event,
        head=head_of_line(it.line),
        serial=it.medium.serial,
        technique=erasure.technique,
        tool=" ".join(filter(None, (erasure.tool, erasure.tool_version))),
        erased=erasure.at.date(),
    )


_DESTROY = (message("Destroy a medium"), "destruction")
_ERASE = (message("Record an erasure"), "erasure")
_CHECK = (message("Check an erasure"), "verification")
_LOOK = (message("Open the device"), "")
_WAYS: Mapping[Reason, tuple[Message, str]] = MappingProxyType(
    {
        Reason.NO_MEDIUM_KNOWN: (message("Attach evidence"), "evidence"),
        Reason.MISSING: _LOOK,
        Reason.NOT_ERASED: _ERASE,
        Reason.FAILED: _ERASE,
        Reason.NOT_ALLOWED: _DESTROY,
        Reason.OWN_WORK: _LOOK,
        Reason.REFUSED: _LOOK,
    }
)
"""What to do with an exception; all others are checked by hand."""


def _exception_row(it: Exceptional) -> ExceptionRow:
    serial = None if it.medium is None else it.medium.serial
    words, path = _WAYS.get(it.reason, _CHECK)
    asked = f"?{urlencode({'medium': serial})}" if serial and path else ""
    return ExceptionRow(
        head=head_of_line(it.line),
        serial=serial,
        reason=it.reason,
        act=Link(words, f"{address_of(it.line.device_key)}{f'/{path}' if path else ''}{asked}"),
        refusal=None if it.refusal is None else it.refusal.what,
    )


def tool_row(view: ToolView, names: Mapping[AccountId, str], *, may_edit: bool) -> ToolRow:
    tool = view.tool
    return ToolRow(
        product=tool.product,
        standing=view.standing,
        withdrawn=tool.withdrawn,
        versions=", ".join(tool.versions),
        methods=", ".join(tool.methods),
        advice=tool.advice,
        first=tool.advised_from,
        last=tool.advised_until,
        source=tool.source,
        changes=tuple(
            (each.changed_at, None if each.changed_by is None else names.get(each.changed_by), each.advice)
            for each in view.history
            if each.changed_at is not None
        ),
        edit=f"{BENCH}/tools/{tool.id}" if may_edit else None,
    )
