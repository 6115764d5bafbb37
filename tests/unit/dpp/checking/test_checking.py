"""The public validator: one report for anyone's document, whatever it is, at once."""

import base64
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.validation import DocumentSchema, JsonSchemaValidator
from dpp.domain.actor import VISITOR
from dpp.domain.errors import TooLarge
from dpp.domain.exchange.deviation import Severity
from dpp.domain.exchange.reading import Form
from dpp.service.checking import LARGEST, MOST_TOLD, Checking, Report, Verdict
from schemas import catalog
from tests.support.shared import shared_data

CATALOGUE = load_catalogue()
CHECKING = Checking(CATALOGUE, JsonSchemaValidator(CATALOGUE), DocumentSchema("untp-passport", "0.7"))
SECONDS = 10.0
"""Far above what any takes on an idle machine (1 s), and far below what a quadratic step would take (30 s and more)."""
HEADER: dict[str, Any] = {
    "@context": "https://kringpas.nl/schemas/passport/1.0/context.jsonld",
    "digitalProductPassportId": "https://id.example/passports/1",
    "uniqueProductIdentifier": "https://id.example/01/09520000074203",
    "granularity": "model",
    "dppSchemaVersion": "EN 18223:2026",
    "dppStatus": "active",
    "lastUpdated": "2026-11-20T10:15:00Z",
    "economicOperatorId": "https://id.example/operators/1",
}
LEAST = {"productGroup": "laptop", "brand": "Dell", "modelName": "Latitude 7420"}


def check(content: Any) -> Report:
    received = content if isinstance(content, bytes) else json.dumps(content).encode()
    return CHECKING.check(VISITOR, received)


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(one.severity.value, one.path, one.code) for one in report.deviations]


def token(content: Any) -> bytes:
    parts = (b'{"alg":"none"}', json.dumps(content).encode(), b"signature")
    return b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)


def test_a_passport_as_it_should_be_reads() -> None:
    report = check(HEADER | LEAST)
    assert (report.verdict, report.deviations) == (Verdict.READS, ())
    assert report.form is Form.COMPRESSED
    assert report.product_group == "laptop"
    assert report.elements.known == ("productGroup", "brand", "modelName")
    assert {"mass", "carbonFootprint"} <= set(report.elements.missing)
    assert {"brand", "energyClassHdr", "batteryHealth", "history"}.isdisjoint(report.elements.missing)


@pytest.mark.parametrize("path", [p for p in catalog.paths("passport", "1.0") if p.startswith("examples/")])
def test_our_own_examples_read(path: str) -> None:
    """An item's document too, which shows what its model says."""
    report = check(catalog.read_bytes("passport", "1.0", path))
    assert [one for one in report.deviations if one.severity is not Severity.NOTE] == []
    assert report.verdict is Verdict.READS


def test_an_item_may_show_what_its_model_says() -> None:
    report = check(HEADER | LEAST | {"granularity": "item", "uniqueProductIdentifier": "urn:uuid:1"})
    assert [one.severity for one in report.deviations] == [Severity.NOTE]


def test_notes_alone_do_not_make_a_passport_deviate() -> None:
    report = check(HEADER | LEAST | {"@context": [HEADER["@context"], "https://peer.example/context.jsonld"]})
    assert told(report) == [("note", "$['@context'][1]", "context-foreign")]
    assert report.verdict is Verdict.READS


def test_deviations_stand_in_the_order_of_the_document() -> None:
    content = {"mass": {"value": "much"}, "lastUpdate": "2026-11-20"} | HEADER | {"brand": 5}
    paths = [one.path for one in check(content).deviations]
    assert paths.index("$.mass.value") < paths.index("$.lastUpdate") < paths.index("$.brand")


def test_what_is_missing_is_told_with_an_example_of_the_catalogue() -> None:
    report = check(HEADER | {"productGroup": "laptop", "brand": "Dell"})
    (missing,) = report.deviations
    assert (missing.severity, missing.path, missing.code) == (Severity.ERROR, "$.modelName", "catalogue")
    assert str(missing.fix).startswith("A right value is, for example: ")
    assert report.verdict is Verdict.DEVIATES


