"""Pages of counted goods: take in, see balances, sort and hand over, count and receive."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from lifecycle.domain.events import Place
from lifecycle.domain.goods import Entry, GoodsCondition, GoodsTerms, Lot, MovementId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.things import COUNTED, Unit
from lifecycle.domain.vocabulary import Ground
from lifecycle.service.goods import Change, Departure, GoodsView, Intake, Known, Line, Offer, Receipt
from web.accounts.service.choosing_ports import Among
from web.bootstrap import Parts
from web.pages.acts.base import EVENT, Fields, choices, event_id_of
from web.pages.acts.choosing import Chooser, listed, organisations
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.forms import Field, FieldKind, FormPage, Offered
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.contexts.things import GoodsPage
from web.pages.mapping.things import goods_lines, goods_movement, lot_id, quantity_words
from web.pages.serving import Asking, Sent, SentForm, Site, go

SORT, MOVE, HAND_OVER, WRITE_OFF = "sort", "move", "hand-over", "write-off"
GOODS = Link(message("Counted goods"), "/goods")


def goods_pages(parts: Parts, site: Site) -> APIRouter:
    """The routes below `/goods`."""
    routes = APIRouter(prefix="/goods")
    counter = _Counter(parts)

    @routes.get("")
    def read(request: Request, actor: Asking) -> Response:
        return site.page(request, counter.page(actor, FormState()))

    @routes.post("")
    def take_in(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            parts.use.goods.take_in(actor, _intake(sent, counter.owners(actor)))
        except COMES_BACK as error:
            return site.page(request, counter.page(actor, sent.again(error)), status=fault_of(error).status)
        return go("/goods", said="recorded")

    @routes.get("/lots/{lot}")
    def ask(request: Request, actor: Asking, lot: str) -> Response:
        return site.page(request, counter.lot_page(actor, lot, counter.new_form()))

    @routes.post("/lots/{lot}")
    def act(request: Request, actor: Asking, lot: str, sent: SentForm) -> Response:
        try:
            _act(counter, actor, counter.entry(actor, lot).lot, sent)
        except COMES_BACK as error:
            page = counter.lot_page(actor, lot, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go("/goods", said="recorded")

    _add_offers(routes, counter, site)
    return routes


def _add_offers(routes: APIRouter, counter: "_Counter", site: Site) -> None:
    goods = counter.parts.use.goods

    @routes.get("/offers/{offer}/receipt")
    def count(request: Request, actor: Asking, offer: MovementId) -> Response:
        return site.page(request, counter.receipt_page(actor, offer, counter.new_form()))

    @routes.post("/offers/{offer}/receipt")
    def receive(request: Request, actor: Asking, offer: MovementId, sent: SentForm) -> Response:
        try:
            goods.receive(actor, offer, _receipt(sent, counter.offered(actor, offer)))
        except COMES_BACK as error:
            page = counter.receipt_page(actor, offer, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go("/goods", said="received")

    @routes.post("/offers/{offer}/withdrawal")
    def withdraw(actor: Asking, offer: MovementId, _sent: SentForm) -> Response:
        goods.withdraw(actor, offer, Known())
        return go("/goods", said="withdrawn")


class _Counter:
    """What the handlers share: pages over what this person may see."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def new_form(self) -> FormState:
        return FormState({EVENT: self.parts.use.devices.recorder.new_id()})

    def page(self, actor: Actor, form: FormState) -> GoodsPage:
        view = self.parts.use.goods.read(actor)
        return GoodsPage(
            lines=tuple(goods_lines(view, actor)),
            movements=tuple(goods_movement(each, view.names) for each in view.movements[:20]),
            kinds=tuple(Choice(kind.code, kind.name) for kind in COUNTED.values()),
            owners=self.owners(actor).offered(form, "owner"),
            may_take_in=PERMISSIONS.allows("take_in_goods", actor),
            event=self.parts.use.devices.recorder.new_id(),
            form=form,
        )

    def owners(self, actor: Actor) -> Chooser[Among]:
        """Whose goods may be: an organisation of the State."""
        return organisations(self.parts, actor, Among(in_state=True))

    def receivers(self, actor: Actor) -> Chooser[Among]:
        return organisations(self.parts, actor)

    def entry(self, actor: Actor, lot: str) -> Entry:
        """The lot that an address names, among those that this person may see."""
        return _named(self.parts.use.goods.read(actor), lot)

    def offered(self, actor: Actor, offer: MovementId) -> tuple[Entry, ...]:
        return tuple(each for each in self.parts.use.goods.read(actor).lots if each.lot.offer == offer)

    def lot_page(self, actor: Actor, lot: str, form: FormState) -> FormPage:
        entry = self.entry(actor, lot)
        return FormPage(
            title=message("Sort, move or hand over"),
            back=GOODS,
            send_to=f"/goods/lots/{lot}",
            send=message("Save"),
            fields=_lot_fields(self.receivers(actor).offered(form, "receiver")),
            intro=quantity_words(entry),
            form=form,
        )

    def receipt_page(self, actor: Actor, offer: MovementId, form: FormState) -> FormPage:
        lots = self.offered(actor, offer)
        if not lots:
            raise NotFound(message("There is no offer of goods '{offer}'.", offer=offer[:40]))
        counts = tuple(
            Field(FieldKind.NUMBER, f"counted-{number}", message("How many of: {what}", what=quantity_words(each)))
            for number, each in enumerate(lots)
        )
        expected = {f"counted-{number}": f"{each.quantity:f}" for number, each in enumerate(lots)}
        return FormPage(
            title=message("Count and receive"),
            back=GOODS,
            send_to=f"/goods/offers/{offer}/receipt",
            send=message("Receive"),
            fields=(*counts, Field(FieldKind.TEXT, "place", message("Place"))),
            intro=message("Change the number where you counted another one. What is missing stays with the sender."),
            form=replace(form, values={**expected, **form.values}),
        )


