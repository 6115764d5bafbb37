"""Where the catalogue of spare parts, what was seen of them, and the stock that is counted here are kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.part_kind import PartKind
from lifecycle.domain.spares.catalogue import Fit, SparePart, SparePartId, ways_to_find
from lifecycle.domain.spares.prices import About, SightedId, Sighting
from lifecycle.domain.spares.stock import Harvested, Movement, PartReservation, PartReservationId, Shelf

Count = tuple[Shelf, int]


@dataclass(frozen=True)
class SpareSearch:
    """Which parts: empty fields ask for nothing.

    Each word of `text` is in the maker, a name or a number of the part, as it stands or as numbers are compared.
    `models` asks for what fits one of these models.
    """

    text: str = ""
    kind: PartKind | None = None
    models: tuple[PassportId, ...] | None = None
    limit: int = 25
    offset: int = 0

    @property
    def ways(self) -> tuple[tuple[str, ...], ...]:
        """For each word the ways in which it can stand in the words of a part."""
        return ways_to_find(self.text)


class SpareStore(Protocol):
    """The catalogue, compatibility and sightings: what was said before stays."""

    def hold(self, names: Collection[str]) -> None:
        """Make others wait who would change what these names stand for, until this transaction ends."""
        ...

    def get(self, part: SparePartId) -> SparePart | None:
        """As its last version leaves it."""
        ...

    def several(self, parts: Collection[SparePartId]) -> Mapping[SparePartId, SparePart]: ...
    def put(self, part: SparePart) -> None:
        """Raises Conflict where another version took its number."""
        ...

    def versions(self, part: SparePartId) -> tuple[SparePart, ...]:
        """Oldest first."""
        ...

    def numbered(self, keys: Collection[str]) -> tuple[SparePart, ...]:
        """Every part that has one of these numbers, as they are compared; by its id."""
        ...

    def superseded_by(self, keys: Collection[str]) -> tuple[SparePart, ...]:
        """Every part of which one of these numbers took the place; by its id."""
        ...

    def search(self, wanted: SpareSearch) -> tuple[SparePart, ...]:
        """By maker, kind and id."""
        ...

    def add_fit(self, fit: Fit) -> None:
        """Raises Conflict where somebody else said something of the same two at the same moment."""
        ...

    def fits_of(self, parts: Collection[SparePartId]) -> tuple[Fit, ...]:
        """The last word on each model of which something was said, by part and model."""
        ...

    def fits_for(self, model: PassportId) -> tuple[Fit, ...]:
        """The last word on each part of which something was said for this model, by part."""
        ...

    def add_sighting(self, sighting: Sighting) -> bool:
        """False where the same was known already."""
        ...

    def sightings(self, about: About, subjects: Collection[SightedId]) -> tuple[Sighting, ...]:
        """The newest first."""
        ...


class SpareStockStore(Protocol):
    """Counted parts, and reservations of counted and harvested ones."""

    def add(self, movement: Movement) -> None:
        """Raises Conflict where its id is taken."""
        ...

    def shelves(self, parts: Collection[SparePartId]) -> tuple[Count, ...]:
        """Every shelf that holds something, by part, holder, place and origin."""
        ...

    def count(self, shelf: Shelf) -> int: ...
    def put(self, reservation: PartReservation) -> None:
        """Raises Conflict where the same harvested part is kept or taken already."""
        ...

    def get(self, reservation: PartReservationId) -> PartReservation | None: ...
    def kept(self, parts: Collection[SparePartId]) -> tuple[PartReservation, ...]:
        """Those of counted parts that nobody ended yet, those over by their day too."""
        ...

    def kept_of(self, parts: Collection[Harvested]) -> tuple[PartReservation, ...]:
        """Those of harvested parts that are kept or taken, those over by their day too."""
        ...

    def kept_from(self, donor: DeviceKey) -> tuple[PartReservation, ...]:
        """As `kept_of`, of every part that came out of a device."""
        ...

    def of(self, requester: OrganisationId) -> tuple[PartReservation, ...]:
        """Those that nobody ended yet; what ends first comes first."""
        ...

    def held_by(self, holder: OrganisationId) -> tuple[PartReservation, ...]:
        """Those of parts that this organisation has, and that nobody ended yet; what ends first comes first."""
        ...
