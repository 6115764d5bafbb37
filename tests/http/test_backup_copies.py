"""Two registries over HTTP: the one is copied to the other, dies in the middle, and comes back from there."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from dpp.adapters import clock
from dpp.adapters.database import Database
from dpp.adapters.work import SqlStorage
from dpp.domain.actor import Actor, Role
from dpp.domain.opaque import PassportId
from dpp.domain.registration.notices import Destination
from dpp.service.ports import StoredVersion
from lifecycle.domain.permissions import LINKABLE
from tests.support import templates
from tests.support.client import settings_for
from tests.support.live import free_port, served
from tests.support.town import MODELS
from web.accounts.adapters.passwords import FOR_TESTS, Argon2Hasher
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.domain.organisation import OrganisationKind
from web.accounts.service.accounts import accounts
from web.accounts.service.people import AccountDraft, OrganisationDraft
from web.bootstrap import Parts
from web.settings import Settings

PASSWORD = "vier woorden die niemand raadt"


@dataclass(frozen=True)
class Registry:
    """One registry: its settings, and a key of an account with a role."""

    settings: Settings
    key: str

    @property
    def url(self) -> str:
        return self.settings.public_url

    def get(self, path: str, **options: Any) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", headers={"Authorization": f"Bearer {self.key}"}, timeout=30, **options)


def registry(folder: Path, name: str, role: Role, **more: Any) -> Registry:
    """An empty registry on a free port, with one account."""
    path = folder / name
    path.mkdir()
    (path / "kringpas.sqlite").write_bytes(templates.sqlite_template().read_bytes())
    chosen = {"public_url": f"http://127.0.0.1:{free_port()}"} | more
    settings = settings_for(f"sqlite:///{path / 'kringpas.sqlite'}", path, **chosen)
    return Registry(settings, _key(settings, role))


def _key(settings: Settings, role: Role) -> str:
    database = Database(settings.database)
    people = accounts(
        units=SqlAccountUnits(database),
        hasher=Argon2Hasher(FOR_TESTS),
        clock=clock.utc_now,
        chance=clock.random_bytes,
        linkable=LINKABLE,
    )
    drafts = (AccountDraft("bo@example.nl", "Bo", frozenset({Role.ADMINISTRATOR})), _draft(role))
    opened = people.people.create_first_administrator(
        OrganisationDraft("Organisation", OrganisationKind.AGENCY, in_state=True, accounts=drafts), PASSWORD
    )
    administrator = Actor(opened.accounts["bo@example.nl"], opened.organisation, frozenset({Role.ADMINISTRATOR}))
    expires = clock.utc_now().date() + timedelta(days=30)
    secret = people.keys.create(administrator, opened.accounts["program@example.nl"], "program", expires).secret
    database.close()
    return secret


def _draft(role: Role) -> AccountDraft:
    return AccountDraft("program@example.nl", "Program", frozenset({role}))


@contextmanager
def process(registry: Registry, backup: Registry) -> Iterator[subprocess.Popen[bytes]]:
    """The registry in a process of its own, copied to the other one; it can be killed."""
    settings = registry.settings
    environment = os.environ | {
        "KRINGPAS_DATABASE_URL": settings.database,
        "KRINGPAS_DATA_DIR": str(settings.data_dir),
        "KRINGPAS_PUBLIC_URL": settings.public_url,
        "KRINGPAS_BACKUP_URL": backup.url,
        "KRINGPAS_BACKUP_KEY": backup.key,
    }
    port = settings.public_url.rsplit(":", 1)[1]
    command = [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", port]
    with (settings.data_dir / "said.txt").open("wb") as said:
        child = subprocess.Popen(command, env=environment, stdout=said, stderr=said, start_new_session=True)
        try:
            _await(lambda: httpx.get(f"{settings.public_url}/readyz", timeout=10).status_code == 200, child)
            yield child
        finally:
            _kill(child)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """With its workers, which would go on sending."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait(timeout=20)


