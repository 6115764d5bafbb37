"""The pages of the editor of a repair guide, and what is read from its forms."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from fastapi import Request

from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import InvalidInput, KringpasError, Problem
from dpp.domain.message import Message, listed, message
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from dpp.domain.repair_guide.editing import known_step, with_step
from dpp.domain.repair_guide.guide import Document, Picture, RepairGuide, Step, Words
from dpp.domain.repair_guide.vocabulary import DocumentKind, FastenerKind, FileUse, Reuse, ToolKind, WarningKind
from dpp.domain.repair_guide.ways import until
from dpp.service.repair_guide_views import GuideView
from web.bootstrap import Parts
from web.pages.contexts.frame import LANGUAGES, NEW_FORM, Choice, FormState, Language
from web.pages.contexts.guide_editor import (
    EditedDocument,
    EditedPicture,
    EditedStep,
    GuideEditorPage,
    GuideStepPage,
    GuideVersionLine,
)
from web.pages.contexts.passport import full_name
from web.pages.guide_forms import StepForm, rows_of, typed_of
from web.pages.mapping.repair_guide import GuideWords
from web.pages.serving import Sent, language_of

NEW = "new"
_FILES = frozenset({"picture", "file"})
_MOST_TOLD = 10


def address_of(model: str) -> str:
    """Where the guide of a model is edited."""
    return f"/models/{model}/repair-guide"


class GuideDesk:
    """Makes the pages of the editor, and reads its forms."""

    def __init__(self, parts: Parts) -> None:
        self.guides = parts.repair_guides
        self._passports = parts.passports
        self._catalogue = parts.passports.publisher.catalogue

    def page(self, request: Request, actor: Actor, model: PassportId, form: FormState = NEW_FORM) -> GuideEditorPage:
        """The list of what the guide holds; NotPermitted for whoever does not write it."""
        view, words = self.guides.open(actor, model), self._words(request, model)
        guide, at = view.guide, address_of(model)
        return GuideEditorPage(
            name=self._name(actor, model),
            repair_page=f"/models/{model}/repair",
            address=at,
            version=view.version,
            steps=tuple(self._step(request, view, number) for number in range(1, len(guide.steps) + 1)),
            documents=tuple(
                EditedDocument(each.id, each.kind, words.spoken(each.title), self._whom(request, each.access))
                for each in guide.documents
            ),
            versions=tuple(
                GuideVersionLine(each.version, each.recorded_at, f"/api/v1{at}/versions/{each.version}")
                for each in self.guides.versions(actor, model)
            ),
            kinds=_choices(DocumentKind),
            accesses=self._accesses(language_of(request)),
            form=form,
        )

    def step_page(
        self, request: Request, actor: Actor, model: PassportId, step_id: str, form: FormState | None = None
    ) -> GuideStepPage:
        """The form of a step, or of a new one (`new`), as it is kept or as it was typed."""
        view, words, at = self.guides.open(actor, model), self._words(request, model), address_of(model)
        step = _new_step(view.guide) if step_id == NEW else known_step(view.guide, step_id)
        return GuideStepPage(
            name=self._name(actor, model),
            guide=at,
            send_to=f"{at}/steps/{step_id}",
            version=view.version,
            form=form or FormState(typed_of(step)),
            before=tuple(Choice(each.id, words.spoken(each.does).text) for each in _above(view.guide, step)),
            parts=tuple(Choice(part.value, words.part(part)) for part in PartKind),
            tool_kinds=_choices(ToolKind),
            fastener_kinds=_choices(FastenerKind),
            reuses=_choices(Reuse),
            warning_kinds=_choices(WarningKind),
            accesses=self._accesses(language_of(request)),
            rows=rows_of(step),
            pictures=tuple(EditedPicture(each.sha256, words.picture(each)) for each in step.pictures),
            is_new=step_id == NEW,
        )

    def edit(self, step_id: str, sent: Sent) -> Callable[[RepairGuide], RepairGuide]:
        """What the form of a step changes."""

        def edited(guide: RepairGuide) -> RepairGuide:
            before = _new_step(guide) if step_id == NEW else known_step(guide, step_id)
            return with_step(guide, StepForm(sent.values, before).read(_above(guide, before)))

        return edited

    def picture(self, actor: Actor, model: PassportId, sent: Sent) -> Picture:
        """The picture that came, kept without its metadata."""
        shows, (_, content) = _said(sent, "shows"), sent.files.get("picture", ("", b""))
        if shows is None:
            raise _fault("shows-nl", message("Say what it shows, in one language at least."))
        if not content:
            raise _fault("picture", message("Choose a file."))
        return Picture(self.guides.add_file(actor, model, content, FileUse.PICTURE).sha256, shows)

    def document(self, actor: Actor, model: PassportId, sent: Sent) -> Document:
        """The document that came, or the address of one."""
        title = _said(sent, "title")
        if title is None:
            raise _fault("title-nl", message("Give its title, in one language at least."))
        described = Document(
            id="",
            kind=DocumentKind(_one_of(sent, "kind", DocumentKind)),
            title=title,
            language=sent.text("language") or "en",
            media_type="text/html",
            address=sent.optional("address"),
            source=sent.optional("source"),
            access=AccessClass(_one_of(sent, "access", AccessClass)),
        )
        _, content = sent.files.get("file", ("", b""))
        if not content and described.address is None:
            raise _fault("file", message("Choose a file, or give an address."))
        if not content:
            return described
        file = self.guides.add_file(actor, model, content, FileUse.DOCUMENT)
        kept = replace(described, address=None, source=None, media_type=file.media_type)
        return replace(kept, size=file.size, sha256=file.sha256)

    def _name(self, actor: Actor, model: PassportId) -> str:
        values = self._passports.read(actor, model, path=AccessPath.PAGE).document.values()
        return full_name(values["brand"], values["modelName"])

    def _words(self, request: Request, model: PassportId) -> GuideWords:
        return GuideWords(self._catalogue, language_of(request), model)

    def _accesses(self, language: Language) -> tuple[Choice, ...]:
        return tuple(Choice(each.value, self._catalogue.access[each].label.of(language)) for each in AccessClass)

    def _step(self, request: Request, view: GuideView, number: int) -> EditedStep:
        step, words = view.guide.steps[number - 1], self._words(request, view.model_id)
        return EditedStep(
            number=number,
            address=f"{address_of(view.model_id)}/steps/{step.id}",
            does=words.spoken(step.does),
            depth=len(until(view.guide, step.id)),
            for_whom=self._whom(request, step.access),
            frees=tuple(map(words.part, step.frees)),
            pictures=len(step.pictures),
        )

    def _whom(self, request: Request, access: AccessClass) -> str | None:
        return None if access is AccessClass.PUBLIC else self._catalogue.access[access].label.of(language_of(request))


def _new_step(guide: RepairGuide) -> Step:
    """An empty step with an id of its own; it comes after the last one, which is what people mean most."""
    taken = {piece.id for piece in guide.pieces()}
    free = next(name for number in range(1, len(taken) + 2) if (name := f"step-{number}") not in taken)
    return Step(free, Words({}), after=tuple(step.id for step in guide.steps[-1:]))


def _above(guide: RepairGuide, step: Step) -> tuple[Step, ...]:
    at = next((at for at, each in enumerate(guide.steps) if each.id == step.id), len(guide.steps))
    return guide.steps[:at]


def _choices(kind: type[StrEnum]) -> tuple[Choice, ...]:
    return tuple(Choice(each.value, each) for each in kind)


def _said(sent: Sent, name: str) -> Words | None:
    said: dict[str, str] = {language: text for language in LANGUAGES if (text := sent.text(f"{name}-{language}"))}
    return Words(said) if said else None


def _one_of(sent: Sent, name: str, kind: type[StrEnum]) -> str:
    if sent.text(name) not in set(kind):
        raise _fault(name, message("Choose one."))
    return sent.text(name)


def _fault(name: str, what: Message) -> InvalidInput:
    return InvalidInput(what, (Problem(f"$.{name}", what),))


def again(sent: Sent, error: KringpasError) -> FormState:
    """The form as it was typed. A fault that is not of one of its fields is told with its place in the guide."""
    if not isinstance(error, InvalidInput):
        return sent.again(error)
    own = {problem.path.removeprefix("$."): problem.what for problem in reversed(error.problems)}
    if own and all(name in sent.values or name in _FILES for name in own):
        return FormState(sent.values, own)
    told = [message("{path}: {what}", path=problem.path, what=problem.what) for problem in error.problems[:_MOST_TOLD]]
    return FormState(sent.values, {"": listed(told) if told else error.what})
