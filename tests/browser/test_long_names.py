"""Names as they come: 120 characters without a space break no page of a narrow phone (320 px, WCAG 2.2, 1.4.10)."""

import pytest
from playwright.sync_api import Browser

from tests.support.live import window
from tests.support.page_samples import frame_for, samples
from tests.support.sample_answers import HOST, answering
from web.pages.rendering import Pages

SHOWN = ("validate", "repairers", "donation-feedback", "consignments", "inbox", "cases", "lots", "people", "typed")
STRETCH = """name => {
  const ours = "script, style, button, summary, option, th, label, legend, svg, .nl-button, .kp-unseen";
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  for (const text of texts) if (text.data.trim() && !text.parentElement.closest(ours)) text.data = name;
  return document.documentElement.scrollWidth;
}"""
NAMES = {
    "a compound of 120 letters": "Afstandsbedieningsbatterijvervangingshandleiding".ljust(120, "n"),
    "right to left": "حاسوبمحمول" * 12,
    "pictures": "\N{PERSONAL COMPUTER}" * 60,
    "a serial of 60 characters": "SN0123456789" * 5,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_long_name_makes_no_page_wider_than_a_narrow_phone(chromium: Browser, name: str) -> None:
    """Whatever stands in a page is stretched; our own words on buttons and labels stay."""
    found, pages = samples(), Pages()
    rendered = {f"/{each}": pages.render(found[each][0], frame_for("nl", found[each][1], f"/{each}")) for each in SHOWN}
    with window(chromium, HOST, width=320, language="nl") as page:
        page.route("**/*", answering(rendered))
        widths = {}
        for address in rendered:
            page.goto(address)  # with its style
            widths[address] = page.evaluate(STRETCH, NAMES[name])
    assert {address: width for address, width in widths.items() if width > 320} == {}
