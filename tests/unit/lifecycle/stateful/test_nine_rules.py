"""Generated lives of every kind of event, valid, late, repeated and refused: the nine rules hold after each step.

The oracle (`life_oracle`) judges the accepted events alone. The second half of this file takes a guard away, for each
of the nine rules, and shows that the oracle sees it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dpp.domain.actor import AccountId, OrganisationId
from lifecycle.domain import events as on
from lifecycle.domain import fold, guards, late
from lifecycle.domain.device import Device
from lifecycle.domain.events import KINDS, Event, Happening
from lifecycle.domain.vocabulary import Ground, Holding, Route
from tests.support.event_samples import sample
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
    SCANNED,
    SECOND_DISK,
    Life,
    at_intake,
    clean,
    gift,
    given_away,
    inventory,
    routed,
    verify,
    wipe,
)
from tests.unit.lifecycle.device.test_guards import (
    DESTROYED,
    LOCKED,
    RECYCLED,
    SEALED,
    at_recycler,
    overridden,
    secret,
)
from tests.unit.lifecycle.device.test_sequences import BEGINNINGS, STEPS
from tests.unit.lifecycle.stateful.life_oracle import Breach, judge
from tests.unit.lifecycle.stateful.tried import Tried

TOLD = {happening.kind for happening in STEPS}
ALL_KINDS: tuple[Happening, ...] = (*STEPS, *(sample(kind) for kind in sorted(set(KINDS) - TOLD - {"corrected"})))
FORWARD = frozenset(
    {
        "transfer_offered",
        "transfer_received",
        "custody_changed",
        "ownership_changed",
        "sanitisation_verified",
        "route_approved",
        "redeployed",
        "donated",
        "sold",
        "sent_to_recycler",
        "recycled",
        "returned_to_lessor",
        "exchanged_under_warranty",
        "traded_in",
    }
)
"""What brings a life further, towards its end: tried more often, or few lives would come that far."""

who = st.sampled_from((ANNE, BRAM, CARLA))
whose = st.sampled_from((PROVIDER, COORDINATOR, MINISTRY, RECYCLER, SEALED.receiver))
places = st.integers(0, 60)


class NineRules(RuleBasedStateMachine):
    """One device; each rule of the machine is something that somebody, or a scanner, does."""

    def __init__(self) -> None:
        super().__init__()
        self.tried = Tried.after(Life)

    @initialize(beginning=st.sampled_from((*BEGINNINGS[1:], *BEGINNINGS)))
    def begin(self, beginning: Callable[[], Life]) -> None:
        self.tried = Tried.after(beginning)
        judge(self.tried.events)

    @rule(data=st.data(), several=st.integers(1, 6))
    def some_things_happen_that_can(self, data: st.DataObject, several: int) -> None:
        """By one of its parties, among what the guards let pass."""
        for _ in range(several):
            by, organisation = data.draw(who), data.draw(st.sampled_from(sorted({PROVIDER, *self.tried.parties})))
            if found := self._possible(by, organisation):
                forward = sorted(FORWARD & set(found))
                prefers = bool(forward) and data.draw(st.booleans())
                kind = data.draw(st.sampled_from(forward if prefers else sorted(found)))
                happening = data.draw(st.sampled_from(found[kind]))
                self.tried.record(self.tried.event(happening, by, organisation))

    def _possible(self, by: AccountId, organisation: OrganisationId) -> dict[str, list[Happening]]:
        found: dict[str, list[Happening]] = {}
        for happening in ALL_KINDS:
            event = self.tried.template.event(happening, by, organisation)
            if next(iter(guards.refusals(self.tried.device, event)), None) is None:
                found.setdefault(happening.kind, []).append(happening)
        return found

    @rule(happening=st.sampled_from(ALL_KINDS), by=who, organisation=whose)
    def something_happens(self, happening: Happening, by: AccountId, organisation: OrganisationId) -> None:
        self.tried.record(self.tried.event(happening, by, organisation))

    @rule(happening=st.sampled_from(ALL_KINDS), by=who, organisation=whose, minutes=st.integers(1, 20))
    def something_comes_late(
        self, happening: Happening, by: AccountId, organisation: OrganisationId, minutes: int
    ) -> None:
        ago = timedelta(minutes=minutes, seconds=30)
        self.tried.record(self.tried.event(happening, by, organisation, ago))

    @rule(happening=st.sampled_from(ALL_KINDS), minutes=st.integers(6, 99))
    def a_clock_runs_far_ahead(self, happening: Happening, minutes: int) -> None:
        event = self.tried.event(happening, ANNE, PROVIDER, -timedelta(minutes=minutes))
        assert not self.tried.record(event)

    @precondition(lambda self: self.tried.events and not self.tried.walk.left)
    @rule(place=places, by=who)
    def an_event_is_declared_in_error(self, place: int, by: AccountId) -> None:
        """Of a device that has left, a case begins instead: another test tells of that."""
        wrong = self.tried.events[place % len(self.tried.events)]
        error = on.Corrected(event=wrong.id, reason=on.ErrorReason.DID_NOT_OCCUR)
        self.tried.record(self.tried.event(error, by, PROVIDER))

    @precondition(lambda self: self.tried.events)
    @rule(place=places)
    def a_scanner_sends_it_again(self, place: int) -> None:
        self.tried.again(place % len(self.tried.events))

    @precondition(lambda self: self.tried.events)
    @rule(place=places)
    def an_id_is_used_twice(self, place: int) -> None:
        self.tried.other_content(place % len(self.tried.events))

    @invariant()
    def any_part_of_its_life_folds_as_it_grew(self) -> None:
        """Rule 7, for a part of the life: the first half of what was recorded."""
        judge(self.tried.events[: len(self.tried.events) // 2])

    @invariant()
    def every_refusal_tells_its_rule_the_fact_and_the_remedy(self) -> None:
        for error in self.tried.refused:
            assert getattr(error, "rule", error.code)
            assert str(error)
            assert error.remedy is None or str(error.remedy)
        self.tried.refused.clear()


NineRules.TestCase.settings = settings(max_examples=40, stateful_step_count=25, suppress_health_check=list(HealthCheck))
TestNineRules = NineRules.TestCase


def test_the_machine_draws_every_kind() -> None:
    assert {happening.kind for happening in ALL_KINDS} | {"corrected"} == set(KINDS)


def without(*names: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Takes rules away, by their names."""

    def patch(patched: pytest.MonkeyPatch) -> None:
        assert set(names) <= {each.name for each in guards.RULES}
        patched.setattr(guards, "RULES", tuple(each for each in guards.RULES if each.name not in names))

    return patch


