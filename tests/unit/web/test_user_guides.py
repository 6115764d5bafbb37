"""The user guides say what the pages say: their words, pictures and ways; and Help leads to the right place of them."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from setuptools import find_namespace_packages  # type: ignore[import-untyped]  # it has no types

from dpp.domain.actor import Role
from dpp.domain.errors import NotFound
from tests.support import words
from web.pages import guidebook
from web.pages.contexts.frame import LANGUAGES, Language
from web.pages.guidebook import FOLDER, NAMES, PICTURES, VISITOR, help_for

ROOT = Path(__file__).parents[3]
GLOSSARY = ROOT / "docs" / "glossary.md"
EVERY = [(language, name) for language in LANGUAGES for name in NAMES]
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PICTURE = re.compile(r"!\[([^\]]+)\]\(\.\./pictures/([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
PLACES = re.compile(r"%\(\w+\)s|\{\w*\}")
LARGEST, LARGEST_OF_ALL = 60_000, 2_500_000
"""Bytes of a picture, and of all of them: somebody may read a guide on a phone, and everybody clones them."""


def text_of(language: Language, name: str) -> str:
    return (FOLDER / language / f"{name}.md").read_text(encoding="utf-8")


def _said(language: Language) -> Iterator[str]:
    """Every text of the interface in this language."""
    for entry in words.known():
        said = entry.id if language == "en" else entry.string
        yield from map(str, said if isinstance(said, tuple | list) else (said,))


def _has_words(text: str) -> bool:
    """Whether a text with places to fill in says something besides them."""
    return PLACES.search(text) is not None and len(re.findall(r"[a-z]{3,}", PLACES.sub("", text))) > 1


@cache
def _words(language: Language) -> frozenset[str]:
    return frozenset(_said(language))


@cache
def _forms(language: Language) -> list[re.Pattern[str]]:
    """Texts with places to fill in, as patterns."""
    texts = filter(_has_words, _words(language))
    return [re.compile(".+".join(map(re.escape, PLACES.split(text)))) for text in texts]


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_what_is_bold_in_a_guide_is_said_by_the_pages(language: Language, name: str) -> None:
    """A button that gets another name gets it in the guides too, or this fails."""
    bold = {" ".join(found.split()) for found in BOLD.findall(text_of(language, name))}
    unknown = [text for text in bold - _words(language) if not any(form.fullmatch(text) for form in _forms(language))]
    assert not unknown


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_the_pictures_of_a_guide_are_there_and_are_in_its_language(language: Language, name: str) -> None:
    """Each says in words what it shows; `make guide-pictures` makes them anew."""
    pictures = PICTURE.findall(text_of(language, name))
    assert len(pictures) == text_of(language, name).count("![")
    for shows, place in pictures:
        assert len(shows) > 15
        assert place.startswith(f"{language}/{name}-")
        assert 0 < (PICTURES / place).stat().st_size < LARGEST


def test_every_picture_is_shown_and_all_of_them_are_small_together() -> None:
    shown = {place for language, name in EVERY for _, place in PICTURE.findall(text_of(language, name))}
    there = [path for path in PICTURES.rglob("*") if path.is_file()]
    assert {path.relative_to(PICTURES).as_posix() for path in there} == shown
    assert sum(path.stat().st_size for path in there) < LARGEST_OF_ALL


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_a_link_of_a_guide_leads_to_another_guide(language: Language, name: str) -> None:
    """Also where the file is read: pages of the service are named by their address, and outside nothing is needed."""
    for address in LINK.findall(text_of(language, name)):
        assert address.removesuffix(".md") in NAMES, address


@pytest.mark.parametrize("name", NAMES)
def test_a_dutch_guide_uses_the_words_of_the_glossary(name: str) -> None:
    """One word for one thing, on the pages and in what explains them."""
    rows = [line.split("|") for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    avoided = [word.strip() for row in rows if row[3].strip() != "not in Dutch" for word in row[3].split(",")]
    forbidden = re.compile(
        rf"(?<![\w-])({'|'.join(re.escape(word) for word in avoided if word)})(?![\w-])", re.IGNORECASE
    )
    told = re.sub(r"`[^`]*`|\(\.\./pictures[^)]*\)", "", text_of("nl", name))
    assert not forbidden.findall(told)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_tell_the_same_in_the_same_order(name: str) -> None:
    """As many sections, the same pages named and the same pictures shown."""
    dutch, english = (guidebook.guide(language, name) for language in LANGUAGES)
    assert [each.addresses for each in dutch.sections] == [each.addresses for each in english.sections]
    shown = [[place.partition("/")[2] for _, place in PICTURE.findall(text_of(each, name))] for each in LANGUAGES]
    assert shown[0] == shown[1]


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_section_can_be_gone_to(language: Language, name: str) -> None:
    """The contents of the page and Help lead to headings that are there, each under an id of its own."""
    read = guidebook.guide(language, name)
    headings = re.findall(r'<h2 id="([^"]+)"', guidebook.body(read, lambda path: path))
    assert headings == [section.anchor for section in read.sections]
    assert len(set(headings)) == len(headings) > 0


def test_a_guide_that_is_not_there_is_not_found() -> None:
    """Names come from the address: nothing outside the folder is ever read."""
    for name in ("nobody", "../../README", "README"):
        with pytest.raises(NotFound):
            guidebook.guide("en", name)


def test_markup_in_a_guide_is_shown_as_it_is_written() -> None:
    """Only Markdown makes markup."""
    read = guidebook.read("x", "# Title\n\n<script>alert(1)</script> **bold** `/intake` `code`\n")
    html = guidebook.body(read, lambda path: path)
    assert "<script>" not in html
    assert "<strong>bold</strong>" in html
    assert '<a href="/intake" class="nl-link kp-code">/intake</a>' in html
    assert "<code>code</code>" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_leads_to_the_section_about_the_page_where_somebody_is(language: Language) -> None:
    """The page closest below the reader's own place, in a guide of one of the reader's roles."""
    provider = help_for(language, {Role.ICT_PROVIDER}, "/intake?place=1")
    first = guidebook.guide(language, "ict-provider").sections[0]
    assert provider == f"/guides/ict-provider#{first.anchor}"
    assert help_for(language, {Role.ICT_PROVIDER}, "/erasure/trays/failed").startswith("/guides/ict-provider#")
    assert help_for(language, {Role.DRZ, Role.PUBLIC_SERVANT}, "/reservations").startswith("/guides/public-servant#")
    assert help_for(language, {Role.DRZ}, "/account") == "/guides/drz"
    assert help_for(language, (), "/models/compare").startswith(f"/guides/{VISITOR}#")


@given(st.sampled_from(LANGUAGES), st.sets(st.sampled_from(Role)), st.text(alphabet="/abcdevimnotsk?&"))
def test_help_leads_somewhere_from_every_page(language: Language, roles: set[Role], address: str) -> None:
    path, _, anchor = help_for(language, roles, f"/{address}").partition("#")
    name = path.removeprefix("/guides/")
    assert name in ({role.value for role in roles} or {VISITOR})
    assert not anchor or anchor in {each.anchor for each in guidebook.guide(language, name).sections}


def test_the_guides_are_in_the_package_and_in_the_image() -> None:
    """The service shows them wherever it is installed."""
    chosen = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    packages = find_namespace_packages(str(ROOT), include=chosen["packages"]["find"]["include"])
    assert {"docs.guides.nl", "docs.guides.en", "docs.guides.pictures.nl", "docs.guides.pictures.en"} <= set(packages)
    assert not {package for package in packages if package.startswith("docs.") and "guides" not in package}
    assert "COPY docs/guides docs/guides\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "!docs/guides\n" in (ROOT / ".dockerignore").read_text(encoding="utf-8")
