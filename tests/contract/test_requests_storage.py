"""What the stores of requests and allocations do, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.requests.allotment import AllocationId, Allotment, AllotmentState
from lifecycle.domain.requests.cancelled import CancelledOrder
from lifecycle.domain.requests.request import RequestId, Stage, changed, made, withdrawn
from lifecycle.domain.requests.specification import System
from lifecycle.domain.vocabulary import ComponentKind
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.request_ports import AllocationState, StoredAllocation
from tests.support.fake_storage import FakeStorage
from tests.support.request_samples import DEADLINE, DOING, NOW, ON, request, wanted

HOUR = timedelta(hours=1)
FULL = request(
    "full",
    3,
    memory_gib=8.5,
    cosmetic_grade=0,
    supported_until=date(2028, 1, 1),
    system=System.WINDOWS_11,
    programme="Programme “één” 🚉",
    cancelled_order=CancelledOrder("PO-1", 2, date(2026, 5, 1)),
)
PARTS = request(
    "parts",
    role=Role.REPAIRER,
    requester="shop",
    part=ComponentKind.BATTERY,
    part_number="4GVMP",
    doing=replace(DOING, at=NOW + HOUR),
)
DRAFT = made(RequestId("draft"), OrganisationId("ministry"), Role.OWNER, wanted(), DOING, draft=True)
EARLY = request("early", requester="other", deadline=ON, category="phone", role=Role.COORDINATOR)
FIRST, SECOND = AllocationId("allocation-1"), AllocationId("allocation-2")
GIVEN = Allotment(
    device=DeviceKey("device00"),
    allocation=FIRST,
    request=FULL.id,
    requester=FULL.requester,
    until=date(2026, 5, 18),
    given_at=NOW,
)
PROPOSED = StoredAllocation(
    allocation_id=FIRST,
    state=AllocationState.PROPOSED,
    proposed_at=NOW,
    proposed_by=AccountId("router"),
    inputs_hash="a" * 64,
    content={"placed": [{"device": "device00", "request": "full"}], "unplaced": 0},
)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            for each in (FULL, PARTS, DRAFT, EARLY):
                work.requests.put(each)
            work.allotments.put(GIVEN)
            work.allocations.put(PROPOSED)
            work.commit()
        return storage

    def test_a_request_comes_back_as_it_was_with_every_act(self, filled: LifecycleStorage) -> None:
        later = withdrawn(changed(FULL, wanted(5), 1, DOING), "over", replace(DOING, at=NOW + HOUR))
        with filled.writing() as work:
            assert [work.requests.get(each.id) for each in (FULL, PARTS, DRAFT)] == [FULL, PARTS, DRAFT]
            assert work.requests.get(RequestId("nobody")) is None
            work.requests.hold(FULL.id)
            work.requests.put(later)
            work.commit()
        with filled.reading() as reads:
            assert reads.requests.get(FULL.id) == later

    def test_lists_are_newest_first_and_drafts_are_for_their_own(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert [each.id for each in reads.requests.found(None, limit=9)] == ["parts", "early", "full"]
            assert [each.id for each in reads.requests.found(None, limit=1)] == ["parts"]
            assert [each.id for each in reads.requests.found(FULL.requester, limit=9)] == ["draft", "full"]

    def test_what_is_open_on_a_day_is_told_by_kind(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert [each.id for each in reads.requests.open_on(ON)] == ["early", "full", "parts"]
            assert [each.id for each in reads.requests.open_on(DEADLINE)] == ["full", "parts"]
            assert [each.id for each in reads.requests.open_on(ON, "phone")] == ["early"]
            assert reads.requests.roles("laptop") == {Role.OWNER, Role.REPAIRER}
            assert reads.requests.roles("server") == frozenset()

    def test_what_counts_as_given_is_kept_or_arrived(self, filled: LifecycleStorage) -> None:
        states = (AllotmentState.ARRIVED, AllotmentState.TAKEN_AWAY)
        with filled.writing() as work:
            for number, state in enumerate(states, 1):
                device = DeviceKey(f"device0{number}")
                work.allotments.put(replace(GIVEN, device=device, state=state, ended_at=NOW + HOUR))
            assert work.allotments.given((FULL.id, PARTS.id)) == {FULL.id: 2}
            assert work.allotments.given(()) == {}
            assert [each.device for each in work.allotments.of_request(FULL.id)] == ["device00", "device01", "device02"]
            assert len(work.allotments.of_allocation(FIRST)) == 3
            assert work.allotments.of_allocation(SECOND) == ()

    def test_a_device_is_kept_for_one_request(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            assert work.allotments.kept(GIVEN.device) == GIVEN
            with pytest.raises(Conflict):
                work.allotments.put(replace(GIVEN, allocation=SECOND, request=PARTS.id))
            over = replace(GIVEN, state=AllotmentState.TAKEN_AWAY, ended_at=NOW + HOUR)
            work.allotments.put(over)
            assert work.allotments.kept(GIVEN.device) is None
            work.allotments.put(replace(GIVEN, allocation=SECOND, request=PARTS.id))
            work.commit()
        with filled.reading() as reads:
            kept = reads.allotments.kept(GIVEN.device)
            assert kept is not None
            assert kept.allocation == SECOND

    def test_an_allocation_comes_back_as_it_was_and_decided(self, filled: LifecycleStorage) -> None:
        refused = ({"device": "device00", "request": "full", "why": {"text": "é"}},)
        confirmed = replace(
            PROPOSED,
            state=AllocationState.CONFIRMED,
            decided_at=NOW + HOUR,
            decided_by=AccountId("other"),
            refused=refused,
        )
        second = replace(PROPOSED, allocation_id=SECOND, proposed_at=NOW + HOUR)
        with filled.writing() as work:
            assert work.allocations.get(FIRST) == PROPOSED
            assert work.allocations.get(SECOND) is None
            work.allocations.hold(FIRST)
            work.allocations.put(second)
            work.allocations.put(confirmed)
            assert work.allocations.newest(9) == (second, confirmed)
            assert work.allocations.newest(9, AllocationState.CONFIRMED) == (confirmed,)
            assert work.allocations.newest(1) == (second,)

    def test_the_stage_of_a_withdrawn_request_is_kept(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.requests.put(withdrawn(FULL, None, DOING))
            assert [each.id for each in work.requests.open_on(ON)] == ["early", "parts"]
            found = work.requests.get(FULL.id)
            assert found is not None
            assert found.stage is Stage.WITHDRAWN


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)
