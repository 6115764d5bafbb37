"""Signing in, one's own account, and the administrator's pages, by their forms, on both engines."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from dpp.adapters import clock
from tests.support import templates
from tests.support.clicking import Clicker, Page
from tests.support.client import client_for, settings_for
from tests.support.html import HTML as XHTML
from tests.support.html import text_of
from tests.support.town import Town, town
from web.demo.accounts import DEMO_PASSWORD
from web.settings import Settings

HTML = {"Accept": "text/html", "Accept-Language": "en"}
NEW_PASSWORD = "six other bicycles in the rain"
ADMIN_PAGES = ("/admin/people", "/admin/organisations", "/admin/keys", "/admin/journal")


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def unchanged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town on each engine for all tests that only read, or are refused: nothing in it may be changed."""
    folder = tmp_path_factory.mktemp("accounts")
    with ExitStack() as engine:
        if request.param == "sqlite":
            shutil.copyfile(templates.sqlite_template(), folder / "town.sqlite")
            url = f"sqlite:///{folder / 'town.sqlite'}"
        else:
            url = engine.enter_context(request.getfixturevalue("postgres_server").database())
        yield engine.enter_context(town(settings_for(url, folder)))


@pytest.fixture
def reader(unchanged: Town) -> Clicker:
    """The administrator, who sends nothing that is accepted."""
    return Clicker(unchanged.client).sign_in("beheer")


@pytest.fixture
def administrator(people: Town) -> Clicker:
    return Clicker(people.client).sign_in("beheer")


def _shown_once(page: Page, name: str) -> str:
    """The secret that a page shows."""
    found = page.main.find(f".//*[@id='{name}']")
    assert found is not None, page.words
    return found.text or ""


def _attempt(browser: Clicker, email: str, password: str) -> Page:
    browser.open("/sign-in")
    return browser.fill("/sign-in", email=email, password=password)


# Signing in and out


def test_whoever_signs_in_goes_back_to_where_they_came_from(people: Town) -> None:
    browser = Clicker(people.client)
    refused = browser.open("/admin/people")
    assert (refused.status, refused.title) == (401, "Sign in first")
    browser.click("Sign in")
    page = browser.fill("/sign-in", email="BEHEER@demo.kringpas.nl", password=DEMO_PASSWORD)
    assert (page.status, page.title) == (200, "People")


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/x", "/\\example.org", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site_after_signing_in(unchanged: Town, back: str) -> None:
    browser = Clicker(unchanged.client)
    browser.open("/sign-in")
    page = browser.fill("/sign-in", email="drz@demo.kringpas.nl", password=DEMO_PASSWORD, back=back)
    assert page.address.removeprefix("http://testserver") == "/"


@pytest.mark.parametrize("email", ["drz@demo.kringpas.nl", "nobody@demo.kringpas.nl", "", "\x00", "<b>@example.org"])
def test_a_wrong_name_or_password_is_told_in_the_same_words(people: Town, email: str) -> None:
    """The name stays in the form, the password does not."""
    page = _attempt(Clicker(people.client), email, "not the password")
    assert page.status == 400
    assert "The name and the password do not belong together, or the account is not in use." in page.words
    assert "not the password" not in page.words
    assert "set-cookie" not in page.headers


