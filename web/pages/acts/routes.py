"""The acts below a device's page: the form, and what a filled form records.

A refusal comes back beside the form, with what was typed, the rule, its reason and what would help.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, Refused, TooLarge
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.devices import Refurbishment
from lifecycle.service.evidence import File
from lifecycle.service.views import DeviceView
from web.accounts.service.choosing_ports import Among
from web.bootstrap import Parts
from web.pages.acts import condition, erasure, exits, identity, locks, parts, repair, use
from web.pages.acts.base import EVENT, Act, Fields, Setting, choices, drafts, event_id_of, plain_form
from web.pages.acts.choosing import Chooser, organisations
from web.pages.contexts.device import EvidencePage
from web.pages.contexts.forms import NOTHING_OFFERED, Field, FieldKind, Offered
from web.pages.contexts.frame import Choice, FormState, Refusal
from web.pages.mapping.device import accounts_in
from web.pages.mapping.heads import address_of, head_of
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go

ACTS: Mapping[str, Act] = {
    act.path: act for module in (use, condition, locks, erasure, repair, parts, identity, exits) for act in module.ACTS
}
COMES_BACK = (InvalidInput, Refused, Conflict, NotFound, TooLarge)
"""What is told beside the form; who may not do it at all gets a page that says so."""


@dataclass(frozen=True)
class Desk:
    """What the handlers of acts share."""

    parts: Parts
    site: Site

    def new_form(self) -> FormState:
        return FormState({EVENT: self.parts.use.devices.recorder.new_id()})

    def may(self, actor: Actor, key: DeviceKey, use_case: str) -> DeviceView:
        """The device, for somebody who may do this with it."""
        view = self.parts.use.devices.consider(actor, key)
        PERMISSIONS.check(use_case, actor, view.device.relations(actor.organisation))
        return view

    def page(self, request: Request, actor: Actor, act: Act, view: DeviceView, form: FormState) -> Page:
        setting = Setting(
            send_to=f"{address_of(view.device.key)}/{act.path}",
            form=form,
            asked=request.query_params,
            names=self.parts.accounts.people.names(actor, accounts_in(view)),
            organisations=self._organisations(actor, act, form),
            colleagues=self._colleagues(actor) if act.path == "destruction" else (),
        )
        return act.page(view, setting)

    def _colleagues(self, actor: Actor) -> tuple[Choice, ...]:
        named = self.parts.accounts.people.colleagues(actor)
        return tuple(Choice(account, name) for account, name in named.items())

    def settled(self, actor: Actor, act: Act, sent: Sent) -> Sent:
        """What was sent, with the organisation that its act asks for by its id."""
        return sent if act.chooses is None else self._chooser(actor, act).settled(sent, act.chooses)

    def _organisations(self, actor: Actor, act: Act, form: FormState) -> Offered:
        """Who may collect a device, or keep a medium: for a medium one's own organisation first."""
        if act.chooses is None:
            return NOTHING_OFFERED
        others = self._chooser(actor, act, without_own=True).offered(form, act.chooses)
        if act.path == "surplus" or actor.organisation is None:
            return others
        own = self.parts.accounts.organisations.read(actor, actor.organisation)
        return replace(others, choices=(Choice(own.id, own.name), *others.choices))

    def _chooser(self, actor: Actor, act: Act, *, without_own: bool = False) -> Chooser[Among]:
        """Organisations of the State; one's own cannot collect what is its own."""
        without = actor.organisation if without_own or act.path == "surplus" else None
        return organisations(self.parts, actor, Among(in_state=True, without=without))


