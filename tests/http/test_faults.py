"""What breaks, over HTTP: figures for everybody, files for administrators, our own repairs out as open data."""

import csv
import json
from collections.abc import Iterator
from io import StringIO

import pytest

from lifecycle.domain.faults.export import EXTENSION_FIELDS
from lifecycle.domain.faults.open_data import FIELDS
from schemas import catalog
from tests.support import table_schema
from tests.support.clicking import Clicker
from tests.support.fault_samples import csv_of, row
from tests.support.laptop import GRADES
from tests.support.shared import shared_data
from tests.support.town import Town, settings_in, town
from web.bootstrap import Parts
from web.settings import Settings

EXPORT = "/api/v1/repairs/open-repair-data"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Settings]]:
    settings = settings_in(tmp_path_factory.mktemp("faults"))
    with town(settings) as opened:
        yield opened, settings


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_an_administrator_hands_a_file_in_and_everybody_sees_what_it_says(people: tuple[Town, Settings]) -> None:
    """Its name, its licence and its refused rows; who is no administrator hands nothing in."""
    opened, settings = people
    content = csv_of(*(row(id=f"s-{number}") for number in range(12)), row(id="s-99", country="NL"))
    person = Clicker(opened.client).sign_in("beheer")
    assert "No files yet" in person.open("/faults/files").words
    refused = person.fill("/faults/files", {"file": ("repairs.csv", content)})
    assert (refused.status, "does not say of which month" in refused.words) == (400, True)
    person.fill("/faults/files", {"file": ("repairs.csv", content)}, dated="2025-07-31")
    with Parts.opened(settings) as parts:
        while not parts.fault_loading.worker.loads(opened.actors["beheer"])[0].is_over:
            parts.fault_loading.run_pending()
    assert "12 new" in person.open("/faults/files").words
    assert "country" in person.open("/faults/files/1").words
    assert opened.program("drz").get("/faults/files").status_code == 403

    page = Clicker(opened.client).open("/faults?kind=laptop&brand=HP")
    assert all(word in page.words for word in ("Battery", "100%", "CC BY-SA 4.0", "repairs.csv"))
    plots = [each for each in page.root.iter() if "kp-plot" in (each.get("class") or "").split()]
    assert plots
    assert all({"title", "desc"} <= {part.tag.split("}")[1] for part in plot} for plot in plots)
    told = opened.client.get("/api/v1/faults?kind=laptop&brand=HP").json()
    assert (told["others"]["repairs"], told["own"]["repairs"]) == (12, 0)
    lines = list(csv.reader(StringIO(opened.client.get("/api/v1/faults.csv?kind=laptop").text)))
    assert ["open-repair-data", "fault", "battery", "12", "12", "1.0000"] in [line[:6] for line in lines]
    assert opened.client.get("/api/v1/faults?brand=Nobody").status_code == 400
    assert Clicker(opened.client).open("/faults?brand=Nobody").status == 200


def test_our_own_repair_is_in_figures_in_the_export_and_in_epcis(people: tuple[Town, Settings]) -> None:
    """Both files keep their published schemas; what a person typed is in none of them."""
    opened, _ = people
    model = opened.model("dell-latitude-7420")
    owner, ict, drz = opened.program("eigenaar"), opened.program("ict"), opened.program("drz")
    new = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "classification": "none"}
    key = owner.made("/api/v1/devices", new | {"serial": "FAULT0001"})["device"]["key"]
    surplus = {"kind": "declared_surplus", "decision": "OS-1", "decided_on": "2026-01-05"}
    surplus |= {"authority": owner.organisation, "intake_by": ict.organisation}
    owner.made(f"/api/v1/devices/{key}/events", {"events": [{"happening": surplus}]})
    ict.made("/api/v1/scans", {"raw": "FAULT0001", "place": "Innamelijn 1"})
    repaired = {"kind": "repaired", "parts": ["battery"], "cost_eur": "38.50", "minutes": 25}
    repaired["remark"] = "Piet belde 06-12345678"
    ict.made(f"/api/v1/devices/{key}/events", {"events": [{"happening": GRADES}, {"happening": repaired}]})

    assert opened.client.get(f"/api/v1/faults?model={model}").json()["own"]["repairs"] == 1
    page = Clicker(opened.client).open(f"/models/{model}/repair")
    assert "Our own repairs of this model: 1" in page.words
    assert "1 of 1" in page.words
    assert ict.get(EXPORT).status_code == 403
    written, beside = drz.get(EXPORT).text, drz.get(f"{EXPORT}/extension").text
    [told] = rows(written)
    [more] = rows(beside)
    assert (told["brand"], told["repair_status"], told["problem"]) == ("Dell", "Fixed", "battery")
    assert (more["id"], more["model_passport_id"], more["cost_eur"]) == (told["id"], model, "38.50")
    assert not {"Piet", "FAULT0001", key} & set(f"{written},{beside}".replace(" ", ",").split(","))
    own = json.loads(catalog.read_text("repair-data", "1.0", "schema.json"))["schema"]
    assert table_schema.faults(own, EXTENSION_FIELDS, [more]) == []
    found = ict.get("/epcis/events", params={"EQ_bizStep": "repairing"}).text
    assert "repaired" in found
    package = json.loads(shared_data("ords/ords_v0.3_tableschema.json").read_text(encoding="utf-8"))
    assert table_schema.faults(package["resources"][0]["schema"], FIELDS, [told]) == []
