"""A demonstration that is lived, not written: every model, device and event goes through the services.

One laptop lives its whole life, from its registration to a donation. Others wait at each station, so that every
worklist has something in it: proposals to approve, disks to erase, a lock, a swollen battery, an unknown tag. What
takes several devices is told in `stories`, a module a topic.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events import (
    ComponentInstalled,
    ComponentRemoved,
    HazardFound,
    LockFound,
    Repaired,
    RepairQuoted,
    TestResult,
)
from lifecycle.domain.vocabulary import (
    ComponentKind,
    CosmeticGrade,
    FunctionalGrade,
    Hazard,
    Lock,
    PartOrigin,
    Route,
)
from lifecycle.service.consignments import NewConsignment, Receipt
from lifecycle.service.evidence import File
from web.demo import files
from web.demo.acts import arrived, erase, inspected, register, scan, surplus, with_inventory
from web.demo.stage import DEPOT, Stage
from web.demo.stories import stories

WORN = 0.8
"""Below this a battery is quoted for replacement."""


def live(stage: Stage, progress: Callable[[str, int], None]) -> DeviceKey:
    """Live the demonstration; the key of the laptop that lives its whole life."""
    models = dict(_register_models(stage, progress))
    key = whole_life(stage, models["Latitude 7420"])
    progress("devices", 1)
    for count, begin in enumerate(_others(stage, models), start=2):
        begin()
        progress("devices", count)
    for count, _ in enumerate(stories(stage, models), start=1):
        progress("stories", count)
    return key


def whole_life(stage: Stage, model: PassportId) -> DeviceKey:
    """From the passport to a new owner: surplus, intake, evidence, grades, repair, erasure, decision, hand-over."""
    key = register(stage, model, "DEMO7420A1", "DEMO-000123", in_use_since=stage.today - timedelta(days=1900))
    surplus(stage, key, 46)
    scan(stage, "DEMO7420A1", 40)
    for name, hour in (("glpi.json", 10), ("smartctl.json", 11), ("nwipe.log", 15)):
        file = File(content=files.packaged(name), name=name, occurred_at=stage.at(40, hour))
        stage.use.evidence.attach(stage.actors["ict"], key, file)
    tests = (
        TestResult("display", passed=True),
        TestResult("keyboard", passed=False),
        TestResult("camera", passed=True),
    )
    stage.does("ict", key, stage.at(39), inspected(FunctionalGrade.F3, CosmeticGrade.C5, tests))
    _replace_keyboard(stage, key)
    good = tuple(TestResult(test.test, passed=True) for test in tests)
    stage.does("ict", key, stage.at(32), inspected(FunctionalGrade.F5, CosmeticGrade.C5, good))
    erase(stage, key, "DEMOSSD0001", 31)
    stage.use.routing.propose(stage.actors["ict"], key)
    stage.use.routing.approve(stage.actors["drz"], [key])
    donate(stage, key)
    return key


def donate(stage: Stage, key: DeviceKey) -> None:
    """Offered by the provider, received by the coordinator: custody and ownership change, each by its own event."""
    wanted = NewConsignment(receiver=stage.organisation("regie"), devices=(key,), route=Route.DONATE)
    made = stage.use.consignments.create(stage.actors["ict"], wanted)
    stage.use.consignments.offer(stage.actors["ict"], made.consignment.id)
    stage.use.consignments.receive(stage.actors["regie"], made.consignment.id, Receipt(place=DEPOT))


def _register_models(stage: Stage, progress: Callable[[str, int], None]) -> Iterator[tuple[str, PassportId]]:
    for count, received in enumerate(files.models(), start=1):
        view = stage.passports.register_model(stage.actors["drz"], received)
        progress("models", count)
        yield view.document.values()["modelName"], view.passport_id


def _replace_keyboard(stage: Stage, key: DeviceKey) -> None:
    keyboard = ComponentKind.KEYBOARD
    stage.does(
        "ict",
        key,
        stage.at(35),
        ComponentRemoved(component=keyboard, serial="DEMOKB0001"),
        ComponentInstalled(component=keyboard, origin=PartOrigin.NEW_ORIGINAL, serial="DEMOKB0002"),
        Repaired(parts=(keyboard,)),
    )


def _others(stage: Stage, models: dict[str, PassportId]) -> Iterator[Callable[[], object]]:
    """The rest of the stock; each is one device that goes as far as its story says."""
    healths = (0.93, 0.88, 0.84, 0.82, 0.72, 0.58)
    for number, health in enumerate(healths, start=1):
        yield partial(_laptop_to_decide, stage, models["Latitude 5420"], number, health)
    yield partial(_laptop_to_erase, stage, models["EliteBook 845 G8"])
    yield partial(_locked, stage, models["EliteBook 845 G8"])
    yield partial(_swollen, stage, models["Latitude 7420"])
    for number, name in enumerate(("P2222H", "U2723QE", "E24 G4 FHD"), start=1):
        yield partial(_display_to_decide, stage, models[name], number)
    for number, name in enumerate(("Galaxy XCover7", "Fairphone 4"), start=1):
        yield partial(_phone_at_intake, stage, models[name], number)
    yield partial(register, stage, models["Surface Laptop 4, 13.5 inch, metal"], "DEMOSURF01", "DEMO-000201")
    yield partial(scan, stage, "DEMO-UNKNOWN-77", 3)


def _laptop_to_decide(stage: Stage, model: PassportId, number: int, health: float) -> None:
    """Erased, graded and proposed: waits for the approval of DRZ."""
    serial = f"DEMO5420{number:02}"
    key = arrived(stage, model, serial, 20)
    disk = with_inventory(stage, key, (serial, "Dell Inc.", "Latitude 5420"), health, 20)
    graded = replace(inspected(FunctionalGrade.F5, CosmeticGrade.C5), value_eur=Decimal(210))
    stage.does("ict", key, stage.at(19), graded)
    if health < WORN:
        quote = RepairQuoted(parts=(ComponentKind.BATTERY,), cost_eur=Decimal(38), lead_days=5)
        stage.does("ict", key, stage.at(19, 11), quote)
    erase(stage, key, disk, 18)
    stage.use.routing.propose(stage.actors["ict"], key)


def _laptop_to_erase(stage: Stage, model: PassportId) -> None:
    key = arrived(stage, model, "DEMO845A01", 8)
    with_inventory(stage, key, ("DEMO845A01", "HP", "EliteBook 845 G8"), 0.9, 8)
    stage.does("ict", key, stage.at(7), inspected(FunctionalGrade.F5, CosmeticGrade.C6))


def _locked(stage: Stage, model: PassportId) -> None:
    key = arrived(stage, model, "DEMO845A02", 8)
    with_inventory(stage, key, ("DEMO845A02", "HP", "EliteBook 845 G8"), 0.81, 8)
    stage.does("ict", key, stage.at(7), LockFound(lock=Lock.AUTOPILOT), inspected(FunctionalGrade.F5, CosmeticGrade.C4))
    stage.use.routing.propose(stage.actors["ict"], key)


def _swollen(stage: Stage, model: PassportId) -> None:
    key = arrived(stage, model, "DEMO7420B2", 6)
    stage.does("ict", key, stage.at(6, 11), HazardFound(hazard=Hazard.SWOLLEN_BATTERY))


def _display_to_decide(stage: Stage, model: PassportId, number: int) -> None:
    key = arrived(stage, model, f"DEMODISP{number:02}", 12)
    stage.does("ict", key, stage.at(11), inspected(FunctionalGrade.F6, CosmeticGrade.C6))
    stage.use.routing.propose(stage.actors["ict"], key)


def _phone_at_intake(stage: Stage, model: PassportId, number: int) -> None:
    key = arrived(stage, model, f"DEMOFONE{number:02}", 4)
    stage.does("ict", key, stage.at(4, 12), inspected(FunctionalGrade.F5, CosmeticGrade.C4))
