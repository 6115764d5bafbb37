"""Repair orders: from complaint to warranty, between who repairs a device and who owns it.

texts       what may be written in an order: nothing of a person
quote       the European Repair Information Form: its fields, its validity, its hash
journal     what is said of an order, entry by entry
standing    what the entries add up to
rules       what may be said next, and why not
warranty    until which day, and whether one lasts
happenings  the events of the device that come with it
"""

from lifecycle.domain.repair_orders.journal import (
    Approval,
    Approved,
    Cancelled,
    Declined,
    Diagnosed,
    Disputed,
    Entry,
    EntryId,
    Finished,
    LinkMade,
    PartIn,
    PartOut,
    Quoted,
    RepairOrder,
    RepairOrderId,
    Replied,
    Said,
    Settled,
    Tested,
    Worked,
)
from lifecycle.domain.repair_orders.quote import LEAST_DAYS, Quote, Repairer
from lifecycle.domain.repair_orders.rules import Asking, admit, check_new
from lifecycle.domain.repair_orders.standing import OrderState, Standing, standing

__all__ = [
    "LEAST_DAYS",
    "Approval",
    "Approved",
    "Asking",
    "Cancelled",
    "Declined",
    "Diagnosed",
    "Disputed",
    "Entry",
    "EntryId",
    "Finished",
    "LinkMade",
    "OrderState",
    "PartIn",
    "PartOut",
    "Quote",
    "Quoted",
    "RepairOrder",
    "RepairOrderId",
    "Repairer",
    "Replied",
    "Said",
    "Settled",
    "Standing",
    "Tested",
    "Worked",
    "admit",
    "check_new",
    "standing",
]
