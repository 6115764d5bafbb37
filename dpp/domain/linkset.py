"""Links from an identified thing to what is known of it, as a GS1-conformant resolver tells them.

Sources: GS1-conformant resolver standard 1.2.1; RFC 9264 (linkset); GS1 Web Vocabulary 1.16 (link types).

Rules:
1. Each level (item, model) has its own link context, whose anchor is the address that was asked, as a string.
2. Each level has exactly one default link; the same target also stands under the type that describes it.
3. A link object holds href, title, type, hreflang and context, nothing else.
4. Of several links the best for the wanted languages and media types answers; links of equal rank that lead to
   different places cannot be decided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dpp.domain.links import Links
from dpp.domain.negotiation import Preferences

VOCABULARY = "https://ref.gs1.org/voc/"
CONTEXT = "https://ref.gs1.org/standards/resolver/linkset-context"
MEDIA_TYPE = "application/linkset+json"
DEFAULT = "defaultLink"
LINKSET = "linkset"

# The ratified link types that this resolver uses, with their titles.
LINK_TYPES = {
    DEFAULT: "Default link",
    "dpp": "Digital product passport",
    "pip": "Product information",
    "masterData": "Passport as data",
    "serviceInfo": "Service information",
    "instructions": "Instructions",
    "sustainabilityInfo": "Sustainability and recycling",
    "traceability": "Traceability",
    "epcis": "EPCIS events",
    "certificationInfo": "Certification",
    "support": "Support",
    "recallStatus": "Recall status",
    "reportFound": "Report that you found this",
}


@dataclass(frozen=True)
class Link:
    """One link. `type` is a name of LINK_TYPES; `languages` are two-letter codes or pairs such as `nl-BE`."""

    type: str
    href: str
    media_type: str
    languages: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    title: str = ""

    def as_object(self) -> dict[str, Any]:
        """The link target object of RFC 9264, section 4.2.3."""
        members = {
            "href": self.href,
            "title": self.title or LINK_TYPES[self.type],
            "type": self.media_type,
            "hreflang": list(self.languages),
            "context": list(self.contexts),
        }
        return {name: value for name, value in members.items() if value}


@dataclass(frozen=True)
class Level:
    """What is known of one thing: the item, or its model. `anchor` is its address."""

    anchor: str
    description: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Wanted:
    """What the request prefers."""

    languages: Preferences
    media_types: Preferences

    def rank(self, link: Link) -> tuple[float, float]:
        """Higher is better: first what the client can read, then in which language."""
        spoken = max((self.languages.weight(language) for language in link.languages), default=0.5)
        return self.media_types.weight(link.media_type), spoken


def best(links: Iterable[Link], wanted: Wanted) -> tuple[Link, ...]:
    """The links of the highest rank, one for each place they lead to: none, the answer, or what cannot be decided."""
    ranked = [(wanted.rank(link), link) for link in links]
    highest = max((rank for rank, _ in ranked), default=None)
    return tuple({link.href: link for rank, link in ranked if rank == highest}.values())


def read_link_type(text: str) -> str | None:
    """The name of a link type written as `gs1:dpp` or as its full address; None where it is none of GS1's."""
    for prefix in ("gs1:", VOCABULARY, "https://gs1.org/voc/", "http://gs1.org/voc/"):
        if text.startswith(prefix):
            return text.removeprefix(prefix)
    return LINKSET if text == LINKSET else None


def linkset(levels: Sequence[Level], *, with_context: bool = False) -> dict[str, Any]:
    """The RFC 9264 document; `with_context` makes it JSON-LD."""
    document: dict[str, Any] = {"@context": CONTEXT} if with_context else {}
    return document | {LINKSET: [_link_context(level) for level in levels]}


def _link_context(level: Level) -> dict[str, Any]:
    context: dict[str, Any] = {"anchor": level.anchor, "itemDescription": level.description}
    for kind, links in groupby(level.links, key=lambda link: link.type):
        context[VOCABULARY + kind] = [link.as_object() for link in links]
    return context


def passport_links(links: Links, passport_id: str, model_id: str | None) -> tuple[Link, ...]:
    """What can be told of a passport from its id and its model's alone, grouped by type, the default first."""
    page, product = links.passport(passport_id), links.passport(model_id or passport_id)
    both = ("en", "nl")
    return (
        Link(DEFAULT, page, "text/html", both),
        Link("dpp", page, "text/html", both),
        Link("pip", product, "text/html", both),
        Link("masterData", page, "application/json"),
        Link("masterData", page, "application/ld+json"),
    )
