"""What scanners sent, and what of it was set aside, in SQL: the store behind `lifecycle.service.inbox_ports`."""

import json
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, delete, exists, select

from dpp.adapters.contested import add_contested
from dpp.adapters.imports.said import read_message, write_message
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.codec import read_happening
from lifecycle.adapters.rows.inbox import SendingRow, SetAsideAttemptRow, SetAsideRow, SetAsideTextRow
from lifecycle.domain.events import EventId, join_erasable, split_erasable
from lifecycle.domain.inbox import (
    Attempt,
    BatchId,
    ItemId,
    Outcome,
    Refusal,
    Sending,
    SendingId,
    SentEvent,
    SetAside,
)

_SETTLED = (Outcome.RECORDED, Outcome.DISMISSED)
_TAKEN = message("Somebody else did this at the same moment.")
_AGAIN = message("Look at it again, then repeat what you did if it is still needed.")


class SqlInbox:
    """`InboxStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def receive(self, sending: Sending) -> Sending:
        row = SendingRow
        same = select(row).where(row.account == sending.account, row.batch == sending.batch)
        before = self._session.exec(same.where(row.sent_at == sending.sent_at)).first()
        if before is not None:
            return _sending(before)
        add_contested(self._session, _sending_row(sending), _TAKEN, _AGAIN)
        return sending

    def add(self, item: SetAside) -> None:
        kept, erasable = split_erasable(item.sent.happening)
        row = _row(item, canonical(kept).decode(), has_text=bool(erasable))
        add_contested(self._session, row, _TAKEN, _AGAIN)
        if erasable:
            self._session.add(SetAsideTextRow(item_id=item.id, content=canonical(erasable).decode()))
            self._session.flush()

    def get(self, item: ItemId) -> SetAside | None:
        row = self._session.get(SetAsideRow, item)
        return None if row is None else self._item(row)

    def of_event(self, event: EventId) -> tuple[SetAside, ...]:
        row = SetAsideRow
        return self._items(self._session.exec(select(row).where(row.event_id == event).order_by(col(row.number))))

    def attempt(self, item: ItemId, number: int, attempt: Attempt) -> None:
        why = attempt.refusal
        row = SetAsideAttemptRow(
            item_id=item,
            number=number,
            at=attempt.at,
            account=attempt.account,
            organisation=attempt.organisation,
            outcome=attempt.outcome,
            rule=why.rule if why else None,
            what=write_message(why.what) if why else "",
            remedy=write_message(why.remedy) if why else "",
            reason=attempt.reason,
        )
        add_contested(self._session, row, _TAKEN, _AGAIN)

    def found(self, organisation: OrganisationId | None, *, is_open: bool, limit: int) -> tuple[SetAside, ...]:
        row = SetAsideRow
        newest = select(row).where(*_wanted(organisation, is_open=is_open)).limit(limit)
        return self._items(self._session.exec(newest.order_by(col(row.received_at).desc(), col(row.item_id))))

    def count(self, organisation: OrganisationId | None, *, is_open: bool) -> int:
        counted = select(func.count()).select_from(SetAsideRow).where(*_wanted(organisation, is_open=is_open))
        return self._session.exec(counted).one()

    def erase_text(self, item: ItemId) -> bool:
        """On SQLite its bytes are written over, so that the file does not keep them."""
        if self._session.connection().dialect.name == "sqlite":
            self._session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
        gone = self._session.exec(delete(SetAsideTextRow).where(col(SetAsideTextRow.item_id) == item))
        return gone.rowcount > 0

    def _items(self, rows: Iterable[SetAsideRow]) -> tuple[SetAside, ...]:
        return tuple(self._item(row) for row in list(rows))

    def _item(self, row: SetAsideRow) -> SetAside:
        text = self._session.get(SetAsideTextRow, row.item_id) if row.has_text else None
        erasable = None if text is None else json.loads(text.content)
        attempt = SetAsideAttemptRow
        tried = select(attempt).where(attempt.item_id == row.item_id).order_by(col(attempt.number))
        return SetAside(
            id=ItemId(row.item_id),
            number=row.number,
            sending=_sending(self._session.get_one(SendingRow, row.sending_id)),
            sent=SentEvent(
                event_id=EventId(row.event_id),
                occurred_at=row.occurred_at,
                happening=read_happening(join_erasable(json.loads(row.content), erasable)),
                device=None if row.device_key is None else DeviceKey(row.device_key),
                scan=None if row.scan is None else EventId(row.scan),
            ),
            refusal=_refusal(row.rule, row.what, row.remedy),
            attempts=tuple(_attempt(each) for each in self._session.exec(tried)),
            text_erased=row.has_text and text is None,
        )


def is_settled() -> ColumnElement[bool]:
    """Whether what was set aside was recorded after all, or dismissed."""
    attempt = SetAsideAttemptRow
    return exists().where(col(attempt.item_id) == col(SetAsideRow.item_id), col(attempt.outcome).in_(_SETTLED))


def _wanted(organisation: OrganisationId | None, *, is_open: bool) -> list[ColumnElement[bool]]:
    whose = [] if organisation is None else [col(SetAsideRow.organisation) == organisation]
    return [~is_settled() if is_open else is_settled(), *whose]


def _sending_row(sending: Sending) -> SendingRow:
    return SendingRow(
        sending_id=sending.id,
        account=sending.account,
        organisation=sending.organisation,
        roles=" ".join(sorted(sending.roles)),
        batch=sending.batch,
        scanner=sending.scanner,
        sent_at=sending.sent_at,
        received_at=sending.received_at,
    )


def _sending(row: SendingRow) -> Sending:
    return Sending(
        id=SendingId(row.sending_id),
        batch=BatchId(row.batch),
        scanner=row.scanner,
        sent_at=row.sent_at,
        received_at=row.received_at,
        account=AccountId(row.account),
        organisation=None if row.organisation is None else OrganisationId(row.organisation),
        roles=frozenset(map(Role, row.roles.split())),
    )


def _row(item: SetAside, content: str, *, has_text: bool) -> SetAsideRow:
    return SetAsideRow(
        item_id=item.id,
        event_id=item.sent.event_id,
        number=item.number,
        sending_id=item.sending.id,
        organisation=item.sending.organisation,
        received_at=item.sending.received_at,
        occurred_at=item.sent.occurred_at,
        device_key=item.sent.device,
        scan=item.sent.scan,
        content=content,
        rule=item.refusal.rule,
        what=write_message(item.refusal.what),
        remedy=write_message(item.refusal.remedy),
        has_text=has_text,
    )


def _attempt(row: SetAsideAttemptRow) -> Attempt:
    attempt = Attempt(
        at=row.at,
        account=AccountId(row.account),
        organisation=None if row.organisation is None else OrganisationId(row.organisation),
        outcome=Outcome(row.outcome),
        reason=row.reason,
    )
    return attempt if row.rule is None else replace(attempt, refusal=_refusal(row.rule, row.what, row.remedy))


def _refusal(rule: str, what: str, remedy: str) -> Refusal:
    said = read_message(what)
    assert said is not None  # a refusal always says what broke its rule
    return Refusal(rule, said, read_message(remedy))
