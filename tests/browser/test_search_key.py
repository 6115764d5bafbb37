"""The / key goes to the search box, in a real browser; who does not want that turns it off."""

from playwright.sync_api import Browser, expect

from dpp.domain.message import message
from tests.support.page_samples import DRZ, frame_for
from tests.support.sample_answers import HOST, answering
from tests.support.search_samples import FOUND
from web.pages.contexts.general import ErrorPage
from web.pages.rendering import Pages


def test_a_slash_goes_to_the_search_box_unless_somebody_types_or_scans_or_turned_it_off(chromium: Browser) -> None:
    pages = Pages()
    elsewhere = ErrorPage(404, message("Not here"), message("There is nothing here."))
    texts = {
        "/search": pages.render(FOUND, frame_for("en", DRZ, "/search?q=5CG1234")),
        "/elsewhere": pages.render(elsewhere, frame_for("en", DRZ, "/elsewhere")),
    }
    context = chromium.new_context(base_url=HOST)
    page = context.new_page()
    page.route("**/*", answering(texts))

    page.goto("/elsewhere")
    box = page.get_by_role("searchbox", name="Number, code or name")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")

    page.reload()
    page.keyboard.type("https://id.example/d/7k3m", delay=1)  # as a scanner types
    expect(box).to_have_value("")

    page.goto("/search")
    page.get_by_role("checkbox", name="The / key goes to the search box").uncheck()
    page.goto("/elsewhere")
    page.keyboard.press("/")
    expect(box).not_to_be_focused()
    context.close()