def test_a_fault_of_form_in_one_element_hides_no_fault_of_content_in_another() -> None:
    """And an element whose form is wrong is not missed as well."""
    report = check(HEADER | LEAST | {"brand": 5.5, "mass": {"value": 1}, "gtin": "09520000074204"})
    errors = [one.path for one in report.of(Severity.ERROR)]
    assert sorted(errors) == ["$.gtin", "$.mass.source", "$.mass.unit"]
    assert "brand" in report.elements.known


def test_a_fault_in_a_full_form_has_its_path_there() -> None:
    brand = {"elementId": "brand", "objectType": "SingleValuedDataElement", "value": ["Dell"]}
    others = [
        {"elementId": name, "objectType": "SingleValuedDataElement", "value": value}
        for name, value in LEAST.items()
        if name != "brand"
    ]
    report = check(HEADER | {"elements": [*others, brand]})
    assert told(report) == [("error", "$.elements[2].value", "catalogue")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"uniqueProductIdentifier": "https://id.example/01/123/21/A"}, "digital-link"),
        ({"uniqueProductIdentifier": "https://id.example/01/09520000074203/21/A"}, "granularity-identifier"),
        ({"uniqueProductIdentifier": "https://id.example/01/09520000074203/10/A"}, "granularity-identifier"),
        ({"uniqueProductIdentifier": "https://id.example/" + "x" * 60}, "registry-length"),
        ({"@context": {"brand": "https://schema.org/brand"}}, "context-inline"),
        ({"@context": None}, "context-missing"),
        ({"@context": [f"https://c.example/{number}" for number in range(21)]}, "context-many"),
        ({"modelName": "X\x07Y"}, "control-character"),
        ({"a\x00b": 1}, "control-character"),
        ({"modelName": "x" * 2001}, "text-length"),
        ({"novelty": {"@id": "_:b0"}}, "blank-node"),
        ({"resolution": {"width": 1, "height": 1}}, "node-nameless"),
        ({"modelName": "Laptop of anna@example.org"}, "personal-data"),
        ({"two words": 1}, "element-id"),
        ({"gtin": "09520000074204"}, "catalogue"),
        ({"batteryHealth": {"value": 80, "unit": "%", "source": {"title": "Test"}}}, "catalogue"),
    ],
)
def test_each_rule_is_told_by_its_code(change: dict[str, Any], expected: str) -> None:
    assert expected in {one.code for one in check(HEADER | LEAST | change).deviations}


def test_an_identifier_that_is_no_gs1_address_needs_no_gs1_syntax() -> None:
    for product in ("https://id.example/p/1", "urn:uuid:1", "https://[half/01/1", "https://id.example/x/01"):
        codes = {one.code for one in check(HEADER | LEAST | {"uniqueProductIdentifier": product}).deviations}
        assert codes <= {"registry-length", "id-no-uri"}


def test_what_our_catalogue_does_not_know_is_named_and_no_fault() -> None:
    report = check(HEADER | LEAST | {"novelty": {"a": 1}})
    assert report.elements.unknown == ("novelty",)
    assert report.verdict is Verdict.READS


def test_one_report_for_a_passport_in_a_credential_says_that_it_was_not_verified() -> None:
    envelope = {
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt," + token(HEADER | LEAST).decode(),
    }
    for received in (token(HEADER | LEAST), json.dumps(envelope).encode()):
        report = check(received)
        assert report.enveloped
        assert told(report) == [("note", "$", "not-verified")]
        assert report.verdict is Verdict.READS


@pytest.mark.parametrize(
    "received",
    [
        b"",
        b"paper",
        b"[]",
        b'"text"',
        b"{}",
        b'{"odd": 1}',
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 4000 + b"}",
        b'{"a": "\\ud800"}',
        b"\xff\xfe",
        b'{"type": "EnvelopedVerifiableCredential", "id": "data:text/plain,x"}',
        b'{"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,abc"}',
        b"a.b.c",
    ],
)
def test_what_is_no_passport_cannot_be_read_and_the_report_says_why(received: bytes) -> None:
    report = check(received)
    assert report.verdict is Verdict.UNREADABLE
    assert report.of(Severity.ERROR)


def test_more_bytes_than_a_passport_ever_has_are_refused() -> None:
    with pytest.raises(TooLarge):
        check(b" " * (LARGEST + 1))


def test_the_sample_of_untp_reads_by_its_schema() -> None:
    report = check(shared_data("untp/samples/DigitalProductPassport_instance.json").read_bytes())
    assert report.form is Form.UNTP_CREDENTIAL
    assert report.of(Severity.ERROR) == ()


