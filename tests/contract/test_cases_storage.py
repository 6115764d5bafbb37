"""What the stores of proposals and cases do, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.axes import Case, StepTaken
from lifecycle.domain.events import (
    CaseId,
    CaseOutcome,
    CaseStep,
    ErrorReason,
    EventId,
    Inspected,
    Severity,
)
from lifecycle.domain.proposals import Proposal, ProposalId, ProposalState, Right, WantedCorrection, decided
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.ports import DeviceLine, LifecycleStorage
from tests.support.device_lines import device_line
from tests.support.fake_storage import FakeStorage

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNE, BRAM = AccountId("anne"), AccountId("bram")
MINISTRY, COORDINATOR, OTHER = OrganisationId("ministry"), OrganisationId("coordinator"), OrganisationId("other")
HERE, THERE = DeviceKey("device00"), DeviceKey("device01")
WANTED = WantedCorrection(
    event=EventId("event-1"),
    reason=ErrorReason.INCORRECT_DATA,
    right=(Right(happening=Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C2), occurred_at=NOW),),
    remark="Another “one” 🚉",
)
FIRST = Proposal(ProposalId("p-1"), HERE, WANTED.event, WANTED, NOW, ANNE, MINISTRY)
SECOND = replace(FIRST, id=ProposalId("p-2"), device=THERE, proposed_at=NOW + HOUR)
CASE = Case(
    id=CaseId("case-1"),
    event=EventId("event-1"),
    severity=Severity.POSSIBLE_DATA_LEAK,
    since=date(2026, 5, 3),
    opened_at=NOW,
    opened_by=ANNE,
    medium="DISK",
    steps=(StepTaken(CaseStep.BREACH_REPORTED, NOW + HOUR, BRAM, "AP-1"),),
)
LATER = replace(CASE, id=CaseId("case-2"), opened_at=NOW + HOUR, steps=())
CLOSED = replace(LATER, id=CaseId("case-3"), outcome=CaseOutcome.SECURED, closed_at=NOW + 2 * HOUR, closed_by=BRAM)


def line(key: DeviceKey) -> DeviceLine:
    """Only its parties matter here."""
    return device_line(key, lifecycle="donated", data_state="verified", updated_at=NOW)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            work.devices.put(replace(line(HERE), owner=MINISTRY, custodian=COORDINATOR), ())
            work.devices.put(replace(line(THERE), owner=OTHER, custodian=OTHER), ())
            work.proposals.put(SECOND)
            work.proposals.put(FIRST)
            work.cases.follow(HERE, (CASE, CLOSED))
            work.cases.follow(THERE, (LATER,))
            work.commit()
        return storage

    def test_a_proposal_comes_back_as_it_was(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.proposals.get(HERE, FIRST.id) == FIRST
            assert reads.proposals.get(THERE, FIRST.id) is None
            assert reads.proposals.open_of(HERE) == (FIRST,)

    def test_proposals_wait_for_the_parties_of_their_device_oldest_first(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.proposals.open_for(None, limit=9) == (FIRST, SECOND)
            assert reads.proposals.open_for(None, limit=1) == (FIRST,)
            assert reads.proposals.open_for(COORDINATOR, limit=9) == (FIRST,)
            assert reads.proposals.open_for(OTHER, limit=9) == (SECOND,)

    def test_a_decided_proposal_says_nothing_any_more_but_who_decided(self, filled: LifecycleStorage) -> None:
        done = decided(FIRST, ProposalState.CONFIRMED, BRAM, NOW + HOUR)
        with filled.writing() as work:
            work.proposals.put(done)
            work.commit()
        with filled.reading() as reads:
            assert reads.proposals.get(HERE, FIRST.id) == done
            assert done.wanted is None
            assert reads.proposals.open_of(HERE) == ()

    def test_cases_are_found_by_the_parties_of_their_device_newest_first(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            found = reads.cases.found
            assert [each.case for each in found(None, is_open=True, limit=9)] == [LATER, CASE]
            assert [each.case for each in found(None, is_open=True, limit=1)] == [LATER]
            assert [each.case for each in found(MINISTRY, is_open=True, limit=9)] == [CASE]
            assert [each.case for each in found(MINISTRY, is_open=False, limit=9)] == [CLOSED]
            assert found(OTHER, is_open=False, limit=9) == ()

    def test_the_list_follows_the_device(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.cases.follow(HERE, (CLOSED,))
            work.commit()
        with filled.reading() as reads:
            assert [each.case for each in reads.cases.found(None, is_open=True, limit=9)] == [LATER]


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)
