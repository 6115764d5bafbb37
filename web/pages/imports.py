"""Imports as pages: hand a file in, say what its columns mean, try it, import it, read the report.

Rules:
1. A file is tried first; importing is the next step, and says how many rows it will import.
2. How far a run is, is on its page without any script; with script the page keeps itself up to date.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotPermitted, NotSignedIn, Refused, TooLarge
from dpp.domain.imports.columns import ColumnMap
from dpp.domain.imports.report import HEADINGS, report_line
from dpp.domain.imports.rows import Outcome
from dpp.domain.imports.run import Run, RunId, RunState
from dpp.domain.message import message
from dpp.service.imports.imports import Submission
from dpp.service.imports.kinds import target_of
from dpp.service.imports.views import Preview, RowsPage
from web.bootstrap import Parts
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.contexts.imports import ImportPage, ImportsPage, MapForm
from web.pages.mapping.imports import KINDS, field_groups, map_form, report_lines, run_line, sent_map
from web.pages.reading import Reader
from web.pages.serving import Asking, Sent, SentForm, Site, go, language_of
from web.pages.tables import csv_line

ROWS = 50


def import_routes(parts: Parts, site: Site) -> APIRouter:
    """Everything below `/imports`."""
    routes, pages = APIRouter(prefix="/imports"), _ImportPages(parts, site)
    imports = parts.importing.imports

    @routes.get("")
    def list_imports(request: Request, actor: Asking) -> Response:
        return pages.all(request, actor)

    @routes.post("")
    def hand_in(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            run = imports.draft(actor, _submission(sent))
        except (InvalidInput, TooLarge) as error:
            form = FormState(sent.values, {"file": error.what})
            return pages.all(request, actor, form, fault_of(error).status)
        return go(f"/imports/{run.run_id}")

    @routes.get("/{import_id}")
    def show(
        request: Request,
        actor: Asking,
        import_id: RunId,
        outcome: str = "",
        after: Annotated[int, Query(ge=0)] = 0,
        column_map: Annotated[str, Query(alias="map", max_length=80)] = "",
    ) -> Response:
        run = imports.read(actor, import_id)
        if run.state is RunState.DRAFT:
            return pages.draft(request, actor, run, column_map)
        return pages.run(request, actor, run, outcome if outcome in set(Outcome) else "", after)

    _add_steps(routes, pages, parts)
    return routes


def _add_steps(routes: APIRouter, pages: "_ImportPages", parts: Parts) -> None:
    """What a person does with an import, and takes from it."""
    imports = parts.importing.imports

    @routes.post("/{import_id}/dry-run")
    def try_it(request: Request, actor: Asking, import_id: RunId, sent: SentForm) -> Response:
        preview = imports.preview(actor, import_id)
        wanted = sent_map(sent, preview.headings) if preview.run.format.is_table else None
        try:
            imports.begin(actor, import_id, wanted, save_as=sent.optional("save_as"))
        except (InvalidInput, Conflict, Refused) as error:
            return pages.draft_again(request, actor, preview, wanted, sent, error)
        return go(f"/imports/{import_id}")

    @routes.post("/{import_id}/import")
    def import_it(actor: Asking, import_id: RunId, sent: SentForm) -> Response:  # noqa: ARG001 (checks its token)
        return go(f"/imports/{imports.import_checked(actor, import_id).run_id}")

    @routes.get("/{import_id}/report.csv")
    def download(request: Request, actor: Asking, import_id: RunId, outcome: Outcome | None = None) -> Response:
        imports.read(actor, import_id)
        say = Reader(language_of(request)).say

        def report() -> Iterator[str]:
            yield "\ufeff" + csv_line(HEADINGS)
            for row in imports.every_row(actor, import_id, outcome=outcome):
                yield csv_line(report_line(row, say))

        headers = {
            "Content-Disposition": f'attachment; filename="import-{import_id}.csv"',
            "Cache-Control": "private, no-store",
        }
        return StreamingResponse(report(), media_type="text/csv; charset=utf-8", headers=headers)


class _ImportPages:
    def __init__(self, parts: Parts, site: Site) -> None:
        self._parts = parts
        self._site = site
        self._imports = parts.importing.imports

    def all(self, request: Request, actor: Actor, form: FormState = NEW_FORM, status: int = 200) -> Response:
        runs = tuple(run_line(run) for run in self._imports.newest(actor))
        limit = self._parts.settings.max_body_bytes
        return self._site.page(request, ImportsPage(runs, self._kinds(actor), limit, form), status=status)

    def draft(self, request: Request, actor: Actor, run: Run, saved: str) -> Response:
        preview = self._imports.preview(actor, run.run_id)
        column_map = self._parts.importing.column_maps.read(actor, saved).column_map if saved else preview.proposal
        form = self._map_form(request, actor, preview, column_map, saved)
        return self._site.page(request, replace(_page(run), map_form=form))

    def draft_again(
        self,
        request: Request,
        actor: Actor,
        preview: Preview,
        wanted: ColumnMap | None,
        sent: Sent,
        error: KringpasError,
    ) -> Response:
        """The form as it was sent, with what is wrong with it."""
        form = None if wanted is None else self._map_form(request, actor, preview, wanted, "")
        problems = {_name_of(path): what for path, what in sent.again(error).problems.items()}
        state = replace(sent.again(error), problems=problems)
        page = replace(_page(preview.run), map_form=form, form=state)
        return self._site.page(request, page, status=fault_of(error).status)

    def run(self, request: Request, actor: Actor, run: Run, shown: str, after: int) -> Response:
        """How far a run is; of one that is over, what became of its rows."""
        rows = RowsPage((), None)
        if run.state.is_over:
            outcome = Outcome(shown) if shown else None
            rows = self._imports.rows(actor, run.run_id, outcome=outcome, after=after, limit=ROWS)
        query = urlencode({"after": rows.next_after} | ({"outcome": shown} if shown else {}))
        page = replace(
            _page(run),
            may_import=run.totals.accepted if self._may_import(actor, run) else 0,
            reports=report_lines(rows.reports, run.kind),
            filters=FormState({"outcome": shown}),
            more=f"/imports/{run.run_id}?{query}" if rows.next_after else None,
        )
        return self._site.page(request, page)

    def _map_form(
        self, request: Request, actor: Actor, preview: Preview, column_map: ColumnMap, chosen: str
    ) -> MapForm | None:
        if not preview.run.format.is_table:
            return None
        kind = preview.run.kind
        fields = target_of(self._imports.targets, kind).fields()
        groups = field_groups(fields, self._parts.passports.publisher.catalogue, language_of(request))
        saved = self._parts.importing.column_maps.all(actor, kind)
        return map_form(preview, column_map, saved, groups, chosen)

    def _kinds(self, actor: Actor) -> tuple[Choice, ...]:
        return tuple(Choice(kind, text) for kind, text in KINDS.items() if self._may(actor, kind))

    def _may(self, actor: Actor, kind: str) -> bool:
        try:
            target_of(self._imports.targets, kind).check(actor)
        except (NotPermitted, NotSignedIn, Refused):
            return False
        return True

    def _may_import(self, actor: Actor, run: Run) -> bool:
        """Rule 1."""
        return run.dry_run and run.state is RunState.FINISHED and self._may(actor, run.kind)


def _page(run: Run) -> ImportPage:
    version = run.map_version
    return ImportPage(
        run=run_line(run),
        draft=run.state is RunState.DRAFT,
        working=run.state in {RunState.WAITING, RunState.RUNNING},
        may_import=0,
        why=run.why,
        remedy=run.remedy,
        sha256=run.fingerprint,
        map_used=f"{version.name} ({version.version})" if version else "",
        checked_by=f"/imports/{run.checked_by}" if run.checked_by else None,
    )


def _submission(sent: Sent) -> Submission:
    if "file" not in sent.files:
        raise InvalidInput(message("Choose a file."))
    name, content = sent.files["file"]
    return Submission(kind=sent.text("kind"), name=name, file=io.BytesIO(content))


def _name_of(path: str) -> str:
    """The field of the form that a path of a map is about: `columns[2].field` is `field-2`."""
    place = path.removeprefix("columns[").partition("]")[0]
    return (
        f"field-{place}" if path.startswith("columns[") and place.isdecimal() else "save_as" if path == "name" else ""
    )
