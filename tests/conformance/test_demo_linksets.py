"""The linkset of every passport of the demonstration is valid against both versions of GS1's schema."""

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from dpp.domain.actor import VISITOR
from dpp.domain.opaque import PassportId
from tests.support import templates
from tests.support.client import settings_for
from tests.support.shared import shared_data
from tests.support.town import town
from web.bootstrap import Parts
from web.demo.life import live
from web.demo.stage import Stage

GS1 = "https://ref.gs1.org/voc/"
SCHEMAS = ("gs1-linkset-schema-2025-03.json", "linkset-schema-1.2-min.json")


@pytest.fixture(scope="module")
def linksets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The public linkset of every passport, by its id, after the devices of the demonstration have lived."""
    folder = tmp_path_factory.mktemp("demonstration")
    path = folder / "kringpas.sqlite"
    path.write_bytes(templates.sqlite_template().read_bytes())
    settings = settings_for(f"sqlite:///{path}", folder)
    with town(settings) as opened, Parts.opened(settings) as parts:
        live(Stage(parts.passports, parts.use, opened.actors, parts.clock().date()), lambda _what, _count: None)
        with parts.database.reading() as session:
            ids = [row[0] for row in session.connection().exec_driver_sql("SELECT passport_id FROM passport")]
        names = {each: parts.passports.read(VISITOR, PassportId(each)).document.values() for each in ids}
        found = {each: opened.client.get(f"/passports/{each}?linkType=linkset").json()["linkset"] for each in ids}
    assert all(
        f"{names[each]['brand']} {names[each]['modelName']}" in found[each][0]["itemDescription"] for each in ids
    )
    return found


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_one_is_valid(linksets: dict[str, Any], schema: str) -> None:
    validator = Draft7Validator(json.loads(shared_data(f"gs1/{schema}").read_text()))
    for levels in linksets.values():
        assert [str(fault) for fault in validator.iter_errors({"linkset": levels})] == []


def test_every_level_has_one_default_link_and_one_passport_which_are_the_same(linksets: dict[str, Any]) -> None:
    for passport, levels in linksets.items():
        assert levels[0]["anchor"] == f"http://testserver/passports/{passport}"
        for level in levels:
            (default,), (own,) = level[f"{GS1}defaultLink"], level[f"{GS1}dpp"]
            assert default == {"href": own["href"], "title": "Default link"}


def test_the_demonstration_shows_what_links_can_tell(linksets: dict[str, Any]) -> None:
    """Models with repair pages and an entry in EPREL, devices with a life and a page for their finder."""
    told = {key.removeprefix(GS1) for levels in linksets.values() for key in levels[0]}
    assert {"serviceInfo", "sustainabilityInfo", "traceability", "reportFound"} <= told
    items = [levels for levels in linksets.values() if len(levels) > 1]
    assert len(items) > 10
    assert len(linksets) - len(items) > 15
