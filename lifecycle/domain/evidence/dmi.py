"""Reads what `dmidecode` tells of the tables of the firmware (SMBIOS, DMTF DSP0134): device, processor, memory, TPM.

The structures are grouped by their type number (DSP0134, section 7): 0 firmware, 1 system, 3 chassis, 4 processor, 16
memory array, 17 memory device, 22 portable battery, 43 TPM. The others go, among them the board's own serial number (2)
and the maker's free strings (11). The identity of a processor is its CPUID signature, the first four bytes of the ID of
type 4, lowest byte first; family and model are put together as the makers do (Intel SDM volume 2, CPUID leaf 1).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import NO_CAPACITIES, NO_FIRMWARE_SERIAL, Unread, member, records, said
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import IDENTIFIER, TEXT, VERSION, Shape
from lifecycle.domain.evidence.structured import FIRMWARE_CONFIDENCE, TAG_CONFIDENCE, keep_under
from lifecycle.domain.facts import BatteryReading, ClaimKind, Hardware, IdentityClaim

MARK = NAME = PARSER = "dmidecode"
PARSER_VERSION = "1.0"
TITLE = "dmidecode (text)"
GIVES = "maker, model, serial number, UUID and asset tag, processor, memory and its slots, firmware, TPM"
MADE_WITH = "sudo dmidecode > firmware.txt"

_FIRMWARE, _SYSTEM, _CHASSIS, _CPU, _ARRAY, _MEMORY, _BATTERY, _TPM = "0", "1", "3", "4", "16", "17", "22", "43"
SHAPE: Shape = {
    _FIRMWARE: {"vendor": TEXT, "version": VERSION, "release_date": TEXT, "characteristics": TEXT},
    _SYSTEM: {
        "manufacturer": TEXT,
        "product_name": TEXT,
        "version": VERSION,
        "serial_number": IDENTIFIER,
        "uuid": IDENTIFIER,
    },
    _CHASSIS: {"type": TEXT, "asset_tag": IDENTIFIER},
    _CPU: {"manufacturer": TEXT, "version": TEXT, "id": IDENTIFIER, "status": TEXT},
    _ARRAY: {"use": TEXT, "number_of_devices": TEXT, "maximum_capacity": TEXT},
    _MEMORY: {"size": TEXT, "type": TEXT, "form_factor": TEXT, "speed": TEXT, "manufacturer": TEXT},
    _BATTERY: {
        "manufacturer": TEXT,
        "name": TEXT,
        "serial_number": IDENTIFIER,
        "chemistry": TEXT,
        "design_capacity": TEXT,
    },
    _TPM: {"vendor_id": TEXT, "specification_version": VERSION},
}
keep_document = keep_under(MARK, SHAPE, {})

_SIZE = re.compile(r"(\d{1,9}) (kB|MB|GB|TB)")
_UNITS = {"kB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
_CAPACITY = re.compile(r"(\d{1,9}) mWh")
_US_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_SIGNATURE = re.compile(r"(?:[0-9A-F]{2} ){7}[0-9A-F]{2}")
_X86 = ("intel", "amd")


def grouped(structures: Any) -> dict[str, list[Any]]:
    """The structures (`type`, `values`) by type number, those of other types left out."""
    groups: dict[str, list[Any]] = {}
    for _, structure in records(structures):
        number = str(structure.get("type"))
        if number in SHAPE:
            groups.setdefault(number, []).append(structure.get("values"))
    return groups


def read(content: bytes) -> Reading:
    """The device and its hardware; firmware lists no storage media."""
    tables, unread = member(load_json(text_of(content)), MARK), Unread()
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=tuple(claims_of(tables, NAME, f"$.{MARK}", unread)),
        hardware=hardware_of(tables),
        batteries=tuple(batteries_of(tables, f"$.{MARK}", unread)),
        unread=unread.problems(),
    )


def claims_of(tables: Any, source: str, path: str, unread: Unread) -> Iterator[IdentityClaim]:
    """Which device the firmware says it is; a note where it gives no serial number."""
    system = _first(tables, _SYSTEM)
    uuid = said(system.get("uuid"))
    values = (
        (ClaimKind.MAKER, said(system.get("manufacturer")), FIRMWARE_CONFIDENCE),
        (ClaimKind.MODEL, said(system.get("product_name")), FIRMWARE_CONFIDENCE),
        (ClaimKind.SERIAL, said(system.get("serial_number")), FIRMWARE_CONFIDENCE),
        (ClaimKind.SMBIOS_UUID, uuid.lower() if uuid else None, FIRMWARE_CONFIDENCE),
        (ClaimKind.ASSET_TAG, said(_first(tables, _CHASSIS).get("asset_tag")), TAG_CONFIDENCE),
    )
    for kind, value, confidence in values:
        if value is not None:
            yield IdentityClaim(kind, value, source, confidence)
        elif kind is ClaimKind.SERIAL:
            unread.note(f"{path}.{_SYSTEM}.serial_number", NO_FIRMWARE_SERIAL)


def hardware_of(tables: Any) -> Hardware:
    """What the tables tell of processor, memory, firmware and TPM."""
    system, firmware, cpu = (_first(tables, number) for number in (_SYSTEM, _FIRMWARE, _CPU))
    family, model, stepping = _signature(cpu)
    sizes = [bytes_of(record.get("size")) for _, record in records(tables, _MEMORY)]
    fitted = [size for size in sizes if size]
    characteristics = firmware.get("characteristics")
    return Hardware(
        maker=said(system.get("manufacturer")),
        model=said(system.get("product_name")),
        cpu=said(cpu.get("version")),
        cpu_family=family,
        cpu_model=model,
        cpu_stepping=stepping,
        memory_bytes=sum(fitted) or None,
        memory_slots=len(sizes) or None,
        memory_slots_used=len(fitted) or None,
        uefi=True if isinstance(characteristics, list) and "UEFI is supported" in characteristics else None,
        tpm=said(_first(tables, _TPM).get("specification_version")),
        firmware_version=said(firmware.get("version")),
        firmware_date=_day(firmware.get("release_date")),
    )


def batteries_of(tables: Any, path: str, unread: Unread) -> Iterator[BatteryReading]:
    """The batteries by their design; what they still hold, firmware does not say."""
    for number, battery in records(tables, _BATTERY):
        design = _CAPACITY.fullmatch(str(battery.get("design_capacity")))
        unread.note(f"{path}.{_BATTERY}[{number}]", NO_CAPACITIES)
        yield BatteryReading(
            state_of_health=None,
            design_capacity=int(design[1]) if design else None,
            serial=said(battery.get("serial_number")),
            chemistry=said(battery.get("chemistry")),
        )


def bytes_of(text: object) -> int | None:
    """Bytes out of `8 GB` or `2048 MB` (of 1,024); None for an empty slot, and for anything else."""
    found = _SIZE.fullmatch(text.strip()) if isinstance(text, str) else None
    return int(found[1]) * _UNITS[found[2]] if found else None


def _first(tables: Any, number: str) -> Mapping[str, Any]:
    return next((record for _, record in records(tables, number)), {})


def _signature(cpu: Mapping[str, Any]) -> tuple[int | None, int | None, int | None]:
    """Family, model and stepping; None for processors that are no x86, whose ID means something else."""
    maker, identity = str(cpu.get("manufacturer")).lower(), str(cpu.get("id")).strip()
    if not any(word in maker for word in _X86) or not _SIGNATURE.fullmatch(identity):
        return None, None, None
    signature = int.from_bytes(bytes.fromhex(identity)[:4], "little")
    family, model = signature >> 8 & 0xF, signature >> 4 & 0xF
    if family in {6, 15}:
        model |= (signature >> 16 & 0xF) << 4
    if family == 15:
        family += signature >> 20 & 0xFF
    return family, model, signature & 0xF


def _day(text: object) -> date | None:
    """SMBIOS writes month first."""
    found = _US_DATE.fullmatch(text) if isinstance(text, str) else None
    try:
        return date(int(found[3]), int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
