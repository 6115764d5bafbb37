"""The log over HTTP: what everybody may read, what only some may, and that what is downloaded proves itself."""

import time
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpp.adapters.log.keys import verify
from dpp.domain.log.bundle import read_bundle
from dpp.domain.log.bundle_check import check_bundle
from dpp.domain.log.checkpoint import SignedCheckpoint
from dpp.domain.log.notes import VerifierKey
from dpp.domain.log.proofs import is_consistent, is_included
from dpp.domain.log.tiles import read_entries
from dpp.domain.log.tree import leaf_hash, root_of
from dpp.domain.log.trust import Trust
from tests.support.client import settings_for
from tests.support.town import Town, settings_in, town
from web.bootstrap import Parts
from web.settings import Settings


@pytest.fixture(scope="module")
def configured(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_in(tmp_path_factory.mktemp("log"), log_every_seconds=1)


@pytest.fixture(scope="module")
def people(configured: Settings) -> Iterator[Town]:
    with town(configured) as opened:
        yield opened


@pytest.fixture(scope="module")
def model(people: Town) -> str:
    return people.model("dell-latitude-7420")


@pytest.fixture(scope="module")
def device(people: Town, model: str, configured: Settings) -> str:
    """Registered, and in the published log by what the service does by itself."""
    owner = people.program("eigenaar")
    wanted = {"model": model, "owner": owner.organisation, "place": "Store", "serial": "LOG1", "asset_tag": "LOG-1"}
    made = owner.made("/api/v1/devices", wanted)
    key: str = made["device"]["key"]
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        answer = owner.get(f"/api/v1/devices/{key}/proof")
        if answer.status_code == 200 and not answer.json()["waiting"]:
            return key
        time.sleep(0.2)
    raise AssertionError(f"nothing was published in {configured.data_dir}")


def trust_of(people: Town) -> Trust:
    lines = people.client.get("/log/key").text.splitlines()
    return Trust(verify, tuple(map(VerifierKey.parse, lines)))


def checkpoint_of(people: Town) -> SignedCheckpoint:
    return SignedCheckpoint.parse(people.client.get("/log/checkpoint").text)


def test_the_checkpoint_is_signed_by_the_key_that_is_served(people: Town, device: str) -> None:
    signed, trust = checkpoint_of(people), trust_of(people)
    assert device
    assert signed.signed_by(trust.keys, verify) == trust.keys
    assert signed.checkpoint.origin == "testserver/log"


def test_the_entries_are_commitments_and_lead_to_the_root(people: Town, device: str) -> None:
    """And never hold anything of what was recorded."""
    head = checkpoint_of(people).checkpoint
    answer = people.client.get(f"/log/tile/entries/000.p/{head.size}")
    entries = read_entries(answer.content)
    assert {len(entry) for entry in entries} == {32}
    assert root_of(map(leaf_hash, entries)) == head.root
    assert device.encode() not in answer.content
    hashes = people.client.get(f"/log/tile/0/000.p/{head.size}").content
    assert hashes == b"".join(map(leaf_hash, entries))


def test_what_is_served_may_be_kept_as_long_as_it_stays_true(people: Town, device: str) -> None:
    size = checkpoint_of(people).checkpoint.size
    assert device
    assert people.client.get("/log/checkpoint").headers["cache-control"] == "public, max-age=5"
    tile = people.client.get(f"/log/tile/0/000.p/{size}")
    assert tile.headers["cache-control"] == "public, max-age=86400"
    assert tile.headers["content-type"] == "application/octet-stream"


def test_a_full_tile_never_changes(people: Town, configured: Settings, device: str) -> None:
    full = configured.data_dir / "log" / "tile" / "5" / "000"
    full.parent.mkdir()
    full.write_bytes(b"x" * 8192)
    assert device
    assert people.client.get("/log/tile/5/000").headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path", ["0/001", "0/0", "0/000.p/256", "%2e%2e/%2e%2e/log.keys", "0/%2e%2e/log.keys", "entries/x", ""]
)
def test_there_is_nothing_at_any_other_address(people: Town, device: str, path: str) -> None:
    assert device
    assert people.client.get(f"/log/tile/{path}").status_code == 404


