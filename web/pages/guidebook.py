"""The user guides, one for each role and one for visitors: Markdown files of `docs/guides`, as pages show them.

Rules:
1. A guide is `docs/guides/{language}/{role}.md`: one heading of level 1, one opening paragraph, then sections. It
   reads well as a file too: pictures and other guides are named by their place in the folder.
2. Words in bold are words of the pages (a button, a field, a heading), in the language of the guide.
3. A code that begins with a slash is the address of a page; here it becomes a link.
4. Markup of a file is Markdown alone: HTML in it is shown as it is written.
5. Help leads to the section, of the guides for the reader's roles, that names the page where the reader is most
   closely; else to the beginning of the guide for the first of these roles, for a visitor to that for visitors.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from PIL import Image

from dpp.domain.actor import Role
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from web.pages.contexts.frame import Language

FOLDER = Path(__file__).parents[2] / "docs" / "guides"
PICTURES = FOLDER / "pictures"
PLACE = "/guides"
VISITOR = "visitor"
NAMES = (VISITOR, *Role)
"""Every guide: that of a role is named as the role is."""

PictureAddress = Callable[[str], str]
"""The address of a picture by its path below `PICTURES`."""

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_CLASSES = {
    "h2": "nl-heading nl-heading--level-2",
    "h3": "nl-heading nl-heading--level-3",
    "p": "nl-paragraph",
    "ul": "utrecht-unordered-list",
    "ol": "kp-guide__steps",
    "a": "nl-link",
}
_GUIDE_FILE = re.compile(r"([a-z-]+)\.md(#.*)?")
_PICTURE_FILE = re.compile(r"\.\./pictures/(.+)")
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Section:
    """A part of a guide under a heading of its own; `addresses` are the pages that it names."""

    anchor: str
    title: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Guide:
    """A guide that was read; `tokens` is its text after the title."""

    name: str
    title: str
    opening: str
    sections: tuple[Section, ...]
    tokens: tuple[Token, ...]


@cache
def guide(language: Language, name: str) -> Guide:
    """The guide of a role, or of visitors; NotFound for any other name."""
    if name not in NAMES:
        raise NotFound(
            message("There is no guide '{name}'.", name=name[:40]), remedy=message("See the list of guides.")
        )
    return read(name, (FOLDER / language / f"{name}.md").read_text(encoding="utf-8"))


def read(name: str, text: str) -> Guide:
    """The guide that this text is (rule 1)."""
    heading, title, _, *rest = _MARKDOWN.parse(text)
    assert (heading.tag, title.type) == ("h1", "inline"), f"{name}.md does not begin with a title"
    opening = next(token for token in rest if token.type == "inline")
    return Guide(name, title.content, _plain(opening), tuple(_sections(rest)), tuple(_anchored(rest)))


def help_for(language: Language, roles: Iterable[Role], address: str) -> str:
    """Where Help leads from the page at this address (rule 5)."""
    held = frozenset(roles)
    names = [role.value for role in Role if role in held] or [VISITOR]
    path = address.partition("?")[0]
    named = (
        (len(place), f"{PLACE}/{name}#{section.anchor}")
        for name in names
        for section in guide(language, name).sections
        for place in section.addresses
        if path == place or (place != "/" and path.startswith(f"{place}/"))
    )
    _, closest = max(named, key=lambda found: found[0], default=(0, f"{PLACE}/{names[0]}"))
    return closest


def body(shown: Guide, picture: PictureAddress) -> Markup:
    """The text of a guide as HTML, without its title."""
    tokens = [_shown(token, picture) for token in shown.tokens]
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704 - rule 4: markup is escaped


def _sections(tokens: Sequence[Token]) -> Iterator[Section]:
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    for start, end in pairwise([*starts, len(tokens)]):
        title = tokens[start + 1].content
        inside = (child for token in tokens[start:end] for child in token.children or ())
        yield Section(anchor(title), title, tuple(child.content for child in inside if _is_address(child)))


def _anchored(tokens: Sequence[Token]) -> Iterator[Token]:
    """Each heading with its id."""
    for number, token in enumerate(tokens):
        is_heading = token.type == "heading_open"
        yield token.copy(attrs={"id": anchor(tokens[number + 1].content)}) if is_heading else token


def anchor(title: str) -> str:
    """The id of a heading: `Take devices in` is `guide-take-devices-in`, which nothing else on a page is."""
    return f"guide-{_NOT_IN_ID.sub('-', title.lower()).strip('-')}"


def _plain(inline: Token) -> str:
    return "".join(" " if child.type == "softbreak" else child.content for child in inline.children or ())


def _is_address(token: Token) -> bool:
    return token.type == "code_inline" and token.content.startswith("/")


def _shown(token: Token, picture: PictureAddress) -> Token:
    """As a page shows it: with the classes of our components, and with addresses that lead somewhere here."""
    children = token.children and [new for child in token.children for new in _inline(child, picture)]
    return _styled(token.copy(children=children))


def _styled(token: Token) -> Token:
    if token.nesting == 1 and token.tag in _CLASSES:
        token = token.copy(attrs={**token.attrs, "class": _CLASSES[token.tag]})
    elif token.nesting == 1 and token.tag == "li":
        token = token.copy(attrs={**token.attrs, "class": "kp-guide__item"})
    return token


def _inline(token: Token, picture: PictureAddress) -> Iterator[Token]:
    if token.type == "image":
        yield token.copy(attrs={**token.attrs, **_picture(str(token.attrs["src"]), picture)})
    elif token.type == "link_open":
        yield _styled(token.copy(attrs={"href": _place_of(str(token.attrs["href"]))}))
    elif _is_address(token):
        yield Token("link_open", "a", 1, attrs={"href": token.content, "class": "nl-link kp-code"})
        yield Token("text", "", 0, content=token.content)
        yield Token("link_close", "a", -1)
    else:
        yield token


def _place_of(href: str) -> str:
    other = _GUIDE_FILE.fullmatch(href)
    return href if other is None else f"{PLACE}/{other[1]}{other[2] or ''}"


def _picture(source: str, picture: PictureAddress) -> dict[str, str | int]:
    """Its address, and its size so that the text stays where it is while the picture comes."""
    found = _PICTURE_FILE.fullmatch(source)
    assert found is not None, f"a picture of a guide lies in docs/guides/pictures: {source}"
    with Image.open(PICTURES / found[1]) as image:
        width, height = image.size
    return {"src": picture(found[1]), "width": width, "height": height, "loading": "lazy"}
