"""A backup brings every row back, in either engine, and a bad file or a filled database is refused."""

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from dpp.adapters import backup, migrate
from dpp.adapters.database import Database
from dpp.adapters.kept_files import KeptFiles
from dpp.adapters.photo_files import PhotoFolder
from dpp.domain.errors import Conflict, InvalidInput, Unavailable
from dpp.domain.proof import sha256
from lifecycle.adapters.evidence_files import EvidenceFolder
from migrations import triggers
from migrations.tables import METADATA
from web.settings import Settings

NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
SAMPLES = {
    "time": NOW,
    "date": NOW.date(),
    "bytes": b"\x00\xff bytes",
    "json": {"a": [1, None]},
    "boolean": True,
    "decimal": 1,
    "float": 1.5,
    "integer": 7,
    "text": "Grüße, 'quoted' and \u2028 odd",
}
Row = dict[str, object]


def silent(_table: str, _rows: int) -> None:
    pass


def _sample(table: sa.Table, number: int) -> Row:
    """A row with a value in every column, and in every second row none where that is allowed."""
    row: Row = {}
    for column in table.columns:
        value = SAMPLES[backup.kind_of(column)]
        row[column.name] = f"{value} {number}" if isinstance(value, str) else value
        if isinstance(value, int) and column.primary_key and not isinstance(value, bool):
            row[column.name] = number
        if column.nullable and number % 2:
            row[column.name] = None
    return row


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with rows in every table that needs no other; one has more than two batches of them."""
    with database.engine.begin() as connection:
        for table in METADATA.sorted_tables:
            if not table.foreign_keys and not _has_check(table):
                connection.execute(
                    table.insert(),
                    [_sample(table, number) for number in range(1001 if table.name == "event_key" else 3)],
                )
    return database


def _has_check(table: sa.Table) -> bool:
    return any(isinstance(constraint, sa.CheckConstraint) for constraint in table.constraints)


@pytest.fixture
def target(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.close()


def _everything(database: Database) -> dict[str, list[Row]]:
    with database.engine.connect() as connection:
        return {
            table.name: sorted((row._asdict() for row in connection.execute(sa.select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def test_a_backup_of_either_engine_comes_back_in_either_engine(
    filled: Database, target: Database, tmp_path: Path
) -> None:
    """Every row of every table is equal, and the insert-only tables refuse changes again."""
    told: list[tuple[str, int]] = []
    counts = backup.save(filled, METADATA, tmp_path / "all.zip", NOW, lambda name, rows: told.append((name, rows)))
    assert counts == backup.count(filled, METADATA)
    assert set(counts.items()) <= set(told)
    assert backup.load(target, tmp_path / "all.zip", silent) == counts
    assert _everything(target) == _everything(filled)
    assert counts["event_key"] == 1001
    with target.engine.connect() as connection:
        wanted = {name for table in triggers.INSERT_ONLY for name in triggers.names(connection.dialect.name, table)}
        assert wanted <= triggers.present(connection)


def test_a_backup_is_for_its_owner_alone(filled: Database, tmp_path: Path) -> None:
    backup.save(filled, METADATA, tmp_path / "all.zip", NOW, silent)
    assert (tmp_path / "all.zip").stat().st_mode & 0o777 == 0o600


def test_a_backup_never_overwrites_a_file(database: Database, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_text("precious")
    with pytest.raises(Conflict, match="exists already"):
        backup.save(database, METADATA, tmp_path / "all.zip", NOW, silent)
    assert (tmp_path / "all.zip").read_text() == "precious"


def test_a_backup_that_fails_leaves_no_file(database: Database, tmp_path: Path) -> None:
    """Here: the database has a table that this version does not know."""
    with database.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE stranger (id INTEGER)"))
    with pytest.raises(InvalidInput, match="stranger"):
        backup.save(database, METADATA, tmp_path / "all.zip", NOW, silent)
    assert list(tmp_path.glob("*.zip*")) == []


def test_a_database_with_rows_is_not_restored_into(filled: Database, tmp_path: Path) -> None:
    backup.save(filled, METADATA, tmp_path / "all.zip", NOW, silent)
    before = _everything(filled)
    with pytest.raises(Conflict, match="not empty"):
        backup.load(filled, tmp_path / "all.zip", silent)
    assert _everything(filled) == before


def _picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def _kept(folder: Path) -> dict[str, KeptFiles]:
    return {name: KeptFiles(folder / name) for name in ("evidence", "photos")}


def _fill(folder: Path) -> dict[str, bytes]:
    """Two files of evidence and a photo with its small picture, by their places below the folder."""
    for content in (b"one", b"two"):
        EvidenceFolder(folder / "evidence").put(content)
    PhotoFolder(folder / "photos").keep(_picture())
    return _found(folder)


def _found(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_files_beside_the_database_come_along(sqlite_url: str, tmp_path: Path) -> None:
    """Each under its name in its folder; what has another name is not ours and stays."""
    source, target = Database(sqlite_url), Database(f"sqlite:///{tmp_path / 'target.sqlite'}")
    files = _fill(tmp_path / "here")
    assert len(files) == 4
    (tmp_path / "here" / "photos" / "notes.txt").write_text("not ours")
    backup.save(source, METADATA, tmp_path / "all.zip", NOW, silent, _kept(tmp_path / "here"))
    with pytest.raises(InvalidInput, match=r"evidence, photos.* no place"):
        backup.load(target, tmp_path / "all.zip", silent)
    there = tmp_path / "there"
    backup.load(target, tmp_path / "all.zip", silent, _kept(there))
    assert {
        each.relative_to(there).as_posix(): each.read_bytes() for each in there.rglob("*") if each.is_file()
    } == files
    source.close()
    target.close()


def test_a_backup_of_before_with_evidence_alone_is_still_read(sqlite_url: str, tmp_path: Path) -> None:
    source, target = Database(sqlite_url), Database(f"sqlite:///{tmp_path / 'target.sqlite'}")
    backup.save(source, METADATA, tmp_path / "new.zip", NOW, silent)
    name = sha256(b"one")
    with zipfile.ZipFile(tmp_path / "new.zip") as new, zipfile.ZipFile(tmp_path / "old.zip", "w") as old:
        for member in set(new.namelist()) - {"manifest.json"}:
            old.writestr(member, new.read(member))
        told = {"format": "kringpas-backup/2", "files": 1, "files_sha256": sha256(name.encode())}
        old.writestr("manifest.json", json.dumps(json.loads(new.read("manifest.json")) | told))
        old.writestr(f"files/{name}", b"one")
    backup.load(target, tmp_path / "old.zip", silent, _kept(tmp_path / "there"))
    assert EvidenceFolder(tmp_path / "there" / "evidence").get(name) == b"one"
    source.close()
    target.close()


@pytest.mark.parametrize("spoil", ["changed", "gone", "added"])
def test_a_backup_whose_files_are_not_as_they_were_is_refused(sqlite_url: str, tmp_path: Path, spoil: str) -> None:
    source, target = Database(sqlite_url), Database(f"sqlite:///{tmp_path / 'target.sqlite'}")
    _fill(tmp_path / "here")
    backup.save(source, METADATA, tmp_path / "good.zip", NOW, silent, _kept(tmp_path / "here"))
    with zipfile.ZipFile(tmp_path / "good.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        names = good.namelist()
        victim = next(name for name in names if "-small" in name)
        for name in names:
            if name != victim or spoil != "gone":
                bad.writestr(name, b"other" if name == victim and spoil == "changed" else good.read(name))
        if spoil == "added":
            bad.writestr(f"files/evidence/00/00/{'0' * 64}", b"stranger")
    with pytest.raises(InvalidInput, match="its files are not"):
        backup.load(target, tmp_path / "bad.zip", silent, _kept(tmp_path / "there"))
    assert not (tmp_path / "there").exists()
    source.close()
    target.close()


def test_a_backup_does_not_hide_that_a_file_was_changed(database: Database, tmp_path: Path) -> None:
    here = EvidenceFolder(tmp_path / "here" / "evidence")
    here.put(b"one")
    (name,) = here.addresses()
    (here.folder / name[:2] / name[2:4] / name).write_bytes(b"rewritten")
    with pytest.raises(Unavailable, match="was changed"):
        backup.save(database, METADATA, tmp_path / "all.zip", NOW, silent, _kept(tmp_path / "here"))
    assert not (tmp_path / "all.zip").exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "aa/bb/cc", f"aa/bb/{'0' * 64}", f"00/00/{'0' * 64}/../x", ""])
def test_no_name_in_a_backup_leads_out_of_its_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no name"):
        KeptFiles(tmp_path / "there").write(name, b"x")
    assert not (tmp_path / "there").exists()


def test_every_folder_that_the_service_keeps_files_in_is_taken_along(tmp_path: Path) -> None:
    """A new place for files stands in `Settings.kept_folders`; what is made anew, or is a secret, does not."""
    settings = Settings(data_dir=tmp_path)
    folders = {
        name: value
        for name in dir(Settings)
        if name.endswith("_folder") and isinstance(value := getattr(settings, name), Path)
    }
    assert set(folders.values()) <= set(settings.kept_folders.values())
    assert len(folders) == 5


def _without_manifest(source: zipfile.ZipFile, copy: zipfile.ZipFile) -> None:
    copy.writestr("readme", source.read("manifest.json"))


def _one_byte_changed(source: zipfile.ZipFile, copy: zipfile.ZipFile) -> None:
    for name in source.namelist():
        content = source.read(name)
        copy.writestr(name, content.replace(b"Gr", b"gR", 1) if name.startswith("tables/") else content)


def _a_table_gone(source: zipfile.ZipFile, copy: zipfile.ZipFile) -> None:
    copy.writestr("manifest.json", source.read("manifest.json"))


def _from_the_future(source: zipfile.ZipFile, copy: zipfile.ZipFile) -> None:
    copy.writestr("manifest.json", json.dumps(json.loads(source.read("manifest.json")) | {"revision": "9999"}))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_without_manifest, "no readable manifest"),
        (_one_byte_changed, "damaged: table"),
        (_a_table_gone, "damaged: table"),
        (_from_the_future, "cannot read the backup"),
    ],
)
def test_a_spoilt_backup_is_refused_and_nothing_is_restored(
    sqlite_url: str, tmp_path: Path, spoil: Callable[[zipfile.ZipFile, zipfile.ZipFile], None], says: str
) -> None:
    source = Database(sqlite_url)
    with source.engine.begin() as connection:
        connection.execute(METADATA.tables["log_leaf"].insert(), [_sample(METADATA.tables["log_leaf"], 1)])
    backup.save(source, METADATA, tmp_path / "good.zip", NOW, silent)
    with zipfile.ZipFile(tmp_path / "good.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        spoil(good, bad)
    target = Database(f"sqlite:///{tmp_path / 'target.sqlite'}")
    with pytest.raises(InvalidInput, match=says):
        backup.load(target, tmp_path / "bad.zip", silent)
    assert migrate.current(target) is None
    source.close()
    target.close()


@pytest.mark.parametrize("content", [b"", b"not a zip"])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    target = Database(f"sqlite:///{tmp_path / 'target.sqlite'}")
    with pytest.raises(InvalidInput, match="cannot be read as a backup"):
        backup.load(target, tmp_path / "other", silent)
    target.close()
