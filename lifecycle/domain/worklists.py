"""Worklists: which devices wait for which work, as a table of lists. A device can be on several, or on none.

| list | who waits there |
|---|---|
| inspection | known, on the bench, and nobody gave it a grade |
| wipe | with a medium that is to be erased, or whose erasure failed, or of which no medium is known |
| verification | with a medium that was erased and not verified |
| decision | graded, on the bench, and no destination is proposed |
| fact | whose proposal waits for the answer to a question |
| approval | whose proposal, or override, nobody approved |
| repair | under repair |
| take-apart | approved to be taken apart |
| offer | approved to go to somebody else, or what is left after its parts were taken, and not offered |
| receive | offered, and not received |
| blocked | something keeps it from going on: an unknown identity, a lock, a hold, a hazard, a missing medium |

Rules:
1. A list is a question about the state of one device, and for `fact` about its proposal. Its work is that of the use
   cases that it names: whom the permission table gives one of them on a device has that device on the list.
2. A placeholder that turned out to be another device, what is missing and what went away for good are on no list, but
   that what was offered waits for its receiver.
3. An item waits since the moment at which its device came on the list.
4. An item is in one person's hands at a time, until a moment (`Taking`). A taking that is over binds nobody; when the
   work is done the item is gone, and the taking with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.device import GONE, Device
from lifecycle.domain.erasure.trays import AT_THE_BENCH, Tray, lines_of
from lifecycle.domain.vocabulary import Lifecycle, Route

BEFORE_A_ROUTE = AT_THE_BENCH - {Lifecycle.ROUTED}
"""Stages at which a destination is still to be chosen."""
LEAVING = frozenset({Route.REDEPLOY, Route.DONATE, Route.SELL, Route.RECYCLE, Route.RETURN_TO_LESSOR})
"""Destinations at which somebody else gets the device."""
_HELD_UP = AT_THE_BENCH | {Lifecycle.SURPLUS}


class ListName(StrEnum):
    """The worklists, in the order of a device's way."""

    INSPECTION = "inspection"
    WIPE = "wipe"
    VERIFICATION = "verification"
    DECISION = "decision"
    FACT = "fact"
    APPROVAL = "approval"
    REPAIR = "repair"
    TAKE_APART = "take-apart"
    OFFER = "offer"
    RECEIVE = "receive"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Case:
    """What a list asks about: a device, its product group, and whether its standing proposal asks a question."""

    device: Device
    group: str | None
    asks: bool = False

    @property
    def trays(self) -> frozenset[Tray | None]:
        """Where its media wait on the erasure bench."""
        return frozenset(line.tray for line in lines_of(self.device, self.group))


@dataclass(frozen=True)
class ListKind:
    """A worklist: the use cases whose work it is, and whether a device waits on it."""

    name: ListName
    use_cases: tuple[str, ...]
    waits: Callable[[Case], bool]


@dataclass(frozen=True)
class WorkItem:
    """A device on a list since a moment, with its model and the organisations that stand to it."""

    list: ListName
    device: DeviceKey
    since: datetime
    owner: OrganisationId | None = None
    lessee: OrganisationId | None = None
    custodian: OrganisationId | None = None
    receiver: OrganisationId | None = None
    model: PassportId | None = None


@dataclass(frozen=True)
class Taking:
    """Who works on an item, for which organisation, and until when."""

    by: AccountId
    organisation: OrganisationId | None
    until: datetime

    def binds(self, account: AccountId, now: datetime) -> bool:
        """Whether it keeps this account from the item."""
        return self.by != account and now < self.until


def awaits_approval(device: Device) -> bool:
    """Whether its last proposal, or override, still stands to be approved."""
    last, approved = device.proposal, device.approval
    return last is not None and (approved is None or approved.decision != last.decision)


def items_of(device: Device, group: str | None, *, asks: bool) -> tuple[WorkItem, ...]:
    """The device on every list on which it waits, since its last change; in the order of the lists."""
    owned, handover = device.ownership, device.handover
    case = Case(device, group, asks)
    return tuple(
        WorkItem(
            list=kind.name,
            device=device.key,
            since=device.changed_at,
            owner=None if owned is None else owned.owner,
            lessee=None if owned is None else owned.lessee,
            custodian=device.custody.custodian,
            receiver=None if handover is None else handover.receiver,
            model=device.passports.model,
        )
        for kind in LISTS.values()
        if device.same_as is None and kind.waits(case)
    )


def _is_here(device: Device) -> bool:
    """Whether somebody can work on it: not missing, not under way, not gone."""
    return not device.missing and device.stage not in GONE and not _is_on_its_way(device)


def _is_on_its_way(device: Device) -> bool:
    return device.handover is not None and device.handover.on_its_way


def _to_inspect(case: Case) -> bool:
    it = case.device
    return _is_here(it) and it.known and it.grades is None and it.stage in BEFORE_A_ROUTE


def _to_wipe(case: Case) -> bool:
    return _is_here(case.device) and not {Tray.WAITING, Tray.FAILED}.isdisjoint(case.trays)


def _to_verify(case: Case) -> bool:
    return _is_here(case.device) and Tray.TO_VERIFY in case.trays


def _to_decide(case: Case) -> bool:
    it = case.device
    ready = it.known and it.grades is not None and it.stage in BEFORE_A_ROUTE and not it.under_repair
    return _is_here(it) and ready and it.proposal is None and it.approval is None


def _to_answer(case: Case) -> bool:
    return case.asks and _to_approve(case)


def _to_approve(case: Case) -> bool:
    return _is_here(case.device) and awaits_approval(case.device)


def _to_repair(case: Case) -> bool:
    return _is_here(case.device) and case.device.under_repair


def _to_take_apart(case: Case) -> bool:
    it = case.device
    approved = it.approval is not None and it.approval.route is Route.PARTS
    return _is_here(it) and approved and it.stage is Lifecycle.ROUTED


def _to_offer(case: Case) -> bool:
    it = case.device
    approved = it.stage is Lifecycle.ROUTED and it.approval is not None and it.approval.route in LEAVING
    return _is_here(it) and (approved or it.stage is Lifecycle.IN_PARTS)


def _to_receive(case: Case) -> bool:
    return not case.device.missing and _is_on_its_way(case.device)


def _blocked(case: Case) -> bool:
    it = case.device
    stands = (not it.known, it.locks, it.holds, it.hazards, it.quarantined)
    return _is_here(it) and it.stage in _HELD_UP and any(stands)


LISTS = {
    kind.name: kind
    for kind in (
        ListKind(ListName.INSPECTION, ("inspect",), _to_inspect),
        ListKind(ListName.WIPE, ("perform_sanitisation",), _to_wipe),
        ListKind(ListName.VERIFICATION, ("verify_sanitisation",), _to_verify),
        ListKind(ListName.DECISION, ("propose_route",), _to_decide),
        ListKind(ListName.FACT, ("propose_route", "inspect", "classify"), _to_answer),
        ListKind(ListName.APPROVAL, ("approve_route",), _to_approve),
        ListKind(ListName.REPAIR, ("repair", "refurbish"), _to_repair),
        ListKind(ListName.TAKE_APART, ("harvest",), _to_take_apart),
        ListKind(ListName.OFFER, ("offer_consignment",), _to_offer),
        ListKind(ListName.RECEIVE, ("receive_consignment",), _to_receive),
        ListKind(ListName.BLOCKED, ("record_lock", "record_hazard", "place_hold", "match_identity"), _blocked),
    )
}
"""Every list by its name, in the order of a device's way."""
