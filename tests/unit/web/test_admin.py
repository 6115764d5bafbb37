"""The entrance of administration says what ends, failed or waits, and is silent about what is in order."""

from datetime import date, timedelta

from dpp.domain.actor import AccountId, OrganisationId
from lifecycle.domain.support.loading import Load
from web.accounts.domain.organisation import Credential, Organisation, OrganisationKind
from web.accounts.domain.passes import ApiKey, KeyId
from web.pages.mapping.admin import SOON, admin_page, keys_line, organisations_line, support_line

TODAY = date(2026, 5, 4)


def key(expires_on: date, *, revoked: bool = False) -> ApiKey:
    return ApiKey(KeyId("k"), "hash", AccountId("a"), "scanner", TODAY, expires_on, revoked=revoked)


def organisation(valid_until: date | None) -> Organisation:
    held = Credential("weeelabex", "1", "ground", date(2025, 1, 1), valid_until, "source")
    return Organisation(OrganisationId("o"), "Recycler", OrganisationKind.COMPANY, in_state=False, credentials=(held,))


def test_a_key_that_ends_soon_asks_attention() -> None:
    """On the last day of the term too; not when it ended already, was revoked, or has longer."""
    assert keys_line([key(TODAY + SOON)], TODAY).attention
    others = [key(TODAY - timedelta(days=1)), key(TODAY, revoked=True), key(TODAY + SOON + timedelta(days=1))]
    assert not keys_line(others, TODAY).attention


def test_a_credential_that_ends_soon_asks_attention() -> None:
    assert organisations_line([organisation(TODAY)], TODAY).attention
    assert not organisations_line([organisation(None), organisation(TODAY - timedelta(days=1))], TODAY).attention


def test_dates_of_support_age() -> None:
    """None at all asks attention too."""

    def load(dated: date) -> Load:
        return Load(1, dated, None, AccountId("a"), "sha", ())  # type: ignore[arg-type]  # when it came does not matter

    assert support_line([], TODAY).attention
    assert support_line([load(TODAY - timedelta(days=200))], TODAY).attention
    assert not support_line([load(TODAY - timedelta(days=200)), load(TODAY)], TODAY).attention


def test_what_asks_attention_comes_first_and_nothing_is_left_out() -> None:
    lines = (keys_line([key(TODAY + timedelta(days=90))], TODAY), keys_line([key(TODAY)], TODAY))
    page = admin_page(lines)
    assert (page.asking, page.others) == (lines[1:], lines[:1])
