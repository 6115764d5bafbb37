"""What sale needs from outside: a store of lots, of bids, and of what was sold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.sales import Bid, Choice, Lot, LotId


@dataclass(frozen=True)
class LotVersion:
    """A lot as it was from a moment on, counted from 1, and who made it so."""

    lot: Lot
    number: int
    changed_at: datetime
    changed_by: AccountId


@dataclass(frozen=True, kw_only=True)
class Sale:
    """An award, for those who count: how many devices, for how many cents of a euro without VAT, to which country."""

    lot: LotId
    seller: OrganisationId
    buyer: OrganisationId
    devices: int
    cents: int
    ground: Choice
    country: str
    awarded_at: datetime


class SaleStore(Protocol):
    """Lots with their versions and bids. A device is in one open lot at most."""

    def hold(self, lot: LotId) -> None:
        """Make others wait who want to change it, until this transaction ends."""
        ...

    def add(self, version: LotVersion) -> None:
        """Keep this version, and in which open lot its devices are.

        Raises Conflict when the number is taken, or when a device is in another open lot by now.
        """
        ...

    def lot(self, lot: LotId) -> LotVersion | None:
        """The newest version."""
        ...

    def history(self, lot: LotId) -> tuple[LotVersion, ...]:
        """Every version, oldest first."""
        ...

    def lots(self, *, buyer: OrganisationId | None = None) -> tuple[LotVersion, ...]:
        """The newest versions, newest lot first; with `buyer` those that were offered to it."""
        ...

    def open_with(self, devices: Iterable[DeviceKey]) -> dict[DeviceKey, LotId]:
        """In which open lot each of these devices is, where it is in one."""
        ...

    def add_bid(self, lot: LotId, bid: Bid) -> None:
        """Raises Conflict when somebody else bid at the same moment."""
        ...

    def bids(self, lot: LotId) -> tuple[Bid, ...]:
        """In the order in which they were made, withdrawals too."""
        ...

    def add_sale(self, sale: Sale) -> None:
        """Raises Conflict when the lot was awarded already."""
        ...

    def sales(self, since: datetime, until: datetime) -> tuple[Sale, ...]:
        """What was awarded from `since` on and before `until`, oldest first; without lots closed after all."""
        ...
