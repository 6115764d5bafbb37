"""The store of consignments in memory."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import UNDER_WAY, Consignment, ConsignmentState, Line, LineState, ScanId, Side
from lifecycle.domain.consignment.content import with_line
from lifecycle.domain.events import ConsignmentId
from lifecycle.service.consignment_ports import Box, KeptScan, Seen, Tally


@dataclass
class FakeConsignments:
    rows: dict[ConsignmentId, Consignment] = field(default_factory=dict)
    moments: dict[ConsignmentId, datetime] = field(default_factory=dict)
    kept_scans: dict[tuple[ConsignmentId, ScanId], KeptScan] = field(default_factory=dict)

    def hold(self, consignment: ConsignmentId) -> None:
        """Nobody else is here."""

    def get(self, consignment: ConsignmentId) -> Consignment | None:
        return self.rows.get(consignment)

    def put(self, consignment: Consignment, at: datetime) -> None:
        self.rows[consignment.id], self.moments[consignment.id] = consignment, at

    def keep_line(self, consignment: ConsignmentId, line: Line) -> None:
        self.rows[consignment] = with_line(self.rows[consignment], line)

    def changed_at(self, consignment: ConsignmentId) -> datetime:
        return self.moments[consignment]

    def found(self, seen: Seen, limit: int, box: Box | None = None, offset: int = 0) -> tuple[Tally, ...]:
        some = [each for each in self._seen(seen) if box in {None, each.box(seen.organisation)}]
        return tuple(some[offset:][:limit])

    def counts(self, seen: Seen) -> dict[Box, int]:
        return dict(Counter(each.box(seen.organisation) for each in self._seen(seen)))

    def _seen(self, seen: Seen) -> list[Tally]:
        over = {ConsignmentState.RECEIVED, ConsignmentState.WITHDRAWN} if seen.is_open else set()
        newest_first = sorted(self.rows.values(), key=lambda row: self.moments[row.id], reverse=True)
        return [
            each
            for each in map(self._tally, newest_first)
            if each.state not in over
            and (
                seen.everything
                or (seen.sent and each.sender == seen.organisation)
                or (seen.coming and seen.organisation in {each.receiver, each.carrier} - {None})
            )
        ]

    def open_with(self, key: DeviceKey) -> ConsignmentId | None:
        holding = (row.id for row in self.rows.values() if key in {line.device for line in row.standing})
        return next(holding, None)

    def last_use_of(self, code: str, other_than: ConsignmentId) -> tuple[ConsignmentId, datetime] | None:
        used = (
            (row.id, self.moments[row.id])
            for row in self.rows.values()
            if row.id != other_than
            and row.state is not ConsignmentState.WITHDRAWN
            and code in {unit.code for unit in row.units}
        )
        return max(used, key=lambda each: each[1], default=None)

    def waiting_for(self, organisation: OrganisationId) -> int:
        return sum(_waits(row, organisation) for row in self.rows.values())

    def add_scan(self, scan: KeptScan) -> None:
        self.kept_scans[scan.consignment_id, scan.scan_id] = scan

    def scan(self, consignment: ConsignmentId, scan: ScanId) -> KeptScan | None:
        return self.kept_scans.get((consignment, scan))

    def scans(self, consignment: ConsignmentId, limit: int) -> tuple[KeptScan, ...]:
        mine = sorted(
            (scan for scan in self.kept_scans.values() if scan.consignment_id == consignment),
            key=lambda scan: scan.scan_id,
        )
        return tuple(sorted(mine, key=lambda scan: (scan.recorded_at, scan.occurred_at), reverse=True)[:limit])

    def _tally(self, row: Consignment) -> Tally:
        return Tally(
            id=row.id,
            sender=row.sender,
            receiver=row.receiver,
            carrier=row.terms.carrier,
            state=row.state,
            changed_at=self.moments[row.id],
            lines=Counter(line.state for line in row.lines),
            waits_for_sender=len(row.waiting_for(Side.SENDER)),
            waits_for_receiver=len(row.waiting_for(Side.RECEIVER)),
        )


def _waits(row: Consignment, organisation: OrganisationId) -> bool:
    expected = row.state is not ConsignmentState.DRAFT and any(
        line.state is LineState.EXPECTED and line.extra for line in row.lines
    )
    to_receive = row.receiver == organisation and (row.state in UNDER_WAY or expected)
    to_answer = (row.sender == organisation and row.waiting_for(Side.SENDER)) or (
        row.receiver == organisation and row.waiting_for(Side.RECEIVER)
    )
    return to_receive or bool(to_answer)
