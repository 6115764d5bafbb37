"""What the use cases of parts and counted goods need from storage."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.components import PlacedPart
from lifecycle.domain.goods import Balance, Lot, Movement, MovementId
from lifecycle.domain.vocabulary import ComponentKind


class PartStore(Protocol):
    """Where parts are: a projection of the devices, made again from them at will."""

    def put(self, key: DeviceKey, parts: Sequence[PlacedPart]) -> None:
        """These are the parts that this device tells of; what it told before is forgotten."""
        ...

    def hold_numbers(self, numbers: Collection[str]) -> None:
        """Make others wait who would place a part with one of these numbers, until this transaction ends."""
        ...

    def numbered(self, component: ComponentKind, serial: str) -> tuple[PlacedPart, ...]:
        """Every place of a part with this folded number, by device and slot."""
        ...

    def of_device(self, key: DeviceKey) -> tuple[PlacedPart, ...]: ...
    def given_by(self, donors: Collection[DeviceKey]) -> tuple[PlacedPart, ...]:
        """The parts that came out of these devices into stock."""
        ...

    def taken_from(self, donors: Collection[DeviceKey]) -> tuple[PlacedPart, ...]:
        """The parts in other devices that name one of these as their donor."""
        ...

    def in_stock(self, component: ComponentKind, limit: int) -> tuple[PlacedPart, ...]:
        """The parts of a kind that came out of devices into stock, by device and slot."""
        ...

    def givers(self, custodian: OrganisationId | None, limit: int) -> tuple[DeviceKey, ...]:
        """The devices that gave parts into stock, of one custodian or of all."""
        ...


class GoodsStore(Protocol):
    """The ledger of counted goods, insert-only, and the balances that it adds up to."""

    def balance(self, lots: Collection[Lot]) -> Balance:
        """How much there is of these lots; others wait who would change them, until this transaction ends."""
        ...

    def add(self, movement: Movement) -> None:
        """Raises Conflict when the id is taken, or somebody else changed a lot at the same moment."""
        ...

    def get(self, movement: MovementId) -> Movement | None: ...
    def lots(self, party: OrganisationId | None) -> tuple[tuple[Lot, Decimal], ...]:
        """What there is, of all or of those who own it, have it or are to receive it; by kind, place and condition."""
        ...

    def movements(self, party: OrganisationId | None, limit: int) -> tuple[Movement, ...]:
        """The newest first; of one party, or of all."""
        ...
