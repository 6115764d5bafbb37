"""Whatever somebody with the file of the database does to the history, the check finds it and says where.

One database is made, with its log and its published files; each test changes a copy of it, without the triggers.
"""
# ruff: noqa: S608 - the names of tables and columns are our own

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dpp.adapters.database import Database
from dpp.domain.log.checkpoint import SignedCheckpoint
from dpp.domain.log.faults import Fault, Verdict
from dpp.domain.log.trust import Head
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, commitment, sha256
from tests.support import templates
from tests.support.log_world import Attacker, LogWorld
from tests.support.service_world import ADMINISTRATOR, ROUTER


@dataclass
class Scene:
    """A copy of the database and the files, and a device in it."""

    folder: Path
    device: DeviceKey

    @property
    def file(self) -> Path:
        return self.folder / "kringpas.sqlite"

    def check(self, *kept: Head) -> Verdict:
        database = Database(f"sqlite:///{self.file}")
        try:
            return LogWorld.over(database, self.folder).log.audit.run(kept=kept)
        finally:
            database.close()

    def faults(self, *kept: Head) -> list[tuple[str, int | None, str]]:
        """Kind, entry and what it is about, of each."""
        return [(fault.kind.value, fault.entry, _about(fault)) for fault in self.check(*kept).faults]

    def entry_of(self, kind: str, number: int) -> int:
        with attacking(self) as attacker:
            ((entry,),) = attacker.ask(
                "SELECT entry FROM log_entry WHERE kind = ? AND number = ? AND subject = ?", kind, number, self.device
            )
        assert isinstance(entry, int)
        return entry

    def without_files(self) -> None:
        """As after an attack by somebody who took the published files away too."""
        shutil.rmtree(self.folder / "log")


def _about(fault: Fault) -> str:
    return "" if fault.about is None else f"{fault.about.kind} {fault.about.number}"


class attacking:  # noqa: N801 - reads as a statement
    """Changes the file, and closes it."""

    def __init__(self, scene: Scene) -> None:
        self._attacker = Attacker(scene.file)

    def __enter__(self) -> Attacker:
        return self._attacker

    def __exit__(self, *_: object) -> None:
        self._attacker.close()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("original")
    shutil.copyfile(templates.sqlite_template(), folder / "kringpas.sqlite")
    database = Database(f"sqlite:///{folder / 'kringpas.sqlite'}")
    world = LogWorld.over(database, folder)
    device = world.life()
    database.close()
    return Scene(folder, device)


@pytest.fixture
def scene(original: Scene, tmp_path: Path) -> Scene:
    shutil.copytree(original.folder, tmp_path / "copy")
    return Scene(tmp_path / "copy", original.device)


def test_what_nobody_touched_holds(scene: Scene) -> None:
    verdict = scene.check()
    assert verdict.faults == ()
    assert verdict.checked["entries"] >= 7
    scene.without_files()
    assert scene.check().faults == ()


COLUMNS = [
    ("event", "content", "'{}'", "event 2"),
    ("event", "content", "'no json'", "event 2"),
    ("event", "content", "replace(content, '2026-117', '2026-118')", "event 2"),
    ("event", "actor", "'somebody-else'", "event 2"),
    ("event", "organisation", "NULL", "event 2"),
    ("event", "occurred_at", "'2020-01-01 00:00:00.000000'", "event 2"),
    ("event", "recorded_at", "'2020-01-01 00:00:00.000000'", "event 2"),
    ("event", "transaction_id", "'another'", "event 2"),
    ("event", "event_id", "'another'", "event 2"),
    ("event", "kind", "'sold'", "event 2"),
    ("event", "recorded_at", "'no time'", "event 2"),
    ("log_leaf", "recorded_at", "'no time'", "event 2"),
    ("event_payload", "content", "replace(content, 'Anna', 'Otto')", "event 2"),
    ("event_payload", "salt", "x'00'", "event 2"),
    ("log_leaf", "salt", "x'0011'", "event 2"),
    ("log_leaf", "recorded_at", "'2026-05-04 09:00:30.000000'", "event 2"),
]


