"""The accessibility statement: what was done, what is known to fail, what nobody looked at, and when.

Rules:
1. It says what is true of this version. Whoever changes what is tested (`scripts.look.ways`) changes it here, with
   the day of the last look at every page.
2. Status C of the Dutch model statement ("eerste maatregelen genomen") is the most that one may claim before somebody
   independent has judged all of EN 301 549 (Besluit digitale toegankelijkheid overheid).
"""

from datetime import date

from dpp.domain.message import message
from web.pages.contexts.general import AccessibilityPage

TESTED = date(2026, 11, 21)
_DONE = (
    message(
        "axe-core read a page of every kind, in Dutch and in English, at the width of a phone; what hangs on the "
        "layout, such as contrast and the size of what one presses, also at the width of a desk."
    ),
    message(
        "In both languages such a page fits a window of 320 pixels (a zoom of 400 percent), also with the text "
        "spaced out."
    ),
    message("In Dutch the tab key reaches everything on such a page, and one sees where it is."),
    message("In Dutch nothing on it moves for who asks for less motion, and nothing is lost where colours are forced."),
    message("Browser tests do the work of each role; what people do most, they also do without JavaScript."),
    message(
        "Each page has one main heading, landmarks, labels at its fields, and its language; every test asks for that."
    ),
    message("The builders looked at pictures of most pages at the width of a phone, and of some at that of a desk."),
)
_FAILING = (
    message("PDF files have no tags (WCAG 1.3.1). What is in them is also on a page."),
    message("Titles of sources and documents are in their own language, and do not say which that is (WCAG 3.1.2)."),
    message("Photos say of which device they are, not what is to be seen on them (WCAG 1.1.1)."),
)
_UNTESTED = (
    message("Nobody went through the pages with a screen reader, with speech, or with a screen magnifier."),
    message("Nobody with a disability has tested them yet."),
    message("No other browser than Chromium was looked at in this way."),
    message("In English nobody tried the keyboard, less motion and forced colours on every page."),
)


def statement(contact: str) -> AccessibilityPage:
    """The page; `contact` is the e-mail address of who runs the service."""
    return AccessibilityPage(TESTED, contact, _DONE, _FAILING, _UNTESTED)
