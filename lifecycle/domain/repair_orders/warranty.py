"""The warranty on a repair: until which day, and whether one lasts."""

from calendar import monthrange
from datetime import date

from lifecycle.domain.device import Device
from lifecycle.domain.repair_orders.journal import RepairOrderId


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def under_warranty(device: Device, today: date) -> RepairOrderId | None:
    """The order of the newest repair whose warranty lasts."""
    for repair in reversed(device.repairs):
        if repair.order and repair.warranty_until is not None and repair.warranty_until >= today:
            return RepairOrderId(repair.order)
    return None