@pytest.mark.parametrize(("table", "column", "value", "about"), COLUMNS, ids=lambda value: str(value)[:20])
def test_a_value_that_was_changed_is_found_at_its_event(
    scene: Scene, table: str, column: str, value: str, about: str
) -> None:
    """Each column of an event, its text and its leaf; also where the published files are gone."""
    entry = scene.entry_of("event", 2)
    key = "kind = 'event' AND subject = ? AND number = 2" if table == "log_leaf" else "device_key = ? AND sequence = 2"
    with attacking(scene) as attacker:
        attacker.run(f"UPDATE {table} SET {column} = {value} WHERE {key}", scene.device)
    found = scene.faults()
    assert found
    assert {(where, what) for _, where, what in found} == {(entry, about)}
    scene.without_files()
    assert {(where, what) for _, where, what in scene.faults()} == {(entry, about)}


@pytest.mark.parametrize("value", ["no hash", "00" * 32])
def test_a_commitment_that_was_changed_is_found_at_its_event_and_in_the_root(scene: Scene, value: str) -> None:
    entry = scene.entry_of("event", 2)
    with attacking(scene) as attacker:
        key = "kind = 'event' AND subject = ? AND number = 2"
        attacker.run(f"UPDATE log_leaf SET commitment = ? WHERE {key}", value, scene.device)
    found = scene.faults()
    assert {("content-differs", entry, "event 2"), ("entry-differs", entry, "event 2")} <= set(found)
    assert {kind for kind, *_ in found} == {"content-differs", "entry-differs", "root-differs"}


VERSION_COLUMNS = [
    ("received", "x'7b7d'"),
    ("sha256", "'00'"),
    ("actor", "'somebody-else'"),
    ("organisation", "'other'"),
    ("status", "'invalid'"),
    ("operator", "'https://other.example'"),
    ("evidence", "'[\"other\"]'"),
    ("pins", "'no json'"),
    ("recorded_at", "'2020-01-01 00:00:00.000000'"),
]


@pytest.mark.parametrize(("column", "value"), VERSION_COLUMNS, ids=lambda value: str(value)[:20])
def test_a_value_that_was_changed_is_found_at_its_version(scene: Scene, column: str, value: str) -> None:
    with attacking(scene) as attacker:
        ((passport,),) = attacker.ask("SELECT passport_id FROM passport_version WHERE version = 2 LIMIT 1")
        attacker.run(f"UPDATE passport_version SET {column} = {value} WHERE version = 2 AND passport_id = ?", passport)
    assert {(kind, what) for kind, _, what in scene.faults()} == {("content-differs", "version 2")}
    assert str(scene.check().faults[0]).startswith(f"version 2 of passport {passport}, entry ")


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        ("access_record", "reason", "'None.'", "content-differs"),
        ("access_record", "kind", "'lifted'", "content-differs"),
        ("access_record", "roles", "'no-such-role'", "content-differs"),
        ("access_record", "reader", "'00'", "content-differs"),
        ("access_reader", "account", "'somebody-else'", "text-differs"),
        ("access_reader", "salt", "x'00'", "content-differs"),
    ],
)
def test_a_record_of_who_changed_a_right_is_found_when_it_was_changed(
    scene: Scene, table: str, column: str, value: str, kind: str
) -> None:
    with attacking(scene) as attacker:
        attacker.run(f"UPDATE {table} SET {column} = {value}")
    assert (kind, "access 1") in {(found, about) for found, _, about in scene.faults()}
    assert {about for *_, about in scene.faults()} == {"access 1"}


def rewritten(scene: Scene, attacker: Attacker) -> str:
    """The whole event changed with its leaf, so that both fit again; gives the new commitment."""
    ((content,),) = attacker.ask("SELECT content FROM event WHERE device_key = ? AND sequence = 2", scene.device)
    changed = str(content).replace("2026-117", "2026-999")
    attacker.run("UPDATE event SET content = ? WHERE device_key = ? AND sequence = 2", changed, scene.device)
    columns = "event_id, occurred_at, recorded_at, actor, organisation, transaction_id"
    ((event, occurred, recorded, actor, organisation, transaction),) = attacker.ask(
        f"SELECT {columns} FROM event WHERE device_key = ? AND sequence = 2", scene.device
    )
    said = {
        "id": event,
        "device": scene.device,
        "number": 2,
        "occurredAt": _iso(occurred),
        "recordedAt": _iso(recorded),
        "actor": actor,
        "organisation": organisation,
        "transaction": transaction,
        "happening": json.loads(changed),
    }
    made = commitment(b"0" * 16, canonical(said))
    attacker.run(
        "UPDATE log_leaf SET commitment = ?, salt = ? WHERE kind = 'event' AND subject = ? AND number = 2",
        made,
        b"0" * 16,
        scene.device,
    )
    return made


