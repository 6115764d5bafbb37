"""The government marketplace over HTTP: from browsing to use by another unit, and what a public servant never reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import cast
from xml.etree.ElementTree import tostring

import pytest
from PIL import Image

from dpp.adapters import clock
from dpp.adapters.database import Database
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.vocabulary import Classification
from tests.support.accounts_world import SetClock
from tests.support.clicking import Clicker, Page
from tests.support.client import settings_for
from tests.support.fake_organisations import FakeOrganisations
from tests.support.market_world import Cast, offered
from tests.support.service_world import World
from tests.support.town import Program, Town, town
from web.accounts.adapters.directory import Directory
from web.accounts.adapters.sql import SqlAccountUnits

SECRETS = ("GEHEIM-S", "TAG-GEHEIM", "Kluis 7", "Dienst Voorheen", "dep-v", "Dep.V")
"""Planted in every device: serial number, asset tag, place, unit before, classification; none is for others."""
PLACE = "Gebouw 12"


@dataclass
class Market:
    """A town in which three laptops are on offer."""

    people: Town
    keys: list[DeviceKey]

    @property
    def servant(self) -> Program:
        return self.people.program("ambtenaar")

    @property
    def ict(self) -> Program:
        return self.people.program("ict")

    def clicker(self, who: str) -> Clicker:
        return Clicker(self.people.client).sign_in(who)


@pytest.fixture
def market(sqlite_url: str, tmp_path: Path) -> Iterator[Market]:
    settings = settings_for(sqlite_url, tmp_path)
    with town(settings) as people:
        yield Market(people, on_offer(people, settings.database))


def on_offer(people: Town, url: str, ago: timedelta = timedelta(hours=1)) -> list[DeviceKey]:
    """Three laptops that were assigned to a unit, held data, and came on offer then, in the order of taking."""
    database = Database(url)
    world = World(
        database=SqlLifecycleStorage(database),
        chance=clock.random_bytes,
        clock=SetClock(clock.utc_now() - ago),
        organisations=cast(FakeOrganisations, Directory(SqlAccountUnits(database))),
        known_model=PassportId(people.model("dell-latitude-7420")),
    )
    who = Cast(people.actors["eigenaar"], people.actors["ict"], people.actors["drz"])
    numbers = (f"GEHEIM-S-{number}" for number in range(3))
    keys = [offered(world, number, who, classification=Classification.DEP_V) for number in numbers]
    database.close()
    return sorted(keys)


def picture() -> bytes:
    """A photo that tells by whom, where and with what it was taken."""
    exif, written = Image.Exif(), BytesIO()
    exif[0x010F], exif[0x013B], exif[0x8825] = "SpyCam", "Jan Fotograaf", {1: "N", 2: (52.0, 5.0, 7.0)}
    Image.new("RGB", (800, 600), "navy").save(written, "JPEG", exif=exif)
    return written.getvalue()


def test_from_browsing_to_use_by_another_unit(market: Market) -> None:
    """A public servant finds, reserves and receives; the provider packs; nobody reads what is not theirs to read."""
    drz, key = market.people.program("drz"), market.keys[0]
    photo = market.ict.made(f"/api/v1/devices/{key}/photos", content=picture())["sha256"]
    ict_organisation = market.ict.organisation
    drz.made("/api/v1/marketplace/towns", {"custodian": ict_organisation, "town": "Gouda"})

    servant, seen = market.clicker("ambtenaar"), Seen(market)
    seen.page(servant.open("/marketplace?q=latitude&town=Gouda&functional=F5"))
    assert "3 alike" in servant.page.words
    assert "Gouda" in servant.page.words
    assert "Inside government until" in servant.page.words
    seen.page(servant.click("Latitude 7420"))
    seen.page(servant.fill("/reservations", count="2", unit="Team Inkoop"))
    assert "Reserved for your organisation." in servant.page.words
    assert servant.page.words.count("Team Inkoop Gouda Kept for you") == 2

    taken = [each for each in market.keys if drz.get(f"/api/v1/devices/{each}").json()["device"].get("reservation")]
    ict = market.clicker("ict")
    ict.open("/reservations")
    assert "Team Inkoop" in ict.page.words
    assert ict.page.words.count("TAG-GEHEIM-S-") == len(taken)
    ict.fill("/preparations")
    ict.fill("/offer")
    seen.page(servant.open("/reservations"))
    assert "2 devices are on their way to you" in servant.page.words
    labels = [_label(market, each) for each in taken]
    seen.page(servant.fill("/arrivals", scan="\n".join([*labels, "NOBODY"]), place=PLACE))
    assert servant.page.words.count("On the manifest: received.") == 2
    assert "Nobody knows this code." in servant.page.words
    for each in taken:
        told = drz.get(f"/api/v1/devices/{each}").json()
        assert told["device"]["stage"] == "redeployed"
        assert (told["device"]["unit"], told["line"]["place"]) == ("Team Inkoop", PLACE)
    consignment = drz.get("/api/v1/consignments").json()["consignments"][0]["tally"]
    assert consignment["state"] == "received"

    seen.answer("/api/v1/marketplace")
    seen.answer("/api/v1/marketplace?text=GEHEIM-S-2")
    kind = market.servant.get("/api/v1/marketplace").json()["kinds"][0]["id"]
    seen.answer(f"/api/v1/marketplace/{kind}")
    made = market.servant.made(f"/api/v1/marketplace/{kind}/reservations", {"count": 1, "act": "act-00000001"})
    again = market.servant.made(f"/api/v1/marketplace/{kind}/reservations", {"count": 1, "act": "act-00000001"})
    assert made == again
    seen.answer("/api/v1/reservations")
    gone = market.servant.refused(
        f"/api/v1/marketplace/{kind}/reservations", {"count": 1, "act": "act-00000002"}, status=404
    )
    assert not found_in(str(gone))
    assert market.servant.made("/api/v1/reservations/releases", made)["released"] == 1
    assert _shown(market, photo)


def test_nobody_else_sees_or_reserves(market: Market) -> None:
    """Outside the State the marketplace is closed; a public servant reads no device, and names no town."""
    coordinator, kind = market.people.program("regie"), market.servant.get("/api/v1/marketplace").json()["kinds"][0]
    for path in ("/api/v1/marketplace", f"/api/v1/marketplace/{kind['id']}", "/api/v1/reservations"):
        assert coordinator.get(path).status_code == 403
        assert market.people.client.get(path).status_code == 401
    key = market.keys[0]
    for path in (f"/api/v1/devices/{key}", f"/api/v1/devices/{key}/photos", "/api/v1/marketplace/towns"):
        assert market.servant.get(path).status_code == 403
    for path in (f"/api/v1/devices/{key}/offer-phase", "/api/v1/reservations/preparations"):
        assert market.servant.get(path).status_code == 403
    drz = market.people.program("drz")
    assert drz.get(f"/api/v1/devices/{key}/offer-phase").json()["phase"] == "internal"
    outside = {"device": key, "requester": coordinator.organisation}
    refused = drz.refused("/api/v1/reservations", outside)
    assert refused["rule"] == "internal-first"
    inside = {"device": key, "requester": market.people.program("eigenaar").organisation, "unit": "Bureau"}
    drz.made("/api/v1/reservations", inside)
    assert drz.refused("/api/v1/reservations", inside)["rule"] == "reserved-already"


def test_what_nobody_reserved_has_a_page_from_which_it_is_proposed_anew(sqlite_url: str, tmp_path: Path) -> None:
    """Each device with where the rules would send it, ticked; the preview of the act takes them all."""
    settings = settings_for(sqlite_url, tmp_path)
    with town(settings) as people:
        keys = on_offer(people, settings.database, ago=timedelta(days=40))
        clicker = Clicker(people.client).sign_in("drz")
        clicker.open("/marketplace")
        page = clicker.click("What nobody reserved")
        assert sorted(page.form("/bulk-actions/preview").filled()["device"]) == keys
        preview = clicker.fill("/bulk-actions/preview")
        assert "3 devices are chosen." in preview.words
        assert people.program("ambtenaar").get("/marketplace/outlived").status_code == 403


def test_photos_keep_nothing_but_the_picture(market: Market) -> None:
    """Where, when, by whom and with what it was taken is gone; what is no picture is refused."""
    address = f"/api/v1/devices/{market.keys[0]}/photos"
    photo = market.ict.made(address, content=picture())["sha256"]
    kept = market.ict.get(f"/api/v1/photos/{photo}")
    assert kept.headers["content-type"] == "image/jpeg"
    assert not dict(Image.open(BytesIO(kept.content)).getexif())
    assert not any(word in kept.content for word in (b"SpyCam", b"Fotograaf", b"Exif"))
    small = Image.open(BytesIO(market.servant.get(f"/api/v1/photos/{photo}?small=true").content))
    assert small.size == (320, 240)
    for content in (b"no picture", picture()[:200], b"GIF89a"):
        market.ict.refused(address, content=content, status=400)
    page = market.clicker("ict")
    page.open(f"/devices/{market.keys[0]}/photos")
    page.fill("/removal")
    assert "No photos yet" in page.page.words
    assert market.servant.get(f"/api/v1/photos/{photo}").status_code == 404
    page.fill("/photos", files={"photo": ("p.jpg", picture())})
    assert "No photos yet" not in page.page.words


@dataclass
class Seen:
    """What a public servant was given: in none of it stands what was planted."""

    market: Market

    def page(self, page: Page) -> None:
        assert page.status == 200, page.words
        assert not found_in(tostring(page.root, encoding="unicode"))

    def answer(self, path: str) -> None:
        given = self.market.servant.get(path)
        assert given.status_code == 200
        # what was asked for is not told; the owner's key of a device is no number of it, and stands nowhere either
        assert not found_in(given.text)
        assert not any(key in given.text for key in self.market.keys)


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret.lower() in text.lower()]


def _label(market: Market, key: DeviceKey) -> str:
    code: str = market.ict.get(f"/api/v1/devices/{key}").json()["labels"][0]
    return code


def _shown(market: Market, photo: str) -> bool:
    """Its device went to a unit of another organisation: the picture stays with who may read the device."""
    return market.servant.get(f"/api/v1/photos/{photo}").status_code == 404
