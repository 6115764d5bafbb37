"""Deciding about a class of devices at once: propose for all, look at a sample, approve what agrees.

Rules:
1. The rules of a class are in `lifecycle.domain.class_decisions`. A class is decided in one transaction, and approved
   in one: all of it, or nothing.
2. Every member that waits for a destination is proposed for, as one act; what somebody proposed instead of the rules is
   left as it is.
3. The approvals of a class are one act, whose transaction is the id of the class: from an event its class is found.
4. Who approves has a mandate for classes that covers every approved member together (`lifecycle.service.mandate_gate`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import AccountId, Actor
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.class_decisions import (
    MOST,
    ClassDecision,
    ClassId,
    Closed,
    Closing,
    Exceptional,
    Look,
    Member,
    Selection,
    Why,
    changed_since,
    checked,
    exceptions_of,
    looked,
    refuse_closed,
    refuse_nothing_left,
    refuse_unready,
    traits_of,
    unknown_of,
    with_sample,
)
from lifecycle.domain.device import Device
from lifecycle.domain.events import RouteApproved, TransactionId
from lifecycle.domain.mandates import ApprovalAct, Authority, Mandate, Matter, Signed
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.routing.decision import Decision
from lifecycle.domain.routing.policy import Policy
from lifecycle.service.mandate_gate import Approvals, item_of
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork, LineFilter
from lifecycle.service.recording import Draft, Recorder, state_of
from lifecycle.service.routing import Routing
from lifecycle.service.worklist import TO_DECIDE

_PAGE = 1000
_AWAITING = {None, "proposed", "override"}


@dataclass(frozen=True)
class ClassView:
    """A decision about a class, the lines of its members, the names of who signed, and the mandate of its approval.

    `left_out` are the agreeing members that were not approved with it, or would not be now. `obstacle` is why whoever
    asks cannot approve it now; None where they can.
    """

    decision: ClassDecision
    lines: Mapping[DeviceKey, DeviceLine]
    people: Mapping[AccountId, str]
    left_out: Mapping[DeviceKey, Exceptional]
    mandate: Mandate | None = None
    obstacle: KringpasError | None = None

    @property
    def together(self) -> tuple[Member, ...]:
        """The members that agree and are not left out: what is approved together, or would be now."""
        return tuple(it for it in self.decision.agreeing if it.device not in self.left_out)


@dataclass(frozen=True)
class ClassDecisions:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    routing: Routing

    def decide(self, actor: Actor, name: str, selection: Selection) -> ClassView:
        """Propose for every member, single the exceptions out, and draw a sample of the others."""
        PERMISSIONS.check("decide_class", actor)
        named, now = checked(name, selection), self.recorder.clock()
        with self.storage.writing() as work:
            unknown = _members(work, selection, now.date())
            act = TransactionId(self.recorder.new_id())
            members = self._proposed(work, actor, selection, unknown, act)
            seed = self.recorder.new_id()
            decision = ClassDecision(
                id=ClassId(self.recorder.new_id()),
                name=named,
                selection=selection,
                transaction=act,
                organisation=actor.organisation,
                proposed=Signed(actor.account, now),
                policies=_policies(work, members),
                seed=seed,
                members=with_sample(members, seed),
            )
            work.class_decisions.add(decision)
            work.commit()
            return self._view(work, actor, decision)

    def read(self, actor: Actor, decision: ClassId) -> ClassView:
        """One decision about a class."""
        PERMISSIONS.check("read_class_decision", actor)
        with self.storage.reading() as reads:
            return self._view(reads, actor, _there(reads, decision))

    def newest(self, actor: Actor, limit: int = 100) -> tuple[ClassDecision, ...]:
        """The last decisions about classes, newest first."""
        PERMISSIONS.check("read_class_decision", actor)
        with self.storage.reading() as reads:
            return reads.class_decisions.newest(limit)

    def look(self, actor: Actor, decision: ClassId, device: DeviceKey, *, right: bool) -> ClassView:
        """Somebody looked at a drawn device, and found it right or wrong."""
        PERMISSIONS.check("decide_class", actor)
        with self.storage.writing() as work:
            work.class_decisions.hold(decision)
            look = Look(device, right, Signed(actor.account, self.recorder.clock()))
            after = looked(_there(work, decision), look)
            work.class_decisions.add_look(decision, look)
            work.commit()
            return self._view(work, actor, after)

    def approve(self, actor: Actor, decision: ClassId) -> ClassView:
        """Approve every member that agrees still; who does not is left out, and told."""
        PERMISSIONS.check("approve_route", actor)
        with self.storage.writing() as work:
            work.class_decisions.hold(decision)
            found = _there(work, decision)
            refuse_unready(found, actor.account)
            work.devices.hold(*(it.device for it in found.agreeing))
            fit, left_out = _still_agreeing(work, found)
            by = self._authority(work, actor, found, fit)
            left_out |= self._approved(work, actor, found, fit, by)
            refuse_nothing_left(found, left_out)
            signed = Signed(actor.account, self.recorder.clock())
            closed = Closed(Closing.APPROVED, signed, actor.organisation, by.id, by.deputy is not None, left_out)
            work.class_decisions.close(decision, closed)
            work.commit()
            return self._view(work, actor, replace(found, closed=closed))

    def withdraw(self, actor: Actor, decision: ClassId) -> ClassView:
        """Close it without approving anything; the proposals for its devices stand, each by itself."""
        PERMISSIONS.check("decide_class", actor)
        with self.storage.writing() as work:
            work.class_decisions.hold(decision)
            found = _there(work, decision)
            refuse_closed(found)
            signed = Signed(actor.account, self.recorder.clock())
            closed = Closed(Closing.WITHDRAWN, signed, actor.organisation)
            work.class_decisions.close(decision, closed)
            work.commit()
            return self._view(work, actor, replace(found, closed=closed))

    def _proposed(
        self,
        work: LifecycleWork,
        actor: Actor,
        selection: Selection,
        unknown: Mapping[DeviceKey, tuple[str, ...]],
        act: TransactionId,
    ) -> tuple[Member, ...]:
        """Rule 2."""
        work.devices.hold(*unknown)
        deciding = self.routing.deciding(work)
        gathered = deciding.reader.of_devices(sorted(unknown))
        found = []
        for key, it in gathered.items():
            decision, policy = deciding.about(it)
            exceptions = exceptions_of(it.device, decision, selection, unknown[key])
            found.append(self._member(work, actor, it.device, (decision, policy), exceptions, act))
        return tuple(found)

    def _member(
        self,
        work: LifecycleWork,
        actor: Actor,
        device: Device,
        decided: tuple[Decision, Policy],
        exceptions: tuple[Exceptional, ...],
        act: TransactionId,
    ) -> Member:
        if any(each.why is Why.OVERRIDDEN for each in exceptions):
            return Member(device.key, None, None, exceptions)
        try:
            with work.undoing():
                stored, _ = self.routing.propose_decided(work, actor, device, *decided, act)
        except Refused as refusal:
            return Member(device.key, None, None, (*exceptions, Exceptional(Why.REFUSED, (refusal.rule,))))
        return Member(device.key, stored.decision_id, stored.inputs_hash, exceptions)

    def _authority(
        self, reads: LifecycleReads, actor: Actor, found: ClassDecision, fit: Mapping[DeviceKey, Device]
    ) -> Authority:
        """Rule 4."""
        matter = Matter(ApprovalAct.CLASS, tuple(item_of(device, found.selection.route) for device in fit.values()))
        return Approvals(self.routing.organisations).authority(reads, actor, matter, self.recorder.clock().date())

    def _approved(
        self,
        work: LifecycleWork,
        actor: Actor,
        found: ClassDecision,
        fit: Mapping[DeviceKey, Device],
        by: Authority,
    ) -> dict[DeviceKey, Exceptional]:
        """Rule 3: approve these; those that a rule of their life refuses, with the rule."""
        refused: dict[DeviceKey, Exceptional] = {}
        for member in (it for it in found.agreeing if it.device in fit):
            approval = RouteApproved(decision=str(member.decision), route=found.selection.route, mandate=by.id)
            draft = Draft(approval, transaction=TransactionId(found.id), authority=by)
            try:
                with work.undoing():
                    self.recorder.record(work, actor, member.device, [draft])
            except Refused as refusal:
                refused[member.device] = Exceptional(Why.REFUSED, (refusal.rule,))
        return refused

    def _obstacle(
        self,
        reads: LifecycleReads,
        actor: Actor,
        found: ClassDecision,
        fit: Mapping[DeviceKey, Device],
        left_out: Mapping[DeviceKey, Exceptional],
    ) -> KringpasError | None:
        """Why this actor cannot approve it now."""
        try:
            PERMISSIONS.check("approve_route", actor)
            refuse_nothing_left(found, left_out)
            refuse_unready(found, actor.account)
            self._authority(reads, actor, found, fit)
        except KringpasError as refusal:
            return refusal
        return None

    def _view(self, reads: LifecycleReads, actor: Actor, found: ClassDecision) -> ClassView:
        lines = {it.device: reads.devices.get(it.device) for it in found.members}
        signed = [found.proposed, *(it.signed for it in found.looks), *([found.closed.signed] if found.closed else ())]
        mandate = found.closed.mandate if found.closed else None
        fit, left_out = ({}, found.closed.left_out) if found.closed else _still_agreeing(reads, found)
        return ClassView(
            decision=found,
            lines={key: line for key, line in lines.items() if line is not None},
            people=self.routing.organisations.people(tuple({it.by for it in signed})),
            left_out=left_out,
            mandate=None if mandate is None else reads.mandates.get(mandate),
            obstacle=None if found.closed else self._obstacle(reads, actor, found, fit, left_out),
        )


def _members(reads: LifecycleReads, selection: Selection, on: date) -> dict[DeviceKey, tuple[str, ...]]:
    """The devices of the class, with the facts that the selection asks of each in vain; InvalidInput for too many."""
    found: dict[DeviceKey, tuple[str, ...]] = {}
    for line in _waiting(reads):
        if _may_fit(line, selection):
            unknown = unknown_of(selection, traits_of(state_of(reads, line.device_key), on))
            if unknown is not None:
                found[line.device_key] = unknown
        if len(found) > MOST:
            what = message("More than {most} devices fit: ask for more facts.", most=MOST)
            raise InvalidInput(what, (Problem("$.category", what),))
    if not found:
        what = message("No device that waits for a destination fits this.")
        raise InvalidInput(what, (Problem("$.category", what),))
    return found


def _waiting(reads: LifecycleReads) -> Iterator[DeviceLine]:
    """Every device that waits for a destination, in the order of their keys."""
    wanted = LineFilter(lifecycles=tuple(TO_DECIDE), limit=_PAGE)
    while lines := reads.devices.lines(wanted):
        yield from (line for line in lines if line.route_state in _AWAITING)
        wanted = replace(wanted, after=lines[-1].device_key)


def _may_fit(line: DeviceLine, selection: Selection) -> bool:
    """What the line tells already, so that few states are read."""
    asked = ((selection.model, line.model_id), (selection.owner, line.owner))
    return all(wanted in {None, has} for wanted, has in asked)


def _there(reads: LifecycleReads, decision: ClassId) -> ClassDecision:
    found = reads.class_decisions.get(decision)
    if found is None:
        raise NotFound(message("There is no decision '{decision}' about a class.", decision=decision[:40]))
    return found


def _still_agreeing(
    reads: LifecycleReads, found: ClassDecision
) -> tuple[dict[DeviceKey, Device], dict[DeviceKey, Exceptional]]:
    """The agreeing members as they are now: those that agree still, and why the others do not."""
    fit: dict[DeviceKey, Device] = {}
    changed: dict[DeviceKey, Exceptional] = {}
    for member in found.agreeing:
        device = state_of(reads, member.device)
        why = changed_since(device, member)
        if why is None:
            fit[member.device] = device
        else:
            changed[member.device] = why
    return fit, changed


def _policies(reads: LifecycleReads, members: tuple[Member, ...]) -> dict[str, str]:
    """The policies of the members' decisions, as `id version`, with the digest of each."""
    decisions = reads.decisions.newest([it.device for it in members if it.decision is not None])
    return {f"{it.policy} {it.policy_version}": str(it.content["policy"]["digest"]) for it in decisions.values()}
