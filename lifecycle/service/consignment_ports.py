"""What consignments need from outside: a store, and a printer of their documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.consignment import UNDER_WAY, Consignment, ConsignmentState, Line, LineState, ScanId, Verdict
from lifecycle.domain.consignment.content import relations_of
from lifecycle.domain.events import ConsignmentId, Difference, Place


@dataclass(frozen=True, kw_only=True)
class KeptScan:
    """A scan at receipt as it was answered. `rule` is what refused the receipt of its device."""

    consignment_id: ConsignmentId
    scan_id: ScanId
    raw: str
    occurred_at: datetime
    recorded_at: datetime
    actor: AccountId
    place: Place
    verdict: Verdict
    device_key: DeviceKey | None = None
    said: Difference | None = None
    rule: str | None = None


class Box(StrEnum):
    """Where a consignment lies for an organisation: to receive or to answer, its own that is not over, and the rest."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    REST = "rest"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The consignments that somebody of `organisation` sees: everybody's, those that it sends, those that come to it.

    `is_open` leaves out what was received or withdrawn.
    """

    organisation: OrganisationId | None
    everything: bool = False
    sent: bool = False
    coming: bool = False
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A consignment in a list: its sides, how many devices are how far, and how many differences wait for whom."""

    id: ConsignmentId
    sender: OrganisationId
    receiver: OrganisationId
    carrier: OrganisationId | None
    state: ConsignmentState
    changed_at: datetime
    lines: Mapping[LineState, int]
    waits_for_sender: int = 0
    waits_for_receiver: int = 0

    @property
    def count(self) -> int:
        """How many devices there are in all."""
        return sum(self.lines.values())

    def relations(self, organisation: OrganisationId | None) -> frozenset[Relation]:
        """How an organisation stands to it."""
        return relations_of(self.sender, (self.receiver, self.carrier), organisation)

    def box(self, organisation: OrganisationId | None) -> Box:
        """In which box it lies for an organisation."""
        under_way, arrives = self.state in UNDER_WAY, organisation in {self.receiver, self.carrier} - {None}
        if arrives and (under_way or self.waits_for_receiver or self._is_offered_after_all):
            return Box.INBOX
        leaves = under_way or self.state is ConsignmentState.DRAFT or self.waits_for_sender > 0
        return Box.OUTBOX if organisation == self.sender and leaves else Box.REST

    @property
    def _is_offered_after_all(self) -> bool:
        """In a receipt that was closed nothing is expected but what was extra and accepted."""
        return self.state is not ConsignmentState.DRAFT and self.lines.get(LineState.EXPECTED, 0) > 0


class ConsignmentStore(Protocol):
    """Consignments with their lines, differences and scans."""

    def hold(self, consignment: ConsignmentId) -> None:
        """Make others wait who want to change it, until this transaction ends."""
        ...

    def get(self, consignment: ConsignmentId) -> Consignment | None: ...
    def put(self, consignment: Consignment, at: datetime) -> None:
        """All of it; only what differs from what is stored is written."""
        ...

    def keep_line(self, consignment: ConsignmentId, line: Line) -> None:
        """One line that is stored already: many are scanned, and each is written alone."""
        ...

    def changed_at(self, consignment: ConsignmentId) -> datetime:
        """When it was last put; it must be there."""
        ...

    def found(self, seen: Seen, limit: int, box: Box | None = None, offset: int = 0) -> tuple[Tally, ...]:
        """Newest first: `limit` of them from number `offset` on; those of one box where one is named."""
        ...

    def counts(self, seen: Seen) -> Mapping[Box, int]:
        """How many there are in each box; a box with none is left out."""
        ...

    def open_with(self, key: DeviceKey) -> ConsignmentId | None:
        """The consignment in which this device can still be received, or will be offered."""
        ...

    def last_use_of(self, code: str, other_than: ConsignmentId) -> tuple[ConsignmentId, datetime] | None:
        """The consignment, not withdrawn, in which a unit with this code was last, and when that last changed."""
        ...

    def waiting_for(self, organisation: OrganisationId) -> int:
        """How many consignments wait for it: to be received, or with a difference that it must answer."""
        ...

    def add_scan(self, scan: KeptScan) -> None: ...
    def scan(self, consignment: ConsignmentId, scan: ScanId) -> KeptScan | None: ...
    def scans(self, consignment: ConsignmentId, limit: int) -> tuple[KeptScan, ...]:
        """The newest first, by when they were recorded."""
        ...
