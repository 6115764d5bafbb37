"""Spare parts in memory."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.spares.catalogue import Fit, SparePart, SparePartId, maker_key, search_words
from lifecycle.domain.spares.prices import About, SightedId, Sighting
from lifecycle.domain.spares.stock import Harvested, KeptState, Movement, PartReservation, PartReservationId, Shelf
from lifecycle.service.ports import DeviceLine
from lifecycle.service.spare_ports import Count, SpareSearch

_NOT_FREE = {KeptState.KEPT, KeptState.TAKEN}


@dataclass
class FakeSpares:
    """The fake of `SpareStore`."""

    rows: dict[tuple[SparePartId, int], SparePart] = field(default_factory=dict)
    fits: dict[tuple[SparePartId, PassportId, int], Fit] = field(default_factory=dict)
    seen: dict[tuple[SightedId, str], Sighting] = field(default_factory=dict)

    def hold(self, names: Collection[str]) -> None:
        """Nobody else is here."""

    def get(self, part: SparePartId) -> SparePart | None:
        return self._now().get(part)

    def several(self, parts: Collection[SparePartId]) -> Mapping[SparePartId, SparePart]:
        return {key: part for key, part in self._now().items() if key in parts}

    def put(self, part: SparePart) -> None:
        if (part.id, part.version) in self.rows:
            raise Conflict(message("Somebody else said something of this part at the same moment."))
        self.rows[part.id, part.version] = part

    def versions(self, part: SparePartId) -> tuple[SparePart, ...]:
        return tuple(self.rows[place] for place in sorted(self.rows) if place[0] == part)

    def numbered(self, keys: Collection[str]) -> tuple[SparePart, ...]:
        return tuple(part for part in self._now().values() if not set(part.facts.keys).isdisjoint(keys))

    def superseded_by(self, keys: Collection[str]) -> tuple[SparePart, ...]:
        return tuple(part for part in self._now().values() if part.facts.superseded_key in keys)

    def search(self, wanted: SpareSearch) -> tuple[SparePart, ...]:
        found = [part for part in self._now().values() if self._is_wanted(part, wanted)]
        found.sort(key=lambda part: (maker_key(part.facts.maker), part.facts.kind, part.id))
        return tuple(found[wanted.offset : wanted.offset + wanted.limit])

    def add_fit(self, fit: Fit) -> None:
        number = 1 + sum(place[:2] == (fit.part, fit.model) for place in self.fits)
        self.fits[fit.part, fit.model, number] = fit

    def fits_of(self, parts: Collection[SparePartId]) -> tuple[Fit, ...]:
        return tuple(fit for fit in self._fits_now() if fit.part in parts)

    def fits_for(self, model: PassportId) -> tuple[Fit, ...]:
        return tuple(fit for fit in self._fits_now() if fit.model == model)

    def add_sighting(self, sighting: Sighting) -> bool:
        is_new = (sighting.subject, sighting.id) not in self.seen
        self.seen.setdefault((sighting.subject, sighting.id), sighting)
        return is_new

    def sightings(self, about: About, subjects: Collection[SightedId]) -> tuple[Sighting, ...]:
        mine = [each for each in self.seen.values() if each.about is about and each.subject in subjects]
        mine.sort(key=lambda each: each.id)
        return tuple(sorted(mine, key=lambda each: (each.seen_on, each.said.at), reverse=True))

    def _now(self) -> dict[SparePartId, SparePart]:
        return {part: self.rows[part, version] for part, version in sorted(self.rows)}

    def _fits_now(self) -> list[Fit]:
        last = {(part, model): self.fits[part, model, number] for part, model, number in sorted(self.fits)}
        return [last[two] for two in sorted(last)]

    def _is_wanted(self, part: SparePart, wanted: SpareSearch) -> bool:
        words = search_words(part.facts)
        fitted = {fit.model for fit in self._fits_now() if fit.part == part.id and fit.fits}
        return (
            all(any(way in words for way in ways) for ways in wanted.ways)
            and wanted.kind in {None, part.facts.kind}
            and (wanted.models is None or not fitted.isdisjoint(wanted.models))
        )


@dataclass
class FakeSpareStock:
    """The fake of `SpareStockStore`; `devices` are the lines of the same moment: they say who has a device."""

    movements: dict[str, Movement] = field(default_factory=dict)
    rows: dict[PartReservationId, PartReservation] = field(default_factory=dict)
    devices: dict[DeviceKey, DeviceLine] = field(default_factory=dict)

    def add(self, movement: Movement) -> None:
        if movement.id in self.movements:
            raise Conflict(message("Somebody else said something of this part at the same moment."))
        self.movements[movement.id] = movement

    def shelves(self, parts: Collection[SparePartId]) -> tuple[Count, ...]:
        counts: dict[Shelf, int] = {}
        for each in self.movements.values():
            counts[each.shelf] = counts.get(each.shelf, 0) + each.change
        there = [(shelf, count) for shelf, count in counts.items() if shelf.part in parts and count > 0]
        return tuple(sorted(there, key=lambda each: (each[0].part, each[0].holder, each[0].place, each[0].origin)))

    def count(self, shelf: Shelf) -> int:
        return dict(self.shelves({shelf.part})).get(shelf, 0)

    def put(self, reservation: PartReservation) -> None:
        others = (each for each in self.rows.values() if each.id != reservation.id)
        twice = any(each.held == reservation.held and each.state in _NOT_FREE for each in others)
        if isinstance(reservation.held, Harvested) and reservation.state in _NOT_FREE and twice:
            raise Conflict(message("Somebody else reserved this part at the same moment."))
        self.rows[reservation.id] = reservation

    def get(self, reservation: PartReservationId) -> PartReservation | None:
        return self.rows.get(reservation)

    def kept(self, parts: Collection[SparePartId]) -> tuple[PartReservation, ...]:
        return self._open(each for each in self.rows.values() if each.part in parts and isinstance(each.held, Shelf))

    def kept_of(self, parts: Collection[Harvested]) -> tuple[PartReservation, ...]:
        return tuple(each for each in self._harvested() if each.held in parts)

    def kept_from(self, donor: DeviceKey) -> tuple[PartReservation, ...]:
        held = ((each, each.held) for each in self._harvested())
        return tuple(each for each, part in held if isinstance(part, Harvested) and part.device == donor)

    def of(self, requester: OrganisationId) -> tuple[PartReservation, ...]:
        return self._open(each for each in self.rows.values() if each.requester == requester)

    def held_by(self, holder: OrganisationId) -> tuple[PartReservation, ...]:
        return self._open(each for each in self.rows.values() if self._holder(each) == holder)

    def _holder(self, kept: PartReservation) -> OrganisationId | None:
        return kept.held.holder if isinstance(kept.held, Shelf) else self.devices[kept.held.device].custodian

    def _harvested(self) -> list[PartReservation]:
        found = [each for each in self.rows.values() if isinstance(each.held, Harvested) and each.state in _NOT_FREE]
        return sorted(found, key=lambda each: (each.until, each.id))

    @staticmethod
    def _open(found: Iterable[PartReservation]) -> tuple[PartReservation, ...]:
        still = (each for each in found if each.state is KeptState.KEPT)
        return tuple(sorted(still, key=lambda each: (each.until, each.id)))
