"""What an actor can do now, and what refuses the rest."""

import pytest

from dpp.domain.actor import VISITOR, AccountId, Actor, OrganisationId, Role
from lifecycle.domain.events import LockFound
from lifecycle.domain.possible import what_is_possible
from lifecycle.domain.vocabulary import Lock, Route
from tests.unit.lifecycle.device.lives import (
    ANNE,
    BRAM,
    CARLA,
    COORDINATOR,
    MINISTRY,
    PROVIDER,
    SCANNED,
    Life,
    at_intake,
    gift,
    given_away,
    registered,
    routed,
    wipe,
)


def actor(account: AccountId, organisation: OrganisationId, role: Role) -> Actor:
    return Actor(account, organisation, frozenset({role}))


def asked(life: Life, who: Actor) -> dict[str, str | None]:
    """Per kind of event: None when it is possible, else the rule that refuses."""
    found = what_is_possible(life.state, who, life.now)
    return {each.kind: each.refusal.rule if each.refusal else None for each in found}


PROVIDING = actor(ANNE, PROVIDER, Role.ICT_PROVIDER)


def test_of_a_placeholder_the_provider_can_only_learn_what_it_is_and_label_it() -> None:
    possible = {kind for kind, rule in asked(Life().then(SCANNED), PROVIDING).items() if rule is None}
    assert possible == {"intake_scanned", "evidence_attached", "identity_matched", "label_linked", "charger_seen"}


def test_who_erased_cannot_verify_and_a_colleague_can() -> None:
    life = at_intake().then(wipe())
    assert asked(life, PROVIDING)["sanitisation_verified"] == "own-verification"
    assert asked(life, actor(BRAM, PROVIDER, Role.ICT_PROVIDER))["sanitisation_verified"] is None


@pytest.mark.parametrize("route", [Route.DONATE, Route.SELL, Route.RECYCLE, Route.REDEPLOY])
def test_a_clean_device_can_be_offered_on_its_approved_route(route: Route) -> None:
    assert asked(routed(route), PROVIDING)["transfer_offered"] is None


def test_a_lock_refuses_the_offer_and_can_be_released() -> None:
    found = asked(routed().then(LockFound(lock=Lock.MDM)), PROVIDING)
    assert (found["transfer_offered"], found["lock_released"]) == ("locked-device", None)


def test_the_receiver_can_receive_and_the_sender_can_withdraw() -> None:
    life = routed().then(gift())
    assert asked(life, actor(CARLA, COORDINATOR, Role.COORDINATOR))["transfer_received"] is None
    found = asked(life, PROVIDING)
    assert (found["transfer_withdrawn"], found["transfer_offered"]) == (None, "one-offer-at-a-time")


def test_the_owner_is_asked_what_an_owner_decides() -> None:
    found = asked(registered(), actor(CARLA, MINISTRY, Role.OWNER))
    assert found["declared_surplus"] is None
    assert "sanitisation_performed" not in found


def test_drz_approves_what_was_proposed() -> None:
    drz = actor(CARLA, OrganisationId("drz"), Role.DRZ)
    assert asked(at_intake(), drz)["route_approved"] == "approve-what-was-proposed"
    assert asked(routed(), drz)["route_approved"] is None


@pytest.mark.parametrize(
    "who", [VISITOR, actor(ANNE, MINISTRY, Role.POLICY_ADVISER), actor(ANNE, MINISTRY, Role.AUDITOR)]
)
def test_who_only_reads_has_nothing_to_do(who: Actor) -> None:
    assert what_is_possible(given_away().state, who, given_away().now) == ()
