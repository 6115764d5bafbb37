"""Use cases of "Found this device?". A stranger tells where a device is; its owner reads that, and closes it.

Rules, besides those of `lifecycle.domain.found_reports`:
1. A stranger is told the brand, the model and whether there is somebody to tell, which the public passport says too;
   after sending, a reference. Nothing else of the device is in what these methods give.
2. The same words about the same device are one report, so that a second tap on the button makes no second report.
3. Who reads the words of a finder is recorded first, as every reading of what is not public (`dpp.service.access_log`).
4. Every passport of a device leads here, also one that was archived or followed by another: old labels stay on devices.
   The passport of a model or a batch does not, nor one of a thing that this registry does not follow.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from dpp.domain.catalogue import AccessClass, Granularity
from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused, TooMany
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.permission import Relation
from dpp.service.access_log import AccessLog, Controlled
from dpp.service.passports import found
from dpp.service.ports import Chance, Clock, StoredPassport
from lifecycle.domain.found_reports import (
    CHOSEN,
    FoundReport,
    Outcome,
    ReportReference,
    Words,
    closed,
    new_reference,
    until_the_next,
    whom_to_tell,
)
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage
from lifecycle.service.recording import find_state

WORDS = "finderWords"
"""What of a device is recorded as read; no element of a passport."""

KEPT = timedelta(days=30)
LARGEST_LIST = 200


@dataclass(frozen=True)
class FoundDevice:
    """All that a finder is told of the device in hand (rule 1)."""

    brand: str
    name: str
    is_asked: bool


@dataclass(frozen=True)
class ReportView:
    """A report for who may read it; `words` only for who may answer it. `missing`: it was reported lost or stolen."""

    report: FoundReport
    device: DeviceLine
    missing: bool = False
    may_answer: bool = False


@dataclass(frozen=True)
class FoundReports:
    """Each method is one transaction. Those with an actor check it first; the others are for everybody.

    `kept` is how long the words of a finder are kept at most.
    """

    storage: LifecycleStorage
    clock: Clock
    chance: Chance
    log: AccessLog
    kept: timedelta = KEPT

    def look(self, passport_id: PassportId) -> FoundDevice:
        """The device of this passport, for whoever has it in hand; NotFound where the passport is of no device."""
        with self.storage.reading() as reads:
            passport, key = _of_device(reads, passport_id)
            model = reads.models.get(passport.model_id)
            device = find_state(reads, key)
        assert model is not None
        return FoundDevice(model.brand, model.name, device is not None and whom_to_tell(device) is not None)

    def report(self, passport_id: PassportId, words: Words) -> ReportReference:
        """Keep what a finder wrote. Refused where nobody is to be told, TooMany where enough was told today."""
        with self.storage.writing() as work:
            passport, key = _of_device(work, passport_id)
            work.devices.hold(key)
            device = find_state(work, key)
            told = None if device is None else whom_to_tell(device)
            if told is None:
                raise Refused("belongs-to-the-state", message("This device does not belong to the State any more."))
            before = work.found_reports.open_of(key)
            same = next((each.reference for each in before if each.words == words), None)
            if same is not None:
                return same
            now = self.clock()
            _refuse_too_many(until_the_next(before, now))
            reference = new_reference(self.chance(5))
            work.found_reports.put(FoundReport(reference, key, passport.passport_id, told, now, words))
            work.commit()
            return reference

    def was_received(self, passport_id: PassportId, reference: ReportReference) -> bool:
        """Whether a report with this reference came by the page of this passport."""
        with self.storage.reading() as reads:
            report = reads.found_reports.get(reference)
        return report is not None and report.passport == passport_id

    def find(self, actor: Actor, *, is_open: bool = True) -> tuple[ReportView, ...]:
        """The newest reports for the actor's organisation, or for all where its role reads all; without the words."""
        reads_all = PERMISSIONS.allows("read_found_report", actor)
        PERMISSIONS.check("read_found_report", actor, frozenset({Relation.OWNER}))
        if not reads_all and actor.organisation is None:
            return ()
        with self.storage.reading() as reads:
            told = None if reads_all else actor.organisation
            reports = reads.found_reports.found(told, is_open=is_open, limit=LARGEST_LIST)
            return tuple(self._view(reads, actor, report) for report in reports)

    def read(self, actor: Actor, reference: ReportReference, path: AccessPath) -> ReportView:
        """One report, with the finder's words for who may answer it (rule 3)."""
        with self.storage.reading() as reads:
            view = self._view(reads, actor, _kept(reads, reference))
            passport = found(reads, view.report.passport)
        if view.report.words is not None:
            roles = tuple(sorted(actor.roles & PERMISSIONS.roles("answer_found_report")))
            shown = Controlled(passport.passport_id, passport.version, {WORDS: AccessClass.OWNER}, roles)
            self.log.reading(self.storage, actor, shown, path, self.clock())
        return view

    def close(self, actor: Actor, reference: ReportReference, outcome: Outcome) -> ReportView:
        """The report is over, and the finder's words are erased."""
        with self.storage.writing() as work:
            work.devices.hold(_kept(work, reference).device)
            report = _kept(work, reference)
            PERMISSIONS.check("answer_found_report", actor, _relations(report, actor))
            if outcome not in CHOSEN:
                what = message("Choose one.")
                raise InvalidInput(what, (Problem("$.outcome", what),))
            over = closed(report, outcome, self.clock(), actor.account)
            work.found_reports.put(over)
            work.commit()
            return self._view(work, actor, over)

    def forget(self) -> int:
        """Close what nobody closed in time, and erase its words; gives how many there were."""
        now = self.clock()
        with self.storage.writing() as work:
            work.devices.hold(*(each.device for each in work.found_reports.open_before(now - self.kept)))
            due = work.found_reports.open_before(now - self.kept)
            for report in due:
                work.found_reports.put(closed(report, Outcome.EXPIRED, now))
            work.commit()
            return len(due)

    def _view(self, reads: LifecycleReads, actor: Actor, report: FoundReport) -> ReportView:
        relations = _relations(report, actor)
        PERMISSIONS.check("read_found_report", actor, relations)
        may_answer = PERMISSIONS.allows("answer_found_report", actor, relations)
        line, device = reads.devices.get(report.device), find_state(reads, report.device)
        assert line is not None
        assert device is not None
        shown = report if may_answer else replace(report, words=None)
        return ReportView(shown, line, device.missing, may_answer)


