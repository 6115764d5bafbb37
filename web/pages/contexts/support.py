"""Contexts of support: until when a model gets security updates, and the register behind that."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link, Tone


@dataclass(frozen=True)
class UpdatesLine:
    """What one source says."""

    says: Annotated[Message, "Until when, in a sentence"]
    source: Annotated[Link, "Who says so; the address is empty where there is none"]
    notes: Annotated[tuple[Message, ...], "Of which day it is, and what is uncertain"] = ()


@dataclass(frozen=True)
class UpdatesBlock:
    """Security updates of a model or device, and what can be done when they end."""

    lines: Annotated[tuple[UpdatesLine, ...], "What counts first"]
    differ: Annotated[bool, "Whether the sources do not say the same"] = False
    after: Annotated[tuple[str, ...], "Other operating systems that are known to work"] = ()
    windows: Annotated[Message | None, "Whether it runs Windows 11, and why"] = None
    windows_tone: Annotated[Tone, "The same as a sign"] = Tone.UNKNOWN


@dataclass(frozen=True)
class ReleaseLine:
    """A release of the dataset."""

    label: Annotated[str, "Its name"]
    says: Annotated[Message, "Until when it gets security updates"]
    tone: Annotated[Tone, "The same as a sign"]
    link: Annotated[str | None, "The page that the dataset names for it"] = None
    gone: Annotated[bool, "Whether the newest file does not list it any more"] = False


@dataclass(frozen=True)
class MatchLine:
    """A model, and which release it is."""

    model: Annotated[Link, "Its passport"]
    send_to: Annotated[str, "Where a person's word is sent"]
    release: Annotated[str | None, "The release that is its own"] = None
    says: Annotated[Message | None, "Until when it gets security updates"] = None
    by_person: Annotated[bool, "Whether a person said so"] = False
    choices: Annotated[tuple[Choice, ...], "Releases that a person may choose from"] = ()
    none_chosen: Annotated[bool, "Whether a person said that no release is its own"] = False


@dataclass(frozen=True)
class SupportPage:
    """The register of support ends: how old it is, models, and the releases of one product."""

    template: ClassVar[str] = "support.html"
    dated: Annotated[date | None, "Day of the newest file"]
    retrieved: Annotated[date | None, "Day on which it was taken in"]
    unmatched: Annotated[tuple[MatchLine, ...], "Models of a known brand without a release"]
    matched: Annotated[tuple[MatchLine, ...], "Models with a release"]
    products: Annotated[tuple[Link, ...], "The products of the dataset"]
    product: Annotated[str | None, "Title of the product whose releases are shown"] = None
    releases: Annotated[tuple[ReleaseLine, ...], "Its releases, newest first"] = ()
    may_confirm: Annotated[bool, "Whether this person may say which release a model is"] = False
    form: Annotated[FormState, "What is wrong with what was sent"] = NEW_FORM
