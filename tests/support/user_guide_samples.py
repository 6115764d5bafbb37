"""Samples of the pages of user guides."""

from web.pages.contexts.frame import Person
from web.pages.contexts.user_guides import GuideLine, UserGuidePage, UserGuidesPage
from web.pages.user_guides import guide_page

OWN = GuideLine("Domeinen Roerende Zaken", "For whoever decides where a device goes.", "/guides/drz")
OTHER = GuideLine("What is a product passport?", "For everybody who scans a code on a device.", "/guides/visitor")


def samples(drz: Person) -> dict[str, tuple[UserGuidesPage | UserGuidePage, Person | None, str]]:
    """The list as one of us and as a visitor sees it, and a guide of the service itself."""
    return {
        "user-guides": (UserGuidesPage((OWN,), (OTHER,)), drz, "/guides"),
        "user-guides-visitor": (UserGuidesPage((), (OWN, OTHER)), None, "/guides"),
        "user-guide": (guide_page("en", "drz"), drz, "/guides/drz"),
    }
