"""Snapshots of eReuse's workbench: the texts of tools inside the JSON as plain data.

Rules:
1. A tool's output is text, or JSON as text, or JSON; a snapshot that was kept before holds plain data of all.
2. An output that cannot be read costs that tool, not the snapshot.
3. What the snapshot has no output of is no fault; what was there and could not be read is told.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from lifecycle.adapters.parsers.texts import parsed_dmidecode
from lifecycle.domain.evidence import dmi, inxi, lshw_nodes, workbench
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.limits import load_json

_NAMES = {
    "dmidecode": ("dmidecode",),
    "smartctl": ("smartctl", "smart", "disks"),
    "inxi": ("inxi",),
    "lshw": ("lshw",),
    "sanitize": ("sanitize", "erase"),
}
"""Our name of a tool's output, and those that the generations of workbench have for it."""


def _keep(opened: Opened) -> Kept | None:
    document = opened.document
    if not workbench.is_snapshot(document):
        return None
    return workbench.keep_document({**document, "data": _plain({"erase": document.get("erase"), **document["data"]})})


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    known = {name for names in _NAMES.values() for name in names}
    told = {name: value for name, value in data.items() if name not in known}
    unread = list(told.get("unread") or ()) if isinstance(told.get("unread"), list) else []
    for tool, output in _outputs(data):
        try:
            told[tool] = _READERS[tool](output)
        except InvalidInput:
            unread.append(tool)
    return told | ({"unread": unread} if unread else {})


def _outputs(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for tool, names in _NAMES.items():
        output = next((data[name] for name in names if data.get(name)), None)
        if output is not None:
            yield tool, output


def _dmidecode(output: Any) -> Any:
    if not isinstance(output, str):
        return output
    parsed = parsed_dmidecode(output)
    if parsed is None:
        raise InvalidInput(message("The output of this tool is missing or cannot be read."))
    return parsed[dmi.MARK]


def _json(output: Any) -> Any:
    """JSON, also where it came as text; InvalidInput for a text that is none."""
    return load_json(output) if isinstance(output, str) else output


def _inxi(output: Any) -> Any:
    found = _json(output)
    return inxi.grouped(found) if isinstance(found, list) else found


def _lshw(output: Any) -> Any:
    found = _json(output)
    root = found[0] if isinstance(found, list) and found else found
    return lshw_nodes.grouped(root) if lshw_nodes.is_tree(root) else root


_READERS: dict[str, Callable[[Any], Any]] = {
    "dmidecode": _dmidecode,
    "smartctl": _json,
    "inxi": _inxi,
    "lshw": _lshw,
    "sanitize": _json,
}

WORKBENCH = Format(
    workbench.NAME,
    workbench.TITLE,
    workbench.PARSER,
    workbench.PARSER_VERSION,
    _keep,
    workbench.read,
    gives=workbench.GIVES,
    made_with=workbench.MADE_WITH,
)
