"""Use cases of repair guides: whoever answers for the passport of a model writes, everybody reads what is for them.

Rules:
1. A guide belongs to a model. Who may write it is who may revise the passport of the model.
2. Each change is a version; older ones stay, and are read by those who write it.
3. A change says which version it was made from; when there is a newer one, nothing is changed (Outdated).
4. Whatever a guide shows as kept here was sent before, for the same model and the same use.
5. A file is given to whoever sees a piece of the newest version that shows it, and to those who write.
6. What is shown and is not for everybody is recorded, as a controlled reading of the passport is (`AccessLog`).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dpp.domain.access_record import AccessPath, roles_used
from dpp.domain.actor import Actor
from dpp.domain.audience import Audience
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import InvalidInput, NotFound, Outdated, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.photos import media_type as picture_type
from dpp.domain.photos import without_metadata
from dpp.domain.proof import canonical
from dpp.domain.repair_guide.guide import NO_GUIDE, RepairGuide
from dpp.domain.repair_guide.reading import read_guide
from dpp.domain.repair_guide.seeing import SeenGuide, allows, seen
from dpp.domain.repair_guide.vocabulary import FileUse
from dpp.domain.repair_guide.writing import written
from dpp.service.access_log import AccessLog, Controlled
from dpp.service.passports import Passports, found
from dpp.service.ports import StoredPassport
from dpp.service.received import read_json
from dpp.service.repair_guide_ports import (
    GuideDocuments,
    GuideFile,
    GuidePictures,
    GuideReads,
    GuideSchema,
    GuideStorage,
    StoredGuide,
)
from dpp.service.repair_guide_views import FileContent, GuideVersion, GuideView, Withheld

MOST_BYTES = 3_000_000
"""Of the JSON of a guide."""
_BEGINS = ((b"%PDF-", "application/pdf"), (b"PK\x03\x04", "application/zip"))
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
Edit = Callable[[RepairGuide], RepairGuide]


@dataclass(frozen=True)
class RepairGuides:
    """Each method is one transaction and checks its actor first."""

    storage: GuideStorage
    passports: Passports
    pictures: GuidePictures
    documents: GuideDocuments
    schema: GuideSchema

    def read(self, actor: Actor, model_id: PassportId, *, path: AccessPath = AccessPath.API) -> GuideView:
        """The newest version as this actor may see it (rule 6); NotFound for what is no model."""
        PERMISSIONS.check("read_repair_guide", actor)
        with self.storage.reading() as reads:
            model = _model(reads, model_id)
            audience = self._audience(reads, actor, model)
            view = self._view(actor, model, audience, reads.repair_guides.newest(model_id))
        self._record(actor, model, view, path)
        return view

    def open(self, actor: Actor, model_id: PassportId) -> GuideView:
        """The newest version as a whole, for those who write it."""
        with self.storage.reading() as reads:
            model = self._check_writer(reads, actor, model_id)
            return self._view(actor, model, self._audience(reads, actor, model), reads.repair_guides.newest(model_id))

    def write(self, actor: Actor, model_id: PassportId, received: bytes, expected: int) -> GuideView:
        """The next version, from its JSON; `expected` is the version that it was made from (rule 3)."""
        guide = self._parsed(received)
        return self.change(actor, model_id, expected, lambda _: guide)

    def change(self, actor: Actor, model_id: PassportId, expected: int, edit: Edit) -> GuideView:
        """The next version, made from the newest one; the same as it was makes none."""
        with self.storage.writing() as work:
            model = self._check_writer(work, actor, model_id)
            newest = work.repair_guides.newest(model_id)
            _check_version(expected, newest.version if newest else 0)
            before = _guide_of(newest)
            guide = edit(before)
            if guide != before or newest is None:
                self._check_files(work, model_id, guide)
                newest = self._next(actor, model_id, guide, expected + 1)
                work.repair_guides.add(newest)
                work.commit()
            return self._view(actor, model, self._audience(work, actor, model), newest)

    def versions(self, actor: Actor, model_id: PassportId) -> tuple[GuideVersion, ...]:
        """Every version, newest first, for those who write it (rule 2)."""
        with self.storage.reading() as reads:
            self._check_writer(reads, actor, model_id)
            every = reads.repair_guides.versions(model_id)
        return tuple(
            GuideVersion(each.version, each.recorded_at, each.account, each.organisation) for each in reversed(every)
        )

    def version(self, actor: Actor, model_id: PassportId, number: int) -> RepairGuide:
        """An older version, for those who write it (rule 2)."""
        with self.storage.reading() as reads:
            self._check_writer(reads, actor, model_id)
            stored = reads.repair_guides.version(model_id, number)
        if stored is None:
            raise NotFound(message("This guide has no version {number}.", number=number))
        return _guide_of(stored)

    def add_file(self, actor: Actor, model_id: PassportId, content: bytes, use: FileUse) -> GuideFile:
        """Keep a file for the guide of a model; the same content again is the same file."""
        with self.storage.reading() as reads:
            self._check_writer(reads, actor, model_id)
        file = self._kept(actor, model_id, content, use)
        with self.storage.writing() as work:
            known = work.repair_guides.file(model_id, file.sha256)
            if known is None:
                work.repair_guides.add_file(file)
                work.commit()
            elif known.use is not use:
                raise Refused("file-use", message("This file is kept already, for another use."))
            return known or file

    def files(self, actor: Actor, model_id: PassportId) -> tuple[GuideFile, ...]:
        """All that was sent for a model, for those who write its guide."""
        with self.storage.reading() as reads:
            self._check_writer(reads, actor, model_id)
            return tuple(reads.repair_guides.files(model_id))

    def file(self, actor: Actor, model_id: PassportId, sha256: str, *, small: bool = False) -> FileContent:
        """A file, by rule 5; NotFound for whom it is not."""
        PERMISSIONS.check("read_repair_guide", actor)
        with self.storage.reading() as reads:
            model = _model(reads, model_id)
            file = reads.repair_guides.file(model_id, sha256)
            guide = _guide_of(reads.repair_guides.newest(model_id))
            audience = self._audience(reads, actor, model)
        if file is None or not (self._may_write(actor, model) or _shows(self._seen(guide, audience, model), file)):
            raise NotFound(message("There is no file {sha256}.", sha256=sha256[:64]))
        public = _shows(self._seen(guide, Audience(), model), file)
        if file.use is FileUse.PICTURE:
            return FileContent(self.pictures.get(sha256, small=small), file.media_type, public)
        return FileContent(self.documents.get(sha256), file.media_type, public)

    def _parsed(self, received: bytes) -> RepairGuide:
        if len(received) > MOST_BYTES:
            what = message("The JSON of a guide has at most {most} MB.", most=MOST_BYTES // 1_000_000)
            raise InvalidInput(what, remedy=message("Send pictures and documents apart, as files."))
        content = read_json(received)
        problems = self.schema(content)
        if problems:
            raise InvalidInput(message("This repair guide is not right."), problems)
        return read_guide(content)

    def _next(self, actor: Actor, model_id: PassportId, guide: RepairGuide, version: int) -> StoredGuide:
        """Read back before it is kept: what an editor made is held to the same rules as what a program sent."""
        content = canonical(written(guide))
        self._parsed(content)
        now = self.passports.clock()
        return StoredGuide(model_id, version, content.decode(), actor.account, actor.organisation, now)

    def _check_files(self, reads: GuideReads, model_id: PassportId, guide: RepairGuide) -> None:
        """Rule 4."""
        kept = {(each.sha256, each.use): each for each in reads.repair_guides.files(model_id)}
        missing = tuple(
            Problem("$", message("The {use} {sha256} was not sent for this model.", use=use, sha256=sha256))
            for sha256, use in sorted(guide.files() - kept.keys())
        )
        problems = missing or tuple(_differing(guide, {sha256: file for (sha256, _), file in kept.items()}))
        if problems:
            what = message("This guide shows files that are not here.")
            raise InvalidInput(what, problems, remedy=message("Send the files first, then the guide."))

    def _kept(self, actor: Actor, model_id: PassportId, content: bytes, use: FileUse) -> GuideFile:
        if use is FileUse.PICTURE:
            sha256, media_type = self.pictures.keep(content), "image/jpeg"
            size = len(self.pictures.get(sha256, small=False))
        else:
            media_type, stripped = _document_type(content)
            sha256, size = self.documents.put(stripped), len(stripped)
        now = self.passports.clock()
        return GuideFile(model_id, sha256, use, media_type, size, actor.account, actor.organisation, now)

    def _may_write(self, actor: Actor, model: StoredPassport) -> bool:
        return PERMISSIONS.allows("write_repair_guide", actor, self.passports.relations(actor, model))

    def _check_writer(self, reads: GuideReads, actor: Actor, model_id: PassportId) -> StoredPassport:
        model = _model(reads, model_id)
        PERMISSIONS.check("write_repair_guide", actor, self.passports.relations(actor, model))
        return model

    def _audience(self, reads: GuideReads, actor: Actor, model: StoredPassport) -> Audience:
        document, _ = self.passports.document(reads, model)
        audience = self.passports.audience(reads, actor, document)
        if self._may_write(actor, model):
            return Audience(audience.roles, audience.owns | {model.passport_id})
        return audience

    def _seen(self, guide: RepairGuide, audience: Audience, model: StoredPassport) -> SeenGuide:
        classes = self.passports.publisher.rules.current.access
        return seen(guide, allows(audience, model.passport_id, classes))

    def _view(self, actor: Actor, model: StoredPassport, audience: Audience, stored: StoredGuide | None) -> GuideView:
        shown = self._seen(_guide_of(stored), audience, model)
        classes = self.passports.publisher.rules.current.access
        return GuideView(
            model_id=model.passport_id,
            version=stored.version if stored else 0,
            seen=shown,
            withheld=tuple(Withheld(access, classes[access]) for access in sorted(shown.withheld)),
            may_write=self._may_write(actor, model),
            recorded_at=stored.recorded_at if stored else None,
        )

    def _record(self, actor: Actor, model: StoredPassport, view: GuideView, path: AccessPath) -> None:
        """Rule 6; those who write it read their own work, which leaves no trace."""
        classes = {piece.access for piece in view.guide.pieces()} - {AccessClass.PUBLIC}
        if not classes or view.may_write:
            return
        roles = roles_used(self.passports.publisher.rules, classes, actor.roles, ())
        shown = Controlled(
            model.passport_id, model.version, {f"repairGuide.{access}": access for access in classes}, roles
        )
        log = AccessLog(self.passports.publisher.chance, self.passports.readings_per_day)
        log.reading(self.passports.storage, actor, shown, path, self.passports.clock())


def _model(reads: GuideReads, model_id: PassportId) -> StoredPassport:
    """NotFound for a passport that is not of a model: repair knowledge belongs to the model (rule 1)."""
    model = found(reads, model_id)
    if model.granularity != "model":
        raise NotFound(
            message("A repair guide belongs to a model, and this is the passport of a {kind}.", kind=model.granularity),
            remedy=message("Ask for the guide of its model, {model}.", model=model.model_id),
        )
    return model


def _guide_of(stored: StoredGuide | None) -> RepairGuide:
    return NO_GUIDE if stored is None else read_guide(json.loads(stored.content))


def _check_version(expected: int, newest: int) -> None:
    if expected != newest:
        raise Outdated(
            message(
                "This was made from version {expected}, and the guide is at {newest}.", expected=expected, newest=newest
            ),
            remedy=message("Read the guide again, and make your change in that."),
        )


def _differing(guide: RepairGuide, kept: Mapping[str, GuideFile]) -> Iterator[Problem]:
    """What the guide says of a file that is kept here, and the file does not bear out."""
    for at, document in enumerate(guide.documents):
        file = kept.get(document.sha256 or "") if document.is_kept else None
        if file is not None and document.media_type != file.media_type:
            what = message("The file is {media_type}.", media_type=file.media_type)
            yield Problem(f"$.documents[{at}].mediaType", what)
        if file is not None and document.size not in {None, file.size}:
            yield Problem(f"$.documents[{at}].size", message("The file has {size} bytes.", size=file.size))


def _shows(shown: SeenGuide, file: GuideFile) -> bool:
    return (file.sha256, file.use) in shown.guide.files()


def _document_type(content: bytes) -> tuple[str, bytes]:
    """What it is by its own bytes, and what of it is kept: a picture loses its metadata."""
    if content.startswith(_PICTURES):
        return picture_type(content), without_metadata(content)
    for begin, media_type in _BEGINS:
        if content.startswith(begin):
            return media_type, content
    what = message("This is no PDF, ZIP, JPEG or PNG.")
    raise InvalidInput(what, (Problem("$.file", what),), remedy=message("Save it as PDF and send that."))
