"""Signing in and out.

Rules:
1. A sign-in form is taken from our own page alone: another site could sign somebody in under an account of its own.
2. Whoever signs in goes back to where they came from, on this service and nowhere else.
3. The demonstration's accounts are shown only over the demonstration's own data.
4. What was typed in a session that ended (`web.kept_forms`) comes along, and the answer is its form, filled in.
5. Signing in needs no CSRF token: rule 1 guards it, and a sign-in page may be as old as the session before.
"""

from functools import partial

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from dpp.domain.errors import InvalidInput, KringpasError, NotSignedIn, TooMany
from web.accounts.domain.attempts import address_hash
from web.accounts.service.views import SignedIn
from web.bootstrap import Parts
from web.identity import SessionCookie, csrf_field, require_same_origin
from web.pages.contexts.frame import FormState
from web.pages.contexts.kept_forms import Typed
from web.pages.contexts.people import SignInPage
from web.pages.kept_forms import KeptForms, kept_forms
from web.pages.serving import AnybodysForm, OpenForm, Sent, Site, go, own_path
from web.pages.sign_in_page import demonstration


def sign_in_routes(parts: Parts, site: Site, cookie: SessionCookie) -> APIRouter:
    """`/sign-in` and `/sign-out`."""
    routes, sessions, forms = APIRouter(), parts.accounts.sessions, kept_forms(parts, site)
    accounts, password = demonstration(parts)

    def show(request: Request, sent: Sent | None, form: FormState, wait: int = 0, status: int = 200) -> Response:
        back = request.query_params.get("back", "/") if sent is None else sent.text("back")
        kept = None if sent is None else sent.values.get("kept")
        page = SignInPage(own_path(back), wait, accounts, password, form, Typed(kept) if kept else None)
        response = site.page(request, page, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response

    @routes.get("/sign-in")
    def ask(request: Request) -> Response:
        return show(request, None, FormState())

    @routes.post("/sign-in")
    async def sign_in(request: Request, sent: OpenForm) -> Response:
        require_same_origin(request.headers)
        name, secret, address = sent.text("email"), sent.values.get("password", ""), hashed_address(request, parts)
        signing = partial(sessions.sign_in, name, secret, address, replacing=session_of(request, cookie))
        try:
            token = await run_sync(signing)
        except TooMany as error:
            response = show(request, sent, typed(sent), error.seconds, 429)
            response.headers["Retry-After"] = str(error.seconds)
            return response
        except NotSignedIn as error:
            return show(request, sent, typed(sent, error), status=400)
        response = go(own_path(sent.text("back")))
        if kept := sent.values.get("kept"):
            signed_in = await run_sync(sessions.actor_of_session, token)
            response = await _with_form(forms, request, signed_in, kept) or response
        response.headers.append("Set-Cookie", cookie.holding(token))
        return response

    @routes.post("/sign-out")
    def sign_out(request: Request, _sent: AnybodysForm) -> Response:
        held = session_of(request, cookie)
        if held is not None:
            sessions.sign_out(held)
        response = go("/", said="signed-out")
        response.headers.append("Set-Cookie", cookie.removed())
        return response

    return routes


async def _with_form(forms: KeptForms, request: Request, signed_in: SignedIn, kept: str) -> Response | None:
    """Rule 4, as the person who just signed in; None when what was typed is not there any more."""
    csrf = csrf_field(signed_in, forms.sealer.mark)
    request.scope["state"].update(actor=signed_in.actor, csrf=csrf, person=signed_in.person)
    try:
        return await forms.again(request, kept)
    except InvalidInput:
        return None


def session_of(request: Request, cookie: SessionCookie) -> str | None:
    """The token of the session that this browser has."""
    return cookie.read(request.headers.get("cookie", ""))


def hashed_address(request: Request, parts: Parts) -> str:
    """What is kept of the internet address for a while, to slow down who guesses."""
    return address_hash(request.client.host if request.client else "", parts.address_key)


def typed(sent: Sent, error: KringpasError | None = None) -> FormState:
    """The form with the name as it was typed, never with the password."""
    problems = {} if error is None else {"": error.what}
    return FormState({"email": sent.text("email")}, problems)
