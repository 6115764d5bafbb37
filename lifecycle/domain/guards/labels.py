"""Rules on the labels of a device.

That a label is on no other device is asked where all labels are known (`lifecycle.service.labelling`).

| rule | refuses |
|---|---|
| label-linked-once | a label that is, or was, on this device |
| label-of-this-device | retiring a label that is not on this device |
"""

from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import message
from dpp.domain.opaque import print_label_code
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, LabelLinked, LabelRetired
from lifecycle.domain.guards.rule import Why, rule
from lifecycle.domain.labels import labels_of


def linked_once(device: Device, _event: Event, it: LabelLinked) -> Why | None:
    if it.label not in {*device.labels, *device.retired_labels}:
        return None
    return Why(
        message("Label {code} is on this device already.", code=print_label_code(it.label)),
        remedy=message("Take another label."),
    )


def of_this_device(device: Device, _event: Event, it: LabelRetired) -> Why | None:
    if labels_of(device).get(it.label) is LabelState.ACTIVE:
        return None
    return Why(
        message("Label {code} is not in use on this device.", code=print_label_code(it.label)),
        remedy=message("Scan the label to see where it is."),
    )


RULES = (
    rule("label-linked-once", linked_once, "label_linked"),
    rule("label-of-this-device", of_this_device, "label_retired"),
)
