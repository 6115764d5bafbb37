"""What the store of donation does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.consignment import ConsignmentState
from lifecycle.domain.donation import (
    Defect,
    Delivery,
    DeliveryId,
    Entry,
    EntryId,
    Minimum,
    Passing,
    Programme,
    ProgrammeId,
    ProgrammeState,
    Remedy,
    Said,
    usual_steps,
)
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.donation_feedback import Feedback
from lifecycle.service.donation_ports import ProgrammeVersion
from lifecycle.service.ports import LifecycleStorage
from tests.support.donation_world import Town, holder, organisations
from tests.support.fake_storage import FakeStorage
from tests.support.service_world import World
from tests.support.together import together

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
COORDINATOR, LIBRARY, OTHER = map(OrganisationId, ("coordinator", "library", "other"))
ANNE, LINK = AccountId("anne"), AccountId("link")
FIRST, SECOND = DeviceKey("device00"), DeviceKey("device01")
PROGRAMME = Programme(
    id=ProgrammeId("programme"),
    name="Laptops for café De Brug",
    coordinator=COORDINATOR,
    decision="aanwijzingsbesluit 2026-4",
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
    purpose="Digital skills",
    steps=usual_steps(Passing.LOAN),
    passing=Passing.LOAN,
    minimum=Minimum(categories=("laptop",), functional=FunctionalGrade.F4, cosmetic=CosmeticGrade.C3, charger=True),
    wanted=40,
)
VERSION = ProgrammeVersion(PROGRAMME, 1, NOW, ANNE)
OPEN = ProgrammeVersion(replace(PROGRAMME, state=ProgrammeState.OPEN), 2, NOW + HOUR, ANNE)
ELSEWHERE = ProgrammeVersion(replace(PROGRAMME, id=ProgrammeId("a-other"), coordinator=OTHER), 1, NOW, ANNE)
LOAN = Delivery(
    id=DeliveryId("loan"),
    programme=PROGRAMME.id,
    coordinator=COORDINATOR,
    intermediary=LIBRARY,
    consignment=ConsignmentId("c1"),
    passing=Passing.LOAN,
    devices=(SECOND, FIRST),
    made_at=NOW,
    made_by=ANNE,
    due=date(2026, 9, 1),
)
GIFT = replace(
    LOAN,
    id=DeliveryId("gift"),
    consignment=ConsignmentId("c2"),
    intermediary=OTHER,
    passing=Passing.GIFT,
    due=None,
    devices=(FIRST,),
    made_at=NOW + HOUR,
)
ARRIVED = Entry(id=EntryId("entry-1"), said=Said.ARRIVED, at=NOW, by=LINK, device=FIRST)
DEFECT = Entry(
    id=EntryId("entry-0"),
    said=Said.DEFECT,
    at=NOW,
    by=LINK,
    device=FIRST,
    defect=Defect.BATTERY,
    note="Dies at once 🔋",
)
ANSWER = Entry(
    id=EntryId("entry-2"), said=Said.ANSWERED, at=NOW, by=ANNE, device=FIRST, remedy=Remedy.REPAIR, about=DEFECT.id
)
LINKED = Entry(id=EntryId("entry-3"), said=Said.LINK_ISSUED, at=NOW, by=ANNE, link="l-1", until=NOW + HOUR)
COUNTED = Entry(id=EntryId("entry-4"), said=Said.RECIPIENTS, at=NOW, by=LINK, count=2)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            for version in (VERSION, ELSEWHERE, OPEN):
                work.donations.add_programme(version)
            for delivery in (LOAN, GIFT):
                work.donations.add_delivery(delivery)
            for entry in (ARRIVED, DEFECT, ANSWER, LINKED, COUNTED):
                work.donations.add_entry(LOAN.id, entry)
            work.commit()
        return storage

    def test_leaving_without_commit_keeps_nothing(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.donations.add_programme(VERSION)
            work.donations.add_delivery(LOAN)
        with storage.reading() as reads:
            assert reads.donations.programme(PROGRAMME.id) is None
            assert reads.donations.delivery(LOAN.id) is None

    def test_a_programme_keeps_every_version(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.donations.programme(PROGRAMME.id) == OPEN
            assert reads.donations.history(PROGRAMME.id) == (VERSION, OPEN)
            assert reads.donations.programme(ProgrammeId("absent")) is None

    def test_programmes_are_of_one_coordinator_or_of_all_in_their_newest_version(
        self, filled: LifecycleStorage
    ) -> None:
        with filled.reading() as reads:
            assert reads.donations.programmes(None) == (ELSEWHERE, OPEN)
            assert reads.donations.programmes(COORDINATOR) == (OPEN,)
            assert reads.donations.programmes(LIBRARY) == ()

    def test_two_cannot_make_the_same_version(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work, pytest.raises(Conflict):
            work.donations.add_programme(replace(OPEN, changed_by=LINK))

    def test_a_delivery_comes_back_as_it_was(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.donations.delivery(LOAN.id) == LOAN
            assert reads.donations.delivery(GIFT.id) == GIFT
            assert reads.donations.delivery(DeliveryId("absent")) is None

    def test_deliveries_are_found_by_programme_party_and_device_newest_first(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            found = reads.donations.deliveries
            assert found() == found(programme=PROGRAMME.id) == found(party=COORDINATOR) == (GIFT, LOAN)
            assert found(party=LIBRARY) == (LOAN,)
            assert found(programme=ProgrammeId("absent")) == ()
            assert reads.donations.deliveries_with(FIRST) == (GIFT, LOAN)
            assert reads.donations.deliveries_with(SECOND) == (LOAN,)

    def test_entries_come_in_the_order_in_which_they_were_said(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.donations.entries(LOAN.id) == (ARRIVED, DEFECT, ANSWER, LINKED, COUNTED)
            assert reads.donations.entries(GIFT.id) == ()

    def test_entries_of_many_come_without_their_notes(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            found = reads.donations.entries_of([LOAN.id, GIFT.id])
            assert found == {LOAN.id: (ARRIVED, replace(DEFECT, note=None), ANSWER, LINKED, COUNTED)}
            assert reads.donations.entries_of([]) == {}

    def test_an_id_is_taken_once_in_a_delivery(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work, pytest.raises(Conflict):
            work.donations.add_entry(LOAN.id, replace(COUNTED, id=ARRIVED.id))
        with filled.writing() as work:
            work.donations.add_entry(GIFT.id, ARRIVED)
            work.commit()

    def test_a_note_can_go_and_its_entry_stays(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.donations.forget_note(LOAN.id, DEFECT.id)
            work.commit()
        with filled.reading() as reads:
            assert reads.donations.entries(LOAN.id)[1] == replace(DEFECT, note=None)

    def test_who_changes_something_holds_it_first(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.donations.hold_programme(PROGRAMME.id)
            work.donations.hold_delivery(LOAN.id)
            work.donations.hold_delivery(DeliveryId("absent"))


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    def test_what_a_link_says_is_kept_once_however_often_and_at_once_it_is_sent(self, database: Database) -> None:
        """The whole way on a real engine: offered, confirmed by a link, received in the same transaction."""
        town = Town(World(organisations=organisations(), database=SqlLifecycleStorage(database)))
        view = town.deliver(town.laptop())
        told = Feedback(id=EntryId("tapped-once"), said=Said.WORKS)
        delivery = view.summary.delivery
        link = holder(delivery.id, delivery.intermediary)
        sent = [lambda: town.use.feedback.give(link, delivery.id, told)] * 3
        assert together(*sent) == [None, None, None]
        after = town.read(view)
        assert [each.said for each in after.entries] == [Said.WORKS]
        assert (after.state, after.summary.standing.there) == (ConsignmentState.RECEIVED, 1)
