"""Donation: programmes of a coordinator, deliveries to intermediaries, and what these report back.

no_people     texts and counts that tell nothing of a person
programme     a programme: its ground, its parties in order, its minimum, how many devices it wants
delivery      a batch of devices for one intermediary, given or lent
journal       what is said of a delivery, entry by entry, and how each device stands by it
"""

from lifecycle.domain.donation.delivery import Delivery, DeliveryId
from lifecycle.domain.donation.journal import (
    BY_INTERMEDIARY,
    Defect,
    Entry,
    EntryId,
    LinkOut,
    Remedy,
    Said,
    Standing,
    admitted,
    standing,
)
from lifecycle.domain.donation.programme import (
    Minimum,
    Party,
    Passing,
    Programme,
    ProgrammeId,
    ProgrammeState,
    Step,
    changed,
    checked,
    moved,
    usual_steps,
)

__all__ = [
    "BY_INTERMEDIARY",
    "Defect",
    "Delivery",
    "DeliveryId",
    "Entry",
    "EntryId",
    "LinkOut",
    "Minimum",
    "Party",
    "Passing",
    "Programme",
    "ProgrammeId",
    "ProgrammeState",
    "Remedy",
    "Said",
    "Standing",
    "Step",
    "admitted",
    "changed",
    "checked",
    "moved",
    "standing",
    "usual_steps",
]
