"""Passports in SQL: the stores behind `dpp.service.ports`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, update
from sqlalchemy import select as sql_select
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from dpp.adapters import search
from dpp.adapters.contested import add_contested, contested
from dpp.adapters.database import connection_of
from dpp.adapters.mapping import add_row, row_with, stored_from, table_of, values_of
from dpp.adapters.rows.passports import (
    Gs1KeyRow,
    HistoryPartRow,
    LabelRow,
    LeafRow,
    ModelPartRow,
    PassportRow,
    PassportVersionRow,
)
from dpp.domain.errors import Conflict
from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import Message, message
from dpp.domain.opaque import LabelCode, PassportId
from dpp.service.ports import Leaf, StoredChange, StoredLabel, StoredModel, StoredPassport, StoredVersion

_PASSPORT, _VERSION, _MODEL = table_of(PassportRow), table_of(PassportVersionRow), table_of(ModelPartRow)
_LABEL, _LEAF = table_of(LabelRow), table_of(LeafRow)
_LABELS: Select[*tuple[Any, ...]] = (
    sql_select(_LABEL).where(_LABEL.c.passport_id == bindparam("passport")).order_by(_LABEL.c.issued_at)
)
"""Made once, and without the ORM: whoever publishes waits for it."""
ACTIVE_LABELS = (
    sql_select(_LABEL.c.passport_id, _LABEL.c.code, _LABEL.c.issued_at)
    .where(_LABEL.c.state == LabelState.ACTIVE)
    .subquery("active_label")
)
"""The labels that are on things now, for statements that join them."""


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds, so that the order of texts is the order of times."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


class SqlPassports:
    """`PassportStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, passport_id: PassportId) -> StoredPassport | None:
        row = row_with(self._session, _PASSPORT, passport_id)
        return None if row is None else _passport(row)

    def put(self, passport: StoredPassport) -> None:
        updated_at, overrides = instant(passport.updated_at), " ".join(passport.overrides)
        self._session.merge(PassportRow(**values_of(passport, updated_at=updated_at, overrides=overrides)))
        self._session.flush()
        if passport.passport_id == passport.model_id:
            search.set_status(self._session, passport.passport_id, passport.status)

    def add(self, passports: Sequence[StoredPassport]) -> None:
        insert_all(
            self._session,
            PassportRow,
            [
                values_of(each, updated_at=instant(each.updated_at), overrides=" ".join(each.overrides))
                for each in passports
            ],
            message("One of these passports is there already."),
        )

    def known(self, passport_ids: Sequence[PassportId]) -> Mapping[PassportId, StoredPassport]:
        row = PassportRow
        return {
            PassportId(each.passport_id): _passport(each)
            for some in some_of(passport_ids)
            for each in self._session.exec(select(row).where(col(row.passport_id).in_(some)))
        }

    def digests(self, passport_ids: Sequence[PassportId]) -> Mapping[PassportId, str]:
        passport, version = PassportRow, PassportVersionRow
        newest = (version.passport_id == passport.passport_id) & (version.version == passport.version)
        return {
            PassportId(found): digest
            for some in some_of(passport_ids)
            for found, digest in self._session.exec(
                select(passport.passport_id, version.sha256)
                .join(version, onclause=newest)  # type: ignore[arg-type]  # SQLModel types a comparison as a bool
                .where(col(passport.passport_id).in_(some))
            )
        }

    def add_versions(self, versions: Sequence[StoredVersion]) -> None:
        taken = message("A version of this passport was made by somebody else.")
        insert_all(self._session, PassportVersionRow, [_version_values(each) for each in versions], taken)

    def add_version(self, version: StoredVersion) -> None:
        taken = message("Version {number} of this passport was made by somebody else.", number=version.version)
        add_contested(self._session, PassportVersionRow(**_version_values(version)), taken)

    def version(self, passport_id: PassportId, number: int) -> StoredVersion | None:
        row = row_with(self._session, _VERSION, passport_id, number)
        return None if row is None else version_of(row)

    def version_at(self, passport_id: PassportId, moment: datetime) -> StoredVersion | None:
        row = self._session.exec(
            select(PassportVersionRow)
            .where(PassportVersionRow.passport_id == passport_id, PassportVersionRow.recorded_at <= moment)
            .order_by(col(PassportVersionRow.version).desc())
        ).first()
        return None if row is None else version_of(row)

    def versions(self, passport_id: PassportId) -> Sequence[StoredVersion]:
        rows = self._session.exec(
            select(PassportVersionRow)
            .where(PassportVersionRow.passport_id == passport_id)
            .order_by(col(PassportVersionRow.version))
        )
        return [version_of(row) for row in rows]

    def changes(self, passport_id: PassportId, *, until: int) -> Sequence[StoredChange]:
        row = PassportVersionRow
        found = self._session.exec(
            select(row)
            .options(load_only(*(getattr(row, each.name) for each in fields(StoredChange))))
            .where(row.passport_id == passport_id, row.version <= until)
            .order_by(col(row.version))
        )
        return [
            stored_from(StoredChange, each, changed=tuple(each.changed.split()), evidence=_evidence(each.evidence))
            for each in found
        ]

    def put_history(self, passport_id: PassportId, body: bytes) -> None:
        row = self._session.get(HistoryPartRow, passport_id)
        if row is None:
            self._session.add(HistoryPartRow(passport_id=passport_id, version=1, body=body))
        elif row.body != body:
            row.body, row.version = body, row.version + 1
        self._session.flush()

    def history(self, passport_id: PassportId) -> bytes:
        row = self._session.get(HistoryPartRow, passport_id)
        return row.body if row else b""


class SqlModels:
    """`ModelStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, model_id: PassportId) -> StoredModel | None:
        row = row_with(self._session, _MODEL, model_id)
        return None if row is None else _model(row)

    def put(self, model: StoredModel) -> None:
        key = _search_key(model.brand, model.name)
        self._session.merge(ModelPartRow(**values_of(model, updated_at=instant(model.updated_at)), search=key))
        self._session.flush()
        search.index(self._session, model.model_id, model.elements)

    def named(self, brand: str, name: str) -> StoredModel | None:
        row = self._session.exec(select(ModelPartRow).where(ModelPartRow.search == _search_key(brand, name))).first()
        return None if row is None else _model(row)

    def known(self, model_ids: Sequence[PassportId]) -> Mapping[PassportId, StoredModel]:
        row = ModelPartRow
        return {
            PassportId(each.model_id): _model(each)
            for some in some_of(model_ids)
            for each in self._session.exec(select(row).where(col(row.model_id).in_(some)))
        }

    def holding(self, words: Sequence[str], limit: int) -> Sequence[StoredModel]:
        row = ModelPartRow
        held = (col(row.search).contains(word, autoescape=True) for word in words)
        found = select(row).where(*held).order_by(row.brand, row.name, row.model_id).limit(limit)
        return [_model(each) for each in self._session.exec(found)]

    def newest(self, limit: int) -> Sequence[StoredModel]:
        row = ModelPartRow
        last = select(row).order_by(col(row.updated_at).desc(), col(row.model_id)).limit(limit)
        return [_model(each) for each in self._session.exec(last)]

    def all(self, *, group: str | None = None) -> Sequence[StoredModel]:
        found = select(ModelPartRow).order_by(ModelPartRow.group, ModelPartRow.brand, ModelPartRow.name)
        if group is not None:
            found = found.where(ModelPartRow.group == group)
        return [_model(row) for row in self._session.exec(found)]


