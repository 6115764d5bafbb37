"""Donation for its coordinator and for DRZ: the desk, programmes, deliveries, and what comes back.

What an intermediary sees by its link stands in `web.pages.donation_link`.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.donation import (
    DeliveryId,
    EntryId,
    Minimum,
    Passing,
    Programme,
    ProgrammeId,
    ProgrammeState,
    Remedy,
    usual_steps,
)
from lifecycle.domain.events import Place
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.things import KINDS_OF_THING
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Ground
from lifecycle.service.donation_deliveries import NewDelivery
from lifecycle.service.loops import GROUNDS, Return
from web.accounts.service.choosing_ports import Among
from web.bootstrap import Parts
from web.pages.acts.base import Fields, choices
from web.pages.acts.choosing import Chooser, listed, organisations
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.donation import DeliveryPage, ProgrammePage, ReturnPage
from web.pages.contexts.forms import NOTHING_OFFERED, Field, FieldKind, FormPage
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link
from web.pages.mapping.donation import PROGRAMMES, delivery_page, donation_page, programme_page, stock_line
from web.pages.serving import Asking, Sent, SentForm, Site, go

BACK = Link(message("Donation"), "/donation")
OWNING = frozenset({Relation.OWNER})
LONGEST_SCAN = 2048


def donation_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes below `/donation`."""
    routes, desk = APIRouter(prefix="/donation"), _Desk(parts, site)
    use = parts.use

    @routes.get("")
    def board(request: Request, actor: Asking) -> Response:
        found = use.donations.programmes.board(actor, use.consignments.find(actor, is_open=True).rows)
        may_create = PERMISSIONS.allows("edit_donation_programme", actor, OWNING)
        return site.page(request, donation_page(found, may_create=may_create))

    _add_programmes(routes, desk)
    _add_deliveries(routes, desk)
    _add_returns(routes, desk)
    return routes


