"""The browser of the tests is a real one."""

from playwright.sync_api import Browser


def test_chromium_runs_script_and_lays_out_a_page(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 400, "height": 300})
    page.set_content("<!doctype html><title>a</title><p style='width: 100px'>text</p>")
    assert page.evaluate("document.querySelector('p').getBoundingClientRect().width") == 100
    page.close()