def _await(condition: Any, child: subprocess.Popen[bytes] | None = None, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert child is None or child.poll() is None, "the service ended"
        try:
            if condition():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    pytest.fail("it did not happen in time")


def models() -> list[bytes]:
    """Real models, and many made-up ones, so that there is a middle."""
    real = [path.read_bytes() for path in sorted(MODELS.glob("*.json"))]
    plain = json.loads(real[0])
    return [*real, *(json.dumps(plain | {"modelName": f"Model {number}"}).encode() for number in range(30))]


def register(registry: Registry, content: bytes) -> str:
    headers = {"Authorization": f"Bearer {registry.key}", "Content-Type": "application/json"}
    answer = httpx.post(f"{registry.url}/api/v1/models", content=content, headers=headers, timeout=30)
    assert answer.status_code == 201, answer.text
    passport: str = answer.json()["passport_id"]
    return passport


def versions(settings: Settings, passports: list[PassportId]) -> dict[tuple[PassportId, int], StoredVersion]:
    database = Database(settings.database)
    with SqlStorage(database).reading() as reads:
        found = {(each, version.version): version for each in passports for version in reads.passports.versions(each)}
    database.close()
    return found


def acknowledged(settings: Settings, passports: list[PassportId]) -> set[tuple[PassportId, int]]:
    """What the registry that died had been told to be held."""
    database = Database(settings.database)
    with SqlStorage(database).reading() as reads:
        receipts = [each for one in passports for each in reads.registrations.receipts(Destination.BACKUP, one)]
    database.close()
    return {(receipt.passport_id, receipt.version) for receipt in receipts if receipt.accepted}


def test_a_registry_that_dies_comes_back_from_the_one_that_keeps_its_copies(tmp_path: Path) -> None:
    """Killed in the middle of delivering: whatever was acknowledged comes back, byte for byte."""
    keeper = registry(tmp_path, "keeper", Role.DEPOSITOR)
    first = registry(tmp_path, "first", Role.DRZ)
    with served(keeper.settings), process(first, keeper) as child:
        passports = [PassportId(register(first, content)) for content in models()]
        _await(lambda: len(acknowledged(first.settings, passports)) >= 5, child)
        _kill(child)
        told = acknowledged(first.settings, passports)
        again = registry(tmp_path, "again", Role.DRZ, public_url=first.url, backup_key=keeper.key)
        with Parts.opened(again.settings) as parts, parts.restoring(keeper.url) as (restoring, source):
            restored = restoring.restore(source, lambda _name, _done: None)
    assert restored.faults == ()
    back, lost = versions(again.settings, passports), versions(first.settings, passports)
    assert 5 <= len(told) <= len(back) < len(lost)
    assert {key: lost[key] for key in back} == back
    assert told <= set(back)


def test_a_copy_is_read_over_en_18222_by_its_own_id(tmp_path: Path) -> None:
    """Once everything is delivered the recovery point says so, and the keeper answers for ids that are not its own."""
    keeper = registry(tmp_path, "keeper", Role.DEPOSITOR)
    first = registry(tmp_path, "first", Role.AUDITOR, backup_url=keeper.url, backup_key=keeper.key)
    maker = Registry(first.settings, "")
    with served(keeper.settings), served(first.settings):
        with Parts.opened(first.settings) as parts:
            actor = Actor(parts.accounts.people.acting().account, None, frozenset({Role.DRZ}))
            passport = parts.passports.register_model(actor, models()[0]).passport_id
            parts.deliveries[Destination.BACKUP].run()
        assert "age_seconds" not in first.get("/api/v1/deliveries/backup").json()
        address = quote(f"{maker.url}/passports/{passport}", safe="")
        held = httpx.get(f"{keeper.url}/v1/dpps/{address}", timeout=30)
        assert held.status_code == 200, held.text
        ours = httpx.get(f"{maker.url}/v1/dpps/{address}", timeout=30).json()
        assert held.json() == ours
        listed = keeper.get("/api/v1/held-copies", params={"granularity": "model"})
        (copy,) = listed.json()["held_copies"]
        assert copy["digital_product_passport_id"] == f"{maker.url}/passports/{passport}"
        assert httpx.get(f"{keeper.url}/api/v1/held-copies?granularity=model", timeout=30).status_code == 401
