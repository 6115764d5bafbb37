"""Files in XML as plain data: the battery report of Windows, and the property list of an iPhone."""

import plistlib
import re
from collections.abc import Mapping
from typing import Any
from xml.parsers.expat import ExpatError

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from lifecycle.adapters.parsers.making import format_of
from lifecycle.adapters.parsers.xml import local_name, parse_xml
from lifecycle.domain.evidence import battery_report, iphone

_BATTERY_REPORT = re.compile(r"\s*(?:<\?[^>]{0,200}>\s*){0,3}<BatteryReport[\s>]")
_PLIST = re.compile(r"\s*(?:<\?[^>]{0,200}>\s*)?(?:<!DOCTYPE plist [^>\[]{0,200}>\s*)?<plist[\s>]")
_PHONE = "<key>ProductType</key>"


def _parsed_battery_report(text: str) -> Mapping[str, Any] | None:
    """The members of the report's blocks on one level, each battery an object of its own."""
    if not _BATTERY_REPORT.match(text):
        return None
    root = parse_xml(text)
    document: dict[str, Any] = {"Battery": []}
    for block in root:
        name = local_name(block.tag)
        if name in {"ReportInformation", "SystemInformation"}:
            document |= _texts(block)
        elif name == "Batteries":
            document["Battery"] += [_texts(battery) for battery in block]
    return {battery_report.MARK: document}


def _texts(element: Any) -> dict[str, str]:
    return {local_name(child.tag): (child.text or "").strip() for child in element}


def _parsed_phone(text: str) -> Mapping[str, Any] | None:
    """The property list's own members; no others than texts, since none of ours is anything else."""
    if not _PLIST.match(text) or _PHONE not in text:
        return None
    try:
        found = plistlib.loads(text.encode(), fmt=plistlib.FMT_XML)
    except (plistlib.InvalidFileException, ExpatError, ValueError, AttributeError, IndexError, RecursionError) as error:
        raise InvalidInput(
            message("The property list cannot be read."), remedy=message("Send the file as the tool wrote it.")
        ) from error
    if not isinstance(found, dict):
        return None
    return {iphone.MARK: {name: value for name, value in found.items() if isinstance(value, str)}}


BATTERY_REPORT = format_of(battery_report, _parsed_battery_report)
IDEVICEINFO = format_of(iphone, _parsed_phone)
