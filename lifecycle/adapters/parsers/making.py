"""Makes a format of a module of the domain, for what a library parses before the domain looks at it."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.structured import keep_parsed


class Described(Protocol):
    """What such a module names: itself, its parser, what may be kept and what that says."""

    NAME: str
    TITLE: str
    PARSER: str
    PARSER_VERSION: str
    GIVES: str
    MADE_WITH: str
    keep_document: Any
    read: Any


def format_of(module: Described, parsed: Callable[[str], Mapping[str, Any] | None]) -> Format:
    """The format of `module`; `parsed` gives plain data of a text of that format, None for another text."""
    return Format(
        module.NAME,
        module.TITLE,
        module.PARSER,
        module.PARSER_VERSION,
        keep_parsed(parsed, module.keep_document),
        module.read,
        gives=module.GIVES,
        made_with=module.MADE_WITH,
    )
