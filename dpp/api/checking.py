"""The public validator over HTTP: a document comes in, a report goes out, nothing stays here."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.api.routes import Received
from dpp.domain.actor import Actor
from dpp.domain.exchange.reading import Form
from dpp.service.checking import LARGEST, Checking, Verdict

Asking = Annotated[Actor, Depends(asking)]
_DOCUMENT = {
    "requestBody": {
        "required": True,
        "description": (
            "A passport of EN 18223 in either form, a product passport of UNTP 0.7, or one of them in a credential "
            f"(`vc+jwt`, which is not verified). At most {LARGEST} bytes."
        ),
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "application/ld+json": {"schema": {"type": "object"}},
            "application/vc+jwt": {"schema": {"type": "string"}},
        },
    }
}
_NAMES = {"type": "array", "items": {"type": "string"}}
_REPORT = {
    "type": "object",
    "required": ["verdict", "deviations", "enveloped", "header", "elements", "untold"],
    "properties": {
        "verdict": {"type": "string", "enum": [verdict.value for verdict in Verdict]},
        "form": {"type": "string", "enum": [form.value for form in Form]},
        "enveloped": {"type": "boolean", "description": "It came in a credential, whose signature was not verified."},
        "header": {"type": "object", "description": "The header as EN 18223 has it, as far as it was given."},
        "product_group": {"type": "string"},
        "elements": {
            "type": "object",
            "description": "Ids of elements: known to our catalogue, unknown, and missing for this product group.",
            "properties": {"known": _NAMES, "unknown": _NAMES, "missing": _NAMES},
        },
        "deviations": {
            "type": "array",
            "description": "In the order of the document.",
            "items": {
                "type": "object",
                "required": ["path", "severity", "code", "what"],
                "properties": {
                    "path": {"type": "string", "examples": ["$.mass.value"]},
                    "severity": {"type": "string", "enum": ["error", "warning", "note"]},
                    "code": {"type": "string", "examples": ["number-as-text"]},
                    "what": {"type": "string"},
                    "fix": {"type": "string"},
                },
            },
        },
        "untold": {"type": "integer", "description": "How many deviations more there are than the report lists."},
    },
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report, also on what cannot be read.",
        "content": {"application/json": {"schema": _REPORT}},
    }
}


def checking_routes(checking: Checking) -> APIRouter:
    """The route over one validator."""
    routes = APIRouter(prefix="/api/v1", tags=["validation"])

    @routes.post("/validations", openapi_extra=_DOCUMENT, responses=_ANSWER)
    def validate_document(actor: Asking, received: Received) -> Response:
        return answer(checking.check(actor, received))

    return routes
