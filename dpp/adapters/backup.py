"""A backup that either engine can restore: every row of every table, as one consistent moment saw them.

The file is a zip: `manifest.json` (format, schema revision, moment; per table its columns, number of rows and SHA-256;
a hash over the names and bytes of all files), `tables/<name>.jsonl`, one JSON list a row, in the order of the columns,
and `files/<folder>/<name>` for each file that lies beside the database (`dpp.adapters.kept_files`). It asks for no
program of the database's own, and it moves a service from SQLite to PostgreSQL.

Rules:
1. Nothing is lost in silence: a table or a type of column that this module does not know stops the backup.
2. Only an empty database is restored into, and only from a file whose every hash fits.
3. Files are restored before the rows that name them, so that no row comes back without its file.
4. A restore is one transaction. The schema comes from the migrations, so the triggers are there; an older backup is
   loaded into its own schema and migrated after. One of format 2 holds files of evidence alone, as `files/<SHA-256>`.
"""

import base64
import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import AutoString

from dpp.adapters import migrate
from dpp.adapters.database import Database, UtcTime
from dpp.adapters.kept_files import KeptFiles
from dpp.domain.errors import Conflict, InvalidInput
from dpp.domain.message import message

FORMAT = "kringpas-backup/3"
_EVIDENCE_ALONE = "kringpas-backup/2"
_WITHOUT_FILES = "kringpas-backup/1"
_READ = frozenset({FORMAT, _EVIDENCE_ALONE, _WITHOUT_FILES})
_BATCH = 500
_VERSIONS = "alembic_version"
_FILES = "files/"

Progress = Callable[[str, int], None]


Folders = Mapping[str, KeptFiles]
"""What lies beside the database, by the name that it has in a backup."""

EVIDENCE = "evidence"
NO_FOLDERS: Folders = MappingProxyType({})


@dataclass(frozen=True)
class Kind:
    """How the values of a column are written: as JSON does, or as text that `read` understands."""

    type: type[sa.types.TypeEngine[Any]]
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


KINDS = {
    "time": Kind(UtcTime, datetime.isoformat, datetime.fromisoformat),
    "date": Kind(sa.Date, date.isoformat, date.fromisoformat),
    "bytes": Kind(sa.LargeBinary, lambda value: base64.b64encode(value).decode(), base64.b64decode),
    "json": Kind(sa.JSON, _same, _same),
    "boolean": Kind(sa.Boolean, _same, _same),
    "float": Kind(sa.Float, _same, _same),  # before its parent, Numeric
    "decimal": Kind(sa.Numeric, str, Decimal),
    "integer": Kind(sa.Integer, _same, _same),
    "text": Kind(sa.String, _same, _same),
}


def kind_of(column: sa.Column[Any]) -> str:
    """The name of the column's kind; TypeError for a type that no kind fits."""
    if isinstance(column.type, AutoString):  # SQLModel's wrapper
        return "text"
    for name, kind in KINDS.items():
        if isinstance(column.type, kind.type):
            return name
    raise TypeError(f"{column.table.name}.{column.name} has a type that backups do not know: {column.type!r}")


def count(database: Database, metadata: sa.MetaData) -> dict[str, int]:
    """How many rows each table has."""
    with database.engine.connect() as connection:
        return {table.name: _count(connection, table) for table in metadata.sorted_tables}


