"""What breaks, for programs, below `/api/v1`: figures as JSON and CSV, and our own repairs as Open Repair Data."""

import csv
import io
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import PassportId
from lifecycle.domain.faults.counts import FaultFigures, Share, Wanted
from lifecycle.domain.faults.kinds import ProductKind
from lifecycle.service.fault_use_cases import FaultUseCases
from lifecycle.service.faults import FaultReport

Asking = Annotated[Actor, Depends(asking)]
Word = Annotated[str | None, Query(max_length=60)]
_CSV = "text/csv; charset=utf-8"
_HEADING = ("origin", "what", "name", "count", "of", "share", "low", "high", "fixed", "fixed_of")


def fault_routes(use: FaultUseCases) -> APIRouter:
    """`/api/v1/faults` for everybody; the export of repairs for whom the table of permissions names."""
    routes = APIRouter(prefix="/api/v1", tags=["faults"])

    @routes.get("/faults")
    def read(
        kind: ProductKind | None = None, brand: Word = None, age: Word = None, model: PassportId | None = None
    ) -> Response:
        """What breaks, and how it ends: repairs of others and our own apart, with 95 per cent intervals."""
        return answer(use.figures.report(Wanted(kind, brand, age, model)))

    @routes.get("/faults.csv", response_class=Response)
    def as_csv(
        kind: ProductKind | None = None, brand: Word = None, age: Word = None, model: PassportId | None = None
    ) -> Response:
        """The same figures as a table; the last lines name the files that others' come from, with their licence."""
        return _file(iter([_table(use.figures.report(Wanted(kind, brand, age, model)))]), "faults")

    @routes.get("/repairs/open-repair-data", response_class=Response)
    def open_data(actor: Asking) -> Response:
        """Our own repairs, as CSV of the Open Repair Data Standard 0.3."""
        return _file(use.export.open_data(actor), "open-repair-data")

    @routes.get("/repairs/open-repair-data/extension", response_class=Response)
    def extension(actor: Asking) -> Response:
        """Model, parts, minutes and cost of these repairs, by the same ids (`/schemas/repair-data/1.0`)."""
        return _file(use.export.extension(actor), "open-repair-data-extension")

    return routes


def _file(pieces: Iterator[bytes], name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-store"}
    return StreamingResponse(pieces, media_type=_CSV, headers=headers)


def _table(report: FaultReport) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADING)
    for figures in (report.others, report.own):
        writer.writerows(_lines(figures))
    for source in report.sources:
        told = f"{source.name}, {source.dated}, SHA-256 {source.sha256}, {source.licence}"
        writer.writerow((source.publisher, "source", told))
    return text.getvalue().encode()


def _lines(it: FaultFigures) -> Iterator[tuple[object, ...]]:
    origin = it.origin.value
    for total in ("repairs", "described", "classified"):
        yield (origin, "total", total, getattr(it, total))
    for line in it.faults:
        yield (origin, "fault", line.fault, *_cells(line.repairs), line.fixed.count, line.fixed.of)
    for status, share in it.ends:
        yield (origin, "end", status.value, *_cells(share))
    for barrier, share in it.barriers:
        yield (origin, "barrier", barrier.value, *_cells(share))
    for what, groups in (("brand", it.brands), ("age", it.ages)):
        for group in groups:
            nothing = ("",) * len(("of", "share", "low", "high"))
            yield (origin, what, group.name or "not-known", group.repairs, *nothing, group.fixed.count, group.fixed.of)


def _cells(share: Share) -> tuple[object, ...]:
    fractions = ("" if each is None else f"{each:.4f}" for each in (share.share, share.low, share.high))
    return (share.count, share.of, *fractions)
