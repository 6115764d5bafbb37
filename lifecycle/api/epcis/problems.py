"""Errors below `/epcis`: problem documents (RFC 9457) with the exceptions of EPCIS 2.0 as their types.

What our own interface refuses with 422 is a bad request here: the bindings know no 422.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Response

from dpp.api.http import PROBLEM_JSON, Fault, problem_document

_TYPES: Mapping[int, str] = MappingProxyType(
    {
        400: "ValidationException",
        401: "SecurityException",
        403: "SecurityException",
        404: "NoSuchNameException",
        406: "NotAcceptableException",
        409: "ResourceAlreadyExistsException",
        413: "CaptureLimitExceededException",
        414: "URITooLongException",
        415: "UnsupportedMediaTypeException",
    }
)


def tell(fault: Fault, path: str) -> Response:
    status = 400 if fault.status == 422 else fault.status
    name = _TYPES.get(status, "ImplementationException")
    if status == 400 and any(problem.path.startswith("query.") for problem in fault.problems):
        name = "QueryParameterException"
    document = problem_document(fault, path) | {"type": f"epcisException:{name}", "status": status}
    body = json.dumps(document, ensure_ascii=False).encode()
    return Response(body, status, dict(fault.headers), media_type=PROBLEM_JSON)
