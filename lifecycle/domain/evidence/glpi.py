"""Reads the GLPI inventory (JSON, inventory_format of glpi-project, as GLPI Agent and FusionInventory write it).

Units, after the format's schema and samples: `batteries` in mWh; `memories.capacity` and `hardware.memory` in MiB;
`storages.disksize` in millions of bytes. Memory is the sum of the modules where these are listed, since
`hardware.memory` leaves out what the firmware and the graphics took.

What the format cannot say stays None: whether a storage medium turns, how often a battery was charged, the TPM. Secure
boot, enabled or disabled, shows that the firmware is UEFI; `unsupported` shows nothing. The number of memory slots is
known only where an empty one is listed, because not every agent lists those.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dpp.domain.message import message
from dpp.domain.proof import canonical
from lifecycle.domain.evidence.batteries import health_of
from lifecycle.domain.evidence.edid import decoded, parse_edid
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.glpi_members import NAMED, SECTIONS, SHAPE
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.media import medium_kind, words_of
from lifecycle.domain.evidence.members import (
    BY_USB,
    NO_CAPACITIES,
    NO_FIRMWARE_SERIAL,
    NO_MEDIUM_SERIAL,
    Unread,
    member,
    records,
    said,
    whole,
)
from lifecycle.domain.evidence.reading import MonitorSeen, Reading
from lifecycle.domain.evidence.shape import strip
from lifecycle.domain.facts import (
    BatteryReading,
    Capacity,
    CapacityUnit,
    ClaimKind,
    Hardware,
    IdentityClaim,
    MediumSeen,
    PartSeen,
)
from lifecycle.domain.vocabulary import ComponentKind

NAME = "glpi-inventory"
PARSER = "glpi"
PARSER_VERSION = "1.1"

_MIB = 1024 * 1024
_MILLION = 1_000_000
_FIRMWARE_CONFIDENCE = 0.9
"""The maker wrote it into the firmware; boards get swapped in repair, and then it can be another device's."""
_TAG_CONFIDENCE = 0.7
"""Somebody typed it into the firmware."""
_KIND_TOLD_BY = ("type", "interface", "description")
_NOT_STORAGE = frozenset({"cd", "dvd", "optical", "floppy", "tape"})


def keep(opened: Opened) -> Kept | None:
    """The sections that name the device and its parts; an inventory has at least one of them."""
    content = member(opened.document, "content")
    if not isinstance(content, Mapping):
        return None
    if not any(isinstance(content.get(section), dict | list) for section in SECTIONS):
        return None
    kept, removed = strip(opened.document, SHAPE, NAMED)
    return Kept(canonical(kept), removed)


def read(content: bytes) -> Reading:
    """The device, its hardware and its parts.

    An inventory lists all storage media, unless it is partial or one of them could not be read. One without any says
    nothing: an agent without the rights to look finds none.
    """
    document, unread = load_json(text_of(content)), Unread()
    inventory = member(document, "content")
    if document.get("partial") is True:
        unread.note("$.partial", message("The inventory is partial: parts that it does not show may be there."))
    media = tuple(_media(inventory, unread))
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=tuple(_claims(inventory, unread)),
        hardware=_hardware(inventory),
        media=media,
        lists_all_media=bool(media) and not unread.problems(),
        batteries=tuple(_batteries(inventory, unread)),
        monitors=tuple(_monitors(inventory, unread)),
        parts=tuple(_modules(inventory)),
        unread=unread.problems(),
    )


def _claims(inventory: Any, unread: Unread) -> Iterator[IdentityClaim]:
    values = (
        (ClaimKind.MAKER, said(member(inventory, "bios", "smanufacturer")), _FIRMWARE_CONFIDENCE),
        (ClaimKind.MODEL, said(member(inventory, "bios", "smodel")), _FIRMWARE_CONFIDENCE),
        (ClaimKind.SERIAL, said(member(inventory, "bios", "ssn")), _FIRMWARE_CONFIDENCE),
        (ClaimKind.SMBIOS_UUID, _lower(said(member(inventory, "hardware", "uuid"))), _FIRMWARE_CONFIDENCE),
        (ClaimKind.ASSET_TAG, said(member(inventory, "bios", "assettag")), _TAG_CONFIDENCE),
    )
    for kind, value, confidence in values:
        if value is not None:
            yield IdentityClaim(kind, value, NAME, confidence)
        elif kind is ClaimKind.SERIAL:
            unread.note("$.content.bios.ssn", NO_FIRMWARE_SERIAL)


