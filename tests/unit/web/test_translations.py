"""Everything that the code says can be said in Dutch, in the words of the glossary."""

import ast
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from scripts import translations
from scripts.translations import ROOT, missing, refresh, stale
from tests.support import words
from web.pages.translations import read_catalogue

GLOSSARY = ROOT / "docs" / "glossary.md"
ANY_PLACE = re.compile(r"%\(\w+\)s|\{\w*\}")
COMMAND = re.compile(r"'kringpas [a-z -]+'")
PERCENT = re.compile(r"%\((\w+)\)s")


def _dutch() -> Iterator[tuple[str, str]]:
    for entry in words.known():
        if entry.id:
            yield from zip(_forms(entry.id), _forms(entry.string), strict=False)


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (str(text),)


def _places(text: str) -> set[str]:
    braces = {name for _, name, _, _ in Formatter().parse(text) if name is not None} if "%(" not in text else set()
    return braces | set(PERCENT.findall(text))


def _avoided(glossary: Path) -> list[str]:
    rows = [line.split("|") for line in glossary.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = (row[3].strip() for row in rows if row[3].strip() and row[3].strip() != "not in Dutch")
    return [word.strip() for cell in cells for word in cell.split(",")]


def test_no_message_is_missing_in_dutch() -> None:
    """Run `scripts/translations.py update`, and fill in what is empty."""
    assert not list(missing(words.known(), words.said()))


def test_every_message_is_written_where_the_collector_finds_it() -> None:
    """`message(...)` around a name is found by no collector: it would stay English, and no test would say so."""
    calls = (
        (path, node)
        for package in translations.PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message"
    )
    hidden = [f"{path}:{node.lineno}" for path, node in calls if not isinstance(node.args[0], ast.Constant)]
    assert not hidden


def test_no_dutch_stands_for_what_nobody_says() -> None:
    """The same command leaves it out."""
    assert not list(stale(words.known(), words.said()))


def test_the_places_to_fill_in_are_the_same() -> None:
    """A place that the Dutch lacks loses a fact; one that it adds breaks the page."""
    wrong = [(said, dutch) for said, dutch in _dutch() if dutch and _places(said) != _places(dutch)]
    assert not wrong


def test_no_dutch_text_uses_a_word_that_the_glossary_avoids() -> None:
    """One word for one thing; the name of a command stays what it is."""
    avoided = _avoided(GLOSSARY)
    assert len(avoided) > 30, "the glossary was not read"
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, avoided))})(?![\w-])", re.IGNORECASE)
    told = ((dutch, COMMAND.sub("", ANY_PLACE.sub("", dutch))) for _, dutch in _dutch())
    wrong = [(found[0], dutch) for dutch, words in told for found in [pattern.search(words)] if found]
    assert not wrong


def test_collecting_sees_a_plural() -> None:
    """Both forms are asked for in Dutch."""
    entry = words.said().get("%(count)s device cannot leave")
    assert isinstance(entry, Message)
    assert len(_forms(entry.id)) == 2


def test_two_who_fill_in_words_at_once_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reads again what the other wrote, and whoever reads meanwhile never finds a part of a file."""
    said = [f"sentence {number}" for number in range(40)]
    monkeypatch.setattr(translations, "collect", lambda: _catalogue(said))
    path = tmp_path / "nl" / "words.po"
    refresh(path, {said[0]: "de eerste"})
    wholes: list[int] = []

    def fill(text: str) -> None:
        refresh(path, {text: text.upper()})
        with path.open("rb") as file:
            wholes.append(len([entry for entry in read_po(file) if entry.id]))

    with ThreadPoolExecutor(8) as several:
        list(several.map(fill, said[1:]))
    assert {entry.id: entry.string for entry in read_catalogue(path) if entry.id} == {
        said[0]: "de eerste",
        **{text: text.upper() for text in said[1:]},
    }
    assert set(wholes) == {len(said)}
    assert [file.name for file in path.parent.iterdir()] == ["words.po"]
    with pytest.raises(KeyError, match="nobody says"):
        refresh(path, {"never said": "nooit gezegd"})


def _catalogue(said: Iterable[str]) -> Catalog:
    catalogue = Catalog(locale="nl", domain="kringpas", fuzzy=False)
    for text in said:
        catalogue.add(text)
    return catalogue
