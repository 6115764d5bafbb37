"""What the storage of rolls of labels does, in memory and on both engines, by the same tests."""

from datetime import UTC, datetime

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.adapters.work import SqlStorage
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.labels.rolls import LabelFault, LabelState, Retirement, Roll, RollId, RollUse, bytes_for, codes
from dpp.domain.opaque import LabelCode, label_code
from dpp.service.labels.storage import PlacedLabel, RollStorage
from dpp.service.ports import StoredLabel
from tests.support.fake_storage import FakeStorage
from tests.support.insert_only import assert_insert_only

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MINISTRY, PROVIDER = OrganisationId("ministry"), OrganisationId("provider")
LOST = Retirement(LabelFault.LOST, NOW, AccountId("anne"))


def roll(name: str, organisation: OrganisationId = MINISTRY, hour: int = 9) -> Roll:
    return Roll(RollId(name), organisation, 4, "small", NOW.replace(hour=hour), AccountId("anne"), f"order of {name}")


def stored(storage: RollStorage, wanted: Roll) -> tuple[LabelCode, ...]:
    """The codes of a roll that is stored now."""
    made = codes(random_bytes(bytes_for(wanted.labels)))
    with storage.writing() as work:
        work.labels.add_all([StoredLabel(code, None, LabelState.UNCLAIMED, NOW) for code in made])
        work.rolls.add(wanted, made)
        work.commit()
    return made


class Contract:
    """What both do; each makes its own `storage`."""

    def test_a_roll_reads_back_with_its_labels_in_their_places(self, storage: RollStorage) -> None:
        made = stored(storage, roll("first"))
        with storage.reading() as reads:
            assert reads.rolls.get(RollId("first")) == roll("first")
            assert reads.rolls.labels(RollId("first"), 2, 3) == [
                PlacedLabel(place, made[place - 1], LabelState.UNCLAIMED) for place in (2, 3)
            ]
            assert reads.rolls.of_label(made[3]) == roll("first")
            assert reads.rolls.get(RollId("none")) is None
            assert reads.rolls.of_label(label_code(bytes(16))) is None

    def test_an_order_is_found_again_and_not_made_twice(self, storage: RollStorage) -> None:
        stored(storage, roll("first"))
        with storage.writing() as work:
            assert work.rolls.ordered(MINISTRY, "order of first") == roll("first")
            assert work.rolls.ordered(PROVIDER, "order of first") is None
            with pytest.raises(Conflict):
                work.rolls.add(roll("first"), ())

    def test_rolls_are_listed_by_organisation_the_newest_first(self, storage: RollStorage) -> None:
        for each in (roll("old", hour=8), roll("new", hour=10), roll("other", PROVIDER)):
            stored(storage, each)
        with storage.reading() as reads:
            assert [each.roll_id for each in reads.rolls.of_organisation(MINISTRY)] == ["new", "old"]
            assert [each.roll_id for each in reads.rolls.of_organisation(None)] == ["new", "other", "old"]

    def test_use_counts_the_labels_of_each_roll(self, storage: RollStorage) -> None:
        made = stored(storage, roll("first"))
        stored(storage, roll("second"))
        with storage.writing() as work:
            work.labels.put(StoredLabel(made[0], None, LabelState.ACTIVE, NOW))
            work.rolls.retire_label(made[1], LOST)
            work.commit()
        with storage.reading() as reads:
            assert reads.rolls.use([RollId("first"), RollId("second")]) == {
                "first": RollUse(active=1, retired=1, unclaimed=2),
                "second": RollUse(unclaimed=4),
            }
            assert reads.rolls.use([]) == {}
            held = reads.labels.get(made[1])
            assert held is not None
            assert held.state == LabelState.RETIRED

    def test_retiring_a_roll_retires_what_is_on_no_device(self, storage: RollStorage) -> None:
        made = stored(storage, roll("first"))
        stored(storage, roll("second"))
        with storage.writing() as work:
            work.labels.put(StoredLabel(made[2], None, LabelState.ACTIVE, NOW))
            work.rolls.retire(RollId("first"), LOST)
            work.commit()
        with storage.reading() as reads:
            first = reads.rolls.get(RollId("first"))
            assert first is not None
            assert first.retired == LOST
            assert reads.rolls.use([RollId("first"), RollId("second")]) == {
                "first": RollUse(active=1, retired=3),
                "second": RollUse(unclaimed=4),
            }

    def test_a_held_label_is_as_it_is_now(self, storage: RollStorage) -> None:
        made = stored(storage, roll("first"))
        with storage.writing() as work:
            assert work.labels.hold(label_code(bytes(16))) is None
            work.labels.put(StoredLabel(made[0], None, LabelState.ACTIVE, NOW))
            assert work.labels.hold(made[0]) == StoredLabel(made[0], None, LabelState.ACTIVE, NOW)


class TestFake(Contract):
    """The fake that unit tests use."""

    @pytest.fixture
    def storage(self) -> RollStorage:
        return FakeStorage()


class TestSql(Contract):
    """SQLite and PostgreSQL."""

    @pytest.fixture
    def storage(self, database: Database) -> RollStorage:
        return SqlStorage(database)

    def test_why_a_label_was_retired_cannot_be_changed(self, storage: RollStorage, database: Database) -> None:
        made = stored(storage, roll("first"))
        with storage.writing() as work:
            work.rolls.retire_label(made[0], LOST)
            work.commit()
        assert_insert_only(database, "label_retirement")
