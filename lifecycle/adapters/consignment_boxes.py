"""Conditions in SQL: which consignments somebody sees, in which box each lies, and what waits for an organisation.

They say what `Tally.box` and `Seen` say (`lifecycle.service.consignment_ports`); a contract test holds them together.
"""

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, exists, false, literal, or_, true
from sqlmodel import col, select, union

from dpp.domain.actor import OrganisationId
from lifecycle.adapters.rows.consignments import ConsignmentDeviceRow, ConsignmentDifferenceRow, ConsignmentRow
from lifecycle.domain.consignment import ANSWERS, UNDER_WAY, ConsignmentState, LineState, Side
from lifecycle.domain.events import Difference
from lifecycle.service.consignment_ports import Box, Seen


def is_seen(seen: Seen) -> ColumnElement[bool]:
    row, mine = ConsignmentRow, seen.organisation
    sides: list[ColumnElement[bool]] = [true()] if seen.everything else []
    if seen.sent and mine is not None:
        sides.append(col(row.sender) == mine)
    if seen.coming and mine is not None:
        sides += [col(row.receiver) == mine, col(row.carrier) == mine]
    is_open = col(row.state).in_((ConsignmentState.DRAFT, *UNDER_WAY))
    return and_(or_(false(), *sides), is_open if seen.is_open else true())


def box_of(organisation: OrganisationId | None) -> ColumnElement[str]:
    """`Tally.box` in SQL: what is unknown (a consignment without a carrier) counts as no."""
    row, line = ConsignmentRow, ConsignmentDeviceRow
    if organisation is None:
        return literal(Box.REST.value)
    under_way, draft = col(row.state).in_(UNDER_WAY), col(row.state) == ConsignmentState.DRAFT
    expected = exists().where(
        col(line.consignment_id) == col(row.consignment_id), col(line.state) == LineState.EXPECTED
    )
    arrives = or_(col(row.receiver) == organisation, col(row.carrier) == organisation)
    comes = and_(arrives, or_(under_way, _waits(Side.RECEIVER), and_(~draft, expected)))
    leaves = and_(col(row.sender) == organisation, or_(under_way, draft, _waits(Side.SENDER)))
    return case((comes, Box.INBOX.value), (leaves, Box.OUTBOX.value), else_=Box.REST.value)


def _waits(side: Side) -> ColumnElement[bool]:
    """Whether an open difference of a consignment is this side's to answer."""
    row, item = ConsignmentRow, ConsignmentDifferenceRow
    mine = and_(col(item.resolution).is_(None), col(item.difference).in_(_of(side)))
    return exists().where(col(item.consignment_id) == col(row.consignment_id), mine)


def waiting_consignments(organisation: OrganisationId) -> CompoundSelect[tuple[str]]:
    """The ids of what waits for an organisation: to receive, a difference to answer, or offered after all."""
    row, item = ConsignmentRow, ConsignmentDifferenceRow
    to_receive = select(row.consignment_id).where(row.receiver == organisation, col(row.state).in_(UNDER_WAY))
    to_answer = (
        select(row.consignment_id)
        .join(item, col(item.consignment_id) == col(row.consignment_id))
        .where(
            col(item.resolution).is_(None),
            or_(
                and_(col(row.sender) == organisation, col(item.difference).in_(_of(Side.SENDER))),
                and_(col(row.receiver) == organisation, col(item.difference).in_(_of(Side.RECEIVER))),
            ),
        )
    )
    line = ConsignmentDeviceRow
    offered_after_all = (
        select(row.consignment_id)
        .join(line, col(line.consignment_id) == col(row.consignment_id))
        .where(row.receiver == organisation, col(line.extra), line.state == LineState.EXPECTED)
    )
    return union(to_receive, to_answer, offered_after_all)


def _of(side: Side) -> list[Difference]:
    return [difference for difference, (answers, _) in ANSWERS.items() if answers is side]
