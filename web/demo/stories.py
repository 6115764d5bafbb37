"""The stories that take several devices, in the order in which they need each other."""

from collections.abc import Iterator, Mapping

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.vocabulary import CosmeticGrade
from lifecycle.domain.worklists import ListName
from web.demo import (
    asking,
    corrections,
    donating,
    erasing,
    handovers,
    late,
    loads,
    mandates,
    market,
    partners,
    repairing,
    rules,
    selling,
    things,
)
from web.demo.stage import Stage


def stories(stage: Stage, models: Mapping[str, PassportId]) -> Iterator[None]:
    """Tell them; yields after each."""
    laptop = models["Latitude 5420"]
    erasing.advise(stage)
    pallet = handovers.pallet(stage, laptop)
    yield
    stage.use.erasure.statements.issue(stage.actors["ict"], pallet[0])
    handovers.hand_over(stage, pallet)
    handovers.offer(stage, pallet[-1:])
    handovers.send_to_intake(stage, laptop)
    yield
    checked, graded, failed = erasing.bench(stage, laptop)
    yield
    things.desktop(stage)
    things.tablet(stage)
    things.parts(stage, donor=failed, receiver=checked)
    things.chargers(stage)
    yield
    corrections.correct_grade(stage, "ict", graded, CosmeticGrade.C4)
    corrections.correct_grade(stage, "regie", pallet[1], CosmeticGrade.C3)
    corrections.open_case(stage, pallet[0])
    yield
    late.offline(stage, _scanned(stage, "DEMOFONE01"), _scanned(stage, "DEMO7420B2"))
    late.wrong_clock(stage, _scanned(stage, "DEMOFONE02"))
    yield
    partners.shipped(stage, pallet[-1])
    yield
    rules.support_dates(stage)
    rules.phones(stage)
    yield
    donating.donate(stage, pallet[2:8])
    yield
    market.fill(stage, models)
    market.reserve(stage)
    yield
    asking.ask_and_divide(stage, laptop)
    yield
    loads.recycle(stage, models["E2423H"])
    yield
    selling.offer(stage, models["E2423H"])
    yield
    repairing.repair(stage, models)
    yield
    mandates.propose_class(stage, laptop)
    taken = (_scanned(stage, "DEMODISP03"),)
    stage.use.worklists.take(stage.actors["drz-akkoord"], ListName.APPROVAL, taken)
    yield


def _scanned(stage: Stage, serial: str) -> DeviceKey:
    """The device that a scan of this number finds; nothing is recorded."""
    (line,) = stage.use.intake.look_up(stage.actors["ict"], serial).matches
    return line.device_key
