"""Pages of things and parts: registration without a passport, what is in a device on a day, the stock of parts."""

from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.events import ComponentInstalled, Place
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.things import KINDS_OF_THING
from lifecycle.domain.vocabulary import Classification, PartOrigin
from lifecycle.service.parts import StockPart
from lifecycle.service.recording import Draft
from lifecycle.service.things import NewThing
from web.accounts.service.choosing_ports import Among
from web.bootstrap import Parts
from web.pages.acts.base import EVENT, Fields, choices, event_id_of
from web.pages.acts.choosing import Chooser, listed, organisations
from web.pages.acts.registration import typed_of
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.forms import Field, FieldKind, FormPage, Offered
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.contexts.things import StockPage
from web.pages.days import read_day
from web.pages.mapping.heads import address_of
from web.pages.mapping.things import bom_page, stock_line
from web.pages.reading import ZONE
from web.pages.serving import Asking, Sent, SentForm, Site, go

_OF_OWN = frozenset({Relation.OWNER})


def thing_pages(parts: Parts, site: Site) -> APIRouter:
    """`/things/new`, `/devices/{key}/parts` and `/parts`."""
    routes = APIRouter()
    _add_registration(routes, parts, site)
    _add_parts(routes, parts, site)
    _add_stock(routes, parts, site)
    return routes


def _add_registration(routes: APIRouter, parts: Parts, site: Site) -> None:
    @routes.get("/things/new")
    def ask(request: Request, actor: Asking, device: DeviceKey | None = None) -> Response:
        typed = {} if device is None else typed_of(parts.use.devices.read(actor, device))
        form = FormState({**typed, EVENT: parts.use.devices.recorder.new_id()})
        return site.page(request, _registration(parts, actor, form))

    @routes.post("/things")
    def register(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            key = parts.use.things.register(actor, _thing(sent, actor, owners(parts, actor)))
        except COMES_BACK as error:
            page = _registration(parts, actor, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(address_of(key), said="recorded")


def _registration(parts: Parts, actor: Actor, form: FormState) -> FormPage:
    PERMISSIONS.check("register_device", actor, _OF_OWN)
    hidden = [Choice("device", form.values["device"])] if form.values.get("device") else []
    return FormPage(
        title=message("Register a thing without a passport"),
        back=Link(message("Devices"), "/devices"),
        send_to="/things",
        send=message("Register"),
        fields=_fields(owners(parts, actor).offered(form, "owner")),
        intro=message("A desktop, a server, a dock, or a device of which the model has no passport yet."),
        hidden=tuple(hidden),
        form=form,
    )


def owners(parts: Parts, actor: Actor) -> Chooser[Among]:
    """Whose a new device or thing can be: an organisation of the State, for many roles their own alone."""
    only = None if PERMISSIONS.allows("register_device", actor) else actor.organisation or OrganisationId("")
    return organisations(parts, actor, Among(in_state=True, only=only))


def _fields(whose: Offered) -> tuple[Field, ...]:
    kinds = tuple(Choice(kind.code, kind.name) for kind in KINDS_OF_THING.values())
    empty = message("choose")
    text = FieldKind.TEXT
    return (
        Field(FieldKind.SELECT, "thing", message("What is it?"), choices=kinds, empty=empty),
        *listed(Field(FieldKind.SELECT, "owner", message("Owner"), empty=empty), whose),
        Field(text, "maker", message("Maker"), required=False),
        Field(text, "model", message("Model"), required=False),
        Field(text, "serial", message("Serial number"), required=False),
        Field(text, "asset_tag", message("Asset tag"), required=False),
        Field(
            FieldKind.SELECT,
            "classification",
            message("Highest classification of the data on it"),
            message("While it is not known, the device cannot leave."),
            choices=choices(Classification),
            empty=empty,
        ),
        Field(text, "place", message("Where is it?"), message("A site or a shelf, never a home address.")),
    )


def _thing(sent: Sent, actor: Actor, whose: Chooser[Among]) -> NewThing:
    fields = Fields(sent)
    serial, tag, device = (fields.optional(name) for name in ("serial", "asset_tag", "device"))
    if not (serial or tag or device):
        fields.wrong("serial", message("Give at least one number that is on the device."))
    wanted = NewThing(
        thing=fields.choice("thing", *KINDS_OF_THING),
        owner=OrganisationId(whose.one(fields, "owner")),
        place=Place(fields.text("place")),
        maker=fields.optional("maker"),
        model=fields.optional("model"),
        serial=serial,
        asset_tag=tag,
        classification=fields.one_of("classification", Classification),
        custodian=actor.organisation,
        device=None if device is None else DeviceKey(device),
        event_id=event_id_of(sent),
    )
    fields.check()
    return wanted


def _add_parts(routes: APIRouter, parts: Parts, site: Site) -> None:
    @routes.get("/devices/{key}/parts")
    def bill(
        request: Request, actor: Asking, key: DeviceKey, day: Annotated[str, Query(max_length=20)] = ""
    ) -> Response:
        view, today = parts.use.devices.read(actor, key), parts.clock().astimezone(ZONE).date()
        shown, form = _day(day, today)
        as_of = datetime.combine(shown, time.max, ZONE)
        page = bom_page(view, parts.use.parts.bill_of_materials(actor, key, as_of), shown, form)
        return site.page(request, page, status=422 if form.problems else 200)


def _day(typed: str, today: date) -> tuple[date, FormState]:
    """The day that was asked for; today where none was, or it is none."""
    try:
        day = read_day(typed) if typed else today
    except ValueError:
        return today, FormState({"day": typed}, {"day": message("Give a date, as 2026-05-31.")})
    return day, FormState({"day": day.isoformat()})


def _add_stock(routes: APIRouter, parts: Parts, site: Site) -> None:
    def page(actor: Actor, form: FormState) -> StockPage:
        found = parts.use.parts.stock(actor)
        return StockPage(tuple(map(stock_line, found)), parts.use.devices.recorder.new_id(), form)

    @routes.get("/parts")
    def stock(request: Request, actor: Asking) -> Response:
        return site.page(request, page(actor, FormState()))

    @routes.post("/parts")
    def put_in(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            key = _put_in(parts, actor, sent)
        except COMES_BACK as error:
            return site.page(request, page(actor, sent.again(error)), status=fault_of(error).status)
        return go(f"{address_of(key)}/parts", said="recorded")


def _put_in(parts: Parts, actor: Actor, sent: Sent) -> DeviceKey:
    """The device that the part was put into."""
    fields, wanted = Fields(sent), sent.text("part")
    found = next((each for each in parts.use.parts.stock(actor) if stock_line(each).id == wanted), None)
    named = parts.use.intake.named(actor, sent.text("scan")) if sent.text("scan") else ()
    if found is None:
        fields.wrong("part", message("Choose a part that is in stock."))
    if len(named) != 1:
        fields.wrong("scan", message("No device, or several, have this number: scan its label."))
    fields.check()
    assert found is not None
    key = named[0].device_key
    parts.use.devices.record(actor, key, [Draft(_installed(found), event_id_of(sent))])
    return key


def _installed(found: StockPart) -> ComponentInstalled:
    part = found.part
    return ComponentInstalled(
        component=part.component,
        origin=PartOrigin.HARVESTED,
        serial=part.serial,
        donor=part.device,
        maker=part.maker,
        model=part.model,
    )
