"""Donation in SQL: the store behind `lifecycle.service.donation_ports`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, or_
from sqlmodel import Session, col, delete, select

from dpp.adapters.contested import add_contested
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.donations import (
    DonationDeliveryRow,
    DonationDeviceRow,
    DonationEntryRow,
    DonationNoteRow,
    DonationProgrammeRow,
)
from lifecycle.domain.donation import Delivery, DeliveryId, Entry, EntryId, Passing, Programme, ProgrammeId
from lifecycle.domain.events import ConsignmentId, plain
from lifecycle.service.donation_ports import ProgrammeVersion

_PROGRAMME: TypeAdapter[Programme] = TypeAdapter(Programme)
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


class SqlDonations:
    """`DonationStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold_programme(self, programme: ProgrammeId) -> None:
        row = DonationProgrammeRow
        self._session.exec(select(row.number).where(row.programme_id == programme).with_for_update()).all()

    def add_programme(self, version: ProgrammeVersion) -> None:
        it = version.programme
        add_contested(
            self._session,
            DonationProgrammeRow(
                programme_id=it.id,
                number=version.number,
                coordinator=it.coordinator,
                state=it.state,
                changed_at=version.changed_at,
                changed_by=version.changed_by,
                content=canonical(plain(it)).decode(),
            ),
        )

    def programme(self, programme: ProgrammeId) -> ProgrammeVersion | None:
        return next(iter(self.history(programme)[-1:]), None)

    def programmes(self, coordinator: OrganisationId | None) -> tuple[ProgrammeVersion, ...]:
        row = DonationProgrammeRow
        newest = select(row.programme_id, func.max(row.number)).group_by(col(row.programme_id)).subquery()
        of_each, number = newest.c
        wanted = select(row).join(newest, (col(row.programme_id) == of_each) & (col(row.number) == number))
        if coordinator is not None:
            wanted = wanted.where(row.coordinator == coordinator)
        found = map(_version, self._session.exec(wanted))
        return tuple(sorted(found, key=lambda each: (each.programme.name, each.programme.id)))

    def history(self, programme: ProgrammeId) -> tuple[ProgrammeVersion, ...]:
        row = DonationProgrammeRow
        wanted = select(row).where(row.programme_id == programme).order_by(col(row.number))
        return tuple(map(_version, self._session.exec(wanted)))

    def hold_delivery(self, delivery: DeliveryId) -> None:
        row = DonationDeliveryRow
        self._session.exec(select(row.passing).where(row.delivery_id == delivery).with_for_update()).all()

    def add_delivery(self, delivery: Delivery) -> None:
        add_contested(
            self._session,
            DonationDeliveryRow(
                delivery_id=delivery.id,
                programme_id=delivery.programme,
                coordinator=delivery.coordinator,
                intermediary=delivery.intermediary,
                consignment_id=delivery.consignment,
                passing=delivery.passing,
                due=delivery.due,
                made_at=delivery.made_at,
                made_by=delivery.made_by,
            ),
        )
        for position, key in enumerate(delivery.devices):
            add_contested(self._session, DonationDeviceRow(device_key=key, delivery_id=delivery.id, position=position))

    def delivery(self, delivery: DeliveryId) -> Delivery | None:
        return next(iter(self._deliveries(DonationDeliveryRow.delivery_id == delivery)), None)

    def deliveries(
        self, *, programme: ProgrammeId | None = None, party: OrganisationId | None = None
    ) -> tuple[Delivery, ...]:
        row = DonationDeliveryRow
        asked: list[Any] = []
        if programme is not None:
            asked.append(row.programme_id == programme)
        if party is not None:
            asked.append(or_(col(row.coordinator) == party, col(row.intermediary) == party))
        return self._deliveries(*asked)

    def deliveries_with(self, device: DeviceKey) -> tuple[Delivery, ...]:
        mine = select(DonationDeviceRow.delivery_id).where(DonationDeviceRow.device_key == device)
        return self._deliveries(col(DonationDeliveryRow.delivery_id).in_(mine))

    def entries(self, delivery: DeliveryId) -> tuple[Entry, ...]:
        note = DonationNoteRow
        notes = {
            each.entry_id: each.note for each in self._session.exec(select(note).where(note.delivery_id == delivery))
        }
        return tuple(replace(each, note=notes.get(each.id)) for each in self.entries_of([delivery]).get(delivery, ()))

    def entries_of(self, deliveries: Collection[DeliveryId]) -> Mapping[DeliveryId, tuple[Entry, ...]]:
        row = DonationEntryRow
        wanted = select(row).where(col(row.delivery_id).in_(deliveries)).order_by(col(row.delivery_id), col(row.number))
        found: dict[DeliveryId, tuple[Entry, ...]] = defaultdict(tuple)
        for each in self._session.exec(wanted):
            found[DeliveryId(each.delivery_id)] += (_ENTRY.validate_json(each.content),)
        return dict(found)

    def add_entry(self, delivery: DeliveryId, entry: Entry) -> None:
        row = DonationEntryRow
        count = self._session.exec(select(func.count()).where(row.delivery_id == delivery)).one()
        add_contested(
            self._session,
            DonationEntryRow(
                delivery_id=delivery,
                number=count + 1,
                entry_id=entry.id,
                said=entry.said,
                said_at=entry.at,
                content=canonical(plain(replace(entry, note=None))).decode(),
            ),
        )
        if entry.note is not None:
            add_contested(self._session, DonationNoteRow(delivery_id=delivery, entry_id=entry.id, note=entry.note))

    def forget_note(self, delivery: DeliveryId, entry: EntryId) -> None:
        note = DonationNoteRow
        self._session.exec(delete(note).where(col(note.delivery_id) == delivery, col(note.entry_id) == entry))
        self._session.flush()

    def _deliveries(self, *asked: Any) -> tuple[Delivery, ...]:
        row = DonationDeliveryRow
        wanted = select(row).where(*asked).order_by(col(row.made_at).desc(), col(row.delivery_id))
        rows = self._session.exec(wanted).all()
        device = DonationDeviceRow
        of = select(device).where(col(device.delivery_id).in_([each.delivery_id for each in rows]))
        devices: dict[str, tuple[DeviceKey, ...]] = defaultdict(tuple)
        for each in self._session.exec(of.order_by(col(device.delivery_id), col(device.position))):
            devices[each.delivery_id] += (DeviceKey(each.device_key),)
        return tuple(_delivery(each, devices[each.delivery_id]) for each in rows)


def _version(row: DonationProgrammeRow) -> ProgrammeVersion:
    programme = _PROGRAMME.validate_json(row.content)
    return ProgrammeVersion(programme, row.number, row.changed_at, AccountId(row.changed_by))


def _delivery(row: DonationDeliveryRow, devices: tuple[DeviceKey, ...]) -> Delivery:
    return Delivery(
        id=DeliveryId(row.delivery_id),
        programme=ProgrammeId(row.programme_id),
        coordinator=OrganisationId(row.coordinator),
        intermediary=OrganisationId(row.intermediary),
        consignment=ConsignmentId(row.consignment_id),
        passing=Passing(row.passing),
        devices=devices,
        made_at=row.made_at,
        made_by=AccountId(row.made_by),
        due=row.due,
    )
