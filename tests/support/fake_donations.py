"""The store of donation in memory."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.donation import Delivery, DeliveryId, Entry, EntryId, ProgrammeId
from lifecycle.service.donation_ports import ProgrammeVersion


@dataclass
class FakeDonations:
    versions: dict[tuple[ProgrammeId, int], ProgrammeVersion] = field(default_factory=dict)
    rows: dict[DeliveryId, Delivery] = field(default_factory=dict)
    said: dict[tuple[DeliveryId, EntryId], Entry] = field(default_factory=dict)

    def hold_programme(self, programme: ProgrammeId) -> None:
        """Nobody else is here."""

    def add_programme(self, version: ProgrammeVersion) -> None:
        place = (version.programme.id, version.number)
        if place in self.versions:
            raise _taken()
        self.versions[place] = version

    def programme(self, programme: ProgrammeId) -> ProgrammeVersion | None:
        return next(iter(self.history(programme)[-1:]), None)

    def programmes(self, coordinator: OrganisationId | None) -> tuple[ProgrammeVersion, ...]:
        newest = {each.programme.id: each for _, each in sorted(self.versions.items())}
        mine = (each for each in newest.values() if coordinator in {None, each.programme.coordinator})
        return tuple(sorted(mine, key=lambda each: (each.programme.name, each.programme.id)))

    def history(self, programme: ProgrammeId) -> tuple[ProgrammeVersion, ...]:
        return tuple(each for (key, _), each in sorted(self.versions.items()) if key == programme)

    def hold_delivery(self, delivery: DeliveryId) -> None:
        """Nobody else is here."""

    def add_delivery(self, delivery: Delivery) -> None:
        self.rows[delivery.id] = delivery

    def delivery(self, delivery: DeliveryId) -> Delivery | None:
        return self.rows.get(delivery)

    def deliveries(
        self, *, programme: ProgrammeId | None = None, party: OrganisationId | None = None
    ) -> tuple[Delivery, ...]:
        return _newest(
            each
            for each in self.rows.values()
            if programme in {None, each.programme} and party in {None, each.coordinator, each.intermediary}
        )

    def deliveries_with(self, device: DeviceKey) -> tuple[Delivery, ...]:
        return _newest(each for each in self.rows.values() if device in each.devices)

    def entries(self, delivery: DeliveryId) -> tuple[Entry, ...]:
        return tuple(entry for (of, _), entry in self.said.items() if of == delivery)

    def entries_of(self, deliveries: Collection[DeliveryId]) -> Mapping[DeliveryId, tuple[Entry, ...]]:
        found = {each: tuple(replace(entry, note=None) for entry in self.entries(each)) for each in deliveries}
        return {each: entries for each, entries in found.items() if entries}

    def add_entry(self, delivery: DeliveryId, entry: Entry) -> None:
        if (delivery, entry.id) in self.said:
            raise _taken()
        self.said[delivery, entry.id] = entry

    def forget_note(self, delivery: DeliveryId, entry: EntryId) -> None:
        self.said[delivery, entry] = replace(self.said[delivery, entry], note=None)


def _newest(rows: Iterable[Delivery]) -> tuple[Delivery, ...]:
    return tuple(sorted(sorted(rows, key=lambda each: each.id), key=lambda each: each.made_at, reverse=True))


def _taken() -> Conflict:
    return Conflict(message("Somebody else changed this at the same moment."))
