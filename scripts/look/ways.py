"""In which windows each page is looked at, and what is asked there.

1. `phone` (390 px), in both languages: axe-core finds nothing, with its rule on the size of targets (WCAG 2.2, 2.5.8),
   also in what is folded; nothing is wider than the window. Here are all its rules: most of them read the document,
   which is the same in every window.
2. `reflow` (320 px, as a window of 1280 px at 400 %, which is more than the 200 % of WCAG 1.4.4), in both languages:
   nothing is wider than the window (1.4.10), nor with the spacing of 1.4.12.
3. `desk` (1280 px), in both languages: the rules of axe-core that hang on the layout, and nothing is wider.
4. `keyboard`, in Dutch: the tab key reaches everything that can be used, and where it is, is seen (2.1.1, 2.4.7), and
   not covered by something else (2.4.11).
5. `still`, in Dutch, for who asks for reduced motion: nothing moves (2.3.3).
6. `forced`, in Dutch, with forced colours: nothing that says something is drawn with a background alone, which is gone
   there, and axe-core finds no contrast too low.

Opening a page costs as much as most questions, so ways that follow each other share the page: a `Visit` is one page,
opened once, and looked at in each of its ways in this order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scripts.look.checks import Check, axe, contrast, forced, layout, opened, spaced, still, unfolded, walked, within
from tests.support.browser import DESK, PHONE
from web.pages.contexts.frame import Language

_BOTH: tuple[Language, ...] = ("nl", "en")
NARROW = 320
"""CSS pixels: a window of 1280 px at 400 %."""


@dataclass(frozen=True)
class Way:
    """How wide the window is, and what is asked, in this order; `pictured`: whether it is photographed."""

    name: str
    width: int
    checks: tuple[Check, ...]
    pictured: bool = False
    languages: tuple[Language, ...] = ("nl",)


Visit = tuple[Way, ...]
"""The ways in which a page is looked at without opening it again."""

_VISITS: tuple[Visit, ...] = (
    (
        Way("phone", PHONE, (within, unfolded, axe, within), pictured=True, languages=_BOTH),
        Way("reflow", NARROW, (unfolded, within, spaced), languages=_BOTH),
    ),
    (
        Way("desk", DESK, (within, opened, layout, unfolded, within), pictured=True, languages=_BOTH),
        Way("keyboard", DESK, (unfolded, walked)),
        Way("still", DESK, (unfolded, still)),
        Way("forced", DESK, (unfolded, forced, contrast)),
    ),
)
WAYS: Mapping[str, Way] = MappingProxyType({way.name: way for visit in _VISITS for way in visit})


def visits(language: Language, only: str | None) -> Iterator[Visit]:
    """How pages in this language are visited; `only`: in this way alone."""
    for visit in _VISITS:
        ways = tuple(way for way in visit if language in way.languages and only in {None, way.name})
        if ways:
            yield ways