def act_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of every act."""
    routes = APIRouter(prefix="/devices/{key}")
    desk = Desk(parts, site)
    for act in ACTS.values():
        _add(routes, desk, act)
    _add_evidence(routes, desk)
    _add_refurbishment(routes, desk)

    @routes.post("/proposal")
    def propose(actor: Asking, key: DeviceKey, _sent: SentForm) -> Response:
        view = parts.use.routing.propose(actor, key)
        return go(f"{address_of(key)}/decisions/{view.decision_id}", said="proposed")

    return routes


def _add(routes: APIRouter, desk: Desk, act: Act) -> None:
    @routes.get(f"/{act.path}", name=f"{act.path} form")
    def ask(request: Request, actor: Asking, key: DeviceKey) -> Response:
        view = desk.may(actor, key, act.use_case)
        form = _told_before(desk.new_form(), view, act.kind)
        return desk.site.page(request, desk.page(request, actor, act, view, form))

    @routes.post(f"/{act.path}", name=act.path)
    def record(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        view = desk.may(actor, key, act.use_case)
        try:
            desk.parts.use.devices.record(actor, key, drafts(sent, act.read(desk.settled(actor, act, sent), view)))
        except COMES_BACK as error:
            page = desk.page(request, actor, act, view, sent.again(error))
            return desk.site.page(request, page, status=fault_of(error).status)
        return go(address_of(key), said="recorded")


def _told_before(form: FormState, view: DeviceView, kind: str) -> FormState:
    """What refuses this now, told before the form is filled in."""
    refusal = next((each.refusal for each in view.possible if each.kind == kind), None)
    if refusal is None:
        return form
    return FormState(form.values, refusal=Refusal(refusal.what, refusal.remedy, refusal.rule))


def _add_evidence(routes: APIRouter, desk: Desk) -> None:
    def page(view: DeviceView, form: FormState) -> Page:
        head = head_of(view)
        return EvidencePage(head, f"{head.address}/evidence", form)

    @routes.get("/evidence")
    def ask(request: Request, actor: Asking, key: DeviceKey) -> Response:
        view = desk.may(actor, key, "attach_evidence")
        return desk.site.page(request, page(view, _told_before(desk.new_form(), view, "evidence_attached")))

    @routes.post("/evidence")
    def attach(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        view = desk.may(actor, key, "attach_evidence")
        evidence, is_document = desk.parts.use.evidence, bool(sent.text("document"))
        try:
            (evidence.attach_document if is_document else evidence.attach)(actor, key, _file(sent))
        except COMES_BACK as error:
            return desk.site.page(request, page(view, _beside_file(sent, error)), status=fault_of(error).status)
        return go(f"{address_of(key)}#evidence", said="seen" if is_document else "attached")


def _file(sent: Sent) -> File:
    name, content = sent.files.get("file", ("", b""))
    if not content:
        fields = Fields(sent)
        fields.wrong("file", message("Choose a file that is not empty."))
        fields.check()
    confirmed = bool(sent.text("board_replaced"))
    return File(content=content, name=name, event_id=event_id_of(sent), board_replaced=confirmed)


def _beside_file(sent: Sent, error: KringpasError) -> FormState:
    """What is wrong inside a file is told beside the one field."""
    form = sent.again(error)
    if not isinstance(error, InvalidInput) or "file" in form.problems:
        return form
    return FormState(form.values, {"file": error.what})


def _add_refurbishment(routes: APIRouter, desk: Desk) -> None:
    """It makes a successor passport too, so it has a use case of its own."""

    @routes.get("/refurbishment")
    def ask(request: Request, actor: Asking, key: DeviceKey) -> Response:
        view = desk.may(actor, key, "refurbish")
        form = _told_before(desk.new_form(), view, "refurbished")
        return desk.site.page(request, _refurbishment_page(view, form))

    @routes.post("/refurbishment")
    def record(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        view = desk.may(actor, key, "refurbish")
        try:
            desk.parts.use.devices.refurbish(actor, key, _refurbishment(sent))
        except COMES_BACK as error:
            page = _refurbishment_page(view, sent.again(error))
            return desk.site.page(request, page, status=fault_of(error).status)
        return go(address_of(key), said="recorded")


def _refurbishment_page(view: DeviceView, form: FormState) -> Page:
    fields = (
        Field(FieldKind.RADIOS, "functional", message("Does it work now?"), choices=choices(FunctionalGrade)),
        Field(FieldKind.RADIOS, "cosmetic", message("How does it look now?"), choices=choices(CosmeticGrade)),
        Field(FieldKind.CHECK, "all_tests_pass", message("All tests pass"), required=False),
        Field(FieldKind.TEXT, "operating_system", message("Operating system on it"), required=False),
        Field(FieldKind.TEXT, "licence", message("Licence of the operating system"), required=False),
    )
    intro = message("It gets a successor passport under the same label; the passport before it stays readable.")
    setting = Setting(f"{address_of(view.device.key)}/refurbishment", form)
    words = (message("Record a refurbishment"), message("Save refurbishment"))
    return plain_form(view, setting, words, fields, intro)


def _refurbishment(sent: Sent) -> Refurbishment:
    fields = Fields(sent)
    done = Refurbishment(
        functional=fields.one_of("functional", FunctionalGrade),
        cosmetic=fields.one_of("cosmetic", CosmeticGrade),
        all_tests_pass=bool(sent.text("all_tests_pass")),
        operating_system=fields.optional("operating_system"),
        licence=fields.optional("licence"),
        event_id=event_id_of(sent),
    )
    fields.check()
    return done
