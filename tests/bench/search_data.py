"""Fills the index of what can be found with made-up things, straight into its tables.

The numbers have the forms that they have in life: serial numbers of Dell (seven letters and digits), HP and Lenovo,
asset tags that begin as those of all their owner's do, label codes, and IMEIs of three kinds of telephone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.engine import Connection

from dpp.adapters.database import Database
from dpp.adapters.search_index import index_rows
from dpp.domain.actor import OrganisationId
from dpp.domain.imei import luhn_digit
from dpp.domain.opaque import label_code, print_label_code
from dpp.domain.permission import Relation
from dpp.domain.search import Kind, Reader, Subject, What
from dpp.domain.search.subjects import entries_of, organisation_subject

BIG, SMALL = OrganisationId("big"), OrganisationId("small")
_REST = OrganisationId("rest")
_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_MODELS = ("Dell Latitude {}", "HP EliteBook {}", "Lenovo ThinkPad T{}", "Samsung Galaxy A{}", "Dell P{}H")
_PLACES = ("Den Haag", "Utrecht", "Zwolle", "Groningen", "Eindhoven", "Apeldoorn")
_BATCH = 5_000


@dataclass(frozen=True)
class Filled:
    """How many devices there are, and what the index takes."""

    devices: int
    mebibytes: int

    @staticmethod
    def key(number: int) -> str:
        return f"device{number:010}"


def _chance(number: int, what: str) -> bytes:
    return sha256(f"{what} {number}".encode()).digest()


def serial(number: int) -> str:
    """As the maker writes it."""
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in _chance(number, "serial"))
    return (letters[:7], f"5CG{1 + number % 4}{letters[:6]}", f"PF{letters[:6]}")[number % 3]


def asset_tag(number: int) -> str:
    """As the owner counts."""
    return (f"SSC-{number:06}", f"RWS-{number * 7919 % 1_000_000:06}", f"BZK{2020 + number % 6}-{number:06}")[
        number % 3
    ]


def label(number: int) -> str:
    return print_label_code(label_code(_chance(number, "label")))


def imei(number: int) -> str:
    kind = ("35693803", "35332509", "86453204")[number % 7 % 3]
    body = f"{kind}{int.from_bytes(_chance(number, 'imei')[:4], 'big') % 1_000_000:06}"
    return body + luhn_digit(body)


CODES = (serial, asset_tag, label, imei)
"""Only every third device has the last."""


def _model(number: int) -> str:
    return _MODELS[number % len(_MODELS)].format(5000 + number)


def _organisation(number: int) -> str:
    kind = ("Ministerie van", "Stichting", "Bibliotheek", "Agentschap")[number % 4]
    return f"{kind} {_PLACES[number % len(_PLACES)]} {number}"


NAMES = (
    _model,
    _organisation,
    lambda number: _model(number).replace("a", "e", 1),
    lambda number: _organisation(number)[:9],
)


def _subjects(devices: int) -> Iterator[Subject]:
    for number in range(devices):
        texts = [(What.SERIAL, serial(number)), (What.ASSET_TAG, asset_tag(number)), (What.LABEL, label(number))]
        if number % 3 == 0:
            texts.append((What.IMEI, imei(number)))
        owner = SMALL if number % (devices // 40) == 7 else BIG if number % 3 == 1 else _REST
        readers = frozenset({Reader(owner, Relation.OWNER), Reader(OrganisationId("ict"), Relation.CUSTODIAN)})
        yield Subject(Kind.DEVICE, Filled.key(number), _model(number % 2_000), entries_of(texts), readers)
    for number in range(2_000):
        yield Subject(Kind.MODEL, f"model{number}", _model(number), entries_of([(What.NAME, _model(number))]))
    for number in range(300):
        yield organisation_subject(OrganisationId(f"organisation{number}"), _organisation(number))
    for number in range(5_000):
        code = label_code(_chance(number, "consignment"))
        readers = frozenset({Reader(SMALL if number % 500 == 0 else BIG, Relation.CUSTODIAN)})
        texts = [(What.ID, f"{code}{code[:8]}"), (What.CONTRACT, f"L-{2020 + number % 6}-{number:04}")]
        yield Subject(Kind.CONSIGNMENT, f"consignment{number}", "", entries_of(texts), readers)


def fill_index(database: Database, devices: int) -> Filled:
    """So many devices and what belongs beside them, in an index that was empty."""
    before = _size(database)
    subjects, some = _subjects(devices), []
    first = 1
    for each in subjects:
        some.append(each)
        if len(some) == _BATCH:
            first = _put(database, some, first)
            some = []
    _put(database, some, first)
    return Filled(devices, (_size(database) - before) // 2**20)


def _put(database: Database, subjects: Iterable[Subject], first: int) -> int:
    tables, after = index_rows(subjects, first)
    with database.writing() as session:
        for table, rows in tables.items():
            if database.is_sqlite:
                session.connection().execute(table.insert(), rows)
            else:
                _copy(session.connection(), table, rows)
        session.commit()
    return after


def _copy(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """As PostgreSQL is filled, nearly four million rows in less than a minute."""
    names = list(rows[0])
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def _size(database: Database) -> int:
    with database.reading() as session:
        connection = session.connection()
        if database.is_sqlite:
            pages, size = (
                connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("page_count", "page_size")
            )
            return int(pages * size)
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
