"""Reads the header of EN 18223 as peers write it, and gives it as the standard has it.

Rules:
1. Seven members are asked for; a facility and content specifications may be there.
2. Known other names (`lastUpdate`, the registry's `uniqueEconomicOperatorIdentifier`) and other cases are read.
3. `granularity` and `dppStatus` are lower-case words; `Item` and `Active` are read.
4. `lastUpdated` is a time in UTC with `Z`; another zone is converted, none is taken for UTC.
5. The identifiers of passport and product are URIs; a web address, a URN or a DID. Another text stays as it is.
6. `dppSchemaVersion` is `EN 18223:2026`; `EN18223:v1.0` is the same edition under its older name.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from dpp.domain.catalogue import Granularity
from dpp.domain.document import HEADER_MEMBERS, SCHEMA_VERSION, PassportStatus, utc_text
from dpp.domain.exchange.deviation import Findings
from dpp.domain.exchange.element_path import path_text
from dpp.domain.message import message

REQUIRED = HEADER_MEMBERS[:7]

_OTHER_NAMES = {
    "dppid": "digitalProductPassportId",
    "passportid": "digitalProductPassportId",
    "uniqueproductid": "uniqueProductIdentifier",
    "granularitylevel": "granularity",
    "dppgranularity": "granularity",
    "lastupdate": "lastUpdated",
    "lastupdatedat": "lastUpdated",
    "economicoperatoridentifier": "economicOperatorId",
    "uniqueeconomicoperatoridentifier": "economicOperatorId",
    "uniqueoperatoridentifier": "economicOperatorId",
    "facilityidentifier": "facilityId",
    "uniquefacilityidentifier": "facilityId",
    "contentspecificationid": "contentSpecificationIds",
} | {name.casefold(): name for name in HEADER_MEMBERS}
_OLD_VERSIONS = {"en18223:v1.0", "en18223:2026", "en18223:2026:v1.0"}
_URI = re.compile(r"(?:https?://[^\s/]+\S*|urn:[a-z0-9][a-z0-9-]{0,31}:\S+|did:[a-z0-9]+:\S+)", re.IGNORECASE)
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:([Tt ])(\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?(Z|z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)
_STRICT_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z", re.ASCII)


def header_name(name: str) -> str | None:
    """The header member that a name of somebody else means; nothing for the name of an element."""
    return _OTHER_NAMES.get(name.casefold())


def read_header(content: Mapping[str, Any], found: Findings) -> dict[str, Any]:
    """The members of the header that are there, in the order of the standard and as it has them."""
    given: dict[str, tuple[str, Any]] = {}
    for name, value in content.items():
        member = header_name(name)
        if member is None:
            continue
        if name != member and (member in content or member in given):
            _second(name, member, found)
            continue
        given[member] = (name, value)
        if name != member:
            _renamed(name, member, found)
    _missing(given, found)
    return {member: _read(member, *given[member], found) for member in HEADER_MEMBERS if member in given}


def _read(member: str, name: str, value: Any, found: Findings) -> Any:
    return _READERS[member](value, path_text([name]), found)


def _renamed(name: str, member: str, found: Findings) -> None:
    what = message("'{name}' is read as '{member}'.", name=name, member=member)
    found.warning(path_text([name]), "header-name", what, message("Call it '{member}'.", member=member))


def _second(name: str, member: str, found: Findings) -> None:
    what = message("'{name}' means '{member}', which is here already: it was not read.", name=name, member=member)
    found.warning(path_text([name]), "header-twice", what, message("Leave '{name}' out.", name=name))


def _missing(given: Mapping[str, Any], found: Findings) -> None:
    for member in REQUIRED:
        if member not in given:
            what = message("'{name}' is missing from the header of the passport.", name=member)
            found.error(f"$.{member}", "header-missing", what, message("Add '{member}'.", member=member))


def _uri(value: Any, path: str, found: Findings) -> Any:
    if not isinstance(value, str) or not _URI.fullmatch(value):
        what = message("This identifier is no URI.")
        found.error(path, "id-no-uri", what, message("Use a URI that nobody else uses, best an https address."))
    return value


def _word(words: type[StrEnum]) -> Callable[[Any, str, Findings], Any]:
    def read(value: Any, path: str, found: Findings) -> Any:
        known = ", ".join(words)
        word = value.strip().casefold() if isinstance(value, str) else ""
        if word not in set(words):
            found.error(path, "header-value", message("Expected one of {expected}.", expected=known))
            return value
        if word != value:
            what = message("'{value}' is read as '{word}'.", value=value, word=word)
            found.warning(path, "header-case", what, message("Write '{word}'.", word=word))
        return word

    return read


def _schema_version(value: Any, path: str, found: Findings) -> Any:
    if value == SCHEMA_VERSION:
        return value
    fix = message("Write '{word}'.", word=SCHEMA_VERSION)
    if isinstance(value, str) and re.sub(r"\s", "", value).casefold() in _OLD_VERSIONS:
        found.warning(
            path, "schema-version", message("'{value}' is read as '{word}'.", value=value, word=SCHEMA_VERSION), fix
        )
        return SCHEMA_VERSION
    found.error(path, "schema-version", message("This is no edition of EN 18223 that we know."), fix)
    return value


def _time(value: Any, path: str, found: Findings) -> Any:
    matched = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    moment = _moment(matched) if matched else None
    if matched is None or moment is None:
        what = message("Expected a time in UTC such as {example}.", example="2026-11-20T10:15:00Z")
        found.error(path, "time", what)
        return value
    if _STRICT_TIME.fullmatch(value):
        return value
    written = utc_text(moment)
    what = (
        message("A time without a zone is taken for UTC: {time}.", time=written)
        if matched[6] is None
        else message("The time was written in another way than the standard's: {time}.", time=written)
    )
    found.warning(path, "time-zone", what, message("Write '{word}'.", word=written))
    return written


def _moment(matched: re.Match[str]) -> datetime | None:
    day, _, minutes, seconds, _, zone = matched.groups()
    text = f"{day}T{minutes or '00:00'}{seconds or ':00'}{(zone or 'Z').upper()}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _operator(value: Any, path: str, found: Findings) -> Any:
    if not isinstance(value, str) or not value.strip():
        found.error(path, "header-value", message("Expected an identifier in a text."))
    elif not _URI.fullmatch(value):
        what = message("This identifier is no URI: only its own register tells who or what it is.")
        found.note(path, "id-no-uri", what)
    return value


def _specifications(value: Any, path: str, found: Findings) -> Any:
    if isinstance(value, str):
        what = message("One value stands where a list is expected; it is read as a list of one.")
        found.warning(path, "one-for-many", what, message("Put it between [ and ]."))
        value = [value]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        found.error(path, "header-value", message("Expected a list of URIs."))
    return value


_READERS: dict[str, Callable[[Any, str, Findings], Any]] = {
    "digitalProductPassportId": _uri,
    "uniqueProductIdentifier": _uri,
    "granularity": _word(Granularity),
    "dppSchemaVersion": _schema_version,
    "dppStatus": _word(PassportStatus),
    "lastUpdated": _time,
    "economicOperatorId": _operator,
    "facilityId": _operator,
    "contentSpecificationIds": _specifications,
}
