"""Reads `lshw -json`: maker, model, serials, processor, memory, storage media, batteries.

Units: `size` of memory and disks in bytes (lshw says so in `units`), `capacity` of a battery in milliwatt-hours as the
firmware gives it by design. Version of a processor is its CPUID, `6.69.1` for family, model and stepping. Without the
rights of root lshw finds no serial numbers and leaves most out.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.lshw_nodes import grouped, is_tree
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
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import FLAG, IDENTIFIER, NUMBER, TEXT, VERSION, Leaf, Shape
from lifecycle.domain.evidence.structured import FIRMWARE_CONFIDENCE, keep_under
from lifecycle.domain.facts import BatteryReading, ClaimKind, Hardware, IdentityClaim, MediumSeen
from lifecycle.domain.vocabulary import MediumKind

MARK = NAME = PARSER = "lshw"
PARSER_VERSION = "1.0"

_ID = re.compile(r"[a-z]{1,20}(?::[0-9a-f]{1,4})?")
_PART_ID = Leaf(lambda value: isinstance(value, str) and bool(_ID.fullmatch(value)))
_COMMON: Shape = {"id": _PART_ID, "description": TEXT, "product": TEXT, "vendor": TEXT, "version": VERSION}
_SIZED: Shape = {**_COMMON, "size": NUMBER, "capacity": NUMBER, "units": TEXT}
_MEDIUM: Shape = {**_SIZED, "serial": IDENTIFIER, "usb": FLAG}
SHAPE: Shape = {
    "system": {**_COMMON, "serial": IDENTIFIER, "uuid": IDENTIFIER},
    "memory": {**_SIZED, "date": TEXT, "uefi": FLAG},
    "processor": _COMMON,
    "disk": _MEDIUM,
    "storage": _MEDIUM,
    "power": {**_SIZED, "serial": IDENTIFIER},
}
NAMED = {"host": Removed.HOST}
keep_document = keep_under(MARK, SHAPE, NAMED)

_LIST = re.compile(r"\s*\[\s*\{")
_PROCESSOR = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})")
_US_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


def keep(opened: Opened) -> Kept | None:
    """The parts by class. Newer versions of lshw write a list of one tree."""
    document = opened.document
    if document is None and _LIST.match(opened.text):
        listed = load_json(opened.text)
        document = listed[0] if listed else None
    return keep_document({MARK: grouped(document)} if is_tree(document) else document)


def read(content: bytes) -> Reading:
    """The device, its hardware and its media."""
    parts, unread = member(load_json(text_of(content)), MARK), Unread()
    claims = tuple(claims_of(parts, NAME, f"$.{MARK}", unread))
    before = len(unread.problems())
    media = tuple(media_of(parts, f"$.{MARK}", unread))
    lists_all_media = bool(media) and len(unread.problems()) == before
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=claims,
        hardware=hardware_of(parts),
        media=media,
        lists_all_media=lists_all_media,
        batteries=tuple(batteries_of(parts, f"$.{MARK}", unread)),
        unread=unread.problems(),
    )


def claims_of(parts: Any, source: str, path: str, unread: Unread) -> Iterator[IdentityClaim]:
    """Which device the root says it is; a note where it gives no serial number."""
    system = _first(parts, "system")
    uuid = said(system.get("uuid"))
    values = (
        (ClaimKind.MAKER, said(system.get("vendor"))),
        (ClaimKind.MODEL, _product(system)),
        (ClaimKind.SERIAL, said(system.get("serial"))),
        (ClaimKind.SMBIOS_UUID, uuid.lower() if uuid else None),
    )
    for kind, value in values:
        if value is not None:
            yield IdentityClaim(kind, value, source, FIRMWARE_CONFIDENCE)
        elif kind is ClaimKind.SERIAL:
            unread.note(f"{path}.system[0].serial", NO_FIRMWARE_SERIAL)


def hardware_of(parts: Any) -> Hardware:
    """What the tree tells of processor, memory and firmware."""
    system, cpu = _first(parts, "system"), _first(parts, "processor")
    memory = {str(part.get("id")): part for _, part in records(parts, "memory")}
    banks = [part for name, part in memory.items() if name.partition(":")[0] == "bank"]
    fitted = [size for bank in banks if (size := whole(bank.get("size")))]
    firmware = memory.get("firmware", {})
    found = _PROCESSOR.fullmatch(str(cpu.get("version")))
    family, model, stepping = (int(number) for number in found.groups()) if found else (None, None, None)
    return Hardware(
        maker=said(system.get("vendor")),
        model=_product(system),
        cpu=said(cpu.get("product")),
        cpu_family=family,
        cpu_model=model,
        cpu_stepping=stepping,
        memory_bytes=whole(memory.get("memory", {}).get("size")) or sum(fitted) or None,
        memory_slots=len(banks) or None,
        memory_slots_used=len(fitted) or None,
        uefi=True if firmware.get("uefi") is True else None,
        firmware_version=said(firmware.get("version")),
        firmware_date=_day(firmware.get("date")),
    )


def media_of(parts: Any, path: str, unread: Unread) -> Iterator[MediumSeen]:
    """Disks, and NVMe controllers, which are a disk each: their namespaces carry no serial number of their own."""
    disks = [(f"{path}.disk[{number}]", part) for number, part in records(parts, "disk")]
    controllers = [(f"{path}.storage[{number}]", part) for number, part in records(parts, "storage")]
    nvme = [(place, part) for place, part in controllers if str(part.get("id")).startswith("nvme")]
    for place, part in [*((p, d) for p, d in disks if str(d.get("id")).partition(":")[0] == "disk"), *nvme]:
        serial, model = said(part.get("serial")), _product(part)
        if part.get("usb") is True:
            unread.note(place, BY_USB)
        elif serial is None:
            unread.note(f"{place}.serial", NO_MEDIUM_SERIAL)
        else:
            is_nvme = (place, part) in nvme
            kind = MediumKind.NVME if is_nvme else medium_kind(words_of(part.get("description")), model)
            yield MediumSeen(serial, kind, model, size_bytes=whole(part.get("size")))


def batteries_of(parts: Any, path: str, unread: Unread) -> Iterator[BatteryReading]:
    """The batteries by their design; what they still hold, lshw does not say."""
    for number, part in records(parts, "power"):
        if str(part.get("id")).partition(":")[0] != "battery":
            continue
        unread.note(f"{path}.power[{number}]", NO_CAPACITIES)
        design = whole(part.get("capacity")) if str(part.get("units")).lower() == "mwh" else None
        yield BatteryReading(state_of_health=None, design_capacity=design or None, serial=said(part.get("serial")))


def _product(part: Any) -> str | None:
    """`Latitude E7240 (05CA)`: lshw puts the maker's article number in brackets behind the product's name."""
    product = said(member(part, "product"))
    return re.sub(r" \([^()]{1,40}\)$", "", product) if product else None


def _first(parts: Any, group: str) -> Any:
    return next((part for _, part in records(parts, group)), {})


def _day(text: object) -> date | None:
    """Firmware writes month first."""
    found = _US_DATE.fullmatch(text) if isinstance(text, str) else None
    try:
        return date(int(found[3]), int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


FORMAT = Format(
    NAME,
    "lshw -json",
    PARSER,
    PARSER_VERSION,
    keep,
    read,
    gives="maker, model, serial number, processor, memory and its slots, storage media",
    made_with="sudo lshw -json > hardware.json",
)
