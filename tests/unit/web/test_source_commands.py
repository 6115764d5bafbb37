"""`kringpas eprel` and `kringpas footprints`: what they ask, what they say of each row, and what they make of it."""

import csv
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import Role
from tests.support import templates
from tests.support.eprel_samples import DISPLAY_GROUP, PHONE_GROUP, display, phone
from tests.support.eprel_server import KEY, EprelServer, eprel
from tests.support.town import accounts_in
from tests.unit.dpp.sources.test_footprints import ROW
from web.accounts.domain.organisation import OrganisationKind
from web.accounts.service.people import AccountDraft, OrganisationDraft
from web.cli import main


class Kringpas(Protocol):
    """Runs a command; gives its exit code and everything that it said."""

    def __call__(self, *arguments: str) -> tuple[int, str]: ...


@pytest.fixture(scope="module")
def administered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one administrator, to be copied."""
    path = tmp_path_factory.mktemp("administered") / "k.sqlite"
    shutil.copyfile(templates.sqlite_template(), path)
    database = Database(f"sqlite:///{path}")
    bo = AccountDraft("bo@example.nl", "Bo Beheer", frozenset({Role.ADMINISTRATOR}))
    ministry = OrganisationDraft("Ministerie", OrganisationKind.AGENCY, in_state=True, accounts=(bo,))
    accounts_in(database).people.create_first_administrator(ministry, "vier woorden die niemand raadt")
    database.close()
    return path


@pytest.fixture
def server() -> Iterator[EprelServer]:
    phones = [phone(), phone(eprelRegistrationNumber="900002", supplierOrTrademark="Ander", repairabilityIndex=3.0)]
    with eprel({PHONE_GROUP: phones, DISPLAY_GROUP: [display()]}) as running:
        yield running


@pytest.fixture
def kringpas(
    tmp_path: Path,
    administered: Path,
    server: EprelServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Kringpas:
    """Over a database of its own with one administrator."""
    shutil.copyfile(administered, tmp_path / "k.sqlite")
    environment = {
        "KRINGPAS_DATABASE_URL": f"sqlite:///{tmp_path / 'k.sqlite'}",
        "KRINGPAS_DATA_DIR": str(tmp_path),
        "KRINGPAS_EPREL_URL": server.address,
        "KRINGPAS_EPREL_API_KEY": KEY,
        "COLUMNS": "200",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kringpas", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), " ".join((said.out + said.err).split())  # wrapped as wide as the terminal is

    return run


def test_a_dry_run_tells_of_each_registration_what_would_become_of_it(kringpas: Kringpas) -> None:
    code, said = kringpas("eprel", "fetch", "--group", PHONE_GROUP, "--dry-run")
    assert code == 0, said
    assert "1. EPREL 900001: Voorbeeld VB-100: created" in said
    assert "2. EPREL 900002: Ander VB-100: created" in said
    assert "$.repairabilityIndex: The six declared scores give a repairability index of 4.01; 3 is declared." in said
    assert "2 created, 0 revised, 0 unchanged, 0 refused. Nothing was written: this was a dry run." in said
    _, again = kringpas("eprel", "fetch", "--group", PHONE_GROUP, "--dry-run")
    assert "2 created" in again


def test_one_supplier_is_chosen_by_name(kringpas: Kringpas) -> None:
    _, said = kringpas("eprel", "fetch", "--group", PHONE_GROUP, "--supplier", "ander", "--limit", "5", "--dry-run")
    assert "1. EPREL 900002" in said
    assert "900001" not in said


def test_one_registration_is_read_with_every_detail(kringpas: Kringpas, server: EprelServer) -> None:
    code, said = kringpas("eprel", "product", "900101", "--dry-run", "--details")
    assert code == 0, said
    assert "$.energyClassHDR: NA read as null: The display has no HDR." in said
    assert server.asked == ["/api/product/900101"]


def test_what_is_imported_twice_changes_nothing_the_second_time(kringpas: Kringpas, server: EprelServer) -> None:
    for outcome in ("created", "unchanged"):
        code, said = kringpas("eprel", "fetch", "--group", DISPLAY_GROUP)
        assert (code, f"1. EPREL 900101: Beeld B24: {outcome}" in said) == (0, True), said
    server.products[DISPLAY_GROUP] = [display(powerStandby=0.4)]
    _, said = kringpas("eprel", "product", "900101")
    assert said.endswith("0 created, 1 revised, 0 unchanged, 0 refused.")


def test_footprints_are_read_from_a_file_and_a_row_without_a_model_is_refused(
    kringpas: Kringpas, tmp_path: Path
) -> None:
    file = tmp_path / "footprints.csv"
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, ROW)
        writer.writeheader()
        writer.writerow(ROW)
    code, said = kringpas("footprints", str(file), "--dry-run")
    assert code == 0, said
    assert "1. Voorbeeld Schrijfmap 14: refused" in said
    assert "$.name: No model passport has this maker and name." in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("eprel", "fetch", "--group", "dishwashers", "--dry-run"), "not a product group of EPREL"),
        (("eprel", "product", "77", "--dry-run"), "EPREL has no registration 77"),
        (("eprel", "product", "x", "--dry-run"), "not an EPREL registration number"),
        (("eprel", "product", "900001", "--dry-run", "--as", "nobody"), "nobody"),
    ],
)
def test_what_goes_wrong_is_a_sentence(kringpas: Kringpas, arguments: tuple[str, ...], says: str) -> None:
    code, said = kringpas(*arguments)
    assert code == 1
    assert says in said
    assert "Traceback" not in said


def test_a_key_that_is_refused_or_missing_is_said_and_never_shown(
    kringpas: Kringpas, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, says in (("wrong-and-secret", "does not accept our key"), ("", "There is no key for EPREL")):
        monkeypatch.setenv("KRINGPAS_EPREL_API_KEY", key)
        code, said = kringpas("eprel", "product", "900001", "--dry-run")
        assert (code, says in said, "secret" in said) == (1, True, False), said


def test_a_file_that_is_no_list_of_footprints_is_a_sentence(kringpas: Kringpas, tmp_path: Path) -> None:
    for content, says in ((b"a,b\n1,2\n", "lacks columns"), (b"\xff\xfe\x00", "cannot be read")):
        file = tmp_path / "other.csv"
        file.write_bytes(content)
        code, said = kringpas("footprints", str(file), "--dry-run")
        assert (code, says in said) == (1, True), said
