"""The load of a consignment for programs: packed, weighed, collected, counted, reported back, and its papers."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from pydantic import AwareDatetime, Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.api.bodies import Short
from lifecycle.api.consignments import download
from lifecycle.domain.consignment import (
    GoodsLineId,
    LoadDifferenceId,
    LoadKind,
    LoadUnitId,
    WeightLine,
    WeightReportId,
    WeightStage,
    Yield,
)
from lifecycle.domain.consignment.load import LONGEST_REMARK
from lifecycle.domain.consignment.weights import LONGEST_ANSWER
from lifecycle.domain.events import ConsignmentId, Place
from lifecycle.domain.goods import Lot
from lifecycle.service.consignment_collecting import NewCollection
from lifecycle.service.consignment_packing import NewGoods, NewUnit
from lifecycle.service.consignment_weights import NewWeights
from lifecycle.service.load_papers import LoadPaper
from lifecycle.service.load_use_cases import LoadUseCases

Asking = Annotated[Actor, Depends(asking)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Language = Annotated[Literal["nl", "en"], Query()]
MOST_LINES = 100
_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}
_PHOTO = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/jpeg", "image/png")},
    }
}


@dataclass(frozen=True, kw_only=True)
class NewLoadUnit:
    """A pallet, cage or box. `code` is an SSCC (checked) or an own code; kilograms are those of scales."""

    kind: LoadKind
    code: Annotated[str, Field(min_length=1, max_length=60)]
    stands_on: LoadUnitId | None = None
    gross_kg: Decimal | None = None
    tare_kg: Decimal | None = None
    seal: Short | None = None
    remark: Annotated[str, Field(min_length=1, max_length=LONGEST_REMARK)] | None = None


@dataclass(frozen=True, kw_only=True)
class NewContents:
    """Devices that go into one unit, and out of every other; `unit` left out: loose."""

    devices: Annotated[tuple[DeviceKey, ...], Field(min_length=1, max_length=1000)]
    unit: LoadUnitId | None = None


@dataclass(frozen=True, kw_only=True)
class NewGoodsLine:
    """So many of a lot that the sender has."""

    lot: Lot
    quantity: Decimal
    packed_in: LoadUnitId | None = None


@dataclass(frozen=True, kw_only=True)
class NewCollected:
    """What the carrier confirms at the dock: the hash on the packing list, the seal that was seen, and when."""

    manifest_sha256: Sha256
    seal: Short | None = None
    collected_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewCount:
    """What the receiver counted by line; a line that is left out arrived whole."""

    place: Annotated[Place, Field(min_length=1, max_length=200)]
    counted: Annotated[dict[GoodsLineId, Decimal], Field(max_length=MOST_LINES)]


@dataclass(frozen=True, kw_only=True)
class NewWeightReport:
    """Kilograms by WEEE category and waste code. `report_id` makes a retry safe; `unit` left out: the whole."""

    stage: WeightStage
    lines: Annotated[tuple[WeightLine, ...], Field(min_length=1, max_length=MOST_LINES)]
    yields: Annotated[tuple[Yield, ...], Field(max_length=MOST_LINES)] = ()
    unit: LoadUnitId | None = None
    weighed_at: AwareDatetime | None = None
    report_id: Annotated[WeightReportId, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")] | None = (
        None
    )


@dataclass(frozen=True, kw_only=True)
class NewLoadAnswer:
    """What the sender says of a difference; it names no person."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_ANSWER)]


_WEIGHTS: dict[str, Any] = {
    "at the gate": {
        "summary": "What a recycler weighed when it arrived",
        "value": {
            "stage": "received",
            "report_id": "gate-2026-1121",
            "lines": [{"weee_category": 2, "ewc": "16 02 13*", "kilograms": "412.5"}],
        },
    },
    "after the treatment": {
        "summary": "What was treated, with what came out of it",
        "value": {
            "stage": "treated",
            "lines": [{"weee_category": 2, "ewc": "16 02 13*", "kilograms": "410"}],
            "yields": [{"fraction": "aluminium", "kilograms": "96"}, {"fraction": "residue", "kilograms": "41"}],
        },
    },
}


