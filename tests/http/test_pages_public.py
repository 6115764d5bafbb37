"""The pages that everybody can read: home, what a code leads to, passports, models, labels, schemas, errors."""

import json
import re
from collections.abc import Iterator

import pytest
from rdflib import Graph

from dpp.domain.opaque import print_label_code
from schemas import catalog
from tests.support.clicking import Clicker
from tests.support.client import Client
from tests.support.town import Program, Town, town
from web.demo.files import packaged
from web.settings import Settings

HTML = {"Accept": "text/html", "Accept-Language": "en"}
SERIAL, TAG, STORE = "DEMO7420A1", "DEMO-000123", "Magazijn 2"


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


class Laptop:
    """A registered Latitude 7420 of the ministry, at intake."""

    def __init__(self, people: Town) -> None:
        self.owner, self.ict = people.program("eigenaar"), people.program("ict")
        self.model = people.model("dell-latitude-7420")
        body = {"model": self.model, "owner": self.owner.organisation, "place": STORE}
        view = self.owner.made("/api/v1/devices", {**body, "serial": SERIAL, "asset_tag": TAG})
        self.key, self.passport = view["device"]["key"], view["passport_id"]
        self.code = view["labels"][0]
        self.address = f"/passports/{self.passport}"

    def event(self, who: Program, **happening: object) -> None:
        who.made(f"/api/v1/devices/{self.key}/events", {"events": [{"happening": happening}]})

    def take_in(self) -> None:
        self.event(
            self.owner,
            kind="declared_surplus",
            decision="OS-1",
            decided_on="2026-01-05",
            authority=self.owner.organisation,
            intake_by=self.ict.organisation,
        )
        self.ict.made("/api/v1/scans", {"raw": SERIAL, "place": "Innamelijn 1"})
        self.ict.made(f"/api/v1/devices/{self.key}/evidence?fileName=glpi.json", content=packaged("glpi.json"))
        self.event(self.ict, kind="inspected", functional="F5", cosmetic="C5", charger=True)


@pytest.fixture
def laptop(people: Town) -> Laptop:
    return Laptop(people)


@pytest.fixture
def visitor(people: Town) -> Clicker:
    """Somebody in the street, who reads English."""
    return Clicker(people.client)


def test_a_typed_label_code_leads_to_the_passport(laptop: Laptop, visitor: Clicker) -> None:
    """As it stands on the label, in capitals, or as the address in the QR code."""
    home = visitor.open("/")
    assert home.title == "What do you have in your hands?"
    for typed in (print_label_code(laptop.code), laptop.code.upper(), f"http://testserver/d/{laptop.code}"):
        page = visitor.open(f"/find?q={typed}")
        assert (page.status, page.title) == (200, "Dell Latitude 7420")
        assert page.address.endswith(laptop.address)


def test_a_gtin_and_a_model_name_lead_to_the_model(laptop: Laptop, visitor: Clicker) -> None:
    by_name = visitor.open("/find?q=latitude+7420")
    assert by_name.address.endswith(f"/passports/{laptop.model}")
    by_gtin = visitor.open("/find?q=09520000074203")
    assert by_gtin.address.endswith(f"/passports/{laptop.model}")


def test_a_serial_number_leads_a_stranger_nowhere(laptop: Laptop, people: Town, visitor: Clicker) -> None:
    """That a device is known is for those who handle it: they go to the device itself."""
    for known, unknown in ((SERIAL, "DEMO7420ZZ"), (TAG, "DEMO-999999")):
        found, other = visitor.open(f"/find?q={known}"), visitor.open(f"/find?q={unknown}")
        assert found.status == other.status == 404
        assert found.words.replace(known, "") == other.words.replace(unknown, "")
    owner = people.client.get(f"/find?q={SERIAL}", headers={**HTML, "Authorization": f"Bearer {laptop.owner.key}"})
    assert (owner.status_code, owner.headers["location"]) == (303, f"/devices/{laptop.key}")


