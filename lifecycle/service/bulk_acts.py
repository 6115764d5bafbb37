"""The acts that can be done on many devices at once.

| act | does |
|---|---|
| approve | approves the destination that is proposed (`Routing.approve`) |
| propose | lets the policy propose a destination, anew where the facts changed (`Routing.propose`) |
| verify | verifies the erasures that are clean (`Pallets`: exceptions stay for a person) |
| consignment | puts the devices into a draft consignment (`Consignments.add`) |

and those that are one kind of event (`lifecycle.service.bulk_recording`). A preview asks the guards that the act itself
will meet; it records nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.errors import KringpasError, Refused
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.consignment import ConsignmentState
from lifecycle.domain.consignment.content import expect
from lifecycle.domain.events import ConsignmentId, RouteProposed
from lifecycle.domain.vocabulary import Route
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_recording import RECORDING, RecordingAct, refuse_now
from lifecycle.service.bulk_views import DONE, REPEATED, ActKind, BulkAct, Input, InputKind, Inputs, refused
from lifecycle.service.consignment_desk import already_in
from lifecycle.service.consignments import Consignments
from lifecycle.service.erasure_pallet import Exceptional, Lot, Pallets, PalletView
from lifecycle.service.ports import LifecycleReads, LifecycleStorage
from lifecycle.service.recording import Recorder, state_of
from lifecycle.service.routing import Routing
from lifecycle.service.worklist_ports import BulkAnswer, BulkId

_SOME = "?"

APPROVE = ActKind("approve", "approve_route", frozenset({ListName.APPROVAL}))
PROPOSE = ActKind("propose", "propose_route", frozenset({ListName.DECISION, ListName.FACT}))
VERIFY = ActKind("verify", "verify_sanitisation", frozenset({ListName.VERIFICATION}))
CONSIGN = ActKind(
    "consignment",
    "create_consignment",
    frozenset({ListName.OFFER}),
    (Input("consignment", InputKind.CONSIGNMENT),),
)


@dataclass(frozen=True)
class ApprovingAct:
    """Approves what is proposed; `seen` is the decision that was read."""

    storage: LifecycleStorage
    routing: Routing
    kind: ActKind = APPROVE

    def preview(self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs) -> Iterator[BulkAnswer]:
        del inputs  # it asks nothing
        for key, found in self.routing.approvable(actor, keys).items():
            if isinstance(found, KringpasError):
                yield refused(key, found)
            else:
                yield BulkAnswer(key, DONE, seen=found.decision)

    def act(
        self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs, seen: Mapping[DeviceKey, str], batch: BulkId
    ) -> Iterator[BulkAnswer]:
        del inputs, batch  # a decision is approved once
        for answer in self.routing.approve(actor, keys, read={key: seen[key] for key in keys if seen.get(key)}):
            if answer.refusal is None:
                yield BulkAnswer(answer.device, DONE)
            elif self._approved_before(actor, answer.device, seen.get(answer.device)):
                yield BulkAnswer(answer.device, REPEATED)
            else:
                yield refused(answer.device, answer.refusal)

    def _approved_before(self, actor: Actor, key: DeviceKey, decision: str | None) -> bool:
        with self.storage.reading() as reads:
            approval = state_of(reads, key).approval
        return approval is not None and (approval.decision, approval.by) == (decision, actor.account)


@dataclass(frozen=True)
class ProposingAct:
    """Lets the policy propose; the same facts are not proposed twice."""

    storage: LifecycleStorage
    recorder: Recorder
    routing: Routing
    kind: ActKind = PROPOSE

    def preview(self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs) -> Iterator[BulkAnswer]:
        del inputs  # it asks nothing
        some = RouteProposed(decision=_SOME, route=Route.HOLD, rule_set=_SOME, inputs_sha256=_SOME, trace_sha256=_SOME)
        with self.storage.reading() as reads:
            for key in keys:
                try:
                    refuse_now(self.recorder, actor, state_of(reads, key), some)
                except KringpasError as error:
                    yield refused(key, error)
                else:
                    yield BulkAnswer(key, DONE)

    def act(
        self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs, seen: Mapping[DeviceKey, str], batch: BulkId
    ) -> Iterator[BulkAnswer]:
        del inputs, seen, batch  # a proposal that stands is given again
        for key, found in self.routing.propose_each(actor, keys):
            yield refused(key, found) if isinstance(found, KringpasError) else BulkAnswer(key, DONE)


@dataclass(frozen=True)
class VerifyingAct:
    """Verifies what is clean; `seen` are the erasures of a device that were read, as one hash."""

    pallets: Pallets
    kind: ActKind = VERIFY

    def preview(self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs) -> Iterator[BulkAnswer]:
        del inputs  # it asks nothing
        view = self.pallets.preview(actor, Lot(devices=tuple(keys)))
        for key in keys:
            yield _verified(view, key)

    def act(
        self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs, seen: Mapping[DeviceKey, str], batch: BulkId
    ) -> Iterator[BulkAnswer]:
        del inputs, batch  # an erasure is verified once
        before = self.pallets.preview(actor, Lot(devices=tuple(keys)))
        other = {
            key for key in keys if seen.get(key) and _has_clean(before, key) and seen[key] != _erasures(before, key)
        }
        same = tuple(key for key in keys if key not in other)
        view = self.pallets.verify(actor, Lot(devices=same), before.erasures) if same else before
        for key in keys:
            if key in other:
                yield refused(key, Refused("erased-since", message("It was erased again since you read this.")))
            else:
                yield _verified(view, key)


@dataclass(frozen=True)
class ConsigningAct:
    """Puts devices into a draft consignment of the actor's organisation."""

    storage: LifecycleStorage
    consignments: Consignments
    kind: ActKind = CONSIGN

    def preview(self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs) -> Iterator[BulkAnswer]:
        wanted = ConsignmentId(inputs["consignment"])
        expect(self.consignments.read(actor, wanted).consignment, ConsignmentState.DRAFT)
        with self.storage.reading() as reads:
            for key in keys:
                yield _in_consignment(reads, key, wanted)

    def act(
        self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs, seen: Mapping[DeviceKey, str], batch: BulkId
    ) -> Iterator[BulkAnswer]:
        """All at once; where somebody put one of them elsewhere meanwhile, one by one."""
        del seen, batch  # a device is in a consignment once
        before = tuple(self.preview(actor, keys, inputs))
        wanted, free = ConsignmentId(inputs["consignment"]), [each.device for each in before if each.outcome == DONE]
        yield from (each for each in before if each.outcome != DONE)
        try:
            if free:
                self.consignments.add(actor, wanted, *free)
        except KringpasError:
            yield from (self._one(actor, wanted, key) for key in free)
        else:
            yield from (BulkAnswer(key, DONE) for key in free)

    def _one(self, actor: Actor, wanted: ConsignmentId, key: DeviceKey) -> BulkAnswer:
        try:
            self.consignments.add(actor, wanted, key)
        except KringpasError as error:
            return refused(key, error)
        return BulkAnswer(key, DONE)


