"""The verdicts of GS1's own syntax engine on 30 URIs and 9 scans are ours too."""

import json
from typing import Any

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.digital_link import parse
from dpp.domain.scanning import classify
from tests.support.shared import shared_data


def _ours(uri: str) -> tuple[str, str] | None:
    try:
        link = parse(uri)
    except InvalidInput:
        return None
    return link.elements, link.canonical


def test_each_uri_gets_the_verdict_elements_and_canonical_form_of_the_engine() -> None:
    """A URI without a scheme is for the scan classifier (below), not for the parser."""
    vectors: list[dict[str, Any]] = json.loads(shared_data("gs1/dl_vectors.json").read_text())["uris"]
    with_scheme = [vector for vector in vectors if vector["in"].lower().startswith("http")]
    expected = {vector["in"]: (vector["ai"], vector["canonical"]) if vector["ok"] else None for vector in with_scheme}
    assert len(expected) == 29
    assert {uri: _ours(uri) for uri in expected} == expected


def _paths(raw: str) -> list[str]:
    candidates = classify(raw, own_hosts=frozenset()).candidates
    return [candidate.value for candidate in candidates if candidate.kind == "gs1"]


def test_a_uri_without_a_scheme_is_read_by_the_classifier() -> None:
    """The engine takes it for plain data; a person who copied it from a label means the address."""
    vectors: list[dict[str, Any]] = json.loads(shared_data("gs1/dl_vectors.json").read_text())["uris"]
    bare = [vector["in"] for vector in vectors if not vector["in"].lower().startswith("http")]
    assert {uri: _paths(uri) for uri in bare} == {"id.dpp.nl/01/08712345678906": ["/01/08712345678906"]}


def test_each_scan_with_gs1_data_names_what_the_engine_reads_in_it() -> None:
    vectors: list[dict[str, Any]] = json.loads(shared_data("gs1/dl_vectors.json").read_text())["scans"]
    assert len(vectors) == 9
    for vector in vectors:
        assert bool(_paths(vector["in"])) is bool(vector.get("ai")), vector["in"]
        for path in _paths(vector["in"]):
            assert vector["ai"].startswith(parse(f"https://id.example.org{path}").elements)
