"""Repair guides over HTTP: written by who answers for the model, read by everybody as far as it is for them."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx2
import pytest
from PIL import Image

from schemas import catalog
from tests.support.clicking import Clicker
from tests.support.html import HTML
from tests.support.town import Program, Town, town
from web.settings import Settings

EXAMPLE: dict[str, Any] = json.loads(catalog.read_text("repair-guide", "1.0", "examples/laptop.json"))
LARGEST_PAGE = 100_000
"""Bytes without pictures."""
PICTURE_SAYS = {"en": "Eight screws", "nl": "Acht schroeven"}


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


def photo() -> bytes:
    """A small photo whose EXIF says who took it."""
    exif, written = Image.Exif(), BytesIO()
    exif[0x013B] = "Jan Jansen"
    Image.new("RGB", (40, 30), "red").save(written, "JPEG", exif=exif)
    return written.getvalue()


def put(program: Program, address: str, guide: Any, expected: str | None) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {program.key}"} | ({"If-Match": expected} if expected else {})
    return program.client.put(address, json=guide, headers=headers)


def test_a_guide_is_written_read_and_changed_by_its_versions(people: Town) -> None:
    """Who does not know the newest version changes nothing; who does not answer for the model writes nothing."""
    model, drz, repairer = people.model("dell-latitude-7420"), people.program("drz"), people.program("reparateur")
    address = f"/api/v1/models/{model}/repair-guide"
    assert people.client.get(address).json()["version"] == 0
    assert put(drz, address, EXAMPLE, None).json()["errors"][0]["path"] == "If-Match"
    assert put(repairer, address, EXAMPLE, '"0"').status_code == 403

    made = put(drz, address, EXAMPLE, '"0"')

    assert (made.status_code, made.headers["etag"]) == (200, '"1"'), made.text
    assert put(drz, address, {}, '"0"').status_code == 412
    wrong = put(drz, address, {"steps": [{"id": "a", "does": {}}]}, '"1"').json()
    assert [error["path"] for error in wrong["errors"]] == ["$.steps[0].does"]
    assert put(drz, address, {**EXAMPLE, "documents": []}, '"1"').headers["etag"] == '"2"'
    versions = drz.get(f"{address}/versions").json()["versions"]
    assert [each["version"] for each in versions] == [2, 1]
    assert drz.get(f"{address}/versions/1").json() == EXAMPLE
    assert repairer.get(f"{address}/versions").status_code == 403


def test_a_stranger_is_told_that_there_is_more_and_never_what(people: Town) -> None:
    model, drz = people.model("dell-latitude-7420"), people.program("drz")
    address = f"/api/v1/models/{model}/repair-guide"
    assert put(drz, address, EXAMPLE, '"0"').status_code == 200

    public = people.client.get(address)

    assert "lift the board out" not in public.text
    assert "service-manual" not in public.text
    assert [each["access"] for each in public.json()["withheld"]] == ["professional"]
    assert "11(b)" in public.json()["withheld"][0]["ground"]
    page = people.client.get(f"/models/{model}/repair", headers={"Accept-Language": "nl"})
    assert "Er is meer voor vakmensen" in page.text
    assert "Service manual" not in page.text
    assert len(page.content) < LARGEST_PAGE
    battery = next(part for part in public.json()["parts"] if part["part"] == "battery")
    assert (battery["depth"], battery["minutes"]) == (3, {"low": 5, "high": 11})


def test_a_picture_loses_its_metadata_and_is_for_those_who_see_its_step(people: Town) -> None:
    """Before a step shows it, it is for those who write; a step for professionals keeps it from strangers."""
    model, drz = people.model("dell-latitude-7420"), people.program("drz")
    address = f"/api/v1/models/{model}/repair-guide"
    kept = drz.made(f"{address}/files", content=photo())
    assert people.client.get(kept["address"]).status_code == 404
    assert b"Jansen" not in drz.get(kept["address"]).content

    step = {"id": "open", "does": {"en": "Open it"}, "pictures": [{"sha256": kept["sha256"], "shows": PICTURE_SAYS}]}
    assert put(drz, address, {"steps": [step]}, '"0"').status_code == 200
    shown = people.client.get(kept["address"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert put(drz, address, {"steps": [{**step, "access": "professional"}]}, '"1"').status_code == 200
    assert people.client.get(kept["address"]).status_code == 404
    unknown = {**step, "pictures": [{"sha256": "ab" * 32, "shows": PICTURE_SAYS}]}
    assert put(drz, address, {"steps": [unknown]}, '"2"').status_code == 400


def test_a_document_is_kept_as_what_it_is_and_saved_not_opened(people: Town) -> None:
    model, drz = people.model("dell-latitude-7420"), people.program("drz")
    address = f"/api/v1/models/{model}/repair-guide"
    kept = drz.made(f"{address}/files?use=document", content=b"%PDF-1.7 a manual")
    drz.refused(f"{address}/files?use=document", content=b"MZ a program", status=400)
    manual = {
        "id": "manual",
        "kind": "repair-manual",
        "title": {"en": "Manual"},
        "language": "en",
        "mediaType": kept["media_type"],
        "sha256": kept["sha256"],
    }
    wrong = put(drz, address, {"documents": [{**manual, "size": 3}]}, '"0"').json()
    assert wrong["errors"][0]["path"] == "$.documents[0].size"
    assert put(drz, address, {"documents": [manual]}, '"0"').status_code == 200
    given = people.client.get(kept["address"])
    assert (given.content, given.headers["content-disposition"]) == (b"%PDF-1.7 a manual", "attachment")


def test_a_person_writes_steps_moves_them_and_adds_a_picture(people: Town) -> None:
    """Who sends a form of an older version changes nothing, and keeps what was typed."""
    model = people.model("dell-latitude-7420")
    at = f"/models/{model}/repair-guide"
    writer = Clicker(people.client).sign_in("drz")
    writer.open(f"/models/{model}/repair")
    writer.click("Change this guide")
    writer.click("Add a step")
    wrong = writer.fill("/steps/new", low="9", high="1")
    assert wrong.status == 400
    assert "Say what to do" in wrong.words
    late = wrong.form("/steps/new")
    writer.fill(
        "/steps/new",
        does__nl="Draai de schroeven los.",
        does__en="Loosen the screws.",
        frees__0="back-cover",
        high="12",
    )
    writer.click("Add a step")
    writer.fill("/steps/new", does__en="Lift the battery out.", frees__0="battery")
    assert "2 steps deep" in writer.page.words

    overtaken = writer.send(late, does__en="Something else")
    assert overtaken.status == 412
    assert overtaken.form("/steps/new").filled()["does-en"].strip() == "Something else"

    writer.open(f"{at}/steps/step-1")
    page = writer.fill("/pictures", files={"picture": ("a.jpg", photo())}, shows__en="Eight screws")
    assert page.form("/steps/step-1").find("access") is not None
    writer.open(at)
    moved = writer.press("/steps/step-1/move", "to")
    assert moved.status == 422
    visitor = Clicker(people.client)
    visitor.open(f"/models/{model}/repair")
    steps = visitor.click("Replace: battery")
    assert steps.words.index("Loosen the screws.") < steps.words.index("Lift the battery out.")
    picture = next(each.get("src", "") for each in steps.main.iter(f"{HTML}img"))
    assert people.client.get(picture).headers["content-type"] == "image/jpeg"
    assert visitor.open(at).status == 401
    assert visitor.open(f"/models/{model}/repair/parts/fan").status == 404