def _iso(stored: object) -> str:
    """As the service writes it: SQLite keeps no zone."""
    text = str(stored).replace(" ", "T").removesuffix(".000000")
    return f"{text}+00:00"


def test_an_event_that_was_rewritten_with_its_leaf_is_found_by_the_published_tiles(scene: Scene) -> None:
    """The database fits itself again; what was published does not. The first root that is missed is told too."""
    entry = scene.entry_of("event", 2)
    with attacking(scene) as attacker:
        rewritten(scene, attacker)
    found = scene.faults()
    assert ("entry-differs", entry, "event 2") in found
    assert {kind for kind, *_ in found} == {"entry-differs", "root-differs"}


def test_without_any_published_file_the_signed_roots_tell_among_which_entries_it_was(scene: Scene) -> None:
    entry = scene.entry_of("event", 2)
    with attacking(scene) as attacker:
        rewritten(scene, attacker)
        ((size,),) = attacker.ask("SELECT min(size) FROM log_checkpoint")
    scene.without_files()
    (fault,) = scene.check().faults
    assert (fault.kind, fault.entry) == ("root-differs", 0)
    assert isinstance(size, int)
    assert entry < size
    assert f"entries 0 to {size - 1}" in str(fault)


def test_checkpoints_that_were_made_anew_are_signed_by_no_key_of_the_log(scene: Scene) -> None:
    """Whoever rewrites the roots too has not the key."""
    with attacking(scene) as attacker:
        rewritten(scene, attacker)
        for (size,) in attacker.ask("SELECT size FROM log_checkpoint"):
            attacker.run("UPDATE log_checkpoint SET root = ? WHERE size = ?", "00" * 32, size)
    scene.without_files()
    assert "signature" in {kind for kind, *_ in scene.faults()}


DELETIONS: list[tuple[str, list[str], set[tuple[str, str]]]] = [
    ("event", ["DELETE FROM event WHERE {event}"], {("content-missing", "event 3")}),
    ("leaf", ["DELETE FROM log_leaf WHERE {leaf}"], {("leaf-missing", "event 3"), ("not-in-log", "event 3")}),
    ("number", ["DELETE FROM log_entry WHERE {leaf}"], {("entry-missing", "")}),
    (
        "event and leaf",
        ["DELETE FROM event WHERE {event}", "DELETE FROM log_leaf WHERE {leaf}"],
        {("leaf-missing", "event 3")},
    ),
    (
        "all of it",
        [
            "DELETE FROM event WHERE {event}",
            "DELETE FROM log_leaf WHERE {leaf}",
            "DELETE FROM log_entry WHERE {leaf}",
        ],
        {("entry-missing", "")},
    ),
    ("id", ["DELETE FROM event_key WHERE {event}"], {("content-differs", "event 3")}),
    ("text", ["DELETE FROM event_payload WHERE device_key = ?"], {("text-gone", "event 2")}),
]


@pytest.mark.parametrize(
    ("statements", "wanted"), [case[1:] for case in DELETIONS], ids=[case[0] for case in DELETIONS]
)
def test_what_was_deleted_is_missed_at_its_place(
    scene: Scene, statements: list[str], wanted: set[tuple[str, str]]
) -> None:
    entry = scene.entry_of("event", 3)
    places = {
        "event": "device_key = ? AND sequence = 3",
        "leaf": "kind = 'event' AND subject = ? AND number = 3",
    }
    with attacking(scene) as attacker:
        for statement in statements:
            attacker.run(statement.format(**places), scene.device)
    found = scene.faults()
    assert {(kind, about) for kind, _, about in found} == wanted
    if "text-gone" not in {kind for kind, *_ in found}:
        assert entry in {where for _, where, _ in found}


