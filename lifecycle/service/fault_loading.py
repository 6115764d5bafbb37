"""Taking files of Open Repair Data in: asking for it, and the work, some rows at a time.

Rules:
1. Only an administrator takes files in. Where figures come from, everybody sees.
2. The rules of `lifecycle.domain.faults.loads` say which file is refused, and which changes nothing; those of
   `.judging` what becomes of each row.
3. Some rows at a time: what became of them and the progress in one transaction, so that other writers wait for no more
   than that. A load that was broken off goes on behind the last line that counts.
4. A dry run reads and judges every row, and writes nothing.
"""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import BinaryIO, Protocol

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, Unavailable
from dpp.domain.message import message
from dpp.service.imports.ports import ImportReads, ImportWork
from dpp.service.ports import Clock
from lifecycle.domain.faults.judging import NumberedRow, RowJudge, SortedRows
from lifecycle.domain.faults.loads import REFUSALS_KEPT, FaultLoad, LoadState, Refusal, Taken, day_in
from lifecycle.domain.faults.reference import Reference
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.fault_ports import FaultStore, RowReader
from lifecycle.service.ports import LifecycleReads, LifecycleWork

ROWS_AT_ONCE = 5_000
LARGEST = 500 * 2**20
"""Bytes; the whole public aggregate has a quarter of that."""

_PART = 1 << 18
_LONGEST_NAME = 200

Progress = Callable[[FaultLoad], None]


class LoadReads(LifecycleReads, ImportReads, Protocol):
    """A look at devices, and at the files that were handed in."""


class LoadWork(LifecycleWork, ImportWork, Protocol):
    """One transaction over them."""


class LoadStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[LoadReads]: ...
    def writing(self) -> AbstractContextManager[LoadWork]: ...


class _Gone(Exception):
    """Another worker went on with the load."""


@dataclass(frozen=True)
class FaultLoading:
    """`wake` calls whoever works on what waits; `stopping` is asked after each step whether to leave the rest."""

    storage: LoadStorage
    rows: RowReader
    clock: Clock
    wake: Callable[[], None] = lambda: None
    stopping: Callable[[], bool] = lambda: False

    def submit(self, actor: Actor, name: str, file: BinaryIO, dated: date | None = None) -> FaultLoad:
        """A load that waits for a worker; the one that is known where this file changes nothing (rule 2)."""
        PERMISSIONS.check("load_faults", actor)
        day, sha256 = self._day_of(name, dated), _fingerprint(file)
        with self.storage.writing() as work:
            loads, now = work.faults.loads(), self.clock()
            made = FaultLoad(
                number=len(loads) + 1,
                name=name[:_LONGEST_NAME],
                sha256=sha256,
                dated=day,
                tables=work.faults.reference.version,
                asked_at=now,
                by=actor.account,
            )
            known = _known(loads, made)
            if known is not None:
                return known
            file.seek(0)
            work.imports.keep_file(sha256, iter(lambda: file.read(_PART), b""), now)
            work.faults.add_load(made)
            work.commit()
        self.wake()
        return made

    def try_out(self, actor: Actor, name: str, file: BinaryIO, dated: date | None = None) -> Taken:
        """Rule 4: what would become of the rows."""
        PERMISSIONS.check("load_faults", actor)
        day, total = self._day_of(name, dated), Taken()
        file.seek(0)
        with self.storage.reading() as reads:
            judge = RowJudge(reads.faults.reference, day)
            rows = self.rows(file)
            while some := tuple(islice(rows, ROWS_AT_ONCE)):
                total += _sorted(reads.faults, judge, some).taken
        return total

    def loads(self, actor: Actor) -> tuple[FaultLoad, ...]:
        """Every file that was handed in, newest first."""
        PERMISSIONS.check("load_faults", actor)
        with self.storage.reading() as reads:
            return reads.faults.loads()

    def refusals(self, actor: Actor, number: int) -> tuple[Refusal, ...]:
        """The first rows of a load that were refused; NotFound where there is no such load."""
        PERMISSIONS.check("load_faults", actor)
        with self.storage.reading() as reads:
            if all(each.number != number for each in reads.faults.loads()):
                raise _nowhere(number)
            return reads.faults.refusals(number)

    def run_pending(self) -> int:
        """Work on every load that waits, or was broken off, until none is left; how many that were."""
        worked = 0
        while not self.stopping() and (number := self._free()) is not None:
            self.work_on(number)
            worked += 1
        return worked

    def work_on(self, number: int, progress: Progress = lambda _: None) -> FaultLoad | None:
        """Bring a load to its end; None where another works on it."""
        load = self._hold(number)
        if load is None:
            return None
        try:
            with ExitStack() as stack:
                with self.storage.reading() as reads:
                    file, tables = stack.enter_context(reads.imports.file(load.sha256)), reads.faults.reference
                return self._go_on(load, file, tables, progress)
        except _Gone:
            return None
        except KringpasError as error:
            return self._end(number, error)
        except Exception:
            self._end(number, _our_mistake())
            raise
        except BaseException:  # the process is told to stop: another may go on at once
            self._change(load.number, FaultLoad.released)
            raise

    def _go_on(self, load: FaultLoad, file: BinaryIO, tables: Reference, progress: Progress) -> FaultLoad:
        judge = RowJudge(tables, load.dated)
        rows = judge.behind(self.rows(file), load.last_line)
        while some := tuple(islice(rows, ROWS_AT_ONCE)):
            load = self._step(load, judge, some)
            progress(load)
            if self.stopping():
                return self._change(load.number, FaultLoad.released)
        with self.storage.writing() as work:
            done = _unmoved(work, load).finished(self.clock())
            work.faults.recount()
            work.faults.put_load(done)
            work.imports.forget_file(load.sha256)
            work.commit()
        return done

    def _step(self, load: FaultLoad, judge: RowJudge, rows: tuple[NumberedRow, ...]) -> FaultLoad:
        """Rule 3."""
        with self.storage.writing() as work:
            held = _unmoved(work, load)
            found = _sorted(work.faults, judge, rows)
            work.faults.add(load.number, found.new)
            work.faults.change(load.number, found.changed)
            room = max(0, REFUSALS_KEPT - held.taken.refused)
            work.faults.add_refusals(load.number, found.taken.refusals[:room])
            after = held.after(found.taken, rows[-1][0], self.clock())
            work.faults.put_load(after)
            work.commit()
        return after

    def _free(self) -> int | None:
        with self.storage.reading() as reads:
            return reads.faults.free_load(self.clock())

    def _hold(self, number: int) -> FaultLoad | None:
        now = self.clock()
        with self.storage.writing() as work:
            load = work.faults.hold_load(number)
            if load is None:
                raise _nowhere(number)
            if not load.is_free(now):
                return None
            held = load.held(now)
            work.faults.put_load(held)
            work.commit()
            return held

    def _end(self, number: int, error: KringpasError) -> FaultLoad:
        return self._change(number, lambda load: load.failed(error, self.clock()))

    def _change(self, number: int, change: Callable[[FaultLoad], FaultLoad]) -> FaultLoad:
        with self.storage.writing() as work:
            load = work.faults.hold_load(number)
            assert load is not None  # it was there before
            changed = change(load)
            work.faults.put_load(changed)
            work.commit()
            return changed

    def _day_of(self, name: str, dated: date | None) -> date:
        day = dated or day_in(name)
        if day is None:
            raise InvalidInput(
                message("The name of this file does not say of which month it is."),
                remedy=message("Give the day on which it was published."),
            )
        return day


