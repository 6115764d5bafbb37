"""From a page's context to HTML: one Jinja environment per language.

Everything is escaped, and a name that a template uses but nobody gave is an error, not an empty place. Characters that
no HTML may hold (scanners send separators, people paste anything) are shown as replaced.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import ClassVar, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dpp.domain.actor import Role
from lifecycle.domain.permissions import PERMISSIONS
from web.pages.answers import three_answers
from web.pages.contexts.frame import LANGUAGES, Choice, FormState, Frame, Language, Tone
from web.pages.guidebook import help_for
from web.pages.navigation import is_current, navigation_for
from web.pages.paging import paged
from web.pages.reading import Reader
from web.pages.translations import translations
from web.pages.words import DATA_TONES

_WEB = Path(__file__).parents[1]
TEMPLATES = _WEB / "templates"
STATIC = _WEB / "static"
_ICONS = _WEB / "assets" / "icons.json"
_HASH_LENGTH = 12
_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Page(Protocol):
    """A context that knows its template."""

    template: ClassVar[str]


class StaticAddresses:
    """Addresses of static files that change with their content, so that a browser may keep them for ever.

    A file that was not built yet gets its plain address: pages can be tested without browser assets.
    """

    def __init__(self, folder: Path = STATIC, prefix: str = "/static") -> None:
        self._folder = folder
        self._prefix = prefix
        self._known: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        if path not in self._known:
            self._known[path] = f"{self._prefix}/{path}{self._version(path)}"
        return self._known[path]

    def _version(self, path: str) -> str:
        file = self._folder / path
        if not file.is_file():
            return ""
        return f"?v={hashlib.sha256(file.read_bytes()).hexdigest()[:_HASH_LENGTH]}"


_STATIC = StaticAddresses()


class Pages:
    """Renders every page, in both languages."""

    def __init__(self, static: StaticAddresses | None = None) -> None:
        self._environments = {language: _environment(language, static or _STATIC) for language in LANGUAGES}

    def render(self, page: Page, frame: Frame) -> str:
        """The whole page as HTML."""
        template = self._environments[frame.language].get_template(page.template)
        return _without_dead_links(template.render(page=page, frame=frame), page)


def _without_dead_links(html: str, page: Page) -> str:
    """A fault of a field that this page does not have (the form is not for this reader) is told without link."""
    form = getattr(page, "form", None)
    for name in form.problems if isinstance(form, FormState) else ():
        if name and f'id="{escape(name)}"' not in html:
            html = re.sub(rf'<a class="nl-link" href="#{re.escape(escape(name))}">(.*?)</a>', r"\1", html)
    return html


def icon_sprites() -> Mapping[str, str]:
    """For each word with a drawing, the sprite that pages take it from: that of passports is small."""
    icons = json.loads(_ICONS.read_text("utf-8"))
    files = {"public": "vendor/public-icons.svg", "work": "vendor/icons.svg"}
    return {name: files[group] for group, names in icons.items() for name in names}


@lru_cache(maxsize=16)
def _environment(language: Language, static: StaticAddresses) -> Environment:
    """Shared by all that render with the same addresses: a template is compiled once."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    known = translations(language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        known.gettext, known.ngettext, newstyle=True
    )
    _teach(environment, Reader(language), static)
    return environment


def _pairs(choices: Iterable[Choice]) -> list[tuple[str, object]]:
    """The choices of a list in a form, as the macros take them."""
    return [(choice.value, choice.text) for choice in choices]


def _printable(value: object) -> object:
    if not isinstance(value, str) or _NOT_IN_HTML.search(value) is None:
        return value
    return type(value)(_NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", value))


def _teach(environment: Environment, reader: Reader, static: StaticAddresses) -> None:
    """The filters and functions that templates may use."""
    environment.filters.update(
        say=reader.say,
        word=reader.word,
        day=reader.day,
        month=reader.month,
        moment=reader.moment,
        clock=reader.clock,
        number=reader.number,
        figure=reader.figure,
        bytes=reader.bytes,
        pairs=_pairs,
    )
    sprites = icon_sprites()

    def icon_address(name: str) -> str:
        if name not in sprites:
            raise ValueError(f"web/assets/icons.json has no icon '{name}'")
        return f"{static(sprites[name])}#{name}"

    environment.globals.update(
        static=static,
        icon_address=icon_address,
        navigation_for=navigation_for,
        is_current=is_current,
        help_for=help_for,
        three_answers=three_answers,
        paged=paged,
        data_tones=DATA_TONES,
        all_roles=tuple(Role),
        device_readers=PERMISSIONS.roles("read_device"),
        all_tones=tuple(Tone),
        good_tone=Tone.GOOD,
        info_tone=Tone.INFO,
        attention_tone=Tone.ATTENTION,
        stop_tone=Tone.STOP,
    )
