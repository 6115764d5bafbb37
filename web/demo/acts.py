"""What happens to many devices of the demonstration: registered, declared surplus, scanned, inventoried, erased."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.checklists import CHECKLISTS
from lifecycle.domain.events import (
    DeclaredSurplus,
    Inspected,
    LocksChecked,
    LookedFor,
    Place,
    SanitisationPerformed,
    SanitisationVerified,
    TestResult,
)
from lifecycle.domain.vocabulary import Classification, CosmeticGrade, FunctionalGrade, Lock, SanitisationCategory
from lifecycle.service.evidence import File
from lifecycle.service.intake import Scan
from lifecycle.service.registering import Registration
from web.demo import files
from web.demo.stage import BENCH, STORE, Stage


@dataclass(frozen=True)
class Origin:
    """Which ministry owned a device (by the sign-in name of its owner), and where it was scanned."""

    owner: str = "eigenaar"
    place: Place = BENCH


HERE = Origin()


def register(
    stage: Stage,
    model: PassportId,
    serial: str,
    tag: str | None = None,
    *,
    in_use_since: date | None = None,
    owner: str = "eigenaar",
) -> DeviceKey:
    """A device of a ministry, on its books since it came into use."""
    began = in_use_since or stage.today - timedelta(days=1500)
    view = stage.use.devices.register(
        stage.actors[owner],
        Registration(
            model=model,
            owner=stage.organisation(owner),
            place=STORE,
            serial=serial,
            asset_tag=tag,
            classification=Classification.NONE,
            in_use_since=began,
            occurred_at=datetime.combine(began, time(9), UTC),
        ),
    )
    return view.device.key


def surplus(stage: Stage, key: DeviceKey, days_ago: int, owner: str = "eigenaar") -> None:
    """The owner decides that it is surplus, and lets the ICT provider collect it."""
    decided = stage.at(days_ago)
    decision = DeclaredSurplus(
        decision="OS-2026-014 (demo)",
        decided_on=decided.date(),
        authority=stage.organisation(owner),
        intake_by=stage.organisation("ict"),
    )
    stage.does(owner, key, decided, decision)


def scan(
    stage: Stage, raw: str, days_ago: int, *, category: str | None = None, place: Place = BENCH
) -> DeviceKey | None:
    """Scanned by the provider; gives the device that it recorded the scan on."""
    scanned = Scan(raw=raw, symbology="]C0", place=place, category=category, occurred_at=stage.at(days_ago))
    return stage.use.intake.scan(stage.actors["ict"], scanned).device


def arrived(
    stage: Stage, model: PassportId, serial: str, days_ago: int, *, days_in_use: int = 1200, origin: Origin = HERE
) -> DeviceKey:
    """Declared surplus by its ministry and scanned at intake, so that the provider has it."""
    began = stage.today - timedelta(days=days_in_use)
    key = register(stage, model, serial, in_use_since=began, owner=origin.owner)
    surplus(stage, key, days_ago + 5, origin.owner)
    scan(stage, serial, days_ago, place=origin.place)
    return key


def display(stage: Stage, model: PassportId, serial: str, found: Inspected, origin: Origin = HERE) -> DeviceKey:
    """A display that arrived twelve days ago, was inspected, and has a proposal."""
    key = arrived(stage, model, serial, 12, origin=origin)
    stage.does("ict", key, stage.at(11), found)
    stage.use.routing.propose(stage.actors["ict"], key)
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


def looked(checklist: str, *there: Lock) -> LocksChecked:
    """Every check of the list answered, as one key of the page does; these locks were there."""
    answers = (LookedFor(check.lock, there=check.lock in there) for check in CHECKLISTS[checklist].checks)
    return LocksChecked(checklist=checklist, answers=tuple(answers))


def erase(stage: Stage, key: DeviceKey, disk: str, days_ago: int) -> None:
    """Erased by the provider: one person erases, another verifies."""
    erase_by(stage, ("ict", "ict-controle"), key, disk, (stage.at(days_ago), stage.at(days_ago, 14)))


def erase_by(stage: Stage, who: tuple[str, str], key: DeviceKey, disk: str, when: tuple[datetime, datetime]) -> None:
    """The first person erases, the second verifies."""
    wiped = SanitisationPerformed(
        medium=disk,
        category=SanitisationCategory.CLEAR,
        technique="PRNG Stream",
        tool="nwipe",
        tool_version="0.38",
        succeeded=True,
        media_present=(disk,),
    )
    stage.does(who[0], key, when[0], wiped)
    stage.does(who[1], key, when[1], SanitisationVerified(medium=disk))
