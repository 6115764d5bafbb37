"""Donation: a programme, what a library says of what it was given and lent, and a laptop that begins its third life."""

from datetime import date, timedelta

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.donation import (
    Defect,
    DeliveryId,
    EntryId,
    Minimum,
    Passing,
    Programme,
    ProgrammeId,
    ProgrammeState,
    Said,
    usual_steps,
)
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Ground
from lifecycle.service.donation_deliveries import NewDelivery
from lifecycle.service.donation_feedback import Feedback
from lifecycle.service.loops import Return
from web.demo.acts import disk_of, erase_by, inspected, looked
from web.demo.stage import DEPOT, Stage

RETURNING = "DEMOPAL05"


def donate(stage: Stage, laptops: tuple[DeviceKey, ...]) -> None:
    """Of six laptops three are given: one has a defect, and one comes back. Two are lent; one stays in stock."""
    programme = _programme(stage)
    given = _deliver(stage, programme, laptops[:3])
    _says(stage, given, Said.WORKS, 1)
    _says(stage, given, Said.DEFECT, 2, defect=Defect.BATTERY, note="Na een half uur leeg.")
    _says(stage, given, Said.RECIPIENTS, count=2)
    _deliver(stage, programme, laptops[3:5], due=stage.today + timedelta(days=1))
    _third_life(stage, programme, laptops[2])


def _third_life(stage: Stage, programme: ProgrammeId, laptop: DeviceKey) -> None:
    """It comes back, is erased, looked at and inspected as any device that comes in, and goes out again."""
    back = Return(device=laptop, reason="Terug na een leergang", place=DEPOT, ground=Ground.GIFT)
    stage.use.donations.loops.take_back(stage.actors["regie"], back)
    now = stage.use.event_batches.clock
    stage.does("regie", laptop, now(), looked("windows-pc"), inspected(FunctionalGrade.F5, CosmeticGrade.C4))
    erase_by(stage, ("regie", "regie-controle"), laptop, disk_of(RETURNING), (now(), now()))
    _deliver(stage, programme, (laptop,))


def _programme(stage: Stage) -> ProgrammeId:
    programmes, coordinator = stage.use.donations.programmes, stage.actors["regie"]
    wanted = Programme(
        id=ProgrammeId(""),
        name="Laptops voor bibliotheken (demo)",
        coordinator=stage.organisation("regie"),
        decision="DEMO-AB-1",
        valid_from=date(2025, 1, 1),
        valid_until=date(2030, 12, 31),
        purpose="Lessen in digitale vaardigheden",
        steps=usual_steps(Passing.GIFT),
        wanted=400,
        minimum=Minimum(categories=("laptop",), functional=FunctionalGrade.F4, cosmetic=CosmeticGrade.C3),
    )
    made = programmes.create(coordinator, wanted).version.programme.id
    programmes.move(coordinator, made, ProgrammeState.OPEN)
    return made


def _deliver(
    stage: Stage, programme: ProgrammeId, laptops: tuple[DeviceKey, ...], due: date | None = None
) -> DeliveryId:
    """Handed to the library, which says that all of it arrived; lent where it is due on a day."""
    wanted = NewDelivery(
        programme=programme,
        intermediary=stage.organisation("bibliotheek"),
        devices=laptops,
        passing=Passing.GIFT if due is None else Passing.LOAN,
        due=due,
    )
    made = stage.use.donations.deliveries.make(stage.actors["regie"], wanted).summary.delivery.id
    _says(stage, made, Said.ARRIVED)
    return made


def _says(
    stage: Stage,
    delivery: DeliveryId,
    said: Said,
    *numbers: int,
    defect: Defect | None = None,
    note: str | None = None,
    count: int | None = None,
) -> None:
    """What the library says, of the devices with these numbers in its list or of all."""
    entry = EntryId(f"demo-{delivery}-{said}")
    told = Feedback(id=entry, said=said, numbers=numbers or None, defect=defect, note=note, count=count)
    stage.use.donations.feedback.give(stage.actors["bibliotheek"], delivery, told)
