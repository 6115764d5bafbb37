"""Sale: two worn displays in one lot, handed to who sells them, with sealed bids of two buyers."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events import Place
from lifecycle.domain.sales import Offering, Way
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.consignments import NewConsignment, Receipt
from web.demo.acts import display, inspected
from web.demo.stage import Stage

HALL = Place("Kavelhal")
WORN = replace(inspected(FunctionalGrade.F3, CosmeticGrade.C3), value_eur=Decimal(35))
"""Too worn for use inside government or for donation, and worth more than its costs: the rules propose sale."""
OPEN = timedelta(days=14)
LEAST = 60_00
BIDS = (("refurbisher", 84_00), ("reparateur", 97_50))
"""In cents, for the whole lot. Until the closing moment nobody reads them."""


def offer(stage: Stage, model: PassportId) -> None:
    """From the provider to the seller, then offered to two buyers who bid."""
    keys = tuple(display(stage, model, f"DEMOKAVEL{number:02}", WORN) for number in range(1, 3))
    stage.use.routing.approve(stage.actors["drz-akkoord"], keys)
    _handed_to_seller(stage, keys)
    seller, sales = stage.actors["drz"], stage.use.sales
    lot = sales.make(seller, "Twee beeldschermen met gebruikssporen", keys).summary.id
    buyers = tuple(stage.organisation(who) for who, _ in BIDS)
    closes = stage.use.devices.recorder.clock() + OPEN
    sales.offer(seller, lot, Offering(buyers=buyers, way=Way.BIDS, closes_at=closes, cents=LEAST))
    for who, cents in BIDS:
        sales.bid(stage.actors[who], lot, cents)


def _handed_to_seller(stage: Stage, keys: tuple[DeviceKey, ...]) -> None:
    """Who has them changes, not whose they are."""
    provider = stage.actors["ict"]
    made = stage.use.consignments.create(provider, NewConsignment(receiver=stage.organisation("drz"), devices=keys))
    stage.use.consignments.offer(provider, made.consignment.id)
    stage.use.consignments.receive(stage.actors["drz"], made.consignment.id, Receipt(place=HALL))
