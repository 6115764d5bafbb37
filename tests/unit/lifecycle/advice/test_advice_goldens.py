"""Whole advice about realistic devices, as a repairer reads it."""

from dataclasses import dataclass
from datetime import date

import pytest

from lifecycle.domain.advice.advice import Say
from lifecycle.domain.routing.facts import Platform, RoutingFacts, Since
from lifecycle.domain.vocabulary import DataState, Hazard, Holding, Lock
from tests.support.advice_samples import advised
from tests.support.routing_samples import I7_4600U, battery, display, eur, laptop, medium

VERIFIED = (medium(DataState.VERIFIED),)


@dataclass(frozen=True)
class Golden:
    facts: RoutingFacts
    say: Say
    why: str
    opens: str | None = None
    missing: tuple[str, ...] = ()
    depends: tuple[tuple[str, Say], ...] = ()


WORN = {"media": VERIFIED, "battery_health": 61.0}

GOLDENS = {
    "a Latitude with a worn battery and a quote of EUR 38": Golden(
        laptop(**WORN, market_value=eur(180), repair_options=(battery(38),)),
        Say.REPAIR,
        "Repair it: a new battery, EUR 38, is worth it at a market value of EUR 180.",
        opens="With a new battery, EUR 38, internal reuse becomes possible.",
    ),
    "the same at a value of which the battery is a third": Golden(
        laptop(**WORN, market_value=eur(110), repair_options=(battery(38),)),
        Say.DO_NOT,
        "Do not repair it: a new battery costs EUR 38 and repair may cost at most 30 % of the market value, EUR 110.",
        opens="With a new battery, EUR 38, internal reuse becomes possible.",
    ),
    "the same with nothing but the estimate of the policy": Golden(
        laptop(**WORN, market_value=eur(260)),
        Say.REPAIR,
        "Repair it: a new battery, EUR 66.67, is worth it at a market value of EUR 260.",
        opens="With a new battery, EUR 66.67 (27.5 to 166.25), internal reuse becomes possible.",
        depends=(("low", Say.DO_NOT),),
    ),
    "the same of which nobody knows the value": Golden(
        laptop(**WORN, market_value=None, repair_options=(battery(38),)),
        Say.CANNOT,
        "Nobody can say yet: its value in working order is not known, so nobody can say whether that is worth the "
        "cost.",
        opens="With a new battery, EUR 38, internal reuse becomes possible.",
        missing=("its value in working order: from EUR 127 on the repair is worth it",),
    ),
    "a ThinkPad T440s with a broken keyboard, which Windows 11 does not support": Golden(
        laptop(
            model_name="ThinkPad T440s",
            processor=I7_4600U,
            media=VERIFIED,
            failed_tests=frozenset({"keyboard"}),
            functional_grade=3,
            in_use_since=Since.exactly(date(2020, 3, 1)),
            market_value=eur(90),
        ),
        Say.REPAIR,
        "Repair it: a new keyboard, EUR 72.5, is worth it at a market value of EUR 90.",
        opens="With a new keyboard, EUR 72.5 (22.5 to 240), a donation programme becomes possible.",
        depends=(("low", Say.DO_NOT),),
    ),
    "a phone whose updates end in four months": Golden(
        laptop(
            category="phone",
            platform=Platform.ANDROID,
            security_support_end=date(2027, 3, 31),
            media=VERIFIED,
            battery_health=70.0,
        ),
        Say.DO_NOT,
        "Do not repair it: it gets security updates until 2027-03-31, and a repair asks for 12 months.",
    ),
    "a leased laptop": Golden(
        laptop(**WORN, holding=Holding.LESSOR),
        Say.DO_NOT,
        "Do not repair it: it is leased, also once it is repaired.",
    ),
    "a laptop with a lock on it": Golden(
        laptop(**WORN, market_value=eur(260), locks=frozenset({Lock.FIRMWARE_PASSWORD}), repair_options=(battery(38),)),
        Say.CANNOT,
        "Nobody can say yet: once repaired it still needs release of its locks.",
        missing=("once repaired it still needs release of its locks",),
    ),
    "a laptop that works at F2, nobody knows why": Golden(
        laptop(functional_grade=2),
        Say.CANNOT,
        "Nobody can say yet: it works at F2, and no failed test says why.",
        missing=("a diagnosis: what is broken, and so which part is needed",),
    ),
    "a good laptop": Golden(laptop(), Say.NOTHING, "There is nothing to repair: nothing is known to be broken."),
    "a display of which nobody prices the broken glass": Golden(
        display(hazards=frozenset({Hazard.BROKEN_GLASS}), cosmetic_grade=4),
        Say.CANNOT,
        "Nobody can say yet: nobody knows what this costs: a new screen.",
        opens="With a new screen, internal reuse becomes possible.",
        missing=("a price: all together may cost at most EUR 40",),
    ),
    "a laptop that was donated, brought to a Repair Cafe": Golden(
        laptop(**WORN, holding=Holding.RECIPIENT, market_value=eur(260)),
        Say.REPAIR,
        "Repair it: a new battery, EUR 66.67, is worth it at a market value of EUR 260.",
        depends=(("low", Say.DO_NOT),),
    ),
}


@pytest.mark.parametrize("name", GOLDENS)
def test_a_realistic_device_gets_this_advice(name: str) -> None:
    golden = GOLDENS[name]
    advice = advised(golden.facts)
    told = None if advice.route is None or advice.route.opens is None else str(advice.route.opens.what)
    assert (advice.say, str(advice.why)) == (golden.say, golden.why)
    assert told == golden.opens
    assert tuple(map(str, advice.missing)) == golden.missing
    assert tuple((each.end.value, each.say) for each in advice.depends) == golden.depends