def _hardware(inventory: Any) -> Hardware:
    bios = member(inventory, "bios")
    cpu = next((record for _, record in records(inventory, "cpus")), {})
    capacities = [whole(record.get("capacity")) or 0 for _, record in records(inventory, "memories")]
    used = sum(capacity > 0 for capacity in capacities)
    memory = sum(capacities) or whole(member(inventory, "hardware", "memory"))
    return Hardware(
        maker=said(member(bios, "smanufacturer")),
        model=said(member(bios, "smodel")),
        cpu=said(cpu.get("name")),
        cpu_family=whole(cpu.get("familynumber")),
        cpu_model=whole(cpu.get("model")),
        cpu_stepping=whole(cpu.get("stepping")),
        memory_bytes=memory * _MIB if memory else None,
        memory_slots=len(capacities) if 0 < used < len(capacities) else None,
        memory_slots_used=used or None,
        uefi=True if str(member(bios, "secure_boot")).lower() in ("enabled", "disabled") else None,
        firmware_version=said(member(bios, "bversion")),
        firmware_date=_day(member(bios, "bdate")),
    )


def _media(inventory: Any, unread: Unread) -> Iterator[MediumSeen]:
    for number, storage in records(inventory, "storages"):
        path = f"$.content.storages[{number}]"
        words = words_of(*(storage.get(name) for name in _KIND_TOLD_BY))
        if words & _NOT_STORAGE:
            continue
        if "usb" in words:
            unread.note(path, BY_USB)
            continue
        serial = said(storage.get("serial"))
        if serial is None:
            unread.note(f"{path}.serial", NO_MEDIUM_SERIAL)
            continue
        size = whole(storage.get("disksize"))
        model = said(storage.get("model"))
        yield MediumSeen(serial, medium_kind(words, model), model, size_bytes=size * _MILLION if size else None)


def _batteries(inventory: Any, unread: Unread) -> Iterator[BatteryReading]:
    observed = _day(member(inventory, "accesslog", "logdate"))
    for number, battery in records(inventory, "batteries"):
        design, full = whole(battery.get("capacity")), whole(battery.get("real_capacity"))
        health = health_of(design, full)
        if health is None:
            unread.note(f"$.content.batteries[{number}]", NO_CAPACITIES)
        yield BatteryReading(
            state_of_health=health,
            design_capacity=design,
            full_capacity=full,
            serial=said(battery.get("serial")),
            chemistry=said(battery.get("chemistry")),
            observed=observed,
        )


def _modules(inventory: Any) -> Iterator[PartSeen]:
    """The memory modules; chips on the board repeat one sign for a number that they have not."""
    for _, module in records(inventory, "memories"):
        capacity, serial = whole(module.get("capacity")), said(module.get("serialnumber"))
        if capacity:
            yield PartSeen(
                ComponentKind.MEMORY,
                serial=serial if serial and len(set(serial)) > 1 else None,
                maker=said(module.get("manufacturer")),
                model=said(module.get("model")) or said(module.get("type")),
                capacity=Capacity(capacity * _MIB, CapacityUnit.BYTE),
            )


def _monitors(inventory: Any, unread: Unread) -> Iterator[MonitorSeen]:
    for number, record in records(inventory, "monitors"):
        block = decoded(str(record.get("base64")))
        path = f"$.content.monitors[{number}].base64"
        seen = parse_edid(block, path, unread) if block is not None else None
        yield seen or MonitorSeen(
            maker=said(record.get("manufacturer")),
            model=said(record.get("caption")),
            serial=said(record.get("serial")),
        )


def _day(value: object) -> date | None:
    """A date out of `2016-02-06`, `2020-06-12 14:19:54` or `02/06/2016` (SMBIOS: month first)."""
    if not isinstance(value, str):
        return None
    day = f"{value[6:10]}-{value[:5].replace('/', '-')}" if "/" in value else value[:10]
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _lower(value: str | None) -> str | None:
    return value.lower() if value else None


FORMAT = Format(
    NAME,
    "GLPI inventory (JSON)",
    PARSER,
    PARSER_VERSION,
    keep,
    read,
    gives="maker, model and serial numbers, processor, memory, storage media, state of batteries, monitors",
    made_with="glpi-agent --local=. --json, or the JSON of a GLPI server",
)
