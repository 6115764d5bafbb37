"""`kringpas label-roll`: order, list, print and retire, on behalf of somebody who labels devices."""

import re
import shutil
import sys
from pathlib import Path
from typing import Protocol

import pytest

from dpp.adapters import clock
from dpp.adapters.database import Database
from lifecycle.domain.permissions import LINKABLE
from tests.support import templates
from web.accounts.adapters.passwords import FOR_TESTS, Argon2Hasher
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.service.accounts import accounts
from web.cli import main
from web.demo.accounts import open_demo_accounts

AS = ("--as", "ict@demo.kringpas.nl")


class Kringpas(Protocol):
    """Runs a command; gives its exit code and everything that it said."""

    def __call__(self, *arguments: str) -> tuple[int, str]: ...


@pytest.fixture
def kringpas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kringpas:
    """Over a database of its own with the demonstration's accounts."""
    shutil.copyfile(templates.sqlite_template(), tmp_path / "k.sqlite")
    url = f"sqlite:///{tmp_path / 'k.sqlite'}"
    database = Database(url)
    units, hasher = SqlAccountUnits(database), Argon2Hasher(FOR_TESTS)
    open_demo_accounts(
        accounts(units=units, hasher=hasher, clock=clock.utc_now, chance=clock.random_bytes, linkable=LINKABLE)
    )
    database.close()
    for name, value in {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(f"KRINGPAS_{name}", value)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kringpas", "label-roll", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), " ".join((said.out + said.err).split())

    return run


def test_a_roll_is_ordered_printed_and_retired(kringpas: Kringpas, tmp_path: Path) -> None:
    code, said = kringpas("order", "3", "--size", "57x32", *AS)
    assert (code, said.endswith("has 3 labels.")) == (0, True), said
    roll = said.split()[1]
    file = tmp_path / "labels.zpl"
    assert kringpas("print", roll, "-o", str(file), "--form", "zpl", "--dpi", "203", *AS)[0] == 0
    assert len(set(re.findall(r"/d/([0-9a-z]{12})", file.read_text("utf-8")))) == 3
    assert kringpas("print", roll, "-o", str(file), *AS)[0] == 1, "a file that is there is not written over"
    assert kringpas("retire", roll, "--fault", "lost", *AS) == (0, "3 labels are out of use, 0 stay on their devices.")
    assert re.search(rf"{roll} \d{{4}}-\d\d-\d\d 57x32 3 0 3 0", kringpas("list", *AS)[1])


def test_what_cannot_be_done_is_told_in_a_sentence(kringpas: Kringpas) -> None:
    assert "A roll has 1 to 10000 labels, not 0." in kringpas("order", "0", "--size", "57x32", *AS)[1]
    assert "There is no label size 'huge'." in kringpas("order", "1", "--size", "huge", *AS)[1]
    code, said = kringpas("order", "1", "--size", "57x32", "--as", "auditor@demo.kringpas.nl")
    assert (code, "order_roll" in said) == (1, True)
