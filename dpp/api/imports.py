"""Our own API of imports (`/api/v1`): hand a file in, follow its run, read its report by row, keep column maps."""

import io
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.imports.columns import read_map, write_map
from dpp.domain.imports.formats import Format
from dpp.domain.imports.rows import Outcome
from dpp.domain.imports.run import Run, RunId
from dpp.service.imports.column_maps import ColumnMaps
from dpp.service.imports.imports import Imports, Submission
from dpp.service.imports.ports import SavedMap

Asking = Annotated[Actor, Depends(asking)]
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in (
                "text/csv",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/json",
                "application/x-ndjson",
                "application/octet-stream",
            )
        },
    }
}
_MAP_EXAMPLE = {
    "kind": "device",
    "columns": [
        {"heading": "Serienummer", "field": "serialNumber"},
        {"heading": "Merk", "field": "brand"},
        {"heading": "Type", "field": "modelName"},
        {"heading": "Opmerking", "field": None},
    ],
    "constants": {"place": "Store 2"},
    "decimalSign": "comma",
    "source": "",
}


async def sent_file(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


def import_routes(imports: Imports[Any], column_maps: ColumnMaps[Any]) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["imports"])

    @routes.post("/imports", status_code=202, openapi_extra=_BODY)
    def submit(
        actor: Asking,
        content: Annotated[bytes, Depends(sent_file)],
        kind: Annotated[str, Query(description="What the rows are: model, item or device.", max_length=40)],
        file_format: Annotated[Format | None, Query(alias="format", description="Found out where left out.")] = None,
        *,
        dry_run: Annotated[bool, Query(alias="dryRun", description="Check everything, and keep nothing.")] = True,
        column_map: Annotated[str | None, Query(alias="columnMap", max_length=80)] = None,
        name: Annotated[str, Query(max_length=200, description="What a person calls the file.")] = "",
    ) -> Response:
        wanted = Submission(
            kind=kind,
            name=name or kind,
            file=io.BytesIO(content),
            format=file_format,
            column_map=column_map,
            dry_run=dry_run,
        )
        run = imports.submit(actor, wanted)
        return answer(_view(run), 202, {"Location": f"/api/v1/imports/{run.run_id}"})

    @routes.get("/imports")
    def list_imports(actor: Asking, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
        return answer({"imports": [_view(run) for run in imports.newest(actor, limit)]})

    @routes.get("/imports/{import_id}")
    def read_import(actor: Asking, import_id: RunId) -> Response:
        return answer(_view(imports.read(actor, import_id)))

    @routes.post("/imports/{import_id}/confirmations", status_code=202)
    def import_checked(actor: Asking, import_id: RunId) -> Response:
        run = imports.import_checked(actor, import_id)
        return answer(_view(run), 202, {"Location": f"/api/v1/imports/{run.run_id}"})

    @routes.get("/imports/{import_id}/rows")
    def list_rows(
        actor: Asking,
        import_id: RunId,
        outcome: Annotated[Outcome | None, Query()] = None,
        after: Annotated[int, Query(ge=0, description="The line behind which to go on.")] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        page = imports.rows(actor, import_id, outcome=outcome, after=after, limit=limit)
        more = {} if page.next_after is None else {"next_after": page.next_after}
        return answer({"rows": page.reports, **more})

    @routes.get("/column-maps/{name}")
    def read_column_map(actor: Asking, name: str) -> Response:
        return answer(_map_view(column_maps.read(actor, name)))

    @routes.put("/column-maps/{name}")
    def save_column_map(
        actor: Asking, name: str, body: Annotated[dict[str, Any], Body(examples=[_MAP_EXAMPLE])]
    ) -> Response:
        saved = column_maps.save(actor, name, str(body.get("kind", "")), read_map(body))
        return answer(_map_view(saved))

    return routes


def _view(run: Run) -> dict[str, Any]:
    """A run without the roles of whoever asked for it."""
    said: dict[str, Any] = {
        "id": run.run_id,
        "kind": run.kind,
        "format": run.format,
        "name": run.name,
        "sha256": run.fingerprint,
        "actor": run.actor,
        "organisation": run.organisation,
        "dry_run": run.dry_run,
        "state": run.state,
        "total": run.total,
        "rows": run.totals.rows,
        "totals": run.totals,
        "column_map": run.column_map and write_map(run.column_map),
        "column_map_version": run.map_version,
        "submitted_at": run.submitted_at,
        "began_at": run.began_at,
        "ended_at": run.ended_at,
        "why": run.why,
        "remedy": run.remedy,
        "checked_by": run.checked_by,
    }
    return {name: value for name, value in said.items() if value is not None}


def _map_view(saved: SavedMap) -> dict[str, Any]:
    return {
        "name": saved.name,
        "version": saved.version,
        "kind": saved.kind,
        "recorded_at": saved.recorded_at,
        **write_map(saved.column_map),
    }
