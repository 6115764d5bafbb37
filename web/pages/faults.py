"""What breaks: figures for everybody, and the files that they come from for administrators."""

import io
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput
from dpp.domain.message import message
from lifecycle.domain.faults.counts import Wanted
from lifecycle.domain.permissions import PERMISSIONS
from web.bootstrap import Parts
from web.pages.contexts.faults import FaultFilePage, FaultFilesPage
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.days import read_day
from web.pages.mapping.faults import FAULTS, FILES, faults_page, load_line, wanted_of
from web.pages.serving import Asking, Sent, SentForm, Site, go

Word = Annotated[str, Query(max_length=60)]


def fault_pages(parts: Parts, site: Site) -> APIRouter:
    """`/faults`, and below it the files."""
    routes, use = APIRouter(prefix=FAULTS), parts.use.faults

    @routes.get("")
    def read(request: Request, actor: Asking, kind: Word = "", brand: Word = "", age: Word = "") -> Response:
        try:
            report = use.figures.report(wanted_of(kind, brand, age))
        except InvalidInput:  # a word that is not in the lists: nothing is chosen
            report = use.figures.report(Wanted())
        may = {"files": "load_faults", "export": "export_repairs"}
        return site.page(
            request, faults_page(report, **{name: PERMISSIONS.allows(case, actor) for name, case in may.items()})
        )

    _add_files(routes, parts, site)
    return routes


def _add_files(routes: APIRouter, parts: Parts, site: Site) -> None:
    loading = parts.fault_loading.worker

    def files(request: Request, actor: Actor, form: FormState = NEW_FORM, status: int = 200) -> Response:
        loads = tuple(map(load_line, loading.loads(actor)))
        page = FaultFilesPage(loads, parts.settings.max_body_bytes, form)
        return site.page(request, page, status=status)

    @routes.get("/files")
    def list_files(request: Request, actor: Asking) -> Response:
        return files(request, actor)

    @routes.post("/files")
    def hand_in(request: Request, actor: Asking, sent: SentForm) -> Response:
        PERMISSIONS.check("load_faults", actor)
        try:
            name, content = _file_of(sent)
            loading.submit(actor, name, io.BytesIO(content), _day_of(sent))
        except (InvalidInput, Conflict) as error:
            return files(request, actor, FormState(sent.values, {"file": error.what}), fault_of(error).status)
        return go(FILES)

    @routes.get("/files/{number}")
    def read_file(request: Request, actor: Asking, number: int) -> Response:
        refusals = loading.refusals(actor, number)
        load = next(each for each in loading.loads(actor) if each.number == number)
        return site.page(request, FaultFilePage(load_line(load), refusals))


def _file_of(sent: Sent) -> tuple[str, bytes]:
    if "file" not in sent.files:
        raise InvalidInput(message("Choose a file."))
    return sent.files["file"]


def _day_of(sent: Sent) -> date | None:
    try:
        return read_day(sent.text("dated")) if sent.text("dated") else None
    except ValueError as error:
        raise InvalidInput(message("Give the day as yyyy-mm-dd.")) from error
