"""The day of each role in a real browser, from signing in to what the work was for; the user guides show its pictures.

The people and devices are those of the demonstration. What others do before is done by the service's own use cases.
Every day has devices of its own, so that each can be lived alone and in any order.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dpp.adapters import clock
from dpp.domain.claims.claim import Capacity, ClaimId, ClaimState
from dpp.domain.claims.scope import ScopeKind, scope_of
from dpp.service.claims.claims import Request
from lifecycle.domain.donation import Passing
from lifecycle.domain.events import Place
from lifecycle.service.consignments import NewConsignment, Receipt
from lifecycle.service.donation_deliveries import NewDelivery
from tests.support import browser as browsers
from tests.support.days import SPOKEN, House
from tests.support.demonstration import demonstration
from tests.support.erasure_samples import Disk, nwipe_log
from tests.support.live import check_accessible, free_port, served
from web.bootstrap import Parts
from web.demo.acts import disk_of

SERIAL_NUMBER = re.compile(r"DEMO[A-Z0-9]+\d")


@pytest.fixture(scope="module", params=SPOKEN)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = demonstration(tmp_path_factory.mktemp("days"), f"http://127.0.0.1:{free_port()}")
    with served(settings) as address, Parts.opened(settings) as parts, browsers.chromium() as chromium:
        yield House(address, request.param, chromium, parts)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_somebody_in_the_street_reads_a_passport_and_tells_where_a_device_is(house: House, *, javascript: bool) -> None:
    """Scan, is it safe, where to hand it in, tell the owner; with a phone, also without scripts."""
    with house.stranger(javascript=javascript) as day:
        day.page.goto(f"/d/{house.label('DEMO7420A1')}")
        day.reads("Is it safe that I have this?")
        day.picture("visitor-passport")
        day.reads("Broken, or done with it?")
        day.page.goto(f"/d/{house.label('DEMOSURF01')}")
        day.follow("Found this device? Report it")
        day.field("Where did you find it, and where is it now?").fill("In de trein naar Zwolle")
        day.picture("visitor-found")
        if javascript:
            check_accessible(day.page)
        day.press("Send to its owner")
        day.title("Thank you: your report was sent")
        if javascript:
            check_accessible(day.page)


def test_an_owner_declares_surplus_asks_for_devices_and_approves_a_quote(house: House) -> None:
    with house.day("eigenaar") as day:
        day.page.goto("/overview")
        day.title("Overview")
        day.picture("owner-overview")
        day.page.goto("/find?q=DEMOSURF01")
        day.follow("Declare surplus")
        day.field("Reference of the decision").fill("OS-2026-031")
        day.field("Date of the decision").fill(clock.utc_now().date().isoformat())
        day.page.locator("#intake_by").select_option(house.organisation("ict"))
        day.picture("owner-surplus")
        day.press("Declare surplus")
        day.reads("Recorded.")

        day.page.goto("/requests/new")
        day.page.locator("select").first.select_option("laptop")
        day.field("How many?").fill("5")
        day.field("Where are they needed?").fill("Utrecht")
        day.field("By which day?").fill((clock.utc_now() + timedelta(days=60)).date().isoformat())
        day.picture("owner-request")
        day.press("Hand the request in")
        expect(day.page).to_have_url(re.compile(r"/requests/[0-9a-z]{20}"))

        day.page.goto("/repairs?stage=waiting")
        day.page.get_by_role("main").get_by_role("link", name="Dell Latitude 7420").click()
        day.field("Yes, repair it for this price").check()
        day.picture("owner-quote", at=day.page.get_by_role("heading", name=day.say("Quotes")))
        day.press("Send the answer")
        day.reads("Recorded.")
        day.reads("approved, not begun")


def test_an_ict_provider_takes_a_device_in_inspects_it_and_hands_a_report_of_erasure_in(
    house: House, tmp_path: Path
) -> None:
    report = tmp_path / "nwipe.log"
    report.write_bytes(nwipe_log(Disk(disk_of("DEMO845A01")), at=clock.utc_now()))
    with house.day("ict") as day:
        day.page.goto("/intake")
        day.field("Place").fill("Innamelijn 1")
        day.page.locator("#scan").fill("DEMOTAB01")
        day.page.locator("#scan").press("Enter")
        expect(day.page.locator("#verdict")).to_contain_text("iPad")
        day.picture("ict-provider-scan")
        day.page.locator(".kp-verdict__device a").click()
        day.follow("Inspect")
        day.choose("functional", "F5")
        day.choose("cosmetic", "C5")
        day.choose("charger", "yes")
        day.picture("ict-provider-inspect")
        day.press("Save inspection")
        day.reads("Recorded.")

        day.page.goto("/erasure")
        day.picture("ict-provider-erasure")
        day.field("File").set_input_files(report)
        day.press("Hand in")
        day.reads("Recorded on its device.")
    with house.day("ict-controle") as day:
        day.page.goto("/erasure")
        day.follow("Verify together")
        day.picture("ict-provider-verify")
        day.page.get_by_role("button", name=re.compile(r"\d")).first.click()
        day.reads("Verified. What is still listed needs a person.")


def bring(house: House, serial: str) -> None:
    """From the provider to the hall of DRZ; whose it is does not change."""
    desk, provider = house.parts.use.consignments, house.actor("ict")
    wanted = NewConsignment(receiver=house.organisation("drz"), devices=(house.device(serial),))
    made = desk.create(provider, wanted).consignment.id
    desk.offer(provider, made)
    desk.receive(house.actor("drz"), made, Receipt(place=Place("Kavelhal")))


def test_drz_decides_about_devices_that_are_alike_approves_one_and_hands_it_over(house: House) -> None:
    with house.day("drz") as day:
        day.page.goto("/worklist")
        day.picture("drz-worklist")
        group = day.page.locator("section, li, article").filter(has_text="4 × Dell Latitude 5420").last
        group.get_by_role("button", name="4", exact=False).first.click()
        day.reads("Approved.")
        day.page.goto("/worklist")
        expect(day.page.get_by_text("4 × Dell Latitude 5420")).to_have_count(0)
        day.page.goto(f"/devices/{house.device('DEMODISP02')}")
        day.follow("Decision")
        day.picture("drz-decision")
        day.press("Approve")
        day.reads("Approved.")

        bring(house, "DEMODISP02")
        day.page.goto("/consignments")
        day.page.locator("#receiver").select_option(house.organisation("noord"))
        day.page.locator("#route").select_option("redeploy")
        day.unfold("For redeployment or a return to the lessor")
        day.field("Which unit will use it?").fill("Balie")
        day.press("Make consignment")
        day.field("Scan a device to add it").fill("DEMODISP02")
        day.field("Scan a device to add it").press("Enter")
        day.picture("drz-consignment")
        day.press("Hand over")
        day.reads("Offered: the list is frozen, and the receiver can confirm it.")


def test_a_donation_coordinator_receives_a_donation_delivers_it_and_gives_a_link(house: House) -> None:
    with house.day("regie") as day:
        day.page.goto("/donation")
        day.picture("coordinator-donation")
        day.page.get_by_role("region", name=day.say("What comes")).get_by_role("link").first.click()
        day.unfold("Receive all at once, without scanning")
        day.field("Where is it now?").fill("Depot Almere")
        day.press("Confirm receipt")
        day.reads("Received complete")

        day.page.goto("/donation")
        day.page.get_by_role("link", name="Laptops voor bibliotheken (demo)").first.click()
        day.page.locator("#intermediary").select_option(house.organisation("bibliotheek"))
        day.choose("passing", "gift")
        day.page.get_by_label("DEMO-PAL01").check()
        day.picture("coordinator-delivery", at=day.page.get_by_role("heading", name=day.say("New delivery")))
        day.press("Hand over")
        expect(day.page).to_have_url(re.compile(r"/donation/deliveries/"))
        day.press("Make a link")
        expect(day.page.locator("#link")).to_contain_text("/k/")
        day.picture("coordinator-link")


def test_a_library_says_by_a_link_alone_what_arrived_and_what_is_broken(house: House) -> None:
    deliveries, coordinator = house.parts.use.donations.deliveries, house.actor("regie")
    (programme,) = house.parts.use.donations.programmes.find(coordinator)
    wanted = NewDelivery(
        programme=programme.version.programme.id,
        intermediary=house.organisation("bibliotheek"),
        devices=(house.device("DEMOPAL02"), house.device("DEMOPAL08")),
        passing=Passing.GIFT,
    )
    made = deliveries.make(coordinator, wanted).summary.delivery.id
    link = deliveries.link(coordinator, made)
    with house.stranger() as day:
        day.page.goto(f"/k/{link.token}/delivery")
        day.picture("intermediary-delivery")
        day.press("Everything arrived")
        expect(day.page.get_by_role("button", name=day.say("Everything arrived"))).to_have_count(0)
        day.page.locator("#device-1").check()
        day.choose("said", "defect")
        day.page.locator("#defect").select_option("battery")
        day.picture("intermediary-defect", at=day.page.locator("#said"))
        day.press("Send")
        day.reads("does not work")
        day.field("How many people have one now?").fill("1")
        day.press("Save the number")
        expect(day.field("How many people have one now?")).to_have_value("1")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_a_public_servant_finds_a_laptop_and_reserves_it(house: House, *, javascript: bool) -> None:
    with house.day("ambtenaar", javascript=javascript) as day:
        day.page.goto("/marketplace")
        day.field("Brand or model").fill("Latitude")
        day.press("Search")
        day.picture("public-servant-marketplace")
        day.page.get_by_role("main").get_by_role("link", name="Dell Latitude 5420").first.click()
        day.field("For which unit?").fill("Afdeling Inkoop")
        day.picture("public-servant-reserve", at=day.page.get_by_role("heading", level=1))
        day.press("Reserve")
        day.reads("Reserved for your organisation.")
        day.reads("Afdeling Inkoop")


def test_a_public_servant_receives_what_was_reserved(house: House) -> None:
    market, provider = house.parts.use.market, house.actor("ict")
    made = market.reservations.prepare(provider, house.organisation("ambtenaar"), "Afdeling Huisvesting")
    house.parts.use.consignments.offer(provider, made)
    sent = house.parts.use.consignments.read(provider, made).lines
    with house.day("ambtenaar") as day:
        day.page.goto("/reservations")
        labels = [house.labels_of(line.device_key)[0] for line in sent]
        day.field("Code on each device that arrived").fill("\n".join(labels))
        day.field("Where are they now?").fill("Kamer 2.14")
        day.picture("public-servant-receive")
        day.press("Received")
        day.reads("Scanned just now")
        expect(day.page.get_by_role("button", name=day.say("Received"), exact=True)).to_have_count(0)


def test_a_repairer_opens_a_device_with_a_key_finds_what_is_wrong_and_sends_a_quote(house: House) -> None:
    key = house.parts.use.repair_keys.make(house.actor("ict"), house.device("DEMOREP05"))
    with house.day("reparateur") as day:
        day.page.goto("/repair-key")
        day.field("Code of the repair key").fill(key.code)
        day.picture("repairer-key")
        day.press("Open the device")
        day.field("What is wrong with it?").fill("De ventilator maakt lawaai.")
        day.picture("repairer-bench")
        day.press("Open a repair order")
        day.page.locator('#faults input[type="checkbox"]').first.check()
        day.field("What did you find?").fill("Er zit stof in de ventilator.")
        day.press("Save diagnosis")
        day.follow("Make a quote")
        for name, text in (
            ("good", "Dell Latitude 7420"),
            ("defect", "Stof in de ventilator."),
            ("repair", "De ventilator schoonmaken."),
            ("price_eur", "45"),
            ("vat_percent", "21"),
            ("days", "3"),
            ("place", "Werkplaats Utrecht"),
            ("valid_days", "30"),
            ("repairer.name", "Reparateur (demo)"),
            ("repairer.address", "Werkplaats 1, Utrecht"),
            ("repairer.email", "reparateur@demo.kringpas.nl"),
        ):
            day.page.locator(f'[name="{name}"]').fill(text)
        day.picture("repairer-quote")
        day.press("Send the quote")
        day.reads("waits for approval")


def test_a_refurbisher_bids_on_a_lot(house: House) -> None:
    with house.day("refurbisher") as day:
        day.page.goto("/lots")
        day.follow_name("Twee beeldschermen met gebruikssporen")
        day.picture("refurbisher-lot")
        day.field("Your bid in euros, without VAT").fill("110")
        day.press("Bid")
        expect(day.page.get_by_role("cell", name="110").first).to_be_visible()


def test_a_recycler_receives_waste_and_reports_kilograms(house: House) -> None:
    with house.day("recycler") as day:
        day.page.goto("/consignments")
        day.picture("recycler-inbox")
        day.page.get_by_role("main").get_by_role("link").filter(has_text=re.compile(r"^[0-9A-Z]{8}$")).first.click()
        day.unfold("Receive all at once, without scanning")
        day.field("Where is it now?").fill("Weegbrug")
        day.press("Confirm receipt")
        day.reads("Received complete")
        day.page.goto(f"{day.page.url.partition('?')[0]}/weights")
        day.page.locator("#kilograms-0").fill("7,0")
        day.picture("recycler-weights")
        day.press("Report weights")
        day.reads("Received, weighed at the gate")


def test_a_carrier_collects_a_consignment_with_its_papers(house: House) -> None:
    desk, provider = house.parts.use.consignments, house.actor("ict")
    terms = NewConsignment(
        receiver=house.organisation("drz"),
        devices=(house.device("DEMODISP01"),),
        carrier=house.organisation("vervoer"),
    )
    made = desk.create(provider, terms).consignment.id
    offered = desk.offer(provider, made).consignment
    with house.day("vervoer") as day:
        day.page.goto("/consignments")
        day.page.get_by_role("link", name=made[:8].upper()).click()
        day.unfold("Confirm the collection")
        day.field("Hash (SHA-256) on the packing list").fill(offered.manifest_sha256 or "")
        day.picture("carrier-collection", at=day.page.get_by_role("heading", name=day.say("Load and papers")))
        day.press("Confirm the collection")
        expect(day.page.get_by_text(re.compile(day.say("Collected %(moment)s.", moment=".+"))).first).to_be_visible()


def test_a_manufacturer_claims_a_model_and_reads_what_became_of_it(house: House) -> None:
    with house.day("fabrikant") as day:
        day.page.goto("/claims")
        day.choose("capacity", "maker")
        day.field("Identifier of the economic operator").fill("https://demo.kringpas.nl/operators/DEMO-EO-1")
        day.page.locator("#scope").select_option("eprel-numbers")
        day.field("Which ones?").fill("2238053")
        day.field("On which document does it rest?").fill("Uittreksel handelsregister 2026-04")
        day.picture("manufacturer-claim")
        day.press("Claim")
        asked = day.page.url.partition("?")[0].rpartition("/")[2]
        day.page.goto("/claims")
        day.page.locator(f'a[href="/claims/{asked}"]').first.click()
        day.reads("waits for a decision")
        house.parts.claiming.claims.decide(house.actor("beheer"), ClaimId(asked), ClaimState.APPROVED)
        day.page.reload()
        day.reads("approved")


def test_an_administrator_decides_on_a_claim_of_a_maker(house: House) -> None:
    wanted = Request(
        operator="https://demo.kringpas.nl/operators/DEMO-EO-1",
        capacity=Capacity.MAKER,
        ground="Uittreksel handelsregister 2026-04",
        scope=scope_of(ScopeKind.EPREL_NUMBERS, ("2302934",)),
    )
    claim = house.parts.claiming.claims.request(house.actor("fabrikant"), wanted).claim.claim_id
    with house.day("beheer") as day:
        day.page.goto("/admin")
        day.picture("administrator-admin")
        day.page.goto("/claims")
        day.page.locator(f'a[href="/claims/{claim}"]').first.click()
        day.choose("decision", "approved")
        day.picture("administrator-claim", at=day.page.get_by_role("heading", name=day.say("Steps")))
        day.press("Decide")
        day.reads("approved")
        day.page.goto("/admin/people")
        day.picture("administrator-people")


def test_an_auditor_sees_who_read_what_and_follows_the_life_of_a_device(house: House) -> None:
    with house.day("auditor") as day:
        day.page.goto("/admin/access")
        day.reads("Read what is not public")
        day.picture("auditor-readings")
        day.page.goto(f"/devices/{house.device('DEMO7420A1')}/timeline")
        day.title("Timeline")
        day.picture("auditor-timeline")


def test_a_policy_adviser_reads_figures_and_never_a_serial_number(house: House) -> None:
    with house.day("beleid") as day:
        day.page.goto("/monitoring")
        day.picture("policy-adviser-monitoring")
        with day.page.expect_download() as file:
            day.follow("These figures as CSV")
        told = day.page.content() + file.value.path().read_text(encoding="utf-8")
        assert not SERIAL_NUMBER.search(told)
