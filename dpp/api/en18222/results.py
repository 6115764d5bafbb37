"""The Result object of EN 18222 (tables 12 to 15): what every failure below `/v1/` is told in.

Rules:
1. `statusCode` is a word of table 15; where HTTP has a finer status than the table, the nearest word stands.
2. The first message says what happened, each further one a fault with its path, and one of type `Info` what to do.
3. What our own interface refuses with 422 is a bad request here: the standard knows no 422.
4. `correlationId` is the number of this request in our log; the client may choose it (`X-Correlation-Id`).
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus

from fastapi import Response

from dpp.api.http import Fault, Tell
from dpp.domain.document import utc_text


class StatusCode(StrEnum):
    """Words of table 15 that a failure can have."""

    BAD_REQUEST = "ClientErrorBadRequest"
    NOT_AUTHORIZED = "ClientNotAuthorized"
    FORBIDDEN = "ClientForbidden"
    NOT_FOUND = "ClientErrorResourceNotFound"
    METHOD_NOT_ALLOWED = "ClientMethodNotAllowed"
    CONFLICT = "ClientResourceConflict"
    INTERNAL_ERROR = "ServerInternalError"
    NOT_IMPLEMENTED = "ServerNotImplemented"
    BAD_GATEWAY = "ServerErrorBadGateway"


class MessageType(StrEnum):
    """Words of table 14 that a failure uses."""

    INFO = "Info"
    ERROR = "Error"
    EXCEPTION = "Exception"


_WORDS = {
    401: StatusCode.NOT_AUTHORIZED,
    403: StatusCode.FORBIDDEN,
    404: StatusCode.NOT_FOUND,
    405: StatusCode.METHOD_NOT_ALLOWED,
    409: StatusCode.CONFLICT,
    412: StatusCode.CONFLICT,
    501: StatusCode.NOT_IMPLEMENTED,
    502: StatusCode.BAD_GATEWAY,
}
_HTTP = {422: 400}


def status_word(status: int) -> StatusCode:
    """The word for an HTTP status (rule 1)."""
    return _WORDS.get(status, StatusCode.INTERNAL_ERROR if status >= 500 else StatusCode.BAD_REQUEST)


def telling(correlation: str, clock: Callable[[], datetime]) -> Tell:
    """How faults of one request are told."""

    def tell(fault: Fault, _: str) -> Response:
        status = _HTTP.get(fault.status, fault.status)
        about = {"correlationId": fault.correlation or correlation, "timestamp": utc_text(clock())}
        messages = [
            {"messageType": kind, "text": text, "code": fault.rule or _code(fault), **about}
            for kind, text in _messages(fault)
        ]
        body = json.dumps({"statusCode": status_word(status), "message": messages}, ensure_ascii=False).encode()
        return Response(body, status, dict(fault.headers), media_type="application/json")

    return tell


def _code(fault: Fault) -> str:
    """What the framework refuses has no code of ours: that of HTTP."""
    if fault.code != "http":
        return fault.code
    return HTTPStatus(fault.status).phrase.lower().replace(" ", "-")


def _messages(fault: Fault) -> Iterator[tuple[MessageType, str]]:
    yield (MessageType.EXCEPTION if fault.status >= 500 else MessageType.ERROR), str(fault.what)
    for problem in fault.problems:
        yield MessageType.ERROR, f"{problem.path}: {problem.what}"
    if fault.remedy is not None:
        yield MessageType.INFO, str(fault.remedy)
