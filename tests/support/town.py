"""A running service with the demonstration's organisations in it, and a program for each of their accounts.

Everything goes through HTTP, as a stranger's program would: `town.drz.post("/api/v1/...")`.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
from sqlalchemy import RowMapping, Table, select

from dpp.adapters import clock
from dpp.adapters.database import Database
from dpp.domain.actor import Actor
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.permissions import LINKABLE, STATION
from lifecycle.service.repairers import Repairers
from migrations.tables import METADATA
from tests.support.client import Client, client_for, settings_for
from tests.support.templates import sqlite_template
from web.accounts.adapters.directory import Directory
from web.accounts.adapters.passwords import FOR_TESTS, Argon2Hasher
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.service.accounts import Accounts, accounts
from web.demo import files
from web.demo.accounts import open_demo_accounts, register_demo_repairer
from web.settings import Settings

MODELS = Path(files.__file__).parent / "models"


@dataclass(frozen=True)
class Program:
    """Somebody's program: it shows its key at every request."""

    client: Client
    key: str
    actor: Actor

    @property
    def organisation(self) -> str:
        assert self.actor.organisation is not None
        return self.actor.organisation

    def get(self, path: str, **options: Any) -> httpx2.Response:
        return self.client.get(path, headers=self._headers, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> httpx2.Response:
        return self.client.post(path, json=json, headers=self._headers, **options)

    def made(self, path: str, json: Any = None, **options: Any) -> Any:
        """The answer to a POST that must succeed."""
        response = self.post(path, json, **options)
        assert response.status_code in {200, 201}, response.text
        return response.json()

    def refused(self, path: str, json: Any = None, *, status: int = 422, **options: Any) -> Any:
        """The problem document of a POST that must be refused."""
        response = self.post(path, json, **options)
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/problem+json"
        return response.json()

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@dataclass(frozen=True)
class Town:
    """The service, and its people by the first part of their sign-in names."""

    client: Client
    accounts: Accounts
    actors: dict[str, Actor]
    keys: dict[str, str]

    def program(self, who: str) -> Program:
        return Program(self.client, self.keys[who], self.actors[who])

    def model(self, name: str) -> str:
        """Register one of the demonstration's real models; gives its passport id."""
        answer = self.program("drz").made("/api/v1/models", content=(MODELS / f"{name}.json").read_bytes())
        passport: str = answer["passport_id"]
        return passport


@dataclass(frozen=True)
class _Residents:
    """The people of the town as rows, so that they move into each new database at once."""

    actors: dict[str, Actor]
    keys: dict[str, str]
    rows: tuple[tuple[Table, list[dict[str, Any]]], ...]

    def move_into(self, database: Database) -> None:
        with database.engine.begin() as connection:
            for table, rows in self.rows:
                connection.execute(table.insert(), rows)


@cache
def _residents() -> _Residents:
    """Opened once in a process, in a database of their own, by the use cases that open accounts."""
    with TemporaryDirectory() as folder:
        shutil.copyfile(sqlite_template(), Path(folder) / "town.sqlite")
        database = Database(f"sqlite:///{folder}/town.sqlite")
        people = accounts_in(database)
        actors = open_demo_accounts(people)
        directory = Directory(SqlAccountUnits(database))
        repairers = Repairers(SqlLifecycleStorage(database), directory, clock.utc_now, clock.random_bytes)
        register_demo_repairer(repairers, actors)
        until = clock.utc_now().date() + timedelta(days=30)
        administrator = actors["beheer"]
        keys = {
            who: people.keys.create(administrator, actor.account, who, until).secret for who, actor in actors.items()
        }
        with database.engine.connect() as connection:
            found = [(each, connection.execute(select(each)).mappings().all()) for each in METADATA.sorted_tables]
        database.close()
    return _Residents(
        actors, keys, tuple((table, [_values(table, row) for row in rows]) for table, rows in found if rows)
    )


def _values(table: Table, row: RowMapping) -> dict[str, Any]:
    """Without a number that the database gives: PostgreSQL would give it once more."""
    given = table.autoincrement_column
    return {name: value for name, value in row.items() if given is None or name != given.name}


def accounts_in(database: Database) -> Accounts:
    """The accounts of a database, with passwords that cost next to nothing."""
    return accounts(
        units=SqlAccountUnits(database),
        hasher=Argon2Hasher(FOR_TESTS),
        clock=clock.utc_now,
        chance=clock.random_bytes,
        linkable=LINKABLE,
        bindable=STATION,
    )


def settings_in(folder: Path, **more: Any) -> Settings:
    """Settings of a service over a fresh SQLite file in this folder."""
    path = folder / "kringpas.sqlite"
    shutil.copyfile(sqlite_template(), path)
    return settings_for(f"sqlite:///{path}", folder, **more)


@contextmanager
def town(settings: Settings) -> Iterator[Town]:
    """Let the organisations move in, give every account a key, and start the service."""
    residents, database = _residents(), Database(settings.database)
    residents.move_into(database)
    with client_for(settings) as client:
        yield Town(client, accounts_in(database), residents.actors, residents.keys)
    database.close()


@contextmanager
def town_in(folder: Path, **more: Any) -> Iterator[Town]:
    """A town over a fresh SQLite file in this folder, for all tests of a file; `more` are settings of the service."""
    with town(settings_in(folder, **more)) as opened:
        yield opened
