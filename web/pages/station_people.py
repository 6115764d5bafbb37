"""Who works at the intake station, below `/station`: the state of the app, and persons who change.

Who asks, and in which form it is answered, says `web.pages.station`.

`GET /station/state`
    {person: {account, name, organisation} | null,
     station: {id, name, place, organisation} | null,
     shift: {id, since, until} | null,
     notice: {what, remedy} | null,         why nobody can work here as before, and what to do
     csrf: text | null,                     for the header X-CSRF-Token of everything that is not a GET
     owners: [{id, name}],                  whose a stack may be; empty without a person
     functional: [{grade, text}],           best first; `text` may be empty
     cosmetic: [{grade, text}],             best first
     kinds: [text],                         the kinds of event that a station may send
     most: {events, photo_bytes},           of one sending; of one photo
     clock: moment,                         ours, for the app to tell a wrong clock
     today: number | null}                  scans of this station today; null where it is not enrolled
    Answers 200 also where nobody is signed in. A revoked station has station null: the app keeps what waits. The
    notice tells that, why a shift ended, and that a person may not take devices in (any more).

`POST /station/persons`
    {badge: text} or {name: text, pin: text} -> the new state. Only at an enrolled station, for a person of its
    organisation; the shift that ran there ends. 401 what was shown is nobody's (here), 403 not an enrolled station,
    429 too many attempts (`Retry-After`). Where somebody is signed in the CSRF token of that session goes with it. A
    badge is `kpb` and 26 letters or digits, read in any case.
`DELETE /station/persons`
    Ends the shift and the session -> the new state. Without network the app forgets the person by itself; the next
    person's shift ends this one too.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from dpp.api.rendering import json_of
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.station import KINDS
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from web.accounts.domain.stations import Station
from web.accounts.service.shifts import Shifts, not_a_station
from web.bootstrap import Parts
from web.identity import SessionCookie
from web.pages.mapping import station as shown
from web.pages.serving import Site
from web.pages.station_desk import PATH, Present, StationDesk, StationRoute, reader_of, told

MOST_AT_ONCE = 50
"""So many events are answered in a few seconds; the service takes more."""

Shown = Annotated[str, Field(max_length=100)]


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What somebody shows: a badge, or a name and a PIN."""

    badge: Shown | None = None
    name: Shown | None = None
    pin: Shown | None = None


def station_people_routes(parts: Parts, _site: Site) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(prefix=PATH, route_class=StationRoute)
    desk = StationDesk(parts.accounts, parts.settings.is_secure)
    people, shifts = _People(parts), parts.accounts.shifts

    @routes.get("/state")
    def state(request: Request) -> Response:
        present = desk.present(request)
        response, token = people.state(request, present), desk.of_station.read(request)
        if present.station is not None and token is not None:
            response.headers.append("Set-Cookie", desk.of_station.holding(token))
        return response

    @routes.post("/persons")
    def change(request: Request, body: NewPerson) -> Response:
        station = desk.changing(request).station
        if station is None:
            raise not_a_station()
        token = _begun(shifts, station, body)
        response = people.state(request, desk.in_shift(station, token))
        response.headers.append("Set-Cookie", desk.of_shift.holding(token))
        return response

    @routes.delete("/persons")
    def leave(request: Request) -> Response:
        present = desk.changing(request)
        if present.shift is not None and present.station is not None:
            shifts.end(present.station)
        signed_out = people.sign_out(request) if present.shift is None else None
        response = people.state(request, Present(station=present.station))
        for cookie in filter(None, (desk.of_shift.removed(), signed_out)):
            response.headers.append("Set-Cookie", cookie)
        return response

    return routes


def _begun(shifts: Shifts, station: Station, shown: NewPerson) -> str:
    """The token of a shift of who shows this."""
    if shown.badge is not None:
        return shifts.begin_by_badge(station, shown.badge)
    if shown.name is not None and shown.pin is not None:
        return shifts.begin_by_pin(station, shown.name, shown.pin)
    what = message("Show a badge, or give a name and a PIN.")
    raise InvalidInput(what, (Problem("$.badge", what),))


@dataclass(frozen=True)
class _People:
    """What the app is told of who is there."""

    parts: Parts

    def state(self, request: Request, present: Present) -> Response:
        """`GET /station/state`."""
        say, station = reader_of(request).say, present.station
        content: dict[str, Any] = {
            "person": _person(present),
            "station": None if station is None else _station(station),
            "shift": self._shift(present),
            "notice": _said(notice_of(present), say),
            "csrf": present.csrf,
            "owners": self._owners(present),
            "functional": shown.grades(FunctionalGrade, say),
            "cosmetic": shown.grades(CosmeticGrade, say),
            "kinds": list(KINDS),
            "most": {"events": MOST_AT_ONCE, "photo_bytes": self.parts.settings.max_body_bytes},
            "clock": json_of(self.parts.clock()),
            "today": None if station is None else self.parts.accounts.stations.today(station.id),
        }
        return told(request, content)

    def sign_out(self, request: Request) -> str | None:
        """End the session of this browser, where it has one; its cookie goes."""
        cookie = SessionCookie(self.parts.settings.is_secure)
        held = cookie.read(request.headers.get("cookie", ""))
        if held is None:
            return None
        self.parts.accounts.sessions.sign_out(held)
        return cookie.removed()

    def _shift(self, present: Present) -> dict[str, Any] | None:
        if present.shift is None:
            return None
        until = present.shift.until(self.parts.accounts.shifts.means.policy)
        return {"id": present.shift.id, "since": json_of(present.shift.started_at), "until": json_of(until)}

    def _owners(self, present: Present) -> list[dict[str, str]]:
        if not PERMISSIONS.allows("scan_intake", present.actor):
            return []
        found = self.parts.accounts.organisations.called(present.actor, in_state=True)
        return [{"id": each, "name": name} for each, name in found.items()]


def notice_of(present: Present) -> tuple[Message, Message | None] | None:
    """Why nobody can work here as before, and what to do; None where nothing is in the way."""
    if present.was_station:
        return _NO_STATION
    if present.person is None:
        return None if present.ended is None else (present.ended.what, present.ended.remedy)
    if present.person.must_change_password:
        return _NO_PASSWORD
    return None if PERMISSIONS.allows("scan_intake", present.actor) else _NO_RIGHT


_NO_STATION = (
    message("This device is no station any more: it was revoked, or another device took its place."),
    message(
        "What was scanned here is kept. Let an administrator enrol it again, or sign in with your password: "
        "what waits then goes to Conflicts, where somebody records it or dismisses it."
    ),
)
_NO_PASSWORD = (
    message("You have not chosen a password of your own yet: until then you can do nothing here."),
    message("Sign in at a computer and choose one."),
)
_NO_RIGHT = (
    message("Your account may not take devices in (any more)."),
    message("What was scanned here is kept. Let a colleague who may do that show a badge: then it is sent."),
)


def _said(notice: tuple[Message, Message | None] | None, say: shown.Say) -> dict[str, str | None] | None:
    if notice is None:
        return None
    what, remedy = notice
    return {"what": say(what), "remedy": None if remedy is None else say(remedy)}


def _person(present: Present) -> dict[str, str] | None:
    if present.person is None:
        return None
    name, organisation = present.person.display_name, present.person.organisation_name
    return {"account": present.actor.account, "name": name, "organisation": organisation}


def _station(station: Station) -> dict[str, str]:
    return {"id": station.id, "name": station.name, "place": station.place, "organisation": station.organisation}
