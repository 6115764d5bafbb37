"""Corrections and cases over storage in memory: who may, what is confirmed, who comes second, and what is public."""

from dataclasses import replace
from datetime import date

import pytest

from dpp.domain.errors import Conflict, NotPermitted, Refused
from dpp.domain.history import PublicKind
from dpp.domain.opaque import DeviceKey
from dpp.domain.parts import read_history_line
from lifecycle.domain.differences import Axis
from lifecycle.domain.events import (
    CaseId,
    CaseOutcome,
    CaseStep,
    Corrected,
    ErrorReason,
    EventId,
    Place,
    SanitisationFailed,
    Severity,
)
from lifecycle.domain.fold import fold
from lifecycle.domain.proposals import Right, WantedCorrection
from lifecycle.domain.vocabulary import CosmeticGrade, DataState, Route
from lifecycle.service.cases import Cases, NewCase, NewStep
from lifecycle.service.consignments import NewConsignment, Receipt
from lifecycle.service.correcting import Corrections
from tests.support.service_world import (
    AUDITOR,
    CHECKER,
    COORDINATOR,
    GRADED,
    ICT,
    OWNER,
    RECEIVER,
    ROUTER,
    SECOND_ROUTER,
    World,
)

TOLD = {PublicKind.REGISTERED, PublicKind.NEW_USE}
"""What the public page says of a device that was given away, but for its erasure."""


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def corrections(world: World) -> Corrections:
    return world.use.corrections


@pytest.fixture
def cases(world: World) -> Cases:
    return world.use.cases


def of_kind(world: World, key: DeviceKey, kind: str) -> EventId:
    return next(event.id for event in world.events(key) if event.kind == kind)


def wrong(world: World, key: DeviceKey, kind: str, *right: Right, remark: str | None = None) -> WantedCorrection:
    reason = ErrorReason.INCORRECT_DATA if right else ErrorReason.DID_NOT_OCCUR
    return WantedCorrection(event=of_kind(world, key, kind), reason=reason, right=right, remark=remark)


def given_away(world: World) -> DeviceKey:
    key = world.approved_laptop()
    wanted = NewConsignment(receiver=COORDINATOR, route=Route.DONATE, devices=(key,))
    consignment = world.use.consignments.create(ICT, wanted).consignment.id
    world.use.consignments.offer(ICT, consignment)
    world.use.consignments.receive(RECEIVER, consignment, Receipt(place=Place("Depot")))
    world.clock.forward(minutes=1)
    return key


def leak(world: World, key: DeviceKey) -> NewCase:
    return NewCase(
        event=of_kind(world, key, "sanitisation_verified"),
        severity=Severity.POSSIBLE_DATA_LEAK,
        since=date(2026, 5, 6),
        what="Another disk was in the cage.",
        event_id=EventId("case-0001"),
    )


def public_kinds(world: World, key: DeviceKey) -> tuple[set[PublicKind], str | None]:
    passport = world.storage.committed.devices.rows[key].passport_id
    assert passport is not None
    history = read_history_line(world.storage.committed.passports.history(passport))
    assert history is not None
    return {entry.kind for entry in history.entries}, history.data_safe


def test_what_was_shown_is_what_is_recorded(world: World, corrections: Corrections) -> None:
    key = world.graded_laptop()
    wanted = wrong(world, key, "inspected", Right(happening=replace(GRADED, cosmetic=CosmeticGrade.C2)))
    preview = corrections.preview(ICT, key, wanted)
    assert {each.axis for each in preview.differences} >= {Axis.GRADES, Axis.PASSPORT}
    assert not preview.by_two
    before, leaves = world.events(key), dict(world.storage.committed.leaves.rows)
    corrections.confirm(ICT, key, wanted, preview.digest)
    assert leaves.items() <= world.storage.committed.leaves.rows.items(), "leaves only grow"
    now = world.use.devices.read(ICT, key)
    assert preview.after is not None
    assert replace(now.device, changed_at=preview.after.changed_at) == preview.after
    assert now.line.cosmetic_grade == "C2"
    assert world.events(key)[: len(before)] == before
    assert [event.kind for event in world.events(key)[len(before) :]] == ["corrected", "inspected"]
    assert fold(world.events(key)) == now.device


