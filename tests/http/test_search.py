"""The search box over the wire, on both engines: what it finds, for whom, and where an exact code leads."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.html import text_of
from tests.support.laptop import Laptop
from tests.support.town import Program, Town, town
from web.settings import Settings

SERIAL, MISTAKEN = "DEMO7420A1", "DEMO7240A1"


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


def _found(who: Program, typed: str, kinds: str = "") -> dict[str, list[dict[str, Any]]]:
    answer = who.get("/api/v1/search", params={"q": typed, "kinds": kinds}).json()
    return {group["kind"]: group["hits"] for group in answer["groups"]}


def test_what_somebody_may_see_is_found_and_nothing_else(people: Town) -> None:
    laptop = Laptop(people, SERIAL)
    laptop.register()
    key, label = laptop.view["device"]["key"], laptop.view["labels"][0]

    [hit] = _found(laptop.owner, MISTAKEN)["device"]
    assert (hit["id"], hit["what"], hit["text"], hit["how"], hit["mistakes"]) == (key, "serial", SERIAL, "similar", 1)
    assert hit["label"] == "Dell Latitude 7420"
    assert [each["text"] for each in _found(laptop.drz, "demo-0001")["device"]] == ["DEMO-000123"]
    assert _found(people.program("ict"), MISTAKEN) == {}, "who has nothing to do with it finds nothing"
    laptop.surplus()
    laptop.scan()
    assert _found(people.program("ict"), MISTAKEN)["device"][0]["id"] == key, "whoever has it now finds it"

    visitor = people.client.get("/api/v1/search", params={"q": SERIAL}).json()
    assert visitor["groups"] == []
    models = people.client.get("/api/v1/search", params={"q": "lattitude 7420"}).json()["groups"]
    assert [(group["kind"], len(group["hits"])) for group in models] == [("model", 1)]
    assert {*_found(laptop.drz, "dell latitude", kinds="model,organisation")} == {"model"}
    refused = laptop.drz.get("/api/v1/search", params={"q": "dell", "kinds": "devices"})
    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")

    exact = laptop.owner.get("/search", params={"q": SERIAL.lower()})
    assert (exact.status_code, exact.headers["location"]) == (303, f"/devices/{key}")
    scanned = people.client.get("/search", params={"q": label.upper()})
    assert scanned.headers["location"].startswith("/passports/"), "a label leads a stranger to the passport"
    page = laptop.owner.get("/search", params={"q": MISTAKEN})
    said = text_of(page.extensions["page"])
    assert page.status_code == 200
    assert SERIAL in said
    first_page = laptop.owner.get("/find", params={"q": f" {MISTAKEN} "})
    assert (first_page.status_code, first_page.headers["location"]) == (303, f"/search?q={MISTAKEN}")
    assert laptop.owner.get("/search", params={"q": SERIAL, "kind": "device"}).status_code == 200
    nothing = people.client.get("/search", params={"q": MISTAKEN})
    assert nothing.status_code == 404
    assert SERIAL not in nothing.text
    assert people.client.get("/search", params={"q": "x" * 101}).status_code == 400
