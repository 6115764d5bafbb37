"""Acts on many devices: what an act asks, and what became of each device, grouped by the reason."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, KringpasError, Problem
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.inbox import refusal_of
from lifecycle.domain.worklists import ListName
from lifecycle.service.worklist_ports import BulkAnswer, BulkId

LONGEST = 200
DONE, REPEATED, REFUSED = "done", "repeated", "refused"
Inputs = Mapping[str, str]


class InputKind(StrEnum):
    """How an input of an act is given."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    CONSIGNMENT = "consignment"


@dataclass(frozen=True)
class Input:
    """Something that an act asks besides the devices; `choices` are the values of a fixed list."""

    name: str
    kind: InputKind = InputKind.TEXT
    choices: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class ActKind:
    """An act on many devices: under which use case, the lists whose work it is, and what it asks."""

    name: str
    use_case: str
    lists: frozenset[ListName] = frozenset()
    inputs: tuple[Input, ...] = ()

    def checked(self, inputs: Inputs) -> Inputs:
        """The inputs of this act, without white space around them; InvalidInput with every fault."""
        given = {each.name: inputs.get(each.name, "").strip() for each in self.inputs}
        problems = [
            Problem(f"$.inputs.{each.name}", fault)
            for each in self.inputs
            if (fault := _fault(each, given[each.name])) is not None
        ]
        problems += [
            Problem(f"$.inputs.{name}", message("Leave this out.")) for name in sorted(set(inputs) - set(given))
        ]
        if problems:
            raise InvalidInput(message("Something is not filled in, or not right."), tuple(problems))
        return {name: value for name, value in given.items() if value}


class BulkAct(Protocol):
    """What does an act: its devices are there, permitted to this actor, and in nobody else's hands."""

    @property
    def kind(self) -> ActKind: ...
    def preview(self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs) -> Iterable[BulkAnswer]:
        """What would become of each of these devices; nothing is changed."""
        ...

    def act(
        self, actor: Actor, keys: Sequence[DeviceKey], inputs: Inputs, seen: Mapping[DeviceKey, str], batch: BulkId
    ) -> Iterable[BulkAnswer]:
        """Do it, and tell what became of each; where this batch did it before, that is told and nothing is done."""
        ...


@dataclass(frozen=True)
class AnswerGroup:
    """Devices of which the same became. `what` is the reason of the first; they share rule and template."""

    outcome: str
    rule: str | None
    what: Message | None
    remedy: Message | None
    answers: tuple[BulkAnswer, ...]

    @property
    def is_alike(self) -> bool:
        """Whether the reason is word for word that of all."""
        return all(each.refusal is None or each.refusal.what == self.what for each in self.answers)


@dataclass(frozen=True)
class BulkView:
    """What became, or would become, of each device of an act. `batch` is None in a preview."""

    action: str
    answers: tuple[BulkAnswer, ...]
    batch: BulkId | None = None

    @property
    def groups(self) -> tuple[AnswerGroup, ...]:
        """What is done first; then what is refused, the commonest reason first."""
        alike: dict[tuple[str, str | None, str | None], list[BulkAnswer]] = {}
        for each in self.answers:
            why = each.refusal
            named = (None, None) if why is None else (why.rule, why.what.template)
            alike.setdefault((each.outcome, *named), []).append(each)
        groups = [_group(outcome, answers) for (outcome, *_), answers in alike.items()]
        order = (DONE, REPEATED, REFUSED)
        return tuple(sorted(groups, key=lambda group: (order.index(group.outcome), -len(group.answers))))

    def of(self, outcome: str) -> tuple[BulkAnswer, ...]:
        return tuple(each for each in self.answers if each.outcome == outcome)


def refused(key: DeviceKey, error: KringpasError) -> BulkAnswer:
    """The answer about a device that an act leaves as it is."""
    return BulkAnswer(key, REFUSED, refusal_of(error))


def in_order(keys: Iterable[DeviceKey], answers: Iterable[BulkAnswer]) -> tuple[BulkAnswer, ...]:
    """The answers as their devices were named."""
    by_device = {each.device: each for each in answers}
    return tuple(by_device[key] for key in keys if key in by_device)


def without(keys: Sequence[DeviceKey], answered: Collection[BulkAnswer]) -> tuple[DeviceKey, ...]:
    """The devices that have no answer yet."""
    devices = {each.device for each in answered}
    return tuple(key for key in keys if key not in devices)


def _group(outcome: str, answers: Sequence[BulkAnswer]) -> AnswerGroup:
    why = answers[0].refusal
    if why is None:
        return AnswerGroup(outcome, None, None, None, tuple(answers))
    return AnswerGroup(outcome, why.rule, why.what, why.remedy, tuple(answers))


def _fault(asked: Input, value: str) -> Message | None:
    if not value:
        return _missing(asked) if asked.required else None
    if len(value) > LONGEST:
        return message("Use at most {most} characters.", most=LONGEST)
    if asked.kind is InputKind.CHOICE and value not in asked.choices:
        return message("Choose one.")
    if asked.kind is InputKind.DATE and not _is_day(value):
        return message("Give a date, as 2026-05-31.")
    return None


def _missing(asked: Input) -> Message:
    is_chosen = asked.kind in {InputKind.CHOICE, InputKind.CONSIGNMENT}
    return message("Choose one.") if is_chosen else message("Fill this in.")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
