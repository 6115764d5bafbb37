"""What a rule is: a name that stays, the kinds of event that it looks at, and a check that may find why not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from dpp.domain.errors import Refused
from dpp.domain.message import Message
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event


class Why(NamedTuple):
    """The fact that breaks the rule, and what would make the event possible."""

    what: Message
    remedy: Message


Check = Callable[[Device, Event, Any], Why | None]
"""(the device before the event, the event, its happening) -> why it is refused, or None."""


@dataclass(frozen=True)
class Rule:
    """`kinds` empty: the rule looks at every event."""

    name: str
    check: Check
    kinds: frozenset[str] = frozenset()

    def refusal(self, device: Device, event: Event) -> Refused | None:
        if self.kinds and event.kind not in self.kinds:
            return None
        why = self.check(device, event, event.happening)
        return None if why is None else Refused(self.name, why.what, remedy=why.remedy)


def rule(name: str, check: Check, kinds: str = "") -> Rule:
    """A line of a table of rules; `kinds` are names with spaces between them."""
    return Rule(name, check, frozenset(kinds.split()))
