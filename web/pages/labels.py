"""Pages from which labels are printed: of one passport, of a consignment, of whatever somebody scans.

Rules:
1. How a label is printed stands in the address, so that a page with a printer's offsets can be kept as a bookmark.
2. A preview is what the printer gets. What cannot be printed is told beside the form, and nothing is offered then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, Problem, Refused
from dpp.domain.labels.content import LabelContent
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.labels.printing import MOST_LABELS, USUAL_SIZE, LabelFormat, Printed, PrintJob
from lifecycle.domain.events import ConsignmentId
from web.bootstrap import Parts
from web.pages.contexts.frame import FormState, Link
from web.pages.contexts.labels import LabelPage, PrintChoices
from web.pages.mapping.labels import FORMATS, choices, chosen_parts, fields_of, job_of, query_of, words_of
from web.pages.serving import Asking, Sent, SentForm, Site

_FOR_ONE = (LabelFormat.PDF, LabelFormat.PNG, LabelFormat.SVG, LabelFormat.ZPL)
_FOR_MANY = (LabelFormat.PDF, LabelFormat.ZPL)


def label_routes(parts: Parts, site: Site) -> APIRouter:
    """The pages, and the files that they lead to."""
    routes, desk = APIRouter(), _Desk(parts)

    @routes.get("/labels/calibration.pdf")
    def calibrate(request: Request, actor: Asking) -> Response:
        job = job_of(request.query_params, (), LabelFormat.PDF)
        return _file(desk.printing.calibration(actor, job), f"calibration-{job.size}")

    _add_passport(routes, desk, site)
    _add_consignment(routes, desk, site)
    _add_scanned(routes, desk, site)
    return routes


def _add_passport(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    @routes.get("/passports/{passport_id}/label")
    def show(request: Request, actor: Asking, passport_id: PassportId) -> Response:
        content = desk.labels.of_passport(actor, passport_id)
        shown = _Shown(
            message("Label {code}", code=content.code),
            f"/passports/{passport_id}/label",
            f"/passports/{passport_id}/label.svg",
            content,
            back=desk.device_or_passport(actor, passport_id),
        )
        return site.page(request, desk.page(request, shown))

    @routes.get("/passports/{passport_id}/label.{ending}")
    def download(request: Request, actor: Asking, passport_id: PassportId, ending: LabelFormat) -> Response:
        label = desk.labels.of_passport(actor, passport_id)
        return _file(desk.printing.draw([label], _asked(request, ending)), f"label-{label.code}")


def _add_consignment(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    @routes.get("/consignments/{consignment}/labels")
    def show(request: Request, actor: Asking, consignment: ConsignmentId) -> Response:
        keys, address = desk.labels.devices_of(actor, consignment), f"/consignments/{consignment}"
        if not keys:
            raise NotFound(message("There is nothing in this consignment, so there are no labels to print."))
        shown = _Shown(
            message("Labels of a consignment"),
            f"{address}/labels",
            f"{address}/labels/first.svg",
            desk.labels.label(actor, keys[0]),
            len(keys),
            Link(message("To the consignment"), address),
        )
        return site.page(request, desk.page(request, shown))

    @routes.get("/consignments/{consignment}/labels/first.svg")
    def picture(request: Request, actor: Asking, consignment: ConsignmentId) -> Response:
        keys = desk.labels.devices_of(actor, consignment)
        return _file(desk.labels.many(actor, keys[:1], _asked(request, LabelFormat.SVG)), f"label-{consignment}")

    @routes.get("/consignments/{consignment}/labels.{ending}")
    def download(request: Request, actor: Asking, consignment: ConsignmentId, ending: LabelFormat) -> Response:
        printed = desk.labels.of_consignment(actor, consignment, _asked(request, ending))
        return _file(printed, f"labels-{consignment}")


def _add_scanned(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    @routes.get("/labels")
    def ask(request: Request, actor: Asking) -> Response:
        PERMISSIONS.check("print_label", actor)
        return site.page(request, desk.scan_page(request.query_params, ()))

    @routes.post("/labels")
    def print_scanned(request: Request, actor: Asking, sent: SentForm) -> Response:
        """The one answer to a form that is no redirect: nothing changed, and the file is what was asked for."""
        PERMISSIONS.check("print_label", actor)
        wanted = LabelFormat.ZPL if sent.text("format") == LabelFormat.ZPL else LabelFormat.PDF
        try:
            job = job_of(sent.values, sent.lists.get("part", ()), wanted)
            return _file(desk.printed(actor, sent.text("codes"), job), "labels")
        except (InvalidInput, Refused) as error:
            page = desk.scan_page(sent.values, sent.lists.get("part", ()), _beside(sent, error))
            return site.page(request, page, status=fault_of(error).status)


@dataclass(frozen=True)
class _Shown:
    """What a page shows: whose labels, the first of them and its picture, how many, and where to go back to."""

    title: Message
    address: str
    picture: str
    first: LabelContent
    count: int = 1
    back: Link | None = None


class _Desk:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.printing = parts.printing
        self.labels = parts.device_labels

    def page(self, request: Request, shown: _Shown) -> LabelPage:
        values, parts = request.query_params, request.query_params.getlist("part")
        page = LabelPage(
            title=shown.title,
            address=shown.address,
            choices=self._choices(values.get("size", "")),
            chosen=frozenset(chosen_parts(values, parts)),
            form=FormState(dict(values)),
            count=shown.count,
            words=words_of(shown.first),
            link=shown.first.link,
            back=shown.back,
        )
        try:
            return self._printable(page, shown, job_of(values, parts, LabelFormat.SVG))
        except (InvalidInput, Refused) as error:
            return replace(page, form=Sent(dict(values), {}, {}).again(error))

    def scan_page(self, values: Mapping[str, str], parts: Sequence[str], form: FormState | None = None) -> LabelPage:
        """The page on which somebody says which labels; a form that came back keeps what was typed."""
        return LabelPage(
            title=message("Print labels"),
            address="/labels",
            choices=self._choices(values.get("size", "")),
            chosen=frozenset(chosen_parts(values, parts)),
            form=form or FormState({"size": USUAL_SIZE} | dict(values)),
            count=0,
        )

    def printed(self, actor: Actor, codes: str, job: PrintJob) -> Printed:
        """The labels of what was scanned, one code a line; InvalidInput that names the lines that mean no device."""
        return self.labels.many(actor, self._scanned(actor, codes), job)

    def device_or_passport(self, actor: Actor, passport_id: PassportId) -> Link:
        key = self._parts.use.devices.of_passport(actor, passport_id)
        if key is None:
            return Link(message("To the passport"), f"/passports/{passport_id}")
        return Link(message("To the device"), f"/devices/{key}")

    def _printable(self, page: LabelPage, shown: _Shown, job: PrintJob) -> LabelPage:
        """Rule 2."""
        self.printing.draw([shown.first], job)
        query = query_of(job)
        return replace(
            page,
            form=FormState(fields_of(job)),
            preview=f"{shown.picture}?{query}",
            files=_links(shown, query),
            calibration=f"/labels/calibration.pdf?{query}",
        )

    def _choices(self, size: str) -> PrintChoices:
        """Also the size that is chosen, where the list does not have it and it is one."""
        sizes = self.printing.sizes
        try:
            return choices(sizes.all(), sizes.named(size or USUAL_SIZE))
        except InvalidInput:
            return choices(sizes.all(), None)

    def _scanned(self, actor: Actor, codes: str) -> list[DeviceKey]:
        lines = [line.strip() for line in codes.splitlines() if line.strip()]
        if not 1 <= len(lines) <= MOST_LABELS:
            what = message("Scan 1 to {most} devices, one code a line.", most=MOST_LABELS)
            raise InvalidInput(what, (Problem("$.codes", what),))
        keys, unclear = [], []
        for line in lines:
            found = self._parts.use.intake.named(actor, line)
            if len(found) == 1:
                keys.append(found[0].device_key)
            else:
                unclear.append(line)
        if unclear:
            what = message("These mean no device, or more than one: {codes}.", codes=", ".join(unclear))
            raise InvalidInput(what, (Problem("$.codes", what),))
        return keys


def _links(shown: _Shown, query: str) -> tuple[Link, ...]:
    formats = _FOR_ONE if shown.count == 1 and shown.address.endswith("/label") else _FOR_MANY
    return tuple(Link(FORMATS[each], f"{shown.address}.{each.value}?{query}") for each in formats)


def _beside(sent: Sent, error: KringpasError) -> FormState:
    """Faults of single devices stand beside the codes that were scanned."""
    form = sent.again(error)
    problems = {("codes" if name.startswith("devices") else name): what for name, what in form.problems.items()}
    return replace(form, problems=problems)


def _asked(request: Request, ending: LabelFormat) -> PrintJob:
    return job_of(request.query_params, request.query_params.getlist("part"), ending)


def _file(printed: Printed, name: str) -> Response:
    disposition = f'inline; filename="{name}.{printed.format.value}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(printed.content, media_type=printed.format.media_type, headers=headers)
