"""Static files: their addresses change with their content, and every icon that is used has a drawing."""

import re
from pathlib import Path

from web.pages.rendering import TEMPLATES, StaticAddresses, icon_names


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
    assert icon_names() - shown_by_value <= words
