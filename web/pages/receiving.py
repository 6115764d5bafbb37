"""A receipt by scanning, its closure, the answers to differences, and the papers of a hand-over.

Rules:
1. A scan carries an id that its page made, so that sending it twice is one scan.
2. The place of the station stays from scan to scan: a cookie of the session keeps it, and nothing of what was scanned.
3. A device that is not as it was offered has a page of its own: what is said there is never said of the next scan.
4. Without scripts a scan is a form, and its verdict a page.
"""

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Cookie, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotPermitted, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import OF_CONDITION, DifferenceId, Given, LineState, Resolution, ScanId, Side
from lifecycle.domain.events import ConsignmentId, Difference, Place
from lifecycle.service.consignment_papers import Paper
from lifecycle.service.consignment_receipts import ReceiptScan, ScanBatch
from lifecycle.service.consignment_views import ConsignmentView, ScanAnswer
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.acts.routes import COMES_BACK
from web.pages.consignment_desk import Desk
from web.pages.contexts.frame import Choice, FormState
from web.pages.contexts.receiving import DifferingPage, ReceivingPage
from web.pages.mapping.consignment import counts_of, head_of, name
from web.pages.mapping.receiving import scan_line, verdict_of
from web.pages.serving import Asking, Sent, SentForm, Site, go, language_of

COOKIE = "receiving"
LONGEST_PLACE = 100
MOST_SHOWN = 50
LONGEST_REMARK = 2000
Kept = Annotated[str | None, Cookie(alias=COOKIE)]


def receiving_routes(parts: Parts, site: Site) -> APIRouter:
    """Below `/consignments/{consignment}`."""
    routes = APIRouter(prefix="/consignments/{consignment}")
    _add_station(routes, _Dock(parts), site)
    _add_differing(routes, _Dock(parts), site)
    _add_ends(routes, Desk(parts), site)
    _add_papers(routes, parts)
    return routes


