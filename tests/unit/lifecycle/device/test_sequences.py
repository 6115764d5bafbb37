"""Any admitted sequence of events keeps the rules of the domain: a life is tried event by event, at random.

Each step draws an event of any kind, by anyone, for any organisation; what the guards refuse changes nothing. After
each admitted event the invariants are looked at from the states before and after it, not through the guards.
"""

import functools
import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.errors import Conflict, NotFound, Refused
from dpp.domain.labels.rolls import LabelFault
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from lifecycle.domain import events as on
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, Happening, Place, same_event
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.fold import apply, fold
from lifecycle.domain.guards import admit
from lifecycle.domain.late import admit_among
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import (
    Classification,
    ComponentKind,
    DataState,
    Ground,
    Hazard,
    Holding,
    Lock,
    PartOrigin,
    Route,
    Waste,
)
from tests.unit.lifecycle.device.cases import EXPOSED, LEAK, UNFOUNDED, in_case, told, told_all
from tests.unit.lifecycle.device.lives import (
    ANNE,
    BRAM,
    CARLA,
    COORDINATOR,
    DISK,
    IN_CUSTODY,
    MINISTRY,
    OWNED,
    PROVIDER,
    RECEIVED,
    RECYCLER,
    REGISTERED,
    SCANNED,
    SECOND_DISK,
    SERIAL,
    SURPLUS,
    Life,
    approve,
    at_intake,
    clean,
    gift,
    given_away,
    inventory,
    propose,
    registered,
    routed,
    verify,
    wipe,
)
from tests.unit.lifecycle.device.test_guards import (
    DESTROYED,
    INSPECTED,
    LOCKED,
    OVERRIDDEN,
    RECYCLED,
    REFURBISHED,
    SEALED,
    SWOLLEN,
    TO_RECYCLER,
    at_recycler,
    in_custody,
    offered,
    secret,
)
from tests.unit.lifecycle.device.test_guards import leased as leased_life

