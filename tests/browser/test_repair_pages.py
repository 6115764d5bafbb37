"""Pages of repair in a real browser, as their fullest samples show them."""

import pytest
from playwright.sync_api import Browser

from tests.support.live import SEEN
from tests.support.rendered import check_rendered
from web.pages.contexts.frame import Language

SHOWN = (
    "model-repair",
    "repair-steps",
    "spare",
    "faults",
    "repair-bench-work",
    "repair-order-disputed",
)


@pytest.mark.parametrize(("language", "width"), SEEN)
def test_pages_of_repair_are_accessible_in_both_languages_on_phone_and_desk(
    chromium: Browser, language: Language, width: int
) -> None:
    """axe-core finds nothing, and nothing is wider than the screen."""
    check_rendered(chromium, SHOWN, language, width)
