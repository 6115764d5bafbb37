"""Acts on many devices that are one kind of event each, and how that event is made of what the act asks.

| act | records |
|---|---|
| hold | a legal hold |
| release-hold | the end of the legal hold with this reference |
| charger | whether the charger is with it |
| classify | the classification of the data |
| declare-surplus | that the property is surplus |

Rules:
1. A preview asks the guards that the event itself will meet; it records nothing.
2. Each device is a transaction of its own, under an event id made of batch and device: sent again, it records nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, KringpasError
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    ChargerSeen,
    Classified,
    DeclaredSurplus,
    EventId,
    Happening,
    HoldPlaced,
    HoldReleased,
    TransactionId,
)
from lifecycle.domain.guards import refusals
from lifecycle.domain.vocabulary import Classification
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_views import DONE, REPEATED, ActKind, Input, InputKind, Inputs, refused
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.recording import Draft, Recorder, state_of
from lifecycle.service.worklist_ports import BulkAnswer, BulkId

_Makes = Callable[[Actor, Device, Inputs], Happening]


@dataclass(frozen=True)
class RecordingAct:
    """An act that is one event of each device."""

    kind: ActKind
    makes: _Makes
    storage: LifecycleStorage
    recorder: Recorder

    def preview(self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs) -> Iterator[BulkAnswer]:
        with self.storage.reading() as reads:
            for key in keys:
                try:
                    device = state_of(reads, key)
                    refuse_now(self.recorder, actor, device, self.makes(actor, device, inputs))
                except KringpasError as error:
                    yield refused(key, error)
                else:
                    yield BulkAnswer(key, DONE)

    def act(
        self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs, seen: Mapping[DeviceKey, str], batch: BulkId
    ) -> Iterator[BulkAnswer]:
        del seen  # an event rests on nothing that was read before
        for key in keys:
            try:
                yield BulkAnswer(key, self._record(actor, key, inputs, batch))
            except KringpasError as error:
                yield refused(key, error)

    def _record(self, actor: Actor, key: DeviceKey, inputs: Inputs, batch: BulkId) -> str:
        event_id = EventId(f"{batch}.{key}")
        with self.storage.writing() as work:
            work.devices.hold(key)
            if work.events.find(event_id) is not None:
                return REPEATED
            happening = self.makes(actor, state_of(work, key), inputs)
            self.recorder.record(work, actor, key, [Draft(happening, event_id, transaction=TransactionId(batch))])
            work.commit()
        return DONE


def refuse_now(recorder: Recorder, actor: Actor, device: Device, happening: Happening) -> None:
    """Raise what the guards say of this event now, if anything."""
    for refusal in refusals(device, recorder.supposed(actor, device.key, happening)):
        raise refusal


def _hold(_actor: Actor, _device: Device, inputs: Inputs) -> Happening:
    return HoldPlaced(hold=inputs["hold"], reason=inputs["reason"])


def _release(_actor: Actor, _device: Device, inputs: Inputs) -> Happening:
    return HoldReleased(hold=inputs["hold"], reason=inputs["reason"])


def _charger(_actor: Actor, _device: Device, inputs: Inputs) -> Happening:
    return ChargerSeen(present=inputs["present"] == "yes")


def _classify(_actor: Actor, _device: Device, inputs: Inputs) -> Happening:
    return Classified(classification=Classification(inputs["classification"]), decision=inputs.get("decision"))


def _surplus(actor: Actor, _device: Device, inputs: Inputs) -> Happening:
    if actor.organisation is None:
        raise InvalidInput(message("Property is declared surplus by an organisation, and this account has none."))
    decided_on = date.fromisoformat(inputs["decided_on"])
    return DeclaredSurplus(decision=inputs["decision"], decided_on=decided_on, authority=actor.organisation)


_HOLD = (Input("hold"), Input("reason"))
_BLOCKED = frozenset({ListName.BLOCKED})
RECORDING: tuple[tuple[ActKind, _Makes], ...] = (
    (ActKind("hold", "place_hold", _BLOCKED, _HOLD), _hold),
    (ActKind("release-hold", "place_hold", _BLOCKED, _HOLD), _release),
    (ActKind("charger", "inspect", inputs=(Input("present", InputKind.CHOICE, ("yes", "no")),)), _charger),
    (
        ActKind(
            "classify",
            "classify",
            frozenset({ListName.FACT}),
            (
                Input("classification", InputKind.CHOICE, tuple(each.value for each in Classification)),
                Input("decision", required=False),
            ),
        ),
        _classify,
    ),
    (
        ActKind("declare-surplus", "declare_surplus", inputs=(Input("decision"), Input("decided_on", InputKind.DATE))),
        _surplus,
    ),
)
"""The acts that are one kind of event, with how that event is made."""
