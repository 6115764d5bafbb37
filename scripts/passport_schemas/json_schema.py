"""JSON Schema 2020-12 of the compressed form.

`$defs/elements` describes the elements alone, for an editor or a merge patch; the root adds the header. Elements that
the catalogue does not know are let through: they are kept, for the owner alone.
"""

from typing import Any

from dpp.domain.catalogue import Catalogue, Code, Element, Granularity, Member, ValueType
from dpp.domain.document import SCHEMA_VERSION, PassportStatus
from dpp.domain.figure import Quality

URI_PATTERN = "^https?://[^\\s]+$"
DATE_PATTERN = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
MONTH_PATTERN = "^[0-9]{4}-(0[1-9]|1[0-2])$"
SOURCE_DATE_PATTERN = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
TIME_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$"
LANGUAGE_PATTERN = "^[a-z]{2,3}(-[A-Z]{2})?$"

TEXT = {"type": "string", "minLength": 1, "maxLength": 2000}
URI = {"type": "string", "pattern": URI_PATTERN, "maxLength": 2000, "examples": ["https://example.org/page"]}
NODE_ID = {"type": "string", "minLength": 2, "pattern": "^#[^\\s]+$", "examples": ["#mass"]}

SIMPLE: dict[ValueType, dict[str, Any]] = {
    ValueType.TEXT: TEXT,
    ValueType.NUMBER: {"type": "number"},
    ValueType.BOOLEAN: {"type": "boolean"},
    ValueType.DATE: {"type": "string", "pattern": DATE_PATTERN, "examples": ["2026-05-31"]},
    ValueType.MONTH: {"type": "string", "pattern": MONTH_PATTERN, "examples": ["2026-05"]},
    ValueType.URI: URI,
    ValueType.MULTI_LANGUAGE: {"$ref": "#/$defs/multiLanguageText"},
    ValueType.RESOURCE: {"$ref": "#/$defs/relatedResource"},
}


def json_schema(catalogue: Catalogue) -> dict[str, Any]:
    """The whole schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{catalogue.specification}/schema.json",
        "title": f"Passport of a display, laptop or phone, version {catalogue.version}, compressed form of EN 18223",
        "allOf": [{"$ref": "#/$defs/header"}, {"$ref": "#/$defs/elements"}],
        "$defs": {
            "header": _header(catalogue),
            "elements": _elements(catalogue),
            "figure": _figure(catalogue),
            "source": _source(),
            "relatedResource": _resource(),
            "multiLanguageText": _multi_language(),
        },
    }


def _header(catalogue: Catalogue) -> dict[str, Any]:
    required = ["digitalProductPassportId", "uniqueProductIdentifier", "granularity", "dppSchemaVersion", "dppStatus"]
    return {
        "type": "object",
        "required": ["@context", *required, "lastUpdated", "economicOperatorId"],
        "properties": {
            "@context": {"const": catalogue.context},
            "digitalProductPassportId": URI,
            "uniqueProductIdentifier": URI,
            "granularity": {"enum": [level.value for level in Granularity]},
            "dppSchemaVersion": {"const": SCHEMA_VERSION},
            "dppStatus": {"enum": [status.value for status in PassportStatus]},
            "lastUpdated": {"type": "string", "pattern": TIME_PATTERN, "examples": ["2026-05-31T10:00:00Z"]},
            "economicOperatorId": TEXT,
            "facilityId": TEXT,
            "contentSpecificationIds": {"type": "array", "items": URI, "uniqueItems": True},
        },
    }


def _elements(catalogue: Catalogue) -> dict[str, Any]:
    properties = {element.element_id: _element(element) for element in catalogue.elements.values()}
    return {"type": "object", "properties": properties}


def _element(element: Element) -> dict[str, Any]:
    words = {"title": element.label.en, "description": element.help.en}
    one = _value(element)
    if element.pattern:
        one = one | {"pattern": element.pattern, "examples": [element.example]}
    return words | (_many(one) if element.multiple else one)


def _value(about: Element | Member) -> dict[str, Any]:
    if about.value_type is ValueType.CODE:
        return {"enum": _codes(about.codes)}
    if about.value_type is ValueType.FIGURE:
        unit = {"properties": {"unit": {"const": about.unit}}} if about.unit else {}
        return {"$ref": "#/$defs/figure"} | unit
    if about.value_type is ValueType.COLLECTION:
        return _collection(about.members)
    return SIMPLE[about.value_type]


def _collection(members: tuple[Member, ...]) -> dict[str, Any]:
    return _closed(
        {member.name: _many(_value(member)) if member.multiple else _value(member) for member in members},
        [member.name for member in members if member.required],
    )


def _figure(catalogue: Catalogue) -> dict[str, Any]:
    number = {"type": "number"}
    properties = {
        "value": number,
        "low": number,
        "high": number,
        "unit": {"enum": [unit.value for unit in catalogue.units]},
        "method": TEXT,
        "quality": {"enum": [quality.value for quality in Quality]},
        "source": {"$ref": "#/$defs/source"},
    }
    together = {"dependentRequired": {"low": ["high"], "high": ["low"]}}
    return _closed(properties, ["value", "unit", "source"]) | together


def _source() -> dict[str, Any]:
    date = {"type": "string", "pattern": SOURCE_DATE_PATTERN, "examples": ["2026", "2026-05", "2026-05-31"]}
    return _closed({"title": TEXT, "url": URI, "date": date, "licence": TEXT, "note": TEXT}, ["title"])


def _resource() -> dict[str, Any]:
    language = {"type": "string", "pattern": LANGUAGE_PATTERN, "examples": ["nl", "nl-BE"]}
    return _closed({"title": TEXT, "url": URI, "contentType": TEXT, "language": language}, ["url"])


def _multi_language() -> dict[str, Any]:
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": LANGUAGE_PATTERN, "examples": ["nl", "nl-BE"]},
        "additionalProperties": TEXT,
    }


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    closed: dict[str, Any] = {"type": "object", "properties": {"id": NODE_ID, **properties}}
    return closed | ({"required": required} if required else {}) | {"additionalProperties": False}


def _many(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": one}


def _codes(codes: tuple[Code, ...]) -> list[str]:
    return [code.value for code in codes]
