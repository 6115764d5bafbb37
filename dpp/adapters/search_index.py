"""The index of everything that can be found, in SQL: `SearchIndex` over a session, for the stores of every context.

Three questions answer a search: what begins with what was typed, how often each of its groups of three characters is
there (counted no further than matters), and which texts have most of the rarest. Each is bounded, whatever is typed,
and leaves out what may not be seen before it cuts anything off.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Table, column, func, literal, select, union_all, values
from sqlalchemy.engine import Connection
from sqlmodel import Session

from dpp.adapters.database import connection_of
from dpp.adapters.mapping import table_of
from dpp.adapters.rows.search_index import SearchEntryRow, SearchGramRow, SearchReaderRow
from dpp.domain.actor import OrganisationId
from dpp.domain.permission import Relation
from dpp.domain.search import EVERYBODY, Entry, Kind, Reader, Subject, What
from dpp.domain.search.folding import Style, folded
from dpp.domain.search.grams import MOST_OF_ONE, grams_of, rarest
from dpp.domain.search.subjects import STYLES
from dpp.service.search import SHORTEST, Candidate, Sight

_ENTRY, _READER, _GRAM = table_of(SearchEntryRow), table_of(SearchReaderRow), table_of(SearchGramRow)
_COLUMNS = tuple(each for each in _ENTRY.c if each.name != "folded")
_NUMBERS = {
    Kind.DEVICE: 1,
    Kind.MODEL: 2,
    Kind.CONSIGNMENT: 3,
    Kind.LOT: 4,
    Kind.REQUEST: 5,
    Kind.REPAIR_ORDER: 6,
    Kind.ORGANISATION: 7,
}
"""Of a kind in the number of a group of three: fixed, because they are stored."""
_BITS = 16
_MOST_BEGINNING, _MOST_SIMILAR = 60, 100
_MOST_IN_RANGE = 5_000
_FEW = 2_000
"""Of so few things everything is looked at that begins as typed, instead of a range that others fill."""
_AFTER_ALL = b"\xff"
"""No UTF-8 text has this byte, so it comes after whatever begins in the same way."""


class SqlSearchIndex:
    """`SearchIndex` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, subject: Subject) -> None:
        connection = self._session.connection()
        self._put_entries(connection, subject)
        here = (_READER.c.kind == subject.kind) & (_READER.c.subject == subject.id)
        there = _readers(connection, subject.kind, subject.id)
        wanted = subject.readers if subject.entries else EVERYBODY
        for reader in there - wanted:
            mine = (_READER.c.organisation == reader.organisation) & (_READER.c.relation == reader.relation)
            connection.execute(_READER.delete().where(here, mine))
        if new := sorted(wanted - there):
            place = {"kind": subject.kind, "subject": subject.id}
            connection.execute(_READER.insert(), [place | vars(reader) for reader in new])

    def _put_entries(self, connection: Connection, subject: Subject) -> None:
        known = {_entry(row): row for row in _rows_of(connection, subject.kind, subject.id)}
        for entry in known.keys() - subject.entries:
            number, grams = known[entry].number, _grams(subject.kind, entry)
            connection.execute(_GRAM.delete().where(_GRAM.c.gram.in_(grams), _GRAM.c.entry == number))
            connection.execute(_ENTRY.delete().where(_ENTRY.c.number == number))
        shown = {"label": subject.label, "parties": " ".join(subject.parties)}
        if any((row.label, row.parties) != tuple(shown.values()) for row in known.values()):
            here = (_ENTRY.c.kind == subject.kind) & (_ENTRY.c.subject == subject.id)
            connection.execute(_ENTRY.update().where(here).values(shown))
        if new := sorted(subject.entries - known.keys()):
            _add_entries(connection, subject, new)

    def get(self, kind: Kind, subject_id: str) -> Subject | None:
        connection = connection_of(self._session)
        rows = _rows_of(connection, kind, subject_id)
        if not rows:
            return None
        readers = _readers(connection, kind, subject_id)
        return Subject(kind, subject_id, rows[0].label, frozenset(map(_entry, rows)), readers, _parties(rows[0]))

    def candidates(self, typed: str, sights: Mapping[Kind, Sight]) -> tuple[Candidate, ...]:
        connection = connection_of(self._session)
        asked = [*self._beginning(connection, typed, sights), *self._similar(connection, typed, sights)]
        found = {row.number: row for question in asked for row in connection.execute(question)}
        return tuple(map(_candidate, found.values()))

    def _beginning(
        self, connection: Connection, typed: str, sights: Mapping[Kind, Sight]
    ) -> Iterator[Select[*tuple[Any, ...]]]:
        few = _with_few(connection, sights)
        for kind, sight in sights.items():
            for beginning in {folded(typed, style).encode() for style in STYLES[kind]}:
                if len(beginning) >= SHORTEST:
                    yield _begins(kind, beginning, sight, few=kind in few)

    def _similar(
        self, connection: Connection, typed: str, sights: Mapping[Kind, Sight]
    ) -> Iterator[Select[*tuple[Any, ...]]]:
        groups = {(kind, style): _grams_typed(kind, style, typed) for kind in sights for style in STYLES[kind]}
        counts = _counts(connection, {gram for grams in groups.values() for gram in grams})
        for (kind, style), grams in groups.items():
            asked = rarest({gram: counts.get(gram, 0) for gram in grams}, of_words=style is Style.WORDS)
            if asked.grams:
                yield _having(asked.grams, asked.least, sights[kind])


