"""The stack that a station works through: whether a device of it was scanned there before.

Rules:
1. A stack is what one account scans at one place on one day (UTC), under what it said of the stack: category and owner.
2. A device is scanned again when its last scan was of the same stack. After a scan elsewhere it is a new one: the
   device came back.
3. So does a change of custody to another organisation: it went away, and came back.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from dpp.domain.actor import AccountId
from lifecycle.domain.events import CustodyChanged, Event, IntakeScanned, effective


def scanned_before(life: Iterable[Event], scan: IntakeScanned, account: AccountId, at: datetime) -> Event | None:
    """The event of the same device in the same stack, where this scan would only repeat it. `at` has its zone."""
    before: Event | None = None
    for event in effective(life):
        match event.happening:
            case IntakeScanned():
                before = event if _is_of_stack(event, scan, account, at) else None
            case CustodyChanged(custodian=custodian) if before is not None and custodian != before.organisation:
                before = None
    return before


def _is_of_stack(event: Event, scan: IntakeScanned, account: AccountId, at: datetime) -> bool:
    said = event.happening
    return (
        isinstance(said, IntakeScanned)
        and (said.place, said.category, said.said_owner) == (scan.place, scan.category, scan.said_owner)
        and event.actor == account
        and event.occurred_at.date() == at.astimezone(UTC).date()
    )
