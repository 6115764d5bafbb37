"""Where routing reads devices, many at once; where policies are registered, and runs over devices are kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.device import Device
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.register import RegisteredPolicy
from lifecycle.domain.routing.runs import FIRST, Move, RoutingRun, RoutingRunId, Transition
from lifecycle.domain.vocabulary import Route


class PolicyReader(Protocol):
    """Reads a policy from its file."""

    def __call__(self, content: bytes) -> Policy:
        """Raises InvalidInput with every fault, its path and its line."""
        ...


@dataclass(frozen=True)
class MoveFilter:
    """Which moves of a run; None asks for nothing."""

    category: str | None = None
    before: Route | None = None
    after: Route | None = None
    refused: bool | None = None
    beyond: DeviceKey = FIRST
    limit: int = 100


@dataclass(frozen=True)
class StockFilter:
    """Devices whose lifecycle is one of these, and whose proposal is in one of these states (None: there is none)."""

    lifecycles: tuple[str, ...]
    route_states: tuple[str | None, ...]


class StockStore(Protocol):
    """Devices as routing reads them: hundreds in one question, and none of their whole lives."""

    def count(self, wanted: StockFilter) -> int: ...
    def keys(self, wanted: StockFilter, after: DeviceKey, limit: int) -> tuple[DeviceKey, ...]:
        """Of these devices the next, in the order of their keys."""
        ...

    def states(self, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, Device]:
        """The states that were kept; devices whose state must be folded anew are left out."""
        ...

    def last_told(self, keys: Collection[DeviceKey], without: Collection[str]) -> Mapping[DeviceKey, datetime]:
        """When the last event of each device occurred, kinds in `without` not counted.

        A device of which an event was declared in error is left out: only its whole life says which events count.
        """
        ...

    def first_told(self, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, datetime]:
        """When the first event of each device occurred; who is left out as in `last_told`."""
        ...


class PolicyStore(Protocol):
    """Versions of policies and their activation, insert-only; and the content of every policy that decided."""

    def add(self, policy: RegisteredPolicy, content: bytes) -> None:
        """Raises Conflict where that version is there already."""
        ...

    def activate(self, policy: RegisteredPolicy) -> None:
        """Raises Conflict where it was activated already."""
        ...

    def get(self, policy: str, version: str) -> RegisteredPolicy | None: ...
    def all(self) -> tuple[RegisteredPolicy, ...]:
        """Every version, by id and then in the order of loading."""
        ...

    def keep(self, digest: str, content: bytes) -> None:
        """Keep the content of a policy that decided; nothing where it is there already."""
        ...

    def content(self, digest: str) -> bytes | None:
        """A file with this content (`PolicyName.digest`), as it was loaded or kept first."""
        ...

    def file(self, sha256: str) -> bytes | None:
        """The very file that was loaded."""
        ...


class RoutingRunStore(Protocol):
    """Runs over many devices, and what became of the devices."""

    def put(self, run: RoutingRun) -> None: ...
    def get(self, run: RoutingRunId) -> RoutingRun | None: ...
    def hold(self, run: RoutingRunId) -> RoutingRun | None:
        """As `get`, as it is now; others who would change this run wait until this transaction ends."""
        ...

    def free(self, now: datetime) -> RoutingRunId | None:
        """The oldest run that a worker may take."""
        ...

    def forget_previews(self, before: datetime) -> int:
        """Previews that ended before this moment go, with what they said of devices; how many that were."""
        ...

    def of_policy(self, policy: str, version: str) -> tuple[RoutingRun, ...]:
        """Newest first."""
        ...

    def add_moves(self, run: RoutingRunId, moves: Collection[Move]) -> None: ...
    def transitions(self, run: RoutingRunId) -> tuple[Transition, ...]:
        """Largest first."""
        ...

    def moves(self, run: RoutingRunId, wanted: MoveFilter) -> tuple[Move, ...]:
        """In the order of the devices' keys."""
        ...
