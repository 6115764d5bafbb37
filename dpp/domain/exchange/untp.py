"""A passport as the DigitalProductPassport of the UN Transparency Protocol (UNTP) 0.7: a W3C credential, not signed.

The issuer is who answers for the passport, which for one compiled from public sources is not the maker.

Where UNTP asks for what a passport need not say:
1. `producedAtFacility` is the facility of the header; without one it bears an id of this passport and says that the
   facility is not stated. A `countryOfProduction` that nobody stated is `ZZ`, the code for a country that is not known.
2. `productCategory` is the commodity code where there is one, and our product group.

Claims and materials: `dpp.domain.exchange.untp_claims`.

What UNTP cannot express is left out: the history, grades and repairs of an item, spare parts with their prices and
dates, dates of software support, locks, substances of concern (a concentration in a part is no share of the product),
critical raw materials whose mass is not stated, packaging whose origin nobody states, shares of a footprint by stage of
life, power in modes, technical details, and every element that the catalogue does not know.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dpp.domain.catalogue import Catalogue, Element, ValueType
from dpp.domain.document import EffectiveDocument, utc_text
from dpp.domain.errors import InvalidInput
from dpp.domain.exchange.untp_claims import NO_COUNTRY, NOT_STATED, certificates, claims, materials, measure
from dpp.domain.gs1.digital_link import DigitalLink, parse
from dpp.domain.links import Links

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://vocabulary.uncefact.org/untp/0.7.0/context/")
_SIDES = {"width": "productWidth", "height": "productHeight", "length": "productDepth"}
_ROLES = {
    "authorised-representative": "operator",
    "distributor": "distributor",
    "dealer": "retailer",
    "fulfilment": "logisticsProvider",
    "refurbisher": "remanufacturer",
    "remanufacturer": "remanufacturer",
}


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
                "batchNumber": self.values.get("batchNumber", qualifiers.get("10")),
                "itemNumber": qualifiers.get("21"),
                "productImage": self.image(),
                "relatedDocument": list(self.documents()),
                "relatedParty": list(self.parties()),
                "dimensions": self.dimensions(),
                "materialProvenance": list(materials(self.values, self.catalogue)),
                "performanceClaim": [*claims(self.document, self.catalogue), *certificates(self.document)],
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
        name = facility or NOT_STATED
        return {"type": ["Facility"], "id": self.iri(facility or "", "producedAtFacility"), "name": name}

    def country(self) -> dict[str, Any]:
        code = self.values.get("assemblyCountry")
        return {"countryCode": code} if code else {"countryCode": NO_COUNTRY, "countryName": NOT_STATED}

    def dimensions(self) -> dict[str, Any] | None:
        sides = self.values.get("dimensions", {})
        measured = {side: measure(sides[ours]) for side, ours in _SIDES.items() if ours in sides}
        weight = {"weight": measure(self.values["mass"])} if "mass" in self.values else {}
        return weight | measured or None

    def documents(self) -> Iterator[dict[str, Any]]:
        for name in self.values:
            element = self.catalogue.find(name)
            if element and element.value_type is ValueType.RESOURCE and name != "productImage":
                value = self.values[name]
                for resource in value if isinstance(value, list) else [value]:
                    yield _link(resource, element) | {"linkType": self.catalogue.expand(element.term)}

    def image(self) -> dict[str, Any] | None:
        image, element = self.values.get("productImage"), self.catalogue.find("productImage")
        return _link(image, element) if image and element else None

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
        for number, other in enumerate(self.values.get("otherOperators", ())):
            if other.get("role") in _ROLES:
                yield self.party(_ROLES[other["role"]], other, f"otherOperators.{number}")

    def party(self, role: str, party: Mapping[str, Any], element_id: str) -> dict[str, Any]:
        about = {"type": ["Party"], "id": self.iri(party.get("operatorId") or "", element_id), "name": party["name"]}
        registered = party.get("eoriNumber") or party.get("operatorId")
        more = _without_nothing({"registeredId": registered, "organisationWebsite": party.get("website")})
        return {"role": role, "party": about | more}

    def iri(self, identifier: str, part: str) -> str:
        """The identifier where it is a URI; else a name inside this passport."""
        return identifier if ":" in identifier and " " not in identifier else f"{self.passport}#{part}"


def _link(resource: Mapping[str, Any], element: Element) -> dict[str, Any]:
    media = {"mediaType": resource["contentType"]} if "contentType" in resource else {}
    return {"linkURL": resource["url"], "linkName": resource.get("title", element.label.en)} | media


def _digital_link(identifier: str) -> DigitalLink | None:
    try:
        return parse(identifier)
    except InvalidInput:
        return None


def _without_nothing(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None and value != []}
