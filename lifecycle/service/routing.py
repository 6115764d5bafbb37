"""Where devices should go: propose with reasons, approve in one act, override with a second person.

Rules:
1. A proposal keeps its whole trace; the event carries the hashes of the inputs and of the trace.
2. The same facts under the same policy on the same day are not proposed twice.
3. Approval works on many at once; each that is refused is told with its reason, and the others go on. Who says which
   decision was read approves that one, or nothing.
4. An override names a ground of the list and a reason in words, and needs another person's approval (guard
   `own-approval`).
5. Who approves has the authority for the whole act: a mandate, or the role where that is enough
   (`lifecycle.service.mandate_gate`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import sha256
from lifecycle.domain.axes import RouteChoice
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, RouteApproved, RouteOverridden, RouteProposed, TransactionId
from lifecycle.domain.guards import admit
from lifecycle.domain.mandates import Authority, Matter
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.routing.decision import Decision, route_of
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.written import written
from lifecycle.domain.vocabulary import OverrideGround, Route
from lifecycle.service.deciding import Deciding
from lifecycle.service.mandate_gate import Approvals, act_of, item_of, matters
from lifecycle.service.ports import (
    LifecycleReads,
    LifecycleStorage,
    LifecycleWork,
    Organisations,
    Policies,
    StoredDecision,
)
from lifecycle.service.recording import Draft, Recorded, Recorder, device_of, find_state, state_of
from lifecycle.service.routing_reading import FactsReader
from lifecycle.service.views import Approved, DecisionView


@dataclass(frozen=True)
class Routing:
    """Each method is one transaction (an act on many: one for each device) and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    policies: Policies

    def propose(self, actor: Actor, key: DeviceKey) -> DecisionView:
        """What the policy in force says of this device, with its reasons."""
        return self._propose(actor, key, self.deciding)

    def propose_each(
        self, actor: Actor, keys: Iterable[DeviceKey]
    ) -> Iterator[tuple[DeviceKey, DecisionView | KringpasError]]:
        """The same of many, each by itself, or what refused it; under the policies of the moment at which it begins."""
        with self.storage.reading() as reads:
            deciding = self.deciding(reads)
        for key in keys:
            try:
                found: DecisionView | KringpasError = self._propose(actor, key, deciding.within)
            except KringpasError as refusal:
                found = refusal
            yield key, found

    def deciding(self, reads: LifecycleReads) -> Deciding:
        """What decides about devices today."""
        today = self.recorder.clock().date()
        policies = self.policies.in_force(reads, today)
        return Deciding(
            policies, FactsReader(reads, self.recorder.publisher, self.organisations, today, policies), today
        )

    def foreseen(self, actor: Actor, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, Route]:
        """What the rules would propose for these devices today; nothing is recorded."""
        PERMISSIONS.check("propose_route", actor)
        with self.storage.reading() as reads:
            deciding = self.deciding(reads)
            gathered = deciding.reader.of_devices(tuple(keys))
        return {
            key: route_of(each.facts, deciding.policies.of(each.device), on=deciding.on)
            for key, each in gathered.items()
        }

    def propose_decided(
        self,
        work: LifecycleWork,
        actor: Actor,
        device: Device,
        decision: Decision,
        policy: Policy,
        transaction: TransactionId | None = None,
    ) -> tuple[StoredDecision, Recorded | None]:
        """Keep a decision and propose it, in the transaction of the caller; where it stands already, only give it."""
        stored, is_new = self._kept(work, device, decision, policy)
        if not is_new:
            return stored, None
        draft = Draft(_proposed(stored), transaction=transaction)
        return stored, self.recorder.record(work, actor, device.key, [draft])

    def approve(
        self, actor: Actor, keys: Sequence[DeviceKey], *, read: Mapping[DeviceKey, str] | None = None
    ) -> tuple[Approved, ...]:
        """Approve the standing proposals of these devices, each by itself, as one act.

        `read` is the decision that the approver saw, by device: where another one stands by now, it is not approved.
        """
        transaction = TransactionId(self.recorder.new_id())
        seen, wanted = read or {}, tuple(dict.fromkeys(keys))
        asked = self._matters(wanted)
        return tuple(self._approve(actor, key, transaction, seen.get(key), asked.get(key)) for key in wanted)

    def approvable(self, actor: Actor, keys: Sequence[DeviceKey]) -> Mapping[DeviceKey, RouteChoice | KringpasError]:
        """What an approval of these devices in one act would approve, or what would refuse it; nothing is changed."""
        asked, found = self._matters(keys), dict[DeviceKey, RouteChoice | KringpasError]()
        with self.storage.reading() as reads:
            for key in keys:
                try:
                    found[key], _ = self._approvable(reads, actor, state_of(reads, key), None, asked.get(key))
                except KringpasError as refusal:
                    found[key] = refusal
        return found

    def _matters(self, keys: Collection[DeviceKey]) -> Mapping[str, Matter]:
        """What is approved in the whole act, of those that there are."""
        with self.storage.reading() as reads:
            found = {key: find_state(reads, key) for key in keys}
        return matters({key: device for key, device in found.items() if device is not None})

    def override(
        self, actor: Actor, key: DeviceKey, route: Route, reason: str, ground: OverrideGround = OverrideGround.OTHER
    ) -> DecisionView:
        """Choose another route than the proposed one; a second person approves it."""
        if not reason.strip():
            raise InvalidInput(
                message("To choose another destination a reason is needed."),
                remedy=message("Say in one sentence why this device should not follow the proposal."),
            )
        with self.storage.writing() as work:
            now = device_of(work, key)
            PERMISSIONS.check("override_route", actor, now.device.relations(actor.organisation))
            stored = self._newest(work, now.device)
            override = RouteOverridden(
                decision=self.recorder.new_id(),
                overrides=stored.decision_id,
                route=route,
                reason=reason.strip(),
                reason_code=ground,
            )
            recorded = self.recorder.record(work, actor, key, [Draft(override)])
            work.commit()
            return _view(stored, recorded)

    def read(self, actor: Actor, key: DeviceKey, decision_id: str) -> DecisionView:
        """One decision with its whole trace."""
        with self.storage.reading() as reads:
            now = device_of(reads, key)
            PERMISSIONS.check("read_decision", actor, now.device.relations(actor.organisation))
            stored = reads.decisions.get(key, decision_id)
            if stored is None:
                raise NotFound(message("This device has no decision '{decision}'.", decision=decision_id[:40]))
            return _view(stored, now)

    def of_device(self, actor: Actor, key: DeviceKey) -> tuple[DecisionView, ...]:
        """Every decision about a device, oldest first."""
        with self.storage.reading() as reads:
            now = device_of(reads, key)
            PERMISSIONS.check("read_decision", actor, now.device.relations(actor.organisation))
            return tuple(_view(stored, now) for stored in reads.decisions.of_device(key))

    def _propose(self, actor: Actor, key: DeviceKey, deciding: Callable[[LifecycleReads], Deciding]) -> DecisionView:
        with self.storage.writing() as work:
            work.devices.hold(key)  # else two at the same moment would both propose
            now = device_of(work, key)
            PERMISSIONS.check("propose_route", actor, now.device.relations(actor.organisation))
            stored, is_new = self._kept(work, now.device, *deciding(work).about_life(now.device, now.events))
            if is_new:
                now = self.recorder.record_held(work, actor, now, [Draft(_proposed(stored))])
            work.commit()
            return _view(stored, now)

    def _kept(
        self, work: LifecycleWork, device: Device, decision: Decision, policy: Policy
    ) -> tuple[StoredDecision, bool]:
        """The decision as it is kept, and whether that is new: one that stands is not made twice."""
        standing = self._standing(work, device, decision)
        return (self._store(work, device, decision, policy), True) if standing is None else (standing, False)

    @staticmethod
    def _standing(reads: LifecycleReads, device: Device, decision: Decision) -> StoredDecision | None:
        """The proposal that stands, when it rests on the same inputs."""
        if device.proposal is None or device.proposal.is_override:
            return None
        stored = reads.decisions.get(device.key, device.proposal.decision)
        return stored if stored is not None and stored.inputs_hash == decision.inputs_hash else None

    def _store(self, work: LifecycleWork, device: Device, decision: Decision, policy: Policy) -> StoredDecision:
        stored = StoredDecision(
            decision_id=self.recorder.new_id(),
            device_key=device.key,
            route=decision.route,
            policy=policy.name.id,
            policy_version=policy.name.version,
            inputs_hash=decision.inputs_hash,
            recorded_at=self.recorder.clock(),
            written=written(decision),
        )
        work.decisions.add(stored)
        work.policies.keep(policy.name.digest, self.policies.file_of(work, policy))
        return stored

    def _approve(
        self, actor: Actor, key: DeviceKey, transaction: TransactionId, read: str | None, asked: Matter | None
    ) -> Approved:
        try:
            with self.storage.writing() as work:
                work.devices.hold(key)  # else two at the same moment could both find it waiting
                now = device_of(work, key)
                awaiting, by = self._approvable(work, actor, now.device, read, asked)
                approval = RouteApproved(decision=awaiting.decision, route=awaiting.route, mandate=by.id)
                draft = Draft(approval, transaction=transaction, authority=by)
                self.recorder.record_held(work, actor, now, [draft])
                work.commit()
        except KringpasError as refusal:
            return Approved(key, None, refusal)
        return Approved(key, approval.route)

    def _approvable(
        self, reads: LifecycleReads, actor: Actor, device: Device, read: str | None, asked: Matter | None
    ) -> tuple[RouteChoice, Authority]:
        """What an approval of this device would approve, and on which authority; raises what refuses it."""
        PERMISSIONS.check("approve_route", actor, device.relations(actor.organisation))
        awaiting = _awaiting_approval(device)
        if awaiting is None:
            raise NotFound(message("Nothing is proposed for this device, or it was approved already."))
        if read not in {None, awaiting.decision}:
            raise Conflict(
                message("Another destination was proposed since you read this one."),
                remedy=message("Read the new proposal, then decide."),
            )
        return awaiting, self._authority(reads, actor, device, awaiting, asked)

    def _authority(
        self, reads: LifecycleReads, actor: Actor, device: Device, awaiting: RouteChoice, asked: Matter | None
    ) -> Authority:
        """Of the device as it is now, in an act of which the rest is as it was asked.

        What the guards refuse is told before what a mandate is short of.
        """
        plainly = RouteApproved(decision=awaiting.decision, route=awaiting.route)
        admit(device, self.recorder.supposed(actor, device.key, plainly))
        others = () if asked is None else asked.act_items
        matter = Matter(act_of(device, awaiting.decision), (item_of(device, awaiting.route),), others)
        return Approvals(self.organisations).authority(reads, actor, matter, self.recorder.clock().date())

    @staticmethod
    def _newest(reads: LifecycleReads, device: Device) -> StoredDecision:
        decisions = reads.decisions.of_device(device.key)
        if not decisions:
            raise NotFound(
                message("Nothing was proposed for this device yet."), remedy=message("Ask for a proposal first.")
            )
        return decisions[-1]


