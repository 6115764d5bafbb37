"""Where repairers and repair keys are kept, and who opened which device by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.repairers.keys import RepairKey
from lifecycle.domain.repairers.register_list import Outcome
from lifecycle.domain.repairers.registration import Registration, RegistrationId, RegistrationStep


@dataclass(frozen=True)
class TakenList:
    """A list of the register that was taken over."""

    id: str
    dated: date
    sha256: str
    imported_at: datetime
    imported_by: AccountId
    counts: Mapping[Outcome, int]


class RepairAccessStore(Protocol):
    """What repair keys opened. Whether the device moved since is not known here (`moved_since`)."""

    def opened(self, device: DeviceKey, organisation: OrganisationId, on: date) -> RepairKey | None:
        """The newest key by which this organisation opened this device, where its access lasts on that day."""
        ...

    def opened_by(self, organisation: OrganisationId, on: date) -> tuple[RepairKey, ...]:
        """The keys by which this organisation has access on that day, the first to end first."""
        ...


class RepairKeyStore(RepairAccessStore, Protocol):
    """Repair keys, by the hash of their code alone, and the attempts to use one."""

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

    def guess(self, guess: str, organisation: OrganisationId, at: datetime, since: datetime) -> None:
        """An attempt of this organisation; attempts from before `since` go."""
        ...

    def guesses(self, organisation: OrganisationId, since: datetime) -> tuple[datetime, ...]:
        """When its attempts were, oldest first."""
        ...

    def forget_guess(self, guess: str) -> None: ...


class RepairerStore(Protocol):
    """Registrations of repairers, what was done about each, and the lists that were taken over."""

    def put(self, registration: Registration, *steps: RegistrationStep) -> None:
        """A new registration or one as it is now, with what was done."""
        ...

    def get(self, registration: RegistrationId) -> Registration | None: ...
    def of(self, organisation: OrganisationId) -> tuple[Registration, ...]:
        """Newest first."""
        ...

    def all(self) -> tuple[Registration, ...]:
        """By name, then by number and id."""
        ...

    def waiting(self) -> int:
        """How many were asked and not decided yet."""
        ...

    def steps(self, registration: RegistrationId) -> tuple[RegistrationStep, ...]:
        """In their order."""
        ...

    def hold_register(self) -> None:
        """Make others wait who decide about registrations, until this transaction ends."""
        ...

    def add_list(self, taken: TakenList) -> None: ...
    def lists(self) -> tuple[TakenList, ...]:
        """The newest day first."""
        ...
