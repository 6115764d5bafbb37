"""Pages of plain text, and the choice of language."""

from fastapi import APIRouter, Request, Response

from web.identity import SessionCookie
from web.pages.accessibility import statement
from web.pages.contexts.frame import Language
from web.pages.contexts.general import AboutPage
from web.pages.serving import LANGUAGE_COOKIE, Site, go, own_path

_A_YEAR = 365 * 24 * 3600


def text_routes(site: Site, cookie: SessionCookie, contact: str) -> APIRouter:
    """`cookie` says whether browsers reach the service over TLS; `contact` is the address of who runs it."""
    routes = APIRouter()

    @routes.get("/about")
    def about(request: Request) -> Response:
        return site.page(request, AboutPage())

    @routes.get("/accessibility")
    def accessibility(request: Request) -> Response:
        return site.page(request, statement(contact))

    @routes.get("/language/{language}")
    def choose_language(language: Language, back: str = "/") -> Response:
        """A choice is kept for a year, in a cookie that says nothing else."""
        response = go(own_path(back))
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=_A_YEAR, secure=cookie.secure, httponly=True, samesite="lax"
        )
        return response

    return routes
