"""The routes of EPCIS. Paths and names are those of the standard; `lifecycle.api.epcis.layer` stands in front.

Named queries and subscriptions are not offered: they answer 501, and say what to do instead.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response

from dpp.api.http import Fault, asking, fault_response, take_routes
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, Problem, TooLarge
from dpp.domain.message import message
from dpp.domain.negotiation import media_types
from dpp.domain.opaque import DeviceKey
from lifecycle.api.epcis.layer import CAPTURING
from lifecycle.api.epcis.parameters import per_page, place, read_query, token
from lifecycle.domain.epcis.query import EventQuery, addresses, words
from lifecycle.domain.epcis.vocabulary import CBV, CONTEXT
from lifecycle.domain.epcis.writing import instant
from lifecycle.service.epcis_capture import Behaviour, Capturing
from lifecycle.service.epcis_documents import EventPage, query_document
from lifecycle.service.epcis_ports import Capture, Position
from lifecycle.service.epcis_queries import EpcisQueries
from lifecycle.service.epcis_use_cases import EpcisUseCases

JSON, JSON_LD = "application/json", "application/ld+json"
NO_QUERIES = Fault(
    501,
    message("Not implemented"),
    message("This service keeps no named queries and no subscriptions."),
    "not-implemented",
    message("Ask /epcis/events with filters, and go on from the last recordTime."),
)
COLLECTIONS = ("capture", "events", "eventTypes", "epcs", "bizSteps", "dispositions", "bizLocations", "readPoints")
_LISTS = {
    "eventTypes": "type",
    "bizSteps": "bizStep",
    "dispositions": "disposition",
    "bizLocations": "bizLocation",
    "readPoints": "readPoint",
}
_FILTERS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "eventTypes": lambda name: {"types": frozenset({name})},
    "bizSteps": lambda name: {"biz_steps": words("BizStep", [name])},
    "dispositions": lambda name: {"dispositions": words("Disp", [name])},
    "bizLocations": lambda name: {"biz_locations": addresses([name])},
    "readPoints": lambda name: {"read_points": addresses([name])},
    "epcs": lambda name: {"any_epcs": addresses([name])},
}

Asking = Annotated[Actor, Depends(asking)]


async def received(request: Request) -> bytes:
    """The body as it came, when it is JSON."""
    given = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if given not in {JSON, JSON_LD}:
        raise HTTPException(415, f"The body is {given}; send {JSON} or {JSON_LD}.", {"Accept": f"{JSON}, {JSON_LD}"})
    return await request.body()


def form(request: Request) -> str:
    """The media type to answer with; 406 where neither is accepted."""
    accepted = media_types(request.headers.get("accept", "*/*"))
    best = max((JSON, JSON_LD), key=accepted.weight)
    if accepted.weight(best) == 0:
        raise HTTPException(406, f"This is given as {JSON} or {JSON_LD}; the Accept header allows neither.")
    return best


Received = Annotated[bytes, Depends(received)]
Form = Annotated[str, Depends(form)]


def epcis_routes(use: EpcisUseCases) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/epcis", tags=["EPCIS 2.0"])
    _capture(routes, use.capturing)
    _events(routes, use.capturing, use.queries)
    _resources(routes, use.queries)
    _not_offered(routes)
    take_routes(routes, (_beside(use.queries),))
    return routes


def _beside(queries: EpcisQueries) -> APIRouter:
    """In our own API: what others tell of a device."""
    routes = APIRouter(prefix="/api/v1", tags=["devices"])

    @routes.get("/devices/{key}/foreign-events")
    def foreign_events(actor: Asking, key: DeviceKey) -> Response:
        return answer({"events": queries.foreign_events_of(actor, key)})

    return routes


def _capture(routes: APIRouter, capturing: Capturing) -> None:
    @routes.post("/capture", status_code=202)
    def capture(
        actor: Asking,
        body: Received,
        behaviour: Annotated[str, Header(alias="GS1-Capture-Error-Behaviour")] = Behaviour.ROLLBACK.value,
    ) -> Response:
        try:
            job = capturing.capture(actor, body, _behaviour(behaviour))
        except TooLarge as error:
            raise HTTPException(413, str(error.what), CAPTURING) from error
        return Response(status_code=202, headers={"Location": f"/epcis/capture/{job.capture_id}", **CAPTURING})

    @routes.get("/capture")
    def jobs(request: Request, actor: Asking) -> Response:
        limit, before = per_page(request), place(request)
        found = capturing.jobs(actor, before, limit + 1)
        last = found[limit - 1] if len(found) > limit else None
        behind = None if last is None else Position(last.created_at, last.capture_id)
        return _json([_job(each) for each in found[:limit]], JSON, _next(request, behind))

    @routes.get("/capture/{capture_id}")
    def job(actor: Asking, capture_id: str) -> Response:
        return _json(_job(capturing.job(actor, capture_id)), JSON)


def _events(routes: APIRouter, capturing: Capturing, queries: EpcisQueries) -> None:
    @routes.post("/events", status_code=201)
    def capture_event(actor: Asking, body: Received) -> Response:
        taken = capturing.capture_event(actor, body)
        location = f"/epcis/events/{quote(taken.event_id, safe='')}"
        return Response(status_code=200 if taken.known else 201, headers={"Location": location})

    @routes.get("/events")
    def find(request: Request, actor: Asking, media_type: Form) -> Response:
        return _found(request, queries, actor, read_query(request), media_type)

    @routes.get("/events/{event_id}")
    def read(actor: Asking, event_id: str, media_type: Form) -> Response:
        event = queries.event(actor, unquote(event_id))
        return _json(query_document(EventPage((event,), None), queries.clock()), media_type)


def _resources(routes: APIRouter, queries: EpcisQueries) -> None:
    @routes.get("")
    def top(_: Asking) -> Response:
        return _json(_collection(["queries", *COLLECTIONS]), JSON)

    @routes.get("/epcs")
    def things(request: Request, actor: Asking) -> Response:
        limit, after = per_page(request), place(request)
        found = queries.things(actor, after.event_id if after else "", limit + 1)
        behind = Position(queries.clock(), found[limit - 1]) if len(found) > limit else None
        return _json(_collection(found[:limit]), JSON, _next(request, behind))

    @routes.get("/{collection}")
    def values(actor: Asking, collection: str) -> Response:
        if collection not in _LISTS:
            raise HTTPException(404)
        return _json(_collection([_short(each) for each in queries.words(actor, _LISTS[collection])]), JSON)

    @routes.get("/{collection}/{name}")
    def one(collection: str, name: str) -> Response:  # noqa: ARG001 - every name leads to its events
        if collection not in _FILTERS:
            raise HTTPException(404)
        return _json(_collection(["events"]), JSON)

    @routes.get("/{collection}/{name}/events")
    def events_of(request: Request, actor: Asking, collection: str, name: str, media_type: Form) -> Response:
        if collection not in _FILTERS:
            raise HTTPException(404)
        query = replace(read_query(request), **_FILTERS[collection](unquote(name)))
        return _found(request, queries, actor, query, media_type)


def _not_offered(routes: APIRouter) -> None:
    for path in ("/queries", "/queries/{name}", "/queries/{name}/events", "/queries/{name}/subscriptions"):

        @routes.api_route(path, methods=["GET", "POST", "DELETE"], include_in_schema=False)
        def refused(request: Request) -> Response:
            return fault_response(request.scope, NO_QUERIES)

    routes.routes.sort(key=lambda route: "{collection}" in getattr(route, "path", ""))


def _found(request: Request, queries: EpcisQueries, actor: Actor, query: EventQuery, media_type: str) -> Response:
    page = queries.find(actor, query, place(request), per_page(request))
    return _json(query_document(page, queries.clock()), media_type, _next(request, page.behind))


def _behaviour(text: str) -> Behaviour:
    try:
        return Behaviour(text)
    except ValueError:
        what = message("Expected rollback or proceed, found {found}.", found=text[:20])
        raise InvalidInput(what, (Problem("header.GS1-Capture-Error-Behaviour", what),)) from None


def _job(job: Capture) -> dict[str, Any]:
    return {
        "captureID": job.capture_id,
        "createdAt": instant(job.created_at),
        "finishedAt": instant(job.finished_at),
        "running": False,
        "success": job.success,
        "captureErrorBehaviour": job.behaviour,
        "errors": list(job.errors),
    }


def _collection(members: Sequence[str]) -> dict[str, Any]:
    return {"@context": list(CONTEXT), "type": "Collection", "member": list(members)}


def _short(word: str) -> str:
    """A word of CBV as EPCIS writes it in JSON: bare."""
    return word.removeprefix(CBV).partition("-")[2] if word.startswith(CBV) else word


def _next(request: Request, behind: Position | None) -> dict[str, str]:
    if behind is None:
        return {}
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "nextPageToken"]
    query = urlencode([*asked, ("nextPageToken", token(behind))])
    return {"Link": f'<{request.url.path}?{query}>; rel="next"'}


def _json(content: Any, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    private = {"Cache-Control": "private, no-store", "Vary": "Accept, Authorization, Cookie"}
    return Response(body, headers={**private, **(headers or {})}, media_type=media_type)
