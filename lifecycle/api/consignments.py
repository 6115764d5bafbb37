"""Consignments for programs: offered, received in parts by scanning, closed, differences answered, papers kept.

A batch of scans is safe to send again: every scan carries an id that its scanner made.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from pydantic import AwareDatetime, Field

from dpp.api.http import asking
from dpp.api.lists import Asked, listed
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.api.bodies import NewHandover, NewReceipt, Short
from lifecycle.domain.consignment import DifferenceId, Given, Resolution, ScanId, Verdict
from lifecycle.domain.events import ConsignmentId, Difference, Place
from lifecycle.service.consignment_papers import Papers
from lifecycle.service.consignment_receipts import ReceiptScan, ScanBatch
from lifecycle.service.consignments import NewConsignment, Receipt, Sealing
from lifecycle.service.use_cases import UseCases

Asking = Annotated[Actor, Depends(asking)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
MOST_SCANS = 1000
MOST_PHOTOS = 20
LONGEST_REMARK = 2000


@dataclass(frozen=True, kw_only=True)
class NewReceiptScan:
    """One scan. `scan_id` is made by the scanner; `occurred_at` is when it scanned, where that was earlier.

    `difference` says that the device in hand is in another condition, or that its seal is broken; `evidence` are the
    hashes of photos that show it. `device` points at one, where several carry the code.
    """

    scan_id: Annotated[ScanId, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")]
    raw: Annotated[str, Field(min_length=1, max_length=2048, pattern=r"\S")]
    symbology: Annotated[str, Field(max_length=8)] | None = None
    occurred_at: AwareDatetime | None = None
    device: DeviceKey | None = None
    difference: Literal[Difference.OTHER_CONDITION, Difference.BROKEN_SEAL] | None = None
    remark: Annotated[str, Field(min_length=1, max_length=LONGEST_REMARK)] | None = None
    evidence: Annotated[tuple[Sha256, ...], Field(max_length=MOST_PHOTOS)] = ()


@dataclass(frozen=True, kw_only=True)
class NewScanBatch:
    """Scans at one place. `seal` is the number that was found, where it was looked at."""

    place: Annotated[Place, Field(min_length=1, max_length=200)]
    scans: Annotated[tuple[NewReceiptScan, ...], Field(min_length=1, max_length=MOST_SCANS)]
    seal: Short | None = None


@dataclass(frozen=True, kw_only=True)
class NewReceiptClosure:
    """Everything that was expected and did not come; empty where all of it came."""

    missing: Annotated[tuple[DeviceKey, ...], Field(max_length=MOST_SCANS)] = field(default=())


@dataclass(frozen=True, kw_only=True)
class NewSealing:
    """The seal, the agreement with who carries it, and the decision that goods of the State are surplus."""

    seal: Short | None = None
    processor_agreement: Short | None = None
    goods_decision: Short | None = None


@dataclass(frozen=True, kw_only=True)
class NewResolution:
    """The answer to a difference. A loss names its `report`; `place` is where an accepted device is."""

    resolution: Resolution
    report: Short | None = None
    stolen: bool = False
    place: Annotated[Place, Field(min_length=1, max_length=200)] | None = None


_SCANS: dict[str, Any] = {
    "a batch": {
        "summary": "Two scans of a scanner that was offline",
        "value": {
            "place": "Depot Almere",
            "scans": [
                {"scan_id": "s-20261121-0001", "raw": "7k3m9x2p4q8d", "occurred_at": "2026-11-21T09:12:00Z"},
                {
                    "scan_id": "s-20261121-0002",
                    "raw": "DEMO7420A1",
                    "occurred_at": "2026-11-21T09:12:09Z",
                    "difference": "other-condition",
                    "remark": "The screen is cracked",
                },
            ],
        },
    }
}
_ANSWERED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What each scan means, in the order in which they were sent, and how many devices are how far.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["answers", "lines", "open_differences"],
                    "properties": {
                        "answers": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["scan_id", "verdict", "what", "next_step", "repeated"],
                                "properties": {
                                    "scan_id": {"type": "string"},
                                    "verdict": {"type": "string", "enum": [each.value for each in Verdict]},
                                    "what": {"type": "string"},
                                    "next_step": {"type": "string"},
                                    "device": {"type": "string"},
                                    "difference": {"type": "string", "description": "The item that waits."},
                                    "rule": {"type": "string", "description": "What refused it, by its stable name."},
                                    "repeated": {"type": "boolean", "description": "Answered before."},
                                },
                            },
                        },
                        "lines": {"type": "object", "additionalProperties": {"type": "integer"}},
                        "open_differences": {"type": "integer"},
                    },
                }
            }
        },
    }
}
_FILE = {"requestBody": {"required": True, "content": {"application/json": {}}}}


async def sent_manifest(request: Request) -> bytes:
    """The body as it came: whether it has the hash depends on each byte."""
    return await request.body()


def consignment_routes(use: UseCases) -> APIRouter:
    """Below `/api/v1/consignments`."""
    routes = APIRouter(prefix="/api/v1/consignments", tags=["consignments"])
    _add_offers(routes, use)
    _add_receipts(routes, use)
    _add_papers(routes, use.papers)
    return routes


def _add_offers(routes: APIRouter, use: UseCases) -> None:
    consignments = use.consignments

    @routes.post("", status_code=201)
    def create(actor: Asking, body: NewHandover) -> Response:
        view = consignments.create(actor, NewConsignment(**vars(body)))
        return answer(view, 201, {"Location": f"/api/v1/consignments/{view.consignment.id}"})

    @routes.get("")
    def find(actor: Asking, asked: Asked) -> Response:
        """Newest first."""
        return listed("consignments", consignments.find(actor, asked))

    @routes.get("/{consignment}")
    def read(actor: Asking, consignment: ConsignmentId) -> Response:
        return answer(consignments.read(actor, consignment))

    @routes.post("/{consignment}/offers", status_code=201)
    def offer(actor: Asking, consignment: ConsignmentId, body: NewSealing | None = None) -> Response:
        """Freeze the manifest. What is known only when the cage is closed may be given now."""
        return answer(consignments.offer(actor, consignment, None if body is None else Sealing(**vars(body))), 201)

    @routes.post("/{consignment}/withdrawals", status_code=201)
    def withdraw(actor: Asking, consignment: ConsignmentId) -> Response:
        """Take the offer back for what was not received."""
        return answer(consignments.withdraw(actor, consignment), 201)


def _add_receipts(routes: APIRouter, use: UseCases) -> None:
    @routes.post("/{consignment}/receipts", status_code=201)
    def receive(actor: Asking, consignment: ConsignmentId, body: NewReceipt) -> Response:
        """The whole receipt in one act, all or nothing."""
        return answer(use.consignments.receive(actor, consignment, Receipt(**vars(body))), 201)

    @routes.post("/{consignment}/scans", responses=_ANSWERED)
    def scan(
        actor: Asking, consignment: ConsignmentId, body: Annotated[NewScanBatch, Body(openapi_examples=_SCANS)]
    ) -> Response:
        """Receive what was scanned; what a rule refuses on one device holds up no other."""
        scans = tuple(ReceiptScan(**vars(each)) for each in body.scans)
        return answer(use.receipts.scan(actor, consignment, ScanBatch(place=body.place, scans=scans, seal=body.seal)))

    @routes.get("/{consignment}/scans", responses=_ANSWERED)
    def last(actor: Asking, consignment: ConsignmentId) -> Response:
        """The last scans, newest first."""
        return answer(use.receipts.last(actor, consignment))

    @routes.post("/{consignment}/closure", status_code=201)
    def close(actor: Asking, consignment: ConsignmentId, body: NewReceiptClosure) -> Response:
        """Close the receipt by naming everything that did not come."""
        return answer(use.receipts.close(actor, consignment, body.missing), 201)

    @routes.post("/{consignment}/differences/{difference}/resolution", status_code=201)
    def resolve(actor: Asking, consignment: ConsignmentId, difference: DifferenceId, body: NewResolution) -> Response:
        """Answer a difference: the sender what is missing or extra, the receiver what is in another condition."""
        return answer(use.differences.answer(actor, consignment, difference, Given(**vars(body))), 201)


def _add_papers(routes: APIRouter, papers: Papers) -> None:
    @routes.get("/{consignment}/manifest", responses={200: {"content": {"application/json": {}}}})
    def manifest(actor: Asking, consignment: ConsignmentId) -> Response:
        """The manifest as it was frozen: these bytes have the hash that every event of the hand-over names."""
        kept = papers.manifest(actor, consignment)
        return Response(kept.content, media_type="application/json", headers=download(kept.name))

    @routes.post("/{consignment}/manifest-checks", openapi_extra=_FILE)
    def check(actor: Asking, consignment: ConsignmentId, content: Annotated[bytes, Depends(sent_manifest)]) -> Response:
        """Whether a file is, byte for byte, the manifest that was offered."""
        return answer(papers.check(actor, consignment, content))

    @routes.get("/{consignment}/document", responses={200: {"content": {"application/pdf": {}}}})
    def document(
        actor: Asking, consignment: ConsignmentId, language: Annotated[Literal["nl", "en"], Query()] = "nl"
    ) -> Response:
        """The hand-over document, as both sides can keep it."""
        kept = papers.document(actor, consignment, language)
        return Response(kept.content, media_type="application/pdf", headers=download(kept.name))


def download(name: str) -> dict[str, str]:
    """The headers of a file that is kept: its name, and that no cache keeps it for another."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