class SqlLabels:
    """`LabelStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, label: StoredLabel) -> None:
        taken = message("Label code {code} is taken.", code=label.code)
        add_contested(self._session, LabelRow(**values_of(label)), taken)

    def add_all(self, labels: Sequence[StoredLabel]) -> None:
        insert_all(
            self._session, LabelRow, [values_of(each) for each in labels], message("One of these label codes is taken.")
        )

    def put(self, label: StoredLabel) -> None:
        self._session.merge(LabelRow(**values_of(label)))
        self._session.flush()

    def get(self, code: LabelCode) -> StoredLabel | None:
        row = row_with(self._session, _LABEL, code)
        return None if row is None else _label(row)

    def hold(self, code: LabelCode) -> StoredLabel | None:
        self._session.flush()
        row = self._session.get(LabelRow, code, populate_existing=True, with_for_update=True)
        return None if row is None else _label(row)

    def of_passport(self, passport_id: PassportId) -> Sequence[StoredLabel]:
        return [_label(row) for row in connection_of(self._session).execute(_LABELS, {"passport": passport_id})]


class SqlGs1Keys:
    """`Gs1KeyStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, path: str) -> PassportId | None:
        row = self._session.get(Gs1KeyRow, path)
        return None if row is None else PassportId(row.passport_id)

    def put(self, path: str, passport_id: PassportId) -> None:
        row = self._session.get(Gs1KeyRow, path)
        taken = message("{path} names another passport already.", path=path)
        if row is None:
            add_contested(self._session, Gs1KeyRow(uri=path, passport_id=passport_id), taken)
        elif row.passport_id != passport_id:
            raise Conflict(taken)

    def known(self, paths: Sequence[str]) -> Mapping[str, PassportId]:
        row = Gs1KeyRow
        return {
            path: PassportId(passport)
            for some in some_of(paths)
            for path, passport in self._session.exec(select(row.uri, row.passport_id).where(col(row.uri).in_(some)))
        }

    def add(self, paths: Mapping[str, PassportId]) -> None:
        rows = [{"uri": path, "passport_id": passport} for path, passport in paths.items()]
        insert_all(self._session, Gs1KeyRow, rows, message("One of these paths names another passport already."))

    def of_passport(self, passport_id: PassportId) -> Sequence[str]:
        found = select(Gs1KeyRow.uri).where(Gs1KeyRow.passport_id == passport_id).order_by(Gs1KeyRow.uri)
        return self._session.exec(found).all()

    def move(self, before: PassportId, after: PassportId) -> None:
        self._session.exec(update(Gs1KeyRow).where(col(Gs1KeyRow.passport_id) == before).values(passport_id=after))


class SqlLeaves:
    """`LeafStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, leaf: Leaf) -> None:
        add_row(self._session, _LEAF, values_of(leaf))

    def of_subject(self, subject: str, kind: str) -> Sequence[Leaf]:
        rows = self._session.exec(
            select(LeafRow).where(LeafRow.subject == subject, LeafRow.kind == kind).order_by(col(LeafRow.number))
        )
        return [stored_from(Leaf, row) for row in rows]

    def add_all(self, leaves: Sequence[Leaf]) -> None:
        insert_all(
            self._session,
            LeafRow,
            [values_of(each) for each in leaves],
            message("One of these leaves is there already."),
        )


