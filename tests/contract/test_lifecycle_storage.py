"""What the storage of devices does, in memory and on both engines: the fake and the real one pass the same tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.proof import canonical, commitment
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.consignment import Consignment, Terms, lines_of
from lifecycle.domain.events import (
    ConsignmentId,
    DeclaredSurplus,
    Event,
    EventId,
    EvidenceAttached,
    Happening,
    IntakeScanned,
    MediaDestroyed,
    Place,
    TransactionId,
    split_erasable,
    with_commitment,
)
from lifecycle.domain.facts import BatteryReading, ClaimKind, Hardware, IdentityClaim, MediumSeen
from lifecycle.domain.vocabulary import Ground, Holding, MediumKind, Route
from lifecycle.service.consignment_ports import Seen
from lifecycle.service.evidence_ports import StoredEvidence
from lifecycle.service.ports import (
    DeviceLine,
    LifecycleStorage,
    LifecycleWork,
    LineFilter,
    StoredDecision,
    StoredEvent,
)
from tests.support.device_lines import device_line
from tests.support.fake_storage import FakeStorage
from tests.support.insert_only import assert_insert_only
from tests.support.together import together

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
DEVICE, OTHER, THIRD = (DeviceKey(f"device0{number}") for number in range(3))
MINISTRY, PROVIDER, COORDINATOR = (OrganisationId(name) for name in ("ministry", "provider", "coordinator"))
SALT = b"\x01" * 16

SCANNED = IntakeScanned(raw="]Q1 https://x", symbology="]Q1", place=Place("Hall 3"))
READ = EvidenceAttached(
    sha256="a" * 64,
    original_sha256="b" * 64,
    format="glpi",
    parser="glpi",
    parser_version="1",
    claims=(IdentityClaim(ClaimKind.SERIAL, "PF12345", "glpi", 0.9),),
    media=(MediumSeen("S4EVNX0M", MediumKind.SSD, size_bytes=512_110_190_592, healthy=True),),
    lists_all_media=True,
    battery=BatteryReading(0.84, 213, observed=date(2026, 5, 1)),
    hardware=Hardware(maker="Dell", memory_bytes=16 * 2**30, uefi=True, firmware_date=date(2024, 1, 2)),
)
SURPLUS = DeclaredSurplus(decision="2026-117", decided_on=date(2026, 3, 1), authority=MINISTRY, remark="Asked by Anna")
DESTROYED = MediaDestroyed(
    medium="S4EVNX0M", method="shredder", witness=AccountId("bram"), particle_mm=Decimal("1.50"), witness_name="Bram"
)
LINE = DeviceLine(
    device_key=DEVICE,
    sequence=3,
    passport_id=PassportId("item0000"),
    model_id=PassportId("model000"),
    group="laptop",
    brand="Dell",
    name="Latitude 7420",
    serial="PF12345",
    asset_tag="TAG-1",
    placeholder=False,
    lifecycle="inspected",
    data_state="contains-data",
    owner=MINISTRY,
    custodian=PROVIDER,
    place="Hall 3",
    functional_grade="F5",
    cosmetic_grade="C4",
    battery_health=0.84,
    route="donate",
    route_state="proposed",
    blocked=("hazard", "media"),
    consignment_id=ConsignmentId("c1"),
    updated_at=NOW,
)
PLACEHOLDER = device_line(OTHER, placeholder=True, lifecycle="intake", custodian=PROVIDER, updated_at=NOW)
PHONE = replace(PLACEHOLDER, device_key=THIRD, brand="HMD 50%", name="TA_1688", owner=COORDINATOR, lifecycle="donated")
SERIAL = IdentityClaim(ClaimKind.SERIAL, "pf 12345", "label", 0.9)
TAG = IdentityClaim(ClaimKind.ASSET_TAG, "TAG-1", "administration", 0.9)
EVIDENCE = StoredEvidence(
    device_key=DEVICE,
    sha256="a" * 64,
    original_sha256="b" * 64,
    format="glpi",
    parser="glpi",
    parser_version="1",
    recorded_at=NOW,
    reading={"claims": [{"kind": "serial", "value": "é"}]},
    content=b"\x00\xff{}",
)
DECISION = StoredDecision("d1", DEVICE, "donate", "default", "1.0", "e" * 64, NOW, '{"trace":[{"ok":true,"rule":"a"}]}')
TERMS = Terms(
    inside_state=False,
    carrier=OrganisationId("carrier"),
    ground=Ground.GIFT,
    holding=Holding.COORDINATOR,
    route=Route.DONATE,
    seal="seal 7",
    processor_agreement="agreement 3",
)
DRAFT = Consignment(ConsignmentId("c1"), PROVIDER, COORDINATOR, TERMS, lines_of(DEVICE, OTHER))


def event(happening: Happening, number: int = 1, device: DeviceKey = DEVICE) -> Event:
    return Event(
        id=EventId(f"event-{device}-{number}"),
        device=device,
        occurred_at=NOW - HOUR,
        recorded_at=NOW,
        actor=AccountId("anne"),
        organisation=PROVIDER,
        transaction=TransactionId("t1"),
        happening=happening,
    )


def stored(happened: Event, number: int = 1) -> StoredEvent:
    kept, erasable = split_erasable(happened.happening)
    if not erasable:
        return StoredEvent(happened, number, kept, erasable, None)
    return StoredEvent(happened, number, with_commitment(kept, commitment(SALT, canonical(erasable))), erasable, SALT)


def fill(work: LifecycleWork) -> None:
    work.devices.put(LINE, (SERIAL, TAG))
    work.devices.put(PLACEHOLDER, (replace(SERIAL, value="STICKER 9"),))
    work.devices.put(PHONE, ())


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            fill(work)
            work.commit()
        return storage

    def test_leaving_without_commit_changes_nothing(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            fill(work)
            work.events.append(stored(event(SCANNED)))
            work.evidence.put(EVIDENCE)
            work.decisions.add(DECISION)
            work.consignments.put(DRAFT, NOW)
        with storage.reading() as reads:
            assert reads.devices.lines(LineFilter()) == ()
            assert reads.devices.claiming(ClaimKind.SERIAL, "PF12345") == ()
            assert reads.events.of_device(DEVICE) == ()
            assert reads.evidence.get(DEVICE, EVIDENCE.sha256) is None
            assert reads.decisions.of_device(DEVICE) == ()
            assert reads.consignments.found(Seen(organisation=None, everything=True), 9) == ()

    def test_a_reader_sees_only_what_was_committed_and_the_writer_sees_its_own(self, filled: LifecycleStorage) -> None:
        moved = replace(LINE, place="Shelf 4")
        with filled.writing() as work:
            work.devices.hold(DEVICE)
            work.devices.put(moved, (TAG,))
            assert work.devices.get(DEVICE) == moved
            with filled.reading() as reads:
                assert reads.devices.get(DEVICE) == LINE
                assert reads.devices.claiming(ClaimKind.SERIAL, "PF12345") == (DEVICE,)
            work.commit()
        with filled.reading() as reads:
            assert reads.devices.get(DEVICE) == moved
            assert reads.devices.claiming(ClaimKind.SERIAL, "PF12345") == ()

    @pytest.mark.parametrize("happening", [SCANNED, READ, SURPLUS, DESTROYED])
    def test_an_event_comes_back_as_it_was(self, storage: LifecycleStorage, happening: Happening) -> None:
        happened = event(happening)
        with storage.writing() as work:
            work.events.append(stored(happened))
            work.commit()
        with storage.reading() as reads:
            assert reads.events.of_device(DEVICE) == (happened,)
            assert reads.events.find(happened.id) == happened
            assert reads.events.find(EventId("absent")) is None

    def test_an_event_of_an_account_without_organisation_comes_back_as_it_was(self, storage: LifecycleStorage) -> None:
        happened = replace(event(SURPLUS), organisation=None)
        with storage.writing() as work:
            work.events.append(stored(happened))
            work.commit()
        with storage.reading() as reads:
            assert reads.events.of_device(DEVICE) == (happened,)

    def test_the_events_of_a_device_come_in_the_order_of_recording(self, storage: LifecycleStorage) -> None:
        """Also where the later one happened earlier; another device's are not among them."""
        first = event(SCANNED)
        late = replace(event(SURPLUS, 2), occurred_at=NOW - 9 * HOUR)
        with storage.writing() as work:
            work.events.append(stored(first, 1))
            work.events.append(stored(event(SCANNED, 1, OTHER), 1))
            work.events.append(stored(late, 2))
            assert work.events.of_device(DEVICE) == (first, late)
            work.commit()
        with storage.reading() as reads:
            assert reads.events.of_device(DEVICE) == (first, late)

    @pytest.mark.parametrize(
        ("second", "number"),
        [
            pytest.param(event(SURPLUS, 2), 1, id="the number is taken"),
            pytest.param(replace(event(SURPLUS, 2), id=event(SCANNED).id), 2, id="the id is taken"),
            pytest.param(replace(event(SCANNED, 1, OTHER), id=event(SCANNED).id), 1, id="by another device"),
        ],
    )
    def test_an_event_number_or_id_that_is_taken_is_a_conflict(
        self, storage: LifecycleStorage, second: Event, number: int
    ) -> None:
        with storage.writing() as work:
            work.events.append(stored(event(SCANNED)))
            work.commit()
        with pytest.raises(Conflict), storage.writing() as work:
            work.events.append(stored(second, number))
        with storage.reading() as reads:
            assert reads.events.of_device(DEVICE) == (event(SCANNED),)
            assert reads.events.of_device(OTHER) == ()

    def test_a_line_comes_back_as_it_was(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert [reads.devices.get(key) for key in (DEVICE, OTHER, THIRD)] == [LINE, PLACEHOLDER, PHONE]
            assert reads.devices.get(DeviceKey("absent")) is None

    @pytest.mark.parametrize(
        ("kind", "value", "found"),
        [
            (ClaimKind.SERIAL, "PF12345", (DEVICE,)),
            (ClaimKind.SERIAL, " pf1 2345", (DEVICE,)),
            (ClaimKind.SERIAL, "sticker9", (OTHER,)),
            (ClaimKind.IMEI, "PF12345", ()),
            (ClaimKind.ASSET_TAG, "tag-1", (DEVICE,)),
            (ClaimKind.SERIAL, "PF1234", ()),
        ],
    )
    def test_a_claim_finds_its_device_without_case_and_spaces(
        self, filled: LifecycleStorage, kind: ClaimKind, value: str, found: tuple[DeviceKey, ...]
    ) -> None:
        with filled.reading() as reads:
            assert reads.devices.claiming(kind, value) == found

    def test_every_device_that_claims_a_number_is_found(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.devices.put(PHONE, (SERIAL,))
            work.commit()
        with filled.reading() as reads:
            assert reads.devices.claiming(ClaimKind.SERIAL, "PF12345") == (DEVICE, THIRD)

    def test_several_numbers_are_looked_up_at_once(self, filled: LifecycleStorage) -> None:
        """Under the kinds that count alone, each with the number that was found."""
        kinds, values = {ClaimKind.SERIAL, ClaimKind.ASSET_TAG}, {" pf1 2345", "sticker9", "tag-1", "PF1234"}
        with filled.reading() as reads:
            assert sorted(reads.devices.claiming_any(kinds, values)) == sorted(
                ((DEVICE, "PF12345"), (DEVICE, "TAG-1"), (OTHER, "STICKER9"))
            )
            assert reads.devices.claiming_any({ClaimKind.IMEI}, values) == ()
            assert reads.devices.claiming_any(kinds, ()) == ()

    def test_claims_that_differ_in_writing_alone_are_one(self, filled: LifecycleStorage) -> None:
        """The label says `pf 12345` and the firmware `PF12345`: one claim, and put again in the same transaction."""
        with filled.writing() as work:
            for _ in range(2):
                work.devices.put(LINE, (SERIAL, replace(SERIAL, value="PF12345", source="glpi"), TAG))
            work.commit()
        with filled.reading() as reads:
            assert reads.devices.claiming(ClaimKind.SERIAL, "PF12345") == (DEVICE,)

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            pytest.param({}, [DEVICE, OTHER, THIRD], id="everything, by key"),
            pytest.param({"limit": 2}, [DEVICE, OTHER], id="the first"),
            pytest.param({"limit": 2, "after": OTHER}, [THIRD], id="the next"),
            pytest.param({"lifecycles": ("inspected", "intake")}, [DEVICE, OTHER], id="where they are"),
            pytest.param({"party": PROVIDER}, [DEVICE, OTHER, THIRD], id="by custodian"),
            pytest.param({"party": MINISTRY}, [DEVICE], id="by owner"),
            pytest.param({"party": OrganisationId("nobody")}, [], id="of nobody"),
            pytest.param({"route_state": "proposed"}, [DEVICE], id="by the state of the route"),
            pytest.param({"text": "latitude"}, [DEVICE], id="part of the name"),
            pytest.param({"text": "DELL"}, [DEVICE], id="the brand"),
            pytest.param({"text": "tag-1"}, [DEVICE], id="a claim"),
            pytest.param({"text": "PF1 2345"}, [DEVICE], id="a claim, written otherwise"),
            pytest.param({"text": "PF1234"}, [], id="a claim is found whole"),
            pytest.param({"text": "%"}, [THIRD], id="a per cent sign is itself"),
            pytest.param({"text": "A_1"}, [THIRD], id="an underscore is itself"),
            pytest.param({"text": "A_6"}, [], id="an underscore is no joker"),
            pytest.param({"text": "dell", "party": COORDINATOR}, [], id="both are asked"),
        ],
    )
    def test_lines_are_found_by_what_is_asked(
        self, filled: LifecycleStorage, wanted: dict[str, Any], found: list[DeviceKey]
    ) -> None:
        with filled.reading() as reads:
            assert [line.device_key for line in reads.devices.lines(LineFilter(**wanted))] == found

    def test_the_same_evidence_of_one_device_is_stored_once(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.evidence.put(EVIDENCE)
            work.evidence.put(replace(EVIDENCE, recorded_at=NOW + HOUR, original_sha256="0" * 64))
            work.evidence.put(replace(EVIDENCE, device_key=OTHER))
            work.commit()
        with storage.reading() as reads:
            assert reads.evidence.get(DEVICE, EVIDENCE.sha256) == EVIDENCE
            assert reads.evidence.get(OTHER, EVIDENCE.sha256) == replace(EVIDENCE, device_key=OTHER)
            assert reads.evidence.get(DEVICE, "0" * 64) is None

    def test_decisions_come_back_as_they_were_oldest_first(self, storage: LifecycleStorage) -> None:
        later = replace(DECISION, decision_id="d0", recorded_at=NOW + HOUR)
        with storage.writing() as work:
            for decision in (later, DECISION, replace(DECISION, device_key=OTHER)):
                work.decisions.add(decision)
            work.commit()
        with storage.reading() as reads:
            assert reads.decisions.of_device(DEVICE) == (DECISION, later)
            assert reads.decisions.get(DEVICE, "d1") == DECISION
            assert reads.decisions.get(OTHER, "d0") is None
            assert reads.decisions.newest([DEVICE, THIRD]) == {DEVICE: later}


class TestFake(Contract):
    """The fake that unit tests use."""

    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestSql(Contract):
    """SQLite and PostgreSQL."""

    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    @pytest.mark.parametrize("table", ["event", "event_key", "decision"])
    def test_what_was_recorded_cannot_be_changed(
        self, storage: LifecycleStorage, database: Database, table: str
    ) -> None:
        with storage.writing() as work:
            work.events.append(stored(event(SURPLUS)))
            work.decisions.add(DECISION)
            work.commit()
        assert_insert_only(database, table)

    def test_text_of_an_event_can_be_erased_and_the_event_stays(
        self, storage: LifecycleStorage, database: Database
    ) -> None:
        """Its own row goes; the event, and the commitment that it keeps to the text, are what they were."""
        with storage.writing() as work:
            work.events.append(stored(event(DESTROYED)))
            work.commit()
        with database.writing() as session:
            kept = session.execute(text("SELECT content FROM event")).scalar_one()
            session.execute(text("DELETE FROM event_payload"))
            session.commit()
        assert "Bram" not in kept
        assert commitment(SALT, canonical({"witness_name": "Bram"})) in kept
        with storage.reading() as reads:
            assert reads.events.of_device(DEVICE) == (event(replace(DESTROYED, witness_name=None)),)

    def test_of_two_who_append_the_same_number_at_once_one_is_told(self, storage: LifecycleStorage) -> None:
        def append(number: int) -> None:
            with storage.writing() as work:
                work.events.append(stored(event(SCANNED, number), 1))
                work.commit()

        outcome = together(lambda: append(1), lambda: append(2))
        assert outcome in ([None, Conflict], [Conflict, None])
        with storage.reading() as reads:
            assert len(reads.events.of_device(DEVICE)) == 1

    def test_who_holds_a_device_is_waited_for(self, filled: LifecycleStorage) -> None:
        """Ten count its events and append the next, at once: each sees what the one before it did."""

        def append(mine: int) -> None:
            with filled.writing() as work:
                work.devices.hold(DEVICE)
                number = len(work.events.of_device(DEVICE)) + 1
                work.events.append(stored(event(SCANNED, mine), number))
                work.commit()

        outcome = together(*[partial(append, mine) for mine in range(10)])
        assert outcome == [None] * 10
        with filled.reading() as reads:
            assert len(reads.events.of_device(DEVICE)) == 10