def test_a_credential_is_judged_by_the_schema_of_untp() -> None:
    credential = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "https://m.example/dpp/1",
        "credentialSubject": {"id": "https://m.example/1", "name": "X", "idGranularity": "serial"},
    }
    paths = {one.path for one in check(credential).deviations if one.code == "untp-schema"}
    assert {"$['@context']", "$.issuer", "$.credentialSubject.idGranularity"} <= paths
    bare = check(credential["credentialSubject"] | {"type": ["Product"]})  # type: ignore[operator]  # a dict
    assert bare.form is Form.UNTP_PRODUCT
    assert "$.idGranularity" in {one.path for one in bare.deviations if one.code == "untp-schema"}


@pytest.mark.parametrize("name", ["laptop", "smartphone", "display", "server"])
def test_the_passports_of_a_peer_read_with_deviations(name: str) -> None:
    report = check(shared_data(f"electronics/examples/{name}-product.operational.jsonld").read_bytes())
    assert report.verdict is Verdict.DEVIATES
    assert ("error", "$.lastUpdated", "header-missing") in told(report)
    assert "gtin" in report.elements.known


def test_of_very_many_deviations_the_worst_are_told_and_the_rest_counted() -> None:
    """Errors before notes; still in the order of the document."""
    report = check(HEADER | LEAST | {"alternativeOperatingSystems": [1] * 900, "gtin": "1"})
    assert len(report.deviations) == MOST_TOLD
    assert report.untold > 0
    assert report.of(Severity.ERROR)
    assert report.deviations[-1].path == "$.gtin"


def many(text: str, count: int = 250) -> dict[str, Any]:
    return HEADER | {f"x{number}": text for number in range(count)}


HOSTILE: dict[str, Any] = {
    "lists in lists": b"[" * 200_000 + b"]" * 200_000,
    "objects in objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "just too deep": b'{"a":' * 500 + b"1" + b"}" * 500,
    "a number of 5,000 digits": b'{"mass":{"value":' + b"9" * 5000 + b"}}",
    "40,000 names and one twice": b"{" + b",".join(b'"a%d":1' % n for n in range(40_000)) + b',"a1":1}',
    "9,900 numbers for texts": HEADER | {"alternativeOperatingSystems": [1] * 9900},
    "one long word": HEADER | {"brand": "a" * 500_000},
    "many long words": many("a" * 2000),
    "many points": many("a." * 1000),
    "many hyphens": many("a-" * 1000),
    "many at signs": many("a@" * 1000),
    "many digits": many("0 1" * 660),
    "one long name": HEADER | {"k" * 400_000: 1},
    "4,500 inline contexts": {"@context": [{"a": n} for n in range(4500)], "credentialSubject": {}},
    "3,000 odd roles": {"credentialSubject": {"relatedParty": [{"role": 1, "party": 1}] * 3000}},
    "nine linked blank nodes": {
        "@graph": [{"@id": f"_:b{n}", "p": [{"@id": f"_:b{m}"} for m in range(9)]} for n in range(9)]
    },
    "a token of zeros": b"eyJ." + b"A" * 500_000 + b".x",
    "a long digital link": HEADER | {"uniqueProductIdentifier": "https://x/" + "01/" * 100_000},
    "a long second": HEADER | {"lastUpdated": "2026-01-01T00:00:00." + "9" * 400_000},
    "a long number in quotes": HEADER | {"fallsWithoutDefect": "9" * 400_000},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_answered_as_quickly_as_any_other(name: str) -> None:
    began = time.perf_counter()
    report = check(HOSTILE[name])
    assert time.perf_counter() - began < SECONDS
    assert report.verdict is not Verdict.READS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*HEADER, *CATALOGUE.elements, "elements", "type"]), JSON, max_size=6))
def test_whatever_an_element_holds_there_is_a_report(content: dict[str, Any]) -> None:
    report = check(content)
    assert all(one.path.startswith("$") for one in report.deviations)
    assert set(report.elements.known) <= set(CATALOGUE.elements)


@given(st.binary(max_size=60))
def test_whatever_bytes_they_are_there_is_a_report(received: bytes) -> None:
    assert check(received).verdict is Verdict.UNREADABLE
