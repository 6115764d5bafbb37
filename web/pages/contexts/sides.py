"""Both sides of a contradiction beside each other, as a part of pages."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from dpp.domain.claims.contradiction import Method, ThirdParty
from web.pages.contexts.frame import Figure, Link

Values = tuple[Figure | Link | str, ...]


@dataclass(frozen=True)
class Side:
    """What one side says, and when."""

    values: Annotated[Values, "The value"]
    on: Annotated[date | None, "On which day; none where the passport's own page says it"] = None


@dataclass(frozen=True)
class Sides:
    """A contradiction as the public reads it: both sides beside each other."""

    element: Annotated[str, "The element, in the reader's language"]
    maker: Annotated[str, "The maker's name"]
    declared: Annotated[Side, "What the maker says"]
    party: Annotated[ThirdParty, "Who contradicts, as a kind"]
    found: Annotated[Side, "What the third party says"]
    method: Annotated[Method, "How it was found"]
    reply: Annotated[str | None, "The maker's reply"] = None
    replied_on: Annotated[date | None, "When the maker replied"] = None
