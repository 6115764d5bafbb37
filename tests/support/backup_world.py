"""A registry with passports, and a second one that keeps its copies: both in memory, with a line between that breaks.

world = BackupWorld()
world.model()
world.deliver()
world.restored()
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

import httpx

from dpp.adapters.backup_provider import BackupProvider
from dpp.adapters.catalogue import load_rules
from dpp.adapters.validation import DocumentSchema
from dpp.api.http import fault_of
from dpp.api.rendering import json_of
from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.document import Elements, PassportStatus
from dpp.domain.en18222.representation import Representation
from dpp.domain.errors import KringpasError
from dpp.domain.links import Links
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.registration.notices import Destination
from dpp.service.acts import Act
from dpp.service.holding.keeping import Keeping
from dpp.service.holding.over_en18222 import HeldDpps
from dpp.service.holding.replicating import ReplicaPacker
from dpp.service.holding.restoring import Restored, Restoring
from dpp.service.outbox.delivering import Delivery
from dpp.service.packages import Packages
from dpp.service.ports import StoredPassport, StoredVersion
from dpp.service.publishing import Publisher
from tests.support.fake_held_copies import FakeHeldStorage
from tests.support.registry_world import Fate, MortalStorage
from tests.support.service_world import OWNER, ROUTER, URL, World, laptop

BACKUP_URL = "https://backup.example"
DEPOSITOR = Actor(AccountId("kringpas"), OrganisationId("kringpas"), frozenset({Role.DEPOSITOR}))
OTHER_DEPOSITOR = Actor(AccountId("other"), OrganisationId("other"), frozenset({Role.DEPOSITOR}))
PACKAGE_SCHEMA = DocumentSchema("passport-package", "1.0")


class Line(StrEnum):
    """What the line does with one request."""

    WELL = "well"
    BROKEN_BEFORE = "broken-before"
    BROKEN_AFTER = "broken-after"
    BUSY = "busy"
    REFUSED = "refused"


@dataclass
class BackupProviderWorld:
    """The second registry, asked in the way of EN 18222; `line` is taken one for each request."""

    storage: FakeHeldStorage = field(default_factory=FakeHeldStorage)
    clock: Any = None
    line: list[Line] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    actor: Actor = DEPOSITOR

    @property
    def keeping(self) -> Keeping:
        return Keeping(self.storage, PACKAGE_SCHEMA, load_rules(), Links(BACKUP_URL), self.clock)

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._handle))

    def _handle(self, request: httpx.Request) -> httpx.Response:
        mood = self.line.pop(0) if self.line else Line.WELL
        if mood is Line.BROKEN_BEFORE:
            raise httpx.ConnectError("broken")
        if mood is Line.BUSY:
            return httpx.Response(503, text="busy")
        if mood is Line.REFUSED:
            return httpx.Response(422, text="not this one")
        self.calls.append(request.method)
        try:
            response = self._answer(request)
        except KringpasError as error:
            response = httpx.Response(fault_of(error).status, text=str(error))
        if mood is Line.BROKEN_AFTER:
            raise httpx.ReadError("broken")
        return response

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/v1/held-copies":
            query = request.url.params
            page = self.keeping.page(self.actor, query["granularity"], query["after"], int(query["limit"]))
            return httpx.Response(200, json=json_of(page))
        held, body = HeldDpps(self.keeping), request.read()
        address = unquote(request.url.raw_path.decode().removeprefix("/v1/dpps").removeprefix("/"))
        if request.method == "POST":
            made = held.create(self.actor, json.loads(body)["digitalProductPassportId"], body)
            return httpx.Response(201, json=made and made.content)
        if request.method == "DELETE":
            return httpx.Response(204 if held.archive(self.actor, address) else 404)
        changed = held.update(self.actor, address, body, Representation.COMPRESSED)
        return httpx.Response(404) if changed is None else httpx.Response(200, json=changed.content)


@dataclass
class BackupWorld:
    """The first registry, whose versions are all copied."""

    world: World = field(default_factory=World)
    provider: BackupProviderWorld = field(default_factory=BackupProviderWorld)

    def __post_init__(self) -> None:
        self.provider.clock = self.world.clock

    @property
    def publisher(self) -> Publisher:
        return replace(self.world.publisher, destinations=(Destination.BACKUP,))

    def model(self, **more: Any) -> StoredPassport:
        with self.world.storage.writing() as work:
            model = self.publisher.new_model(work, Act(ROUTER, self.world.clock()), laptop(**more))
            work.commit()
        return model

    def item(self, model: StoredPassport, own: Elements | None = None) -> StoredPassport:
        device = DeviceKey(f"device{len(self.stored()):010}")
        with self.world.storage.writing() as work:
            act = Act(OWNER, self.world.clock())
            item, _ = self.publisher.new_item(work, act, device, model.passport_id, own or {})
            work.commit()
        return item

    def revise(self, item: StoredPassport, own: Elements) -> None:
        self.world.clock.forward(hours=1)
        with self.world.storage.writing() as work:
            stored = work.passports.get(item.passport_id)
            assert stored is not None
            self.publisher.revise(work, Act(OWNER, self.world.clock()), stored, own)
            work.commit()

    def archive(self, item: StoredPassport) -> None:
        self.world.clock.forward(hours=1)
        with self.world.storage.writing() as work:
            stored = work.passports.get(item.passport_id)
            assert stored is not None
            self.publisher.set_status(work, Act(OWNER, self.world.clock()), stored, PassportStatus.ARCHIVED)
            work.commit()

    def worker(self, fate: Fate | None = None) -> Delivery:
        courier = BackupProvider(self.provider.client(), BACKUP_URL, "key")
        packer = ReplicaPacker(Links(URL), load_rules())
        storage = MortalStorage(self.world.storage, fate or Fate())
        return Delivery(Destination.BACKUP, storage, packer, courier, self.world.clock, self.world.chance)

    def deliver(self) -> None:
        for _ in range(40):
            self.world.clock.forward(hours=1)
            self.worker().run()
            if not self.waiting():
                return
        raise AssertionError("it goes on for ever")

    def waiting(self) -> int:
        return len(self.world.storage.committed.outbox.rows)

    def stored(self) -> dict[tuple[PassportId, int], StoredVersion]:
        return self.world.storage.committed.passports.every_version

    def restored(self, into: World | None = None, at: str = URL) -> tuple[World, Restored]:
        """An empty registry, or this one, with what the provider holds."""
        empty = into or World()
        restoring = Restoring(Packages(empty.passports, PACKAGE_SCHEMA), Links(at))
        source = BackupProvider(self.provider.client(), BACKUP_URL, "key")
        return empty, restoring.restore(source, lambda _name, _done: None)


def versions_of(world: World) -> Sequence[StoredVersion]:
    return sorted(
        world.storage.committed.passports.every_version.values(), key=lambda each: (each.passport_id, each.version)
    )
