"""The browser of the tests is a real one."""

import pytest
from playwright.sync_api import Browser

from tests.support.live import check_accessible


def test_chromium_runs_script_and_lays_out_a_page(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 400, "height": 300})
    page.set_content("<!doctype html><title>a</title><p style='width: 100px'>text</p>")
    assert page.evaluate("document.querySelector('p').getBoundingClientRect().width") == 100
    page.close()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<img src='x.png'>", "image-alt"),
        ("<input type='text'>", "label"),
        ("<p style='color: #ddd'>hardly to be read</p>", "color-contrast"),
        ("<p style='width: 600px'>wide</p>", "too wide"),
    ],
)
def test_the_check_of_accessibility_finds_faults(chromium: Browser, body: str, fault: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 300})
    page.set_content(f"<!doctype html><html lang='en'><title>a</title><main><h1>a</h1>{body}</main>")
    with pytest.raises(AssertionError, match=fault):
        check_accessible(page)
    page.close()