def scan_that_forgets(patched: pytest.MonkeyPatch) -> None:
    def scanned(device: Device, event: Event, it: Any) -> Device:
        return replace(fold.intake.scanned(device, event, it), locks=frozenset())

    patched.setattr(fold, "EFFECTS", MappingProxyType({**fold.EFFECTS, "intake_scanned": scanned}))


def ids_that_are_not_compared(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(late, "same_event", lambda stored, _new: stored)


def late_as_if_it_were_now(patched: pytest.MonkeyPatch) -> None:
    """What comes late is judged by the state of today, and put where it says."""

    def admitted(events: Any, new: Event, _now: Device | None = None) -> Device:
        today = fold.fold(events)
        guards.admit(today, new)
        after = fold.fold([*events, new])
        assert after is not None
        return after

    patched.setattr(late, "admit_among", admitted)


Act = tuple[Happening, AccountId, OrganisationId]
SALE = replace(gift(), ground=Ground.SALE, holding=Holding.BUYER, route=Route.SELL)


@dataclass(frozen=True)
class Mutation:
    """Without its guard, these acts break the rule; with it, one of them is refused."""

    rule: int
    patch: Callable[[pytest.MonkeyPatch], None]
    life: Callable[[], Life]
    acts: tuple[Act, ...]
    ago: timedelta = timedelta()

    def __str__(self) -> str:
        return f"rule-{self.rule}-{self.acts[-1][0].kind}"


HANDED_OVER: tuple[Act, ...] = (
    (gift(), ANNE, PROVIDER),
    (RECEIVED, CARLA, COORDINATOR),
    (IN_CUSTODY, CARLA, COORDINATOR),
    (OWNED, CARLA, COORDINATOR),
)
UNSAFE = ("unverified-medium",)

MUTATIONS = (
    Mutation(1, without(*UNSAFE), lambda: routed().then(inventory(DISK, SECOND_DISK)), HANDED_OVER),
    Mutation(1, without(*UNSAFE, "missing-medium"), lambda: routed().then(inventory()), HANDED_OVER),
    Mutation(
        1,
        without(*UNSAFE),
        lambda: routed(Route.REDEPLOY),
        ((wipe(), ANNE, PROVIDER), (on.Redeployed(receiver=MINISTRY, unit="F"), BRAM, PROVIDER)),
    ),
    Mutation(2, without("classified-media-destroyed"), secret, HANDED_OVER),
    Mutation(
        3,
        without("locked-device"),
        lambda: given_away().then(LOCKED),
        ((on.Donated(receiver=COORDINATOR), CARLA, COORDINATOR),),
    ),
    Mutation(4, without("waste-and-kilograms"), at_recycler, ((RECYCLED, CARLA, RECYCLER),)),
    Mutation(
        4, without("waste-and-kilograms"), at_recycler, ((replace(RECYCLED, kilograms=Decimal(0)), CARLA, RECYCLER),)
    ),
    Mutation(5, without("own-verification"), lambda: at_intake().then(wipe()), ((verify(), ANNE, PROVIDER),)),
    Mutation(5, without("witnessed-destruction"), at_intake, ((DESTROYED, BRAM, PROVIDER),)),
    Mutation(
        5,
        without("own-approval"),
        overridden,
        ((on.RouteApproved(decision="decision-2", route=Route.SELL), CARLA, PROVIDER),),
    ),
    Mutation(6, without("two-sided-transfer"), routed, ((IN_CUSTODY, CARLA, COORDINATOR),)),
    Mutation(6, without("offer-by-custodian"), routed, ((gift(), CARLA, MINISTRY),)),
    Mutation(
        6,
        without("ownership-as-offered"),
        lambda: Life.then(routed(), gift()).then(RECEIVED, CARLA, COORDINATOR),
        ((OWNED, CARLA, COORDINATOR),),
    ),
    Mutation(7, scan_that_forgets, lambda: at_intake().then(LOCKED), ((SCANNED, ANNE, PROVIDER),)),
    Mutation(9, without("future-event"), at_intake, ((LOCKED, ANNE, PROVIDER),), -timedelta(minutes=6)),
    Mutation(
        9,
        late_as_if_it_were_now,
        lambda: given_away().then(on.Donated(receiver=COORDINATOR), CARLA, COORDINATOR),
        ((LOCKED, CARLA, COORDINATOR),),
        timedelta(minutes=1, seconds=30),
    ),
)


def outcome(mutation: Mutation) -> tuple[int | None, bool]:
    """The rule that the oracle sees broken, and whether everything was accepted."""
    tried = Tried.after(mutation.life)
    try:
        accepted = [tried.record(tried.event(*act, mutation.ago)) for act in mutation.acts]
    except Breach as breach:
        return breach.rule, True
    return None, all(accepted)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_without_its_guard_the_oracle_sees_the_rule_broken(mutation: Mutation, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, accepted = outcome(mutation)
    assert broken is None
    if mutation.rule != 7:  # no guard refuses a scan: the fold keeps what was found
        assert not accepted
    mutation.patch(monkeypatch)
    assert outcome(mutation)[0] == mutation.rule


def test_without_comparing_ids_the_oracle_sees_rule_8_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = Tried.after(clean)
    tried.other_content(0)
    ids_that_are_not_compared(monkeypatch)
    with pytest.raises(Breach, match="rule 8"):
        tried.other_content(0)


def test_an_event_that_is_stored_twice_breaks_rule_8() -> None:
    events = clean().events
    with pytest.raises(Breach, match="rule 8"):
        judge([*events, events[-1]])


def test_every_rule_is_shown_to_fail() -> None:
    assert {mutation.rule for mutation in MUTATIONS} | {8} == set(range(1, 10))
