"""Use cases of passports: register and revise a model, read what you may."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.access_record import AccessPath, controlled, roles_used
from dpp.domain.actor import Actor, Role
from dpp.domain.audience import AccessRules, Audience, for_audience
from dpp.domain.document import HEADER_MEMBERS, EffectiveDocument, Layer, Origin, PassportStatus, effective
from dpp.domain.errors import NotFound, Refused
from dpp.domain.history import PublicHistory
from dpp.domain.message import Message, message
from dpp.domain.opaque import LabelCode, PassportId
from dpp.domain.parts import read_head, read_history_line
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.service.access_log import READINGS_PER_DAY, AccessLog, Controlled
from dpp.service.acts import CLASSES_ADOPTED, Act, Subject
from dpp.service.explaining import ME, Asking, ExplanationView
from dpp.service.ports import (
    Clock,
    Operators,
    PassportReads,
    PassportStorage,
    QrDrawer,
    StoredModel,
    StoredPassport,
    StoredVersion,
)
from dpp.service.professionals import Professionals
from dpp.service.publishing import Publisher
from dpp.service.views import ModelView, PassportView, VersionView

_ANSWERING = PERMISSIONS.roles("read_own_passport")
_FOR_THE_REGISTRY = (Role.ADMINISTRATOR, Role.DRZ, Role.ICT_PROVIDER)


@dataclass(frozen=True)
class Passports:
    """Each method is one transaction and checks its actor first.

    A reading that shows anything that is not public is recorded before it is given (`dpp.service.access_log`). What a
    use case that changes something gives back is its receipt, and no reading. Without `professionals` no
    register is kept: who has the role of a repairer is one.
    """

    storage: PassportStorage
    publisher: Publisher
    clock: Clock
    qr: QrDrawer
    operators: Operators
    readings_per_day: int = READINGS_PER_DAY
    professionals: Professionals | None = None

    def register_model(self, actor: Actor, received: bytes) -> PassportView:
        """A new model passport from the bytes of a JSON object of elements."""
        PERMISSIONS.check("register_model", actor)
        act = self.act(actor)
        with self.storage.writing() as work:
            passport = self.publisher.new_model(work, act, received)
            work.commit()
        return self._seen(actor, passport.passport_id)

    def revise_model(self, actor: Actor, passport_id: PassportId, received: bytes) -> PassportView:
        """The next version of a model passport; every item of the model shows it at once."""
        with self.storage.writing() as work:
            passport = found(work, passport_id)
            PERMISSIONS.check("revise_passport", actor, self.relations(actor, passport))
            self.publisher.revise_model(work, self.act(actor), passport, received)
            work.commit()
        return self._seen(actor, passport_id)

    def register_batch(
        self, actor: Actor, model_id: PassportId, received: bytes, *, product: str | None = None
    ) -> PassportView:
        """A batch passport of a model; `product` is a canonical GS1 path (`/01/{gtin}/10/{batch}`) that names it."""
        with self.storage.writing() as work:
            PERMISSIONS.check("revise_passport", actor, self.relations(actor, found(work, model_id)))
            subject = Subject(model_id, product and self.publisher.links.gs1(product))
            passport = self.publisher.new_batch(work, self.act(actor), subject, received)
            if product:
                work.gs1_keys.put(product, passport.passport_id)
            work.commit()
        return self._seen(actor, passport.passport_id)

    def set_status(self, actor: Actor, passport_id: PassportId, status: PassportStatus) -> PassportView:
        """Archive a passport instead of deleting it, or bring it back; the status is a version like any other."""
        with self.storage.writing() as work:
            passport = found(work, passport_id)
            PERMISSIONS.check("archive_passport", actor, self.relations(actor, passport))
            self.publisher.set_status(work, self.act(actor), passport, status)
            work.commit()
        return self._seen(actor, passport_id)

    def read(
        self,
        actor: Actor,
        passport_id: PassportId,
        *,
        at: datetime | None = None,
        path: AccessPath = AccessPath.API,
    ) -> PassportView:
        """A passport as this actor may see it, as it was at a moment or as it is now; always with today's rights."""
        PERMISSIONS.check("read_passport", actor)
        with self.storage.reading() as reads:
            view, shown = self._view(reads, actor, found(reads, passport_id), at)
        if shown.elements:
            log = AccessLog(self.publisher.chance, self.readings_per_day)
            log.reading(self.storage, actor, shown, path, self.clock())
        return view

    def explain(self, actor: Actor, passport_id: PassportId, element_id: str, audience: str = ME) -> ExplanationView:
        """Whether an audience (`me`, `public` or a role) sees an element, and why.

        Nobody learns by it whether a passport says an element that he may not see; NotFound for one that no catalogue
        knows, unless it can be seen.
        """
        PERMISSIONS.check("explain_access", actor)
        return self._asking(actor, passport_id).explain(element_id, audience)

    def explain_all(
        self, actor: Actor, passport_id: PassportId, audiences: Sequence[str]
    ) -> Mapping[str, tuple[ExplanationView, ...]]:
        """Every element that this actor sees, and those that the catalogue keeps for some: who sees each, and why."""
        PERMISSIONS.check("explain_access", actor)
        asking = self._asking(actor, passport_id)
        return {name: tuple(asking.explain(name, each) for each in audiences) for name in asking.elements()}

    def _asking(self, actor: Actor, passport_id: PassportId) -> Asking:
        with self.storage.reading() as reads:
            passport = found(reads, passport_id)
            document, _ = self.document(reads, passport)
            rules, mine = self.rules(reads, passport), self.audience(reads, actor, document)
        return Asking(document, rules, mine, layers(passport))

    def rules(self, reads: PassportReads, passport: StoredPassport) -> AccessRules:
        """The rules of access with the closures that are in force now for this passport and those above it."""
        return replace(self.publisher.rules, closures=tuple(reads.closures.in_force(layers(passport))))

    def act(self, actor: Actor) -> Act:
        """This actor's act, now: a maker's under the identifier that is recorded of it, others for the registry."""
        now = self.clock()
        if actor.organisation is None or actor.holds(*_FOR_THE_REGISTRY):
            return Act(actor, now)
        operator = self.operators.identifier(actor.organisation, now.date())
        if operator is None:
            raise Refused(
                "operator-unknown",
                message("No identifier is recorded under which your organisation answers for passports."),
                remedy=message("Ask an administrator to record it as a credential of your organisation."),
            )
        return Act(actor, now, operator)

    def relations(self, actor: Actor, passport: StoredPassport) -> frozenset[Relation]:
        """How this actor stands to a passport: it answers for it, or the registry itself does."""
        relations = set()
        if actor.organisation is not None and actor.organisation == passport.organisation:
            relations.add(Relation.OWNER)
        if self.publisher.answers_for(passport):
            relations.add(Relation.REGISTRY)
        return frozenset(relations)

    def models(self, actor: Actor, *, group: str | None = None) -> tuple[ModelView, ...]:
        """All models, or those of one product group, by brand and name."""
        PERMISSIONS.check("list_models", actor)
        with self.storage.reading() as reads:
            return tuple(map(self._model_view, reads.models.all(group=group)))

    def models_holding(self, actor: Actor, text: str, limit: int) -> tuple[ModelView, ...]:
        """The first of those with every word of this text in their brand and name, whatever the case."""
        PERMISSIONS.check("list_models", actor)
        with self.storage.reading() as reads:
            return tuple(map(self._model_view, reads.models.holding(text.lower().split(), limit)))

    def _model_view(self, model: StoredModel) -> ModelView:
        address = self.publisher.links.passport(model.model_id)
        return ModelView(model.model_id, address, model.group, model.brand, model.name, model.version)

    def versions(self, actor: Actor, passport_id: PassportId) -> tuple[VersionView, ...]:
        """Every version that a passport had, oldest first.

        What no catalogue knows is named to whoever answers for the passport alone.
        """
        PERMISSIONS.check("read_versions", actor)
        with self.storage.reading() as reads:
            found(reads, passport_id)
            told = None if self._answers_for(reads, actor, passport_id) else self._is_known
            return tuple(
                VersionView(
                    version.version,
                    version.recorded_at,
                    version.sha256,
                    tuple(filter(told, version.changed)),
                    version.status or None,
                )
                for version in reads.passports.versions(passport_id)
            )

    def _is_known(self, changed: str) -> bool:
        """Whether it is an element of a catalogue, or what a version can change besides elements."""
        return self.publisher.rules.knows(changed) or changed in HEADER_MEMBERS or changed == CLASSES_ADOPTED

    def qr_code(self, actor: Actor, passport_id: PassportId) -> bytes:
        """The QR code of the newest label as SVG; of the passport's own address where there is no label."""
        PERMISSIONS.check("read_passport", actor)
        with self.storage.reading() as reads:
            passport = found(reads, passport_id)
            codes = _label_codes(reads, passport)
        links = self.publisher.links
        return self.qr.svg(links.label(codes[-1]) if codes else links.passport(passport_id))

    def document(
        self, reads: PassportReads, passport: StoredPassport, at: datetime | None = None
    ) -> tuple[EffectiveDocument, int]:
        """All that a passport says, now or at a moment, and the number of that version."""
        own = _version_at(reads, passport, at)
        versions = (own, *(_version_at(reads, each, at) for each in _chain(reads, passport)[1:]))
        header = read_head(passport.head)
        header = replace(
            header,
            status=PassportStatus(own.status or passport.status),
            economic_operator_id=own.operator or header.economic_operator_id,
        )
        history = read_history_line(reads.passports.history(passport.passport_id))
        layers = (_layer(reads, version) for version in versions)
        return effective(header, *layers, history=history and _until(history, at)), own.version

    def audience(self, reads: PassportReads, actor: Actor, document: EffectiveDocument) -> Audience:
        """The roles of the actor, and the passports for which it answers among those that this document is made of.

        The role of a repairer counts while the register has its organisation for this product group.
        """
        origins = {PassportId(element.origin.passport) for element in document.elements}
        owns = frozenset(each for each in origins if self._answers_for(reads, actor, each))
        barred = self._barred(actor, document)
        return Audience(actor.roles - {Role.REPAIRER} if barred else actor.roles, owns, barred)

    def _barred(self, actor: Actor, document: EffectiveDocument) -> Message | None:
        """Why this repairer is no professional for this product today; None for one that is, and for who is none."""
        group = document.find("productGroup")
        register, organisation = self.professionals, actor.organisation
        if register is None or organisation is None or group is None or not actor.holds(Role.REPAIRER):
            return None
        return register.barred(organisation, str(group.value), self.clock().date())

    def _answers_for(self, reads: PassportReads, actor: Actor, passport_id: PassportId) -> bool:
        return not actor.is_visitor and PERMISSIONS.allows(
            "read_own_passport", actor, self.relations(actor, found(reads, passport_id))
        )

    def _seen(self, actor: Actor, passport_id: PassportId) -> PassportView:
        """What `read` gives, without a record."""
        with self.storage.reading() as reads:
            view, _ = self._view(reads, actor, found(reads, passport_id), None)
        return view

    def _view(
        self, reads: PassportReads, actor: Actor, passport: StoredPassport, at: datetime | None
    ) -> tuple[PassportView, Controlled]:
        document, version = self.document(reads, passport, at)
        rules, audience = self.rules(reads, passport), self.audience(reads, actor, document)
        visible = for_audience(document, audience, rules)
        shown = controlled(visible, rules)
        owned = any(element.origin.passport in audience.owns for element in visible.elements)
        roles = roles_used(rules, set(shown.values()), audience.roles, _ANSWERING if owned else ())
        view = PassportView(
            passport_id=passport.passport_id,
            model_id=passport.model_id,
            url=self.publisher.links.passport(passport.passport_id),
            granularity=passport.granularity,
            status=document.header.status,
            version=version,
            document=visible,
            withheld=len(document.elements) - len(visible.elements),
            labels=_label_codes(reads, passport),
            successor_of=passport.successor_of,
            batch_id=passport.batch_id,
            updated_at=passport.updated_at,
            answering={each.passport_id: each.organisation for each in _chain(reads, passport)},
        )
        return view, Controlled(passport.passport_id, version, shown, roles)


