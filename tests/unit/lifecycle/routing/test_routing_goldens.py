"""Whole decisions about realistic devices, as a case handler reads them."""

from dataclasses import dataclass
from datetime import date

import pytest

from dpp.domain.proof import canonical, sha256
from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.routing.facts import (
    Credential,
    Medium,
    Platform,
    Processor,
    RepairOption,
    Request,
    RoutingFacts,
    Since,
)
from lifecycle.domain.routing.record import to_plain
from lifecycle.domain.vocabulary import Classification, DataState, Holding, Lock, MediumKind, Route
from tests.support.routing_samples import I7_4600U, battery, decided, display, eur, laptop, medium

VERIFIED = (medium(DataState.VERIFIED),)
PROGRAMME = Request("2026-114", Route.DONATE, "laptop", 40, date(2027, 1, 31), memory_gib=8, functional_grade=4)
COORDINATOR = Credential(
    Route.DONATE, "aanwijzingsbesluit", "Stichting Allemaal Digitaal", date(2025, 1, 1), date(2027, 12, 31)
)


@dataclass(frozen=True)
class Golden:
    facts: RoutingFacts
    route: Route
    why: str
    flips: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()


GOLDENS = {
    "a three-year-old Latitude with a worn battery, asked for by a donation programme": Golden(
        laptop(
            media=VERIFIED,
            battery_health=61.0,
            market_value=eur(110, 90, 140),
            repair_options=(battery(38, 35, 45),),
            open_requests=(PROGRAMME,),
            credentials=(COORDINATOR,),
        ),
        Route.DONATE,
        "This device goes to a donation programme, because internal reuse asks for a battery of at least 80 % and this "
        "one has 61 %.",
        flips=("With a new battery, EUR 38 (35 to 45), internal reuse becomes possible.",),
        ranges=("At the high end of the market value the answer would be repair.",),
    ),
    "a ThinkPad T440s of 2014, which Windows 11 does not support": Golden(
        laptop(
            model_name="ThinkPad T440s",
            media=VERIFIED,
            processor=I7_4600U,
            in_use_since=Since.exactly(date(2014, 6, 1)),
            battery_health=64.0,
            market_value=eur(45, 30, 60),
        ),
        Route.SELL,
        "This device is sold to a refurbisher, because internal reuse takes devices of at most 48 months and this one "
        "is 149 months old.",
    ),
    "an EliteBook with an AMD processor, still enrolled": Golden(
        laptop(
            model_name="EliteBook 845 G8",
            media=VERIFIED,
            processor=Processor("AuthenticAMD", "AMD Ryzen 5 PRO 5650U", 25, 80, 0),
            locks=frozenset({Lock.AUTOPILOT}),
        ),
        Route.PARTS,
        "This device is taken apart for its parts, because a lock is still on it (autopilot).",
        flips=("With release of its locks, EUR 35, internal reuse becomes possible.",),
    ),
    "a laptop whose disk fails": Golden(
        laptop(
            disk_health=(MediumSeen("S1", MediumKind.HDD, healthy=False, reallocated_sectors=1975, pending_sectors=8),),
            repair_options=(RepairOption("storage", eur(35), 2, gives=256),),
        ),
        Route.REPAIR,
        "This device gets a new storage medium first, for EUR 35, and is then ready for internal reuse, because "
        "internal reuse asks for a working storage medium and it has none that may be used again.",
        conditions=("storage media that must be erased, and verified by a second person: 1",),
    ),
    "a laptop that held Stg. GEHEIM on soldered storage": Golden(
        laptop(
            classification=Classification.STG_G,
            media=(Medium("S1", MediumKind.EMMC, DataState.PURGED, removable=False),),
        ),
        Route.RECYCLE,
        "This device goes to a recycler, because a storage medium that must be destroyed cannot be taken out.",
        conditions=(
            "storage media that must be destroyed, with a witness: 1",
            "the receiver must show this, valid on the day: en-50625",
        ),
    ),
    "a leased laptop": Golden(
        laptop(holding=Holding.LESSOR),
        Route.RETURN_TO_LESSOR,
        "This device goes back to the lessor, because it is leased.",
        conditions=("storage media that must be erased, and verified by a second person: 1",),
    ),
    "a 24 inch display with scratches": Golden(
        display(credentials=(COORDINATOR,)),
        Route.DONATE,
        "This device goes to a donation programme, because internal reuse asks for cosmetic grade C4 and this "
        "one has C3.",
    ),
    "a 19 inch display": Golden(
        display(diagonal_inch=19.0, lines=1024),
        Route.SELL,
        "This device is sold to a refurbisher, because internal reuse asks for cosmetic grade C4 and this one has C3.",
    ),
    "a phone, while no method of erasure is approved": Golden(
        laptop(category="phone", platform=Platform.IOS, security_support_end=date(2029, 9, 1), media=VERIFIED),
        Route.PARTS,
        "This device is taken apart for its parts, because the policy names no approved method of erasure for this "
        "kind of device.",
    ),
}


@pytest.mark.parametrize("name", GOLDENS)
def test_a_realistic_device_gets_this_decision(name: str) -> None:
    golden = GOLDENS[name]
    decision = decided(golden.facts)
    assert decision.route is golden.route
    assert str(decision.why) == golden.why
    assert tuple(str(flip.what) for flip in decision.flips) == golden.flips
    assert tuple(str(it.what) for it in decision.disagreements) == golden.ranges
    conditions = tuple(str(line.why) for line in decision.conditions)
    assert conditions == golden.conditions


@pytest.mark.parametrize("name", GOLDENS)
def test_the_whole_decision_keeps_its_bytes(name: str) -> None:
    """A stored decision is made again years later: other bytes for the same inputs would call it changed.

    Another hash here is right only together with another policy, or another format of decisions.
    """
    assert sha256(canonical(to_plain(decided(GOLDENS[name].facts)))) == BYTES[name]


BYTES = {
    "a three-year-old Latitude with a worn battery, asked for by a donation programme": (
        "6d33b6111627f6d19c08d11cbc03238ba9ed786cb147bc4c1ea620a759907d69"
    ),
    "a ThinkPad T440s of 2014, which Windows 11 does not support": (
        "2e1bf9c872570d8caa3aa8fc1ef3baebc5a5542fb4d3db5ea15eee68d86d16e6"
    ),
    "an EliteBook with an AMD processor, still enrolled": (
        "77dc6731c9914683f3fae7aaa840d4d7e0e44f8262795a82db9ecfd66773ba59"
    ),
    "a laptop whose disk fails": "2d4f145c9c792bfe0b7e6ac5a70d687b6579adf72f4b279bd1bd37420c58206f",
    "a laptop that held Stg. GEHEIM on soldered storage": (
        "f2dd7e2b2ddc9d1aacf6bbd05182438b52b9696ccc04c362cf02691a6884405a"
    ),
    "a leased laptop": "6581ad53bfbc7b9f9906c0db2b0599b65e5df92bc1879d79c18eeac8be066741",
    "a 24 inch display with scratches": "b2a370142fbafd0d97939818b055d60b6e08d20cd0feb2b9c9decb9dd2c2d9f5",
    "a 19 inch display": "6355b25eeb4d15fc2997feab40641da2a83c1c8cce48e80612c74463d48ceda5",
    "a phone, while no method of erasure is approved": (
        "f54cc0fac347d6b7b3f5a479269fe663b94f3b8290f73cfe00015fc6ab75a671"
    ),
}
"""The hash of each decision, whole."""
