"""The bundle of proofs of a device, for those who may read its life."""

from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from dpp.service.log.bundles import Bundles, Wanted
from dpp.service.log.erasing import ERASURE
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.recording import state_of

EVENT = "event"


@dataclass(frozen=True)
class DeviceProofs:
    """Every event of the device, and every erasure of a text of one."""

    storage: LifecycleStorage
    bundles: Bundles

    def bundle(self, actor: Actor, key: DeviceKey, since: int | None = None) -> bytes:
        """NotFound where there is no such device; `since` is a size that the reader saw the log at."""
        with self.storage.reading() as reads:
            relations = state_of(reads, key).relations(actor.organisation)
        PERMISSIONS.check("read_history", actor, relations)
        return self.bundles.open(Wanted("device", key, ((key, EVENT), (key, ERASURE)), since))
