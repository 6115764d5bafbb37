"""`kringpas repairers import`: what it says of each row, that a fault is told, and that it is taken in once."""

import shutil
import sys
from io import StringIO
from pathlib import Path

import pytest

from tests.support.templates import sqlite_template
from web.cli import main

LIST = """number,name,town,kvk,groups,valid_from,valid_until
NRR-1,The shop,Utrecht,12345678,laptop phone,2025-01-01,
NRR-2,Another,Zeist,1234,laptop,2025-01-01,
"""


def test_a_list_is_taken_in_once_and_each_row_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copyfile(sqlite_template(), tmp_path / "k.sqlite")
    monkeypatch.setenv("KRINGPAS_DATABASE_URL", f"sqlite:///{tmp_path / 'k.sqlite'}")
    monkeypatch.setenv("KRINGPAS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kringpas", *arguments])
        monkeypatch.setattr(sys, "stdin", StringIO("vier woorden die niemand raadt\n"))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), " ".join((said.out + said.err).split())

    assert run("create-admin", "bo@example.nl", "--name", "Bo Beheer", "--organisation", "Ministerie")[0] == 0
    file = tmp_path / "register.csv"
    file.write_text(LIST)
    code, said = run("repairers", "import", str(file), "--dated", "2026-01-01")
    assert code == 1
    assert "line 2: new: NRR-1 The shop" in said
    assert "line 3: problem: NRR-2 : kvk: A number at the Chamber of Commerce (KvK) has eight digits." in said
    assert "List of 2026-01-01: 1 new, 0 changed, 0 same, 0 gone, 1 problem." in said
    file.write_text(LIST.rsplit("\n", 2)[0])
    code, said = run("repairers", "import", str(file), "--dated", "2026-01-02", "--dry-run")
    assert (code, "this was a dry run" in said) == (0, True)
    assert run("repairers", "import", str(file), "--dated", "2026-01-02", "--details") == (
        0,
        "line 2: same: NRR-1 The shop List of 2026-01-02: 0 new, 0 changed, 1 same, 0 gone, 0 problem.",
    )
    assert "it was known already" in run("repairers", "import", str(file), "--dated", "2026-01-02")[1]
