"""The use cases over a real database, with its log in a folder; and an attacker who has the file of the database."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.adapters.log.files import FolderFiles
from dpp.adapters.log.keys import KeyFile
from dpp.adapters.log.store import SqlLogStorage
from dpp.domain.catalogue import AccessClass
from dpp.domain.opaque import DeviceKey
from dpp.service.access.closing import Wanted
from dpp.service.log.bundles import PassportProofs
from dpp.service.log.log import Log
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.service.erasing import Erasing
from lifecycle.service.intake import Scan
from lifecycle.service.proving import DeviceProofs
from lifecycle.service.recording import Draft
from tests.support.fake_log import ORIGIN
from tests.support.service_world import ADMINISTRATOR, BENCH, GRADED, ICT, OWNER, ROUTER, SURPLUS, World, laptop
from web.bootstrap import LEAF_CONTENTS


@dataclass
class LogWorld:
    """A country with a log."""

    database: Database
    folder: Path
    world: World

    @classmethod
    def over(cls, database: Database, folder: Path) -> "LogWorld":
        storage = SqlLifecycleStorage(database)
        return cls(database, folder, World(database=storage, chance=random_bytes))

    @property
    def log(self) -> Log:
        files = FolderFiles(self.folder / "log", self.folder / "log.lock")
        keys = KeyFile(self.folder / "log.keys", ORIGIN)
        return Log(SqlLogStorage(self.database, LEAF_CONTENTS), files, keys, self.world.clock, ORIGIN)

    @property
    def erasing(self) -> Erasing:
        return Erasing(SqlLifecycleStorage(self.database).writing, self.world.clock, self.world.chance)

    @property
    def device_proofs(self) -> DeviceProofs:
        return DeviceProofs(SqlLifecycleStorage(self.database), self.log.bundles)

    @property
    def passport_proofs(self) -> PassportProofs:
        return PassportProofs(self.world.passports, self.log.bundles)

    def life(self) -> DeviceKey:
        """A laptop with five events (the second with a remark) and a passport with versions; a right is changed."""
        model = self.world.passports.register_model(ROUTER, laptop()).passport_id
        view = self.world.register(model=model)
        key = view.device.key
        self.world.clock.forward(minutes=1)
        self.world.use.devices.record(OWNER, key, [Draft(SURPLUS)])
        self.world.clock.forward(minutes=1)
        self.world.use.intake.scan(ICT, Scan(raw=view.line.serial or "", place=BENCH))
        self.world.closing.close(ADMINISTRATOR, Wanted("mass", AccessClass.OWNER, "A leak.", "ESPR art. 9", None))
        self.log.sweep()
        self.world.record(ICT, key, GRADED)
        self.log.sweep()
        return key


class Attacker:
    """Somebody with the file of the database: no trigger and no foreign key stands in the way."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        for (name,) in self._all("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            self._connection.execute(f"DROP TRIGGER {name}")

    def run(self, statement: str, *values: object) -> None:
        """One statement that changes something, committed."""
        done = self._connection.execute(statement, values)
        assert done.rowcount != 0, statement
        self._connection.commit()

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        return self._all(question, *values)

    def close(self) -> None:
        self._connection.close()

    def _all(self, question: str, *values: object) -> list[tuple[object, ...]]:
        return list(self._connection.execute(question, values))
