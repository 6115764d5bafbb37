"""Use cases of the law that touches a passport: what applies, what is missing by when, and what may be let go.

What applies is for everybody. What is missing is for who answers for the passport: it is a worklist, not a verdict.
"""

from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.applicability import (
    PLACED,
    Applicable,
    Expected,
    Record,
    applicable,
    expected,
    read_placing,
    stand_ins,
)
from dpp.domain.applicability_register import Register
from dpp.domain.catalogue import Catalogue, ProductGroup
from dpp.domain.document import Elements
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.passports import Passports, found
from dpp.service.ports import Clock


@dataclass(frozen=True)
class Law:
    """What touches one product on a day: the acts, the records that may stand in, and on which dates this rests."""

    group: ProductGroup
    placed_on_market: str | None
    on: date
    as_of: date
    acts: tuple[Applicable, ...]
    records: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Applicability:
    """Answers from the register; each method checks its actor first."""

    passports: Passports
    register: Register
    clock: Clock

    def of_group(
        self, actor: Actor, group: ProductGroup, placed_on_market: str | None = None, on: date | None = None
    ) -> Law:
        """What touches products of a group, placed on the market on that day, month or year, as seen from `on`."""
        PERMISSIONS.check("read_applicability", actor)
        day = on or self.clock().date()
        placed = None if placed_on_market is None else read_placing(placed_on_market)
        acts = applicable(self.register, group, placed, day)
        return Law(group, placed_on_market, day, self.register.as_of, acts)

    def of_passport(self, actor: Actor, passport_id: PassportId, on: date | None = None) -> Law:
        """What touches the product of a passport, as far as the passport says when its model came on the market."""
        return self.of_elements(actor, self.passports.read(actor, passport_id).document.values(), on)

    def of_elements(self, actor: Actor, elements: Elements, on: date | None = None) -> Law:
        """The same for a document that was read already."""
        law = self.of_group(actor, ProductGroup(elements["productGroup"]), elements.get(PLACED), on)
        return replace(law, records=stand_ins(self.register, elements))

    def expectations(self, actor: Actor, passport_id: PassportId, on: date | None = None) -> tuple[Expected, ...]:
        """What the model of this passport leaves out of what acts ask, and from when it is asked."""
        with self.passports.storage.reading() as reads:
            model = found(reads, found(reads, passport_id).model_id)
            PERMISSIONS.check("read_expectations", actor, self.passports.relations(actor, model))
            elements = self.passports.publisher.own_elements(reads, model)
        return expected(self.register, self._catalogue, elements, on or self.clock().date())

    @property
    def _catalogue(self) -> Catalogue:
        return self.passports.publisher.catalogue
