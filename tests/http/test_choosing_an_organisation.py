"""With many organisations no form lists them all: a list shows the first, and any other is chosen by its name."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from dpp.domain.actor import OrganisationId, Role
from tests.support.clicking import Clicker, Page
from tests.support.html import HTML, text_of
from tests.support.town import Town, town_in
from web.accounts.domain.organisation import OrganisationKind
from web.accounts.service.choosing import SHOWN
from web.accounts.service.people import AccountDraft, OrganisationDraft
from web.demo.accounts import DEMO_PASSWORD

MANY = 60
SERVICE, COMPANY, OFFICIAL = "Aa Dienst {:03}", "Aa Bedrijf {:03}", "Aa Ambtenaar {:03}"
OTHER = "An organisation that is not in the list"
DEVICE: dict[str, Any] = {"classification": "none", "place": "Magazijn 2"}
MANDATE: dict[str, Any] = {"acts": "device", "routes": "sell", "from_day": "2026-01-01", "reference": "MB-1"}


def drafts() -> list[OrganisationDraft]:
    """Before those of the demonstration by name: services of the State where somebody may approve, and companies."""
    numbers = range(1, MANY + 1)
    roles = frozenset({Role.DRZ})
    officials = [AccountDraft(f"ambtenaar{each}@dienst.nl", OFFICIAL.format(each), roles) for each in numbers]
    services = [
        OrganisationDraft(SERVICE.format(each), OrganisationKind.MINISTRY, in_state=True, accounts=(official,))
        for each, official in zip(numbers, officials, strict=True)
    ]
    companies = [
        OrganisationDraft(COMPANY.format(each), OrganisationKind.COMPANY, in_state=False, accounts=())
        for each in numbers
    ]
    return [*services, *companies]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of this file."""
    with town_in(tmp_path_factory.mktemp("many")) as opened:
        opened.accounts.people.open_organisations(opened.actors["beheer"], drafts(), DEMO_PASSWORD)
        yield opened


@pytest.fixture(scope="module")
def device(people: Town) -> str:
    """The page of a laptop of the ministry that is with its ICT provider."""
    ict, owner = people.program("ict"), people.program("eigenaar").organisation
    thing = {"thing": "laptop", "owner": owner, "custodian": ict.organisation, "place": "Rek 1", "serial": "CHOICE1"}
    return f"/devices/{ict.made('/api/v1/things', thing | {'classification': 'none'})['device']}"


def names(people: Town) -> set[str]:
    found = people.accounts.organisations.all(people.actors["beheer"])
    return {each.name for each in found} | {OFFICIAL.format(each) for each in range(1, MANY + 1)}


def offered(page: Page, called: set[str]) -> dict[str, int]:
    """How many organisations or people each list of the page offers."""
    counts = {}
    for field in page.root.iter(f"{HTML}select"):
        said = [re.sub(", Aa Dienst .*", "", text_of(each)) for each in field.iter(f"{HTML}option")]
        counts[field.get("name") or ""] = sum(each in called for each in said)
    return {name: count for name, count in counts.items() if count}


@pytest.mark.parametrize(
    ("who", "address", "fields"),
    [
        ("ict", "/consignments", {"receiver", "carrier"}),
        ("drz", "/donation/programmes/new", {"coordinator"}),
        ("ict", "/goods", {"owner"}),
        ("drz", "/devices/new", {"owner"}),
        ("drz", "/things/new", {"owner"}),
        ("ict", "/intake", {"owner"}),
        ("eigenaar", "{device}/surplus", {"intake_by"}),
        ("ict", "{device}/removal", {"kept_by"}),
        ("beheer", "/admin/people", {"organisation"}),
        ("beheer", "/admin/stations", {"organisation"}),
        ("beheer", "/admin/keys", {"account"}),
        ("beheer", "/mandates/new", {"organisation", "holder"}),
    ],
)
def test_no_list_has_more_than_it_shows(people: Town, device: str, who: str, address: str, fields: set[str]) -> None:
    """One's own organisation stands above those that can keep a medium."""
    page = Clicker(people.client).sign_in(who).open(address.format(device=device))
    assert page.status == 200, page.words
    counts = offered(page, names(people))
    assert counts.keys() == fields
    assert max(counts.values()) <= SHOWN + 1
    form = next(each for each in page.forms() if fields <= each.names())
    assert {f"{name}_named" for name in fields} <= form.names()
    lists = [each for each in form.element.iter(f"{HTML}select") if each.get("name") in fields]
    assert not any("required" in each.attrib for each in lists), "what is not in the list can be typed"


def test_owners_choose_their_own_organisation_alone(people: Town) -> None:
    page = Clicker(people.client).sign_in("eigenaar").open("/devices/new")
    assert offered(page, names(people)) == {"owner": 1}
    assert page.form("/devices").find("owner_named") is None


