"""Our own API of devices (`/api/v1`): registration, events, evidence, decisions, consignments; and others' routers.

Each handler reads the request, calls one use case and renders its view. Query keys are in camelCase (NLGov rules);
bodies have the names of the domain.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from dpp.api.http import asking, take_routes
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.api.advice import advice_routes
from lifecycle.api.approvals import approval_routes
from lifecycle.api.bodies import NewApproval, NewEvent, NewEvents, NewOverride
from lifecycle.api.consignments import consignment_routes
from lifecycle.api.corrections import case_routes, correction_routes
from lifecycle.api.donations import donation_routes
from lifecycle.api.epcis.routes import epcis_routes
from lifecycle.api.erasure import erasure_routes
from lifecycle.api.erasure_maps import erasure_map_routes
from lifecycle.api.erasure_statements import erasure_statement_routes
from lifecycle.api.evidence import evidence_routes
from lifecycle.api.faults import fault_routes
from lifecycle.api.feed import feed_routes
from lifecycle.api.found_reports import found_report_routes
from lifecycle.api.hooks import hook_routes
from lifecycle.api.inbox import inbox_routes
from lifecycle.api.labelling import labelling_routes
from lifecycle.api.loads import load_routes
from lifecycle.api.marketplace import marketplace_routes, photo_routes, reservation_routes
from lifecycle.api.monitoring import monitoring_routes
from lifecycle.api.repair_orders import repair_order_routes
from lifecycle.api.repairers import repair_key_routes, repairer_routes
from lifecycle.api.requests import allocation_routes, request_routes
from lifecycle.api.routing_policies import routing_policy_routes
from lifecycle.api.sales import sale_routes
from lifecycle.api.scans import scan_routes
from lifecycle.api.spares import spare_routes
from lifecycle.api.support import support_routes
from lifecycle.api.things import goods_routes, thing_routes
from lifecycle.api.worklists import worklist_routes
from lifecycle.domain.vocabulary import Lifecycle
from lifecycle.service.devices import Refurbishment
from lifecycle.service.ports import LineFilter
from lifecycle.service.recording import Draft
from lifecycle.service.registering import Registration
from lifecycle.service.routing import Routing
from lifecycle.service.use_cases import UseCases

Asking = Annotated[Actor, Depends(asking)]


def lifecycle_routes(use: UseCases) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter()
    found, labels = found_report_routes(use.found_reports), labelling_routes(use.labelling)
    scans = scan_routes(use.intake, use.scans)
    late = inbox_routes(use.event_batches, use.inbox)
    take_routes(routes, (late, evidence_routes(use.evidence)))
    handovers = (consignment_routes(use), load_routes(use.loads))
    take_routes(routes, (scans, _devices(use), _decisions(use.routing), *handovers, found, labels))
    take_routes(routes, (erasure_routes(use.erasure), erasure_map_routes(use.erasure_maps)))
    take_routes(routes, (erasure_statement_routes(use.erasure.statements),))
    take_routes(routes, (thing_routes(use.things, use.parts), goods_routes(use.goods)))
    take_routes(routes, (correction_routes(use.corrections), case_routes(use.cases), feed_routes(use.feed)))
    take_routes(routes, (hook_routes(use.web_hooks), approval_routes(use.approvals)))
    take_routes(routes, (request_routes(use.requests), allocation_routes(use.allocations)))
    take_routes(routes, (donation_routes(use.donations, use.consignments, use.papers.links),))
    take_routes(routes, (worklist_routes(use.worklists, use.bulk_actions),))
    take_routes(routes, (epcis_routes(use.epcis), support_routes(use.support)))
    take_routes(routes, (advice_routes(use.advice),))
    take_routes(routes, (sale_routes(use.sales),))
    take_routes(routes, (repair_order_routes(use.repairs, use.papers.links),))
    take_routes(routes, (repairer_routes(use.repairers, use.repairer_lists),))
    take_routes(routes, (repair_key_routes(use.repair_keys, use.delivery_keys),))
    market = use.market
    take_routes(routes, (marketplace_routes(market), reservation_routes(market), photo_routes(market.photos)))
    take_routes(routes, (routing_policy_routes(use.policies), monitoring_routes(use.monitoring)))
    take_routes(routes, (fault_routes(use.faults),))
    take_routes(routes, (spare_routes(use.spares),))
    return routes


def _devices(use: UseCases) -> APIRouter:
    routes = APIRouter(prefix="/api/v1", tags=["devices"])

    @routes.post("/devices", status_code=201)
    def register(actor: Asking, body: Registration) -> Response:
        view = use.devices.register(actor, body)
        return answer(view, 201, {"Location": f"/api/v1/devices/{view.device.key}"})

    @routes.get("/devices")
    def find(
        actor: Asking,
        lifecycle: Annotated[list[Lifecycle] | None, Query()] = None,
        text: Annotated[str | None, Query(max_length=100)] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
        after: DeviceKey | None = None,
    ) -> Response:
        wanted = LineFilter(lifecycles=tuple(lifecycle or ()), text=text, limit=limit, after=after)
        return answer({"devices": use.devices.find(actor, wanted)})

    @routes.get("/devices/{key}")
    def read(actor: Asking, key: DeviceKey) -> Response:
        return answer(use.devices.read(actor, key))

    @routes.get("/devices/{key}/possible-events")
    def possible(actor: Asking, key: DeviceKey) -> Response:
        return answer({"possible": use.devices.consider(actor, key).possible})

    @routes.post("/devices/{key}/events", status_code=201)
    def record(actor: Asking, key: DeviceKey, body: NewEvents) -> Response:
        return answer(use.devices.record(actor, key, [_draft(event) for event in body.events]), 201)

    @routes.post("/devices/{key}/refurbishments", status_code=201)
    def refurbish(actor: Asking, key: DeviceKey, body: Refurbishment) -> Response:
        return answer(use.devices.refurbish(actor, key, body), 201)

    return routes


def _decisions(routing: Routing) -> APIRouter:
    routes = APIRouter(prefix="/api/v1", tags=["decisions"])

    @routes.post("/devices/{key}/decisions", status_code=201)
    def propose(actor: Asking, key: DeviceKey) -> Response:
        view = routing.propose(actor, key)
        return answer(view, 201, {"Location": f"/api/v1/devices/{key}/decisions/{view.decision_id}"})

    @routes.get("/devices/{key}/decisions")
    def of_device(actor: Asking, key: DeviceKey) -> Response:
        return answer({"decisions": routing.of_device(actor, key)})

    @routes.get("/devices/{key}/decisions/{decision_id}")
    def read(actor: Asking, key: DeviceKey, decision_id: str) -> Response:
        return answer(routing.read(actor, key, decision_id))

    @routes.post("/devices/{key}/overrides", status_code=201)
    def override(actor: Asking, key: DeviceKey, body: NewOverride) -> Response:
        return answer(routing.override(actor, key, body.route, body.reason, body.ground), 201)

    @routes.post("/approvals")
    def approve(actor: Asking, body: NewApproval) -> Response:
        return answer({"approvals": routing.approve(actor, body.devices)})

    return routes


def _draft(event: NewEvent) -> Draft:
    return Draft(event.happening, event.event_id, event.occurred_at)
