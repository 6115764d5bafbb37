"""The files that deploy the service name things that exist.

That the image builds and starts is not tested here: it needs a container engine.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from web.cli import application
from web.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
COMMANDS = set(typer.main.get_group(application()).commands)


def test_there_is_a_database_a_service_and_a_proxy_in_front() -> None:
    assert set(SERVICES) == {"database", "migrate", "service", "proxy"}
    assert SERVICES["database"]["image"].startswith("postgres:")
    assert SERVICES["proxy"]["image"].startswith("caddy:")


@pytest.mark.parametrize("name", ["database", "service", "proxy"])
def test_what_keeps_running_has_a_health_check_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert "outside" not in SERVICES["database"]["networks"]


def test_the_service_starts_after_a_healthy_database_was_migrated() -> None:
    assert SERVICES["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert SERVICES["service"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert SERVICES["proxy"]["depends_on"] == {"service": {"condition": "service_healthy"}}


def test_what_must_outlive_a_container_is_on_a_volume() -> None:
    mounted = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert mounted == set(COMPOSE["volumes"])
    assert f"{'KRINGPAS_DATA_DIR'}=/var/lib/kringpas" in DOCKERFILE
    assert "data:/var/lib/kringpas" in SERVICES["service"]["volumes"]


def test_every_setting_that_is_given_exists() -> None:
    known = {f"KRINGPAS_{name.upper()}" for name in Settings.model_fields}
    assert set(SERVICES["service"]["environment"]) <= known
    assert set(re.findall(r"KRINGPAS_[A-Z_]+(?==)", DOCKERFILE)) <= known


def test_no_password_stands_in_the_file() -> None:
    assert SERVICES["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    assert ":${POSTGRES_PASSWORD}@" in SERVICES["service"]["environment"]["KRINGPAS_DATABASE_URL"]


def test_every_command_that_is_run_exists() -> None:
    run = [service["command"] for service in SERVICES.values() if "command" in service]
    run += [service["healthcheck"]["test"][1:] for service in SERVICES.values() if "healthcheck" in service]
    run += [json.loads(command) for command in re.findall(r"CMD (\[.*\])", DOCKERFILE)]
    ours = [command[1] for command in run if command[0] == "kringpas"]
    assert sorted(set(ours)) == ["check", "migrate", "serve"]
    assert set(ours) <= COMMANDS


def test_the_proxy_speaks_to_the_port_that_the_image_serves() -> None:
    (served,) = set(re.findall(r'"--port", "(\d+)"', DOCKERFILE))
    assert f"EXPOSE {served}" in DOCKERFILE
    assert f"reverse_proxy service:{served}" in CADDYFILE


def test_the_image_is_built_from_the_lock_and_runs_without_rights() -> None:
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    final = DOCKERFILE.split("FROM ")[-1]
    assert "\nUSER kringpas\n" in final


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_every_package_with_hashes_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.findall(
        r"^(\S+==\S+)(?: ; [^\\\n]*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE
    )
    assert len(packages) == len(re.findall(r"^\S", text, re.MULTILINE)) > 50
    assert "://" not in text


def test_what_both_locks_have_is_the_same_version() -> None:
    runtime, dev = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert runtime <= dev
