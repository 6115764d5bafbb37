"""Where proposals of corrections are kept, and the list of cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.axes import Case
from lifecycle.domain.proposals import Proposal, ProposalId


@dataclass(frozen=True)
class CaseLine:
    """A case as lists see it: a projection of the events of its device."""

    device: DeviceKey
    case: Case


class CaseStore(Protocol):
    """The cases of all devices: a projection, made again from events at will."""

    def follow(self, key: DeviceKey, cases: Sequence[Case]) -> None:
        """These are the cases of this device now, and there are no others."""
        ...

    def found(self, party: OrganisationId | None, *, is_open: bool, limit: int) -> tuple[CaseLine, ...]:
        """The open or the closed ones of devices that this organisation owns or has (all when None), newest first."""
        ...


class ProposalStore(Protocol):
    """Proposals of corrections; what one says is kept only while it is open."""

    def put(self, proposal: Proposal) -> None: ...
    def get(self, key: DeviceKey, proposal: ProposalId) -> Proposal | None: ...
    def open_of(self, key: DeviceKey) -> tuple[Proposal, ...]:
        """The open ones of a device, oldest first."""
        ...

    def open_for(self, party: OrganisationId | None, *, limit: int) -> tuple[Proposal, ...]:
        """The open ones of devices that this organisation owns or has (all when None), oldest first."""
        ...
