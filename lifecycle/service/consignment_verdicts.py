"""What a scan at receipt means in one sentence, and the one next thing to do."""

from collections.abc import Mapping
from types import MappingProxyType

from dpp.domain.errors import Refused
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import Consignment, DifferenceId, Verdict
from lifecycle.service.consignment_ports import KeptScan
from lifecycle.service.consignment_views import ScanAnswer

_SAID: Mapping[Verdict, tuple[Message, Message]] = MappingProxyType(
    {
        Verdict.ON_MANIFEST: (message("On the manifest: received."), message("Scan the next one.")),
        Verdict.ALREADY_RECEIVED: (message("Received already."), message("Scan the next one.")),
        Verdict.SET_APART: (
            message("Set apart: it is received when its condition is accepted."),
            message("Put it aside, and answer the difference."),
        ),
        Verdict.EXTRA: (
            message("Not on the manifest: extra."),
            message("Put it aside. The sender says whether it was meant to come."),
        ),
        Verdict.NOT_YOURS: (
            message("This device is not the sender's, and not on the manifest."),
            message("Put it aside, and ask the sender whose it is."),
        ),
        Verdict.UNKNOWN: (
            message("Nobody knows this code."),
            message("Scan another code on the device, or type its serial number."),
        ),
        Verdict.AMBIGUOUS: (
            message("Several devices carry this number."),
            message("Scan the label instead."),
        ),
        Verdict.REFUSED: (
            message("It cannot be received now."),
            message("Put it aside; scan it again when that is settled."),
        ),
    }
)


def said_of(verdict: Verdict) -> Message:
    """What a verdict means, whatever the device."""
    return _SAID[verdict][0]


def answer_of(kept: KeptScan, offer: Consignment, *, repeated: bool, refusal: Refused | None = None) -> ScanAnswer:
    """The answer to a scan, as it was kept. Why a rule refused it is told once, with its remedy; later its name."""
    what, step = _SAID[kept.verdict]
    if refusal is not None:
        what, step = refusal.what, refusal.remedy or step
    line = None if kept.device_key is None else offer.by_device.get(kept.device_key)
    return ScanAnswer(
        scan_id=kept.scan_id,
        verdict=kept.verdict,
        what=what,
        next_step=step,
        occurred_at=kept.occurred_at,
        raw=kept.raw,
        device=kept.device_key,
        condition=None if line is None else line.condition,
        difference=None if kept.device_key is None else _open_difference(offer, kept.device_key),
        rule=kept.rule,
        repeated=repeated,
    )


def _open_difference(offer: Consignment, device: DeviceKey) -> DifferenceId | None:
    return next((item.id for item in offer.open_items(device)), None)
