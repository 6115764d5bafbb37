"""Who asks at a station, and how it is answered.

Rules:
1. The secret of the device and the token of the shift are cookies of their own, HttpOnly, SameSite=Strict, and sent
   below `/station` alone: no script reads them, no other site has them sent, and no other page of ours gets them.
2. What a shift may do is therefore what the routes of the station do (`lifecycle.domain.station` says which events
   those record). Administration, decisions, keys, documents and everything else ask for a sign-in with a password.
3. Where a shift runs its person counts, whoever else is signed in to the service in this browser; else that one does.
4. A refusal is a problem document in the reader's language.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from dpp.api.http import PROBLEM_JSON, current_actor, fault_of, problem_document
from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import KringpasError, NotSignedIn
from dpp.domain.message import message
from web.accounts.domain.stations import Shift, Station
from web.accounts.service.accounts import Accounts
from web.accounts.service.views import Person
from web.identity import require_csrf, require_same_origin
from web.pages.errors import page_of
from web.pages.reading import Reader
from web.pages.serving import language_of

PATH = "/station"
_KEPT_DAYS = 400  # the longest that browsers keep a cookie (RFC 6265bis, 5.5); it is set anew at every start
NOBODY = message("Nobody works at this station now. What is not yet sent is kept.")


@dataclass(frozen=True)
class PathCookie:
    """A cookie of rule 1. Over TLS its name has the prefix `__Secure-`: only a page over TLS can set it."""

    plain_name: str
    secure: bool
    days: int | None = None

    @property
    def name(self) -> str:
        return f"__Secure-{self.plain_name}" if self.secure else self.plain_name

    def holding(self, token: str) -> str:
        """The value of a `Set-Cookie` header; without days the cookie goes when the browser closes."""
        lasting = "" if self.days is None else f"; Max-Age={self.days * 86_400}"
        safe = "; Secure" if self.secure else ""
        return f"{self.name}={token}; Path={PATH}; HttpOnly; SameSite=Strict{safe}{lasting}"

    def removed(self) -> str:
        return replace(self, days=0).holding("")

    def read(self, request: Request) -> str | None:
        return request.cookies.get(self.name) or None


@dataclass(frozen=True)
class Present:
    """Who is there: at a station or not, in a shift or signed in. `csrf` is for what changes something.

    `ended` says why the shift of this device counts no more, `was_station` that its enrolment counts no more.
    """

    actor: Actor = VISITOR
    person: Person | None = None
    csrf: str | None = None
    station: Station | None = None
    shift: Shift | None = None
    ended: NotSignedIn | None = None
    was_station: bool = False


@dataclass(frozen=True)
class StationDesk:
    """Reads and sets the cookies of a station."""

    accounts: Accounts
    secure: bool

    @property
    def of_station(self) -> PathCookie:
        return PathCookie("kringpas-station", self.secure, _KEPT_DAYS)

    @property
    def of_shift(self) -> PathCookie:
        return PathCookie("kringpas-shift", self.secure)

    def station(self, request: Request) -> Station | None:
        token = self.of_station.read(request)
        return None if token is None else self.accounts.stations.of_token(token)

    def present(self, request: Request) -> Present:
        """Rule 3."""
        station, ended = self.station(request), None
        token = self.of_shift.read(request)
        if station is not None and token is not None:
            try:
                return self.in_shift(station, token)
            except NotSignedIn as error:
                ended = error
        state = request.scope["state"]
        was_station = station is None and self.of_station.read(request) is not None
        return Present(
            current_actor(request), state["person"], state["csrf"], station, ended=ended, was_station=was_station
        )

    def in_shift(self, station: Station, token: str) -> Present:
        """Who works at this station by this token; NotSignedIn."""
        shift, found = self.accounts.shifts.of_token(station, token)
        return Present(found.actor, found.person, found.csrf, station, shift)

    def changing(self, request: Request) -> Present:
        """Who changes something; NotPermitted without the CSRF token of the session or the shift."""
        require_same_origin(request.headers)
        present = self.present(request)
        require_csrf({"csrf": present.csrf}, request.headers.get("x-csrf-token"))
        return present


def somebody(present: Present) -> Actor:
    """Who is there; NotSignedIn where nobody is."""
    if present.actor.is_visitor:
        raise NotSignedIn(NOBODY, remedy=message("Show your badge, give your name and PIN, or sign in."))
    return present.actor


def reader_of(request: Request) -> Reader:
    """The language of whoever asks."""
    return Reader(language_of(request))


def told(request: Request, content: Any, status: int = 200) -> JSONResponse:
    """A JSON answer for the one who asks, that nobody keeps."""
    return JSONResponse(content, status, _headers(request))


class StationRoute(APIRoute):
    """Answers refusals by rule 4."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except (KringpasError, RequestValidationError) as error:
                return _refusal(request, error)

        return answered


def _refusal(request: Request, error: Exception) -> Response:
    fault, say = fault_of(error), reader_of(request).say
    title, what, remedy = fault.title, fault.what, fault.remedy
    if "use_case" in what.values:  # the permission table speaks to programs as well
        page = page_of(fault, request.method)
        title, what, remedy = (title, NOBODY, None) if fault.status == 401 else (page.title, page.what, page.remedy)
    document = problem_document(fault, request.url.path) | {"title": say(title), "detail": say(what)}
    document.pop("remedy", None)
    if remedy is not None:
        document["remedy"] = say(remedy)
    if fault.problems:
        document["errors"] = [{"path": each.path, "detail": say(each.what)} for each in fault.problems]
    return JSONResponse(document, fault.status, {**_headers(request), **dict(fault.headers)}, media_type=PROBLEM_JSON)


def _headers(request: Request) -> dict[str, str]:
    return {
        "Cache-Control": "no-store",
        "Content-Language": language_of(request),
        "Vary": "Accept-Language, Cookie",
    }