def _add_station(routes: APIRouter, dock: "_Dock", site: Site) -> None:
    @routes.get("/receiving")
    def station(
        request: Request,
        actor: Asking,
        consignment: ConsignmentId,
        scan: Annotated[str | None, Query(max_length=64)] = None,
        receiving: Kept = None,
    ) -> Response:
        form = FormState({"place": kept_place(receiving)})
        return site.page(request, dock.page(actor, consignment, form, scan), camera=True)

    @routes.post("/scans")
    def scan(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        try:
            answer = dock.scan(actor, consignment, sent)
        except COMES_BACK as error:
            page = dock.page(actor, consignment, _beside(sent, error))
            return site.page(request, page, status=fault_of(error).status, camera=True)
        response = go(f"/consignments/{consignment}/receiving?{urlencode({'scan': answer.scan_id})}")
        return dock.remember(response, sent.text("place"))


def _add_differing(routes: APIRouter, dock: "_Dock", site: Site) -> None:
    @routes.get("/exception")
    def ask(request: Request, actor: Asking, consignment: ConsignmentId, receiving: Kept = None) -> Response:
        return site.page(request, dock.differing(actor, consignment, FormState({"place": kept_place(receiving)})))

    @routes.post("/exception")
    def tell(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        try:
            answer = dock.differs(actor, consignment, sent)
        except COMES_BACK as error:
            page = dock.differing(actor, consignment, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        response = go(f"/consignments/{consignment}/receiving?{urlencode({'scan': answer.scan_id})}")
        return dock.remember(response, sent.text("place"))


def _add_ends(routes: APIRouter, desk: Desk, site: Site) -> None:
    use = desk.parts.use

    @routes.post("/closure")
    def close(request: Request, actor: Asking, consignment: ConsignmentId, sent: SentForm) -> Response:
        try:
            use.receipts.close(actor, consignment, map(DeviceKey, sent.lists.get("missing", ())))
        except COMES_BACK as error:
            return desk.again(site, request, actor, sent.again(error), error)
        return go(f"/consignments/{consignment}", said="received")

    @routes.post("/differences/{difference}/resolution")
    def answer(
        request: Request, actor: Asking, consignment: ConsignmentId, difference: DifferenceId, sent: SentForm
    ) -> Response:
        try:
            use.differences.answer(actor, consignment, difference, _given(sent))
        except COMES_BACK as error:
            return desk.again(site, request, actor, sent.again(error), error)
        return go(f"/consignments/{consignment}#differences", said="saved")


def _add_papers(routes: APIRouter, parts: Parts) -> None:
    @routes.get("/manifest.json")
    def manifest(actor: Asking, consignment: ConsignmentId) -> Response:
        return _file(parts.use.papers.manifest(actor, consignment), "application/json")

    @routes.get("/document.pdf")
    def document(
        request: Request,
        actor: Asking,
        consignment: ConsignmentId,
        language: Annotated[str | None, Query(pattern="^(nl|en)$")] = None,
    ) -> Response:
        paper = parts.use.papers.document(actor, consignment, language or language_of(request))
        return _file(paper, "application/pdf")


@dataclass(frozen=True)
class _Dock:
    """The station of one receiver."""

    parts: Parts

    def page(self, actor: Actor, consignment: ConsignmentId, form: FormState, scan: str | None = None) -> ReceivingPage:
        view, receipts = self._to_receive(actor, consignment), self.parts.use.receipts
        told = None if scan is None else receipts.recall(actor, consignment, ScanId(scan))
        lines = view.consignment.lines
        to_come = (head_of(line) for line in lines if line.state is LineState.EXPECTED)
        return ReceivingPage(
            name=name(consignment),
            address=f"/consignments/{consignment}",
            sender=view.sender,
            counts=counts_of(view.consignment),
            scan=receipts.recorder.new_id(),
            seal=view.consignment.terms.seal,
            verdict=None if told is None else verdict_of(told),
            last=tuple(map(scan_line, receipts.last(actor, consignment).answers)),
            to_come=tuple(head for head, _ in zip(to_come, range(MOST_SHOWN), strict=False)),
            form=form,
        )

    def differing(self, actor: Actor, consignment: ConsignmentId, form: FormState) -> DifferingPage:
        self._to_receive(actor, consignment)
        return DifferingPage(
            name=name(consignment),
            address=f"/consignments/{consignment}",
            scan=self.parts.use.receipts.recorder.new_id(),
            differences=tuple(Choice(each.value, each) for each in Difference if each in OF_CONDITION),
            form=form,
        )

    def scan(self, actor: Actor, consignment: ConsignmentId, sent: Sent) -> ScanAnswer:
        return self._scanned(actor, consignment, sent, _read(sent))

    def differs(self, actor: Actor, consignment: ConsignmentId, sent: Sent) -> ScanAnswer:
        fields = Fields(sent)
        difference = fields.one_of("difference", Difference)
        fields.check()
        remark = sent.text("remark")[:LONGEST_REMARK] or None
        scan = replace(_read(sent), difference=difference, remark=remark)
        return self._scanned(actor, consignment, sent, scan)

    def remember(self, response: Response, place: str) -> Response:
        secure = self.parts.settings.is_secure
        kept = urlencode({"place": place})
        response.set_cookie(COOKIE, kept, path="/consignments", secure=secure, httponly=True, samesite="lax")
        return response

    def _scanned(self, actor: Actor, consignment: ConsignmentId, sent: Sent, scan: ReceiptScan) -> ScanAnswer:
        batch = ScanBatch(place=_place(sent), scans=(scan,))
        return self.parts.use.receipts.scan(actor, consignment, batch).answers[0]

    def _to_receive(self, actor: Actor, consignment: ConsignmentId) -> ConsignmentView:
        view = self.parts.use.consignments.read(actor, consignment)
        if Side.RECEIVER not in Desk(self.parts).sides(actor, view.consignment):
            raise NotPermitted(message("Only its receiver receives this consignment."))
        return view


def kept_place(cookie: str | None) -> str:
    """The place of this station, as the cookie keeps it."""
    return parse_qs(cookie or "").get("place", [""])[0][:LONGEST_PLACE]


def _place(sent: Sent) -> Place:
    place = sent.text("place")
    if not 0 < len(place) <= LONGEST_PLACE:
        what = message("Say where you scan: the hall, line or shelf.")
        raise InvalidInput(what, (Problem("place", what),))
    return Place(place)


def _read(sent: Sent) -> ReceiptScan:
    return ReceiptScan(
        scan_id=ScanId(sent.text("event")), raw=sent.values.get("scan", ""), symbology=sent.optional("symbology")
    )


def _given(sent: Sent) -> Given:
    fields = Fields(sent)
    resolution = fields.one_of("resolution", Resolution)
    if resolution is Resolution.LOST and not sent.text("report"):
        fields.wrong("", message("A loss names the reference of its report."))
    fields.check()
    return Given(
        resolution=resolution,
        report=fields.optional("report"),
        stolen=sent.text("stolen") == "yes",
        place=Place(sent.text("place")) if sent.text("place") else None,
    )


def _beside(sent: Sent, error: Exception) -> FormState:
    form = sent.again(error)  # type: ignore[arg-type]  # each of COMES_BACK is one of ours
    return FormState(form.values, {name or "scan": what for name, what in form.problems.items()}, form.refusal)


def _file(paper: Paper, media_type: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{paper.name}"', "Cache-Control": "no-store"}
    return Response(paper.content, media_type=media_type, headers=headers)
