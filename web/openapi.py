"""The description of our API, as the NLGov REST API Design Rules want it.

Rules:
1. The major version stands in `servers[].url`, so the paths of our API are written without it; paths that another
   standard fixes (EN 18222, GS1, EPCIS) name a server of their own.
2. Input that is wrong gives 400 with a problem document, never FastAPI's 422.
3. There is a contact.
"""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from dpp.api.http import PROBLEM_JSON

API = "/api/v1"
_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key that an administrator gave out. Reading what is public needs none.",
}
_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "remedy": {"type": "string", "description": "What to do about it."},
        "rule": {"type": "string", "description": "The stable name of the rule that refused."},
        "correlationId": {"type": "string", "description": "To quote when asking for help."},
        "errors": {
            "type": "array",
            "description": "Every fault in the input.",
            "items": {
                "type": "object",
                "required": ["path", "detail"],
                "properties": {"path": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_PROBLEM_CONTENT = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def describe(
    router: FastAPI, public_url: str, contact_email: str, examples: Callable[[], dict[str, Any]] = dict
) -> None:
    """Let the router publish its description by these rules; `examples` are those that several operations show."""
    contact = {"name": "Kringpas", "url": public_url, "email": contact_email}
    plain = router.openapi

    def openapi() -> dict[str, Any]:
        if router.openapi_schema is None:
            document = plain()
            document["info"]["contact"] = contact  # FastAPI would ask for a library that checks e-mail addresses
            document["components"]["examples"] = examples()
            router.openapi_schema = _by_the_rules(document, public_url)
        return router.openapi_schema

    router.openapi = openapi  # type: ignore[method-assign]  # the way that FastAPI documents


def _by_the_rules(document: dict[str, Any], public_url: str) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = _PROBLEM
    document["components"]["securitySchemes"] = {"key": _KEY}
    paths = {}
    for path, item in document["paths"].items():
        for operation in item.values():
            _answer_problems(operation["responses"])
        if path.startswith(f"{API}/"):
            paths[path.removeprefix(API)] = item
        else:
            paths[path] = {"servers": [{"url": public_url}], **item}
    return document | {"servers": [{"url": f"{public_url}{API}"}], "paths": paths}


def _answer_problems(responses: dict[str, Any]) -> None:
    """400 instead of FastAPI's 422 for what could not be validated; everything else that fails is a problem too."""
    validation = responses.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if validation.get("$ref", "").endswith("/HTTPValidationError"):
        del responses["422"]
        responses.setdefault("400", {"description": "The input is not valid", "content": _PROBLEM_CONTENT})
    responses.setdefault("default", {"description": "What went wrong", "content": _PROBLEM_CONTENT})
