"""Where devices should go: propose with reasons, approve in one act, override with a second person.

Rules:
1. A proposal keeps its whole trace; the event carries the hashes of the inputs and of the trace.
2. The same facts under the same policy on the same day are not proposed twice.
3. Approval works on many at once; each that is refused is told with its reason, and the others go on. Who says which
   decision was read approves that one, or nothing.
4. An override names a reason and needs another person's approval (guard `own-approval`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.axes import RouteChoice
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, RouteApproved, RouteOverridden, RouteProposed, TransactionId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.routing.decision import Decision, decide
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.record import to_plain
from lifecycle.domain.vocabulary import Route
from lifecycle.service.ports import (
    LifecycleReads,
    LifecycleStorage,
    LifecycleWork,
    Organisations,
    Policies,
    StoredDecision,
)
from lifecycle.service.recording import Draft, Recorded, Recorder, device_of, state_of
from lifecycle.service.routing_reading import FactsReader
from lifecycle.service.views import Approved, DecisionView


@dataclass(frozen=True)
class Routing:
    """Each method is one transaction (an approval of many: one for each device) and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    policies: Policies

    def propose(self, actor: Actor, key: DeviceKey) -> DecisionView:
        """What the policy in force says of this device, with its reasons."""
        with self.storage.writing() as work:
            now = device_of(work, key)
            PERMISSIONS.check("propose_route", actor, now.device.relations(actor.organisation))
            decision, policy = self._decide(work, now)
            standing = self._standing(work, now.device, decision)
            if standing is not None:
                return _view(standing, now)
            stored = self._store(work, now.device, decision, policy)
            recorded = self.recorder.record(work, actor, key, [Draft(_proposed(stored))])
            work.commit()
            return _view(stored, recorded)

    def approve(
        self, actor: Actor, keys: Sequence[DeviceKey], *, read: Mapping[DeviceKey, str] | None = None
    ) -> tuple[Approved, ...]:
        """Approve the standing proposals of these devices, each by itself, as one act.

        `read` is the decision that the approver saw, by device: where another one stands by now, it is not approved.
        """
        transaction = TransactionId(self.recorder.new_id())
        seen = read or {}
        return tuple(self._approve(actor, key, transaction, seen.get(key)) for key in dict.fromkeys(keys))

    def override(self, actor: Actor, key: DeviceKey, route: Route, reason: str) -> DecisionView:
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
                decision=self.recorder.new_id(), overrides=stored.decision_id, route=route, reason=reason.strip()
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

    def _decide(self, reads: LifecycleReads, now: Recorded) -> tuple[Decision, Policy]:
        today = self.recorder.clock().date()
        policy = self.policies.in_force(reads, today).of(now.device)
        facts = FactsReader(reads, self.recorder.publisher, self.organisations).of_life(now.device, now.events)
        return decide(facts, policy, on=today), policy

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
            content=to_plain(decision),
        )
        work.decisions.add(stored)
        return stored

    def _approve(self, actor: Actor, key: DeviceKey, transaction: TransactionId, read: str | None) -> Approved:
        try:
            with self.storage.writing() as work:
                device = state_of(work, key)
                PERMISSIONS.check("approve_route", actor, device.relations(actor.organisation))
                awaiting = _awaiting_approval(device)
                if awaiting is None:
                    raise NotFound(message("Nothing is proposed for this device, or it was approved already."))
                if read not in {None, awaiting.decision}:
                    raise Conflict(
                        message("Another destination was proposed since you read this one."),
                        remedy=message("Read the new proposal, then decide."),
                    )
                approval = RouteApproved(decision=awaiting.decision, route=awaiting.route)
                self.recorder.record(work, actor, key, [Draft(approval, transaction=transaction)])
                work.commit()
        except KringpasError as refusal:
            return Approved(key, None, refusal)
        return Approved(key, approval.route)

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
        trace_sha256=sha256(canonical(stored.content)),
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
