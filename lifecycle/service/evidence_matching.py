"""Whose a file of evidence is: what its claims say against what is known.

Rules:
1. A number that another device claims too (same maker) is a conflict for a person: both devices are quarantined.
2. A file whose serial number is not that of the device (same maker) is not taken for it in silence: it is another
   device's, or a mainboard was replaced, and a person says which. Only a claim that is sure (`SURE`) counts here.
3. A file that comes without a device belongs to the one that claims its numbers (same maker). None or several is an
   answer, and nothing is stored: the sender has the file.
"""

from collections.abc import Iterable, Sequence

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, NotFound, Refused
from dpp.domain.message import listed, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.claims import claim_key
from lifecycle.domain.device import Device
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.identity import claiming
from lifecycle.service.lines import claimed
from lifecycle.service.ports import LifecycleReads
from lifecycle.service.recording import state_of

UNIQUE = frozenset({ClaimKind.SERIAL, ClaimKind.IMEI, ClaimKind.SMBIOS_UUID})
"""Kinds of number that one device of a maker has."""
SURE = 0.9
"""Confidence of what the maker wrote into the firmware; a display's own data, or a tag that somebody typed, is less."""
MOST_TOLD = 5


def conflicts(
    reads: LifecycleReads, device: Device, claims: Sequence[IdentityClaim]
) -> list[tuple[IdentityClaim, DeviceKey]]:
    """Rule 1: the other devices of the same maker that claim the same number."""
    maker = _maker(claims)
    return [
        (claim, other)
        for claim in claims
        if claim.kind in UNIQUE
        for other in claiming(reads, [claim])
        if other != device.key and _same_maker(maker, state_of(reads, other))
    ]


def strange_serials(reads: LifecycleReads, device: Device, claims: Sequence[IdentityClaim]) -> list[IdentityClaim]:
    """Rule 2: the serial numbers of a file that say that it is not of this device; none where one of them fits."""
    known = {claim_key(claim.value) for claim in device.claims if claim.kind is ClaimKind.SERIAL}
    said = [claim for claim in claims if claim.kind is ClaimKind.SERIAL and claim.confidence >= SURE]
    if not device.known or not known or not _same_maker(_maker(claims), device):
        return []
    strange = [each for each in said if claim_key(each.value) not in known and not _is_of(reads, device, each)]
    return strange if len(strange) == len(said) else []


def refuse_strange(reads: LifecycleReads, actor: Actor, device: Device, strange: Sequence[IdentityClaim]) -> None:
    """Refused where rule 2 asks for a person; it names the device that has the number, if this actor may see it."""
    if not strange:
        return
    owners = [key for key in claiming(reads, strange) if _may_read(reads, actor, key)][:MOST_TOLD]
    attach_there = message("Attach it to device {devices}, which has this number", devices=listed(owners))
    nobody = message("Look which device it is of")
    raise Refused(
        "serial-of-this-device",
        message(
            "The file is of a device with serial number {said}; this one has {known}.",
            said=listed(each.value for each in strange),
            known=claimed(device, ClaimKind.SERIAL),
        ),
        remedy=message(
            "{where}. If the mainboard was replaced, confirm that, and send it again.",
            where=attach_there if owners else nobody,
        ),
    )


def device_meant(reads: LifecycleReads, actor: Actor, claims: Sequence[IdentityClaim]) -> DeviceKey:
    """Rule 3: the one device that claims these numbers; NotFound where there is none, Conflict where there are more."""
    maker, numbers = _maker(claims), [claim for claim in claims if claim.kind in UNIQUE]
    found = [key for key in claiming(reads, numbers) if _same_maker(maker, state_of(reads, key))]
    if len(found) == 1:
        return found[0]
    said = listed(claim.value for claim in numbers)
    if not found:
        raise NotFound(
            message("No device has the number that the file gives: {said}.", said=said)
            if numbers
            else message("The file does not say which device it is of."),
            remedy=message("Scan or register the device, or say which one it is; then send the file again."),
        )
    told = [key for key in found if _may_read(reads, actor, key)][:MOST_TOLD]
    raise Conflict(
        message("{count} devices have the number that the file gives: {said}.", count=len(found), said=said),
        remedy=message("Say which one it is of ({devices}), and send the file again.", devices=listed(told)),
    )


def _maker(claims: Iterable[IdentityClaim]) -> str | None:
    return next((claim.value for claim in claims if claim.kind is ClaimKind.MAKER), None)


def _same_maker(maker: str | None, other: Device) -> bool:
    """Whether the makers can be the same: where one is unknown they can. `Dell Inc.` and `Dell` are one maker."""
    known = claimed(other, ClaimKind.MAKER)
    if maker is None or known is None:
        return True
    one, two = claim_key(maker), claim_key(known)
    return one.startswith(two) or two.startswith(one)


def _is_of(reads: LifecycleReads, device: Device, claim: IdentityClaim) -> bool:
    """Whether it is a number of this device by a placeholder that turned out to be it."""
    return device.key in claiming(reads, [claim])


def _may_read(reads: LifecycleReads, actor: Actor, key: DeviceKey) -> bool:
    return PERMISSIONS.allows("read_device", actor, state_of(reads, key).relations(actor.organisation))
