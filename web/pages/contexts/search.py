"""Contexts of the page of the search box."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from dpp.domain.search import Kind, What
from web.pages.contexts.frame import NEW_FORM, FormState


@dataclass(frozen=True)
class SearchHit:
    """Something that was found."""

    name: Annotated[str, "What it is called; the text that was found where it has no other name"]
    address: Annotated[str, "Its page"]
    what: Annotated[What, "What the text is of it"]
    text: Annotated[str, "The text that answers what was typed"]
    why: Annotated[Message, "How it answers"]
    is_guess: Annotated[bool, "Whether a typing mistake must be supposed"] = False
    parties: Annotated[tuple[str, ...], "Names of organisations, from the first to the second"] = ()


@dataclass(frozen=True)
class SearchGroup:
    """What was found of one kind."""

    kind: Annotated[Kind, "Of which kind"]
    hits: Annotated[tuple[SearchHit, ...], "The best first"]
    more: Annotated[bool, "Whether there are more than are shown"] = False


@dataclass(frozen=True)
class SearchPage:
    """Everything that answers what was typed, by kind."""

    template: ClassVar[str] = "search.html"
    query: Annotated[str, "What was typed; empty before anything was"] = ""
    groups: Annotated[tuple[SearchGroup, ...], "What was found"] = ()
    kinds: Annotated[tuple[Kind, ...], "What this person can look for"] = ()
    chosen: Annotated[Kind | None, "The one kind that is looked for"] = None
    form: Annotated[FormState, "What was typed, with what is wrong with it"] = NEW_FORM
    too_short: Annotated[bool, "Whether too little was typed to look for"] = False
    understood: Annotated[tuple[Message, ...], "What a code may be, likeliest first, where nothing was found"] = ()
    warnings: Annotated[tuple[Message, ...], "What to compare with the label, where nothing was found exactly"] = ()
