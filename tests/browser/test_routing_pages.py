"""Pages of routing, sale, donation and monitoring in a real browser, as their fullest samples show them.

The samples are rendered as the service renders them and given to the browser with the real style sheets, so that a page
is seen with every kind of line in it, without a service that has to live through all of that first.
"""

from collections.abc import Iterator
from mimetypes import guess_type
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route

from tests.support.live import SEEN, check_accessible, window
from tests.support.page_samples import frame_for, samples
from web.pages.contexts.frame import Language
from web.pages.rendering import Pages
from web.static_files import FOLDER

HOST = "http://pages.test"
SHOWN = (
    "lots",
    "lot-opened",
    "monitoring",
    "donation",
    "requests",
    "allocation",
    "worklists",
    "classes",
    "class",
    "marketplace-outlived",
)


@pytest.mark.parametrize(("language", "width"), SEEN)
def test_pages_of_routing_are_accessible_in_both_languages_on_phone_and_desk(
    chromium: Browser, language: Language, width: int
) -> None:
    """axe-core finds nothing, and nothing is wider than the screen."""
    rendered = dict(written(language))

    def answer(route: Route) -> None:
        """The page itself, or a static file."""
        path = urlsplit(route.request.url).path
        if path in rendered:
            route.fulfill(body=rendered[path], content_type="text/html; charset=utf-8")
        else:
            file = FOLDER / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=guess_type(file.name)[0])

    with window(chromium, HOST, width=width, language=language) as page:
        page.route("**/*", answer)
        for address in rendered:
            page.goto(address)
            check_accessible(page)


def written(language: Language) -> Iterator[tuple[str, str]]:
    """Each page by an address of its own."""
    found, pages = samples(), Pages()
    for name in SHOWN:
        page, person, _ = found[name]
        yield f"/{name}", pages.render(page, frame_for(language, person, f"/{name}"))
