"""Taking lists of the register of repairers in.

Rules, besides those of `lifecycle.domain.repairers.register_list` and `lifecycle.service.repairers`:
1. A list that is older than the last one is refused; the same list again changes nothing.
2. A dry run says what would become of each row, and writes nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.proof import sha256
from dpp.service.ports import Chance, Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repairers.register_list import Outcome, RowReport, compare, read_list
from lifecycle.domain.repairers.registration import Act, Registration, RegistrationState, RegistrationStep
from lifecycle.service.ports import LifecycleStorage, LifecycleWork
from lifecycle.service.repairer_ports import TakenList
from lifecycle.service.repairers import new_registration_id


@dataclass(frozen=True)
class ListReport:
    """What became of each row. `taken` is None for a dry run, and for a list that was taken over before."""

    dated: date
    rows: tuple[RowReport, ...]
    taken: TakenList | None = None

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)


@dataclass(frozen=True)
class RepairerLists:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    clock: Clock
    chance: Chance

    def take(self, actor: Actor, content: bytes, dated: date, *, dry_run: bool = False) -> ListReport:
        """Take a list of the register in (rule 1), and say what became of each row."""
        PERMISSIONS.check("import_repairers", actor)
        rows, now = read_list(content), self.clock()
        if dated > now.date():
            what = message("The day of the list is in the future.")
            raise InvalidInput(what, (Problem("dated", what),))
        with self.storage.writing() as work:
            work.repairers.hold_register()
            lists = work.repairers.lists()
            _refuse_older(lists, dated)
            report = ListReport(dated, compare(rows, work.repairers.all(), dated))
            digest = sha256(content)
            if dry_run or any((each.dated, each.sha256) == (dated, digest) for each in lists):
                return report
            counts = Counter(row.outcome for row in report.rows)
            taken = TakenList(new_registration_id(self.chance), dated, digest, now, actor.account, counts)
            for row in report.rows:
                self._take(work, row, dated)
            work.repairers.add_list(taken)
            work.commit()
        return replace(report, taken=taken)

    def taken(self, actor: Actor) -> tuple[TakenList, ...]:
        """The lists that were taken over, the newest day first."""
        PERMISSIONS.check("read_registration", actor)
        with self.storage.reading() as reads:
            return reads.repairers.lists()

    def _take(self, work: LifecycleWork, row: RowReport, dated: date) -> None:
        here, now = row.registration, self.clock()
        if row.outcome is Outcome.GONE and here is not None:
            work.repairers.put(replace(here, ended_from=dated), RegistrationStep(Act.ENDED, now, day=dated))
            return
        if row.entry is None:
            return
        listed = RegistrationStep(Act.LISTED, now, day=dated)
        if row.accepts is not None and (here is None or here.organisation is None):
            accepted = replace(row.accepts, entry=row.entry, state=RegistrationState.ACCEPTED, accepted_at=now)
            work.repairers.put(accepted, listed)
            if here is not None:
                work.repairers.put(replace(here, ended_from=dated), RegistrationStep(Act.ENDED, now, day=dated))
        elif row.outcome is Outcome.NEW:
            made = Registration(
                new_registration_id(self.chance), row.entry, RegistrationState.ACCEPTED, now, accepted_at=now
            )
            work.repairers.put(made, listed)
        elif row.outcome is Outcome.CHANGED and here is not None:
            work.repairers.put(replace(here, entry=row.entry), RegistrationStep(Act.CHANGED, now, day=dated))


def _refuse_older(lists: Iterable[TakenList], dated: date) -> None:
    newest = max((each.dated for each in lists), default=date.min)
    if dated < newest:
        raise Conflict(
            message("A list of {day} was taken over already, and this one is older.", day=newest.isoformat()),
            remedy=message("Take the newest list of the register."),
        )
