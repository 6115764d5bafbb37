"""The whole life of a laptop, clicked by the people of the chain in a real browser."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.client import settings_for
from tests.support.laptop import Laptop
from tests.support.live import check_accessible, check_everywhere, free_port, served, window
from tests.support.town import Town, town
from web.demo import files
from web.demo.accounts import DEMO_PASSWORD

EVIDENCE = Path(files.__file__).parent / "evidence"
DISK, SERIAL, TAG = "DEMOSSD0001", "DEMO7420A1", "DEMO-000123"


@dataclass
class Chain:
    """A running service; each of its people has a window of their own, in which they stay signed in."""

    chromium: Browser
    address: str
    people: Town
    open_windows: ExitStack
    windows: dict[str, Page] = field(default_factory=dict)
    device: str = ""
    without_scripts: tuple[str, ...] = ()

    def of(self, who: str) -> Page:
        if who not in self.windows:
            opened = window(self.chromium, self.address, javascript=who not in self.without_scripts)
            self.windows[who] = self.open_windows.enter_context(opened)
            sign_in(self.windows[who], who)
        return self.windows[who]

    def at_device(self, who: str) -> Page:
        page = self.of(who)
        page.goto(self.device)
        return page

    def act(self, who: str, words: str) -> Page:
        """The device's page, and the act with these words."""
        page = self.at_device(who)
        page.get_by_role("link", name=words, exact=True).click()
        return page


def sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{who}@demo.kringpas.nl")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture
def chain(chromium: Browser, sqlite_url: str, tmp_path: Path) -> Iterator[Chain]:
    settings = settings_for(sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people, served(settings) as address, ExitStack() as windows:
        yield Chain(chromium, address, people, windows)


def register(chain: Chain) -> None:
    chain.people.model("dell-latitude-7420")
    page = chain.of("eigenaar")
    page.goto("/devices")
    page.get_by_role("link", name="Register a device").click()
    page.get_by_label("Model").select_option(label="Dell Latitude 7420")
    page.get_by_label("Serial number").fill(SERIAL)
    page.get_by_label("Asset tag").fill(TAG)
    page.get_by_label("Highest classification").select_option(label="Not classified")
    page.get_by_label("Where is it?").fill("Magazijn 2")
    page.get_by_label("In use since").fill("2021-03-15")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dell Latitude 7420")
    chain.device = page.url.partition("?")[0]


def declare_surplus(chain: Chain) -> None:
    page = chain.act("eigenaar", "Declare surplus")
    page.get_by_label("Reference of the decision").fill("OS-2026-014")
    page.get_by_label("Date of the decision").fill("2026-01-05")
    page.get_by_label("Who may collect it?").select_option(label="SSC-ICT (demo)")
    page.get_by_role("button", name="Declare surplus").click()
    expect(page.get_by_text("Recorded.")).to_be_visible()


def scan(chain: Chain) -> Page:
    page = chain.of("ict")
    page.goto("/intake")
    page.get_by_label("Place").fill("Innamelijn 1")
    page.get_by_label("What is on this stack?").fill("laptops")
    page.get_by_label("Scan the device").fill(TAG)
    page.get_by_label("Scan the device").press("Enter")
    expect(page.locator("#verdict")).to_have_text("Dell Latitude 7420")
    return page


def attach(chain: Chain, name: str) -> None:
    page = chain.act("ict", "Attach evidence")
    page.get_by_label("File").set_input_files(EVIDENCE / name)
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_text("stored without personal data")).to_be_visible()


def inspect(chain: Chain) -> None:
    page = chain.act("ict", "Inspect")
    page.get_by_label("F5").check()
    page.get_by_label("C5").check()
    page.get_by_role("group", name="Is the charger there?").get_by_label("Yes").check()
    page.get_by_role("button", name="Save inspection").click()
    expect(page.get_by_text("Recorded.")).to_be_visible()


def repair(chain: Chain) -> None:
    page = chain.act("ict", "Record a repair")
    page.get_by_role("group", name="Did it succeed?").get_by_label("Yes").check()
    page.get_by_label("Part replaced").select_option(label="keyboard")
    page.get_by_label("Serial number of the part that came out").fill("DEMOKB0001")
    page.get_by_label("Serial number of the new part").fill("DEMOKB0002")
    page.get_by_label("Where does the part come from?").select_option(label="New, from the maker")
    page.get_by_role("button", name="Save repair").click()
    expect(page.get_by_role("heading", name="Part put in")).to_be_visible()


