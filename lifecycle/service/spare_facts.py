"""Supplying facts about spare parts: what a part is, which models it fits, what a supplier asked or had on a day.

Rules:
1. Every fact keeps who supplied it and when; what was said before stays.
2. Of one maker a number belongs to one part: a second part with it is refused, with the first one named.
3. The same words again change nothing.
4. Each method has a twin (`..._in`) inside a transaction that its caller commits, for imports.
"""

from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.service.ports import Chance, Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.spares.catalogue import (
    Fit,
    PartFacts,
    Said,
    SparePart,
    SparePartId,
    check_facts,
    fault_of_text,
    maker_key,
    number_key,
    spare_part_id,
)
from lifecycle.domain.spares.prices import About, InStock, Price, SightedId, Sighting, check_sighting
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork
from lifecycle.service.spare_catalogue import model_named, part_of

USE_CASE = "edit_spares"


@dataclass(frozen=True)
class NewFit:
    """Whether a part fits a model, and where that is known from."""

    model: PassportId
    source: str
    fits: bool = True
    note: str | None = None


@dataclass(frozen=True)
class NewSighting:
    """What a supplier asked for it, or whether it had one, on a day; `source` is where that was seen."""

    supplier: str
    seen_on: date
    source: str
    price: Price | None = None
    stock: InStock | None = None


@dataclass(frozen=True)
class SpareFacts:
    """Each public method without `_in` is one transaction, and checks its actor first."""

    storage: LifecycleStorage
    clock: Clock
    chance: Chance

    def add(self, actor: Actor, facts: PartFacts) -> SparePart:
        """A new part of the catalogue; Conflict where its maker has one with such a number."""
        PERMISSIONS.check(USE_CASE, actor)
        with self.storage.writing() as work:
            part = self.add_in(work, actor, facts)
            work.commit()
            return part

    def revise(self, actor: Actor, part: SparePartId, facts: PartFacts) -> SparePart:
        """Say it anew; gives the part as it is, whether something changed or not."""
        PERMISSIONS.check(USE_CASE, actor)
        with self.storage.writing() as work:
            revised = self.revise_in(work, actor, part, facts)
            work.commit()
            return revised

    def say_fit(self, actor: Actor, part: SparePartId, said: NewFit) -> bool:
        """False where that was the last word already."""
        PERMISSIONS.check(USE_CASE, actor)
        with self.storage.writing() as work:
            is_new = self.say_fit_in(work, actor, part, said)
            work.commit()
            return is_new

    def see_part(self, actor: Actor, part: SparePartId, seen: NewSighting) -> bool:
        """What a supplier asked or had; False where that was known already."""
        PERMISSIONS.check(USE_CASE, actor)
        with self.storage.writing() as work:
            is_new = self.see_in(work, actor, part_of(work, part).id, About.PART, seen)
            work.commit()
            return is_new

    def see_model(self, actor: Actor, model: PassportId, seen: NewSighting) -> bool:
        """What a supplier asked for a whole device of a model; False where that was known already."""
        PERMISSIONS.check(USE_CASE, actor)
        with self.storage.writing() as work:
            is_new = self.see_in(work, actor, model_named(work, model).id, About.MODEL, seen)
            work.commit()
            return is_new

    def add_in(self, work: LifecycleWork, actor: Actor, facts: PartFacts) -> SparePart:
        check_facts(facts)
        hold_numbers(work, facts)
        _refuse_second(work, facts, None)
        part = SparePart(spare_part_id(self.chance(10)), 1, facts, self._said(actor))
        work.spares.put(part)
        return part

    def revise_in(self, work: LifecycleWork, actor: Actor, part: SparePartId, facts: PartFacts) -> SparePart:
        check_facts(facts)
        hold_numbers(work, facts)
        work.spares.hold([part])
        before = part_of(work, part)
        if before.facts == facts:
            return before
        _refuse_second(work, facts, part)
        after = replace(before, version=before.version + 1, facts=facts, said=self._said(actor))
        work.spares.put(after)
        return after

    def say_fit_in(self, work: LifecycleWork, actor: Actor, part: SparePartId, said: NewFit) -> bool:
        texts = {"source": said.source, "note": said.note}
        if problems := [problem for name, text in texts.items() if (problem := fault_of_text(f"$.{name}", text))]:
            raise InvalidInput(problems[0].what, tuple(problems))
        part_of(work, part)
        model_named(work, said.model)
        work.spares.hold([part])
        last = next((each for each in work.spares.fits_of({part}) if each.model == said.model), None)
        if last is not None and (last.fits, last.source, last.note) == (said.fits, said.source, said.note):
            return False
        work.spares.add_fit(Fit(part, said.model, said.fits, said.source, self._said(actor), said.note))
        return True

    def see_in(self, work: LifecycleWork, actor: Actor, subject: SightedId, about: About, seen: NewSighting) -> bool:
        made = Sighting(
            about=about,
            subject=subject,
            supplier=seen.supplier,
            seen_on=seen.seen_on,
            source=seen.source,
            said=self._said(actor),
            price=seen.price,
            stock=seen.stock,
        )
        check_sighting(made, self.clock().date())
        work.spares.hold([subject])
        return work.spares.add_sighting(made)

    def _said(self, actor: Actor) -> Said:
        return Said(self.clock(), actor.account, actor.organisation)


def hold_numbers(work: LifecycleWork, facts: PartFacts) -> None:
    """Others wait who would give a part of this maker one of these numbers, until this transaction ends."""
    work.spares.hold([f"{maker_key(facts.maker)} {key}" for key in facts.keys])


def part_numbered(reads: LifecycleReads, maker: str, numbers: tuple[str, ...]) -> SparePart | None:
    """The part of this maker with one of these numbers; Conflict where they are those of several."""
    keys = {number_key(number) for number in numbers}
    found = [each for each in reads.spares.numbered(keys) if maker_key(each.facts.maker) == maker_key(maker)]
    if len(found) > 1:
        raise Conflict(
            message("These numbers belong to {count} parts of this maker.", count=len(found)),
            remedy=message("Leave out the number that is another part's."),
        )
    return found[0] if found else None


def _refuse_second(work: LifecycleWork, facts: PartFacts, own: SparePartId | None) -> None:
    """Rule 2."""
    others = [
        each
        for each in work.spares.numbered(facts.keys)
        if each.id != own and maker_key(each.facts.maker) == maker_key(facts.maker)
    ]
    if others:
        what = message("{maker} has a part with such a number already: {part}.", maker=facts.maker, part=others[0].id)
        raise InvalidInput(
            what, (Problem("$.numbers", what),), remedy=message("Change that part, or correct the number.")
        )
