"""Where repair keys are kept, and who opened which device by one."""

from datetime import date
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.repairers.keys import RepairKey


class RepairAccessStore(Protocol):
    """What repair keys opened. Whether the device moved since is not known here (`moved_since`)."""

    def opened(self, device: DeviceKey, organisation: OrganisationId, on: date) -> RepairKey | None:
        """The newest key by which this organisation opened this device, where its access lasts on that day."""
        ...

    def opened_by(self, organisation: OrganisationId, on: date) -> tuple[RepairKey, ...]:
        """The keys by which this organisation has access on that day, the first to end first."""
        ...


class RepairKeyStore(RepairAccessStore, Protocol):
    """Repair keys, by the hash of their code alone."""

    def add(self, key: RepairKey) -> None: ...
    def by_hash(self, code_hash: str) -> RepairKey | None: ...
    def of_device(self, device: DeviceKey) -> tuple[RepairKey, ...]:
        """Newest first."""
        ...

    def take(self, used: RepairKey) -> bool:
        """Write down who used the key. False, and nothing written, where it was used or withdrawn in the meantime."""
        ...

    def withdraw(self, withdrawn: RepairKey) -> None:
        """Write down that the key was withdrawn; a key that was withdrawn before stays as it is."""
        ...
