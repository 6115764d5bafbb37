"""Report and map in one: a worker reads one file and nothing else. JSON, with the report in base64.

This module imports no parser, so that the service can send reports without having what reads them.
"""

import base64

from dpp.domain.errors import TooLarge
from dpp.domain.message import message
from dpp.domain.proof import canonical
from lifecycle.domain.evidence.erasure_map import FieldMap, write_map
from lifecycle.domain.evidence.erasure_report import MARK
from lifecycle.domain.evidence.limits import MAX_BYTES

FILE = "file"
MOST_BYTES = MAX_BYTES * 3 // 4 - 64 * 1024
"""Base64 makes four bytes of three, and the map wants its place."""


def envelope(content: bytes, wanted: FieldMap) -> bytes:
    """What a worker is sent; TooLarge for a report of more than nearly 3 MiB."""
    if len(content) > MOST_BYTES:
        raise TooLarge(
            message("The report has {size} bytes; the limit is {limit}.", size=len(content), limit=MOST_BYTES),
            remedy=message("Send the report in parts, or export it as XML or CSV."),
        )
    report = {"map": write_map(wanted), FILE: base64.b64encode(content).decode("ascii")}
    return canonical({MARK: report})
