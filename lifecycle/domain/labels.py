"""The labels of a device, and how each stands.

A label is a device's by a registration, by a link, or by a scan at intake that nobody could place: then its code is a
claim of the placeholder.
"""

from collections.abc import Mapping

from dpp.domain.labels.rolls import LabelState
from dpp.domain.opaque import LabelCode
from lifecycle.domain.device import Device
from lifecycle.domain.facts import ClaimKind


def labels_of(device: Device | None) -> Mapping[LabelCode, LabelState]:
    """Every label of a device: active, or retired."""
    if device is None:
        return {}
    claimed = (LabelCode(claim.value) for claim in device.claims if claim.kind is ClaimKind.LABEL)
    return {
        **dict.fromkeys(claimed, LabelState.ACTIVE),
        **dict.fromkeys(device.labels, LabelState.ACTIVE),
        **dict.fromkeys(device.retired_labels, LabelState.RETIRED),
    }
