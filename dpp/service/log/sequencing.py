"""Gives leaves their numbers and signs what came of it: there is one sequencer at a time.

Rules:
1. Numbers and the checkpoint over them are written in one transaction; no number is ever given twice, none left out.
2. The next checkpoint goes on from the frontier of the last one, which must lead to the root that was signed. Leaves
   that were changed afterwards change no later root: the check of the database finds them.
3. Nothing is signed that does not go on from what was signed before: by a key that signed the last checkpoint, and
   never with fewer entries than were published (a database that was put back).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dpp.domain.errors import Refused
from dpp.domain.log.checkpoint import Checkpoint, SignedCheckpoint
from dpp.domain.log.notes import Note
from dpp.domain.log.tree import Frontier, leaf_hash
from dpp.domain.message import message
from dpp.service.log.ports import Entry, LogFiles, LogReads, LogStorage, LogWork, Signer, StoredCheckpoint
from dpp.service.ports import Clock

AT_ONCE = 10_000
"""Leaves in one transaction: others who write wait for less than a second."""
A_RUN = 50 * AT_ONCE


@dataclass(frozen=True)
class Sequenced:
    """How many leaves got a number, how many the log has now, and whether another sequencer was at work."""

    added: int
    size: int
    busy: bool = False


@dataclass(frozen=True)
class Sequencer:
    """`origin` names a log that begins; one that has a checkpoint keeps its name."""

    storage: LogStorage
    files: LogFiles
    signer: Signer
    clock: Clock
    origin: str

    def run(self, *, thorough: bool = False, stopping: Callable[[], bool] = lambda: False) -> Sequenced:
        """Number what waits, some thousands in a transaction; Refused by rule 3.

        To look at every leaf (`thorough`) takes longer the longer the log is: it is done when nothing new is left.
        """
        done = self._run(stopping, thorough=False)
        with self.storage.reading() as reads:
            if not thorough or done.busy or done.added >= A_RUN or reads.all_counted():
                return done
        rest = self._run(stopping, thorough=True)
        return Sequenced(done.added + rest.added, rest.size, rest.busy)

    def _run(self, stopping: Callable[[], bool], *, thorough: bool) -> Sequenced:
        added = size = 0
        last: Entry | None = None
        while added < A_RUN and not stopping():
            with self.storage.reading() as reads:
                newest = reads.newest()
                size = newest.size if newest else 0
                if not reads.waiting(1, thorough=thorough, after=last):
                    break
            with self.storage.writing() as work:
                if not work.hold():
                    return Sequenced(added, size, busy=True)
                numbered, size = self._step(work, work.waiting(AT_ONCE, thorough=thorough, after=last))
                work.commit()
            added, last = added + len(numbered), numbered[-1] if numbered else last
        return Sequenced(added, size)

    def _step(self, work: LogWork, waiting: Sequence[Entry]) -> tuple[Sequence[Entry], int]:
        newest = work.newest()
        frontier = self._frontier(newest)
        if not waiting:
            return (), frontier.size
        work.number(frontier.size, [each.key for each in waiting])
        after = frontier.extended(leaf_hash(each.commitment) for each in waiting if each.commitment is not None)
        work.add_checkpoint(self._signed(after, self.origin if newest is None else origin_of(newest)))
        return waiting, after.size

    def _frontier(self, newest: StoredCheckpoint | None) -> Frontier:
        self._refuse_put_back(0 if newest is None else newest.size)
        if newest is None:
            return Frontier()
        signed = SignedCheckpoint.parse(newest.note)
        try:
            ours = signed.signed_by(self.signer.trusted, self.signer.verify)
            frontier = Frontier.read(newest.size, newest.frontier)
        except ValueError as error:
            raise _altered() from error
        if not ours:
            raise Refused(
                "log-key",
                message("The last checkpoint of the log is not signed by a key that is here."),
                remedy=message("Put the key back that signed it; 'kringpas log key' shows those that are here."),
            )
        if frontier.root != signed.checkpoint.root or frontier.size != signed.checkpoint.size:
            raise _altered()
        return frontier

    def _refuse_put_back(self, size: int) -> None:
        published = published_size(self.files)
        if published > size:
            raise Refused(
                "log-put-back",
                message(
                    "{published} entries of the log were published, the database holds {size}.",
                    published=published,
                    size=size,
                ),
                remedy=message("Nothing is signed. Bring back the newest copy of the database; see docs/log.md."),
            )

    def _signed(self, frontier: Frontier, origin: str) -> StoredCheckpoint:
        checkpoint = Checkpoint(origin, frontier.size, frontier.root)
        note = Note(checkpoint.text, self.signer.sign(checkpoint.text))
        return StoredCheckpoint(frontier.size, frontier.root.hex(), frontier.content, note.content, self.clock())


def origin_of(stored: StoredCheckpoint) -> str:
    """The name of the log that signed it."""
    return stored.note.partition("\n")[0]


def note_of(reads: LogReads, stored: StoredCheckpoint) -> Note:
    """The signed note with the cosignatures that it has until now."""
    note = Note.parse(stored.note)
    for each in reads.cosignatures(stored.size):
        note = Note.parse(f"{note.content}{each.line}")
    return note


def published_size(files: LogFiles) -> int:
    """How many entries the checkpoint that was published last has; 0 where there is none that can be read."""
    content = files.read("checkpoint")
    try:
        return 0 if content is None else SignedCheckpoint.parse(content.decode()).checkpoint.size
    except ValueError:
        return 0


def _altered() -> Refused:
    return Refused(
        "log-altered",
        message("The last checkpoint of the log was changed in the database."),
        remedy=message("Nothing is signed. Run 'kringpas verify --database', and keep the database as it is."),
    )
