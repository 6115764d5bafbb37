"""The intake station: scan, verdict, next thing.

Rules:
1. A scan carries the id of its event, so that sending it twice is one scan.
2. Place, owner and category stay for a whole stack, and the last scans stay in sight: a cookie of the session keeps
   them, with the ids of the scans and nothing of what was scanned.
3. Where several devices carry a number nothing was recorded, and a person chooses.
4. What was scanned before in the same stack is told so, and counts once.
"""

import re
from dataclasses import dataclass, replace
from typing import Annotated, Self
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Cookie, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotPermitted, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import EventId, Place
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.intake import Scan
from lifecycle.service.views import DeviceView, ScanView
from web.accounts.service.choosing_ports import Among
from web.bootstrap import Parts
from web.pages.acts.base import event_id_of
from web.pages.acts.choosing import Chooser, organisations
from web.pages.contexts.frame import FormState
from web.pages.contexts.intake import IntakePage
from web.pages.mapping.intake import scans_of, verdict_of
from web.pages.serving import Asking, Sent, SentForm, Site, go

COOKIE = "station"
LAST = 10
LONGEST_PLACE = 100
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9a-zA-Z]")


@dataclass(frozen=True)
class Station:
    """What a station remembers between two scans, for one day."""

    day: str
    place: str = ""
    owner: str = ""
    category: str = ""
    count: int = 0
    scans: tuple[EventId, ...] = ()

    @classmethod
    def read(cls, cookie: str | None, today: str) -> Self:
        """From the cookie; a new day begins with no scans, at the same place."""
        said = {name: values[0] for name, values in parse_qs(cookie or "").items()}
        place, owner, category = (said.get(name, "")[:LONGEST_PLACE] for name in ("place", "owner", "category"))
        if said.get("day") != today:
            return cls(today, place, owner, category)
        count = said.get("count", "")
        scans = tuple(EventId(each) for each in said.get("scans", "").split(".") if each)
        return cls(
            today, place, owner, category, int(count) if count.isascii() and count.isdigit() else 0, scans[:LAST]
        )

    @property
    def stack(self) -> FormState:
        """What stays for a whole stack, as the form takes it."""
        return FormState({"place": self.place, "owner": self.owner, "category": self.category})

    def with_stack(self, sent: Sent) -> Self:
        """What the form says of the stack."""
        place, owner, category = (sent.text(name) for name in ("place", "owner", "category"))
        return replace(self, place=place, owner=owner, category=category)

    def written(self) -> str:
        return urlencode({**vars(self), "scans": ".".join(self.scans)})

    def with_scan(self, scan: EventId) -> Self:
        """The newest first; one that is here already is a retry, and counts once."""
        if scan in self.scans:
            return self
        return replace(self, count=self.count + 1, scans=(scan, *self.scans)[:LAST])


def intake_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of the intake station."""
    routes = APIRouter(prefix="/intake")
    counter = _Counter(parts)

    @routes.get("")
    def station(
        request: Request,
        actor: Asking,
        event: Annotated[str | None, Query(max_length=64)] = None,
        again: Annotated[str | None, Query(max_length=64)] = None,
        scan: Annotated[str | None, Query(max_length=2048)] = None,
        station: Annotated[str | None, Cookie()] = None,
    ) -> Response:
        kept = counter.kept(station)
        last = counter.scanned_before(actor, again) if again else counter.last_scan(actor, event, scan)
        return site.page(request, counter.page(actor, kept, last, kept.stack), camera=True)

    @routes.post("/scans")
    def scan(
        request: Request, actor: Asking, sent: SentForm, station: Annotated[str | None, Cookie()] = None
    ) -> Response:
        kept = counter.kept(station).with_stack(sent)
        try:
            settled = counter.owners(actor).settled(sent, "owner")
            kept = kept.with_stack(settled)
            view = parts.use.intake.scan(actor, _scan(settled))
        except (InvalidInput, Refused) as error:
            page = counter.page(actor, kept, None, _beside_scan(sent, error))
            return site.page(request, page, status=fault_of(error).status, camera=True)
        return counter.shown(kept, view, event_id_of(sent))

    return routes


@dataclass(frozen=True)
class _Counter:
    parts: Parts

    def kept(self, cookie: str | None) -> Station:
        return Station.read(cookie, self.parts.clock().date().isoformat())

    def last_scan(self, actor: Actor, event: str | None, raw: str | None) -> ScanView | None:
        """The scan that the address names: one that was recorded, or one that was not."""
        intake = self.parts.use.intake
        if event is not None:
            return next(iter(intake.recall(actor, [EventId(event)])), None)
        return None if raw is None else intake.look_up(actor, raw)

    def scanned_before(self, actor: Actor, event: str) -> ScanView | None:
        """A scan that was repeated: rule 4."""
        before = self.last_scan(actor, event, None)
        return None if before is None else replace(before, already=EventId(event))

    def page(self, actor: Actor, kept: Station, last: ScanView | None, form: FormState) -> IntakePage:
        PERMISSIONS.check("scan_intake", actor)
        return IntakePage(
            verdict=None if last is None else verdict_of(last, self._seen(actor, last)),
            last=scans_of(self.parts.use.intake.recall(actor, kept.scans)),
            today=kept.count,
            event=self.parts.use.intake.recorder.new_id(),
            form=form,
            owners=self.owners(actor).offered(form, "owner"),
        )

    def owners(self, actor: Actor) -> Chooser[Among]:
        return organisations(self.parts, actor, Among(in_state=True))

    def shown(self, kept: Station, view: ScanView, event: EventId | None) -> Response:
        """To the page that shows what became of the scan."""
        recorded = view.device is not None and view.already is None and event is not None
        response = go(f"/intake?{urlencode(_address_of(view, event if recorded else None))}")
        remembered = kept.with_scan(event) if recorded and event is not None else kept
        secure = self.parts.settings.is_secure
        response.set_cookie(COOKIE, remembered.written(), path="/intake", secure=secure, httponly=True, samesite="lax")
        return response

    def _seen(self, actor: Actor, scan: ScanView) -> DeviceView | None:
        """The device of the scan, where this person may see it."""
        if len(scan.matches) != 1:
            return None
        try:
            return self.parts.use.devices.read(actor, DeviceKey(scan.matches[0].device_key))
        except NotPermitted:
            return None


def _address_of(view: ScanView, recorded: EventId | None) -> dict[str, str]:
    """What names the scan in the address of its page."""
    if recorded is not None:
        return {"event": recorded}
    return {"scan": view.scan.raw} if view.already is None else {"again": view.already}


def _scan(sent: Sent) -> Scan:
    place = sent.text("place")
    if not 0 < len(place) <= LONGEST_PLACE:
        what = message("Say where you scan: the hall, line or shelf.")
        raise InvalidInput(what, (Problem("place", what),))
    symbology = sent.text("symbology")
    return Scan(
        raw=sent.values.get("scan", ""),
        place=Place(place),
        symbology=symbology if _SYMBOLOGY.fullmatch(symbology) else None,
        category=sent.optional("category"),
        said_owner=OrganisationId(sent.text("owner")) if sent.text("owner") else None,
        chosen=DeviceKey(sent.text("device")) if sent.text("device") else None,
        event_id=event_id_of(sent),
    )


def _beside_scan(sent: Sent, error: InvalidInput | Refused) -> FormState:
    form = sent.again(error)
    return replace(form, problems={name or "scan": what for name, what in form.problems.items()})