AT_ONCE = 500
"""Values in one question; both engines take more, in no less time."""


def some_of(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def insert_all(session: Session, table: Any, rows: Sequence[Mapping[str, Any]], taken: Message) -> None:
    """Many rows in one go, past the objects of the session; Conflict (`taken`) where a key is taken."""
    session.flush()
    if not rows:
        return
    with contested(session, taken):
        session.connection().execute(insert(table.__table__), list(rows))


def _search_key(brand: str, name: str) -> str:
    return " ".join(f"{brand} {name}".lower().split())


def _passport(row: Any) -> StoredPassport:
    overrides = tuple(row.overrides.split())
    return stored_from(StoredPassport, row, updated_at=moment(row.updated_at), overrides=overrides)


def _model(row: Any) -> StoredModel:
    return stored_from(StoredModel, row, updated_at=moment(row.updated_at))


def _version_values(version: StoredVersion) -> dict[str, Any]:
    texts = {
        "changed": " ".join(version.changed),
        "evidence": _json_text(version.evidence),
        "pins": _json_text(version.pins),
    }
    return values_of(version, **texts)


def version_of(row: Any) -> StoredVersion:
    return stored_from(
        StoredVersion,
        row,
        changed=tuple(row.changed.split()),
        evidence=_evidence(row.evidence),
        pins=json.loads(row.pins) if row.pins else {},
    )


def _json_text(content: Any) -> str:
    """As JSON; nothing at all for what is nearly always empty."""
    return json.dumps(content) if content else ""


def _evidence(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()


def _label(row: Any) -> StoredLabel:
    return stored_from(StoredLabel, row)
