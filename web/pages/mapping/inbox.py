"""The inbox as its pages show it."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from dpp.domain.actor import AccountId
from dpp.domain.message import Message, message
from lifecycle.domain.events import Event
from lifecycle.domain.inbox import Attempt
from lifecycle.service.inbox import ConflictView, InboxView, ItemView
from web.pages.contexts.frame import FormState, Refusal
from web.pages.contexts.inbox import (
    AttemptLine,
    Claimed,
    ConflictLine,
    InboxItemPage,
    InboxLine,
    InboxPage,
    LifeLine,
)
from web.pages.mapping.happenings import CALLED, details
from web.pages.mapping.heads import head_of_line

Names = Mapping[AccountId, str]
"""The names of accounts, as far as the reader may know them."""

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(\+\d{2}:\d{2}|Z)")


def inbox_page(view: InboxView, *, is_open: bool) -> InboxPage:
    return InboxPage(
        lines=tuple(map(_line, view.items)),
        conflicts=tuple(map(_conflict, view.conflicts)),
        waiting=view.open,
        settled=view.closed,
        is_open=is_open,
    )


def item_page(view: ItemView, names: Names, form: FormState) -> InboxItemPage:
    item = view.item
    refusal = item.attempts[-1].refusal or item.refusal if item.attempts else item.refusal
    return InboxItemPage(
        line=_line(view),
        details=details(item.sent.happening),
        event_id=item.sent.event_id,
        batch=item.sending.batch,
        sent=item.sending.sent_at,
        skew=skew_of(item.sending.skew),
        refusal=Refusal(_dated(refusal.what), refusal.remedy, refusal.rule),
        life=tuple(_life(view)) if view.life else (),
        attempts=tuple(_attempt(each, names) for each in item.attempts),
        may_resolve=view.may_resolve,
        text_erased=item.text_erased,
        form=form,
    )


def accounts_in(view: ItemView) -> frozenset[AccountId]:
    """Everybody who tried something with it."""
    return frozenset(each.account for each in view.item.attempts)


def skew_of(skew: timedelta) -> Message:
    """How the clock of the scanner stood to ours, in minutes and seconds."""
    minutes, seconds = divmod(round(abs(skew).total_seconds()), 60)
    if not minutes and not seconds:
        return message("as ours")
    if skew > timedelta():
        return message("{minutes} min {seconds} s behind ours", minutes=minutes, seconds=seconds)
    return message("{minutes} min {seconds} s ahead of ours", minutes=minutes, seconds=seconds)


def _dated(said: Message) -> Message:
    """A refusal is kept with its moments as text: here they are moments again, said in the reader's form."""
    return Message(said.template, {name: _as_moment(value) for name, value in said.values.items()})


def _as_moment(value: object) -> object:
    is_moment = isinstance(value, str) and _MOMENT.fullmatch(value)
    return datetime.fromisoformat(value) if is_moment else value  # type: ignore[arg-type]  # a text, by the line above


def _line(view: ItemView) -> InboxLine:
    item = view.item
    return InboxLine(
        address=f"/inbox/{item.id}",
        kind=CALLED[item.sent.happening.kind],
        occurred=item.sent.occurred_at,
        received=item.sending.received_at,
        why=_dated(item.refusal.what),
        sender=view.sender,
        scanner=item.sending.scanner,
        head=None if view.line is None else head_of_line(view.line),
        outcome=item.outcome,
    )


def _conflict(view: ConflictView) -> ConflictLine:
    head = head_of_line(view.line)
    claims = tuple(dict.fromkeys(Claimed(each.claim, each.value) for each in view.conflicts))
    others = tuple(str(key) if line is None else head_of_line(line) for key, line in view.others.items())
    return ConflictLine(head, claims, others, f"{head.address}/identity")


def _life(view: ItemView) -> Iterator[LifeLine]:
    """The events around it, with the item itself where it would stand."""
    sent = view.item.sent
    before = [event for event in view.life if event.occurred_at <= sent.occurred_at]
    yield from map(_happened, before)
    yield LifeLine(sent.occurred_at, CALLED[sent.happening.kind], is_it=True)
    yield from map(_happened, view.life[len(before) :])


def _happened(event: Event) -> LifeLine:
    return LifeLine(event.occurred_at, CALLED[event.kind], details(event.happening))


def _attempt(attempt: Attempt, names: Names) -> AttemptLine:
    said = _dated(attempt.refusal.what) if attempt.refusal is not None else attempt.reason
    return AttemptLine(attempt.at, names.get(attempt.account), attempt.outcome, said)
