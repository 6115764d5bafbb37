"""Imports over HTTP, as a program uses them: hand in, follow, read the report, keep a map."""

import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import Workbook

from tests.support.client import settings_for
from tests.support.town import Program, Town, town

GTIN = "09520000074203"
MODEL = {
    "productGroup": "laptop",
    "brand": "Dell",
    "modelName": "Latitude 7420",
    "gtin": GTIN,
    "demonstrationNumber": True,
}
LIST = (
    "Serienummer;Merk;Type;Locatie;Eigenaar\nSN1;Dell;Latitude 7420;Store 2;{owner}\nSN2;HP;Onbekend;Store 2;{owner}\n"
)
COLUMNS = {
    "kind": "device",
    "columns": [
        {"heading": "Serienummer", "field": "serialNumber"},
        {"heading": "Merk", "field": "brand"},
        {"heading": "Type", "field": "modelName"},
        {"heading": "Locatie", "field": "place"},
        {"heading": "Eigenaar", "field": "owner"},
    ],
}


@pytest.fixture
def place(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(settings_for(database_url, tmp_path_factory.mktemp("data"))) as running:
        running.program("drz").made("/api/v1/models", MODEL)
        yield running


def submitted(program: Program, content: bytes, **query: Any) -> str:
    response = program.post("/api/v1/imports", content=content, params=query)
    assert response.status_code == 202, response.text
    location: str = response.headers["location"]
    assert location == f"/api/v1/imports/{response.json()['id']}"
    return location


def over(program: Program, location: str) -> Any:
    """The import when it is over; the service works on it by itself."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        run = program.get(location).json()
        if run["state"] in {"finished", "failed"}:
            return run
        time.sleep(0.05)
    raise AssertionError(f"{location} is not over: {run}")


def items(*serials: str) -> bytes:
    return b"".join(json.dumps({"gtin": GTIN, "serialNumber": serial}).encode() + b"\n" for serial in serials)


def test_a_file_is_tried_confirmed_and_reported_by_row(place: Town) -> None:
    drz = place.program("drz")
    location = submitted(drz, items("A1", "A2") + b"{}\n", kind="item", name="week 21.ndjson")
    tried = over(drz, location)
    assert (tried["dry_run"], tried["format"], tried["name"]) == (True, "ndjson", "week 21.ndjson")
    assert tried["totals"] == {"created": 2, "revised": 0, "unchanged": 0, "refused": 1}
    response = drz.post(f"{location}/confirmations")
    assert response.status_code == 202
    done = over(drz, response.headers["location"])
    assert (done["dry_run"], done["totals"], done["checked_by"]) == (False, tried["totals"], tried["id"])
    rows = drz.get(f"{response.headers['location']}/rows", params={"outcome": "refused"}).json()["rows"]
    assert [(row["line"], row["problems"][0]["path"]) for row in rows] == [(3, "$.model")]
    created = drz.get(f"{response.headers['location']}/rows", params={"limit": 1}).json()
    assert created["next_after"] == 1
    assert place.client.get(f"/passports/{created['rows'][0]['subject']}?format=json").json()["brand"] == "Dell"


def test_a_device_list_comes_in_by_a_saved_map(place: Town) -> None:
    drz = place.program("drz")
    assert drz.get("/api/v1/column-maps/Lijst").status_code == 404
    saved = place.client.put("/api/v1/column-maps/Lijst", json=COLUMNS, headers={"Authorization": f"Bearer {drz.key}"})
    assert (saved.status_code, saved.json()["version"]) == (200, 1)
    content = LIST.format(owner=drz.organisation).encode("cp1252")
    run = over(drz, submitted(drz, content, kind="device", columnMap="Lijst", dryRun="false"))
    assert run["totals"] == {"created": 1, "revised": 0, "unchanged": 0, "refused": 1}
    assert run["column_map_version"] == {"name": "Lijst", "version": 1}
    (line,) = drz.get("/api/v1/devices", params={"text": "SN1"}).json()["devices"]
    assert (line["serial"], line["place"]) == ("SN1", "Store 2")


def test_a_spreadsheet_comes_in_as_it_is(place: Town) -> None:
    drz = place.program("drz")
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Merk", "Modelnaam", "Soort product", "Gewicht"])
    sheet.append(["HP", "EliteBook 840", "Laptop", 1.36])
    book.save(file)
    run = over(drz, submitted(drz, file.getvalue(), kind="model"))
    assert (run["format"], run["totals"]["created"]) == ("xlsx", 1)
    assert [column["field"] for column in run["column_map"]["columns"]] == [
        "brand",
        "modelName",
        "productGroup",
        "mass",
    ]


@pytest.mark.parametrize(
    ("content", "query", "path"),
    [
        (b"{}", {"kind": "bicycle"}, "kind"),
        (b"", {"kind": "item"}, None),
        (b"a;b\n1;2\n", {"kind": "model", "dryRun": "false"}, None),
        (b"a;b\n1;2\n", {"kind": "model", "format": "docx"}, "query.format"),
        (b"a;b\n1;2\n", {"kind": "model", "format": "register"}, None),
        (b"PK\x03\x04nothing", {"kind": "model"}, None),
    ],
)
def test_what_is_wrong_with_a_file_as_a_whole_is_told_at_once(
    place: Town, content: bytes, query: dict[str, str], path: str | None
) -> None:
    problem = place.program("drz").refused("/api/v1/imports", status=400, content=content, params=query)
    assert problem["detail"]
    assert path is None or problem["errors"][0]["path"] == path


def test_a_map_that_does_not_fit_is_refused_with_the_paths(place: Town) -> None:
    drz = place.program("drz")
    wrong = COLUMNS | {"columns": [{"heading": "Kleur", "field": "colour"}]}
    response = place.client.put("/api/v1/column-maps/x", json=wrong, headers={"Authorization": f"Bearer {drz.key}"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["path"] == "$.columns[0].field"


def test_visitors_and_those_who_may_not_import_are_refused(place: Town) -> None:
    assert place.client.post("/api/v1/imports?kind=item", content=items("A1")).status_code == 401
    assert place.client.get("/api/v1/imports").status_code == 401
    place.program("drz").refused("/api/v1/imports", status=400, content=b"x", params={"kind": "x"})
