"""The index of everything that can be found, in SQL: `SearchIndex` over a session, for the stores of every context.

Three questions answer a search: what begins with what was typed, how often each of its groups of three characters is
there (counted no further than matters), and which texts have most of the rarest. Each is bounded, whatever is typed,
and leaves out what may not be seen before it cuts anything off.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
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
_Select = Select[*tuple[Any, ...]]
_Question = Callable[[str], _Select]
"""Makes a statement whose values have names that end as is told."""
_Asked = tuple[_Question, dict[str, Any]]
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
        found: dict[int, Any] = {}
        few = _stands_to_few(connection, sights)
        for asked in (_beginning(typed, sights, few=few), _similar(connection, typed, sights, few=few)):
            found |= {row.number: row for row in _answers(connection, list(asked))}
        return tuple(map(_candidate, found.values()))


def _answers(connection: Connection, asked: Sequence[_Asked]) -> Iterable[Any]:
    """What answers any of these, asked at once: most of a search by a server would be going to and fro."""
    if not asked:
        return ()
    values = {f"{name}_{place}": value for place, (_, each) in enumerate(asked) for name, value in each.items()}
    return connection.execute(_together(tuple(question for question, _ in asked)), values)


def _beginning(typed: str, sights: Mapping[Kind, Sight], *, few: bool) -> Iterator[_Asked]:
    for kind, sight in sights.items():
        question = _begins if sight.is_everything else _begins_of_few if few else _begins_of_many
        for beginning in sorted({folded(typed, style).encode() for style in STYLES[kind]}):
            if len(beginning) >= SHORTEST:
                values = {"kind": kind, "beginning": beginning, "after": beginning + _AFTER_ALL} | _reader(sight)
                yield question, values | ({"length": len(beginning)} if question is _begins_of_few else {})


def _similar(connection: Connection, typed: str, sights: Mapping[Kind, Sight], *, few: bool) -> Iterator[_Asked]:
    groups = {(kind, style): _grams_typed(kind, style, typed) for kind in sights for style in STYLES[kind]}
    counts = _counts(connection, {gram for grams in groups.values() for gram in grams})
    for (kind, style), grams in groups.items():
        asked = rarest({gram: counts.get(gram, 0) for gram in grams}, of_words=style is Style.WORDS)
        if asked.grams:
            sight = sights[kind]
            question = _having if sight.is_everything else _having_of_few if few else _having_of_many
            values = _padded(asked.grams, MOST_ASKED) | {"least": asked.least} | _reader(sight)
            yield question, values | ({"kind": kind} if question is _having_of_few else {})


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
def _counting(size: int) -> _Select:
    """How often each of so many groups of three is there; made once, as making it takes longer than asking."""
    one = (select(bindparam(f"gram{place}", type_=Integer).label("gram")) for place in range(size))
    asked = union_all(*one).cte("asked")
    some = select(literal(1)).where(_GRAM.c.gram == asked.c.gram).correlate(asked).limit(MOST_OF_ONE).subquery()
    return select(asked.c.gram, select(func.count()).select_from(some).scalar_subquery())


@cache
def _together(questions: tuple[_Question, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    """One statement of them all; each has its values by their names and its place."""
    asked = (question(f"_{place}").subquery() for place, question in enumerate(questions))
    return union_all(*(select(*(each.c[column.name] for column in _COLUMNS)) for each in asked))


def _having(place: str) -> _Select:
    """What has at least so many of these groups of three, those with most of them first; the rest is not looked up."""
    return _first(_sharing(place))


def _having_of_few(place: str) -> _Select:
    """The same of the few things that somebody may see: of nothing else is counted what it has."""
    counted, texts = _sharing(place), select(_ENTRY.c.number).where(*_of_few(place))
    return _first(counted.where(counted.selected_columns.entry.in_(texts)))


def _first(counted: _Select) -> _Select:
    most = counted.order_by(counted.selected_columns.shared.desc(), counted.selected_columns.entry)
    first = most.limit(_MOST_SIMILAR).subquery()
    return select(*_COLUMNS).join(first, first.c.entry == _ENTRY.c.number)


def _having_of_many(place: str) -> _Select:
    """The same of what somebody may see, looked up one after the other until there are enough."""
    counted = _sharing(place)
    in_order = counted.order_by(counted.selected_columns.shared.desc(), counted.selected_columns.entry)
    each = in_order.limit(MOST_ASKED * MOST_OF_ONE).subquery()
    asked = select(*_COLUMNS).join(each, each.c.entry == _ENTRY.c.number)
    mine = asked.where(_is_mine(_ENTRY.c.kind, _ENTRY.c.subject, place))
    return mine.order_by(each.c.shared.desc(), each.c.entry).limit(_MOST_SIMILAR)


def _sharing(place: str) -> _Select:
    """The numbers of what has at least so many of these groups of three, and how many it has."""
    lists = (
        select(_GRAM.c.entry).where(_GRAM.c.gram == bindparam(f"gram{number}{place}")).limit(MOST_OF_ONE).subquery()
        for number in range(MOST_ASKED)
    )
    together = union_all(*(select(each.c.entry) for each in lists)).subquery()
    enough = func.count() >= bindparam(f"least{place}")
    shared = func.count().label("shared")
    return select(together.c.entry, shared).group_by(together.c.entry).having(enough)


def _begins(place: str) -> _Select:
    return select(*_COLUMNS).where(*_range(place)).order_by(*_IN_ORDER).limit(_MOST_BEGINNING)


def _begins_of_few(place: str) -> _Select:
    """What begins so of all that somebody may see. No index helps to find it but that of these few things."""
    begins = func.substr(_ENTRY.c.folded, 1, bindparam(f"length{place}")) == bindparam(f"beginning{place}")
    asked = select(*_COLUMNS).where(*_of_few(place), begins)
    return asked.order_by(func.length(_ENTRY.c.folded), *_IN_ORDER).limit(_MOST_BEGINNING)


def _of_few(place: str) -> tuple[ColumnElement[bool], ...]:
    """What somebody stands to. The kind is asked in a way that no index answers: SQLite would read all of a kind."""
    kind: BindParameter[Any] = bindparam(f"kind{place}")
    mine = select(_READER.c.subject).where(*_read_by(place), func.coalesce(_READER.c.kind, "") == kind)
    return _ENTRY.c.kind == kind, _ENTRY.c.subject.in_(mine)


def _begins_of_many(place: str) -> _Select:
    """What begins so and somebody may see, among the first that begin so: an index tells of what those texts are."""
    in_index = (_ENTRY.c.number, _ENTRY.c.kind, _ENTRY.c.subject, _ENTRY.c.folded)
    among = select(*in_index).where(*_range(place)).order_by(*_IN_ORDER).limit(_MOST_IN_RANGE).subquery()
    mine = select(among.c.number).where(_is_mine(among.c.kind, among.c.subject, place))
    first = mine.order_by(among.c.folded, among.c.number).limit(_MOST_BEGINNING).subquery()
    return select(*_COLUMNS).join(first, first.c.number == _ENTRY.c.number)


def _is_mine(kind: ColumnElement[str], subject: ColumnElement[str], place: str) -> ColumnElement[bool]:
    """Asked of one thing at a time: PostgreSQL would put `EXISTS` another way, and read all that somebody may see."""
    its = (_READER.c.kind == kind, _READER.c.subject == subject)
    return select(literal(1)).where(*its, *_read_by(place)).limit(1).scalar_subquery().is_not(None)


def _range(place: str) -> tuple[ColumnElement[bool], ...]:
    return (
        _ENTRY.c.kind == bindparam(f"kind{place}"),
        _ENTRY.c.folded >= bindparam(f"beginning{place}"),
        _ENTRY.c.folded < bindparam(f"after{place}"),
    )


def _read_by(place: str) -> tuple[ColumnElement[bool], ...]:
    return (
        _READER.c.organisation == bindparam(f"organisation{place}"),
        _READER.c.relation.in_(bindparam(f"relations{place}", expanding=True)),
    )


_IN_ORDER = (_ENTRY.c.folded, _ENTRY.c.number)
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
