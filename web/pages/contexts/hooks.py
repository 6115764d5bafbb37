"""Contexts of web hooks: where an organisation hears of new events, and what became of each delivery."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from lifecycle.domain.hooks import DeliveryState
from web.pages.contexts.frame import NEW_FORM, FormState


@dataclass(frozen=True)
class HookLine:
    """A web hook in a list."""

    address: Annotated[str, "Its page"]
    url: Annotated[str, "Where events are sent"]
    kinds: Annotated[tuple[str, ...], "Kinds of event by their names; none are all"]
    since: Annotated[datetime, "When it was made"]
    ended: Annotated[bool, "Whether nothing is sent any more"] = False


@dataclass(frozen=True)
class HooksPage:
    """The web hooks of an organisation."""

    template: ClassVar[str] = "web_hooks.html"
    lines: Annotated[tuple[HookLine, ...], "Newest first"]
    secret: Annotated[str | None, "The secret of the one that was just made; shown once"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class DeliveryLine:
    """One event on its way."""

    event: Annotated[str, "The event's id"]
    device: Annotated[str, "The device's page"]
    state: Annotated[DeliveryState, "How it stands"]
    attempts: Annotated[int, "How often it was sent"]
    due: Annotated[datetime, "When it is or was due"]
    answer: Annotated[str, "What the receiver answered last"] = ""
    resend: Annotated[str | None, "Where a dead letter is sent again"] = None


@dataclass(frozen=True)
class HookPage:
    """One web hook and its newest deliveries."""

    template: ClassVar[str] = "web_hook.html"
    line: Annotated[HookLine, "The hook as the list shows it"]
    deliveries: Annotated[tuple[DeliveryLine, ...], "Newest first"]
    dead_only: Annotated[bool, "Whether only dead letters are shown"] = False
