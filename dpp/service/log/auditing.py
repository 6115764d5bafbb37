"""Checks the whole database against its log, and both against the published files and whatever else was signed.

The rules of the walk over the entries are in `dpp.service.log.walking`; here is what is held against what:
1. Every checkpoint in the database is what was signed, by a key of the log.
2. The published files hold together (`dpp.domain.log.tiles_check`).
3. What is kept and has no leaf was not written by this service.
4. A checkpoint from elsewhere is met too. Only such a one shows that the end was cut off, everywhere at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dpp.domain.log.faults import Fault, FaultKind, Verdict
from dpp.domain.log.tiles_check import check_tiles
from dpp.domain.log.trust import Head, Heads, Trust
from dpp.service.log.ports import LogFiles, LogReads, LogStorage, Signer, StoredCheckpoint
from dpp.service.log.publishing import CHECKPOINT, DAYS
from dpp.service.log.sequencing import note_of
from dpp.service.log.walking import Walk

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Audit:
    """Reads only; the service may run beside it."""

    storage: LogStorage
    files: LogFiles
    signer: Signer

    @property
    def trust(self) -> Trust:
        """In the log's own keys, those of before too."""
        return Trust(self.signer.verify, self.signer.trusted)

    def run(
        self, trust: Trust | None = None, kept: Iterable[Head] = (), progress: Progress = lambda _what, _count: None
    ) -> Verdict:
        """Every fault that can be found; `kept` are checkpoints from elsewhere, `trust` may know their witnesses."""
        believed = trust or self.trust
        own = Trust(believed.verify, believed.keys)
        files = check_tiles(self.files.read, own) if self.files.read(CHECKPOINT) is not None else Verdict({}, ())
        with self.storage.reading() as reads:
            heads = self._heads(reads, own)
            for head in kept:
                heads.add(head, believed)
            newest = reads.newest()
            walk = Walk(reads, self.files, heads, newest.size if newest else 0, progress)
            walk.run()
            strangers = [
                Fault(FaultKind.NOT_IN_LOG, "this is kept, and the log knows nothing of it", about=key)
                for contents in reads.contents.values()
                for key in contents.without_leaf()
            ]
        checked = {"entries": walk.size, "checkpoints": heads.count, "tiles": files.checked.get("tiles", 0)}
        faults = [*files.faults, *heads.faults, *walk.faults, *strangers]
        return Verdict(checked, tuple(dict.fromkeys(faults)), tuple(walk.notes()))

    def _heads(self, reads: LogReads, own: Trust) -> Heads:
        heads = Heads()
        for stored in reads.checkpoints():
            _add_stored(heads, reads, stored, own)
        for path in (CHECKPOINT, *(f"{DAYS}/{day}" for day in self.files.days())):
            content = self.files.read(path)
            if content is not None:
                heads.read(f"the published {path}", content.decode(errors="replace"), own, path)
        return heads


def _add_stored(heads: Heads, reads: LogReads, stored: StoredCheckpoint, own: Trust) -> None:
    name = f"the database's checkpoint of {stored.size} entries"
    try:
        content = note_of(reads, stored).content
    except ValueError:
        content = stored.note
    heads.read(name, content, own)
    if content.split("\n")[1:2] != [str(stored.size)] or stored.root not in _roots(heads, stored.size):
        heads.faults.append(Fault(FaultKind.SIGNATURE, f"{name} is not the one that was signed for this size"))


def _roots(heads: Heads, size: int) -> tuple[str, ...]:
    head = heads.by_size.get(size)
    return () if head is None else (head.root.hex(),)
