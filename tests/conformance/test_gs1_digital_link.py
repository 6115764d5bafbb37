"""The verdicts of GS1's own syntax engine on 30 URIs are ours too."""

import json
from typing import Any

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.digital_link import parse
from tests.support.shared import shared_data


def _ours(uri: str) -> tuple[str, str] | None:
    try:
        link = parse(uri)
    except InvalidInput:
        return None
    return link.elements, link.canonical


def test_each_uri_gets_the_verdict_elements_and_canonical_form_of_the_engine() -> None:
    """A URI without a scheme is for the scan classifier, not for the parser."""
    vectors: list[dict[str, Any]] = json.loads(shared_data("gs1/dl_vectors.json").read_text())["uris"]
    with_scheme = [vector for vector in vectors if vector["in"].lower().startswith("http")]
    expected = {vector["in"]: (vector["ai"], vector["canonical"]) if vector["ok"] else None for vector in with_scheme}
    assert len(expected) == 29
    assert {uri: _ours(uri) for uri in expected} == expected
