"""Work that takes its time: its page is drawn anew while it goes on, and who reads it loses nothing."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.live import window
from tests.support.page_samples import frame_for, samples
from tests.support.sample_answers import HOST, answering
from web.pages.contexts.imports import ImportPage
from web.pages.rendering import Pages

LINK = "main section a"


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    """The page of an import while it goes on, a moment later, and when it is done; and its address."""
    sample, person, address = samples()["import-working"]
    assert isinstance(sample, ImportPage)
    later = replace(sample, run=replace(sample.run, done=480))
    done, _, _ = samples()["import-tried"]
    pages, frame = Pages(), frame_for("nl", person, address)
    now = {"now": sample, "later": later, "done": done}
    return {name: pages.render(page, frame) for name, page in now.items()} | {"address": address}


class Work:
    """An import as its page asks for it."""

    def __init__(self, page: Page, drawn: dict[str, str]) -> None:
        self._page, self._drawn = page, drawn
        self.asked, self.stands, self.fails = 0, "now", False
        page.route("**/*", self._answer)
        page.goto(drawn["address"])

    def _answer(self, route: Route) -> None:
        self.asked += route.request.resource_type == "fetch"
        if self.fails:
            route.fulfill(status=503, body="<main>away</main>", content_type="text/html")
        else:
            answering({self._drawn["address"]: self._drawn[self.stands]})(route)

    def until_asked_again(self) -> None:
        with self._page.expect_response("**/*"):
            pass
        self._page.wait_for_timeout(200)


def test_the_page_of_an_import_counts_on_and_the_focus_stays_where_it_was(
    chromium: Browser, drawn: dict[str, str]
) -> None:
    """A service that does not answer for a moment changes nothing; once it is done nothing is asked any more."""
    with window(chromium, HOST, language="nl") as page:
        work = Work(page, drawn)
        link = page.locator(LINK)
        link.focus()
        page.evaluate("link => { window.same = link; }", link.element_handle())
        work.stands = "later"
        expect(page.get_by_text("480 van 1.250")).to_be_visible()
        assert page.evaluate("document.activeElement === window.same && window.same.isConnected")
        work.fails = True
        work.until_asked_again()
        expect(page.get_by_text("480 van 1.250")).to_be_visible()
        work.stands, work.fails = "done", False
        expect(page.locator("#report")).to_be_visible()
        asked = work.asked
        page.wait_for_timeout(2500)
        assert work.asked == asked
