"""Registering at the EU registry, from the outside: what owners and administrators read, and what the commands do."""

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from dpp.domain.registration.notices import Destination
from tests.support.client import settings_for
from tests.support.registry_simulator import KEY, Mood, RegistrySimulator
from tests.support.town import Town, town
from web.bootstrap import Parts
from web.cli import main
from web.settings import Settings

URL = "https://id.kringpas.nl"


@pytest.fixture(autouse=True)
def only_the_second_process_delivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service delivers as it starts; here that would be a race for the first version with what a test sends."""

    @asynccontextmanager
    async def nothing(*_: object) -> AsyncIterator[None]:
        yield

    monkeypatch.setattr("web.app.delivering", nothing)


@pytest.fixture
def registry() -> RegistrySimulator:
    return RegistrySimulator()


@pytest.fixture
def registering(registry: RegistrySimulator, database_url: str, tmp_path: Path) -> Iterator[Settings]:
    with registry.served() as address:
        yield settings_for(database_url, tmp_path, public_url=URL, registry_url=address, registry_key=KEY)


@pytest.fixture
def world(registering: Settings) -> Iterator[Town]:
    with town(registering) as opened:
        yield opened


@pytest.fixture
def kringpas(
    registering: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Runs a command of the service that registers; gives what it said."""

    def run(*arguments: str) -> str:
        monkeypatch.setenv("KRINGPAS_DATABASE_URL", registering.database)
        monkeypatch.setenv("KRINGPAS_DATA_DIR", str(registering.data_dir))
        monkeypatch.setenv("KRINGPAS_PUBLIC_URL", URL)
        monkeypatch.setenv("KRINGPAS_REGISTRY_URL", registering.registry_url or "")
        monkeypatch.setenv("KRINGPAS_REGISTRY_KEY", KEY)
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr(sys, "argv", ["kringpas", "registry", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        assert not left.value.code, said.err
        return said.out

    return run


@contextmanager
def delivered(settings: Settings) -> Iterator[None]:
    """What a second process beside the service would send, before and after the registry had time."""
    with Parts.opened(settings) as parts:
        parts.deliveries[Destination.REGISTRY].run()
        parts.registrations.hasten(Destination.REGISTRY)
        parts.deliveries[Destination.REGISTRY].run()
        yield


def registration(world: Town, who: str, passport: str) -> dict[str, Any]:
    response = world.program(who).get(f"/api/v1/passports/{passport}/registration")
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_the_owner_sees_how_far_a_passport_is_and_the_proof(
    world: Town, registering: Settings, registry: RegistrySimulator
) -> None:
    passport = world.model("dell-latitude-7420")
    before = registration(world, "drz", passport)
    assert (before["stage"], before["waiting_versions"], before["registered_version"]) == ("waiting", [1], 0)
    with delivered(registering):
        after = registration(world, "drz", passport)
    assert (after["stage"], after["registration_id"], after["registered_version"]) == ("registered", "REG-00001", 1)
    (answer,) = after["answers"]
    assert answer["accepted"]
    assert len(answer["proof_sha256"]) == 64
    assert list(registry.registered) == [f"{URL}/passports/{passport}"]


def test_the_owner_sees_why_it_was_rejected(world: Town, registering: Settings, registry: RegistrySimulator) -> None:
    passport = world.model("dell-latitude-7420")
    registry.refused[f"{URL}/passports/{passport}"] = "The operator is not known."
    with delivered(registering):
        told = registration(world, "drz", passport)
    assert (told["stage"], told["code"], told["detail"]) == (
        "rejected",
        "not-acceptable",
        "The operator is not known.",
    )


def test_others_do_not_see_it(world: Town) -> None:
    passport = world.model("dell-latitude-7420")
    path = f"/api/v1/passports/{passport}/registration"
    assert world.client.get(path).status_code == 401
    assert world.program("regie").get(path).status_code == 403
    assert world.program("auditor").get(path).status_code == 200
    assert world.program("auditor").get("/api/v1/passports/0123456789abcdef/registration").status_code == 404


def test_auditors_see_the_backlog(world: Town) -> None:
    world.model("dell-latitude-7420")
    told = world.program("auditor").get("/api/v1/deliveries/registry").json()
    assert (told["waiting"], told["registered"]) == (1, 0)
    assert told["age_seconds"] >= 0
    assert world.program("drz").get("/api/v1/deliveries/registry").status_code == 403
    assert world.program("auditor").get("/api/v1/deliveries/nobody").status_code == 400


def test_the_commands_say_what_waits_send_it_and_try_again(
    world: Town, registry: RegistrySimulator, kringpas: Callable[..., str]
) -> None:
    passport = world.model("dell-latitude-7420")
    said = kringpas("status")
    assert "registry: configured." in said
    assert "1 versions wait" in said
    registry.moods = [Mood.STALL, Mood.WELL]
    registry.refused[f"{URL}/passports/{passport}"] = "The operator is not known."
    kringpas("send", "--now")
    kringpas("send", "--now")
    kringpas("send", "--now")
    assert f"{passport} version 1: not-acceptable The operator is not known." in kringpas("status")
    registry.refused.clear()
    assert "1 rejected passports will be sent again" in kringpas("retry", passport)
    kringpas("send")
    kringpas("send", "--now")
    said = kringpas("status")
    assert "1 passports registered, 0 rejected." in said
    assert "Oldest undelivered version: none." in said
    assert registry.violations == []


def test_what_was_published_before_can_be_sent_too(
    registering: Settings, registry: RegistrySimulator, kringpas: Callable[..., str]
) -> None:
    with town(registering.model_copy(update={"registry_url": None})) as world:
        world.model("dell-latitude-7420")
        world.model("fairphone-4")
    assert "0 versions wait" in kringpas("status")
    assert "2 versions were added" in kringpas("send", "--existing")
    assert "Everything is delivered" in kringpas("send", "--now")
    assert len(registry.registered) == 2


@pytest.mark.parametrize("mood", [Mood.STALL, Mood.RESET_AFTER, Mood.RESET_BEFORE, Mood.BUSY, Mood.GARBLED])
def test_a_real_connection_may_break_in_every_way(
    mood: Mood, registry: RegistrySimulator, sqlite_url: str, tmp_path: Path
) -> None:
    """Over real sockets: a reset is a reset, and silence ends when the client loses its patience."""
    with registry.served() as address:
        settings = settings_for(sqlite_url, tmp_path, public_url=URL, registry_url=address, registry_key=KEY)
        with town(settings) as world:
            world.model("dell-latitude-7420")
        registry.moods = [mood]
        for _ in range(3):
            with delivered(settings):
                pass
    assert registry.violations == []
    assert len(registry.registered) == 1
