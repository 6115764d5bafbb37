"""A passport as the DigitalProductPassport of the UN Transparency Protocol (UNTP) 0.7: a W3C credential, not signed.

The issuer is who answers for the passport, which for one compiled from public sources is not the maker.

Where UNTP asks for what a passport need not say:
1. `producedAtFacility` is the facility of the header; without one it bears an id of this passport and says that the
   facility is not stated. `countryOfProduction` is then `ZZ`, the code for a country that is not known.
2. `productCategory` is the commodity code where there is one, and our product group.

Claims are those of `_CLAIMS`. A range becomes the tolerances; the source of a figure becomes the claim's evidence; the
law that asks for the element becomes its regulation. `claimDate` is the day on which the passport was last updated.

What UNTP cannot express is left out: the history and condition of an item, spare parts, software support, security
updates and locks, substances of concern (a concentration in a part is no share of the product), critical raw materials
whose mass is not stated, shares of a footprint by stage of life, power in modes, and every element that the catalogue
does not know. Prices and periods of availability have no place in it either.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from dpp.domain.catalogue import Catalogue, Element, ValueType
from dpp.domain.document import EffectiveDocument, utc_text
from dpp.domain.errors import InvalidInput
from dpp.domain.exchange.units import CODES
from dpp.domain.figure import Unit
from dpp.domain.gs1.digital_link import DigitalLink, parse
from dpp.domain.links import Links

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://vocabulary.uncefact.org/untp/0.7.0/context/")
_VOCABULARY = "https://vocabulary.uncefact.org"
_NOT_STATED = "Not stated"
_NO_COUNTRY = "ZZ"
_GREENHOUSE_GAS = {
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
    "assumedLifetime",
    "recycledContent",
    "energyClass",
    "energyClassHdr",
    "annualEnergy",
    "batteryEndurance",
    "batteryCyclesTo80",
    "batteryHealth",
    "repairabilityClass",
    "repairabilityIndex",
    "fallReliabilityClass",
    "ingressProtection",
    "osUpdateYears",
    "guaranteeDuration",
)
# UNTP has no unit for what is weighed or per what time: its metric says so.
_UNITS = {**CODES, Unit.KILOGRAM_CO2E: CODES[Unit.KILOGRAM], Unit.KILOWATT_HOUR_PER_YEAR: CODES[Unit.KILOWATT_HOUR]}


def untp_passport(document: EffectiveDocument, catalogue: Catalogue, links: Links) -> dict[str, Any]:
    """The credential, as JSON. Give it a document with only what its reader may read: everything in it is written."""
    return _Writer(document, catalogue, links).credential()


class _Writer:
    def __init__(self, document: EffectiveDocument, catalogue: Catalogue, links: Links) -> None:
        self.document, self.catalogue, self.links = document, catalogue, links
        self.values = document.values()
        self.passport = document.header.digital_product_passport_id
        self.link = _digital_link(document.header.unique_product_identifier)

    def credential(self) -> dict[str, Any]:
        name = self.name()
        return {
            "type": ["DigitalProductPassport", "VerifiableCredential"],
            "@context": list(CONTEXTS),
            "id": self.passport,
            "issuer": self.issuer(),
            "validFrom": utc_text(self.document.last_updated),
            "name": f"Digital product passport: {name}",
            "credentialSubject": self.product(name),
        }

    def name(self) -> str:
        words = [str(self.values[part]) for part in ("brand", "modelName") if part in self.values]
        return " ".join(words) or self.document.header.unique_product_identifier

    def issuer(self) -> dict[str, Any]:
        operator = self.document.header.economic_operator_id
        name = str(self.values.get("compiledBy", operator))
        return {"type": ["CredentialIssuer"], "id": self.iri(operator, "issuer"), "name": name}

    def product(self, name: str) -> dict[str, Any]:
        header = self.document.header
        subject: dict[str, Any] = {
            "type": ["Product"],
            "id": header.unique_product_identifier,
            "name": name,
            "idScheme": self.scheme(),
            "idGranularity": header.granularity.value,
            "productCategory": list(self.categories()),
            "producedAtFacility": self.facility(),
            "countryOfProduction": self.country(),
        }
        qualifiers = dict(self.link.qualifiers) if self.link else {}
        return subject | _without_nothing(
            {
                "modelNumber": self.values.get("modelIdentifier"),
                "batchNumber": qualifiers.get("10"),
                "itemNumber": qualifiers.get("21"),
                "productImage": self.resource("productImage"),
                "relatedDocument": list(self.documents()),
                "relatedParty": list(self.parties()),
                "dimensions": self.dimensions(),
                "materialProvenance": list(self.materials()),
                "performanceClaim": list(self.claims()),
            }
        )

    def scheme(self) -> dict[str, Any]:
        if self.link:
            return {"type": ["IdentifierScheme"], "id": "https://id.gs1.org", "name": "GS1 Digital Link"}
        return {"type": ["IdentifierScheme"], "id": self.links.public_url, "name": "Addresses of Kringpas"}

    def categories(self) -> Iterator[dict[str, Any]]:
        commodity = self.values.get("commodityCode")
        if isinstance(commodity, str):
            yield {
                "code": commodity,
                "name": commodity,
                "schemeId": "https://eur-lex.europa.eu/eli/reg/1987/2658/oj",
                "schemeName": "Combined Nomenclature (CN), Regulation (EEC) No 2658/87",
            }
        element = self.catalogue.find("productGroup")
        group = (
            next((code for code in element.codes if code.value == self.values.get("productGroup")), None)
            if element
            else None
        )
        if group:
            yield {
                "code": group.value,
                "name": group.label.en,
                "schemeId": self.catalogue.specification,
                "schemeName": "Product groups of Kringpas",
            }

    def facility(self) -> dict[str, Any]:
        facility = self.document.header.facility_id
        name = facility or _NOT_STATED
        return {"type": ["Facility"], "id": self.iri(facility or "", "producedAtFacility"), "name": name}

    def country(self) -> dict[str, Any]:
        code = self.values.get("assemblyCountry")
        return {"countryCode": code} if code else {"countryCode": _NO_COUNTRY, "countryName": _NOT_STATED}

    def dimensions(self) -> dict[str, Any] | None:
        return {"weight": _measure(self.values["mass"])} if "mass" in self.values else None

    def documents(self) -> Iterator[dict[str, Any]]:
        for name in self.values:
            element = self.catalogue.find(name)
            if element and element.value_type is ValueType.RESOURCE and name != "productImage":
                yield {**(self.resource(name) or {}), "linkType": self.catalogue.expand(element.term)}

    def resource(self, name: str) -> dict[str, Any] | None:
        resource, element = self.values.get(name), self.catalogue.find(name)
        if resource is None or element is None:
            return None
        media = {"mediaType": resource["contentType"]} if "contentType" in resource else {}
        return {"linkURL": resource["url"], "linkName": resource.get("title", element.label.en)} | media

    def parties(self) -> Iterator[dict[str, Any]]:
        if "manufacturerName" in self.values:
            maker = {
                "name": self.values["manufacturerName"],
                "operatorId": self.values.get("manufacturerOperatorId"),
                "website": self.values.get("manufacturerWebsite"),
            }
            yield self.party("manufacturer", maker, "manufacturerName")
        if "importer" in self.values:
            yield self.party("importer", self.values["importer"], "importer")
        if "responsibleOperator" in self.values:
            yield self.party("operator", self.values["responsibleOperator"], "responsibleOperator")

    def party(self, role: str, party: Mapping[str, Any], element_id: str) -> dict[str, Any]:
        about = {"type": ["Party"], "id": self.iri(party.get("operatorId") or "", element_id), "name": party["name"]}
        registered = party.get("eoriNumber") or party.get("operatorId")
        more = _without_nothing({"registeredId": registered, "organisationWebsite": party.get("website")})
        return {"role": role, "party": about | more}

    def materials(self) -> Iterator[dict[str, Any]]:
        """Critical raw materials, as shares of the mass, where both are stated."""
        element, mass = self.catalogue.find("criticalRawMaterials"), self.values.get("mass")
        if element is None or mass is None or mass["unit"] not in {Unit.KILOGRAM, Unit.GRAM}:
            return
        grams = mass["value"] * (1000 if mass["unit"] == Unit.KILOGRAM else 1)
        for material in self.values.get("criticalRawMaterials", ()):
            if "grams" in material and 0 <= material["grams"] <= grams and grams > 0:
                yield {
                    "name": material["name"],
                    "originCountry": {"countryCode": _NO_COUNTRY, "countryName": _NOT_STATED},
                    "materialType": {
                        "code": material["name"],
                        "name": material["name"],
                        "schemeId": element.legal[0].url,
                        "schemeName": element.legal[0].title,
                    },
                    "massFraction": round(material["grams"] / grams, 6),
                    "mass": {"value": material["grams"], "unit": CODES[Unit.GRAM]},
                }

    def claims(self) -> Iterator[dict[str, Any]]:
        for name in _CLAIMS:
            element = self.catalogue.find(name)
            if element and name in self.values:
                yield self.claim(element, self.values[name])

    def claim(self, element: Element, value: Any) -> dict[str, Any]:
        is_footprint = element.element_id == "carbonFootprint"
        metric = _FOOTPRINT if is_footprint else self.metric(element)
        claim: dict[str, Any] = {
            "type": ["Claim"],
            "id": f"{self.passport}#{element.element_id}",
            "name": element.label.en,
            "description": element.help.en,
            "referenceCriteria": [],
            "referenceRegulation": [
                {"type": ["Regulation"], "id": source.url, "name": f"{source.title}, {source.point}"}
                for source in element.legal
                if source.act != "voluntary"
            ],
            "claimDate": _day(self.document.last_updated),
            "claimedPerformance": [{"metric": metric} | _performance(element, value)],
            "conformityTopic": [_GREENHOUSE_GAS] if is_footprint else [],
        }
        evidence = list(_evidence(value))
        return claim | ({"evidence": evidence} if evidence else {})

    def metric(self, element: Element) -> dict[str, Any]:
        iri = self.catalogue.expand(element.term)
        return {"type": ["PerformanceMetric"], "id": iri, "name": element.label.en}

    def iri(self, identifier: str, part: str) -> str:
        """The identifier where it is a URI; else a name inside this passport."""
        return identifier if ":" in identifier and " " not in identifier else f"{self.passport}#{part}"


def _performance(element: Element, value: Any) -> dict[str, Any]:
    if element.value_type is ValueType.FIGURE:
        return {"measure": _measure(value)}
    label = next((code.label.en for code in element.codes if code.value == value), None)
    return {"score": {"code": str(value)} | ({"definition": label} if label else {})}


def _measure(figure: Mapping[str, Any]) -> dict[str, Any]:
    measure = {"value": figure["value"], "unit": _UNITS.get(figure["unit"], figure["unit"])}
    if "low" not in figure:
        return measure
    upper, lower = figure["high"] - figure["value"], figure["value"] - figure["low"]
    return measure | {"upperTolerance": round(upper, 6), "lowerTolerance": round(lower, 6)}


def _evidence(value: Any) -> Iterator[dict[str, Any]]:
    source = value.get("source", {}) if isinstance(value, Mapping) else {}
    if "url" in source:
        yield {"linkURL": source["url"], "linkName": source["title"]}


def _digital_link(identifier: str) -> DigitalLink | None:
    try:
        return parse(identifier)
    except InvalidInput:
        return None


def _day(moment: datetime) -> str:
    return utc_text(moment)[:10]


def _without_nothing(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None and value != []}
