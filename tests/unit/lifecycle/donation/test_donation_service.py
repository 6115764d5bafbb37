"""Deliveries, feedback by a link and take-back over storage in memory."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, NotPermitted, Refused, TooMany
from lifecycle.domain.checklists import CHECKLISTS
from lifecycle.domain.consignment import ConsignmentState
from lifecycle.domain.donation import Defect, Minimum, Passing, ProgrammeState, Remedy, Said, usual_steps
from lifecycle.domain.donation.journal import THERE
from lifecycle.domain.events import EvidenceAttached, LockFound, LocksChecked, LookedFor
from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.vocabulary import DataState, FunctionalGrade, Ground, Holding, Lifecycle, Lock, MediumKind, Route
from lifecycle.service.consignments import NewConsignment
from lifecycle.service.donation_deliveries import NewDelivery
from lifecycle.service.donation_feedback import Feedback, FeedbackDesk
from lifecycle.service.donation_views import FeedbackLine, FeedbackView
from lifecycle.service.loops import Return
from lifecycle.service.recording import Draft
from tests.support.donation_world import COUNTER, LIBRARY, WANTED, WELFARE, Town, holder
from tests.support.fake_organisations import FakeCredential, FakeOrganisation, FakeOrganisations
from tests.support.market_world import offered
from tests.support.service_world import (
    AUDITOR,
    COORDINATOR,
    DRZ,
    ICT,
    OWNER,
    PROVIDER,
    RECEIVER,
    REPAIRER,
    ROUTER,
)

DUE = date(2026, 9, 1)
NO_LOCKS = LocksChecked(
    checklist="windows-pc",
    answers=tuple(LookedFor(lock, there=False) for lock in sorted(CHECKLISTS["windows-pc"].required)),
)


@pytest.fixture
def town() -> Town:
    return Town.stocked()


def test_a_gift_is_donated_to_the_intermediary_when_it_says_that_it_arrived(town: Town) -> None:
    key = town.laptop()
    view = town.deliver(key)
    assert town.world.kinds(key)[-1] == "transfer_offered"
    town.says(view, Said.ARRIVED)
    device = town.world.device(key)
    assert device.ownership is not None
    assert (device.ownership.owner, device.ownership.holding, device.custody.custodian) == (
        LIBRARY,
        Holding.RECIPIENT,
        LIBRARY,
    )
    donated = town.world.events(key)[-1]
    assert (donated.kind, donated.happening.receiver, donated.actor) == ("donated", LIBRARY, "link-1")  # type: ignore[union-attr]
    assert town.read(view).state is ConsignmentState.RECEIVED


def test_a_loan_changes_hands_and_stays_the_coordinators(town: Town) -> None:
    key = town.laptop()
    town.says(town.deliver(key, due=DUE), Said.WORKS)
    device = town.world.device(key)
    assert device.ownership is not None
    assert (device.ownership.owner, device.custody.custodian) == (COORDINATOR, LIBRARY)
    assert town.world.kinds(key)[-2:] == ["custody_changed", "donated"]


def test_a_delivery_has_a_label_and_a_model_for_its_receiver_and_no_serial(town: Town) -> None:
    """The manifest and the hand-over document that are made of it have none either."""
    view = town.deliver(town.laptop())
    consignment = town.world.storage.committed.consignments.get(view.summary.delivery.consignment)
    assert consignment is not None
    condition = consignment.lines[0].condition
    assert condition is not None
    assert (condition.label is not None, condition.model, condition.serial) == (True, "Dell Latitude 7420", None)


def test_what_the_holder_of_a_link_sees_is_this_and_nothing_else(town: Town) -> None:
    """An allow-list: a field that is added here is looked at again."""
    view = town.deliver(town.laptop())
    seen = town.use.feedback.look(holder(view.summary.delivery.id), view.summary.delivery.id)
    assert {each.name for each in fields(FeedbackView)} == {
        "programme",
        "coordinator",
        "intermediary",
        "passing",
        "made_at",
        "due",
        "lines",
        "recipients",
    }
    assert {each.name for each in fields(FeedbackLine)} == {"number", "label", "model", "said", "has_open_defect"}
    for secret in (*view.summary.delivery.devices, "LAP00001", "DISK00001", view.summary.delivery.consignment):
        assert secret not in repr(seen)


def test_a_link_opens_its_own_delivery_alone(town: Town) -> None:
    mine, other = town.deliver(town.laptop()), town.deliver(town.laptop(), to=WELFARE)
    with pytest.raises(NotPermitted):
        town.use.feedback.look(holder(mine.summary.delivery.id), other.summary.delivery.id)
    with pytest.raises(NotPermitted):
        town.use.deliveries.read(holder(mine.summary.delivery.id), mine.summary.delivery.id)
    with pytest.raises(NotPermitted):
        town.use.deliveries.make(
            holder(mine.summary.delivery.id),
            NewDelivery(programme=mine.summary.delivery.programme, intermediary=LIBRARY, devices=()),
        )


def test_saying_it_twice_is_saying_it_once(town: Town) -> None:
    """A second tap, a retry with the same id, and a lazy 'all of them' after one: nothing is recorded again."""
    key = town.laptop()
    view = town.deliver(key)
    first = town.says(view, Said.ARRIVED, entry="tapped-once")
    events = town.world.kinds(key)
    assert town.says(view, Said.ARRIVED, entry="tapped-once") == first
    assert town.says(view, Said.ARRIVED, 1) == first
    assert town.world.kinds(key) == events
    assert len([each for each in town.read(view).entries if each.said is Said.ARRIVED]) == 1
    with pytest.raises(Conflict):
        town.says(view, Said.WORKS, entry="tapped-once")


def test_devices_can_arrive_one_by_one_and_the_missing_close_the_receipt(town: Town) -> None:
    keys = tuple(town.laptop() for _ in range(3))
    view = town.deliver(*keys)
    town.says(view, Said.ARRIVED, 1)
    assert town.read(view).state is ConsignmentState.PARTLY_RECEIVED
    assert town.world.device(keys[1]).custody.custodian == COORDINATOR
    town.says(view, Said.WORKS, 2)
    town.says(view, Said.MISSING, 3)
    assert town.read(view).state is ConsignmentState.RECEIVED
    differences = town.world.storage.committed.consignments.get(view.summary.delivery.consignment)
    assert differences is not None
    assert [item.device for item in differences.items] == [keys[2]]
    town.says(view, Said.ARRIVED, 3)
    assert town.world.device(keys[2]).custody.custodian == LIBRARY


def test_a_defect_waits_for_the_coordinator_and_its_text_goes_with_the_answer(town: Town) -> None:
    view = town.deliver(town.laptop())
    shown = town.says(view, Said.DEFECT, 1, defect=Defect.BATTERY, note="Empty after ten minutes")
    assert shown.lines[0].has_open_defect
    item = town.read(view).summary.standing.defects[0]
    noted = next(each for each in town.read(view).entries if each.id == item.id)
    assert noted.note == "Empty after ten minutes"
    assert town.use.programmes.find(RECEIVER)[0].numbers.defects == 1
    after = town.use.deliveries.answer(RECEIVER, view.summary.delivery.id, item.id, Remedy.REPLACE)
    assert after.summary.standing.defects == ()
    assert all(each.note is None for each in after.entries)
    with pytest.raises(InvalidInput):
        town.use.deliveries.answer(RECEIVER, view.summary.delivery.id, item.id, Remedy.REPAIR)


def test_recipients_are_a_number_of_one_for_each_device_at_most(town: Town) -> None:
    view = town.deliver(town.laptop(), town.laptop())
    assert town.says(view, Said.RECIPIENTS, count=2).recipients == 2
    with pytest.raises(InvalidInput):
        town.says(view, Said.RECIPIENTS, count=3)
    assert town.use.programmes.find(RECEIVER)[0].numbers.recipients == 2


def test_a_name_in_a_free_text_is_refused_and_nothing_is_kept(town: Town) -> None:
    view = town.deliver(town.laptop())
    with pytest.raises(InvalidInput):
        town.says(view, Said.DEFECT, 1, defect=Defect.OTHER, note="Mevrouw De Vries cannot sign in")
    assert town.read(view).entries == ()
    assert town.read(view).state is ConsignmentState.OFFERED


def test_a_link_that_says_too_much_waits(town: Town) -> None:
    view = town.deliver(town.laptop())
    delivery = view.summary.delivery.id
    asked: list[bytes] = []

    def turn(key: bytes) -> float:
        asked.append(key)
        return 12.5

    desk = FeedbackDesk(town.use.feedback.desk, turn)
    with pytest.raises(TooMany) as refused:
        desk.give(holder(delivery), delivery, Feedback(id=town.read(view).summary.delivery.id, said=Said.ARRIVED))  # type: ignore[arg-type]
    assert (refused.value.seconds, asked) == (13, [b"link-1"])


def test_what_only_the_coordinator_says_is_not_for_a_link(town: Town) -> None:
    view = town.deliver(town.laptop())
    for said in (Said.RETURNED, Said.ANSWERED, Said.LINK_ISSUED, Said.LINK_ENDED):
        with pytest.raises(InvalidInput):
            town.says(view, said)


def test_what_the_coordinator_took_back_meanwhile_cannot_be_confirmed(town: Town) -> None:
    key = town.laptop()
    view = town.deliver(key)
    town.world.use.consignments.withdraw(RECEIVER, view.summary.delivery.consignment)
    with pytest.raises(Conflict):
        town.says(view, Said.ARRIVED)
    assert town.read(view).entries == ()
    assert town.world.device(key).custody.custodian == COORDINATOR


def test_a_link_is_shown_once_noted_and_can_be_ended(town: Town) -> None:
    view = town.deliver(town.laptop())
    delivery = view.summary.delivery.id
    made = town.use.deliveries.link(RECEIVER, delivery)
    capability, organisation, until = town.links.issued[made.id]
    assert (capability.use_case, capability.subject, organisation, until) == (
        "give_feedback",
        delivery,
        LIBRARY,
        made.until,
    )
    assert made.token not in repr(made)
    assert [each.id for each in town.read(view).summary.standing.links] == [made.id]
    town.use.deliveries.end_link(RECEIVER, delivery, made.id)
    assert (town.links.ended, town.read(view).summary.standing.links) == ([made.id], ())
    with pytest.raises(Conflict):
        town.use.deliveries.end_link(RECEIVER, delivery, made.id)
    with pytest.raises(NotPermitted):
        town.use.deliveries.link(AUDITOR, delivery)


def test_without_a_valid_aanwijzingsbesluit_nothing_opens_and_nothing_is_delivered() -> None:
    town = Town.stocked()
    key, programme = town.laptop(), town.programme()
    lapsed = FakeOrganisation(
        "The coordinator",
        in_state=False,
        credentials=(FakeCredential("aanwijzingsbesluit", date(2026, 1, 1), date(2026, 5, 3)),),
    )
    town.world.organisations = FakeOrganisations({**town.world.organisations.rows, COORDINATOR: lapsed})
    for act in (lambda: town.deliver(key, programme=programme), town.programme):
        with pytest.raises(Refused, match="ended on 2026-05-03") as refused:
            act()
        assert refused.value.rule == "receiver-credential"
    assert town.world.storage.committed.donations.deliveries() == ()


@pytest.mark.parametrize("due", [None, DUE])
def test_an_intermediary_without_a_donation_agreement_gets_nothing(town: Town, due: date | None) -> None:
    town.world.organisations = FakeOrganisations(
        {**town.world.organisations.rows, LIBRARY: FakeOrganisation("The library", in_state=False)}
    )
    with pytest.raises(Refused) as refused:
        town.deliver(town.laptop(), due=due)
    assert refused.value.rule == "receiver-credential"


def test_a_loan_is_not_confirmed_after_the_agreement_ended(town: Town) -> None:
    view = town.deliver(town.laptop(), due=DUE)
    town.world.clock.forward(days=60)
    with pytest.raises(Refused) as refused:
        town.says(view, Said.ARRIVED)
    assert refused.value.rule == "receiver-credential"


@pytest.mark.parametrize("state", [ProgrammeState.DRAFT, ProgrammeState.PAUSED, ProgrammeState.CLOSED])
def test_only_an_open_programme_delivers(town: Town, state: ProgrammeState) -> None:
    programme = town.programme(state=ProgrammeState.DRAFT)
    if state is not ProgrammeState.DRAFT:
        town.use.programmes.move(RECEIVER, programme, ProgrammeState.OPEN)
        town.use.programmes.move(RECEIVER, programme, state)
    with pytest.raises(Refused) as refused:
        town.deliver(town.laptop(), programme=programme)
    assert refused.value.rule == "open-programme"


def test_outside_the_dates_of_its_decision_a_programme_delivers_nothing(town: Town) -> None:
    programme = town.programme(replace(WANTED, valid_until=date(2026, 5, 3)))
    with pytest.raises(Refused) as refused:
        town.deliver(town.laptop(), programme=programme)
    assert refused.value.rule == "open-programme"


@pytest.mark.parametrize("due", [None, DUE])
def test_what_holds_data_or_a_lock_is_not_delivered_given_or_lent(town: Town, due: date | None) -> None:
    clean, disk, locked = town.laptop(), town.laptop(), town.laptop()
    seen = EvidenceAttached(
        sha256="e" * 64,
        original_sha256="f" * 64,
        format="glpi",
        parser="glpi",
        parser_version="1",
        media=(MediumSeen("SECOND-DISK", MediumKind.SSD),),
    )
    with town.world.storage.writing() as work:
        town.world.recorder.record(work, RECEIVER, disk, [Draft(seen)])
        work.commit()
    town.world.record(RECEIVER, locked, LockFound(lock=Lock.ACTIVATION_LOCK))
    wanted = NewDelivery(
        programme=town.programme(),
        intermediary=LIBRARY,
        devices=(clean, disk, locked),
        passing=Passing.GIFT if due is None else Passing.LOAN,
        due=due,
    )
    refused = town.use.deliveries.preview(RECEIVER, wanted)
    assert {key: refusal.rule for key, refusal in refused.items()} == {
        disk: "unverified-medium",
        locked: "locked-device",
    }
    before = {key: town.world.kinds(key) for key in wanted.devices}
    with pytest.raises(Refused):
        town.use.deliveries.make(RECEIVER, wanted)
    assert {key: town.world.kinds(key) for key in wanted.devices} == before
    assert town.use.deliveries.find(RECEIVER) == ()


def test_below_the_minimum_of_the_programme_nothing_is_delivered(town: Town) -> None:
    asks = replace(WANTED, minimum=Minimum(functional=FunctionalGrade.F6))
    with pytest.raises(Refused) as refused:
        town.deliver(town.laptop(), programme=town.programme(asks))
    assert refused.value.rule == "programme-minimum"


def test_what_is_approved_for_use_inside_government_is_not_given_away(town: Town) -> None:
    """Internal first: while its route is redeployment, no coordinator can be offered it by donation."""
    world = town.world
    key = world.clean_laptop()
    town.routed(key, Route.REDEPLOY)
    made = world.use.consignments.create(ICT, NewConsignment(receiver=COORDINATOR, devices=(key,), route=Route.DONATE))
    with pytest.raises(Refused) as refused:
        world.use.consignments.offer(ICT, made.consignment.id)
    assert refused.value.rule == "internal-first"


def test_what_the_coordinator_does_not_have_it_does_not_deliver(town: Town) -> None:
    key = town.laptop()
    town.deliver(key)
    with pytest.raises(Refused) as refused:
        town.deliver(key, to=WELFARE)
    assert refused.value.rule == "one-offer-at-a-time"
    elsewhere = town.world.clean_laptop()
    with pytest.raises(KringpasError):
        town.deliver(elsewhere)


def test_a_programme_that_lends_gives_nothing_for_good(town: Town) -> None:
    lends = replace(WANTED, passing=Passing.LOAN, steps=usual_steps(Passing.LOAN))
    with pytest.raises(InvalidInput):
        town.deliver(town.laptop(), programme=town.programme(lends))


def test_every_change_of_a_programme_is_a_version_and_no_change_is_none(town: Town) -> None:
    programme = town.programme()
    town.use.programmes.change(RECEIVER, programme, WANTED)
    after = town.use.programmes.change(RECEIVER, programme, replace(WANTED, wanted=50))
    assert (after.version.number, after.version.programme.state) == (3, ProgrammeState.OPEN)
    history = town.use.programmes.read(RECEIVER, programme).history
    assert [(each.number, each.programme.state, each.programme.wanted) for each in history] == [
        (1, ProgrammeState.DRAFT, 40),
        (2, ProgrammeState.OPEN, 40),
        (3, ProgrammeState.OPEN, 50),
    ]


def test_who_sees_and_changes_a_programme(town: Town) -> None:
    programme = town.programme()
    assert [each.version.programme.id for each in town.use.programmes.find(AUDITOR)] == [programme]
    assert town.use.programmes.move(ROUTER, programme, ProgrammeState.PAUSED).may_change
    for stranger in (OWNER, ICT, REPAIRER):
        with pytest.raises(NotPermitted):
            town.use.programmes.find(stranger)
    with pytest.raises(NotPermitted):
        town.use.programmes.move(AUDITOR, programme, ProgrammeState.OPEN)
    with pytest.raises(NotPermitted):
        town.use.programmes.create(OWNER, WANTED)
    with pytest.raises(NotFound):
        town.use.programmes.read(RECEIVER, replace(WANTED, id="absent").id)  # type: ignore[arg-type]


def test_the_board_shows_what_comes_what_is_there_and_what_was_given(town: Town) -> None:
    given, *kept = town.laptop(), town.laptop(), town.laptop()
    town.says(town.deliver(given), Said.WORKS)
    world = town.world
    coming = world.clean_laptop()
    town.routed(coming, Route.DONATE)
    offered = world.use.consignments.create(
        ICT, NewConsignment(receiver=COORDINATOR, devices=(coming,), route=Route.DONATE)
    ).consignment.id
    world.use.consignments.offer(ICT, offered)
    board = town.use.programmes.board(RECEIVER, world.use.consignments.find(RECEIVER).rows)
    assert [each.tally.id for each in board.coming] == [offered]
    assert {line.device_key for line in board.stock} == set(kept)
    assert [each.standing.there for each in board.deliveries] == [1]
    assert board.may_deliver
    assert not town.use.programmes.board(AUDITOR, ()).may_deliver


@pytest.mark.parametrize("raw", ["LAP00001", "TAG-000001"])
def test_what_comes_back_after_years_is_recognised_and_lives_again(town: Town, raw: str) -> None:
    key = town.laptop()
    first = town.deliver(key)
    town.says(first, Said.WORKS)
    town.world.clock.forward(days=3 * 365)
    assert [line.device_key for line in town.use.loops.recognise(RECEIVER, raw)] == [key]
    wanted = Return(device=key, reason="no longer needed", place=COUNTER, ground=Ground.GIFT)
    back = town.use.loops.take_back(RECEIVER, wanted)
    device = town.world.device(key)
    assert device.ownership is not None
    assert (back.count, device.ownership.owner, device.custody.custodian) == (2, COORDINATOR, COORDINATOR)
    assert (device.stage, device.data) == (Lifecycle.RECEIVED, DataState.CONTAINS_DATA)
    assert town.read(first).summary.standing.devices[key] is Said.RETURNED
    agreed = FakeOrganisation(
        "The welfare organisation",
        in_state=False,
        credentials=(FakeCredential("donation-agreement", date(2026, 1, 1)),),
    )
    named = FakeOrganisation(
        "The coordinator", in_state=False, credentials=(FakeCredential("aanwijzingsbesluit", date(2026, 1, 1)),)
    )
    town.world.organisations = FakeOrganisations({**town.world.organisations.rows, WELFARE: agreed, COORDINATOR: named})
    programme = town.programme(replace(WANTED, valid_until=None))
    for rule in ("unverified-medium", "locks-checked"):
        with pytest.raises(Refused) as refused:
            town.deliver(key, to=WELFARE, programme=programme)
        assert refused.value.rule == rule
        if rule == "unverified-medium":
            town.erased(key, "DISK00001")
    town.world.record(RECEIVER, key, NO_LOCKS)
    second = town.deliver(key, to=WELFARE, programme=programme)
    town.says(second, Said.ARRIVED)
    assert town.use.loops.lives(ROUTER, key).count == 3
    assert town.read(second).lives == {key: 3}
    assert town.read(first).summary.standing.devices[key] is Said.RETURNED


def test_a_loan_that_comes_back_stays_the_coordinators_without_a_ground(town: Town) -> None:
    key = town.laptop()
    view = town.deliver(key, due=DUE)
    town.says(view, Said.WORKS)
    town.world.clock.forward(days=200)
    assert town.read(view).summary.overdue
    with pytest.raises(InvalidInput):
        town.use.loops.take_back(RECEIVER, Return(device=key, reason="loan ended", place=COUNTER, ground=Ground.GIFT))
    town.use.loops.take_back(RECEIVER, Return(device=key, reason="loan ended", place=COUNTER))
    device = town.world.device(key)
    assert (device.custody.custodian, device.data) == (COORDINATOR, DataState.CONTAINS_DATA)
    assert not town.read(view).summary.overdue
    with pytest.raises(InvalidInput):
        town.says(view, Said.WORKS, 1)


def test_who_never_had_a_device_does_not_take_it_back(town: Town) -> None:
    key = town.laptop()
    town.says(town.deliver(key), Said.WORKS)
    with pytest.raises(NotPermitted):
        town.use.loops.take_back(REPAIRER, Return(device=key, reason="found", place=COUNTER))
    stranger = replace(RECEIVER, organisation=WELFARE)
    assert town.use.loops.recognise(stranger, "LAP00001") == ()
    with pytest.raises(NotPermitted):
        town.use.loops.take_back(stranger, Return(device=key, reason="found", place=COUNTER))


def test_drz_takes_back_what_was_given_and_it_is_the_states_again(town: Town) -> None:
    key = town.laptop()
    town.says(town.deliver(key), Said.WORKS)
    town.use.loops.take_back(ROUTER, Return(device=key, reason="returned", place=COUNTER, ground=Ground.TRANSFER))
    device = town.world.device(key)
    assert device.ownership is not None
    assert (device.ownership.owner, device.ownership.holding, device.custody.inside_state) == (
        DRZ,
        Holding.STATE,
        True,
    )
    assert device.surplus is None


def test_a_reason_names_no_person(town: Town) -> None:
    key = town.laptop()
    town.says(town.deliver(key), Said.WORKS)
    with pytest.raises(InvalidInput):
        town.use.loops.take_back(RECEIVER, Return(device=key, reason="Mevrouw De Vries moved", place=COUNTER))


def test_the_public_page_tells_of_a_donation_as_of_any_new_use(town: Town) -> None:
    key = town.laptop()
    town.says(town.deliver(key), Said.DEFECT, 1, defect=Defect.SCREEN, note="Black")
    passport = town.world.device(key).passports.current
    assert passport is not None
    public = repr(town.world.public_parts(passport)).lower()
    for word in ("donat", "library", "coordinator", "defect", "lent", "programme"):
        assert word not in public


def test_a_scan_at_intake_says_that_a_device_had_gone_to_somebody_else(town: Town) -> None:
    key = town.laptop()
    town.says(town.deliver(key), Said.WORKS)
    view = town.world.scan("LAP00001")
    assert view.verdict == "attention"
    assert any("taken back" in str(each) for each in view.warnings)
    assert town.world.kinds(key)[-1] == "intake_scanned"
    assert town.world.device(key).custody.custodian != PROVIDER


def test_what_is_said_to_be_there_is_what_arrived() -> None:
    assert {Said.ARRIVED, Said.WORKS, Said.DEFECT} == THERE


def test_what_is_offered_inside_government_is_not_delivered_before_its_days_are_over(town: Town) -> None:
    """The refusal names the day from which it can be donated."""
    key = offered(town.world, "S-77")
    wanted = NewDelivery(programme=town.programme(), intermediary=LIBRARY, devices=(key,))
    refusal = town.use.deliveries.preview(RECEIVER, wanted)[key]
    assert refusal.rule == "internal-first"
    assert f"donated from {(town.world.clock() + timedelta(days=14)).date()}" in str(refusal.what)
