"""`kringpas support import`: what it says of each release, and that a second time changes nothing."""

import shutil
import sys
from io import StringIO
from pathlib import Path

import pytest

from tests.support.support_samples import BY_PRODUCT, WHOLE_LIST, file_of
from tests.support.templates import sqlite_template
from web.cli import main


class Kringpas:
    """Runs a command over a database of its own; gives its exit code and everything that it said."""

    def __init__(self, patch: pytest.MonkeyPatch, said: pytest.CaptureFixture[str]) -> None:
        self._patch, self._said = patch, said

    def __call__(self, *arguments: str) -> tuple[int, str]:
        self._patch.setattr(sys, "argv", ["kringpas", *arguments])
        self._patch.setattr(sys, "stdin", StringIO("vier woorden die niemand raadt\n"))
        with pytest.raises(SystemExit) as left:
            main()
        said = self._said.readouterr()
        return int(left.value.code or 0), " ".join((said.out + said.err).split())


@pytest.fixture
def kringpas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kringpas:
    shutil.copyfile(sqlite_template(), tmp_path / "k.sqlite")
    monkeypatch.setenv("KRINGPAS_DATABASE_URL", f"sqlite:///{tmp_path / 'k.sqlite'}")
    monkeypatch.setenv("KRINGPAS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    run = Kringpas(monkeypatch, capsys)
    assert run("create-admin", "bo@example.nl", "--name", "Bo Beheer", "--organisation", "Ministerie")[0] == 0
    return run


def test_a_file_is_taken_in_once_and_each_release_is_told(kringpas: Kringpas, tmp_path: Path) -> None:
    listed, by_product = tmp_path / "list.json", tmp_path / "by-product.json"
    listed.write_bytes(file_of(WHOLE_LIST))
    by_product.write_bytes(file_of(BY_PRODUCT))
    code, said = kringpas("support", "import", str(by_product))
    assert code == 1
    assert "does not say of which day it is" in said
    code, said = kringpas("support", "import", str(by_product), "--dated", "2026-01-01")
    assert code == 0
    assert "pixel/7: new, until 2027-10-01" in said
    assert "pixel/5: new, ended, no day given" in said
    assert "iphone/15: new, no end announced" in said
    assert "Dataset of 2026-01-01: 8 new, 0 changed, 0 same, 0 gone, 0 refused, 0 products left." in said
    code, said = kringpas("support", "import", str(by_product), "--dated", "2026-01-01")
    assert (code, "it was known already" in said) == (0, True)


def test_a_file_or_a_download_and_not_both(kringpas: Kringpas, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_bytes(file_of(WHOLE_LIST))
    assert kringpas("support", "import")[0] == 1
    assert kringpas("support", "import", str(file), "--download")[0] == 1
