"""Own repairs as files that others can read: Open Repair Data, and our extension beside it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.faults.export import EXTENSION_FIELDS, extension_row, open_repair
from lifecycle.domain.faults.open_data import FIELDS, write_row
from lifecycle.domain.faults.own import OwnRepair
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import LifecycleStorage

_AT_ONCE = 1_000

RowWriter = Callable[[Sequence[str], Iterable[Mapping[str, str]]], Iterator[bytes]]
"""A file in pieces, from its fields and rows."""


@dataclass(frozen=True)
class RepairExport:
    """The actor is checked before the first piece. `provider` names this service in the data."""

    storage: LifecycleStorage
    write: RowWriter
    provider: str

    def open_data(self, actor: Actor) -> Iterator[bytes]:
        """CSV of the Open Repair Data Standard 0.3 (`lifecycle.domain.faults.export` has the rules)."""
        PERMISSIONS.check("export_repairs", actor)
        with self.storage.reading() as reads:
            reference = reads.faults.reference
        repairs = (open_repair(each, self.provider) for each in self._every())
        return self.write(FIELDS, (write_row(each, reference) for each in repairs if each is not None))

    def extension(self, actor: Actor) -> Iterator[bytes]:
        """CSV of `schemas/repair-data/1.0/schema.json`, with the same ids."""
        PERMISSIONS.check("export_repairs", actor)
        rows = map(extension_row, self._every())
        return self.write(EXTENSION_FIELDS, (row for row in rows if row is not None))

    def _every(self) -> Iterator[OwnRepair]:
        """Some at a time: a file can be written for as long as its reader takes."""
        after: tuple[DeviceKey, int] | None = None
        while True:
            with self.storage.reading() as reads:
                some = reads.faults.own(after, _AT_ONCE)
            yield from (repair for _, repair in some)
            if len(some) < _AT_ONCE:
                return
            key, last = some[-1]
            after = (key, last.number)
