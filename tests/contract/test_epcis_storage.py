"""What the store of captured EPCIS events does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.epcis.query import EventQuery, addresses, words
from lifecycle.domain.epcis.terms import terms
from lifecycle.domain.events import (
    Assigned,
    Corrected,
    ErrorReason,
    Event,
    EventId,
    Happening,
    TransactionId,
    Unassigned,
    plain,
)
from lifecycle.service.epcis_ports import Capture, CapturedEvent, Position, Seek
from lifecycle.service.ports import LifecycleStorage, StoredEvent
from tests.support.device_lines import device_line
from tests.support.epcis_samples import EPC
from tests.support.fake_storage import FakeStorage
from tests.support.insert_only import assert_insert_only

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINISTRY, OTHER = OrganisationId("ministry"), OrganisationId("other")
KEY = DeviceKey("device00")
CONTENT: dict[str, Any] = {
    "type": "ObjectEvent",
    "eventTime": "2026-05-04T09:00:00Z",
    "epcList": [EPC],
    "action": "OBSERVE",
    "bizStep": "shipping",
    "disposition": "in_transit",
    "readPoint": {"id": "urn:epc:id:sgln:0614141.07346.0"},
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po:1"}],
    "ex:weight": 12.5,
}
ALL = EventQuery()


LINE = device_line(KEY, sequence=3, owner=MINISTRY, custodian=MINISTRY, place="Store", updated_at=NOW)


def captured(event_id: str, at: datetime = NOW, by: OrganisationId = MINISTRY, **more: Any) -> CapturedEvent:
    return CapturedEvent(
        organisation=by,
        event_id=event_id,
        declaration="",
        hash_id=f"ni:///sha-256;{event_id}",
        capture_id="capture",
        event_time=at,
        record_time=at + SECOND,
        sha256="0",
        context=["https://example.org/context", {"ex": "https://example.org/ns/"}],
        content=CONTENT | more,
    )


FIRST, AFTER = captured("urn:1"), captured("urn:2", NOW + SECOND, bizStep="receiving")
SAME_MOMENT = captured("Urn-1")
THEIRS = captured("urn:1", NOW + 2 * SECOND, OTHER)
TURNED = replace(captured("urn:own"), own_event=EventId("event-1"))
DECLARED = replace(FIRST, declaration="2026-05-05T09:00:00Z")


def job_of(capture_id: str, by: OrganisationId, *errors: dict[str, Any]) -> Capture:
    return Capture(
        capture_id=capture_id,
        organisation=by,
        account=AccountId("anne"),
        created_at=NOW,
        finished_at=NOW + SECOND,
        behaviour="rollback",
        success=not errors,
        events=2,
        errors=list(errors),
    )


def happened(number: int, happening: Happening, device: DeviceKey = KEY) -> Event:
    at = NOW + number * SECOND
    act = TransactionId("act")
    return Event(EventId(f"event-{number}"), device, at, at, AccountId("anne"), MINISTRY, act, happening)


LIFE = (
    happened(1, Assigned(unit="Finance")),
    happened(2, Unassigned()),
    happened(3, Corrected(event=EventId("event-2"), reason=ErrorReason.DID_NOT_OCCUR)),
)


def found(storage: LifecycleStorage, query: EventQuery, reader: OrganisationId | None = None, **more: Any) -> list[str]:
    with storage.reading() as reads:
        return [each.event_id for each in reads.epcis.page(Seek(query, reader, **more), None, 10)]


FILTERS: tuple[tuple[EventQuery, list[str]], ...] = (
    (EventQuery(event_from=NOW + SECOND), ["urn:1", "urn:2"]),
    (EventQuery(event_before=NOW + SECOND), ["urn:1", "Urn-1"]),
    (EventQuery(record_from=NOW + 2 * SECOND, record_before=NOW + 3 * SECOND), ["urn:2"]),
    (EventQuery(biz_steps=words("BizStep", ["receiving"])), ["urn:2"]),
    (EventQuery(types=frozenset({"AggregationEvent"})), []),
    (EventQuery(actions=frozenset({"OBSERVE", "ADD"}), event_ids=frozenset({"urn:2"})), ["urn:2"]),
    (EventQuery(event_ids=frozenset({AFTER.hash_id})), ["urn:2"]),
    (EventQuery(dispositions=words("Disp", ["unknown"])), []),
    (EventQuery(read_points=addresses(["https://id.gs1.org/414/0614141073467"])), ["urn:1", "urn:2", "urn:1", "Urn-1"]),
    (EventQuery(epcs=addresses([EPC]), event_before=NOW + SECOND), ["urn:1", "Urn-1"]),
    (EventQuery(any_epcs=addresses(["urn:x:nothing"])), []),
    (EventQuery(transactions=(("", frozenset({"urn:x:po:1"})),), event_from=NOW + SECOND), ["urn:1", "urn:2"]),
    (EventQuery(transactions=(("https://ref.gs1.org/cbv/BTT-inv", frozenset({"urn:x:po:1"})),)), []),
)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            work.devices.put(LINE, [])
            for event in (FIRST, AFTER, SAME_MOMENT, THEIRS):
                about = KEY if event is THEIRS else None
                work.epcis.add(event, dict.fromkeys(terms(event.content), about))
            work.epcis.add(TURNED, {})
            for number, own in enumerate(LIFE, 1):
                work.events.append(StoredEvent(own, number, _plain(own), {}, None))
            work.commit()
        return storage

    def test_an_event_comes_back_as_it_was(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.epcis.get(MINISTRY, "urn:1") == FIRST
            assert reads.epcis.get(OTHER, "urn:1") == THEIRS
            assert reads.epcis.get(MINISTRY, "urn:own") == TURNED
            assert reads.epcis.get(MINISTRY, "absent") is None
            assert list(reads.epcis.named("urn:1")) == [FIRST, THEIRS]
            assert list(reads.epcis.named(AFTER.hash_id)) == [AFTER]

    def test_an_id_is_taken_once_by_an_organisation(self, filled: LifecycleStorage) -> None:
        """The declaration of its error has a place of its own."""
        with filled.writing() as work, pytest.raises(Conflict), work.undoing():
            work.epcis.add(FIRST, {})
        with filled.writing() as work:
            work.epcis.add(DECLARED, dict.fromkeys(terms(DECLARED.content)))
            work.commit()
        with filled.reading() as reads:
            assert reads.epcis.get(MINISTRY, "urn:1", DECLARED.declaration) == DECLARED

    def test_events_come_in_order_and_go_on_behind_a_place(self, filled: LifecycleStorage) -> None:
        """Newest first; events of one moment by the bytes of their id, whatever the language of the database."""
        assert found(filled, ALL) == ["urn:1", "urn:2", "urn:1", "Urn-1"]
        assert found(filled, EventQuery(ascending=True)) == ["Urn-1", "urn:1", "urn:2", "urn:1"]
        with filled.reading() as reads:
            for query, rest in ((ALL, ["Urn-1"]), (EventQuery(ascending=True), ["urn:2", "urn:1"])):
                page = reads.epcis.page(Seek(query, None), Position(NOW, "urn:1"), 10)
                assert [each.event_id for each in page] == rest

    def test_a_filter_finds_what_it_names(self, filled: LifecycleStorage) -> None:
        for query, ids in FILTERS:
            assert found(filled, query) == ids, query

    def test_a_reader_sees_its_own_and_what_names_its_devices(self, filled: LifecycleStorage) -> None:
        assert found(filled, ALL, OTHER) == ["urn:1"]
        assert found(filled, ALL, MINISTRY) == ["urn:1", "urn:2", "urn:1", "Urn-1"]
        assert found(filled, ALL, OrganisationId("third")) == []
        assert found(filled, ALL, OrganisationId("third"), devices=frozenset({KEY})) == ["urn:1"]
        with filled.reading() as reads:
            assert list(reads.epcis.of_device(KEY)) == [THEIRS]
            elsewhere = EventQuery(any_epcs=frozenset({"urn:x:another-name"}))
            assert [each.event_id for each in reads.epcis.page(Seek(elsewhere, None), None, 10)] == []
            by_device = Seek(elsewhere, None, frozenset({KEY}))
            assert list(reads.epcis.page(by_device, None, 10)) == [THEIRS]
            assert reads.epcis.devices_in([FIRST, THEIRS]) == {(OTHER, "urn:1"): frozenset({KEY})}

    def test_our_own_events_are_looked_along(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:

            def along(query: EventQuery, reader: OrganisationId | None = None, **more: Any) -> list[str]:
                return [each.event_id for each in reads.epcis.own_page(Seek(query, reader, **more), None, 10)]

            assert along(ALL) == ["event-3", "event-2", "event-1"]
            assert along(EventQuery(ascending=True, event_from=NOW + 2 * SECOND)) == ["event-2", "event-3"]
            assert along(EventQuery(biz_steps=words("BizStep", ["storing"]))) == ["event-2"]
            assert along(EventQuery(event_ids=frozenset({"event-1"}))) == ["event-1"]
            assert along(ALL, MINISTRY) == ["event-3", "event-2", "event-1"]
            assert along(ALL, OTHER) == []
            assert along(ALL, OTHER, devices=frozenset({KEY})) == ["event-3", "event-2", "event-1"]
            page = reads.epcis.own_page(Seek(ALL, None), Position(NOW + 3 * SECOND, "event-3"), 1)
            assert [(each.event_id, each.device) for each in page] == [("event-2", KEY)]
            assert list(reads.epcis.corrections([KEY])) == ["event-3"]
            assert list(reads.epcis.corrections([DeviceKey("other")])) == []

    def test_values_and_things_are_listed(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            steps = ["https://ref.gs1.org/cbv/BizStep-receiving", "https://ref.gs1.org/cbv/BizStep-shipping"]
            assert list(reads.epcis.words("bizStep", None)) == steps
            assert list(reads.epcis.words("bizStep", OTHER)) == steps[1:]
            assert list(reads.epcis.words("type", MINISTRY)) == ["ObjectEvent"]
            assert list(reads.epcis.things(None, "", 10)) == [EPC]
            assert list(reads.epcis.things(None, EPC, 10)) == []

    def test_jobs_are_kept_newest_first(self, storage: LifecycleStorage) -> None:
        error = {"type": "epcisException:ValidationException", "title": "A café"}
        jobs = [job_of(f"job-{number}", by, error) for number, by in enumerate((MINISTRY, MINISTRY, OTHER))]
        with storage.writing() as work:
            for job in jobs:
                work.epcis.add_capture(job)
            work.commit()
        with storage.reading() as reads:
            assert reads.epcis.capture("job-0") == jobs[0]
            assert reads.epcis.capture("absent") is None
            assert list(reads.epcis.captures(MINISTRY, None, 10)) == [jobs[1], jobs[0]]
            assert list(reads.epcis.captures(None, Position(NOW, "job-2"), 1)) == [jobs[1]]


def _plain(event: Event) -> dict[str, Any]:
    content: dict[str, Any] = plain(event.happening)
    return content


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInTheDatabase(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    def test_what_was_captured_cannot_be_changed(self, database: Database) -> None:
        storage = SqlLifecycleStorage(database)
        with storage.writing() as work:
            work.epcis.add(FIRST, dict.fromkeys(terms(FIRST.content)))
            work.epcis.add_capture(job_of("job", MINISTRY))
            work.commit()
        for table in ("epcis_term", "epcis_event", "epcis_capture"):
            assert_insert_only(database, table)
