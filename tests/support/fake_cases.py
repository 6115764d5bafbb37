"""The stores of proposals and cases in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.axes import Case
from lifecycle.domain.events import CaseId
from lifecycle.domain.proposals import Proposal, ProposalId
from lifecycle.service.correcting_ports import CaseLine


@dataclass
class FakeCases:
    """`devices` are the lines of devices of the same moment."""

    rows: dict[tuple[DeviceKey, CaseId], Case] = field(default_factory=dict)
    devices: Mapping[DeviceKey, Any] = field(default_factory=dict)

    def follow(self, key: DeviceKey, cases: Sequence[Case]) -> None:
        self.rows = {place: case for place, case in self.rows.items() if place[0] != key}
        self.rows |= {(key, case.id): case for case in cases}

    def found(self, party: OrganisationId | None, *, is_open: bool, limit: int) -> tuple[CaseLine, ...]:
        mine = [
            CaseLine(key, case)
            for (key, _), case in self.rows.items()
            if case.is_open is is_open and is_of(self.devices, key, party)
        ]
        by_id = sorted(mine, key=lambda line: line.case.id)
        return tuple(sorted(by_id, key=lambda line: line.case.opened_at, reverse=True)[:limit])


@dataclass
class FakeProposals:
    """`devices` are the lines of devices of the same moment."""

    rows: dict[tuple[DeviceKey, ProposalId], Proposal] = field(default_factory=dict)
    devices: Mapping[DeviceKey, Any] = field(default_factory=dict)

    def put(self, proposal: Proposal) -> None:
        self.rows[proposal.device, proposal.id] = proposal

    def get(self, key: DeviceKey, proposal: ProposalId) -> Proposal | None:
        return self.rows.get((key, proposal))

    def open_of(self, key: DeviceKey) -> tuple[Proposal, ...]:
        return _oldest_first(each for each in self.rows.values() if each.device == key and each.is_open)

    def open_for(self, party: OrganisationId | None, *, limit: int) -> tuple[Proposal, ...]:
        mine = (row for row in self.rows.values() if row.is_open and is_of(self.devices, row.device, party))
        return _oldest_first(mine)[:limit]


def is_of(devices: Mapping[DeviceKey, Any], key: DeviceKey, party: OrganisationId | None) -> bool:
    line = devices.get(key)
    return party is None or (line is not None and party in {line.owner, line.custodian})


def _oldest_first(rows: Iterable[Proposal]) -> tuple[Proposal, ...]:
    return tuple(sorted(rows, key=lambda row: (row.proposed_at, row.id)))