def erase(chain: Chain) -> None:
    """The log of the tool filled in what it says; a person says what it does not."""
    page = chain.act("ict", "Record an erasure")
    expect(page.get_by_text("Filled in from the log of nwipe")).to_be_visible()
    expect(page.get_by_label("Tool", exact=True)).to_have_value("nwipe")
    page.get_by_label("Clear (overwrite)").check()
    page.get_by_role("button", name="Save erasure").click()
    expect(page.get_by_text("Recorded.")).to_be_visible()


def check(page: Page) -> None:
    page.get_by_label("Nothing is left").check()
    page.get_by_label("All of it").check()
    page.get_by_role("button", name="Save check").click()


def propose(chain: Chain) -> Page:
    page = chain.at_device("ict")
    page.get_by_role("button", name="Propose a destination").click()
    expect(page.get_by_text("A destination was proposed.")).to_be_visible()
    return page


def by_programs(chain: Chain) -> Laptop:
    """What comes before the clicks of a test: registered, taken in, read and graded."""
    laptop = Laptop(chain.people)
    laptop.register()
    laptop.surplus()
    laptop.scan()
    for name in ("glpi.json", "nwipe.log"):
        laptop.evidence(name)
    laptop.inspect()
    chain.device = f"/devices/{laptop.view['device']['key']}"
    return laptop


def draft(chain: Chain) -> Page:
    page = chain.of("ict")
    page.goto("/consignments")
    page.get_by_label("To which organisation?").select_option(label="Stichting Allemaal Digitaal (demo)")
    page.get_by_label("On which route does ownership pass?").select_option(label="Donate")
    page.get_by_role("button", name="Make consignment").click()
    page.get_by_label("Scan a device to add it").fill(SERIAL)
    page.get_by_label("Scan a device to add it").press("Enter")
    expect(page.get_by_role("heading", name="Contents: 1 device")).to_be_visible()
    return page


def test_a_laptop_goes_from_its_owner_to_a_new_one(chain: Chain) -> None:
    """Nobody writes a row: each step is clicked by the person whose it is; the public page then tells the life.

    All but the provider have browsers without scripts. With scripts their days are in `test_days`; the steps of the
    provider without scripts are among those of `tests.http.test_pages_work`.
    """
    chain.without_scripts = ("eigenaar", "ict-controle", "drz", "regie")
    register(chain)
    declare_surplus(chain)
    scan(chain)
    for name in ("glpi.json", "smartctl.json", "nwipe.log"):
        attach(chain, name)
    inspect(chain)
    repair(chain)
    erase(chain)

    own = chain.at_device("ict")
    expect(own.get_by_text("You erased storage medium DEMOSSD0001 yourself.")).to_be_visible()
    checker = chain.act("ict-controle", "Check an erasure")
    check(checker)
    expect(checker.get_by_text("Erased and checked").first).to_be_visible()

    expect(propose(chain).get_by_role("heading", level=1)).to_have_text("Donate")
    drz = chain.of("drz")
    drz.goto("/worklist")
    drz.get_by_text("See the 1 device").click()
    drz.get_by_role("link", name="Donate").click()
    expect(drz.get_by_text("This device goes to a donation programme, because")).to_be_visible()
    drz.get_by_role("button", name="Approve").click()
    expect(drz.get_by_text("Approved.", exact=True)).to_be_visible()

    sender = draft(chain)
    sender.get_by_role("button", name="Hand over").click()
    expect(sender.get_by_text("Offered: the list is frozen")).to_be_visible()
    receiver = chain.of("regie")
    receiver.goto(sender.url.partition("?")[0])
    receiver.get_by_text("Receive all at once, without scanning").click()
    receiver.get_by_label(f"Dell Latitude 7420 {SERIAL}").check()
    receiver.get_by_label("Where is it now?").fill("Depot Almere")
    receiver.get_by_role("button", name="Confirm receipt").click()
    expect(receiver.get_by_text("Received complete")).to_be_visible()

    told = chain.at_device("regie")
    expect(told.get_by_role("definition").get_by_text("Donated", exact=True)).to_be_visible()
    told.get_by_role("link", name="Public passport").click()
    for kind in ("Received a passport", "Part replaced: keyboard", "Data erased and checked", "In use again"):
        expect(told.get_by_text(re.compile(kind)).first).to_be_visible()


