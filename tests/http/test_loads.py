"""Loads over HTTP: packed, weighed and photographed by programs and on pages, collected, counted, papers fetched."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfReader

from tests.support.clicking import Clicker
from tests.support.client import settings_for
from tests.support.town import Program, Town, town

SSCC = "106141412345678908"


def photo() -> bytes:
    """With a place in it."""
    exif = Image.Exif()
    exif[0x010E] = "52.0907 N"
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def laptops(people: Town) -> list[str]:
    owner, model = people.program("eigenaar"), people.model("dell-latitude-7420")
    body = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "classification": "none"}
    made = (owner.made("/api/v1/devices", {**body, "serial": f"LOAD-{number}"}) for number in range(2))
    return [view["device"]["key"] for view in made]


def test_a_load_goes_from_packing_to_its_collection(sqlite_url: str, tmp_path: Path) -> None:
    """By programs, and then another one by people at the pages without JavaScript."""
    with town(settings_for(sqlite_url, tmp_path)) as people:
        first, second = laptops(people)
        _by_programs(people, first)
        _on_pages(people, second)


def _by_programs(people: Town, key: str) -> None:
    owner, ict = people.program("eigenaar"), people.program("ict")
    made = owner.made("/api/v1/consignments", {"receiver": ict.organisation})["consignment"]["id"]
    address = f"/api/v1/consignments/{made}"
    wrong = {"kind": "box", "code": SSCC[:-1] + "1"}
    assert owner.refused(f"{address}/units", wrong, status=400)["errors"][0]["path"] == "$.code"
    weights = {"gross_kg": "26.5", "tare_kg": "25"}
    unit = owner.made(f"{address}/units", {"kind": "pallet", "code": f"00{SSCC}", **weights})["consignment"]["units"][0]
    assert (unit["code"], unit["gross_kg"]) == (SSCC, "26.5")
    owner.made(f"{address}/contents", {"devices": [key], "unit": unit["id"]})
    view = owner.made(f"{address}/units/{unit['id']}/photos", content=photo())
    assert view["load"]["total"]["kilograms"] == "1.5"
    (named,) = view["consignment"]["units"][0]["photos"]
    kept = ict.get(f"{address}/photos/{named}")
    assert (kept.headers["content-type"], hashlib.sha256(kept.content).hexdigest()) == ("image/jpeg", named)
    assert b"52.0907" not in kept.content
    offered = owner.made(f"{address}/offers", {"seal": "NL 1"})["consignment"]
    manifest = ict.get(f"{address}/manifest").json()
    assert manifest["load"]["units"][0]["devices"] == [key]
    assert owner.refused(f"{address}/units", {"kind": "box", "code": "B"}, status=409)
    paper = ict.get(f"{address}/papers/packing-list", params={"language": "en"})
    assert SSCC in PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert ict.get(f"{address}/papers/waste-note").status_code == 404
    collection = {"manifest_sha256": offered["manifest_sha256"], "seal": "NL 1"}
    assert (
        ict.refused(f"{address}/collection", collection | {"manifest_sha256": "0" * 64})["rule"]
        == "manifest-as-offered"
    )
    told = ict.made(f"{address}/collection", collection)["load"]["collection"]
    assert told["seal"] == "NL 1"
    lines = [{"weee_category": 2, "ewc": "16 02 13*", "kilograms": "1.5"}]
    assert _status(ict, f"{address}/weights", {"stage": "received", "lines": lines}) == 403


def _status(who: Program, address: str, body: dict[str, Any]) -> int:
    return who.post(address, body).status_code


def _on_pages(people: Town, key: str) -> None:
    owner, ict = (Clicker(people.client).sign_in(who) for who in ("eigenaar", "ict"))
    sender, receiver = people.program("eigenaar"), people.program("ict")
    made = sender.made("/api/v1/consignments", {"receiver": receiver.organisation, "devices": [key]})["consignment"]
    address = f"/consignments/{made['id']}"
    owner.open(owner.open(address).link("Pack and weigh"))
    assert "wrong digit" in owner.fill("/packing/units", kind="box", code="106141412345678901").words
    assert "Box B-1" in owner.fill("/packing/units", kind="box", code="B-1").words
    assert "No device that you may see" in owner.fill("/packing/contents", scan="NOBODY").words
    assert "1 device, " in owner.fill("/packing/contents", scan="LOAD-1").words
    assert "Fill this in" in owner.fill("/weight", tare_kg="1").words
    assert "1.5 kg weighed" in owner.fill("/weight", gross_kg="2,5", tare_kg="1").words
    assert "no photo" in owner.fill("/photos", files={"photo": ("x.jpg", b"no photo")}).words
    assert owner.fill("/photos", files={"photo": ("x.jpg", photo())}).status == 200
    owner.open(address)
    assert "Offered" in owner.fill("/offer").words
    page = ict.open(address)
    assert "B-1" in page.words
    paper = people.client.get(page.link("Packing list (PDF)"), headers={"Cookie": _cookies(ict)})
    assert paper.headers["content-type"] == "application/pdf"
    assert "not the manifest" in ict.fill("/collection", manifest_sha256="0" * 64).words
    shown = receiver.get(f"/api/v1{address}").json()["consignment"]["manifest_sha256"]
    assert "Collected" in ict.fill("/collection", manifest_sha256=shown).words
    assert owner.open(f"{address}/packing").status == 409
    assert ict.open(f"{address}/weights").status == 200


def _cookies(who: Clicker) -> str:
    return "; ".join(f"{name}={value}" for name, value in who.cookies.items())
