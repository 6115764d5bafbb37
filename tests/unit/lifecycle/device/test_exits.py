"""Exits carry their legal ground and pass the same gates; ownership is apart from custody; waste can be used again."""

from dataclasses import replace

import pytest

from dpp.domain.errors import Refused
from dpp.domain.opaque import PassportId
from lifecycle.domain.events import (
    Classified,
    CustodyChanged,
    ExchangedUnderWarranty,
    Happening,
    IdentityMatched,
    Place,
    TradedIn,
    TransferReceived,
)
from lifecycle.domain.vocabulary import Classification, Ground, Holding, Lifecycle, Waste
from tests.unit.lifecycle.device.lives import (
    BRAM,
    CARLA,
    CONSIGNMENT,
    MANIFEST,
    PROVIDER,
    REGISTERED,
    SCANNED,
    SERIAL,
    Life,
    at_intake,
    clean,
    given_away,
    verify,
    wipe,
)
from tests.unit.lifecycle.device.test_guards import RECYCLED, REFURBISHED, SEALED, TO_RECYCLER, at_recycler

MAKER = SEALED.receiver


def at_the_maker(life: Life) -> Life:
    """In sealed custody of a party outside the State: its ownership has not passed."""
    life.then(SEALED)
    arrived = TransferReceived(consignment=CONSIGNMENT, manifest_sha256=MANIFEST, seal=SEALED.seal)
    taken = CustodyChanged(
        custodian=MAKER,
        place=Place("Depot"),
        inside_state=False,
        consignment=CONSIGNMENT,
        seal=SEALED.seal,
        processor_agreement=SEALED.processor_agreement,
    )
    return life.then(arrived, CARLA, MAKER).then(taken, CARLA, MAKER)


def test_custody_outside_the_state_changes_no_ownership() -> None:
    state = at_the_maker(at_intake()).state
    assert state.ownership is not None
    assert (state.custody.custodian, state.ownership.within_state) == (MAKER, True)
    assert not state.has_left_the_state


EXITS = (
    (TradedIn(contract="t-1"), Holding.BUYER, Ground.TRADE_IN, Lifecycle.SOLD),
    (ExchangedUnderWarranty(contract="w-1"), Holding.RECIPIENT, Ground.TRANSFER, Lifecycle.RETURNED),
)


@pytest.mark.parametrize(("exit_", "holding", "ground", "stage"), EXITS, ids=lambda value: str(value)[:20])
def test_an_exit_passes_ownership_to_who_has_it_on_its_ground(
    exit_: Happening, holding: Holding, ground: Ground, stage: Lifecycle
) -> None:
    state = at_the_maker(clean()).then(exit_).state
    assert state.ownership is not None
    assert (state.ownership.owner, state.ownership.holding, state.ownership.ground) == (MAKER, holding, ground)
    assert (state.stage, state.has_left_the_state) == (stage, True)


@pytest.mark.parametrize("exit_", [each[0] for each in EXITS], ids=lambda value: value.kind)
def test_an_exit_passes_the_gate_of_the_media(exit_: Happening) -> None:
    with pytest.raises(Refused, match="Not every storage medium") as refused:
        at_the_maker(at_intake()).then(exit_)
    assert refused.value.rule == "unverified-medium"


def test_ownership_that_passed_in_the_hand_over_is_not_passed_again() -> None:
    before = given_away().state.ownership
    after = given_away().then(TradedIn(contract="t-1"), CARLA, PROVIDER).state
    assert after.ownership == before


def test_what_became_waste_and_was_refurbished_is_prepared_for_reuse_and_not_recycled() -> None:
    """WEEE Directive 2012/19/EU; EN 50614 applies only to what became waste."""
    life = at_recycler().then(TO_RECYCLER, CARLA)
    assert life.state.waste is Waste.WASTE
    life.then(replace(REFURBISHED, successor=PassportId("passport-9")), CARLA)
    assert (life.state.waste, life.state.stage) == (Waste.PREPARED_FOR_REUSE, Lifecycle.REFURBISHED)
    with pytest.raises(Refused) as refused:
        life.then(RECYCLED, CARLA)
    assert refused.value.rule == "waste-and-kilograms"


def test_a_product_that_was_refurbished_stays_a_product() -> None:
    assert clean().then(REFURBISHED).state.waste is Waste.PRODUCT


def test_a_registration_that_says_nothing_of_its_data_leaves_the_classification() -> None:
    life = Life().then(SCANNED).then(IdentityMatched(claims=(SERIAL,)))
    life.then(Classified(classification=Classification.STG_C))
    life.then(replace(REGISTERED, classification=Classification.UNKNOWN))
    assert life.state.classification is Classification.STG_C
    raised = Life().then(SCANNED).then(IdentityMatched(claims=(SERIAL,))).then(REGISTERED)
    assert raised.state.classification is REGISTERED.classification


def test_a_wipe_by_the_contracted_party_is_possible_in_sealed_custody() -> None:
    state = at_the_maker(at_intake()).then(wipe(), CARLA, MAKER).then(verify(), BRAM, MAKER).state
    assert state.is_data_safe
