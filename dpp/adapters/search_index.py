"""The index of everything that can be found, in SQL: `SearchIndex` over a session, for the stores of every context.

Three questions answer a search: what begins with what was typed, how often each of its groups of three characters is
there (counted no further than matters), and which texts have most of the rarest. Each is bounded, whatever is typed,
and leaves out what may not be seen before it cuts anything off.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Table,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.engine import Connection
from sqlmodel import Session

from dpp.adapters.database import connection_of
from dpp.adapters.mapping import table_of
from dpp.adapters.rows.search_index import SearchEntryRow, SearchGramRow, SearchReaderRow
from dpp.domain.actor import OrganisationId
from dpp.domain.permission import Relation
from dpp.domain.search import EVERYBODY, Entry, Kind, Reader, Subject, What
from dpp.domain.search.folding import Style, folded
from dpp.domain.search.grams import MOST_ASKED, MOST_OF_ONE, grams_of, rarest
from dpp.domain.search.subjects import STYLES
from dpp.service.search import SHORTEST, Candidate, Sight

_ENTRY, _READER, _GRAM = table_of(SearchEntryRow), table_of(SearchReaderRow), table_of(SearchGramRow)
_Asked = tuple[Select[*tuple[Any, ...]], dict[str, Any]]
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
_MOST_IN_RANGE = 3_000
_FEW = 2_000
"""Of so few things everything is looked at that begins as typed, instead of a range that others fill."""
_AT_ONCE, _NO_GRAM = 16, -1
"""Statements are made for a multiple of so many groups of three; what is left over asks for one that nothing has."""
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
        asked = [*_beginning(connection, typed, sights), *_similar(connection, typed, sights)]
        found = {row.number: row for question, values in asked for row in connection.execute(question, values)}
        return tuple(map(_candidate, found.values()))


def _beginning(connection: Connection, typed: str, sights: Mapping[Kind, Sight]) -> Iterator[_Asked]:
    few = _stands_to_few(connection, sights)
    for kind, sight in sights.items():
        question = _BEGINS if sight.is_everything else _BEGINS_OF_FEW if few else _BEGINS_OF_MANY
        for beginning in {folded(typed, style).encode() for style in STYLES[kind]}:
            if len(beginning) >= SHORTEST:
                values = {"kind": kind, "beginning": beginning, "after": beginning + _AFTER_ALL} | _reader(sight)
                yield question, values | ({"length": len(beginning)} if question is _BEGINS_OF_FEW else {})


def _similar(connection: Connection, typed: str, sights: Mapping[Kind, Sight]) -> Iterator[_Asked]:
    groups = {(kind, style): _grams_typed(kind, style, typed) for kind in sights for style in STYLES[kind]}
    counts = _counts(connection, {gram for grams in groups.values() for gram in grams})
    for (kind, style), grams in groups.items():
        asked = rarest({gram: counts.get(gram, 0) for gram in grams}, of_words=style is Style.WORDS)
        if asked.grams:
            sight = sights[kind]
            values = _padded(asked.grams, MOST_ASKED) | {"least": asked.least} | _reader(sight)
            yield (_HAVING if sight.is_everything else _HAVING_OF_MINE), values


def _stands_to_few(connection: Connection, sights: Mapping[Kind, Sight]) -> bool:
    """Whether the organisation of these sights stands to so few things that all of them can be looked at."""
    mine = {sight.organisation for sight in sights.values() if not sight.is_everything}
    return all(connection.execute(_MANY, {"organisation": each}).scalar_one() <= _FEW for each in mine)


def _counts(connection: Connection, grams: Collection[int]) -> dict[int, int]:
    """How often each is there, counted no further than `MOST_OF_ONE`."""
    if not grams:
        return {}
    size = -(-len(grams) // _AT_ONCE) * _AT_ONCE
    return {gram: many for gram, many in connection.execute(_counting(size), _padded(sorted(grams), size)) if many}


def _padded(grams: Sequence[int], size: int) -> dict[str, int]:
    """As values of a statement that was made for so many."""
    return {f"gram{place}": grams[place] if place < len(grams) else _NO_GRAM for place in range(size)}


def _reader(sight: Sight) -> dict[str, Any]:
    return {} if sight.is_everything else {"organisation": sight.organisation, "relations": sorted(sight.relations)}


@cache
def _counting(size: int) -> Select[*tuple[Any, ...]]:
    """How often each of so many groups of three is there; made once, as making it takes longer than asking."""
    one = (select(bindparam(f"gram{place}", type_=Integer).label("gram")) for place in range(size))
    asked = union_all(*one).cte("asked")
    some = select(literal(1)).where(_GRAM.c.gram == asked.c.gram).correlate(asked).limit(MOST_OF_ONE).subquery()
    return select(asked.c.gram, select(func.count()).select_from(some).scalar_subquery())


def _having(*, of_mine: bool) -> Select[*tuple[Any, ...]]:
    """What has at least so many of these groups of three, those with most of them first."""
    lists = (
        select(_GRAM.c.entry).where(_GRAM.c.gram == bindparam(f"gram{place}")).limit(MOST_OF_ONE).subquery()
        for place in range(MOST_ASKED)
    )
    together = union_all(*(select(each.c.entry) for each in lists)).subquery()
    shared, enough = func.count().label("shared"), func.count() >= bindparam("least")
    counted = select(together.c.entry, shared).group_by(together.c.entry).having(enough).subquery()
    asked = select(*_COLUMNS).join(counted, counted.c.entry == _ENTRY.c.number)
    if of_mine:
        asked = asked.where(_is_mine(_ENTRY.c.kind, _ENTRY.c.subject))
    return asked.order_by(counted.c.shared.desc(), _ENTRY.c.number).limit(_MOST_SIMILAR)


def _begins_of_few() -> Select[*tuple[Any, ...]]:
    """What begins so of all that somebody may see. No index helps to find it but that of these few things."""
    mine = select(_READER.c.subject).where(*_READ_BY, _READER.c.kind == bindparam("kind"))
    begins = func.substr(_ENTRY.c.folded, 1, bindparam("length")) == bindparam("beginning")
    asked = select(*_COLUMNS).where(_ENTRY.c.kind == bindparam("kind"), _ENTRY.c.subject.in_(mine), begins)
    return asked.order_by(func.length(_ENTRY.c.folded), _ENTRY.c.folded, _ENTRY.c.number).limit(_MOST_BEGINNING)


def _begins_of_many() -> Select[*tuple[Any, ...]]:
    """What begins so and somebody may see, among the first that begin so."""
    some = select(*_COLUMNS, _ENTRY.c.folded).where(*_RANGE).order_by(*_IN_ORDER).limit(_MOST_IN_RANGE).subquery()
    mine = select(*(some.c[each.name] for each in _COLUMNS)).where(_is_mine(some.c.kind, some.c.subject))
    return mine.order_by(some.c.folded, some.c.number).limit(_MOST_BEGINNING)


def _is_mine(kind: ColumnElement[str], subject: ColumnElement[str]) -> ColumnElement[bool]:
    return select(literal(1)).where(_READER.c.kind == kind, _READER.c.subject == subject, *_READ_BY).exists()


_RANGE = (
    _ENTRY.c.kind == bindparam("kind"),
    _ENTRY.c.folded >= bindparam("beginning"),
    _ENTRY.c.folded < bindparam("after"),
)
_IN_ORDER = (_ENTRY.c.folded, _ENTRY.c.number)
_READ_BY = (
    _READER.c.organisation == bindparam("organisation"),
    _READER.c.relation.in_(bindparam("relations", expanding=True)),
)
_BEGINS = select(*_COLUMNS).where(*_RANGE).order_by(*_IN_ORDER).limit(_MOST_BEGINNING)
_BEGINS_OF_FEW, _BEGINS_OF_MANY = _begins_of_few(), _begins_of_many()
_HAVING, _HAVING_OF_MINE = _having(of_mine=False), _having(of_mine=True)
_MANY = select(func.count()).select_from(
    select(literal(1)).where(_READER.c.organisation == bindparam("organisation")).limit(_FEW + 1).subquery()
)


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
