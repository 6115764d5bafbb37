"""Our linksets are valid against both schemas of GS1, and use ratified link types only."""

import json

import pytest
from jsonschema import Draft7Validator

from dpp.domain.links import Links
from dpp.domain.linkset import LINK_TYPES, Level, Link, linkset, passport_links
from tests.support.shared import shared_data

LINKS = Links("https://id.example.org")


@pytest.mark.parametrize("schema", ["gs1-linkset-schema-2025-03.json", "linkset-schema-1.2-min.json"])
def test_a_linkset_of_two_levels_is_valid(schema: str) -> None:
    manual = Link("instructions", "https://a.example/nl", "text/html", ("nl", "nl-BE"), ("repair",))
    item = Level(LINKS.gs1("/01/09521234543213/21/A"), "One device", (*passport_links(LINKS, "item", "model"), manual))
    model = Level(LINKS.gs1("/01/09521234543213"), "Its model", passport_links(LINKS, "model", "model"))
    validator = Draft7Validator(json.loads(shared_data(f"gs1/{schema}").read_text()))
    assert [fault.message for fault in validator.iter_errors(linkset((item, model)))] == []
    assert [fault.message for fault in validator.iter_errors({"linkset": [{"href": 1}]})] != []


def test_every_link_type_is_ratified() -> None:
    assert set(LINK_TYPES) <= set(json.loads(shared_data("gs1/linktypes-1.16.json").read_text()))
