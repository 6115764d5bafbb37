"""Correcting an event: the form, what it would change side by side, the confirmation, and the second person.

A preview changes nothing, so its form is answered with the page itself; what was filled in travels along, and is judged
again when it is confirmed.
"""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import ErrorReason, Event, EventId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.proposals import ProposalId, Right, WantedCorrection
from lifecycle.service.correcting import Preview
from lifecycle.service.views import DeviceView
from web.bootstrap import Parts
from web.pages.acts.base import EVENT, REMARK, REMARK_ASKED, Fields, choices, device_words, event_id_of
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.forms import Field, FieldKind, FormPage
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.correction_forms import FORMS
from web.pages.mapping.corrections import preview_page, proposal_page
from web.pages.mapping.happenings import CALLED
from web.pages.mapping.heads import address_of
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go

WRONG, REASON, DIGEST = "wrong", "reason", "digest"


@dataclass(frozen=True)
class _Desk:
    """What the handlers of corrections share."""

    parts: Parts
    site: Site

    def device(self, actor: Actor, key: DeviceKey) -> DeviceView:
        view = self.parts.use.devices.read(actor, key)
        PERMISSIONS.check("correct", actor, view.device.relations(actor.organisation))
        return view

    def form(self, request: Request, actor: Actor, key: DeviceKey, sent: Sent, error: Exception) -> Response:
        """The form as it was filled in, with what is wrong with it."""
        view = self.device(actor, key)
        page = _form_page(view, _event(view, sent.text(WRONG)), sent.again(error))  # type: ignore[arg-type]  # of COMES_BACK
        return self.site.page(request, page, status=fault_of(error).status)

    def preview(self, view: DeviceView, actor: Actor, sent: Sent, preview: Preview, *, stale: bool) -> Page:
        relations = view.device.relations(actor.organisation)
        return preview_page(
            view.line,
            _wanted(view, sent),
            preview,
            hidden=tuple(Choice(name, value) for name, value in sent.values.items() if name != DIGEST),
            stale=stale,
            may_open_case=PERMISSIONS.allows("open_case", actor, relations),
        )

    def proposal(
        self, request: Request, actor: Actor, key: DeviceKey, proposal: ProposalId, stale: Exception | None = None
    ) -> Response:
        view = self.parts.use.corrections.proposal(actor, key, proposal)
        by = view.proposal.proposed_by
        name = self.parts.accounts.people.names(actor, [by]).get(by)
        page = proposal_page(view, name, own=by == actor.account, stale=stale is not None)
        return self.site.page(request, page, status=200 if stale is None else fault_of(stale).status)


def correction_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/devices/{key}/corrections`."""
    routes, desk = APIRouter(prefix="/devices/{key}/corrections"), _Desk(parts, site)
    _add_correcting(routes, desk)
    _add_second_look(routes, desk)
    return routes


def _add_correcting(routes: APIRouter, desk: _Desk) -> None:
    corrections, site = desk.parts.use.corrections, desk.site

    @routes.get("/new")
    def ask(request: Request, actor: Asking, key: DeviceKey, event: EventId) -> Response:
        view = desk.device(actor, key)
        wrong = _event(view, event)
        values = {**_values(wrong), WRONG: wrong.id, EVENT: desk.parts.use.devices.recorder.new_id()}
        return site.page(request, _form_page(view, wrong, FormState(values)))

    @routes.post("/preview")
    def preview(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        view = desk.device(actor, key)
        try:
            shown = corrections.preview(actor, key, _wanted(view, sent))
        except COMES_BACK as error:
            return desk.form(request, actor, key, sent, error)
        return site.page(request, desk.preview(view, actor, sent, shown, stale=False))

    @routes.post("")
    def confirm(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        view = desk.device(actor, key)
        try:
            wanted = _wanted(view, sent)
            done = corrections.confirm(actor, key, wanted, sent.text(DIGEST), event_id=event_id_of(sent))
        except Conflict as error:
            shown = corrections.preview(actor, key, wanted)
            page = desk.preview(view, actor, sent, shown, stale=True)
            return site.page(request, page, status=fault_of(error).status)
        except COMES_BACK as error:
            return desk.form(request, actor, key, sent, error)
        if done.proposal is not None:
            return go(f"{address_of(key)}/corrections/{done.proposal.id}", said="saved")
        return go(f"{address_of(key)}/timeline", said="recorded")


def _add_second_look(routes: APIRouter, desk: _Desk) -> None:
    corrections = desk.parts.use.corrections

    @routes.get("/{proposal}")
    def read(request: Request, actor: Asking, key: DeviceKey, proposal: ProposalId) -> Response:
        return desk.proposal(request, actor, key, proposal)

    @routes.post("/{proposal}/approval")
    def approve(request: Request, actor: Asking, key: DeviceKey, proposal: ProposalId, sent: SentForm) -> Response:
        try:
            corrections.approve(actor, key, proposal, sent.text(DIGEST))
        except COMES_BACK as error:
            return desk.proposal(request, actor, key, proposal, error)
        return go(f"{address_of(key)}/timeline", said="recorded")

    @routes.post("/{proposal}/refusal")
    def decline(actor: Asking, key: DeviceKey, proposal: ProposalId, _sent: SentForm) -> Response:
        corrections.decline(actor, key, proposal)
        return go("/cases", said="saved")


def _event(view: DeviceView, wanted: str) -> Event:
    found = next((entry.event for entry in view.timeline if entry.event.id == wanted), None)
    if found is None:
        raise NotFound(message("Device {device} has no event {id}.", device=view.device.key, id=wanted[:64]))
    return found


def _values(wrong: Event) -> dict[str, str]:
    form = FORMS.get(type(wrong.happening))
    return {} if form is None else {name: str(value) for name, value in form.values(wrong.happening).items()}


def _form_page(view: DeviceView, wrong: Event, form: FormState) -> FormPage:
    address, right = address_of(view.device.key), FORMS.get(type(wrong.happening))
    reasons = choices(ErrorReason) if right else choices(ErrorReason, ErrorReason.INCORRECT_DATA)
    reason = Field(FieldKind.RADIOS, REASON, message("What is wrong?"), choices=reasons)
    told = message(
        "You correct “{what}” of {day}. Nothing is deleted: what was recorded stays, and is marked as wrong. "
        "You see what changes before you confirm it.",
        what=CALLED[wrong.kind],
        day=wrong.occurred_at.date(),
    )
    return FormPage(
        title=message("Correct what was recorded"),
        back=Link(device_words(view), f"{address}/timeline"),
        send_to=f"{address}/corrections/preview",
        send=message("Show what changes"),
        fields=(reason, *(right.fields if right else ()), REMARK_ASKED),
        intro=told,
        hidden=(Choice(WRONG, wrong.id),),
        form=form,
    )


def _wanted(view: DeviceView, sent: Sent) -> WantedCorrection:
    """What the form asks for; InvalidInput with everything that is wrong with it."""
    fields, wrong = Fields(sent), _event(view, sent.text(WRONG))
    reason = fields.one_of(REASON, ErrorReason)
    form = FORMS.get(type(wrong.happening))
    right: tuple[Right, ...] = ()
    if reason is ErrorReason.INCORRECT_DATA and form is not None and not fields.problems:
        right = (Right(happening=form.read(fields, wrong.happening)),)
    remark = fields.optional(REMARK)
    fields.check()
    return WantedCorrection(event=wrong.id, reason=reason, right=right, remark=remark)
