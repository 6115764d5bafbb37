"""The store of sale in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.sales import Bid, LotId, LotState
from lifecycle.domain.sales.lot import OPEN
from lifecycle.service.sale_ports import LotVersion, Sale


@dataclass
class FakeSales:
    versions: dict[tuple[LotId, int], LotVersion] = field(default_factory=dict)
    devices: dict[DeviceKey, LotId] = field(default_factory=dict)
    made: dict[LotId, tuple[Bid, ...]] = field(default_factory=dict)
    sold: dict[LotId, Sale] = field(default_factory=dict)

    def hold(self, lot: LotId) -> None:
        """Nobody else is here."""

    def add(self, version: LotVersion) -> None:
        lot, place = version.lot, (version.lot.id, version.number)
        if place in self.versions or any(self.devices.get(key, lot.id) != lot.id for key in lot.keys):
            raise _taken()
        self.versions[place] = version
        for key in lot.keys:
            if lot.state in OPEN:
                self.devices[key] = lot.id
            else:
                self.devices.pop(key, None)

    def lot(self, lot: LotId) -> LotVersion | None:
        return next(iter(self.history(lot)[-1:]), None)

    def history(self, lot: LotId) -> tuple[LotVersion, ...]:
        return tuple(each for (key, _), each in sorted(self.versions.items()) if key == lot)

    def lots(self, *, buyer: OrganisationId | None = None) -> tuple[LotVersion, ...]:
        newest = {each.lot.id: each for _, each in sorted(self.versions.items())}.values()
        mine = (each for each in newest if buyer is None or (each.lot.offering and buyer in each.lot.offering.buyers))
        return tuple(sorted(mine, key=lambda each: (each.lot.made_at, each.lot.id), reverse=True))

    def open_with(self, devices: Iterable[DeviceKey]) -> dict[DeviceKey, LotId]:
        return {key: self.devices[key] for key in devices if key in self.devices}

    def add_bid(self, lot: LotId, bid: Bid) -> None:
        if any(each.id == bid.id for bids in self.made.values() for each in bids):
            raise _taken()
        self.made[lot] = (*self.bids(lot), bid)

    def bids(self, lot: LotId) -> tuple[Bid, ...]:
        return self.made.get(lot, ())

    def add_sale(self, sale: Sale) -> None:
        if sale.lot in self.sold:
            raise _taken()
        self.sold[sale.lot] = sale

    def sales(self, since: datetime, until: datetime) -> tuple[Sale, ...]:
        closed = {lot for (lot, _), each in self.versions.items() if each.lot.state is LotState.CLOSED}
        found = (each for each in self.sold.values() if since <= each.awarded_at < until and each.lot not in closed)
        return tuple(sorted(found, key=lambda each: (each.awarded_at, each.lot)))


def _taken() -> Conflict:
    return Conflict(message("Somebody else changed this at the same moment."))
