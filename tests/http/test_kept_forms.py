"""A session that ended in the middle of a form: nothing that was typed is lost, and nobody else sees it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clicking import Clicker, Form, Page
from tests.support.html import HTML
from tests.support.town import Town, town_in
from web.demo.accounts import DEMO_PASSWORD

ADDRESS = "/kept-form"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of this file."""
    with town_in(tmp_path_factory.mktemp("kept")) as opened:
        yield opened


@pytest.fixture(scope="module")
def device(people: Town) -> str:
    """A laptop of the owner."""
    owner = people.program("eigenaar")
    model = people.model("dell-latitude-7420")
    body = {"model": model, "owner": owner.organisation, "place": "Store", "serial": "KEPT-1", "classification": "none"}
    key: str = owner.made("/api/v1/devices", body)["device"]["key"]
    return f"/devices/{key}"


def at(people: Town, who: str, address: str) -> Clicker:
    browser = Clicker(people.client).sign_in(who)
    browser.open(address)
    return browser


def lose_session(browser: Clicker) -> None:
    """As after signing out in another tab: the session is over, the page with its form still stands there."""
    other = Clicker(browser.client, dict(browser.cookies))
    other.open("/account")
    header = next(form for form in other.page.root.iter(f"{HTML}form") if form.get("action") == "/sign-out")
    other.send(Form(header, other.page.root))


def sign_in(browser: Clicker, who: str) -> Page:
    return browser.fill("/sign-in", email=f"{who}@demo.kringpas.nl", password=DEMO_PASSWORD)


def marked(page: Page) -> bool:
    return "sign in, and you find the form as you filled it in" in page.words.lower()


def test_after_signing_in_the_form_is_there_as_it_was_filled_in_and_can_be_sent(people: Town, device: str) -> None:
    """A plain form: its fields, its event id and its page come back, with the CSRF field of the new session."""
    browser = at(people, "eigenaar", f"{device}/assignment")
    before = browser.page.form("/assignment")
    lose_session(browser)
    ended = browser.fill("/assignment", unit="Zolder 3", remark='Met "kras" & <deuk>')
    assert (ended.status, ended.title) == (401, "Sign in again")
    assert marked(ended)
    assert "Zolder" not in str(ended.form("/sign-in").filled()), "nobody who finds the page can read it"
    back = sign_in(browser, "eigenaar")
    assert back.status == 200
    again = back.form("/assignment")
    assert (again.value("unit"), again.value("event")) == ("Zolder 3", before.value("event"))
    assert again.filled()["remark"] == 'Met "kras" & <deuk>'
    assert again.value("csrf") != before.value("csrf")
    assert "Here is the form as you filled it in" in back.words
    assert "Recorded." in browser.send(again).words


def test_a_wrong_password_loses_nothing(people: Town, device: str) -> None:
    browser = at(people, "eigenaar", f"{device}/assignment")
    lose_session(browser)
    browser.fill("/assignment", unit="Kelder")
    refused = browser.fill("/sign-in", email="eigenaar@demo.kringpas.nl", password="not this one")
    assert (refused.status, marked(refused)) == (400, True)
    assert sign_in(browser, "eigenaar").form("/assignment").value("unit") == "Kelder"


def test_somebody_else_who_signs_in_sees_nothing_of_it_and_gets_a_choice(people: Town, device: str) -> None:
    """And the one who typed it can still sign in beside that, and finds it."""
    browser = at(people, "eigenaar", f"{device}/assignment")
    lose_session(browser)
    browser.fill("/assignment", unit="Geheime plek")
    choice = sign_in(browser, "ict")
    assert (choice.status, choice.title) == (409, "Somebody else filled in this form")
    assert "Geheime" not in choice.words
    browser.press("/kept-form", "person")
    assert sign_in(browser, "eigenaar").form("/assignment").value("unit") == "Geheime plek"


def test_who_signed_in_again_in_another_tab_is_led_back_to_the_form(people: Town, device: str) -> None:
    """The CSRF field is of the session before: nothing is done, and the form comes back with today's."""
    browser = at(people, "eigenaar", f"{device}/assignment")
    form = browser.page.form("/assignment")
    browser.sign_in("eigenaar")
    browser.address = f"{device}/assignment"
    stale = browser.send(form, unit="Hal 7")
    assert (stale.status, stale.title) == (403, "Not sent yet")
    back = browser.fill(ADDRESS)
    assert back.form("/assignment").value("unit") == "Hal 7"
    assert "Recorded." in browser.send(back.form("/assignment")).words


def test_signed_in_as_somebody_else_in_another_tab_nothing_is_sent_and_nothing_shown(people: Town, device: str) -> None:
    browser = at(people, "eigenaar", f"{device}/assignment")
    form = browser.page.form("/assignment")
    browser.sign_in("ict")
    stale = browser.send(form, unit="Hal 8")
    assert stale.status == 403
    choice = browser.fill(ADDRESS)
    assert (choice.status, "Hal 8" in choice.words) == (409, False)


