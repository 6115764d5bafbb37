"""Imports over the use cases of `service_world`, in memory or over a database.

world = ImportWorld()
run = world.imported("item", '{"gtin": "...", "serialNumber": "A1"}')
world.outcomes(run)
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dpp.adapters.imports.files import Files
from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.imports.rows import ImportRow, RowReport
from dpp.domain.imports.run import Run
from dpp.domain.opaque import PassportId
from dpp.service.imports.column_maps import ColumnMaps
from dpp.service.imports.imports import Imports, Submission
from dpp.service.imports.items import ItemTarget
from dpp.service.imports.models import ModelTarget
from dpp.service.imports.ports import ImportStorage, Target
from dpp.service.imports.runner import Runner
from lifecycle.service.imports import DeviceTarget
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_organisations import FakeOrganisations
from tests.support.service_world import ADMINISTRATOR, World

GTIN = "09520000074203"
MAKER = Actor(AccountId("maker"), OrganisationId("provider"), frozenset({Role.ICT_PROVIDER}))
"""Works for the registry itself, so that it answers for passports without an identifier of its own."""


def lines(*rows: Any) -> bytes:
    """NDJSON of some rows."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@dataclass
class Everybody:
    """`Standing` that lets everybody act, unless they are `gone`."""

    gone: set[AccountId] = field(default_factory=set)

    def today(self, actor: Actor) -> Actor:
        return Actor(actor.account, actor.organisation) if actor.account in self.gone else actor


@dataclass(frozen=True)
class NamedOrganisations:
    """`OrganisationNames` over those of the world."""

    organisations: FakeOrganisations

    def called(self, name: str) -> OrganisationId | None:
        found = (key for key, each in self.organisations.rows.items() if name.casefold() in {key, each.name.casefold()})
        return next(found, None)


@dataclass(frozen=True)
class ListedRows:
    """A `RowSource` of somebody else's register."""

    contents: tuple[dict[str, Any], ...]
    name: str = "Register"
    fingerprint: str = "f" * 64

    def rows(self) -> Iterator[ImportRow]:
        return (ImportRow(number, content) for number, content in enumerate(self.contents, 1))


@dataclass
class ImportWorld:
    """`storage` is that of the world where it is in memory."""

    storage: LifecycleStorage | None = None
    world: World = field(default_factory=World)
    standing: Everybody = field(default_factory=Everybody)
    rows_at_once: int = 3

    def __post_init__(self) -> None:
        if self.storage is None:
            self.storage = self.world.storage
        else:
            self.world.database = self.storage

    @property
    def store(self) -> ImportStorage[Any]:
        assert self.storage is not None
        return self.storage

    @property
    def targets(self) -> dict[str, Target[Any]]:
        devices = DeviceTarget(self.world.use.devices, NamedOrganisations(self.world.organisations))
        return {
            "model": ModelTarget(self.world.passports),
            "item": ItemTarget(self.world.passports),
            "device": devices,
        }

    @property
    def imports(self) -> Imports[Any]:
        return Imports(self.store, self.targets, Files(), self.world.clock, self.world.chance)

    @property
    def maps(self) -> ColumnMaps[Any]:
        return ColumnMaps(self.store, self.targets, self.world.clock)

    @property
    def runner(self) -> Runner[Any]:
        return Runner(self.store, self.targets, Files(), self.standing, self.world.clock, self.rows_at_once)

    def model(self, **more: Any) -> PassportId:
        """A laptop model with a GTIN for demonstrations."""
        wanted = {"productGroup": "laptop", "brand": "Dell", "modelName": "Latitude 7420", "gtin": GTIN} | more
        elements = {
            name: value for name, value in (wanted | {"demonstrationNumber": True}).items() if value is not None
        }
        return self.world.passports.register_model(MAKER, json.dumps(elements).encode()).passport_id

    def submitted(self, kind: str, content: bytes, actor: Actor = MAKER, **more: Any) -> Run:
        wanted = Submission(kind=kind, name=f"{kind}s", file=io.BytesIO(content), **({"dry_run": False} | more))
        return self.imports.submit(actor, wanted)

    def imported(self, kind: str, content: bytes, actor: Actor = MAKER, **more: Any) -> Run:
        """A run that is over."""
        self.world.clock.forward(minutes=1)
        run = self.submitted(kind, content, actor, **more)
        self.runner.run_pending()
        return self.imports.read(actor, run.run_id)

    def reports(self, run: Run) -> list[RowReport]:
        return list(self.imports.every_row(ADMINISTRATOR, run.run_id))

    def outcomes(self, run: Run) -> list[tuple[int, str]]:
        return [(report.line, report.outcome.value) for report in self.reports(run)]

    def passports(self) -> int:
        """How many there are, of all granularities."""
        with self.store.reading() as reads:
            found = [self.world.storage.committed.passports.rows] if self.world.database is None else None
            if found is not None:
                return len(found[0])
            return len(reads._session.connection().exec_driver_sql("SELECT passport_id FROM passport").all())
