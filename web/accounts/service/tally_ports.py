"""How the accounts of this service stand, in numbers, and where they are counted."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class OrganisationTally:
    """Organisations, and of their credentials those that are valid today and those whose last day is near."""

    count: int
    valid: int
    ending: int


@dataclass(frozen=True)
class PeopleTally:
    """Accounts that can sign in and that cannot; `unchanged` have the first password that somebody gave them."""

    active: int
    closed: int
    unchanged: int


@dataclass(frozen=True)
class KeyTally:
    """Keys that are valid today; of those, how many were never used, and of how many the last day is near."""

    valid: int
    unused: int
    ending: int


@dataclass(frozen=True)
class StationTally:
    """Stations that a device stands at, and those of them that were not seen for long."""

    enrolled: int
    quiet: int


class TallyStore(Protocol):
    """Counts in the store, one look-up each. A last day is near from `today` up to and including `soon`."""

    def organisations(self, today: date, soon: date) -> OrganisationTally: ...

    def people(self) -> PeopleTally: ...

    def keys(self, today: date, soon: date) -> KeyTally: ...

    def stations(self, since: date) -> StationTally:
        """Quiet: not seen since that day, or never."""
        ...