def _of_device(reads: LifecycleReads, passport_id: PassportId) -> tuple[StoredPassport, DeviceKey]:
    """The passport and its device (rule 4)."""
    passport = found(reads, passport_id)
    if passport.granularity != Granularity.ITEM:
        raise NotFound(
            message("This is no passport of one device, so nothing can be reported here."),
            remedy=message("Scan the label on the device itself."),
        )
    if passport.device_key is None:
        raise NotFound(
            message("This registry does not follow this device, so nothing can be reported here."),
            remedy=message("If you found it, bring it to the police or to the lost property office of a municipality."),
        )
    return passport, passport.device_key


def _refuse_too_many(wait: timedelta) -> None:
    if wait:
        raise TooMany(
            message("This device was reported several times today already."),
            seconds=ceil(wait.total_seconds()),
            remedy=message("You need not do anything more. You can also bring it to the police or to a municipality."),
        )


def _kept(reads: LifecycleReads, reference: ReportReference) -> FoundReport:
    report = reads.found_reports.get(reference)
    if report is None:
        raise NotFound(
            message("There is no report '{reference}'.", reference=reference[:40]),
            remedy=message("Compare the reference with what the finder has."),
        )
    return report


def _relations(report: FoundReport, actor: Actor) -> frozenset[Relation]:
    return frozenset({Relation.OWNER} if actor.organisation == report.told else ())
