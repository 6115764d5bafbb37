"""Every sample of evidence there is, and ways to damage one or to hide something personal in it.

Samples: `tests/fixtures/evidence` (written by hand), and the real ones beside the repository where these are there.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dpp.domain.errors import InvalidInput, TooLarge
from lifecycle.adapters.parsers import FORMATS
from lifecycle.domain.evidence.recognise import read_evidence

_FIXTURES = Path(__file__).parents[1] / "fixtures" / "evidence"
_SHARED = Path(os.environ.get("KRINGPAS_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
_LARGEST = 200_000
"""Larger samples say nothing more and take their time."""

_VALUE = re.compile(r"(?<=[:=>])[ \t]*([^\s<>][^<>\r\n]{2,})(?=[<\r\n]|$)", re.MULTILINE)


class Sample(NamedTuple):
    """A file that is read, the name of its format, and where texts are in it that can be replaced."""

    name: str
    content: bytes
    format_name: str

    @property
    def planting(self) -> "Planting":
        return _in_json(self.content) or _in_text(self.content.decode(errors="replace"))


class Planting(NamedTuple):
    """`places` names each text of a sample by its path or line; `planted` puts another text in some of them."""

    places: Sequence[str]
    planted: Callable[[dict[int, str]], bytes]


@cache
def samples(*, written_here: bool = False) -> tuple[Sample, ...]:
    """All of them, or those of the fixtures alone."""
    folders = [_FIXTURES, *([] if written_here else [_SHARED / "evidence", _SHARED / "snapshots"])]
    paths = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file()]
    return tuple(_read(path.name, path.read_bytes()) for path in paths if path.stat().st_size < _LARGEST)


def _read(name: str, content: bytes) -> Sample:
    try:
        return Sample(name, content, read_evidence(content, formats=FORMATS)[1].format)
    except (InvalidInput, TooLarge):
        return Sample(name, content, "")


def _in_json(content: bytes) -> Planting | None:
    try:
        document = json.loads(content)
    except ValueError:
        return None
    texts = [(path, keys) for path, keys in _texts(document, "$", ())]

    def planted(said: dict[int, str]) -> bytes:
        copy = json.loads(content)
        for number, text in said.items():
            *way, last = texts[number][1]
            place = copy
            for key in way:
                place = place[key]
            place[last] = text
        return json.dumps(copy).encode()

    return Planting([path for path, _ in texts], planted)


def _texts(value: Any, path: str, keys: tuple[Any, ...]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        if isinstance(inner, str):
            yield f"{path}.{key}", (*keys, key)
        else:
            yield from _texts(inner, f"{path}.{key}", (*keys, key))


def _in_text(text: str) -> Planting:
    found = list(_VALUE.finditer(text))

    def place(match: re.Match[str]) -> str:
        return text[text.rfind("\n", 0, match.start()) + 1 : match.start(1)].strip()

    def planted(said: dict[int, str]) -> bytes:
        parts, at = [], 0
        for number, match in enumerate(found):
            parts.append(text[at : match.start(1)] + said.get(number, match.group(1)))
            at = match.end(1)
        return "".join((*parts, text[at:])).encode()

    return Planting([place(match) for match in found], planted)