def test_an_entry_that_was_taken_out_and_the_rest_moved_up_is_missed_at_its_place(scene: Scene) -> None:
    """No gap is left in the database; the published tiles still have it."""
    entry = scene.entry_of("event", 2)
    with attacking(scene) as attacker:
        attacker.run("DELETE FROM event WHERE device_key = ? AND sequence = 2", scene.device)
        attacker.run("DELETE FROM log_leaf WHERE kind = 'event' AND subject = ? AND number = 2", scene.device)
        attacker.run("DELETE FROM log_entry WHERE entry = ?", entry)
        attacker.run("UPDATE log_entry SET entry = -entry WHERE entry > ?", entry)
        attacker.run("UPDATE log_entry SET entry = -entry - 1 WHERE entry < 0")
    found = scene.faults()
    assert ("entry-missing", entry, "") in found
    assert [where for kind, where, _ in found if kind == "entry-moved"] == [entry]
    assert {kind for kind, *_ in found} == {"entry-missing", "entry-moved", "root-differs", "truncated"}


def test_two_entries_that_changed_places_are_named(scene: Scene) -> None:
    first, second = scene.entry_of("event", 2), scene.entry_of("event", 3)
    with attacking(scene) as attacker:
        attacker.run("UPDATE log_entry SET entry = 999 WHERE entry = ?", first)
        attacker.run("UPDATE log_entry SET entry = ? WHERE entry = ?", first, second)
        attacker.run("UPDATE log_entry SET entry = ? WHERE entry = 999", second)
    moved = {(where, about) for kind, where, about in scene.faults() if kind == "entry-moved"}
    assert moved == {(first, "event 3"), (second, "event 2")}


def test_two_events_that_changed_places_in_a_life_are_named(scene: Scene) -> None:
    with attacking(scene) as attacker:
        for before, after in ((2, 99), (3, 2), (99, 3)):
            attacker.run(
                "UPDATE event SET sequence = ? WHERE device_key = ? AND sequence = ?", after, scene.device, before
            )
    assert {("content-differs", "event 2"), ("content-differs", "event 3")} <= {
        (kind, about) for kind, _, about in scene.faults()
    }


def inserted(scene: Scene, attacker: Attacker, number: int) -> None:
    """A copy of event 3 as event `number`."""
    columns = "event_id, kind, occurred_at, recorded_at, actor, organisation, transaction_id, content"
    attacker.run(
        f"INSERT INTO event (device_key, sequence, {columns}) "
        f"SELECT device_key, ?, {columns} FROM event WHERE device_key = ? AND sequence = 3",
        number,
        scene.device,
    )


def test_an_event_that_was_put_in_without_a_leaf_is_no_part_of_the_log(scene: Scene) -> None:
    with attacking(scene) as attacker:
        inserted(scene, attacker, 9)
    assert ("not-in-log", None, "event 9") in scene.faults()


def test_an_event_that_was_put_in_with_a_number_moves_all_behind_it(scene: Scene) -> None:
    entry = scene.entry_of("event", 2)
    with attacking(scene) as attacker:
        inserted(scene, attacker, 9)
        attacker.run(
            "INSERT INTO log_leaf (subject, kind, number, commitment, salt, recorded_at) "
            "SELECT subject, kind, 9, ?, salt, recorded_at FROM log_leaf "
            "WHERE kind = 'event' AND subject = ? AND number = 3",
            sha256(b"forged"),
            scene.device,
        )
        attacker.run("UPDATE log_entry SET entry = -entry WHERE entry >= ?", entry)
        attacker.run("UPDATE log_entry SET entry = 1 - entry WHERE entry < 0")
        attacker.run("INSERT INTO log_entry VALUES (?, ?, 'event', 9)", entry, scene.device)
    found = scene.faults()
    assert ("entry-differs", entry, "event 9") in found
    assert [where for kind, where, _ in found if kind == "entry-moved"] == [entry + 1]
    assert "unsigned" in {kind for kind, *_ in found}


