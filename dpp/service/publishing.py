"""Makes versions of passports, inside a transaction that its caller commits.

Rules:
1. What was received is stored byte for byte; only then are the public parts prepared from it.
2. Every version has a leaf in the log, in the same transaction: no evidence, no change.
3. A batch or an item may say only what its catalogue allows it to; every fault is told, with its path.
4. A change that changes nothing makes no version; a change of status, or of who answers, is a change.
5. A version keeps the access class that an element had when it was set: a newer catalogue opens nothing by itself.
6. An archived passport takes no more changes (EN 18221: it is kept, and read, as it was).

How versions are added is in `dpp.service.version_log`, what a scan reads of them in `dpp.service.preparing`.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from dpp.domain.audience import AccessRules
from dpp.domain.catalogue import Catalogue, Granularity
from dpp.domain.document import Elements, Header, PassportStatus, changed_elements, reserved_names
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, Refused
from dpp.domain.history import PublicHistory
from dpp.domain.hosts import is_our_operator
from dpp.domain.links import Links
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId, label_code, passport_id
from dpp.domain.parts import head_bytes, history_line, read_head
from dpp.domain.personal_data import personal_data
from dpp.domain.proof import canonical
from dpp.domain.registration.identifiers import warning_about
from dpp.domain.registration.notices import Destination
from dpp.service.acts import CLASSES_ADOPTED, OPERATOR_CHANGED, STATUS_CHANGED, Act, Subject
from dpp.service.ports import (
    Chance,
    PassportReads,
    PassportWork,
    StoredLabel,
    StoredModel,
    StoredPassport,
    StoredVersion,
)
from dpp.service.preparing import Preparer
from dpp.service.received import no_names, read_object
from dpp.service.validation import Validator
from dpp.service.version_log import Content, Made, VersionLog


@dataclass(frozen=True)
class Publisher:
    """`operator` identifies the economic operator that answers for the passports of this registry itself.

    `hosts` are ours, also those of former public addresses. `destinations` are told of every version; the notice is
    stored with it.
    """

    rules: AccessRules
    validator: Validator
    links: Links
    chance: Chance
    operator: str
    destinations: tuple[Destination, ...] = ()
    hosts: frozenset[str] = frozenset()

    def answers_for(self, passport: StoredPassport) -> bool:
        """Whether nobody else does: the registry itself, also under an address that it had before."""
        return passport.operator == self.operator or is_our_operator(passport.operator, self.hosts)

    def warning_about(self, product: str, instead: str) -> Message | None:
        """What whoever has this identifier issued should know of its length; `instead` is what the EU registry gets."""
        return warning_about(product, instead, registering=Destination.REGISTRY in self.destinations)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in which new versions are written."""
        return self.rules.current

    @cached_property
    def _log(self) -> VersionLog:
        return VersionLog(self.chance, self.catalogue.version, self.destinations)

    @cached_property
    def _preparer(self) -> Preparer:
        return Preparer(self.rules)

    def new_model(
        self,
        work: PassportWork,
        act: Act,
        received: bytes,
        *,
        identity: PassportId | None = None,
        product: str | None = None,
        facility: str | None = None,
    ) -> StoredPassport:
        """A model passport from the bytes that came in; InvalidInput lists every fault in them.

        `identity`, `product` and `facility` are those of a `Subject`; the product of its GTIN where none is said.
        """
        elements = self.checked(received, Granularity.MODEL)
        self._refuse_second(work, elements)
        identity = identity or passport_id(self.chance(16))
        subject = Subject(identity, product or self._model_product(elements), facility=facility)
        passport = self._bare(act, identity, Granularity.MODEL, subject)
        self._preparer.store_model(work, passport, elements, {})
        work.passports.put(passport)
        self._log.add(work, act, passport, Content(received, tuple(sorted(elements))))
        self._name_by_gtin(work, passport, elements)
        return passport

    def revise_model(
        self, work: PassportWork, act: Act, passport: StoredPassport, received: bytes, besides: tuple[str, ...] = ()
    ) -> StoredPassport:
        """As `revise`, for a model passport."""
        elements = self.checked(received, Granularity.MODEL)
        self._refuse_second(work, elements, passport)
        said = self._headed(passport) if besides else passport
        revised = self._revised(work, act, said, _Revision(received, elements, besides))
        self._name_by_gtin(work, revised, elements)
        return revised

    def take_over(
        self, work: PassportWork, act: Act, passport: StoredPassport, received: bytes, operator: str
    ) -> StoredPassport:
        """The next version of a model passport, for which the actor's organisation answers from now on."""
        elements = self.checked(received, Granularity.MODEL)
        self._refuse_second(work, elements, passport)
        answered = self._headed(replace(passport, organisation=act.actor.organisation, operator=operator))
        revised = self._revised(work, act, answered, _Revision(received, elements, (OPERATOR_CHANGED,)))
        self._name_by_gtin(work, revised, elements)
        return revised

    def new_batch(self, work: PassportWork, act: Act, subject: Subject, received: bytes) -> StoredPassport:
        """A batch passport that inherits from its model."""
        return self._new(work, act, Granularity.BATCH, subject, received)

    def new_item(
        self,
        work: PassportWork,
        act: Act,
        device: DeviceKey,
        model: PassportId,
        own: Elements,
        label: LabelCode | None = None,
    ) -> tuple[StoredPassport, LabelCode]:
        """The passport of a device that inherits from `model`, with its first label code.

        `label` is the one that is on the device already, without a passport; from now on it leads to this one.
        """
        code = label or label_code(self.chance(16))
        subject = Subject(model, self.links.label(code), device=device)
        passport = self.item(work, act, subject, canonical(own))
        stored = None if label is None else work.labels.hold(label)
        if stored is None:
            work.labels.add(StoredLabel(code, passport.passport_id, "active", act.at))
        else:
            work.labels.put(replace(stored, passport_id=passport.passport_id))
        return passport, code

    def item(self, work: PassportWork, act: Act, subject: Subject, received: bytes) -> StoredPassport:
        """An item passport that inherits from its model, and from its batch where it has one."""
        return self._new(work, act, Granularity.ITEM, subject, received)

    def new_items(
        self, work: PassportWork, act: Act, many: Sequence[tuple[Subject, bytes]]
    ) -> tuple[StoredPassport | KringpasError, ...]:
        """As `item`, for many at once: each is judged by itself, and those that are right are stored together."""
        known: set[Subject] = set()
        made: list[Made | KringpasError] = []
        for subject, received in many:
            above = Subject(subject.model, batch=subject.batch)
            try:
                if above not in known:
                    _refuse_strangers(work, above)
                    known.add(above)
                made.append(self._made(act, Granularity.ITEM, subject, received))
            except KringpasError as error:
                made.append(error)
        self._store_new(work, act, [each for each in made if isinstance(each, Made)])
        return tuple(each.passport if isinstance(each, Made) else each for each in made)

    def successor(self, work: PassportWork, act: Act, passport: StoredPassport, own: Elements) -> StoredPassport:
        """A passport with a new id that follows this one (ESPR, Art. 11(d)). Labels and GS1 addresses move along."""
        labels = work.labels.of_passport(passport.passport_id)
        product = read_head(passport.head).unique_product_identifier
        subject = Subject(passport.model_id, product, passport.batch_id, passport.device_key, passport.passport_id)
        successor = self.item(work, act, subject, canonical(own))
        for label in labels:
            work.labels.put(replace(label, passport_id=successor.passport_id))
        work.gs1_keys.move(passport.passport_id, successor.passport_id)
        onward = {"successorPassport": self.links.passport(successor.passport_id)}
        told = {**self.own_elements(work, passport), **onward}
        self.revise(work, act, replace(passport, status=PassportStatus.INACTIVE), told, (STATUS_CHANGED,))
        return successor

    def revise(
        self, work: PassportWork, act: Act, passport: StoredPassport, own: Elements, besides: tuple[str, ...] = ()
    ) -> StoredPassport:
        """The next version of a batch or item passport; the same passport when nothing changed.

        `besides` names what `passport` says differently in its header from the one that is stored.
        """
        if not besides and not changed_elements(self.own_elements(work, passport), own):
            return passport
        received = canonical(own)
        elements = self.checked(received, Granularity(passport.granularity))
        return self._revised(work, act, self._headed(passport), _Revision(received, elements, besides))

    def set_status(
        self, work: PassportWork, act: Act, passport: StoredPassport, status: PassportStatus
    ) -> StoredPassport:
        """The next version of any passport, with the same content and another status."""
        if passport.status == status:
            return passport
        newest = self._newest(work, passport)
        elements: Elements = json.loads(newest.received)
        changed = self._headed(replace(passport, status=status))
        return self._revised(work, act, changed, _Revision(newest.received, elements, (STATUS_CHANGED,)))

    def reinstate(self, work: PassportWork, passport: StoredPassport, newest: StoredVersion) -> None:
        """Put a passport that was kept elsewhere; what is public of it is prepared anew from its newest version."""
        elements: Elements = json.loads(newest.received)
        if passport.granularity == Granularity.MODEL:
            self._refuse_second(work, elements, passport)
        self._preparer.store(work, passport, elements, newest.pins)

    def prepare_again(self, work: PassportWork, passport: StoredPassport) -> None:
        """The same version, its public lines made anew: what is closed in this passport changed."""
        newest = self._newest(work, passport)
        again = replace(passport, prepared=passport.prepared + 1)
        self._preparer.store(work, again, json.loads(newest.received), newest.pins)

    def pinned(self, work: PassportReads, passport: StoredPassport) -> Mapping[str, str]:
        """The elements that the passport says itself whose class is not today's, with the version that they keep."""
        newest = self._newest(work, passport)
        return self._pins(newest, set(json.loads(newest.received)))

    def adopt_classes(
        self, work: PassportWork, act: Act, passport: StoredPassport, adopted: Collection[str]
    ) -> StoredPassport:
        """The next version, with the same content, in which these elements have today's classes: pins are dropped."""
        newest = self._newest(work, passport)
        elements: Elements = json.loads(newest.received)
        revision = _Revision(newest.received, elements, (CLASSES_ADOPTED,), frozenset(adopted))
        return self._revised(work, act, passport, revision)

    def push_history(self, work: PassportWork, passport: PassportId, history: PublicHistory) -> None:
        """What the public sees of the device's life. It makes no version of the passport."""
        work.passports.put_history(passport, history_line(history))

    def own_elements(self, work: PassportReads, passport: StoredPassport) -> Elements:
        """What the passport's newest version says itself."""
        elements: Elements = json.loads(self._newest(work, passport).received)
        return elements

    def checked(self, received: bytes, granularity: Granularity) -> dict[str, Any]:
        """The elements in these bytes, by every gate that publishing has; InvalidInput lists every fault."""
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

    @staticmethod
    def _newest(work: PassportReads, passport: StoredPassport) -> StoredVersion:
        version = work.passports.version(passport.passport_id, passport.version)
        assert version is not None
        return version

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

    def _new(
        self, work: PassportWork, act: Act, granularity: Granularity, subject: Subject, received: bytes
    ) -> StoredPassport:
        _refuse_strangers(work, subject)
        made = self._made(act, granularity, subject, received)
        self._store_new(work, act, [made])
        return made.passport

    def _made(self, act: Act, granularity: Granularity, subject: Subject, received: bytes) -> Made:
        """The first version of a batch or an item, checked and not yet stored."""
        elements = self.checked(received, granularity)
        bare = self._bare(act, subject.identity or passport_id(self.chance(16)), granularity, subject)
        return Made(self._preparer.with_elements(bare, elements, {}), Content(received, tuple(sorted(elements))))

    def _store_new(self, work: PassportWork, act: Act, made: Sequence[Made]) -> None:
        work.passports.add([each.passport for each in made])
        self._log.add_all(work, act, made)

    def _bare(self, act: Act, identity: PassportId, granularity: Granularity, subject: Subject) -> StoredPassport:
        """A first version without elements."""
        passport = StoredPassport(
            identity,
            granularity,
            subject.model,
            PassportStatus.ACTIVE,
            1,
            act.at,
            b"",
            device_key=subject.device,
            successor_of=subject.successor_of,
            batch_id=subject.batch,
            organisation=act.actor.organisation,
            operator=act.operator or self.operator,
            schema_version=self.catalogue.version,
        )
        address = self.links.passport(identity)
        product = subject.product or address
        header = Header(address, product, granularity, passport.operator, facility_id=subject.facility)
        return replace(passport, head=head_bytes(header))

    @staticmethod
    def _headed(passport: StoredPassport) -> StoredPassport:
        """The passport with a head that says its status and who answers for it."""
        header = read_head(passport.head)
        said = replace(header, status=PassportStatus(passport.status), economic_operator_id=passport.operator)
        return replace(passport, head=head_bytes(said))

    def _revised(self, work: PassportWork, act: Act, passport: StoredPassport, revision: "_Revision") -> StoredPassport:
        """The next version; `passport` is the stored one, with what changes in its header."""
        before = self._newest(work, passport)
        changes = changed_elements(json.loads(before.received), revision.elements)
        if not changes and not revision.besides:
            return passport
        if before.status == PassportStatus.ARCHIVED and passport.status == PassportStatus.ARCHIVED:
            raise Refused(
                "archived",
                message("This passport is archived: it is kept as it was."),
                remedy=message("Take it out of the archive first."),
            )
        unchanged = set(revision.elements) - {change.element_id for change in changes} - revision.adopted
        pins = self._pins(before, unchanged)
        revised = replace(
            passport, version=passport.version + 1, updated_at=act.at, schema_version=self.catalogue.version
        )
        revised = self._preparer.store(work, revised, revision.elements, pins)
        changed = (*revision.besides, *(change.element_id for change in changes))
        self._log.add(work, act, revised, Content(revision.received, changed, pins))
        return revised

    def _pins(self, before: StoredVersion, unchanged: Collection[str]) -> Mapping[str, str]:
        """Rule 5, for the elements that stay as they are."""
        kept = {name: before.pins.get(name, before.schema_version) for name in unchanged}
        return self.rules.pins(kept, unchanged, self.catalogue.version)

    def _model_product(self, elements: Elements) -> str | None:
        """The GS1 address where a GTIN is public, else the passport's own: a GTIN is never minted."""
        return self.links.gs1(f"/01/{elements['gtin']}") if "gtin" in elements else None

    def _url(self, model: StoredModel) -> str:
        return self.links.passport(model.model_id)


@dataclass(frozen=True)
class _Revision:
    """What a next version is to say; `besides` names what changes too and is no element.

    The elements in `adopted` take today's classes though they stay as they are.
    """

    received: bytes
    elements: Elements
    besides: tuple[str, ...] = ()
    adopted: frozenset[str] = frozenset()


def _refuse_strangers(work: PassportReads, subject: Subject) -> None:
    """An item has a model that exists, and a batch of that same model."""
    if work.models.get(subject.model) is None:
        raise NotFound(message("There is no model passport '{model}'.", model=subject.model))
    if subject.batch is None:
        return
    batch = work.passports.get(subject.batch)
    if batch is None or batch.granularity != Granularity.BATCH or batch.model_id != subject.model:
        raise NotFound(message("This model has no batch passport '{batch}'.", batch=subject.batch))