def _add_programmes(routes: APIRouter, desk: "_Desk") -> None:
    programmes = desk.parts.use.donations.programmes

    @routes.get("/programmes/new")
    def ask(request: Request, actor: Asking) -> Response:
        PERMISSIONS.check("edit_donation_programme", actor, OWNING)
        return desk.site.page(request, desk.programme_form(actor, NEW_FORM))

    @routes.post("/programmes")
    def create(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            made = programmes.create(actor, desk.programme_in(actor, sent))
        except COMES_BACK as error:
            page = desk.programme_form(actor, sent.again(error))
            return desk.site.page(request, page, status=fault_of(error).status)
        return go(f"{PROGRAMMES}/{made.version.programme.id}", said="saved")

    @routes.get("/programmes/{programme}")
    def read(request: Request, actor: Asking, programme: ProgrammeId) -> Response:
        return desk.site.page(request, desk.programme(actor, programme, NEW_FORM))

    @routes.post("/programmes/{programme}/state")
    def move(request: Request, actor: Asking, programme: ProgrammeId, sent: SentForm) -> Response:
        try:
            fields = Fields(sent)
            state = fields.one_of("state", ProgrammeState)
            fields.check()
            programmes.move(actor, programme, state)
        except COMES_BACK as error:
            page = desk.programme(actor, programme, sent.again(error))
            return desk.site.page(request, page, status=fault_of(error).status)
        return go(f"{PROGRAMMES}/{programme}", said="saved")

    @routes.post("/programmes/{programme}/deliveries")
    def deliver(request: Request, actor: Asking, programme: ProgrammeId, sent: SentForm) -> Response:
        try:
            made = desk.parts.use.donations.deliveries.make(actor, _delivery_in(programme, sent, desk.others(actor)))
        except COMES_BACK as error:
            page = desk.programme(actor, programme, sent.again(error))
            return desk.site.page(request, page, status=fault_of(error).status)
        return go(f"/donation/deliveries/{made.summary.delivery.id}", said="offered")


def _add_deliveries(routes: APIRouter, desk: "_Desk") -> None:
    deliveries = desk.parts.use.donations.deliveries

    @routes.get("/deliveries/{delivery}")
    def read(request: Request, actor: Asking, delivery: DeliveryId) -> Response:
        return desk.site.page(request, desk.delivery(actor, delivery, NEW_FORM))

    @routes.post("/deliveries/{delivery}/links")
    def issue(request: Request, actor: Asking, delivery: DeliveryId, _sent: SentForm) -> Response:
        """An answer to a form that is no redirect: the link is shown once, and kept nowhere."""
        made = deliveries.link(actor, delivery)
        address = f"{desk.parts.settings.public_url}/k/{made.token}/delivery"
        return desk.site.page(request, desk.delivery(actor, delivery, NEW_FORM, address), status=201)

    @routes.post("/deliveries/{delivery}/links/{link}/end")
    def end(request: Request, actor: Asking, delivery: DeliveryId, link: str, sent: SentForm) -> Response:
        try:
            deliveries.end_link(actor, delivery, link)
        except COMES_BACK as error:
            page = desk.delivery(actor, delivery, sent.again(error))
            return desk.site.page(request, page, status=fault_of(error).status)
        return go(f"/donation/deliveries/{delivery}", said="saved")

    @routes.post("/deliveries/{delivery}/remedies")
    def remedy(request: Request, actor: Asking, delivery: DeliveryId, sent: SentForm) -> Response:
        try:
            fields = Fields(sent)
            chosen = fields.one_of("remedy", Remedy)
            fields.check()
            deliveries.answer(actor, delivery, EntryId(sent.text("about")), chosen)
        except COMES_BACK as error:
            page = desk.delivery(actor, delivery, sent.again(error))
            return desk.site.page(request, page, status=fault_of(error).status)
        return go(f"/donation/deliveries/{delivery}", said="saved")


def _add_returns(routes: APIRouter, desk: "_Desk") -> None:
    loops = desk.parts.use.donations.loops

    @routes.get("/return")
    def find(
        request: Request, actor: Asking, scan: Annotated[str | None, Query(max_length=LONGEST_SCAN)] = None
    ) -> Response:
        return desk.site.page(request, desk.returning(actor, scan, NEW_FORM), camera=True)

    @routes.post("/return")
    def take_back(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            fields = Fields(sent)
            reason, place = fields.text("reason"), Place(fields.text("place"))
            ground = fields.maybe_one_of("ground", Ground)
            key = DeviceKey(fields.text("key"))
            fields.check()
            loops.take_back(actor, Return(device=key, reason=reason, place=place, ground=ground))
        except COMES_BACK as error:
            page = desk.returning(actor, sent.optional("scan"), sent.again(error))
            return desk.site.page(request, page, status=fault_of(error).status)
        return go(f"/devices/{key}", said="recorded")


@dataclass(frozen=True)
class _Desk:
    """What the handlers answer with."""

    parts: Parts
    site: Site

    def programme(self, actor: Actor, programme: ProgrammeId, form: FormState) -> ProgrammePage:
        use = self.parts.use
        view = use.donations.programmes.read(actor, programme)
        delivers = PERMISSIONS.allows(
            "deliver_donation", actor, view.version.programme.relations(actor.organisation), subject=programme
        )
        board = use.donations.programmes.board(actor, ()) if delivers else None
        others = self.others(actor).offered(form, "intermediary") if delivers else NOTHING_OFFERED
        return programme_page(view, form, () if board is None else board.stock, others)

    def others(self, actor: Actor) -> Chooser[Among]:
        """To whom can be delivered."""
        return organisations(self.parts, actor, Among(without=actor.organisation))

    def coordinators(self, actor: Actor) -> Chooser[Among]:
        return organisations(self.parts, actor)

    def delivery(
        self, actor: Actor, delivery: DeliveryId, form: FormState, new_link: str | None = None
    ) -> DeliveryPage:
        view = self.parts.use.donations.deliveries.read(actor, delivery)
        page = delivery_page(view, form, new_link)
        sides = view.summary.delivery.relations(actor.organisation)
        keys = PERMISSIONS.allows("make_repair_key", actor, sides)
        return replace(page, repair_keys=f"{page.line.address}/repair-keys" if keys else None)

    def returning(self, actor: Actor, scan: str | None, form: FormState) -> ReturnPage:
        found = self.parts.use.donations.loops.recognise(actor, scan) if scan else ()
        return ReturnPage(
            raw=scan,
            found=tuple(map(stock_line, found)),
            grounds=tuple(Choice(each.value, each) for each in GROUNDS),
            form=form,
        )

    def programme_form(self, actor: Actor, form: FormState) -> FormPage:
        """Whoever is a coordinator makes its own; DRZ says whose it is."""
        for_any = PERMISSIONS.allows("edit_donation_programme", actor)
        coordinator = Field(FieldKind.SELECT, "coordinator", message("Coordinator"), empty=message("choose"))
        whose = listed(coordinator, self.coordinators(actor).offered(form, "coordinator")) if for_any else ()
        return FormPage(
            title=message("New donation programme"),
            back=BACK,
            send_to=PROGRAMMES,
            send=message("Save as a draft"),
            fields=(*whose, *_FIELDS),
            intro=message("It delivers nothing until it is opened."),
            form=form,
        )

    def programme_in(self, actor: Actor, sent: Sent) -> Programme:
        fields = Fields(sent)
        for_any = PERMISSIONS.allows("edit_donation_programme", actor)
        coordinator = self.coordinators(actor).one(fields, "coordinator") if for_any else actor.organisation or ""
        name, decision, purpose = (fields.text(each) for each in ("name", "decision", "purpose"))
        passing = fields.one_of("passing", Passing)
        first, last = fields.day("valid_from"), fields.day("valid_until", required=False)
        wanted, category = fields.whole("wanted"), sent.text("category")
        fields.check()
        return Programme(
            id=ProgrammeId(""),
            name=name,
            coordinator=OrganisationId(coordinator),
            decision=decision,
            valid_from=first or date.max,
            valid_until=last,
            purpose=purpose,
            steps=usual_steps(passing),
            wanted=wanted or 0,
            passing=passing,
            minimum=Minimum(
                categories=(category,) if category in KINDS_OF_THING else (),
                functional=fields.maybe_one_of("functional", FunctionalGrade),
                cosmetic=fields.maybe_one_of("cosmetic", CosmeticGrade),
                charger=bool(sent.text("charger")),
            ),
        )


_ANY = message("any")
_FIELDS = (
    Field(FieldKind.TEXT, "name", message("Name")),
    Field(FieldKind.TEXT, "decision", message("Decision that it rests on"), message("Its reference.")),
    Field(FieldKind.DATE, "valid_from", message("First day")),
    Field(FieldKind.DATE, "valid_until", message("Last day"), message("Leave empty when it has none."), required=False),
    Field(FieldKind.LONG, "purpose", message("What for?"), message("For which groups, never for which person.")),
    Field(FieldKind.RADIOS, "passing", message("Given or lent?"), choices=choices(Passing)),
    Field(FieldKind.NUMBER, "wanted", message("How many devices are wanted?")),
    Field(
        FieldKind.SELECT,
        "category",
        message("Kind of device"),
        choices=tuple(Choice(kind.code, kind.name) for kind in KINDS_OF_THING.values()),
        required=False,
        empty=_ANY,
    ),
    Field(
        FieldKind.SELECT,
        "functional",
        message("Least functional grade"),
        choices=tuple(Choice(grade.value, grade.value) for grade in FunctionalGrade),
        required=False,
        empty=_ANY,
    ),
    Field(
        FieldKind.SELECT,
        "cosmetic",
        message("Least cosmetic grade"),
        choices=tuple(Choice(grade.value, grade.value) for grade in CosmeticGrade),
        required=False,
        empty=_ANY,
    ),
    Field(FieldKind.CHECK, "charger", message("With a charger"), required=False),
)


def _delivery_in(programme: ProgrammeId, sent: Sent, others: Chooser[Among]) -> NewDelivery:
    fields = Fields(sent)
    intermediary, passing = others.one(fields, "intermediary"), fields.one_of("passing", Passing)
    due = fields.day("due", required=False)
    devices = tuple(DeviceKey(key) for key in sent.lists.get("device", ()))
    if not devices:
        fields.wrong("device", message("Tick one device or more."))
    fields.check()
    return NewDelivery(
        programme=programme,
        intermediary=OrganisationId(intermediary),
        devices=devices,
        passing=passing,
        due=due,
    )
