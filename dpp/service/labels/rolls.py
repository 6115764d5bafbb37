"""Use cases of rolls of labels (`dpp.domain.labels.rolls`): order, follow, print, retire.

Rules:
1. An order that is sent again under its own id is the same roll.
2. Only labels that are on no device are printed from a roll: a second print of one in use would be a second label with
   the same code. A device's label is printed from the device.
3. Whoever may use a roll says the permission table, by how his organisation stands to the roll: it ordered it, or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused
from dpp.domain.labels.content import LabelContent
from dpp.domain.labels.options import USUAL, PrintOptions
from dpp.domain.labels.rolls import (
    MOST_AT_ONCE,
    LabelFault,
    LabelState,
    Retirement,
    Roll,
    RollId,
    RollUse,
    bytes_for,
    check_number,
    codes,
)
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.opaque import LabelCode, encode, print_label_code
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.service.labels.ports import LabelPrinter, LabelSizes
from dpp.service.labels.storage import PlacedLabel, RollReads, RollStorage, RollWork
from dpp.service.ports import Chance, Clock, StoredLabel


@dataclass(frozen=True, kw_only=True)
class RollOrder:
    """What somebody orders. `order_id` is theirs; a retry repeats it."""

    labels: int
    size: str
    order_id: str | None = None


@dataclass(frozen=True)
class RollView:
    """A roll, and how its labels stand."""

    roll: Roll
    use: RollUse
    may_retire: bool = False


class PrintForm(StrEnum):
    """What a printer takes."""

    PDF = "pdf"
    ZPL = "zpl"


@dataclass(frozen=True)
class Print:
    """Which labels of a roll, by place from 1 to the last, and how."""

    form: PrintForm = PrintForm.PDF
    first: int = 1
    last: int = MOST_AT_ONCE
    options: PrintOptions = USUAL


@dataclass(frozen=True)
class Rolls:
    """Each method is one transaction and checks its actor first."""

    storage: RollStorage
    clock: Clock
    chance: Chance
    links: Links
    sizes: LabelSizes
    printer: LabelPrinter

    def order(self, actor: Actor, wanted: RollOrder) -> RollView:
        """A new roll for the actor's organisation; the one that is there when the order was made before."""
        PERMISSIONS.check("order_roll", actor)
        organisation = _organisation(actor)
        check_number(wanted.labels)
        size = self.sizes.named(wanted.size).name
        order_id = wanted.order_id or encode(self.chance(16), 20)
        with self.storage.writing() as work:
            roll = work.rolls.ordered(organisation, order_id)
            if roll is None:
                roll = Roll(
                    RollId(encode(self.chance(16), 12)),
                    organisation,
                    wanted.labels,
                    size,
                    self.clock(),
                    actor.account,
                    order_id,
                )
                self._make(work, roll)
                work.commit()
            return _view(work, actor, roll)

    def all(self, actor: Actor) -> tuple[RollView, ...]:
        """The rolls that this actor may see, newest first."""
        everyones = PERMISSIONS.allows("read_roll", actor)
        if not everyones:
            PERMISSIONS.check("read_roll", actor, frozenset({Relation.OWNER}))
        with self.storage.reading() as reads:
            rolls = reads.rolls.of_organisation(None if everyones else _organisation(actor))
            used = reads.rolls.use([roll.roll_id for roll in rolls])
            return tuple(RollView(roll, used[roll.roll_id], _may_retire(actor, roll)) for roll in rolls)

    def read(self, actor: Actor, roll_id: RollId) -> RollView:
        with self.storage.reading() as reads:
            return _view(reads, actor, _for(reads, actor, "read_roll", roll_id))

    def print(self, actor: Actor, roll_id: RollId, wanted: Print) -> bytes:
        """The labels at these places that are on no device, for a printer; Refused where there is none."""
        if not (1 <= wanted.first <= wanted.last < wanted.first + MOST_AT_ONCE):
            what = message("Print 1 to {most} labels at once.", most=MOST_AT_ONCE)
            raise InvalidInput(what, (Problem("$.last", what),))
        with self.storage.reading() as reads:
            roll = _for(reads, actor, "print_roll", roll_id)
            labels = self._to_print(reads.rolls.labels(roll_id, wanted.first, wanted.last))
        draw = self.printer.pdf if wanted.form is PrintForm.PDF else self.printer.zpl
        return draw(labels, self.sizes.named(roll.size), wanted.options)

    def retire(self, actor: Actor, roll_id: RollId, fault: LabelFault) -> RollView:
        """Retire every label of a roll that is on no device; those on devices stay as they are."""
        with self.storage.writing() as work:
            roll = _for(work, actor, "retire_roll", roll_id)
            if roll.retired is None:
                work.rolls.retire(roll_id, Retirement(fault, self.clock(), actor.account))
                work.commit()
            return _view(work, actor, work.rolls.get(roll_id) or roll)

    def _make(self, work: RollWork, roll: Roll) -> None:
        drawn: tuple[LabelCode, ...] = ()
        while len(drawn) < roll.labels:
            drawn = tuple(dict.fromkeys((*drawn, *codes(self.chance(bytes_for(roll.labels - len(drawn)))))))
        work.labels.add_all([StoredLabel(code, None, LabelState.UNCLAIMED, roll.issued_at) for code in drawn])
        work.rolls.add(roll, drawn)

    def _to_print(self, labels: Sequence[PlacedLabel]) -> list[LabelContent]:
        """Nothing on a label that is on no device says whose it is."""
        content = [
            LabelContent(link=self.links.label(each.code), code=print_label_code(each.code))
            for each in labels
            if each.state == LabelState.UNCLAIMED
        ]
        if not content:
            raise Refused(
                "nothing-to-print",
                message("No label is left to print here: all are on a device, or retired."),
                remedy=message("Order another roll. The label of a device is printed from the device."),
            )
        return content


