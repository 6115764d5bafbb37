"""What a scan reads: bytes that were prepared when they were written, by one look-up each.

The methods are async because PostgreSQL's must be: a blocking call would stop the loop that serves every scan.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from dpp.domain.document import newest
from dpp.domain.parts import Inherited, join, without
from dpp.domain.proof import sha256


class PublicParts(NamedTuple):
    """The public document of one passport in its parts (`dpp.domain.parts`), with the version of each.

    A tuple, because one is made for every scan. Times are ISO 8601 in UTC; `overrides` are element ids between spaces.
    The parts of a batch are those of no version 0 where the passport has none. `prepared` is how often lines were
    prepared anew without a new version. `closed` are the ids, between spaces and in order, of the elements that are
    left out of every line: those closed in every passport, and those that only an older catalogue calls public.
    """

    passport_id: str
    model_id: str
    granularity: str
    status: str
    version: int
    updated_at: str
    schema: str
    overrides: str
    head: bytes
    elements: bytes
    batch_version: int
    batch_updated_at: str
    batch_schema: str
    batch_overrides: str
    batch_elements: bytes
    history_version: int
    history: bytes
    model_version: int
    model_updated_at: str
    model_schema: str
    model_elements: bytes
    prepared: int = 0
    closed: str = ""

    @property
    def last_updated(self) -> str:
        """The time of the newest part, to the second: `2026-11-20T10:15:00Z`."""
        return f"{max(self.updated_at, self.batch_updated_at, self.model_updated_at)[:19]}Z"

    @property
    def tag(self) -> str:
        """Changes when any part does, or what is closed; the status too: one that is followed keeps its version."""
        versions = f"{self.version}.{self.batch_version}.{self.model_version}.{self.history_version}"
        if self.prepared or self.closed:
            return f"{versions}.{self.status}.{self.prepared}.{_mark(self.closed)}"
        return f"{versions}.{self.status}"

    def document(self) -> bytes:
        """The compressed form, whole."""
        if self.closed:
            return self._without_closed().document()
        hidden = self.overrides.split()
        if not self.batch_version:
            schema = self.schema if self.schema == self.model_schema else newest((self.schema, self.model_schema))
            inherited: tuple[Inherited, ...] = (Inherited(self.model_elements, hidden),)
        else:
            schema = newest((self.schema, self.batch_schema, self.model_schema))
            of_model = Inherited(self.model_elements, {*hidden, *self.batch_overrides.split()})
            inherited = (Inherited(self.batch_elements, hidden), of_model)
        return join(schema, self.head, self.last_updated, self.elements, inherited, self.history)

    def _without_closed(self) -> "PublicParts":
        """The same with what is closed left out of every line."""
        closed = self.closed.split()
        return self._replace(
            elements=without(self.elements, closed),
            batch_elements=without(self.batch_elements, closed),
            model_elements=without(self.model_elements, closed),
            closed="",
        )


@lru_cache(maxsize=64)
def _mark(closed: str) -> str:
    """A short name for what is closed, for a tag."""
    return sha256(closed.encode())[:16]


class Target(NamedTuple):
    """The passport that a label or a GS1 key leads to."""

    passport_id: str
    model_id: str
    granularity: str

    @property
    def is_item(self) -> bool:
        return self.granularity == "item"


class Label(NamedTuple):
    """A label that was printed; an unclaimed one leads nowhere yet."""

    state: str
    target: Target | None


class Named(NamedTuple):
    """The passport that a GS1 key leads to, and the path that is registered for it."""

    path: str
    target: Target


class PublicReader(Protocol):
    """Reads for the scan path. Raises Unavailable where the database does not answer."""

    async def passport(self, passport_id: str) -> PublicParts | None:
        """The parts of a passport, or None where there is none with this id."""
        ...

    async def label(self, code: str) -> Label | None:
        """The label with this code, or None where none was printed."""
        ...

    async def gs1(self, paths: Sequence[str]) -> Named | None:
        """The passport of the first of these canonical paths that is registered: give the most specific first."""
        ...

    async def close(self) -> None:
        """Give back connections; the reader opens them again when it is asked again."""
        ...
