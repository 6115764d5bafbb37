"""The JSON of the intake station, below `/station`: what the app in the browser asks and sends.

The pages (`GET /station`, `GET /station/manifest.webmanifest`, `GET /station/worker.js`) are in
`web.pages.station_shell`, the enrolment of a device (`/station/enrol`) in `web.pages.stations`.

Who asks: at an enrolled station the person whose shift runs there, by the cookie of the shift; else whoever is signed
in to the service in this browser. Both cookies of a station are sent below `/station` alone, and nothing outside this
module and `web.pages.stations` reads them.

Every answer is JSON, in the reader's language (`Content-Language`), never kept by a cache. Absent values are null.

`GET /station/state`
    {person: {account, name, organisation} | null,
     station: {id, name, place, organisation} | null,
     shift: {id, since, until} | null,
     csrf: text | null,                     for the header X-CSRF-Token of everything that is not a GET
     owners: [{id, name}],                  whose a stack may be; empty without a person
     functional: [{grade, text}],           best first; `text` may be empty
     cosmetic: [{grade, text}],             best first
     kinds: [text],                         the kinds of event that a station may send
     most: {events, photo_bytes},           of one sending; of one photo
     clock: moment,                         ours, for the app to tell a wrong clock
     today: number | null}                  scans of this station today; null where it is not enrolled
    Answers 200 also where nobody is signed in. A revoked station has station null: the app keeps what waits, and asks
    to be enrolled again.

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
     grade, erasure, verification, label, locks. `already`: the same stack had it before; it was not recorded.
    Rules: an event that did not happen within its shift is set aside (rule `within-the-shift`); so is all that was made
    in the shift of a person who may not record it (any more). A kind that is not of `kinds` makes the sending invalid.

`POST /station/photos/{scan}?shift=`
    The bytes of a JPEG or PNG of the device that this scan found -> 201 {sha256, device}. The same picture again is the
    same photo. 422 `scanned-first` where the scan was not recorded (yet): try again after its sending.

`GET /station/labels/{scan}?ending=pdf|png|zpl&size=`
    The label of the device that this scan found, for its printer. 404 where it has none.

`POST /station/persons`
    {badge: text} or {name: text, pin: text} -> the new state. Only at an enrolled station, for a person of its
    organisation; the shift that ran there ends. 401 what was shown is nobody's (here), 403 not an enrolled station,
    429 too many attempts (`Retry-After`). A badge is `kpb` and 26 letters or digits, read in any case.
`DELETE /station/persons`
    Ends the shift and the session -> the new state. Without network the app forgets the person by itself, and sends
    this later: the next person's shift ends this one too.

Refusals are problem documents (RFC 9457): 401 nobody is signed in (what waits is kept), 403, 404, 409, 413, 422, 429.
After a 401 the app keeps what waits and asks for a person. Anything that is repeated is safe.
"""

from fastapi import APIRouter

from web.bootstrap import Parts
from web.pages.serving import Site


def station_routes(_parts: Parts, _site: Site) -> APIRouter:
    """The routes of this module."""
    return APIRouter(prefix="/station")
