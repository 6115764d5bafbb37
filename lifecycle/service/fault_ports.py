"""Where repairs of others and our own are kept for figures, and the files that others' came from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO, Protocol

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.faults.counts import Counted, Wanted
from lifecycle.domain.faults.kinds import Origin
from lifecycle.domain.faults.loads import Entry, FaultLoad, Refusal
from lifecycle.domain.faults.own import OwnRepair
from lifecycle.domain.faults.reference import Reference

RowReader = Callable[[BinaryIO], Iterator[tuple[int, Mapping[str, str]]]]
"""Rows of a file with the line where each begins; InvalidInput where it is no table with the fields of the standard."""


class FaultStore(Protocol):
    """Loads, repairs of others, what is counted of them, and our own repairs: a projection of their events."""

    @property
    def reference(self) -> Reference:
        """The tables of brands, words and numbers."""
        ...

    def add_load(self, load: FaultLoad) -> None:
        """Raises Conflict where another load took its number."""
        ...

    def put_load(self, load: FaultLoad) -> None: ...
    def hold_load(self, number: int) -> FaultLoad | None:
        """The load; nobody else changes it until this transaction ends."""
        ...

    def loads(self) -> tuple[FaultLoad, ...]:
        """Newest first."""
        ...

    def free_load(self, now: datetime) -> int | None:
        """The oldest that a worker may take."""
        ...

    def add_refusals(self, number: int, refusals: Sequence[Refusal]) -> None: ...
    def refusals(self, number: int) -> tuple[Refusal, ...]:
        """By line."""
        ...

    def digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Of those of these repairs that are known."""
        ...

    def add(self, number: int, entries: Sequence[Entry]) -> None:
        """Repairs that are not known yet, of this load."""
        ...

    def change(self, number: int, entries: Sequence[Entry]) -> None:
        """Repairs that are known and say something else now."""
        ...

    def recount(self) -> None:
        """Count all repairs of others anew, for figures."""
        ...

    def counted(self, origin: Origin, wanted: Wanted, by: Sequence[str]) -> Counted:
        """How many there are of each combination of `kind`, `brand`, `age`, `faults`, `status` or `barrier`."""
        ...

    def of_device(self, key: DeviceKey) -> tuple[OwnRepair, ...]:
        """Oldest first."""
        ...

    def follow(self, key: DeviceKey, repairs: Sequence[OwnRepair]) -> None:
        """These are the repairs of the device, and no others."""
        ...

    def own(self, after: tuple[DeviceKey, int] | None, limit: int) -> Sequence[tuple[DeviceKey, OwnRepair]]:
        """Own repairs by device and number, from the one behind `after`."""
        ...
