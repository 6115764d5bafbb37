"""What the storage of claims and contradictions does, in memory and on both engines: the same stories on each."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import OrganisationId
from dpp.domain.claims.claim import ClaimState
from dpp.domain.claims.contradiction import ContradictionState
from dpp.domain.claims.scope import ScopeKind, scope_of
from dpp.domain.errors import Conflict
from dpp.domain.opaque import PassportId
from dpp.domain.stretch import Onward, Stretch, Wanted
from dpp.service.claims.ports import Concerned
from lifecycle.adapters.work import SqlLifecycleStorage
from tests.support.claims_world import (
    ALL,
    DECIDER,
    EPREL,
    FIXER,
    HMD,
    HMD_ORG,
    RIVAL,
    RIVAL_ORG,
    SHOP_ORG,
    TERM,
    ClaimsWorld,
    encoded,
    phone,
)
from tests.support.insert_only import assert_insert_only
from tests.support.service_world import World

NOBODY = OrganisationId("nobody")
GTIN, OTHER_GTIN = "09520000074203", "09521234543213"


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[ClaimsWorld]:
    if request.param == "memory":
        yield ClaimsWorld()
        return
    url = request.getfixturevalue(f"{'sqlite' if request.param == 'sqlite' else 'postgres'}_url")
    database = Database(url)
    yield ClaimsWorld(World(database=SqlLifecycleStorage(database)))
    database.close()


def test_a_claim_comes_back_as_it_was_made(world: ClaimsWorld) -> None:
    view = world.requested(scope_of(ScopeKind.GTINS, (GTIN, OTHER_GTIN)))
    world.claims.decide(DECIDER, view.claim.claim_id, ClaimState.REFUSED, "The extract is of another company.")
    read = world.claims.read(HMD, view.claim.claim_id).claim
    assert replace(read, steps=read.steps[:1]) == view.claim
    assert (read.state, read.steps[1].reason) == (ClaimState.REFUSED, "The extract is of another company.")
    assert world.claims.some(HMD, ALL).rows[0].claim == read


def test_claims_are_listed_newest_first_and_by_organisation(world: ClaimsWorld) -> None:
    ids = [world.requested().claim.claim_id for _ in range(3)]
    assert [view.claim.claim_id for view in world.claims.some(HMD, ALL).rows] == ids[::-1]
    with world.storage.reading() as reads:
        assert [claim.organisation for claim in reads.claims.some(None, 9, 0)] == [HMD_ORG] * 3


def test_a_page_of_claims_is_of_those_that_wait_or_of_the_others(world: ClaimsWorld) -> None:
    """Who waits longest comes first, what was decided last comes first; the store reads a page and counts the rest."""
    ids = [world.requested().claim.claim_id for _ in range(5)]
    for claim in ids[1::2]:
        world.claims.decide(DECIDER, claim, ClaimState.REFUSED, "The extract is of another company.")
    page = world.claims.some(HMD, Wanted(2, 2), waiting=True)
    assert ([view.claim.claim_id for view in page.rows], page.start, page.count) == ([ids[4]], 2, 3)
    beyond = world.claims.some(DECIDER, Wanted(9, 1), waiting=False)
    assert ([view.claim.claim_id for view in beyond.rows], beyond.count) == ([ids[1]], 2)
    (last,) = world.claims.some(DECIDER, Onward(4, 2)).rows
    assert last.claim.claim_id == ids[0], "of all of them, newest first"
    assert world.claims.some(HMD, Onward(5, 2)) == Stretch((), 5, 5)
    with world.storage.reading() as reads:
        assert reads.claims.count(OrganisationId("nobody"), waiting=True) == 0


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (ScopeKind.EPREL_NUMBERS, (EPREL, "404")),
        (ScopeKind.GTINS, (GTIN,)),
        (ScopeKind.COMPANY_PREFIX, ("952000",)),
        (ScopeKind.SUPPLIER, ("hmd global",)),
    ],
)
def test_a_scope_finds_its_models_whatever_it_is_made_of(
    world: ClaimsWorld, kind: ScopeKind, values: tuple[str, ...]
) -> None:
    model = world.compiled(gtin=GTIN, demonstrationNumber=True)
    other = {"gtin": OTHER_GTIN, "demonstrationNumber": True}
    world.compiled(modelName="Other", manufacturerName="Rival", eprelRegistrationNumber="7", **other)
    with world.storage.reading() as reads:
        assert reads.claims.candidates(scope_of(kind, values)) == [model]


def test_models_are_found_by_brand_and_name(world: ClaimsWorld) -> None:
    models = {name: world.compiled(modelName=name, eprelRegistrationNumber=str(ord(name))) for name in "CAB"}
    with world.storage.reading() as reads:
        found = reads.claims.candidates(scope_of(ScopeKind.SUPPLIER, ("HMD Global",)))
    assert found == [models[name] for name in "ABC"]


def test_many_models_are_taken_over_and_the_version_is_the_makers(world: ClaimsWorld) -> None:
    """Through every store in one transaction, and a bad one among them."""
    numbers = [str(number) for number in range(1, 8)]
    models = [world.compiled(modelName=f"Phone {number}", eprelRegistrationNumber=number) for number in numbers]
    claim = world.approved(scope_of(ScopeKind.EPREL_NUMBERS, tuple(numbers)))
    second = phone(modelName="Phone 1", eprelRegistrationNumber="3", compiledBy=None)
    report = world.takeover.supply(HMD, claim, encoded([second]))
    assert [line.passport_id for line in report] == [models[2]]
    assert [line.is_possible for line in world.takeover.preview(HMD, claim)].count(False) == 1
    taken = world.takeover.take_over(HMD, claim)
    assert [line.version for line in taken] == [2, 2, None, 2, 2, 2, 2]
    with world.storage.reading() as reads:
        owners = [reads.passports.get(model).organisation for model in models]
    assert owners == [HMD_ORG, HMD_ORG, "drz", *[HMD_ORG] * 4]


def test_a_contradiction_comes_back_as_it_was_filed(world: ClaimsWorld) -> None:
    model = world.taken_over()
    filed = world.filed(model).contradiction_id
    world.contradictions.reply(HMD, filed, "We measured A: 20 °C.")
    with world.storage.reading() as reads:
        kept = reads.contradictions.get(filed)
        assert [each.contradiction_id for each in reads.contradictions.of_passport(model)] == [filed]
        assert reads.contradictions.contradicted([model, PassportId("another")]) == {model}
    assert (kept.declared, kept.value, kept.term.days, kept.steps[0].text) == ("A", "C", 14, "We measured A: 20 °C.")
    world.world.clock.forward(days=14)
    assert world.contradictions.some(HMD, ALL).rows[0].state is ContradictionState.PUBLIC
    assert len(world.contradictions.of_passport(model)) == 1


def test_a_page_of_contradictions_has_those_of_ones_own_models_first(world: ClaimsWorld) -> None:
    """Its passports, and a model that it claims only; then what it filed of others; each once, newest first."""
    taken, own = [world.taken_over(modelName=name, eprelRegistrationNumber=EPREL) for name in ("A", "B")]
    claimed = world.compiled(modelName="C", eprelRegistrationNumber="7")
    world.approved(scope_of(ScopeKind.EPREL_NUMBERS, ("7", "8")), actor=RIVAL)
    ids = [world.filed(model).contradiction_id for model in (taken, claimed, own, taken)]
    with world.storage.reading() as reads:
        hmd, rival, shop = Concerned(HMD_ORG), Concerned(RIVAL_ORG, frozenset({claimed})), Concerned(SHOP_ORG)
        found = {each: [one.contradiction_id for one in reads.contradictions.some(each, 9)] for each in (hmd, rival)}
        assert found == {hmd: [ids[3], ids[2], ids[0]], rival: [ids[1]]}
        mixed = [each.contradiction_id for each in reads.contradictions.some(replace(shop, models=rival.models), 9)]
        assert mixed == [ids[1], ids[3], ids[2], ids[0]]
        assert [each.contradiction_id for each in reads.contradictions.some(shop, 2, 1)] == [ids[2], ids[1]]
        assert [reads.contradictions.count(each) for each in (hmd, rival, shop, Concerned(NOBODY))] == [3, 1, 4, 0]
    page = world.contradictions.some(RIVAL, Wanted(1, 5))
    assert [(view.contradiction_id, view.may_reply) for view in page.rows] == [(ids[1], True)]
    beyond = world.contradictions.some(FIXER, Wanted(9, 3))
    assert ([view.contradiction_id for view in beyond.rows], beyond.start, beyond.count) == ([ids[0]], 3, 4)


def test_what_waits_for_a_first_reply_is_counted(world: ClaimsWorld) -> None:
    """Until the term ends, and not what was replied to, withdrawn or filed by oneself."""
    model = world.taken_over()
    ids = [world.filed(model).contradiction_id for _ in range(4)]
    assert (world.contradictions.unanswered(HMD), world.contradictions.unanswered(FIXER)) == (4, 0)
    world.contradictions.reply(HMD, ids[0], "We measured A.")
    world.contradictions.withdraw(FIXER, ids[1])
    assert world.contradictions.unanswered(HMD) == 2
    world.world.clock.forward(days=TERM.days, minutes=-1)
    assert world.contradictions.unanswered(HMD) == 1
    world.world.clock.forward(minutes=1)
    assert world.contradictions.unanswered(HMD) == 0


def test_the_claims_that_count_are_those_approved_and_not_ended(world: ClaimsWorld) -> None:
    world.requested()
    ended, newest, last = world.approved(), world.approved(actor=RIVAL), world.approved()
    world.claims.decide(DECIDER, ended, ClaimState.ENDED, "The company was sold.")
    with world.storage.reading() as reads:
        assert [claim.claim_id for claim in reads.claims.approved()] == [last, newest]


def test_the_models_of_many_scopes_are_counted_at_once(world: ClaimsWorld) -> None:
    """Each as if it were asked alone, also where two scopes share a model or are the same."""
    world.compiled(gtin=GTIN, demonstrationNumber=True)
    other = {"gtin": OTHER_GTIN, "demonstrationNumber": True}
    world.compiled(modelName="Other", manufacturerName="Rival", eprelRegistrationNumber="7", **other)
    scopes = [
        scope_of(ScopeKind.EPREL_NUMBERS, (EPREL, "7")),
        scope_of(ScopeKind.GTINS, (GTIN, OTHER_GTIN)),
        scope_of(ScopeKind.GTINS, (GTIN,)),
        scope_of(ScopeKind.COMPANY_PREFIX, ("952000",)),
        scope_of(ScopeKind.COMPANY_PREFIX, (OTHER_GTIN[1:11],)),
        scope_of(ScopeKind.SUPPLIER, ("Rival",)),
        scope_of(ScopeKind.EPREL_NUMBERS, ("404",)),
        scope_of(ScopeKind.GTINS, (GTIN,)),
    ]
    with world.storage.reading() as reads:
        counts = reads.claims.counts(scopes)
        assert counts == [len(reads.claims.candidates(scope)) for scope in scopes]
        assert counts[:3] == [2, 2, 1]
        assert reads.claims.counts([]) == []


def test_of_two_steps_with_one_number_the_second_is_a_conflict(world: ClaimsWorld) -> None:
    claim = world.requested().claim.claim_id
    withdrawn = world.claims.withdraw(HMD, claim).claim
    with pytest.raises(Conflict), world.storage.writing() as work:
        work.claims.add_step(withdrawn)
    filed = world.filed(world.taken_over()).contradiction_id
    world.contradictions.withdraw(FIXER, filed)
    with world.storage.reading() as reads:
        kept = reads.contradictions.get(filed)
    with pytest.raises(Conflict), world.storage.writing() as work:
        work.contradictions.add_step(kept)


@pytest.mark.parametrize("table", ["model_claim", "model_claim_step", "contradiction", "contradiction_step"])
def test_the_database_refuses_to_change_what_was_said(database: Database, table: str) -> None:
    world = ClaimsWorld(World(database=SqlLifecycleStorage(database)))
    filed = world.filed(world.taken_over()).contradiction_id
    world.contradictions.reply(HMD, filed, "We measured A.")
    assert_insert_only(database, table)
