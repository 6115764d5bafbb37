"""The work of the intake station, below `/station`: pallets, scans and what is seen of devices, as JSON.

The pages (`GET /station`, `GET /station/manifest.webmanifest`, `GET /station/worker.js`) are in
`web.pages.station_shell`, the enrolment of a device (`/station/enrol`) in `web.pages.stations`,
who works there (`/station/state`, `/station/persons`) in `web.pages.station_people`.

Who asks: at an enrolled station the person whose shift runs there, by the cookie of the shift; else whoever is signed
in to the service in this browser. Both cookies of a station are sent below `/station` alone, and nothing outside this
module, `web.pages.station_people` and `web.pages.stations` reads them.

Every answer is JSON, in the reader's language (`Content-Language`), never kept by a cache. Absent values are null.

`GET /station/pallets`
    [{id, name, sender, expected, scanned}]       consignments under way to this organisation, newest first;
                                                  `expected` is all of its devices, `scanned` those that came
`GET /station/pallets/{id}`
    {id, name, sender, expected, scanned,
     devices: [{key, name, codes: [text], scanned: bool}],
     extra: [{key, name, codes: [text]}]}         what came and is not on the list
    `codes` are what a scan of this device may say, each with nothing but its letters and digits, in upper case: label
    code, asset tag, serial number, IMEI. The app compares in that form: of an address its last step, of anything else
    the whole scan.

`POST /station/sendings`
    The body of `POST /api/v1/event-batches` (batch, scanner, sent_at, events), and
     shift: text | null                     the shift in which it was made; left out: by the person who is signed in
     pallet: text | null                    the consignment that was being taken in
    -> its answer, {batch, scanner, sent_at, received_at, skew_seconds, tolerated_seconds, whole,
     events: [{event_id, outcome, device, item, refusal: {rule, what, remedy} | null,
               repeats: text | null,        the scan of the same stack that this one repeats
               view: View | null,           of a scan
               receipt: {verdict, what, next_step} | null}],    of a scan on a pallet that could be received
     pallet: {id, name, sender, expected, scanned} | null,      as it is now
     receipt: {rule, what, remedy} | null,  why nothing of this sending counts for the pallet
     today: number | null}
    `outcome` is `recorded`, `repeated` (it was here before: done), `set-aside` (it waits in the inbox for a person:
    done for the app) or `dismissed`. Each of them is the end of that event for the app.
    An event needs an `event_id` that the app made, and what concerns a device that only a scan names has `scan`.
    Send what belongs together in one sending, oldest first; at most `most.events`.
    View: {verdict: good | attention | stop, tone: good | info | attention | stop, sound: good | again | attention |
     stop, what, next_step, device: {key, name, address} | null, needs: [{key, what, done, address}],
     candidates: [{key, name, where}], near: [{key, name, where}], warnings: [text], already: bool}
     `key` of a need is a word that stays the same in every language: evidence, identity, thing, passport, charger,
     grade, erasure, verification, label, locks. `already`: the same stack had it before; it was not recorded, the scan
     that it `repeats` was.
    Rules: an event that did not happen within its shift is set aside (rule `within-the-shift`); so is all that was made
    in the shift of a person who may not record it (any more). A kind that is not of `kinds` makes the sending invalid.

`POST /station/photos/{scan}?shift=`
    The bytes of a JPEG or PNG of the device that this scan found -> 201 {sha256, device}. The same picture again is the
    same photo. 422 `scanned-first` where the scan was not recorded (yet): try again after its sending.

`POST /station/items/{item}/dismissal`
    {event: text | null, reason: text | null, shift: text | null} -> {item, outcome: recorded | dismissed}. A person
    settled at the station what was set aside: the item in the inbox is closed. `event` is the one that was recorded in
    its place, `reason` what the person says of it (without one: what happened), `shift` as in a sending. An item that
    was settled before stays as it was, and tells how.
    Who may: the person of the shift, or who is signed in, as far as the inbox lets that person settle it; of the kinds
    that a station sends (403). 422 `recorded-after-all` where nobody recorded that event in its place: the item stays.

`POST /station/readings`
    {raw, symbology} -> View. What a scan finds; nothing is recorded.

`GET /station/lives/{scan}`
    {name, codes: [text], standing, life: [{at, what, details: [text], organisation, corrected: bool}]}
    What is recorded of the device that this scan found, the newest first, as far as the person may read that device.
    No names of persons: who did what is on the page of the device, after a sign-in with a password.

`GET /station/labels/{scan}?ending=pdf|png|zpl&size=`
    The label of the device that this scan found, for its printer. 404 where it has none.

Refusals are problem documents (RFC 9457): 401 nobody is signed in (what waits is kept), 403, 404, 409, 413, 422, 429.
After a 401 the app keeps what waits and asks for a person. Anything that is repeated is safe.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request, Response
from pydantic import Field

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound, NotPermitted
from dpp.domain.message import Message, message
from dpp.service.labels.printing import LabelFormat
from lifecycle.api.inbox import NewEventBatch, batch_of
from lifecycle.domain.events import ConsignmentId, EventId
from lifecycle.domain.inbox import LONGEST_REASON, ItemId
from lifecycle.domain.station import MadeBy
from lifecycle.service.scanning import LONGEST_SCAN
from lifecycle.service.station_pallets import PalletLine
from web.accounts.domain.stations import ShiftId
from web.bootstrap import Parts
from web.pages.mapping import station as shown
from web.pages.mapping.labels import job_of
from web.pages.serving import Site
from web.pages.station_desk import PATH, Present, StationDesk, StationRoute, reader_of, somebody, told

ShiftName = Annotated[str, Field(min_length=1, max_length=64)]
Scan = Annotated[EventId, Field(min_length=1, max_length=64)]


@dataclass(frozen=True, kw_only=True)
class NewSending(NewEventBatch):
    """A batch of events, with the shift in which they were made and the pallet that was being taken in."""

    shift: ShiftName | None = None
    pallet: Annotated[ConsignmentId, Field(min_length=1, max_length=64)] | None = None


@dataclass(frozen=True, kw_only=True)
class NewReading:
    """A scan that is only looked up."""

    raw: Annotated[str, Field(min_length=1, max_length=LONGEST_SCAN)]
    symbology: Annotated[str, Field(max_length=8)] | None = None


@dataclass(frozen=True, kw_only=True)
class NewSettling:
    """That a person settled at the station what was set aside. The reason names no person."""

    event: Scan | None = None
    reason: Annotated[str, Field(min_length=1, max_length=LONGEST_REASON)] | None = None
    shift: ShiftName | None = None

    @property
    def why(self) -> Message:
        """The reason where nobody gave one."""
        if self.event is None:
            return message("Seen at the intake station, and taken off its list.")
        return message("Recorded after all as {event}.", event=self.event)


async def _content(request: Request) -> bytes:
    return await request.body()


def station_routes(parts: Parts, _site: Site) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(prefix=PATH, route_class=StationRoute)
    counter = _Counter(parts, StationDesk(parts.accounts, parts.settings.is_secure))
    _add_pallets(routes, counter)
    _add_sendings(routes, counter)
    _add_devices(routes, counter)
    _add_items(routes, counter)
    return routes


def _add_pallets(routes: APIRouter, counter: "_Counter") -> None:
    desk, pallets = counter.desk, counter.parts.station_pallets

    @routes.get("/pallets")
    def list_pallets(request: Request) -> Response:
        found = pallets.all(somebody(desk.present(request)))
        return told(request, [shown.pallet_line(each) for each in found])

    @routes.get("/pallets/{pallet}")
    def read_pallet(request: Request, pallet: ConsignmentId) -> Response:
        return told(request, shown.pallet(pallets.read(somebody(desk.present(request)), pallet)))


def _add_sendings(routes: APIRouter, counter: "_Counter") -> None:
    desk, station = counter.desk, counter.parts.station

    @routes.post("/readings")
    def read(request: Request, body: NewReading) -> Response:
        seen = station.read(somebody(desk.changing(request)), body.raw)
        return told(request, shown.view(seen, reader_of(request).say))

    @routes.post("/sendings")
    def send(request: Request, body: Annotated[NewSending, Body()]) -> Response:
        present = desk.changing(request)
        answer = station.send(somebody(present), batch_of(body), counter.made(present, body.shift), body.pallet)
        today = None
        if present.station is not None:
            stations = counter.parts.accounts.stations
            stations.count(present.station.id, [sent.occurred_at.date() for sent in answer.new])
            today = stations.today(present.station.id)
        now = counter.pallet_now(present.actor, body.pallet)
        return told(request, shown.sending(answer, reader_of(request).say, now=now, today=today))


def _add_devices(routes: APIRouter, counter: "_Counter") -> None:
    """Of the device that a scan found."""
    desk, station = counter.desk, counter.parts.station

    @routes.post("/photos/{scan}")
    def keep_photo(
        request: Request, scan: Scan, content: Annotated[bytes, Depends(_content)], shift: ShiftName | None = None
    ) -> Response:
        present = desk.changing(request)
        photo = station.add_photo(somebody(present), scan, content, counter.made(present, shift))
        return told(request, {"sha256": photo.sha256, "device": photo.device}, 201)

    @routes.get("/lives/{scan}")
    def life(request: Request, scan: Scan) -> Response:
        view = station.life(somebody(desk.present(request)), scan)
        return told(request, shown.life(view, reader_of(request)))

    @routes.get("/labels/{scan}")
    def label(request: Request, scan: Scan, ending: LabelFormat = LabelFormat.PDF) -> Response:
        actor = somebody(desk.present(request))
        content = counter.parts.device_labels.label(actor, station.device_of(actor, scan))
        job = job_of(request.query_params, (), ending)
        printed = counter.parts.printing.draw([content], job)
        name = f'inline; filename="label-{content.code}.{ending.value}"'
        headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
        return Response(printed.content, media_type=ending.media_type, headers=headers)


def _add_items(routes: APIRouter, counter: "_Counter") -> None:
    desk, items = counter.desk, counter.parts.station_items

    @routes.post("/items/{item}/dismissal")
    def dismiss(request: Request, item: ItemId, body: NewSettling) -> Response:
        present = desk.changing(request)
        person = somebody(present)
        made = counter.made(present, body.shift) or MadeBy(person)
        view = items.dismiss(made, item, body.reason or reader_of(request).say(body.why), body.event)
        return told(request, {"item": item, "outcome": view.item.outcome})


@dataclass(frozen=True)
class _Counter:
    """What the routes share."""

    parts: Parts
    desk: StationDesk

    def made(self, present: Present, shift: str | None) -> MadeBy | None:
        """On whose authority: of a shift of this station, or (without one) of whoever is there."""
        if shift is None:
            return None
        found = None
        if present.station is not None:
            found = self.parts.accounts.shifts.standing(present.station, ShiftId(shift))
        if found is None:
            return MadeBy(present.actor, stands=False)
        return MadeBy(found.actor, found.since, found.until, began=found.shift.started_at, stands=found.counts)

    def pallet_now(self, actor: Actor, pallet: ConsignmentId | None) -> PalletLine | None:
        """How far it is; None where this person may not know."""
        if pallet is None:
            return None
        try:
            return self.parts.station_pallets.line(actor, pallet)
        except (NotFound, NotPermitted):
            return None
