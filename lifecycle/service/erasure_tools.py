"""The register of erasure tools: read by who erases and who audits, edited by an administrator, with its history.

The package brings a list of products (`lifecycle.domain.erasure.known_tools`); an administrator adds the advice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, NotFound
from dpp.domain.message import message
from dpp.service.ports import Clock
from lifecycle.domain.erasure.known_tools import register_of
from lifecycle.domain.erasure.pallet import ErasurePolicy
from lifecycle.domain.erasure.tools import Standing, Tool, checked
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import LifecycleStorage


@dataclass(frozen=True)
class ToolView:
    """An entry as it counts now, how it stands today, and every number that it had, newest first."""

    tool: Tool
    standing: Standing
    history: tuple[Tool, ...]


@dataclass(frozen=True)
class RegisterView:
    """The whole register, and what it means here that a tool has no valid advice."""

    tools: tuple[ToolView, ...]
    policy: ErasurePolicy


@dataclass(frozen=True)
class ToolRegister:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    clock: Clock
    new_id: Callable[[], str]
    policy: ErasurePolicy

    def read(self, actor: Actor) -> RegisterView:
        """Every entry, withdrawn ones too."""
        PERMISSIONS.check("read_erasure_tools", actor)
        with self.storage.reading() as reads:
            numbers = reads.erasure_tools.all()
        today = self.clock().date()
        views = tuple(ToolView(tool, tool.standing(today), _history(tool, numbers)) for tool in register_of(numbers))
        return RegisterView(views, self.policy)

    def add(self, actor: Actor, tool: Tool) -> ToolView:
        """A new entry; its id and number are given here."""
        PERMISSIONS.check("edit_erasure_tools", actor)
        return self._put(actor, replace(tool, id=self.new_id(), number=1))

    def change(self, actor: Actor, tool: Tool) -> ToolView:
        """A new number of an entry. NotFound, or Conflict where `tool.number` is not the newest that was read."""
        PERMISSIONS.check("edit_erasure_tools", actor)
        with self.storage.reading() as reads:
            known = next((each for each in register_of(reads.erasure_tools.all()) if each.id == tool.id), None)
        if known is None:
            raise NotFound(message("The register has no entry '{id}'.", id=tool.id[:40]))
        if known.number != tool.number:
            raise Conflict(
                message("Somebody else changed this entry of the register at the same moment."),
                remedy=message("Read it again, then repeat what you did if it is still needed."),
            )
        return self._put(actor, replace(tool, number=tool.number + 1))

    def _put(self, actor: Actor, tool: Tool) -> ToolView:
        now = self.clock()
        made = checked(replace(tool, changed_at=now, changed_by=actor.account))
        with self.storage.writing() as work:
            work.erasure_tools.add(made)
            work.commit()
            return ToolView(made, made.standing(now.date()), _history(made, work.erasure_tools.all()))


def _history(tool: Tool, numbers: Iterable[Tool]) -> tuple[Tool, ...]:
    """What somebody made of this entry, newest first."""
    return tuple(sorted((each for each in numbers if each.id == tool.id), key=lambda each: -each.number))
