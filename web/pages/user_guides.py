"""The user guides: the list, and one guide in the language of the reader. Anybody may read them."""

from itertools import product

from fastapi import APIRouter, Request, Response

from web.pages import guidebook
from web.pages.contexts.frame import LANGUAGES, Language, Link
from web.pages.contexts.user_guides import GuideLine, UserGuidePage, UserGuidesPage
from web.pages.guidebook import NAMES, PICTURES, PLACE
from web.pages.rendering import StaticAddresses
from web.pages.serving import Asking, Site, language_of

PICTURES_PLACE = f"{PLACE}/pictures"
_pictures = StaticAddresses(PICTURES, PICTURES_PLACE)


def user_guide_routes(site: Site) -> APIRouter:
    """`/guides` and `/guides/{role}`. All guides are read now: Help on every page needs them."""
    routes = APIRouter()
    for language, name in product(LANGUAGES, NAMES):
        guidebook.guide(language, name)

    @routes.get(PLACE)
    def guides(request: Request, actor: Asking) -> Response:
        language = language_of(request)
        own = tuple(name for name in NAMES if name in actor.roles)
        others = tuple(name for name in NAMES if name not in own)
        return site.page(request, UserGuidesPage(_lines(language, own), _lines(language, others)))

    @routes.get(f"{PLACE}/{{name}}")
    def guide(request: Request, name: str) -> Response:
        return site.page(request, guide_page(language_of(request), name))

    return routes


def guide_page(language: Language, name: str) -> UserGuidePage:
    """The page of one guide; NotFound where there is none of this name."""
    read = guidebook.guide(language, name)
    sections = tuple(Link(section.title, f"#{section.anchor}") for section in read.sections)
    return UserGuidePage(read.title, sections, guidebook.body(read, _pictures))


def _lines(language: Language, names: tuple[str, ...]) -> tuple[GuideLine, ...]:
    found = (guidebook.guide(language, name) for name in names)
    return tuple(GuideLine(each.title, each.opening, f"{PLACE}/{each.name}") for each in found)
