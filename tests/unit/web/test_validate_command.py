"""`kringpas validate`: reports for people and programs, and an exit code for scripts."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.support.checking_samples import ODD, PASSPORT
from web.cli import main


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, given: bytes = b"") -> int:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "argv", ["kringpas", "validate", *arguments])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "good.json"
    path.write_text(json.dumps(PASSPORT), encoding="utf-8")
    return str(path)


@pytest.fixture
def odd(tmp_path: Path) -> str:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(ODD), encoding="utf-8")
    return str(path)


def test_a_passport_that_reads_leaves_with_zero(
    good: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, good) == 0
    assert "good.json: reads (compressed)" in capsys.readouterr().out.replace("\n", "")


def test_an_error_leaves_with_one_and_is_told_with_its_fix(
    good: str, odd: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names of others are shown as they are, and never taken for markup."""
    assert run(monkeypatch, good, odd) == 1
    said = capsys.readouterr().out
    assert "error   $.gtin [catalogue]" in said or "error   $.mass.source [catalogue]" in said
    assert "warning $.dppStatus [header-case]" in said
    assert "-> Write 'active'." in said


def test_warnings_alone_leave_with_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.dumps(PASSPORT | {"dppStatus": "Active"}).encode()
    assert run(monkeypatch, "-", given=content) == 0


def test_what_cannot_be_read_leaves_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "-", given=b"paper") == 1


def test_programs_get_one_line_of_json_for_each_document(
    good: str, odd: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--json", good, odd) == 1
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["verdict"] for report in reports] == ["reads", "reads-with-deviations"]
    assert reports[0]["file"].endswith("good.json")
    assert reports[1]["deviations"][0]["path"]


def test_a_file_that_is_not_there_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "absent.json") == 1
    assert "absent.json" in capsys.readouterr().err
