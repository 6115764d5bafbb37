"""The JSON-LD context of the compressed form.

Rules: nothing is fetched (no other context is named); every term is protected; a number is `xsd:double`, because a JSON
number that is typed as a decimal becomes an invalid literal; a unit is a term, so that it becomes its QUDT IRI; several
values are a set, because a list would need nameless nodes.
"""

from typing import Any

from dpp.domain.catalogue import Catalogue, Element, Member, ValueType

HEADER: dict[str, Any] = {
    "digitalProductPassportId": "@id",
    "uniqueProductIdentifier": {"@id": "eudpp:uniqueProductIdentifier", "@type": "xsd:anyURI"},
    "granularity": "eudpp:granularity",
    "dppSchemaVersion": "eudpp:schemaVersion",
    "dppStatus": "eudpp:status",
    "lastUpdated": {"@id": "eudpp:lastUpdate", "@type": "xsd:dateTimeStamp"},
    "economicOperatorId": "eudpp:uniqueOperatorIdentifier",
    "facilityId": "eudpp:uniqueFacilityIdentifier",
    "contentSpecificationIds": {"@id": "dcterms:conformsTo", "@type": "@id", "@container": "@set"},
}
FIGURE = {
    "value": {"@id": "schema:value", "@type": "xsd:double"},
    "low": {"@id": "schema:minValue", "@type": "xsd:double"},
    "high": {"@id": "schema:maxValue", "@type": "xsd:double"},
    "unit": {"@id": "qudt:hasUnit", "@type": "@vocab"},
    "method": "kp:method",
    "quality": "kp:dataQuality",
    "source": {"@id": "dcterms:source", "@type": "@id"},
}
SHARED = {
    "title": "dcterms:title",
    "url": {"@id": "schema:url", "@type": "@id"},
    "date": "dcterms:date",
    "licence": "dcterms:license",
    "note": "kp:note",
    "contentType": "dcterms:format",
    "language": "dcterms:language",
}
TYPES = {
    ValueType.NUMBER: "xsd:double",
    ValueType.BOOLEAN: "xsd:boolean",
    ValueType.DATE: "xsd:date",
    ValueType.MONTH: "xsd:gYearMonth",
    ValueType.URI: "@id",
    ValueType.FIGURE: "@id",
    ValueType.COLLECTION: "@id",
    ValueType.RESOURCE: "@id",
}


def context(catalogue: Catalogue) -> dict[str, Any]:
    """The whole context document. Raises ValueError for a name with two meanings, or that is read as an address."""
    terms: dict[str, Any] = dict(catalogue.prefixes)
    for definitions in (HEADER, FIGURE, SHARED, _units(catalogue), _elements(catalogue)):
        for name, definition in definitions.items():
            if ":" in name or "/" in name:
                raise ValueError(f"'{name}' would be read as an address: a term has no colon and no slash")
            if terms.setdefault(name, definition) != definition:
                raise ValueError(f"'{name}' has two meanings: {terms[name]} and {definition}")
    opening = {"@version": 1.1, "@protected": True, "id": "@id", "type": "@type"}
    return {"@context": opening | terms}


def _units(catalogue: Catalogue) -> dict[str, Any]:
    return {unit.value: entry.term for unit, entry in catalogue.units.items()}


def _elements(catalogue: Catalogue) -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    for element in catalogue.elements.values():
        definitions[element.element_id] = _definition(element, element.multiple, element.datatype)
        _add_members(definitions, element.members)
    return definitions


def _add_members(definitions: dict[str, Any], members: tuple[Member, ...]) -> None:
    for member in members:
        definition = _definition(member, member.multiple, None)
        if definitions.setdefault(member.name, definition) != definition:
            raise ValueError(f"'{member.name}' has two meanings: {definitions[member.name]} and {definition}")
        _add_members(definitions, member.members)


def _definition(about: Element | Member, multiple: bool, datatype: str | None) -> str | dict[str, str]:  # noqa: FBT001  # private
    definition = {"@id": about.term}
    if about.value_type is ValueType.MULTI_LANGUAGE:
        return definition | {"@container": "@language"}
    if kind := datatype or TYPES.get(about.value_type):
        definition["@type"] = kind
    if multiple:
        definition["@container"] = "@set"
    return definition if len(definition) > 1 else about.term
