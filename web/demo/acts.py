"""What happens to many devices of the demonstration: registered, declared surplus, scanned, inventoried, erased."""

from datetime import UTC, date, datetime, time, timedelta

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events import DeclaredSurplus, Inspected, SanitisationPerformed, SanitisationVerified, TestResult
from lifecycle.domain.vocabulary import Classification, CosmeticGrade, FunctionalGrade, SanitisationCategory
from lifecycle.service.evidence import File
from lifecycle.service.intake import Scan
from lifecycle.service.registering import Registration
from web.demo import files
from web.demo.stage import BENCH, STORE, Stage


def register(
    stage: Stage, model: PassportId, serial: str, tag: str | None = None, *, in_use_since: date | None = None
) -> DeviceKey:
    """A device of the ministry, on its books since it came into use."""
    began = in_use_since or stage.today - timedelta(days=1500)
    view = stage.use.devices.register(
        stage.actors["eigenaar"],
        Registration(
            model=model,
            owner=stage.organisation("eigenaar"),
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
    decided = stage.at(days_ago)
    decision = DeclaredSurplus(
        decision="OS-2026-014 (demo)",
        decided_on=decided.date(),
        authority=stage.organisation("eigenaar"),
        intake_by=stage.organisation("ict"),
    )
    stage.does("eigenaar", key, decided, decision)


def scan(stage: Stage, raw: str, days_ago: int, *, category: str | None = None) -> DeviceKey | None:
    """Scanned by the provider; gives the device that it recorded the scan on."""
    scanned = Scan(raw=raw, symbology="]C0", place=BENCH, category=category, occurred_at=stage.at(days_ago))
    return stage.use.intake.scan(stage.actors["ict"], scanned).device


def arrived(stage: Stage, model: PassportId, serial: str, days_ago: int, *, days_in_use: int = 1200) -> DeviceKey:
    """Declared surplus by the ministry and scanned at intake, so that the provider has it."""
    key = register(stage, model, serial, in_use_since=stage.today - timedelta(days=days_in_use))
    surplus(stage, key, days_ago + 5)
    scan(stage, serial, days_ago)
    return key


def with_inventory(stage: Stage, key: DeviceKey, device: tuple[str, str, str], health: float, days_ago: int) -> str:
    """An inventory of the laptop (serial number, maker, model); gives the serial number of its disk."""
    serial, maker, model = device
    disk = disk_of(serial)
    content = files.inventory(serial, maker=maker, model=model, disk=disk, health=health)
    file = File(content=content, name="glpi.json", occurred_at=stage.at(days_ago, 10))
    stage.use.evidence.attach(stage.actors["ict"], key, file)
    return disk


def disk_of(serial: str) -> str:
    """The serial number of the disk of a laptop that has an inventory here."""
    return f"{serial}SSD"


def inspected(functional: FunctionalGrade, cosmetic: CosmeticGrade, tests: tuple[TestResult, ...] = ()) -> Inspected:
    return Inspected(functional=functional, cosmetic=cosmetic, tests=tests, charger=True)


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
