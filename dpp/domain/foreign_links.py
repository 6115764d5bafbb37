"""The way from somebody else's identifier to the data of its passport.

Sources: linksets (RFC 9264), `Link` headers (RFC 8288), link types of the GS1 Web Vocabulary.

Rules:
1. What is sought is a passport as data: GS1's link types `dpp` and `masterData`, as JSON before what does not say its
   form, and before a page that may answer as JSON when it is asked so.
2. The first link context that has such a link answers: a resolver tells the level that was asked for first.
3. A `Link` header leads to data itself, else to a linkset, else to another form of the page as JSON.
4. A link is read and judged, never followed here. What is malformed is passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

LINKSET, MEDIA_TYPE = "linkset", "application/linkset+json"
MOST_CONTEXTS, MOST_LINKS = 50, 50
_SOUGHT = ("dpp", "masterData")
_VOCABULARIES = ("gs1:", "https://ref.gs1.org/voc/", "https://gs1.org/voc/", "http://gs1.org/voc/")
_CREDENTIALS = frozenset({"application/vc", "application/vc+jwt"})


@dataclass(frozen=True)
class HeaderLink:
    """One link of a `Link` header: a whole address, its relation types, and the media type where it is told."""

    address: str
    relations: tuple[str, ...]
    media_type: str = ""


def is_data(media_type: str) -> bool:
    """Whether this is a form in which a passport is read: JSON, JSON-LD, or a credential."""
    name = bare(media_type)
    return name == "application/json" or name.endswith("+json") or name in _CREDENTIALS


def bare(media_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_linkset(document: Any) -> bool:
    """Whether this JSON value is a linkset, whatever media type it came with."""
    return isinstance(document, Mapping) and isinstance(document.get(LINKSET), list)


def passport_link(document: Mapping[str, Any], base: str) -> str | None:
    """The whole address of a passport as data in a linkset that came from `base`; None where there is none."""
    for context in document[LINKSET][:MOST_CONTEXTS]:
        if isinstance(context, Mapping):
            ranked = sorted(_ranked(context, base), key=lambda each: each[0])
            if ranked:
                return ranked[0][1]
    return None


def header_link(links: Sequence[HeaderLink]) -> str | None:
    """The whole address to go on to from a page, by rule 3; None where no header leads anywhere."""
    for wanted in (_leads_to_data, _leads_to_linkset, _is_another_form):
        for link in links[:MOST_LINKS]:
            if wanted(link):
                return link.address
    return None


def _ranked(context: Mapping[str, Any], base: str) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, targets in list(context.items())[:MOST_LINKS]:
        sought = _sought(kind)
        if sought is None or not isinstance(targets, list):
            continue
        for target in targets[:MOST_LINKS]:
            if isinstance(target, Mapping) and (address := _whole(base, target.get("href"))):
                yield (_form(target.get("type")), _SOUGHT.index(sought)), address


def _sought(link_type: str) -> str | None:
    """The link type of rule 1 that this one is, written short or whole; None for another."""
    names = (link_type.removeprefix(start) for start in _VOCABULARIES if link_type.startswith(start))
    return next((name for name in names if name in _SOUGHT), None)


def _form(media_type: object) -> int:
    if not isinstance(media_type, str) or not media_type:
        return 1
    return 0 if is_data(media_type) else 2


def _whole(base: str, reference: object) -> str | None:
    if not isinstance(reference, str) or not reference:
        return None
    try:
        return urljoin(base, reference)
    except ValueError:
        return None


def _leads_to_data(link: HeaderLink) -> bool:
    sought = any(map(_sought, link.relations))
    return sought and (not link.media_type or is_data(link.media_type))


def _leads_to_linkset(link: HeaderLink) -> bool:
    return LINKSET in link.relations and bare(link.media_type or MEDIA_TYPE) in {MEDIA_TYPE, "application/json"}


def _is_another_form(link: HeaderLink) -> bool:
    return "alternate" in link.relations and bool(link.media_type) and is_data(link.media_type)
