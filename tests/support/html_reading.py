"""html5lib, which reads every page that a test fetches, with a quicker way through the tags that nearly all tags are.

It goes through a tag letter by letter. A tag that is written as every tag should be (a plain name, attributes in double
quotes or without a value, no entity, no attribute twice) is taken here in one step; every other one is left to
html5lib, so that faults are found as they always are. A test compares the two.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import html5lib  # type: ignore[import-untyped]  # it has no types
from html5lib._tokenizer import HTMLTokenizer  # type: ignore[import-untyped]  # it has no types
from html5lib.constants import tokenTypes  # type: ignore[import-untyped]  # it has no types

_WHITE = r"[ \n\t]"
_ATTRIBUTE = r"([a-z][a-z0-9-]*)(?:=\"([^\"&\0]*)\")?"
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(
    rf"(/?)([a-zA-Z][a-zA-Z0-9]*)((?:{_WHITE}+[a-z][a-z0-9-]*(?:=\"[^\"&\0]*\")?)*){_WHITE}*(/?)>",
)
_slowly: Callable[[Any], bool] = HTMLTokenizer.tagOpenState


def _quickly(tokenizer: Any) -> bool:
    """What the tokenizer does after `<`; True, for it goes on."""
    stream = tokenizer.stream
    found = _TAG.match(stream.chunk, stream.chunkOffset)
    if found is None:
        return _slowly(tokenizer)
    closes, name, written, closes_itself = found.groups()
    attributes = [[each[1], each[2] or ""] for each in _ATTRIBUTES.finditer(written)]
    if (closes and (attributes or closes_itself)) or len({each[0] for each in attributes}) < len(attributes):
        return _slowly(tokenizer)
    stream.chunkOffset = found.end()
    tokenizer.currentToken = {
        "type": tokenTypes["EndTag" if closes else "StartTag"],
        "name": name,
        "data": attributes,
        "selfClosing": bool(closes_itself),
        "selfClosingAcknowledged": False,
    }
    tokenizer.emitCurrentToken()
    return True


HTMLTokenizer.tagOpenState = _quickly


@contextmanager
def as_it_comes() -> Iterator[None]:
    """html5lib without the quick way, to compare with."""
    HTMLTokenizer.tagOpenState = _slowly
    try:
        yield
    finally:
        HTMLTokenizer.tagOpenState = _quickly


def parser() -> Any:
    """A parser of HTML into an ElementTree, which gathers its errors."""
    return html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
