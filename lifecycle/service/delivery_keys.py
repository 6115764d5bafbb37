"""Use cases of the repair keys of donated devices: of a delivery, for its two sides and for who holds its link.

Rules, besides those of `lifecycle.service.repair_keys`:
1. Of a delivery of donated devices its coordinator and its intermediary make keys, in the name of who got the device,
   and so does who holds the link of the delivery: the user of a donated laptop has no account, and asks any of these.
2. The device must still be with that intermediary.
"""

from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.donation import Delivery, DeliveryId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repairers.keys import RepairKeyId
from lifecycle.service.donation_desk import GIVE_FEEDBACK
from lifecycle.service.key_desk import KeyDesk
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork
from lifecycle.service.recording import state_of
from lifecycle.service.repair_key_views import KeyedDevice, NewKey


@dataclass(frozen=True)
class DeliveryKeys:
    """Each method is one transaction; `number` is that of a device in its delivery."""

    storage: LifecycleStorage
    desk: KeyDesk

    def of_delivery(self, actor: Actor, delivery: DeliveryId) -> tuple[KeyedDevice, ...]:
        """The devices of a delivery that are still with its intermediary, in their order, with their keys."""
        with self.storage.reading() as reads:
            found = self._delivery(reads, actor, delivery)
            numbered = enumerate(found.devices, start=1)
            return tuple(
                self.desk.keyed(reads, number, key) for number, key in numbered if _is_there(reads, found, key)
            )

    def make(self, actor: Actor, delivery: DeliveryId, number: int) -> NewKey:
        """A key of the device with this number in the delivery, in the name of its intermediary."""
        with self.storage.writing() as work:
            found, device = self._numbered(work, actor, delivery, number)
            made = self.desk.make(work, actor, device, found.intermediary)
            work.commit()
        return made

    def withdraw(self, actor: Actor, delivery: DeliveryId, number: int, key: RepairKeyId) -> None:
        """The key of this device and what it opened are closed at once."""
        with self.storage.writing() as work:
            _, device = self._numbered(work, actor, delivery, number)
            self.desk.withdraw(work, actor, device, key)
            work.commit()

    def _delivery(self, reads: LifecycleReads, actor: Actor, delivery: DeliveryId) -> Delivery:
        """For its two sides, and for who holds its link: that speaks for who got the devices (rule 1)."""
        found = reads.donations.delivery(delivery)
        if found is None:
            raise NotFound(message("There is no delivery '{delivery}'.", delivery=delivery[:40]))
        use_case = GIVE_FEEDBACK if actor.capability is not None else "make_repair_key"
        PERMISSIONS.check(use_case, actor, found.relations(actor.organisation), subject=delivery)
        return found

    def _numbered(
        self, work: LifecycleWork, actor: Actor, delivery: DeliveryId, number: int
    ) -> tuple[Delivery, DeviceKey]:
        found = self._delivery(work, actor, delivery)
        if not 1 <= number <= len(found.devices) or not _is_there(work, found, found.devices[number - 1]):
            raise NotFound(message("There is no device {number} of this delivery here.", number=number))
        device = found.devices[number - 1]
        work.devices.hold(device)
        return found, device


def _is_there(reads: LifecycleReads, delivery: Delivery, device: DeviceKey) -> bool:
    """Rule 2: whether the intermediary of the delivery still has or owns the device."""
    relations = state_of(reads, device).relations(delivery.intermediary)
    return not relations.isdisjoint({Relation.OWNER, Relation.CUSTODIAN})
