"""The erasure bench: trays, reports of wiping tools, and a person who points out the device of a storage medium."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, Refused, TooLarge, TooMany
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.erasure.trays import Tray
from lifecycle.domain.evidence.limits import MAX_BYTES
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.erasure_reports import DiskView, ReportView
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.contexts.erasure import BenchPage, MatchPage
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.mapping.erasure import BENCH, address_of_report, card_of, disk_of, disk_row, report_page, tray_page
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go

COMES_BACK = (InvalidInput, Refused, Conflict, TooLarge, TooMany)


def erasure_pages(parts: Parts, site: Site) -> APIRouter:
    """`/erasure`, its trays and its reports."""
    routes, bench = APIRouter(prefix=BENCH), _Bench(parts, site)

    @routes.get("")
    def read(request: Request, actor: Asking) -> Response:
        return site.page(request, bench.page(actor, NEW_FORM))

    @routes.get("/trays/{tray}")
    def open_tray(request: Request, actor: Asking, tray: Tray) -> Response:
        return site.page(request, bench.tray(actor, tray))

    @routes.post("/reports")
    def receive(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            view = bench.receive(actor, sent)
        except COMES_BACK as error:
            return site.page(request, bench.page(actor, _beside_file(sent, error)), status=fault_of(error).status)
        return go(address_of_report(view.report.sha256), said="repeated" if view.repeated else "report-kept")

    _add_reports(routes, parts, site, bench)
    return routes


def _add_reports(routes: APIRouter, parts: Parts, site: Site, bench: "_Bench") -> None:
    reports = parts.use.erasure.reports

    @routes.get("/reports/{sha256}")
    def read_report(request: Request, actor: Asking, sha256: str) -> Response:
        return site.page(request, report_page(reports.read(actor, sha256)))

    @routes.get("/reports/{sha256}/disks/{number}")
    def ask(request: Request, actor: Asking, sha256: str, number: int) -> Response:
        return site.page(request, bench.match(actor, sha256, number, NEW_FORM))

    @routes.post("/reports/{sha256}/disks/{number}")
    def match(request: Request, actor: Asking, sha256: str, number: int, sent: SentForm) -> Response:
        try:
            reports.match(actor, sha256, number, bench.device(actor, sent))
        except (*COMES_BACK, NotFound) as error:
            page = bench.match(actor, sha256, number, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(address_of_report(sha256), said="recorded")

    @routes.post("/reports/{sha256}/disks/{number}/closure")
    def close(actor: Asking, sha256: str, number: int, _sent: SentForm) -> Response:
        reports.close(actor, sha256, number)
        return go(address_of_report(sha256), said="saved")


@dataclass(frozen=True)
class _Bench:
    """What the handlers share."""

    parts: Parts
    site: Site

    def page(self, actor: Actor, form: FormState) -> Page:
        now = self.parts.clock()
        trays = tuple(card_of(count, now) for count in self.parts.use.erasure.bench.trays(actor))
        return BenchPage(trays, MAX_BYTES, self._maps(actor), form)

    def tray(self, actor: Actor, tray: Tray) -> Page:
        bench, now = self.parts.use.erasure.bench, self.parts.clock()
        count = next(each for each in bench.trays(actor) if each.tray is tray)
        return tray_page(card_of(count, now), bench.open(actor, tray))

    def receive(self, actor: Actor, sent: Sent) -> ReportView:
        name, content = sent.files.get("file", ("", b""))
        if not content:
            fields = Fields(sent)
            fields.wrong("file", message("Choose a file that is not empty."))
            fields.check()
        by_map = sent.text("map")
        if by_map:
            return self.parts.use.erasure_maps.receive(actor, by_map, content, name)
        return self.parts.use.erasure.reports.receive(actor, content, name)

    def match(self, actor: Actor, sha256: str, number: int, form: FormState) -> Page:
        disk = disk_of(self.parts.use.erasure.reports.read(actor, sha256), number)
        if disk is None:
            raise NotFound(message("The report has no storage medium number {number}.", number=number))
        return MatchPage(disk_row(DiskView(disk)), form)

    def device(self, actor: Actor, sent: Sent) -> DeviceKey:
        """The one device that was scanned or typed."""
        fields = Fields(sent)
        raw = fields.text("device")
        fields.check()
        found = self.parts.use.intake.named(actor, raw)
        if len(found) != 1:
            known = message("Several devices have this number: scan the label on the device.")
            fields.wrong("device", known if found else message("No device here has this number."))
            fields.check()
        return found[0].device_key

    def _maps(self, actor: Actor) -> tuple[Choice, ...]:
        if not PERMISSIONS.allows("read_erasure_map", actor):
            return ()
        return tuple(Choice(each.name, each.name) for each in self.parts.use.erasure_maps.all(actor))


def _beside_file(sent: Sent, error: KringpasError) -> FormState:
    """What is wrong inside a file is told beside its field."""
    if isinstance(error, Refused):
        return sent.again(error)
    return FormState(sent.values, {"file": error.what})
