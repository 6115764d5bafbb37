"""Anyone's passport is read, and what is wrong with it is told."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import Element, Granularity
from dpp.domain.document import EffectiveDocument, Header, Layer, effective
from dpp.domain.errors import InvalidInput
from dpp.domain.exchange.deviation import Severity
from dpp.domain.exchange.reading import Form, Reading, read_passport
from dpp.domain.forms import compressed, full
from schemas import catalog
from tests.support.shared import shared_data

CATALOGUE = load_catalogue()
SOURCE = {"title": "The maker", "url": "https://maker.example/"}
HEADER: dict[str, Any] = {
    "digitalProductPassportId": "https://id.example/passports/1",
    "uniqueProductIdentifier": "https://id.example/01/09520000074203",
    "granularity": "model",
    "dppSchemaVersion": "EN 18223:2026",
    "dppStatus": "active",
    "lastUpdated": "2026-11-20T10:15:00Z",
    "economicOperatorId": "https://id.example/operators/1",
}
EXAMPLES = [path for path in catalog.paths("passport", "1.0") if path.startswith("examples/")]


def read(content: Any) -> Reading:
    return read_passport(content, CATALOGUE)


def told(reading: Reading) -> set[tuple[str, str, str]]:
    return {(deviation.severity.value, deviation.path, deviation.code) for deviation in reading.deviations}


def test_a_passport_as_the_standard_has_it_is_read_without_a_word() -> None:
    reading = read(HEADER | {"brand": "Dell"})
    assert (reading.form, reading.header, reading.elements) == (Form.COMPRESSED, HEADER, {"brand": "Dell"})
    assert reading.deviations == ()
    assert reading.granularity is Granularity.MODEL


@pytest.mark.parametrize("path", EXAMPLES)
def test_our_own_examples_are_read_without_a_word(path: str) -> None:
    content = json.loads(catalog.read_text("passport", "1.0", path))
    reading = read(content)
    assert reading.deviations == ()
    assert {**reading.header, **reading.elements, "@context": reading.context} == content


@pytest.mark.parametrize(
    ("given", "member", "value", "expected"),
    [
        ({"lastUpdate": "2026-11-20T10:15:00Z"}, "lastUpdated", "2026-11-20T10:15:00Z", "header-name"),
        ({"lastUpdated": "2026-11-20T10:15:00"}, "lastUpdated", "2026-11-20T10:15:00Z", "time-zone"),
        ({"lastUpdated": "2026-11-20T11:15:00+01:00"}, "lastUpdated", "2026-11-20T10:15:00Z", "time-zone"),
        ({"lastUpdated": "2026-11-20"}, "lastUpdated", "2026-11-20T00:00:00Z", "time-zone"),
        ({"granularity": "Item"}, "granularity", "item", "header-case"),
        ({"dppStatus": "Active"}, "dppStatus", "active", "header-case"),
        ({"dppSchemaVersion": "EN18223:v1.0"}, "dppSchemaVersion", "EN 18223:2026", "schema-version"),
        ({"DppStatus": "active"}, "dppStatus", "active", "header-name"),
        (
            {"contentSpecificationIds": "https://x.example/"},
            "contentSpecificationIds",
            ["https://x.example/"],
            "one-for-many",
        ),
        (
            {"uniqueEconomicOperatorIdentifier": "https://o.example/"},
            "economicOperatorId",
            "https://o.example/",
            "header-name",
        ),
    ],
)
def test_a_header_as_peers_write_it_is_read_as_the_standard_has_it(
    given: dict[str, Any], member: str, value: Any, expected: str
) -> None:
    reading = read({name: entry for name, entry in HEADER.items() if name != member} | given)
    (name,) = given
    assert reading.header[member] == value
    assert told(reading) == {("warning", f"$.{name}", expected)}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("granularity", "unit", "header-value"),
        ("granularity", ["item"], "header-value"),
        ("dppStatus", None, "header-value"),
        ("dppSchemaVersion", "EN 18223:1999", "schema-version"),
        ("lastUpdated", "yesterday", "time"),
        ("lastUpdated", "2026-13-45T10:00:00Z", "time"),
        ("lastUpdated", "0001-01-01T00:00:00+14:00", "time"),
        ("lastUpdated", 1763633700, "time"),
        ("digitalProductPassportId", "passport 1", "id-no-uri"),
        ("uniqueProductIdentifier", "09520000074203", "id-no-uri"),
        ("economicOperatorId", 5, "header-value"),
        ("contentSpecificationIds", [1], "header-value"),
    ],
)
def test_what_cannot_be_read_in_a_header_is_an_error_and_stays_as_it_came(name: str, value: Any, code: str) -> None:
    reading = read(HEADER | {name: value})
    assert told(reading) == {("error", f"$.{name}", code)}
    assert reading.header[name] == value


@pytest.mark.parametrize("name", HEADER)
def test_each_member_that_the_header_needs_is_missed(name: str) -> None:
    reading = read({member: value for member, value in HEADER.items() if member != name})
    assert told(reading) == {("error", f"$.{name}", "header-missing")}


def test_of_two_names_for_one_member_the_standard_s_own_is_read() -> None:
    reading = read(HEADER | {"lastUpdate": "2020-01-01T00:00:00Z"})
    assert reading.header["lastUpdated"] == HEADER["lastUpdated"]
    assert told(reading) == {("warning", "$.lastUpdate", "header-twice")}


def test_the_standard_s_own_name_is_read_also_where_it_comes_last() -> None:
    reading = read({"lastUpdate": "2020-01-01T00:00:00Z"} | HEADER)
    assert reading.header["lastUpdated"] == HEADER["lastUpdated"]
    assert told(reading) == {("warning", "$.lastUpdate", "header-twice")}


@pytest.mark.parametrize(
    ("name", "given", "expected", "path", "code"),
    [
        ("fallsWithoutDefect", "45", 45, "", "number-as-text"),
        ("batteryUserReplaceable", "True", True, "", "truth-as-text"),
        ("gtin", 9520000074203, "9520000074203", "", "text-as-number"),
        ("brand", {"value": "Dell"}, "Dell", "", "wrapped-value"),
        ("brand", {"@value": "Dell", "@type": "xsd:string"}, "Dell", "", "wrapped-value"),
        ("manufacturerWebsite", {"@id": "https://m.example/"}, "https://m.example/", "", "wrapped-value"),
        ("securitySupportUntil", "2031-01-22T00:00:00Z", "2031-01-22", "", "date-precision"),
        ("placedOnMarket", "2024-01-15", "2024-01", "", "date-precision"),
        ("productGroup", "Laptop", "laptop", "", "code-spelling"),
        ("productGroup", "euelec:Laptop", "laptop", "", "code-spelling"),
        ("alternativeOperatingSystems", "Debian 13", ["Debian 13"], "", "one-for-many"),
        ("userManual", "https://m.example/", {"url": "https://m.example/"}, "", "bare-resource"),
        (
            "userManual",
            {"url": "https://m.example/", "resourceTitle": "Manual"},
            {"url": "https://m.example/", "title": "Manual"},
            ".resourceTitle",
            "member-name",
        ),
        ("lockRelease", [{"language": "nl", "value": "Vraag."}], {"nl": "Vraag."}, "", "language-list"),
        ("lockRelease", [{"@language": "nl", "@value": "Vraag."}], {"nl": "Vraag."}, "", "language-list"),
        (
            "mass",
            {"value": "1.52", "unit": "kg", "source": SOURCE},
            {"value": 1.52, "unit": "kg", "source": SOURCE},
            ".value",
            "number-as-text",
        ),
        (
            "mass",
            {"value": 1.52, "unit": "KGM", "source": SOURCE},
            {"value": 1.52, "unit": "kg", "source": SOURCE},
            ".unit",
            "figure-unit",
        ),
        (
            "spareParts",
            [{"part": "battery", "price": "49"}],
            [{"part": "battery", "price": 49}],
            "[0].price",
            "number-as-text",
        ),
    ],
)
def test_a_value_as_peers_write_it_is_read_as_the_catalogue_has_it(
    name: str, given: Any, expected: Any, path: str, code: str
) -> None:
    reading = read(HEADER | {name: given})
    assert reading.elements == {name: expected}
    assert told(reading) == {("warning", f"$.{name}{path}", code)}


def test_what_a_type_inside_an_element_says_the_catalogue_says() -> None:
    reading = read(HEADER | {"resolution": {"type": "Resolution", "width": 1920, "height": 1080}})
    assert reading.elements == {"resolution": {"width": 1920, "height": 1080}}
    assert told(reading) == {("note", "$.resolution.type", "type-member")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lockRelease", "Ask the former owner."),
        ("mass", 1.52),
        ("mass", {"value": "much", "unit": "stones"}),
        ("productGroup", "fridge"),
        ("fallsWithoutDefect", "45 times"),
        ("brand", {"value": "Dell", "since": 1984}),
        ("novelty", {"value": "5"}),
    ],
)
def test_nothing_is_invented_for_what_cannot_be_read(name: str, value: Any) -> None:
    """A text without a language gets none, a figure without a source neither; the schema judges them."""
    reading = read(HEADER | {name: value})
    assert reading.elements == {name: value}
    assert reading.deviations == ()


@pytest.mark.parametrize("name", ["Brand", "schema:brand", "https://schema.org/brand"])
def test_an_element_is_known_by_its_term_and_in_any_case(name: str) -> None:
    reading = read(HEADER | {name: {"value": "Dell"}})
    assert reading.elements == {"brand": "Dell"}
    written = f"$.{name}" if name.isalpha() else f"$['{name}']"
    assert told(reading) == {("warning", written, "element-name"), ("warning", written, "wrapped-value")}


def test_two_elements_never_become_one() -> None:
    reading = read(HEADER | {"schema:brand": "A", "brand": "B", "Brand": "C"})
    assert reading.elements == {"schema:brand": "A", "brand": "B", "Brand": "C"}


def test_members_of_json_ld_are_told_and_not_taken_for_elements() -> None:
    reading = read(HEADER | {"@context": "https://peer.example/", "@type": "Passport", "id": "urn:x:1"})
    assert reading.elements == {}
    assert reading.context == "https://peer.example/"
    assert told(reading) == {("note", "$['@type']", "json-ld-member"), ("note", "$.id", "json-ld-member")}


def document(elements: dict[str, Any]) -> EffectiveDocument:
    header = Header("https://id.example/passports/1", "https://id.example/d/1", Granularity.MODEL, "https://o.example/")
    return effective(header, Layer("1", 1, elements, datetime(2026, 11, 20, tzinfo=UTC)))


@pytest.mark.parametrize("path", EXAMPLES)
def test_the_full_form_of_our_examples_reads_back_as_the_compressed_form(path: str) -> None:
    elements = dict(read(json.loads(catalog.read_text("passport", "1.0", path))).elements)
    reading = read(full(document(elements), CATALOGUE))
    assert reading.form is Form.FULL
    assert reading.elements == elements
    assert reading.deviations == ()


@pytest.mark.parametrize("element", CATALOGUE.elements.values(), ids=lambda element: element.element_id)
def test_the_full_form_of_every_element_reads_back_as_its_compressed_form(element: Element) -> None:
    written = document({element.element_id: element.example})
    in_full, in_short = read(full(written, CATALOGUE)), read(compressed(written, CATALOGUE))
    assert in_full.elements == in_short.elements
    assert (in_full.header, in_full.deviations) == (in_short.header, ())


NAMES = st.sampled_from(["novelty", "x-y", "a.b", "größe", "value", "@odd"])
SCALARS = st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS | st.none(),
    lambda inner: st.lists(inner.filter(lambda one: one != {}), max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=10,
)
KNOWN = st.sampled_from([element for element in CATALOGUE.elements.values() if element.element_id != "history"])


@given(
    st.dictionaries(st.sampled_from(["novelty", "größe", "odd:name"]), VALUES, max_size=3), st.lists(KNOWN, max_size=5)
)
def test_reading_the_full_form_gives_the_compressed_elements_again(
    unknown: dict[str, Any], known: list[Element]
) -> None:
    """For whatever the catalogue does not know too; an empty object in a list is the one thing the form cannot say."""
    elements = unknown | {element.element_id: element.example for element in known}
    written = document(elements)
    assert read(full(written, CATALOGUE)).elements == read(compressed(written, CATALOGUE)).elements


def test_a_full_form_says_where_each_part_of_an_element_stood() -> None:
    reading = read(
        full(document({"brand": "Dell", "mass": {"value": "1.5", "unit": "kg", "source": SOURCE}}), CATALOGUE)
    )
    assert told(reading) == {("warning", "$.elements[1].elements[1].value", "number-as-text")}
    assert reading.received_path("$.mass.source.title") == "$.elements[1].elements[3].elements[1].value"
    assert reading.received_path("$.mass.colour") == "$.elements[1].colour"
    assert reading.received_path("$.volume") == "$.volume"


@pytest.mark.parametrize(
    ("entry", "elements", "path", "code", "severity"),
    [
        ({"elementId": "brand", "value": "Dell"}, {"brand": "Dell"}, "", "object-type", "warning"),
        (
            {"elementId": "brand", "objectType": "dpp:singleValuedDataElement", "value": "Dell"},
            {"brand": "Dell"},
            "",
            "object-type",
            "warning",
        ),
        (
            {"elementId": "brand", "objectType": "Property", "value": "Dell"},
            {"brand": "Dell"},
            "",
            "object-type",
            "warning",
        ),
        ({"objectType": "SingleValuedDataElement", "value": "Dell"}, {}, "", "element-nameless", "error"),
        ("brand", {}, "", "element-nameless", "error"),
        ({"elementId": "x", "objectType": "SingleValuedDataElement"}, {"x": None}, "", "element-empty", "error"),
        (
            {
                "elementId": "x",
                "objectType": "SingleValuedDataElement",
                "valueDataType": "xsd:decimal",
                "value": "1.85",
            },
            {"x": 1.85},
            ".value",
            "number-as-text",
            "warning",
        ),
    ],
)
def test_a_full_form_as_peers_write_it_is_read(
    entry: Any, elements: dict[str, Any], path: str, code: str, severity: str
) -> None:
    reading = read(HEADER | {"elements": [entry]})
    assert reading.elements == elements
    assert told(reading) == {(severity, f"$.elements[0]{path}", code)}


def test_an_element_that_stands_twice_is_read_once() -> None:
    one = {"elementId": "brand", "objectType": "SingleValuedDataElement", "value": "Dell"}
    reading = read(HEADER | {"elements": [one, one | {"value": "HP"}]})
    assert reading.elements == {"brand": "Dell"}
    assert told(reading) == {("error", "$.elements[1]", "element-twice")}


def test_a_dictionary_reference_names_an_element_of_the_catalogue() -> None:
    entry = {
        "elementId": "merk",
        "objectType": "SingleValuedDataElement",
        "dictionaryReference": "https://schema.org/brand",
        "value": "Dell",
    }
    reading = read(HEADER | {"elements": [entry]})
    assert reading.elements == {"brand": "Dell"}
    assert told(reading) == {("warning", "$.elements[0].value", "element-name")}


def test_elements_in_a_list_and_beside_it_are_both_read_and_the_list_wins() -> None:
    listed = {"elementId": "brand", "objectType": "SingleValuedDataElement", "value": "Dell"}
    reading = read(HEADER | {"elements": [listed], "brand": "HP", "modelName": "X"})
    assert reading.elements == {"brand": "Dell", "modelName": "X"}
    assert told(reading) == {("warning", "$.brand", "mixed-forms")}


def test_elements_in_an_object_are_read_as_the_compressed_form() -> None:
    reading = read(HEADER | {"elements": {"brand": "Dell", "fallsWithoutDefect": "45"}})
    assert reading.elements == {"brand": "Dell", "fallsWithoutDefect": 45}
    assert told(reading) == {
        ("warning", "$.elements", "elements-object"),
        ("warning", "$.elements.fallsWithoutDefect", "number-as-text"),
    }


def test_a_passport_in_a_wrapping_is_read() -> None:
    reading = read({"dpp": HEADER | {"brand": "Dell"}})
    assert (reading.header, reading.elements) == (HEADER, {"brand": "Dell"})
    assert told(reading) == {("warning", "$.dpp", "wrapped")}


@pytest.mark.parametrize("content", [[], "passport", 5, None])
def test_only_an_object_can_be_a_passport(content: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(content)
    assert str(refused.value.remedy) == "Send one passport, between { and }."


def untp() -> dict[str, Any]:
    return {
        "type": ["DigitalProductPassport", "VerifiableCredential"],
        "id": "https://maker.example/dpp/1",
        "issuer": {"id": "did:web:maker.example", "name": "Maker BV"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["Product"],
            "id": "https://maker.example/product/1",
            "name": "Phone One",
            "modelNumber": "P1",
            "idGranularity": "item",
            "productionDate": "2025-03-14",
            "countryOfProduction": {"countryCode": "NL"},
            "producedAtFacility": {"id": "https://maker.example/facilities/1", "name": "Works"},
            "dimensions": {"weight": {"value": "0.2", "unit": "KGM"}},
            "relatedParty": [{"role": "manufacturer", "party": {"id": "did:web:maker.example", "name": "Maker BV"}}],
            "performanceClaim": [],
        },
    }


def test_a_credential_of_untp_is_read_into_header_and_elements() -> None:
    reading = read(untp())
    assert reading.form is Form.UNTP_CREDENTIAL
    assert reading.header == {
        "digitalProductPassportId": "https://maker.example/dpp/1",
        "uniqueProductIdentifier": "https://maker.example/product/1",
        "granularity": "item",
        "lastUpdated": "2026-01-01T00:00:00Z",
        "economicOperatorId": "did:web:maker.example",
        "facilityId": "https://maker.example/facilities/1",
    }
    assert reading.elements == {
        "modelName": "Phone One",
        "modelIdentifier": "P1",
        "assemblyCountry": "NL",
        "productionMonth": "2025-03",
        "mass": {
            "value": 0.2,
            "unit": "kg",
            "source": {"title": "Maker BV", "url": "https://maker.example/dpp/1"},
        },
        "manufacturerName": "Maker BV",
        "manufacturerOperatorId": "did:web:maker.example",
    }
    subject = "$.credentialSubject"
    assert told(reading) == {
        ("note", f"{subject}.performanceClaim", "untp-not-read"),
        ("warning", f"{subject}.dimensions.weight.value", "number-as-text"),
        ("warning", f"{subject}.dimensions.weight.unit", "figure-unit"),
    }


def test_a_bare_product_of_untp_is_read_too() -> None:
    reading = read(untp()["credentialSubject"])
    assert reading.form is Form.UNTP_PRODUCT
    assert reading.elements["modelName"] == "Phone One"
    assert "digitalProductPassportId" not in reading.header


@pytest.mark.parametrize("name", ["laptop", "smartphone", "display", "server"])
def test_the_operational_passports_of_a_peer_are_read(name: str) -> None:
    """They have no `lastUpdated`, and say `gtin` as a name of our own catalogue."""
    path = shared_data(f"electronics/examples/{name}-product.operational.jsonld")
    reading = read(json.loads(path.read_text(encoding="utf-8")))
    assert reading.form is Form.COMPRESSED
    assert reading.granularity is Granularity.ITEM
    assert reading.header["dppStatus"] == "active"
    assert "gtin" in reading.elements
    errors = {deviation.path for deviation in reading.deviations if deviation.severity is Severity.ERROR}
    assert errors == {"$.lastUpdated"}


@pytest.mark.parametrize("name", ["laptop", "smartphone", "display", "server"])
def test_product_data_without_a_header_are_read_and_every_missing_member_is_told(name: str) -> None:
    path = shared_data(f"electronics/examples/{name}-product.jsonld")
    reading = read(json.loads(path.read_text(encoding="utf-8")))
    missing = {deviation.path for deviation in reading.deviations if deviation.code == "header-missing"}
    assert missing == {f"$.{member}" for member in HEADER}
    assert reading.elements["gs1:gtin"]


def test_the_sample_of_untp_is_read() -> None:
    path = shared_data("untp/samples/DigitalProductPassport_instance.json")
    reading = read(json.loads(path.read_text(encoding="utf-8")))
    assert reading.form is Form.UNTP_CREDENTIAL
    assert reading.elements["mass"]["value"] == 1000
    assert reading.elements["manufacturerName"] == "Sample Copper Mine Pty Ltd"
    assert reading.granularity is Granularity.MODEL


JSON = st.recursive(
    st.none() | SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "elements",
                    "elementId",
                    "value",
                    "type",
                    "objectType",
                    "mass",
                    "unit",
                    "credentialSubject",
                    "issuer",
                    "relatedParty",
                    "party",
                    "role",
                    "granularity",
                    "lockRelease",
                    "language",
                    "spareParts",
                    "id",
                    "vc",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from([*HEADER, "elements", "mass", "type", "credentialSubject", "dpp"]), JSON))
def test_whatever_it_is_reading_ends_with_a_reading(content: dict[str, Any]) -> None:
    reading = read(content)
    assert set(reading.header) <= {*HEADER, "facilityId", "contentSpecificationIds"}
    assert all(deviation.path.startswith("$") for deviation in reading.deviations)
