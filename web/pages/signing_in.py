"""Signing in and out.

Rules:
1. A sign-in form is taken from our own page alone: another site could sign somebody in under an account of its own.
2. Whoever signs in goes back to where they came from, on this service and nowhere else.
3. The demonstration's accounts are shown only over the demonstration's own data.
"""

from fastapi import APIRouter, Request, Response

from dpp.domain.actor import Role
from dpp.domain.errors import KringpasError, NotSignedIn, TooMany
from web.accounts.domain.attempts import address_hash
from web.bootstrap import Parts, demo_accounts
from web.identity import SessionCookie, require_same_origin
from web.pages.contexts.frame import FormState
from web.pages.contexts.people import DemoAccount, SignInPage
from web.pages.serving import Sent, SentForm, Site, go, own_path


def sign_in_routes(parts: Parts, site: Site, cookie: SessionCookie) -> APIRouter:
    """`/sign-in` and `/sign-out`."""
    routes, sessions = APIRouter(), parts.accounts.sessions
    accounts, password = _demonstration(parts)

    def show(request: Request, back: str, form: FormState | None = None, wait: int = 0, status: int = 200) -> Response:
        page = SignInPage(own_path(back), wait, accounts, password, form or FormState())
        response = site.page(request, page, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response

    @routes.get("/sign-in")
    def ask(request: Request, back: str = "/") -> Response:
        return show(request, back)

    @routes.post("/sign-in")
    def sign_in(request: Request, sent: SentForm) -> Response:
        require_same_origin(request.headers)
        held = session_of(request, cookie)
        try:
            address = hashed_address(request, parts)
            token = sessions.sign_in(sent.text("email"), sent.values.get("password", ""), address, replacing=held)
        except TooMany as error:
            response = show(request, sent.text("back"), typed(sent), error.seconds, 429)
            response.headers["Retry-After"] = str(error.seconds)
            return response
        except NotSignedIn as error:
            return show(request, sent.text("back"), typed(sent, error), status=400)
        response = go(own_path(sent.text("back")))
        response.headers.append("Set-Cookie", cookie.holding(token))
        return response

    @routes.post("/sign-out")
    def sign_out(request: Request, _sent: SentForm) -> Response:
        held = session_of(request, cookie)
        if held is not None:
            sessions.sign_out(held)
        response = go("/", said="signed-out")
        response.headers.append("Set-Cookie", cookie.removed())
        return response

    return routes


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


def _demonstration(parts: Parts) -> tuple[tuple[DemoAccount, ...], str]:
    if not parts.has_demo():
        return (), ""
    rows, password = demo_accounts()
    accounts = tuple(
        DemoAccount(name, tuple(Role(role) for role in roles.split(", ")), organisation)
        for name, organisation, roles in rows
    )
    return accounts, password
