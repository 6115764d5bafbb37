"""How the accounts of this service stand, in numbers: what an administrator sees before opening a list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from dpp.domain.actor import Actor
from web.accounts.service.means import Means, allow
from web.accounts.service.tally_ports import KeyTally, OrganisationTally, PeopleTally, StationTally, TallyStore

_Tally = TypeVar("_Tally")


@dataclass(frozen=True)
class Tallies:
    """Each asks what the list of the same things asks; `near` is how far ahead a last day is near."""

    means: Means

    def organisations(self, actor: Actor, near: timedelta) -> OrganisationTally:
        today = self.means.clock().date()
        return self._asked(actor, "organisation.list", lambda store: store.organisations(today, today + near))

    def people(self, actor: Actor) -> PeopleTally:
        return self._asked(actor, "account.list", lambda store: store.people())

    def keys(self, actor: Actor, near: timedelta) -> KeyTally:
        today = self.means.clock().date()
        return self._asked(actor, "key.list", lambda store: store.keys(today, today + near))

    def stations(self, actor: Actor, long: timedelta) -> StationTally:
        """`long`: after how much silence a station is quiet."""
        since = self.means.clock().date() - long
        return self._asked(actor, "station.list", lambda store: store.stations(since))

    def _asked(self, actor: Actor, use_case: str, question: Callable[[TallyStore], _Tally]) -> _Tally:
        allow(use_case, actor)
        with self.means.units.asking() as work:
            return question(work.tallies)
