"""Where rolls of labels are kept."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.labels.rolls import Retirement, Roll, RollId, RollUse
from dpp.domain.opaque import LabelCode
from dpp.service.ports import PassportReads, PassportWork


@dataclass(frozen=True)
class PlacedLabel:
    """A label of a roll: its place, from 1, and how it stands."""

    place: int
    code: LabelCode
    state: str


class RollStore(Protocol):
    """Rolls, and which labels are on each."""

    def add(self, roll: Roll, codes: Sequence[LabelCode]) -> None:
        """Store a roll and the places of its labels, which are stored already; Conflict where the order was made."""
        ...

    def get(self, roll_id: RollId) -> Roll | None: ...
    def ordered(self, organisation: OrganisationId, order_id: str) -> Roll | None:
        """The roll that this order made."""
        ...

    def of_label(self, code: LabelCode) -> Roll | None: ...
    def of_organisation(self, organisation: OrganisationId | None) -> Sequence[Roll]:
        """Newest first; those of every organisation where none is named."""
        ...

    def use(self, roll_ids: Sequence[RollId]) -> dict[RollId, RollUse]:
        """How the labels of each of these rolls stand."""
        ...

    def labels(self, roll_id: RollId, first: int, last: int) -> Sequence[PlacedLabel]:
        """The labels at these places, in order."""
        ...

    def retire(self, roll_id: RollId, retirement: Retirement) -> None:
        """Note that a roll is retired, and retire every label of it that is on no device."""
        ...

    def retire_label(self, code: LabelCode, retirement: Retirement) -> None:
        """Retire one label that is on no device, and keep why."""
        ...


class RollReads(PassportReads, Protocol):
    """A consistent look at rolls."""

    @property
    def rolls(self) -> RollStore: ...


class RollWork(PassportWork, Protocol):
    """One transaction over rolls."""

    @property
    def rolls(self) -> RollStore: ...


class RollStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[RollReads]: ...
    def writing(self) -> AbstractContextManager[RollWork]: ...
