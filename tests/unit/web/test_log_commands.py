"""The log on the command line: what an operator, a witness and somebody who doubts do with it."""

import json
import shutil
import sqlite3
import sys
from io import StringIO
from pathlib import Path
from typing import Protocol

import pytest

from dpp.adapters.clock import random_bytes, utc_now
from dpp.adapters.database import Database
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.service.recording import Draft
from tests.support import templates
from tests.support.service_world import OWNER, ROUTER, SURPLUS, World, laptop
from web.cli import main

STRANGE = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
"""The key of Go's example of a signed note."""


class Kringpas(Protocol):
    """Runs a command; gives its exit code, what it printed, and what it said besides."""

    def __call__(self, *arguments: str, given: str = "", data: str = "here") -> tuple[int, str, str]: ...


@pytest.fixture
def kringpas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kringpas:
    def run(*arguments: str, given: str = "", data: str = "here") -> tuple[int, str, str]:
        monkeypatch.setenv("KRINGPAS_DATA_DIR", str(tmp_path / data))
        monkeypatch.setenv("KRINGPAS_DATABASE_URL", "")
        monkeypatch.setenv("KRINGPAS_PUBLIC_URL", f"https://{data}.example")
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr(sys, "argv", ["kringpas", *arguments])
        monkeypatch.setattr(sys, "stdin", StringIO(given))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with a laptop that was declared surplus, with a remark."""
    (tmp_path / "here").mkdir()
    path = tmp_path / "here" / "kringpas.sqlite"
    shutil.copyfile(templates.sqlite_template(), path)
    database = Database(f"sqlite:///{path}")
    world = World(database=SqlLifecycleStorage(database), chance=random_bytes)
    world.clock.now = utc_now()
    key = world.register(model=world.passports.register_model(ROUTER, laptop()).passport_id).device.key
    world.use.devices.record(OWNER, key, [Draft(SURPLUS)])
    database.close()
    return path


def ask(file: Path, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    found = list(connection.execute(question))
    connection.close()
    return found


def change(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    for (name,) in list(connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_log_begins_with_its_own_key_that_nobody_else_reads(kringpas: Kringpas, file: Path) -> None:
    code, said, _ = kringpas("log", "sequence")
    assert (code, said) == (0, "4 leaves got a number; the log has 4, 4 are published.\n")
    keys = file.with_name("log.keys")
    assert keys.stat().st_mode & 0o777 == 0o600
    _, key, _ = kringpas("log", "key")
    assert key.startswith("here.example/log+")
    assert keys.read_text() not in (file.parent / "log" / "checkpoint").read_text()


def test_the_database_holds_and_the_fault_is_told_when_it_does_not(kringpas: Kringpas, file: Path) -> None:
    kringpas("log", "sequence")
    assert kringpas("verify", "--database")[:2] == (0, "Checked: entries 4, checkpoints 3, tiles 1.\nIt holds.\n")
    change(file, "UPDATE event SET actor = 'somebody-else' WHERE sequence = 2")
    ((device,),) = ask(file, "SELECT DISTINCT device_key FROM event")
    code, said, _ = kringpas("verify", "--database")
    assert code == 1
    assert f"FAULT event 2 of device {device}, entry " in said
    assert "It does not hold: 1 fault(s)." in said
    code, said, _ = kringpas("verify", "--database", "--json")
    verdict = json.loads(said)
    assert (code, verdict["holds"]) == (1, False)
    assert verdict["faults"][0]["about"] == {"kind": "event", "subject": device, "number": 2}


def test_a_published_log_is_checked_by_somebody_who_has_only_its_files_and_its_key(
    kringpas: Kringpas, file: Path
) -> None:
    kringpas("log", "sequence")
    _, key, _ = kringpas("log", "key")
    folder = str(file.parent / "log")
    assert kringpas("verify", folder, "--key", key.strip(), data="elsewhere")[0] == 0
    code, said, _ = kringpas("verify", folder, data="elsewhere")
    assert code == 1
    assert "no key that you trust" in said
    assert "is given with --key" in said


def test_a_bundle_is_checked_by_somebody_who_has_only_the_key(kringpas: Kringpas, file: Path, tmp_path: Path) -> None:
    kringpas("log", "sequence")
    _, key, _ = kringpas("log", "key")
    bundle = tmp_path / "it.proof.json"
    bundle.write_bytes(_bundle(file))
    assert kringpas("verify", str(bundle), "--key", key.strip(), data="elsewhere")[0] == 0
    bundle.write_text(bundle.read_text().replace("2026-117", "2026-118"))
    code, said, _ = kringpas("verify", str(bundle), "--key", key.strip(), data="elsewhere")
    assert code == 1
    assert "FAULT event 2 of device" in said
    assert "what it says is not what was committed to" in said


def _bundle(file: Path) -> bytes:
    from web.bootstrap import Parts  # noqa: PLC0415 - only here
    from web.settings import Settings  # noqa: PLC0415 - only here

    with Parts.opened(Settings(data_dir=file.parent, public_url="https://here.example")) as parts:
        ((device,),) = ask(file, "SELECT DISTINCT device_key FROM event")
        return parts.device_proofs.bundle(OWNER, device)  # type: ignore[arg-type]  # a key is a text


def test_a_checkpoint_that_was_kept_shows_that_the_log_was_cut_off(
    kringpas: Kringpas, file: Path, tmp_path: Path
) -> None:
    kringpas("log", "sequence")
    kept = tmp_path / "kept"
    kept.write_text(kringpas("log", "checkpoint")[1])
    shutil.rmtree(file.parent / "log")
    change(file, "DELETE FROM log_checkpoint")
    change(file, "DELETE FROM log_entry")
    assert kringpas("verify", "--database")[0] == 0
    code, said, _ = kringpas("verify", "--database", "--against", str(kept))
    assert code == 1
    assert f"the checkpoint in {kept} has 4 entries, the database 0: the end was cut off" in said


class TestWitness:
    """Another organisation cosigns our checkpoint, by files that go to and fro."""

    def test_it_cosigns_and_a_reader_can_ask_for_that(self, kringpas: Kringpas, file: Path) -> None:
        kringpas("log", "sequence")
        _, key, _ = kringpas("log", "key")
        _, request, _ = kringpas("log", "checkpoint", "--since", "0")
        code, line, told = kringpas("log", "cosign", "-", "--log", key.strip(), given=request, data="witness")
        assert code == 0
        witness = told.removeprefix("Cosigned as ").strip()
        assert kringpas("log", "add-cosignature", "-", "--witness", witness, given=line)[0] == 0
        folder = str(file.parent / "log")
        assert kringpas("verify", folder, "--key", key.strip(), "--witness", witness, data="elsewhere")[0] == 0

    def test_it_refuses_what_does_not_go_on_from_what_it_saw(self, kringpas: Kringpas, file: Path) -> None:
        kringpas("log", "sequence")
        _, key, _ = kringpas("log", "key")
        _, request, _ = kringpas("log", "checkpoint", "--since", "0")
        kringpas("log", "cosign", "-", "--log", key.strip(), given=request, data="witness")
        code, line, told = kringpas("log", "cosign", "-", "--log", key.strip(), given=request, data="witness")
        assert (code, line) == (1, "")
        assert "This witness cosigned 4 entries of this log last, not 0." in told
        assert file.exists()

    def test_a_reader_who_asks_for_a_witness_is_told_that_there_is_none(self, kringpas: Kringpas, file: Path) -> None:
        kringpas("log", "sequence")
        _, key, _ = kringpas("log", "key")
        _, request, _ = kringpas("log", "checkpoint", "--since", "0")
        _, _, told = kringpas("log", "cosign", "-", "--log", key.strip(), given=request, data="witness")
        witness = told.removeprefix("Cosigned as ").strip()
        folder = str(file.parent / "log")
        code, said, _ = kringpas("verify", folder, "--key", key.strip(), "--witness", witness, data="elsewhere")
        assert code == 1
        assert "is cosigned by 0 of your witnesses, 1 are asked" in said


class TestKeys:
    """A key is changed without a day on which nobody can check anything."""

    @pytest.mark.usefixtures("file")
    def test_a_new_key_signs_beside_the_old_one_which_then_goes(self, kringpas: Kringpas) -> None:
        kringpas("log", "sequence")
        _, before, _ = kringpas("log", "key")
        _, both, _ = kringpas("log", "key", "--rotate")
        old, new = both.split()
        assert old == before.strip()
        old_id = old.split("+")[1]
        assert kringpas("log", "key", "--retire", old_id)[1].split() == [new]
        assert kringpas("log", "key", "--retire", new.split("+")[1])[0] == 1
        assert kringpas("verify", "--database")[0] == 0

    def test_a_key_of_a_secret_that_is_not_there_is_not_made(
        self, kringpas: Kringpas, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KRINGPAS_LOG_KEY_FILE", str(tmp_path / "secret"))
        code, _, told = kringpas("log", "sequence")
        assert (code, "is not there" in told) == (1, True)
        assert not (tmp_path / "secret").exists()
        assert ask(file, "SELECT count(*) FROM log_entry") == [(0,)]


def test_a_text_is_erased_and_the_history_goes_on_to_hold(kringpas: Kringpas, file: Path) -> None:
    kringpas("log", "sequence")
    kringpas(
        "create-admin", "bo@example.nl", "--name", "Bo", "--organisation", "M", given="vier woorden die niemand raadt\n"
    )
    ((device,),) = ask(file, "SELECT DISTINCT device_key FROM event")
    code, said, _ = kringpas("log", "erase", str(device), "2")
    assert code == 0
    assert "was erased on" in said
    assert ask(file, "SELECT count(*) FROM event_payload") == [(0,)]
    assert kringpas("log", "erase", str(device), "2")[0] == 1
    kringpas("log", "sequence")
    assert kringpas("verify", "--database")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("verify",),
        ("verify", "no-such-file"),
        ("verify", "--database", "--key", "no key"),
        ("log", "checkpoint"),
        ("log", "cosign", "-", "--log", STRANGE),
        (
            "log",
            "add-cosignature",
            "-",
            "--witness",
            STRANGE,
        ),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_what_cannot_be_done_is_a_sentence_and_exit_code_1(
    kringpas: Kringpas, file: Path, arguments: tuple[str, ...]
) -> None:
    assert file.exists()
    code, _, told = kringpas(*arguments)
    assert code == 1
    assert told
    assert "Traceback" not in told