def test_something_recorded_meanwhile_is_a_conflict_and_changes_nothing(world: World, corrections: Corrections) -> None:
    key = world.graded_laptop()
    wanted = wrong(world, key, "inspected")
    digest = corrections.preview(ICT, key, wanted).digest
    world.record(ICT, key, GRADED)
    before = world.storage.committed
    with pytest.raises(Conflict):
        corrections.confirm(ICT, key, wanted, digest)
    assert world.storage.committed == before
    corrections.confirm(ICT, key, wanted, corrections.preview(ICT, key, wanted).digest)


def test_a_retry_records_one_correction(world: World, corrections: Corrections) -> None:
    key = world.graded_laptop()
    wanted = wrong(world, key, "inspected")
    digest = corrections.preview(ICT, key, wanted).digest
    once = corrections.confirm(ICT, key, wanted, digest, event_id=EventId("correction-1"))
    count = len(world.events(key))
    twice = corrections.confirm(ICT, key, wanted, digest, event_id=EventId("correction-1"))
    assert once.recorded[0] == twice.recorded[0] == "correction-1"
    assert len(world.events(key)) == count


def test_who_may_not_correct_sees_no_preview(world: World, corrections: Corrections) -> None:
    key = world.graded_laptop()
    for actor in (OWNER, AUDITOR):
        with pytest.raises(NotPermitted):
            corrections.preview(actor, key, wrong(world, key, "inspected"))


def test_what_takes_the_place_is_of_the_same_kind_or_one_that_the_actor_may_record(
    world: World, corrections: Corrections
) -> None:
    """DRZ may correct an erasure of another's, but not record the outcome of a check on a device that it has not."""
    key = world.clean_laptop()
    other = Right(happening=SanitisationFailed(medium="DEMOSSD0001"))
    with pytest.raises(NotPermitted):
        corrections.preview(ROUTER, key, wrong(world, key, "sanitisation_verified", other))
    preview = corrections.preview(CHECKER, key, wrong(world, key, "sanitisation_verified", other))
    assert preview.after is not None
    assert preview.after.data is DataState.FAILED


def test_what_rests_on_the_event_is_told_and_the_correction_is_refused(world: World, corrections: Corrections) -> None:
    key = given_away(world)
    wanted = wrong(world, key, "sanitisation_verified")
    preview = corrections.preview(ROUTER, key, wanted)
    assert not preview.is_possible
    assert preview.differences == ()
    assert "transfer_offered" in {each.event.kind for each in preview.broken}
    with pytest.raises(Refused, match="transfer_offered"):
        corrections.confirm(ROUTER, key, wanted, preview.digest)


def test_of_what_has_left_the_state_one_proposes_and_another_confirms(world: World, corrections: Corrections) -> None:
    key = given_away(world)
    wanted = wrong(world, key, "inspected", Right(happening=replace(GRADED, cosmetic=CosmeticGrade.C4)), remark="R")
    preview = corrections.preview(ROUTER, key, wanted)
    assert preview.by_two
    proposed = corrections.confirm(ROUTER, key, wanted, preview.digest).proposal
    assert proposed is not None
    assert "corrected" not in world.kinds(key)
    again = corrections.confirm(ROUTER, key, wanted, preview.digest).proposal
    assert again == proposed
    assert [each.proposal for each in corrections.waiting(SECOND_ROUTER)] == [proposed]
    assert corrections.waiting(AUDITOR) == (), "who may not look into a proposal is not sent to it"
    with pytest.raises(Refused) as refused:
        corrections.approve(ROUTER, key, proposed.id, preview.digest)
    assert refused.value.rule == "own-correction"
    seen = corrections.proposal(SECOND_ROUTER, key, proposed.id).preview
    assert seen is not None
    assert seen.digest == preview.digest
    corrections.approve(SECOND_ROUTER, key, proposed.id, seen.digest)
    declared = next(event for event in world.events(key) if isinstance(event.happening, Corrected))
    assert isinstance(declared.happening, Corrected)
    assert (declared.actor, declared.happening.proposed_by) == (SECOND_ROUTER.account, ROUTER.account)
    assert corrections.waiting(SECOND_ROUTER) == ()
    with pytest.raises(Conflict):
        corrections.approve(SECOND_ROUTER, key, proposed.id, seen.digest)
    assert corrections.proposal(ROUTER, key, proposed.id).proposal.wanted is None


