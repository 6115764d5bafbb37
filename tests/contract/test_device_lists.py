"""Device lists of owners and ICT providers, in memory and on SQLite: each row is registered as a single device is."""

from collections.abc import Iterator
from typing import Any

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import Actor
from dpp.domain.errors import NotPermitted
from dpp.domain.imports.columns import Column, ColumnMap
from dpp.domain.imports.rows import Totals
from dpp.domain.imports.run import Run
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.events import IdentityMatched
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.vocabulary import Classification
from tests.support.imports_world import GTIN, ImportWorld, lines
from tests.support.service_world import ADMINISTRATOR, ICT, MINISTRY, OTHER_MINISTRY, OTHER_OWNER, OWNER, ROUTER

LIST = (
    "Serienummer;Inventarisnummer;Merk;Model;Locatie;Aanschafdatum;Rubricering\r\n"
    "SN1;TAG1;Dell;Latitude 7420;Store 2;15-03-2022;Dep.V\r\n"
    "SN2;TAG2;Dell;Latitude 7420;Store 2;;geen\r\n"
).encode("cp1252")


@pytest.fixture(params=["memory", "sqlite"])
def world(request: pytest.FixtureRequest) -> Iterator[ImportWorld]:
    if request.param == "memory":
        found = ImportWorld()
        found.model()
        yield found
        return
    database = Database(request.getfixturevalue("sqlite_url"))
    found = ImportWorld(SqlLifecycleStorage(database))
    found.model()
    yield found
    database.close()


def device(serial: str, **more: Any) -> dict[str, Any]:
    return {"serialNumber": serial, "brand": "Dell", "modelName": "Latitude 7420", "place": "Store 2"} | more


def imported(world: ImportWorld, *rows: Any, actor: Actor = OWNER) -> Run:
    return world.imported("device", lines(*rows), actor)


def keys(world: ImportWorld, run: Run) -> list[DeviceKey]:
    return [DeviceKey(str(report.subject)) for report in world.reports(run)]


def test_a_list_with_dutch_headings_is_registered_by_its_proposed_map(world: ImportWorld) -> None:
    tried = world.imported("device", LIST, OWNER, dry_run=True)
    assert tried.totals == Totals(created=2)
    assert tried.column_map is not None
    done = world.imported("device", LIST, OWNER, column_map=tried.column_map)
    first, second = (world.world.use.devices.read(OWNER, key) for key in keys(world, done))
    assert (first.line.serial, first.line.asset_tag, first.line.place) == ("SN1", "TAG1", "Store 2")
    assert first.device.ownership is not None
    assert first.device.ownership.owner == MINISTRY
    assert second.device.classification is Classification.NONE


def test_a_repeated_list_changes_nothing(world: ImportWorld) -> None:
    assert imported(world, device("SN1"), device("SN2", assetTag="T2")).totals == Totals(created=2)
    assert imported(world, device("SN1"), device("SN2", assetTag="T2")).totals == Totals(unchanged=2)


def test_a_known_device_of_which_a_row_says_otherwise_is_a_question_for_a_person(world: ImportWorld) -> None:
    (key,) = keys(world, imported(world, device("SN1", assetTag="T1")))
    run = imported(world, device("SN1", assetTag="T9"))
    (report,) = world.reports(run)
    assert report.outcome == "refused"
    assert "assetTag" in str(report.what)
    assert key in str(report.remedy)
    assert world.world.use.devices.read(OWNER, key).line.asset_tag == "T1"


def test_a_row_whose_numbers_belong_to_two_devices_is_refused(world: ImportWorld) -> None:
    imported(world, device("SN1", assetTag="T1"), device("SN2", assetTag="T2"))
    assert imported(world, device("SN1", assetTag="T2")).totals == Totals(refused=1)


def test_somebody_elses_device_is_not_told_of(world: ImportWorld) -> None:
    (key,) = keys(world, imported(world, device("SN1")))
    (report,) = world.reports(imported(world, device("SN1"), actor=OTHER_OWNER))
    assert report.outcome == "refused"
    assert key not in f"{report.what} {report.remedy} {report.subject}"


def test_a_placeholder_is_registered_once_somebody_confirmed_which_device_it_is(world: ImportWorld) -> None:
    scanned = world.world.scan("SN77", ICT)
    key = DeviceKey(str(scanned.device))
    (waiting,) = world.reports(imported(world, device("SN77"), actor=ROUTER))
    assert waiting.outcome == "refused"
    assert "Match its identity first" in str(waiting.remedy)
    world.world.record(ROUTER, key, IdentityMatched(claims=(IdentityClaim(ClaimKind.SERIAL, "SN77", "scan", 0.9),)))
    run = imported(world, device("SN77", owner="The ministry"), actor=ROUTER)
    assert run.totals == Totals(revised=1)
    assert keys(world, run) == [key]


def test_an_ict_provider_names_the_owner_and_an_owner_registers_for_itself_alone(world: ImportWorld) -> None:
    run = imported(world, device("SN2", owner="Nobody"), actor=ICT)
    assert [outcome for _, outcome in world.outcomes(run)] == ["refused"]
    run = imported(world, device("SN1", owner="Another ministry"), actor=ICT)
    view = world.world.use.devices.read(OTHER_OWNER, keys(world, run)[0])
    assert view.device.ownership is not None
    assert view.device.ownership.owner == OTHER_MINISTRY
    assert imported(world, device("SN3", owner="Another ministry"), actor=OWNER).totals == Totals(refused=1)


def test_every_fault_of_a_row_is_told_with_its_place(world: ImportWorld) -> None:
    run = imported(
        world,
        device("SN1", colour="red"),
        {"brand": "Dell", "modelName": "Latitude 7420"},
        device("SN2", imei="123", classification="secret", holding="mine", inUseSince="yesterday"),
        device("SN3", brand="Nobody"),
        device("SN4", place=None),
        device("SN\u0007"),
    )
    assert [[problem.path for problem in report.problems] for report in world.reports(run)] == [
        ["$.colour"],
        ["$", "$.place"],
        ["$.imei", "$.classification", "$.holding", "$.inUseSince"],
        [],
        ["$.place"],
        ["$.serialNumber"],
    ]
    assert run.totals == Totals(refused=6)


def test_two_rows_with_one_number_are_one_device_or_a_question(world: ImportWorld) -> None:
    rows = (device("SN1"), device("sn1", place="Store 3"), device("SN1"))
    run = imported(world, *rows)
    assert [outcome for _, outcome in world.outcomes(run)] == ["created", "refused", "unchanged"]


def test_a_telephone_is_known_by_its_imei_however_it_is_written(world: ImportWorld) -> None:
    row = {"gtin": GTIN, "place": "Store 2"}
    assert imported(world, {**row, "imei": "49-015420-323751-8"}).totals == Totals(created=1)
    assert imported(world, {**row, "imei": "490154203237518"}).totals == Totals(unchanged=1)


def test_a_constant_fills_what_a_list_does_not_say(world: ImportWorld) -> None:
    column_map = ColumnMap((Column("Serienummer", "serialNumber"),), {"gtin": GTIN, "place": "Depot"})
    run = world.imported("device", b"Serienummer\nSN1\n", OWNER, column_map=column_map)
    assert world.world.use.devices.read(OWNER, keys(world, run)[0]).line.place == "Depot"


def test_whoever_registers_no_devices_imports_none(world: ImportWorld) -> None:
    with pytest.raises(NotPermitted):
        world.submitted("device", LIST, ADMINISTRATOR, dry_run=True)
