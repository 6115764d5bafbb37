"""Use cases of printing the labels of devices: one, many, or a whole consignment.

Rules:
1. Whoever owns a device, or has it, prints its label; DRZ prints any (the permission table).
2. On it stands what stands on the label of its passport, and the asset tag that its owner gave it: the most confident
   claim of that kind.
3. A placeholder that turned out to be another device has that device's label; one that nobody knows yet has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound
from dpp.domain.labels.content import LabelContent
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.service.labels.printing import Printed, Printing, PrintJob, gathered
from dpp.service.passports import found
from lifecycle.domain.device import Device
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.lines import claimed
from lifecycle.service.ports import LifecycleReads, LifecycleStorage
from lifecycle.service.recording import state_of


@dataclass(frozen=True)
class DeviceLabels:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    printing: Printing

    def label(self, actor: Actor, key: DeviceKey) -> LabelContent:
        """What the label of a device says; NotFound where it has none."""
        with self.storage.reading() as reads:
            return self._label(reads, actor, key)

    def of_passport(self, actor: Actor, passport_id: PassportId) -> LabelContent:
        """The label of a passport, with the asset tag for whoever may print that of its device."""
        with self.storage.reading() as reads:
            key = found(reads, passport_id).device_key
            device = None if key is None else state_of(reads, key)
        if device is not None and device.passports.current == passport_id and self._may(actor, device):
            return self.label(actor, device.key)
        return self.printing.label(actor, passport_id)

    def many(self, actor: Actor, keys: Sequence[DeviceKey], job: PrintJob) -> Printed:
        """The labels of devices, in this order; InvalidInput that names each that has none or may not be printed."""
        with self.storage.reading() as reads:
            labels = gathered("devices", (partial(self._label, reads, actor, key) for key in keys))
        return self.printing.draw(labels, job)

    def of_consignment(self, actor: Actor, consignment: ConsignmentId, job: PrintJob) -> Printed:
        """The labels of everything in a consignment, in its order."""
        return self.many(actor, self.devices_of(actor, consignment), job)

    def devices_of(self, actor: Actor, consignment: ConsignmentId) -> tuple[DeviceKey, ...]:
        """What is in a consignment that this actor may read."""
        with self.storage.reading() as reads:
            known = reads.consignments.get(consignment)
            if known is None:
                raise NotFound(message("There is no consignment '{consignment}'.", consignment=consignment[:40]))
            PERMISSIONS.check("read_consignment", actor, known.relations(actor.organisation), subject=consignment)
            return tuple(known.devices)

    def _label(self, reads: LifecycleReads, actor: Actor, key: DeviceKey) -> LabelContent:
        device = state_of(reads, key)
        PERMISSIONS.check("print_device_label", actor, device.relations(actor.organisation))
        known = device if device.same_as is None else state_of(reads, device.same_as)
        passport = known.passports.current
        if passport is None:
            raise NotFound(message("Device '{device}' has no passport yet, so it has no label.", device=key))
        content = self.printing.label_in(reads, found(reads, passport))
        return replace(content, asset_tag=claimed(known, ClaimKind.ASSET_TAG) or "")

    @staticmethod
    def _may(actor: Actor, device: Device) -> bool:
        return PERMISSIONS.allows("print_device_label", actor, device.relations(actor.organisation))
