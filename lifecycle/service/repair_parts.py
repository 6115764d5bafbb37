"""The stock of spare parts, as repairs ask for it."""

from typing import Protocol

from dpp.domain.actor import Actor
from lifecycle.domain.events import ComponentInstalled
from lifecycle.domain.spares.stock import PartReservationId
from lifecycle.service.ports import LifecycleWork


class PartTaken(Protocol):
    """A part that left the stock for a repair."""

    def installed(self, serial: str | None = None, order: str | None = None) -> ComponentInstalled: ...


class TakeParts(Protocol):
    """The stock of spare parts, as repairs ask for it."""

    def take_in(self, work: LifecycleWork, actor: Actor, reservation: PartReservationId) -> PartTaken:
        """The part that was kept leaves the stock, in the transaction of the caller."""
        ...
