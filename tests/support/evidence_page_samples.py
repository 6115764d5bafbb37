"""Contexts for the page with a device's evidence. Devices, hashes and moments are invented."""

from datetime import UTC, date, datetime

from dpp.domain.message import message
from lifecycle.domain.evidence.guard import Removed
from tests.support import work_samples
from web.pages.contexts.evidence import EvidenceFile, EvidenceFilesPage
from web.pages.contexts.frame import Person
from web.pages.mapping.evidence import TAKEN_OUT
from web.pages.mapping.spoken import source
from web.pages.rendering import Page

_AT = f"{work_samples.DEVICE}/files"
_CAME = datetime(2026, 11, 17, 8, 41, tzinfo=UTC)
FILES = (
    EvidenceFile(
        sha256="3f" * 32,
        original_sha256="a7" * 32,
        format=source("glpi-inventory"),
        parser="glpi 1.0",
        received=_CAME,
        removed=tuple(TAKEN_OUT.values()),
        unread=(message("The firmware gives no serial number of the device."),),
        content="/api/v1/devices/3w9c/evidence/3f/content",
        read_again=f"{_AT}/3f/reading",
    ),
    EvidenceFile(
        sha256="5e" * 32,
        original_sha256="b8" * 32,
        format=source("document"),
        parser="by-hand 1.0",
        received=_CAME,
        removed=(TAKEN_OUT[Removed.UNNEEDED],),
        erased_on=date(2026, 11, 19),
    ),
    EvidenceFile("6d" * 32, "c9" * 32, source("smartctl"), "smartctl 1.0", _CAME, None),
    EvidenceFile("7c" * 32, "d0" * 32, source("edid"), "edid 1.0", _CAME, ()),
)


def samples(provider: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Files of every kind: whole, erased, from before it was noted what was taken out; and none at all."""
    return {
        "device-files": (EvidenceFilesPage(work_samples.HEAD, FILES, f"{work_samples.DEVICE}/evidence"), provider, _AT),
        "device-files-none": (EvidenceFilesPage(work_samples.HEAD), provider, _AT),
    }
