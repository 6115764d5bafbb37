"""Back-up copies: what is sent, what is kept, who reads it, and what comes back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.actor import VISITOR
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn
from dpp.domain.opaque import PassportId
from dpp.domain.proof import sha256
from dpp.domain.registration.notices import Destination
from dpp.domain.version_record import RECORD, read_record
from dpp.service.holding.keeping import Keeping
from tests.support.backup_world import (
    DEPOSITOR,
    OTHER_DEPOSITOR,
    BackupWorld,
    Line,
    versions_of,
)
from tests.support.registry_world import Crash, Fate
from tests.support.service_world import AUTHORITY, ROUTER, URL, figure, laptop

GRADED = {"functionalGrade": "F5", "memory": figure(16, "GB"), "guaranteeUntil": "2027-01-01"}


@pytest.fixture
def world() -> BackupWorld:
    return BackupWorld()


def life(world: BackupWorld) -> tuple[PassportId, PassportId]:
    """A model and an item of it that changed, lost an element, and was archived."""
    model = world.model()
    item = world.item(model, GRADED)
    world.revise(item, {"functionalGrade": "F3", "memory": figure(32, "GB")})
    world.revise(item, {"functionalGrade": "F3"})
    world.archive(item)
    return model.passport_id, item.passport_id


def document(world: BackupWorld, passport: PassportId, version: int) -> dict[str, Any]:
    """What is sent of a version."""
    with world.world.storage.reading() as reads:
        queued = list(reads.outbox.of_passport(Destination.BACKUP, passport))
        (package,) = world.worker().packer.pack(reads, [queued[version - 1]]).packages
    content: dict[str, Any] = json.loads(package.body)
    return content


def kept(world: BackupWorld, *versions: tuple[PassportId, int]) -> Keeping:
    for passport, version in versions:
        world.provider.keeping.keep(DEPOSITOR, document(world, passport, version))
    return world.provider.keeping


class TestWhatIsSent:
    def test_a_version_is_the_passports_own_layer_with_its_record(self, world: BackupWorld) -> None:
        model, item = life(world)
        sent = document(world, item, 1)
        assert sent["digitalProductPassportId"] == f"{URL}/passports/{item}"
        assert sent["modelPassport"] == f"{URL}/passports/{model}"
        assert (sent["granularity"], sent["dppStatus"]) == ("item", "active")
        assert "brand" not in sent
        assert {name: sent[name] for name in GRADED} == GRADED
        record = read_record(sent[RECORD])
        assert record.version.received == world.stored()[item, 1].received
        assert record.organisation == "ministry"

    def test_what_a_version_took_away_is_null_in_the_merge_patch(self, world: BackupWorld) -> None:
        _, item = life(world)
        assert document(world, item, 2)["guaranteeUntil"] is None
        assert document(world, item, 3)["memory"] is None
        assert "guaranteeUntil" not in document(world, item, 3)
        assert document(world, item, 4)["dppStatus"] == "archived"

    def test_first_versions_are_created_later_ones_updated_and_archived_ones_deleted_too(
        self, world: BackupWorld
    ) -> None:
        life(world)
        world.deliver()
        assert world.provider.calls == ["POST", "POST", "PATCH", "PATCH", "PATCH", "DELETE"]

    def test_an_update_of_what_the_provider_never_saw_becomes_a_create(self, world: BackupWorld) -> None:
        model = world.model()
        item = world.item(model)
        world.world.storage.committed.outbox.rows.clear()
        world.revise(item, GRADED)
        world.deliver()
        assert world.provider.calls == ["PATCH", "POST"]
        assert list(world.provider.storage.committed.every_version) == [(f"{URL}/passports/{item.passport_id}", 2)]


class TestWhatIsKept:
    def test_every_version_byte_for_byte(self, world: BackupWorld) -> None:
        life(world)
        world.deliver()
        held = world.provider.storage.committed.every_version.values()
        records = [read_record(json.loads(each.record)) for each in held]
        ours = {version.sha256: version.received for version in versions_of(world.world)}
        assert {record.version.sha256: record.version.received for record in records} == ours
        assert all(sha256(received) == name for name, received in ours.items())

    def test_the_same_version_again_changes_nothing(self, world: BackupWorld) -> None:
        model, _ = life(world)
        kept(world, (model, 1), (model, 1))
        assert len(world.provider.storage.committed.every_version) == 1

    def test_the_same_number_with_other_bytes_is_a_conflict(self, world: BackupWorld) -> None:
        model, _ = life(world)
        keeping = kept(world, (model, 1))
        copies = world.provider.storage.committed
        ((key, version),) = copies.every_version.items()
        copies.every_version[key] = replace(version, sha256="ab" * 32)
        with pytest.raises(Conflict, match="other bytes"):
            keeping.keep(DEPOSITOR, document(world, model, 1))

    def test_versions_may_come_in_any_order(self, world: BackupWorld) -> None:
        _, item = life(world)
        kept(world, (item, 3), (item, 1), (item, 2))
        copy = world.provider.storage.committed.rows[f"{URL}/passports/{item}"]
        assert copy.version == 3

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("package", "passports", 0, "versions", 0, "received"), "e30="),
            (("package", "passports", 0, "versions", 0, "sha256"), "ab" * 32),
            (("package", "passports", 0, "versions", 0, "recordedAt"), "2020-01-01T00:00:00+00:00"),
            (("package", "passports", 0, "versions", 0, "leaf", "salt"), "AAAAAAAAAAAAAAAAAAAAAA=="),
            (("package", "passports", 0, "head", "digitalProductPassportId"), "https://id.other.nl/passports/x"),
            (("package", "passports"), []),
            (("package",), None),
        ],
    )
    def test_what_does_not_prove_itself_is_refused(self, world: BackupWorld, path: tuple[Any, ...], value: Any) -> None:
        model, _ = life(world)
        sent = document(world, model, 1)
        place = sent[RECORD]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        with pytest.raises(InvalidInput) as refused:
            world.provider.keeping.keep(DEPOSITOR, sent)
        assert refused.value.problems
        assert world.provider.storage.committed.rows == {}

    def test_a_record_of_another_passport_than_the_address_is_refused(self, world: BackupWorld) -> None:
        model, item = life(world)
        with pytest.raises(InvalidInput):
            world.provider.keeping.keep(DEPOSITOR, document(world, model, 1), f"{URL}/passports/{item}")

    def test_a_passport_of_the_keeper_itself_is_no_copy(self, world: BackupWorld) -> None:
        model, _ = life(world)
        keeping = replace(world.provider.keeping, links=world.worker().packer.links)  # type: ignore[attr-defined]  # ours
        with pytest.raises(InvalidInput):
            keeping.keep(DEPOSITOR, document(world, model, 1))
        assert not keeping.holds(f"{URL}/passports/{model}")


class TestWhoMay:
    def test_only_depositors_send_and_list(self, world: BackupWorld) -> None:
        model, _ = life(world)
        sent, keeping = document(world, model, 1), world.provider.keeping
        with pytest.raises(NotPermitted):
            keeping.keep(ROUTER, sent)
        with pytest.raises(NotSignedIn):
            keeping.keep(VISITOR, sent)
        with pytest.raises(NotPermitted):
            keeping.page(AUTHORITY, "model", "", 10)

    def test_what_one_organisation_sent_no_other_changes_or_lists(self, world: BackupWorld) -> None:
        _, item = life(world)
        keeping = kept(world, (item, 1))
        with pytest.raises(NotPermitted):
            keeping.keep(OTHER_DEPOSITOR, document(world, item, 2))
        with pytest.raises(NotPermitted):
            keeping.archive(OTHER_DEPOSITOR, f"{URL}/passports/{item}")
        assert keeping.page(OTHER_DEPOSITOR, "item", "", 10).held_copies == ()
        assert len(keeping.page(DEPOSITOR, "item", "", 10).held_copies) == 1

    def test_everybody_reads_what_is_public_and_its_sender_all(self, world: BackupWorld) -> None:
        model, item = life(world)
        keeping = kept(world, (model, 1), (item, 1))
        address = f"{URL}/passports/{item}"
        public, version = keeping.read(VISITOR, address)
        assert version == 1
        assert set(public.values()) == {"productGroup", "brand", "modelName", "memory"}
        assert keeping.read(AUTHORITY, address)[0].values() == public.values()
        assert set(keeping.read(DEPOSITOR, address)[0].values()) == {*public.values(), *GRADED}

    def test_a_copy_is_read_as_of_any_moment(self, world: BackupWorld) -> None:
        _, item = life(world)
        keeping = kept(world, (item, 1), (item, 2), (item, 3))
        address, then = f"{URL}/passports/{item}", world.stored()[item, 2].recorded_at
        assert keeping.read(VISITOR, address, at=then)[0].values()["memory"]["value"] == 32
        assert "memory" not in keeping.read(VISITOR, address)[0].values()
        with pytest.raises(NotFound):
            keeping.read(VISITOR, f"{URL}/passports/absent")

    def test_an_archived_copy_says_so(self, world: BackupWorld) -> None:
        _, item = life(world)
        keeping = kept(world, (item, 1))
        keeping.archive(DEPOSITOR, f"{URL}/passports/{item}")
        assert keeping.read(VISITOR, f"{URL}/passports/{item}")[0].header.status == "archived"


class TestRestoring:
    def test_everything_comes_back_as_it_was(self, world: BackupWorld) -> None:
        life(world)
        world.deliver()
        again, restored = world.restored()
        before, after = world.world.storage.committed, again.storage.committed
        assert restored.faults == ()
        assert (restored.passports, restored.versions) == (2, 5)
        assert versions_of(again) == versions_of(world.world)
        assert after.leaves.rows == before.leaves.rows
        assert after.labels.rows == before.labels.rows
        assert after.gs1_keys.rows == before.gs1_keys.rows
        for passport_id, passport in before.passports.rows.items():
            assert after.passports.rows[passport_id] == replace(passport, device_key=None)
            assert again.public_parts(passport_id).document() == world.world.public_parts(passport_id).document()

    def test_restoring_again_changes_nothing_and_goes_on_where_it_was_broken_off(self, world: BackupWorld) -> None:
        _, item = life(world)
        world.deliver()
        again, _ = world.restored()
        _, second = world.restored(again)
        assert (second.passports, second.versions) == (0, 0)
        world.revise(world.item(world.model(modelName="Latitude 5420")), GRADED)
        world.deliver()
        _, third = world.restored(again)
        assert (third.passports, third.versions) == (2, 3)
        assert versions_of(again) == versions_of(world.world)
        assert item in again.storage.committed.passports.rows

    def test_a_restored_passport_can_be_revised(self, world: BackupWorld) -> None:
        model = world.model()
        world.deliver()
        again, _ = world.restored()
        again.passports.revise_model(ROUTER, model.passport_id, laptop(releaseYear=2021))
        assert again.storage.committed.passports.rows[model.passport_id].version == 2

    def test_a_passport_with_a_missing_version_is_told_and_the_others_come(self, world: BackupWorld) -> None:
        model, item = life(world)
        world.deliver()
        del world.provider.storage.committed.every_version[f"{URL}/passports/{item}", 2]
        again, restored = world.restored()
        ((address, fault),) = restored.faults
        assert address.endswith(item)
        assert "fault" in fault
        assert list(again.storage.committed.passports.rows) == [model]

    def test_another_public_address_is_refused(self, world: BackupWorld) -> None:
        """Labels lead to the old one."""
        model = world.model()
        world.deliver()
        again, restored = world.restored(at="https://id.other.nl")
        ((address, fault),) = restored.faults
        assert address == f"{URL}/passports/{model.passport_id}"
        assert "https://id.other.nl" in fault
        assert again.storage.committed.passports.rows == {}


class TestTrouble:
    @settings(max_examples=60)
    @given(
        st.lists(st.sampled_from([Line.WELL, Line.BROKEN_BEFORE, Line.BROKEN_AFTER, Line.BUSY]), max_size=12),
        st.lists(st.integers(1, 40), max_size=4),
    )
    def test_whatever_the_line_does_and_wherever_we_crash_every_version_is_kept_once(
        self, line: list[Line], deaths: list[int]
    ) -> None:
        world = BackupWorld()
        life(world)
        world.provider.line = list(line)
        for step in deaths:
            try:
                world.worker(Fate(dies_at=step)).run()
            except Crash:
                world.world.clock.forward(minutes=6)
        world.deliver()
        kept = world.provider.storage.committed.every_version
        assert {(each.address.rsplit("/", 1)[-1], each.version): each.sha256 for each in kept.values()} == {
            key: version.sha256 for key, version in world.stored().items()
        }

    def test_what_is_not_delivered_is_in_the_recovery_point(self, world: BackupWorld) -> None:
        model = world.model()
        world.provider.line = [Line.BROKEN_BEFORE] * 100
        world.worker().run()
        world.world.clock.forward(minutes=30)
        with world.world.storage.reading() as reads:
            waits = reads.outbox.open(Destination.BACKUP)
        assert waits.oldest == world.stored()[model.passport_id, 1].recorded_at
        world.provider.line = []
        world.deliver()
        with world.world.storage.reading() as reads:
            assert reads.outbox.open(Destination.BACKUP).oldest is None

    def test_what_the_provider_refuses_is_told_with_its_reason_and_the_next_version_goes(
        self, world: BackupWorld
    ) -> None:
        item = world.item(world.model())
        world.deliver()
        world.revise(item, GRADED)
        world.provider.line = [Line.REFUSED]
        world.deliver()
        with world.world.storage.reading() as reads:
            known = reads.registrations.get(Destination.BACKUP, item.passport_id)
        assert known is not None
        assert (known.version, known.rejected_version, known.detail) == (1, 2, "422: not this one")
        world.revise(item, {})
        world.deliver()
        with world.world.storage.reading() as reads:
            known = reads.registrations.get(Destination.BACKUP, item.passport_id)
        assert known is not None
        assert (known.version, known.rejected_version) == (3, None)