LABEL = LabelCode("000000000011")
DISKS = (DISK, SECOND_DISK, "THIRD")
STEPS: tuple[Happening, ...] = (
    REGISTERED,
    SCANNED,
    replace(SCANNED, place=Place("Hall 9")),
    SURPLUS,
    replace(SURPLUS, intake_by=COORDINATOR),
    on.Assigned(unit="Finance"),
    on.Unassigned(),
    on.Classified(classification=Classification.STG_C),
    on.Classified(classification=Classification.NONE, decision="D-2"),
    on.LabelLinked(label=LABEL),
    on.LabelLinked(label=LabelCode("00000000002z"), replaces=LABEL),
    on.LabelRetired(label=LABEL, fault=LabelFault.DAMAGED),
    on.IdentityMatched(claims=(SERIAL,), settles=(DeviceKey("other"),)),
    on.IdentityConflict(claim=ClaimKind.SERIAL, value="PF12345", other=DeviceKey("other")),
    inventory(),
    inventory(DISK),
    inventory(DISK, SECOND_DISK),
    replace(inventory(SECOND_DISK), lists_all_media=False),
    INSPECTED,
    replace(INSPECTED, media_absent=True),
    LOCKED,
    on.LockReleased(lock=Lock.MDM, proof="e" * 64),
    SWOLLEN,
    on.HazardCleared(hazard=Hazard.SWOLLEN_BATTERY, how="battery taken out"),
    on.HoldPlaced(hold="court-7", reason="claim"),
    on.HoldReleased(hold="court-7", reason="over"),
    *(wipe(disk) for disk in DISKS),
    wipe(succeeded=False),
    wipe(SECOND_DISK, present=(SECOND_DISK,)),
    *(verify(disk) for disk in DISKS),
    on.SanitisationFailed(medium=DISK),
    on.MediaRemoved(medium=DISK, kept_by=PROVIDER),
    DESTROYED,
    replace(DESTROYED, medium=SECOND_DISK),
    on.ComponentRemoved(component=ComponentKind.STORAGE, serial=DISK),
    on.ComponentInstalled(component=ComponentKind.STORAGE, origin=PartOrigin.USED, serial=SECOND_DISK),
    on.ComponentInstalled(component=ComponentKind.BATTERY, origin=PartOrigin.NEW_ORIGINAL, serial="BATTERY-1"),
    on.RepairQuoted(parts=(ComponentKind.BATTERY,), cost_eur=Decimal(38)),
    on.Repaired(),
    REFURBISHED,
    replace(REFURBISHED, successor=PassportId("passport-3")),
    on.Harvested(parts=(on.Part(ComponentKind.STORAGE, DISK),)),
    *(propose(route) for route in Route),
    *(approve(route) for route in Route),
    OVERRIDDEN,
    approve(Route.SELL, "decision-2"),
    on.Reserved(requester=COORDINATOR, until=date(2026, 3, 9)),
    on.Released(),
    gift(),
    replace(gift(), ground=Ground.SALE, holding=Holding.BUYER, route=Route.SELL),
    replace(gift(MINISTRY), inside_state=True, ground=Ground.TRANSFER, holding=Holding.STATE, route=Route.REDEPLOY),
    replace(gift(RECYCLER), ground=Ground.DESTRUCTION, holding=Holding.RECIPIENT, route=Route.RECYCLE),
    replace(SEALED, receiver=COORDINATOR),
    replace(SEALED, receiver=COORDINATOR, seal=None),
    RECEIVED,
    replace(RECEIVED, seal=SEALED.seal),
    on.TransferDisputed(
        consignment=RECEIVED.consignment,
        manifest_sha256=RECEIVED.manifest_sha256,
        difference=on.Difference.OTHER_CONDITION,
    ),
    on.TransferWithdrawn(consignment=RECEIVED.consignment),
    IN_CUSTODY,
    replace(IN_CUSTODY, consignment=None, inside_state=True),
    replace(IN_CUSTODY, custodian=MINISTRY, inside_state=True),
    replace(IN_CUSTODY, custodian=RECYCLER),
    replace(IN_CUSTODY, seal=SEALED.seal, processor_agreement=SEALED.processor_agreement),
    OWNED,
    replace(OWNED, ground=Ground.SALE, holding=Holding.BUYER),
    replace(OWNED, owner=MINISTRY, ground=Ground.TRANSFER, holding=Holding.STATE),
    replace(OWNED, owner=RECYCLER, ground=Ground.DESTRUCTION, holding=Holding.RECIPIENT),
    on.Redeployed(receiver=MINISTRY, unit="Finance"),
    on.Donated(receiver=COORDINATOR),
    on.Sold(receiver=COORDINATOR),
    TO_RECYCLER,
    RECYCLED,
    replace(RECYCLED, kilograms=Decimal(0)),
    on.ReturnedToOwner(reason="wanted"),
    on.ReturnedToLessor(contract="lease-1"),
    on.TradedIn(contract="t-1"),
    on.TakenBack(reason="broken"),
    on.LostOrStolen(stolen=False, report="R-1"),
    on.Found(place=Place("Hall 9")),
    LEAK,
    told(on.CaseStep.OWNER_TOLD),
    told(on.CaseStep.BREACH_REPORTED),
    UNFOUNDED,
    EXPOSED,
)
SAFE = {DataState.VERIFIED, DataState.DESTROYED, DataState.NO_MEDIUM}
NEXT_USER = {"redeployed", "donated", "sold"}
BEGINNINGS = (
    Life,
    registered,
    at_intake,
    lambda: at_intake().then(wipe()),
    clean,
    routed,
    secret,
    offered,
    in_custody,
    given_away,
    in_case,
    told_all,
    lambda: routed(Route.REDEPLOY),
    lambda: at_intake().then(SEALED),
    at_recycler,
    leased_life,
)