def all_acts(
    storage: LifecycleStorage, recorder: Recorder, routing: Routing, pallets: Pallets, consignments: Consignments
) -> dict[str, BulkAct]:
    """Every act by its name."""
    acts: Iterable[BulkAct] = (
        ApprovingAct(storage, routing),
        ProposingAct(storage, recorder, routing),
        VerifyingAct(pallets),
        ConsigningAct(storage, consignments),
        *(RecordingAct(kind, makes, storage, recorder) for kind, makes in RECORDING),
    )
    return {act.kind.name: act for act in acts}


def _verified(view: PalletView, key: DeviceKey) -> BulkAnswer:
    """Refused where one medium of the device is an exception, though its clean ones are verified."""
    exception = next((each for each in view.exceptions if each.line.device_key == key), None)
    if exception is not None:
        return refused(key, _why(exception))
    return BulkAnswer(key, DONE if _has_clean(view, key) else REPEATED, seen=_erasures(view, key))


def _why(exception: Exceptional) -> KringpasError:
    if exception.refusal is not None:
        return exception.refusal
    serial = "" if exception.medium is None else exception.medium.serial
    said = message("Storage medium {serial}: {reason}", serial=serial, reason=exception.reason)
    nothing = Message("{reason}", {"reason": exception.reason})
    return Refused(f"verified-together-{exception.reason}", said if serial else nothing)


def _has_clean(view: PalletView, key: DeviceKey) -> bool:
    return any(each.line.device_key == key for each in view.clean)


def _erasures(view: PalletView, key: DeviceKey) -> str:
    """The erasures of a device that are clean, as one hash; empty for none."""
    mine = [each.medium.erasure for each in view.clean if each.line.device_key == key]
    events = sorted(erasure.event for erasure in mine if erasure is not None)
    return sha256(canonical(events)) if events else ""


def _in_consignment(reads: LifecycleReads, key: DeviceKey, wanted: ConsignmentId) -> BulkAnswer:
    other = reads.consignments.open_with(key)
    if other is None:
        return BulkAnswer(key, DONE)
    return BulkAnswer(key, REPEATED) if other == wanted else refused(key, already_in(key, other))