def _awaiting_approval(device: Device) -> RouteChoice | None:
    """The last proposal or override, unless it was approved."""
    last, approved = device.proposal, device.approval
    return None if last is None or (approved is not None and approved.decision == last.decision) else last


def _proposed(stored: StoredDecision) -> RouteProposed:
    return RouteProposed(
        decision=stored.decision_id,
        route=Route(stored.route),
        rule_set=f"{stored.policy} {stored.policy_version}",
        inputs_sha256=stored.inputs_hash,
        trace_sha256=sha256(stored.written.encode()),
    )


def _view(stored: StoredDecision, now: Recorded) -> DecisionView:
    names = {stored.decision_id}
    found: dict[str, Event] = {}
    for event in now.events:
        match event.happening:
            case RouteProposed(decision=decision) if decision == stored.decision_id:
                found["proposed"] = event
            case RouteOverridden(decision=decision, overrides=overrides) if overrides == stored.decision_id:
                names, found["overridden"] = names | {decision}, event
            case RouteApproved(decision=decision) if decision in names:
                found["approved"] = event
    return DecisionView(
        decision_id=stored.decision_id,
        device=stored.device_key,
        route=stored.route,
        policy=stored.policy,
        policy_version=stored.policy_version,
        inputs_hash=stored.inputs_hash,
        recorded_at=stored.recorded_at,
        content=stored.content,
        **found,
    )
