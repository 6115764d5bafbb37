"""Reports of wiping tools, keyed by disk: they come from stations and people, and look for their devices.

Rules, besides those of `lifecycle.domain.erasure.reports`:
1. Only the stripped file is kept, of the original its hash. The same report a second time is answered with what became
   of the first, and changes nothing.
2. Who sends a report is the performer of its erasures; another account verifies them. With the key of a station that is
   the account that the key belongs to.
3. What cannot be placed is kept in a tray, never refused: the wiping happened. Refused is a file without an erasure.
4. Somebody who may record erasures on a device can point it out for a disk; the same rules say whether it counts there.
5. An account sends so many reports a minute (`turn`), each within the limits of evidence.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Problem, Refused, TooMany
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.erasure.reports import ErasureReport, Outcome, ReportedDisk
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.erasure_placing import place, place_on, settled
from lifecycle.service.erasure_ports import ReportReader
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork
from lifecycle.service.recording import Recorder, state_of

POST = "post_erasure_report"


def _unlimited(_account: bytes) -> float:
    return 0.0


@dataclass(frozen=True)
class DiskView:
    """A disk of a report with the device that it was put on; the device only for who may read it."""

    disk: ReportedDisk
    line: DeviceLine | None = None


@dataclass(frozen=True)
class ReportView:
    """A report and what became of its disks. `repeated`: it was known already. `unread`: what it did not say."""

    report: ErasureReport
    disks: tuple[DiskView, ...]
    removed: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True)
class ErasureReports:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    reader: ReportReader
    turn: Callable[[bytes], float] = _unlimited

    def receive(self, actor: Actor, content: bytes, name: str | None = None) -> ReportView:
        """Keep a report and record what it says on the devices that it means."""
        organisation = _sender(actor)
        self._take_turn(actor)
        stripped, reading = self.reader.read(content, file_name=name)
        _refuse_without_erasures(reading, name)
        report = self._report(actor, organisation, stripped, reading)
        with self.storage.writing() as work:
            work.devices.hold_numbers(_numbers(report))
            known = work.erasure_reports.get(organisation, report.sha256)
            if known is not None:
                return replace(_view(work, actor, known), repeated=True)
            self._place_all(work, report)
            work.commit()
            return replace(_view(work, actor, report), removed=tuple(map(str, stripped.removed)))

    def read(self, actor: Actor, sha256: str) -> ReportView:
        """A report of one's own organisation, with what became of its disks."""
        with self.storage.reading() as reads:
            return _view(reads, actor, _kept(reads, actor, sha256))

    def match(self, actor: Actor, sha256: str, number: int, key: DeviceKey) -> DiskView:
        """Put a disk on a device by hand; Refused where it does not count there, and nothing changes."""
        with self.storage.writing() as work:
            disk = _open(work, actor, sha256, number)
            relations = state_of(work, key).relations(actor.organisation)
            PERMISSIONS.check("perform_sanitisation", actor, relations)
            found = place_on(work, self.recorder, disk, key, actor.account)
            _refuse_uncounted(found)
            work.commit()
            return _disk_view(work, actor, found)

    def close(self, actor: Actor, sha256: str, number: int) -> DiskView:
        """A disk of a report that no device will come for: out of the tray, and kept."""
        with self.storage.writing() as work:
            disk = _open(work, actor, sha256, number)
            closed = settled(work, self.recorder, replace(disk, outcome=Outcome.CLOSED), actor.account)
            work.commit()
            return _disk_view(work, actor, closed)

    def _take_turn(self, actor: Actor) -> None:
        if seconds := self.turn(actor.account.encode()):
            raise TooMany(
                message("Too many reports came from this account in the last minute."),
                seconds=ceil(seconds),
                remedy=message("Send it again later; one file may hold many storage media."),
            )

    def _report(
        self, actor: Actor, organisation: OrganisationId, stripped: Stripped, reading: Reading
    ) -> ErasureReport:
        return ErasureReport(
            organisation=organisation,
            sha256=stripped.sha256,
            original_sha256=stripped.original_sha256,
            received_at=self.recorder.clock(),
            sent_by=actor.account,
            format=reading.format,
            parser=reading.parser,
            parser_version=reading.parser_version,
            reading=reading,
            content=stripped.content,
            station=None if actor.capability is None else actor.capability.subject,
        )

    def _place_all(self, work: LifecycleWork, report: ErasureReport) -> None:
        """Every disk is kept as waiting first, so that nothing of the report can be lost on the way."""
        numbers = range(1, len(report.reading.erasures) + 1)
        disks = [ReportedDisk(report, number, Outcome.NO_DEVICE) for number in numbers]
        known = {disk.number: _is_known(work, disk, disks) for disk in disks}
        work.erasure_reports.add(report, disks)
        for disk in disks:
            if known[disk.number]:
                settled(work, self.recorder, replace(disk, outcome=Outcome.REPEATED))
            else:
                place(work, self.recorder, disk)


