"""The shapes hold on every example, and find what is wrong: asked of a SHACL processor that others wrote."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pyshacl
import pytest
from rdflib import SH, Graph

from dpp.adapters.jsonld import to_nquads
from schemas import catalog

VERSIONS = catalog.versions("passport")
EXAMPLES = [
    (version, path)
    for version in VERSIONS
    for path in catalog.paths("passport", version)
    if path.startswith("examples/")
]


@cache
def shapes(version: str) -> Graph:
    return Graph().parse(data=catalog.read_text("passport", version, "shapes.ttl"), format="turtle")


def faults(version: str, path: str, change: Mapping[str, object] | None = None) -> set[tuple[str, str]]:
    """What the processor reports for an example with a change: the shape that is broken, and by which rule."""
    document: dict[str, Any] = json.loads(catalog.read_text("passport", version, path)) | dict(change or {})
    graph = Graph().parse(data=to_nquads(document), format="nt")
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes(version))
    assert isinstance(report, Graph)
    found = {
        (str(report.value(result, SH.sourceShape)), str(report.value(result, SH.sourceConstraintComponent)))
        for result in report.subjects(SH.resultSeverity)
    }
    assert conforms is (not found)
    return {
        (shape.partition("#")[2], rule.partition("#")[2].removesuffix("ConstraintComponent")) for shape, rule in found
    }


@pytest.mark.parametrize(("version", "path"), EXAMPLES)
def test_the_shapes_hold_on_every_example(version: str, path: str) -> None:
    assert faults(version, path) == set()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"functionalGrade": "F9"}, ("functionalGrade", "In")),
        ({"batteryHealth": "87"}, ("figure.value", "MinCount")),
        (
            {"batteryHealth": {"id": "#batteryHealth", "value": 5, "low": 7, "high": 9}},
            ("figure.low", "LessThanOrEquals"),
        ),
        ({"batteryHealth": {"id": "#batteryHealth", "value": 5}}, ("figure.source", "MinCount")),
        ({"productionMonth": ["2021-03", "2021-04"]}, ("productionMonth", "MaxCount")),
        ({"gtin": "12"}, ("gtin", "Pattern")),
        ({"replacedParts": [{"id": "#replacedParts.0", "part": "battery"}]}, ("replacedParts.month", "MinCount")),
        ({"uniqueProductIdentifier": []}, ("header.uniqueProductIdentifier", "MinCount")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_the_shapes_find_what_is_wrong(version: str, change: Mapping[str, object], fault: tuple[str, str]) -> None:
    """Shapes that find nothing would hold on anything."""
    found = faults(version, "examples/item-laptop.json", change)
    assert any(shape.endswith(fault[0]) and rule == fault[1] for shape, rule in found), found


def test_the_shapes_find_what_is_wrong_inside_a_collection_of_the_new_version() -> None:
    change = {"chargingPower": {"id": "#chargingPower", "leastPower": {"id": "#chargingPower.leastPower", "value": 5}}}
    found = faults("1.1", "examples/model-laptop.json", change)
    expected = {("chargingPower.mostPower", "MinCount"), ("figure.unit", "MinCount"), ("figure.source", "MinCount")}
    assert expected <= found
