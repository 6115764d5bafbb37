"""What a consignment holds, line by line, and its manifest.

Rules:
1. A draft can change. An offer freezes the manifest, whose hash every event of the hand-over names.
2. The manifest is a canonical list: the same devices in the same condition on the same terms give the same hash, in
   whatever order they were added.
3. What was not on the manifest and is offered after all is a line of its own; the manifest stays what it was.
4. A manifest that tells how the devices are packed, and which goods travel with them, is of format 2. One without them
   is written as it was before there were loads (format 1): a hash that was given out stays valid.
5. A consignment is partly received from the first device that is received until the receiver closes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, NewType

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.consignment.differences import Answer, DifferenceItem, Side
from lifecycle.domain.consignment.load import GoodsLine, LoadUnit, LoadUnitId, packed
from lifecycle.domain.consignment.mass import DeviceMass
from lifecycle.domain.consignment.terms import Terms
from lifecycle.domain.events import ConsignmentId, plain
from lifecycle.domain.goods import MovementId

MANIFEST_FORMAT = 2
ScanId = NewType("ScanId", str)


class ConsignmentState(StrEnum):
    """How far the hand-over is. Received: its receiver has closed it, whatever was missing."""

    DRAFT = "draft"
    OFFERED = "offered"
    PARTLY_RECEIVED = "partly-received"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class LineState(StrEnum):
    """How far one device is."""

    EXPECTED = "expected"
    RECEIVED = "received"
    MISSING = "missing"
    SET_APART = "set-apart"
    WITHDRAWN = "withdrawn"
    LOST = "lost"


STANDING = frozenset({LineState.EXPECTED, LineState.MISSING, LineState.SET_APART})
"""The offer of such a line stands: its device can still be received, and can be in no other consignment."""
UNDER_WAY = (ConsignmentState.OFFERED, ConsignmentState.PARTLY_RECEIVED)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What a device was when it was offered: names, grades, the state of its data and its mass, as far as known.

    `test_record` is the hash of the record of its tests, where it goes abroad (`lifecycle.domain.test_records`).
    """

    label: str | None = None
    model: str | None = None
    serial: str | None = None
    functional: str | None = None
    cosmetic: str | None = None
    data: str | None = None
    group: str | None = None
    mass: DeviceMass | None = None
    test_record: str | None = None


@dataclass(frozen=True)
class Line:
    """One device, in one unit of the load or loose. `extra` was not on the manifest; `scan` is that of its receipt."""

    device: DeviceKey
    state: LineState = LineState.EXPECTED
    condition: Condition | None = None
    extra: bool = False
    received_at: datetime | None = None
    scan: ScanId | None = None
    packed_in: LoadUnitId | None = None

    @property
    def stands(self) -> bool:
        return self.state in STANDING


@dataclass(frozen=True)
class Consignment:
    """Devices from one custodian to another, and how they are packed. `manifest_sha256` is None in a draft.

    `goods_offer` is the movement of the ledger by which the goods in it were offered.
    """

    id: ConsignmentId
    sender: OrganisationId
    receiver: OrganisationId
    terms: Terms
    lines: tuple[Line, ...] = ()
    state: ConsignmentState = ConsignmentState.DRAFT
    manifest_sha256: str | None = None
    items: tuple[DifferenceItem, ...] = ()
    offered_at: datetime | None = None
    closed_at: datetime | None = None
    units: tuple[LoadUnit, ...] = ()
    goods: tuple[GoodsLine, ...] = ()
    goods_offer: MovementId | None = None

    @property
    def devices(self) -> tuple[DeviceKey, ...]:
        """Those on the manifest, in the order in which they were added."""
        return tuple(line.device for line in self.lines if not line.extra)

    @property
    def manifest(self) -> dict[str, Any]:
        """What is frozen at the offer, as plain data: parties, terms, devices in order of their keys, conditions."""
        listed = [line for line in self.lines if not line.extra]
        conditions = {line.device: plain(line.condition) for line in listed if line.condition is not None}
        frozen = {
            "consignment": self.id,
            "sender": self.sender,
            "receiver": self.receiver,
            "terms": plain(self.terms),
            "devices": sorted(self.devices),
        }
        frozen |= {"conditions": conditions} if conditions else {}
        if self.units or self.goods:
            frozen |= {"format": MANIFEST_FORMAT, "load": packed(self.units, self.places, self.goods)}
        return frozen

    @property
    def as_offered(self) -> "Consignment":
        """What its manifest is made of, without what came after the offer."""
        listed = (
            Line(line.device, condition=line.condition, packed_in=line.packed_in)
            for line in self.lines
            if not line.extra
        )
        return Consignment(
            self.id, self.sender, self.receiver, self.terms, tuple(listed), units=self.units, goods=self.goods
        )

    @property
    def places(self) -> dict[DeviceKey, LoadUnitId]:
        """In which unit each device of the manifest is; what is loose is left out."""
        return {line.device: line.packed_in for line in self.lines if line.packed_in is not None and not line.extra}

    @cached_property
    def by_device(self) -> Mapping[DeviceKey, Line]:
        return MappingProxyType({line.device: line for line in self.lines})

    @property
    def standing(self) -> tuple[Line, ...]:
        """The lines whose device can still be received."""
        return tuple(line for line in self.lines if line.stands)

    def open_items(self, device: DeviceKey) -> tuple[DifferenceItem, ...]:
        """The differences of a device that nobody answered yet."""
        return tuple(item for item in self.items if item.device == device and item.is_open)

    def waiting_for(self, side: Side) -> tuple[DifferenceItem, ...]:
        """The differences that this side must answer."""
        return tuple(item for item in self.items if item.is_open and item.side is side)

    def relations(self, organisation: OrganisationId | None) -> frozenset[Relation]:
        """How an organisation stands to it: the carrier is on the receiving side."""
        return relations_of(self.sender, (self.receiver, self.terms.carrier), organisation)