def _begins(kind: Kind, beginning: bytes, sight: Sight, *, few: bool) -> Select[*tuple[Any, ...]]:
    """What begins so, the shortest first where everything is looked at that somebody may see."""
    ranged = (_ENTRY.c.kind == kind, _ENTRY.c.folded >= beginning, _ENTRY.c.folded < beginning + _AFTER_ALL)
    in_order = (_ENTRY.c.folded, _ENTRY.c.number)
    if sight.is_everything:
        return select(*_COLUMNS).where(*ranged).order_by(*in_order).limit(_MOST_BEGINNING)
    if few:
        mine = select(_READER.c.subject).where(*_read_by(sight), _READER.c.kind == kind)
        begins = func.substr(_ENTRY.c.folded, 1, len(beginning)) == literal(beginning)
        of_mine = select(*_COLUMNS).where(_ENTRY.c.kind == kind, _ENTRY.c.subject.in_(mine), begins)
        return of_mine.order_by(func.length(_ENTRY.c.folded), *in_order).limit(_MOST_BEGINNING)
    some = select(*_COLUMNS, _ENTRY.c.folded).where(*ranged).order_by(*in_order).limit(_MOST_IN_RANGE).subquery()
    seen = select(*(some.c[each.name] for each in _COLUMNS)).where(_is_seen(sight, some.c.kind, some.c.subject))
    return seen.order_by(some.c.folded, some.c.number).limit(_MOST_BEGINNING)


def _having(grams: Sequence[int], least: int, sight: Sight) -> Select[*tuple[Any, ...]]:
    """What has at least so many of these groups of three, those with most of them first."""
    lists = (select(_GRAM.c.entry).where(_GRAM.c.gram == gram).limit(MOST_OF_ONE).subquery() for gram in grams)
    together = union_all(*(select(each.c.entry) for each in lists)).subquery()
    shared = func.count().label("shared")
    counted = select(together.c.entry, shared).group_by(together.c.entry).having(func.count() >= least).subquery()
    asked = select(*_COLUMNS).join(counted, counted.c.entry == _ENTRY.c.number)
    if not sight.is_everything:
        asked = asked.where(_is_seen(sight, _ENTRY.c.kind, _ENTRY.c.subject))
    return asked.order_by(counted.c.shared.desc(), _ENTRY.c.number).limit(_MOST_SIMILAR)


