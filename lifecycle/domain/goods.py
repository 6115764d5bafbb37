"""Counted goods: chargers, keyboards, cables, taken in and passed on by number or by weight, never one by one.

A movement is an entry in a ledger that only grows; a balance is what the movements add up to, per lot: kind, unit,
condition, owner, custodian, place and, while it is on its way, the offer under which it goes.

Rules:
1. Only what cannot bear data is counted, in a unit of its kind (`lifecycle.domain.things.COUNTED`).
2. A quantity is above zero: whole pieces, or kilograms to the gram.
3. No balance is ever below zero: what is not there cannot be moved, given or recycled (`goods-below-zero`).
4. Nothing appears or vanishes on the way: sorting, moving, offering, receiving and withdrawing keep the sum. Goods come
   in by being taken in, and go out by being donated, recycled or written off with a reason.
5. A hand-over has two sides: until the receiver counts, the sender answers for what is on its way. What was offered and
   did not arrive is the sender's again; more than was offered is not received.
6. Ownership passes with a ground, and then with the decision that the goods are surplus where they are the State's.
7. What is recycled has a weight, a WEEE category and a waste code (EWC).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem, Refused
from dpp.domain.message import message
from lifecycle.domain.events import ConsignmentId, Place
from lifecycle.domain.things import COUNTED, Unit
from lifecycle.domain.vocabulary import Ground

MovementId = NewType("MovementId", str)
GRAM = Decimal("0.001")
MOST = Decimal(1_000_000)


class GoodsCondition(StrEnum):
    """How a lot is, as far as somebody looked."""

    WORKING = "working"
    UNTESTED = "untested"
    BROKEN = "broken"


class GoodsAct(StrEnum):
    """What a movement does."""

    TAKEN_IN = "taken-in"
    SORTED = "sorted"
    MOVED = "moved"
    OFFERED = "offered"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    DONATED = "donated"
    RECYCLED = "recycled"
    WRITTEN_OFF = "written-off"


IN = frozenset({GoodsAct.TAKEN_IN})
OUT = frozenset({GoodsAct.DONATED, GoodsAct.RECYCLED, GoodsAct.WRITTEN_OFF})


@dataclass(frozen=True)
class Lot:
    """What is the same in every way that counts. `offer` and `receiver`: while it is on its way."""

    kind: str
    unit: Unit
    condition: GoodsCondition
    owner: OrganisationId
    custodian: OrganisationId
    place: Place
    offer: MovementId | None = None
    receiver: OrganisationId | None = None


@dataclass(frozen=True)
class Entry:
    """What a movement does to one lot: more (above zero) or less, in pieces or kilograms."""

    lot: Lot
    quantity: Decimal


@dataclass(frozen=True)
class GoodsTerms:
    """The terms of a hand-over. With a `ground` ownership passes; `decision` is that the goods are surplus."""

    receiver: OrganisationId
    ground: Ground | None = None
    decision: str | None = None
    consignment: ConsignmentId | None = None


@dataclass(frozen=True)
class WasteNote:
    """What a recycler reports of goods that it recycled."""

    kilograms: Decimal
    weee_category: int
    ewc: str


@dataclass(frozen=True)
class Movement:
    """One entry in the ledger. `offer` is the one that is received or withdrawn; `reason` names no person."""

    id: MovementId
    act: GoodsAct
    occurred_at: datetime
    recorded_at: datetime
    actor: AccountId
    organisation: OrganisationId
    entries: tuple[Entry, ...]
    offer: MovementId | None = None
    terms: GoodsTerms | None = None
    waste: WasteNote | None = None
    recipient: OrganisationId | None = None
    reason: str | None = None

    @property
    def parties(self) -> frozenset[OrganisationId]:
        """Whom it concerns."""
        lots = [each.lot for each in self.entries]
        said = {self.organisation, self.recipient, self.terms and self.terms.receiver}
        named = said | {lot.owner for lot in lots} | {lot.custodian for lot in lots}
        return frozenset(each for each in named if each)


Balance = Mapping[Lot, Decimal]


def taken_in(lot: Lot, quantity: Decimal) -> tuple[Entry, ...]:
    _check_lot(lot)
    return (Entry(lot, checked(quantity, lot.unit)),)


def sorted_as(lot: Lot, condition: GoodsCondition, quantity: Decimal) -> tuple[Entry, ...]:
    """Somebody looked: so many of the lot are in this condition."""
    return _passed(lot, replace(lot, condition=condition), quantity)


def moved(lot: Lot, place: Place, quantity: Decimal) -> tuple[Entry, ...]:
    return _passed(lot, replace(lot, place=place), quantity)


def offered(lines: Iterable[tuple[Lot, Decimal]], offer: MovementId, terms: GoodsTerms) -> tuple[Entry, ...]:
    """On its way: the sender still answers for it, and nobody can give it away twice."""
    entries: tuple[Entry, ...] = ()
    for lot, quantity in lines:
        if lot.custodian == terms.receiver:
            raise Refused("goods-two-sides", message("Whoever has it cannot receive it."), remedy=_CHOOSE_ANOTHER)
        entries += _passed(lot, replace(lot, offer=offer, receiver=terms.receiver), quantity)
    return entries


def on_its_way(offer: Movement) -> tuple[Entry, ...]:
    """What an offer put on its way."""
    return tuple(each for each in offer.entries if each.lot.offer == offer.id)


def received(offer: Movement, counted: Mapping[Lot, Decimal], place: Place) -> tuple[Entry, ...]:
    """What the receiver counted of each offered lot; the rest is the sender's again (rule 5).

    Lots are named as they were offered, without the offer; one that is left out arrived whole.
    """
    assert offer.terms is not None
    entries: tuple[Entry, ...] = ()
    for entry in on_its_way(offer):
        before = replace(entry.lot, offer=None, receiver=None)
        arrived = counted.get(before, entry.quantity)
        if arrived > entry.quantity or arrived < 0:
            raise Refused(
                "goods-as-offered",
                message(
                    "{arrived} is not among the {offered} that were offered.", arrived=arrived, offered=entry.quantity
                ),
                remedy=message("Receive what was offered; let the sender offer the rest, or take it in by itself."),
            )
        entries += (Entry(entry.lot, -entry.quantity),)
        if arrived:
            entries += (Entry(_arrived(before, offer.terms, place), checked(arrived, before.unit)),)
        if arrived < entry.quantity:
            entries += (Entry(before, entry.quantity - arrived),)
    return entries


def withdrawn(offer: Movement) -> tuple[Entry, ...]:
    entries: tuple[Entry, ...] = ()
    for entry in on_its_way(offer):
        entries += (
            Entry(entry.lot, -entry.quantity),
            Entry(replace(entry.lot, offer=None, receiver=None), entry.quantity),
        )
    return entries


def gone(lot: Lot, quantity: Decimal) -> tuple[Entry, ...]:
    """Donated, recycled or written off."""
    return (Entry(lot, -checked(quantity, lot.unit)),)


def check_waste(note: WasteNote) -> WasteNote:
    """Rule 7; Refused `waste-and-kilograms`."""
    if note.kilograms > 0 and note.ewc.strip() and 1 <= note.weee_category <= 6:
        return note
    raise Refused(
        "waste-and-kilograms",
        message("Recycling needs kilograms above zero, a WEEE category from 1 to 6 and a waste code."),
        remedy=message("Weigh the lot, and give its WEEE category and EWC code."),
    )


def _arrived(lot: Lot, terms: GoodsTerms, place: Place) -> Lot:
    owner = lot.owner if terms.ground is None else terms.receiver
    return replace(lot, owner=owner, custodian=terms.receiver, place=place)


def _passed(from_lot: Lot, to_lot: Lot, quantity: Decimal) -> tuple[Entry, ...]:
    if from_lot == to_lot:
        raise Refused("goods-unchanged", message("It is so already."), remedy=message("Choose something else."))
    amount = checked(quantity, from_lot.unit)
    return (Entry(from_lot, -amount), Entry(to_lot, amount))


_CHOOSE_ANOTHER = message("Choose the organisation that will have it.")


def checked(quantity: Decimal, unit: Unit) -> Decimal:
    """The quantity; InvalidInput where it is none (rule 2)."""
    fits = quantity.is_finite() and 0 < quantity <= MOST
    if fits and quantity == quantity.quantize(Decimal(1) if unit is Unit.PIECE else GRAM):
        return quantity
    what = message("Give whole pieces, or kilograms to the gram, above zero.")
    raise InvalidInput(what, (Problem("$.quantity", what),))


def _check_lot(lot: Lot) -> None:
    """Rule 1."""
    kind = COUNTED.get(lot.kind)
    if kind is None:
        raise Refused(
            "goods-counted-kind",
            message("'{kind}' is not counted: each is a device of its own.", kind=lot.kind[:40]),
            remedy=message("Scan it, and register it as a thing; it may bear data."),
        )
    if lot.unit not in kind.counted_in:
        raise Refused(
            "goods-counted-kind",
            message("{kind} is not counted by {unit}.", kind=kind.name, unit=lot.unit),
            remedy=message("Count the pieces."),
        )


def admit(balance: Balance, movement: Movement) -> None:
    """Return when the movement may be recorded over these balances; Refused when not (rules 3 and 4)."""
    after = dict(balance)
    for entry in movement.entries:
        after[entry.lot] = after.get(entry.lot, Decimal(0)) + entry.quantity
    short = next((entry for entry in movement.entries if after[entry.lot] < 0), None)
    if short is not None:
        raise Refused(
            "goods-below-zero",
            message(
                "There are {there}, and {asked} were asked.",
                there=balance.get(short.lot, Decimal(0)),
                asked=-short.quantity,
            ),
            remedy=message("Count again; take in what was never taken in, or write off what is gone."),
        )
    _check_sum(movement)


def _check_sum(movement: Movement) -> None:
    """Rule 4. A movement that breaks it is a fault of ours: ValueError."""
    sums: dict[tuple[str, Unit], Decimal] = {}
    for entry in movement.entries:
        what = (entry.lot.kind, entry.lot.unit)
        sums[what] = sums.get(what, Decimal(0)) + entry.quantity
    wanted = 1 if movement.act in IN else -1 if movement.act in OUT else 0
    if not sums or any((total > 0) - (total < 0) != wanted for total in sums.values()):
        raise ValueError(f"movement {movement.id} ({movement.act}) does not keep the sum: {sums}")


def balances(movements: Iterable[Movement]) -> dict[Lot, Decimal]:
    """What movements, in the order of recording, add up to; lots of which nothing is left are left out."""
    found: dict[Lot, Decimal] = {}
    for movement in movements:
        for entry in movement.entries:
            found[entry.lot] = found.get(entry.lot, Decimal(0)) + entry.quantity
    return {lot: quantity for lot, quantity in found.items() if quantity}


def same_movement(stored: Movement, new: Movement) -> Movement:
    """The stored one for a retry; Conflict where the id is taken by other content.

    One that does not say when it happened (it happened when it came) is a retry whenever it comes again.
    """
    happened = stored.occurred_at if new.occurred_at == new.recorded_at else new.occurred_at
    if replace(new, recorded_at=stored.recorded_at, occurred_at=happened) == stored:
        return stored
    raise Conflict(
        message("Movement id {id} is taken by other content.", id=stored.id),
        remedy=message("Give a new movement an id of its own; send a retry unchanged."),
    )
