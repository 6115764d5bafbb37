"""A maker claims models, somebody else decides, and everything is kept."""

import pytest

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.claims.claim import Capacity, ClaimState, answered
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.proof import SALT_BYTES
from tests.support.claims_world import ALL, DECIDER, FIXER, HMD, HMD_ORG, RIVAL, ClaimsWorld
from tests.support.service_world import OWNER

APPROVED, REFUSED, WITHDRAWN, ENDED = (
    ClaimState.APPROVED,
    ClaimState.REFUSED,
    ClaimState.WITHDRAWN,
    ClaimState.ENDED,
)


@pytest.fixture
def world() -> ClaimsWorld:
    return ClaimsWorld()


def test_a_claim_is_kept_with_who_and_when_and_says_how_many_models_it_is_about(world: ClaimsWorld) -> None:
    world.compiled()
    view = world.requested()
    (step,) = view.claim.steps
    assert (view.claim.state, view.claimant, view.models) == (ClaimState.REQUESTED, "HMD Global Oy", 1)
    assert (step.account, step.organisation, step.at) == (HMD.account, HMD_ORG, world.world.clock())


def test_each_step_has_a_leaf_in_the_log(world: ClaimsWorld) -> None:
    claim = world.approved()
    world.claims.decide(DECIDER, claim, ENDED, "The company was sold.")
    leaves = [leaf for leaf in world.world.storage.committed.leaves.rows.values() if leaf.kind == "model-claim"]
    assert [(leaf.subject, leaf.number) for leaf in leaves] == [(claim, 1), (claim, 2), (claim, 3)]
    assert len({leaf.commitment for leaf in leaves}) == 3
    assert all(len(leaf.salt) == SALT_BYTES for leaf in leaves)


def test_steps_stand_beside_those_before(world: ClaimsWorld) -> None:
    claim = world.approved()
    ended = world.claims.decide(DECIDER, claim, ENDED, "The company was sold.").claim
    assert [step.state for step in ended.steps] == [ClaimState.REQUESTED, APPROVED, ENDED]
    assert ended.steps[-1].reason == "The company was sold."


def test_nobody_decides_a_claim_of_their_own_organisation(world: ClaimsWorld) -> None:
    """Neither a colleague who administers this registry, nor the claimant under another hat."""
    claim = world.requested().claim.claim_id
    colleague = Actor(AccountId("colleague"), HMD_ORG, frozenset({Role.ADMINISTRATOR}))
    moonlighter = Actor(HMD.account, OrganisationId("drz"), frozenset({Role.ADMINISTRATOR}))
    for actor in (colleague, moonlighter):
        with pytest.raises(Refused) as refused:
            world.claims.decide(actor, claim, APPROVED)
        assert refused.value.rule == "own-claim"
    assert world.claims.read(HMD, claim).claim.state is ClaimState.REQUESTED


def test_a_maker_decides_nothing(world: ClaimsWorld) -> None:
    with pytest.raises(NotPermitted):
        world.claims.decide(RIVAL, world.requested().claim.claim_id, APPROVED)


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_refusal_says_why(world: ClaimsWorld, reason: str | None) -> None:
    claim = world.requested().claim.claim_id
    with pytest.raises(InvalidInput):
        world.claims.decide(DECIDER, claim, REFUSED, reason)
    refused = world.claims.decide(DECIDER, claim, REFUSED, "The extract names another company.")
    assert refused.claim.steps[-1].reason == "The extract names another company."


def test_a_claim_is_decided_once(world: ClaimsWorld) -> None:
    claim = world.approved()
    for state in (APPROVED, REFUSED):
        with pytest.raises(Refused) as refused:
            world.claims.decide(DECIDER, claim, state, "Because.")
        assert refused.value.rule == "claim-decided"


