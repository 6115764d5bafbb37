"""Reads `xrandr --props`: the displays that are attached, out of their EDIDs.

Without `--props` (or `--verbose`) xrandr gives no EDID; an output that is connected and has none is noted. Only the
outputs' own names and the first 128 bytes of each EDID are kept.
"""

import re
from collections.abc import Iterator
from typing import Any

from dpp.domain.message import message
from lifecycle.domain.evidence.edid import LENGTH, XRANDR, parse_edid
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import Unread, member, records
from lifecycle.domain.evidence.reading import MonitorSeen, Reading
from lifecycle.domain.evidence.shape import Leaf, Shape
from lifecycle.domain.evidence.structured import keep_parsed, keep_under

MARK = NAME = PARSER = "xrandr"
PARSER_VERSION = "1.0"

_OUTPUT_NAME = re.compile(r"(?:[A-Z][A-Za-z]{0,12}-?){1,3}(?:[0-9]{1,3}[-.]?){0,5}|e?DP-?[0-9-]{0,9}")
_OUTPUT = re.compile(r"^(\S{1,40}) (?:dis)?connected\b")
_HEX = re.compile(r"\s+((?:[0-9a-f]{2}){8,64})\s*")
_EDID_HEX = re.compile(r"[0-9a-f]{16,256}")


def _matching(pattern: re.Pattern[str]) -> Leaf:
    return Leaf(lambda value: isinstance(value, str) and bool(pattern.fullmatch(value)))


SHAPE: Shape = {"outputs": {"name": _matching(_OUTPUT_NAME), "edid": _matching(_EDID_HEX)}}


def _parse(text: str) -> dict[str, Any] | None:
    if not XRANDR.search(text):
        return None
    return {MARK: {"outputs": list(_outputs(text))}}


def _outputs(text: str) -> Iterator[dict[str, str]]:
    """Each output that is connected, with the hexadecimal lines that stand right below `EDID:`."""
    output: dict[str, str] = {}
    in_edid = False
    for line in text.splitlines():
        found = _OUTPUT.match(line)
        if found:
            if output:
                yield output
            output = {"name": found[1]} if " connected" in line else {}
        digits = _HEX.fullmatch(line) if in_edid and output else None
        in_edid = digits is not None or line.strip() == "EDID:"
        if digits:
            output["edid"] = (output.get("edid", "") + digits[1])[: LENGTH * 2]
    if output:
        yield output


def read(content: bytes) -> Reading:
    """The displays; nothing says which device they are attached to."""
    document, unread = member(load_json(text_of(content)), MARK), Unread()
    monitors = tuple(_monitors(document, unread))
    return Reading(NAME, PARSER, PARSER_VERSION, monitors=monitors, unread=unread.problems())


def _monitors(document: Any, unread: Unread) -> Iterator[MonitorSeen]:
    for number, output in records(document, "outputs"):
        path, digits = f"$.{MARK}.outputs[{number}].edid", output.get("edid")
        if not isinstance(digits, str):
            unread.note(path, message("The display gives no EDID; xrandr tells it with --props."))
            continue
        seen = parse_edid(bytes.fromhex(digits[: len(digits) // 2 * 2]), path, unread)
        if seen is not None:
            yield seen


FORMAT = Format(
    NAME,
    "xrandr --props (text)",
    PARSER,
    PARSER_VERSION,
    keep_parsed(_parse, keep_under(MARK, SHAPE, {})),
    read,
    gives="displays that are attached: maker, product, serial number, week and year of manufacture, size, pixels",
    made_with="xrandr --props > displays.txt",
)
