"""Use cases of passports: register and revise a model, read what you may, print a label."""

import json
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor, Role
from dpp.domain.audience import Audience, audience_of, for_audience
from dpp.domain.document import EffectiveDocument, Layer, effective
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import LabelCode, PassportId, print_label_code
from dpp.domain.parts import read_head, read_history_line
from dpp.domain.permissions import PERMISSIONS
from dpp.service.ports import (
    Clock,
    LabelContent,
    LabelPrinter,
    PassportReads,
    PassportStorage,
    QrDrawer,
    StoredPassport,
    StoredVersion,
)
from dpp.service.publishing import Act, Publisher
from dpp.service.views import ModelView, PassportView, VersionView


@dataclass(frozen=True)
class Passports:
    """Each method is one transaction and checks its actor first."""

    storage: PassportStorage
    publisher: Publisher
    clock: Clock
    qr: QrDrawer
    printer: LabelPrinter

    def register_model(self, actor: Actor, received: bytes) -> PassportView:
        """A new model passport from the bytes of a JSON object of elements."""
        PERMISSIONS.check("register_model", actor)
        with self.storage.writing() as work:
            passport = self.publisher.new_model(work, Act(actor, self.clock()), received)
            work.commit()
        return self.read(actor, passport.passport_id)

    def revise_model(self, actor: Actor, passport_id: PassportId, received: bytes) -> PassportView:
        """The next version of a model passport; every item of the model shows it at once."""
        PERMISSIONS.check("revise_model", actor)
        with self.storage.writing() as work:
            passport = _found(work, passport_id)
            self.publisher.revise_model(work, Act(actor, self.clock()), passport, received)
            work.commit()
        return self.read(actor, passport_id)

    def read(self, actor: Actor, passport_id: PassportId, *, at: datetime | None = None) -> PassportView:
        """A passport as this actor may see it, as it was at a moment or as it is now; always with today's rights."""
        PERMISSIONS.check("read_passport", actor)
        with self.storage.reading() as reads:
            passport = _found(reads, passport_id)
            return self._view(reads, actor, passport, at)

    def models(self, actor: Actor, *, group: str | None = None) -> tuple[ModelView, ...]:
        """All models, or those of one product group, by brand and name."""
        PERMISSIONS.check("list_models", actor)
        with self.storage.reading() as reads:
            return tuple(
                ModelView(
                    model.model_id,
                    self.publisher.links.passport(model.model_id),
                    model.group,
                    model.brand,
                    model.name,
                    model.version,
                )
                for model in reads.models.all(group=group)
            )

    def versions(self, actor: Actor, passport_id: PassportId) -> tuple[VersionView, ...]:
        """Every version that a passport had, oldest first."""
        PERMISSIONS.check("read_versions", actor)
        with self.storage.reading() as reads:
            _found(reads, passport_id)
            return tuple(
                VersionView(version.version, version.recorded_at, version.sha256, version.changed)
                for version in reads.passports.versions(passport_id)
            )

    def qr_code(self, actor: Actor, passport_id: PassportId) -> bytes:
        """The QR code of the newest label as SVG; of the passport's own address where there is no label."""
        PERMISSIONS.check("read_passport", actor)
        with self.storage.reading() as reads:
            passport = _found(reads, passport_id)
            codes = _label_codes(reads, passport)
        links = self.publisher.links
        return self.qr.svg(links.label(codes[-1]) if codes else links.passport(passport_id))

    def label(self, actor: Actor, passport_id: PassportId) -> LabelContent:
        """What the newest label says; NotFound where there is none."""
        PERMISSIONS.check("print_label", actor)
        view = self.read(actor, passport_id)
        if not view.labels:
            raise NotFound(message("This passport has no label: a model is not a thing that one can stick it on."))
        values = view.document.values()
        code = view.labels[-1]
        return LabelContent(
            link=self.publisher.links.label(code),
            code=print_label_code(code),
            title=f"{values['brand']} {values['modelName']}",
            lines=(str(values["productGroup"]),),
        )

    def label_pdf(self, actor: Actor, passport_id: PassportId) -> bytes:
        """The newest label, ready to print at its true size."""
        return self.printer.pdf([self.label(actor, passport_id)])

    def _view(self, reads: PassportReads, actor: Actor, passport: StoredPassport, at: datetime | None) -> PassportView:
        own = _version_at(reads, passport, at)
        document = self._document(reads, passport, own, at)
        visible = for_audience(document, self._audience(actor, document), self.publisher.catalogue)
        return PassportView(
            passport_id=passport.passport_id,
            model_id=passport.model_id,
            url=self.publisher.links.passport(passport.passport_id),
            granularity=passport.granularity,
            status=passport.status,
            version=own.version,
            document=visible,
            withheld=len(document.elements) - len(visible.elements),
            labels=_label_codes(reads, passport),
            successor_of=passport.successor_of,
        )

    def _document(
        self, reads: PassportReads, passport: StoredPassport, own: StoredVersion, at: datetime | None
    ) -> EffectiveDocument:
        history = read_history_line(reads.passports.history(passport.passport_id))
        header = read_head(passport.head)
        if passport.passport_id == passport.model_id:
            return effective(header, _layer(own), None, history)
        model = _version_at(reads, _found(reads, passport.model_id), at)
        return effective(header, _layer(own), _layer(model), history)

    def _audience(self, actor: Actor, document: EffectiveDocument) -> Audience:
        """Whoever administers this registry answers for its passports; others read by their role."""
        owns = {element.origin.passport for element in document.elements} if actor.holds(Role.ADMINISTRATOR) else set()
        return audience_of(self.publisher.catalogue, actor.roles, owns)


def _found(reads: PassportReads, passport_id: PassportId) -> StoredPassport:
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


def _layer(version: StoredVersion) -> Layer:
    return Layer(version.passport_id, version.version, json.loads(version.received), version.recorded_at)


def _label_codes(reads: PassportReads, passport: StoredPassport) -> tuple[LabelCode, ...]:
    return tuple(label.code for label in reads.labels.of_passport(passport.passport_id) if label.state == "active")