def test_insiders_of_others_find_no_device_that_is_not_theirs(laptop: Laptop, people: Town) -> None:
    """The repairer has nothing to do with it yet: the label leads there to the passport, the serial number nowhere."""
    key = {**HTML, "Authorization": f"Bearer {people.keys['reparateur']}"}
    by_label = people.client.get(f"/find?q={laptop.code}", headers=key)
    assert by_label.headers["location"] == laptop.address
    assert people.client.get(f"/find?q={SERIAL}", headers=key).status_code == 404


def test_a_code_that_leads_nowhere_says_how_it_was_understood(visitor: Clicker) -> None:
    """A wrong digit is pointed at; nothing typed is an empty search, and too much is refused in words."""
    page = visitor.open("/find?q=7O3M9X2P4Q8X")
    assert page.status == 404
    assert page.title == "Nothing found for 7O3M9X2P4Q8X"
    assert "It has the letter O: compare it with the label, it may be the digit 0." in page.words
    assert visitor.open("/find?q=+").title == "What do you have in your hands?"
    long = visitor.open(f"/find?q={'9' * 3000}")
    assert long.status == 400
    assert "A scan has 1 to 2,048 characters; this one has 3,000." in long.words


@pytest.mark.parametrize(
    "typed", ["%00", "'; DROP TABLE device; --", "<script>alert(1)</script>", "%F0%9F%92%BB", "%FF"]
)
def test_whatever_is_typed_gets_a_page(people: Town, typed: str) -> None:
    """Nothing breaks the search, and nothing typed becomes markup."""
    for headers in (HTML, {**HTML, "Authorization": f"Bearer {people.keys['drz']}"}):
        answer = people.client.get(f"/find?q={typed}", headers=headers)
        assert answer.status_code in {400, 404}
        assert answer.headers["content-type"].startswith("text/html")
        assert "<script>alert" not in answer.text


def test_the_passport_answers_in_the_order_of_a_stranger(laptop: Laptop, visitor: Clicker) -> None:
    """What it is, three answers, repair, life, its subjects, for professionals, who says so: only what is known."""
    page = visitor.open(laptop.address)
    order = [
        "Dell Latitude 7420",
        "Is it safe that I have this?",
        "How long can I use it?",
        "Broken, or done with it?",
        "How repairable is it?",
        "Its life so far",
        "Energy",
        "Materials",
        "Carbon footprint",
        "For professionals",
        "Who says so?",
    ]
    assert sorted(order, key=page.words.index) == order
    assert "Not certain: there may be data on it" in page.words
    assert "Until when it gets security updates is not published" in page.words
    assert "341 kg CO₂e (260 to 422)" in page.words
    assert "It belongs to the State of the Netherlands." in page.words
    assert "ODbL 1.0" in page.words


def test_a_lost_device_of_the_state_is_told_so(laptop: Laptop, visitor: Clicker) -> None:
    laptop.event(laptop.owner, kind="lost_or_stolen", stolen=True, report="PV-1")
    words = visitor.open(laptop.address).words
    assert "This device is missing" in words
    assert "Give it on" not in words


def test_a_model_is_not_told_to_be_safe_or_owned(laptop: Laptop, visitor: Clicker) -> None:
    words = visitor.open(f"/passports/{laptop.model}").words
    assert "Is it safe" not in words
    assert "It belongs to the State" not in words


def test_the_public_page_carries_nothing_private(laptop: Laptop, people: Town) -> None:
    """No number, organisation, place or person of its life, in no form and no language, and no word of grades."""
    laptop.take_in()
    secrets = {SERIAL, TAG, STORE, "Innamelijn 1", "DEMOSSD0001", "SSC-ICT", "Ministerie (demo)", laptop.key}
    secrets |= {actor.account for actor in people.actors.values()}
    secrets |= {str(actor.organisation) for actor in people.actors.values()}
    secrets |= {"Iris Inname", "Ellen Eigenaar", "functionalGrade", "cosmeticGrade", "OS-1"}
    forms = ["", "?format=json", "?format=jsonld", "?format=turtle", "?format=nquads", "?representation=full"]
    for form in (*forms, "?linkType=linkset", "/qr.svg"):
        for language in ("nl", "en"):
            headers = {"Accept": "text/html", "Accept-Language": language}
            answer = people.client.get(f"{laptop.address}{form}", headers=headers)
            assert answer.status_code == 200, form
            assert not {secret for secret in secrets if secret in answer.text}, form


