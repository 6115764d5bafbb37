"""What the use cases of rights need from outside, besides what `dpp.service.ports` has: a fake and a real adapter."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.access_record import AccessKind, AccessRecord
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.audience import Closure
from dpp.domain.catalogue import AccessClass
from dpp.service.ports import AccessRecords, ClosuresInForce, PassportReads, PassportWork


@dataclass(frozen=True)
class StoredClosure:
    """A closure, by whose organisation it was made, and whether as administrator; in every passport without one."""

    closure_id: str
    element_id: str
    passport_id: str | None
    access: AccessClass
    reason: str
    legal: str
    since: datetime
    organisation: OrganisationId | None
    by_administrator: bool

    @property
    def closure(self) -> Closure:
        """As the rules of access know it."""
        return Closure(
            self.element_id, self.access, self.reason, self.since, self.passport_id, self.legal, self.closure_id
        )


@dataclass(frozen=True)
class Lifting:
    """The end of a closure."""

    closure_id: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class RecordFilter:
    """Which records are wanted, newest first; `after` is the id of the last one that was seen."""

    passport: str | None = None
    account: AccountId | None = None
    kinds: frozenset[AccessKind] = frozenset(AccessKind)
    since: datetime | None = None
    until: datetime | None = None
    without_authorities: bool = False
    after: str | None = None
    limit: int = 50


class ClosureStore(ClosuresInForce, Protocol):
    """Every closure that there was."""

    def hold(self, passport: str) -> None:
        """Until this transaction ends, others who prepare this passport's public lines wait."""
        ...

    def add(self, closure: StoredClosure) -> None: ...
    def lift(self, lifting: Lifting) -> None:
        """Raises Conflict where it was lifted before."""
        ...

    def get(self, closure_id: str) -> StoredClosure | None: ...
    def lifted(self, closure_ids: Sequence[str]) -> Mapping[str, Lifting]: ...
    def standing(self) -> int:
        """How many were not lifted."""
        ...

    def all(self, *, passport: str | None = None) -> Sequence[StoredClosure]:
        """Newest first, also those that were lifted; of one passport those of every passport as well."""
        ...


class AccessRecordStore(AccessRecords, Protocol):
    """The records, to be reviewed."""

    def page(self, wanted: RecordFilter) -> Sequence[AccessRecord]: ...
    def forget_readers(self, before: datetime) -> int:
        """Forget who stands behind the records of before this moment; gives how many there were."""
        ...


class AccessReads(PassportReads, Protocol):
    """A consistent look at passports and rights."""

    @property
    def closures(self) -> ClosureStore: ...
    @property
    def access_records(self) -> AccessRecordStore: ...


class AccessWork(AccessReads, PassportWork, Protocol):
    """One transaction over both."""

    @property
    def closures(self) -> ClosureStore: ...
    @property
    def access_records(self) -> AccessRecordStore: ...


class AccessStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[AccessReads]: ...
    def writing(self) -> AbstractContextManager[AccessWork]: ...
