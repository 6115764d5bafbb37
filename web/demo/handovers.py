"""Hand-overs: a pallet of ten laptops of which not everything arrived as it was offered, and offers that wait."""

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.consignment import ScanId
from lifecycle.domain.events import ConsignmentId, Difference
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Route
from lifecycle.service.consignment_receipts import ReceiptScan, ScanBatch
from lifecycle.service.consignments import NewConsignment
from web.demo import erasing
from web.demo.acts import arrived, disk_of, inspected, register, surplus, with_inventory
from web.demo.files import Wiped
from web.demo.stage import DEPOT, Stage

OFFERED = 10
UNDER_WAY = tuple(f"DEMOREIS{number:02}" for number in range(1, 5))
"""Of the pallet that waits for an intake station."""
SERIALS = tuple(f"DEMOPAL{number:02}" for number in range(1, OFFERED + 3))


def pallet(stage: Stage, model: PassportId, serials: tuple[str, ...] = SERIALS) -> tuple[DeviceKey, ...]:
    """These laptops from intake to the approval of their donation; one report and one check for all of them."""
    keys = tuple(_inspected(stage, model, serial) for serial in serials)
    erasing.report(stage, 12, *(Wiped(disk_of(serial)) for serial in serials))
    erasing.verify(stage, keys)
    for key in keys:
        stage.use.routing.propose(stage.actors["ict"], key)
    stage.use.routing.approve(stage.actors["drz"], keys)
    return keys


def hand_over(stage: Stage, keys: tuple[DeviceKey, ...]) -> None:
    """Of ten that are offered the coordinator scans eight, a cracked one, and one that was not offered, and closes.

    What is missing and what is extra wait for the provider, what is cracked for the coordinator.
    """
    coordinator = stage.actors["regie"]
    consignment = offer(stage, keys[:OFFERED])
    *good, cracked, missing, extra = SERIALS[: OFFERED + 1]
    scans = [
        *(ReceiptScan(scan_id=ScanId(f"demo-{serial}"), raw=serial) for serial in (*good, extra)),
        ReceiptScan(
            scan_id=ScanId(f"demo-{cracked}"),
            raw=cracked,
            difference=Difference.OTHER_CONDITION,
            remark="Het scherm is gebarsten.",
        ),
    ]
    stage.use.receipts.scan(coordinator, consignment, ScanBatch(place=DEPOT, scans=tuple(scans)))
    stage.use.receipts.close(coordinator, consignment, {keys[SERIALS.index(missing)]})


def offer(stage: Stage, keys: tuple[DeviceKey, ...]) -> ConsignmentId:
    """Offered to the coordinator as a donation; it waits until somebody receives it."""
    wanted = NewConsignment(receiver=stage.organisation("regie"), devices=keys, route=Route.DONATE)
    made = stage.use.consignments.create(stage.actors["ict"], wanted).consignment.id
    stage.use.consignments.offer(stage.actors["ict"], made)
    return made


def send_to_intake(stage: Stage, model: PassportId) -> ConsignmentId:
    """Surplus laptops of a ministry, offered to the provider: a station has them on its list before they arrive."""
    keys = tuple(register(stage, model, serial) for serial in UNDER_WAY)
    for key in keys:
        surplus(stage, key, 2)
    wanted = NewConsignment(receiver=stage.organisation("ict"), devices=keys)
    made = stage.use.consignments.create(stage.actors["eigenaar"], wanted).consignment.id
    stage.use.consignments.offer(stage.actors["eigenaar"], made)
    return made


def _inspected(stage: Stage, model: PassportId, serial: str) -> DeviceKey:
    key = arrived(stage, model, serial, 15, days_in_use=1900)
    with_inventory(stage, key, (serial, "Dell Inc.", "Latitude 5420"), 0.9, 15)
    stage.does("ict", key, stage.at(14), inspected(FunctionalGrade.F5, CosmeticGrade.C5))
    return key
