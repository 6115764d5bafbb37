"""What was typed, sealed: for the same person alone, unreadable, unforgeable, bounded in size and time."""

import re
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dpp.domain.actor import AccountId
from web.kept_forms import KEPT, LARGEST, SECRETS, KeptForm, Sealer, mark_in, may_keep, without_secrets
from web.pages.rendering import TEMPLATES

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SANNE, RUUD = AccountId("account-sanne"), AccountId("account-ruud")
FORM = KeptForm(
    "/devices/x/acts?a=1", "/devices/x", (("code", "a"), ("code", "b"), ("remark", "kras")), ("a.pdf",), "m", NOW
)


def sealer(now: datetime = NOW, secret: bytes = b"k" * 32) -> Sealer:
    return Sealer(secret, lambda size: b"n" * size, lambda: now)


def test_what_was_sealed_opens_as_it_was() -> None:
    """Order, fields of one name, the names of files, and for whom."""
    sealed = sealer().seal(FORM)
    assert sealed is not None
    assert sealer().open(sealed) == FORM


def test_it_says_nothing_to_who_reads_the_page() -> None:
    sealed = sealer().seal(replace(FORM, fields=(("remark", "a secret remark"),)))
    assert b"remark" not in urlsafe_b64decode((sealed or "") + "==")


@pytest.mark.parametrize("broken", ["", "x", "é", "AAAA", "A" * 64, "\ud800"])
def test_what_we_did_not_seal_does_not_open(broken: str) -> None:
    assert sealer().open(broken) is None


def test_a_changed_box_or_one_of_another_service_does_not_open() -> None:
    sealed = sealer().seal(FORM) or ""
    assert sealer().open(("B" if sealed[20] == "A" else "A").join((sealed[:20], sealed[21:]))) is None
    assert sealer(secret=b"o" * 32).open(sealed) is None


def test_it_ends_after_twelve_hours() -> None:
    sealed = sealer().seal(FORM) or ""
    assert sealer(NOW + KEPT - timedelta(seconds=1)).open(sealed) == FORM
    assert sealer(NOW + KEPT).open(sealed) is None


def test_it_has_a_largest_size() -> None:
    fits = replace(FORM, fields=(("r", "x" * (LARGEST - 1)),))
    assert sealer().seal(fits) is not None
    assert sealer().seal(replace(FORM, fields=(("r", "x" * LARGEST),))) is None


def test_the_mark_tells_accounts_apart_and_names_nobody() -> None:
    mark = sealer().mark(SANNE)
    assert sealer().is_for(replace(FORM, mark=mark), SANNE)
    assert not sealer().is_for(replace(FORM, mark=mark), RUUD)
    assert "sanne" not in mark
    assert mark_in(f"token.{mark}") == mark
    assert mark_in("token") == ""


def test_passwords_and_codes_that_are_keys_are_never_kept() -> None:
    assert without_secrets((("password", "x"), ("pin", "1"), ("remark", "r"))) == (("remark", "r"),)
    assert not may_keep("/repair-key")
    assert not may_keep("/station/persons")
    assert may_keep("/stations-of-others")


def test_every_password_field_of_the_service_is_one_that_is_never_kept() -> None:
    """A new field of that kind is added to `SECRETS`, or this fails."""
    typed = re.compile(r'field\([^,]+, "([^"]+)"[^\n]*type="password"|<input[^>]*type="password"[^>]*name="([^"]+)"')
    names = {first or second for path in TEMPLATES.glob("*.html") for first, second in typed.findall(path.read_text())}
    assert names
    assert names <= SECRETS
