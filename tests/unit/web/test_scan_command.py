"""`kringpas scan`: answers that a stranger understands, and exit codes for scripts."""

import io
import json
import sys
from pathlib import Path
from typing import Protocol

import pytest

from lifecycle.domain.events import Place
from lifecycle.domain.vocabulary import Classification
from lifecycle.service.registering import Registration
from tests.support import templates
from tests.support.client import settings_for
from web.bootstrap import Parts
from web.cli import main
from web.demo import files
from web.demo.accounts import open_demo_accounts

MODEL = Path(files.__file__).parent / "models" / "dell-latitude-7420.json"


class Scan(Protocol):
    """Runs the command; gives its exit code, what it said, and its complaints."""

    def __call__(self, *arguments: str, given: str = "") -> tuple[int, str, str]: ...


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service with one device of the ministry, with serial number 0011AB."""
    place = tmp_path_factory.mktemp("scan-command")
    database = place / "kringpas.sqlite"
    database.write_bytes(templates.sqlite_template().read_bytes())
    with Parts.opened(settings_for(f"sqlite:///{database}", place)) as parts:
        actors = open_demo_accounts(parts.accounts)
        owner, drz = actors["eigenaar"], actors["drz"]
        assert owner.organisation is not None
        model = parts.passports.register_model(drz, MODEL.read_bytes()).passport_id
        wanted = Registration(
            model=model,
            owner=owner.organisation,
            place=Place("Store 2"),
            serial="0011AB",
            classification=Classification.NONE,
        )
        parts.use.devices.register(owner, wanted)
    return place


@pytest.fixture
def scan(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Scan:
    def run(*arguments: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setenv("KRINGPAS_DATABASE_URL", f"sqlite:///{folder / 'kringpas.sqlite'}")
        monkeypatch.setenv("KRINGPAS_DATA_DIR", str(folder))
        monkeypatch.setenv("COLUMNS", "60")
        monkeypatch.setattr(sys, "argv", ["kringpas", "scan", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


def test_what_is_known_leaves_with_zero(scan: Scan) -> None:
    code, said, complaints = scan("0011AB", "--as", "eigenaar@demo.kringpas.nl")
    assert (code, complaints) == (0, "")
    first, second, third, *_ = said.splitlines()
    assert (first, second) == ("0011AB", "  Dell Latitude 7420 Give it a grade.")
    assert third.startswith("  device ")
    assert third.endswith(": Dell Latitude 7420, registered")
    assert "may be serial 0011AB (50%): the form of a serial number" in said


def test_nothing_found_leaves_with_three_and_tells_what_was_perhaps_meant(scan: Scan) -> None:
    code, said, _ = scan("OO11AB", "--as", "eigenaar@demo.kringpas.nl")
    assert code == 3
    assert "Nothing is known under OO11AB; a device with 0011AB is known. Did you mean it?" in said
    assert "  near: 0011AB, device " in said
    assert "mind: It has the letter O: compare it with the label, it may be the digit 0." in said


def test_an_account_that_may_see_no_devices_is_told_so(scan: Scan) -> None:
    """The first administrator acts where nobody is named."""
    code, said, complaints = scan("0011AB")
    assert code == 3
    assert "Nothing is known under 0011AB." in said
    assert "name one that may with --as" in " ".join(complaints.split())


def test_lines_are_read_from_standard_input_and_the_worst_decides(scan: Scan) -> None:
    code, said, complaints = scan("-", "--as", "ict@demo.kringpas.nl", given="0011AB\r\n\nNOBODY-1\n" + "x" * 3000)
    assert code == 1
    assert [line for line in said.splitlines() if not line.startswith(" ")] == ["0011AB", "NOBODY-1"]
    assert "A scan has 1 to 2048 characters" in " ".join(complaints.split())


def test_a_program_reads_one_line_of_json_for_each_scan(scan: Scan) -> None:
    code, said, _ = scan("0011AB", "NOBODY-1", "--json", "--symbology", "]C0", "--as", "ict@demo.kringpas.nl")
    known, unknown = map(json.loads, said.splitlines())
    assert (code, known["scan"]["symbology"]) == (3, "]C0")
    assert (len(known["matches"]), unknown["matches"]) == (1, [])


def test_what_was_scanned_cannot_write_on_the_terminal(scan: Scan) -> None:
    """Control characters and markup stay text."""
    code, said, _ = scan("\x1b[31m[bold]X\x07", "--as", "ict@demo.kringpas.nl")
    assert code == 3
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "[bold]X" in said


def test_an_address_of_others_is_not_opened(scan: Scan) -> None:
    code, said, _ = scan("https://passports.example/d/1", "--as", "ict@demo.kringpas.nl")
    assert code == 3
    assert "an address of passports.example; it was not opened" in said