async def sent_photo(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


def load_routes(use: LoadUseCases) -> APIRouter:
    """Below `/api/v1/consignments`."""
    routes = APIRouter(prefix="/api/v1/consignments/{consignment}", tags=["consignments"])
    _add_units(routes, use)
    _add_contents(routes, use)
    _add_journey(routes, use)
    _add_papers(routes, use)
    return routes


def _add_units(routes: APIRouter, use: LoadUseCases) -> None:
    packing = use.packing

    @routes.post("/units", status_code=201)
    def add(actor: Asking, consignment: ConsignmentId, body: NewLoadUnit) -> Response:
        """A pallet, cage or box of a draft."""
        return answer(packing.add_unit(actor, consignment, NewUnit(**vars(body))), 201)

    @routes.put("/units/{unit}")
    def change(actor: Asking, consignment: ConsignmentId, unit: LoadUnitId, body: NewLoadUnit) -> Response:
        """Describe or weigh it again; what is in it stays."""
        return answer(packing.change_unit(actor, consignment, unit, NewUnit(**vars(body))))

    @routes.delete("/units/{unit}")
    def remove(actor: Asking, consignment: ConsignmentId, unit: LoadUnitId) -> Response:
        """What was in it is loose."""
        return answer(packing.remove_unit(actor, consignment, unit))

    @routes.post("/units/{unit}/photos", status_code=201, openapi_extra=_PHOTO)
    def photograph(
        actor: Asking, consignment: ConsignmentId, unit: LoadUnitId, content: Annotated[bytes, Depends(sent_photo)]
    ) -> Response:
        """A photo in JPEG or PNG; it is kept without metadata."""
        return answer(packing.add_photo(actor, consignment, unit, content), 201)

    @routes.get("/photos/{sha256}", responses={200: {"content": {"image/jpeg": {}, "image/png": {}}}})
    def photo(actor: Asking, consignment: ConsignmentId, sha256: str) -> Response:
        """A photo of this consignment, for who may read it."""
        kept = packing.photo(actor, consignment, sha256)
        return Response(kept.content, media_type=kept.media_type, headers={"Cache-Control": "no-store"})


def _add_contents(routes: APIRouter, use: LoadUseCases) -> None:
    @routes.post("/contents", status_code=201)
    def pack(actor: Asking, consignment: ConsignmentId, body: NewContents) -> Response:
        """Put devices into a unit; those that are not in the draft yet are added."""
        return answer(use.packing.pack(actor, consignment, body.unit, *body.devices), 201)

    @routes.post("/goods", status_code=201)
    def add_goods(actor: Asking, consignment: ConsignmentId, body: NewGoodsLine) -> Response:
        """Counted goods that travel with the devices."""
        return answer(use.packing.add_goods(actor, consignment, NewGoods(**vars(body))), 201)

    @routes.delete("/goods/{line}")
    def remove_goods(actor: Asking, consignment: ConsignmentId, line: GoodsLineId) -> Response:
        return answer(use.packing.remove_goods(actor, consignment, line))


def _add_journey(routes: APIRouter, use: LoadUseCases) -> None:
    @routes.post("/collection", status_code=201)
    def collect(actor: Asking, consignment: ConsignmentId, body: NewCollected) -> Response:
        """Who drives away with it confirms the frozen manifest."""
        return answer(use.collecting.collect(actor, consignment, NewCollection(**vars(body))), 201)

    @routes.post("/counts", status_code=201)
    def count(actor: Asking, consignment: ConsignmentId, body: NewCount) -> Response:
        """The receiver counts the goods, once; what is short is an item for the sender."""
        return answer(use.goods.count(actor, consignment, body.counted, body.place), 201)

    @routes.post("/weights", status_code=201)
    def report(
        actor: Asking, consignment: ConsignmentId, body: Annotated[NewWeightReport, Body(openapi_examples=_WEIGHTS)]
    ) -> Response:
        """A recycler reports what it weighed at the gate, or what it treated."""
        return answer(use.weights.report(actor, consignment, NewWeights(**vars(body))), 201)

    @routes.post("/load-differences/{difference}/answer", status_code=201)
    def explain(
        actor: Asking, consignment: ConsignmentId, difference: LoadDifferenceId, body: NewLoadAnswer
    ) -> Response:
        """The sender explains a difference in weight or in goods."""
        return answer(use.weights.answer(actor, consignment, difference, body.text), 201)


def _add_papers(routes: APIRouter, use: LoadUseCases) -> None:
    @routes.get("/papers/{paper}", responses=_PDF)
    def paper(
        actor: Asking,
        consignment: ConsignmentId,
        paper: LoadPaper,
        language: Language = "nl",
        unit: LoadUnitId | None = None,
    ) -> Response:
        """Packing list, transfer of ownership, deed of gift, or the data for a waste transfer note."""
        kept = use.papers.paper(actor, consignment, paper, language, unit)
        return Response(kept.content, media_type="application/pdf", headers=download(kept.name))

    @routes.get("/test-records/{device}", responses=_PDF)
    def test_record(
        actor: Asking, consignment: ConsignmentId, device: DeviceKey, language: Language = "nl"
    ) -> Response:
        """The record of the functional test (WEEE Directive, Annex VI); in English, for an export, as it was kept."""
        kept = use.papers.test_record(actor, consignment, device, language)
        return Response(kept.content, media_type="application/pdf", headers=download(kept.name))
