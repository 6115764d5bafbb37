"""Parts for those who repair: the bill of materials of a device on any day, and the stock of harvested parts.

Rules:
1. Who may read a device may read its bill of materials.
2. A part that another device has too, by kind and number, is told with that device: a person compares the two.
3. The stock is that of the devices in one's custody; who reads all devices sees all of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from dpp.service.ports import Clock
from lifecycle.domain.bom import BomLine, bill_of_materials
from lifecycle.domain.claims import claim_key
from lifecycle.domain.components import PartPlace, PlacedPart, still_in_stock, tells_across
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.lines import readable
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LineFilter
from lifecycle.service.recording import device_of

MOST_GIVERS = 200


@dataclass(frozen=True)
class BomEntry:
    """A part, and the other devices in which one with the same number is recorded now."""

    line: BomLine
    also_in: tuple[DeviceKey, ...] = ()


@dataclass(frozen=True)
class BomView:
    """The bill of materials of a device at a moment."""

    device: DeviceKey
    as_of: datetime
    parts: tuple[BomEntry, ...]

    @property
    def conflicts(self) -> tuple[BomEntry, ...]:
        return tuple(each for each in self.parts if each.also_in)


@dataclass(frozen=True)
class StockPart:
    """A part that can be put into another device, and the device that it came out of."""

    part: PlacedPart
    donor: DeviceLine


@dataclass(frozen=True)
class Parts:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    clock: Clock

    def bill_of_materials(self, actor: Actor, key: DeviceKey, as_of: datetime | None = None) -> BomView:
        """What was in the device at that moment; now, when none is given."""
        moment = as_of or self.clock()
        with self.storage.reading() as reads:
            now = device_of(reads, key)
            PERMISSIONS.check("read_device", actor, now.device.relations(actor.organisation))
            lines = bill_of_materials(now.events, moment)
            return BomView(key, moment, tuple(BomEntry(line, _also_in(reads, key, line)) for line in lines))

    def stock(self, actor: Actor) -> tuple[StockPart, ...]:
        """The harvested parts that no device took yet, by the device that they came out of."""
        PERMISSIONS.check("read_worklist", actor)
        with self.storage.reading() as reads:
            givers = reads.parts.givers(readable(actor, LineFilter()).party, MOST_GIVERS)
            return tuple(_stock(reads, givers))


def _stock(reads: LifecycleReads, givers: tuple[DeviceKey, ...]) -> Iterator[StockPart]:
    for part in still_in_stock(reads.parts.given_by(givers), reads.parts.taken_from(givers)):
        line = reads.devices.get(part.device)
        if line is not None:
            yield StockPart(part, line)


def _also_in(reads: LifecycleReads, key: DeviceKey, line: BomLine) -> tuple[DeviceKey, ...]:
    number = claim_key(line.serial) if line.serial else None
    if number is None or not tells_across(number):
        return ()
    found = reads.parts.numbered(line.component, number)
    others = (part.device for part in found if part.device != key and part.place is PartPlace.IN_DEVICE)
    return tuple(dict.fromkeys(others))