def test_a_leaf_that_was_numbered_without_a_checkpoint_is_told(scene: Scene) -> None:
    with attacking(scene) as attacker:
        ((size,),) = attacker.ask("SELECT count(*) FROM log_entry")
        inserted(scene, attacker, 9)
        attacker.run(
            "INSERT INTO log_leaf (subject, kind, number, commitment, salt, recorded_at) "
            "SELECT subject, kind, 9, ?, salt, recorded_at FROM log_leaf "
            "WHERE kind = 'event' AND subject = ? AND number = 3",
            sha256(b"forged"),
            scene.device,
        )
        attacker.run("INSERT INTO log_entry VALUES (?, ?, 'event', 9)", size, scene.device)
    assert ("unsigned", size, "") in scene.faults()


class TestCuttingOff:
    """The end of the history, taken away as if it had never been."""

    @staticmethod
    def cut(scene: Scene) -> int:
        """Event 4 and all that came after the first checkpoint; gives how many entries are left."""
        with attacking(scene) as attacker:
            ((size,),) = attacker.ask("SELECT min(size) FROM log_checkpoint")
            attacker.run("DELETE FROM log_checkpoint WHERE size > ?", size)
            for subject, kind, number in attacker.ask(
                "SELECT subject, kind, number FROM log_entry WHERE entry >= ?", size
            ):
                attacker.run("DELETE FROM log_leaf WHERE (subject, kind, number) = (?, ?, ?)", subject, kind, number)
                table, key = {
                    "event": ("event", "device_key = ? AND sequence = ?"),
                    "version": ("passport_version", "passport_id = ? AND version = ?"),
                    "access": ("access_record", "record_id = ? AND 1 = ?"),
                }[str(kind)]
                attacker.run(f"DELETE FROM {table} WHERE {key}", subject, number)
            attacker.run("DELETE FROM log_entry WHERE entry >= ?", size)
        assert isinstance(size, int)
        return size

    def test_is_told_by_what_was_published(self, scene: Scene) -> None:
        size = self.cut(scene)
        assert ("truncated", size, "") in scene.faults()

    def test_is_told_by_a_checkpoint_that_somebody_kept(self, scene: Scene) -> None:
        """With the published files gone too, nothing here knows better: hence checkpoints are to be kept elsewhere."""
        kept = Head("mine", SignedCheckpoint.parse((scene.folder / "log" / "checkpoint").read_text()))
        size = self.cut(scene)
        scene.without_files()
        assert scene.check().faults == ()
        assert scene.faults(kept) == [("truncated", size, "")]


def test_a_fork_is_told_by_a_checkpoint_that_somebody_kept(scene: Scene) -> None:
    """The one with the key signs another history of the same length: only two signed checkpoints show the lie."""
    kept = Head("mine", SignedCheckpoint.parse((scene.folder / "log" / "checkpoint").read_text()))
    with attacking(scene) as attacker:
        rewritten(scene, attacker)
        attacker.run("DELETE FROM log_checkpoint")
        attacker.run("DELETE FROM log_entry")
    scene.without_files()
    database = Database(f"sqlite:///{scene.file}")
    LogWorld.over(database, scene.folder).log.sweep()
    database.close()
    assert scene.check().faults == ()
    (fault, *_) = scene.check(kept).faults
    assert (fault.kind, "different histories" in fault.what) == ("forked", True)


class TestCheckpoints:
    """What was signed cannot be changed either."""

    @pytest.mark.parametrize(
        ("statement", "kinds"),
        [
            ("UPDATE log_checkpoint SET note = replace(note, 'kringpas', 'example')", {"signature"}),
            ("UPDATE log_checkpoint SET note = 'nothing'", {"form", "signature"}),
            ("UPDATE log_checkpoint SET root = '00'", {"signature"}),
            ("DELETE FROM log_checkpoint", {"unsigned"}),
        ],
    )
    def test_in_the_database(self, scene: Scene, statement: str, kinds: set[str]) -> None:
        with attacking(scene) as attacker:
            attacker.run(statement)
        assert {kind for kind, *_ in scene.faults()} == kinds

    def test_under_another_size(self, scene: Scene) -> None:
        with attacking(scene) as attacker:
            attacker.run(
                "UPDATE log_checkpoint SET size = size - 1 WHERE size = (SELECT max(size) FROM log_checkpoint)"
            )
        assert "signature" in {kind for kind, *_ in scene.faults()}

    @pytest.mark.parametrize("path", ["checkpoint", "checkpoints/2026-05-04"])
    def test_in_the_files(self, scene: Scene, path: str) -> None:
        file = scene.folder / "log" / path
        size = SignedCheckpoint.parse(file.read_text()).checkpoint.size
        file.write_text(file.read_text().replace(f"\n{size}\n", f"\n{size - 1}\n"))
        assert "signature" in {kind for kind, *_ in scene.faults()}


