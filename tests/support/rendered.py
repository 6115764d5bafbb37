"""Sample pages in a real browser: rendered as the service renders them, with the real style sheets.

So a page is seen with every kind of line in it, without a service that has to live through all of that first.
"""

from collections.abc import Iterable, Iterator
from mimetypes import guess_type
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route

from tests.support.live import check_accessible, window
from tests.support.page_samples import frame_for, samples
from web.pages.contexts.frame import Language
from web.pages.rendering import Pages
from web.static_files import FOLDER

HOST = "http://pages.test"


def check_rendered(browser: Browser, names: Iterable[str], language: Language, width: int) -> None:
    """axe-core finds nothing in these samples, and nothing is wider than the window."""
    rendered = dict(_written(names, language))

    def answer(route: Route) -> None:
        """The page itself, or a static file; pictures that people added do not exist here."""
        path = urlsplit(route.request.url).path
        file = FOLDER / path.removeprefix("/static/")
        if path in rendered:
            route.fulfill(body=rendered[path], content_type="text/html; charset=utf-8")
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=guess_type(file.name)[0])
        else:
            route.fulfill(status=404)

    with window(browser, HOST, width=width, language=language) as page:
        page.route("**/*", answer)
        for address in rendered:
            page.goto(address)
            check_accessible(page)


def _written(names: Iterable[str], language: Language) -> Iterator[tuple[str, str]]:
    """Each page by an address of its own."""
    found, pages = samples(), Pages()
    for name in names:
        page, person, _ = found[name]
        yield f"/{name}", pages.render(page, frame_for(language, person, f"/{name}"))
