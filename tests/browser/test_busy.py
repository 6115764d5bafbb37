"""A form that takes its time: it says so, is not sent twice, and can be sent again when its page comes back."""

import json

from playwright.sync_api import Browser, Route, expect

from tests.support.live import window
from tests.support.page_samples import frame_for, samples
from tests.support.sample_answers import HOST, answering
from web.pages.rendering import Pages

PRESS = """button => setTimeout(() => {
  [1, 2, 3].forEach(() => button.click());
  setTimeout(() => sessionStorage.setItem("seen", JSON.stringify({
    told: document.getElementById("busy").textContent, button: button.textContent,
    disabled: button.getAttribute("aria-disabled"), busy: button.form.getAttribute("aria-busy"),
  })), 900);
})"""
"""Pressed thrice; what the page shows then is kept for the page after it: a browser that is driven waits for that."""
BUSY = "Een ogenblik, hier wordt aan gewerkt"


def test_a_form_that_takes_long_says_so_and_is_sent_once(chromium: Browser) -> None:
    """Pressed three times it is sent once; its answer brings the button back as it was."""
    sample, person, _ = samples()["account"]
    html = Pages().render(sample, frame_for("nl", person, "/account"))
    answer, sent = answering({"/account": html}), list[Route]()

    def slow(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route)
        else:
            answer(route)

    with window(chromium, HOST, language="nl") as page:
        page.route("**/*", slow)
        page.goto("/account")
        form = page.locator('main form[method="post"]:not(:has([required]))').first
        button = form.locator("button").last
        words = button.inner_text()
        button.evaluate(PRESS)
        page.wait_for_timeout(1500)
        assert len(sent) == 1
        sent[0].fulfill(body=html, content_type="text/html; charset=utf-8")
        page.wait_for_url("**/account/keys/**")
        seen = json.loads(page.evaluate("sessionStorage.getItem('seen')"))
        assert seen == {"told": BUSY, "button": BUSY, "disabled": "true", "busy": "true"}
        expect(button).to_have_text(words)
        expect(page.locator("#busy")).to_be_empty()
        expect(page.locator("[aria-busy]")).to_have_count(0)
