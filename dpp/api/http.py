"""What both APIs share: how an error becomes an answer, and who is asking.

One table maps the error tree to HTTP. A program gets `application/problem+json` (RFC 9457; NLGov REST API Design Rules:
status, title and detail for every 4xx and 5xx, and 400 for input that is wrong); a person gets a page, which whoever
composes the application hands in. Nobody gets a stack trace: what we did not foresee is logged under a correlation id,
and the answer carries that id.
"""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from dpp.api.wrong_input import problems_of
from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import (
    Conflict,
    InvalidInput,
    KringpasError,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Outdated,
    Problem,
    Refused,
    TooLarge,
    TooMany,
    Unavailable,
)
from dpp.domain.message import Message, message

PROBLEM_JSON = "application/problem+json"
TELL = "kringpas.tell"
"""In a scope: how faults are told there, for addresses whose standard has an error object of its own."""
_ANSWERED = "kringpas.answered"

STATUS: dict[type[KringpasError], tuple[int, Message]] = {
    InvalidInput: (400, message("The input is not valid")),
    NotSignedIn: (401, message("Not signed in")),
    NotPermitted: (403, message("Not permitted")),
    NotFound: (404, message("Not found")),
    Conflict: (409, message("Conflict")),
    Outdated: (412, message("Changed meanwhile")),
    TooLarge: (413, message("Too large")),
    Refused: (422, message("Refused by a rule")),
    TooMany: (429, message("Too many attempts")),
    Unavailable: (503, message("Not available now")),
}

# What the framework itself refuses, before any code of ours runs.
_FRAMEWORK: dict[int, tuple[Message, str, Message, Message | None]] = {
    400: (
        STATUS[InvalidInput][1],
        "invalid-input",
        message("The request could not be read."),
        message("Compare it with the API description."),
    ),
    404: (
        STATUS[NotFound][1],
        "not-found",
        message("There is nothing at this address."),
        message("Check the address, or scan again."),
    ),
    405: (
        message("Method not allowed"),
        "method-not-allowed",
        message("This address does not take this method."),
        message("The Allow header names the methods that it takes."),
    ),
    413: (
        STATUS[TooLarge][1],
        "too-large",
        message("The request is larger than this service accepts."),
        message("Send it in smaller parts."),
    ),
}


@dataclass(frozen=True)
class Fault:
    """What an error answer says, to programs and people alike; the sentences can still be translated."""

    status: int
    title: Message
    what: Message
    code: str
    remedy: Message | None = None
    problems: tuple[Problem, ...] = ()
    rule: str | None = None
    correlation: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


RenderPage = Callable[[Request, Fault], Response]
Tell = Callable[[Fault, str], Response]


def current_actor(request: Request) -> Actor:
    """Who asks: set by the identity layer in front; a visitor where there is none."""
    actor = getattr(request.state, "actor", VISITOR)
    if not isinstance(actor, Actor):
        raise TypeError(f"request.state.actor holds {type(actor).__name__}, not an Actor")
    return actor


async def asking(request: Request) -> Actor:
    """Who asks, as a dependency of a route: asynchronous, for any other takes a thread of its own (0.2 ms)."""
    return current_actor(request)


def fault_of(error: Exception) -> Fault:
    """The answer to any error; one that nobody foresaw gives a 500 with a fresh correlation id and no detail."""
    if isinstance(error, KringpasError):
        return _ours(error)
    if isinstance(error, RequestValidationError):
        return _ours(InvalidInput(message("The input is not valid."), problems_of(error)))
    if isinstance(error, HTTPException):
        return _of_framework(error)
    return Fault(
        500,
        message("Something went wrong here"),
        message("This is our mistake, not yours. Nothing of this request was kept unless a page says otherwise."),
        "internal",
        message("Try again; if it stays, report this number to the administrator."),
        correlation=secrets.token_hex(8),
    )


def _ours(error: KringpasError) -> Fault:
    status, title = next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)
    return Fault(
        status,
        title,
        error.what,
        error.code,
        error.remedy,
        error.problems if isinstance(error, InvalidInput) else (),
        error.rule if isinstance(error, Refused) else None,
        headers=_headers(error),
    )


