"""Documents that could drift from the code are compared with it."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(path for path in (ROOT / "docs").rglob("*.md")),
]


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return found.group().lower()


def _section(title: str) -> list[str]:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    section = page.split(f"## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| ([a-z0-9-]+) \| [^|]+ \| [^|]+ \|$", section, re.MULTILINE)[1:]


@pytest.mark.parametrize(
    ("title", "requirements"),
    [
        ("To run", PROJECT["project"]["dependencies"]),
        ("To build", PROJECT["dependency-groups"]["build"]),
        ("To develop and test", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_every_dependency_says_what_it_is_for(title: str, requirements: list[Any]) -> None:
    assert _section(title) == sorted(_name(line) for line in requirements if isinstance(line, str))


def test_every_decision_is_listed_says_what_is_bad_about_it_and_has_its_number() -> None:
    folder = ROOT / "docs" / "adr"
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    records = sorted(folder.glob("0*.md"))
    assert listed == [record.name for record in records]
    for number, record in enumerate(records, start=1):
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {number:04}: ")
        assert re.search(r"^Status: (accepted|replaced by \d{4}), \d{4}-\d\d-\d\d$", text, re.MULTILINE)
        assert "\n## Decision\n" in text
        assert "\n## What is bad about it\n" in text


def test_links_between_documents_lead_somewhere() -> None:
    pairs = chain.from_iterable(
        ((document, target) for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8")))
        for document in DOCUMENTS
    )
    broken = [f"{document.name}: {target}" for document, target in pairs if not (document.parent / target).exists()]
    assert broken == []


def test_the_licence_is_the_eupl() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert PROJECT["project"]["license"] == "EUPL-1.2"


def test_publiccode_names_the_licence_and_describes_in_both_languages() -> None:
    document = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert document["legal"]["license"] == "EUPL-1.2"
    for language in document["localisation"]["availableLanguages"]:
        description = document["description"][language]
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]
