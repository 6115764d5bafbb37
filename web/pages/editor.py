"""The editor: for whoever answers for a passport, one form a subject, generated from the catalogue.

Rules:
1. Nothing is stored before its changes were shown: `preview` shows them, `save` stores what was shown.
2. Whatever goes wrong, everything that was typed comes back. Adding and taking away an entry is such a coming back, so
   that the editor works without a script.
3. Where somebody else made a version meanwhile, the answer is 409 with both: theirs is taken, one's own changes are
   laid over it in the form, and saving again starts from their version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.catalogue import Granularity, ProductGroup
from dpp.domain.document import Elements, changed_elements
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, Problem
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.editing import Editable, Overtaken
from web.bootstrap import Parts
from web.pages.contexts.editor import ChooseGroupPage, EditorPage, ElementField, GroupLink, PreviewPage
from web.pages.contexts.frame import FormState, Link, Refusal
from web.pages.editor_fields import Fields, placed
from web.pages.editor_texts import without_row
from web.pages.reading import Reader
from web.pages.serving import Asking, Sent, SentForm, Site, go, language_of
from web.pages.versions import change_lines

_FIRST_GROUP = "identification"
_ACTS = frozenset({"preview", "save", "back"})
_OURS = frozenset({"act", "version"})
_LONG = 7
_NO_ROWS: Mapping[str, int] = MappingProxyType({})
Group = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True)
class Desk:
    """What is edited: an existing passport, or one that does not exist yet (version 0)."""

    title: Message
    back: Link
    address: str
    editable: Editable


def editor_routes(parts: Parts, site: Site) -> APIRouter:
    """`/models/new`, `/passports/{id}/edit` and `/passports/{model}/batches/new`."""
    routes, editor = APIRouter(), Editor(parts, site)

    @routes.get("/models/new")
    def choose(request: Request, actor: Asking, product: Group = "") -> Response:
        PERMISSIONS.check("register_model", actor)
        if product not in set(ProductGroup):
            links = (
                Link(Reader(language_of(request)).word(each), f"/models/new?product={each}") for each in ProductGroup
            )
            return site.page(request, ChooseGroupPage(tuple(links)))
        return editor.show(request, _new_model(ProductGroup(product)), _FIRST_GROUP)

    @routes.post("/models/new")
    def register(request: Request, actor: Asking, sent: SentForm, product: ProductGroup) -> Response:
        PERMISSIONS.check("register_model", actor)
        return editor.take(request, actor, _new_model(product), _FIRST_GROUP, sent)

    @routes.get("/passports/{passport_id}/edit")
    def edit(request: Request, actor: Asking, passport_id: PassportId, group: Group = _FIRST_GROUP) -> Response:
        return editor.show(request, _existing(parts.editing.open(actor, passport_id)), group)

    @routes.post("/passports/{passport_id}/edit")
    def revise(
        request: Request, actor: Asking, passport_id: PassportId, sent: SentForm, group: Group = _FIRST_GROUP
    ) -> Response:
        return editor.take(request, actor, _existing(parts.editing.open(actor, passport_id)), group, sent)

    @routes.get("/passports/{passport_id}/batches/new")
    def ask_batch(request: Request, actor: Asking, passport_id: PassportId) -> Response:
        return editor.show(request, _new_batch(parts.editing.open(actor, passport_id)), _FIRST_GROUP)

    @routes.post("/passports/{passport_id}/batches/new")
    def add_batch(request: Request, actor: Asking, passport_id: PassportId, sent: SentForm) -> Response:
        return editor.take(request, actor, _new_batch(parts.editing.open(actor, passport_id)), _FIRST_GROUP, sent)

    return routes


def _new_model(product: ProductGroup) -> Desk:
    elements = {"productGroup": product.value}
    nobody = PassportId("")
    editable = Editable(nobody, nobody, Granularity.MODEL, product, "", 0, elements, {})
    back = Link(message("Models"), "/models")
    return Desk(message("Register a model"), back, f"/models/new?product={product.value}", editable)


def _new_batch(model: Editable) -> Desk:
    batch = replace(model, granularity=Granularity.BATCH, version=0, elements={}, inherited=model.elements)
    back = Link(model.name, f"/passports/{model.passport_id}")
    return Desk(message("Add a batch"), back, f"/passports/{model.passport_id}/batches/new", batch)


def _existing(editable: Editable) -> Desk:
    address = f"/passports/{editable.passport_id}"
    return Desk(message("Edit the passport"), Link(editable.name, address), f"{address}/edit", editable)


@dataclass(frozen=True)
class Sheet:
    """One form on the desk: its subject, what was typed in it, and the version from which the typing began."""

    desk: Desk
    fields: Fields
    group: str
    typed: Mapping[str, str]
    base: int

    @property
    def send_to(self) -> str:
        return f"{self.desk.address}{'&' if '?' in self.desk.address else '?'}group={self.group}"

    def read(self, base: Elements) -> tuple[Elements, tuple[Problem, ...]]:
        return self.fields.read(self.group, self.typed, base)


class Editor:
    """Shows a form, and takes what was sent with it."""

    def __init__(self, parts: Parts, site: Site) -> None:
        self._editing = parts.editing
        self._site = site
        self._catalogue = parts.passports.publisher.catalogue

    def show(self, request: Request, desk: Desk, group: str) -> Response:
        sheet = self._sheet(request, desk, group, {})
        typed = sheet.fields.typed(group, desk.editable.elements)
        return self._site.page(request, self._page(replace(sheet, typed=typed)))

    def take(self, request: Request, actor: Actor, desk: Desk, group: str, sent: Sent) -> Response:
        sheet, act = self._sheet(request, desk, group, sent.values), sent.text("act")
        if act not in _ACTS:
            return self._site.page(request, self._with_other_rows(sheet, act))
        if act == "back":
            return self._site.page(request, self._page(sheet))
        try:
            elements, problems = sheet.read(desk.editable.elements)
            if problems:
                raise InvalidInput(message("Some of this cannot be read."), problems)
            if act == "save":
                return self._saved(actor, sheet, elements)
            return self._site.page(request, self._preview(actor, sheet, elements))
        except Overtaken as error:
            return self._site.page(request, self._overtaken(sheet, error), status=409)
        except KringpasError as error:
            return self._site.page(request, self._again(sheet, error), status=fault_of(error).status)

    def _sheet(self, request: Request, desk: Desk, group: str, sent: Mapping[str, str]) -> Sheet:
        editable = desk.editable
        fields = Fields(self._catalogue, editable.granularity, editable.group, Reader(language_of(request)))
        if group not in fields.groups():
            raise NotFound(message("A passport has no subject '{group}'.", group=group))
        typed = {name: text for name, text in sent.items() if name not in _OURS}
        begun = sent.get("version", "")
        base = int(begun) if begun.isascii() and begun.isdigit() and len(begun) < _LONG else editable.version
        return Sheet(desk, fields, group, typed, base)

    def _saved(self, actor: Actor, sheet: Sheet, elements: Elements) -> Response:
        editable = sheet.desk.editable
        if editable.version:
            self._editing.save(actor, editable.passport_id, sheet.base, elements)
            return go(sheet.send_to, said="saved")
        if editable.granularity is Granularity.BATCH:
            made = self._editing.new_batch(actor, editable.model_id, elements)
        else:
            made = self._editing.new_model(actor, elements)
        return go(f"/passports/{made}/edit", said="saved")

    def _preview(self, actor: Actor, sheet: Sheet, elements: Elements) -> PreviewPage:
        desk, editable = sheet.desk, sheet.desk.editable
        if editable.version:
            changes = self._editing.preview(actor, editable.passport_id, sheet.base, elements)
        else:
            self._editing.check(elements, editable.granularity)
            changes = changed_elements({}, elements)
        lines = change_lines(changes, self._catalogue, sheet.fields.reader.language)
        again = (*sheet.typed.items(), ("version", str(sheet.base)))
        return PreviewPage(desk.title, desk.back, sheet.send_to, lines, again)

    def _with_other_rows(self, sheet: Sheet, act: str) -> EditorPage:
        """Rule 2: `add:spareParts`, `drop:spareParts.2`."""
        what, _, where = act.partition(":")
        name, _, place = where.partition(".")
        if what == "drop" and place.isascii() and place.isdigit() and len(place) < _LONG:
            return self._page(replace(sheet, typed=without_row(sheet.typed, name, int(place))))
        return self._page(sheet, {name: 1} if what == "add" else {})

    def _again(self, sheet: Sheet, error: KringpasError) -> EditorPage:
        page = self._page(sheet)
        if not isinstance(error, InvalidInput):
            rule = getattr(error, "rule", None)
            return replace(page, form=FormState(sheet.typed, refusal=Refusal(error.what, error.remedy, rule)))
        beside = placed(error.problems, _names((*page.first, *page.more))) or {"": error.what}
        return replace(page, form=FormState(sheet.typed, beside))

    def _overtaken(self, sheet: Sheet, error: Overtaken) -> EditorPage:
        """Rule 3."""
        mine, _ = sheet.read(error.before)
        changes = changed_elements(error.before, mine)
        merged = {**error.newest.elements, **{each.element_id: each.after for each in changes}}
        merged = {name: value for name, value in merged.items() if value is not None}
        fresh = replace(sheet, desk=replace(sheet.desk, editable=error.newest), base=error.newest.version)
        page = self._page(replace(fresh, typed=sheet.fields.typed(sheet.group, merged)))
        language = sheet.fields.reader.language
        ours = change_lines(changes, self._catalogue, language)
        return replace(page, mine=ours, theirs=change_lines(error.theirs, self._catalogue, language))

    def _page(self, sheet: Sheet, more_rows: Mapping[str, int] = _NO_ROWS) -> EditorPage:
        desk, fields = sheet.desk, sheet.fields
        first, more = fields.fields(sheet.group, sheet.typed, more_rows)
        return EditorPage(
            title=desk.title,
            back=desk.back,
            send_to=sheet.send_to,
            subject=self._catalogue.groups[sheet.group].of(fields.reader.language),
            groups=self._groups(sheet) if desk.editable.version else (),
            first=first,
            more=more,
            kept=fields.kept(desk.editable.elements),
            version=sheet.base,
            form=FormState(sheet.typed),
        )

    def _groups(self, sheet: Sheet) -> tuple[GroupLink, ...]:
        own, links = sheet.desk.editable.elements, []
        for group in sheet.fields.groups():
            elements = sheet.fields.elements(group)
            filled = sum(element.element_id in own for element in elements)
            text = self._catalogue.groups[group].of(sheet.fields.reader.language)
            address = f"{sheet.desk.address}?group={group}"
            links.append(GroupLink(text, address, filled, len(elements), group == sheet.group))
        return tuple(links)


def _names(fields: tuple[ElementField, ...]) -> tuple[str, ...]:
    return tuple(each.name for field in fields for row in field.rows for each in (*row.inputs, *row.details))
