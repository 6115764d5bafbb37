"""The government marketplace, reservations and photos over HTTP. Query keys are in camelCase, bodies as the domain."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import ScanId
from lifecycle.domain.events import ConsignmentId, EventId, Place
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.consignment_receiving import ReceiptScan, ScanBatch
from lifecycle.service.market_use_cases import MarketUseCases
from lifecycle.service.marketplace import AT_ONCE, WantedDevices
from lifecycle.service.marketplace_ports import OfferFilter, OfferOrder, TownOfPlace
from lifecycle.service.photos import Photos

Asking = Annotated[Actor, Depends(asking)]
Id = Annotated[EventId, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")]
Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=AT_ONCE)]
Short = Annotated[str, Field(min_length=1, max_length=200)]
_A_PHOTO: dict[str, Any] = {"requestBody": {"required": True, "content": {"image/jpeg": {}, "image/png": {}}}}


@dataclass(frozen=True, kw_only=True)
class NewReservation:
    """How many of a kind, for which unit. `act` makes a retry safe."""

    count: Annotated[int, Field(ge=1, le=AT_ONCE)]
    unit: Short | None = None
    act: Id | None = None


@dataclass(frozen=True, kw_only=True)
class NewReservationFor:
    """One device, for an organisation, by who routes devices."""

    device: DeviceKey
    requester: OrganisationId
    unit: Short | None = None


@dataclass(frozen=True, kw_only=True)
class TheseReservations:
    """Reservations by their ids."""

    reservations: Ids


@dataclass(frozen=True, kw_only=True)
class NewPreparation:
    """What this unit of an organisation reserved."""

    requester: OrganisationId
    unit: Short | None = None


@dataclass(frozen=True, kw_only=True)
class NewArrivalScan:
    """One scan of a device that arrived. `scan_id` makes a retry safe."""

    scan_id: Annotated[ScanId, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")]
    raw: Annotated[str, Field(min_length=1, max_length=4000)]


@dataclass(frozen=True, kw_only=True)
class NewArrival:
    """What was scanned of a consignment of reserved devices, and where they are now."""

    consignment: ConsignmentId
    place: Annotated[Place, Field(min_length=1, max_length=200)]
    scans: Annotated[tuple[NewArrivalScan, ...], Field(min_length=1, max_length=AT_ONCE)]


@dataclass(frozen=True, kw_only=True)
class NewTown:
    """In which town a place is; without a place every other one of this custodian. An empty town takes it away."""

    custodian: OrganisationId
    place: Annotated[str, Field(max_length=200)] = ""
    town: Annotated[str, Field(max_length=100)]


@dataclass(frozen=True, kw_only=True)
class BrowseQuery:
    """What is looked for. Memory and storage in gigabytes, the screen in inches."""

    group: str | None = None
    text: Annotated[str, Query(max_length=100)] = ""
    functional: Annotated[FunctionalGrade | None, Query(alias="functionalAtLeast")] = None
    cosmetic: Annotated[CosmeticGrade | None, Query(alias="cosmeticAtLeast")] = None
    memory: Annotated[int | None, Query(alias="memoryAtLeast", ge=0)] = None
    storage: Annotated[int | None, Query(alias="storageAtLeast", ge=0)] = None
    screen: Annotated[float | None, Query(alias="screenAtLeast", ge=0)] = None
    town: str | None = None
    owner: OrganisationId | None = None
    order: OfferOrder = OfferOrder.NEWEST
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0
    limit: Annotated[int, Query(ge=1, le=200)] = 50

    @property
    def wanted(self) -> OfferFilter:
        return OfferFilter(
            group=self.group,
            text=self.text,
            functional_at_least=self.functional,
            cosmetic_at_least=self.cosmetic,
            memory_at_least=self.memory,
            storage_at_least=self.storage,
            screen_at_least=self.screen,
            town=self.town,
            owner=self.owner,
            order=self.order,
            offset=self.offset,
            limit=self.limit,
        )


def marketplace_routes(market: MarketUseCases) -> APIRouter:
    """Below `/api/v1/marketplace`: what is on offer, what is reserved of it, and where it stands."""
    routes = APIRouter(prefix="/api/v1/marketplace", tags=["government marketplace"])
    use = market.marketplace

    @routes.get("")
    def browse(actor: Asking, query: Annotated[BrowseQuery, Depends()]) -> Response:
        return answer(use.browse(actor, query.wanted))

    @routes.get("/outlived")
    def outlived(actor: Asking) -> Response:
        """What nobody reserved in its days, for who decides about it again."""
        return answer({"devices": use.outlived(actor)})

    @routes.get("/towns")
    def towns(actor: Asking) -> Response:
        return answer(use.towns(actor))

    @routes.post("/towns")
    def name_town(actor: Asking, body: NewTown) -> Response:
        use.name_town(actor, TownOfPlace(body.custodian, body.place.strip(), body.town.strip()))
        return answer(use.towns(actor))

    @routes.get("/{kind}")
    def read(actor: Asking, kind: str) -> Response:
        return answer(use.read(actor, kind))

    @routes.post("/{kind}/reservations", status_code=201)
    def reserve(actor: Asking, kind: str, body: NewReservation) -> Response:
        wanted = WantedDevices(count=body.count, unit=body.unit, act=body.act)
        return answer({"reservations": use.reserve(actor, kind, wanted)}, 201)

    return routes


def reservation_routes(market: MarketUseCases) -> APIRouter:
    """Below `/api/v1/reservations`; and the phase of a device."""
    routes = APIRouter(prefix="/api/v1", tags=["government marketplace"])
    use = market.reservations

    @routes.get("/reservations")
    def mine(actor: Asking) -> Response:
        return answer({"reservations": use.mine(actor)})

    @routes.post("/reservations", status_code=201)
    def reserve_for(actor: Asking, body: NewReservationFor) -> Response:
        return answer(use.reserve_for(actor, body.device, body.requester, body.unit), 201)

    @routes.post("/reservations/extensions")
    def keep_longer(actor: Asking, body: TheseReservations) -> Response:
        return answer({"until": use.keep_longer(actor, body.reservations)})

    @routes.post("/reservations/releases")
    def give_back(actor: Asking, body: TheseReservations) -> Response:
        return answer({"released": use.give_back(actor, body.reservations)})

    @routes.get("/reservations/preparations")
    def to_prepare(actor: Asking) -> Response:
        return answer({"preparations": use.to_prepare(actor)})

    @routes.post("/reservations/preparations", status_code=201)
    def prepare(actor: Asking, body: NewPreparation) -> Response:
        made = use.prepare(actor, body.requester, body.unit)
        return answer({"consignment": made}, 201, {"Location": f"/api/v1/consignments/{made}"})

    @routes.post("/reservations/arrivals", status_code=201)
    def receive(actor: Asking, body: NewArrival) -> Response:
        scans = tuple(ReceiptScan(scan_id=each.scan_id, raw=each.raw) for each in body.scans)
        return answer({"answers": use.receive(actor, body.consignment, ScanBatch(place=body.place, scans=scans))}, 201)

    @routes.get("/devices/{key}/offer-phase")
    def phase(actor: Asking, key: DeviceKey) -> Response:
        return answer(market.marketplace.phase_of(actor, key))

    return routes


async def sent_photo(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


def photo_routes(photos: Photos) -> APIRouter:
    """Photos of a device, and the pictures themselves. They run in the pool of threads: drawing takes a moment."""
    routes = APIRouter(prefix="/api/v1", tags=["government marketplace"])

    @routes.get("/devices/{key}/photos")
    def of_device(actor: Asking, key: DeviceKey) -> Response:
        return answer({"photos": photos.of_device(actor, key)})

    @routes.post("/devices/{key}/photos", status_code=201, openapi_extra=_A_PHOTO)
    def add(actor: Asking, key: DeviceKey, content: Annotated[bytes, Depends(sent_photo)]) -> Response:
        return answer(photos.add(actor, key, content), 201)

    @routes.delete("/devices/{key}/photos/{sha256}", status_code=204)
    def remove(actor: Asking, key: DeviceKey, sha256: str) -> Response:
        photos.remove(actor, key, sha256)
        return Response(status_code=204)

    @routes.get("/photos/{sha256}", response_class=Response)
    def picture(actor: Asking, sha256: str, *, small: bool = False) -> Response:
        """A JPEG, for who may see the device or what is on offer."""
        headers = {"Cache-Control": "private, max-age=86400, immutable", "ETag": f'"{sha256}"'}
        return Response(photos.picture(actor, sha256, small=small), media_type="image/jpeg", headers=headers)

    return routes
