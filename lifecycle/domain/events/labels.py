"""Events of the labels on a device: one is stuck on it, one is taken out of use."""

from dataclasses import dataclass
from typing import Literal

from dpp.domain.labels.rolls import LabelFault
from dpp.domain.opaque import LabelCode
from lifecycle.domain.events.base import Remarked


@dataclass(frozen=True, kw_only=True)
class LabelLinked(Remarked):
    """A label is stuck on the device; `replaces` is the one whose place it takes."""

    kind: Literal["label_linked"] = "label_linked"
    label: LabelCode
    replaces: LabelCode | None = None


@dataclass(frozen=True, kw_only=True)
class LabelRetired(Remarked):
    """A label of the device is lost or cannot be read. It goes on leading to the device."""

    kind: Literal["label_retired"] = "label_retired"
    label: LabelCode
    fault: LabelFault