def test_what_keeps_a_laptop_here_is_told_where_it_is_done(chain: Chain) -> None:
    """One's own check, an unverified disk and a lock: the rule, its reason and what would help, and nothing changes."""
    by_programs(chain)
    erase(chain)
    own = chain.of("ict")
    own.goto(f"{chain.device}/verification")
    check(own)
    expect(own.get_by_role("alert")).to_contain_text("own-verification")
    expect(own.get_by_role("alert")).to_contain_text("Somebody else verifies it.")

    propose(chain)
    drz = chain.act("drz", "Decision")
    drz.get_by_role("button", name="Approve").click()
    lock = chain.act("ict", "Record a lock")
    lock.get_by_label("Which lock?").select_option(label="Autopilot or Intune")
    lock.get_by_role("button", name="Save lock").click()
    page = draft(chain)
    expect(page.get_by_text("1 device cannot leave")).to_be_visible()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("alert").first).to_contain_text("unverified-medium")
    expect(page.get_by_role("alert").first).to_contain_text(DISK)

    checker = chain.act("ict-controle", "Check an erasure")
    check(checker)
    expect(checker.get_by_text("Recorded.")).to_be_visible()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("alert").first).to_contain_text("locked-device")
    expect(page.get_by_role("alert").first).to_contain_text("Autopilot or Intune")


def test_the_station_is_used_without_a_mouse(chromium: Browser, sqlite_url: str, tmp_path: Path) -> None:
    """A scan after a scan: the result is swapped in, the box is empty and has the focus; a number key opens a need."""
    settings = settings_for(sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{free_port()}")
    with (
        town(settings) as people,
        served(settings) as address,
        ExitStack() as windows,
    ):
        chain = Chain(chromium, address, people, windows)
        by_programs(chain)
        page = scan(chain)
        loaded = page.evaluate("window.loadedOnce = true")
        for number, code in enumerate(("STICKER-1", "STICKER-2", "STICKER-3"), start=2):
            page.keyboard.type(code, delay=5)
            page.keyboard.press("Enter")
            expect(page.get_by_text(f"Scans at this station today: {number}")).to_be_visible()
            expect(page.locator("#scan")).to_be_focused()
            expect(page.locator("#scan")).to_have_value("")
        assert page.evaluate("window.loadedOnce") is loaded, "the page itself was never left"
        expect(page.locator(".kp-scans__line")).to_have_count(4)
        page.keyboard.press("1")
        page.wait_for_url(lambda url: url.endswith("/evidence"))


def test_a_link_is_all_that_a_receiver_needs(chain: Chain) -> None:
    """Somebody without an account sees what comes, confirms it, and sees afterwards that it is done."""
    laptop = by_programs(chain)
    laptop.erase()
    laptop.route()
    page = draft(chain)
    page.get_by_role("button", name="Hand over").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("#link").inner_text()
    with window(chain.chromium, chain.address) as visitor:
        visitor.goto(link)
        expect(visitor.get_by_text("1 device for Stichting Allemaal Digitaal (demo).")).to_be_visible()
        assert SERIAL not in visitor.content()
        visitor.get_by_label("Where is it now?").fill("Buurthuis De Ring")
        visitor.get_by_role("button", name="Everything arrived: confirm receipt").click()
        expect(visitor.get_by_text("Receipt is confirmed")).to_be_visible()


def test_the_work_pages_are_accessible_in_both_languages_on_a_phone_and_on_a_desk(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    """axe-core finds nothing, and nothing is wider than the screen."""
    settings = settings_for(sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people, served(settings) as address, ExitStack() as windows:
        chain = Chain(chromium, address, people, windows)
        by_programs(chain)
        check_accessible(scan(chain))
        decision = propose(chain).url
        consignment = draft(chain).url
        device = chain.device
        acts = (
            "evidence",
            "inspection",
            "erasure",
            "verification",
            "repair",
            "repair/record",
            "quote",
            "refurbishment",
            "lock",
            "loss",
        )
        check_everywhere(
            chromium,
            address,
            ["/intake", "/devices", device, *(f"{device}/{act}" for act in acts), "/consignments", consignment],
            lambda page: sign_in_anywhere(page, "ict"),
        )
        check_everywhere(
            chromium, address, ["/worklist", decision, "/devices/new"], lambda page: sign_in_anywhere(page, "drz")
        )
        check_everywhere(chromium, address, ["/k/ended"], lambda _: None)


def sign_in_anywhere(page: Page, who: str) -> None:
    """In whatever language the window has."""
    page.goto("/sign-in")
    page.locator("#email").fill(f"{who}@demo.kringpas.nl")
    page.locator("#password").fill(DEMO_PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
