"""What an act is made of: its page, and how a filled form is read as events.

Rules:
1. Every fault of a form is told at once, each beside its field.
2. A form carries the id of the event that it will make, so that sending it twice records one event.
3. Reading a form decides nothing: whether it may happen is asked by the guards, when it is recorded.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from dpp.domain.actor import AccountId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from lifecycle.domain.events import EventId, Happening, TransactionId
from lifecycle.service.recording import Draft
from lifecycle.service.views import DeviceView
from web.pages.contexts.forms import NOTHING_OFFERED, Field, FieldKind, FormPage, Offered
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.days import read_day
from web.pages.mapping.heads import head_of
from web.pages.rendering import Page
from web.pages.serving import Sent

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
EVENT = "event"
REMARK = "remark"
LONGEST = 200
_EVENT_ID = re.compile(r"[0-9a-z]{20}")
_CHOOSE = message("Choose one.")
_FILL_IN = message("Fill this in.")


@dataclass(frozen=True)
class Setting:
    """What an act's page needs besides the device: where it is sent, what was typed, and what the address asks for."""

    send_to: str
    form: FormState
    asked: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[AccountId, str] = field(default_factory=dict)
    organisations: Offered = NOTHING_OFFERED
    colleagues: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Act:
    """One thing that can be recorded. What refuses an event of `kind` now is told before the form is filled in.

    `chooses` is the field in which an organisation is chosen.
    """

    path: str
    use_case: str
    kind: str
    page: Callable[[DeviceView, Setting], Page]
    read: Callable[[Sent, DeviceView], tuple[Happening, ...]]
    chooses: str | None = None


@dataclass
class Fields:
    """Reads the fields of a form and gathers what is wrong with them; `checked` raises all of it."""

    sent: Sent
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self._short(name) or self._wrong(name, _FILL_IN, "")

    def optional(self, name: str) -> str | None:
        return self._short(name) or None

    def one_of(self, name: str, kind: type[E]) -> E:
        chosen = self.maybe_one_of(name, kind)
        return self._wrong(name, _CHOOSE, next(iter(kind))) if chosen is None else chosen

    def maybe_one_of(self, name: str, kind: type[E]) -> E | None:
        value = self.sent.text(name)
        return kind(value) if value in set(kind) else None

    def choice(self, name: str, *values: str) -> str:
        value = self.sent.text(name)
        return value if value in values else self._wrong(name, _CHOOSE, "")

    def day(self, name: str, *, required: bool = True) -> date | None:
        value = self.sent.text(name)
        if not value and not required:
            return None
        try:
            return read_day(value)
        except ValueError:
            return self._wrong(name, message("Give a date, as 2026-05-31."), None)

    def amount(self, name: str, *, required: bool = False) -> Decimal | None:
        """Euros, with a comma or a point."""
        value = self.sent.text(name).replace(",", ".")
        if not value and not required:
            return None
        try:
            amount = Decimal(value)
        except InvalidOperation:
            return self._wrong(name, message("Give an amount in euros, as 38.50."), None)
        if not amount.is_finite() or not 0 <= amount < 1_000_000:
            return self._wrong(name, message("Give an amount between 0 and a million euros."), None)
        return amount

    def number(self, name: str) -> Decimal | None:
        """A number, with a comma or a point; what is asked of its size is for the caller."""
        value = self.sent.text(name).replace(",", ".")
        if not value:
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            return self._wrong(name, message("Give a number."), None)
        return number if number.is_finite() else self._wrong(name, message("Give a number."), None)

    def whole(self, name: str) -> int | None:
        value = self.sent.text(name)
        if not value:
            return None
        if value.isascii() and value.isdigit() and len(value) < 5:
            return int(value)
        return self._wrong(name, message("Give a whole number."), None)

    def wrong(self, name: str, what: Message) -> None:
        """Something about a field that its own reading does not see."""
        self.problems.append(Problem(name, what))

    def checked(self, *happenings: Happening) -> tuple[Happening, ...]:
        """What the form says happened; InvalidInput with everything that is wrong with it."""
        self.check()
        return happenings

    def check(self) -> None:
        if self.problems:
            raise InvalidInput(message("Something is not filled in, or not right."), tuple(self.problems))

    def _short(self, name: str) -> str:
        value = self.sent.text(name)
        if len(value) > LONGEST:
            return self._wrong(name, message("Use at most {most} characters.", most=LONGEST), "")
        return value

    def _wrong(self, name: str, what: Message, instead: T) -> T:
        self.problems.append(Problem(name, what))
        return instead


def drafts(sent: Sent, happenings: Sequence[Happening]) -> list[Draft]:
    """Rule 2: the events of one form, under its id and as one transaction."""
    given = sent.values.get(EVENT, "")
    if not _EVENT_ID.fullmatch(given):
        return [Draft(happening) for happening in happenings]
    ids = (given, *(f"{given}.{number}" for number in range(2, len(happenings) + 1)))
    return [
        Draft(happening, EventId(event_id), transaction=TransactionId(given))
        for event_id, happening in zip(ids, happenings, strict=True)
    ]


def event_id_of(sent: Sent) -> EventId | None:
    """The id that the form carries, where it is one of ours."""
    given = sent.values.get(EVENT, "")
    return EventId(given) if _EVENT_ID.fullmatch(given) else None


def plain_form(
    view: DeviceView,
    setting: Setting,
    words: tuple[Message, Message],
    fields: tuple[Field, ...],
    intro: Message | None = None,
) -> FormPage:
    """A page with these fields; `words` are the title and the words on the button."""
    title, send = words
    return FormPage(
        title=title,
        back=Link(device_words(view), head_of(view).address),
        send_to=setting.send_to,
        send=send,
        fields=fields,
        intro=intro,
        form=setting.form,
    )


def device_words(view: DeviceView) -> Message | str:
    """The device in a few words, for the way back to it."""
    head = head_of(view)
    return " ".join(filter(None, (head.name, head.tag))) or message("Placeholder")


def choices(kind: type[StrEnum], *without: StrEnum) -> tuple[Choice, ...]:
    """Every member of a fixed list, in its order."""
    return tuple(Choice(member.value, member) for member in kind if member not in without)


REMARK_ASKED = Field(
    FieldKind.LONG,
    REMARK,
    message("Remark"),
    message("Only what somebody after you must know. It can be erased later; write no names all the same."),
    required=False,
)
