"""Monitoring over HTTP: an adviser sees no small count and no device; files say what the page says."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.clicking import Clicker
from tests.support.town import Town, town_in

MONITORING = "/api/v1/monitoring"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Two laptops became surplus, and one of them was taken in."""
    with town_in(tmp_path_factory.mktemp("monitoring")) as opened:
        model = opened.model("dell-latitude-7420")
        owner, ict = opened.program("eigenaar"), opened.program("ict")
        for number in range(2):
            new = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "classification": "none"}
            made = owner.made("/api/v1/devices", new | {"serial": f"MONITOR{number}"})
            surplus = {"kind": "declared_surplus", "decision": "OS-1", "decided_on": "2026-01-05"}
            surplus |= {"authority": owner.organisation, "intake_by": ict.organisation}
            owner.made(f"/api/v1/devices/{made['device']['key']}/events", {"events": [{"happening": surplus}]})
        ict.made("/api/v1/scans", {"raw": "MONITOR0", "place": "Innamelijn 1"})
        yield opened


def tables(report: dict[str, Any]) -> dict[str, Any]:
    return {table["name"]: table for table in report["report"]["tables"]}


def test_drz_sees_the_figures_the_plot_and_the_devices_behind_them(people: Town) -> None:
    told = tables(people.program("drz").get(MONITORING).json())
    assert sum(line["values"][0] for line in told["stock"]["lines"]) == 2
    [received] = told["steps"]["lines"]
    assert (received["key"], received["values"][0]) == (["received"], 1)
    person = Clicker(people.client).sign_in("drz")
    page = person.open("/monitoring")
    plots = [each for each in page.root.iter() if "kp-plot" in (each.get("class") or "").split()]
    assert plots
    assert all({"title", "desc"} <= {part.tag.split("}")[1] for part in plot} for plot in plots)
    assert not [each for each in page.root.iter() if each.get("style")]
    [link] = [link for link in page.links() if "step=received" in link]
    assert "MONITOR0" in person.open(link).words


def test_each_topic_has_its_page_and_each_figure_its_download(people: Town) -> None:
    """The links of the overview lead to the topics; a figure alone is the same as in the file of all."""
    person = Clicker(people.client).sign_in("drz")
    below = [link for link in person.open("/monitoring").links() if link.startswith("/monitoring/")]
    topics = [link for link in below if "devices" not in link]
    assert len(topics) == 5
    filled = {topic for topic in topics if any("figure=" in link for link in person.open(topic).links())}
    assert {topic.partition("?")[0].rpartition("/")[2] for topic in filled} == {"flow", "stock", "time", "impact"}
    drz = people.program("drz")
    rows = drz.get(f"{MONITORING}.csv").content.decode("utf-8-sig").splitlines()
    alone = drz.get(f"{MONITORING}.csv", params={"figure": "stock"})
    assert alone.headers["content-disposition"].endswith('"monitoring-stock.csv"')
    assert alone.content.decode("utf-8-sig").splitlines()[1:] == [row for row in rows if row.startswith("stock,")]
    assert drz.get(f"{MONITORING}.csv", params={"figure": "nothing"}).status_code == 404


def test_a_count_leads_to_a_worklist_only_for_who_has_it(people: Town) -> None:
    """Both laptops wait for an erasure, which is no work of their owner."""
    found = {
        who: set(Clicker(people.client).sign_in(who).open("/monitoring/stock").links()) for who in ("drz", "eigenaar")
    }
    assert "/worklists/wipe" in found["drz"]
    assert not [link for link in found["eigenaar"] if link in {"/worklists/wipe", "/worklists/verification"}]


def test_files_are_equal_to_the_figures(people: Town) -> None:
    drz = people.program("drz")
    told = tables(drz.get(MONITORING).json())
    rows = list(csv.DictReader(StringIO(drz.get(f"{MONITORING}.csv").content.decode("utf-8-sig"))))
    stock = [float(row["value"]) for row in rows if row["figure"] == "stock" and row["line"] != "total"]
    assert stock == [line["values"][0] for line in told["stock"]["lines"]]
    assert {row["figure"] for row in rows} == set(told)
    assert all(row["definition"] and row["first"] for row in rows)
    sheet = load_workbook(BytesIO(drz.get(f"{MONITORING}.xlsx").content)).worksheets[0]
    same = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [row[:4] for row in same[1:]] == [list(row.values())[:4] for row in rows]
    assert [row[4] for row in same[1:]] == [float(row["value"]) if row["value"] else "" for row in rows]


def test_an_adviser_sees_no_small_count_and_no_device(people: Town) -> None:
    adviser = people.program("beleid")
    answer = adviser.get(MONITORING)
    told = tables(answer.json())
    assert told["stock"]["withheld"]
    assert all(line["values"] == [None] for line in told["blocked"]["lines"])
    assert "MONITOR" not in answer.text
    whole = {"step": "received", "first": "2026-01-01", "last": "2026-12-31"}
    assert adviser.get(f"{MONITORING}/devices", params=whole).status_code == 403
    assert adviser.get(MONITORING, params={"first": "2026-01-01", "last": "2026-06-30"}).status_code == 400


def test_others_see_none_and_an_owner_its_own(people: Town) -> None:
    for who, status in (("beheer", 403), ("ict", 403), ("auditor", 200)):
        assert people.program(who).get(MONITORING).status_code == status
    own = tables(people.program("eigenaar").get(MONITORING).json())
    assert own["stock"]["total"] == [2]
    assert "donation" not in own