def test_guessing_is_slowed_down(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 with the seconds to wait, also for the right password; others are not held up. All of it at one moment."""
    now = clock.utc_now()
    monkeypatch.setattr(clock, "utc_now", lambda: now)
    with town(settings) as people:
        browser = Clicker(people.client)
        statuses = [_attempt(browser, "drz@demo.kringpas.nl", f"guess number {count}").status for count in range(4)]
        assert statuses == [400, 400, 400, 429]
        page = _attempt(browser, "drz@demo.kringpas.nl", DEMO_PASSWORD)
        assert page.status == 429
        assert page.headers["retry-after"] == "1"
        assert "Too many attempts" in page.words
        assert Clicker(people.client).sign_in("ict").page.status == 200


def test_another_site_cannot_sign_somebody_in(unchanged: Town) -> None:
    form = {"email": "drz@demo.kringpas.nl", "password": DEMO_PASSWORD}
    answer = unchanged.client.post("/sign-in", data=form, headers={**HTML, "Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "This form was sent from another site." in answer.text
    assert "set-cookie" not in answer.headers


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(people: Town, settings: Settings) -> None:
    """Over TLS it is bound to the host as well."""
    form = {"email": "drz@demo.kringpas.nl", "password": DEMO_PASSWORD}
    cookie = people.client.post("/sign-in", data=form).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    secure = settings_for(str(settings.database_url), settings.data_dir, public_url="https://id.example.nl")
    with client_for(secure) as client:
        cookie = client.post("/sign-in", data=form).headers["set-cookie"]
    assert cookie.startswith("__Host-kringpas=")
    assert "Secure" in cookie


def test_signing_out_ends_the_session_itself(people: Town) -> None:
    """A cookie that somebody kept opens nothing any more."""
    browser = Clicker(people.client).sign_in("drz")
    kept = dict(browser.cookies)
    csrf = browser.page.root.find(".//*[@name='csrf']")
    assert csrf is not None
    browser.client.cookies.clear()
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}
    answer = people.client.post("/sign-out", data={"csrf": csrf.get("value") or ""}, headers={**HTML, **cookie})
    assert answer.headers["location"] == "/?said=signed-out"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    people.client.cookies.clear()
    assert people.client.get("/account", headers={**HTML, **cookie}).status_code == 401


def test_the_sign_in_page_shows_no_demo_accounts_over_a_database_that_was_given(unchanged: Town) -> None:
    assert "Demo accounts" not in Clicker(unchanged.client).open("/sign-in").words


def test_a_newcomer_signs_in_to_the_demonstration_with_one_click(sqlite_url: str, tmp_path: Path) -> None:
    """Only over the file that the demonstration made for itself; the password is there to read as well."""
    Path(sqlite_url.removeprefix("sqlite:///")).rename(tmp_path / "kringpas.sqlite")
    (tmp_path / "kringpas.has-demo").touch()
    settings = Settings(data_dir=tmp_path, public_url="http://testserver")
    with town(settings) as people:
        browser = Clicker(people.client)
        page = browser.open("/sign-in?back=/worklist")
        assert DEMO_PASSWORD in page.words
        form = next(form for form in page.forms() if "Domeinen Roerende Zaken (demo)" in text_of(form.element))
        chosen = {button.get("value") for button in form.element.iter(f"{XHTML}button")}
        assert chosen == {f"{who}@demo.kringpas.nl" for who in people.actors}
        sent = {**form.filled(), "email": "drz@demo.kringpas.nl"}
        answer = people.client.post(form.path, data=sent, headers=HTML)
        assert answer.headers["location"] == "/worklist"


def test_the_gallery_is_not_there_for_the_outside_world(people: Town, sqlite_url: str, tmp_path: Path) -> None:
    assert Clicker(people.client).open("/styleguide").status == 404
    with client_for(settings_for(sqlite_url, tmp_path, public_url="http://127.0.0.1:8000")) as client:
        assert client.get("/styleguide", headers=HTML).status_code == 200


# Forms


def test_a_form_without_its_token_changes_nothing(unchanged: Town, reader: Clicker) -> None:
    """Each form of a session: refused in words, and nothing was made."""
    for address in ("/admin/people", "/admin/organisations", "/admin/keys", "/account/password", "/sign-out"):
        cookie = {"Cookie": reader._cookie_header()}
        for token in ({}, {"csrf": "of another session"}):
            answer = unchanged.client.post(address, data={"name": "Sneaky", **token}, headers={**HTML, **cookie})
            assert answer.status_code == 403
            assert "You signed in again, or somebody else did, after this form was opened." in answer.text
            assert "Nothing was changed." in answer.text
    assert "Sneaky" not in reader.open("/admin/organisations").words


@pytest.mark.parametrize("who", ["drz", "ict", "eigenaar", "ambtenaar"])
def test_only_those_who_administer_see_their_pages(unchanged: Town, who: str) -> None:
    """Every page and every form; the organisations are known to all who are signed in, without a form."""
    browser = Clicker(unchanged.client).sign_in(who)
    for address in (
        "/admin/people",
        "/admin/keys",
        "/admin/journal",
        f"/admin/people/{unchanged.actors['drz'].account}",
    ):
        page = browser.open(address)
        assert page.status == 403
        assert page.title == "Not permitted"
        assert "Ask a colleague who may" in page.words
    organisations = browser.open("/admin/organisations")
    assert organisations.status == 200
    assert not organisations.forms()
    csrf = browser.page.root.find(".//*[@name='csrf']")
    assert csrf is not None
    form = {"csrf": csrf.get("value") or "", "name": "Mine", "kind": "company"}
    cookie = {"Cookie": browser._cookie_header()}
    assert unchanged.client.post("/admin/organisations", data=form, headers={**HTML, **cookie}).status_code == 403
    assert "Mine" not in browser.open("/admin/organisations").words


def test_an_auditor_reads_everything_and_can_change_nothing(unchanged: Town) -> None:
    auditor = Clicker(unchanged.client).sign_in("auditor")
    for address in (*ADMIN_PAGES, f"/admin/people/{unchanged.actors['drz'].account}"):
        page = auditor.open(address)
        assert page.status == 200
        assert not page.forms(), address


@pytest.mark.parametrize("address", [*ADMIN_PAGES, "/account"])
def test_a_visitor_is_asked_to_sign_in(unchanged: Town, address: str) -> None:
    page = Clicker(unchanged.client).open(address)
    assert page.status == 401
    assert f"/sign-in?back={address}" in page.links()


# One's own account


def _change(browser: Clicker, current: str, new: str, again: str | None = None) -> Page:
    browser.open("/account")
    return browser.fill("/account/password", current=current, password=new, again=new if again is None else again)


def test_a_password_is_changed_and_other_sessions_end(people: Town) -> None:
    here, elsewhere = (Clicker(people.client).sign_in("drz") for _ in range(2))
    page = _change(here, DEMO_PASSWORD, NEW_PASSWORD)
    assert "Your password is changed. Other sessions were ended." in page.words
    assert elsewhere.open("/account").status == 401
    assert _attempt(Clicker(people.client), "drz@demo.kringpas.nl", DEMO_PASSWORD).status == 400
    assert _attempt(Clicker(people.client), "drz@demo.kringpas.nl", NEW_PASSWORD).status == 200


def test_a_password_that_cannot_be_used_is_told_beside_its_field(people: Town) -> None:
    """Too short, the same, typed differently, or a wrong current one; no password goes back into the page."""
    browser = Clicker(people.client).sign_in("drz")
    assert "It is shorter than 12 characters." in _change(browser, DEMO_PASSWORD, "short").words
    differs = _change(browser, DEMO_PASSWORD, NEW_PASSWORD, "six other bicycles")
    assert differs.status == 400
    assert "The two new passwords are not the same." in differs.words
    assert "This is not your password." in _change(browser, "not mine", NEW_PASSWORD).words
    values = [field.get("value") for field in browser.page.root.iter() if field.get("type") == "password"]
    assert values == [None, None, None]


def test_one_withdraws_the_keys_of_ones_own_programs(people: Town) -> None:
    """A key of somebody else is not found there."""
    browser = Clicker(people.client).sign_in("ict")
    page = browser.open("/account")
    assert "Keys of your programs" in page.words
    form = next(form for form in page.forms() if "/account/keys/" in form.path)
    assert "withdrawn" in browser.send(form).words
    people.client.cookies.clear()
    assert people.program("ict").get("/api/v1/devices").status_code == 401


# People


def _new_person(browser: Clicker, email: str = "noor@example.nl", **roles: Any) -> Page:
    browser.open("/admin/people")
    organisation = next(
        option.get("value") for option in browser.page.main.iter(f"{XHTML}option") if "SSC-ICT" in (option.text or "")
    )
    chosen: dict[str, Any] = roles or {"role__ict__provider": "yes"}
    return browser.fill(
        "/admin/people", display_name="Noor Haddad", sign_in_name=email, organisation=organisation, **chosen
    )


def test_a_new_person_chooses_a_password_before_anything_else(people: Town, administrator: Clicker) -> None:
    """The first password is shown once; with it every page leads to one's account, until it is changed."""
    made = _new_person(administrator)
    assert made.status == 201
    first = _shown_once(made, "first-password")
    assert first not in administrator.open("/admin/people").words
    noor = Clicker(people.client)
    page = _attempt(noor, "noor@example.nl", first)
    assert page.title == "Your account"
    assert "Choose a password of your own" in page.words
    for elsewhere in ("/", "/intake", "/admin/people", "/models"):
        assert noor.open(elsewhere).title == "Your account"
    changed = _change(noor, first, NEW_PASSWORD)
    assert "Choose a password of your own" not in changed.words
    assert noor.open("/").title == "Today"
    assert noor.open("/intake").status == 200


def test_faults_in_a_new_person_stand_beside_their_fields(administrator: Clicker) -> None:
    """What was typed and ticked stays."""
    page = _new_person(administrator, "noor", role__administrator="yes", role__drz="yes")
    assert page.status == 400
    assert "'noor' is not an e-mail address." in page.words
    assert "An administrator has no other role: use a second account for that." in page.words
    assert page.main.find(".//*[@id='sign_in_name']").get("value") == "noor"  # type: ignore[union-attr]
    ticked = {field.get("name") for field in page.main.iter() if field.get("checked") is not None}
    assert ticked == {"role-administrator", "role-drz"}
    taken = _new_person(administrator, "drz@demo.kringpas.nl")
    assert taken.status == 400
    assert "drz@demo.kringpas.nl" in taken.words


def test_roles_count_from_the_next_request(people: Town, administrator: Clicker) -> None:
    drz = Clicker(people.client).sign_in("drz")
    assert drz.open("/worklist").status == 200
    administrator.open(f"/admin/people/{people.actors['drz'].account}")
    saved = administrator.fill("/roles", role__drz=None, role__buyer="yes")
    assert "Saved." in saved.words
    assert drz.open("/worklist").status == 403


def test_a_closed_account_is_out_at_once_and_can_come_back(people: Town, administrator: Clicker) -> None:
    drz = Clicker(people.client).sign_in("drz")
    administrator.open(f"/admin/people/{people.actors['drz'].account}")
    assert "closed" in administrator.fill("/active", active="no").words
    assert drz.open("/account").status == 401
    assert people.program("drz").get("/api/v1/devices").status_code == 401
    assert "active" in administrator.fill("/active", active="yes").words
    assert Clicker(people.client).sign_in("drz").page.status == 200


def test_a_new_password_ends_sessions_and_is_shown_once(people: Town, administrator: Clicker) -> None:
    drz = Clicker(people.client).sign_in("drz")
    administrator.open(f"/admin/people/{people.actors['drz'].account}")
    password = _shown_once(administrator.fill("/password"), "first-password")
    assert drz.open("/account").status == 401
    assert _attempt(Clicker(people.client), "drz@demo.kringpas.nl", password).title == "Your account"


def test_the_last_administrator_stays(people: Town, administrator: Clicker) -> None:
    """The rule is told, and nothing changed."""
    administrator.open(f"/admin/people/{people.actors['beheer'].account}")
    page = administrator.fill("/active", active="no")
    assert page.status in {400, 422}
    assert "This is the last active administrator." in page.words
    assert administrator.open("/admin/people").status == 200


def test_a_person_that_is_not_there_is_not_found(reader: Clicker) -> None:
    assert reader.open("/admin/people/nobody").status == 404
    assert reader.open("/admin/organisations/nobody").status == 404


# Organisations and credentials


def test_an_organisation_and_its_dated_credential(administrator: Clicker) -> None:
    """Added, seen to hold, and ended: it stays in the list, and does not hold any more."""
    administrator.open("/admin/organisations")
    page = administrator.fill("/admin/organisations", name="Stichting Tweede Leven", kind="foundation")
    assert page.title == "Stichting Tweede Leven"
    added = administrator.fill(
        "/credentials",
        kind="donation-agreement",
        number="DO-1",
        ground="art. 3",
        source="agreement of 2026",
        valid_from="2026-01-01",
    )
    assert "Donation agreement with the State" in added.words
    assert "today" in added.words
    ended = administrator.fill("/credentials/end", last_day="2026-02-01")
    assert "not today" in ended.words
    assert "does not hold today" in administrator.open("/admin/organisations").words


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name": "", "kind": "foundation"}, "name"),
        ({"name": "X", "kind": "club"}, "Choose what sort of organisation it is."),
        ({"name": "SSC-ICT (demo)", "kind": "agency"}, "SSC-ICT (demo)"),
    ],
)
def test_faults_in_an_organisation_are_told(reader: Clicker, typed: dict[str, Any], fault: str) -> None:
    reader.open("/admin/organisations")
    page = reader.fill("/admin/organisations", **typed)
    assert page.status == 400
    assert fault in page.words


