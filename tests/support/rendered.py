"""Sample pages in a real browser: rendered as the service renders them, with the real style sheets.

So a page is seen with every kind of line in it, without a service that has to live through all of that first.
"""

from collections.abc import Iterable, Iterator

from playwright.sync_api import Browser

from tests.support.live import bring_axe, check_accessible, window
from tests.support.page_samples import frame_for, samples
from tests.support.sample_answers import HOST, answering
from web.pages.contexts.frame import Language
from web.pages.rendering import Pages


def check_rendered(browser: Browser, names: Iterable[str], language: Language, width: int) -> None:
    """axe-core finds nothing in these samples, and nothing is wider than the window."""
    rendered = dict(_written(names, language))
    with window(browser, HOST, width=width, language=language) as page:
        bring_axe(page)
        page.route("**/*", answering(rendered))
        for address in rendered:
            page.goto(address)
            check_accessible(page)


def _written(names: Iterable[str], language: Language) -> Iterator[tuple[str, str]]:
    """Each page by an address of its own."""
    found, pages = samples(), Pages()
    for name in names:
        page, person, _ = found[name]
        yield f"/{name}", pages.render(page, frame_for(language, person, f"/{name}"))
