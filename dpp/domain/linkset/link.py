"""One link, the level that it belongs to, and the link types that this resolver uses.

Rules:
1. A link type is named by its address in GS1's vocabulary; a request may also write it as `gs1:name`.
2. A link object holds href, title, type, hreflang and context, nothing else.
3. The default link holds href and title alone: it answers whoever asks for nothing in particular.
4. A language stands in `hreflang` as `nl` or `nl-BE`, a media type as `type/subtype`; what is neither is left out.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

VOCABULARY = "https://ref.gs1.org/voc/"
_ALSO = ("gs1:", VOCABULARY, "https://gs1.org/voc/", "http://gs1.org/voc/")
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
    "instructions": "Instructions",
    "safetyInfo": "Safety information",
    "serviceInfo": "Service information",
    "sustainabilityInfo": "Sustainability and recycling",
    "certificationInfo": "Certification",
    "support": "Support",
    "recallStatus": "Recall status",
    "traceability": "Traceability",
    "epcis": "Events (EPCIS)",
    "reportFound": "Report that you found this",
}

_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,100}")


@dataclass(frozen=True)
class Link:
    """One link. `type` is a name of LINK_TYPES; `media_type` and `languages` are empty where nobody says them.

    `contexts` are the ids of the passport's elements that name the link.
    """

    type: str
    href: str
    media_type: str = ""
    languages: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    title: str = ""

    @property
    def shown_title(self) -> str:
        return self.title or LINK_TYPES[self.type]

    def as_object(self) -> dict[str, Any]:
        """The link target object of RFC 9264, section 4.2.3."""
        members = {
            "href": self.href,
            "title": self.shown_title,
            "type": self.media_type,
            "hreflang": list(self.languages),
            "context": list(self.contexts),
        }
        return {name: value for name, value in members.items() if value}


class LevelKind(StrEnum):
    """What an anchor identifies; UNREGISTERED: a thing that is described by the level above it."""

    ITEM = "item"
    BATCH = "batch"
    MODEL = "model"
    UNREGISTERED = "unregistered"


_DESCRIBED = {LevelKind.ITEM: "a device", LevelKind.BATCH: "a batch of the model", LevelKind.MODEL: "a model"}


@dataclass(frozen=True)
class Level:
    """What is known of one thing. `anchor` is its address, `name` its brand and model.

    `missing` is the serial number that is not registered, where that is what was asked for.
    """

    anchor: str
    kind: LevelKind
    name: str
    links: tuple[Link, ...] = field(repr=False)
    missing: str | None = None

    @property
    def description(self) -> str:
        """`itemDescription` of the link context."""
        if self.missing is not None:
            return f"Serial number {self.missing} is not registered here: these links are about its model, {self.name}"
        if self.kind is LevelKind.UNREGISTERED:
            return f"This identifier is not registered here: these links are about the level above it, {self.name}"
        return f"{self.name}, {_DESCRIBED[self.kind]}"


def read_link_type(text: str) -> str | None:
    """The name of a link type written as `gs1:dpp` or as its full address; None where it is none of GS1's."""
    for prefix in _ALSO:
        if text.startswith(prefix):
            return text.removeprefix(prefix)
    return LINKSET if text == LINKSET else None


def read_language(text: object) -> tuple[str, ...]:
    """A language for `hreflang` (rule 4): one, or none where this is not one that a linkset can say."""
    return (text,) if isinstance(text, str) and _LANGUAGE.fullmatch(text) else ()


def read_media_type(text: object) -> str:
    """A media type without parameters (rule 4): `Application/PDF; x=1` becomes `application/pdf`."""
    name = text.partition(";")[0].strip().lower() if isinstance(text, str) else ""
    return name if _MEDIA_TYPE.fullmatch(name) else ""
