"""The bench where pre-printed labels are stuck on: label, device, label, device, many in a row.

Rules:
1. The half of a pair that waits, the ids of the last pairs and how many there were today are kept in a cookie of the
   session: a label code or a device key, nothing of what was scanned.
2. A pair carries the id of its event, so that sending it twice is one link.
3. A scan that is refused changes nothing: what waits goes on waiting, until it is put aside.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Self
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Cookie, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, NotPermitted, Refused
from dpp.domain.labels.pairing import Half, Scanned
from lifecycle.domain.events import EventId
from lifecycle.service.bench import Bench
from lifecycle.service.label_views import BenchStep
from web.bootstrap import Parts
from web.pages.acts.base import event_id_of
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.labelling import BenchPage, BenchVerdict
from web.pages.mapping.labelling import ALREADY, TOLD, linked, verdict_of_link, verdict_of_refusal, waiting_of
from web.pages.serving import Asking, Sent, SentForm, Site, go

COOKIE = "bench"
LAST = 10
COMES_BACK = (InvalidInput, NotFound, Refused, Conflict, NotPermitted)
"""What is told on the page; that somebody labels nothing at all is told by a page of its own."""


@dataclass(frozen=True)
class Kept:
    """What a bench remembers between two scans, for one day."""

    day: str
    waiting: Scanned | None = None
    count: int = 0
    links: tuple[EventId, ...] = ()

    @classmethod
    def read(cls, cookie: str | None, today: str) -> Self:
        """From the cookie; a new day begins empty."""
        said = {name: values[0] for name, values in parse_qs(cookie or "").items()}
        if said.get("day") != today:
            return cls(today)
        half, key, count = said.get("half", ""), said.get("key", ""), said.get("count", "")
        waiting = Scanned(Half(half), key[:16]) if half in set(Half) and key.isalnum() else None
        links = tuple(EventId(each) for each in said.get("links", "").split(".") if each)
        return cls(today, waiting, int(count) if count.isascii() and count.isdigit() else 0, links[:LAST])

    def written(self) -> str:
        half = {"half": self.waiting.half, "key": self.waiting.key} if self.waiting else {}
        return urlencode({"day": self.day, "count": self.count, "links": ".".join(self.links), **half})

    def with_link(self, link: EventId) -> Self:
        """The newest first, and nothing waits; one that is here already is a retry, and counts once."""
        if link in self.links:
            return replace(self, waiting=None)
        return replace(self, waiting=None, count=self.count + 1, links=(link, *self.links)[:LAST])


def bench_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of the bench."""
    routes, pages = APIRouter(prefix="/labelling"), _BenchPages(parts, Bench(parts.use.labelling))

    @routes.get("")
    def bench(
        request: Request,
        actor: Asking,
        event: Annotated[str | None, Query(max_length=64)] = None,
        told: Annotated[str | None, Query(max_length=40)] = None,
        bench: Annotated[str | None, Cookie()] = None,
    ) -> Response:
        verdict = pages.linked(actor, event) if event else TOLD.get(told or "")
        return site.page(request, pages.page(actor, pages.kept(bench), verdict), camera=True)

    @routes.post("/scans")
    def scan(
        request: Request, actor: Asking, sent: SentForm, bench: Annotated[str | None, Cookie()] = None
    ) -> Response:
        kept = pages.kept(bench)
        try:
            step = pages.scan(actor, kept, sent)
        except COMES_BACK as error:
            page = pages.refused(actor, kept, sent, error)
            return site.page(request, page, status=fault_of(error).status, camera=True)
        return pages.shown(kept, step)

    @routes.post("/aside")
    def put_aside(sent: SentForm, bench: Annotated[str | None, Cookie()] = None) -> Response:  # noqa: ARG001 (its token)
        return pages.remember(go("/labelling"), replace(pages.kept(bench), waiting=None))

    return routes


@dataclass(frozen=True)
class _BenchPages:
    parts: Parts
    bench: Bench

    def kept(self, cookie: str | None) -> Kept:
        return Kept.read(cookie, self.parts.clock().date().isoformat())

    def scan(self, actor: Actor, kept: Kept, sent: Sent) -> BenchStep:
        raw, symbology = sent.values.get("scan", ""), sent.optional("symbology")
        return self.bench.scan(actor, kept.waiting, raw, symbology, event_id_of(sent))

    def linked(self, actor: Actor, event: str) -> BenchVerdict | None:
        found = next(iter(self.bench.recall(actor, [EventId(event)])), None)
        return None if found is None else verdict_of_link(found)

    def refused(self, actor: Actor, kept: Kept, sent: Sent, error: KringpasError) -> BenchPage:
        form = FormState({"scan": sent.values.get("scan", "")})
        return self.page(actor, kept, verdict_of_refusal(error), form)

    def page(self, actor: Actor, kept: Kept, verdict: BenchVerdict | None, form: FormState = NEW_FORM) -> BenchPage:
        waiting, last = kept.waiting, self.bench.recall(actor, kept.links)
        line = None if waiting is None else self.bench.waiting_line(actor, waiting)
        return BenchPage(
            verdict=verdict,
            waiting=None if waiting is None else waiting_of(waiting, line),
            last=linked(last),
            today=kept.count,
            event=self.bench.labelling.recorder.new_id(),
            form=form,
        )

    def shown(self, kept: Kept, step: BenchStep) -> Response:
        """To the page that shows what the scan did."""
        if step.link is None:
            asked, kept = {"told": step.told or ""}, replace(kept, waiting=step.waiting)
        elif step.link.event_id is None:
            asked, kept = {"told": ALREADY}, replace(kept, waiting=None)
        else:
            asked, kept = {"event": step.link.event_id}, kept.with_link(step.link.event_id)
        return self.remember(go(f"/labelling?{urlencode(asked)}"), kept)

    def remember(self, response: Response, kept: Kept) -> Response:
        secure = self.parts.settings.is_secure
        response.set_cookie(COOKIE, kept.written(), path="/labelling", secure=secure, httponly=True, samesite="lax")
        return response
