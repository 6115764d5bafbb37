"""What a UNTP 0.7 passport claims of a product, and the materials of which it knows the share.

Rules:
1. Claims are those of `_CLAIMS`, and each certificate, with its scheme as the criterion. `claimDate` is the day on
   which the passport was last updated.
2. A range becomes the tolerances; the source of a figure becomes the claim's evidence; the law that asks for the
   element becomes its regulation.
3. A material is written where both its mass and that of the product are stated.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dpp.domain.catalogue import Catalogue, Element, ValueType
from dpp.domain.document import EffectiveDocument, Elements, utc_text
from dpp.domain.exchange.units import CODES
from dpp.domain.figure import Unit

NOT_STATED = "Not stated"
NO_COUNTRY = "ZZ"
"""The code for a country that is not known."""

_VOCABULARY = "https://vocabulary.uncefact.org"
_GREENHOUSE_GASES = {"carbonFootprint", "embodiedEmissions"}
_EMISSIONS = {
    "type": ["ConformityTopic"],
    "id": f"{_VOCABULARY}/conformity-topic/greenhouse-gas-emissions",
    "name": "Greenhouse Gas Emissions",
}
_FOOTPRINT = {
    "type": ["PerformanceMetric"],
    "id": f"{_VOCABULARY}/performance-metric/product-carbon-footprint",
    "name": "Product Carbon Footprint",
}
_CLAIMS = (
    "carbonFootprint",
    "embodiedEmissions",
    "assumedLifetime",
    "recycledContent",
    "recyclabilityRate",
    "energyEfficiencyIndex",
    "energyClass",
    "energyClassHdr",
    "annualEnergy",
    "batteryEndurance",
    "batteryCyclesTo80",
    "batteryHealth",
    "repairabilityClass",
    "repairabilityIndex",
    "frenchRepairabilityIndex",
    "sparePartsYears",
    "productSupportYears",
    "fallReliabilityClass",
    "ingressProtection",
    "osUpdateYears",
    "guaranteeDuration",
)
# UNTP has no unit for what is weighed or per what time: its metric says so.
_UNITS = {**CODES, Unit.KILOGRAM_CO2E: CODES[Unit.KILOGRAM], Unit.KILOWATT_HOUR_PER_YEAR: CODES[Unit.KILOWATT_HOUR]}
_GRAMS = {Unit.KILOGRAM: 1000, Unit.GRAM: 1}


def claims(document: EffectiveDocument, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """The performance claims of a document."""
    values = document.values()
    for name in _CLAIMS:
        element = catalogue.find(name)
        if element and name in values:
            yield _claim(document, element, values[name], _metric(element, catalogue))


def certificates(document: EffectiveDocument) -> Iterator[dict[str, Any]]:
    """The certificates of a document, as claims."""
    for number, certificate in enumerate(document.values().get("conformityCertificates", ())):
        name = f"{document.header.digital_product_passport_id}#conformityCertificates.{number}"
        scheme, code, page = (certificate.get(part) for part in ("scheme", "certificateNumber", "page"))
        yield {
            "type": ["Claim"],
            "id": name,
            "name": scheme,
            "referenceCriteria": [{"type": ["Criterion"], "id": f"{name}.scheme", "name": scheme}],
            "claimDate": _day(document),
            "claimedPerformance": [{"score": {"code": code}}] if code else [],
            "conformityTopic": [],
        } | ({"evidence": [{"linkURL": page, "linkName": scheme}]} if page else {})


def materials(values: Elements, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """Critical raw materials as shares of the mass."""
    element, mass = catalogue.find("criticalRawMaterials"), values.get("mass")
    if element is None or mass is None or mass["unit"] not in _GRAMS:
        return
    whole = mass["value"] * _GRAMS[mass["unit"]]
    for material in values.get("criticalRawMaterials", ()):
        if "grams" in material and 0 <= material["grams"] <= whole and whole > 0:
            name, law = material["name"], element.legal[0]
            yield {
                "name": name,
                "originCountry": {"countryCode": NO_COUNTRY, "countryName": NOT_STATED},
                "materialType": {"code": name, "name": name, "schemeId": law.url, "schemeName": law.title},
                "massFraction": round(material["grams"] / whole, 6),
                "mass": {"value": material["grams"], "unit": CODES[Unit.GRAM]},
            } | _recycled(name, values)


def measure(figure: Mapping[str, Any]) -> dict[str, Any]:
    """A figure as UNTP measures: its unit as a code of UN/ECE Recommendation 20, its range as tolerances."""
    plain = {"value": figure["value"], "unit": _UNITS.get(figure["unit"], figure["unit"])}
    if "low" not in figure:
        return plain
    upper, lower = figure["high"] - figure["value"], figure["value"] - figure["low"]
    return plain | {"upperTolerance": round(upper, 6), "lowerTolerance": round(lower, 6)}


def _claim(document: EffectiveDocument, element: Element, value: Any, metric: dict[str, Any]) -> dict[str, Any]:
    claim: dict[str, Any] = {
        "type": ["Claim"],
        "id": f"{document.header.digital_product_passport_id}#{element.element_id}",
        "name": element.label.en,
        "description": element.help.en,
        "referenceCriteria": [],
        "referenceRegulation": [
            {"type": ["Regulation"], "id": source.url, "name": f"{source.title}, {source.point}"}
            for source in element.legal
            if source.act != "voluntary"
        ],
        "claimDate": _day(document),
        "claimedPerformance": [{"metric": metric} | _performance(element, value)],
        "conformityTopic": [_EMISSIONS] if element.element_id in _GREENHOUSE_GASES else [],
    }
    source = value.get("source", {}) if isinstance(value, Mapping) else {}
    evidence = [{"linkURL": source["url"], "linkName": source["title"]}] if "url" in source else []
    return claim | ({"evidence": evidence} if evidence else {})


def _metric(element: Element, catalogue: Catalogue) -> dict[str, Any]:
    if element.element_id == "carbonFootprint":
        return _FOOTPRINT
    return {"type": ["PerformanceMetric"], "id": catalogue.expand(element.term), "name": element.label.en}


def _performance(element: Element, value: Any) -> dict[str, Any]:
    if element.value_type is ValueType.FIGURE:
        return {"measure": measure(value)}
    label = next((code.label.en for code in element.codes if code.value == value), None)
    return {"score": {"code": str(value)} | ({"definition": label} if label else {})}


def _recycled(material: str, values: Elements) -> dict[str, Any]:
    """The recycled share of a material, where it is stated under the same name."""
    for entry in values.get("recycledContentByMaterial", ()):
        if entry["name"] == material and 0 <= entry.get("percentRecycled", -1) <= 100:
            return {"recycledMassFraction": round(entry["percentRecycled"] / 100, 6)}
    return {}


def _day(document: EffectiveDocument) -> str:
    return utc_text(document.last_updated)[:10]