class TestTiles:
    """The published files, while the database is as it was."""

    def tile(self, scene: Scene, pattern: str) -> Path:
        return max((scene.folder / "log").glob(pattern), key=lambda path: int(path.name))

    def test_a_hash_that_was_changed_is_named_by_its_entry(self, scene: Scene) -> None:
        path = self.tile(scene, "tile/0/000.p/*")
        content = bytearray(path.read_bytes())
        content[3 * 32] ^= 1
        path.write_bytes(content)
        found = scene.check().faults
        assert {3} == {fault.entry for fault in found if fault.entry is not None}
        assert {"tile-differs", "root-differs", "entry-differs"} == {fault.kind.value for fault in found}

    def test_an_entry_that_was_changed_is_named(self, scene: Scene) -> None:
        path = self.tile(scene, "tile/entries/000.p/*")
        content = bytearray(path.read_bytes())
        content[3 * 34 + 5] ^= 1
        path.write_bytes(content)
        assert scene.faults() == [("tile-differs", 3, "")]

    @pytest.mark.parametrize("pattern", ["tile/0/000.p/*", "tile/entries/000.p/*"])
    def test_a_tile_that_was_cut_off_or_taken_away_is_named(self, scene: Scene, pattern: str) -> None:
        path = self.tile(scene, pattern)
        path.write_bytes(path.read_bytes()[:-1])
        assert [fault.path for fault in scene.check().faults] == [str(path.relative_to(scene.folder / "log"))]
        path.unlink()
        assert [(fault.kind.value, fault.path) for fault in scene.check().faults] == [
            ("tile-missing", str(path.relative_to(scene.folder / "log")))
        ]


class TestErasing:
    """A text that is erased for privacy takes nothing of the proof with it."""

    @pytest.fixture
    def world(self, scene: Scene) -> Iterator[LogWorld]:
        database = Database(f"sqlite:///{scene.file}")
        yield LogWorld.over(database, scene.folder)
        database.close()

    def test_every_proof_holds_and_the_history_says_that_it_was_erased(self, scene: Scene, world: LogWorld) -> None:
        before = world.device_proofs.bundle(ROUTER, scene.device)
        world.erasing.erase(ADMINISTRATOR, scene.device, 2)
        world.log.sweep()
        assert scene.check().faults == ()
        after = json.loads(world.device_proofs.bundle(ROUTER, scene.device))
        (event,) = (each for each in after["entries"] if (each["kind"], each["number"]) == ("event", 2))
        assert event["erased"] == {"on": "2026-05-04", "ground": "request"}
        (earlier,) = (each for each in json.loads(before)["entries"] if (each["kind"], each["number"]) == ("event", 2))
        assert [event[name] for name in ("content", "salt", "commitment")] == [
            earlier[name] for name in ("content", "salt", "commitment")
        ]
        assert ("erasure", 2) in {(each["kind"], each["number"]) for each in after["entries"]}

    def test_nothing_of_it_is_left_in_the_file(self, scene: Scene, world: LogWorld) -> None:
        assert b"Asked by Anna" in scene.file.read_bytes()
        world.erasing.erase(ADMINISTRATOR, scene.device, 2)
        with world.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Asked by Anna" not in scene.file.read_bytes()

    def test_an_erasure_that_was_changed_is_found(self, scene: Scene, world: LogWorld) -> None:
        world.erasing.erase(ADMINISTRATOR, scene.device, 2)
        world.log.sweep()
        world.database.close()
        with attacking(scene) as attacker:
            attacker.run("UPDATE erasure SET ground = 'other'")
        assert {(kind, about) for kind, _, about in scene.faults()} == {("content-differs", "erasure 2")}