def test_faults_in_a_credential_are_told(unchanged: Town, reader: Clicker) -> None:
    """A day that is none, a last day before the first, a field left empty."""
    address = f"/admin/organisations/{unchanged.actors['regie'].organisation}"
    wrong: dict[str, Any] = {"kind": "en-50625", "number": "1", "ground": "5", "source": "", "valid_from": "soon"}
    reader.open(address)
    assert "Fill in a day, as 2026-11-20." in reader.fill("/credentials", **wrong).words
    wrong |= {"valid_from": "2026-02-01", "valid_until": "2026-01-01"}
    page = reader.fill("/credentials", **wrong)
    assert page.status == 400
    assert "The last day is before the first day." in page.words


# Keys and the journal


def _make_key(people: Town, browser: Clicker, expires_on: str = "2027-01-31", label: str = "wiping station 3") -> Page:
    browser.open("/admin/keys")
    account = people.actors["ict"].account
    return browser.fill("/admin/keys", label=label, account=account, expires_on=expires_on)


def test_a_key_is_shown_once_and_works_until_it_is_withdrawn(people: Town, administrator: Clicker) -> None:
    made = _make_key(people, administrator)
    assert made.status == 201
    key = _shown_once(made, "new-key")
    asking = {"Authorization": f"Bearer {key}"}
    people.client.cookies.clear()
    assert people.client.get("/api/v1/devices", headers=asking).status_code == 200
    page = administrator.open("/admin/keys")
    assert key not in page.words
    form = next(form for form in page.forms() if "wiping station 3" in text_of(form.element))
    assert "withdrawn" in administrator.send(form).words
    people.client.cookies.clear()
    assert people.client.get("/api/v1/devices", headers=asking).status_code == 401


@pytest.mark.parametrize(
    ("expires_on", "label"), [("", "x"), ("2020-01-01", "x"), ("2099-01-01", "x"), ("2027-01-01", "")]
)
def test_faults_in_a_key_are_told(unchanged: Town, reader: Clicker, expires_on: str, label: str) -> None:
    page = _make_key(unchanged, reader, expires_on, label)
    assert page.status == 400
    assert "Please check what you filled in" in page.words
    assert not re.search(r"kp_\w{8}", page.words)


def test_the_journal_tells_who_changed_which_rights(people: Town, administrator: Clicker) -> None:
    """With names, newest first."""
    _new_person(administrator)
    _make_key(people, administrator)
    words = administrator.open("/admin/journal").words
    assert "Bo Beheer made the key wiping station 3" in words
    assert "Bo Beheer made the account Noor Haddad" in words
    assert words.index("wiping station 3") < words.index("Noor Haddad")
