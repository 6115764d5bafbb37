"""Proposals of corrections and the list of cases in SQL: the stores behind `lifecycle.service.correcting_ports`."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, delete, or_, select

from dpp.adapters.mapping import stored_from
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.cases import CaseRow, ProposalRow
from lifecycle.adapters.rows.devices import DeviceRow
from lifecycle.domain.axes import Case
from lifecycle.domain.events import plain
from lifecycle.domain.proposals import Proposal, ProposalId, ProposalState, WantedCorrection
from lifecycle.service.correcting_ports import CaseLine

_CASE: TypeAdapter[Case] = TypeAdapter(Case)
_WANTED: TypeAdapter[WantedCorrection] = TypeAdapter(WantedCorrection)


class SqlCases:
    """`CaseStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def follow(self, key: DeviceKey, cases: Sequence[Case]) -> None:
        self._session.exec(delete(CaseRow).where(col(CaseRow.device_key) == key))
        for case in cases:
            self._session.add(
                CaseRow(
                    device_key=key,
                    case_id=case.id,
                    severity=case.severity,
                    since=case.since,
                    is_open=case.is_open,
                    opened_at=case.opened_at,
                    content=canonical(plain(case)).decode(),
                )
            )
        self._session.flush()

    def found(self, party: OrganisationId | None, *, is_open: bool, limit: int) -> tuple[CaseLine, ...]:
        row = CaseRow
        wanted = _of(select(row), row, party).where(col(row.is_open).is_(is_open))
        newest = wanted.order_by(col(row.opened_at).desc(), col(row.case_id)).limit(limit)
        return tuple(
            CaseLine(DeviceKey(each.device_key), _CASE.validate_json(each.content))
            for each in self._session.exec(newest)
        )


class SqlProposals:
    """`ProposalStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, proposal: Proposal) -> None:
        self._session.merge(
            ProposalRow(
                device_key=proposal.device,
                proposal_id=proposal.id,
                event_id=proposal.event,
                state=proposal.state,
                proposed_at=proposal.proposed_at,
                proposed_by=proposal.proposed_by,
                organisation=proposal.organisation,
                decided_at=proposal.decided_at,
                decided_by=proposal.decided_by,
                content=None if proposal.wanted is None else canonical(plain(proposal.wanted)).decode(),
            )
        )
        self._session.flush()

    def get(self, key: DeviceKey, proposal: ProposalId) -> Proposal | None:
        row = self._session.get(ProposalRow, (key, proposal))
        return None if row is None else _proposal(row)

    def open_of(self, key: DeviceKey) -> tuple[Proposal, ...]:
        return self._open(select(ProposalRow).where(ProposalRow.device_key == key))

    def open_for(self, party: OrganisationId | None, *, limit: int) -> tuple[Proposal, ...]:
        return self._open(_of(select(ProposalRow), ProposalRow, party).limit(limit))

    def _open(self, wanted: Any) -> tuple[Proposal, ...]:
        row = ProposalRow
        oldest = wanted.where(row.state == "open").order_by(col(row.proposed_at), col(row.proposal_id))
        return tuple(map(_proposal, self._session.exec(oldest)))


def _of(wanted: Any, row: type[CaseRow | ProposalRow], party: OrganisationId | None) -> Any:
    """Only what is of devices that the party owns or has."""
    if party is None:
        return wanted
    joined = wanted.join(DeviceRow, col(DeviceRow.device_key) == col(row.device_key))
    return joined.where(or_(col(DeviceRow.owner) == party, col(DeviceRow.custodian) == party))


def _proposal(row: ProposalRow) -> Proposal:
    wanted = None if row.content is None else _WANTED.validate_json(row.content)
    return stored_from(
        Proposal,
        row,
        id=row.proposal_id,
        device=row.device_key,
        event=row.event_id,
        wanted=wanted,
        state=ProposalState(row.state),
    )
