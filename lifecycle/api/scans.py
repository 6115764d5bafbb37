"""Scans for programs: recorded at intake (`/scans`), or only read (`/scan-readings`)."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.scanning import ScanKind
from lifecycle.api.bodies import NewScan, NewScanReading
from lifecycle.service.intake import Intake, Scan
from lifecycle.service.scanning import Scans

Asking = Annotated[Actor, Depends(asking)]
_READINGS: dict[str, Any] = {
    "label": {"summary": "The QR code on a label", "value": {"raw": "https://id.example.nl/d/7k3m9x2p4q8d"}},
    "data matrix": {
        "summary": "GS1 data, with what the scanner says of the symbol",
        "value": {"raw": "010952000007420321DEMO7420A1", "symbology": "]d2"},
    },
    "typed": {"summary": "What somebody typed", "value": {"raw": "DEM07420A1"}},
}
_MEANT: dict[str, Any] = {
    "verdict": "attention",
    "scan": {
        "raw": "DEM07420A1",
        "candidates": [
            {
                "kind": "serial",
                "value": "DEM07420A1",
                "confidence": 0.5,
                "reason": "the form of a serial number",
                "warnings": [],
                "possible_makers": [],
            }
        ],
    },
    "is_new": False,
    "matches": [],
    "what": "Nothing is known under DEM07420A1; a device with DEMO7420A1 is known.",
    "next_step": "Did you mean it? Compare the code with the device.",
    "scanned_at": "2026-11-20T10:15:00Z",
    "near": [{"value": "DEMO7420A1", "line": {"device_key": "m2k8x0v4t7q1c5d9", "brand": "Dell"}}],
    "warnings": [],
}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_VIEW = {
    "type": "object",
    "required": ["verdict", "scan", "is_new", "matches", "what", "next_step", "scanned_at", "near", "warnings"],
    "properties": {
        "verdict": {"type": "string", "enum": ["good", "attention", "stop"]},
        "scan": {
            "type": "object",
            "required": ["raw", "candidates"],
            "properties": {
                "raw": {"type": "string", "description": "The scan as it came."},
                "symbology": {"type": "string", "description": "The symbology identifier (ISO/IEC 15424)."},
                "candidates": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["kind", "value", "confidence", "reason", "warnings"],
                        "properties": {
                            "kind": {"type": "string", "enum": [kind.value for kind in ScanKind]},
                            "value": {"type": "string"},
                            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                            "reason": {"type": "string"},
                            "warnings": _TEXTS,
                            "maker": {"type": "string", "description": "Where the form of the code tells it."},
                            "possible_makers": _TEXTS,
                        },
                    },
                },
            },
        },
        "device": {"type": "string", "description": "On which device the scan was recorded."},
        "is_new": {"type": "boolean", "description": "Whether that is a new placeholder."},
        "matches": {"type": "array", "items": {"type": "object"}, "description": "The devices that it may name."},
        "what": {"type": "string"},
        "next_step": {"type": "string", "description": "The one thing to do next."},
        "scanned_at": {"type": "string", "format": "date-time"},
        "near": {
            "type": "array",
            "description": "Devices that may have been meant: their code is easily misread as this one.",
            "items": {"type": "object", "properties": {"value": {"type": "string"}, "line": {"type": "object"}}},
        },
        "warnings": _TEXTS,
        "passport": {
            "type": "object",
            "description": "The passport that the code names; it is public.",
            "properties": {
                "passport_id": {"type": "string"},
                "granularity": {"type": "string", "enum": ["model", "batch", "item"]},
                "brand": {"type": "string"},
                "name": {"type": "string"},
            },
        },
        "foreign": {
            "type": "object",
            "description": "Somebody else's address. It was not opened; `POST /foreign-passports` looks at it.",
            "properties": {
                "address": {"type": "string", "format": "uri"},
                "host": {"type": "string"},
                "warning": {"type": "string", "description": "What is odd about it, such as that it looks like ours."},
            },
        },
    },
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What the scan may be, and what is known under it; also where that is nothing.",
        "content": {"application/json": {"schema": _VIEW, "example": _MEANT}},
    }
}


def scan_routes(intake: Intake, scans: Scans) -> APIRouter:
    """Recording scans, and reading them."""
    routes = APIRouter(prefix="/api/v1", tags=["scans"])

    @routes.post("/scans", responses=_ANSWER)
    def scan(actor: Asking, body: NewScan) -> Response:
        return answer(intake.scan(actor, Scan(**vars(body))))

    @routes.post("/scan-readings", responses=_ANSWER)
    def read_scan(actor: Asking, body: Annotated[NewScanReading, Body(openapi_examples=_READINGS)]) -> Response:
        return answer(scans.read(actor, body.raw, body.symbology))

    return routes
