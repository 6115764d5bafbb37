"""The lines of an nwipe log that say something about a wipe: a grammar, and nothing outside it is kept.

Written after the log messages of nwipe 0.30 to 0.42 (also as ShredOS runs it). A line has a time by the clock of the
machine that wiped, without a zone, a level and a message; the two tables at the end have neither. Wrapped lines, such
as the kernel's version with the name of the machine that built it, are in no rule and go.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from lifecycle.domain.evidence import guard
from lifecycle.domain.evidence.shape import is_identifier, is_text

SHORTEST_LINE, LONGEST_LINE = 10, 512

_TIME = r"(?P<time>\d{4}/\d{2}/\d{2} \d{2}:\d{2}:\d{2})"
_STAMPED = re.compile(rf"\[{_TIME}\] +(?:debug|info|notice|warning|error|fatal|sanity): *(?P<message>\S.*)", re.ASCII)
_DEVICE = r"'?(?P<device>/dev/[a-z]{2,12}[0-9a-z]{0,8})'?"
_COUNT = r"(?P<count>\d{1,20})"


class Says(Enum):
    """What a kept line says."""

    VERSION = auto()
    MACHINE = auto()
    FOUND = auto()
    SERIAL = auto()
    CAPACITY = auto()
    METHOD = auto()
    ROUND = auto()
    PASS = auto()
    WRITTEN = auto()
    READ_BACK = auto()
    VERIFIED = auto()
    CHECKED = auto()
    FINISHED = auto()
    BLANKED = auto()
    COMMAND_DONE = auto()
    FAILED = auto()
    HIDDEN = auto()
    NOT_HIDDEN = auto()
    ERRORS = auto()
    STATUS = auto()
    TOTAL = auto()
    END = auto()


@dataclass(frozen=True)
class Line:
    """A kept line: what it says, its parts by name, its time if it has one, and its own text."""

    says: Says
    parts: Mapping[str, str]
    time: datetime | None
    text: str


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


_NO_SERIAL = _rule(r" *|\(S/N: [\w ]{1,20}\) *|[X?]+ *")
_NUMBERS = frozenset({"serial", "system-serial-number", "system-uuid"})
_VERSIONS = frozenset({"bios-version", "system-version"})
_MACHINE = (
    "bios-version",
    "bios-release-date",
    "system-manufacturer",
    "system-product-name",
    "system-version",
    "system-serial-number",
    "system-uuid",
    "chassis-type",
    "processor-version",
)
_TEXTS = frozenset({"model", "method", *_MACHINE}) - _NUMBERS
_COMMAND = r"(?:ATA |NVMe |SCSI )?(?:Sanitize (?:Crypto Erase|Crypto Scramble|Block Erase|Overwrite)|Secure Erase)"

_MESSAGES: tuple[tuple[Says, re.Pattern[str]], ...] = (
    (Says.VERSION, _rule(r"nwipe (?P<version>\d{1,3}(?:\.\d{1,4}){1,3}(?:-?[a-z0-9]{1,8})?)")),
    (Says.VERSION, _rule(r"ShredOS v\d[\w.-]{1,40}_(?P<version>\d{1,3}(?:\.\d{1,4}){1,3})")),
    (
        Says.MACHINE,
        _rule(rf"(?P<name>{'|'.join(_MACHINE)}) = (?P<value>.{{1,128}})"),
    ),
    (
        Says.FOUND,
        _rule(
            rf"Found {_DEVICE}, *(?P<bus>[A-Za-z-]{{2,8}}) *,(?P<model>.{{0,80}}), *[\d.]{{1,8}} ?[KMGTP]?B, *"
            r"S/N=(?P<serial>.{0,64})"
        ),
    ),
    (Says.SERIAL, _rule(rf"{_DEVICE} has serial number (?P<serial>.{{1,64}})")),
    (Says.CAPACITY, _rule(rf"{_DEVICE}, sect/blk/dev \d+/\d+/{_COUNT}")),
    (Says.METHOD, _rule(rf"Invoking method '(?P<method>[^']{{1,60}})' on {_DEVICE}")),
    (Says.ROUND, _rule(rf"Starting round \d{{1,6}} of (?P<rounds>\d{{1,6}}) on {_DEVICE}")),
    (Says.PASS, _rule(rf"Starting pass \d{{1,4}}/\d{{1,4}}, round \d{{1,6}}/\d{{1,6}}, on {_DEVICE}")),
    (Says.PASS, _rule(rf"Blanking device {_DEVICE}")),
    (Says.PASS, _rule(rf"Writing final random pattern to {_DEVICE}\.")),
    (Says.WRITTEN, _rule(rf"{_COUNT} bytes written to {_DEVICE}")),
    (Says.READ_BACK, _rule(rf"{_COUNT} bytes read from {_DEVICE}")),
    (
        Says.VERIFIED,
        _rule(rf"Verified pass \d{{1,4}} of \d{{1,4}}, round \d{{1,6}} of \d{{1,6}}, on {_DEVICE}\."),
    ),
    (Says.VERIFIED, _rule(rf"\[SUCCESS\] Verified that {_DEVICE} is empty\.")),
    (Says.VERIFIED, _rule(rf"\[SUCCESS\] Verified FRP on {_DEVICE} matches")),
    (Says.CHECKED, _rule(rf"\[SUCCESS\] Verified that {_DEVICE} is (?:Zeroed|full of ones \(0xFF\))\.")),
    (Says.FINISHED, _rule(rf"Finished (?:final )?round (?P<last>\d{{1,6}}) of (?P=last) on {_DEVICE}")),
    (Says.BLANKED, _rule(rf"\[SUCCESS\] Blanked device {_DEVICE}")),
    (Says.COMMAND_DONE, _rule(rf"{_COMMAND} completed(?: successfully)? on {_DEVICE}\.?")),
    (Says.FAILED, _rule(rf"{_COMMAND} failed on {_DEVICE}(?: \(rc=-?\d{{1,6}}\))?\.?")),
    (Says.FAILED, _rule(rf"{_COMMAND} method is not supported on bus type [\w -]{{1,12}} \(device {_DEVICE}\)\.")),
    (Says.FAILED, _rule(rf"\[FAILURE\] {_DEVICE} [\w ,.()]{{1,60}}")),
    (Says.FAILED, _rule(rf"{_COUNT} (?:verification|wipe|sync) errors on {_DEVICE}\.")),
    (Says.FAILED, _rule(rf"Nwipe exited with errors on device = {_DEVICE}, see log for specific error")),
    (Says.FAILED, _rule(rf"Skipping verification of pass \d+/\d+ on {_DEVICE} due to {_COUNT} pass errors\.")),
    (Says.HIDDEN, _rule(rf"\*+ HIDDEN SECTORS DETECTED ! \*+ on {_DEVICE}")),
    (Says.NOT_HIDDEN, _rule(rf"No hidden sectors on {_DEVICE}")),
    (Says.END, _rule(r"Nwipe (?:was aborted by the user|exited with errors|successfully completed)[\w .,&]{0,80}")),
)

_TABLES: tuple[tuple[Says, re.Pattern[str]], ...] = (
    (
        Says.ERRORS,
        _rule(r"[! ] +(?P<name>\w{2,20}) \| +(?P<passes>\d+) \| +(?P<verify>\d+)(?: \| +(?P<sync>\d+))?(?: \|)? *"),
    ),
    (
        Says.STATUS,
        _rule(
            r"[! ] +(?P<name>\w{2,20}) \|(?P<status>[A-Za-z -]{6,8})\| *[\d.]+ ?[KMGTP]?B/s \| \d\d+:\d\d:\d\d \| "
            r"(?P<model>.{0,80}?)/(?P<serial>\(S/N: [\w ]{1,20}\)|[^/]{0,64})"
        ),
    ),
    (
        Says.TOTAL,
        _rule(
            rf"\[{_TIME}\] Total Throughput +[\d.]+ ?[KMGTP]?B/s, (?P<method>.{{1,60}}), "
            r"(?P<rounds>\d{1,6})R\+(?P<blank>N?B)\+(?P<verify>NV|VL|VA)"
        ),
    ),
    (Says.TOTAL, _rule(r"\*{10,40} (?:Error Summary|Drive Status) \*{10,40}")),
)


def lines_of(text: str) -> Iterator[Line]:
    """The lines that say something, in their order; each one as it was, less trailing space."""
    for raw in text.splitlines():
        line = _line(raw.rstrip()) if SHORTEST_LINE <= len(raw) <= LONGEST_LINE else None
        if line is not None:
            yield line


def _line(text: str) -> Line | None:
    stamped = _STAMPED.fullmatch(text)
    rules, message = (_MESSAGES, stamped["message"]) if stamped else (_TABLES, text)
    for says, pattern in rules:
        found = pattern.fullmatch(message)
        if found is None:
            continue
        parts = {name: value for name, value in found.groupdict().items() if value is not None}
        if not _harmless(parts):
            return None
        return Line(says, parts, _time(stamped["time"] if stamped else parts.get("time")), text)
    return None


def _harmless(parts: Mapping[str, str]) -> bool:
    """Hold the parts that take any text against the forms and the guard, as members of JSON are."""
    for part, text in parts.items():
        named = parts["name"] if part == "value" else part
        if named in _NUMBERS and not _is_number(text):
            return False
        guards = guard.IN_VERSIONS if named in _VERSIONS else guard.EVERYTHING
        if named in _TEXTS and text.strip() and not (is_text(text) and guard.found_in(text, guards) is None):
            return False
    return True


def _is_number(text: str) -> bool:
    if _NO_SERIAL.fullmatch(text):
        return True
    return is_identifier(text) and guard.found_in(text, guard.IN_IDENTIFIERS) is None


def _time(text: str | None) -> datetime | None:
    """The machine's own time: the log names no zone, so none is given here."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
