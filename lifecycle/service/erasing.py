"""Erases the text of an event, where somebody has a right to that; the event, its hash and its proof stay.

Rules:
1. A text goes with its salt, and with that all that could be guessed of it. That it was erased, when, and on what
   ground, is recorded in the same transaction and has its own leaf in the log.
2. The ground is a short word (`request`, `term`, an article of a law); it says nothing of the text or of a person.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.service.log.erasing import Erasure, ErasureStore, add_erasure
from dpp.service.ports import Chance, Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import LifecycleWork
from lifecycle.service.recording import device_of

REQUEST = "request"
_GROUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,()/-]{0,59}")


def check_ground(ground: str) -> None:
    """Rule 2; InvalidInput."""
    if not _GROUND.fullmatch(ground):
        problem = Problem("$.ground", message("Up to 60 letters, digits and signs, such as 'request' or 'term'."))
        raise InvalidInput(message("The ground is no short word."), (problem,))


class EventTexts(Protocol):
    """The texts of events, apart from the events."""

    def erase(self, key: DeviceKey, number: int) -> bool:
        """Whether there was one."""
        ...


class ErasingWork(LifecycleWork, Protocol):
    """One transaction that may erase."""

    @property
    def texts(self) -> EventTexts: ...
    @property
    def erasures(self) -> ErasureStore: ...


@dataclass(frozen=True)
class Erasing:
    """Each method is one transaction and checks its actor first."""

    writing: Callable[[], AbstractContextManager[ErasingWork]]
    clock: Clock
    chance: Chance

    def erase(self, actor: Actor, key: DeviceKey, number: int, ground: str = REQUEST) -> Erasure:
        """Erase the text of event `number`; NotFound where it has none (any more)."""
        PERMISSIONS.check("erase_text", actor)
        check_ground(ground)
        with self.writing() as work:
            device_of(work, key)
            if not work.texts.erase(key, number):
                raise NotFound(message("Event {number} of this device has no text to erase.", number=number))
            erasure = Erasure(key, number, self.clock(), ground, actor.account, actor.organisation)
            add_erasure(work.erasures, work.leaves, self.chance, erasure)
            work.commit()
        return erasure
