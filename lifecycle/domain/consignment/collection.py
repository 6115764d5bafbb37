"""The collection of a consignment: who drives away with it confirms what was frozen.

Rules:
1. Only what was offered is collected, once; a retry with the same content is the same collection.
2. Who collects names the hash of the manifest, as the packing list shows it: another one refuses the collection.
3. Where a seal was offered, the seal that was seen is that one.
4. The account and the organisation are kept, the time, and the seal; no name of a driver.
"""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem, Refused
from dpp.domain.message import message
from lifecycle.domain.consignment.content import UNDER_WAY, Consignment, expect, frozen_hash
from lifecycle.domain.events import ConsignmentId


@dataclass(frozen=True, kw_only=True)
class Collection:
    """Who collected a consignment, when, under which seal, and which manifest that confirmed."""

    consignment: ConsignmentId
    collected_at: datetime
    recorded_at: datetime
    by: AccountId
    organisation: OrganisationId
    manifest_sha256: str
    seal: str | None = None


def collected(consignment: Consignment, new: Collection, known: Collection | None) -> Collection:
    """The collection; what is known for a retry. Refused, Conflict or InvalidInput where a rule forbids it."""
    if known is not None:
        return _same(known, new)
    expect(consignment, *UNDER_WAY)
    if new.manifest_sha256 != frozen_hash(consignment):
        raise Refused(
            "manifest-as-offered",
            message("What you have in hand is not the manifest that was offered."),
            remedy=message("Print the packing list again, or let the sender withdraw the offer."),
        )
    if consignment.terms.seal != new.seal:
        raise Refused(
            "sealed-custody",
            message(
                "It was offered under seal {offered}, and collected under {found}.",
                offered=consignment.terms.seal or "-",
                found=new.seal or "-",
            ),
            remedy=message("Do not drive away: let the sender look into it."),
        )
    _check_time(consignment, new)
    return new


def _check_time(consignment: Consignment, new: Collection) -> None:
    offered = consignment.offered_at or new.recorded_at
    if offered <= new.collected_at <= new.recorded_at:
        return
    what = message("It is collected after it was offered, and not in the future.")
    raise InvalidInput(what, (Problem("$.collected_at", what),))


def _same(known: Collection, new: Collection) -> Collection:
    told = (known.manifest_sha256, known.seal, known.organisation)
    same_time = new.collected_at in {new.recorded_at, known.collected_at}
    if told == (new.manifest_sha256, new.seal, new.organisation) and same_time:
        return known
    raise Conflict(
        message("Consignment {id} was collected already.", id=known.consignment),
        remedy=message("Read it again: somebody else recorded the collection."),
    )
