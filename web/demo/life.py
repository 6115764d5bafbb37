"""A demonstration that is lived, not written: every model, device and event goes through the services.

One laptop lives its whole life, from its registration to a donation. Others wait at each station, so that every
worklist has something in it: proposals to approve, disks to erase, a lock, a swollen battery, an unknown tag.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.service.passports import Passports
from lifecycle.domain.events import (
    ComponentInstalled,
    ComponentRemoved,
    DeclaredSurplus,
    Happening,
    HazardFound,
    Inspected,
    LockFound,
    Place,
    Repaired,
    RepairQuoted,
    SanitisationPerformed,
    SanitisationVerified,
    TestResult,
)
from lifecycle.domain.vocabulary import (
    Classification,
    ComponentKind,
    CosmeticGrade,
    FunctionalGrade,
    Hazard,
    Lock,
    PartOrigin,
    Route,
    SanitisationCategory,
)
from lifecycle.service.consignments import NewConsignment, Receipt
from lifecycle.service.devices import Registration
from lifecycle.service.evidence import File
from lifecycle.service.intake import Scan
from lifecycle.service.recording import Draft
from lifecycle.service.use_cases import UseCases
from web.demo import files

STORE = Place("Magazijn 2")
BENCH = Place("Innamelijn 1")
DEPOT = Place("Depot Almere")
WORN = 0.8
"""Below this a battery is quoted for replacement."""


@dataclass(frozen=True)
class Stage:
    """Who acts, through what, and on which day the demonstration is."""

    passports: Passports
    use: UseCases
    actors: dict[str, Actor]
    today: date

    def at(self, days_ago: int, hour: int = 9) -> datetime:
        return datetime.combine(self.today - timedelta(days=days_ago), time(hour), UTC)

    def does(self, who: str, key: DeviceKey, when: datetime, *what: Happening) -> None:
        self.use.devices.record(self.actors[who], key, [Draft(each, occurred_at=when) for each in what])


def live(stage: Stage, progress: Callable[[str, int], None]) -> DeviceKey:
    """Live the demonstration; the key of the laptop that lives its whole life."""
    models = dict(_register_models(stage, progress))
    key = whole_life(stage, models["Latitude 7420"])
    progress("devices", 1)
    for count, begin in enumerate(_others(stage, models), start=2):
        begin()
        progress("devices", count)
    return key


def whole_life(stage: Stage, model: PassportId) -> DeviceKey:
    """From the passport to a new owner: surplus, intake, evidence, grades, repair, erasure, decision, hand-over."""
    key = register(stage, model, "DEMO7420A1", "DEMO-000123", in_use_since=stage.today - timedelta(days=1900))
    surplus(stage, key, 46)
    stage.use.intake.scan(
        stage.actors["ict"], Scan(raw="DEMO7420A1", symbology="]C0", place=BENCH, occurred_at=stage.at(40))
    )
    for name, hour in (("glpi.json", 10), ("smartctl.json", 11), ("nwipe.log", 15)):
        file = File(content=files.packaged(name), name=name, occurred_at=stage.at(40, hour))
        stage.use.evidence.attach(stage.actors["ict"], key, file)
    tests = (
        TestResult("display", passed=True),
        TestResult("keyboard", passed=False),
        TestResult("camera", passed=True),
    )
    stage.does("ict", key, stage.at(39), _inspected(FunctionalGrade.F3, CosmeticGrade.C5, tests))
    _replace_keyboard(stage, key)
    good = tuple(TestResult(test.test, passed=True) for test in tests)
    stage.does("ict", key, stage.at(32), _inspected(FunctionalGrade.F5, CosmeticGrade.C5, good))
    erase(stage, key, "DEMOSSD0001", 31)
    stage.use.routing.propose(stage.actors["ict"], key)
    stage.use.routing.approve(stage.actors["drz"], [key])
    donate(stage, key)
    return key


def register(
    stage: Stage, model: PassportId, serial: str, tag: str | None = None, *, in_use_since: date | None = None
) -> DeviceKey:
    """A device of the ministry, on its books since it came into use."""
    owner = stage.actors["eigenaar"]
    assert owner.organisation is not None
    began = in_use_since or stage.today - timedelta(days=1500)
    view = stage.use.devices.register(
        owner,
        Registration(
            model=model,
            owner=owner.organisation,
            place=STORE,
            serial=serial,
            asset_tag=tag,
            classification=Classification.NONE,
            in_use_since=began,
            occurred_at=datetime.combine(began, time(9), UTC),
        ),
    )
    return view.device.key


def surplus(stage: Stage, key: DeviceKey, days_ago: int) -> None:
    """The owner decides that it is surplus, and lets the ICT provider collect it."""
    owner, provider = stage.actors["eigenaar"], stage.actors["ict"]
    assert owner.organisation is not None
    decided = stage.at(days_ago)
    decision = DeclaredSurplus(
        decision="OS-2026-014 (demo)",
        decided_on=decided.date(),
        authority=owner.organisation,
        intake_by=provider.organisation,
    )
    stage.does("eigenaar", key, decided, decision)


def erase(stage: Stage, key: DeviceKey, disk: str, days_ago: int) -> None:
    """One person erases, another verifies."""
    wiped = SanitisationPerformed(
        medium=disk,
        category=SanitisationCategory.CLEAR,
        technique="PRNG Stream",
        tool="nwipe",
        tool_version="0.38",
        succeeded=True,
        media_present=(disk,),
    )
    stage.does("ict", key, stage.at(days_ago), wiped)
    stage.does("ict-controle", key, stage.at(days_ago, 14), SanitisationVerified(medium=disk))


def donate(stage: Stage, key: DeviceKey) -> None:
    """Offered by the provider, received by the coordinator: custody and ownership change, each by its own event."""
    coordinator = stage.actors["regie"]
    assert coordinator.organisation is not None
    wanted = NewConsignment(receiver=coordinator.organisation, devices=(key,), route=Route.DONATE)
    made = stage.use.consignments.create(stage.actors["ict"], wanted)
    stage.use.consignments.offer(stage.actors["ict"], made.consignment.id)
    stage.use.consignments.receive(coordinator, made.consignment.id, Receipt(place=DEPOT))


def _register_models(stage: Stage, progress: Callable[[str, int], None]) -> Iterator[tuple[str, PassportId]]:
    for count, received in enumerate(files.models(), start=1):
        view = stage.passports.register_model(stage.actors["drz"], received)
        progress("models", count)
        yield view.document.values()["modelName"], view.passport_id


def _inspected(functional: FunctionalGrade, cosmetic: CosmeticGrade, tests: tuple[TestResult, ...] = ()) -> Inspected:
    return Inspected(functional=functional, cosmetic=cosmetic, tests=tests, charger=True)


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
    yield partial(_scan, stage, "DEMO-UNKNOWN-77", 3)


def _scan(stage: Stage, raw: str, days_ago: int) -> None:
    stage.use.intake.scan(
        stage.actors["ict"], Scan(raw=raw, symbology="]C0", place=BENCH, occurred_at=stage.at(days_ago))
    )


def _arrived(stage: Stage, model: PassportId, serial: str, days_ago: int) -> DeviceKey:
    """Declared surplus by the ministry and scanned at intake, so that the provider has it."""
    key = register(stage, model, serial, in_use_since=stage.today - timedelta(days=1200))
    surplus(stage, key, days_ago + 5)
    _scan(stage, serial, days_ago)
    return key


def _with_inventory(stage: Stage, key: DeviceKey, device: tuple[str, str, str], health: float, days_ago: int) -> str:
    """An inventory of the laptop; gives the serial number of its disk."""
    serial, maker, model = device
    disk = f"{serial}SSD"
    content = files.inventory(serial, maker=maker, model=model, disk=disk, health=health)
    file = File(content=content, name="glpi.json", occurred_at=stage.at(days_ago, 10))
    stage.use.evidence.attach(stage.actors["ict"], key, file)
    return disk


def _laptop_to_decide(stage: Stage, model: PassportId, number: int, health: float) -> None:
    """Erased, graded and proposed: waits for the approval of DRZ."""
    serial = f"DEMO5420{number:02}"
    key = _arrived(stage, model, serial, 20)
    disk = _with_inventory(stage, key, (serial, "Dell Inc.", "Latitude 5420"), health, 20)
    graded = replace(_inspected(FunctionalGrade.F5, CosmeticGrade.C5), value_eur=Decimal(210))
    stage.does("ict", key, stage.at(19), graded)
    if health < WORN:
        quote = RepairQuoted(parts=(ComponentKind.BATTERY,), cost_eur=Decimal(38), lead_days=5)
        stage.does("ict", key, stage.at(19, 11), quote)
    erase(stage, key, disk, 18)
    stage.use.routing.propose(stage.actors["ict"], key)


def _laptop_to_erase(stage: Stage, model: PassportId) -> None:
    key = _arrived(stage, model, "DEMO845A01", 8)
    _with_inventory(stage, key, ("DEMO845A01", "HP", "EliteBook 845 G8"), 0.9, 8)
    stage.does("ict", key, stage.at(7), _inspected(FunctionalGrade.F5, CosmeticGrade.C6))


def _locked(stage: Stage, model: PassportId) -> None:
    key = _arrived(stage, model, "DEMO845A02", 8)
    _with_inventory(stage, key, ("DEMO845A02", "HP", "EliteBook 845 G8"), 0.81, 8)
    stage.does(
        "ict", key, stage.at(7), LockFound(lock=Lock.AUTOPILOT), _inspected(FunctionalGrade.F5, CosmeticGrade.C4)
    )
    stage.use.routing.propose(stage.actors["ict"], key)


def _swollen(stage: Stage, model: PassportId) -> None:
    key = _arrived(stage, model, "DEMO7420B2", 6)
    stage.does("ict", key, stage.at(6, 11), HazardFound(hazard=Hazard.SWOLLEN_BATTERY))


def _display_to_decide(stage: Stage, model: PassportId, number: int) -> None:
    key = _arrived(stage, model, f"DEMODISP{number:02}", 12)
    stage.does("ict", key, stage.at(11), _inspected(FunctionalGrade.F6, CosmeticGrade.C6))
    stage.use.routing.propose(stage.actors["ict"], key)


def _phone_at_intake(stage: Stage, model: PassportId, number: int) -> None:
    key = _arrived(stage, model, f"DEMOFONE{number:02}", 4)
    stage.does("ict", key, stage.at(4, 12), _inspected(FunctionalGrade.F5, CosmeticGrade.C4))
