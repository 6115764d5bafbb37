"""Changing what a passport says itself, for whoever answers for it, with a look at the changes first.

Rules:
1. Who edits starts from a version. If somebody else made a newer one meanwhile, nothing is stored: `Overtaken` carries
   what both changed, so that a person can decide.
2. What is shown before is what will be stored: the same checks, the same changes.
3. A version is made of the whole passport: elements that were not edited stay as they are, also unknown ones.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Granularity, ProductGroup
from dpp.domain.document import Change, Elements, changed_elements
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import canonical
from dpp.service.passports import Passports, found
from dpp.service.ports import PassportReads, StoredPassport
from dpp.service.publishing import Publisher


class Overtaken(Conflict):
    """Somebody else made a version meanwhile.

    `before` is what the editing started from, `newest` what the passport says now, `theirs` what lies between.
    """

    def __init__(self, newest: "Editable", before: Elements, theirs: tuple[Change, ...]) -> None:
        super().__init__(
            message("Somebody else changed this passport while you were editing it."),
            remedy=message("Look at both, and save again."),
        )
        self.newest = newest
        self.before = before
        self.theirs = theirs


@dataclass(frozen=True)
class Editable:
    """A passport as its editor gets it: all that it says itself, in the version from which the editing starts.

    `inherited` is what it has from its model and its batch, as far as it says nothing itself.
    """

    passport_id: PassportId
    model_id: PassportId
    granularity: Granularity
    group: ProductGroup
    name: str
    version: int
    elements: Elements
    inherited: Elements


@dataclass(frozen=True)
class Editing:
    """Each method is one transaction and checks its actor first."""

    passports: Passports

    def may_edit(self, actor: Actor, passport_id: PassportId) -> bool:
        """Whether this actor may change what the passport says."""
        with self.passports.storage.reading() as reads:
            relations = self.passports.relations(actor, found(reads, passport_id))
        return PERMISSIONS.allows("revise_passport", actor, relations)

    def open(self, actor: Actor, passport_id: PassportId) -> Editable:
        """The passport as it stands."""
        with self.passports.storage.reading() as reads:
            return self._editable(reads, actor, passport_id)

    def preview(self, actor: Actor, passport_id: PassportId, base: int, elements: Elements) -> tuple[Change, ...]:
        """What saving this would change; InvalidInput lists every fault, Overtaken says that it starts too early."""
        with self.passports.storage.reading() as reads:
            editable = self._editable(reads, actor, passport_id)
            self._refuse_overtaken(reads, editable, base)
            self._publisher.checked(canonical(elements), editable.granularity)
            return changed_elements(editable.elements, elements)

    def save(self, actor: Actor, passport_id: PassportId, base: int, elements: Elements) -> int:
        """Make the next version; gives its number, or that of the newest where nothing changed."""
        with self.passports.storage.writing() as work:
            editable = self._editable(work, actor, passport_id)
            self._refuse_overtaken(work, editable, base)
            if not changed_elements(editable.elements, elements):
                return editable.version
            passport, act = found(work, passport_id), self.passports.act(actor)
            if editable.granularity is Granularity.MODEL:
                revised = self._publisher.revise_model(work, act, passport, canonical(elements))
            else:
                revised = self._publisher.revise(work, act, passport, elements)
            work.commit()
            return revised.version

    def check(self, elements: Elements, granularity: Granularity) -> None:
        """Return where a new passport could say this; InvalidInput lists every fault."""
        self._publisher.checked(canonical(elements), granularity)

    def new_model(self, actor: Actor, elements: Elements) -> PassportId:
        """The passport of a model that has none yet."""
        return self.passports.register_model(actor, canonical(elements)).passport_id

    def new_batch(self, actor: Actor, model_id: PassportId, elements: Elements) -> PassportId:
        """The passport of a batch of a model."""
        return self.passports.register_batch(actor, model_id, canonical(elements)).passport_id

    @property
    def _publisher(self) -> Publisher:
        return self.passports.publisher

    def _editable(self, reads: PassportReads, actor: Actor, passport_id: PassportId) -> Editable:
        passport = found(reads, passport_id)
        PERMISSIONS.check("revise_passport", actor, self.passports.relations(actor, passport))
        own = self._publisher.own_elements(reads, passport)
        inherited = self._inherited(reads, passport, own)
        whole: Mapping[str, Any] = {**inherited, **own}
        return Editable(
            passport_id=passport_id,
            model_id=passport.model_id,
            granularity=Granularity(passport.granularity),
            group=ProductGroup(whole["productGroup"]),
            name=f"{whole['brand']} {whole['modelName']}",
            version=passport.version,
            elements=own,
            inherited=inherited,
        )

    def _inherited(self, reads: PassportReads, passport: StoredPassport, own: Elements) -> dict[str, Any]:
        inherited: dict[str, Any] = {}
        for each in (passport.model_id, passport.batch_id):
            if each and each != passport.passport_id:
                inherited |= self._publisher.own_elements(reads, found(reads, each))
        return {name: value for name, value in inherited.items() if name not in own}

    @staticmethod
    def _refuse_overtaken(reads: PassportReads, editable: Editable, base: int) -> None:
        """Rule 1."""
        if base == editable.version:
            return
        started = reads.passports.version(editable.passport_id, base)
        before: Elements = {} if started is None else json.loads(started.received)
        raise Overtaken(editable, before, changed_elements(before, editable.elements))
