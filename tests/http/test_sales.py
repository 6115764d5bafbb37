"""DRZ sells a lot to refurbishers who bid, and other ways out than sale and donation; over HTTP."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain import events as on
from lifecycle.domain.events import ConsignmentId, Happening, Place
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Ground, Route
from lifecycle.service.recording import Draft
from tests.support.clicking import Clicker
from tests.support.html import text_of
from tests.support.town import Program, Town, settings_in, town
from web.accounts.domain.organisation import Credential
from web.accounts.service import choosing
from web.bootstrap import Parts

LOTS = "/api/v1/lots"
HASH = "ab" * 32
BUYERS = ("refurbisher", "reparateur")


@dataclass
class Market:
    """Displays that are approved for sale, in the custody of DRZ; two companies that may buy."""

    town: Town
    parts: Parts
    model: str
    made: int = 0

    def at(self, who: str) -> Program:
        return self.town.program(who)

    def display(self, *, route: Route | None = Route.SELL, lessor: bool = False) -> DeviceKey:
        """One more, tested, surplus and routed, with DRZ."""
        self.made += 1
        owner = self.at("eigenaar")
        body = {"model": self.model, "owner": owner.organisation, "place": "Store", "serial": f"SALE-{self.made:04}"}
        if lessor:
            body |= {"holding": "lessor", "owner": self.at("fabrikant").organisation, "lessee": owner.organisation}
        made = owner.made("/api/v1/devices", {**body, "classification": "none"})
        key = DeviceKey(made["device"]["key"])
        if lessor:
            return key
        whose = self.town.actors["eigenaar"].organisation
        assert whose is not None
        self.record(key, "eigenaar", on.DeclaredSurplus(decision="OS-1", decided_on=date(2026, 1, 5), authority=whose))
        self.move(key, "eigenaar", "drz", inside=True)
        graded = on.Inspected(
            functional=FunctionalGrade.F4,
            cosmetic=CosmeticGrade.C3,
            tests=(on.TestResult(test="display", passed=True),),
        )
        self.record(key, "drz", graded)
        if route is not None:
            decision = f"d-{key}"
            proposed = on.RouteProposed(
                decision=decision, route=route, rule_set="r", inputs_sha256=HASH, trace_sha256=HASH
            )
            self.record(key, "drz", proposed, on.RouteApproved(decision=decision, route=route))
        return key

    def move(self, key: DeviceKey, sender: str, receiver: str, *, inside: bool) -> None:
        """Custody alone, with both sides."""
        to, consignment = self.town.actors[receiver].organisation, ConsignmentId(f"c-{key}-{receiver}")
        assert to is not None
        self.record(
            key,
            sender,
            on.TransferOffered(consignment=consignment, manifest_sha256=HASH, receiver=to, inside_state=inside),
        )
        self.record(
            key,
            receiver,
            on.TransferReceived(consignment=consignment, manifest_sha256=HASH),
            on.CustodyChanged(custodian=to, place=Place("Depot"), inside_state=inside, consignment=consignment),
        )

    def record(self, key: DeviceKey, who: str, *happenings: Happening) -> None:
        drafts: Sequence[Draft] = [Draft(each) for each in happenings]
        with self.parts.use.devices.storage.writing() as work:
            self.parts.use.devices.recorder.record(work, self.town.actors[who], key, drafts)
            work.commit()

    def kinds(self, key: DeviceKey) -> list[str]:
        read = self.at("drz").get(f"/api/v1/devices/{key}").json()
        return [entry["event"]["happening"]["kind"] for entry in read["timeline"]]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    settings = settings_in(tmp_path_factory.mktemp("sales"))
    with town(settings) as opened, Parts.opened(settings) as parts:
        for who in BUYERS:
            whose = opened.actors[who].organisation
            assert whose is not None
            held = Credential("r2", f"R2-{who}", "certificate", date(2026, 1, 1), None, "seen")
            opened.accounts.organisations.add_credential(opened.actors["beheer"], whose, held)
        yield Market(opened, parts, opened.model("dell-e2423h"))


def test_a_lot_is_offered_at_a_price_taken_handed_over_and_sold(market: Market) -> None:
    """From the choice of devices to `sold`, by programs; refusals name their rule."""
    drz, buyer = market.at("drz"), market.at("refurbisher")
    keys = [market.display(), market.display()]
    kept = market.display(route=None)
    assert drz.refused(LOTS, {"title": "x", "devices": [kept]})["rule"] == "route-of-sale"
    lot = drz.made(LOTS, {"title": "Two displays", "devices": keys})
    address = f"{LOTS}/{lot['summary']['id']}"
    assert lot["kinds"][0]["count"] == len(keys)
    assert len(lot["test_records"]) == len(keys)
    assert drz.refused(LOTS, {"title": "Again", "devices": keys[:1]})["rule"] == "one-lot-at-a-time"
    by_hand = {"receiver": drz.organisation, "devices": keys[:1]}
    assert drz.refused("/api/v1/consignments", by_hand)["rule"] == "one-lot-at-a-time"
    assert buyer.get(address).status_code == 403
    offer: dict[str, Any] = {"way": "fixed-price", "cents": 12_500, "closes_at": "2099-01-01T12:00:00Z"}
    wrong = drz.refused(f"{address}/offers", {**offer, "buyers": [market.at("recycler").organisation]})
    assert wrong["rule"] == "receiver-credential"
    drz.made(f"{address}/offers", {**offer, "buyers": [market.at(who).organisation for who in BUYERS]})
    seen = buyer.get(address)
    for secret in ("SALE-", *keys, market.at("reparateur").organisation, "for_seller"):
        assert secret not in seen.text
    buyer.refused(f"{address}/bids", {"cents": 1}, status=400)
    bid = buyer.made(f"{address}/bids", {"cents": 12_500, "country": "DE"})["bids"][0]
    awarded = drz.made(f"{address}/awards", {"bid": bid["id"]})
    assert awarded["for_seller"]["award"]["ground"] == "highest-bid"
    assert buyer.get(address).json()["won"] is True
    drz.refused(f"{address}/awards", {"bid": bid["id"]}, status=409)
    consignment = drz.made(f"{address}/consignments")["for_seller"]["consignment"]
    drz.refused(f"{address}/consignments")
    at = f"/api/v1/consignments/{consignment}"
    terms = drz.get(at).json()["consignment"]["terms"]
    assert (terms["route"], terms["ground"], terms["export"]) == ("sell", "sale", True)
    drz.made(f"{at}/offers")
    browser = Clicker(market.town.client).sign_in("refurbisher")
    record = browser.open(f"/consignments/{consignment}").link("Test record (PDF)")
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    assert market.town.client.get(record, headers={"Cookie": cookies}).content.startswith(b"%PDF")
    buyer.made(f"{at}/receipts", {"received": keys, "place": "Dock"})
    assert all("sold" in market.kinds(key) for key in keys)
    sold = drz.get("/api/v1/sales?since=2020-01-01T00:00:00Z&until=2099-01-01T00:00:00Z").json()["sales"]
    assert [(each["cents"], each["devices"], each["country"]) for each in sold] == [(12_500, 2, "DE")]


def test_bids_stay_sealed_on_the_pages_and_a_lot_that_is_not_sold_frees_its_devices(market: Market) -> None:
    """What people do: DRZ puts a lot together and offers it, a buyer bids; the amount is on no page but its own."""
    key = market.display()
    drz, buyer = (Clicker(market.town.client).sign_in(who) for who in ("drz", "refurbisher"))
    drz.open("/lots")
    lot = drz.fill("/lots", title="One display", devices=[key])
    assert (lot.status, lot.title) == (200, "One display"), lot.words
    draft = drz.address
    assert "Nothing in your custody is approved for sale now." in drz.open("/lots").words  # but for what is in a lot
    drz.open(draft)
    company = market.at("refurbisher").organisation
    assert drz.page.form("/offer").find("buyers_named") is None, "so few companies are all listed"
    offered = drz.fill("/offer", buyers=[company], way="bids", closes_at="2099-01-01")
    assert "offered for sale" in offered.words, offered.words
    address = drz.address
    mine = buyer.open(buyer.open("/lots").link("One display"))
    assert "SALE-" not in mine.words
    mine = buyer.fill("/bid", cents="98,70")
    assert "98.7" in mine.words
    theirs = drz.open(address)
    assert ("98.7" in theirs.words, "1 bid stands now" in theirs.words) == (False, True)
    assert "9870" not in market.at("drz").get(f"/api/v1{address}").text
    assert Clicker(market.town.client).sign_in("reparateur").open(address).status == 403
    assert market.at("drz").get(f"/api/v1{address}").json()["bids"] == []
    closed = drz.fill("/closing", because="Taken out of sale")
    assert "not sold" in closed.words
    again = market.at("drz").made(LOTS, {"title": "Once more", "devices": [key]})
    assert again["summary"]["count"] == 1


def test_a_device_goes_back_to_its_owner_and_nobody_takes_back_what_is_not_handed_over(market: Market) -> None:
    key = market.display(route=None)
    drz = Clicker(market.town.client).sign_in("drz")
    assert "has not been handed over" in drz.open(f"/devices/{key}/return-to-owner").words
    refused = drz.fill("/return-to-owner", reason="A project needs it")
    assert (refused.status, "returned_to_owner" in market.kinds(key)) == (422, False)
    market.move(key, "drz", "eigenaar", inside=True)
    drz.open(f"/devices/{key}/return-to-owner")
    assert drz.fill("/return-to-owner", reason="A project needs it").status == 200
    assert "returned_to_owner" in market.kinds(key)


@pytest.mark.parametrize(
    ("path", "kind", "ground"),
    [("warranty-exchange", "exchanged_under_warranty", "transfer"), ("trade-in", "traded_in", "trade-in")],
)
def test_what_the_maker_has_is_exchanged_or_traded_in(market: Market, path: str, kind: str, ground: str) -> None:
    """Told before that it was not handed over; recorded on its contract and ground once the maker has it."""
    key = market.display(route=None)
    drz = Clicker(market.town.client).sign_in("drz")
    assert "has not been handed over" in drz.open(f"/devices/{key}/{path}").words
    possible = market.at("drz").get(f"/api/v1/devices/{key}/possible-events").json()["possible"]
    assert next(each for each in possible if each["kind"] == kind)["refusal"]
    market.move(key, "drz", "fabrikant", inside=False)
    drz.open(f"/devices/{key}/{path}")
    empty = drz.fill(f"/{path}", ground=ground)
    assert empty.status == 400
    done = drz.fill(f"/{path}", contract="G-2026-7", ground=ground)
    assert done.status == 200, done.words
    assert kind in market.kinds(key)


def test_what_is_leased_goes_back_once_its_lessor_has_it(market: Market) -> None:
    key = market.display(lessor=True)
    owner = Clicker(market.town.client).sign_in("eigenaar")
    assert "has not been handed over" in owner.open(f"/devices/{key}/return-to-lessor").words
    market.move(key, "eigenaar", "fabrikant", inside=False)
    owner.open(f"/devices/{key}/return-to-lessor")
    done = owner.fill("/return-to-lessor", contract="LEASE-1", ground=Ground.LEASE.value)
    assert done.status == 200, done.words
    assert "returned_to_lessor" in market.kinds(key)


def test_buyers_that_the_list_does_not_show_are_named_one_a_line(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each that nobody, or more than one, is called stands beside the field; who was ticked stays ticked."""
    monkeypatch.setattr(choosing, "SHOWN", 1)
    drz, company = Clicker(market.town.client).sign_in("drz"), market.at("refurbisher").organisation
    name = market.town.accounts.organisations.read(market.town.actors["drz"], OrganisationId(company)).name
    key = market.display()
    drz.open("/lots")
    drz.fill("/lots", title="Named buyers", devices=[key])
    [listed] = [each for each in drz.page.form("/offer").fields() if each.get("name") == "buyers"]
    fields: dict[str, Any] = {"way": "bids", "closes_at": "2099-01-01"}
    wrong = drz.fill("/offer", buyers=listed.get("value"), buyers_named=f"{name}\nNergens BV\n", **fields)
    assert "No organisation that can be chosen here has Nergens BV in its name." in wrong.words
    [typed] = [each for each in wrong.form("/offer").fields() if each.get("name") == "buyers_named"]
    assert "Nergens BV" in text_of(typed)
    assert [each.get("checked") for each in wrong.form("/offer").fields() if each.get("name") == "buyers"] == [""]
    offered = drz.fill("/offer", buyers=None, buyers_named=f"\n {name.upper()} \n{name}", **fields)
    assert "offered for sale" in offered.words, offered.words
    assert offered.words.count(name) == 1, "named twice, offered once"
