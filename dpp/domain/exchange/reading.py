"""Reads anyone's passport: EN 18223 in either form, or a UNTP 0.7 product, into our header and compressed elements.

Rules:
1. What can be read is read, and every difference from the standard is told with its path and its fix; nothing that
   was not said is added.
2. `elements` as a list is the full form; where other members stand beside it both are read, and the list wins.
3. An element is known by its elementId, in any case; by its dictionary reference; or by the term of our catalogue
   (`eudpp:GTIN`, whole or with a prefix). Two elements never become one: the second keeps its own name.
4. What the catalogue does not know is kept as it came.
5. A `@context` of others is told and never fetched.
6. An envelope (`dpp.domain.exchange.envelope`) is opened by the caller, who guards the bytes inside like any others.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dpp.domain.catalogue import Catalogue, Granularity
from dpp.domain.document import HEADER_MEMBERS
from dpp.domain.errors import InvalidInput
from dpp.domain.exchange.deviation import Deviation, Findings, received_path
from dpp.domain.exchange.element_path import path_text
from dpp.domain.exchange.full_form import read_full
from dpp.domain.exchange.header import header_name, read_header
from dpp.domain.exchange.untp_product import read_product
from dpp.domain.exchange.values import read_values
from dpp.domain.message import message

_JSON_LD = {"@context", "id", "@id", "type", "@type"}
_WRAPPERS = ("dpp", "passport", "digitalProductPassport", "DigitalProductPassport", "data", "payload", "vc")
_OF_A_UNTP_PRODUCT = {"idGranularity", "idScheme", "productCategory", "producedAtFacility", "countryOfProduction"}


class Form(StrEnum):
    """What kind of document it was."""

    COMPRESSED = "compressed"
    FULL = "full"
    UNTP_CREDENTIAL = "UNTP 0.7 credential"
    UNTP_PRODUCT = "UNTP 0.7 product"

    @property
    def is_untp(self) -> bool:
        return self in {Form.UNTP_CREDENTIAL, Form.UNTP_PRODUCT}


@dataclass(frozen=True)
class Reading:
    """What was read: the header members that were given, and the elements in our compressed form.

    `context` is `@context` as it came. `places` leads from our paths to those of the received document.
    """

    form: Form
    header: Mapping[str, Any]
    elements: Mapping[str, Any]
    deviations: tuple[Deviation, ...]
    context: Any = None
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def granularity(self) -> Granularity | None:
        """Of what the passport is, where it says so in a word of the standard."""
        given = self.header.get("granularity")
        return Granularity(given) if isinstance(given, str) and given in set(Granularity) else None

    def received_path(self, path: str) -> str:
        """Where a path of our compressed form (`$.mass.value`) stands in the document that was received."""
        return received_path(self.places, path)


def read_passport(content: Any, catalogue: Catalogue) -> Reading:
    """The passport in this JSON value; InvalidInput only for what is no object."""
    if not isinstance(content, Mapping):
        raise InvalidInput(
            message("A passport is a JSON object of elements."), remedy=message("Send one passport, between {{ and }}.")
        )
    found = Findings()
    content = _unwrapped(content, found)
    form = _form(content)
    if form.is_untp:
        header, elements = _untp(content, form, found)
        references: dict[str, str] = {}
    else:
        header = read_header(content, found)
        elements, references = _elements(content, form, found)
        _json_ld(content, found)
    named = _named(elements, references, catalogue, found)
    read = read_values(named, catalogue, found)
    return Reading(form, header, read, found.deviations, content.get("@context"), found.places)


def _unwrapped(content: Mapping[str, Any], found: Findings) -> Mapping[str, Any]:
    """The passport itself, where it lies alone in a wrapping (`{"dpp": {...}}`)."""
    for name in _WRAPPERS:
        inner = content.get(name)
        if isinstance(inner, Mapping) and _is_passport(inner) and not _is_passport(content):
            what = message("The passport lies in '{name}'; paths begin there.", name=name)
            found.warning(f"$.{name}", "wrapped", what, message("Send the passport itself."))
            return inner
    return content


def _is_passport(content: Mapping[str, Any]) -> bool:
    return "credentialSubject" in content or any(name in content for name in HEADER_MEMBERS)


def _form(content: Mapping[str, Any]) -> Form:
    if isinstance(content.get("credentialSubject"), Mapping):
        return Form.UNTP_CREDENTIAL
    types = content.get("type")
    if "Product" in (types if isinstance(types, list) else [types]) and _OF_A_UNTP_PRODUCT & set(content):
        return Form.UNTP_PRODUCT
    return Form.FULL if isinstance(content.get("elements"), list) else Form.COMPRESSED


def _untp(content: Mapping[str, Any], form: Form, found: Findings) -> tuple[dict[str, Any], dict[str, Any]]:
    if form is Form.UNTP_PRODUCT:
        return read_product(content, None, found)
    return read_product(content["credentialSubject"], content, found)


def _elements(content: Mapping[str, Any], form: Form, found: Findings) -> tuple[dict[str, Any], dict[str, str]]:
    """The elements by the names that they came with, and the dictionary references of the full form."""
    beside = {
        name: value
        for name, value in content.items()
        if header_name(name) is None and name not in _JSON_LD and name != "elements"
    }
    for name in beside:
        found.places[f"$.{name}"] = path_text([name])
    if form is Form.COMPRESSED:
        inside = content.get("elements")
        return (beside | _collected(inside, found) if isinstance(inside, Mapping) else beside), {}
    if beside:
        what = message(
            "Elements stand both in 'elements' and beside it: {names}.", names=", ".join(sorted(beside)[:10])
        )
        found.warning(path_text([next(iter(beside))]), "mixed-forms", what, message("Put them all in 'elements'."))
    listed, references = read_full(content["elements"], found)
    return beside | listed, references


def _collected(inside: Mapping[str, Any], found: Findings) -> dict[str, Any]:
    what = message("The elements stand in an object 'elements'; they are read as if they stood beside the header.")
    found.warning("$.elements", "elements-object", what, message("Put them beside the header, or write the full form."))
    for name in inside:
        found.places[f"$.{name}"] = path_text(["elements", name])
    return dict(inside)


def _json_ld(content: Mapping[str, Any], found: Findings) -> None:
    for name in sorted(_JSON_LD - {"@context"}):
        if name in content:
            what = message("'{name}' is no member of a passport of EN 18223: it was not read.", name=name)
            found.note(path_text([name]), "json-ld-member", what)


def _named(
    elements: dict[str, Any], references: Mapping[str, str], catalogue: Catalogue, found: Findings
) -> dict[str, Any]:
    """The elements under the names of our catalogue, where it knows them by another (rule 3)."""
    by_other_name = _other_names(catalogue)
    named: dict[str, Any] = {}
    for name, value in elements.items():
        ours = name if name in catalogue.elements else _known(name, references.get(name), by_other_name)
        if ours is None or ours == name or ours in elements or ours in named:
            named[name] = value
            continue
        named[ours] = value
        what = message("'{name}' is read as '{member}'.", name=name[:100], member=ours)
        found.warning(found.received(f"$.{name}"), "element-name", what, message("Call it '{member}'.", member=ours))
        found.move(f"$.{name}", f"$.{ours}")
    return named


def _known(name: str, reference: str | None, by_other_name: Mapping[str, str]) -> str | None:
    return by_other_name.get(name.casefold()) or by_other_name.get((reference or "").casefold())


def _other_names(catalogue: Catalogue) -> dict[str, str]:
    """elementIds, terms and whole IRIs in lower case, each with its elementId; a term that two share names neither."""
    terms = Counter(element.term for element in catalogue.elements.values())
    names: dict[str, str] = {}
    for element in catalogue.elements.values():
        if terms[element.term] == 1:
            names[element.term.casefold()] = element.element_id
            names[catalogue.expand(element.term).casefold()] = element.element_id
    return names | {element_id.casefold(): element_id for element_id in catalogue.elements}
