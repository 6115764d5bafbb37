"""`kringpas policies` and `kringpas decisions check`: on behalf of DRZ, two persons, and with plain faults."""

import shutil
import sys
from pathlib import Path
from typing import Protocol

import pytest

from dpp.adapters import clock
from dpp.adapters.database import Database
from lifecycle.domain.permissions import LINKABLE
from tests.support import templates
from tests.support.policy_samples import policy_file, scope
from web.accounts.adapters.passwords import FOR_TESTS, Argon2Hasher
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.service.accounts import accounts
from web.cli import main
from web.demo.accounts import open_demo_accounts

FIRST, SECOND = ("--as", "drz@demo.kringpas.nl"), ("--as", "drz-akkoord@demo.kringpas.nl")


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
        monkeypatch.setattr(sys, "argv", ["kringpas", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), " ".join((said.out + said.err).split())

    return run


def test_a_policy_goes_from_file_to_force_by_two_persons(kringpas: Kringpas, tmp_path: Path) -> None:
    file = tmp_path / "phones.toml"
    file.write_bytes(policy_file("phones", scope=scope(categories=("phone",)), release_eur="-1"))
    code, said = kringpas("policies", "load", str(file), *FIRST)
    assert code == 1
    assert "$.locks.release_eur: line " in said

    file.write_bytes(policy_file("phones", scope=scope(categories=("phone",))))
    assert kringpas("policies", "load", str(file), *FIRST)[0] == 0
    code, said = kringpas("policies", "preview", "phones", "1.0.0", *FIRST)
    assert (code, said) == (0, "0 devices looked at, 0 decided by this policy, 0 would move.")
    code, said = kringpas("policies", "activate", "phones", "1.0.0", *FIRST)
    assert (code, "Who loads a policy does not activate it." in said) == (1, True)
    assert kringpas("policies", "activate", "phones", "1.0.0", *SECOND)[0] == 0
    code, said = kringpas("policies", "list", *FIRST)
    assert code == 0
    assert "phones 1.0.0 2026-01-01 phone yes" in said
    assert "all other devices yes (of the package)" in said
    assert kringpas("decisions", "check") == (0, "There are no decisions.")
    assert kringpas("decisions", "check", "absent0000000000")[0] == 1
