"""The path of one element of a passport, as EN 18222 takes it in `/v1/dpps/{dppId}/elements/{path}`.

Source: RFC 9535 (JSONPath): singular queries (2.3.5.1) are read, normalised paths (2.7) are written.

Rules:
1. A path begins with `$` and goes down by names (`.mass`, `['mass']`, `["mass"]`) and indexes (`[0]`, `[-1]`): it leads
   to one element at most. Wildcards, filters, slices, lists of selectors and descendants are refused.
2. The whole passport is not an element, and its first step is a name.
3. A path without an element is NotFound, for reading, replacing and removing alike; nothing is made on the way.
4. Negative indexes count from the end of the list that is there; a normalised path has none (`locate`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import Message, message

Step = str | int

_LONGEST = 2048
_BLANK = r"[ \t\n\r]*"
_FIRST = r"A-Za-z_\u0080-\ud7ff\ue000-\U0010ffff"
_SHORTHAND = re.compile(rf"[{_FIRST}][0-9{_FIRST}]*")
_SEGMENT = re.compile(
    rf"{_BLANK}(?:\.(?P<name>[{_FIRST}][0-9{_FIRST}]*)"
    rf"|\[{_BLANK}(?P<index>0|-?[1-9][0-9]{{0,14}}){_BLANK}\]"
    rf"|\[{_BLANK}'(?P<single>(?:[^'\\\x00-\x1f\ud800-\udfff]|\\.)*)'{_BLANK}\]"
    rf'|\[{_BLANK}"(?P<double>(?:[^"\\\x00-\x1f\ud800-\udfff]|\\.)*)"{_BLANK}\])',
    re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:u(?P<high>[Dd][89ABab][0-9A-Fa-f]{2})\\u(?P<low>[Dd][C-Fc-f][0-9A-Fa-f]{2})"
    r"|u(?P<hex>(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})|(?P<one>.)|$)",
    re.DOTALL,
)
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "/": "/", "\\": "\\"}
_WRITTEN = {"\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "'": r"\'", "\\": r"\\"}
_REFUSED: tuple[tuple[re.Pattern[str], Message], ...] = (
    (re.compile(r"\.\."), message("a path leads to one element; '..' may find many")),
    (re.compile(rf"\.\*|\[{_BLANK}\*"), message("a path leads to one element; a wildcard (*) may find many")),
    (re.compile(rf"\[{_BLANK}\?"), message("a path leads to one element; a filter (?) may find many")),
    (re.compile(r"\[[^\]'\"]*:"), message("a path leads to one element; a slice (:) may find many")),
    (
        re.compile(rf"\[{_BLANK}(?:[-0-9]+|'[^']*'|\"[^\"]*\"){_BLANK},"),
        message("a path leads to one element; several names or indexes may find many"),
    ),
)
_EXPECTED = message("a name (.mass or ['mass']) or an index ([0]) is expected")


@dataclass(frozen=True)
class ElementPath:
    """Names and indexes from the passport down to one element; the text of it is the normalised path."""

    steps: tuple[Step, ...]

    @property
    def element_id(self) -> str:
        """The element of the passport that it is in: `mass` for `$['mass']['value']`."""
        return str(self.steps[0])

    def __str__(self) -> str:
        return "$" + "".join(f"[{step}]" if isinstance(step, int) else f"['{_quoted(step)}']" for step in self.steps)


def read_path(text: str) -> ElementPath:
    """The path in this text; InvalidInput names the part that is wrong and what was expected there."""
    if len(text) > _LONGEST:
        raise _fault("$", message("a path has at most {count} characters", count=_LONGEST))
    if not text.startswith("$"):
        raise _fault(text, message("a path begins with $"))
    steps, place = [], 1
    while place < len(text):
        matched = _SEGMENT.match(text, place)
        if matched is None:
            raise _fault(text[place:], _why(text[place:]))
        steps.append(_step(matched))
        place = matched.end()
    if not steps or not isinstance(steps[0], str):
        raise _fault(text, message("the name of an element is expected after $"))
    return ElementPath(tuple(steps))


def path_text(steps: Sequence[Step]) -> str:
    """A path as people read it: `$.spareParts[0].part`, with quotes only around a name that needs them."""
    return "$" + "".join(map(_readable, steps))


def locate(document: Any, path: ElementPath) -> ElementPath:
    """The path in this document without negative indexes; NotFound where it has no element."""
    value = document
    steps: list[Step] = []
    for step in path.steps:
        steps.append(_present(value, step, path))
        value = value[steps[-1]]
    return ElementPath(tuple(steps))


def get(document: Any, path: ElementPath) -> Any:
    """The value of the element; NotFound where there is none."""
    value = document
    for step in locate(document, path).steps:
        value = value[step]
    return value


def put(document: Any, path: ElementPath, value: Any) -> Any:
    """The document with another value at an element that is there; NotFound where there is none."""
    return _changed(document, locate(document, path).steps, (value,))


def remove(document: Any, path: ElementPath) -> Any:
    """The document without the element; NotFound where there is none. What follows in a list moves up."""
    return _changed(document, locate(document, path).steps, ())


def _changed(value: Any, steps: tuple[Step, ...], replacement: tuple[Any, ...]) -> Any:
    """A copy of what lies on the way; `replacement` holds the new value, or nothing to remove it."""
    step, *rest = steps
    if rest:
        replacement = (_changed(value[step], tuple(rest), replacement),)
    if isinstance(step, int):
        return [*value[:step], *replacement, *value[step + 1 :]]
    if replacement:
        return {**value, step: replacement[0]}
    return {name: entry for name, entry in value.items() if name != step}


def _present(value: Any, step: Step, path: ElementPath) -> Step:
    if isinstance(step, str) and isinstance(value, Mapping) and step in value:
        return step
    if isinstance(step, int) and isinstance(value, list) and -len(value) <= step < len(value):
        return step % len(value)
    raise NotFound(
        message("The passport has no element {path}.", path=path),
        remedy=message("Read the whole passport to see which elements it has."),
    )


def _step(matched: re.Match[str]) -> Step:
    if matched["name"] is not None:
        return matched["name"]
    if matched["index"] is not None:
        return int(matched["index"])
    quote, inside = ("'", matched["single"]) if matched["single"] is not None else ('"', matched["double"])
    return _ESCAPE.sub(lambda escape: _character(escape, quote), inside)


def _character(escape: re.Match[str], quote: str) -> str:
    """What an escape stands for (RFC 9535, 2.3.1.1): only the quote around the name may be escaped, not the other."""
    if escape["high"]:
        return chr(0x10000 + ((int(escape["high"], 16) & 0x3FF) << 10) + (int(escape["low"], 16) & 0x3FF))
    if escape["hex"]:
        return chr(int(escape["hex"], 16))
    character = {**_ESCAPED, quote: quote}.get(escape["one"] or "")
    if character is None:
        raise _fault(escape[0], message("one of \\b \\f \\n \\r \\t \\/ \\\\ \\uXXXX or an escaped quote is expected"))
    return character


def _why(rest: str) -> Message:
    return next((why for pattern, why in _REFUSED if pattern.match(rest.lstrip(" \t\n\r"))), _EXPECTED)


def _quoted(name: str) -> str:
    return "".join(_WRITTEN.get(one) or (f"\\u{ord(one):04x}" if one < " " else one) for one in name)


def _readable(step: Step) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _SHORTHAND.fullmatch(step) else f"['{_quoted(step)}']"


def _fault(where: str, expected: Message) -> InvalidInput:
    what = message("This is not the path of one element: {where}: {expected}.", where=where[:100], expected=expected)
    remedy = message("Write a path such as $.mass.value or $['spareParts'][0].")
    return InvalidInput(what, (Problem(where[:100], expected),), remedy=remedy)