def check_use(reads: RollReads, actor: Actor, code: LabelCode) -> None:
    """Rule 3, for linking a label or retiring one that is on no device."""
    roll = reads.rolls.of_label(code)
    PERMISSIONS.check("use_roll", actor, frozenset() if roll is None else _relations(actor, roll))


def retire_unclaimed(work: RollWork, actor: Actor, label: StoredLabel, fault: LabelFault, at: datetime) -> None:
    """Retire one label that is on no device, by whoever may link it; from now on nobody can."""
    check_use(work, actor, label.code)
    work.rolls.retire_label(label.code, Retirement(fault, at, actor.account))


def _for(reads: RollReads, actor: Actor, use_case: str, roll_id: RollId) -> Roll:
    """The roll, for somebody who may; NotFound where there is none, or where he may not know."""
    roll = reads.rolls.get(roll_id)
    if roll is None or not PERMISSIONS.allows("read_roll", actor, _relations(actor, roll)):
        PERMISSIONS.check("read_roll", actor, frozenset({Relation.OWNER}))
        raise NotFound(
            message("There is no roll of labels '{roll}'.", roll=roll_id[:40]),
            remedy=message("Look in the list of rolls."),
        )
    PERMISSIONS.check(use_case, actor, _relations(actor, roll))
    return roll


def _view(reads: RollReads, actor: Actor, roll: Roll) -> RollView:
    return RollView(roll, reads.rolls.use([roll.roll_id])[roll.roll_id], _may_retire(actor, roll))


def _may_retire(actor: Actor, roll: Roll) -> bool:
    return roll.retired is None and PERMISSIONS.allows("retire_roll", actor, _relations(actor, roll))


def _relations(actor: Actor, roll: Roll) -> frozenset[Relation]:
    """The organisation that ordered a roll is its owner."""
    return frozenset({Relation.OWNER}) if actor.organisation == roll.organisation else frozenset()


def _organisation(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise Refused(
            "acting-organisation",
            message("A roll of labels belongs to an organisation, and you act for none."),
            remedy=message("Act with an account that belongs to an organisation."),
        )
    return actor.organisation
