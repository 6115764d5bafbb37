"""The import contracts catch what they are for: each is broken once, on purpose, in a copy of the packages."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support import contract_breaker

ROOT = Path(__file__).parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["name"].split(".")[0]: contract["name"] for contract in CONFIGURATION["contracts"]}

BREACHES = [
    ("1", "dpp/service/views.py", "from lifecycle.domain import groups"),
    ("1", "schemas/catalog.py", "import dpp.domain.message"),
    ("2", "dpp/adapters/clock.py", "from dpp.api import raw"),
    ("2", "lifecycle/adapters/codec.py", "from lifecycle.api import bodies"),
    ("2", "dpp/misplaced.py", '"""A module beside the layers."""'),
    ("3", "dpp/domain/links.py", "import secrets"),
    ("3", "lifecycle/domain/things.py", "import logging"),
    ("3", "web/accounts/domain/throttle.py", "import time"),
    ("3", "lifecycle/domain/claims.py", "from pydantic import BaseModel"),
    ("3", "dpp/domain/links.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pydantic"),
    ("3", "dpp/domain/links.py", "def late():\n    import os"),
    ("4", "dpp/service/views.py", "import httpx"),
    ("4", "lifecycle/service/lines.py", "from sqlmodel import Session"),
    ("4", "web/accounts/service/means.py", "import fastapi"),
    ("5a", "lifecycle/adapters/codec.py", "from dpp.adapters import rows"),
    ("5b", "web/accounts/adapters/passwords.py", "from lifecycle.adapters import rows"),
    ("6", "web/demo/files.py", "from dpp.adapters import clock"),
    ("7", "lifecycle/api/routes.py", "from dpp.api import routes"),
    ("8", "dpp/domain/message.py", "from dpp.domain import errors"),
]
"""The contract that is to be broken, and by which line in which file."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The contracts that are broken in the copy as it is, and then by each breach."""
    copy = tmp_path_factory.mktemp("packages")
    for package in CONFIGURATION["root_packages"]:
        shutil.copytree(ROOT / package, copy / package, ignore=_all_but_python)
    shutil.copyfile(ROOT / "pyproject.toml", copy / "pyproject.toml")
    asked = json.dumps([breach[1:] for breach in BREACHES])
    subprocess.run([sys.executable, contract_breaker.__file__], cwd=copy, input=asked, text=True, check=True)
    found: list[list[str]] = json.loads((copy / "broken.json").read_text())
    return found


def _all_but_python(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if not (name.endswith(".py") or Path(folder, name).is_dir())}


def test_as_it_is_every_contract_is_kept(broken: list[list[str]]) -> None:
    assert broken[0] == []


@pytest.mark.parametrize("number", range(len(BREACHES)), ids=[f"{each[0]} {each[1]}" for each in BREACHES])
def test_a_breach_breaks_its_own_contract_and_no_other(broken: list[list[str]], number: int) -> None:
    assert broken[number + 1] == [CONTRACTS[BREACHES[number][0]]]


def test_every_contract_is_broken_once() -> None:
    assert {contract for contract, _, _ in BREACHES} == CONTRACTS.keys()


CLOCK = "from datetime import datetime\nNOW = datetime.now()\n"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (CLOCK, "time comes in as an argument"),
        ("import datetime as dt\nTODAY = dt.date.today()\n", "time comes in as an argument"),
        ("from datetime import datetime\nNOW = datetime.utcnow()\n", "time comes in as an argument"),
        ("from uuid import uuid4\nKEY = uuid4()\n", "new ids come in as arguments"),
        ("import uuid\nKEY = uuid.uuid4()\n", "new ids come in as arguments"),
    ],
)
def test_the_clock_and_chance_are_banned_where_imports_cannot_tell(code: str, says: str) -> None:
    assert any(says in finding for finding in _banned("dpp/domain/x.py", code))


@pytest.mark.parametrize("module", ["lifecycle/domain/x.py", "web/accounts/domain/x.py", "lifecycle/service/x.py"])
def test_the_clock_is_banned_in_every_context(module: str) -> None:
    assert len(_banned(module, CLOCK)) == 1


def test_one_adapter_reads_the_clock() -> None:
    assert _banned("dpp/adapters/clock.py", CLOCK) == []


def _banned(module: str, code: str) -> list[str]:
    """What ruff's list of banned names (TID251) says of this code in this module."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=json",
        "--stdin-filename",
        module,
        "-",
    ]
    answer = subprocess.run(command, cwd=ROOT, input=code, capture_output=True, text=True, check=False)
    return [finding["message"] for finding in json.loads(answer.stdout) if finding["code"] == "TID251"]
