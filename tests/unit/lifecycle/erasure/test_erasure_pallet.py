"""A pallet is verified in one act: what is clean together, the exceptions singled out, a share drawn to be read."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.erasure.pallet import Candidate, ErasurePolicy, Reason, drawn
from lifecycle.domain.erasure.tools import Gate, Standing, Tool
from lifecycle.domain.erasure.trays import Tray
from lifecycle.domain.events import Classified, SanitisationFailed, SanitisationVerified, VerificationKind
from lifecycle.domain.media import Medium
from lifecycle.domain.vocabulary import Classification
from lifecycle.service.erasure_pallet import Lot
from tests.support.erasure_samples import Disk, nwipe_log
from tests.support.erasure_world import laptop
from tests.support.service_world import (
    ADMINISTRATOR,
    AUDITOR,
    CHECKER,
    ICT,
    OWNER,
    ROUTER,
    World,
)
from tests.unit.lifecycle.device.lives import at_intake

NWIPE = Tool("", "nwipe", versions=("0.38",), advice="made up", advised_until=date(2026, 12, 31))
TRAY = Lot(tray=True)


@pytest.fixture
def world() -> World:
    world = World()
    world.use.erasure.tools.add(ADMINISTRATOR, NWIPE)
    return world


def pallet(world: World, *disks: Disk, by: Actor = ICT, version: str = "0.38") -> list[DeviceKey]:
    """A laptop for each of these disks, wiped by one run."""
    keys = [laptop(world, f"SERIAL-{disk.serial}", disk.serial) for disk in disks]
    world.clock.forward(minutes=1)
    world.use.erasure.reports.receive(by, nwipe_log(*disks, at=world.clock(), version=version))
    return keys


def reasons(world: World, lot: Lot = TRAY, by: Actor = CHECKER) -> dict[str, Reason]:
    view = world.use.erasure.pallets.preview(by, lot)
    return {each.medium.serial if each.medium else "": each.reason for each in view.exceptions}


def test_one_act_verifies_what_is_clean_as_one_transaction_of_single_events(world: World) -> None:
    keys = pallet(world, Disk("A"), Disk("B"), Disk("C"))
    preview = world.use.erasure.pallets.preview(CHECKER, TRAY)
    assert ({each.medium.serial for each in preview.clean}, preview.exceptions) == ({"A", "B", "C"}, ())
    done = world.use.erasure.pallets.verify(CHECKER, TRAY, preview.erasures)
    events = [world.events(key)[-1] for key in keys]
    assert {event.transaction for event in events} == {done.transaction}
    assert all(isinstance(event.happening, SanitisationVerified) for event in events)
    assert {event.happening.lot_size for event in events if isinstance(event.happening, SanitisationVerified)} == {3}
    assert all(world.storage.committed.devices.rows[key].data_state == "verified" for key in keys)
    assert world.use.erasure.bench.open(CHECKER, Tray.TO_VERIFY).media == ()


def test_every_exception_has_its_reason_and_stays_for_a_person(world: World) -> None:
    pallet(world, Disk("GOOD"), Disk("UNREAD", verified=False))
    (failed,) = pallet(world, Disk("BROKEN", failed=True))
    pallet(world, Disk("OLDTOOL"), version="0.30")
    (secret,) = pallet(world, Disk("SECRET"))
    world.record(OWNER, secret, Classified(classification=Classification.STG_C))
    pallet(world, Disk("MINE"), by=CHECKER)
    waiting = laptop(world, "SERIAL-W", "WAITING")
    bare = world.collected_laptop(serial="SERIAL-BARE", asset_tag=None)
    lot = Lot(tray=True, devices=(failed, waiting, bare))
    assert reasons(world, lot) == {
        "UNREAD": Reason.NOT_READ_BACK,
        "BROKEN": Reason.FAILED,
        "OLDTOOL": Reason.TOOL_NOT_ADVISED,
        "SECRET": Reason.NOT_ALLOWED,
        "MINE": Reason.OWN_WORK,
        "WAITING": Reason.NOT_ERASED,
        "": Reason.NO_MEDIUM_KNOWN,
    }
    done = world.use.erasure.pallets.verify(CHECKER, lot)
    assert [each.medium.serial for each in done.clean] == ["GOOD"]
    assert len(world.use.erasure.bench.open(CHECKER, Tray.TO_VERIFY).media) == 4


def test_the_tool_is_judged_at_the_day_of_the_wipe(world: World) -> None:
    pallet(world, Disk("A"))
    world.clock.forward(days=400)
    assert reasons(world) == {}, "advised then, though not now"
    pallet(world, Disk("B"))
    assert reasons(world) == {"B": Reason.TOOL_EXPIRED}


def test_by_policy_a_tool_without_advice_is_refused_one_by_one_too() -> None:
    world = World(erasure_policy=ErasurePolicy(Gate.REFUSE))
    (key,) = pallet(world, Disk("A"))
    with pytest.raises(Refused) as refused:
        world.record(CHECKER, key, SanitisationVerified(medium="A"))
    assert refused.value.rule == "tool-advised"
    world.use.erasure.tools.add(ADMINISTRATOR, NWIPE)
    world.record(CHECKER, key, SanitisationVerified(medium="A"))


def test_what_was_not_in_the_preview_is_not_verified(world: World) -> None:
    (first,) = pallet(world, Disk("A"))
    preview = world.use.erasure.pallets.preview(CHECKER, TRAY)
    (second,) = pallet(world, Disk("B"))
    world.use.erasure.pallets.verify(CHECKER, TRAY, preview.erasures)
    assert [world.kinds(key)[-1] for key in (first, second)] == ["sanitisation_verified", "sanitisation_performed"]


def test_the_lot_is_a_list_of_scans_too_and_what_names_nothing_is_told(world: World) -> None:
    pallet(world, Disk("A"), Disk("B"))
    view = world.use.erasure.pallets.preview(CHECKER, Lot(scans=("SERIAL-A", "NOBODY-1", "SERIAL-A")))
    assert [each.medium.serial for each in view.clean] == ["A"]
    assert view.unknown == ("NOBODY-1",)


def test_whoever_does_not_have_the_devices_verifies_none_of_them(world: World) -> None:
    (key,) = pallet(world, Disk("A"))
    with pytest.raises(NotPermitted):
        world.use.erasure.pallets.preview(ROUTER, Lot(devices=(key,)))
    assert world.use.erasure.pallets.preview(ROUTER, Lot(scans=("SERIAL-A",))).unknown == ("SERIAL-A",)
    with pytest.raises(NotPermitted):
        world.use.erasure.pallets.verify(AUDITOR, TRAY)


class TestSampling:
    """By policy a share is read by hand before the rest is verified together."""

    @pytest.fixture
    def world(self) -> World:
        world = World(erasure_policy=ErasurePolicy(sample_share=Decimal("0.3")))
        world.use.erasure.tools.add(ADMINISTRATOR, NWIPE)
        return world

    def drawn_of(self, world: World, lot: Lot) -> list[tuple[DeviceKey, str]]:
        view = world.use.erasure.pallets.preview(CHECKER, lot)
        return [
            (each.line.device_key, each.medium.serial)
            for each in view.exceptions
            if each.reason is Reason.DRAWN and each.medium is not None
        ]

    def test_the_drawn_are_read_first_then_the_rest_is_verified_with_the_seed(self, world: World) -> None:
        keys = pallet(world, *(Disk(f"D{number}") for number in range(5)))
        lot = Lot(devices=tuple(keys))
        sample = self.drawn_of(world, lot)
        assert len(sample) == 2, "30 % of five, rounded up"
        assert set(reasons(world, lot).values()) == {Reason.DRAWN, Reason.SAMPLE_FIRST}
        assert world.use.erasure.pallets.verify(CHECKER, lot).clean == ()
        for key, serial in sample:
            assert (key, serial) in self.drawn_of(world, lot), "checking one changes no draw"
            world.record(CHECKER, key, SanitisationVerified(medium=serial, sample_share=Decimal(1)))
        done = world.use.erasure.pallets.verify(CHECKER, lot)
        assert len(done.clean) == 3
        event = world.events(done.clean[0].line.device_key)[-1].happening
        assert isinstance(event, SanitisationVerified)
        assert (event.verification, event.sample_share, event.sample_size, event.lot_size, event.sample_seed) == (
            VerificationKind.SAMPLE,
            Decimal("0.3"),
            2,
            5,
            done.seed,
        )

    def test_a_drawn_medium_on_which_data_was_found_stops_the_lot(self, world: World) -> None:
        keys = pallet(world, *(Disk(f"D{number}") for number in range(4)))
        lot = Lot(devices=tuple(keys))
        (first, serial), *_ = self.drawn_of(world, lot)
        world.record(CHECKER, first, SanitisationFailed(medium=serial))
        assert Reason.SAMPLE_FAILED in reasons(world, lot).values()
        assert world.use.erasure.pallets.verify(CHECKER, lot).clean == ()


@given(st.integers(0, 30), st.decimals(0, 1, places=3), st.text(max_size=8), st.randoms())
def test_the_draw_depends_on_the_seed_and_the_lot_alone(size: int, share: Decimal, seed: str, order: Random) -> None:
    device = at_intake().device
    assert device is not None
    lot = [Candidate(device, Medium(f"disk-{number}")) for number in range(size)]
    chosen = drawn(lot, share, seed)
    assert len(chosen) == ceil(size * share)
    order.shuffle(lot)
    assert drawn(lot, share, seed) == chosen


class TestRegister:
    """Edited by an administrator, with its history."""

    def test_a_change_is_a_new_number_with_who_and_when(self, world: World) -> None:
        tools = world.use.erasure.tools
        (entry,) = (each for each in tools.read(AUDITOR).tools if each.tool.advice == NWIPE.advice)
        assert entry.standing is Standing.ADVISED
        world.clock.forward(hours=1)
        changed = tools.change(ADMINISTRATOR, replace(entry.tool, advised_until=date(2026, 1, 31)))
        assert changed.standing is Standing.EXPIRED
        assert [each.number for each in changed.history] == [2, 1]
        assert changed.history[0].changed_at == changed.history[1].changed_at + timedelta(hours=1)  # type: ignore[operator] # both are set
        assert changed.history[0].changed_by == ADMINISTRATOR.account

    def test_who_changes_what_another_changed_meanwhile_reads_again(self, world: World) -> None:
        tools = world.use.erasure.tools
        entry = next(each.tool for each in tools.read(ADMINISTRATOR).tools if each.tool.id == "hdparm")
        tools.change(ADMINISTRATOR, replace(entry, withdrawn=True))
        with pytest.raises(Conflict):
            tools.change(ADMINISTRATOR, entry)

    def test_nobody_else_edits_it_and_no_entry_is_without_a_product(self, world: World) -> None:
        with pytest.raises(NotPermitted):
            world.use.erasure.tools.add(ICT, NWIPE)
        with pytest.raises(InvalidInput):
            world.use.erasure.tools.add(ADMINISTRATOR, replace(NWIPE, product=" "))
