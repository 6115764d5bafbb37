"""Rolls of pre-printed labels as pages: order one, print it, follow it, retire it; and a single label that is lost."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.api.label_rolls import printed
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, NotPermitted, Problem, Refused
from dpp.domain.labels.options import USUAL
from dpp.domain.labels.rolls import MOST_LABELS, LabelFault, RollId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.service.labels.rolls import Print, PrintForm, RollOrder, RollView
from lifecycle.service.labelling import Withdrawal, check_role
from web.bootstrap import Parts
from web.pages.acts.base import Fields, event_id_of
from web.pages.contexts.frame import FormState
from web.pages.contexts.labelling import RollLine, RollPage, RollsPage, WithdrawalPage
from web.pages.mapping.labelling import FAULTS, FORMS, part_choices, roll_line, size_choices
from web.pages.serving import Asking, Sent, SentForm, Site, go

ROLLS = "/labelling/rolls"
_OWN = frozenset({Relation.OWNER})


def label_roll_pages(parts: Parts, site: Site) -> APIRouter:
    """Everything below `/labelling/rolls`."""
    routes, pages = APIRouter(prefix=ROLLS), _RollPages(parts)

    @routes.get("")
    def all_rolls(request: Request, actor: Asking) -> Response:
        return site.page(request, pages.all(actor, pages.new_form()))

    @routes.post("")
    def order(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            view = parts.rolls.order(actor, _order(sent))
        except (InvalidInput, Refused) as error:
            return site.page(request, pages.all(actor, sent.again(error)), status=fault_of(error).status)
        return go(f"{ROLLS}/{view.roll.roll_id}", said="saved")

    @routes.get("/{roll_id}")
    def show(request: Request, actor: Asking, roll_id: RollId) -> Response:
        return site.page(request, pages.one(actor, parts.rolls.read(actor, roll_id)))

    @routes.get("/{roll_id}/labels")
    def print_labels(
        request: Request,
        actor: Asking,
        roll_id: RollId,
        part: Annotated[str, Query(pattern=r"^[0-9]{1,5}-[0-9]{1,5}$")] = "1-1000",
        form: Annotated[str, Query(pattern=r"^(pdf|zpl-(203|300|600))$")] = "pdf",
    ) -> Response:
        wanted = _print(part, form)
        try:
            return printed(parts.rolls.print(actor, roll_id, wanted), roll_id, wanted)
        except (InvalidInput, Refused) as error:
            page = replace(pages.one(actor, parts.rolls.read(actor, roll_id)), form=_again(error))
            return site.page(request, page, status=fault_of(error).status)

    @routes.post("/{roll_id}/retirement")
    def retire(request: Request, actor: Asking, roll_id: RollId, sent: SentForm) -> Response:
        fields = Fields(sent)
        fault = fields.one_of("fault", LabelFault)
        try:
            fields.check()
            parts.rolls.retire(actor, roll_id, fault)
        except (InvalidInput, Refused) as error:
            page = replace(pages.one(actor, parts.rolls.read(actor, roll_id)), form=sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(f"{ROLLS}/{roll_id}", said="saved")

    return routes


def withdrawal_pages(parts: Parts, site: Site) -> APIRouter:
    """Everything below `/labelling/labels`."""
    routes, labelling = APIRouter(prefix="/labelling/labels"), parts.use.labelling

    @routes.get("")
    def ask(request: Request, actor: Asking, label: Annotated[str, Query(max_length=200)] = "") -> Response:
        check_role(actor)
        form = FormState({"label": label, "event": labelling.recorder.new_id(), "new": "yes"})
        return site.page(request, WithdrawalPage(FAULTS, form))

    @routes.post("")
    def withdraw(request: Request, actor: Asking, sent: SentForm) -> Response:
        check_role(actor)
        try:
            wanted = _withdrawal(sent)
            if sent.text("new"):
                return go(_to_print(parts, actor, labelling.replace(actor, wanted).device), said="saved")
            labelling.retire(actor, wanted)
        except (InvalidInput, NotFound, Refused, Conflict, NotPermitted) as error:
            page = WithdrawalPage(FAULTS, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go("/labelling/labels", said="saved")

    return routes


class _RollPages:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._sizes = {size.name: size.title for size in parts.rolls.sizes.all()}

    def new_form(self) -> FormState:
        return FormState({"order": self._parts.use.labelling.recorder.new_id()})

    def all(self, actor: Actor, form: FormState) -> RollsPage:
        views = self._parts.rolls.all(actor)
        may_order = PERMISSIONS.allows("order_roll", actor)
        sizes = size_choices(self._parts.rolls.sizes.all()) if may_order else ()
        return RollsPage(tuple(self._line(actor, view) for view in views), sizes, MOST_LABELS, form)

    def one(self, actor: Actor, view: RollView) -> RollPage:
        may_print = view.use.unclaimed and PERMISSIONS.allows("print_roll", actor, _OWN)
        return RollPage(
            self._line(actor, view),
            parts=part_choices(view.roll.labels) if may_print else (),
            forms=FORMS,
            faults=FAULTS if view.may_retire else (),
        )

    def _line(self, actor: Actor, view: RollView) -> RollLine:
        """Whose a roll is, is told to who sees more than his own."""
        others = {view.roll.organisation} - {actor.organisation}
        return roll_line(view, self._sizes, self._parts.use.devices.organisations.names(others))


def _to_print(parts: Parts, actor: Actor, key: DeviceKey) -> str:
    """Where the new label is printed; of a device without a passport, its page."""
    passport = parts.use.devices.read(actor, key).passport_id
    return f"/devices/{key}" if passport is None else f"/passports/{passport}/label"


def _order(sent: Sent) -> RollOrder:
    labels = sent.text("labels")
    if not (labels.isascii() and labels.isdigit() and len(labels) < 8):
        what = message("Give a whole number.")
        raise InvalidInput(what, (Problem("labels", what),))
    return RollOrder(labels=int(labels), size=sent.text("size"), order_id=sent.optional("order"))


def _print(part: str, form: str) -> Print:
    first, last = map(int, part.split("-"))
    kind, _, dpi = form.partition("-")
    return Print(PrintForm(kind), first, last, replace(USUAL, dpi=int(dpi)) if dpi else USUAL)


def _withdrawal(sent: Sent) -> Withdrawal:
    fields = Fields(sent)
    label, fault = fields.text("label"), fields.one_of("fault", LabelFault)
    fields.check()
    return Withdrawal(label=label, fault=fault, event_id=event_id_of(sent))


def _again(error: KringpasError) -> FormState:
    return Sent({}, {}, {}).again(error)
