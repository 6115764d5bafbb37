"""Text of command line tools as plain data, by the parsers of the package jc.

Each answers None where the text is not of its tool, told by how it begins: jc itself takes anything. Only the three
parsers are imported, which cost 10 ms and 1 MB together, and at once: the process that reads evidence can open no file
any more when the first one comes.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import jc.parsers.dmidecode
import jc.parsers.systeminfo
import jc.parsers.upower

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from lifecycle.adapters.parsers.making import format_of
from lifecycle.domain.evidence import dmi, systeminfo, upower

_DMIDECODE = re.compile(r"# dmidecode \d|Handle 0x[0-9A-F]{4}, DMI type \d")
_UPOWER = re.compile(r"\s*Device: /org/freedesktop/UPower/devices/")
_DECIMAL_COMMA = re.compile(r"\b(\d{1,6}),(\d{1,6}) Wh\b")
_SYSTEMINFO = re.compile(r"\s*Host Name: +\S.*\r?\nOS Name: +\S")
_LONGEST_TEXT = 1024 * 1024
_MOST_LINES = {"dmidecode": 20_000, "upower": 5_000, "systeminfo": 2_000}
"""No device says more of itself: a virtual machine with 128 of everything has 11,189 lines. The time that jc takes
grows with the square of the number of lines.
"""


def parsed_dmidecode(text: str) -> Mapping[str, Any] | None:
    """The tables of the firmware by type number, under `dmidecode`."""
    if not _DMIDECODE.match(text.lstrip()):
        return None
    return {dmi.MARK: dmi.grouped(_by_jc("dmidecode", jc.parsers.dmidecode.parse, text))}


def _parsed_upower(text: str) -> Mapping[str, Any] | None:
    if not _UPOWER.match(text):
        return None
    with_points = _DECIMAL_COMMA.sub(r"\1.\2 Wh", text)  # jc would read `38,66 Wh` as 3,866
    return {upower.MARK: upower.grouped(_by_jc("upower", jc.parsers.upower.parse, with_points))}


def _parsed_systeminfo(text: str) -> Mapping[str, Any] | None:
    if not _SYSTEMINFO.match(text):
        return None
    return {systeminfo.MARK: _by_jc("systeminfo", jc.parsers.systeminfo.parse, text)}


def _by_jc(tool: str, parse: Callable[..., Any], text: str) -> Any:
    """What jc makes of a text; InvalidInput where it cannot."""
    if len(text) > _LONGEST_TEXT or len(text.splitlines()) > _MOST_LINES[tool]:
        raise InvalidInput(
            message("The output of {tool} is too long: no device says so much of itself.", tool=tool),
            remedy=message("Send the file as the tool wrote it."),
        )
    try:
        return parse(text, quiet=True)
    except Exception as error:
        # jc documents no errors: what it runs into in a damaged text is whatever Python raised there
        raise InvalidInput(
            message("This looks like the output of {tool}, but it cannot be read.", tool=tool),
            remedy=message("Send the file as the tool wrote it."),
        ) from error


DMIDECODE = format_of(dmi, parsed_dmidecode)
UPOWER = format_of(upower, _parsed_upower)
SYSTEMINFO = format_of(systeminfo, _parsed_systeminfo)
