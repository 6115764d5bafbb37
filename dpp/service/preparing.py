"""Prepares what a scan reads of a passport, from a version of it, and stores it with the passport.

Rules:
1. Public lines hold what everybody may read, by the class that each element keeps and by today's
   (`dpp.domain.audience`).
2. What is closed in this passport is left out of its public lines; what is closed in every passport is left out where
   lines are joined (`dpp.service.reading`), so that closing it rewrites nothing.
3. What a batch or an item says itself is listed where something above it may say it too, public or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dpp.domain.audience import AccessRules, Closure, public_elements
from dpp.domain.catalogue import Granularity, ProductGroup
from dpp.domain.document import Elements
from dpp.domain.parts import element_lines
from dpp.service.ports import PassportWork, StoredModel, StoredPassport


@dataclass(frozen=True)
class Preparer:
    """Over the rules of access without closures; those of a passport are read where they are needed."""

    rules: AccessRules

    def store(
        self, work: PassportWork, passport: StoredPassport, elements: Elements, pins: Mapping[str, str]
    ) -> StoredPassport:
        """The passport, stored with its public parts."""
        closures = tuple(work.closures.of(passport.passport_id))
        if passport.granularity == Granularity.MODEL:
            self.store_model(work, passport, elements, pins, closures)
        else:
            passport = self.with_elements(passport, elements, pins, closures)
        work.passports.put(passport)
        return passport

    def with_elements(
        self,
        passport: StoredPassport,
        elements: Elements,
        pins: Mapping[str, str],
        closures: tuple[Closure, ...] = (),
    ) -> StoredPassport:
        overrides = tuple(sorted(name for name in elements if self._is_inherited(name, passport)))
        return replace(passport, elements=self._public_lines(passport, elements, pins, closures), overrides=overrides)

    def _public_lines(
        self, passport: StoredPassport, elements: Elements, pins: Mapping[str, str], closures: tuple[Closure, ...]
    ) -> bytes:
        rules = replace(self.rules, closures=closures)
        shown = public_elements(elements, rules, passport.passport_id, passport.schema_version, pins)
        return element_lines(shown, self.rules.current)

    def _is_inherited(self, name: str, passport: StoredPassport) -> bool:
        """Most of what an item says nothing above it ever says; only the rest has to be left out of those lines."""
        element = self.rules.current.find(name)
        above = {Granularity.MODEL, Granularity.BATCH} if passport.batch_id else {Granularity.MODEL}
        return element is None or not element.granularity.isdisjoint(above)

    def store_model(
        self,
        work: PassportWork,
        passport: StoredPassport,
        elements: Elements,
        pins: Mapping[str, str],
        closures: tuple[Closure, ...] = (),
    ) -> None:
        work.models.put(
            StoredModel(
                model_id=passport.passport_id,
                version=passport.version,
                updated_at=passport.updated_at,
                group=ProductGroup(elements["productGroup"]),
                brand=elements["brand"],
                name=elements["modelName"],
                elements=self._public_lines(passport, elements, pins, closures),
                schema_version=passport.schema_version,
                prepared=passport.prepared,
            )
        )
