"""The linkset as a page: what the resolver shows to a person (`dpp.api.resolver`).

Rules:
1. The page says what the linkset says; the default link is left out, because the passport stands there by its own name.
2. Links to this service are paths, so that they work under every name of it; one to data names its form, because a
   browser that follows it would prefer the page.
"""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Request, Response

from dpp.api.resolver import LinksPage
from dpp.domain.links import Links
from dpp.domain.linkset.link import DEFAULT, LINK_TYPES, Level
from dpp.domain.linkset.link import Link as FoundLink
from dpp.domain.message import Message, message
from web.pages.contexts.frame import Language, Link
from web.pages.contexts.linkset import LinkLevel, LinkLine, LinksetPage
from web.pages.passport_sections import language_name
from web.pages.serving import Site, language_of

LINK_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "dpp": message("Product passport"),
        "pip": message("The model"),
        "masterData": message("The passport as data"),
        "instructions": message("Instructions for use"),
        "safetyInfo": message("Safety"),
        "serviceInfo": message("Repair and maintenance"),
        "sustainabilityInfo": message("Energy, climate and recycling"),
        "certificationInfo": message("Declarations and certificates"),
        "support": message("Help"),
        "recallStatus": message("Recalls"),
        "traceability": message("Its life so far"),
        "epcis": message("Its events, for programs"),
        "reportFound": message("Found this device?"),
    }
)
"""What a person reads for each link type that the page shows."""
_HTML = "text/html"
_FORMATS = {"application/json": "?format=json", "application/ld+json": "?format=jsonld"}
_ORDER = list(LINK_TYPES)


def linkset_page(site: Site, headers: Mapping[str, str], links: Links) -> LinksPage:
    """Renders the page. `headers` are those of every page, for answers that no layer adds them to."""

    def render(request: Request, levels: tuple[Level, ...], status: int) -> Response:
        page = page_of(levels, links.public_url, language_of(request), choosing=status == 300)
        response = site.page(request, page, status=status)
        response.headers.update(headers)
        return response

    return render


def page_of(levels: tuple[Level, ...], public_url: str, language: Language, *, choosing: bool = False) -> LinksetPage:
    """The page of these levels, for a reader of this language."""
    return LinksetPage(levels[0].name, tuple(_level(level, public_url, language) for level in levels), choosing)


def _level(level: Level, public_url: str, language: Language) -> LinkLevel:
    shown = sorted((link for link in level.links if link.type != DEFAULT), key=lambda link: _ORDER.index(link.type))
    lines = tuple(_line(link, public_url, language) for link in shown)
    return LinkLevel(level.kind, level.anchor, level.missing, lines)


def _line(link: FoundLink, public_url: str, language: Language) -> LinkLine:
    words, path = LINK_WORDS[link.type], link.href.removeprefix(public_url)
    ours = path.startswith("/")
    address = path + _FORMATS.get(link.media_type, "") if ours else link.href
    return LinkLine(
        kind=words,
        link=Link(link.title or (words if ours else link.href), address),
        form=None if link.media_type in {"", _HTML} else link.media_type,
        language=language_name(link.languages[0], language) if len(link.languages) == 1 else None,
    )
