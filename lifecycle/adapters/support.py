"""What the dataset of support ends said, in SQL: the store behind `lifecycle.service.support_ports`."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select, tuple_

from dpp.adapters.contested import add_contested
from dpp.adapters.mapping import stored_from
from dpp.domain.actor import AccountId
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.support import SupportEntryRow, SupportLoadRow, SupportMatchRow
from lifecycle.domain.support.loading import Entry, Load
from lifecycle.domain.support.matching import Confirmation, release_key
from lifecycle.domain.support.releases import ReleaseName, read_release, write_release

_AGAIN = message("Read it again, then repeat what you did if it is still needed.")


class SqlSupport:
    """`SupportStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_load(self, load: Load) -> None:
        products = json.dumps(load.products)
        add_contested(
            self._session,
            SupportLoadRow(
                number=load.number,
                dated=load.dated,
                retrieved_at=load.retrieved_at,
                loaded_by=load.by,
                sha256=load.sha256,
                products=products,
            ),
            message("Somebody else took in such a file at the same moment."),
            _AGAIN,
        )

    def add_entries(self, entries: Collection[Entry]) -> None:
        self._session.add_all(map(_entry_row, entries))
        self._session.flush()

    def loads(self) -> tuple[Load, ...]:
        rows = self._session.exec(select(SupportLoadRow).order_by(col(SupportLoadRow.number)))
        return tuple(
            stored_from(Load, row, by=AccountId(row.loaded_by), products=tuple(json.loads(row.products)))
            for row in rows
        )

    def dated(self) -> date | None:
        return self._session.exec(select(func.max(SupportLoadRow.dated))).one()

    def newest(self, products: Collection[str]) -> Mapping[ReleaseName, Entry]:
        return self._newest(col(SupportEntryRow.product).in_(products))

    def named(self, products: Collection[str], keys: Collection[str]) -> Mapping[ReleaseName, Entry]:
        row = SupportEntryRow
        wanted = select(row.product, row.release).where(col(row.product).in_(products), col(row.name_key).in_(keys))
        names = {ReleaseName(*found) for found in self._session.exec(wanted)}
        return self._newest(_is_one_of(names)) if names else {}

    def history(self, name: ReleaseName) -> tuple[Entry, ...]:
        mine = select(SupportEntryRow).where(_is_one_of({name}))
        return tuple(map(_entry, self._session.exec(mine.order_by(col(SupportEntryRow.load)))))

    def confirm(self, confirmation: Confirmation) -> None:
        release = confirmation.release
        add_contested(
            self._session,
            SupportMatchRow(
                model_id=confirmation.model_id,
                number=confirmation.number,
                product=None if release is None else release.product,
                release=None if release is None else release.release,
                confirmed_at=confirmation.at,
                confirmed_by=confirmation.by,
            ),
            message("Somebody else said which release this model is at the same moment."),
            _AGAIN,
        )

    def confirmation(self, model: PassportId) -> Confirmation | None:
        mine = select(SupportMatchRow).where(SupportMatchRow.model_id == model)
        last = self._session.exec(mine.order_by(col(SupportMatchRow.number).desc()).limit(1)).first()
        return None if last is None else _confirmation(last)

    def confirmations(self) -> Mapping[PassportId, Confirmation]:
        rows = self._session.exec(select(SupportMatchRow).order_by(col(SupportMatchRow.number)))
        return {PassportId(row.model_id): _confirmation(row) for row in rows}

    def _newest(self, condition: ColumnElement[bool]) -> Mapping[ReleaseName, Entry]:
        wanted = select(SupportEntryRow).where(condition).order_by(col(SupportEntryRow.load))
        rows = {ReleaseName(row.product, row.release): row for row in self._session.exec(wanted)}
        return {name: _entry(row) for name, row in rows.items()}


def _is_one_of(names: Iterable[ReleaseName]) -> ColumnElement[bool]:
    row = SupportEntryRow
    return tuple_(col(row.product), col(row.release)).in_([(each.product, each.release) for each in names])


def _entry_row(entry: Entry) -> SupportEntryRow:
    return SupportEntryRow(
        product=entry.name.product,
        release=entry.name.release,
        load=entry.load,
        name_key=release_key(entry.release),
        listed=entry.listed,
        content=canonical(write_release(entry.release)).decode(),
    )


def _entry(row: SupportEntryRow) -> Entry:
    release = read_release(ReleaseName(row.product, row.release), json.loads(row.content))
    return Entry(row.load, release, row.listed)


def _confirmation(row: SupportMatchRow) -> Confirmation:
    named = row.product is not None and row.release is not None
    return Confirmation(
        PassportId(row.model_id),
        row.number,
        ReleaseName(str(row.product), str(row.release)) if named else None,
        row.confirmed_at,
        AccountId(row.confirmed_by),
    )