def save(
    database: Database,
    metadata: sa.MetaData,
    path: Path,
    now: datetime,
    progress: Progress,
    folders: Folders = NO_FOLDERS,
) -> dict[str, int]:
    """Write every row and file into a new file, readable by its owner alone; gives the number of rows per table.

    Raises Conflict when the file exists, InvalidInput when the database has another schema than this version's,
    Unavailable when a file is not what it was.
    """
    if path.exists():
        raise Conflict(message("{path} exists already.", path=path), remedy=message("Name a new file."))
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        with _snapshot(database) as connection, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            _same_tables(connection, metadata)
            tables = [_save_table(connection, table, archive, progress) for table in metadata.sorted_tables]
            files = _save_files(folders, archive, progress)  # after the rows: none is too new
            manifest: dict[str, Any] = {"format": FORMAT, "revision": migrate.current(database)}
            manifest |= {
                "made_at": now.isoformat(),
                "tables": tables,
                "files": len(files),
                "files_sha256": _hash_of(files),
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return {table["name"]: table["rows"] for table in tables}


def load(database: Database, path: Path, progress: Progress, folders: Folders = NO_FOLDERS) -> dict[str, int]:
    """Fill an empty database from a backup and migrate it to this version; gives the number of rows per table.

    The files of the backup are put into the folders of their names.

    Raises InvalidInput when the file is no backup, is damaged, or comes from a newer version; Conflict when the
    database holds anything.
    """
    with _archive(path) as archive:
        manifest = _manifest(archive)
        _check_hashes(archive, manifest)
        _check_empty(database)
        _load_files(archive, folders, progress)
        migrate.upgrade(database, manifest["revision"])
        with database.engine.execution_options(kringpas_write=True).begin() as connection:
            for described in manifest["tables"]:
                _load_table(connection, described, archive, progress)
    migrate.upgrade(database)
    return {table["name"]: table["rows"] for table in manifest["tables"]}


def _snapshot(database: Database) -> Any:
    """A connection that sees one moment: SQLite's transactions do already, PostgreSQL's when asked to."""
    if database.is_sqlite:
        return database.engine.connect()
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return database.engine.execution_options(**options).connect()


def _same_tables(connection: Connection, metadata: sa.MetaData) -> None:
    found = set(sa.inspect(connection).get_table_names()) - {_VERSIONS}
    if found != set(metadata.tables):
        strange = ", ".join(sorted(found ^ set(metadata.tables)))
        raise InvalidInput(
            message("The database has other tables than this version: {strange}.", strange=strange),
            remedy=message("Run 'kringpas migrate' first."),
        )


def _count(connection: Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _save_table(
    connection: Connection, table: sa.Table, archive: zipfile.ZipFile, progress: Progress
) -> dict[str, Any]:
    columns = {column.name: kind_of(column) for column in table.columns}
    writers = [KINDS[kind].write for kind in columns.values()]
    digest = hashlib.sha256()
    rows = 0
    found = connection.execution_options(yield_per=_BATCH).execute(sa.select(table).order_by(*table.primary_key))
    with archive.open(_member(table.name), "w", force_zip64=True) as member:
        for rows, row in enumerate(found, start=1):
            values = [None if value is None else write(value) for write, value in zip(writers, row, strict=True)]
            line = json.dumps(values, ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            member.write(line)
            if rows % _BATCH == 0:
                progress(table.name, rows)
    progress(table.name, rows)
    return {"name": table.name, "columns": columns, "rows": rows, "sha256": digest.hexdigest()}


def _save_files(folders: Folders, archive: zipfile.ZipFile, progress: Progress) -> dict[str, str]:
    """The SHA-256 of each by its name in the archive."""
    saved: dict[str, str] = {}
    for folder, files in folders.items():
        for name in files.names():
            content = files.read(name)
            archive.writestr(f"{_FILES}{folder}/{name}", content)
            saved[f"{folder}/{name}"] = hashlib.sha256(content).hexdigest()
            if len(saved) % _BATCH == 0:
                progress("files", len(saved))
    if saved:
        progress("files", len(saved))
    return saved


def _load_files(archive: zipfile.ZipFile, folders: Folders, progress: Progress) -> None:
    names = _names_of_files(archive)
    placed = [(name, *_place(name)) for name in names]
    if strange := {folder for _, folder, _ in placed} - set(folders):
        listed = ", ".join(sorted(strange))
        raise InvalidInput(
            message("The backup holds files ({folders}), and there is no place for them.", folders=listed)
        )
    for number, (name, folder, below) in enumerate(placed, start=1):
        folders[folder].write(below, archive.read(f"{_FILES}{name}"))
        if number % _BATCH == 0 or number == len(names):
            progress("files", number)


def _place(name: str) -> tuple[str, str]:
    """The folder of a file and its name there; a name of format 2 is the hash of evidence and nothing else."""
    folder, slash, below = name.partition("/")
    return (folder, below) if slash else (EVIDENCE, f"{name[:2]}/{name[2:4]}/{name}")


def _names_of_files(archive: zipfile.ZipFile) -> list[str]:
    return sorted(name.removeprefix(_FILES) for name in archive.namelist() if name.startswith(_FILES))


def _hash_of(files: Mapping[str, str]) -> str:
    return _hash_of_lines(f"{name} {digest}" for name, digest in sorted(files.items()))


def _hash_of_lines(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise InvalidInput(
            message("{path} cannot be read as a backup.", path=path),
            remedy=message("Name a file that 'kringpas backup' made."),
        ) from error


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InvalidInput(message("The file has no readable manifest: it is no backup, or damaged.")) from error
    if manifest.get("format") not in _READ or not migrate.knows(manifest.get("revision")):
        raise InvalidInput(
            message("This version cannot read the backup (schema {revision}).", revision=manifest.get("revision")),
            remedy=message("Restore it with the version that made it, or a newer one."),
        )
    return manifest


def _check_hashes(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for table in manifest["tables"]:
        try:
            found = _hash(archive, table["name"])
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError):
            found = None
        if found != table["sha256"]:
            raise InvalidInput(
                message("The backup is damaged: table {name} is not as it was written.", name=table["name"]),
                remedy=message("Nothing was restored. Use another copy of the backup."),
            )
    if manifest["format"] != _WITHOUT_FILES:
        _check_files(archive, manifest)


def _check_files(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    if not _are_whole(archive, manifest):
        raise InvalidInput(
            message("The backup is damaged: its files are not as they were written."),
            remedy=message("Nothing was restored. Use another copy of the backup."),
        )


def _are_whole(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> bool:
    names = _names_of_files(archive)
    try:
        files = {name: hashlib.sha256(archive.read(f"{_FILES}{name}")).hexdigest() for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return False
    if manifest["format"] == _EVIDENCE_ALONE:
        told, fits = _hash_of_lines(names), all(name == digest for name, digest in files.items())
    else:
        told, fits = _hash_of(files), True
    return fits and bool(told == manifest["files_sha256"])


def _hash(archive: zipfile.ZipFile, table: str) -> str:
    digest = hashlib.sha256()
    with archive.open(_member(table)) as member:
        for line in member:
            digest.update(line)
    return digest.hexdigest()


def _check_empty(database: Database) -> None:
    with database.engine.connect() as connection:
        found = sa.MetaData()
        found.reflect(connection)
        for table in found.sorted_tables:
            if table.name != _VERSIONS and _count(connection, table):
                raise Conflict(
                    message("The database is not empty: table {name} has rows.", name=table.name),
                    remedy=message("Restore into a new, empty database."),
                )


def _load_table(
    connection: Connection, described: dict[str, Any], archive: zipfile.ZipFile, progress: Progress
) -> None:
    kinds = {name: KINDS[kind] for name, kind in described["columns"].items()}
    table = sa.Table(described["name"], sa.MetaData(), *(sa.Column(name, kind.type()) for name, kind in kinds.items()))
    done = 0
    with archive.open(_member(table.name)) as member:
        rows = _rows(member, kinds)
        while batch := list(islice(rows, _BATCH)):
            connection.execute(table.insert(), batch)
            done += len(batch)
            progress(table.name, done)
    if done != described["rows"] or _count(connection, table) != done:
        raise InvalidInput(message("Table {name} did not come back whole.", name=table.name))
    if connection.dialect.name == "postgresql":
        _advance_sequences(connection, table)


def _rows(member: IO[bytes], kinds: dict[str, Kind]) -> Iterator[dict[str, Any]]:
    for line in member:
        values = zip(kinds.items(), json.loads(line), strict=True)
        yield {name: None if value is None else kind.read(value) for (name, kind), value in values}


def _advance_sequences(connection: Connection, table: sa.Table) -> None:
    """Let PostgreSQL go on numbering after the highest number that was restored."""
    for column in _numbered(connection, table.name):
        highest = connection.execute(sa.select(sa.func.max(table.c[column]))).scalar()
        if highest is not None:
            sequence = sa.func.pg_get_serial_sequence(f'"{table.name}"', column)
            connection.execute(sa.select(sa.func.setval(sequence, highest)))


def _numbered(connection: Connection, table: str) -> Iterable[str]:
    for column in sa.inspect(connection).get_columns(table):
        if column.get("identity") or "nextval(" in str(column.get("default") or ""):
            yield column["name"]
