"""Erasure statements: drawn on the page of a device, and checked by anybody who holds the paper.

The public page asks for a number that is on the paper and says match or no match. It sets no cookie, shows nothing of
the device, and answers a code that does not exist as it answers a wrong number.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.erasure.statement import StatementCode
from lifecycle.service.erasure_statements import StatementView
from web.bootstrap import Parts
from web.identity import require_same_origin
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.erasure_statements import StatementCheckPage, StatementLine, StatementsPage
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.mapping.heads import head_of
from web.pages.serving import Asking, Sent, SentForm, Site, anybodys_form, go, language_of

ADDRESS = "/erasure-statements"


async def check_form(request: Request) -> Sent:
    """The form of somebody without a session: another site cannot send it for its visitors."""
    require_same_origin(request.headers)
    return await anybodys_form(request)


CheckForm = Annotated[Sent, Depends(check_form)]


def erasure_statement_pages(parts: Parts, site: Site) -> APIRouter:
    """`/erasure-statements/{code}` for everybody, `/devices/{key}/erasure-statements` for who has the device."""
    routes = APIRouter()
    _add_check(routes, parts, site)
    _add_drawing(routes, parts, site)
    return routes


def _add_check(routes: APIRouter, parts: Parts, site: Site) -> None:
    def shown(request: Request, page: StatementCheckPage) -> Response:
        response = site.page(request, page)
        response.headers["Cache-Control"] = "no-store"
        return response

    @routes.get(ADDRESS + "/{code}")
    def ask(request: Request, code: StatementCode) -> Response:
        return shown(request, StatementCheckPage(f"{ADDRESS}/{code}"))

    @routes.post(ADDRESS + "/{code}")
    def check(request: Request, code: StatementCode, sent: CheckForm) -> Response:
        number = sent.text("number")[:200]
        match = parts.use.erasure.statements.check(code, number) if number else None
        return shown(request, StatementCheckPage(f"{ADDRESS}/{code}", match, FormState({"number": number})))


def _add_drawing(routes: APIRouter, parts: Parts, site: Site) -> None:
    statements = parts.use.erasure.statements

    def page(actor: Actor, key: DeviceKey, form: FormState) -> StatementsPage:
        lines = tuple(map(_line, statements.of_device(actor, key)))
        head = head_of(parts.use.devices.read(actor, key))
        return StatementsPage(head, lines, statements.may_issue(actor, key), form)

    @routes.get("/devices/{key}/erasure-statements")
    def read(request: Request, actor: Asking, key: DeviceKey) -> Response:
        return site.page(request, page(actor, key, NEW_FORM))

    @routes.post("/devices/{key}/erasure-statements")
    def draw(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        try:
            statements.issue(actor, key)
        except COMES_BACK as error:
            return site.page(request, page(actor, key, sent.again(error)), status=fault_of(error).status)
        return go(f"/devices/{key}/erasure-statements", said="saved")

    @routes.get("/devices/{key}/erasure-statements/{code}.pdf")
    def paper(
        request: Request,
        actor: Asking,
        key: DeviceKey,  # noqa: ARG001 - the address says it; the statement knows its device
        code: StatementCode,
        language: Annotated[str | None, Query(pattern="^(nl|en)$")] = None,
    ) -> Response:
        content = statements.document(actor, code, language or language_of(request))
        headers = {"Content-Disposition": f'inline; filename="wisverklaring-{code}.pdf"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/pdf", headers=headers)


def _line(view: StatementView) -> StatementLine:
    it = view.statement
    return StatementLine(
        code=it.code,
        issued=it.issued_at,
        media=tuple(each.serial for each in it.media),
        stands=view.stands,
        paper=f"/devices/{it.device}/erasure-statements/{it.code}.pdf",
        check=f"{ADDRESS}/{it.code}",
    )
