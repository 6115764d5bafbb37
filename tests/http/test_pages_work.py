"""The work pages by their forms, as people without JavaScript use them, on both engines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.approving import mandate
from tests.support.clicking import Clicker, Page
from tests.support.town import Town, town
from web.demo.files import packaged
from web.settings import Settings

DISK, SERIAL, TAG = "DEMOSSD0001", "DEMO7420A1", "DEMO-000123"
HALL = "Innamelijn 1"


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


@dataclass
class Country:
    """The people of the chain at their browsers, and the laptop that goes through their hands."""

    town: Town
    browsers: dict[str, Clicker] = field(default_factory=dict)
    device: str = ""

    def at(self, who: str) -> Clicker:
        """The browser of this person, signed in once."""
        if who not in self.browsers:
            self.browsers[who] = Clicker(self.town.client).sign_in(who)
        return self.browsers[who]

    @property
    def key(self) -> str:
        return self.device.rpartition("/")[2]

    def organisation(self, who: str) -> str:
        return self.town.program(who).organisation

    def act(self, who: str, act: str, **typed: Any) -> Page:
        """Open an act of the laptop, fill in its form and send it."""
        browser = self.at(who)
        browser.open(f"{self.device}/{act}")
        return browser.fill(f"/{act}", **typed)

    def done(self, who: str, act: str, **typed: Any) -> Page:
        """The same, of what must succeed."""
        page = self.act(who, act, **typed)
        assert page.status == 200, page.words
        assert "Recorded." in page.words, page.words
        return page

    def register(self) -> None:
        model = self.town.model("dell-latitude-7420")
        owner = self.at("eigenaar")
        owner.open("/devices")
        owner.click("Register a device")
        page = owner.fill(
            "/devices",
            model=model,
            serial=SERIAL,
            asset_tag=TAG,
            classification="none",
            place="Magazijn 2",
            in_use_since="2021-03-15",
        )
        assert page.status == 200, page.words
        self.device = urlsplit(page.address).path

    def surplus(self) -> Page:
        provider = self.organisation("ict")
        return self.done("eigenaar", "surplus", reference="OS-1", decided="2026-01-05", intake_by=provider)

    def scan(self, raw: str = SERIAL, who: str = "ict") -> Page:
        browser = self.at(who)
        browser.open("/intake")
        return browser.fill("/intake/scans", scan=raw, place=HALL, category="laptops")

    def attach(self, name: str) -> Page:
        browser = self.at("ict")
        browser.open(f"{self.device}/evidence")
        return browser.fill("/evidence", {"file": (name, packaged(name))})

    def inspect(self) -> Page:
        return self.done("ict", "inspection", functional="F5", cosmetic="C5", charger="yes")

    def erase(self) -> Page:
        return self.done(
            "ict",
            "erasure",
            category="clear",
            technique="PRNG Stream",
            tool="nwipe",
            tool_version="0.38",
            succeeded="yes",
        )

    def check(self) -> Page:
        return self.done("ict-controle", "verification", outcome="clean", verification="full")

    def propose(self) -> Page:
        browser = self.at("ict")
        browser.open(self.device)
        return browser.fill("/proposal")

    def approve(self) -> Page:
        browser = self.at("drz")
        browser.open(self.device)
        browser.click("Decision")
        return browser.fill("/approval")

    def consignment(self) -> Page:
        browser = self.at("ict")
        browser.open(f"/consignments?device={self.key}")
        return browser.fill("/consignments", receiver=self.organisation("regie"), route="donate")

    def ready_to_go(self) -> None:
        """Erased, checked, decided: nothing is in its way."""
        self.register()
        self.surplus()
        self.scan()
        self.attach("glpi.json")
        self.inspect()
        self.erase()
        self.check()
        self.propose()
        self.approve()


@pytest.fixture
def country(people: Town) -> Country:
    return Country(people)


def test_a_laptop_lives_its_whole_life_by_forms(country: Country) -> None:
    """From registration to a new owner, each step by the person whose it is; the public page then tells the life."""
    country.register()
    assert "Dell Latitude 7420" in country.surplus().words
    scanned = country.scan()
    assert "Dell Latitude 7420" in scanned.words
    assert "Give it a grade." in scanned.words
    for name in ("glpi.json", "smartctl.json", "nwipe.log"):
        assert "without personal data" in country.attach(name).words
    assert "84 %" in country.at("ict").open(country.device).words
    country.inspect()
    country.done(
        "ict",
        "repair/record",
        outcome="repaired",
        part="keyboard",
        old_serial="KB1",
        serial="KB2",
        origin="new-original",
    )
    country.at("ict").open(f"{country.device}/erasure")
    assert "Filled in from the log of nwipe" in country.at("ict").page.words
    country.erase()
    country.check()
    decision = country.propose()
    assert "Donate" in decision.title
    assert "This device goes to a donation programme, because" in decision.words
    approved = country.approve()
    assert "Approved" in approved.words
    assert country.at("ict").open(country.device).link("Hand over") == f"/consignments?device={country.key}"
    country.consignment()
    offered = country.at("ict").fill("/offer")
    assert "Offered" in offered.words
    coordinator = country.at("regie")
    coordinator.open(urlsplit(offered.address).path)
    received = coordinator.fill("/receipt", arrived=[country.key], place="Depot Almere")
    assert "Received complete" in received.words
    end = coordinator.open(country.device)
    assert "Donated" in end.words
    public = coordinator.open(coordinator.page.link("Public passport"))
    for told in ("Data erased and checked", "Part replaced: keyboard", "In use again"):
        assert told in public.words, public.words


def test_what_must_be_refused_is_told_beside_the_form(country: Country) -> None:
    """The rule, its reason and what would help; what was typed stays; nothing was recorded."""
    country.register()
    country.surplus()
    country.scan()
    country.attach("glpi.json")
    country.inspect()
    country.erase()
    before = country.at("ict").open(f"{country.device}/verification")
    assert "You erased storage medium" in before.words
    refused = country.act(
        "ict", "verification", outcome="clean", verification="sample", percent="10", remark="looked twice"
    )
    assert refused.status == 422
    assert "own-verification" in refused.words
    assert "Somebody else verifies it." in refused.words
    assert "looked twice" in refused.words
    assert "Its erasure waits for a check" in country.at("ict").open(country.device).words


def test_an_offer_tells_beforehand_what_it_would_be_refused_for(country: Country) -> None:
    """An unverified disk and a lock keep the device here, in the draft and at the offer itself."""
    country.register()
    country.surplus()
    country.scan()
    country.attach("glpi.json")
    country.inspect()
    country.propose()
    country.approve()
    draft = country.consignment()
    assert "1 device cannot leave" in draft.words
    assert DISK in draft.words
    half = country.at("ict").fill("/offer", seal="NL 1")
    assert half.status == 400
    assert "Sealed custody outside the State needs a processor agreement." in half.words
    refused = country.at("ict").fill("/offer", processor_agreement="VO-1")
    assert refused.status == 422
    assert refused.form("/offer").value("seal") == "NL 1"
    assert "unverified-medium" in refused.words
    country.erase()
    country.check()
    country.done("ict", "lock", lock="autopilot")
    locked = country.at("ict").open(urlsplit(draft.address).path)
    assert "It is locked" in locked.words
    country.done("eigenaar", "lock-release", lock="autopilot", proof="ticket 4711")
    country.at("ict").open(urlsplit(draft.address).path)
    assert "Offered" in country.at("ict").fill("/offer").words


def test_a_form_that_is_not_filled_in_says_so_beside_its_fields(country: Country) -> None:
    """Every fault at once; what was typed stays."""
    country.register()
    country.surplus()
    country.scan()
    page = country.act("ict", "inspection", functional="F5", value="many")
    assert page.status == 400
    assert page.words.count("Choose one.") == 4, "once above and once beside, for the look and for the charger"
    assert "Give an amount in euros" in page.words
    surplus = country.act("eigenaar", "surplus", reference="OS-2", decided="last week")
    assert "Give a date" in surplus.words


def test_sending_a_form_twice_records_one_event(country: Country) -> None:
    """A form carries the id of its event; the second time changes nothing."""
    country.register()
    country.surplus()
    country.scan()
    ict = country.at("ict")
    form = ict.open(f"{country.device}/hazard").form("/hazard")
    for _ in range(2):
        ict.send(form, hazard="swollen-battery")
    assert ict.open(country.device).words.count("Hazard found") == 1


def test_a_scan_that_is_sent_twice_is_one_scan(country: Country) -> None:
    """And it counts once; place and category stay for the stack."""
    country.register()
    country.surplus()
    ict = country.at("ict")
    form = ict.open("/intake").form("/intake/scans")
    for _ in range(2):
        page = ict.send(form, scan=TAG, place=HALL, category="laptops")
    assert "Scans at this station today: 1" in page.words
    assert page.form("/intake/scans").value("place") == HALL
    assert ict.open(country.device).words.count("Scanned at intake") == 1


def test_an_unknown_code_makes_a_placeholder_that_becomes_a_known_one(country: Country) -> None:
    """Scan, evidence, a person who compares, registration: what was read is filled in already."""
    model = country.town.model("dell-latitude-7420")
    scanned = country.scan("STICKER-77")
    assert "Not known yet" in scanned.words
    country.device = scanned.link("Placeholder")
    assert country.act("ict", "inspection", functional="F5", cosmetic="C5", charger="no").status == 422
    assert "unknown-device-scan-only" in country.at("ict").page.words
    country.attach("glpi.json")
    country.done("ict", "identity")
    ict = country.at("ict")
    page = ict.open(f"/devices/new?device={country.device.rpartition('/')[2]}")
    assert page.form("/devices").value("serial") == SERIAL
    known = ict.fill("/devices", model=model, owner=country.organisation("eigenaar"), classification="none")
    assert known.status == 200, known.words
    assert "Dell Latitude 7420" in known.title
    assert known.address.startswith(country.device)


def test_where_two_devices_carry_a_number_a_person_chooses(country: Country) -> None:
    """Nothing is recorded until one of them is pointed at."""
    country.register()
    country.device = country.scan("STICKER-0009").link("Placeholder")
    assert country.attach("glpi.json").status == 200
    asked = country.scan(SERIAL)
    assert "2 devices carry this number" in asked.words
    candidates = [form for form in asked.forms() if form.find("device") is not None]
    [other] = [form for form in candidates if form.value("device") not in country.device]
    page = country.at("ict").send(other)
    assert "Scans at this station today: 2" in page.words


def test_drz_approves_a_group_in_one_act_and_sees_what_was_refused(country: Country) -> None:
    """An approval of what changed meanwhile is refused, told, and stays on the list."""
    country.register()
    country.surplus()
    country.scan()
    country.attach("glpi.json")
    country.inspect()
    country.propose()
    drz = country.at("drz")
    page = drz.open("/worklist")
    assert "1 device waits for a destination." in page.words
    assert "Dell Latitude 7420" in page.words
    stale = page.form("/worklist/approvals")
    country.done("ict", "quote", part="battery", cost="38,00", lead_days="5")
    country.propose()
    refused = drz.send(stale)
    assert refused.status == 422
    assert "1 device was not approved" in refused.words
    assert "Another destination was proposed since you read this one." in refused.words
    preview = drz.page.form("/worklist/approvals")
    preview.element.set("action", "/bulk-actions/preview")
    assert "Nothing is done yet." in drz.send(preview).words
    drz.open("/worklist")
    done = drz.fill("/worklist/approvals")
    assert "Approved." in done.words
    assert "Nothing waits for a decision" in done.words
    assert drz.open("/worklist?route=sell&show=exceptions").status == 200


def test_an_override_needs_a_reason_and_another_person(country: Country) -> None:
    """Who proposed it sees why it is not theirs to approve; a colleague approves it."""
    country.register()
    country.surplus()
    country.scan()
    country.attach("glpi.json")
    country.inspect()
    country.propose()
    drz = country.at("drz")
    drz.open(country.device)
    drz.click("Decision")
    assert "Say in one sentence why." in drz.fill("/override", route="sell").words
    own = drz.fill("/override", route="sell", ground="better-use", reason="A buyer asked for this very model.")
    assert "You made this override yourself." in own.words
    assert "A buyer asked for this very model." in own.words
    assert "You made this override yourself." in drz.open("/worklist").words
    colleague = country.at("drz-akkoord")
    short = colleague.open(urlsplit(own.address).path)
    assert "You have no mandate to approve this." in short.words
    mandate(country.town, country.at("beheer"), drz, "drz-akkoord")
    colleague.open(urlsplit(own.address).path)
    approved = colleague.fill("/approval")
    assert "Approved." in approved.words
    assert approved.title == "Sell"
    assert "Dana Domeinen" in approved.words


def test_who_has_no_account_confirms_receipt_with_a_link(country: Country) -> None:
    """Models and numbers are shown, no serial; afterwards the link says that it is done, another says that it ended."""
    country.ready_to_go()
    country.consignment()
    ict = country.at("ict")
    ict.fill("/offer")
    made = ict.fill("/link")
    assert made.status == 201
    link = next(word for word in made.words.split() if "/k/" in word)
    stranger = Clicker(country.town.client)
    page = stranger.open(urlsplit(link).path)
    assert "Dell Latitude 7420" in page.words
    assert "1 device for Stichting Allemaal Digitaal (demo)." in page.words
    assert not {SERIAL, TAG, DISK} & set(page.words.split())
    assert stranger.fill("/receipt", place="").status == 400
    assert "Receipt is confirmed" in stranger.fill("/receipt", place="Buurthuis De Ring").words
    again = stranger.open(urlsplit(link).path)
    assert "You need not do anything." in again.words
    assert not again.forms()
    ended = stranger.open("/k/nosuchlink")
    assert ended.status == 410
    assert "This link is not valid any more" in ended.words


def test_a_consignment_is_filled_by_scanning_and_received_with_differences(country: Country) -> None:
    """A code that names nothing is told; what is not ticked at receipt is a difference."""
    country.ready_to_go()
    ict = country.at("ict")
    ict.open("/consignments")
    ict.fill("/consignments", receiver=country.organisation("regie"), route="donate")
    assert "No device that you may see carries NOTHING-1" in ict.fill("/items", scan="NOTHING-1").words
    assert "Contents: 1 device" in ict.fill("/items", scan=TAG).words
    assert "Nothing in it yet" in ict.fill("/removal").words
    ict.fill("/items", scan=SERIAL)
    offered = ict.fill("/offer")
    coordinator = country.at("regie")
    coordinator.open(urlsplit(offered.address).path)
    disputed = coordinator.fill("/receipt", arrived=None, place="Depot Almere")
    assert "Received with differences" in disputed.words
    assert "did not arrive" in disputed.words


def test_an_offer_can_be_taken_back(country: Country) -> None:
    country.ready_to_go()
    country.consignment()
    ict = country.at("ict")
    ict.fill("/offer")
    assert "Taken back by the sender" in ict.fill("/withdrawal").words


def test_lost_and_found(country: Country) -> None:
    """A missing device has one thing to do: to be found; then its data is not known."""
    country.register()
    lost = country.done("eigenaar", "loss", stolen="no", report="M-1")
    assert "It was reported missing." in lost.words
    found = country.done("eigenaar", "finding", place="Magazijn 2")
    assert "Found again" in found.words


def test_who_may_not_gets_a_page_that_says_so(country: Country) -> None:
    """A visitor is asked to sign in; another role is told that it may not, and no form is shown."""
    country.register()
    visitor = Clicker(country.town.client)
    for address in ("/intake", "/worklist", "/devices", country.device, f"{country.device}/inspection"):
        assert visitor.open(address).status == 401, address
    buyer = country.at("inkoop")
    for address in ("/intake", "/worklist", country.device, f"{country.device}/inspection", "/devices/new"):
        assert buyer.open(address).status == 403, address
    assert country.at("eigenaar").open(f"{country.device}/inspection").status == 403


def test_a_form_without_the_token_of_the_session_changes_nothing(country: Country) -> None:
    country.register()
    owner = country.at("eigenaar")
    owner.open(f"{country.device}/loss")
    assert owner.fill("/loss", stolen="no", report="M-1", csrf="forged").status == 403
    assert "reported missing" not in owner.open(country.device).words
