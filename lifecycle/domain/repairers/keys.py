"""Repair keys: the holder of a device shows one to a repairer, who then sees that device for some days.

Rules:
1. A key is of one device. It works once, up to and including its last day, for one organisation.
2. Who used it may see the device and log its repair up to and including the last day of the access. Custody stays
   where it is: the repairer answers for nothing but the work.
3. The holder withdraws a key, used or not, and what it opened is closed at once.
4. The key is the holder's word. When the device passes to another custodian or owner (`MOVES`) after the key was made,
   the key and what it opened end with it, and do not come back when the device does.
5. A new key ends an unused one of the same device: there is one that works, and the holder knows which.
6. Days are in UTC and inclusive, as those of API keys.
7. The code is kept as a hash alone (`lifecycle.domain.repairers.codes`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import Event

RepairKeyId = NewType("RepairKeyId", str)

MOVES = frozenset({"custody_changed", "ownership_changed", "exchanged_under_warranty", "traded_in"})
"""Kinds of event by which a device gets another custodian or another owner."""


@dataclass(frozen=True)
class KeyPolicy:
    """Numbers that an operator may change: how long an unused key works, how long it opens a device, how many guesses.

    An organisation may be wrong `guesses` times within `guess_window`; then it waits.
    """

    usable: timedelta = timedelta(days=7)
    access: timedelta = timedelta(days=14)
    guesses: int = 8
    guess_window: timedelta = timedelta(minutes=15)


DEFAULT_KEY_POLICY = KeyPolicy()


class KeyStanding(StrEnum):
    """How a key stands today."""

    WAITING = "waiting"
    LAPSED = "lapsed"
    OPEN = "open"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


@dataclass(frozen=True)
class RepairKey:
    """One key. `holder` is the organisation in whose name it was made; `made_by` an account, or a link's own id.

    `used_by` is the repairer, with the account that typed the code; `access_until` the last day of its access.
    """

    id: RepairKeyId
    device: DeviceKey
    code_hash: str = field(repr=False)
    holder: OrganisationId
    made_by: AccountId
    made_at: datetime
    usable_until: date
    used_at: datetime | None = None
    used_by: OrganisationId | None = None
    used_by_account: AccountId | None = None
    access_until: date | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: AccountId | None = None

    def standing(self, today: date, *, moved: bool) -> KeyStanding:
        """`moved` says that the device passed to another since the key was made (`moved_since`)."""
        if self.withdrawn_at is not None:
            return KeyStanding.WITHDRAWN
        if self.access_until is not None and today > self.access_until:
            return KeyStanding.OVER
        if self.used_at is None and today > self.usable_until:
            return KeyStanding.LAPSED
        if moved:
            return KeyStanding.MOVED
        return KeyStanding.WAITING if self.used_at is None else KeyStanding.OPEN


def moved_since(key: RepairKey, events: Iterable[Event]) -> bool:
    """Whether the device passed to another custodian or owner after the key was made (rule 4)."""
    return any(event.happening.kind in MOVES and event.recorded_at > key.made_at for event in events)
