"""The CBV hash id of an event: `ni:///sha-256;{hash}?ver=CBV2.0` (CBV 2.0, section 8.9).

Rules of the text that is hashed:
1. It begins with the type of the event; then come the members in the standard's order, each with its name and its
   value, nothing between them. A member that is absent is left out.
2. The time of recording, the id, an error declaration and the context take no part.
3. Times are in UTC with milliseconds and `Z`; the offset stays as it is. Numbers have no zeros too many.
4. Words of CBV and types of GS1 are whole addresses; identifiers of GS1 are canonical links (`gs1_uris`).
5. The entries of a list are sorted as text; so is what comes last: master data (`ilmd`), and the members of others,
   each named `{namespace}name`, with their own members after their name. A member of others inside one of the standard
   comes last too, after the names of what it stands in: `readPoint{namespace}name`.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from lifecycle.domain.epcis.gs1_uris import canonical_uri
from lifecycle.domain.epcis.vocabulary import full_word


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ORDER = _names(
    "eventTime eventTimeZoneOffset epcList parentID inputEPCList childEPCs quantityList childQuantityList "
    "inputQuantityList outputEPCList outputQuantityList action transformationID bizStep disposition "
    "persistentDisposition readPoint bizLocation bizTransactionList sourceList destinationList sensorElementList"
)
_INSIDE: Mapping[str, tuple[str, ...]] = {
    "quantityElement": ("epcClass", "quantity", "uom"),
    "persistentDisposition": ("set", "unset"),
    "readPoint": ("id",),
    "bizLocation": ("id",),
    "bizTransaction": ("type", "bizTransaction"),
    "source": ("type", "source"),
    "destination": ("type", "destination"),
    "sensorElement": ("sensorMetadata", "sensorReport"),
    "sensorMetadata": _names("time startTime endTime deviceID deviceMetadata rawData dataProcessingMethod bizRules"),
    "sensorReport": _names(
        "type exception deviceID deviceMetadata rawData dataProcessingMethod time microorganism chemicalSubstance "
        "value component stringValue booleanValue hexBinaryValue uriValue minValue maxValue meanValue sDev percRank "
        "percValue uom coordinateReferenceSystem"
    ),
}
_LISTS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("epcList", "inputEPCList", "childEPCs", "outputEPCList"), ("", "epc")),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"),
        ("quantityElement", "quantityElement"),
    ),
    "bizTransactionList": ("bizTransaction", ""),
    "sourceList": ("source", ""),
    "destinationList": ("destination", ""),
    "sensorElementList": ("sensorElement", "sensorElement"),
}
"""Lists: what their entries are (empty: an identifier), and the word before each."""
_IGNORED = {"@context", "type", "recordTime", "eventID", "errorDeclaration", "certificationInfo"}
_WORDS = {"bizStep": "BizStep", "disposition": "Disp", "set": "Disp", "unset": "Disp"}
_TYPES = {"bizTransaction": "BTT", "source": "SDT", "destination": "SDT"}
_TIMES = {"eventTime", "time", "startTime", "endTime"}
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_VOCABULARY = "https://gs1.org/voc/"


def hash_id(event: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    """The id; `prefixes` are those of the event's context."""
    digest = hashlib.sha256(pre_hash(event, prefixes).encode()).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"


def pre_hash(event: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    """The text that is hashed."""
    told = [f"eventType={event['type']}"]
    told += [_member(name, event[name]) for name in _ORDER if name in event]
    last = [_left_over(name, value, prefixes) for name, value in event.items() if name not in _IGNORED]
    return "".join(told) + "".join(sorted(last))


def _member(name: str, value: Any) -> str:
    if name in _LISTS:
        kind, shown = _LISTS[name]
        entries = sorted(shown + (_object(kind, each) if kind else f"={_uri(each)}") for each in value)
        return name + "".join(entries) if entries else ""
    if name in _INSIDE:
        return name + _object(name, value)
    return f"{name}={_simple(name, value)}"


def _object(kind: str, value: Mapping[str, Any]) -> str:
    """The members of an object in the standard's order."""
    told: list[str] = []
    for name in _INSIDE[kind]:
        if name in value:
            entries = value[name] if isinstance(value[name], list) else [value[name]]
            told += sorted(_inner(kind, name, each) for each in entries)
    return "".join(told)


def _inner(kind: str, name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return name + _object(name, value)
    if name == "type" and kind in _TYPES:
        return f"type={full_word(_TYPES[kind], value)}"
    if name in {"type", "exception"} and ":" not in value:
        return f"{name}={_VOCABULARY}{value}"
    return f"{name}={_simple(name, value)}"


def _left_over(name: str, value: Any, prefixes: Mapping[str, str]) -> str:
    """What the standard's order does not tell of a member of the event: master data, and members of others."""
    if name in _LISTS:
        kind, shown = _LISTS[name]
        inside = "".join(shown + each for each in (_others(kind, entry, prefixes) for entry in value if kind) if each)
        return name + inside if inside else ""
    if name in _INSIDE:
        inside = _others(name, value, prefixes)
        return name + inside if inside else ""
    if name == "ilmd":
        return name + _foreign(value, prefixes)
    return "" if name in _ORDER else _named(name, value, prefixes)


def _others(kind: str, value: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    """The members of others inside an object of the standard, and inside the objects in it."""
    found = []
    for name, member in value.items():
        if name not in _INSIDE[kind]:
            found.append(_named(name, member, prefixes))
        elif name in _INSIDE and isinstance(member, (list, Mapping)):
            entries = member if isinstance(member, list) else [member]
            found += [name + each for each in (_others(name, entry, prefixes) for entry in entries) if each]
    return "".join(sorted(found))


def _foreign(value: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    return "".join(sorted(_named(name, each, prefixes) for name, each in value.items()))


def _named(name: str, value: Any, prefixes: Mapping[str, str]) -> str:
    """A member of others: each of its values after its name."""
    prefix, colon, local = name.partition(":")
    named = f"{{{prefixes[prefix]}}}{local}" if colon and prefix in prefixes else name
    values = value if isinstance(value, list) else [value]
    told = (_foreign(each, prefixes) if isinstance(each, Mapping) else f"={_simple(named, each)}" for each in values)
    return "".join(sorted(named + each for each in told))


def _simple(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).strip()
    if name in _TIMES:
        return _time(text)
    if name in _WORDS:
        return full_word(_WORDS[name], text)
    return _number(text) or _uri(text)


def _uri(text: str) -> str:
    return canonical_uri(text) or text


def _number(text: str) -> str | None:
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, fraction = text.partition(".")
    digits = whole.lstrip("+-").lstrip("0") or "0"
    kept = fraction.rstrip("0")
    sign = "-" if text.startswith("-") and (digits != "0" or kept) else ""
    return f"{sign}{digits}.{kept}" if kept else f"{sign}{digits}"


def _time(text: str) -> str:
    """To the millisecond, halves up (rule 3); what is no time stays as it is."""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC) + timedelta(microseconds=500)
    except (ValueError, OverflowError):
        return text
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
