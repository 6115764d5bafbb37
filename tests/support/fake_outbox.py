"""The outbox and the registrations in memory: dictionaries of frozen rows, as `FakeStorage` copies them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dpp.domain.opaque import PassportId
from dpp.domain.registration.notices import Destination, Notice
from dpp.domain.registration.standing import Registration
from dpp.service.outbox.ports import Answers, Open, Proof, Queued, Receipt, StoredPackage

Key = tuple[PassportId, int, Destination]


def _key(notice: Notice) -> Key:
    return notice.passport_id, notice.version, notice.destination


def _order(queued: Queued) -> tuple[int, datetime, str]:
    return queued.notice.rank, queued.notice.at, queued.notice.passport_id


@dataclass
class FakeOutbox:
    """`NoticeQueue` in memory."""

    rows: dict[Key, Queued] = field(default_factory=dict)
    packages: dict[str, StoredPackage] = field(default_factory=dict)

    def add(self, notice: Notice) -> None:
        assert _key(notice) not in self.rows
        self.rows[_key(notice)] = Queued(notice, notice.at)

    def add_many(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            self.add(notice)

    def due(self, destination: Destination, now: datetime, limit: int) -> Sequence[Queued]:
        found = [
            queued
            for queued in self._of(destination)
            if queued.package is None and queued.due_at <= now and self._is_oldest(queued.notice)
        ]
        return sorted(found, key=_order)[:limit]

    def _is_oldest(self, notice: Notice) -> bool:
        return self.of_passport(notice.destination, notice.passport_id)[0].notice == notice

    def _of(self, destination: Destination) -> list[Queued]:
        return [queued for queued in self.rows.values() if queued.notice.destination == destination]

    def hold(self, many: Sequence[Queued]) -> None:
        self.rows.update({_key(queued.notice): queued for queued in many})

    def pack(self, package: StoredPackage, notices: Sequence[Queued]) -> None:
        self.packages[package.correlation_id] = package
        for queued in notices:
            packed = replace(queued, package=package.correlation_id, code="", detail="")
            self.rows[_key(queued.notice)] = packed

    def lease(self, destination: Destination, now: datetime, until: datetime, token: str) -> StoredPackage | None:
        due = [
            package
            for package in self.packages.values()
            if package.destination == destination and package.due_at <= now and _is_free(package, now)
        ]
        if not due:
            return None
        first = min(due, key=lambda package: (package.due_at, package.correlation_id))
        leased = replace(first, lease=token, leased_until=until, attempts=first.attempts + 1)
        self.packages[first.correlation_id] = leased
        return leased

    def held_under(self, correlation_id: str, token: str) -> StoredPackage | None:
        package = self.packages.get(correlation_id)
        return package if package and package.lease == token else None

    def release(self, package: StoredPackage) -> None:
        self.packages[package.correlation_id] = replace(package, lease=None, leased_until=None)

    def in_package(self, correlation_id: str) -> Sequence[Queued]:
        return sorted((queued for queued in self.rows.values() if queued.package == correlation_id), key=_order)

    def unpack(self, queued: Queued) -> None:
        self.rows[_key(queued.notice)] = replace(queued, package=None)

    def done(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            del self.rows[_key(notice)]

    def drop_package(self, correlation_id: str) -> None:
        del self.packages[correlation_id]

    def of_passport(self, destination: Destination, passport_id: PassportId) -> Sequence[Queued]:
        mine = (queued for queued in self._of(destination) if queued.notice.passport_id == passport_id)
        return sorted(mine, key=lambda queued: queued.notice.version)

    def hasten(self, destination: Destination, now: datetime, *, code: str | None = None) -> int:
        later = [each for each in self._of(destination) if each.due_at > now and code in {None, each.code}]
        self.rows.update({_key(queued.notice): replace(queued, due_at=now) for queued in later})
        if code is None:
            for name, package in self.packages.items():
                if package.destination == destination:
                    self.packages[name] = replace(package, due_at=min(now, package.due_at))
        return len(later)

    def open(self, destination: Destination) -> Open:
        rows = self._of(destination)
        packed = sum(queued.package is not None for queued in rows)
        held = sum(bool(queued.code) for queued in rows)
        return Open(len(rows) - packed - held, held, packed, min((each.notice.at for each in rows), default=None))


def _is_free(package: StoredPackage, now: datetime) -> bool:
    return package.leased_until is None or package.leased_until <= now


@dataclass
class FakeRegistrations:
    """`RegistrationStore` in memory."""

    rows: dict[tuple[Destination, PassportId], Registration] = field(default_factory=dict)
    proofs: dict[str, Proof] = field(default_factory=dict)
    every_receipt: dict[tuple[Destination, PassportId, int, int], Receipt] = field(default_factory=dict)

    def get(self, destination: Destination, passport_id: PassportId) -> Registration | None:
        return self.rows.get((destination, passport_id))

    def known(self, destination: Destination, passport_ids: Sequence[PassportId]) -> Mapping[PassportId, Registration]:
        found = {each: self.get(destination, each) for each in passport_ids}
        return {passport_id: known for passport_id, known in found.items() if known is not None}

    def put(self, registrations: Sequence[Registration]) -> None:
        self.rows.update({(each.destination, each.passport_id): each for each in registrations})

    def rejected(self, destination: Destination, limit: int) -> Sequence[Registration]:
        found = [row for row in self.rows.values() if row.destination == destination and row.rejected_version]
        return sorted(found, key=lambda row: (row.updated_at, row.passport_id))[:limit]

    def add_proof(self, proof: Proof) -> None:
        assert proof.correlation_id not in self.proofs
        self.proofs[proof.correlation_id] = proof

    def proof(self, correlation_id: str) -> Proof | None:
        return self.proofs.get(correlation_id)

    def add_receipts(self, receipts: Sequence[Receipt]) -> None:
        for receipt in receipts:
            key = (receipt.destination, receipt.passport_id, receipt.version, receipt.round)
            assert key not in self.every_receipt
            self.every_receipt[key] = receipt

    def receipts(self, destination: Destination, passport_id: PassportId) -> Sequence[Receipt]:
        mine = [key for key in self.every_receipt if key[:2] == (destination, passport_id)]
        return [self.every_receipt[key] for key in sorted(mine)]

    def answers(self, destination: Destination) -> Answers:
        mine = [row for row in self.rows.values() if row.destination == destination]
        return Answers(sum(row.version > 0 for row in mine), sum(row.rejected_version is not None for row in mine))
