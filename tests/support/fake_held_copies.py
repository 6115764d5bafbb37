"""Copies that are kept for other registries, in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.service.holding.ports import HeldCopy, HeldVersion
from tests.support.fake_access import FakeClosures


@dataclass
class FakeHeldCopies:
    """`HeldCopyStore` in memory."""

    rows: dict[str, HeldCopy] = field(default_factory=dict)
    every_version: dict[tuple[str, int], HeldVersion] = field(default_factory=dict)

    def get(self, address: str) -> HeldCopy | None:
        return self.rows.get(address)

    def lock(self, address: str) -> HeldCopy | None:
        return self.rows.get(address)

    def put(self, copy: HeldCopy) -> None:
        self.rows[copy.address] = copy

    def add_version(self, version: HeldVersion) -> None:
        if (version.address, version.version) in self.every_version:
            raise Conflict(message("Version {number} of this passport is held already.", number=version.version))
        self.every_version[version.address, version.version] = version

    def version(self, address: str, number: int) -> HeldVersion | None:
        return self.every_version.get((address, number))

    def version_at(self, address: str, moment: datetime) -> HeldVersion | None:
        before = [version for version in self.versions(address) if version.recorded_at <= moment]
        return before[-1] if before else None

    def versions(self, address: str) -> Sequence[HeldVersion]:
        mine = (version for version in self.every_version.values() if version.address == address)
        return sorted(mine, key=lambda version: version.version)

    def page(self, organisation: OrganisationId, rank: int, after: str, limit: int) -> Sequence[HeldCopy]:
        mine = [row for row in self.rows.values() if (row.organisation, row.rank) == (organisation, rank)]
        return sorted((row for row in mine if row.address > after), key=lambda row: row.address)[:limit]


class FakeHeldWork:
    """One transaction over a copy of what was committed before it."""

    def __init__(self, storage: "FakeHeldStorage") -> None:
        kept = storage.committed
        self.copies = FakeHeldCopies(dict(kept.rows), dict(kept.every_version))
        self.closures = storage.closures
        self._storage = storage

    def commit(self) -> None:
        self._storage.committed = FakeHeldCopies(dict(self.copies.rows), dict(self.copies.every_version))


class FakeHeldStorage:
    """`HeldStorage` in memory."""

    def __init__(self) -> None:
        self.committed = FakeHeldCopies()
        self.closures = FakeClosures()

    @contextmanager
    def reading(self) -> Iterator[FakeHeldWork]:
        yield FakeHeldWork(self)

    @contextmanager
    def writing(self) -> Iterator[FakeHeldWork]:
        yield FakeHeldWork(self)
