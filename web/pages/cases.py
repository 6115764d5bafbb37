"""Cases: what turned out wrong after a device left. The list, opening one, what was done about it, and its end."""

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import CaseId, CaseOutcome, CaseStep, EventId, Severity
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.cases import NewCase, NewStep
from lifecycle.service.views import DeviceView
from web.bootstrap import Parts
from web.pages.acts.base import EVENT, REMARK, Fields, choices, device_words, event_id_of
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.cases import CasesPage
from web.pages.contexts.forms import Field, FieldKind, FormPage
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.mapping.cases import accounts_of, case_line, case_page
from web.pages.mapping.corrections import proposal_row
from web.pages.mapping.heads import address_of
from web.pages.serving import Asking, Sent, SentForm, Site, go

ABOUT = "about"


def case_pages(parts: Parts, site: Site) -> APIRouter:
    """`/cases`, and below `/devices/{key}/cases`."""
    routes = APIRouter()
    _add_opening(routes, parts, site)
    _add_handling(routes, parts, site)
    return routes


def _add_opening(routes: APIRouter, parts: Parts, site: Site) -> None:
    cases, new_id = parts.use.cases, parts.use.devices.recorder.new_id

    @routes.get("/cases")
    def find(request: Request, actor: Asking, closed: bool = False) -> Response:  # noqa: FBT001, FBT002 - a query
        lines = tuple(map(case_line, cases.find(actor, is_open=not closed)))
        waiting = () if closed else tuple(map(proposal_row, parts.use.corrections.waiting(actor)))
        return site.page(request, CasesPage(lines, waiting, is_open=not closed))

    @routes.get("/devices/{key}/cases/new")
    def ask(request: Request, actor: Asking, key: DeviceKey, event: EventId) -> Response:
        form = FormState({ABOUT: event, EVENT: new_id()})
        return site.page(request, _new_page(_device(parts, actor, key), form))

    @routes.post("/devices/{key}/cases")
    def open_case(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        view = _device(parts, actor, key)
        try:
            opened = cases.open(actor, key, _new(sent))
        except COMES_BACK as error:
            return site.page(request, _new_page(view, sent.again(error)), status=fault_of(error).status)
        return go(f"{address_of(key)}/cases/{opened.case.id}", said="recorded")


def _add_handling(routes: APIRouter, parts: Parts, site: Site) -> None:
    cases, new_id = parts.use.cases, parts.use.devices.recorder.new_id

    def shown(request: Request, actor: Actor, key: DeviceKey, case: CaseId, form: FormState, status: int) -> Response:
        view = cases.read(actor, key, case)
        names = parts.accounts.people.names(actor, accounts_of(view))
        return site.page(request, case_page(view, names, form), status=status)

    @routes.get("/devices/{key}/cases/{case}")
    def read(request: Request, actor: Asking, key: DeviceKey, case: CaseId) -> Response:
        return shown(request, actor, key, case, FormState({EVENT: new_id()}), 200)

    @routes.post("/devices/{key}/cases/{case}/steps")
    def take_step(request: Request, actor: Asking, key: DeviceKey, case: CaseId, sent: SentForm) -> Response:
        try:
            cases.take_step(actor, key, case, _step(sent))
        except COMES_BACK as error:
            return shown(request, actor, key, case, sent.again(error), fault_of(error).status)
        return go(f"{address_of(key)}/cases/{case}", said="recorded")

    @routes.post("/devices/{key}/cases/{case}/closing")
    def close(request: Request, actor: Asking, key: DeviceKey, case: CaseId, sent: SentForm) -> Response:
        try:
            fields = Fields(sent)
            outcome = fields.one_of("outcome", CaseOutcome)
            fields.check()
            cases.close(actor, key, case, outcome, event_id=event_id_of(sent))
        except COMES_BACK as error:
            return shown(request, actor, key, case, sent.again(error), fault_of(error).status)
        return go(f"{address_of(key)}/cases/{case}", said="recorded")


def _device(parts: Parts, actor: Actor, key: DeviceKey) -> DeviceView:
    view = parts.use.devices.read(actor, key)
    PERMISSIONS.check("open_case", actor, view.device.relations(actor.organisation))
    return view


def _new_page(view: DeviceView, form: FormState) -> FormPage:
    address = address_of(view.device.key)
    media = tuple(Choice(each.serial, each.serial) for each in view.device.media)
    medium = Field(
        FieldKind.SELECT,
        "medium",
        message("Which storage medium?"),
        choices=media,
        required=False,
        empty=message("none, or not known"),
    )
    return FormPage(
        title=message("Open a case"),
        back=Link(device_words(view), f"{address}/timeline"),
        send_to=f"{address}/cases",
        send=message("Open the case"),
        fields=(
            Field(FieldKind.RADIOS, "severity", message("How grave is it?"), choices=choices(Severity)),
            Field(FieldKind.DATE, "since", message("On which day was it found?")),
            Field(
                FieldKind.LONG,
                "what",
                message("What is wrong?"),
                message("In words that somebody else understands. It can be erased later; write no names."),
            ),
            *((medium,) if media else ()),
        ),
        intro=message(
            "What happened before stays as it was recorded. The case says what turned out wrong, who was told and what "
            "was done. While a possible data leak is open, the public passport does not say that the data is erased."
        ),
        hidden=(Choice(ABOUT, form.values.get(ABOUT, "")),),
        form=form,
    )


def _new(sent: Sent) -> NewCase:
    fields = Fields(sent)
    severity, since = fields.one_of("severity", Severity), fields.day("since")
    what = sent.text("what")
    if not 0 < len(what) <= 2000:
        fields.wrong("what", message("Say what is wrong, in at most 2000 characters."))
    about, medium = fields.text(ABOUT), fields.optional("medium")
    fields.check()
    assert since is not None
    return NewCase(
        event=EventId(about), severity=severity, since=since, what=what, medium=medium, event_id=event_id_of(sent)
    )


def _step(sent: Sent) -> NewStep:
    fields = Fields(sent)
    step = NewStep(
        step=fields.one_of("step", CaseStep),
        reference=fields.optional("reference"),
        remark=fields.optional(REMARK),
        event_id=event_id_of(sent),
    )
    fields.check()
    return step
