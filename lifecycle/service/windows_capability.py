"""Whether a device, or a model, can run Windows 11, with the reason: the same answer as a routing decision gives.

Rules:
1. Of a device counts what evidence of it says, and of what that leaves open what the passport of its model says.
2. The numbers are those of the policy in force for the device; of a model, those for its category whoever owns it.
3. What was not made for Windows has no answer. A laptop or desktop is, unless its model says otherwise.
"""

from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.document import Elements
from dpp.domain.opaque import DeviceKey
from dpp.service.ports import Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.routing.support import windows_11
from lifecycle.domain.routing.windows11 import Capability
from lifecycle.service.ports import LifecycleStorage, Organisations, Policies
from lifecycle.service.recording import Recorder, device_of
from lifecycle.service.routing_model_facts import computer_of
from lifecycle.service.routing_reading import FactsReader


@dataclass(frozen=True)
class WindowsCapability:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    policies: Policies
    clock: Clock

    def of_device(self, actor: Actor, key: DeviceKey) -> Capability | None:
        """None for what was not made for Windows."""
        today = self.clock().date()
        with self.storage.reading() as reads:
            now = device_of(reads, key)
            PERMISSIONS.check("read_device", actor, now.device.relations(actor.organisation))
            policy = self.policies.in_force(reads, today).of(now.device)
            reader = FactsReader(reads, self.recorder.publisher, self.organisations)
            known = reader.of_life(now.device, now.events).known()
            return windows_11(Case(known, policy, today, policy.categories.get(now.device.category or "")))

    def of_model(self, elements: Elements) -> Capability | None:
        """From what its passport says alone; None also where that does not name its processor."""
        group = str(elements.get("productGroup", ""))
        if "processor" not in elements:
            return None
        today = self.clock().date()
        with self.storage.reading() as reads:
            policy = self.policies.in_force(reads, today).choose(None, group)
        return windows_11(Case(computer_of(elements), policy, today, policy.categories.get(group)))