def _sorted(store: FaultStore, judge: RowJudge, rows: tuple[NumberedRow, ...]) -> SortedRows:
    judged = judge.all_of(rows)
    return judged.beside(store.digests([entry.repair.id for entry in judged.entries]))


def _known(loads: tuple[FaultLoad, ...], made: FaultLoad) -> FaultLoad | None:
    """The load that this one would repeat; Conflict where it is older than another."""
    whole = [load for load in loads if load.state is not LoadState.FAILED]
    newest = max((load.dated for load in whole), default=made.dated)
    if made.dated < newest:
        raise Conflict(
            message("This file is of {day}, and one of {newer} was taken in already.", day=made.dated, newer=newest),
            remedy=message("Take in a newer one."),
        )
    return next((load for load in whole[:1] if load.is_same(made)), None)


def _fingerprint(file: BinaryIO) -> str:
    """SHA-256 of the whole file; InvalidInput where it is too large."""
    file.seek(0)
    found, size = hashlib.sha256(), 0
    while part := file.read(_PART):
        found.update(part)
        size += len(part)
        if size > LARGEST:
            raise InvalidInput(message("The file is larger than {most} MB.", most=LARGEST // 2**20))
    return found.hexdigest()


def _unmoved(work: LoadWork, load: FaultLoad) -> FaultLoad:
    """The load as it stands; `_Gone` where another went on with it."""
    held = work.faults.hold_load(load.number)
    if held is None or replace(held, busy_until=None) != replace(load, busy_until=None):
        raise _Gone
    return held


def _nowhere(number: int) -> NotFound:
    return NotFound(message("There is no file {number} of repair data.", number=number))


def _our_mistake() -> Unavailable:
    return Unavailable(
        message("Something went wrong here, and the import stopped."),
        remedy=message("Hand the file in again: rows that were taken in already stay as they are."),
    )
