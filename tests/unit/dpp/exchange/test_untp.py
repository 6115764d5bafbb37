"""Our passport as a UNTP credential: what it says, and what it leaves out."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import Granularity
from dpp.domain.document import Header, Layer, effective
from dpp.domain.exchange.reading import Form, read_passport
from dpp.domain.exchange.untp import untp_passport
from dpp.domain.links import Links

CATALOGUE = load_catalogue()
PASSPORT = "https://id.example.org/passports/1"
SOURCE = {"title": "The maker's report", "url": "https://maker.example/report"}
MASS = {"value": 2.0, "unit": "kg", "source": {"title": "Scales"}}


def credential(elements: dict[str, Any], product: str = PASSPORT, facility: str | None = None) -> dict[str, Any]:
    header = Header(PASSPORT, product, Granularity.ITEM, "https://id.example.org/operators/1", facility_id=facility)
    document = effective(header, Layer("1", 1, elements, datetime(2026, 11, 20, 10, 15, tzinfo=UTC)))
    return untp_passport(document, CATALOGUE, Links("https://id.example.org"))


def subject(elements: dict[str, Any], product: str = PASSPORT, facility: str | None = None) -> dict[str, Any]:
    inside: dict[str, Any] = credential(elements, product, facility)["credentialSubject"]
    return inside


def test_the_credential_is_issued_by_who_answers_for_the_passport_and_not_by_the_maker() -> None:
    content = credential({"brand": "Dell", "modelName": "X", "compiledBy": "Registry", "manufacturerName": "Dell Inc."})
    assert content["issuer"]["id"] == "https://id.example.org/operators/1"
    assert content["issuer"]["name"] == "Registry"
    assert (content["id"], content["validFrom"]) == (PASSPORT, "2026-11-20T10:15:00Z")
    assert content["name"] == "Digital product passport: Dell X"
    assert "proof" not in content


def test_a_gs1_address_gives_the_numbers_of_batch_and_item() -> None:
    product = subject({}, "https://id.example.org/01/09520000074203/10/B7/21/S1")
    assert (product["batchNumber"], product["itemNumber"]) == ("B7", "S1")
    assert product["idScheme"]["id"] == "https://id.gs1.org"
    assert subject({})["idScheme"]["id"] == "https://id.example.org"


def test_what_untp_asks_for_and_nobody_said_is_told_to_be_not_stated() -> None:
    product = subject({})
    assert product["countryOfProduction"] == {"countryCode": "ZZ", "countryName": "Not stated"}
    assert product["producedAtFacility"]["name"] == "Not stated"
    assert product["producedAtFacility"]["id"] == f"{PASSPORT}#producedAtFacility"
    assert product["productCategory"] == []


def test_what_was_said_is_what_untp_gets() -> None:
    product = subject({"assemblyCountry": "CN", "productGroup": "laptop"}, facility="https://f.example/1")
    assert product["countryOfProduction"] == {"countryCode": "CN"}
    assert product["producedAtFacility"]["id"] == "https://f.example/1"
    assert [category["code"] for category in product["productCategory"]] == ["laptop"]


def test_a_footprint_is_a_claim_with_its_tolerances_its_evidence_and_its_law() -> None:
    figure = {"value": 341, "low": 260.5, "high": 422, "unit": "kg CO2e", "source": SOURCE}
    (claim,) = subject({"carbonFootprint": figure})["performanceClaim"]
    (performance,) = claim["claimedPerformance"]
    assert performance["measure"] == {"value": 341, "unit": "KGM", "upperTolerance": 81, "lowerTolerance": 80.5}
    assert performance["metric"]["name"] == "Product Carbon Footprint"
    assert claim["conformityTopic"][0]["name"] == "Greenhouse Gas Emissions"
    assert claim["evidence"] == [{"linkURL": SOURCE["url"], "linkName": SOURCE["title"]}]
    assert claim["claimDate"] == "2026-11-20"
    assert claim["id"] == f"{PASSPORT}#carbonFootprint"


def test_a_class_is_a_claim_with_a_score() -> None:
    (claim,) = subject({"energyClass": "B"})["performanceClaim"]
    (performance,) = claim["claimedPerformance"]
    assert performance["score"]["code"] == "B"
    assert "measure" not in performance
    assert claim["referenceRegulation"]


def test_critical_raw_materials_are_shares_of_the_mass_where_both_are_stated() -> None:
    materials = [{"name": "Cobalt", "grams": 8.0}, {"name": "Tin"}]
    (cobalt,) = subject({"mass": MASS, "criticalRawMaterials": materials})["materialProvenance"]
    assert (cobalt["name"], cobalt["massFraction"]) == ("Cobalt", 0.004)
    assert "materialProvenance" not in subject({"criticalRawMaterials": materials})


def test_more_of_a_material_than_the_whole_weighs_is_no_share() -> None:
    heavy = [{"name": "Cobalt", "grams": 3000}]
    assert "materialProvenance" not in subject({"mass": MASS, "criticalRawMaterials": heavy})


def test_parties_have_their_roles() -> None:
    parties = subject(
        {
            "manufacturerName": "Dell Inc.",
            "manufacturerOperatorId": "https://id.gs1.org/417/9521234000006",
            "importer": {"name": "Import BV", "eoriNumber": "NL1"},
        }
    )["relatedParty"]
    assert [(entry["role"], entry["party"]["name"]) for entry in parties] == [
        ("manufacturer", "Dell Inc."),
        ("importer", "Import BV"),
    ]
    assert parties[0]["party"]["id"] == "https://id.gs1.org/417/9521234000006"
    assert parties[1]["party"]["id"] == f"{PASSPORT}#importer"


def test_documents_say_what_they_are_by_their_term() -> None:
    (document,) = subject({"userManual": {"url": "https://m.example/", "contentType": "text/html"}})["relatedDocument"]
    assert document == {
        "linkURL": "https://m.example/",
        "linkName": CATALOGUE.element("userManual").label.en,
        "mediaType": "text/html",
        "linkType": "https://ref.gs1.org/voc/instructions",
    }


def test_several_documents_of_one_kind_are_all_written() -> None:
    reports = [{"url": "https://m.example/1"}, {"url": "https://m.example/2"}]
    assert len(subject({"thirdPartyReports": reports})["relatedDocument"]) == 2


def test_a_certificate_is_a_claim_by_its_scheme() -> None:
    certificate = {"scheme": "TCO Certified", "certificateNumber": "N1", "page": "https://c.example/"}
    (claim,) = subject({"conformityCertificates": [certificate]})["performanceClaim"]
    assert claim["referenceCriteria"][0]["name"] == "TCO Certified"
    assert claim["claimedPerformance"] == [{"score": {"code": "N1"}}]
    assert claim["evidence"][0]["linkURL"] == "https://c.example/"


def test_a_material_has_its_recycled_share_where_it_is_stated_under_that_name() -> None:
    elements = {
        "mass": MASS,
        "criticalRawMaterials": [{"name": "Cobalt", "grams": 8.0}],
        "recycledContentByMaterial": [{"name": "Cobalt", "percentRecycled": 16}],
    }
    (cobalt,) = subject(elements)["materialProvenance"]
    assert cobalt["recycledMassFraction"] == 0.16


def test_the_sides_of_a_product_are_dimensions_with_units_of_recommendation_20() -> None:
    width = {"value": 310, "unit": "mm", "source": SOURCE}
    assert subject({"dimensions": {"productWidth": width}})["dimensions"] == {"width": {"value": 310, "unit": "MMT"}}


@pytest.mark.parametrize("name", ["functionalGrade", "novelty"])
def test_condition_and_what_nobody_knows_are_left_out(name: str) -> None:
    assert subject({name: "F5"}) == subject({})


def test_what_we_write_we_read_again() -> None:
    elements = {"brand": "Dell", "modelName": "X", "modelIdentifier": "X1", "assemblyCountry": "CN", "mass": MASS}
    reading = read_passport(credential(elements), CATALOGUE)
    assert reading.form is Form.UNTP_CREDENTIAL
    assert reading.header["digitalProductPassportId"] == PASSPORT
    assert reading.elements["modelIdentifier"] == "X1"
    assert reading.elements["assemblyCountry"] == "CN"
    assert (reading.elements["mass"]["value"], reading.elements["mass"]["unit"]) == (2.0, "kg")
