"""Makes versions of passports, inside a transaction that its caller commits.

Rules:
1. What was received is stored byte for byte; only then are the public parts prepared from it.
2. Every version has a leaf in the log, in the same transaction: no evidence, no change.
3. An item may say only what its catalogue allows for items; every fault is told, with its path.
4. A change that changes nothing makes no version.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue, Granularity, ProductGroup
from dpp.domain.document import Elements, Header, PassportStatus, changed_elements, reserved_names
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.history import PublicHistory
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId, label_code, passport_id
from dpp.domain.parts import head_bytes, history_line, public_lines
from dpp.domain.personal_data import personal_data
from dpp.domain.proof import SALT_BYTES, canonical, commitment, sha256
from dpp.service.ports import (
    Chance,
    Leaf,
    PassportReads,
    PassportWork,
    StoredLabel,
    StoredModel,
    StoredPassport,
    StoredVersion,
)
from dpp.service.received import no_names, read_object
from dpp.service.validation import Validator

JSON = "application/json"


@dataclass(frozen=True)
class Act:
    """Who makes a version, and when."""

    actor: Actor
    at: datetime


@dataclass(frozen=True)
class _Item:
    """What a new item passport is about; `product` is its unique product identifier."""

    device: DeviceKey
    model: PassportId
    product: str
    successor_of: PassportId | None = None


@dataclass(frozen=True)
class Publisher:
    """`operator` identifies the economic operator that answers for the passports of this service."""

    catalogue: Catalogue
    validator: Validator
    links: Links
    chance: Chance
    operator: str

    def new_model(self, work: PassportWork, act: Act, received: bytes) -> StoredPassport:
        """A model passport from the bytes that came in; InvalidInput lists every fault in them."""
        elements = self._checked(received, Granularity.MODEL)
        self._refuse_second(work, elements)
        identity = passport_id(self.chance(16))
        header = self._header(identity, Granularity.MODEL, self._model_product(identity, elements))
        passport = StoredPassport(identity, Granularity.MODEL, identity, header.status, 1, act.at, head_bytes(header))
        self._store_model(work, passport, elements)
        work.passports.put(passport)
        self._add_version(work, act, passport, received, tuple(sorted(elements)))
        self._name_by_gtin(work, passport, elements)
        return passport

    def revise_model(self, work: PassportWork, act: Act, passport: StoredPassport, received: bytes) -> StoredPassport:
        """The next version of a model passport; the same passport when nothing changed."""
        elements = self._checked(received, Granularity.MODEL)
        changes = changed_elements(self.own_elements(work, passport), elements)
        if not changes:
            return passport
        self._refuse_second(work, elements, passport)
        revised = replace(passport, version=passport.version + 1, updated_at=act.at)
        self._store_model(work, revised, elements)
        work.passports.put(revised)
        self._add_version(work, act, revised, received, tuple(change.element_id for change in changes))
        self._name_by_gtin(work, revised, elements)
        return revised

    def new_item(
        self, work: PassportWork, act: Act, device: DeviceKey, model: PassportId, own: Elements
    ) -> tuple[StoredPassport, LabelCode]:
        """An item passport that inherits from `model`, with its first label code."""
        if work.models.get(model) is None:
            raise NotFound(message("There is no model passport '{model}'.", model=model))
        code = label_code(self.chance(16))
        passport = self._item(work, act, own, _Item(device, model, self.links.label(code)))
        work.labels.add(StoredLabel(code, passport.passport_id, "active", act.at))
        return passport, code

    def successor(self, work: PassportWork, act: Act, passport: StoredPassport, own: Elements) -> StoredPassport:
        """A passport with a new id that follows this one (ESPR, Art. 11(d)). Labels and GS1 addresses move along."""
        assert passport.device_key is not None
        labels = work.labels.of_passport(passport.passport_id)
        product = self.links.label(labels[-1].code) if labels else self.links.passport(passport.passport_id)
        item = _Item(passport.device_key, passport.model_id, product, passport.passport_id)
        successor = self._item(work, act, own, item)
        for label in labels:
            work.labels.put(replace(label, passport_id=successor.passport_id))
        work.gs1_keys.move(passport.passport_id, successor.passport_id)
        onward = {"successorPassport": self.links.passport(successor.passport_id)}
        told = self.revise_item(work, act, passport, {**self.own_elements(work, passport), **onward})
        header = self._header(passport.passport_id, Granularity.ITEM, product, PassportStatus.INACTIVE)
        work.passports.put(replace(told, status=PassportStatus.INACTIVE, head=head_bytes(header)))
        return successor

    def revise_item(self, work: PassportWork, act: Act, passport: StoredPassport, own: Elements) -> StoredPassport:
        """The next version of an item passport; the same passport when nothing changed."""
        changes = changed_elements(self.own_elements(work, passport), own)
        if not changes:
            return passport
        received = canonical(own)
        elements = self._checked(received, Granularity.ITEM)
        revised = self._with_elements(replace(passport, version=passport.version + 1, updated_at=act.at), elements)
        work.passports.put(revised)
        self._add_version(work, act, revised, received, tuple(change.element_id for change in changes))
        return revised

    def push_history(self, work: PassportWork, passport: PassportId, history: PublicHistory) -> None:
        """What the public sees of the device's life. It makes no version of the passport."""
        work.passports.put_history(passport, history_line(history))

    def own_elements(self, work: PassportReads, passport: StoredPassport) -> Elements:
        """What the passport's newest version says itself."""
        version = work.passports.version(passport.passport_id, passport.version)
        assert version is not None
        elements: Elements = json.loads(version.received)
        return elements

    def _refuse_second(self, work: PassportReads, elements: Elements, own: StoredPassport | None = None) -> None:
        brand, name = elements["brand"], elements["modelName"]
        known = work.models.named(brand, name)
        if known is not None and (own is None or known.model_id != own.passport_id):
            raise InvalidInput(
                message("{brand} {name} has a passport already: {url}", brand=brand, name=name, url=self._url(known)),
                remedy=message("Revise that passport instead of making a second one."),
            )

    @staticmethod
    def _name_by_gtin(work: PassportWork, model: StoredPassport, elements: Elements) -> None:
        """A GTIN that the model had before goes on leading to it."""
        if "gtin" in elements:
            work.gs1_keys.put(f"/01/{elements['gtin']}", model.passport_id)

    def _item(self, work: PassportWork, act: Act, own: Elements, item: _Item) -> StoredPassport:
        received = canonical(own)
        elements = self._checked(received, Granularity.ITEM)
        identity = passport_id(self.chance(16))
        header = self._header(identity, Granularity.ITEM, item.product)
        bare = StoredPassport(
            identity,
            Granularity.ITEM,
            item.model,
            header.status,
            1,
            act.at,
            head_bytes(header),
            device_key=item.device,
            successor_of=item.successor_of,
        )
        passport = self._with_elements(bare, elements)
        work.passports.put(passport)
        self._add_version(work, act, passport, received, tuple(sorted(elements)))
        return passport

    def _with_elements(self, passport: StoredPassport, elements: Elements) -> StoredPassport:
        overrides = tuple(sorted(name for name in elements if self._models_may_say(name)))
        return replace(passport, elements=public_lines(elements, self.catalogue), overrides=overrides)

    def _models_may_say(self, name: str) -> bool:
        """Most of what an item says no model ever says; only the rest has to be left out of the model's lines."""
        element = self.catalogue.find(name)
        return element is None or Granularity.MODEL in element.granularity

    def _store_model(self, work: PassportWork, passport: StoredPassport, elements: Elements) -> None:
        work.models.put(
            StoredModel(
                model_id=passport.passport_id,
                version=passport.version,
                updated_at=passport.updated_at,
                group=ProductGroup(elements["productGroup"]),
                brand=elements["brand"],
                name=elements["modelName"],
                elements=public_lines(elements, self.catalogue),
            )
        )

    def _add_version(
        self, work: PassportWork, act: Act, passport: StoredPassport, received: bytes, changed: tuple[str, ...]
    ) -> None:
        version = StoredVersion(
            passport_id=passport.passport_id,
            version=passport.version,
            received=received,
            media_type=JSON,
            schema_version=self.catalogue.version,
            sha256=sha256(received),
            actor=act.actor.account,
            organisation=act.actor.organisation,
            recorded_at=passport.updated_at,
            changed=changed,
        )
        work.passports.add_version(version)
        salt = self.chance(SALT_BYTES)
        leaf = commitment(salt, canonical(_recorded(version)))
        work.leaves.add(Leaf(passport.passport_id, "version", passport.version, leaf, salt, passport.updated_at))

    def _checked(self, received: bytes, granularity: Granularity) -> dict[str, Any]:
        elements = read_object(received)
        problems = (
            *reserved_names(elements),
            *no_names(elements),
            *self.validator.problems(elements, granularity),
            *personal_data(elements),
        )
        if problems:
            raise InvalidInput(
                message("The passport has {count} fault(s).", count=len(problems)),
                problems,
                remedy=message("Mend them all and send the passport again; nothing was stored."),
            )
        return elements

    def _header(
        self,
        identity: PassportId,
        granularity: Granularity,
        product: str,
        status: PassportStatus = PassportStatus.ACTIVE,
    ) -> Header:
        return Header(self.links.passport(identity), product, granularity, self.operator, status)

    def _model_product(self, identity: PassportId, elements: Elements) -> str:
        """The GS1 address where a GTIN is public, else the passport's own: a GTIN is never minted."""
        return self.links.gs1(f"/01/{elements['gtin']}") if "gtin" in elements else self.links.passport(identity)

    def _url(self, model: StoredModel) -> str:
        return self.links.passport(model.model_id)


def _recorded(version: StoredVersion) -> Mapping[str, Any]:
    return {
        "passport": version.passport_id,
        "version": version.version,
        "sha256": version.sha256,
        "actor": version.actor,
        "organisation": version.organisation,
        "recordedAt": version.recorded_at.isoformat(),
    }
