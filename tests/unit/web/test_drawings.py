"""Icons that come with a page: the ones that it names, once each, and no request for others."""

from pathlib import Path

from web.pages.drawings import with_drawings

_PAGE = """<body><svg><use href="/static/vendor/icons.svg?v=1#good"></use></svg>
<h2 id="good">Good</h2><svg><use href="/static/vendor/icons.svg?v=1#next-step"></use></svg>
<svg><use href="/static/vendor/icons.svg?v=1#good"></use></svg></body></html>"""


def _sprite(folder: Path) -> Path:
    sprite = folder / "icons.svg"
    names = ("good", "next-step", "stop")
    drawn = "".join(f'<symbol id="{name}" viewBox="0 0 24 24"><path d="{name}"/></symbol>' for name in names)
    sprite.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{drawn}</svg>', "utf-8")
    return sprite


def test_a_page_carries_the_icons_that_it_names_and_no_others(tmp_path: Path) -> None:
    """Under names of their own: a section may be called as an icon is."""
    page = with_drawings(_PAGE, _sprite(tmp_path))

    assert "/icons.svg" not in page
    assert page.count('<use href="#icon-good">') == 2
    assert page.count('<symbol id="icon-good" viewBox="0 0 24 24"><path d="good"/></symbol>') == 1
    assert page.count("<symbol") == 2
    assert page.endswith("</svg></body></html>")


def test_where_no_sprite_was_built_or_it_lacks_one_a_page_stays_as_it_is(tmp_path: Path) -> None:
    newer = _PAGE.replace("#next-step", "#newest")
    assert with_drawings(_PAGE, tmp_path / "icons.svg") == _PAGE
    assert with_drawings(newer, _sprite(tmp_path)) == newer


def test_a_sprite_that_was_built_anew_is_read_anew(tmp_path: Path) -> None:
    sprite = _sprite(tmp_path)
    with_drawings(_PAGE, sprite)
    sprite.write_text(sprite.read_text("utf-8").replace('<path d="good"', '<path d="better"'), "utf-8")
    sprite.touch()

    assert '<path d="better"/>' in with_drawings(_PAGE, sprite)
