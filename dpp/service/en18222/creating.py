"""CreateDPP: a model, a batch or an item passport from what somebody sent.

Rules:
1. The granularity is what the body says, else what its product identifier says; both say the same.
2. A product has one passport (409). The id is ours; one that is under our address and free may be asked for.
3. A batch or an item has a model that is here: that of its batch, that of `modelPassport`, or that of its GTIN; where
   several are named they are the same. An item has the batch that `batchPassport` or its GS1 identifier names.
4. Who may revise the model makes its batches and items.
5. A new passport keeps only what is its own, and is active.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dpp.domain.catalogue import Granularity
from dpp.domain.document import PassportStatus
from dpp.domain.en18222.changes import left_of
from dpp.domain.en18222.products import Product, model_key, read_product
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.exchange.reading import Reading
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import canonical
from dpp.service.acts import Act, Subject
from dpp.service.en18222.bodies import refuse
from dpp.service.en18222.finding import Finder
from dpp.service.passports import Passports
from dpp.service.ports import PassportReads, PassportWork, StoredPassport

MODEL, BATCH = "modelPassport", "batchPassport"
_PRODUCT, _ID = "uniqueProductIdentifier", "digitalProductPassportId"


@dataclass(frozen=True)
class _Wanted:
    """What the header of a new passport says."""

    granularity: Granularity
    product: Product | None
    identity: PassportId | None
    facility: str | None

    @property
    def identifier(self) -> str | None:
        return self.product.identifier if self.product else None


@dataclass(frozen=True)
class Creating:
    """Makes passports inside a transaction that its caller commits."""

    passports: Passports
    finder: Finder

    def create(self, work: PassportWork, act: Act, reading: Reading) -> StoredPassport:
        wanted = self._wanted(act, reading.header)
        self._refuse_taken(work, wanted)
        _refuse_other_gtin(wanted.product, reading.elements)
        if wanted.granularity is Granularity.MODEL:
            passport = self._model(work, act, wanted, reading.elements)
        else:
            passport = self._below_model(work, act, wanted, reading.elements)
        if wanted.product is not None:
            work.gs1_keys.put(wanted.product.key, passport.passport_id)
        return passport

    def _wanted(self, act: Act, header: Mapping[str, Any]) -> _Wanted:
        identity = self._identity(header.get(_ID))
        product = self._product(header.get(_PRODUCT), identity)
        granularity = _granularity(header.get("granularity"), product)
        refuse(*self._header_problems(act, header))
        return _Wanted(granularity, product, identity, header.get("facilityId"))

    def _identity(self, given: str | None) -> PassportId | None:
        """Rule 2."""
        if given is None:
            return None
        own = self.finder.own_id(given)
        if own is None or len(own) != len("7k3m9x2p4q8d5w1z"):
            what = message("'{given}' is not an id of this service.", given=given[:200])
            remedy = message("Leave '{name}' out: the answer tells the id that the passport got.", name=_ID)
            raise InvalidInput(what, (Problem(f"$.{_ID}", what),), remedy=remedy)
        return own

    def _product(self, given: str | None, identity: PassportId | None) -> Product | None:
        """Nothing where the product is to be known by the passport's own address."""
        if given is None or (identity and given == self.finder.links.passport(identity)):
            return None
        product = read_product(given)
        if product.link is None and self.finder.is_ours(given):
            what = message("Only this service makes addresses such as '{given}'.", given=given[:200])
            remedy = message("Leave it out, or give the GS1 Digital Link or another URI of the product.")
            raise InvalidInput(what, (Problem(f"$.{_PRODUCT}", what),), remedy=remedy)
        return product

    def _header_problems(self, act: Act, header: Mapping[str, Any]) -> tuple[Problem, ...]:
        answering = act.operator or self.passports.publisher.operator
        problems = []
        if header.get("economicOperatorId", answering) != answering:
            what = message(
                "You register passports for which '{operator}' answers; leave the member out.", operator=answering
            )
            problems.append(Problem("$.economicOperatorId", what))
        if header.get("dppStatus", PassportStatus.ACTIVE) != PassportStatus.ACTIVE:
            what = message("A new passport is active; change its status when it is there.")
            problems.append(Problem("$.dppStatus", what))
        return tuple(problems)

    def _refuse_taken(self, work: PassportReads, wanted: _Wanted) -> None:
        links = self.finder.links
        if wanted.identity is not None and work.passports.get(wanted.identity) is not None:
            raise Conflict(message("There is a passport {url} already.", url=links.passport(wanted.identity)))
        taken = wanted.product and work.gs1_keys.get(wanted.product.key)
        if wanted.product and taken:
            raise Conflict(
                message(
                    "The product {product} has a passport already: {url}.",
                    product=wanted.product.identifier,
                    url=links.passport(taken),
                ),
                remedy=message("Change that passport (UpdateDPPById) instead of making a second one."),
            )

    def _model(self, work: PassportWork, act: Act, wanted: _Wanted, elements: Mapping[str, Any]) -> StoredPassport:
        PERMISSIONS.check("register_model", act.actor)
        self._refuse_named(work, elements)
        return self.passports.publisher.new_model(
            work,
            act,
            canonical(elements),
            identity=wanted.identity,
            product=wanted.identifier,
            facility=wanted.facility,
        )

    def _refuse_named(self, work: PassportReads, elements: Mapping[str, Any]) -> None:
        brand, name, gtin = (elements.get(each) for each in ("brand", "modelName", "gtin"))
        known = work.models.named(brand, name) if isinstance(brand, str) and isinstance(name, str) else None
        taken = known.model_id if known else None
        if taken is None and isinstance(gtin, str):
            taken = work.gs1_keys.get(model_key(gtin))
        if taken is not None:
            raise Conflict(
                message("This model has a passport already: {url}.", url=self.finder.links.passport(taken)),
                remedy=message("Change that passport (UpdateDPPById) instead of making a second one."),
            )

    def _below_model(
        self, work: PassportWork, act: Act, wanted: _Wanted, elements: Mapping[str, Any]
    ) -> StoredPassport:
        is_item = wanted.granularity is Granularity.ITEM
        batch = self._batch(work, wanted.product, elements) if is_item else None
        model = self._model_of(work, wanted.product, elements, batch)
        PERMISSIONS.check("revise_passport", act.actor, self.passports.relations(act.actor, model))
        publisher = self.passports.publisher
        inherited = {**publisher.own_elements(work, model), **(publisher.own_elements(work, batch) if batch else {})}
        links = {MODEL: self.finder.links.passport(model.passport_id)}
        if batch is not None:
            links[BATCH] = self.finder.links.passport(batch.passport_id)
        own = canonical(left_of(elements, inherited, publisher.catalogue) | links)
        subject = Subject(
            model.passport_id,
            wanted.identifier,
            batch.passport_id if batch else None,
            identity=wanted.identity,
            facility=wanted.facility,
        )
        return publisher.item(work, act, subject, own) if is_item else publisher.new_batch(work, act, subject, own)

    def _batch(
        self, work: PassportReads, product: Product | None, elements: Mapping[str, Any]
    ) -> StoredPassport | None:
        named = self._named(work, elements, BATCH, Granularity.BATCH)
        key = product and product.batch_key
        registered = work.gs1_keys.get(key) if key else None
        if named is None:
            return work.passports.get(registered) if registered else None
        if registered not in {None, named.passport_id}:
            refuse(Problem(f"$.{BATCH}", message("The product identifier names another batch.")))
        return named

    def _model_of(
        self,
        work: PassportReads,
        product: Product | None,
        elements: Mapping[str, Any],
        batch: StoredPassport | None,
    ) -> StoredPassport:
        """Rule 3."""
        named = self._named(work, elements, MODEL, Granularity.MODEL)
        gtin = (product and product.gtin) or elements.get("gtin")
        by_gtin = work.gs1_keys.get(model_key(gtin)) if isinstance(gtin, str) and gtin.isdigit() else None
        found = {
            each
            for each in (batch.model_id if batch else None, named.passport_id if named else None, by_gtin)
            if each is not None
        }
        if len(found) > 1:
            refuse(Problem(f"$.{MODEL}", message("The batch, the model and the GTIN belong to different models.")))
        model = work.passports.get(found.pop()) if found else None
        if model is None:
            raise _model_unknown(f"$.{_PRODUCT}" if product and product.gtin else f"$.{MODEL}")
        return model

    def _named(
        self, work: PassportReads, elements: Mapping[str, Any], element: str, granularity: Granularity
    ) -> StoredPassport | None:
        """The passport that an element names."""
        address = elements.get(element)
        if address is None:
            return None
        own = self.finder.own_id(address) if isinstance(address, str) else None
        passport = work.passports.get(own) if own else None
        if passport is None or passport.granularity != granularity:
            if granularity is Granularity.MODEL:
                raise _model_unknown(f"$.{element}")
            refuse(Problem(f"$.{element}", message("There is no such batch passport here.")))
        return passport


def _granularity(given: str | None, product: Product | None) -> Granularity:
    """Rule 1."""
    named = product.granularity if product else None
    said = given or named
    if said is None:
        what = message("'granularity' is missing: expected model, batch or item.")
        raise InvalidInput(what, (Problem("$.granularity", what),))
    if named not in {None, said}:
        what = message(
            "The passport says it is of one {said}; its identifier names one {named}.", said=said, named=named
        )
        raise InvalidInput(what, (Problem("$.granularity", what),))
    return Granularity(said)


def _refuse_other_gtin(product: Product | None, elements: Mapping[str, Any]) -> None:
    gtin = product.gtin if product else None
    if gtin and elements.get("gtin", gtin) != gtin:
        refuse(Problem("$.gtin", message("The product identifier has another GTIN: {gtin}.", gtin=gtin)))


def _model_unknown(path: str) -> InvalidInput:
    what = message("The model of this product has no passport here.")
    remedy = message("Register the model first (granularity 'model'), or name its passport in 'modelPassport'.")
    return InvalidInput(what, (Problem(path, what),), remedy=remedy)