def test_professionals_see_what_their_role_may_and_insiders_reach_the_device(laptop: Laptop, people: Town) -> None:
    """A grade is for repairers; an authority does not see it; who handles the device gets a link to it."""
    laptop.take_in()
    pages = {who: Clicker(people.client).sign_in(who).open(laptop.address) for who in ("reparateur", "toezicht", "ict")}
    assert "Functional grade F5" in pages["reparateur"].words
    assert "for professionals" in pages["reparateur"].words
    assert "F5" not in pages["toezicht"].words
    assert f"/devices/{laptop.key}" in pages["ict"].links()
    assert not [link for link in pages["reparateur"].links() if link.startswith("/devices/")]
    assert pages["ict"].headers["cache-control"].endswith("no-store")


def test_the_passport_has_a_form_for_every_program(laptop: Laptop, people: Town) -> None:
    """By the Accept header, and by links that a person can follow; the graphs say the same."""
    get = people.client.get
    json_document = get(laptop.address).json()
    assert get(f"{laptop.address}?format=json", headers=HTML).json() == json_document
    linked = get(f"{laptop.address}?format=jsonld", headers=HTML)
    assert linked.headers["content-type"] == "application/ld+json"
    turtle, quads = (get(laptop.address, headers={"Accept": kind}) for kind in ("text/turtle", "application/n-quads"))
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert set(Graph().parse(data=turtle.text, format="turtle")) == set(Graph().parse(data=quads.text, format="nt"))
    assert turtle.text == get(f"{laptop.address}?format=turtle", headers=HTML).text
    elements = {element["elementId"] for element in get(f"{laptop.address}?representation=full").json()["elements"]}
    assert {"brand", "modelName", "history"} <= elements


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_what_did_not_change_is_not_sent_again(laptop: Laptop, people: Town, accept: str) -> None:
    first = people.client.get(laptop.address, headers={"Accept": accept})
    assert first.headers["cache-control"] == "public, no-cache"
    again = people.client.get(laptop.address, headers={"Accept": accept, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    laptop.event(laptop.owner, kind="lost_or_stolen", stolen=False, report="PV-1")
    changed = people.client.get(laptop.address, headers={"Accept": accept, "If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


def test_head_is_answered_like_get(laptop: Laptop, people: Town) -> None:
    answer = people.client.head(laptop.address, headers=HTML)
    assert answer.status_code == 200
    assert answer.headers["link"].endswith('rel="linkset"; type="application/linkset+json"')


def test_the_head_names_the_style_sheet_so_that_a_slow_phone_asks_for_it_at_once(laptop: Laptop, people: Town) -> None:
    answer = people.client.get(laptop.address, headers=HTML)
    sheet = re.search(r'<link rel="stylesheet" href="([^"]+)">', answer.text)
    assert sheet is not None
    assert answer.headers["link"].startswith(f"<{sheet[1]}>; rel=preload; as=style, ")


def test_a_passport_that_is_not_there_is_a_page_for_people_and_a_problem_for_programs(visitor: Clicker) -> None:
    page = visitor.open("/passports/nothing")
    assert (page.status, page.title) == (404, "Not found")
    assert "Check the address, or scan the label again." in page.words
    answer = visitor.client.get("/passports/nothing", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_label_of_nobody_is_a_page_with_every_security_header(client: Client) -> None:
    """The scan path answers in front of the layer that adds them."""
    answer = client.get("/d/000000000000", headers=HTML)
    assert answer.status_code == 404
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "address", ["/nothing/here", "/admin/nothing", "/passports/a/b", "/language/fr", "/schemas/x/y/z"]
)
def test_every_error_is_a_page_in_the_language_of_the_reader(client: Client, address: str) -> None:
    for language, word in (("nl", "Een apparaat scannen"), ("en", "Scan a device")):
        answer = client.get(address, headers={"Accept": "text/html", "Accept-Language": language})
        assert answer.status_code in {400, 404}
        assert word in answer.text
        assert answer.headers["content-language"] == language


def test_the_label_is_for_those_who_may_print_it(laptop: Laptop, people: Town, visitor: Clicker) -> None:
    """The QR code itself is public: it is on the device."""
    refused = visitor.open(f"{laptop.address}/label")
    assert (refused.status, refused.title) == (401, "Sign in first")
    public_servant = Clicker(people.client).sign_in("ambtenaar")
    assert public_servant.open(f"{laptop.address}/label").status == 403
    ict = Clicker(people.client).sign_in("ict")
    ict.open(laptop.address)
    page = ict.click("Print its label")
    assert page.title == f"Label {print_label_code(laptop.code)}"
    assert f"http://testserver/d/{laptop.code}" in page.words
    assert people.client.get(f"{laptop.address}/qr.svg").headers["content-type"] == "image/svg+xml"
    pdf = people.client.get(f"{laptop.address}/label.pdf", headers={"Authorization": f"Bearer {laptop.ict.key}"})
    assert pdf.content.startswith(b"%PDF")
    assert ict.open(f"/passports/{laptop.model}/label").status == 404


def test_models_are_listed_with_their_names_once(people: Town, visitor: Clicker) -> None:
    assert "No models here" in visitor.open("/models").words
    people.model("fairphone-4")
    people.model("dell-e2423h")
    page = visitor.open("/models")
    assert "Dell E2423H" in page.words
    assert "Fairphone Fairphone" not in page.words
    visitor.click("Fairphone 4")
    assert visitor.page.title == "Fairphone 4"


@pytest.mark.parametrize(
    "path", ["schema.json", "context.jsonld", "shapes.ttl", "catalogue.json", "examples/model-laptop.json"]
)
def test_the_published_contracts_are_where_documents_say(client: Client, path: str) -> None:
    """Byte for byte as released, for any site, for ever."""
    answer = client.get(f"/schemas/passport/1.0/{path}")
    assert answer.content == catalog.read_bytes("passport", "1.0", path)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_contract_has_its_own_media_type_and_an_address_for_its_version(client: Client) -> None:
    types = {"context.jsonld": "application/ld+json", "schema.json": "application/schema+json"}
    for path, media_type in types.items():
        assert client.get(f"/schemas/passport/1.0/{path}").headers["content-type"] == media_type
    assert client.get("/schemas/passport/1.0").headers["location"] == "/schemas/passport/1.0/schema.json"


@pytest.mark.parametrize("path", ["passport/9.9/schema.json", "passport/1.0/../../RELEASED", "passport/1.0/%2e%2e/x"])
def test_nothing_but_released_files_is_served(client: Client, path: str) -> None:
    assert client.get(f"/schemas/{path}").status_code == 404


def test_the_language_is_a_choice_that_is_kept(visitor: Clicker) -> None:
    """A cookie says it; the choice leads back to the page, and never to another site."""
    assert visitor.open("/about").title == "About Kringpas"
    dutch = visitor.open("/language/nl?back=/about")
    assert dutch.title == "Over Kringpas"
    assert visitor.open("/accessibility").title == "Toegankelijkheidsverklaring"
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org", "//[", "javascript:alert(1)"):
        answer = visitor.client.get("/language/en", params={"back": elsewhere}, headers=HTML)
        assert answer.headers["location"] == "/"


def test_dutch_and_english_say_the_same_facts(laptop: Laptop, people: Town) -> None:
    """Figures are written in the reader's way."""
    texts = {
        language: people.client.get(laptop.address, headers={"Accept": "text/html", "Accept-Language": language}).text
        for language in ("nl", "en")
    }
    assert "1,52" in texts["nl"]
    assert "1.52" in texts["en"]


def test_the_json_of_the_page_is_the_public_document(laptop: Laptop, people: Town) -> None:
    """One read model feeds both: what the page's link gives is what the scan path prepared."""
    prepared = json.loads(people.client.get(laptop.address, headers={"Accept": "application/ld+json"}).content)
    linked = people.client.get(f"{laptop.address}?format=jsonld", headers=HTML).json()
    assert linked == prepared
