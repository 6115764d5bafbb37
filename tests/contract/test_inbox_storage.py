"""What the store of late events does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import Conflict
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.events import EventId, IntakeScanned, LockFound, Place
from lifecycle.domain.inbox import (
    Attempt,
    BatchId,
    ItemId,
    Outcome,
    Refusal,
    Sending,
    SendingId,
    SentEvent,
    SetAside,
    without_text,
)
from lifecycle.domain.vocabulary import Lock
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_storage import FakeStorage

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
PROVIDER, OTHER = OrganisationId("provider"), OrganisationId("other")
SENDING = Sending(
    id=SendingId("sending-1"),
    batch=BatchId("batch-1"),
    scanner="scanner 7 🚉",
    sent_at=NOW - HOUR,
    received_at=NOW,
    account=AccountId("anne"),
    organisation=PROVIDER,
    roles=frozenset({Role.ICT_PROVIDER, Role.DRZ}),
)
LATER = replace(SENDING, id=SendingId("sending-2"), batch=BatchId("b2"), organisation=OTHER, received_at=NOW + HOUR)
WHY = Refusal("locked-device", message("It has {what}.", what=Message("a {lock}", {"lock": "mdm"})), message("Mend."))
FIRST = SetAside(
    id=ItemId("item-1"),
    number=1,
    sending=SENDING,
    sent=SentEvent(
        event_id=EventId("event-1"),
        occurred_at=NOW - 2 * HOUR,
        happening=LockFound(lock=Lock.MDM, remark="Anna says so"),
        device=DeviceKey("device00"),
    ),
    refusal=WHY,
)
SECOND = replace(
    FIRST,
    id=ItemId("item-2"),
    number=2,
    sent=replace(FIRST.sent, happening=LockFound(lock=Lock.ABSOLUTE), device=None, scan=EventId("scan-1")),
    refusal=replace(WHY, remedy=None),
)
THIRD = replace(
    FIRST,
    id=ItemId("item-3"),
    sending=LATER,
    sent=replace(
        FIRST.sent,
        event_id=EventId("event-3"),
        happening=IntakeScanned(raw="]Q1x", symbology="]Q1", place=Place("Hall")),
    ),
)
TRIED = Attempt(at=NOW, account=AccountId("bram"), organisation=None, outcome=Outcome.REFUSED, refusal=WHY)
DISMISSED = replace(TRIED, at=NOW + HOUR, outcome=Outcome.DISMISSED, refusal=None, reason="A test scan")


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            for sending in (SENDING, LATER):
                assert work.inbox.receive(sending) == sending
            for item in (FIRST, SECOND, THIRD):
                work.inbox.add(item)
            work.commit()
        return storage

    def test_leaving_without_commit_keeps_nothing(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.inbox.receive(SENDING)
            work.inbox.add(FIRST)
        with storage.reading() as reads:
            assert reads.inbox.get(FIRST.id) is None

    def test_an_item_comes_back_as_it_was(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            for item in (FIRST, SECOND, THIRD):
                assert reads.inbox.get(item.id) == item
            assert reads.inbox.get(ItemId("absent")) is None
            assert reads.inbox.of_event(FIRST.sent.event_id) == (FIRST, SECOND)

    def test_the_same_sending_is_kept_once(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            again = replace(SENDING, id=SendingId("sending-9"), received_at=NOW + HOUR)
            assert work.inbox.receive(again) == SENDING
            other = replace(again, sent_at=NOW)
            assert work.inbox.receive(other) == other

    def test_a_number_under_an_event_id_is_given_once(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work, pytest.raises(Conflict):
            work.inbox.add(replace(SECOND, id=ItemId("item-9")))

    def test_attempts_follow_each_other_and_the_last_settles(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.inbox.attempt(FIRST.id, 1, TRIED)
            work.inbox.attempt(FIRST.id, 2, DISMISSED)
            work.commit()
        with filled.reading() as reads:
            assert reads.inbox.get(FIRST.id) == replace(FIRST, attempts=(TRIED, DISMISSED))

    def test_two_at_once_do_not_both_settle(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.inbox.attempt(FIRST.id, 1, DISMISSED)
            work.commit()
        with filled.writing() as work, pytest.raises(Conflict):
            work.inbox.attempt(FIRST.id, 1, TRIED)

    def test_lists_are_of_one_organisation_or_of_all_newest_first(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.inbox.attempt(FIRST.id, 1, TRIED)
            work.inbox.attempt(SECOND.id, 1, DISMISSED)
            work.commit()
        with filled.reading() as reads:
            found, count = reads.inbox.found, reads.inbox.count
            assert [each.id for each in found(None, is_open=True, limit=9)] == [THIRD.id, FIRST.id]
            assert [each.id for each in found(None, is_open=True, limit=1)] == [THIRD.id]
            assert [each.id for each in found(PROVIDER, is_open=True, limit=9)] == [FIRST.id]
            assert [each.id for each in found(PROVIDER, is_open=False, limit=9)] == [SECOND.id]
            assert (count(None, is_open=True), count(None, is_open=False), count(OTHER, is_open=False)) == (2, 1, 0)

    def test_a_text_goes_and_the_rest_stays(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            assert work.inbox.erase_text(FIRST.id)
            assert not work.inbox.erase_text(FIRST.id)
            assert not work.inbox.erase_text(SECOND.id)
            work.commit()
        with filled.reading() as reads:
            bare = replace(FIRST, sent=without_text(FIRST.sent), text_erased=True)
            assert reads.inbox.get(FIRST.id) == bare
            assert reads.inbox.get(SECOND.id) == SECOND


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    def test_no_other_table_holds_the_text(self, database: Database) -> None:
        storage = SqlLifecycleStorage(database)
        with storage.writing() as work:
            work.inbox.receive(SENDING)
            work.inbox.add(FIRST)
            work.commit()
        with database.reading() as session:
            kept = session.connection().execute(text("SELECT content FROM set_aside")).scalar_one()
            apart = session.connection().execute(text("SELECT content FROM set_aside_text")).scalar_one()
        assert "Anna" not in kept
        assert "Anna" in apart