@functools.cache
def beginning(number: int) -> Life:
    return BEGINNINGS[number]()


@st.composite
def steps(draw: st.DrawFn) -> tuple[int, list[tuple[Happening, Any, Any]]]:
    """A life so far, and what somebody tries to do after it."""
    who = st.sampled_from((ANNE, BRAM, CARLA))
    whose = st.sampled_from((PROVIDER, COORDINATOR, MINISTRY, RECYCLER))
    tries = draw(st.lists(st.tuples(st.sampled_from(STEPS), who, whose), max_size=25))
    return draw(st.integers(0, len(BEGINNINGS) - 1)), tries


def lived(number: int, tries: list[tuple[Happening, Any, Any]]) -> tuple[Life, list[tuple[Device | None, Event]]]:
    """The life after what was admitted, and each admitted step: the device before it, and the event."""
    known = beginning(number)
    life = Life(known.device, list(known.events), known.now)
    admitted = []
    for happening, by, organisation in tries:
        before = life.device
        try:
            life.then(happening, by, organisation)
        except Refused:
            assert life.device is before
            continue
        admitted.append((before, life.events[-1]))
    return life, admitted


def lives() -> st.SearchStrategy[Life]:
    return steps().map(lambda drawn: lived(*drawn)[0])


def outside_unsealed(device: Device) -> bool:
    return not device.custody.inside_state and device.custody.seal is None


def owned_outside(device: Device) -> bool:
    return device.has_left_the_state


thorough = settings(max_examples=100)


@thorough
@given(steps())
def test_the_rules_hold_after_every_admitted_event(drawn: tuple[int, list[tuple[Happening, Any, Any]]]) -> None:
    _, admitted = lived(*drawn)
    for before, event in admitted:
        after = apply(before, event)
        nothing_leaves_with_data(before, after)
        classified_media_are_destroyed(before, after)
        acts_of_one_person(before, event)
        if event.kind in NEXT_USER:
            assert not after.locks  # rule 3
        if event.kind == "recycled":
            assert before is not None
            assert before.waste is Waste.WASTE  # rule 4
            assert event.happening.kilograms > 0  # type: ignore[union-attr]  # of a recycled event
        only_a_scan_makes_a_placeholder(before, event)
        custody_has_two_sides(before, after, event)


def nothing_leaves_with_data(before: Device | None, after: Device) -> None:
    """Rule 1: at the moment of leaving, every medium was verified, destroyed or taken out by a recorded act."""
    if before is None or before.has_left_the_state:
        return
    leaves = owned_outside(after) or (outside_unsealed(after) and not outside_unsealed(before))
    if leaves:
        states = [each.data for each in before.media if each.whereabouts is not Whereabouts.REMOVED]
        assert set(states) <= SAFE
        assert before.media or before.no_media_established
        assert not before.missing_media


def classified_media_are_destroyed(before: Device | None, after: Device) -> None:
    """Rule 2."""
    if before is None or before.has_left_the_state or before.classification is not Classification.STG_C:
        return
    if owned_outside(after) or (outside_unsealed(after) and not outside_unsealed(before)):
        assert {each.data for each in before.media} <= {DataState.DESTROYED}


def acts_of_one_person(before: Device | None, event: Event) -> None:
    """Rule 5."""
    if isinstance(event.happening, on.SanitisationVerified):
        assert before is not None
        medium = next(each for each in before.media if each.serial == event.happening.medium)
        assert event.actor not in medium.erased_by
    if isinstance(event.happening, on.RouteApproved):
        assert before is not None
        assert before.proposal is not None
        assert not before.proposal.is_override or before.proposal.by != event.actor


ON_AN_UNKNOWN_DEVICE = {
    "charger_seen",
    "evidence_attached",
    "evidence_erased",
    "evidence_read_again",
    "identity_conflict",
    "identity_matched",
    "intake_scanned",
    "label_linked",
    "label_retired",
    "passport_registered",
    "thing_registered",
}
"""What can be said of a device before anybody established which one it is."""


