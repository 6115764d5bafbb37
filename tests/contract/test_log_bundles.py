"""The bundle of a device or a passport: who gets what, and that nothing in it can be changed unseen."""

import json
import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.database import Database
from dpp.adapters.log.keys import verify
from dpp.domain.actor import VISITOR
from dpp.domain.errors import NotFound, NotPermitted, NotSignedIn
from dpp.domain.log.bundle import Bundle, read_bundle, write_bundle
from dpp.domain.log.bundle_check import check_bundle
from dpp.domain.log.checkpoint import SignedCheckpoint
from dpp.domain.log.faults import Verdict
from dpp.domain.log.trust import Head, Trust
from dpp.domain.opaque import DeviceKey, PassportId
from tests.support import templates
from tests.support.fake_log import FakeSigner
from tests.support.log_world import LogWorld
from tests.support.service_world import ADMINISTRATOR, AUDITOR, GRADED, ICT, OTHER_OWNER, OWNER, ROUTER

Document = dict[str, Any]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LogWorld]:
    folder = tmp_path_factory.mktemp("bundles")
    shutil.copyfile(templates.sqlite_template(), folder / "kringpas.sqlite")
    database = Database(f"sqlite:///{folder / 'kringpas.sqlite'}")
    yield LogWorld.over(database, folder)
    database.close()


@pytest.fixture(scope="module")
def device(world: LogWorld) -> DeviceKey:
    key = world.life()
    world.log.sweep()
    return key


@pytest.fixture(scope="module")
def passport(world: LogWorld, device: DeviceKey) -> PassportId:
    found = world.world.use.devices.read(ROUTER, device).passport_id
    assert found is not None
    return found


@pytest.fixture(scope="module")
def bundle(world: LogWorld, device: DeviceKey) -> bytes:
    return world.device_proofs.bundle(OWNER, device)


def checked(world: LogWorld, content: bytes, *against: Head) -> Verdict:
    return check_bundle(read_bundle(content), Trust(verify, world.log.signer.keys), against)


class TestDevice:
    """Every event of a device, opened, for those who may read its life."""

    def test_it_holds_and_opens_every_event(self, world: LogWorld, bundle: bytes) -> None:
        verdict = checked(world, bundle)
        assert verdict.faults == ()
        assert verdict.checked["entries"] == verdict.checked["opened"] == 5

    def test_it_says_what_happened_and_no_text_that_may_be_erased(self, bundle: bytes) -> None:
        events = [json.loads(entry["content"]) for entry in json.loads(bundle)["entries"]]
        assert [event["happening"]["kind"] for event in events][1] == "declared_surplus"
        assert b"Asked by Anna" not in bundle
        assert "erasable_commitment" in events[1]["happening"]

    @pytest.mark.parametrize("actor", [VISITOR, OTHER_OWNER, ADMINISTRATOR], ids=lambda actor: actor.account)
    def test_nobody_else_gets_it(self, world: LogWorld, device: DeviceKey, actor: Any) -> None:
        with pytest.raises((NotPermitted, NotSignedIn)):
            world.device_proofs.bundle(actor, device)

    def test_the_auditor_does(self, world: LogWorld, device: DeviceKey) -> None:
        assert checked(world, world.device_proofs.bundle(AUDITOR, device)).faults == ()

    def test_a_device_that_is_not_there_has_none(self, world: LogWorld) -> None:
        with pytest.raises(NotFound):
            world.device_proofs.bundle(AUDITOR, DeviceKey("0" * 16))

    def test_without_a_key_that_the_reader_trusts_it_proves_nothing(self, bundle: bytes) -> None:
        for keys in ((), FakeSigner().keys):
            verdict = check_bundle(read_bundle(bundle), Trust(verify, keys))
            assert [fault.kind for fault in verdict.faults] == ["signature"]

    def test_what_is_not_in_the_log_yet_is_said_to_wait(self, world: LogWorld) -> None:
        fresh = world.world.register(
            model=world.world.passports.models(ROUTER)[0].model_id, serial="FRESH", asset_tag="FRESH"
        ).device.key
        content = world.device_proofs.bundle(OWNER, fresh)
        assert json.loads(content)["waiting"] == [{"kind": "event", "subject": fresh, "number": 1}]
        assert checked(world, content).faults == ()

    def test_it_proves_that_the_log_goes_on_from_what_the_reader_saw(self, world: LogWorld, device: DeviceKey) -> None:
        seen = Head("mine", SignedCheckpoint.parse((world.folder / "log" / "checkpoint").read_text()))
        world.world.record(ICT, device, GRADED)
        world.log.sweep()
        later = world.device_proofs.bundle(OWNER, device, since=seen.size)
        assert checked(world, later, seen).faults == ()
        without = world.device_proofs.bundle(OWNER, device)
        assert [fault.kind for fault in checked(world, without, seen).faults] == ["proof"]
        document = json.loads(later)
        document["consistency"]["proof"][0] = b64encode(b"x" * 32).decode()
        assert [fault.kind for fault in checked(world, _written(document), seen).faults] == ["forked"]


