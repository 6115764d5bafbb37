"""What the leaves of passports, access records, claims and contradictions commit to, read back from their tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, and_, exists, literal, select, tuple_
from sqlmodel import Session, col

from dpp.adapters.access import record_of
from dpp.adapters.claims import SqlClaims
from dpp.adapters.contradictions import SqlContradictions
from dpp.adapters.mapping import stored_from
from dpp.adapters.rows.access import AccessReaderRow, AccessRecordRow
from dpp.adapters.rows.claims import ContradictionRow, ContradictionStepRow, ModelClaimStepRow
from dpp.adapters.rows.log import ErasureRow
from dpp.adapters.rows.passports import LeafRow, PassportVersionRow
from dpp.adapters.stores import version_of
from dpp.domain.access_record import AccessRecord, committed, reader_of
from dpp.domain.claims.claim import ClaimId
from dpp.domain.claims.contradiction import ContradictionId
from dpp.domain.log.faults import Fault, FaultKind, LeafKey
from dpp.domain.proof import canonical, commitment, sha256
from dpp.service.access_log import LEAF_KIND as ACCESS
from dpp.service.claims import claims, contradictions
from dpp.service.log.bundles import VERSION
from dpp.service.log.erasing import ERASURE, Erasure, erasure_said
from dpp.service.log.ports import Content
from dpp.service.version_log import recorded

FORGOTTEN = "who read was forgotten when the time for it was over"
_AT_ONCE = 500


class SqlVersionContents:
    """Versions of passports."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, keys: Sequence[LeafKey]) -> Mapping[LeafKey, Content]:
        row = PassportVersionRow
        found = {}
        for some in places(keys):
            wanted = select(row).where(tuple_(col(row.passport_id), col(row.version)).in_(some))
            for each in self._session.scalars(wanted.execution_options(populate_existing=True)):
                found[LeafKey(VERSION, each.passport_id, each.version)] = self._content(each)
        self._session.expunge_all()
        return found

    @staticmethod
    def _content(row: PassportVersionRow) -> Content:
        faults: tuple[Fault, ...] = ()
        if sha256(row.received) != row.sha256:
            what = "the bytes of this version are not those that were received"
            faults = (Fault(FaultKind.CONTENT_DIFFERS, what),)
        return Content((canonical(recorded(version_of(row))),), row.recorded_at, faults, row.received)

    def without_leaf(self) -> Iterable[LeafKey]:
        row = PassportVersionRow
        return keys_without_leaf(self._session, VERSION, col(row.passport_id), col(row.version))


class SqlAccessContents:
    """Controlled readings and changes of rights."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, keys: Sequence[LeafKey]) -> Mapping[LeafKey, Content]:
        row, reader = AccessRecordRow, AccessReaderRow
        found = {}
        for some in places(keys):
            ids = [subject for subject, _ in some]
            wanted = select(row, reader).join(reader, col(reader.record_id) == col(row.record_id), isouter=True)
            for each, who in self._session.execute(wanted.where(col(row.record_id).in_(ids))):
                found[LeafKey(ACCESS, each.record_id, 1)] = self._content(each, who)
        self._session.expunge_all()
        return found

    @staticmethod
    def _content(row: AccessRecordRow, who: AccessReaderRow | None) -> Content:
        record = record_of(row, who)
        said = (canonical(committed(record, row.reader)),)
        if row.reader is None:  # the first records had no seal: when the reader is forgotten, none can be opened
            return Content(said, record.at, opaque=FORGOTTEN if who is None else None)
        return Content(said, record.at, tuple(_seal_faults(record, row.reader, who)))

    def without_leaf(self) -> Iterable[LeafKey]:
        return keys_without_leaf(self._session, ACCESS, col(AccessRecordRow.record_id), literal(1))


def _seal_faults(record: AccessRecord, sealed: str, who: AccessReaderRow | None) -> Iterator[Fault]:
    fits = who is None or (who.salt and commitment(who.salt, canonical(reader_of(record))) == sealed)
    if not fits:
        yield Fault(FaultKind.TEXT_DIFFERS, "who read is not who was committed to")


class SqlClaimContents:
    """Steps of claims on models."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, keys: Sequence[LeafKey]) -> Mapping[LeafKey, Content]:
        store, found = SqlClaims(self._session), {}
        for subject in {key.subject for key in keys}:
            claim = store.get(ClaimId(subject))
            for number, step in enumerate(() if claim is None else claim.steps, 1):
                assert claim is not None
                said = canonical(claims.recorded(replace(claim, steps=claim.steps[:number])))
                found[LeafKey(claims.LEAF, subject, number)] = Content((said,), step.at)
        return {key: found[key] for key in keys if key in found}

    def without_leaf(self) -> Iterable[LeafKey]:
        row = ModelClaimStepRow
        return keys_without_leaf(self._session, claims.LEAF, col(row.claim_id), col(row.number))


class SqlContradictionContents:
    """What was filed, and the steps after it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, keys: Sequence[LeafKey]) -> Mapping[LeafKey, Content]:
        store, found = SqlContradictions(self._session), {}
        for subject in {key.subject for key in keys}:
            whole = store.get(ContradictionId(subject))
            for number in range(0 if whole is None else len(whole.steps) + 1):
                assert whole is not None
                then = replace(whole, steps=whole.steps[:number])
                at = then.steps[-1].at if then.steps else then.filed_at
                said = canonical(contradictions.recorded(then))
                found[LeafKey(contradictions.LEAF, subject, number)] = Content((said,), at)
        return {key: found[key] for key in keys if key in found}

    def without_leaf(self) -> Iterable[LeafKey]:
        kind, filed, step = contradictions.LEAF, ContradictionRow, ContradictionStepRow
        yield from keys_without_leaf(self._session, kind, col(filed.contradiction_id), literal(0))
        yield from keys_without_leaf(self._session, kind, col(step.contradiction_id), col(step.number))


class SqlErasureContents:
    """That a text was erased."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, keys: Sequence[LeafKey]) -> Mapping[LeafKey, Content]:
        row, found = ErasureRow, {}
        for some in places(keys):
            wanted = select(row).where(tuple_(col(row.subject), col(row.number)).in_(some))
            for each in self._session.scalars(wanted):
                said = canonical(erasure_said(stored_from(Erasure, each)))
                found[LeafKey(ERASURE, each.subject, each.number)] = Content((said,), each.erased_at)
        return found

    def without_leaf(self) -> Iterable[LeafKey]:
        return keys_without_leaf(self._session, ERASURE, col(ErasureRow.subject), col(ErasureRow.number))


def places(keys: Sequence[LeafKey]) -> Iterator[list[tuple[str, int]]]:
    """The subjects and numbers, some at a time."""
    every = [(key.subject, key.number) for key in keys]
    return (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))


def keys_without_leaf(session: Session, kind: str, subject: Any, number: Any) -> Iterator[LeafKey]:
    """Rows, named by these columns, that no leaf of this kind proves."""
    leaf = LeafRow
    mine = and_(col(leaf.subject) == subject, col(leaf.kind) == kind, col(leaf.number) == number)
    missing: Select[Any] = select(subject, number).where(~exists().where(mine)).order_by(subject, number)
    for found, count in session.execute(missing):
        yield LeafKey(kind, found, count)