def test_programs_of_others_may_ask(people: Town, device: str) -> None:
    assert device
    answer = people.client.get("/log/checkpoint", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["api-version"]
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_proofs_are_ready_made(people: Town, device: str) -> None:
    head = checkpoint_of(people).checkpoint
    assert device
    entries = read_entries(people.client.get(f"/log/tile/entries/000.p/{head.size}").content)
    answer = people.client.get("/log/proofs/inclusion", params={"index": 1, "size": head.size}).json()
    path = [b64decode(each) for each in answer["proof"]]
    assert is_included(1, head.size, leaf_hash(entries[1]), path, head.root)
    answer = people.client.get("/log/proofs/consistency", params={"from": 2, "to": head.size}).json()
    path = [b64decode(each) for each in answer["proof"]]
    assert is_consistent(2, head.size, root_of(map(leaf_hash, entries[:2])), head.root, path)


@pytest.mark.parametrize(
    "question",
    ["inclusion", "inclusion?index=-1", "inclusion?index=999999", "consistency?from=9&to=3", "consistency?from=x"],
)
def test_a_proof_of_what_is_not_there_is_a_problem(people: Town, device: str, question: str) -> None:
    assert device
    answer = people.client.get(f"/log/proofs/{question}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_the_checkpoint_of_each_day_is_there(people: Town, device: str) -> None:
    days = people.client.get("/log/checkpoints").json()["days"]
    assert device
    assert len(days) >= 1
    assert SignedCheckpoint.parse(people.client.get(f"/log/checkpoints/{days[0]}").text).checkpoint.size > 0
    assert people.client.get("/log/checkpoints/1999-01-01").status_code == 404


def test_the_bundle_of_a_device_proves_itself(people: Town, device: str) -> None:
    answer = people.program("eigenaar").get(f"/api/v1/devices/{device}/proof")
    assert answer.headers["content-disposition"] == f'attachment; filename="{device}.proof.json"'
    assert answer.headers["cache-control"] == "private, no-store"
    verdict = check_bundle(read_bundle(answer.content), trust_of(people))
    assert (verdict.faults, verdict.checked["opened"]) == ((), 1)


def test_the_bundle_of_a_device_is_not_for_everybody(people: Town, device: str) -> None:
    assert people.client.get(f"/api/v1/devices/{device}/proof").status_code == 401
    assert people.program("fabrikant").get(f"/api/v1/devices/{device}/proof").status_code == 403


def test_the_public_gets_of_a_passport_one_entry_that_says_nothing(people: Town, device: str, model: str) -> None:
    assert device
    bundle = read_bundle(people.client.get(f"/api/v1/passports/{model}/proof").content)
    assert check_bundle(bundle, trust_of(people)).faults == ()
    assert [entry.opening for entry in bundle.entries] == [None]
    opened = read_bundle(people.program("drz").get(f"/api/v1/passports/{model}/proof").content)
    assert all(entry.opening for entry in opened.entries)


def test_pages_lead_to_the_proofs(people: Town, device: str, model: str) -> None:
    page = people.program("eigenaar").get(f"/devices/{device}")
    assert f'href="/api/v1/devices/{device}/proof"' in page.text
    public = people.client.get(f"/passports/{model}", headers={"Accept": "text/html"})
    assert f'href="/api/v1/passports/{model}/proof"' in public.text


def test_what_the_service_did_by_itself_holds(device: str, configured: Settings) -> None:
    assert device
    with Parts.opened(configured) as parts:
        assert parts.log.audit.run().faults == ()


def test_a_service_on_postgresql_keeps_its_log_too(postgres_url: str, tmp_path: Path) -> None:
    with town(settings_for(postgres_url, tmp_path)) as opened:
        opened.model("dell-latitude-7420")
    settings = settings_for(postgres_url, tmp_path)
    with Parts.opened(settings) as parts:
        assert parts.log.sweep_all()[1].size > 0
        assert parts.log.audit.run().faults == ()