def _headers(error: KringpasError) -> tuple[tuple[str, str], ...]:
    if isinstance(error, TooMany):
        return (("Retry-After", str(error.seconds)),)
    if isinstance(error, NotSignedIn):
        return (("WWW-Authenticate", 'Bearer realm="kringpas"'),)
    return ()


def _of_framework(error: HTTPException) -> Fault:
    other = message("{phrase}", phrase=HTTPStatus(error.status_code).phrase)
    unforeseen = (other, "http", message("{detail}", detail=error.detail), None)
    title, code, what, remedy = _FRAMEWORK.get(error.status_code, unforeseen)
    return Fault(error.status_code, title, what, code, remedy, headers=tuple((error.headers or {}).items()))


def problem_document(fault: Fault, path: str) -> dict[str, Any]:
    """The RFC 9457 object. `errors` and the other extensions are there only where they say something."""
    document: dict[str, Any] = {
        "type": f"urn:kringpas:problem:{fault.code}",
        "title": str(fault.title),
        "status": fault.status,
        "detail": str(fault.what),
        "instance": path,
    }
    optional = {
        "remedy": fault.remedy and str(fault.remedy),
        "rule": fault.rule,
        "correlationId": fault.correlation,
        "errors": [{"path": problem.path, "detail": str(problem.what)} for problem in fault.problems],
    }
    return document | {name: value for name, value in optional.items() if value}


def problem_response(fault: Fault, path: str) -> Response:
    body = json.dumps(problem_document(fault, path), ensure_ascii=False).encode()
    return Response(body, fault.status, dict(fault.headers), media_type=PROBLEM_JSON)


def fault_response(scope: Scope, fault: Fault) -> Response:
    """What a program gets for a fault: a problem document, or what the standard of this address has instead."""
    tell: Tell = scope.get(TELL, problem_response)
    return tell(fault, scope["path"])


def wants_page(request: Request) -> bool:
    """Whether a person is looking: the Accept header names HTML. The APIs answer programs whatever it names."""
    if request.url.path.startswith("/api/") or TELL in request.scope:
        return False
    return "text/html" in request.headers.get("accept", "")


class ErrorAnswers:
    """Turns every error into its answer: inside the router (`install`), and in the layers in front of it (`around`)."""

    def __init__(self, render_page: RenderPage | None = None) -> None:
        self._render_page = render_page
        self._log = structlog.get_logger("kringpas.errors")

    def install(self, router: FastAPI) -> None:
        for kind in (KringpasError, HTTPException, RequestValidationError, Exception):
            router.add_exception_handler(kind, self._handle)

    def around(self, app: ASGIApp) -> ASGIApp:
        async def answered(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            started = False

            async def watch(event: Event) -> None:
                nonlocal started
                started = True
                await send(event)

            try:
                await app(scope, receive, watch)
            except Exception as error:
                if scope.get(_ANSWERED):
                    return  # the router answers an unforeseen error and then raises it again, for servers that log it
                response = self.response(Request(scope, receive), error)
                if started:  # half an answer is on its way: only breaking off tells the reader that it is not whole
                    raise
                await response(scope, receive, send)

        return answered

    def response(self, request: Request, error: Exception) -> Response:
        fault = fault_of(error)
        request.scope[_ANSWERED] = True
        if fault.status >= 500:
            self._log.error("request failed", correlation=fault.correlation, code=fault.code, exc_info=error)
        if self._render_page is not None and wants_page(request):
            return self._render_page(request, fault)
        return fault_response(request.scope, fault)

    async def _handle(self, request: Request, error: Exception) -> Response:
        return self.response(request, error)


def take_routes(into: APIRouter, parts: Iterable[APIRouter]) -> None:
    """Put the routes of these routers into one, as they are.

    `include_router` would prepare each of them once more for every router around it, and a request would be matched
    router by router: a start takes twice the time. What it would add (a prefix, tags, dependencies) the parts state
    themselves.
    """
    for part in parts:
        into.routes.extend(part.routes)
