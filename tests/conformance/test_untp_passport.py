"""Our schema of a UNTP 0.7 passport judges as UNTP's own does, and what we export holds for both."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import Granularity
from dpp.domain.document import HEADER_MEMBERS, EffectiveDocument, Header, Layer, effective
from dpp.domain.exchange.untp import untp_passport
from dpp.domain.links import Links
from schemas import catalog
from tests.support.shared import shared_data

OURS = Draft202012Validator(json.loads(catalog.read_text("untp-passport", "0.7", "schema.json")))
LINKS = Links("https://id.example.org")
EXAMPLES = [
    (version, path)
    for version in catalog.versions("passport")
    for path in catalog.paths("passport", version)
    if path.startswith("examples/")
]
WRONG: tuple[Any, ...] = (None, -1, 0.5, True, "text", [], ["text"], {"odd": 1})


@cache
def theirs() -> Draft202012Validator:
    return Draft202012Validator(json.loads(shared_data("untp/DigitalProductPassport.json").read_text("utf-8")))


def sample() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        shared_data("untp/samples/DigitalProductPassport_instance.json").read_text("utf-8")
    )
    return content


def rich() -> dict[str, Any]:
    """A credential that uses every part of the schema which the sample leaves out."""
    country = {"countryCode": "NL", "countryName": "Netherlands"}
    image = {"name": "Label", "imageData": "AA==", "mediaType": "image/png", "description": "A label"}
    link = {"linkURL": "https://a.example/", "linkName": "A", "digestMultibase": "z1", "mediaType": "text/html"}
    measure = {"value": 1, "unit": "KGM", "upperTolerance": 0.1, "lowerTolerance": 0.1}
    kind = {"code": "1", "name": "A", "schemeId": "https://a.example/", "schemeName": "S", "definition": "D"}
    material = {
        "name": "Tin",
        "originCountry": country,
        "materialType": kind,
        "massFraction": 1,
        "recycledMassFraction": 0,
        "symbol": image,
        "materialSafetyInformation": link,
    }
    claim = {
        "id": "https://a.example/c",
        "name": "C",
        "referenceCriteria": [],
        "referenceRegulation": [{"type": ["Regulation"], "id": "https://a.example/r", "name": "R"}],
        "referenceStandard": [{"type": ["Standard"], "id": "https://a.example/s", "name": "S"}],
        "claimDate": "2026-01-01",
        "applicablePeriod": {"startDate": "2026-01-01", "endDate": "2026-12-31", "periodInformation": "year"},
        "claimedPerformance": [{"score": {"code": "A", "rank": 1, "definition": "best"}}],
        "evidence": [link],
        "conformityTopic": [],
    }
    address = {
        "streetAddress": "S",
        "postalCode": "1",
        "addressLocality": "L",
        "addressRegion": "R",
        "addressCountry": country,
    }
    party = {
        "id": "https://a.example/p",
        "name": "P",
        "description": "D",
        "partyAddress": address,
        "organisationWebsite": "https://a.example/",
        "industryCategory": [kind],
        "partyAlsoKnownAs": [{"type": ["Party"], "id": "https://a.example/k", "name": "K", "registeredId": "1"}],
    }
    content = sample()
    content["credentialStatus"] = {
        "type": "BitstringStatusListEntry",
        "id": "https://a.example/status#1",
        "statusPurpose": "revocation",
        "statusListIndex": 1,
        "statusListCredential": "https://a.example/status",
    }
    content["renderMethod"] = [
        {"type": ["RenderTemplate2024"], "name": "N", "mediaQuery": "q", "template": "t", "url": "https://a.example/"}
    ]
    content["issuingSoftware"] = {
        "id": "https://a.example/",
        "name": "N",
        "version": "1",
        "vendor": {"id": "https://a.example/", "name": "V"},
    }
    content["credentialSubject"] |= {
        "itemNumber": "1",
        "expiryDate": "2030-01-01",
        "productImage": link,
        "characteristics": {"any": 1},
        "productLabel": [image],
        "relatedParty": [{"role": "importer", "party": party}],
        "dimensions": dict.fromkeys(("weight", "length", "width", "height", "volume"), measure),
        "materialProvenance": [material],
        "packaging": {
            "description": "Box",
            "dimensions": {"weight": measure},
            "materialUsed": [material],
            "packageLabel": [image],
            "performanceClaim": [claim],
        },
        "performanceClaim": [claim],
    }
    return content


def places(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield (*steps, step)
        yield from places(inner, (*steps, step))


def mutations(content: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each member left out, replaced by what is wrong there, and beside one that nobody knows."""
    for steps in places(content):
        for wrong in WRONG:
            changed = copy.deepcopy(content)
            inside(changed, steps)[steps[-1]] = wrong
            yield f"{steps} = {wrong!r}", changed
        changed = copy.deepcopy(content)
        del inside(changed, steps)[steps[-1]]
        yield f"without {steps}", changed
        changed = copy.deepcopy(content)
        if isinstance(node := inside(changed, (*steps, "")), dict):
            node["unheardOf"] = 1
            yield f"more in {steps}", changed


def inside(value: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps[:-1]:
        value = value[step]
    return value


def test_our_schema_holds_for_the_sample() -> None:
    assert theirs().is_valid(sample())
    assert OURS.is_valid(sample())


def test_our_schema_judges_every_mutation_as_theirs_does() -> None:
    """Nearly three thousand of them, so judged by the quick validator that the service uses too."""
    content = rich()
    their_schema, our_schema = (
        jsonschema_rs.Draft202012Validator(json.dumps(each.schema)) for each in (theirs(), OURS)
    )
    assert theirs().is_valid(content)
    assert OURS.is_valid(content)
    verdicts = [
        (what, their_schema.is_valid(changed), our_schema.is_valid(changed)) for what, changed in mutations(content)
    ]
    assert [verdict for verdict in verdicts if verdict[1] != verdict[2]] == []
    assert {verdict[1] for verdict in verdicts} == {True, False}


def document(version: str, path: str) -> EffectiveDocument:
    content = json.loads(catalog.read_text("passport", version, path))
    elements = {name: value for name, value in content.items() if name not in {*HEADER_MEMBERS, "@context", "history"}}
    header = Header(
        content["digitalProductPassportId"],
        content["uniqueProductIdentifier"],
        Granularity(content["granularity"]),
        content["economicOperatorId"],
    )
    return effective(header, Layer("1", 1, elements, datetime(2026, 11, 20, 10, tzinfo=UTC)))


@pytest.mark.parametrize(("version", "path"), EXAMPLES)
def test_every_example_as_a_credential_holds_for_both_schemas(version: str, path: str) -> None:
    credential = untp_passport(document(version, path), load_catalogue(version), LINKS)
    assert [fault.message for fault in OURS.iter_errors(credential)] == []
    assert [fault.message for fault in theirs().iter_errors(credential)] == []
