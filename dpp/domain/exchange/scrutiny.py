"""What to look at in a document that was read: identifiers, names of nodes, contexts and characters.

Rules:
1. A GS1 Digital Link follows its syntax, and names what the granularity says: a serial number one item, a batch number
   one batch, a GTIN alone a model.
2. The EU registry takes identifiers of at most 50 characters that start with `https://` (Regulation (EU) 2026/1778).
3. A blank node (`_:b0`) is refused: to compare graphs of them can take for ever, and nobody can point at one.
4. A context of others is told; none is ever fetched. Inline contexts are refused by some verifiers.
5. Control characters are refused: they cannot be written in every form of RDF.
6. A document has at most `MOST_CONTEXTS` contexts.
7. A text has at most `LONGEST_TEXT` characters.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from dpp.domain.catalogue import Catalogue, Granularity, ValueType
from dpp.domain.document import context
from dpp.domain.errors import InvalidInput
from dpp.domain.exchange.deviation import Findings
from dpp.domain.exchange.element_path import path_text
from dpp.domain.exchange.reading import Form, Reading
from dpp.domain.exchange.walk import walk
from dpp.domain.gs1.digital_link import PRIMARY_KEYS, DigitalLink, parse
from dpp.domain.message import message

LONGEST_TEXT = 2_000
LONGEST_REGISTERED = 50
MOST_CONTEXTS = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SERIAL, _BATCH = {"21", "8003", "8004", "8006"}, {"10"}


def look_at(content: Mapping[str, Any], reading: Reading, catalogue: Catalogue, found: Findings) -> None:
    """All rules of this module over the document as received and as read."""
    _identifier(reading, found)
    _values(content, found)
    _count_contexts(content, found)
    if reading.form.is_untp:
        return
    _contexts(reading, catalogue, found)
    if reading.form is Form.COMPRESSED:
        _nameless(reading, catalogue, found)


def _identifier(reading: Reading, found: Findings) -> None:
    product = reading.header.get("uniqueProductIdentifier")
    if not isinstance(product, str):
        return
    path = "$.credentialSubject.id" if reading.form is Form.UNTP_CREDENTIAL else "$.uniqueProductIdentifier"
    if len(product) > LONGEST_REGISTERED or not product.startswith("https://"):
        most = LONGEST_REGISTERED
        what = message("The EU registry takes identifiers of at most {most} characters with https://.", most=most)
        found.note(path, "registry-length", what)
    if not _claims_to_be_gs1(product):
        return
    try:
        link = parse(product)
    except InvalidInput as error:
        fix = message("Mend the identifier by the syntax of GS1 Digital Link 1.7.")
        found.error(path, "digital-link", error.what, fix)
        return
    named, said = _names(link), reading.granularity
    if said is not None and named is not said:
        what = message(
            "The passport says it is of one {said}; its identifier names one {named}.", said=said, named=named
        )
        fix = message("Let both say the same: a serial number for an item, a batch number for a batch.")
        found.warning(path, "granularity-identifier", what, fix)


def _claims_to_be_gs1(product: str) -> bool:
    """Whether a web address has a primary key of GS1 in its path, followed by something."""
    try:
        address = urlsplit(product)
    except ValueError:
        return False
    segments = address.path.split("/")
    return address.scheme.lower() in {"http", "https"} and any(segment in PRIMARY_KEYS for segment in segments[:-1])


def _names(link: DigitalLink) -> Granularity:
    keys = {link.key, *(key for key, _ in link.qualifiers)}
    if keys & _SERIAL:
        return Granularity.ITEM
    return Granularity.BATCH if keys & _BATCH else Granularity.MODEL


def _values(content: Mapping[str, Any], found: Findings) -> None:
    for steps, value in walk(content):
        name = steps[-1] if steps else ""
        for text in (value, name):
            if isinstance(text, str) and _CONTROL.search(text):
                what = message("A text with a control character cannot be written.")
                found.error(path_text(steps), "control-character", what, message("Take the character out."))
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            what = message(
                "A text has at most {most} characters; this one has {count}.", most=LONGEST_TEXT, count=len(value)
            )
            found.error(path_text(steps), "text-length", what, message("Link to a document instead."))
        if name in {"id", "@id"} and isinstance(value, str) and value.startswith("_:"):
            what = message("A blank node has no name that others can point at.")
            found.error(path_text(steps), "blank-node", what, message("Name it in this passport, such as '#mass'."))


def _count_contexts(content: Mapping[str, Any], found: Findings) -> None:
    contexts = content.get("@context")
    if isinstance(contexts, list) and len(contexts) > MOST_CONTEXTS:
        what = message("A document has at most {most} contexts; the others were not looked at.", most=MOST_CONTEXTS)
        found.error("$['@context']", "context-many", what, message("Leave out the contexts that are not used."))


def _contexts(reading: Reading, catalogue: Catalogue, found: Findings) -> None:
    given = reading.context if isinstance(reading.context, list) else [reading.context]
    if reading.context is None:
        if reading.form is Form.COMPRESSED:
            what = message("Without a @context nobody knows in which dictionary these names stand.")
            found.warning("$['@context']", "context-missing", what, message("Add the @context of your dictionary."))
        return
    for number, one in enumerate(given[:MOST_CONTEXTS]):
        path = f"$['@context'][{number}]" if isinstance(reading.context, list) else "$['@context']"
        if not isinstance(one, str):
            what = message("A context that stands in the document itself is refused by some verifiers.")
            found.warning(path, "context-inline", what, message("Publish it, and give its address."))
        elif not one.startswith(context(catalogue.version).removesuffix(f"{catalogue.version}/context.jsonld")):
            what = message("This context of others was not fetched: only names that our catalogue has are understood.")
            found.note(path, "context-foreign", what)


def _nameless(reading: Reading, catalogue: Catalogue, found: Findings) -> None:
    """One note for all objects without an id, at the first of them."""
    nameless = [
        path
        for name, value in reading.elements.items()
        if (element := catalogue.find(name)) and element.value_type is not ValueType.MULTI_LANGUAGE
        for path in _without_id(value, f"$.{name}")
    ]
    if nameless:
        what = message("{count} object(s) in elements have no id; this is the first.", count=len(nameless))
        fix = message("Name every object after its place, such as '#mass', so that others can point at it.")
        found.note(reading.received_path(nameless[0]), "node-nameless", what, fix)


def _without_id(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for place, one in enumerate(value):
            yield from _without_id(one, f"{path}[{place}]")
    elif isinstance(value, Mapping):
        if "id" not in value:
            yield path
        for name, one in value.items():
            yield from _without_id(one, f"{path}.{name}")
