"""Rolls of labels over a `World`, with a printer that remembers what it was given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput
from dpp.domain.labels.content import LabelContent
from dpp.domain.labels.options import USUAL, PrintOptions
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.message import message
from dpp.domain.opaque import LabelCode
from dpp.service.labels.ports import LabelPrinter, LabelSizes
from dpp.service.labels.rolls import RollOrder, Rolls, RollView
from dpp.service.labels.storage import RollStorage
from lifecycle.service.bench import Bench
from tests.support.service_world import ICT, World

SMALL = LabelSize("small", "50 x 25 mm", 50, 25)


class OneSize:
    """`LabelSizes` with one size."""

    def all(self) -> tuple[LabelSize, ...]:
        return (SMALL,)

    def named(self, name: str) -> LabelSize:
        if name != SMALL.name:
            raise InvalidInput(message("There is no size '{name}'.", name=name))
        return SMALL


@dataclass
class Remembered:
    """Part of a `LabelPrinter`: what a roll needs of it."""

    printed: list[tuple[str, str]] = field(default_factory=list)

    def pdf(self, labels: Sequence[LabelContent], size: LabelSize, _options: PrintOptions = USUAL) -> bytes:
        return self._remember(b"%PDF", labels, size)

    def zpl(self, labels: Sequence[LabelContent], size: LabelSize, _options: PrintOptions = USUAL) -> bytes:
        return self._remember(b"^XA", labels, size)

    def _remember(self, form: bytes, labels: Sequence[LabelContent], size: LabelSize) -> bytes:
        assert size is SMALL
        self.printed = [(label.link, label.code) for label in labels]
        assert not any(label.title or label.lines or label.asset_tag for label in labels)
        return form


@dataclass
class RollsWorld(World):
    """A world in which rolls are ordered and printed."""

    roll_printer: Remembered = field(default_factory=Remembered)

    @property
    def rolls(self) -> Rolls:
        storage = cast("RollStorage", self.database or self.storage)
        printer = cast("LabelPrinter", self.roll_printer)
        return Rolls(storage, self.clock, self.chance, self.publisher.links, cast("LabelSizes", OneSize()), printer)

    @property
    def bench(self) -> Bench:
        return Bench(self.use.labelling)

    def roll(self, labels: int = 3, actor: Actor = ICT) -> RollView:
        return self.rolls.order(actor, RollOrder(labels=labels, size="small"))

    def roll_codes(self, labels: int = 3, actor: Actor = ICT) -> tuple[LabelCode, ...]:
        """The codes of a new roll."""
        roll = self.roll(labels, actor).roll
        with (self.database or self.storage).reading() as reads:
            return tuple(each.code for each in reads.rolls.labels(roll.roll_id, 1, labels))
