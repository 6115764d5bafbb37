"""What the events of labels do to a device's state."""

from dataclasses import replace

from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, LabelLinked, LabelRetired
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.fold.intake import merged

CERTAIN = 1.0
"""Confidence of what a person linked on purpose."""


def linked(device: Device, _event: Event, it: LabelLinked) -> Device:
    """On a device without a passport the label is a claim, so that a scan of it finds the device."""
    claim = IdentityClaim(ClaimKind.LABEL, it.label, "link", CERTAIN)
    claims = device.claims if device.passports.current else merged(device.claims, (claim,))
    return replace(device, labels=(*device.labels, it.label), claims=claims)


def retired(device: Device, _event: Event, it: LabelRetired) -> Device:
    in_use = tuple(code for code in device.labels if code != it.label)
    return replace(device, labels=in_use, retired_labels=(*device.retired_labels, it.label))
