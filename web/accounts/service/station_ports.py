"""Where stations, shifts, badges and PINs are kept. Of every secret there is only a hash."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from dpp.domain.actor import AccountId, OrganisationId
from web.accounts.domain.badges import Badge, BadgeId, Pin
from web.accounts.domain.stations import Shift, ShiftId, Station, StationId


class StationStore(Protocol):
    """Stations, and how many devices were scanned at each on a day: a number, and nobody's."""

    def put(self, station: Station) -> None:
        """Keep a station as it is now. Conflict when its organisation has another one of this name."""
        ...

    def get(self, station: StationId) -> Station | None: ...

    def by_token(self, token_hash: str) -> Station | None: ...

    def by_code(self, code_hash: str) -> Station | None:
        """In a writing unit of work, others who ask for it wait: a code works once."""
        ...

    def all(self) -> tuple[Station, ...]:
        """By organisation, then name."""
        ...

    def names(self, stations: Collection[StationId]) -> dict[StationId, str]:
        """In one look-up; who is unknown is left out."""
        ...

    def seen(self, station: StationId, on: date) -> None: ...

    def count(self, station: StationId, on: date, scans: int) -> None:
        """Add to the number of a day."""
        ...

    def counted(self, station: StationId, on: date) -> int: ...


class ShiftStore(Protocol):
    """Shifts, for as long as something that was made in them may still come."""

    def add(self, shift: Shift) -> None: ...

    def get(self, shift: ShiftId) -> Shift | None: ...

    def by_token(self, token_hash: str) -> Shift | None: ...

    def touch(self, shift: ShiftId, seen_at: datetime) -> None: ...

    def end_at(self, station: StationId, at: datetime) -> None:
        """End whatever shift runs at a station."""
        ...

    def end_of(self, account: AccountId, at: datetime) -> None:
        """End whatever shifts run in the name of this account."""
        ...

    def forget_before(self, started_at: datetime) -> None: ...


class BadgeStore(Protocol):
    """Badges, and names with a PIN: one for each account."""

    def add(self, badge: Badge) -> None: ...

    def get(self, badge: BadgeId) -> Badge | None: ...

    def by_hash(self, token_hash: str) -> Badge | None: ...

    def all(self) -> tuple[Badge, ...]:
        """By account, then the day on which it was made, then id."""
        ...

    def revoke(self, badge: BadgeId) -> None: ...

    def set_pin(self, pin: Pin) -> None:
        """In the place of the one that the account had. Conflict when a colleague has this name."""
        ...

    def pin_of(self, account: AccountId) -> Pin | None: ...

    def pin_named(self, organisation: OrganisationId, name: str) -> Pin | None: ...

    def pins(self) -> tuple[Pin, ...]:
        """By account."""
        ...

    def count_failures(self, account: AccountId, failures: int) -> None: ...

    def withdraw_pin(self, account: AccountId) -> None: ...
