"""A service with passports, an outbox and a registry of our own, where anything may crash between two steps.

world = RegistryWorld()
model = world.publish()
world.publish(model=model)
world.deliver()
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx

from dpp.adapters.eu_registry import EuRegistry
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.catalogue import Granularity
from dpp.domain.document import Header
from dpp.domain.links import Links
from dpp.domain.opaque import PassportId
from dpp.domain.parts import head_bytes
from dpp.domain.proof import sha256
from dpp.domain.registration.notices import Destination, Notice, NoticeKind, rank_of
from dpp.domain.registration.standing import Registration
from dpp.service.outbox.delivering import Delivery, Pace
from dpp.service.outbox.ports import OutboxStorage, OutboxWork, Queued, RegistryWire, Reply, StoredPackage
from dpp.service.outbox.registering import RegistryPacker
from dpp.service.ports import Chance, StoredModel, StoredPassport, StoredVersion
from tests.support.accounts_world import CountedChance, SetClock
from tests.support.fake_storage import FakeStorage
from tests.support.registry_simulator import KEY, RegistrySimulator

URL = "https://id.kringpas.nl"
START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OPERATOR = "https://example.nl/#operator"


class Crash(Exception):
    """The process died here."""


@dataclass
class Fate:
    """Counts the steps of a worker, and lets it die at the numbered one."""

    dies_at: int | None = None
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.dies_at:
            raise Crash


class MortalWork:
    """A transaction whose worker may die before the commit and after it."""

    def __init__(self, work: Any, fate: Fate) -> None:
        self._work, self._fate = work, fate

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)

    def commit(self) -> None:
        self._fate.step()
        self._work.commit()
        self._fate.step()


@dataclass
class MortalStorage:
    """`OutboxStorage` whose worker may die at the edges of every transaction."""

    storage: OutboxStorage
    fate: Fate

    @contextmanager
    def reading(self) -> Iterator[Any]:
        with self.storage.reading() as reads:
            yield reads

    @contextmanager
    def writing(self) -> Iterator[Any]:
        self.fate.step()
        with self.storage.writing() as work:
            yield MortalWork(work, self.fate)


@dataclass
class MortalWire:
    """`RegistryWire` whose worker may die before a request and after its answer."""

    wire: RegistryWire
    fate: Fate

    def body(self, correlation_id: str, entries: Any) -> bytes:
        return self.wire.body(correlation_id, entries)

    def send(self, package: StoredPackage) -> Reply:
        self.fate.step()
        reply = self.wire.send(package)
        self.fate.step()
        return reply

    def ask(self, package: StoredPackage) -> Reply:
        self.fate.step()
        reply = self.wire.ask(package)
        self.fate.step()
        return reply


@dataclass
class RegistryWorld:
    """Publishes straight into the storage, as publishing does: a version and its notice in one transaction."""

    storage: OutboxStorage = field(default_factory=FakeStorage)
    registry: RegistrySimulator = field(default_factory=RegistrySimulator)
    clock: SetClock = field(default_factory=lambda: SetClock(START))
    chance: Chance = field(default_factory=CountedChance)
    prefix: str = "p"
    told: dict[tuple[PassportId, int], str] = field(default_factory=dict)

    def publish(self, *, model: PassportId | None = None, operator: str = OPERATOR) -> PassportId:
        """A new model passport, or an item of a model."""
        passport_id = PassportId(f"{self.prefix}{len(self.told):0{16 - len(self.prefix)}}")
        granularity = Granularity.MODEL if model is None else Granularity.ITEM
        address = Links(URL).passport(passport_id)
        header = Header(address, address, granularity, operator)
        passport = StoredPassport(
            passport_id=passport_id,
            granularity=granularity.value,
            model_id=model or passport_id,
            status="active",
            version=1,
            updated_at=self.clock(),
            head=head_bytes(header),
            organisation=OrganisationId("ministry"),
            operator=operator,
        )
        with self.storage.writing() as work:
            if model is None:
                work.models.put(StoredModel(passport_id, 1, self.clock(), "laptop", "Dell", passport_id, b""))
            self._version(work, passport)
            work.commit()
        return passport_id

    def revise(self, passport_id: PassportId) -> int:
        """The next version of a passport; gives its number."""
        with self.storage.writing() as work:
            before = work.passports.get(passport_id)
            assert before is not None
            revised = replace(before, version=before.version + 1, updated_at=self.clock())
            self._version(work, revised)
            work.commit()
        return revised.version

    def _version(self, work: OutboxWork, passport: StoredPassport) -> None:
        received = f"{passport.passport_id} {passport.version}".encode()
        version = StoredVersion(
            passport_id=passport.passport_id,
            version=passport.version,
            received=received,
            media_type="application/json",
            schema_version="1.0",
            sha256=sha256(received),
            actor=AccountId("anne"),
            organisation=OrganisationId("ministry"),
            recorded_at=self.clock(),
            changed=(),
            status=passport.status,
            operator=passport.operator,
        )
        work.passports.put(passport)
        work.passports.add_version(version)
        work.outbox.add(notice_of(passport, version))
        self.told[passport.passport_id, passport.version] = version.sha256

    def wire(self) -> EuRegistry:
        return EuRegistry(httpx.Client(transport=self.registry.transport()), "https://registry.example", KEY)

    def worker(self, fate: Fate | None = None, wire: RegistryWire | None = None) -> Delivery:
        """A fresh worker, as after a start of the process."""
        fate = fate or Fate()
        mortal = MortalWire(wire or self.wire(), fate)
        packer = RegistryPacker(Links(URL), f"{URL}/v1", None, mortal)
        storage = MortalStorage(self.storage, fate)
        return Delivery(Destination.REGISTRY, storage, packer, mortal, self.clock, self.chance, Pace())

    def deliver(self) -> None:
        """Time passes and workers work until the registry has heard nothing new for some hours."""
        for _ in range(100):
            calls = len(self.registry.calls)
            for _ in range(3):
                self.clock.forward(hours=2)
                self.worker().run()
            if self.open() == (0, 0, 0) or len(self.registry.calls) == calls:
                return
        raise AssertionError(f"it goes on for ever: {self.open()}")

    def open(self) -> tuple[int, int, int]:
        """How many versions wait, are held and are on the way."""
        with self.storage.reading() as reads:
            found = reads.outbox.open(Destination.REGISTRY)
        return found.waiting, found.held, found.on_the_way

    def standing(self, passport_id: PassportId) -> Registration | None:
        with self.storage.reading() as reads:
            return reads.registrations.get(Destination.REGISTRY, passport_id)

    def queued(self, passport_id: PassportId) -> list[Queued]:
        with self.storage.reading() as reads:
            return list(reads.outbox.of_passport(Destination.REGISTRY, passport_id))

    def check_nothing_lost_or_doubled(self) -> None:
        """Each version is registered once, under one id, with its own hash; we know it, and nothing waits."""
        assert self.registry.violations == []
        assert self.open() == (0, 0, 0)
        at_registry = {
            (address.rsplit("/", 1)[-1], version): told
            for address, known in self.registry.registered.items()
            for version, told in known.versions.items()
        }
        assert at_registry == self.told
        ids = [known.registration_id for known in self.registry.registered.values()]
        assert len(set(ids)) == len(ids)
        for passport_id in {passport for passport, _ in self.told}:
            self._check_known(passport_id)

    def _check_known(self, passport_id: PassportId) -> None:
        versions = [version for passport, version in self.told if passport == passport_id]
        ours, theirs = self.standing(passport_id), self.registry.registered[f"{URL}/passports/{passport_id}"]
        assert ours is not None
        assert (ours.registration_id, ours.version) == (theirs.registration_id, max(versions))
        with self.storage.reading() as reads:
            receipts = reads.registrations.receipts(Destination.REGISTRY, passport_id)
            assert [each.version for each in receipts if each.accepted] == sorted(versions)
            for receipt in receipts:
                proof = reads.registrations.proof(receipt.correlation_id)
                assert proof is not None
                assert proof.answer_sha256 == sha256(proof.answer)


def notice_of(passport: StoredPassport, version: StoredVersion) -> Notice:
    """What the registry has to be told of a version."""
    return Notice(
        destination=Destination.REGISTRY,
        passport_id=passport.passport_id,
        version=version.version,
        kind=NoticeKind.CREATED if version.version == 1 else NoticeKind.REVISED,
        rank=rank_of(passport.granularity),
        sha256=version.sha256,
        at=version.recorded_at,
    )
