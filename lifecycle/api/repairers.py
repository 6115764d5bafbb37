"""Repairers and repair keys for programs: who is registered (for everybody), registration, lists, keys and their use.

Days are inclusive. The code of a key is in the answer that makes it, and in no other.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.catalogue import ProductGroup
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.donation import DeliveryId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repairers.keys import RepairKeyId
from lifecycle.domain.repairers.registration import RegistrationId, RepairerKind
from lifecycle.service.delivery_keys import DeliveryKeys
from lifecycle.service.repair_key_views import NewKey
from lifecycle.service.repair_keys import RepairKeys
from lifecycle.service.repairer_lists import RepairerLists
from lifecycle.service.repairers import LONGEST_REASON, NewRegistration, Repairers

Asking = Annotated[Actor, Depends(asking)]
Reason = Annotated[str, Field(min_length=1, max_length=LONGEST_REASON)]
NOT_KEPT = {"Cache-Control": "no-store"}


@dataclass(frozen=True, kw_only=True)
class NewRefusal:
    """Why a registration is refused; the organisation reads it."""

    reason: Reason


@dataclass(frozen=True, kw_only=True)
class NewEnd:
    """From which day on a registration does not hold, and why."""

    ended_from: date
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class ShownCode:
    """The code of a repair key, as it was read or heard."""

    code: Annotated[str, Field(min_length=1, max_length=40)]


@dataclass(frozen=True, kw_only=True)
class DeliveredNumber:
    """Which device of a delivery, by its number there."""

    number: Annotated[int, Field(ge=1, le=500)]


async def sent_list(request: Request) -> bytes:
    """The bytes of the request: a CSV file."""
    return await request.body()


def repairer_routes(repairers: Repairers, of_register: RepairerLists) -> APIRouter:
    """`/api/v1/repairers`, `/api/v1/repairer-registrations` and `/api/v1/repairer-lists`."""
    routes = APIRouter(prefix="/api/v1", tags=["repairers"])

    @routes.get("/repairers")
    def registered(
        group: ProductGroup | None = None,
        town: Annotated[str, Query(max_length=100)] = "",
        kind: RepairerKind | None = None,
    ) -> Response:
        return answer({"repairers": repairers.registered(group, town, kind)})

    @routes.get("/repairer-registrations")
    def registrations(actor: Asking, waiting: bool = False) -> Response:  # noqa: FBT001, FBT002 - a query
        if PERMISSIONS.allows("read_registration", actor):
            return answer({"registrations": repairers.all(actor, waiting=waiting)})
        return answer({"registrations": repairers.own(actor)})

    @routes.post("/repairer-registrations", status_code=201)
    def ask(actor: Asking, body: NewRegistration) -> Response:
        return answer(repairers.ask(actor, body), 201)

    @routes.post("/repairer-registrations/{registration}/acceptances", status_code=201)
    def accept(actor: Asking, registration: RegistrationId) -> Response:
        return answer(repairers.accept(actor, registration), 201)

    @routes.post("/repairer-registrations/{registration}/refusals", status_code=201)
    def refuse(actor: Asking, registration: RegistrationId, body: NewRefusal) -> Response:
        return answer(repairers.refuse(actor, registration, body.reason), 201)

    @routes.post("/repairer-registrations/{registration}/endings", status_code=201)
    def end(actor: Asking, registration: RegistrationId, body: NewEnd) -> Response:
        return answer(repairers.end(actor, registration, body.ended_from, body.reason), 201)

    @routes.get("/repairer-lists")
    def lists(actor: Asking) -> Response:
        return answer({"lists": of_register.taken(actor)})

    @routes.post("/repairer-lists", status_code=201)
    def take(
        actor: Asking,
        dated: date,
        content: Annotated[bytes, Depends(sent_list)],
        dry_run: Annotated[bool, Query(alias="dryRun")] = False,  # noqa: FBT002 - a query
    ) -> Response:
        report = of_register.take(actor, content, dated, dry_run=dry_run)
        return answer(report, 200 if report.taken is None else 201)

    return routes


def repair_key_routes(keys: RepairKeys, of_deliveries: DeliveryKeys) -> APIRouter:
    """Keys below their device or delivery; `/api/v1/repair-accesses` for who uses one."""
    routes = APIRouter(prefix="/api/v1", tags=["repair keys"])

    @routes.get("/devices/{key}/repair-keys")
    def of_device(actor: Asking, key: DeviceKey) -> Response:
        return answer({"repair_keys": keys.of_device(actor, key)})

    @routes.post("/devices/{key}/repair-keys", status_code=201)
    def make(actor: Asking, key: DeviceKey) -> Response:
        return _made(keys.make(actor, key))

    @routes.post("/devices/{key}/repair-keys/{repair_key}/withdrawals", status_code=201)
    def withdraw(actor: Asking, key: DeviceKey, repair_key: RepairKeyId) -> Response:
        keys.withdraw(actor, key, repair_key)
        return answer({"repair_keys": keys.of_device(actor, key)}, 201)

    @routes.get("/donation-deliveries/{delivery}/repair-keys")
    def of_delivery(actor: Asking, delivery: DeliveryId) -> Response:
        return answer({"devices": of_deliveries.of_delivery(actor, delivery)})

    @routes.post("/donation-deliveries/{delivery}/repair-keys", status_code=201)
    def make_for_delivery(actor: Asking, delivery: DeliveryId, body: DeliveredNumber) -> Response:
        return _made(of_deliveries.make(actor, delivery, body.number))

    @routes.get("/repair-accesses")
    def opened(actor: Asking) -> Response:
        return answer({"devices": keys.opened(actor)})

    @routes.post("/repair-accesses", status_code=201)
    def use(actor: Asking, body: ShownCode) -> Response:
        return answer(keys.use(actor, body.code), 201, NOT_KEPT)

    return routes


def _made(key: NewKey) -> Response:
    return answer(key, 201, NOT_KEPT)
