"""Reads the English output of Windows' `systeminfo`: maker, model, processor, memory.

It gives no serial number of the device. Memory is what Windows sees, less than what is fitted. The firmware's date is
written in the order of the machine's own country, which the output does not say: it is not read.
"""

import re
from collections.abc import Iterator
from typing import Any

from dpp.domain.message import message
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import Unread, member, said, whole
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import NUMBER, TEXT, VERSION, Shape
from lifecycle.domain.evidence.structured import FIRMWARE_CONFIDENCE, keep_under
from lifecycle.domain.facts import ClaimKind, Hardware, IdentityClaim

MARK = NAME = PARSER = "systeminfo"
PARSER_VERSION = "1.0"
TITLE = "Windows systeminfo (text, English)"
GIVES = "maker, model, processor, memory that Windows sees"
MADE_WITH = "systeminfo > system.txt, on a Windows in English"

SHAPE: Shape = {
    "system_manufacturer": TEXT,
    "system_model": TEXT,
    "system_type": TEXT,
    "processors": TEXT,
    "bios_version": VERSION,
    "total_physical_memory_mb": NUMBER,
}
NAMED = {
    "host_name": Removed.HOST,
    "domain": Removed.HOST,
    "logon_server": Removed.HOST,
    "registered_owner": Removed.ACCOUNT,
    "registered_organization": Removed.ACCOUNT,
    "product_id": Removed.PRODUCT_KEY,
    "network_cards": Removed.NETWORK,
    "hotfixs": Removed.SOFTWARE,
    "os_name": Removed.SOFTWARE,
}
keep_document = keep_under(MARK, SHAPE, NAMED)

_MIB = 1024**2
_PROCESSOR = re.compile(r"\w{1,20} Family (\d{1,4}) Model (\d{1,4}) Stepping (\d{1,4})\b.*")


def read(content: bytes) -> Reading:
    """The device by maker and model, and its hardware."""
    system, unread = member(load_json(text_of(content)), MARK), Unread()
    unread.note(f"$.{MARK}", message("The format gives no serial number of the device."))
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=tuple(_claims(system)),
        hardware=_hardware(system),
        unread=unread.problems(),
    )


def _claims(system: Any) -> Iterator[IdentityClaim]:
    for kind, name in ((ClaimKind.MAKER, "system_manufacturer"), (ClaimKind.MODEL, "system_model")):
        value = said(member(system, name))
        if value is not None:
            yield IdentityClaim(kind, value, NAME, FIRMWARE_CONFIDENCE)


def _hardware(system: Any) -> Hardware:
    processors = member(system, "processors")
    first = processors[0] if isinstance(processors, list) and processors else processors
    found = _PROCESSOR.fullmatch(first) if isinstance(first, str) else None
    family, model, stepping = (int(number) for number in found.groups()) if found else (None, None, None)
    memory = whole(member(system, "total_physical_memory_mb"))
    return Hardware(
        maker=said(member(system, "system_manufacturer")),
        model=said(member(system, "system_model")),
        cpu=said(first),
        cpu_family=family,
        cpu_model=model,
        cpu_stepping=stepping,
        memory_bytes=memory * _MIB if memory else None,
        firmware_version=said(member(system, "bios_version")),
    )
