"""Pallets for an intake station: consignments under way to one's own organisation, and what tells their devices apart.

Rules:
1. A pallet is a consignment that was offered to this organisation and is not closed. What came, its receipt says.
2. Of each device the station gets what a scan of it may say, and nothing else of it: without network it tells expected,
   missing and extra by these codes alone. The service judges every scan again.
3. A code is compared by its letters and digits, in upper case. A number of a model or a batch is no code of a device.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import UNDER_WAY, Consignment, LineState, Side
from lifecycle.domain.events import ConsignmentId, Difference
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.consignment_desk import check_side
from lifecycle.service.consignments import Consignments
from lifecycle.service.identity import lines_of
from lifecycle.service.ports import DeviceLine, LifecycleReads

CAME = frozenset({LineState.RECEIVED, LineState.SET_APART})
_NOT_COMING = frozenset({LineState.WITHDRAWN})
_OF_ONE = frozenset(
    {
        ClaimKind.SERIAL,
        ClaimKind.IMEI,
        ClaimKind.EID,
        ClaimKind.ASSET_TAG,
        ClaimKind.LABEL,
        ClaimKind.IDENTIFICATION_LINK,
    }
)


@dataclass(frozen=True)
class PalletLine:
    """A pallet in the list: how many devices it has, and how many of those came."""

    id: ConsignmentId
    sender: str
    expected: int
    scanned: int


@dataclass(frozen=True)
class PalletDevice:
    """One device, with what a scan of it may say."""

    line: DeviceLine
    codes: tuple[str, ...]
    scanned: bool


@dataclass(frozen=True)
class Pallet:
    """A pallet with its devices, and what came that its list does not name."""

    line: PalletLine
    devices: tuple[PalletDevice, ...]
    extra: tuple[PalletDevice, ...]


@dataclass(frozen=True)
class StationPallets:
    """Each method is one transaction and checks its actor first."""

    desk: Consignments

    def all(self, actor: Actor) -> tuple[PalletLine, ...]:
        """The pallets that this organisation can receive now, newest first."""
        PERMISSIONS.check("scan_intake", actor)
        return tuple(
            PalletLine(each.tally.id, each.sender, *_counts(dict(each.tally.lines)))
            for each in self.desk.find(actor, is_open=True).rows
            if each.tally.receiver == actor.organisation and each.tally.state in UNDER_WAY
        )

    def read(self, actor: Actor, pallet: ConsignmentId) -> Pallet:
        """One of them, also when it was closed meanwhile; NotFound, NotPermitted."""
        PERMISSIONS.check("scan_intake", actor)
        with self.desk.storage.reading() as reads:
            offer = self.desk.seen(reads, actor, pallet)
            check_side(actor, offer, Side.RECEIVER)
            name = self.desk.organisations.names([offer.sender])[offer.sender]
            named = {line.device: line.state in CAME for line in offer.lines if line.state not in _NOT_COMING}
            found = {line.device_key: line for line in lines_of(reads, (*named, *_extra(offer)))}
            devices = tuple(
                PalletDevice(found[key], _codes(reads, found[key]), came) for key, came in named.items() if key in found
            )
            extra = tuple(
                PalletDevice(found[key], _codes(reads, found[key]), scanned=True)
                for key in _extra(offer)
                if key in found
            )
        scanned = sum(named.values())
        return Pallet(PalletLine(offer.id, name, len(named), scanned), devices, extra)

    def line(self, actor: Actor, pallet: ConsignmentId) -> PalletLine:
        """How far it is now."""
        PERMISSIONS.check("scan_intake", actor)
        with self.desk.storage.reading() as reads:
            offer = self.desk.seen(reads, actor, pallet)
            check_side(actor, offer, Side.RECEIVER)
            name = self.desk.organisations.names([offer.sender])[offer.sender]
        states = [line.state for line in offer.lines]
        return PalletLine(offer.id, name, *_counts({state: states.count(state) for state in set(states)}))


def compared(code: str) -> str:
    """A code as it is compared (rule 3)."""
    return "".join(each for each in code.upper() if each.isalnum())


def _counts(lines: dict[LineState, int]) -> tuple[int, int]:
    expected = sum(count for state, count in lines.items() if state not in _NOT_COMING)
    return expected, sum(lines.get(state, 0) for state in CAME)


def _extra(offer: Consignment) -> tuple[DeviceKey, ...]:
    """What came and stands on no line of it."""
    told = (item.device for item in offer.items if item.is_open and item.difference is Difference.EXTRA)
    return tuple(dict.fromkeys(key for key in told if key not in offer.by_device))


def _codes(reads: LifecycleReads, line: DeviceLine) -> tuple[str, ...]:
    return tuple(sorted({found for each in _said(reads, line) if (found := compared(each))}))


def _said(reads: LifecycleReads, line: DeviceLine) -> Iterator[str]:
    """Everything by which a scan finds this device."""
    for claim in reads.devices.claims_of(line.device_key):
        if claim.kind in _OF_ONE:
            yield claim.value.rstrip("/").rpartition("/")[2]
    if line.passport_id is not None:
        yield line.passport_id
        yield from (label.code for label in reads.labels.of_passport(line.passport_id) if label.state == "active")
        for path in reads.gs1_keys.of_passport(line.passport_id):
            yield path
            yield path.rpartition("/")[2]
