"""Maps of erasure reports over HTTP, on both engines: saved, tried on a file, and a report taken in by one."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.domain.evidence.erasure_map import write_map
from tests.support.erasure_report_samples import XML_MAP, xml_report
from tests.support.town import Town, town
from web.settings import Settings

MAPS = "/api/v1/erasure-maps"
NAME = "ExampleWipe XML"


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


def test_a_map_is_saved_tried_and_used(people: Town) -> None:
    provider, owner = people.program("ict"), people.program("eigenaar")
    json_map = write_map(XML_MAP)
    saved = provider.made(MAPS, {"name": NAME, "map": json_map})
    assert (saved["name"], saved["version"], saved["map"]) == (NAME, 1, json_map)
    assert [each["name"] for each in provider.get(MAPS).json()["maps"]] == [NAME]
    assert provider.get(f"{MAPS}/{NAME}").json()["map"] == json_map

    trial = provider.made(f"{MAPS}/trials", {"map": json_map, "file": base64.b64encode(xml_report()).decode()})
    first, second, third = trial["records"]
    assert (first["erasure"]["medium_serial"], first["erasure"]["succeeded"]) == ("DEMOSSD0001", True)
    assert (second["erasure"]["succeeded"], third["erasure"]) == (False, None)
    assert third["problems"][0]["path"] == "$.erasure-report.records[2].result"

    report = provider.made(f"{MAPS}/{NAME}/reports", content=xml_report())
    assert len(report["disks"]) == 2

    wrong: dict[str, Any] = {**json_map, "success": []}
    problem = provider.refused(MAPS, {"name": NAME, "map": wrong}, status=400)
    assert "$.success" in str(problem)
    provider.refused(f"{MAPS}/trials", {"map": json_map, "file": "no base64!"}, status=400)
    provider.refused(f"{MAPS}/trials", {"map": json_map, "file": base64.b64encode(b"<report>").decode()}, status=400)
    owner.refused(MAPS, {"name": NAME, "map": json_map}, status=403)
    provider.refused(f"{MAPS}/none/reports", status=404, content=xml_report())
