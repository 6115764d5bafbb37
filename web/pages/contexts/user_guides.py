"""Contexts of the user guides: the list of them, and one guide."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from markupsafe import Markup

from web.pages.contexts.frame import Link


@dataclass(frozen=True)
class GuideLine:
    """One guide in the list."""

    title: Annotated[str, "The title of the guide, in the reader's language"]
    opening: Annotated[str, "Its first paragraph: for whom it is"]
    address: Annotated[str, "Where it can be read"]


@dataclass(frozen=True)
class UserGuidesPage:
    """Every guide: those for the reader's roles first."""

    template: ClassVar[str] = "user_guides.html"
    own: Annotated[tuple[GuideLine, ...], "Those for the roles of the reader; none for a visitor"]
    others: Annotated[tuple[GuideLine, ...], "The rest"]


@dataclass(frozen=True)
class UserGuidePage:
    """One guide, as its file says it."""

    template: ClassVar[str] = "user_guide.html"
    title: Annotated[str, "The title of the guide"]
    sections: Annotated[tuple[Link, ...], "The sections, each a link within the page"]
    body: Annotated[Markup, "The text as HTML: escaped, with the classes of our components"]
