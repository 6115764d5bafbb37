"""What donation needs from outside: a store, and a desk that hands out links."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from dpp.domain.actor import AccountId, Actor, Capability, OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.donation import Delivery, DeliveryId, Entry, EntryId, Programme, ProgrammeId


@dataclass(frozen=True)
class ProgrammeVersion:
    """A programme as it was from a moment on, and who made it so."""

    programme: Programme
    number: int
    changed_at: datetime
    changed_by: AccountId


class DonationStore(Protocol):
    """Programmes with their versions, deliveries with their entries."""

    def hold_programme(self, programme: ProgrammeId) -> None:
        """Make others wait who want to change it, until this transaction ends."""
        ...

    def add_programme(self, version: ProgrammeVersion) -> None:
        """Raises Conflict when the number is taken: somebody else changed it."""
        ...

    def programme(self, programme: ProgrammeId) -> ProgrammeVersion | None:
        """The newest version."""
        ...

    def programmes(self, coordinator: OrganisationId | None) -> tuple[ProgrammeVersion, ...]:
        """The newest versions of all programmes of a coordinator (of everybody when None), by name."""
        ...

    def history(self, programme: ProgrammeId) -> tuple[ProgrammeVersion, ...]:
        """Every version, oldest first."""
        ...

    def hold_delivery(self, delivery: DeliveryId) -> None:
        """Make others wait who want to say something of it, until this transaction ends."""
        ...

    def add_delivery(self, delivery: Delivery) -> None: ...
    def delivery(self, delivery: DeliveryId) -> Delivery | None: ...
    def deliveries(
        self, *, programme: ProgrammeId | None = None, party: OrganisationId | None = None
    ) -> tuple[Delivery, ...]:
        """Newest first; of a programme, or of a party (its coordinator or intermediary), or all."""
        ...

    def deliveries_with(self, device: DeviceKey) -> tuple[Delivery, ...]:
        """Newest first."""
        ...

    def entries(self, delivery: DeliveryId) -> tuple[Entry, ...]:
        """In the order in which they were said, each with its note while that is there."""
        ...

    def entries_of(self, deliveries: Collection[DeliveryId]) -> Mapping[DeliveryId, tuple[Entry, ...]]:
        """The same of many at once, without their notes."""
        ...

    def add_entry(self, delivery: DeliveryId, entry: Entry) -> None:
        """Raises Conflict when the id is taken: somebody else said something at the same moment."""
        ...

    def forget_note(self, delivery: DeliveryId, entry: EntryId) -> None:
        """Erase the free text of an entry."""
        ...


@dataclass(frozen=True)
class IssuedLink:
    """A link that was made: `token` is the last part of its address, and is shown once."""

    id: str
    token: str = field(repr=False)


class LinkDesk(Protocol):
    """Makes and ends links for somebody without an account."""

    def issue(
        self,
        actor: Actor,
        capability: Capability,
        organisation: OrganisationId,
        until: datetime,
        relations: frozenset[Relation],
    ) -> IssuedLink: ...
    def end(self, actor: Actor, link: str) -> None: ...
