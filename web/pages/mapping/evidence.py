"""The evidence of a device from its views."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dpp.domain.message import Message, message
from lifecycle.domain.evidence.guard import Removed
from lifecycle.service.views import DeviceView, KeptEvidence
from web.pages.contexts.evidence import EvidenceFile, EvidenceFilesPage
from web.pages.mapping.heads import head_of
from web.pages.mapping.spoken import source

TAKEN_OUT: Mapping[str, Message] = MappingProxyType(
    {
        Removed.ACCOUNT: message("names of users"),
        Removed.HOST: message("names of computers and domains"),
        Removed.NETWORK: message("network connections"),
        Removed.WIFI: message("names of Wi-Fi networks"),
        Removed.IP_ADDRESS: message("IP addresses"),
        Removed.MAC_ADDRESS: message("MAC addresses"),
        Removed.EMAIL: message("e-mail addresses"),
        Removed.PHONE: message("phone numbers"),
        Removed.SIM: message("SIM data"),
        Removed.PRODUCT_KEY: message("product keys"),
        Removed.SOFTWARE: message("installed software"),
        Removed.PROCESS: message("running programs"),
        Removed.REMOTE_ACCESS: message("remote access"),
        Removed.PERIPHERAL: message("connected devices"),
        Removed.UNNEEDED: message("what we do not need"),
    }
)


def files_page(view: DeviceView, kept: Iterable[KeptEvidence], *, may_attach: bool) -> EvidenceFilesPage:
    """Every file of the device, newest first."""
    head = head_of(view)
    files = tuple(_file(each, head.address, view.device.key) for each in kept)
    return EvidenceFilesPage(head, files, f"{head.address}/evidence" if may_attach else None)


def _file(kept: KeptEvidence, at: str, key: str) -> EvidenceFile:
    there = kept.erased_at is None
    return EvidenceFile(
        sha256=kept.sha256,
        original_sha256=kept.original_sha256,
        format=source(kept.format),
        parser=f"{kept.parser} {kept.parser_version}",
        received=kept.recorded_at,
        removed=None if kept.removed is None else tuple(TAKEN_OUT.get(kind, kind) for kind in kept.removed),
        unread=kept.unread,
        content=f"/api/v1/devices/{key}/evidence/{kept.sha256}/content" if there else None,
        erased_on=None if kept.erased_at is None else kept.erased_at.date(),
        read_again=f"{at}/files/{kept.sha256}/reading" if kept.can_be_read_again else None,
    )