def test_fields_of_one_name_come_back_each(people: Town) -> None:
    """The check boxes of an account's roles and lists of devices alike: what was chosen, and nothing else."""
    browser = at(people, "beheer", "/admin/people")
    lose_session(browser)
    form = browser.page.form("/admin/people")
    boxes = [name for name in sorted(form.names()) if name.startswith("role-")][:2]
    browser.send(
        form, None, **{boxes[0]: "yes", boxes[1]: "yes"}, display_name="Jan Jansen", sign_in_name="jan@example.nl"
    )
    again = sign_in(browser, "beheer").form("/admin/people").filled()
    assert again["display_name"] == "Jan Jansen"
    assert {name for name in again if name.startswith("role-")} == set(boxes)


def test_a_list_whose_page_changed_is_shown_as_a_list_and_sent_on_a_press(people: Town) -> None:
    """Devices that were ticked on a worklist are not on it any more: they are still sent when the person says so."""
    browser = at(people, "ict", "/bulk-actions")
    csrf = browser.page.form("/preview").value("csrf")
    lose_session(browser)
    sent = {"csrf": csrf, "device": ["AAAA", "BBBB"], "list": "", "remark": "twee stuks"}
    ended = browser._follow(browser._request("POST", "/bulk-actions/preview", data=sent))
    assert marked(ended)
    listed = sign_in(browser, "ict")
    assert listed.title == "What you typed"
    assert "AAAA" in listed.words
    assert "BBBB" in listed.words
    form = listed.form("/bulk-actions/preview")
    assert form.filled()["device"] == ["AAAA", "BBBB"]
    assert browser.send(form).status in {200, 400, 404}, "it was sent"


def test_a_scan_by_script_gets_the_same_page(people: Town) -> None:
    """A script asks for a page as well: the script sends the form once more by itself, which shows it."""
    browser = at(people, "ict", "/intake")
    form = browser.page.form("/intake/scans")
    lose_session(browser)
    headers = {"HX-Request": "true", "Accept": "text/html", "Cookie": browser._cookie_header()}
    headers["Referer"] = "http://testserver/intake"
    data: dict[str, Any] = {**form.filled(), "scan": "ABC123"}
    answer = people.client.post("/intake/scans", data=data, headers=headers)
    assert answer.status_code == 401
    assert 'id="result"' not in answer.text, "what the station's script looks for"
    browser.send(form, scan="ABC123")
    assert sign_in(browser, "ict").form("/intake/scans").value("scan") == "ABC123"


def test_a_file_is_named_to_be_chosen_again(people: Town) -> None:
    browser = at(people, "eigenaar", "/validate")
    lose_session(browser)
    ended = browser.fill("/validate", {"file": ("paspoort juni.json", b"{}")}, content="erbij")
    assert "Choose again: paspoort juni.json." in ended.words
    back = sign_in(browser, "eigenaar")
    assert "Choose again: paspoort juni.json." in back.words
    assert back.form("/validate").filled()["content"] == "erbij"


def test_a_password_is_in_no_page_that_comes_back(people: Town) -> None:
    browser = at(people, "eigenaar", "/account")
    lose_session(browser)
    browser.fill("/account/password", current="old secret", password="new secret 123", again="new secret 123")
    back = sign_in(browser, "eigenaar")
    assert back.form("/account/password").value("password") == ""
    assert "secret" not in back.words


def test_a_visitor_who_is_refused_finds_the_form_back(people: Town) -> None:
    """A form that nobody was signed in for is shown after 'it was me': whoever signs in next may be another."""
    visitor = Clicker(people.client)
    visitor.address = "/intake"
    ended = visitor._follow(visitor._request("POST", "/intake/scans", data={"csrf": "", "scan": "XYZ"}))
    assert ended.status == 401
    assert sign_in(visitor, "ict").title == "Did you fill in this form?"
    assert visitor.press(ADDRESS, "mine").form("/intake/scans").value("scan") == "XYZ"


def test_another_site_gets_nothing_kept(people: Town) -> None:
    """A form of theirs is not led back into our page as if our reader had typed it."""
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "cross-site"}
    answer = people.client.post("/intake/scans", data={"csrf": "", "scan": "evil"}, headers=headers)
    assert answer.status_code == 401
    assert 'name="kept"' not in answer.text


def test_what_we_did_not_seal_is_refused_and_leads_nowhere(people: Town) -> None:
    browser = at(people, "eigenaar", "/account")
    csrf = browser.page.form("/account/password").value("csrf")
    answer = browser._request("POST", ADDRESS, data={"csrf": csrf, "kept": "https://elsewhere.example/"})
    assert answer.status_code == 400
    assert browser.open(ADDRESS).address.endswith("/")


def test_a_sign_in_page_that_stood_open_signs_in(people: Town) -> None:
    """Whatever happened in other tabs since."""
    browser = Clicker(people.client)
    browser.open("/sign-in?back=/account")
    form = browser.page.form("/sign-in")
    browser.sign_in("ict")
    page = browser.send(form, email="eigenaar@demo.kringpas.nl", password=DEMO_PASSWORD)
    assert page.status == 200


def test_what_is_too_long_to_keep_is_told(people: Town) -> None:
    browser = at(people, "eigenaar", "/validate")
    lose_session(browser)
    ended = browser.fill("/validate", content="x" * 300_000)
    assert ended.status == 401
    assert "too long to be kept" in ended.words
