"""Consignments: a frozen manifest, differences as items, and the events that an offer and a receipt make."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Refused
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.consignment import (
    ANSWERS,
    Answer,
    Arrival,
    Condition,
    Consignment,
    ConsignmentState,
    DifferenceId,
    DifferenceItem,
    Given,
    Line,
    LineState,
    Resolution,
    ScanId,
    Side,
    Terms,
    Verdict,
    answer_happenings,
    answered,
    check_answer,
    closed,
    dispute,
    handed_over,
    judged,
    lines_of,
    offer_happenings,
    received,
    with_devices,
    with_difference,
    withdrawal_happenings,
    withdrawn,
    without_devices,
)
from lifecycle.domain.consignment import offered as offered_at
from lifecycle.domain.events import Difference, LockFound, Place
from lifecycle.domain.vocabulary import Ground, Holding, Lifecycle, Lock, Route
from tests.unit.lifecycle.device.lives import (
    BRAM,
    CARLA,
    CONSIGNMENT,
    COORDINATOR,
    DISK,
    KEY,
    MINISTRY,
    PROVIDER,
    SECOND_DISK,
    START,
    Life,
    at_intake,
    inventory,
    routed,
)

A, B, C = DeviceKey("aaaa"), DeviceKey("bbbb"), DeviceKey("cccc")
GIFT = Terms(inside_state=False, ground=Ground.GIFT, holding=Holding.COORDINATOR, route=Route.DONATE)
MOVE = Terms(inside_state=True)
THERE = Place("Utrecht")
ARRIVAL = Arrival(THERE)


def draft(*devices: DeviceKey, terms: Terms = GIFT) -> Consignment:
    return with_devices(Consignment(CONSIGNMENT, PROVIDER, COORDINATOR, terms), *devices)


def offered(consignment: Consignment, **conditions: Condition) -> Consignment:
    """Offered at nine, in these conditions by device."""
    return offered_at(consignment, START, {DeviceKey(key): condition for key, condition in conditions.items()})


def answer(resolution: Resolution, *, minutes: int = 30) -> Answer:
    return Answer(resolution, CARLA, COORDINATOR, START + timedelta(minutes=minutes))


def arrived(consignment: Consignment, device: DeviceKey = A) -> Consignment:
    """With this device received by a scan."""
    return received(consignment, consignment.by_device[device], ScanId("scan-1"), answer(Resolution.RECEIVED))


def item(difference: Difference, device: DeviceKey = A, *, number: int = 1) -> DifferenceItem:
    return DifferenceItem(id=DifferenceId(f"item-{number}"), device=device, difference=difference, found_at=START)


def kinds(happenings: tuple[object, ...]) -> list[str]:
    return [getattr(each, "kind") for each in happenings]  # noqa: B009 (of any happening)


def test_a_draft_takes_devices_in_and_out_once_each() -> None:
    assert with_devices(draft(A), B, A).devices == (A, B)
    assert without_devices(draft(A, B), A).devices == (B,)


@given(st.permutations([A, B, C]))
def test_the_same_devices_on_the_same_terms_have_the_same_hash(order: list[DeviceKey]) -> None:
    assert offered(draft(*order)).manifest_sha256 == offered(draft(A, B, C)).manifest_sha256


@pytest.mark.parametrize(
    "other",
    [
        draft(A),
        draft(A, B, terms=replace(GIFT, ground=Ground.SALE)),
        replace(draft(A, B), receiver=MINISTRY),
        replace(draft(A, B), sender=MINISTRY),
    ],
)
def test_anything_else_has_another_hash(other: Consignment) -> None:
    assert offered(other).manifest_sha256 != offered(draft(A, B)).manifest_sha256


@pytest.mark.parametrize(
    "change", [offered, lambda frozen: with_devices(frozen, B), lambda frozen: without_devices(frozen, A)]
)
def test_an_offer_is_frozen(change: Callable[[Consignment], Consignment]) -> None:
    with pytest.raises(Conflict, match="offered, not draft"):
        change(offered(draft(A)))


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (draft(), "$.devices"),
        (replace(draft(A), receiver=PROVIDER), "$.receiver"),
        (draft(A, terms=replace(GIFT, holding=None)), "$.terms.ground"),
        (draft(A, terms=replace(GIFT, seal="S-1")), "$.terms.processor_agreement"),
        (draft(A, terms=replace(GIFT, route=Route.REDEPLOY)), "$.terms.unit"),
        (draft(A, terms=replace(GIFT, route=Route.RETURN_TO_LESSOR)), "$.terms.contract"),
    ],
)
def test_an_incomplete_consignment_is_not_offered(wrong: Consignment, path: str) -> None:
    with pytest.raises(InvalidInput) as invalid:
        offered(wrong)
    assert [problem.path for problem in invalid.value.problems] == [path]


def test_the_condition_at_the_offer_is_on_the_manifest() -> None:
    """So that nobody can say later that it was offered in another one."""
    sound, plain = offered(draft(A), aaaa=Condition(functional="F5")), offered(draft(A))
    assert sound.manifest["conditions"] == {A: {"functional": "F5"}}
    assert sound.manifest_sha256 != plain.manifest_sha256
    assert "conditions" not in plain.manifest


def test_a_manifest_that_was_changed_behind_its_hash_is_refused() -> None:
    forged = replace(offered(draft(A)), lines=lines_of(A, B))
    with pytest.raises(Refused, match="not the one that was offered"):
        handed_over(forged, ARRIVAL)


def test_a_manifest_that_was_found_good_is_looked_at_again_when_anything_in_it_changes() -> None:
    """A thousand devices name the same manifest, of which the hash is made once; one that differs is another."""
    good = offered(draft(A, B), aaaa=Condition(functional="F5"))
    assert handed_over(good, ARRIVAL) == handed_over(arrived(good), ARRIVAL)
    line = replace(good.by_device[A], condition=Condition(functional="F4"))
    forged = (
        replace(good, lines=(line, good.by_device[B])),
        replace(good, terms=replace(good.terms, seal="another")),
        replace(good, receiver=good.sender),
    )
    for each in forged:
        with pytest.raises(Refused, match="not the one that was offered"):
            handed_over(each, ARRIVAL)


def test_what_arrived_or_differs_is_no_part_of_what_was_offered() -> None:
    before = offered(draft(A, B))
    after = answered(
        with_difference(arrived(before), item(Difference.EXTRA, C)),
        item(Difference.EXTRA, C),
        answer(Resolution.ACCEPTED),
    )
    assert after.as_offered == before.as_offered
    assert after.as_offered.manifest == before.manifest


def test_what_is_received_in_parts_stays_open_until_it_is_closed() -> None:
    """Each device is received by its own scan, at its own time; the rest is still expected."""
    consignment = arrived(offered(draft(A, B)))
    assert consignment.state is ConsignmentState.PARTLY_RECEIVED
    assert consignment.by_device[A] == Line(
        A, LineState.RECEIVED, received_at=START + timedelta(minutes=30), scan=ScanId("scan-1")
    )
    assert [line.device for line in consignment.standing] == [B]


@pytest.mark.parametrize(("missing", "told"), [((), "bbbb was not received"), ((A, B), "aaaa is not missing")])
def test_a_receipt_is_closed_by_naming_everything_that_did_not_come(missing: tuple[DeviceKey, ...], told: str) -> None:
    consignment = arrived(offered(draft(A, B)))
    with pytest.raises(InvalidInput) as invalid:
        closed(consignment, missing, START)
    assert next(str(problem.what) for problem in invalid.value.problems).startswith(told)
    assert closed(consignment, [B], START).state is ConsignmentState.RECEIVED


@pytest.mark.parametrize(
    ("difference", "state"),
    [
        (Difference.MISSING, LineState.MISSING),
        (Difference.OTHER_CONDITION, LineState.SET_APART),
        (Difference.BROKEN_SEAL, LineState.SET_APART),
    ],
)
def test_a_difference_is_an_item_and_leaves_the_offer_standing(difference: Difference, state: LineState) -> None:
    after = with_difference(offered(draft(A)), item(difference))
    assert (after.by_device[A].state, after.by_device[A].stands) == (state, True)
    assert after.open_items(A) == (item(difference),)
    assert kinds((dispute(after, difference),)) == ["transfer_disputed"]


def test_what_arrives_besides_the_manifest_is_an_item_without_a_line() -> None:
    after = with_difference(offered(draft(A)), item(Difference.EXTRA, C))
    assert (after.devices, C in after.by_device, after.waiting_for(Side.SENDER)) == (
        (A,),
        False,
        (item(Difference.EXTRA, C),),
    )


@pytest.mark.parametrize(
    ("device", "custodian", "said", "verdict"),
    [
        (A, COORDINATOR, None, Verdict.ALREADY_RECEIVED),
        (B, PROVIDER, None, Verdict.ON_MANIFEST),
        (B, PROVIDER, Difference.OTHER_CONDITION, Verdict.SET_APART),
        (C, PROVIDER, None, Verdict.EXTRA),
        (C, COORDINATOR, None, Verdict.ALREADY_RECEIVED),
        (C, MINISTRY, None, Verdict.NOT_YOURS),
        (C, None, None, Verdict.NOT_YOURS),
    ],
)
def test_a_scan_has_a_verdict(
    device: DeviceKey, custodian: OrganisationId | None, said: Difference | None, verdict: Verdict
) -> None:
    consignment = arrived(offered(draft(A, B)))
    assert judged(consignment, device, custodian, said) is verdict


def test_what_was_set_apart_is_not_received_by_scanning_it_once_more() -> None:
    """Its condition is accepted by somebody who says so."""
    consignment = with_difference(offered(draft(A)), item(Difference.OTHER_CONDITION))
    assert judged(consignment, A, PROVIDER) is Verdict.SET_APART


def test_what_was_missing_and_is_scanned_after_all_answers_its_item() -> None:
    missing = with_difference(closed(offered(draft(A)), [A], START), item(Difference.MISSING))
    assert judged(missing, A, PROVIDER) is Verdict.ON_MANIFEST
    after = arrived(missing)
    assert (after.state, after.by_device[A].state) == (ConsignmentState.RECEIVED, LineState.RECEIVED)
    assert [each.answer for each in after.items] == [answer(Resolution.RECEIVED)]


def test_an_offer_is_taken_back_as_far_as_nothing_was_received() -> None:
    """What was set apart goes back too, and that answers its difference."""
    consignment = with_difference(arrived(offered(draft(A, B, C))), item(Difference.OTHER_CONDITION, B))
    assert set(withdrawal_happenings(consignment)) == {B, C}
    over = withdrawn(consignment, answer(Resolution.STAYS_WITH_SENDER))
    assert {line.device: line.state for line in over.lines} == {
        A: LineState.RECEIVED,
        B: LineState.WITHDRAWN,
        C: LineState.WITHDRAWN,
    }
    assert over.open_items(B) == ()
    assert judged(over, C, PROVIDER) is Verdict.EXTRA


@pytest.mark.parametrize(
    ("difference", "resolution", "state", "made"),
    [
        (Difference.MISSING, Resolution.STAYS_WITH_SENDER, LineState.WITHDRAWN, ["transfer_withdrawn"]),
        (Difference.MISSING, Resolution.LOST, LineState.LOST, ["transfer_withdrawn", "lost_or_stolen"]),
        (Difference.OTHER_CONDITION, Resolution.STAYS_WITH_SENDER, LineState.WITHDRAWN, ["transfer_withdrawn"]),
        (Difference.OTHER_CONDITION, Resolution.ACCEPTED, LineState.RECEIVED, ["transfer_received", "custody_changed"]),
        (Difference.BROKEN_SEAL, Resolution.ACCEPTED, LineState.RECEIVED, ["transfer_received", "custody_changed"]),
        (Difference.EXTRA, Resolution.ACCEPTED, LineState.EXPECTED, ["transfer_offered"]),
        (Difference.EXTRA, Resolution.STAYS_WITH_SENDER, LineState.WITHDRAWN, []),
    ],
)
def test_an_answer_moves_the_line_and_makes_events(
    difference: Difference, resolution: Resolution, state: LineState, made: list[str]
) -> None:
    """Every answer that the table allows; what is extra may have been taken back before."""
    consignment = offered(draft(A, terms=MOVE))
    if difference is Difference.EXTRA:
        consignment = withdrawn(consignment, answer(Resolution.STAYS_WITH_SENDER))
    consignment = with_difference(consignment, item(difference))
    given = Given(resolution=resolution, report="R-1", place=THERE)
    check_answer(item(difference), given)
    after = answered(consignment, item(difference), answer(resolution))
    assert after.by_device[A].state is state
    assert after.items[0].answer == answer(resolution)
    assert kinds(answer_happenings(consignment, item(difference), given)) == made


def test_the_table_of_answers_names_each_difference_once_with_its_side() -> None:
    sides = {difference: side for difference, (side, _) in ANSWERS.items()}
    assert sides == {
        Difference.MISSING: Side.SENDER,
        Difference.EXTRA: Side.SENDER,
        Difference.OTHER_CONDITION: Side.RECEIVER,
        Difference.BROKEN_SEAL: Side.RECEIVER,
    }


@pytest.mark.parametrize(
    ("difference", "given", "path"),
    [
        (Difference.MISSING, Given(resolution=Resolution.ACCEPTED), "$.resolution"),
        (Difference.MISSING, Given(resolution=Resolution.RECEIVED), "$.resolution"),
        (Difference.EXTRA, Given(resolution=Resolution.LOST, report="R-1"), "$.resolution"),
        (Difference.MISSING, Given(resolution=Resolution.LOST), "$.report"),
    ],
)
def test_another_answer_is_a_fault(difference: Difference, given: Given, path: str) -> None:
    """That a missing device came after all is said by scanning it, not by a word."""
    with pytest.raises(InvalidInput) as invalid:
        check_answer(item(difference), given)
    assert [problem.path for problem in invalid.value.problems] == [path]


def test_an_item_is_answered_once() -> None:
    over = replace(item(Difference.EXTRA), answer=answer(Resolution.ACCEPTED))
    with pytest.raises(Conflict, match="answered already: accepted"):
        check_answer(over, Given(resolution=Resolution.STAYS_WITH_SENDER))


def test_what_is_extra_and_accepted_is_a_line_beside_the_manifest() -> None:
    consignment = with_difference(offered(draft(A)), item(Difference.EXTRA, C))
    after = answered(consignment, item(Difference.EXTRA, C), answer(Resolution.ACCEPTED))
    assert after.by_device[C] == Line(C, extra=True)
    assert (after.devices, after.manifest_sha256) == ((A,), consignment.manifest_sha256)
    assert judged(after, C, PROVIDER) is Verdict.ON_MANIFEST


def test_what_was_withdrawn_is_over() -> None:
    over = withdrawn(offered(draft(A)), answer(Resolution.STAYS_WITH_SENDER))
    with pytest.raises(Conflict):
        closed(over, [], START)
    with pytest.raises(Conflict):
        withdrawn(over, answer(Resolution.STAYS_WITH_SENDER))


@pytest.mark.parametrize(
    ("terms", "made"),
    [
        (MOVE, ["transfer_received", "custody_changed"]),
        (GIFT, ["transfer_received", "custody_changed", "ownership_changed", "donated"]),
        (
            replace(GIFT, ground=Ground.SALE, holding=Holding.BUYER, route=Route.SELL),
            ["transfer_received", "custody_changed", "ownership_changed", "sold"],
        ),
        (
            replace(MOVE, ground=Ground.TRANSFER, holding=Holding.STATE, route=Route.REDEPLOY, unit="Finance"),
            ["transfer_received", "custody_changed", "ownership_changed", "redeployed"],
        ),
        (
            replace(GIFT, ground=Ground.DESTRUCTION, holding=Holding.RECIPIENT, route=Route.RECYCLE),
            ["transfer_received", "custody_changed", "ownership_changed"],
        ),
        (
            replace(GIFT, ground=Ground.LEASE, holding=Holding.LESSOR, route=Route.RETURN_TO_LESSOR, contract="L-1"),
            ["transfer_received", "custody_changed", "ownership_changed", "returned_to_lessor"],
        ),
    ],
)
def test_a_receipt_makes_events_by_ground_and_route(terms: Terms, made: list[str]) -> None:
    assert kinds(handed_over(offered(draft(A, terms=terms)), ARRIVAL)) == made


def offer(life: Life, terms: Terms = GIFT) -> Consignment:
    consignment = offered(draft(KEY, terms=terms))
    for happening in offer_happenings(consignment)[KEY]:
        life.then(happening)
    return consignment


def receive(life: Life, consignment: Consignment, arrival: Arrival | None = None) -> Life:
    for happening in handed_over(consignment, arrival or ARRIVAL):
        life.then(happening, CARLA, consignment.receiver)
    return life


def differ(life: Life, consignment: Consignment, difference: Difference) -> Consignment:
    life.then(dispute(consignment, difference), CARLA, consignment.receiver)
    return with_difference(consignment, item(difference, KEY))


def test_an_offer_and_its_receipt_pass_the_guards_and_give_the_device_to_its_receiver() -> None:
    life = routed()
    device = receive(life, offer(life)).state
    assert device.lifecycle is Lifecycle.DONATED
    assert device.ownership is not None
    assert (device.custody.custodian, device.ownership.owner) == (COORDINATOR, COORDINATOR)
    assert (device.ownership.ground, device.handover) == (Ground.GIFT, None)


def test_a_redeployment_by_consignment_passes_the_guards() -> None:
    life = routed(Route.REDEPLOY)
    terms = Terms(
        inside_state=True, ground=Ground.TRANSFER, holding=Holding.STATE, route=Route.REDEPLOY, unit="Finance"
    )
    assert receive(life, offer(life, terms)).state.lifecycle is Lifecycle.REDEPLOYED


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        (GIFT, "unverified-medium"),
        (Terms(inside_state=False), "unverified-medium"),
    ],
)
def test_nothing_with_an_unverified_medium_is_offered_outside_the_state(terms: Terms, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        offer(at_intake(), terms)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("meanwhile", "rule"),
    [(inventory(DISK, SECOND_DISK), "unverified-medium"), (LockFound(lock=Lock.MDM), "locked-device")],
)
def test_what_came_to_light_after_the_offer_refuses_the_receipt(meanwhile: LockFound, rule: str) -> None:
    life = routed()
    consignment = offer(life)
    life.then(meanwhile, BRAM)
    with pytest.raises(Refused) as refused:
        receive(life, consignment)
    assert refused.value.rule == rule


def test_sealed_custody_takes_data_to_a_contracted_party_and_back() -> None:
    terms = Terms(inside_state=False, seal="SEAL-1", processor_agreement="VWO-3")
    life = at_intake()
    receive(life, offer(life, terms), Arrival(THERE, "SEAL-1"))
    custody = life.state.custody
    assert (custody.inside_state, custody.seal, custody.processor_agreement) == (False, "SEAL-1", "VWO-3")


def test_a_missing_device_stays_with_the_sender_until_it_comes_after_all() -> None:
    life = routed()
    consignment = differ(life, offer(life), Difference.MISSING)
    assert (life.state.lifecycle, life.state.custody.custodian) == (Lifecycle.IN_TRANSIT, PROVIDER)
    assert receive(life, consignment).state.lifecycle is Lifecycle.DONATED


def test_data_that_arrives_under_a_broken_seal_is_not_accepted() -> None:
    """A broken seal protects nothing: the rules on leaving ask again."""
    life = at_intake()
    terms = Terms(inside_state=False, seal="SEAL-1", processor_agreement="VWO-3")
    consignment = differ(life, offer(life, terms), Difference.BROKEN_SEAL)
    with pytest.raises(Refused) as refused:
        receive(life, consignment, Arrival(THERE, None, broken=True))
    assert refused.value.rule == "unverified-medium"


def test_inside_the_state_a_device_is_accepted_though_its_seal_was_broken() -> None:
    life = at_intake()
    consignment = differ(life, offer(life, Terms(inside_state=True, seal="SEAL-1")), Difference.BROKEN_SEAL)
    receive(life, consignment, Arrival(THERE, None, broken=True))
    assert (life.state.custody.custodian, life.state.custody.seal) == (COORDINATOR, None)


def test_who_set_a_device_apart_gives_it_back_and_nobody_else_does() -> None:
    """What is missing, or on its way, is taken back by its sender alone."""
    life = routed()
    consignment = offer(life)
    back = answer_happenings(
        consignment, item(Difference.OTHER_CONDITION, KEY), Given(resolution=Resolution.STAYS_WITH_SENDER)
    )[0]
    for difference in (None, Difference.MISSING):
        if difference is not None:
            differ(life, consignment, difference)
        with pytest.raises(Refused, match="no offer of yours"):
            life.then(back, CARLA, COORDINATOR)
    differ(life, consignment, Difference.OTHER_CONDITION)
    life.then(back, CARLA, COORDINATOR)
    assert (life.state.handover, life.state.custody.custodian) == (None, PROVIDER)


def test_a_withdrawn_offer_leaves_the_device_where_it_was() -> None:
    life = routed()
    consignment = offer(life)
    for happening in withdrawal_happenings(consignment)[KEY]:
        life.then(happening)
    assert (life.state.lifecycle, life.state.handover) == (Lifecycle.ROUTED, None)


def test_how_an_organisation_stands_to_a_consignment() -> None:
    consignment = draft(A, terms=replace(GIFT, carrier=MINISTRY))
    assert consignment.relations(PROVIDER) == {Relation.CUSTODIAN}
    assert consignment.relations(COORDINATOR) == consignment.relations(MINISTRY) == {Relation.RECEIVER}
    assert consignment.relations(None) == frozenset()