def test_only_the_claimant_withdraws_and_only_before_a_decision(world: ClaimsWorld) -> None:
    claim = world.requested().claim.claim_id
    with pytest.raises(NotPermitted):
        world.claims.withdraw(RIVAL, claim)
    assert world.claims.withdraw(HMD, claim).claim.state is WITHDRAWN
    with pytest.raises(Refused):
        world.claims.withdraw(HMD, world.approved())


def test_a_claim_under_an_identifier_that_nobody_recorded_is_not_approved(world: ClaimsWorld) -> None:
    claim = world.requested(operator="https://id.example.org/417/somebody-else").claim.claim_id
    with pytest.raises(Refused) as refused:
        world.claims.decide(DECIDER, claim, APPROVED)
    assert refused.value.rule == "operator-unknown"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("operator", "HMD"),
        ("operator", "http://id.example.org/417/hmd"),
        ("operator", "https://id.example.org/a b"),
        ("ground", ""),
        ("ground", "Ask jan.jansen@example.org"),
        ("ground", "x" * 501),
    ],
)
def test_an_incomplete_claim_is_refused_with_its_field(world: ClaimsWorld, field: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.requested(None, HMD, **{field: value})
    assert field in {problem.path for problem in refused.value.problems}
    assert not world.claims.some(HMD, ALL).rows


def test_others_see_no_claim(world: ClaimsWorld) -> None:
    claim = world.requested().claim.claim_id
    with pytest.raises(NotPermitted):
        world.claims.read(RIVAL, claim)
    assert world.claims.some(RIVAL, ALL).rows == ()
    for actor in (OWNER, FIXER):
        with pytest.raises(NotPermitted):
            world.claims.some(actor, ALL)
    assert [view.claim.claim_id for view in world.claims.some(DECIDER, ALL).rows] == [claim]


def test_a_visitor_claims_nothing_and_an_unknown_claim_is_not_found(world: ClaimsWorld) -> None:
    with pytest.raises(NotSignedIn):
        world.requested(actor=Actor(AccountId("")))
    with pytest.raises(NotFound):
        world.claims.decide(DECIDER, world.requested().claim.claim_id[::-1], APPROVED)  # type: ignore[arg-type]


def test_the_newest_claim_comes_first(world: ClaimsWorld) -> None:
    first, second = world.requested().claim.claim_id, world.requested().claim.claim_id
    assert [view.claim.claim_id for view in world.claims.some(HMD, ALL).rows] == [second, first]


def test_of_two_deciders_one_is_first(world: ClaimsWorld) -> None:
    """The second one learns that the claim has changed meanwhile."""
    claim = world.requested().claim
    with world.storage.writing() as slow:
        stale = slow.claims.get(claim.claim_id)
        world.claims.decide(DECIDER, claim.claim_id, APPROVED)
        assert stale == claim
    with pytest.raises(Conflict), world.storage.writing() as work:
        work.claims.add_step(claim)


@pytest.mark.parametrize(
    ("capacity", "before", "after"),
    [
        (Capacity.MAKER, {}, {"manufacturerOperatorId": "https://x"}),
        (Capacity.IMPORTER, {}, {"importer": {"name": "Us", "operatorId": "https://x"}}),
        (
            Capacity.REPRESENTATIVE,
            {"responsibleOperator": {"name": "Our Europe BV"}},
            {"responsibleOperator": {"name": "Our Europe BV", "operatorId": "https://x"}},
        ),
        (
            Capacity.REPRESENTATIVE,
            {"responsibleOperator": {"name": "Others", "operatorId": "https://y"}},
            {"responsibleOperator": {"name": "Us", "operatorId": "https://x"}},
        ),
    ],
)
def test_who_answers_is_named_in_its_capacity(
    world: ClaimsWorld, capacity: Capacity, before: dict[str, object], after: dict[str, object]
) -> None:
    """An importer does not become the manufacturer; nobody keeps another's name beside its own identifier."""
    claim = world.requested(operator="https://x", capacity=capacity).claim
    assert answered({"compiledBy": "Us, from a sheet", "brand": "B", **before}, claim, "Us") == {"brand": "B"} | after
