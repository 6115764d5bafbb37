"""Which steps a device reached, when, how long each took, and for whom it is counted."""

from dataclasses import replace
from datetime import timedelta

from lifecycle.domain.events import (
    Corrected,
    Donated,
    ErrorReason,
    Event,
    EventId,
    Happening,
    Inspected,
    OwnershipChanged,
    Redeployed,
    ReturnedToOwner,
    RouteOverridden,
    TakenBack,
    TransactionId,
)
from lifecycle.domain.monitoring.steps import FlowStep, Step, deciding_rule, steps_of
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Ground, Holding, OverrideGround, Route
from tests.unit.lifecycle.device.lives import (
    ANNE,
    COORDINATOR,
    KEY,
    MINISTRY,
    OWNED,
    REGISTERED,
    SCANNED,
    START,
    SURPLUS,
    approve,
    verify,
)

INSPECTED = Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C5)
DONATED = Donated(receiver=COORDINATOR)
WAY = ((0, REGISTERED), (0, SURPLUS), (30, SCANNED), (50, INSPECTED), (60, verify()), (100, approve(Route.DONATE)))


def lived(*told: tuple[float, Happening]) -> list[Event]:
    """Events so many hours after the beginning."""
    return [
        Event(
            EventId(f"event-{number}"),
            KEY,
            START + timedelta(hours=hours),
            START + timedelta(hours=hours),
            ANNE,
            MINISTRY,
            TransactionId("act"),
            happening,
        )
        for number, (hours, happening) in enumerate(told)
    ]


def steps(*told: tuple[float, Happening]) -> tuple[FlowStep, ...]:
    return steps_of(lived(*told), lambda decision: f"rule of {decision}", group="laptop")


def hours(found: tuple[FlowStep, ...]) -> dict[Step, int | None]:
    return {each.step: each.hours for each in found}


def test_each_step_takes_from_the_one_before_it() -> None:
    found = steps(*WAY, (147.9, DONATED), (148, OWNED))
    assert hours(found) == {
        Step.SURPLUS: None,
        Step.RECEIVED: 30,
        Step.INSPECTED: 20,
        Step.SANITISED: 10,
        Step.DECIDED: 40,
        Step.HANDED_OVER: 47,
    }
    assert {each.owner for each in found} == {MINISTRY}
    assert (found[-1].outcome, found[-1].group) == ("donated", "laptop")
    assert (found[-2].route, found[-2].reason, found[-2].overridden) == ("donate", "rule of decision-1", False)


def test_a_step_out_of_order_has_no_duration() -> None:
    """Erased before it was inspected: nobody knows what erasing took."""
    found = hours(steps((0, REGISTERED), (0, SURPLUS), (10, SCANNED), (20, verify()), (30, INSPECTED)))
    assert (found[Step.INSPECTED], found[Step.SANITISED]) == (20, None)


def test_the_last_approval_counts_with_the_ground_of_who_deviated() -> None:
    override = RouteOverridden(
        decision="mine",
        overrides="decision-1",
        route=Route.SELL,
        reason="Market.",
        reason_code=OverrideGround.MARKET_CHANGED,
    )
    [decided] = [
        each for each in steps(*WAY, (110, override), (120, approve(Route.SELL, "mine"))) if each.step is Step.DECIDED
    ]
    assert (decided.route, decided.reason, decided.overridden) == ("sell", "market-changed", True)


def test_what_comes_back_begins_another_passage() -> None:
    """Of another owner by then; who uses it again without having gone away has ended the first alone."""
    back = OwnershipChanged(owner=COORDINATOR, holding=Holding.COORDINATOR, ground=Ground.GIFT)
    again = (TakenBack(reason="End of the programme."), Redeployed(receiver=MINISTRY, unit="1"))
    found = steps(*WAY, (140, DONATED), (141, back), (500, again[0]), (510, again[1]))
    assert [(each.passage, each.step, each.owner) for each in found[-2:]] == [
        (2, Step.SURPLUS, COORDINATOR),
        (2, Step.HANDED_OVER, COORDINATOR),
    ]


def test_back_with_its_owner_a_passage_ends_without_a_hand_over() -> None:
    found = steps(*WAY, (130, ReturnedToOwner(reason="Needed after all.")))
    assert (found[-1].step, found[-1].outcome, found[-1].hours) == (Step.RETURNED, "returned_to_owner", 30)
    assert Step.HANDED_OVER not in {each.step for each in found}


def test_what_was_recorded_in_error_never_counted() -> None:
    events = lived(*WAY)
    wrong = Corrected(event=events[-1].id, reason=next(iter(ErrorReason)))
    mended = [*events, replace(events[-1], id=EventId("c"), happening=wrong)]
    assert Step.DECIDED not in {each.step for each in steps_of(mended, str)}


def test_in_use_nothing_is_counted() -> None:
    assert steps((0, REGISTERED), (5, SCANNED), (6, INSPECTED)) == ()


def test_the_rule_that_ended_the_matter_decided_else_the_last_that_closed_an_option() -> None:
    closed = [
        {"rule": "a", "verdict": "closes"},
        {"rule": "b", "verdict": "closes"},
        {"rule": "c", "verdict": "passes"},
    ]
    assert deciding_rule(closed) == "b"
    assert deciding_rule([{"rule": "law", "verdict": "ends"}, *closed]) == "law"
    assert deciding_rule([{"rule": "c", "verdict": "passes"}]) == "first-option"
