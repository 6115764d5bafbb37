"""What the stores of the erasure bench do, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.erasure.reports import ErasureReport, Outcome, ReportedDisk
from lifecycle.domain.erasure.tools import Tool
from lifecycle.domain.erasure.trays import MediumLine, Tray
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.facts import ClaimKind, ErasureReading, IdentityClaim, MediumSeen
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import DataState, MediumKind, SanitisationCategory
from lifecycle.service.erasure_ports import Waiting
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_storage import FakeStorage

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
PROVIDER, OTHER = OrganisationId("provider"), OrganisationId("other")
ONE, TWO = DeviceKey("device-1"), DeviceKey("device-2")
MEDIUM = MediumLine(
    device=ONE,
    serial="Ssd 1",
    kind=MediumKind.SSD,
    data=DataState.UNKNOWN,
    whereabouts=Whereabouts.INSTALLED,
    custodian=PROVIDER,
    tray=Tray.WAITING,
    since=NOW,
)
SAFE = replace(MEDIUM, serial="SAFE", data=DataState.VERIFIED, tray=None)
NONE_KNOWN = replace(MEDIUM, device=TWO, serial="", kind=MediumKind.OTHER, since=NOW - HOUR)
READING = Reading(
    format="nwipe-log",
    parser="nwipe",
    parser_version="1.0",
    claims=(IdentityClaim(ClaimKind.SERIAL, "M-1", "nwipe-log", 0.9),),
    media=(MediumSeen("Ssd 1", MediumKind.SSD),),
    erasures=(
        ErasureReading(
            medium_serial="Ssd 1",
            succeeded=True,
            verified=True,
            tool="nwipe",
            tool_version="0.38",
            category=SanitisationCategory.CLEAR,
            finished_at=datetime(2026, 5, 4, 8, 30),  # noqa: DTZ001 - a tool that names no zone
        ),
        ErasureReading(medium_serial="ssd2", succeeded=False, verified=False, tool="nwipe", detail="aborted"),
    ),
)
REPORT = ErasureReport(
    organisation=PROVIDER,
    sha256="a" * 64,
    original_sha256="b" * 64,
    received_at=NOW,
    sent_by=AccountId("anne"),
    format="nwipe-log",
    parser="nwipe",
    parser_version="1.0",
    reading=READING,
    content=b"nwipe \x00 bytes",
    station="Bench 3",
)
FIRST, SECOND = ReportedDisk(REPORT, 1, Outcome.NO_DEVICE), ReportedDisk(REPORT, 2, Outcome.SEVERAL_DEVICES)
ADVISED = Tool(
    "one",
    "nwipe",
    versions=("0.38", "0.39"),
    methods=("PRNG Stream",),
    advice="made up",
    advised_from=date(2026, 1, 1),
    advised_until=date(2026, 12, 31),
    source="https://example.org/advice",
    changed_at=NOW,
    changed_by=AccountId("admin"),
)


class Contract:
    """The tests; each class below says for which implementation."""

    def test_media_come_back_by_device_by_serial_and_by_tray(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.media.put(ONE, [MEDIUM, SAFE])
            work.media.put(TWO, [NONE_KNOWN])
            work.commit()
        with storage.reading() as reads:
            assert reads.media.of_device(ONE) == (SAFE, MEDIUM)
            assert reads.media.with_serials(["SSD1", "SAFE", ""]) == (SAFE, MEDIUM), "an unknown one has no serial"
            assert reads.media.in_tray(PROVIDER, Tray.WAITING, 9) == (NONE_KNOWN, MEDIUM), "oldest first"
            assert reads.media.in_tray(PROVIDER, Tray.WAITING, 1) == (NONE_KNOWN,)
            assert reads.media.in_tray(OTHER, Tray.WAITING, 9) == ()
            assert reads.media.waiting(PROVIDER) == {Tray.WAITING: Waiting(2, NOW - HOUR)}
            assert reads.media.waiting(OTHER) == {}

    def test_who_stays_in_a_tray_keeps_the_moment_and_who_moves_gets_a_new_one(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.media.put(ONE, [MEDIUM])
            work.media.put(ONE, [replace(MEDIUM, data=DataState.CONTAINS_DATA, since=NOW + HOUR)])
            assert [line.since for line in work.media.of_device(ONE)] == [NOW]
            work.media.put(ONE, [replace(MEDIUM, tray=Tray.FAILED, since=NOW + HOUR)])
            assert [line.since for line in work.media.of_device(ONE)] == [NOW + HOUR]
            work.media.put(ONE, [])
            assert work.media.of_device(ONE) == ()

    def test_a_report_comes_back_as_it_was_with_its_disks(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.erasure_reports.add(REPORT, [FIRST, SECOND])
            work.commit()
        with storage.reading() as reads:
            assert reads.erasure_reports.get(PROVIDER, REPORT.sha256) == REPORT
            assert reads.erasure_reports.get(OTHER, REPORT.sha256) is None
            assert reads.erasure_reports.disks_of(PROVIDER, REPORT.sha256) == (FIRST, SECOND)
            assert reads.erasure_reports.open_of(PROVIDER, 9) == (FIRST, SECOND), "oldest erasure first"
            assert reads.erasure_reports.open_of(PROVIDER, 1) == (FIRST,)
            assert reads.erasure_reports.open_with(PROVIDER, ["SSD2"]) == (SECOND,)
            assert reads.erasure_reports.open_with(OTHER, ["SSD2"]) == ()
            assert reads.erasure_reports.waiting(PROVIDER) == Waiting(2, FIRST.happened_at)
            assert reads.erasure_reports.waiting(OTHER) is None

    def test_a_settled_disk_is_out_of_the_tray_and_is_known_by_its_moment(self, storage: LifecycleStorage) -> None:
        settled = replace(FIRST, outcome=Outcome.CLOSED, settled_at=NOW, settled_by=AccountId("bram"))
        with storage.writing() as work:
            work.erasure_reports.add(REPORT, [FIRST, replace(SECOND, outcome=Outcome.REPEATED)])
            work.erasure_reports.settle(settled)
            work.commit()
        with storage.reading() as reads:
            reports = reads.erasure_reports
            assert reports.open_of(PROVIDER, 9) == ()
            assert reports.known(PROVIDER, "SSD1", FIRST.happened_at) == settled
            assert reports.known(PROVIDER, "SSD1", FIRST.happened_at + HOUR) is None
            assert reports.known(PROVIDER, "SSD2", SECOND.happened_at) is None, "a repetition is not the first"
            assert reports.known(OTHER, "SSD1", FIRST.happened_at) is None

    def test_the_register_keeps_every_number_of_an_entry(self, storage: LifecycleStorage) -> None:
        second = replace(ADVISED, number=2, withdrawn=True, versions=(), advice=None, advised_from=None)
        with storage.writing() as work:
            work.erasure_tools.add(second)
            work.erasure_tools.add(ADVISED)
            work.commit()
        with storage.reading() as reads:
            assert reads.erasure_tools.all() == (ADVISED, second)

    def test_one_number_of_an_entry_is_made_once(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.erasure_tools.add(ADVISED)
            work.commit()
        with pytest.raises(Conflict), storage.writing() as work:
            work.erasure_tools.add(replace(ADVISED, product="another"))


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestSql(Contract):
    """On both engines."""

    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    @pytest.mark.parametrize("table", ["erasure_report", "erasure_tool"])
    def test_the_database_itself_refuses_to_change_reports_and_register(self, database: Database, table: str) -> None:
        storage = SqlLifecycleStorage(database)
        with storage.writing() as work:
            work.erasure_reports.add(REPORT, [FIRST])
            work.erasure_tools.add(ADVISED)
            work.commit()
        with pytest.raises(Exception, match="insert-only"), database.writing() as session:
            session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a name of this test
