"""A repair order in any order of acts: what is kept is what the rules admit, and the states follow from it alone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Refused
from lifecycle.domain.events import TestResult as Result
from lifecycle.domain.repair_orders import (
    Approval,
    Approved,
    Asking,
    Cancelled,
    Declined,
    Diagnosed,
    Disputed,
    Entry,
    EntryId,
    Finished,
    OrderState,
    PartIn,
    Quoted,
    Replied,
    Said,
    Settled,
    Standing,
    Tested,
    Worked,
    admit,
    standing,
)
from lifecycle.domain.repair_orders.rules import missing_for_work
from lifecycle.domain.vocabulary import ComponentKind, FaultKind, PartOrigin, RepairBarrier
from lifecycle.service.repair_order_ports import Stage, stage_of
from tests.support.repair_order_world import quote

START = date(2026, 5, 4)
OVER = {OrderState.REPAIRED, OrderState.FAILED, OrderState.CANCELLED}
IN_WORK = {OrderState.APPROVED, OrderState.IN_WORK}
DIAGNOSED = Diagnosed(faults=(FaultKind.COOLING,), findings="Dust.")
WORKED = Worked(parts_in=(PartIn(component=ComponentKind.FAN, origin=PartOrigin.USED),), minutes=10)


class Orders(RuleBasedStateMachine):
    """One order; each rule tries an act, and keeps it where it is admitted."""

    @initialize(own=st.booleans())
    def begin(self, own: bool) -> None:  # noqa: FBT001 (hypothesis gives it)
        self.entries: tuple[Entry, ...] = ()
        self.today, self.own = START, own

    @property
    def now(self) -> Standing:
        return standing(self.entries)

    def say(self, what: Said) -> bool:
        before = self.now
        try:
            admit(before, what, Asking(self.today, own=self.own))
        except (InvalidInput, Refused):
            return False
        at = datetime(self.today.year, self.today.month, self.today.day, tzinfo=UTC)
        number = before.count + 1
        entry = Entry(
            id=EntryId(str(number)),
            number=number,
            at=at,
            by=AccountId("a"),
            organisation=OrganisationId("o"),
            what=what,
        )
        self.entries = (*self.entries, entry)
        return True

    @rule()
    def diagnose(self) -> None:
        self.say(DIAGNOSED)

    @rule(days=st.integers(25, 40), price=st.integers(1, 500))
    def send_a_quote(self, days: int, price: int) -> None:
        it = quote(valid_days=days, price_eur=Decimal(price))
        sent = Quoted(
            version=len(self.now.quotes) + 1, quote=it, digest=it.digest, valid_until=it.valid_until(self.today)
        )
        assert not (self.say(sent) and days < 30)

    @rule(version=st.integers(1, 4), yes=st.booleans(), read=st.booleans())
    def answer(self, version: int, yes: bool, read: bool) -> None:  # noqa: FBT001 (hypothesis gives them)
        known = self.now.version(version)
        digest = known.digest if known is not None and read else "0" * 64
        kind = Approved(version=version, digest=digest, ground=Approval.OWNER)
        waits = known in self.now.can_be_answered(self.today) and not self.now.is_over
        said = self.say(kind if yes else Declined(version=version, digest=digest))
        assert said is (waits and read)

    @rule()
    def work(self) -> None:
        missing = missing_for_work(self.now, Asking(self.today, own=self.own))
        assert self.say(WORKED) is (not missing and not self.now.is_over)

    @rule(passes=st.booleans())
    def test(self, passes: bool) -> None:  # noqa: FBT001 (hypothesis gives it)
        self.say(Tested(tests=(Result("display", passed=passes),)))

    @rule(barrier=st.sampled_from([None, RepairBarrier.WORN_OUT]), months=st.integers(0, 121))
    def finish(self, barrier: RepairBarrier | None, months: int) -> None:
        was = self.now
        if self.say(Finished(barrier=barrier, warranty_months=months, covers="The fan." if months else None)):
            assert months <= 120
            assert barrier is not None or (was.tested is not None and not was.tested.failed)
            assert barrier is None or months == 0

    @rule()
    def cancel(self) -> None:
        self.say(Cancelled(reason="It went away."))

    @rule()
    def dispute(self) -> None:
        over, one_open = self.now.is_over, bool(self.now.open_disputes)
        assert self.say(Disputed(reason="Not so.")) is (over and not one_open)

    @rule(about=st.integers(1, 12), settles=st.booleans())
    def answer_a_dispute(self, about: int, settles: bool) -> None:  # noqa: FBT001 (hypothesis gives it)
        known = about in {each.entry.number for each in self.now.open_disputes}
        assert self.say(Settled(about=about, how="Agreed.") if settles else Replied(about=about, text="So.")) is known

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @invariant()
    def entries_are_numbered_and_nothing_is_lost(self) -> None:
        assert [each.number for each in self.entries] == list(range(1, len(self.entries) + 1))
        assert sum(isinstance(each.what, Disputed) for each in self.entries) == len(self.now.disputes)
        assert len(self.now.quotes) == len({each.version for each in self.now.quotes})

    @invariant()
    def nobody_works_without_a_diagnosis_and_without_a_yes(self) -> None:
        for number, entry in enumerate(self.entries):
            if isinstance(entry.what, Worked):
                before = [type(each.what) for each in self.entries[:number]]
                assert Diagnosed in before
                assert self.own or Approved in before

    @invariant()
    def the_state_and_the_stage_say_the_same(self) -> None:
        state, stage = self.now.state(self.today), stage_of(self.now)
        assert (state in OVER) is self.now.is_over is (stage is Stage.DONE)
        assert (state in IN_WORK) is (stage is Stage.IN_WORK)
        assert (state in {OrderState.WAITING, OrderState.EXPIRED}) is (stage is Stage.WAITING)

    @invariant()
    def after_the_end_there_is_only_dispute(self) -> None:
        ends = [number for number, each in enumerate(self.entries) if isinstance(each.what, Finished | Cancelled)]
        assert len(ends) <= 1
        after = self.entries[ends[0] + 1 :] if ends else ()
        assert all(isinstance(each.what, Disputed | Replied | Settled) for each in after)


TestOrders = Orders.TestCase
TestOrders.settings = settings(max_examples=60, stateful_step_count=30)


@pytest.mark.parametrize(
    ("what", "path"),
    [
        (Diagnosed(faults=(), findings="Dust."), "$.faults"),
        (Diagnosed(faults=(FaultKind.COOLING,), findings=" "), "$.findings"),
        (Diagnosed(faults=(FaultKind.COOLING,), findings="Dust.", codes=("x" * 41,)), "$.codes"),
        (Diagnosed(faults=(FaultKind.COOLING,), findings="Dust.", evidence=("0" * 64,)), "$.evidence"),
        (Worked(), "$.minutes"),
        (Worked(minutes=-1), "$.minutes"),
        (Worked(parts_in=WORKED.parts_in * 21), "$.parts_in"),
        (Tested(tests=()), "$.tests"),
        (Finished(warranty_months=6), "$.covers"),
        (Finished(warranty_months=121, covers="All."), "$.warranty_months"),
        (Finished(warranty_months=6, covers="All.", barrier=RepairBarrier.WORN_OUT), "$.warranty_months"),
        (Cancelled(reason=""), "$.reason"),
        (Declined(version=1, digest="", reason="Ask dhr. Jansen."), "$.reason"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(what: Said, path: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        admit(Standing(), what, Asking(START))
    assert path in {each.path for each in refusal.value.problems}
