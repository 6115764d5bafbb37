"""Parts and counted goods in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.components import PartPlace, PlacedPart
from lifecycle.domain.goods import Balance, Lot, Movement, MovementId, balances
from lifecycle.domain.vocabulary import ComponentKind
from lifecycle.service.ports import DeviceLine


@dataclass
class FakeParts:
    """`devices` are the lines of the same moment: they say who has a device."""

    rows: dict[DeviceKey, tuple[PlacedPart, ...]] = field(default_factory=dict)
    devices: dict[DeviceKey, DeviceLine] = field(default_factory=dict)

    def put(self, key: DeviceKey, parts: Sequence[PlacedPart]) -> None:
        self.rows[key] = tuple(parts)

    def hold_numbers(self, numbers: Collection[str]) -> None:
        """Nobody else is here."""

    def numbered(self, component: ComponentKind, serial: str) -> tuple[PlacedPart, ...]:
        return tuple(part for part in self._all() if (part.component, part.serial) == (component, serial))

    def of_device(self, key: DeviceKey) -> tuple[PlacedPart, ...]:
        return tuple(part for part in self._all() if part.device == key)

    def given_by(self, donors: Collection[DeviceKey]) -> tuple[PlacedPart, ...]:
        return tuple(part for part in self._all() if part.device in donors and part.place is PartPlace.IN_STOCK)

    def taken_from(self, donors: Collection[DeviceKey]) -> tuple[PlacedPart, ...]:
        return tuple(part for part in self._all() if part.donor in donors)

    def in_stock(self, component: ComponentKind, limit: int) -> tuple[PlacedPart, ...]:
        there = (part for part in self._all() if part.place is PartPlace.IN_STOCK)
        return tuple(part for part in there if part.component is component)[:limit]

    def givers(self, custodian: OrganisationId | None, limit: int) -> tuple[DeviceKey, ...]:
        giving = sorted({part.device for part in self._all() if part.place is PartPlace.IN_STOCK})
        return tuple(key for key in giving if custodian is None or self.devices[key].custodian == custodian)[:limit]

    def _all(self) -> list[PlacedPart]:
        every = [part for parts in self.rows.values() for part in parts]
        return sorted(every, key=lambda part: (part.device, part.slot))


@dataclass
class FakeGoods:
    rows: dict[MovementId, Movement] = field(default_factory=dict)

    def balance(self, lots: Collection[Lot]) -> Balance:
        return {lot: amount for lot, amount in balances(self.rows.values()).items() if lot in lots}

    def add(self, movement: Movement) -> None:
        after = balances([*self.rows.values(), movement])
        if movement.id in self.rows or any(amount < 0 for amount in after.values()):
            raise Conflict(message("Somebody else moved these goods at the same moment."))
        self.rows[movement.id] = movement

    def get(self, movement: MovementId) -> Movement | None:
        return self.rows.get(movement)

    def lots(self, party: OrganisationId | None) -> tuple[tuple[Lot, Decimal], ...]:
        found = balances(self.rows.values()).items()
        mine = [each for each in found if party in {None, each[0].owner, each[0].custodian, each[0].receiver}]
        return tuple(sorted(mine, key=lambda each: (each[0].kind, each[0].place, each[0].condition)))

    def movements(self, party: OrganisationId | None, limit: int) -> tuple[Movement, ...]:
        mine = [each for each in self.rows.values() if party is None or party in each.parties]
        newest = sorted(sorted(mine, key=lambda each: each.id), key=lambda each: each.recorded_at, reverse=True)
        return tuple(newest[:limit])
