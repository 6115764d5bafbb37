"""What an evidence file may be at most, checked before anything else looks at it.

Rules:
1. A file has at most 4 MiB; an archive is not unpacked.
2. JSON nests at most 64 deep; this is checked before it is parsed, in time linear in the file.
3. A JSON object names each member once: of two values for one name nobody knows which was meant.
4. Numbers are numbers: no NaN, no infinity.
5. A list that would be kept has at most 1,000 entries: no device has more of anything. (Lists that go, such as that of
   the software, may be longer.)
"""

import codecs
import json
import re
from typing import Any, NoReturn

from dpp.domain.errors import InvalidInput, TooLarge
from dpp.domain.message import message

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
MAX_ENTRIES = 1_000

_ARCHIVES = {
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_STRING = re.compile(r'"(?:[^"\\]++|\\.?)*+"?', re.DOTALL)
_OUTSIDE_BRACKETS = re.compile(r"[^\[\]{}]+")
_ONE_KIND = str.maketrans("{}", "[]")
_SAYABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")


def within_limits(content: bytes) -> None:
    """Raise TooLarge over 4 MiB, and InvalidInput for an empty file or an archive."""
    if len(content) > MAX_BYTES:
        raise TooLarge(
            message("The file has {size} bytes; the limit is {limit}.", size=len(content), limit=MAX_BYTES),
            remedy=message("Send one file per device, without software lists or attachments."),
        )
    if not content.strip():
        raise InvalidInput(message("The file is empty."), remedy=message("Export it again, then send it."))
    for start, kind in _ARCHIVES.items():
        if content.startswith(start):
            raise InvalidInput(
                message("The file is an archive ({kind}); archives are not unpacked.", kind=kind),
                remedy=message("Unpack it and send the files that are in it."),
            )


def text_of(content: bytes) -> str:
    """The text: UTF-8, or UTF-16 with a byte order mark (as PowerShell writes it); what does not fit is U+FFFD."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    return content.decode("utf-8", errors="replace")


def within_entries(count: int) -> None:
    """Raise InvalidInput for a list of more than 1,000 entries."""
    if count > MAX_ENTRIES:
        raise InvalidInput(
            message("A list has {count} entries; the limit is {limit}.", count=count, limit=MAX_ENTRIES),
            remedy=message("Send one file per device."),
        )


def load_json(text: str) -> Any:
    """Plain data from JSON; InvalidInput says at which line and column it stopped, or which rule it breaks."""
    _within_depth(text)
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        raise InvalidInput(
            message("The file is not JSON: line {line}, column {column}.", line=error.lineno, column=error.colno),
            remedy=message("Send the file as the tool wrote it, whole and unchanged."),
        ) from error
    except ValueError as error:  # an integer of more digits than Python reads (4,300)
        raise InvalidInput(message("The file holds a number that is too long to read.")) from error


def _within_depth(text: str) -> None:
    """Peel off the innermost brackets, layer by layer; what is left after 64 layers was deeper."""
    brackets = _OUTSIDE_BRACKETS.sub("", _STRING.sub("", text)).translate(_ONE_KIND)
    for _ in range(MAX_DEPTH):
        peeled = brackets.replace("[]", "")
        if len(peeled) == len(brackets):
            break
        brackets = peeled
    if "[]" in brackets or brackets.count("[") > MAX_DEPTH:
        raise InvalidInput(
            message("The file nests more than {limit} levels deep.", limit=MAX_DEPTH),
            remedy=message("Send the file as the tool wrote it."),
        )


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    left = iter(members)  # in order of first appearance: where the pairs part from it, a name comes again
    twice = next(name for name, _ in pairs if name != next(left, None))
    raise InvalidInput(
        message("An object names the member {name} twice.", name=twice if _SAYABLE.fullmatch(twice) else "(unnamed)"),
        remedy=message("Send the file as the tool wrote it; no tool writes a member twice."),
    )


def _not_a_number(constant: str) -> NoReturn:
    raise InvalidInput(message("The file holds {constant} where a number belongs.", constant=constant))