def test_a_consignment_goes_to_whom_is_typed(people: Town) -> None:
    """What was typed stays, and what is wrong stands beside it; the list counts where nothing is typed."""
    ict = Clicker(people.client).sign_in("ict")
    assert OTHER in ict.open("/consignments").words
    unknown = ict.fill("/consignments", receiver_named="Nergens BV", carrier_named="bedrijf 05")
    assert unknown.status == 400
    assert unknown.form("/consignments").value("receiver_named") == "Nergens BV"
    assert "No organisation that can be chosen here has Nergens BV in its name." in unknown.words
    several = "Several organisations have bedrijf 05 in their name: Aa Bedrijf 050; Aa Bedrijf 051; "
    assert several in unknown.words
    links = unknown.links()
    assert {"#receiver_named", "#carrier_named"} <= set(links)
    many = ict.fill("/consignments", receiver_named="aa dienst", carrier_named="")
    assert "Aa Dienst 010, and others. Type more of the one you mean." in many.words
    made = ict.fill("/consignments", receiver_named=" aa  BEDRIJF 059 ", carrier_named="dienst 058")
    assert made.status == 200, made.words
    assert "Aa Bedrijf 059" in made.words
    assert "Aa Dienst 058" in made.words


def test_a_consignment_needs_a_receiver_and_its_own_sender_is_none(people: Town) -> None:
    ict = Clicker(people.client).sign_in("ict")
    ict.open("/consignments")
    assert "Fill this in." in ict.fill("/consignments").words
    own = people.accounts.organisations.read(
        people.actors["ict"], OrganisationId(people.program("ict").organisation)
    ).name
    assert f"No organisation that can be chosen here has {own}" in ict.fill("/consignments", receiver_named=own).words


def test_what_is_typed_goes_over_what_was_chosen_and_what_was_chosen_stays_in_the_list(people: Town) -> None:
    """A form that comes back lists who was chosen, also where it comes after all that a list shows."""
    ict, library = Clicker(people.client).sign_in("ict"), people.program("regie").organisation
    ict.open("/consignments")
    data = {
        "receiver": library,
        "route": "redeploy",
        "carrier": "",
        "csrf": ict.page.form("/consignments").value("csrf"),
    }
    again = posted(ict, "/consignments", data)
    assert "Redeployment names the unit" in again.words
    field = again.form("/consignments").find("receiver")
    assert field is not None
    chosen = [each for each in field.iter(f"{HTML}option") if "selected" in each.attrib]
    assert [each.get("value") for each in chosen] == [library]
    made = ict.fill("/consignments", receiver_named="bedrijf 007", route="")
    assert "Aa Bedrijf 007" in made.words


def posted(browser: Clicker, path: str, data: dict[str, str]) -> Page:
    """As a page that listed others would send it."""
    return browser._follow(browser._request("POST", path, data=data))


@pytest.mark.parametrize(("address", "action"), [("/devices/new", "/devices"), ("/things/new", "/things")])
def test_a_device_or_thing_is_of_whom_is_typed(people: Town, address: str, action: str) -> None:
    """An organisation of the State: a company is none."""
    drz = Clicker(people.client).sign_in("drz")
    drz.open(address)
    what: dict[str, Any] = (
        {"thing": "desktop"} if action == "/things" else {"model": people.model("dell-latitude-7420")}
    )
    fields = DEVICE | what | {"serial": f"TYPED{len(action)}"}
    refused = drz.fill(action, owner_named=COMPANY.format(1), **fields)
    assert (refused.status, f"has {COMPANY.format(1)} in its name" in refused.words) == (400, True)
    made = drz.fill(action, owner_named="dienst 060", **fields)
    assert made.status == 200, made.words
    assert "Aa Dienst 060" in made.words


def test_a_donation_programme_is_of_whom_is_typed(people: Town) -> None:
    drz = Clicker(people.client).sign_in("drz")
    drz.open("/donation/programmes/new")
    fields: dict[str, Any] = {
        "name": "Lending",
        "decision": "D-1",
        "valid_from": "2026-01-01",
        "purpose": "Lessons",
        "wanted": "5",
    }
    refused = drz.fill("/donation/programmes", coordinator_named="bedrijf", passing="gift", **fields)
    assert "Many organisations have bedrijf in their name: " in refused.words
    made = drz.fill("/donation/programmes", coordinator_named="bedrijf 033", passing="gift", **fields)
    assert (made.status, "Aa Bedrijf 033" in made.words) == (200, True), made.words


def test_goods_are_of_and_go_to_whom_is_typed(people: Town) -> None:
    ict = Clicker(people.client).sign_in("ict")
    ict.open("/goods")
    fields: dict[str, Any] = {"kind": "charger", "quantity": "4", "place": "Rek 1"}
    assert "has bedrijf 01 in its name" in ict.fill("/goods", owner_named="bedrijf 01", **fields).words
    ict.fill("/goods", owner_named="dienst 060", **fields)
    ict.click("Sort, move or hand over")
    assert offered(ict.page, names(people)) == {"receiver": SHOWN}
    form = next(each for each in ict.page.forms() if "receiver_named" in each.names())
    unclear = ict.send(form, act="hand-over", quantity="1", receiver_named="bedrijf")
    assert "Many organisations have bedrijf in their name" in unclear.words
    form = next(each for each in unclear.forms() if "receiver_named" in each.names())
    handed = ict.send(form, act="hand-over", quantity="1", receiver_named="dienst 059")
    assert "on its way to Aa Dienst 059" in handed.words


