"""What makes the many applications that the tests start in one process quick to start and to sign in to.

A service in a process of its own takes none of these shortcuts: the tests of the command line start such services.
"""

import atexit
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from importlib import import_module
from typing import Any


def take() -> None:
    """All of them, once in a process, before an application is made.

    The modules are imported here: tests of a pure core do not wait for them.
    """
    _remember_adapters()
    _prepare_when_asked()
    _remember_paths()
    _share_reader()
    _hash_cheaply()
    _trace_plainly()
    _forget_nothing_yet()


@cache
def _remember_adapters() -> None:
    """Most of what a start of the application takes is one pydantic adapter for each parameter of each route.

    The tests start hundreds of applications in one process, whose parameters are the same: each adapter is made once.
    """
    compat: Any = import_module("fastapi._compat.v2")
    made, known = compat.TypeAdapter, {}

    def adapter(parameter: Any, config: Any = None) -> Any:
        key = (parameter.__origin__, repr(parameter), repr(config))
        if key not in known:
            known[key] = made(parameter, config=config)
        return known[key]

    compat.TypeAdapter = adapter


@cache
def _prepare_when_asked() -> None:
    """What is left is the preparation of nearly eight hundred routes, of which a test asks a handful.

    Here a route knows its path, name and methods at once, and the rest of itself when something first asks for it (its
    handler, its part of the description). A service in a process of its own prepares all of them at its start, as
    always: the tests of the command line start such services.
    """
    routing: Any = import_module("fastapi.routing")
    route = routing.APIRoute
    prepare = route.__init__

    def begin(self: Any, path: str, endpoint: Callable[..., Any], **how: Any) -> None:
        self.path, self.endpoint = path, endpoint
        self.name = how.get("name") or routing.get_name(endpoint)
        self.methods = {method.upper() for method in how.get("methods") or ["GET"]}
        self.path_regex, self.path_format, self.param_convertors = routing.compile_path(path)
        self.how = how | {"path": path, "endpoint": endpoint}

    def more(self: Any, name: str) -> Any:
        if name.startswith("__") or "how" not in self.__dict__:
            raise AttributeError(name)
        how, known = self.__dict__.pop("how"), dict(self.__dict__)
        prepare(self, **how)
        self.__dict__ |= known  # somebody may have set something since, such as that a page is not described
        return getattr(self, name)

    route.__init__, route.__getattr__ = begin, more


@cache
def _remember_paths() -> None:
    """The pattern of each path is made once: there are more of them than the 512 that `re` remembers."""
    for name in ("starlette.routing", "fastapi.routing"):
        routing: Any = import_module(name)
        routing.compile_path = cache(routing.compile_path)


@cache
def _share_reader() -> None:
    """The process that reads evidence is started once in each test process, not once in each application."""
    parts: Any = import_module("web.bootstrap.parts")
    reader = parts.ProcessReader()
    close = reader.close
    reader.close = lambda: None
    atexit.register(close)
    parts.ProcessReader = lambda: reader


@cache
def _hash_cheaply() -> None:
    """Passwords cost next to nothing: a hash as it should be takes a tenth of a second of the processor.

    What it costs in a service is in `tests.contract.test_accounts_passwords`.
    """
    making: Any = import_module("web.bootstrap.making")
    passwords: Any = import_module("web.accounts.adapters.passwords")
    making.Argon2Hasher = lambda: passwords.Argon2Hasher(passwords.FOR_TESTS)


@cache
def _trace_plainly() -> None:
    """A traceback is told as Python tells it: structlog's own, with the values of every frame, takes three seconds.

    A service in a process of its own configures its lines itself (`web.logs`).
    """
    structlog: Any = import_module("structlog")
    *before, _ = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*before, plain])


@cache
def _forget_nothing_yet() -> None:
    """What a service forgets every six hours, it does not look for at each start: a fresh database holds none of it.

    Each of these sweeps is a thread with a connection that reads the whole schema. `tests.http.test_housekeeping` runs
    them all.
    """
    application: Any = import_module("web.app")
    application.now_and_then = lambda _: nullcontext()


def commit_quickly() -> None:
    """A commit to SQLite does not wait for the disk, as those of the tests' PostgreSQL do not."""
    database: Any = import_module("dpp.adapters.database")
    database.SQLITE_PRAGMAS = (*database.SQLITE_PRAGMAS, "PRAGMA synchronous=OFF")


def share_statements() -> None:
    """A statement is compiled once for each kind of database, not once in each of thousands of databases.

    Two dialects of one class are one to what keeps the compiled statements: nothing of a single database goes in there.
    """
    database: Any = import_module("dpp.adapters.database")
    collections: Any = import_module("sqlalchemy.util")
    make, kept = database.create_engine, {}

    def engine(url: Any, **how: Any) -> Any:
        made = make(url, **how)
        kind: Any = type(made.dialect)
        if kind not in kept:
            kept[kind] = collections.LRUCache(3_000)
            kind.__hash__ = lambda _: hash(kind)
            kind.__eq__ = lambda _, other: type(other) is kind
        made._compiled_cache = kept[kind]
        return made

    database.create_engine = engine
