"""Icons that come with the page itself.

Every page names its icons in one sprite (`web/static/vendor/icons.svg`), which a browser asks for once and keeps. Who
opens a passport in the street has nothing yet, and would wait for it beside the style sheet: there the page carries the
drawings that it uses.
"""

import re
from functools import lru_cache
from pathlib import Path

_USED = re.compile(r'href="[^"]*/icons\.svg[^"#]*#([\w-]+)"')
_SYMBOL = re.compile(r'<symbol id="([\w-]+)"(.*?</symbol>)', re.DOTALL)
_END = "</body>"


def with_drawings(html: str, sprite: Path) -> str:
    """The page with the icons that it names, instead of their addresses; as it was where the sprite lacks one."""
    used = dict.fromkeys(_USED.findall(html))
    known = _drawings(sprite, sprite.stat().st_mtime_ns) if sprite.is_file() else {}
    if not used.keys() <= known.keys():
        return html
    page, end, rest = _USED.sub(r'href="#icon-\1"', html).rpartition(_END)
    drawn = "".join(f'<symbol id="icon-{name}"{known[name]}' for name in used)
    return f"{page}<svg hidden>{drawn}</svg>{end}{rest}"


@lru_cache(maxsize=4)
def _drawings(sprite: Path, changed_ns: int) -> dict[str, str]:
    """What follows the id of each symbol, by its name; `changed_ns` so that a sprite built anew is read anew."""
    del changed_ns
    return dict(_SYMBOL.findall(sprite.read_text("utf-8")))
