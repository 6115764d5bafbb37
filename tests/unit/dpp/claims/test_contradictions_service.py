"""A third party contradicts one element; the maker replies first; then everybody reads both sides."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.claims.contradiction import (
    Contradiction,
    ContradictionId,
    ContradictionState,
    ContradictionStep,
    Method,
    Said,
    StepKind,
    ThirdParty,
    public_form,
    state_at,
)
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.opaque import PassportId
from dpp.service.claims.contradictions import Contradictions
from tests.support.claims_world import (
    ALL,
    DECIDER,
    FIXER,
    HMD,
    HMD_ORG,
    RIVAL,
    SHOP_ORG,
    TERM,
    ClaimsWorld,
    encoded,
)

AWAITING, REPLIED, PUBLIC, WITHDRAWN, ACCEPTED = (
    ContradictionState.AWAITING_REPLY,
    ContradictionState.REPLIED,
    ContradictionState.PUBLIC,
    ContradictionState.WITHDRAWN,
    ContradictionState.ACCEPTED,
)
START = datetime(2026, 5, 4, tzinfo=UTC)
FILED = Contradiction(
    contradiction_id=ContradictionId("c"),
    passport_id=PassportId("p"),
    version=2,
    element_id="repairabilityClass",
    declared="A",
    value="C",
    method=Method.MEASURED,
    evidence="Report 1",
    party=ThirdParty.REPAIRER,
    account=FIXER.account,
    organisation=SHOP_ORG,
    filed_at=START,
    term=TERM,
)


@pytest.fixture
def world() -> ClaimsWorld:
    return ClaimsWorld()


def step(kind: StepKind, days: float) -> ContradictionStep:
    return ContradictionStep(kind, START + timedelta(days=days), HMD.account, HMD_ORG, "We measured A.")


@pytest.mark.parametrize(
    ("steps", "day", "state"),
    [
        ((), 0, AWAITING),
        ((), 13.999, AWAITING),
        ((), 14, PUBLIC),
        (((StepKind.REPLIED, 3),), 2, AWAITING),
        (((StepKind.REPLIED, 3),), 3, REPLIED),
        (((StepKind.REPLIED, 3),), 14, PUBLIC),
        (((StepKind.REPLIED, 20),), 20, PUBLIC),
        (((StepKind.WITHDRAWN, 3),), 2, AWAITING),
        (((StepKind.WITHDRAWN, 3),), 30, WITHDRAWN),
        (((StepKind.REPLIED, 3), (StepKind.ACCEPTED, 20)), 19, PUBLIC),
        (((StepKind.REPLIED, 3), (StepKind.ACCEPTED, 20)), 20, ACCEPTED),
    ],
)
def test_the_state_depends_on_the_moment(
    steps: tuple[tuple[StepKind, float], ...], day: float, state: ContradictionState
) -> None:
    """Nothing has to run for it: it is worked out from dated facts."""
    contradiction = replace(FILED, steps=tuple(step(kind, days) for kind, days in steps))
    assert state_at(contradiction, START + timedelta(days=day)) is state


STEPS = st.lists(st.builds(step, st.sampled_from(StepKind), st.floats(min_value=0, max_value=60)), max_size=4).map(
    lambda steps: tuple(sorted(steps, key=lambda one: one.at))
)


@given(steps=STEPS, day=st.floats(min_value=0, max_value=60))
def test_nothing_is_public_within_the_term_nor_after_it_is_settled(
    steps: tuple[ContradictionStep, ...], day: float
) -> None:
    contradiction, now = replace(FILED, steps=steps), START + timedelta(days=day)
    public = public_form(contradiction, "HMD", START.date(), now)
    settled = any(one.kind is not StepKind.REPLIED and one.at <= now for one in steps)
    assert (public is not None) == (now >= START + TERM and not settled)
    if public is not None and public.reply is not None:
        assert public.reply.on <= now.date()


@given(steps=STEPS)
def test_a_settled_contradiction_stays_settled(steps: tuple[ContradictionStep, ...]) -> None:
    contradiction = replace(FILED, steps=steps)
    states = [state_at(contradiction, START + timedelta(days=day)) for day in range(62)]
    settled = [state for state in states if state in {WITHDRAWN, ACCEPTED}]
    assert states[len(states) - len(settled) :] == settled
    assert len(set(settled)) <= 1


def test_the_maker_is_told_first_and_the_public_reads_both_sides_after_the_term(world: ClaimsWorld) -> None:
    model = world.taken_over()
    filed = world.filed(model)
    assert (filed.state, filed.declared, filed.value) == (AWAITING, "A", "C")
    (told,) = world.contradictions.some(HMD, ALL).rows
    assert (told.contradiction_id, told.may_reply, told.may_withdraw) == (filed.contradiction_id, True, False)
    assert world.contradictions.of_passport(model) == ()

    world.world.clock.forward(days=3)
    replied = world.contradictions.reply(HMD, filed.contradiction_id, "We counted 9 steps with our own tool.")
    assert replied.state is REPLIED
    assert world.contradictions.of_passport(model) == ()

    world.world.clock.forward(days=11)
    (public,) = world.contradictions.of_passport(model)
    assert public.reply is not None
    assert (public.maker, public.reply.value) == ("HMD Global Oy", "We counted 9 steps with our own tool.")
    assert public.declared == Said("A", START.date()), "what was compiled is the maker's word since the take-over"
    assert (public.party, public.found.value, public.method) == (ThirdParty.REPAIRER, "C", Method.TAKEN_APART)
    assert (public.reply.on - public.found.on).days == 3


def test_the_public_learns_no_person_no_organisation_and_no_evidence(world: ClaimsWorld) -> None:
    """An allow-list: whatever else is stored stays between the parties."""
    model = world.taken_over()
    world.filed(model)
    world.world.clock.forward(days=14)
    (public,) = world.contradictions.of_passport(model)
    said = str(asdict(public))
    for secret in (FIXER.account, SHOP_ORG, "The repair shop", "Report 2026-117", HMD.account, HMD_ORG):
        assert secret not in said


def test_the_source_of_a_figure_names_no_organisation_in_public(world: ClaimsWorld) -> None:
    declared = {"value": 0.2, "unit": "kg", "source": {"title": "Data sheet"}}
    model = world.taken_over(mass=declared)
    weighed = {"value": 0.25, "unit": "kg", "source": {"title": "Scales of the repair shop", "url": "https://x.nl/"}}
    world.filed(model, element_id="mass", value=weighed)
    world.world.clock.forward(days=14)
    (public,) = world.contradictions.of_passport(model)
    assert public.declared.value == declared
    assert public.found.value == {"value": 0.25, "unit": "kg", "source": {"title": "repairer"}}


def test_the_maker_learns_what_kind_of_party_it_is_and_not_which(world: ClaimsWorld) -> None:
    world.filed(world.taken_over())
    (told,) = world.contradictions.some(HMD, ALL).rows
    said = str(asdict(told))
    for secret in (FIXER.account, SHOP_ORG, "The repair shop"):
        assert secret not in said


def test_a_withdrawn_contradiction_is_not_public(world: ClaimsWorld) -> None:
    model = world.taken_over()
    filed = world.filed(model)
    with pytest.raises(NotPermitted):
        world.contradictions.withdraw(HMD, filed.contradiction_id)
    other_shop = Actor(AccountId("other"), OrganisationId("other-shop"), frozenset({Role.REPAIRER}))
    with pytest.raises(Refused):
        world.contradictions.withdraw(other_shop, filed.contradiction_id)
    world.world.clock.forward(days=20)
    assert len(world.contradictions.of_passport(model)) == 1
    assert world.contradictions.withdraw(FIXER, filed.contradiction_id).state is WITHDRAWN
    assert world.contradictions.of_passport(model) == ()


def test_a_maker_accepts_after_it_has_revised_its_data(world: ClaimsWorld) -> None:
    model = world.taken_over()
    filed = world.filed(model)
    with pytest.raises(Refused) as refused:
        world.contradictions.accept(HMD, filed.contradiction_id)
    assert refused.value.rule == "not-revised"
    revised = world.said(model) | {"repairabilityClass": "C"}
    world.world.passports.revise_model(HMD, model, encoded(revised))
    assert world.contradictions.accept(HMD, filed.contradiction_id).state is ACCEPTED
    world.world.clock.forward(days=30)
    assert world.contradictions.of_passport(model) == ()


@pytest.mark.parametrize(
    "act",
    [
        lambda use, filed: use.reply(HMD, filed, "No."),
        lambda use, filed: use.accept(HMD, filed),
        lambda use, filed: use.withdraw(FIXER, filed),
    ],
    ids=["reply", "accept", "withdraw"],
)
def test_what_is_settled_stays_settled(world: ClaimsWorld, act: Callable[[Contradictions, str], object]) -> None:
    filed = world.filed(world.taken_over()).contradiction_id
    world.contradictions.withdraw(FIXER, filed)
    with pytest.raises(Refused):
        act(world.contradictions, filed)


def test_each_step_has_a_leaf_in_the_log(world: ClaimsWorld) -> None:
    filed = world.filed(world.taken_over()).contradiction_id
    world.contradictions.reply(HMD, filed, "We measured A.")
    leaves = [leaf for leaf in world.world.storage.committed.leaves.rows.values() if leaf.kind == "contradiction"]
    assert [(leaf.subject, leaf.number) for leaf in leaves] == [(filed, 0), (filed, 1)]


@pytest.mark.parametrize(
    ("actor", "party"),
    [(FIXER, ThirdParty.REPAIRER), (DECIDER, ThirdParty.REGISTRY)],
    ids=["repairer", "registry"],
)
def test_a_party_is_known_by_its_role(world: ClaimsWorld, actor: Actor, party: ThirdParty) -> None:
    assert world.filed(world.taken_over(), actor=actor).party is party


@pytest.mark.parametrize("actor", [HMD, RIVAL, Actor(AccountId("b"), OrganisationId("o"), frozenset({Role.BUYER}))])
def test_others_contradict_nothing(world: ClaimsWorld, actor: Actor) -> None:
    model = world.taken_over()
    with pytest.raises(NotPermitted):
        world.filed(model, actor=actor)


def test_who_answers_for_a_passport_revises_it(world: ClaimsWorld) -> None:
    model = world.taken_over()
    own_shop = Actor(AccountId("shop"), HMD_ORG, frozenset({Role.REPAIRER}))
    with pytest.raises(Refused) as refused:
        world.filed(model, actor=own_shop)
    assert refused.value.rule == "own-passport"


def test_a_compiled_passport_is_contradicted_only_where_a_maker_can_reply(world: ClaimsWorld) -> None:
    """A maker whose claim was approved may reply before it takes over; without one the registry mends it itself."""
    model = world.compiled()
    with pytest.raises(Refused) as refused:
        world.filed(model)
    assert refused.value.rule == "nobody-to-reply"
    world.approved()
    filed = world.filed(model)
    assert [each.contradiction_id for each in world.contradictions.some(HMD, ALL).rows] == [filed.contradiction_id]
    assert world.contradictions.reply(HMD, filed.contradiction_id, "We will look.").state is REPLIED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "A"}, "value"),
        ({"value": "Z"}, "value"),
        ({"value": 3}, "value"),
        ({"value": float("nan")}, "value"),
        ({"value": "\ud800"}, "value"),
        ({"element_id": "mass"}, "element_id"),
        ({"evidence": " "}, "evidence"),
        ({"evidence": "call 06-12345678"}, "evidence"),
    ],
)
def test_an_incomplete_contradiction_is_refused_with_its_field(
    world: ClaimsWorld, wrong: dict[str, Any], field: str
) -> None:
    """The same value, one that the element cannot have, an element that is not there, no evidence."""
    model = world.taken_over()
    with pytest.raises(InvalidInput) as refused:
        world.filed(model, FIXER, **wrong)
    assert field in {problem.path for problem in refused.value.problems}
    assert world.contradictions.some(FIXER, ALL).rows == ()


def test_an_element_that_the_party_may_not_read_is_not_there(world: ClaimsWorld) -> None:
    """Else a refusal would tell what is closed."""
    closed = {"technicalDocumentation": {"url": "https://example.org/x.pdf", "contentType": "application/pdf"}}
    model = world.taken_over(**closed)
    with pytest.raises(InvalidInput) as refused:
        world.filed(model, element_id="technicalDocumentation", value={"url": "https://example.org/y.pdf"})
    assert {problem.path for problem in refused.value.problems} == {"element_id"}


def test_what_is_not_public_of_a_passport_is_not_public_of_its_contradictions(world: ClaimsWorld) -> None:
    """A repairer contradicts what repairers read; a stranger reads neither side."""
    closed = {"lockRelease": {"en": "Ask us"}}
    model = world.taken_over(**closed)
    world.filed(model, element_id="lockRelease", value={"en": "Nobody answers"})
    world.world.clock.forward(days=20)
    assert world.contradictions.some(FIXER, ALL).rows[0].state is PUBLIC
    assert world.contradictions.of_passport(model) == ()


@pytest.mark.parametrize("text", ["", "   ", "mail anna@example.org", "x" * 501])
def test_a_reply_is_a_sentence_without_personal_data(world: ClaimsWorld, text: str) -> None:
    filed = world.filed(world.taken_over()).contradiction_id
    with pytest.raises(InvalidInput):
        world.contradictions.reply(HMD, filed, text)


def test_third_parties_and_strangers_do_not_see_each_others_contradictions(world: ClaimsWorld) -> None:
    filed = world.filed(world.taken_over()).contradiction_id
    other = Actor(AccountId("other"), OrganisationId("drz"), frozenset({Role.AUTHORITY}))
    for actor in (RIVAL, other):
        with pytest.raises(NotFound):
            world.contradictions.read(actor, filed)
        assert world.contradictions.some(actor, ALL).rows == ()


def test_a_later_reply_stands_in_place_of_an_earlier_one(world: ClaimsWorld) -> None:
    model = world.taken_over()
    filed = world.filed(model).contradiction_id
    world.contradictions.reply(HMD, filed, "We will look.")
    world.world.clock.forward(days=20)
    world.contradictions.reply(HMD, filed, "We looked: class A holds for the new tool.")
    (public,) = world.contradictions.of_passport(model)
    assert public.reply is not None
    assert public.reply.value == "We looked: class A holds for the new tool."


def test_an_unknown_passport_is_not_contradicted(world: ClaimsWorld) -> None:
    with pytest.raises(NotFound):
        world.filed(PassportId("nothing"))