def _is_known(reads: LifecycleReads, disk: ReportedDisk, disks: list[ReportedDisk]) -> bool:
    """Whether the same disk with the same moment stands in another report, or earlier in this one."""
    same = (disk.serial_key, disk.happened_at)
    earlier = any((each.serial_key, each.happened_at) == same for each in disks if each.number < disk.number)
    return earlier or reads.erasure_reports.known(disk.report.organisation, *same) is not None


def _sender(actor: Actor) -> OrganisationId:
    subject = "" if actor.capability is None else actor.capability.subject
    PERMISSIONS.check(POST, actor, subject=subject)
    return _organisation(actor)


def _organisation(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise NotPermitted(
            message("A report belongs to an organisation, and this account has none."),
            remedy=message("Act with an account that belongs to an organisation."),
        )
    return actor.organisation


def _refuse_without_erasures(reading: Reading, name: str | None) -> None:
    if reading.erasures:
        return
    what = message("This file tells of no erasure that has a result.")
    problems = (Problem(name or "$", what), *reading.unread)
    raise InvalidInput(what, problems, remedy=message("Send the report that the tool wrote when it was done."))


def _numbers(report: ErasureReport) -> tuple[IdentityClaim, ...]:
    """What is held, so that two senders of one report wait for each other."""
    serials = sorted({each.medium_serial for each in report.reading.erasures})
    return tuple(IdentityClaim(ClaimKind.SERIAL, f"medium {each}", report.format, 1.0) for each in serials)


def _kept(reads: LifecycleReads, actor: Actor, sha256: str) -> ErasureReport:
    PERMISSIONS.check("read_erasure_bench", actor)
    report = reads.erasure_reports.get(_organisation(actor), sha256)
    if report is None:
        raise NotFound(message("There is no report of erasure {sha256}.", sha256=sha256[:64]))
    return report


def _open(reads: LifecycleReads, actor: Actor, sha256: str, number: int) -> ReportedDisk:
    PERMISSIONS.check("settle_erasure_report", actor)
    report = _kept(reads, actor, sha256)
    found = next(
        (disk for disk in reads.erasure_reports.disks_of(report.organisation, sha256) if disk.number == number), None
    )
    if found is None:
        raise NotFound(message("The report has no storage medium number {number}.", number=number))
    if not found.is_open:
        raise Refused(
            "report-settled",
            message("What became of this storage medium is settled: {outcome}.", outcome=found.outcome),
            remedy=message("Look at the device; if it is wrong there, correct that event."),
        )
    return found


def _refuse_uncounted(disk: ReportedDisk) -> None:
    """Told as the rule that stands in the way; the transaction is left without a commit."""
    serial = disk.erasure.medium_serial
    if disk.outcome is Outcome.STALE:
        raise Refused(
            "report-counts",
            message(
                "The erasure of {serial} is older than what happened to it since, so it does not count.", serial=serial
            ),
            remedy=message("Erase the storage medium again."),
        )
    if disk.outcome is Outcome.NO_CATEGORY:
        raise Refused(
            "category-known",
            message("The report does not say in a known way how {serial} was erased.", serial=serial),
            remedy=message("Record the erasure on the page of the device, and name its category."),
        )


def _view(reads: LifecycleReads, actor: Actor, report: ErasureReport) -> ReportView:
    disks = reads.erasure_reports.disks_of(report.organisation, report.sha256)
    return ReportView(report, tuple(_disk_view(reads, actor, disk) for disk in disks))


def _disk_view(reads: LifecycleReads, actor: Actor, disk: ReportedDisk) -> DiskView:
    """The key of a station is told what became of its disks, and nothing of the devices."""
    if disk.device is None or not PERMISSIONS.allows("read_erasure_bench", actor):
        return DiskView(replace(disk, device=None, event=None) if actor.capability else disk)
    relations = state_of(reads, disk.device).relations(actor.organisation)
    may_read = PERMISSIONS.allows("read_device", actor, relations)
    return DiskView(disk, reads.devices.get(disk.device) if may_read else None)
