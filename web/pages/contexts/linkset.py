"""Context of the page that shows where a code can lead: the linkset for a person."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dpp.domain.linkset.link import LevelKind
from dpp.domain.message import Message
from web.pages.contexts.frame import Link


@dataclass(frozen=True)
class LinkLine:
    """One link of one type."""

    kind: Annotated[Message, "What sort of link it is, in a few words"]
    link: Annotated[Link, "Its title, and where it leads"]
    form: Annotated[str | None, "Its media type, where it is no web page"] = None
    language: Annotated[str | None, "Its language, in the reader's language, where it has one"] = None


@dataclass(frozen=True)
class LinkLevel:
    """What is known of one thing: a device, a batch, a model, or something that is not registered."""

    kind: Annotated[LevelKind, "What its address names"]
    anchor: Annotated[str, "Its address"]
    missing: Annotated[str | None, "The serial number that is not registered, where that was asked for"]
    lines: Annotated[tuple[LinkLine, ...], "Its links, in a fixed order of their types"]


@dataclass(frozen=True)
class LinksetPage:
    """Every link of a code, level by level; or those between which the reader has to choose."""

    template: ClassVar[str] = "linkset.html"
    name: Annotated[str, "Brand and model"]
    levels: Annotated[tuple[LinkLevel, ...], "What was asked for first, then what stands above it"]
    choosing: Annotated[bool, "Whether one kind of link was asked for, and several answer equally well"] = False
