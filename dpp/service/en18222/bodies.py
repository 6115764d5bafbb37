"""What somebody sent over EN 18222, read liberally: what could be read is used, and what differs is told.

Rules:
1. A body is one JSON value, of bounded depth and size.
2. What keeps a strict reader from reading a part of it is refused here too; lesser deviations are told with the
   answer.
3. Members of the header that the service gives itself need not be there.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dpp.domain.catalogue import Catalogue
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.exchange.deviation import Deviation, Severity
from dpp.domain.exchange.reading import Reading, read_passport
from dpp.domain.exchange.walk import walk
from dpp.domain.message import message
from dpp.domain.personal_data import personal_data
from dpp.service.received import read_json

_MISSING = "header-missing"
_IN_THE_HEADER = ("uniqueProductIdentifier", "facilityId")
_LONGEST = 200


def read_body(received: bytes) -> Any:
    """The JSON value in these bytes (rule 1)."""
    content = read_json(received)
    for _ in walk(content):
        pass
    return content


def read_members(received: bytes) -> dict[str, Any]:
    """The object in these bytes."""
    content = read_body(received)
    if not isinstance(content, dict):
        raise InvalidInput(message("A passport is a JSON object."))
    return content


def read_content(content: Mapping[str, Any], catalogue: Catalogue) -> Reading:
    """The passport in a body; InvalidInput by rule 2, and for a document of another standard."""
    reading = read_passport(content, catalogue)
    if reading.form.is_untp:
        raise InvalidInput(
            message("This is a document of UNTP, and not a passport of EN 18223."),
            remedy=message("Send the header of EN 18223 and its elements, in the compressed or in the full form."),
        )
    refuse(
        *(Problem(one.path, one.what) for one in deviations(reading) if one.severity is Severity.ERROR),
        *header_problems(reading.header),
    )
    return reading


def deviations(reading: Reading) -> tuple[Deviation, ...]:
    """What to tell of a reading (rule 3)."""
    return tuple(one for one in reading.deviations if one.code != _MISSING)


def header_problems(header: Mapping[str, Any]) -> Iterable[Problem]:
    """Personal data, and texts that are too long, in what a header may say freely."""
    said = {name: header[name] for name in _IN_THE_HEADER if isinstance(header.get(name), str)}
    yield from personal_data(said)
    facility = said.get("facilityId", "")
    if len(facility) > _LONGEST or not facility.isprintable():
        yield Problem("$.facilityId", message("Expected at most {most} characters that can be printed.", most=_LONGEST))


def refuse(*problems: Problem) -> None:
    """Return when there is no problem; else InvalidInput with all of them."""
    if problems:
        raise InvalidInput(
            message("The passport has {count} fault(s).", count=len(problems)),
            problems,
            remedy=message("Mend them all and send the passport again; nothing was stored."),
        )