def test_a_declared_error_of_what_has_left_cannot_be_recorded_around_the_second_person(world: World) -> None:
    key = given_away(world)
    happening = Corrected(event=of_kind(world, key, "inspected"), reason=ErrorReason.DID_NOT_OCCUR)
    with pytest.raises(Refused) as refused:
        world.record(ROUTER, key, happening)
    assert refused.value.rule == "second-person"


def test_a_proposal_can_be_declined_or_taken_back(world: World, corrections: Corrections) -> None:
    key = given_away(world)
    wanted = wrong(world, key, "inspected", Right(happening=replace(GRADED, cosmetic=CosmeticGrade.C4)))
    digest = corrections.preview(ROUTER, key, wanted).digest
    for who in (SECOND_ROUTER, ROUTER):
        proposed = corrections.confirm(ROUTER, key, wanted, digest).proposal
        assert proposed is not None
        assert corrections.decline(who, key, proposed.id).decided_by == who.account
    assert corrections.waiting(ROUTER) == ()


def test_a_case_rewrites_nothing_and_the_public_page_no_longer_claims_erasure(world: World, cases: Cases) -> None:
    key = given_away(world)
    assert public_kinds(world, key) == (TOLD | {PublicKind.DATA_ERASED}, "2026-05")
    before = fold(world.events(key))
    assert before is not None
    view = cases.open(ROUTER, key, leak(world, key))
    after = fold(world.events(key))
    assert after is not None
    assert replace(after, cases=(), changed_at=before.changed_at) == before
    assert public_kinds(world, key) == (TOLD, None)
    assert view.about is not None
    assert view.about.kind == "sanitisation_verified"
    assert [each.case.id for each in cases.find(AUDITOR)] == [view.case.id]


def test_a_case_ends_when_all_are_told_and_by_a_second_person(world: World, cases: Cases) -> None:
    key = given_away(world)
    case = cases.open(ROUTER, key, leak(world, key)).case.id
    world.clock.forward(minutes=1)
    with pytest.raises(Refused) as refused:
        cases.close(SECOND_ROUTER, key, case, CaseOutcome.UNFOUNDED)
    assert refused.value.rule == "told-before-closing"
    for step in (CaseStep.OWNER_TOLD, CaseStep.DRZ_TOLD, CaseStep.RECEIVER_TOLD):
        world.clock.forward(minutes=1)
        cases.take_step(RECEIVER, key, case, NewStep(step=step))
    with pytest.raises(Refused) as own:
        cases.close(ROUTER, key, case, CaseOutcome.UNFOUNDED)
    assert own.value.rule == "own-case"
    with pytest.raises(NotPermitted):
        cases.close(RECEIVER, key, case, CaseOutcome.UNFOUNDED)
    view = cases.close(SECOND_ROUTER, key, case, CaseOutcome.UNFOUNDED)
    assert not view.case.is_open
    assert cases.find(ROUTER) == ()
    assert [each.case.id for each in cases.find(ROUTER, is_open=False)] == [CaseId(case)]
    assert public_kinds(world, key) == (TOLD | {PublicKind.DATA_ERASED}, "2026-05")


def test_an_erasure_that_was_not_vindicated_is_never_told_again(world: World, cases: Cases) -> None:
    key = given_away(world)
    case = cases.open(ROUTER, key, leak(world, key)).case.id
    for step in (CaseStep.OWNER_TOLD, CaseStep.DRZ_TOLD, CaseStep.RECEIVER_TOLD):
        cases.take_step(ROUTER, key, case, NewStep(step=step))
    cases.close(SECOND_ROUTER, key, case, CaseOutcome.EXPOSED)
    assert public_kinds(world, key) == (TOLD, None)


def test_who_neither_owns_nor_has_the_device_opens_no_case_and_sees_none(world: World, cases: Cases) -> None:
    key = given_away(world)
    with pytest.raises(NotPermitted):
        cases.open(ICT, key, leak(world, key))
    cases.open(RECEIVER, key, leak(world, key))
    assert cases.find(OWNER) == ()
    assert len(cases.find(RECEIVER)) == 1
