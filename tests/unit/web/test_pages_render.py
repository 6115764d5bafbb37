"""Every page renders, in both languages, as valid and usable HTML."""

import pytest

from dpp.domain.message import message
from tests.support.html import check_page, text_of
from tests.support.page_samples import PROVIDER, frame_for, passport_of_a_laptop, samples
from web.pages.contexts.frame import LANGUAGES, Language, Notice, Tone
from web.pages.contexts.general import HomePage
from web.pages.rendering import TEMPLATES, Pages

SAMPLES = samples()
PAGES = Pages()
PARTS = {
    "access_parts.html",
    "afterwards.html",
    "base.html",
    "bulk_outcomes.html",
    "components.html",
    "change_table.html",
    "deviations.html",
    "device_act.html",
    "donation_parts.html",
    "erasure_disks.html",
    "fault_parts.html",
    "guide_parts.html",
    "law.html",
    "load_parts.html",
    "monitoring_parts.html",
    "plots.html",
    "repair_order_parts.html",
    "repairer_parts.html",
    "scan_box.html",
    "scanning.html",
    "sides.html",
    "signed_in.html",
    "spare_parts.html",
    "updates.html",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_keeps_the_html_invariants(name: str, language: Language) -> None:
    """Valid HTML5, one h1, labelled fields, CSRF, no inline script: see `tests.support.html`."""
    page, person, address = SAMPLES[name]
    root = check_page(PAGES.render(page, frame_for(language, person, address)))
    assert root.get("lang") == language


def test_every_template_has_a_sample() -> None:
    """A template without a sample would be seen by nobody."""
    shown = {page.template for page, _, _ in SAMPLES.values()}
    sections = {path.name for path in TEMPLATES.glob("*_section.html")}
    assert shown == {path.name for path in TEMPLATES.glob("*.html")} - PARTS - sections


def test_what_people_typed_is_escaped() -> None:
    """A model name with markup in it stays text."""
    notice = Notice(Tone.INFO, message("Saved {name}.", name="<script>alert(1)</script>"))
    html = PAGES.render(HomePage(), frame_for("en", None, "/", notice))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_visitor_sees_no_navigation_and_can_sign_in() -> None:
    """The public pages need no account."""
    root = check_page(PAGES.render(passport_of_a_laptop(), frame_for("en", None, "/passports/x")))
    words = text_of(root)
    assert "Sign in" in words
    assert "Worklist" not in words


def test_the_navigation_shows_what_the_role_uses() -> None:
    """An ICT provider has intake, worklists and consignments, and does not decide where devices go."""
    words = text_of(check_page(PAGES.render(HomePage(), frame_for("en", PROVIDER, "/"))))
    assert "Intake" in words
    assert "Consignments" in words
    assert "Worklists" in words
    assert "Decide where devices go" not in words


def test_the_public_passport_says_nothing_that_follows_a_person() -> None:
    """No organisation, place, owner or donation, whoever reads it."""
    words = text_of(check_page(PAGES.render(passport_of_a_laptop(), frame_for("en", None, "/passports/x")))).lower()
    for secret in ("donat", "custodian", "owner", "ministerie", "ssc-ict", "classif", "serial number"):
        assert secret not in words