def layers(passport: StoredPassport) -> frozenset[PassportId]:
    """The passports of which an effective document is made."""
    return frozenset(each for each in (passport.passport_id, passport.batch_id, passport.model_id) if each)


def _chain(reads: PassportReads, passport: StoredPassport) -> tuple[StoredPassport, ...]:
    """The passport, its batch where it has one, and its model."""
    above = [each for each in (passport.batch_id, passport.model_id) if each and each != passport.passport_id]
    return (passport, *(found(reads, each) for each in above))


def found(reads: PassportReads, passport_id: PassportId) -> StoredPassport:
    """The passport with this id; NotFound where there is none."""
    passport = reads.passports.get(passport_id)
    if passport is None:
        raise NotFound(
            message("There is no passport '{passport}'.", passport=passport_id[:40]),
            remedy=message("Check the address, or scan the label again."),
        )
    return passport


def _version_at(reads: PassportReads, passport: StoredPassport, at: datetime | None) -> StoredVersion:
    version = (
        reads.passports.version(passport.passport_id, passport.version)
        if at is None
        else reads.passports.version_at(passport.passport_id, at)
    )
    if version is None:
        raise NotFound(message("This passport did not exist yet at {moment}.", moment=at.isoformat() if at else ""))
    return version


def _layer(reads: PassportReads, version: StoredVersion) -> Layer:
    """A version with, for each of its elements, the version that set it."""
    origins = {
        name: Origin(
            version.passport_id,
            change.version,
            change.actor,
            change.organisation,
            change.recorded_at,
            change.evidence,
        )
        for change in reads.passports.changes(version.passport_id, until=version.version)
        for name in change.changed
    }
    return Layer(
        version.passport_id,
        version.version,
        json.loads(version.received),
        version.recorded_at,
        version.schema_version,
        version.pins,
        origins,
    )


def _until(history: PublicHistory, at: datetime | None) -> PublicHistory:
    """The life as far as that month. That a device is reported lost is said of any moment."""
    if at is None:
        return history
    month = f"{at:%Y-%m}"
    entries = tuple(entry for entry in history.entries if entry.month <= month)
    data_safe = history.data_safe if history.data_safe is not None and history.data_safe <= month else None
    return replace(history, entries=entries, data_safe=data_safe)


def _label_codes(reads: PassportReads, passport: StoredPassport) -> tuple[LabelCode, ...]:
    return tuple(label.code for label in reads.labels.of_passport(passport.passport_id) if label.state == "active")
