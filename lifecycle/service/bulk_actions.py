"""One act on many devices: first shown, then done, and sent twice it is done once.

Rules:
1. The preview says of each device what the act itself would say, and changes nothing. Devices that are not there, that
   this person may not do it with, or that are in somebody else's hands on a list of this work, are refused before the
   act is asked.
2. A batch has an id that whoever sends it made. What became of it is kept: the same batch sent again gets the same
   answer, and one that was cut off is finished. The same id with anything else is a conflict.
3. Each device is judged at the moment of the act: what changed since the preview is refused, and told.
4. A code that means no device, or several, is told and left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, Problem
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from dpp.service.ports import Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.bulk_views import ActKind, BulkAct, BulkView, Inputs, in_order, refused, without
from lifecycle.service.identity import devices_of
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage
from lifecycle.service.recording import state_of
from lifecycle.service.scanning import OwnCodes
from lifecycle.service.worklist_ports import BulkAnswer, BulkBatch, BulkId
from lifecycle.service.worklists import MOST, refuse_taken


@dataclass(frozen=True, kw_only=True)
class BulkRequest:
    """An act on devices. `seen` is what the preview said of each: where that changed since, it is not done."""

    action: str
    devices: tuple[DeviceKey, ...]
    inputs: Inputs = field(default_factory=dict)
    seen: Mapping[DeviceKey, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """The devices that codes mean, each once, and the codes that mean none or several."""

    devices: tuple[DeviceKey, ...]
    unknown: tuple[tuple[str, Message], ...]


@dataclass(frozen=True)
class BulkActions:
    """Each method checks its actor first. An act is a transaction for each device, or one for all."""

    storage: LifecycleStorage
    acts: Mapping[str, BulkAct]
    codes: OwnCodes
    clock: Clock

    def kinds(self, actor: Actor) -> tuple[ActKind, ...]:
        """The acts that this person may do on some device."""
        kinds = (act.kind for act in self.acts.values())
        return tuple(kind for kind in kinds if actor.roles & PERMISSIONS.roles(kind.use_case))

    def preview(self, actor: Actor, wanted: BulkRequest) -> BulkView:
        """What would become of each device."""
        act, wanted = self._checked(wanted)
        answers = self._not_asked(actor, act.kind, wanted.devices)
        asked = without(wanted.devices, answers)
        found = tuple(act.preview(actor, asked, wanted.inputs)) if asked else ()
        return BulkView(wanted.action, in_order(wanted.devices, (*answers, *found)))

    def act(self, actor: Actor, batch: BulkId, wanted: BulkRequest) -> BulkView:
        """Do it, once for each batch."""
        act, wanted = self._checked(wanted)
        begun = BulkBatch(
            id=batch,
            account=actor.account,
            action=wanted.action,
            started_at=self.clock(),
            asked_sha256=_hash(wanted),
        )
        before = self._begin(begun)
        if before is not None and before.answers is not None:
            return BulkView(before.action, before.answers, batch)
        answers = self._not_asked(actor, act.kind, wanted.devices)
        asked = without(wanted.devices, answers)
        done = tuple(act.act(actor, asked, wanted.inputs, wanted.seen, batch)) if asked else ()
        told = in_order(wanted.devices, (*answers, *done))
        with self.storage.writing() as work:
            work.bulk_batches.finish(batch, told)
            work.commit()
        return BulkView(wanted.action, told, batch)

    def read(self, actor: Actor, batch: BulkId) -> BulkView:
        """What became of a batch, for who sent it; NotFound for others, and while it is under way."""
        with self.storage.reading() as reads:
            kept = reads.bulk_batches.get(batch)
        if kept is None or kept.account != actor.account or kept.answers is None:
            raise NotFound(message("There is no batch '{batch}' of yours.", batch=batch[:40]))
        return BulkView(kept.action, kept.answers, batch)

    def lines(self, actor: Actor, view: BulkView) -> Mapping[DeviceKey, DeviceLine]:
        """The devices of an act as lists show them, those that this person may read."""
        with self.storage.reading() as reads:
            found = {each.device: reads.devices.get(each.device) for each in view.answers}
            there = {key: line for key, line in found.items() if line is not None}
            return {key: line for key, line in there.items() if _may_read(reads, actor, key)}

    def named(self, actor: Actor, codes: Iterable[str]) -> Named:
        """The devices that pasted or scanned codes mean, among those that this person may read."""
        found: list[DeviceKey] = []
        unknown: list[tuple[str, Message]] = []
        with self.storage.reading() as reads:
            for code in dict.fromkeys(filter(None, map(str.strip, codes))):
                keys = [key for key in self._meant(reads, code) if _may_read(reads, actor, key)]
                if len(keys) == 1:
                    found.append(keys[0])
                else:
                    unknown.append((code, _several(keys) if keys else message("No device is known under it.")))
        return Named(tuple(dict.fromkeys(found)), tuple(unknown))

    def _meant(self, reads: LifecycleReads, code: str) -> tuple[DeviceKey, ...]:
        try:
            return devices_of(reads, self.codes.classify(code))
        except InvalidInput:
            return ()

    def _checked(self, wanted: BulkRequest) -> tuple[BulkAct, BulkRequest]:
        """The act, and what is wanted with each device once and its inputs as the act takes them."""
        act = self.acts.get(wanted.action)
        problems = []
        if act is None:
            problems.append(Problem("$.action", message("There is no act '{action}'.", action=wanted.action[:40])))
        devices = tuple(dict.fromkeys(wanted.devices))
        if not 0 < len(devices) <= MOST:
            problems.append(Problem("$.devices", message("Choose 1 to {most} devices at once.", most=MOST)))
        if act is None or problems:
            raise InvalidInput(problems[0].what, tuple(problems))
        inputs = act.kind.checked(wanted.inputs)
        return act, BulkRequest(action=wanted.action, devices=devices, inputs=inputs, seen=wanted.seen)

    def _not_asked(self, actor: Actor, kind: ActKind, keys: Sequence[DeviceKey]) -> tuple[BulkAnswer, ...]:
        """Rule 1."""
        with self.storage.reading() as reads:
            return tuple(self._refusals(reads, actor, kind, keys))

    def _refusals(
        self, reads: LifecycleReads, actor: Actor, kind: ActKind, keys: Iterable[DeviceKey]
    ) -> Iterator[BulkAnswer]:
        for key in keys:
            try:
                PERMISSIONS.check(kind.use_case, actor, state_of(reads, key).relations(actor.organisation))
                refuse_taken(reads, actor, key, kind.lists, self.clock())
            except KringpasError as error:
                yield refused(key, error)

    def _begin(self, batch: BulkBatch) -> BulkBatch | None:
        """The same batch where it came before; Conflict where its id was used for something else (rule 2)."""
        try:
            with self.storage.writing() as work:
                before = work.bulk_batches.get(batch.id)
                if before is None:
                    work.bulk_batches.begin(batch)
                    work.commit()
                    return None
        except Conflict:  # the same batch at the same moment
            with self.storage.reading() as reads:
                before = reads.bulk_batches.get(batch.id)
        if before is None or (before.account, before.asked_sha256) != (batch.account, batch.asked_sha256):
            raise Conflict(
                message("Batch {batch} was sent before with something else.", batch=batch.id),
                remedy=message("Give a new batch an id of its own; send a retry unchanged."),
            )
        return before


def _may_read(reads: LifecycleReads, actor: Actor, key: DeviceKey) -> bool:
    return PERMISSIONS.allows("read_device", actor, state_of(reads, key).relations(actor.organisation))


def _several(keys: Sequence[DeviceKey]) -> Message:
    return message("{count} devices carry it: choose the right one on its page.", count=len(keys))


def _hash(wanted: BulkRequest) -> str:
    asked = {
        "action": wanted.action,
        "devices": sorted(wanted.devices),
        "inputs": dict(wanted.inputs),
        "seen": {key: value for key, value in wanted.seen.items() if value},
    }
    return sha256(canonical(asked))