def _read_by(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    return _READER.c.organisation == sight.organisation, _READER.c.relation.in_(sorted(sight.relations))


def _is_seen(sight: Sight, kind: ColumnElement[str], subject: ColumnElement[str]) -> ColumnElement[bool]:
    there = select(literal(1)).where(_READER.c.kind == kind, _READER.c.subject == subject, *_read_by(sight))
    return there.exists()


def _with_few(connection: Connection, sights: Mapping[Kind, Sight]) -> set[Kind]:
    """The kinds of which the organisation stands to few."""
    found = set()
    for kind, sight in sights.items():
        if not sight.is_everything:
            mine = select(literal(1)).where(_READER.c.organisation == sight.organisation, _READER.c.kind == kind)
            counted = select(func.count()).select_from(mine.limit(_FEW + 1).subquery())
            if connection.execute(counted).scalar_one() <= _FEW:
                found.add(kind)
    return found


def _counts(connection: Connection, grams: Iterable[int]) -> dict[int, int]:
    """How often each is there, counted no further than `MOST_OF_ONE`."""
    wanted = sorted(grams)
    if not wanted:
        return {}
    asked = values(column("gram", Integer), name="asked").data([(gram,) for gram in wanted]).cte()
    some = select(literal(1)).where(_GRAM.c.gram == asked.c.gram).correlate(asked).limit(MOST_OF_ONE).subquery()
    count = select(func.count()).select_from(some).scalar_subquery()
    return {gram: many for gram, many in connection.execute(select(asked.c.gram, count)) if many}


def _grams(kind: Kind, entry: Entry) -> list[int]:
    return [_NUMBERS[kind] << _BITS | gram for gram in sorted(grams_of(entry.folded))]


def _grams_typed(kind: Kind, style: Style, typed: str) -> list[int]:
    return [_NUMBERS[kind] << _BITS | gram for gram in sorted(grams_of(folded(typed, style)))]


def _add_entries(connection: Connection, subject: Subject, entries: Sequence[Entry]) -> None:
    rows = [_values(subject, entry) for entry in entries]
    added = connection.execute(_ENTRY.insert().returning(_ENTRY.c.number, sort_by_parameter_order=True), rows)
    grams = [
        {"gram": gram, "entry": number}
        for entry, number in zip(entries, added.scalars(), strict=True)
        for gram in _grams(subject.kind, entry)
    ]
    connection.execute(_GRAM.insert(), grams)


def index_rows(subjects: Iterable[Subject], first: int) -> tuple[dict[Table, list[dict[str, Any]]], int]:
    """The rows of many new subjects, numbered from `first`, and the number after them: for filling an empty index."""
    rows: dict[Table, list[dict[str, Any]]] = {_ENTRY: [], _READER: [], _GRAM: []}
    number = first
    for each in subjects:
        for entry in sorted(each.entries):
            rows[_ENTRY].append(_values(each, entry) | {"number": number})
            rows[_GRAM] += ({"gram": gram, "entry": number} for gram in _grams(each.kind, entry))
            number += 1
        rows[_READER] += ({"kind": each.kind, "subject": each.id} | vars(reader) for reader in each.readers)
    return rows, number


def _values(subject: Subject, entry: Entry) -> dict[str, Any]:
    """The row of an entry but for its number."""
    parties = " ".join(subject.parties)
    place = {"kind": subject.kind, "subject": subject.id, "label": subject.label, "parties": parties}
    return place | {"what": entry.what, "text": entry.text, "folded": entry.folded.encode()}


def _rows_of(connection: Connection, kind: Kind, subject_id: str) -> Sequence[Any]:
    mine = select(*_COLUMNS).where(_ENTRY.c.kind == kind, _ENTRY.c.subject == subject_id)
    return connection.execute(mine.order_by(_ENTRY.c.number)).all()


def _readers(connection: Connection, kind: Kind, subject_id: str) -> frozenset[Reader]:
    mine = select(_READER).where(_READER.c.kind == kind, _READER.c.subject == subject_id)
    found = connection.execute(mine)
    return frozenset(Reader(OrganisationId(row.organisation), Relation(row.relation)) for row in found)


def _entry(row: Any) -> Entry:
    return Entry(What(row.what), row.text)


def _candidate(row: Any) -> Candidate:
    return Candidate(Kind(row.kind), row.subject, row.label, _entry(row), _parties(row))


def _parties(row: Any) -> tuple[OrganisationId, ...]:
    return tuple(map(OrganisationId, row.parties.split()))
