"""Static files: their addresses change with their content, and every icon that is used has a drawing."""

import re
from pathlib import Path

import pytest

from dpp.domain.actor import Role
from tests.support import needs
from tests.support.page_samples import frame_for, samples
from web.pages.contexts.frame import Person
from web.pages.rendering import TEMPLATES, Page, Pages, StaticAddresses, icon_sprites
from web.static_files import FOLDER

CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
SMALL = {path.name for path in TEMPLATES.glob("*.html") if "vendor/public.css" in path.read_text("utf-8")}
"""Templates whose pages load the small sheet."""


def test_an_address_changes_with_the_content(tmp_path: Path) -> None:
    """So that a browser may keep the file for ever."""
    (tmp_path / "a.css").write_text("a")
    first = StaticAddresses(tmp_path)("a.css")
    (tmp_path / "a.css").write_text("b")
    second = StaticAddresses(tmp_path)("a.css")
    assert first.startswith("/static/a.css?v=")
    assert first != second


def test_a_file_that_is_not_built_has_a_plain_address(tmp_path: Path) -> None:
    """Pages can be rendered before the browser assets are made."""
    assert StaticAddresses(tmp_path)("vendor/x.css") == "/static/vendor/x.css"


def test_every_icon_in_the_list_is_used() -> None:
    """The sprite holds nothing that no page shows; unknown icons stop the rendering itself."""
    texts = [path.read_text("utf-8") for path in TEMPLATES.glob("*.html")]
    texts.append((TEMPLATES.parent / "pages" / "answers.py").read_text("utf-8"))
    words = {word for text in texts for word in re.findall(r'"([a-z]+)"', text)}
    shown_by_value = {"good", "attention", "stop", "info", "unknown", "laptop", "display", "phone"}
    assert set(icon_sprites()) - shown_by_value <= words


def test_the_small_sheet_has_what_a_passport_shows() -> None:
    """`public.css` leaves rules out: none for a class that a sample of such a page has in it."""
    sheets = [FOLDER / "vendor" / name for name in ("kringpas.css", "public.css")]
    if not all(sheet.is_file() for sheet in sheets):
        needs.missing("public.css", "run 'scripts/npm.sh run build'")
    whole, small = (set(CLASS.findall(sheet.read_text("utf-8"))) for sheet in sheets)
    rendered = [Pages().render(page, frame_for("nl", None, "/passports/x")) for page in _passports()]
    shown = {name for html in rendered for names in re.findall(r'class="([^"]+)"', html) for name in names.split()}
    assert shown & whole - small == set()
    assert small < whole


@pytest.mark.parametrize(
    ("person", "sheet"), [(None, "public"), (Person("DRZ", "DRZ", frozenset({Role.DRZ})), "kringpas")]
)
def test_a_passport_takes_the_sheet_of_its_reader(person: Person | None, sheet: str) -> None:
    """Whoever is signed in has the whole one already, with the navigation that the small one leaves out."""
    for page in _passports():
        html = Pages().render(page, frame_for("nl", person, "/passports/x"))
        assert re.findall(r"static/vendor/(\w+)\.css", html) == [sheet]


def test_a_stranger_loads_the_small_sprite_alone() -> None:
    """On a slow network the icons of people at work would come between the style and the text."""
    for page in _passports():
        html = Pages().render(page, frame_for("nl", None, "/passports/x"))
        assert set(re.findall(r"static/vendor/([\w-]+)\.svg", html)) == {"public-icons"}


def _passports() -> list[Page]:
    return [page for page, _, _ in samples().values() if page.template in SMALL]
