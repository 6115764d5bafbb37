"""A small resolver to ask: a model with a batch and a device of it, their labels and GS1 keys, all in memory."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from dpp.api.http import ErrorAnswers, Fault
from dpp.api.scanpath import ScanPath
from dpp.domain.links import Links
from dpp.domain.opaque import label_code
from dpp.service.reading import PublicParts
from tests.support.public_reader import FakePublicReader

PUBLIC = "https://id.example.org"
ITEM, MODEL, BATCH, ASSET = "0123456789abcdef", "fedcba9876543210", "00aa11bb22cc33dd", "a55e7a55e7a55e70"
CODE, BLANK, UNKNOWN = (label_code(bytes([number] * 7)) for number in (1, 2, 3))
GTIN = "09521234543213"
TIME = "2026-06-01T10:00:00.500000Z"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

OF_MODEL: dict[str, Any] = {
    "productGroup": "laptop",
    "brand": "Voorbeeld",
    "modelName": "Boek 14",
    "userManual": {"url": "https://maker.example/manual?v=1", "language": "nl", "contentType": "application/pdf"},
    "repairInstructions": {"title": "Repair", "url": "https://maker.example/repair#start"},
    "sparePartsInformation": {"title": "Parts", "url": "https://maker.example/parts"},
    "conformityCertificates": [
        {"scheme": "TCO Certified", "page": "https://keurmerk.example/1"},
        {"scheme": "EPEAT", "page": "https://keurmerk.example/2"},
    ],
    "recallNotices": [
        {"title": "Terugroepactie", "url": "https://maker.example/recall/nl", "language": "nl"},
        {"title": "Recall", "url": "https://maker.example/recall/en", "language": "en"},
    ],
    "energyLabel": {"title": "Label", "url": "http://maker.example/label", "contentType": "image/svg+xml"},
}
LIFE = {"id": "#history", "entries": [{"month": "2026-05", "kind": "registered"}], "reportedLost": False}


def lines(elements: dict[str, Any]) -> bytes:
    """As the parts of a passport hold them."""
    return b"".join(
        b"," + json.dumps(name).encode() + b":" + json.dumps(value).encode() + b"\n" for name, value in elements.items()
    )


def parts(passport_id: str, granularity: str, own: dict[str, Any] | None = None, **changed: Any) -> PublicParts:
    """The parts of a passport of the model."""
    found = PublicParts(
        passport_id=passport_id,
        model_id=MODEL,
        granularity=granularity,
        status="active",
        version=3,
        updated_at=TIME,
        schema="1.1",
        overrides="",
        head=json.dumps({"id": passport_id})[1:-1].encode(),
        elements=lines(own or {}),
        batch_version=0,
        batch_updated_at="",
        batch_schema="",
        batch_overrides="",
        batch_elements=b"",
        history_version=0,
        history=b"",
        model_version=2,
        model_updated_at=TIME,
        model_schema="1.1",
        model_elements=lines(OF_MODEL),
    )
    return found._replace(**changed)


def of_device(passport_id: str, *, of_state: bool = True, **changed: Any) -> PublicParts:
    """A device of the batch, with a life."""
    own = {"functionalGrade": "F5", "batchPassport": f"{PUBLIC}/passports/{BATCH}"}
    life = lines({"history": {**LIFE, "stateOwned": of_state}})
    return parts(passport_id, "item", own, history_version=4, history=life, **changed)


def reader() -> FakePublicReader:
    """Everything that is registered."""
    return FakePublicReader(
        {
            ITEM: of_device(ITEM),
            MODEL: parts(MODEL, "model"),
            BATCH: parts(BATCH, "batch", {"batchNumber": "LOT"}),
            ASSET: parts(ASSET, "item"),
        },
        {CODE: ("active", ITEM), BLANK: ("unclaimed", None)},
        {
            f"/01/{GTIN}": MODEL,
            f"/01/{GTIN}/10/LOT": BATCH,
            f"/01/{GTIN}/21/A%2F7": ITEM,
            "/8004/9521ASSET1": ASSET,
            "/417/9521000000018": MODEL,
        },
    )


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    """The application behind: says what reached it."""
    await PlainTextResponse(f"behind {scope['method']} {scope['path']}", 418)(scope, receive, send)


def page(_: Request, fault: Fault) -> Response:
    return Response(f"<h1>{fault.title}</h1>", fault.status, media_type="text/html")


def resolver(found: FakePublicReader | None = None, public_url: str = PUBLIC) -> ScanPath:
    """The resolver over these passports."""
    return ScanPath(found or reader(), Links(public_url), ErrorAnswers(page), behind)
