"""What is said of a delivery, entry by entry; how each device stands is what the entries add up to.

Rules:
1. An entry is never changed. The same id with the same content is one entry; with other content it is a conflict.
2. Whoever says again what stands already says nothing new: a second tap makes no second entry.
3. A device that works or is defect has arrived. What came back to the coordinator is told of no more.
4. A defect opens an item for the coordinator, until the coordinator answers it: repair, replace, take back or advised.
   A device has one open defect at a time.
5. Of recipients only a number is told: the last one stands, and it is at most one for each device.
6. A free text goes with the answer to its defect (`Entry.note` is kept apart).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.donation.delivery import Delivery
from lifecycle.domain.donation.no_people import count_problems, problems_of

EntryId = NewType("EntryId", str)


class Said(StrEnum):
    """What an entry says."""

    ARRIVED = "arrived"
    MISSING = "missing"
    WORKS = "works"
    DEFECT = "defect"
    RECIPIENTS = "recipients"
    ANSWERED = "answered"
    RETURNED = "returned"
    LINK_ISSUED = "link-issued"
    LINK_ENDED = "link-ended"


BY_INTERMEDIARY = frozenset({Said.ARRIVED, Said.MISSING, Said.WORKS, Said.DEFECT, Said.RECIPIENTS})
"""What the intermediary says, by its link."""
OF_A_DEVICE = frozenset({Said.ARRIVED, Said.MISSING, Said.WORKS, Said.DEFECT, Said.RETURNED})
THERE = frozenset({Said.ARRIVED, Said.WORKS, Said.DEFECT})
"""A device of which this was said last is with the intermediary or its recipients."""


class Defect(StrEnum):
    """What does not work: what somebody sees who is no technician."""

    DOES_NOT_START = "does-not-start"
    SCREEN = "screen"
    KEYS_OR_MOUSE = "keys-or-mouse"
    BATTERY = "battery"
    CHARGER = "charger"
    CAMERA_OR_SOUND = "camera-or-sound"
    NETWORK = "network"
    ASKS_FOR_A_PASSWORD = "asks-for-a-password"  # noqa: S105 (the name of a defect)
    OTHER = "other"


class Remedy(StrEnum):
    """What the coordinator does about a defect."""

    REPAIR = "repair"
    REPLACE = "replace"
    TAKE_BACK = "take-back"
    ADVISED = "advised"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that was said. `about` is the entry of the defect that is answered; `link` that of a link."""

    id: EntryId
    said: Said
    at: datetime
    by: AccountId
    device: DeviceKey | None = None
    defect: Defect | None = None
    remedy: Remedy | None = None
    count: int | None = None
    about: EntryId | None = None
    link: str | None = None
    until: datetime | None = None
    note: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class LinkOut:
    """A link that the coordinator handed out and did not end."""

    id: str
    until: datetime


@dataclass(frozen=True)
class Standing:
    """How a delivery stands. A device of which nothing was said is not in `devices`."""

    devices: Mapping[DeviceKey, Said] = field(default_factory=dict)
    defects: tuple[Entry, ...] = ()
    recipients: int | None = None
    links: tuple[LinkOut, ...] = ()

    def open_defect(self, device: DeviceKey | None) -> Entry | None:
        return next((each for each in self.defects if each.device == device), None)

    def is_there(self, device: DeviceKey) -> bool:
        return self.devices.get(device) in THERE

    @property
    def there(self) -> int:
        """How many devices arrived and did not come back."""
        return sum(said in THERE for said in self.devices.values())


def standing(entries: Iterable[Entry]) -> Standing:
    """What the entries of one delivery, in their order, add up to."""
    now = Standing()
    for entry in entries:
        now = _after(now, entry)
    return now


def _after(now: Standing, entry: Entry) -> Standing:
    if entry.said in OF_A_DEVICE and entry.device is not None:
        return _after_device(now, entry.device, entry)
    match entry:
        case Entry(said=Said.RECIPIENTS, count=count):
            return replace(now, recipients=count)
        case Entry(said=Said.ANSWERED, about=about):
            return replace(now, defects=tuple(each for each in now.defects if each.id != about))
        case Entry(said=Said.LINK_ISSUED, link=str(link), until=datetime() as until):
            return replace(now, links=(*now.links, LinkOut(link, until)))
        case Entry(said=Said.LINK_ENDED, link=link):
            return replace(now, links=tuple(each for each in now.links if each.id != link))
    return now


def _after_device(now: Standing, device: DeviceKey, entry: Entry) -> Standing:
    defects = now.defects
    if entry.said is Said.DEFECT:
        defects = (*defects, entry)
    elif entry.said is Said.RETURNED:
        defects = tuple(each for each in defects if each.device != device)
    return replace(now, devices={**now.devices, device: entry.said}, defects=defects)


def admitted(delivery: Delivery, known: Iterable[Entry], new: Entry) -> Entry | None:
    """The entry to keep; None where it says nothing new. InvalidInput or Conflict where it cannot be said."""
    before = tuple(known)
    same = next((each for each in before if each.id == new.id), None)
    if same is not None:
        _check_same(same, new)
        return None
    now = standing(before)
    faults = tuple(_faults(delivery, now, new))
    if faults:
        raise InvalidInput(faults[0].what, faults)
    return None if _stands_already(now, new) else new


def _check_same(known: Entry, new: Entry) -> None:
    """Rule 1. A retry comes later, by the same link; the note may have gone meanwhile."""
    if replace(new, at=known.at, note=known.note) != known:
        raise Conflict(
            message("Entry {id} is taken by another one.", id=new.id),
            remedy=message("Give each entry an id of its own; send a retry unchanged."),
        )


def _stands_already(now: Standing, new: Entry) -> bool:
    """Rule 2; what works or is defect did arrive."""
    if new.said is Said.RECIPIENTS:
        return now.recipients == new.count
    if new.device is None:
        return False
    if new.said is Said.DEFECT:
        return now.open_defect(new.device) is not None
    last = now.devices.get(new.device)
    return last is new.said or (new.said is Said.ARRIVED and last in THERE)


def _faults(delivery: Delivery, now: Standing, new: Entry) -> Iterator[Problem]:
    if new.said in OF_A_DEVICE and new.device not in delivery.devices:
        yield Problem("$.device", message("That device is not in this delivery."))
    elif new.device is not None and now.devices.get(new.device) is Said.RETURNED:
        yield Problem("$.device", message("That device came back: nothing more is told of it here."))
    elif new.said is Said.MISSING and new.device is not None and now.is_there(new.device):
        yield Problem("$.device", message("That device arrived already."))
    if (new.said is Said.DEFECT) is (new.defect is None):
        yield Problem("$.defect", message("Choose what is wrong with it."))
    if new.said is Said.RECIPIENTS:
        yield from count_problems("$.count", -1 if new.count is None else new.count, len(delivery.devices))
    if new.said is Said.ANSWERED and all(each.id != new.about for each in now.defects):
        yield Problem("$.about", message("There is no such open defect."))
    if new.note is not None:
        yield from problems_of("$.note", new.note)
