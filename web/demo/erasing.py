"""Erasure: an advice in the register of tools, the reports of a wiping station, and what they leave to be done.

The advice is made up, and says so: which tools are advised is for those who rely on it to enter.
"""

from dataclasses import replace
from datetime import timedelta

from dpp.domain.actor import Actor, Capability
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.erasure_pallet import Lot
from lifecycle.service.erasure_reports import POST
from web.demo import files
from web.demo.acts import arrived, disk_of, inspected, with_inventory
from web.demo.files import Wiped
from web.demo.stage import Stage

MADE_UP = "VERZONNEN voor de demonstratie: geen advies van de AIVD"
STATION = Capability(POST, "Wisstation 1")
"""What the key of the wiping station may do."""


def advise(stage: Stage) -> None:
    """The administrator enters an advice for nwipe 0.38, so that its erasures can be verified together."""
    administrator, register = stage.actors["beheer"], stage.use.erasure.tools
    known = next(each.tool for each in register.read(administrator).tools if each.tool.id == "nwipe")
    register.change(
        administrator,
        replace(
            known,
            versions=("0.38",),
            advice=MADE_UP,
            advised_from=stage.today - timedelta(days=300),
            advised_until=stage.today + timedelta(days=300),
        ),
    )


def report(stage: Stage, days_ago: int, *disks: Wiped) -> None:
    """The station posts the log of a rig with its key."""
    stage.use.erasure.reports.receive(_station(stage), files.wipe_log(disks, stage.at(days_ago, 13)), "nwipe.log")


def verify(stage: Stage, keys: tuple[DeviceKey, ...]) -> None:
    """A second person verifies the erasures of these devices in one act."""
    stage.use.erasure.pallets.verify(stage.actors["ict-controle"], Lot(devices=keys))


def bench(stage: Stage, model: PassportId) -> tuple[DeviceKey, ...]:
    """Three laptops of which the station wiped the disks yesterday: two wait for their check, of the last it failed.

    The report holds a disk besides that is in no device here.
    """
    serials = tuple(f"DEMOWIS{number:02}" for number in range(1, 4))
    keys = tuple(_to_wipe(stage, model, serial) for serial in serials)
    *good, bad = map(disk_of, serials)
    report(stage, 1, *map(Wiped, good), Wiped(bad, succeeded=False), Wiped("DEMOLOOSE77"))
    return keys


def _to_wipe(stage: Stage, model: PassportId, serial: str) -> DeviceKey:
    key = arrived(stage, model, serial, 3)
    with_inventory(stage, key, (serial, "Dell Inc.", "Latitude 5420"), 0.9, 3)
    stage.does("ict", key, stage.at(2), inspected(FunctionalGrade.F5, CosmeticGrade.C6))
    return key


def _station(stage: Stage) -> Actor:
    """Who shows the key of the station: the account that the key belongs to, for this one thing."""
    return replace(stage.actors["ict"], roles=frozenset(), capability=STATION)
