"""Reads a UNTP 0.7 Product (the subject of a DigitalProductPassport) into our header and elements.

Source: UN Transparency Protocol 0.7, DigitalProductPassport.

Read: the identifiers and granularity, name, model number, country and date of production, weight, picture, the
manufacturer, importer and brand owner. A figure bears the credential as its source, because UNTP gives no other.

Not read, and told so: claims (a number says neither per how much of the product it counts, nor by which method),
materials (their shares are of no unit of ours), documents (their kind is free), packaging and characteristics.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dpp.domain.exchange.deviation import Findings
from dpp.domain.exchange.element_path import Step, path_text
from dpp.domain.message import message

_NOT_READ = (
    "performanceClaim",
    "materialProvenance",
    "relatedDocument",
    "packaging",
    "characteristics",
    "productLabel",
)
_UNNAMED = "a UNTP credential"


class _Subject:
    """The product, where it stands in the document, and what was read from it so far."""

    def __init__(self, product: Mapping[str, Any], place: tuple[Step, ...], found: Findings) -> None:
        self.product, self.place, self.found = product, place, found
        self.elements: dict[str, Any] = {}

    def at(self, *steps: Step) -> Any:
        """What stands there, or nothing."""
        value: Any = self.product
        for step in steps:
            is_there = isinstance(value, Mapping) and step in value
            value = value[step] if is_there else None
        return value

    def take(self, element_id: str, value: Any, *steps: Step) -> None:
        """An element that was read, where there is one, and the place that it came from."""
        if value is not None:
            self.elements[element_id] = value
            self.found.places[f"$.{element_id}"] = path_text((*self.place, *steps))


def read_product(
    product: Mapping[str, Any], credential: Mapping[str, Any] | None, found: Findings
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header members that the document has, and the elements; `credential` is nothing for a bare product."""
    subject = _Subject(product, () if credential is None else ("credentialSubject",), found)
    _identity(subject)
    _making(subject, _source(credential))
    _parties(subject)
    _tell_what_is_not_read(subject)
    return _header(subject, credential or {}), subject.elements


def _header(subject: _Subject, credential: Mapping[str, Any]) -> dict[str, Any]:
    issuer = credential.get("issuer")
    members = {
        "digitalProductPassportId": credential.get("id"),
        "uniqueProductIdentifier": subject.at("id"),
        "granularity": subject.at("idGranularity"),
        "lastUpdated": credential.get("validFrom"),
        "economicOperatorId": issuer.get("id") if isinstance(issuer, Mapping) else issuer,
        "facilityId": subject.at("producedAtFacility", "id"),
    }
    return {name: value for name, value in members.items() if isinstance(value, str)}


def _source(credential: Mapping[str, Any] | None) -> dict[str, Any]:
    issuer = (credential or {}).get("issuer")
    title = issuer.get("name") if isinstance(issuer, Mapping) else None
    source = {"title": title if isinstance(title, str) and title else _UNNAMED}
    address = (credential or {}).get("id")
    return source | ({"url": address} if isinstance(address, str) and address.startswith("https://") else {})


def _identity(subject: _Subject) -> None:
    subject.take("modelName", subject.at("name"), "name")
    subject.take("modelIdentifier", subject.at("modelNumber"), "modelNumber")
    image = subject.at("productImage")
    if isinstance(image, Mapping):
        names = {"linkURL": "url", "linkName": "title", "mediaType": "contentType"}
        resource = {ours: image[theirs] for theirs, ours in names.items() if theirs in image}
        subject.take("productImage", resource, "productImage")


def _making(subject: _Subject, source: dict[str, Any]) -> None:
    country = subject.at("countryOfProduction", "countryCode")
    subject.take("assemblyCountry", country, "countryOfProduction", "countryCode")
    made = subject.at("productionDate")
    if isinstance(made, str) and subject.at("idGranularity") == "item":
        subject.take("productionMonth", made[:7], "productionDate")
    weight = subject.at("dimensions", "weight")
    if isinstance(weight, Mapping):
        figure = {name: weight[name] for name in ("value", "unit") if name in weight} | {"source": source}
        subject.take("mass", figure | _range(weight), "dimensions", "weight")


def _range(measure: Mapping[str, Any]) -> dict[str, Any]:
    """Low and high of a measure that gives both of its tolerances."""
    numbers = [measure.get(name) for name in ("value", "lowerTolerance", "upperTolerance")]
    if not all(isinstance(number, int | float) for number in numbers):
        return {}
    value, lower, upper = numbers
    return {"low": value - abs(lower), "high": value + abs(upper)}  # type: ignore[arg-type]  # numbers, all


def _parties(subject: _Subject) -> None:
    roles = subject.at("relatedParty")
    for number, entry in enumerate(roles if isinstance(roles, list) else ()):
        party = entry.get("party") if isinstance(entry, Mapping) else None
        if not isinstance(party, Mapping):
            continue
        here: tuple[Step, ...] = ("relatedParty", number, "party")
        if entry.get("role") == "manufacturer":
            subject.take("manufacturerName", party.get("name"), *here, "name")
            subject.take("manufacturerOperatorId", party.get("id"), *here, "id")
            subject.take("manufacturerWebsite", party.get("organisationWebsite"), *here, "organisationWebsite")
        elif entry.get("role") == "brandOwner":
            subject.take("brand", party.get("name"), *here, "name")
        elif entry.get("role") == "importer":
            names = {"name": "name", "operatorId": "id", "website": "organisationWebsite"}
            importer = {ours: party[theirs] for ours, theirs in names.items() if theirs in party}
            subject.take("importer", importer, *here)


def _tell_what_is_not_read(subject: _Subject) -> None:
    for name in _present(_NOT_READ, subject.product):
        what = message("'{name}' of UNTP has no element of ours: it is checked, and not read.", name=name)
        subject.found.note(path_text((*subject.place, name)), "untp-not-read", what)


def _present(names: Iterable[str], product: Mapping[str, Any]) -> list[str]:
    return [name for name in names if name in product]
