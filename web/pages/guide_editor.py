"""The editor of a repair guide (`/models/{passport_id}/repair-guide`): for who answers for the passport of the model.

Rules:
1. Every form says from which version it was made. Where somebody else was first nothing is changed: the answer is 412
   with what was typed, and the newest version to go on from.
2. What has no form of its own (fault codes, procedures, exploded views, other languages) is written as the JSON of
   `schemas/repair-guide`, as a whole.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Outdated, Refused, TooLarge
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.repair_guide.editing import known_step, moved, with_step, without_step
from dpp.domain.repair_guide.guide import Document, Picture, RepairGuide
from web.bootstrap import Parts
from web.pages.guide_desk import GuideDesk, address_of, again
from web.pages.serving import Asking, Sent, SentForm, Site, go

_FAULTS = (InvalidInput, NotFound, Outdated, Refused, Conflict, TooLarge)
_MOVES = {"up": -1, "down": 1}
Edit = Callable[[RepairGuide], RepairGuide]


@dataclass(frozen=True)
class Act:
    """A form that somebody sent about the guide of a model."""

    request: Request
    actor: Actor
    model: PassportId
    sent: Sent

    @property
    def version(self) -> int:
        """The version that it was made from (rule 1)."""
        text = self.sent.text("version")
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise InvalidInput(message("This form is not whole: open the page again."))
        return int(text)


class Editor:
    """Does what a form asks, and answers: with the page that shows it, or with the form and what is wrong."""

    def __init__(self, parts: Parts, site: Site) -> None:
        self.guides, self.desk, self._site = parts.repair_guides, GuideDesk(parts), site

    def change(self, act: Act, edit: Edit) -> Response:
        """Change the list."""
        return self._done(act, lambda: self._changed(act, edit))

    def replace_all(self, act: Act) -> Response:
        """Rule 2."""
        _, content = act.sent.files.get("guide", ("", b""))
        return self._done(act, lambda: self.guides.write(act.actor, act.model, content, act.version))

    def add_document(self, act: Act) -> Response:
        def add() -> None:
            self._changed(act, _with_document(self.desk.document(act.actor, act.model, act.sent)))

        return self._done(act, add)

    def write_step(self, act: Act, step: str) -> Response:
        return self._done(act, lambda: self._changed(act, self.desk.edit(step, act.sent)), step=step)

    def add_picture(self, act: Act, step: str) -> Response:
        def add() -> None:
            self._changed(act, _with_picture(step, self.desk.picture(act.actor, act.model, act.sent)))

        return self._done(act, add, step=step, then=f"/steps/{step}")

    def _changed(self, act: Act, edit: Edit) -> None:
        self.guides.change(act.actor, act.model, act.version, edit)

    def _done(self, act: Act, what: Callable[[], object], *, step: str | None = None, then: str = "") -> Response:
        try:
            what()
        except _FAULTS as error:
            form, status = again(act.sent, error), fault_of(error).status
            if step is None:
                listed = self.desk.page(act.request, act.actor, act.model, form)
                return self._site.page(act.request, listed, status=status)
            typed = self.desk.step_page(act.request, act.actor, act.model, step, form)
            return self._site.page(act.request, typed, status=status)
        return go(f"{address_of(act.model)}{then}", said="saved")


def guide_editor_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/models/{passport_id}/repair-guide`."""
    routes, editor = APIRouter(prefix="/models/{passport_id}/repair-guide"), Editor(parts, site)

    @routes.get("")
    def read(request: Request, actor: Asking, passport_id: PassportId) -> Response:
        return site.page(request, editor.desk.page(request, actor, passport_id))

    @routes.post("/json")
    def replace_all(request: Request, actor: Asking, passport_id: PassportId, sent: SentForm) -> Response:
        return editor.replace_all(Act(request, actor, passport_id, sent))

    @routes.post("/documents")
    def add_document(request: Request, actor: Asking, passport_id: PassportId, sent: SentForm) -> Response:
        return editor.add_document(Act(request, actor, passport_id, sent))

    @routes.post("/documents/{document}/removal")
    def remove_document(
        request: Request, actor: Asking, passport_id: PassportId, document: str, sent: SentForm
    ) -> Response:
        return editor.change(Act(request, actor, passport_id, sent), _without_document(document))

    _add_steps(routes, editor, site)
    return routes


def _add_steps(routes: APIRouter, editor: Editor, site: Site) -> None:
    @routes.get("/steps/{step}")
    def read_step(request: Request, actor: Asking, passport_id: PassportId, step: str) -> Response:
        return site.page(request, editor.desk.step_page(request, actor, passport_id, step))

    @routes.post("/steps/{step}")
    def write_step(request: Request, actor: Asking, passport_id: PassportId, step: str, sent: SentForm) -> Response:
        return editor.write_step(Act(request, actor, passport_id, sent), step)

    @routes.post("/steps/{step}/move")
    def move(request: Request, actor: Asking, passport_id: PassportId, step: str, sent: SentForm) -> Response:
        places = _MOVES.get(sent.text("to"), 0)
        return editor.change(Act(request, actor, passport_id, sent), lambda guide: moved(guide, step, places))

    @routes.post("/steps/{step}/removal")
    def remove(request: Request, actor: Asking, passport_id: PassportId, step: str, sent: SentForm) -> Response:
        return editor.change(Act(request, actor, passport_id, sent), lambda guide: without_step(guide, step))

    @routes.post("/steps/{step}/pictures")
    def add_picture(request: Request, actor: Asking, passport_id: PassportId, step: str, sent: SentForm) -> Response:
        return editor.add_picture(Act(request, actor, passport_id, sent), step)


def _with_picture(step_id: str, picture: Picture) -> Callable[[RepairGuide], RepairGuide]:
    def edit(guide: RepairGuide) -> RepairGuide:
        step = known_step(guide, step_id)
        others = tuple(each for each in step.pictures if each.sha256 != picture.sha256)
        return with_step(guide, replace(step, pictures=(*others, picture)))

    return edit


def _with_document(document: Document) -> Callable[[RepairGuide], RepairGuide]:
    def edit(guide: RepairGuide) -> RepairGuide:
        taken = {piece.id for piece in guide.pieces()}
        free = next(name for number in range(1, len(taken) + 2) if (name := f"document-{number}") not in taken)
        return replace(guide, documents=(*guide.documents, replace(document, id=free)))

    return edit


def _without_document(document_id: str) -> Callable[[RepairGuide], RepairGuide]:
    def edit(guide: RepairGuide) -> RepairGuide:
        return replace(guide, documents=tuple(each for each in guide.documents if each.id != document_id))

    return edit
