"""Back to what was typed: the page of a form that was not taken (`web.kept_forms`), filled in (`web.pages.filling`).

Rules:
1. Nothing is sent by itself: the person sees the form, with the CSRF field of today's session, and presses its button.
2. A form that was made for somebody else shows nothing of it: a plain choice. One that nobody was signed in for is
   shown after a press that says "this was mine".
3. The page is asked for as this person, at the address where the form stood; a form that is not there any more, or
   that cannot hold all that was typed, is shown as a list of what was typed, to send as it is.
4. The addresses are paths of this service, from a box that only this service can seal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import Message as Event

from dpp.api.http import current_actor
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from web.bootstrap import Parts
from web.identity import require_same_origin
from web.kept_forms import KeptForm, Sealer, mark_in, may_keep, without_secrets
from web.pages.contexts.frame import Notice, Tone
from web.pages.contexts.kept_forms import ForeignFormPage, Typed, TypedPage, TypedValue
from web.pages.filling import fill
from web.pages.rendering import Page
from web.pages.serving import SentForm, Site, own_path, sent_before
from web.pages.sign_in_page import sign_in_again

ADDRESS = "/kept-form"
_WELCOME = Notice(Tone.INFO, message("Here is the form as you filled it in. Look at it once more, then send it."))


@dataclass(frozen=True)
class KeptForms:
    """Seals what a request brought, and shows it again."""

    sealer: Sealer
    site: Site

    def typed(self, request: Request) -> Typed | None:
        """What this request's form brought, to be carried by the page that refuses it; None when there is nothing.

        A form that another site sent is never given back: it would be theirs, not the reader's.
        """
        sent = sent_before(request)
        if sent is None or request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return None
        if request.url.path == ADDRESS:  # on the way back to the form the session ended: it stays as it is
            return Typed(dict(sent.fields).get("kept"))
        action = _with_query(request.url.path, request.url.query)
        if not may_keep(action) or not (sent.fields or sent.files):
            return None
        fields, mark = without_secrets(sent.fields), mark_in(sent.csrf)
        form = KeptForm(action, page_of_form(request) or action, fields, sent.files, mark, self.sealer.clock())
        return Typed(self.sealer.seal(form), sent.files)

    async def again(self, request: Request, sealed: str, *, is_mine: bool = False) -> Response:
        """The form as it was filled in, for the person of this request."""
        form = self.sealer.open(sealed)
        if form is None:
            raise InvalidInput(
                message("What you typed is not there any more: it is kept for 12 hours."),
                remedy=message("Open the page again."),
            )
        if self._is_for(form, current_actor(request), is_mine=is_mine):
            return await self._filled(request, form) or await self.answer(request, _listed(form), 200)
        return await self.answer(request, ForeignFormPage(sealed, form.page, may_be_mine=not form.mark), 409)

    def _is_for(self, form: KeptForm, actor: Actor, *, is_mine: bool) -> bool:
        """Rule 2."""
        if form.mark:
            return self.sealer.is_for(form, actor.account)
        return actor.is_visitor or is_mine

    async def _filled(self, request: Request, form: KeptForm) -> Response | None:
        """Rule 3; None when no page holds it all."""
        for address in dict.fromkeys((form.page, form.action, form.action.partition("?")[0].rpartition("/")[0] or "/")):
            answer = await _asked(request, address, (_WELCOME, *_about_files(form.files)))
            filled = fill(answer.body, form.action, form.fields) if answer.is_page else None
            if filled is not None and not filled.left:
                headers = {**answer.headers, "Cache-Control": "no-store"}
                return Response(filled.html, 200, headers, media_type="text/html")
        return None

    async def answer(self, request: Request, page: Page, status: int) -> Response:
        """In a thread, for the head of a page counts what waits."""
        return _unkept(await run_sync(partial(self.site.page, request, page, status=status, always=True)))


def kept_forms(parts: Parts, site: Site) -> KeptForms:
    """Over the key that all processes of this service share."""
    return KeptForms(Sealer(parts.address_key, parts.chance, parts.clock), site)


def kept_form_routes(parts: Parts, site: Site) -> APIRouter:
    """`/kept-form`."""
    routes, forms = APIRouter(prefix=ADDRESS), kept_forms(parts, site)

    @routes.get("")
    def nothing() -> Response:
        """A reload, or the way back after a change of language: what was typed is not in an address."""
        return RedirectResponse("/", 303)

    @routes.post("")
    async def again(request: Request, sent: SentForm) -> Response:
        require_same_origin(request.headers)
        if sent.text("person") == "other":
            return await forms.answer(request, sign_in_again(parts, "/", Typed(sent.values.get("kept"))), 200)
        return await forms.again(request, sent.values.get("kept", ""), is_mine=sent.text("mine") == "yes")

    return routes


def _listed(form: KeptForm) -> TypedPage:
    values = tuple(TypedValue(name, value) for name, value in form.fields)
    return TypedPage(form.action, form.page, values, form.files)


def page_of_form(request: Request) -> str:
    """Path and query of the page on which the form stood, as the browser says; empty when it does not."""
    _, _, after = request.headers.get("referer", "").partition("://")
    host, slash, path = after.partition("/")
    return own_path(slash + path.partition("#")[0], "") if host == request.headers.get("host", "") else ""


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _about_files(names: tuple[str, ...]) -> tuple[Notice, ...]:
    if not names:
        return ()
    what = message("Files cannot be kept. Choose again: {names}.", names=", ".join(names))
    return (Notice(Tone.ATTENTION, what),)


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


class _Answer(NamedTuple):
    """What the service answers this person at an address."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.headers.get("content-type", "").startswith("text/html")


async def _asked(request: Request, address: str, notices: tuple[Notice, ...]) -> _Answer:
    """The router's answer to a GET of this address by the person of this request."""
    path, _, query = address.partition("?")
    body, started = bytearray(), dict[str, Any]()

    async def receive() -> Event:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(event: Event) -> None:
        if event["type"] == "http.response.start":
            started.update(event)
        elif event["type"] == "http.response.body":
            body.extend(event.get("body", b""))

    await request.app(_scope(request, path, query, notices), receive, send)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in started.get("headers", ())}
    own = {name: value for name, value in headers.items() if name != "content-length"}
    return _Answer(started.get("status", 500), own, body.decode(errors="replace"))


def _scope(request: Request, path: str, query: str, notices: tuple[Notice, ...]) -> dict[str, Any]:
    """Without the body's headers, and without what the router and the handlers wrote into this request's own."""
    kept = {"type", "asgi", "http_version", "scheme", "server", "client", "root_path", "extensions"}
    wanted = {b"accept", b"accept-language", b"cookie", b"host", b"user-agent"}
    return {
        **{name: value for name, value in request.scope.items() if name in kept},
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name, value) for name, value in request.scope["headers"] if name in wanted],
        "state": {**request.scope["state"], "notices": notices},
    }