def test_the_owner_of_a_stack_is_typed_once_and_stays_chosen(people: Town) -> None:
    ict = Clicker(people.client).sign_in("ict")
    ict.open("/intake")
    unknown = ict.fill("/intake/scans", scan="STACK-1", place="Rek 1", owner_named="nobody at all")
    assert "has nobody at all in its name" in unknown.words
    ict.fill("/intake/scans", scan="STACK-1", place="Rek 1", owner_named="dienst 060")
    field = ict.page.form("/intake/scans").find("owner")
    assert field is not None
    chosen = [text_of(each) for each in field.iter(f"{HTML}option") if "selected" in each.attrib]
    assert chosen == ["Aa Dienst 060"]
    assert ict.page.form("/intake/scans").value("owner_named") == ""


def test_a_device_is_collected_by_whom_is_typed(people: Town, device: str) -> None:
    owner = Clicker(people.client).sign_in("eigenaar")
    owner.open(f"{device}/surplus")
    fields: dict[str, Any] = {"reference": "OS-1", "decided": "2026-01-05"}
    refused = owner.fill("/surplus", intake_by_named=COMPANY.format(1), **fields)
    assert f"has {COMPANY.format(1)} in its name" in refused.words
    assert refused.form("/surplus").value("reference") == "OS-1"
    done = owner.fill("/surplus", intake_by_named="dienst 060", **fields)
    assert (done.status, owner.address.partition("?")[0]) == (200, device), done.words


def test_a_person_works_where_is_typed(people: Town) -> None:
    admin = Clicker(people.client).sign_in("beheer")
    admin.open("/admin/people")
    fields: dict[str, Any] = {"display_name": "Nieuw", "sign_in_name": "nieuw@bedrijf.nl", "role-recycler": "yes"}
    form = admin.page.form("/admin/people")
    unknown = admin.send(form, organisation_named="Nergens", **fields)
    assert (unknown.status, "has Nergens in its name" in unknown.words) == (400, True)
    nowhere = admin.send(unknown.form("/admin/people"), organisation_named="", **fields)
    assert (nowhere.status, "Fill this in." in nowhere.words) == (400, True)
    made = admin.send(nowhere.form("/admin/people"), organisation_named="bedrijf 044", **fields)
    assert (made.status, "Aa Bedrijf 044" in made.words) == (201, True), made.words


def test_a_station_is_enrolled_for_whom_is_typed(people: Town) -> None:
    admin = Clicker(people.client).sign_in("beheer")
    admin.open("/admin/stations")
    fields: dict[str, Any] = {"name": "Lijn 1", "place": "Hal 2"}
    unknown = admin.fill("/admin/stations", organisation_named="Nergens", **fields)
    assert (unknown.status, "has Nergens in its name" in unknown.words) == (400, True)
    made = admin.fill("/admin/stations", organisation_named="bedrijf 044", **fields)
    assert (made.status, "Aa Bedrijf 044" in made.words) == (201, True), made.words


def test_a_mandate_goes_to_whom_is_typed(people: Town) -> None:
    """Only where somebody may approve: no company is among them."""
    admin = Clicker(people.client).sign_in("beheer")
    admin.open("/mandates/new")
    wrong = admin.fill("/mandates", organisation_named=COMPANY.format(1), holder_named="ambtenaar 06", **MANDATE)
    assert f"has {COMPANY.format(1)} in its name" in wrong.words
    assert "Several people have ambtenaar 06 in their name or address: Aa Ambtenaar 006 (ambtenaar6@" in wrong.words
    made = admin.fill("/mandates", organisation_named="dienst 060", holder_named="ambtenaar60@dienst.nl", **MANDATE)
    assert made.status == 200, made.words
    assert "Aa Ambtenaar 060" in made.words
    assert "Aa Dienst 060" in made.words


def test_a_key_acts_for_whom_is_typed(people: Town) -> None:
    admin = Clicker(people.client).sign_in("beheer")
    admin.open("/admin/keys")
    until = admin.page.form("/admin/keys").find("expires_on")
    assert until is not None
    fields: dict[str, Any] = {"label": "Koppeling", "expires_on": until.get("max")}
    unknown = admin.fill("/admin/keys", account_named="nobody at all", **fields)
    assert "Nobody who can be chosen here has nobody at all in their name" in unknown.words
    made = admin.fill("/admin/keys", account_named="Ambtenaar 060", **fields)
    assert made.status == 201, made.words
    assert "Aa Ambtenaar 060, Aa Dienst 060" in made.words
