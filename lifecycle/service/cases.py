"""Use cases of cases: what turned out wrong after a device left, from opening to closing.

Every act is an event of the device, so that nothing of a case can be changed afterwards either.
"""

from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.axes import Case
from lifecycle.domain.events import (
    CaseClosed,
    CaseId,
    CaseOpened,
    CaseOutcome,
    CaseStep,
    CaseStepTaken,
    Event,
    EventId,
    Happening,
    Severity,
)
from lifecycle.domain.permissions import PERMISSIONS, USE_CASES
from lifecycle.service.correcting_ports import CaseLine
from lifecycle.service.lines import readable
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LineFilter
from lifecycle.service.recording import Draft, Recorder, device_of

LARGEST_LIST = 200


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """`event` turned out wrong; `since` is the day on which that was found, `what` says it in words."""

    event: EventId
    severity: Severity
    since: date
    what: str
    medium: str | None = None
    event_id: EventId | None = None


@dataclass(frozen=True, kw_only=True)
class NewStep:
    """Something that was done about a case."""

    step: CaseStep
    reference: str | None = None
    remark: str | None = None
    event_id: EventId | None = None


@dataclass(frozen=True)
class CaseView:
    """A case with its device. `about` is the event that turned out wrong, `opening` the one that says so."""

    line: DeviceLine
    case: Case
    about: Event | None = None
    opening: Event | None = None
    may_handle: bool = False
    may_close: bool = False


@dataclass(frozen=True)
class Cases:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder

    def find(self, actor: Actor, *, is_open: bool = True) -> tuple[CaseView, ...]:
        """The newest cases of devices of the actor's organisation, unless its role reads all."""
        party = readable(actor, LineFilter()).party
        with self.storage.reading() as reads:
            found = reads.cases.found(party, is_open=is_open, limit=LARGEST_LIST)
            return tuple(view for each in found if (view := _listed(reads, actor, each)) is not None)

    def read(self, actor: Actor, key: DeviceKey, case: CaseId) -> CaseView:
        """One case, with the event that it is about."""
        with self.storage.reading() as reads:
            return self._view(reads, actor, key, case)

    def open(self, actor: Actor, key: DeviceKey, new: NewCase) -> CaseView:
        """Say what turned out wrong. A retry with the same `event_id` opens one case."""
        event_id = new.event_id or EventId(self.recorder.new_id())
        case = CaseId(event_id)
        opened = CaseOpened(
            case=case, event=new.event, severity=new.severity, since=new.since, medium=new.medium, remark=new.what
        )
        return self._record(actor, key, case, Draft(opened, event_id))

    def take_step(self, actor: Actor, key: DeviceKey, case: CaseId, new: NewStep) -> CaseView:
        """Record what was done about it."""
        taken = CaseStepTaken(case=case, step=new.step, reference=new.reference, remark=new.remark)
        return self._record(actor, key, case, Draft(taken, new.event_id))

    def close(
        self, actor: Actor, key: DeviceKey, case: CaseId, outcome: CaseOutcome, *, event_id: EventId | None = None
    ) -> CaseView:
        """Close it, as somebody else than who opened it."""
        return self._record(actor, key, case, Draft(CaseClosed(case=case, outcome=outcome), event_id))

    def _record(self, actor: Actor, key: DeviceKey, case: CaseId, draft: Draft) -> CaseView:
        with self.storage.writing() as work:
            self._check(work, actor, key, draft.happening)
            self.recorder.record(work, actor, key, [draft])
            work.commit()
            return self._view(work, actor, key, case)

    @staticmethod
    def _check(reads: LifecycleReads, actor: Actor, key: DeviceKey, happening: Happening) -> None:
        relations = device_of(reads, key).device.relations(actor.organisation)
        PERMISSIONS.check(USE_CASES[happening.kind], actor, relations)

    @staticmethod
    def _view(reads: LifecycleReads, actor: Actor, key: DeviceKey, wanted: CaseId) -> CaseView:
        known, line = device_of(reads, key), reads.devices.get(key)
        relations = known.device.relations(actor.organisation)
        PERMISSIONS.check("read_case", actor, relations)
        case = known.device.case(wanted)
        if case is None or line is None:
            raise NotFound(message("There is no case '{case}' of this device.", case=wanted[:40]))
        return CaseView(
            line,
            case,
            about=next((each for each in known.events if each.id == case.event), None),
            opening=next((each for each in known.events if _opens(each, wanted)), None),
            may_handle=case.is_open and PERMISSIONS.allows("handle_case", actor, relations),
            may_close=case.is_open and PERMISSIONS.allows("close_case", actor, relations),
        )


def _opens(event: Event, case: CaseId) -> bool:
    return isinstance(event.happening, CaseOpened) and event.happening.case == case


def _listed(reads: LifecycleReads, actor: Actor, found: CaseLine) -> CaseView | None:
    """The list tells what an actor may read of a device that it may read."""
    line = reads.devices.get(found.device)
    if line is None:
        return None
    PERMISSIONS.check("read_worklist", actor)
    return CaseView(line, found.case)