def relations_of(
    sender: OrganisationId, arriving: tuple[OrganisationId | None, ...], organisation: OrganisationId | None
) -> frozenset[Relation]:
    """How an organisation stands to a consignment; `arriving` are who receives it and who carries it."""
    if organisation is None:
        return frozenset()
    sides = ((Relation.CUSTODIAN, organisation == sender), (Relation.RECEIVER, organisation in arriving))
    return frozenset(relation for relation, holds in sides if holds)


def lines_of(*devices: DeviceKey) -> tuple[Line, ...]:
    """Lines of a draft."""
    return tuple(map(Line, devices))


def with_devices(draft: Consignment, *devices: DeviceKey) -> Consignment:
    """The draft with these devices added; each is in it once."""
    expect(draft, ConsignmentState.DRAFT)
    new = dict.fromkeys(device for device in devices if device not in draft.by_device)
    return replace(draft, lines=(*draft.lines, *lines_of(*new)))


def without_devices(draft: Consignment, *devices: DeviceKey) -> Consignment:
    expect(draft, ConsignmentState.DRAFT)
    return replace(draft, lines=tuple(line for line in draft.lines if line.device not in devices))


def with_line(consignment: Consignment, line: Line) -> Consignment:
    """With this line in the place of the one of its device, or added."""
    if line.device not in consignment.by_device:
        return replace(consignment, lines=(*consignment.lines, line))
    return replace(consignment, lines=tuple(line if each.device == line.device else each for each in consignment.lines))


def with_item(consignment: Consignment, item: DifferenceItem) -> Consignment:
    """With this difference in the place of the one with its id, or added."""
    if all(each.id != item.id for each in consignment.items):
        return replace(consignment, items=(*consignment.items, item))
    return replace(consignment, items=tuple(item if each.id == item.id else each for each in consignment.items))


def all_answered(consignment: Consignment, device: DeviceKey, answer: Answer) -> Consignment:
    """With every open difference of this device answered so."""
    for item in consignment.open_items(device):
        consignment = with_item(consignment, replace(item, answer=answer))
    return consignment


def frozen_hash(consignment: Consignment) -> str:
    """The hash of the manifest; Refused when what it was made of has changed since, or nothing was offered."""
    found = _hash_of(consignment.as_offered)
    if consignment.manifest_sha256 == found:
        return found
    raise Refused(
        "manifest-as-offered",
        message("The manifest of consignment {id} is not the one that was offered.", id=consignment.id),
        remedy=message("A frozen manifest cannot change: withdraw the offer and make a new consignment."),
    )


@lru_cache(maxsize=8)
def _hash_of(offered: Consignment) -> str:
    """Each device that arrives names it, and of a manifest of a thousand it takes longer than the rest of a scan."""
    return sha256(canonical(offered.manifest))


def expect(consignment: Consignment, *states: ConsignmentState) -> None:
    """Return when it is in one of these states; else Conflict."""
    if consignment.state not in states:
        raise Conflict(
            message(
                "Consignment {id} is {state}, not {expected}.",
                id=consignment.id,
                state=consignment.state,
                expected=states[0],
            ),
            remedy=message("Read it again: somebody else changed it."),
        )


def devices_in(lines: Iterable[Line]) -> tuple[DeviceKey, ...]:
    return tuple(line.device for line in lines)