def only_a_scan_makes_a_placeholder(before: Device | None, event: Event) -> None:
    if before is None:
        assert event.kind in {"intake_scanned", "passport_registered"}
    elif not before.known:
        assert event.kind in ON_AN_UNKNOWN_DEVICE


def custody_has_two_sides(before: Device | None, after: Device, event: Event) -> None:
    """Rule 6: the custodian only changes by who received what the one before offered, or agreed to give."""
    if before is not None and before.custody.custodian != after.custody.custodian:
        assert before.handover is not None
        assert before.handover.received
        assert before.handover.receiver == after.custody.custodian == event.organisation
        assert event.kind == "custody_changed"


@thorough
@given(steps())
def test_state_depends_on_the_events_alone(drawn: tuple[int, list[tuple[Happening, Any, Any]]]) -> None:
    """Rule 7: folding the stored events anew gives the state that grew event by event."""
    life, _ = lived(*drawn)
    assert fold(life.events) == life.device


@thorough
@given(steps())
def test_a_second_scan_takes_nothing_away(drawn: tuple[int, list[tuple[Happening, Any, Any]]]) -> None:
    """Rule 7: the same scan once more, by the same organisation, leaves the state as the first one made it."""
    life, _ = lived(*drawn)
    if life.device is None:
        return
    custodian = life.state.custody.custodian
    once = life.then(SCANNED, organisation=custodian).state
    twice = life.then(SCANNED, organisation=custodian).state
    assert replace(twice, changed_at=once.changed_at) == once
    assert (once.data, once.locks, once.grades) == (twice.data, twice.locks, twice.grades)


@thorough
@given(steps(), st.data())
def test_one_id_is_one_event(drawn: tuple[int, list[tuple[Happening, Any, Any]]], data: st.DataObject) -> None:
    """Rule 8: any event of a life can be sent again, whenever; with other content it is a conflict."""
    life, _ = lived(*drawn)
    if not life.events:
        return
    stored = data.draw(st.sampled_from(life.events))
    again = replace(stored, recorded_at=life.now + timedelta(days=1))
    assert same_event(stored, again) is stored
    assert admit_among(life.events, again) == life.device
    with pytest.raises(Conflict):
        admit_among(life.events, replace(again, actor=CARLA if stored.actor != CARLA else ANNE))


@thorough
@given(steps(), st.sampled_from(STEPS), st.integers(0, 40), st.sampled_from((ANNE, BRAM)))
def test_a_late_event_either_fits_among_the_others_or_is_refused(
    drawn: tuple[int, list[tuple[Happening, Any, Any]]], happening: Happening, minutes: int, by: Any
) -> None:
    """Rule 9: what is admitted late gives a life that passes every guard in the order in which it happened."""
    life, _ = lived(*drawn)
    life.now += timedelta(minutes=1)
    new = life.event(happening, by)
    late = replace(new, occurred_at=new.occurred_at - timedelta(minutes=minutes, seconds=30))
    try:
        state = admit_among(life.events, late)
    except (Refused, NotFound):  # a case is opened about an event that is there
        return
    replayed: Device | None = None
    for event in on.in_order([*life.events, late]):
        admit(replayed, event)
        replayed = apply(replayed, event)
    assert state == replayed


def test_random_lives_reach_every_end() -> None:
    """The generator is no use when nothing is ever admitted: together the beginnings and steps reach these kinds."""
    reached: set[str] = set()
    organisations = (PROVIDER, COORDINATOR, MINISTRY, RECYCLER)
    for number, happening, organisation in itertools.product(range(len(BEGINNINGS)), STEPS, organisations):
        _, admitted = lived(number, [(happening, BRAM, organisation)])
        reached |= {event.kind for _, event in admitted}
    assert {"transfer_offered", "donated", "sold", "sent_to_recycler", "redeployed", "sanitisation_verified"} <= reached
    assert len(reached) > 30
