"""The command line on real databases: what it does, what it says, and how it fails."""

import json
import re
import shutil
import socket
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Protocol

import httpx
import pytest
import typer
from sqlalchemy import inspect, text

from dpp.adapters.database import Database
from tests.support.first_run import environment, first_run
from web.addresses import Address
from web.cli import MODULES, application, main

COMMANDS = (
    "run",
    "serve",
    "check",
    "openapi",
    "migrate",
    "demo",
    "backup",
    "restore",
    "retention",
    "registry",
    "create-admin",
)
ADMIN = ("create-admin", "bo@example.nl", "--name", "Bo Beheer", "--organisation", "Ministerie")
PASSWORD = "vier woorden die niemand raadt\n"


class Kringpas(Protocol):
    """Runs a command; gives its exit code and everything that it said."""

    def __call__(self, *arguments: str, url: str = "", given: str = "") -> tuple[int, str]: ...


@pytest.fixture
def kringpas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kringpas:
    def run(*arguments: str, url: str = "", given: str = "") -> tuple[int, str]:
        for name, value in environment(url, tmp_path).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["kringpas", *arguments])
        monkeypatch.setattr(sys, "stdin", StringIO(given))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out + said.err

    return run


def test_help_names_every_command(kringpas: Kringpas) -> None:
    code, said = kringpas("--help")
    assert code == 0
    for command in COMMANDS:
        assert re.search(rf"^│ {command}\b", said, re.MULTILINE), command


def test_migrate_makes_the_schema_and_says_so(kringpas: Kringpas, empty_database_url: str) -> None:
    code, said = kringpas("migrate", url=empty_database_url)
    assert (code, "was empty" in said) == (0, True)
    code, said = kringpas("migrate", url=empty_database_url)
    assert (code, "as it was" in said) == (0, True)
    database = Database(empty_database_url)
    assert "passport" in inspect(database.engine).get_table_names()
    database.close()


def test_create_admin_makes_the_first_administrator_once(kringpas: Kringpas, database_url: str) -> None:
    code, said = kringpas(*ADMIN, url=database_url, given=PASSWORD)
    assert (code, "bo@example.nl can sign in" in said) == (0, True)
    code, said = kringpas(*ADMIN, url=database_url, given=PASSWORD)
    assert code == 1
    assert "administrator" in said
    assert "Traceback" not in said


def test_backup_and_restore_carry_an_account_over(kringpas: Kringpas, database_url: str, tmp_path: Path) -> None:
    kringpas(*ADMIN, url=database_url, given=PASSWORD)
    file = tmp_path / "all.zip"
    code, said = kringpas("backup", str(file), url=database_url)
    assert (code, file.exists()) == (0, True), said
    target = f"sqlite:///{tmp_path / 'target.sqlite'}"
    code, said = kringpas("restore", str(file), url=target)
    assert (code, "restored" in said) == (0, True), said
    database = Database(target)
    with database.reading() as session:
        assert session.execute(text("SELECT display_name FROM account")).scalars().all() == ["Bo Beheer"]
    database.close()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("backup", "nowhere/all.zip"), "kringpas migrate"),
        (("restore", "missing.zip"), "cannot be read as a backup"),
        (("check", "http://127.0.0.1:1"), "does not answer"),
        (("serve",), "kringpas migrate"),
    ],
)
def test_an_error_is_a_sentence_with_a_remedy_and_exit_code_1(
    kringpas: Kringpas, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    code, said = kringpas(*arguments, url=f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert code == 1
    assert says in said
    assert "Traceback" not in said


def test_a_database_that_does_not_answer_is_a_sentence(kringpas: Kringpas) -> None:
    code, said = kringpas("migrate", url="postgresql://nobody@127.0.0.1:1/none")
    assert code == 1
    assert "KRINGPAS_DATABASE_URL" in said
    assert "Traceback" not in said


def test_a_wrong_setting_is_named(kringpas: Kringpas) -> None:
    code, said = kringpas("migrate", url="mongodb://x")
    assert code == 1
    assert "KRINGPAS_DATABASE_URL" in said
    assert "Traceback" not in said


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Address]:
    """Where a command began to serve, in place of the serving."""
    addresses: list[Address] = []
    monkeypatch.setattr("web.cli.serving.serve", lambda address, _: addresses.append(address))
    return addresses


def test_the_first_run_makes_demo_data_and_the_second_keeps_it(
    kringpas: Kringpas, tmp_path: Path, served: list[Address]
) -> None:
    """`make run`: own file, demo accounts, the password printed; over HTTPS for a phone."""
    first = first_run()
    assert "Demo accounts" in first.said
    assert first.address in first.said
    assert json.loads(first.alive) == {"status": "alive"}
    shutil.copytree(first.data, tmp_path, dirs_exist_ok=True)
    made = (tmp_path / "kringpas.sqlite").stat().st_ino
    code, said = kringpas("run", "--port", "8001")
    assert (code, served) == (0, [Address("127.0.0.1", 8001)])
    assert "Demo accounts" in said
    assert "The demo data was made for" in said
    assert (tmp_path / "kringpas.sqlite").stat().st_ino == made


def test_run_puts_no_demo_into_a_database_that_it_was_given(
    kringpas: Kringpas, tmp_path: Path, served: list[Address]
) -> None:
    given = f"sqlite:///{tmp_path / 'given.sqlite'}"
    code, said = kringpas("run", url=given)
    assert (code, served) == (0, [Address("127.0.0.1", 8000)])
    assert "Demo" not in said
    database = Database(given)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM account")).scalar() == 0
    database.close()
    assert not (tmp_path / "kringpas.sqlite").exists()


@pytest.mark.parametrize(("status", "code", "says"), [(200, 0, "ready"), (503, 1, "is not ready: no database")])
def test_a_check_asks_whether_a_service_is_ready(
    kringpas: Kringpas, monkeypatch: pytest.MonkeyPatch, status: int, code: int, says: str
) -> None:
    """It is what a container's health check runs."""

    def ready(address: str, **_: object) -> httpx.Response:
        assert address == "http://127.0.0.1:8000/readyz"
        return httpx.Response(status, json={"detail": "no database"})

    monkeypatch.setattr(httpx, "get", ready)
    left, said = kringpas("check", "http://127.0.0.1:8000/")
    assert (left, says in said) == (code, True)


def test_a_check_loads_nothing_of_the_service() -> None:
    """It runs every ten seconds, and may take six."""
    program = (
        "import sys, web.cli.health; print([each for each in sys.modules if each in {'web.bootstrap', 'sqlalchemy'}])"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


@pytest.mark.parametrize("module", MODULES)
def test_each_module_adds_the_commands_that_are_looked_for_in_it(module: str) -> None:
    assert set(typer.main.get_group(application([module])).commands) == set(MODULES[module])


def test_a_port_that_is_taken_is_a_sentence(kringpas: Kringpas, sqlite_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, said = kringpas("serve", "--port", port, url=sqlite_url)
    assert code == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in said
    assert "another port" in said


def test_openapi_prints_the_description(kringpas: Kringpas, sqlite_url: str) -> None:
    code, said = kringpas("openapi", url=sqlite_url)
    assert code == 0
    assert '"openapi": "3.' in said
    assert kringpas("openapi", url=sqlite_url) == (0, said), "twice the same, so that programs can compare two versions"