def _named(view: GoodsView, lot: str) -> Entry:
    found = next((each for each in view.lots if lot_id(each.lot) == lot), None)
    if found is None:
        raise NotFound(
            message("This lot is not there any more."),
            remedy=message("Go back to the list: somebody may have moved it."),
        )
    return found


def _lot_fields(receivers: Offered) -> tuple[Field, ...]:
    acts = (
        Choice(SORT, message("Sort: they are in another condition")),
        Choice(MOVE, message("Move: they are at another place")),
        Choice(HAND_OVER, message("Hand over to another organisation")),
        Choice(WRITE_OFF, message("Write off: they are not there any more")),
    )
    choose = message("choose")
    return (
        Field(FieldKind.RADIOS, "act", message("What happens?"), choices=acts),
        Field(FieldKind.NUMBER, "quantity", message("How many?")),
        Field(
            FieldKind.SELECT,
            "condition",
            message("Sort: how are they?"),
            choices=choices(GoodsCondition),
            empty=choose,
            required=False,
        ),
        Field(FieldKind.TEXT, "place", message("Move: where to?"), required=False),
        *listed(
            Field(FieldKind.SELECT, "receiver", message("Hand over: to whom?"), empty=choose, required=False),
            receivers,
        ),
        Field(
            FieldKind.SELECT,
            "ground",
            message("Hand over: on which ground does ownership pass?"),
            message("Leave this open when only the place changes, and the owner stays."),
            choices=choices(Ground),
            empty=choose,
            required=False,
        ),
        Field(
            FieldKind.TEXT,
            "decision",
            message("Hand over: decision that they are surplus"),
            message("Needed where property of the State leaves."),
            required=False,
        ),
        Field(FieldKind.TEXT, "reason", message("Write off: why?"), required=False),
    )


def _intake(sent: Sent, owners: Chooser[Among]) -> Intake:
    fields = Fields(sent)
    said = Intake(
        kind=fields.choice("kind", *COUNTED),
        quantity=_quantity(fields, "quantity"),
        unit=fields.one_of("unit", Unit),
        condition=fields.one_of("condition", GoodsCondition),
        owner=OrganisationId(owners.one(fields, "owner")),
        place=Place(fields.text("place")),
        movement_id=_movement_id(sent),
    )
    fields.check()
    return said


def _act(counter: _Counter, actor: Actor, lot: Lot, sent: Sent) -> None:
    """The act that was chosen, with its own fields."""
    fields, goods, made = Fields(sent), counter.parts.use.goods, _movement_id(sent)
    act, quantity = fields.choice("act", SORT, MOVE, HAND_OVER, WRITE_OFF), _quantity(fields, "quantity")
    if act == SORT:
        condition = fields.one_of("condition", GoodsCondition)
        fields.check()
        goods.change(actor, Change(lot=lot, quantity=quantity, condition=condition, movement_id=made))
    elif act == MOVE:
        place = Place(fields.text("place"))
        fields.check()
        goods.change(actor, Change(lot=lot, quantity=quantity, place=place, movement_id=made))
    elif act == HAND_OVER:
        terms = _terms(fields, counter.receivers(actor))
        fields.check()
        goods.offer(actor, Offer(lines=(Line(lot=lot, quantity=quantity),), terms=terms, movement_id=made))
    else:
        fields.check()
        reason = fields.optional("reason")
        goods.write_off(actor, Departure(lot=lot, quantity=quantity, reason=reason, movement_id=made))


def _terms(fields: Fields, receivers: Chooser[Among]) -> GoodsTerms:
    receiver, ground = OrganisationId(receivers.one(fields, "receiver")), fields.maybe_one_of("ground", Ground)
    return GoodsTerms(receiver, ground, fields.optional("decision"))


def _receipt(sent: Sent, lots: tuple[Entry, ...]) -> Receipt:
    fields = Fields(sent)
    counted = tuple(
        Line(
            lot=replace(each.lot, offer=None, receiver=None),
            quantity=_quantity(fields, f"counted-{number}", least=Decimal(0)),
        )
        for number, each in enumerate(lots)
    )
    receipt = Receipt(place=Place(fields.text("place")), counted=counted, movement_id=_movement_id(sent))
    fields.check()
    return receipt


def _quantity(fields: Fields, name: str, least: Decimal = Decimal("0.001")) -> Decimal:
    """A number, with a comma or a point; the rules of the ledger say whether it fits its unit."""
    try:
        quantity = Decimal(fields.sent.text(name).replace(",", "."))
    except InvalidOperation:
        quantity = Decimal(-1)
    if not quantity.is_finite() or quantity < least:
        fields.wrong(name, message("Give a number above zero."))
        return Decimal(1)
    return quantity


def _movement_id(sent: Sent) -> MovementId | None:
    given = event_id_of(sent)
    return None if given is None else MovementId(given)
