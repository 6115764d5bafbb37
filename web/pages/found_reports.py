"""The public form "Found this device?" of a passport, and the reports for who owns the devices.

Rules:
1. A finder's pages are made of the brand, the model and whether the device belongs to the State, which the public
   passport says too, and of nothing else: so they are the same whether or not it was reported lost.
2. No cookie, no script, nothing counted but the network (`dpp.api.limits`). No cache keeps these pages.
3. Another site cannot send the form in the name of its visitors: there is no session that could carry a token.
4. A field that only programs see catches programs. That is told: a browser may have filled it in for a person.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused, TooLarge, TooMany
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from lifecycle.domain.found_reports import Outcome, ReportReference, Words, print_reference, words_of
from web.bootstrap import Parts
from web.identity import require_same_origin
from web.pages.acts.base import Fields
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.found_reports import FoundReportsPage, ReportEndedPage, ReportFoundPage, ReportSentPage
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.passport import full_name
from web.pages.mapping.found_reports import report_line, report_page
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, anybodys_form, go

TRAP = "website"
LARGEST_FORM = 64 * 1024
"""Bytes of a finder's form: its longest texts, each character written out in the longest way, fit four times."""


async def finder_form(request: Request) -> Sent:
    """The form of somebody without a session (rule 3); refused before a long body is read."""
    require_same_origin(request.headers, message("Open the page of this service, and send the form from there."))
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST_FORM:
        raise TooLarge(
            message("The form is longer than this page accepts."), remedy=message("Write less, in plain words.")
        )
    return await anybodys_form(request)


FinderForm = Annotated[Sent, Depends(finder_form)]


def found_report_routes(parts: Parts, site: Site) -> APIRouter:
    """`/passports/{id}/found` for everybody, `/found-reports` for who owns the devices."""
    routes = APIRouter()
    _add_finder(routes, _Street(parts, site))
    _add_owner(routes, parts, site)
    return routes


@dataclass(frozen=True)
class _Street:
    """What the handlers of the finder's pages share."""

    parts: Parts
    site: Site

    def page(self, request: Request, page: Page, status: int = 200) -> Response:
        response = self.site.page(request, page, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response

    def asked(self, request: Request, passport_id: PassportId, form: FormState, status: int = 200) -> Response:
        """The form, or that it ended."""
        device = self.parts.use.found_reports.look(passport_id)
        name, passport = full_name(device.brand, device.name), f"/passports/{passport_id}"
        if not device.is_asked:
            return self.page(request, ReportEndedPage(name, passport), 410)
        days = self.parts.use.found_reports.kept.days
        return self.page(request, ReportFoundPage(name, passport, days, form), status)

    def sent(self, request: Request, passport_id: PassportId, reference: ReportReference) -> Response:
        reports = self.parts.use.found_reports
        device = reports.look(passport_id)
        if not reports.was_received(passport_id, reference):
            raise NotFound(message("There is no report '{reference}'.", reference=reference[:40]))
        name = full_name(device.brand, device.name)
        return self.page(request, ReportSentPage(name, f"/passports/{passport_id}", print_reference(reference)))


def _add_finder(routes: APIRouter, street: _Street) -> None:
    @routes.get("/passports/{passport_id}/found")
    def ask(
        request: Request,
        passport_id: PassportId,
        sent: Annotated[ReportReference | None, Query(max_length=40)] = None,
    ) -> Response:
        if sent is not None:
            return street.sent(request, passport_id, sent)
        return street.asked(request, passport_id, NEW_FORM)

    @routes.post("/passports/{passport_id}/found")
    def report(request: Request, passport_id: PassportId, sent: FinderForm) -> Response:
        try:
            reference = street.parts.use.found_reports.report(passport_id, _words(sent))
        except (InvalidInput, TooMany, Refused) as error:
            fault = fault_of(error)
            response = street.asked(request, passport_id, sent.again(error), fault.status)
            response.headers.update(dict(fault.headers))
            return response
        return go(f"/passports/{passport_id}/found?sent={reference}")


def _words(sent: Sent) -> Words:
    if sent.text(TRAP):
        what = message("Leave this field empty: it is there to stop programs.")
        raise InvalidInput(what, (Problem(TRAP, what),))
    return words_of(sent.text("where"), sent.text("contact"))


def _add_owner(routes: APIRouter, parts: Parts, site: Site) -> None:
    reports = parts.use.found_reports

    def shown(request: Request, actor: Actor, reference: ReportReference, form: FormState, status: int) -> Response:
        view = reports.read(actor, reference, AccessPath.PAGE)
        return site.page(request, report_page(view, form), status=status)

    @routes.get("/found-reports")
    def find(request: Request, actor: Asking, closed: bool = False) -> Response:  # noqa: FBT001, FBT002 - a query
        views = reports.find(actor, is_open=not closed)
        return site.page(request, FoundReportsPage(tuple(map(report_line, views)), is_open=not closed))

    @routes.get("/found-reports/{reference}")
    def read(request: Request, actor: Asking, reference: ReportReference) -> Response:
        return shown(request, actor, reference, NEW_FORM, 200)

    @routes.post("/found-reports/{reference}/closure")
    def close(request: Request, actor: Asking, reference: ReportReference, sent: SentForm) -> Response:
        try:
            fields = Fields(sent)
            outcome = fields.one_of("outcome", Outcome)
            fields.check()
            reports.close(actor, reference, outcome)
        except COMES_BACK as error:
            return shown(request, actor, reference, sent.again(error), fault_of(error).status)
        return go(f"/found-reports/{reference}", said="saved")