class TestPassport:
    """All of it for whoever answers for it; for everybody else that the log holds its newest version, and no more."""

    def test_whoever_answers_for_it_gets_every_version_with_its_bytes(
        self, world: LogWorld, passport: PassportId
    ) -> None:
        content = world.passport_proofs.bundle(OWNER, passport)
        assert checked(world, content).faults == ()
        entries = json.loads(content)["entries"]
        assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))
        assert all(json.loads(b64decode(entry["received"])) for entry in entries)

    @pytest.mark.parametrize("actor", [VISITOR, OTHER_OWNER, ICT], ids=lambda actor: actor.account)
    def test_everybody_else_gets_one_closed_entry(self, world: LogWorld, passport: PassportId, actor: Any) -> None:
        content = world.passport_proofs.bundle(actor, passport)
        verdict = checked(world, content)
        assert (verdict.faults, verdict.checked["entries"], verdict.checked["opened"]) == ((), 1, 0)
        (entry,) = json.loads(content)["entries"]
        assert entry.keys() == {"kind", "subject", "number", "index", "commitment", "proof"}

    def test_a_passport_that_is_not_there_has_none(self, world: LogWorld) -> None:
        with pytest.raises(NotFound):
            world.passport_proofs.bundle(VISITOR, PassportId("0" * 16))

    def test_bytes_that_were_changed_are_found(self, world: LogWorld, passport: PassportId) -> None:
        document = json.loads(world.passport_proofs.bundle(OWNER, passport))
        document["entries"][-1]["received"] = b64encode(b"{}").decode()
        (fault,) = checked(world, _written(document)).faults
        assert (fault.kind, fault.about and fault.about.kind) == ("content-differs", "version")


def _written(document: Document) -> bytes:
    return json.dumps(document).encode()


def _flipped(text: str) -> str:
    content = bytearray(b64decode(text))
    content[0] ^= 1
    return b64encode(content).decode()


def _say_something_else(document: Document) -> None:
    document["entries"][2]["content"] = document["entries"][2]["content"].replace(":", ": ", 1)


def _swap_contents(document: Document) -> None:
    """Both still open their own commitment; each stands under the other's name."""
    second, third = document["entries"][1], document["entries"][2]
    for name in ("content", "salt", "commitment", "index", "proof"):
        second[name], third[name] = third[name], second[name]


def _of_another(document: Document) -> None:
    document["entries"][2]["subject"] = "0" * 16


CHANGES: list[tuple[str, Callable[[Document], object], str, int | None]] = [
    ("content", _say_something_else, "content-differs", 3),
    ("salt", lambda it: it["entries"][2].update(salt=_flipped(it["entries"][2]["salt"])), "content-differs", 3),
    ("short salt", lambda it: it["entries"][2].update(salt="AAAA"), "form", 3),
    ("commitment", lambda it: it["entries"][2].update(commitment=_flipped(it["entries"][2]["commitment"])), "proof", 3),
    ("index", lambda it: it["entries"][2].update(index=0), "proof", 3),
    ("beyond", lambda it: it["entries"][2].update(index=10**30), "proof", 3),
    ("proof", lambda it: it["entries"][2]["proof"].pop(), "proof", 3),
    ("swapped", _swap_contents, "content-differs", 2),
    ("another device", _of_another, "content-differs", 3),
    ("left out", lambda it: it["entries"].pop(2), "entry-missing", 3),
    ("size", lambda it: it.update(checkpoint=it["checkpoint"].replace("\n", "\n1", 1)), "signature", None),
    ("no checkpoint", lambda it: it.update(checkpoint="none"), "form", None),
]


@pytest.mark.parametrize(
    ("change", "kind", "number"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES]
)
def test_whatever_is_changed_is_found_at_its_event(
    world: LogWorld, bundle: bytes, change: Callable[[Document], object], kind: str, number: int | None
) -> None:
    document = json.loads(bundle)
    change(document)
    found = [
        (fault.kind.value, fault.about and fault.about.number) for fault in checked(world, _written(document)).faults
    ]
    assert (kind, number) in found


def test_a_bundle_is_read_as_it_was_written(bundle: bytes) -> None:
    read = read_bundle(bundle)
    assert isinstance(read, Bundle)
    assert write_bundle(read) == bundle


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_any_json_is_a_bundle_or_refused(bundle: bytes, data: st.DataObject) -> None:
    """A member of a good one with anything in its place: read, or told what is wrong, and never anything else."""
    document = json.loads(bundle)
    target = data.draw(st.sampled_from([document, document["entries"][0]]))
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(json_values)
    try:
        read_bundle(_written(document))
    except ValueError:
        return


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b'{"format": "kringpas-proof/2"}', b"\xff", b"[" * 100_000])
def test_what_is_no_bundle_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_bundle(content)
