"""A delivery: devices of one programme for one intermediary, given or lent. The hand-over itself is a consignment.

Rules:
1. A loan has a day on which the devices are due back, after the day of the delivery; a gift has none.
2. A programme that lends delivers nothing as a gift. One that gives may lend as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.donation.programme import Passing, Programme, ProgrammeId
from lifecycle.domain.events import ConsignmentId

DeliveryId = NewType("DeliveryId", str)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One batch. `due` is the day, inclusive, on which lent devices are back."""

    id: DeliveryId
    programme: ProgrammeId
    coordinator: OrganisationId
    intermediary: OrganisationId
    consignment: ConsignmentId
    passing: Passing
    devices: tuple[DeviceKey, ...]
    made_at: datetime
    made_by: AccountId
    due: date | None = None

    def relations(self, organisation: OrganisationId | None) -> frozenset[Relation]:
        """The coordinator stands as its owner, the intermediary as its receiver."""
        stands = ((Relation.OWNER, self.coordinator), (Relation.RECEIVER, self.intermediary))
        return frozenset(relation for relation, who in stands if organisation == who)

    def is_overdue(self, on: date) -> bool:
        """Whether lent devices should have been back before this day."""
        return self.due is not None and self.due < on


def check_delivery(programme: Programme, delivery: Delivery) -> None:
    """Return when a delivery of this programme can be made so; InvalidInput lists what is wrong."""
    faults = tuple(_faults(programme, delivery))
    if faults:
        raise InvalidInput(message("The delivery is not complete or not possible."), faults)


def _faults(programme: Programme, it: Delivery) -> Iterator[Problem]:
    if not it.devices:
        yield Problem("$.devices", message("It holds no device."))
    if it.intermediary == it.coordinator:
        yield Problem("$.intermediary", message("Sender and receiver are the same."))
    if programme.passing is Passing.LOAN and it.passing is Passing.GIFT:
        yield Problem("$.passing", message("This programme lends: nothing of it is given for good."))
    if it.passing is Passing.LOAN and (it.due is None or it.due <= it.made_at.date()):
        yield Problem("$.due", message("Give the day on which the devices are due back, after today."))
    if it.passing is Passing.GIFT and it.due is not None:
        yield Problem("$.due", message("What is given does not come back on a day: leave this empty."))
