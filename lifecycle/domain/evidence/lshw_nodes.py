"""The tree of `lshw -json` as lists of parts by class, so that a shape can say what is kept of each.

The classes of lshw that are kept are system, memory, processor, disk, storage and power; networks (MAC addresses),
volumes (names and labels), attached input devices and all others go, and so does the `id` of the root, which is the
name of the machine. Of what hangs below a USB bus only that it is there is kept: it is no part of the device.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lifecycle.domain.evidence.members import member, records

_CLASSES = frozenset({"system", "memory", "processor", "disk", "storage", "power"})
_MEMBERS = ("id", "description", "product", "vendor", "version", "serial", "size", "capacity", "units")


def is_tree(document: object) -> bool:
    """Whether this is the root of what lshw writes."""
    return (
        member(document, "class") == "system"
        and isinstance(member(document, "id"), str)
        and isinstance(member(document, "children"), list)
    )


def grouped(root: Any) -> dict[str, Any]:
    """The parts by class, with the name of the machine under `host`."""
    groups: dict[str, Any] = {"host": member(root, "id")}
    for node, is_root, usb in _walk(root, is_root=True, usb=False):
        kind = node.get("class")
        if kind in _CLASSES:
            groups.setdefault(kind, []).append(_part(node, is_root=is_root, usb=usb))
    return groups


def _part(node: Mapping[str, Any], *, is_root: bool, usb: bool) -> dict[str, Any]:
    if usb:
        return {name: node[name] for name in ("id", "description") if name in node} | {"usb": True}
    part = {name: node[name] for name in _MEMBERS if name in node and not (is_root and name == "id")}
    uuid, capabilities = member(node, "configuration", "uuid"), node.get("capabilities")
    if uuid is not None:
        part["uuid"] = uuid
    if node.get("date") is not None:
        part["date"] = node["date"]
    if isinstance(capabilities, Mapping) and "uefi" in capabilities:
        part["uefi"] = True
    return part


def _walk(node: Any, *, is_root: bool, usb: bool) -> Iterator[tuple[Mapping[str, Any], bool, bool]]:
    """The node and all below it; the depth of JSON bounds how deep this goes."""
    if not isinstance(node, Mapping):
        return
    usb = usb or str(node.get("businfo")).startswith("usb@")
    yield node, is_root, usb
    for _, child in records(node, "children"):
        yield from _walk(child, is_root=False, usb=usb)
