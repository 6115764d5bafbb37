"""Hand-overs over HTTP: received in parts by programs and on pages, differences answered, papers read back."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.support.clicking import Clicker
from tests.support.client import settings_for
from tests.support.town import Program, Town, town
from web.settings import Settings

DOCK = "Dock 4"


@dataclass
class Pallet:
    """Laptops of the ministry, that it moves to its ICT provider: custody alone passes, inside the State."""

    people: Town
    keys: list[str]
    address: str = ""

    @property
    def owner(self) -> Program:
        return self.people.program("eigenaar")

    @property
    def ict(self) -> Program:
        return self.people.program("ict")

    def offer(self, *numbers: int) -> None:
        body = {"receiver": self.ict.organisation, "devices": [self.keys[number] for number in numbers]}
        made = self.owner.made("/api/v1/consignments", body)["consignment"]["id"]
        self.address = f"/api/v1/consignments/{made}"
        self.owner.made(f"{self.address}/offers")

    def scan(self, *scans: dict[str, Any]) -> Any:
        return self.ict.made(f"{self.address}/scans", {"place": DOCK, "scans": list(scans)})

    def custodian(self, number: int) -> str:
        found: str = self.ict.get(f"/api/v1/devices/{self.keys[number]}").json()["line"]["custodian"]
        return found


def pallet_of(people: Town) -> Pallet:
    owner, model = people.program("eigenaar"), people.model("dell-latitude-7420")
    body = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "classification": "none"}
    made = (owner.made("/api/v1/devices", {**body, "serial": f"PALLET-{number}"}) for number in range(4))
    return Pallet(people, [view["device"]["key"] for view in made])


@pytest.fixture
def pallet(settings: Settings) -> Iterator[Pallet]:
    with town(settings) as opened:
        yield pallet_of(opened)


def test_programs_receive_in_parts_close_and_answer(pallet: Pallet) -> None:
    """One device of three comes, one is set apart, one is missing, and one comes that nobody announced."""
    pallet.offer(0, 1, 2)
    first = {"scan_id": "scan-0000001", "raw": "PALLET-0"}
    cracked = {"scan_id": "scan-0000002", "raw": "PALLET-1", "difference": "other-condition", "remark": "Cracked"}
    answered = pallet.scan(first, cracked, {"scan_id": "scan-0000003", "raw": "PALLET-3"})
    assert [each["verdict"] for each in answered["answers"]] == ["on-manifest", "set-apart", "extra"]
    assert answered["lines"] == {"received": 1, "set-apart": 1, "expected": 1}
    assert pallet.scan(first)["answers"][0]["repeated"] is True
    changed = {**first, "raw": "PALLET-2"}
    assert pallet.ict.refused(f"{pallet.address}/scans", {"place": DOCK, "scans": [changed]}, status=409)
    wrong = {"place": DOCK, "scans": [{"scan_id": "short", "raw": "x", "difference": "missing"}]}
    faults = {each["path"] for each in pallet.ict.refused(f"{pallet.address}/scans", wrong, status=400)["errors"]}
    assert {"$.scans[0].scan_id", "$.scans[0].difference"} <= faults
    half = pallet.ict.refused(f"{pallet.address}/closure", {"missing": []}, status=400)
    assert pallet.keys[2] in json.dumps(half)
    closed = pallet.ict.made(f"{pallet.address}/closure", {"missing": [pallet.keys[2]]})
    items = {each["difference"]: each for each in closed["consignment"]["items"]}
    assert set(items) == {"missing", "extra", "other-condition"}
    assert closed["remarks"] == {items["other-condition"]["id"]: "Cracked"}

    def answer(who: Program, difference: str, resolution: str, **more: Any) -> str:
        address = f"{pallet.address}/differences/{items[difference]['id']}/resolution"
        return str(who.post(address, {"resolution": resolution, **more}).status_code)

    assert answer(pallet.ict, "missing", "stays-with-sender") == "403"
    assert answer(pallet.owner, "missing", "lost") == "400"
    assert answer(pallet.owner, "missing", "lost", report="PV-2026-9") == "201"
    assert answer(pallet.owner, "missing", "stays-with-sender") == "409"
    assert answer(pallet.ict, "other-condition", "accepted") == "201"
    assert answer(pallet.owner, "extra", "accepted") == "201"
    pallet.scan({"scan_id": "scan-0000004", "raw": "PALLET-3"})
    sides = [pallet.owner.organisation if number == 2 else pallet.ict.organisation for number in range(4)]
    assert [pallet.custodian(number) for number in (0, 1, 3)] == [sides[0], sides[1], sides[3]]
    last = pallet.ict.get(f"{pallet.address}/scans").json()
    assert (last["lines"], last["open_differences"]) == ({"received": 3, "lost": 1}, 0)
    listed = pallet.owner.get("/api/v1/consignments").json()
    assert [each["tally"]["lines"] for each in listed["consignments"]] == [{"received": 3, "lost": 1}]
    assert listed["count"] == 1
    assert pallet.owner.get("/api/v1/consignments?limit=1&offset=1").json() == {"consignments": [], "count": 1}


def test_both_sides_keep_the_manifest_and_the_document(sqlite_url: str, tmp_path: Path) -> None:
    """The bytes of the manifest have the hash that the document tells; a stranger gets neither."""
    with town(settings_for(sqlite_url, tmp_path)) as people:
        _papers(pallet_of(people))


def _papers(pallet: Pallet) -> None:
    draft = pallet.owner.made("/api/v1/consignments", {"receiver": pallet.ict.organisation})["consignment"]["id"]
    assert pallet.owner.get(f"/api/v1/consignments/{draft}/manifest").status_code == 409
    pallet.offer(0, 1)
    kept = [who.get(f"{pallet.address}/manifest") for who in (pallet.owner, pallet.ict)]
    assert kept[0].content == kept[1].content
    told = pallet.ict.get(pallet.address).json()["consignment"]["manifest_sha256"]
    assert hashlib.sha256(kept[0].content).hexdigest() == told
    manifest = kept[0].json()
    assert manifest["devices"] == sorted(pallet.keys[:2])
    assert manifest["conditions"][pallet.keys[0]]["serial"] == "PALLET-0"
    for content, matches in ((kept[0].content, True), (kept[0].content + b"\n", False)):
        checked = pallet.ict.made(f"{pallet.address}/manifest-checks", content=content)
        assert (checked["matches"], checked["expected"]) == (matches, told)
    for language, title in (("nl", "Overdrachtslijst"), ("en", "Hand-over document")):
        document = pallet.ict.get(f"{pallet.address}/document", params={"language": language})
        assert document.headers["content-type"] == "application/pdf"
        words = PdfReader(BytesIO(document.content)).pages[0].extract_text()
        assert title in words
        assert "PALLET-1" in words
    assert pallet.ict.get(f"{pallet.address}/document", params={"language": "fr"}).status_code == 400
    for paper in ("manifest", "document"):
        assert pallet.people.program("regie").get(f"{pallet.address}/{paper}").status_code == 403
    _on_pages(pallet)


def _on_pages(pallet: Pallet) -> None:
    """The same consignment, received by somebody at the pages without JavaScript."""
    ict, owner = (Clicker(pallet.people.client).sign_in(who) for who in ("ict", "eigenaar"))
    address = pallet.address.removeprefix("/api/v1")
    inbox = ict.open("/consignments")
    assert "Inbox (1)" in inbox.words
    assert "Consignments 1 waiting" in " ".join(ict.open("/").root.itertext()).replace("\n", " ").replace("  ", " ")
    station = ict.open(address).link("Receive by scanning")
    assert f"{address}/labels" in owner.open(address).links()
    assert not {f"{address}/labels", f"{address}/packing"} & set(ict.page.links()), "it has none of the devices yet"
    assert f"{address}/packing" not in owner.page.links(), "it was offered"
    ict.open(station)
    assert ict.fill("/scans", scan="PALLET-0").status == 400
    scanned = ict.fill("/scans", scan="PALLET-0", place=DOCK)
    assert "On the manifest: received." in scanned.words
    assert scanned.form("/scans").value("place") == DOCK
    ict.click("A device is not as it should be")
    apart = ict.fill("/exception", scan="PALLET-1", difference="other-condition", remark="Wet")
    assert "Set apart: it is received when its condition is accepted." in apart.words
    assert "Not on the manifest: extra." in ict.fill("/scans", scan="PALLET-2").words
    ict.open(address)
    assert "Close: nothing is missing" in ict.page.words
    over = ict.fill("/closure")
    assert "Received with differences" in over.words
    assert "waits for the sender" in over.words
    assert "Wet" in over.words
    assert "Accepted" in ict.fill("/resolution", resolution="accepted").words
    assert "Outbox (2)" in owner.open("/consignments").words, "a draft, and one to answer"
    assert "1 difference to answer" in owner.page.words
    owner.open(address)
    answered = owner.fill("/resolution", resolution="stays-with-sender")
    assert "Stays with the sender" in answered.words
    assert "Finished, or of others" in owner.open("/consignments").words
    paper = owner.client.get(f"{address}/document.pdf", headers={"Cookie": owner._cookie_header()})
    assert paper.content.startswith(b"%PDF")
    stranger = Clicker(pallet.people.client).sign_in("regie")
    assert stranger.open(f"{address}/receiving").status == 403
    assert owner.open(f"{address}/receiving").status == 403
