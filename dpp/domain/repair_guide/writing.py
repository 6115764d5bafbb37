"""A guide as the JSON of `schemas/repair-guide/1.0`: what `reading` reads back as the same guide."""

from collections.abc import Mapping
from typing import Any

from dpp.domain.catalogue import AccessClass
from dpp.domain.repair_guide.guide import (
    Caution,
    Document,
    ExplodedView,
    Fastener,
    FaultCode,
    Minutes,
    Picture,
    Procedure,
    RepairGuide,
    Step,
    Tool,
    Words,
)

Json = dict[str, Any]


def written(guide: RepairGuide) -> Json:
    """Every list that has something in it; what is not said, and what goes without saying, is left out."""
    return _said(
        steps=[_step(each) for each in guide.steps],
        explodedViews=[_view(each) for each in guide.views],
        faultCodes=[_fault_code(each) for each in guide.fault_codes],
        procedures=[_procedure(each) for each in guide.procedures],
        documents=[_document(each) for each in guide.documents],
    )


def _said(**members: object) -> Json:
    return {
        name: value for name, value in members.items() if value is not None and value not in ([], AccessClass.PUBLIC)
    }


def _step(step: Step) -> Json:
    return _said(
        id=step.id,
        does=_words(step.does),
        after=list(step.after),
        frees=[part.value for part in step.frees],
        tools=[_tool(each) for each in step.tools],
        fasteners=[_fastener(each) for each in step.fasteners],
        minutes=_minutes(step.minutes),
        warnings=[_caution(each) for each in step.warnings],
        pictures=[_picture(each) for each in step.pictures],
        access=step.access.value,
    )


def _view(view: ExplodedView) -> Json:
    return _said(
        id=view.id,
        title=_words(view.title),
        picture=_picture(view.picture),
        callouts=[{"number": each.number, "part": each.part.value} for each in view.callouts],
        access=view.access.value,
    )


def _fault_code(code: FaultCode) -> Json:
    return _said(
        id=code.id,
        code=code.code,
        meaning=_words(code.meaning),
        remedy=_words(code.remedy),
        access=code.access.value,
    )


def _procedure(procedure: Procedure) -> Json:
    return _said(
        id=procedure.id,
        kind=procedure.kind.value,
        title=_words(procedure.title),
        how=_words(procedure.how),
        authority=procedure.authority.value,
        proof=_words(procedure.proof),
        address=procedure.address,
        warnings=[_caution(each) for each in procedure.warnings],
        access=procedure.access.value,
    )


def _document(document: Document) -> Json:
    return _said(
        id=document.id,
        kind=document.kind.value,
        title=_words(document.title),
        language=document.language,
        mediaType=document.media_type,
        size=document.size,
        sha256=document.sha256,
        address=document.address,
        source=document.source,
        access=document.access.value,
    )


def _words(words: Words | None) -> Mapping[str, str] | None:
    return None if words is None else dict(words.by_language)


def _minutes(minutes: Minutes | None) -> Json | None:
    return None if minutes is None else {"low": minutes.low, "high": minutes.high}


def _tool(tool: Tool) -> Json:
    return _said(kind=tool.kind.value, name=_words(tool.name))


def _fastener(fastener: Fastener) -> Json:
    return _said(kind=fastener.kind.value, reuse=fastener.reuse.value, count=fastener.count, size=fastener.size)


def _caution(caution: Caution) -> Json:
    return _said(kind=caution.kind.value, text=_words(caution.text))


def _picture(picture: Picture) -> Json:
    return {"sha256": picture.sha256, "shows": _words(picture.shows)}
