"""Rules on what an act rests on: the legal ground of an exit, the words that explain it, the codes of waste.

The grounds are those of the Regeling materieelbeheer roerende zaken van het Rijk, art. 5-7: transfer (within the
State), sale, lease, destruction, trade-in, gift.

| rule | refuses |
|---|---|
| ground-of-route | ownership that would pass on a ground, or to a kind of party, which does not belong to the route |
| ground-of-exit | going back to a lessor, an exchange or a trade-in on another ground than its own |
| gone-once | the same for what went away for good already |
| back-to-the-state | returning to its owner what does not belong to the State |
| says-why | an act without the reason, report, contract or unit that explains it |
| waste-codes | a WEEE category outside 1 to 6, or a code that has not the form of the European Waste Catalogue |
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from dpp.domain.message import listed, message
from lifecycle.domain.device import GONE, Device
from lifecycle.domain.events import (
    Event,
    ExchangedUnderWarranty,
    Recycled,
    ReturnedToLessor,
    SentToRecycler,
    TradedIn,
    TransferOffered,
)
from lifecycle.domain.guards.rule import Why, rule
from lifecycle.domain.vocabulary import Ground, Holding, Route
from lifecycle.domain.waste import WEEE_CATEGORIES

GROUNDS: Mapping[Route, tuple[frozenset[Ground], frozenset[Holding]]] = MappingProxyType(
    {
        Route.REDEPLOY: (frozenset({Ground.TRANSFER}), frozenset({Holding.STATE})),
        Route.DONATE: (
            frozenset({Ground.GIFT, Ground.SALE}),
            frozenset({Holding.COORDINATOR, Holding.RECIPIENT}),
        ),
        Route.SELL: (frozenset({Ground.SALE, Ground.TRADE_IN}), frozenset({Holding.BUYER})),
        Route.RECYCLE: (
            frozenset({Ground.DESTRUCTION, Ground.SALE}),
            frozenset({Holding.RECIPIENT, Holding.BUYER}),
        ),
        Route.RETURN_TO_LESSOR: (frozenset({Ground.LEASE}), frozenset({Holding.LESSOR})),
    }
)
"""On which grounds ownership passes by a route, and to whom. The coordinator may buy what it distributes."""

OF_EXIT: Mapping[str, frozenset[Ground]] = MappingProxyType(
    {
        "returned_to_lessor": frozenset({Ground.LEASE}),
        "exchanged_under_warranty": frozenset({Ground.TRANSFER, Ground.TRADE_IN}),
        "traded_in": frozenset({Ground.TRADE_IN}),
    }
)
"""The grounds of exits that are events of their own."""

EXPLAINED: Mapping[str, str] = MappingProxyType(
    {
        "assigned": "unit",
        "redeployed": "unit",
        "lost_or_stolen": "report",
        "taken_back": "reason",
        "returned_to_owner": "reason",
        "returned_to_lessor": "contract",
        "exchanged_under_warranty": "contract",
        "traded_in": "contract",
        "hold_placed": "reason",
        "hold_released": "reason",
    }
)
"""Which field explains an act of this kind."""

_EWC = re.compile(r"\d{2} ?\d{2} ?\d{2}\*?")


def ground_of_route(_device: Device, _event: Event, it: TransferOffered) -> Why | None:
    """Where only custody passes there is no ground; a route without a row is one by which nothing passes."""
    if it.route is None or it.ground is None or it.holding is None:
        return None
    grounds, holdings = GROUNDS.get(it.route, (frozenset(), frozenset()))
    if it.ground in grounds and it.holding in holdings:
        return None
    return Why(
        message(
            "By route {route} ownership does not pass by {ground} to a {holding}.",
            route=it.route,
            ground=it.ground,
            holding=it.holding,
        ),
        remedy=message("Grounds of this route: {grounds}.", grounds=listed(sorted(grounds)) if grounds else "-"),
    )


def ground_of_exit(
    _device: Device, event: Event, it: ReturnedToLessor | ExchangedUnderWarranty | TradedIn
) -> Why | None:
    grounds = OF_EXIT[event.kind]
    if it.ground in grounds:
        return None
    return Why(
        message("Its legal ground is not {ground}.", ground=it.ground),
        remedy=message("Grounds of this act: {grounds}.", grounds=listed(sorted(grounds))),
    )


def gone_once(device: Device, _event: Event, _it: object) -> Why | None:
    if device.stage not in GONE:
        return None
    return Why(
        message("It went away for good already ({stage}).", stage=device.stage),
        remedy=message("Look at its events; if it came back, record that it was taken back first."),
    )


def back_to_the_state(device: Device, _event: Event, _it: object) -> Why | None:
    belongs = device.ownership is not None and device.ownership.within_state
    if belongs and device.stage not in GONE:
        return None
    return Why(
        message("It does not belong to the State (any more)."),
        remedy=message("A leased device goes back to its lessor; what went away for good is taken back."),
    )


def says_why(_device: Device, event: Event, it: object) -> Why | None:
    name = EXPLAINED[event.kind]
    if str(getattr(it, name)).strip():
        return None
    return Why(
        message("It does not say why: '{field}' is empty.", field=name),
        remedy=message("Fill it in; name no person."),
    )


def waste_codes(_device: Device, _event: Event, it: SentToRecycler | Recycled) -> Why | None:
    if it.weee_category in WEEE_CATEGORIES and _EWC.fullmatch(it.ewc.strip()):
        return None
    return Why(
        message("'{ewc}' in WEEE category {category} is no code of waste.", ewc=it.ewc, category=it.weee_category),
        remedy=message("Give a category from 1 to 6 (Annex III), and six digits of the European Waste Catalogue."),
    )


RULES = (
    rule("ground-of-route", ground_of_route, "transfer_offered"),
    rule("ground-of-exit", ground_of_exit, " ".join(OF_EXIT)),
    rule("gone-once", gone_once, " ".join(OF_EXIT)),
    rule("back-to-the-state", back_to_the_state, "returned_to_owner"),
    rule("says-why", says_why, " ".join(EXPLAINED)),
    rule("waste-codes", waste_codes, "sent_to_recycler recycled"),
)
