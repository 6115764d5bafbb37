"""Evidence over HTTP and on the command line, on both engines: files on disk, whose they are, read again, erased."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dpp.adapters.database import Database
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import sha256
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.service.evidence_ports import StoredEvidence
from tests.support.clicking import Clicker
from tests.support.laptop import Laptop
from tests.support.town import Town, town
from web.cli import application
from web.demo import files
from web.settings import Settings


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


@pytest.fixture
def laptop(people: Town) -> Laptop:
    """Collected by the provider."""
    collected = Laptop(people)
    collected.register()
    collected.surplus()
    collected.scan()
    return collected


def kringpas(settings: Settings, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    monkeypatch.setenv("KRINGPAS_DATABASE_URL", settings.database)
    monkeypatch.setenv("KRINGPAS_DATA_DIR", str(settings.data_dir))
    done = CliRunner().invoke(application(), ["evidence", *arguments])
    return done.exit_code, done.output + str(done.exception or "")


def path_of(settings: Settings, address: str) -> Path:
    return settings.evidence_folder / address[:2] / address[2:4] / address


def outdated(settings: Settings, key: str, address: str) -> None:
    """As if an older version of its parser had read the file, and that the battery was not in it."""
    database = Database(settings.database)
    with SqlLifecycleStorage(database).writing() as work:
        stored = work.evidence.get(DeviceKey(key), address)
        assert stored is not None
        older = {name: getattr(stored, name) for name in StoredEvidence.__dataclass_fields__}
        work.evidence.change(StoredEvidence(**older | {"parser_version": "0.9"}))
        work.commit()
    database.close()


def test_a_file_is_on_disk_under_its_hash_and_comes_back_as_it_was(laptop: Laptop, settings: Settings) -> None:
    """Stripped before it is stored; listed with what became of it; downloaded by who may read the device."""
    answer = laptop.evidence("glpi.json")
    stored = path_of(settings, answer["sha256"]).read_bytes()
    assert sha256(stored) == answer["sha256"]
    assert b"softwares" in files.packaged("glpi.json")
    assert b"softwares" not in stored
    got = laptop.owner.get(f"{laptop.path}/evidence/{answer['sha256']}/content")
    assert got.content == stored
    assert got.headers["content-disposition"].startswith("attachment;")
    (listed,) = laptop.owner.get(f"{laptop.path}/evidence").json()["evidence"]
    assert (listed["format"], listed["can_be_read_again"], "erased_at" in listed) == ("glpi-inventory", False, False)
    assert "user-account" in listed["removed"]
    assert laptop.people.program("regie").get(f"{laptop.path}/evidence").status_code == 403


def test_a_station_need_not_say_which_device_and_a_wrong_one_is_refused(laptop: Laptop) -> None:
    ict = laptop.ict
    found = ict.made("/api/v1/evidence?fileName=wipe.log", content=files.packaged("nwipe.log"))
    assert found["device"] == laptop.view["device"]["key"]
    other = files.inventory("OTHER-77", maker="Dell Inc.", model="X", disk="D-9", health=0.9)
    assert "OTHER-77" in ict.refused("/api/v1/evidence", content=other, status=404)["detail"]
    refused = ict.refused(f"{laptop.path}/evidence", content=other)
    assert refused["rule"] == "serial-of-this-device"
    confirmed = ict.made(f"{laptop.path}/evidence?boardReplaced=true", content=other)
    assert confirmed["conflicts"] == []
    document = ict.made(f"{laptop.path}/documents", content=b"%PDF-1.7 a scan")
    assert (document["format"], document["claims"]) == ("document", 0)
    deep = b'{"content":{"bios":' + b'{"a":' * 100 + b"1" + b"}" * 102
    problem = ict.refused(f"{laptop.path}/evidence?fileName=deep.json", content=deep, status=400)
    assert "64 levels" in problem["detail"]


def test_files_are_read_again_erased_and_checked_from_the_command_line(
    laptop: Laptop, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = laptop.evidence("glpi.json")["sha256"]
    key = laptop.view["device"]["key"]
    outdated(settings, key, address)
    (listed,) = laptop.ict.get(f"{laptop.path}/evidence").json()["evidence"]
    assert listed["can_be_read_again"]
    code, said = kringpas(settings, monkeypatch, "read-again", "--format", "glpi-inventory")
    assert (code, "1 files were read again; 0 say something else" in said) == (0, True), said
    assert kringpas(settings, monkeypatch, "check")[0] == 0
    path_of(settings, address).write_bytes(b"rewritten")
    code, said = kringpas(settings, monkeypatch, "check")
    assert (code, f"{address} was changed" in said) == (1, True), said
    assert laptop.ict.get(f"{laptop.path}/evidence/{address}/content").status_code == 503
    code, said = kringpas(settings, monkeypatch, "erase", address, "--ground", "request")
    assert (code, key in said) == (0, True), said
    assert not path_of(settings, address).exists()
    browser = Clicker(laptop.people.client).sign_in("ict")
    assert "erased on request" in browser.open(f"/devices/{key}/files").words
    assert "GLPI inventory" in browser.open(f"/devices/{key}").words, "its hash and what it said stay"
    assert laptop.ict.get(f"{laptop.path}/evidence/{address}/content").status_code == 404
    assert kringpas(settings, monkeypatch, "check")[0] == 0
    refused = laptop.ict.refused(f"{laptop.path}/evidence", content=files.packaged("glpi.json"))
    assert refused["rule"] == "erased-stays-erased"
    life = json.dumps(laptop.read(laptop.owner)["timeline"])
    assert "evidence_erased" in life
    assert "evidence_attached" in life
