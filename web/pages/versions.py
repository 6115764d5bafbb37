"""The versions of a passport for people: the list, what lies between two, and the bytes as they came.

Rules:
1. Who made a version is told by kind alone: whose passport it is a version of.
2. An element is named by the catalogue; one that no catalogue knows by its own name, to whoever answers for it.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue
from dpp.domain.document import Change, PassportStatus
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.service.versions import HEADER_CHANGES, VersionLine
from web.bootstrap import Parts
from web.pages.contexts.frame import Figure, Language, Link
from web.pages.contexts.passport import full_name
from web.pages.contexts.versions import ChangeLine, ChangesPage, VersionRow, VersionsPage
from web.pages.element_values import json_text, shown
from web.pages.reading import Reader
from web.pages.serving import Asking, Site, language_of

_NAMED = 8
_HEADER_WORDS = {
    "dppStatus": message("Status"),
    "economicOperatorId": message("Who answers for it"),
    "accessClasses": message("Who may read what"),
}
_WHOSE = {"item": message("this device"), "batch": message("the batch"), "model": message("the model")}
Number = Annotated[int | None, Query(ge=0, le=1_000_000)]


def version_routes(parts: Parts, site: Site) -> APIRouter:
    """`/passports/{id}/versions` and what is below it."""
    routes = APIRouter(prefix="/passports/{passport_id}/versions")
    versions, catalogue = parts.versions, parts.passports.publisher.catalogue

    @routes.get("")
    def read(
        request: Request,
        actor: Asking,
        passport_id: PassportId,
        before: Annotated[Number, Query(alias="from")] = None,
        after: Annotated[Number, Query(alias="to")] = None,
    ) -> Response:
        language = language_of(request)
        if before is None or after is None:
            return site.page(request, _list(parts, actor, passport_id, language))
        found = versions.differences(actor, passport_id, before, after)
        values = found.passport.document.values()
        lines = change_lines(found.changes, catalogue, language)
        name = full_name(values["brand"], values["modelName"])
        back = Link(message("Versions"), f"/passports/{passport_id}/versions")
        return site.page(request, ChangesPage(name, back, before, after, lines))

    @routes.get("/{version}/received")
    def received(actor: Asking, passport_id: PassportId, version: int) -> Response:
        content = versions.received(actor, passport_id, version)
        headers = {
            "Content-Disposition": f'attachment; filename="{passport_id}-{version}.json"',
            "Cache-Control": "private, no-store",
        }
        return Response(content.content, media_type=content.media_type, headers=headers)

    return routes


def change_lines(changes: tuple[Change, ...], catalogue: Catalogue, language: Language) -> tuple[ChangeLine, ...]:
    """The changes by label, before and after, as a passport shows them (rule 2)."""
    lines = [
        ChangeLine(
            _label(change.element_id, catalogue, language),
            change.kind,
            _values(change.before, change.element_id, catalogue, language),
            _values(change.after, change.element_id, catalogue, language),
        )
        for change in changes
    ]
    return tuple(sorted(lines, key=lambda line: line.label.casefold()))


def _list(parts: Parts, actor: Actor, passport_id: PassportId, language: Language) -> VersionsPage:
    lines = parts.versions.history(actor, passport_id)
    values = parts.passports.read(actor, passport_id).document.values()
    owns = parts.versions.may_read_received(actor, passport_id)
    catalogue = parts.passports.publisher.catalogue
    return VersionsPage(
        name=full_name(values["brand"], values["modelName"]),
        back=f"/passports/{passport_id}",
        rows=tuple(_row(line, passport_id, catalogue, Reader(language), owns=owns) for line in lines),
        numbers=tuple(line.version for line in lines if line.passport == passport_id),
        api=f"/api/v1/passports/{passport_id}/versions",
    )


def _row(line: VersionLine, passport_id: PassportId, catalogue: Catalogue, reader: Reader, *, owns: bool) -> VersionRow:
    own = line.passport == passport_id
    address = f"/passports/{line.passport}/versions"
    labels = sorted(_label(name, catalogue, reader.language) for name in line.changed)
    return VersionRow(
        number=line.version,
        at=line.recorded_at,
        whose=_WHOSE[line.granularity],
        sha256=line.sha256,
        changed=tuple(labels[:_NAMED]),
        more=len(labels[_NAMED:]),
        status=PassportStatus(line.status) if line.status and "dppStatus" in line.changed else None,
        changes=f"{address}?from={line.version - 1}&to={line.version}",
        received=f"{address}/{line.version}/received" if own and owns else None,
        inherited=not own,
    )


def _label(name: str, catalogue: Catalogue, language: Language) -> str:
    if name in HEADER_CHANGES:
        said: Message = _HEADER_WORDS[name]
        return Reader(language).say(said)
    element = catalogue.find(name)
    return element.label.of(language) if element else name


def _values(content: object, name: str, catalogue: Catalogue, language: Language) -> tuple[Figure | Link | str, ...]:
    if content is None:
        return ()
    element = catalogue.find(name)
    return shown(content, element, language) if element else (json_text(content),)
