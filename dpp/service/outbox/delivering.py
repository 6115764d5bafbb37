"""Delivers what the outbox holds: at least once by us, and once as the destination sees it.

Rules:
1. A notice is stored in the transaction that made its version, and leaves the queue only in the transaction that
   stores the answer. Between the two a crash at any point loses nothing.
2. A package is stored, with its bytes and its correlation id, before it is sent; whoever sends it again sends the same.
3. After an attempt whose end nobody knows, the destination is asked first; it is sent again only where it was unheard
   of.
4. Nobody sends a package that another worker holds; a lease that ran out is anyone's, and what its old holder brings
   home is dropped.
5. Nothing is given up. What does not come through is tried again, ever more seldom, and is seen in the backlog.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dpp.domain.opaque import encode
from dpp.domain.proof import sha256
from dpp.domain.registration.answers import Judged, Verdict, judge
from dpp.domain.registration.backoff import CHANCE_BYTES, Backoff
from dpp.domain.registration.notices import Destination
from dpp.domain.registration.packages import LARGEST
from dpp.domain.registration.prechecks import PARENT
from dpp.domain.registration.standing import after
from dpp.service.outbox.ports import (
    Answered,
    Courier,
    OutboxStorage,
    OutboxWork,
    Packer,
    Proof,
    Queued,
    Receipt,
    Received,
    RefusedWhole,
    Reply,
    StoredPackage,
    Unclear,
    Unheard,
)
from dpp.service.ports import Chance, Clock

_TOKEN_LENGTH = 16


@dataclass(frozen=True)
class Pace:
    """How fast delivery goes: policy, not law.

    `lease` is longer than any request may take; `look_again` is for what a pre-check held back.
    """

    lease: timedelta = timedelta(minutes=5)
    poll: Backoff = field(default_factory=lambda: Backoff(timedelta(seconds=2), timedelta(minutes=10)))
    failure: Backoff = field(default_factory=lambda: Backoff(timedelta(seconds=5), timedelta(minutes=15)))
    look_again: timedelta = timedelta(minutes=10)


@dataclass(frozen=True)
class Delivery:
    """The worker of one destination. Each method that changes something is one transaction, or one request."""

    destination: Destination
    storage: OutboxStorage
    packer: Packer
    courier: Courier
    clock: Clock
    chance: Chance
    pace: Pace = field(default_factory=Pace)

    def run(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Send and pack everything that is due now; gives how many steps were taken.

        It ends early when it is told to stop, and where the destination is out of reach: what else is due would only
        wait for the same silence.
        """
        steps = 0
        while not stopping() and ((reply := self.forward()) is not None or self.form()):
            steps += 1
            if isinstance(reply, Unclear):
                break
        return steps

    def form(self) -> bool:
        """Pack what is due, or hold it back with the reason; whether there was anything."""
        with self.storage.writing() as work:
            now = self.clock()
            due = work.outbox.due(self.destination, now, LARGEST)
            if not due:
                return False
            packed = self.packer.pack(work, due)
            lines = {queued.notice.line: queued for queued in due}
            for package in packed.packages:
                stored = StoredPackage(package.correlation_id, self.destination, package.body, now, now)
                work.outbox.pack(stored, [lines[line] for line in package.lines])
            again = now + self.pace.look_again
            work.outbox.hold(
                [
                    replace(queued, due_at=again, code=obstacle.code, detail=str(obstacle.what))
                    for queued, obstacle in packed.held
                ]
            )
            work.commit()
        return bool(packed.packages or packed.held)

    def forward(self) -> Reply | None:
        """Take one package that is due one step further; what the destination replied, None where none is due."""
        package = self._leased()
        if package is None:
            return None
        reply = self._spoken(package)
        self._record(package, reply)
        return reply

    def _leased(self) -> StoredPackage | None:
        token = encode(self.chance(_TOKEN_LENGTH), _TOKEN_LENGTH)
        with self.storage.writing() as work:
            now = self.clock()
            package = work.outbox.lease(self.destination, now, now + self.pace.lease, token)
            if package is not None:
                work.commit()
        return package

    def _spoken(self, package: StoredPackage) -> Reply:
        if package.attempts == 1:
            return self.courier.send(package)
        asked = self.courier.ask(package)
        return self.courier.send(package) if isinstance(asked, Unheard) else asked

    def _record(self, package: StoredPackage, reply: Reply) -> None:
        assert package.lease is not None
        with self.storage.writing() as work:
            held = work.outbox.held_under(package.correlation_id, package.lease)
            if held is None:
                return
            match reply:
                case Answered():
                    self._settle(work, held, reply)
                case RefusedWhole():
                    self._refused(work, held, reply.reason)
                case Received():
                    due = self._after(self.pace.poll, held.attempts)
                    work.outbox.release(replace(held, due_at=due, sent_at=held.sent_at or self.clock(), fault=""))
                case Unclear():
                    due = self._after(self.pace.failure, held.attempts, reply.wait)
                    work.outbox.release(replace(held, due_at=due, fault=reply.reason))
                case Unheard():
                    work.outbox.release(replace(held, due_at=self._after(self.pace.failure, held.attempts)))
            work.commit()

    def _after(self, backoff: Backoff, attempts: int, asked: timedelta | None = None) -> datetime:
        return self.clock() + backoff.delay(attempts, self.chance(CHANCE_BYTES), asked)

    def _settle(self, work: OutboxWork, package: StoredPackage, reply: Answered) -> None:
        now = self.clock()
        queued = {each.notice.line: each for each in work.outbox.in_package(package.correlation_id)}
        judged = judge([each.notice for each in queued.values()], reply.results)
        for each in judged:
            if each.verdict is Verdict.AGAIN:
                self._again(work, queued[each.notice.line], each)
        _answered(work, package, [each for each in judged if each.verdict is not Verdict.AGAIN], now)
        if any(each.notice.rank < 2 for each in queued.values()):
            work.outbox.hasten(self.destination, now, code=PARENT)
        work.registrations.add_proof(_proof(package, reply.answer, now))
        work.outbox.drop_package(package.correlation_id)

    def _refused(self, work: OutboxWork, package: StoredPackage, reason: str) -> None:
        """A package of one is a rejection of that passport; a larger one is sent again in smaller ones."""
        now = self.clock()
        queued = work.outbox.in_package(package.correlation_id)
        if len(queued) == 1:
            judged = Judged(queued[0].notice, Verdict.REJECTED, code="refused", detail=reason)
            _answered(work, package, [judged], now)
            work.registrations.add_proof(_proof(package, reason.encode(), now))
        else:
            for each in queued:
                work.outbox.unpack(_next_round(each, now, refusals=each.refusals + 1, detail=reason))
        work.outbox.drop_package(package.correlation_id)

    def _again(self, work: OutboxWork, queued: Queued, judged: Judged) -> None:
        """Told again after a wait that grows with the rounds."""
        due = self._after(self.pace.failure, queued.notice.round)
        work.outbox.unpack(_next_round(queued, due, code=judged.code, detail=judged.detail))


def _answered(work: OutboxWork, package: StoredPackage, judged: Sequence[Judged], now: datetime) -> None:
    """What the destination settled: a passport is in a package once, so that each has one verdict."""
    before = work.registrations.known(package.destination, [each.notice.passport_id for each in judged])
    work.registrations.put([after(before.get(each.notice.passport_id), each, now) for each in judged])
    work.registrations.add_receipts([_receipt(package, each, now) for each in judged])
    work.outbox.done([each.notice for each in judged])


def _receipt(package: StoredPackage, judged: Judged, now: datetime) -> Receipt:
    notice = judged.notice
    return Receipt(
        destination=notice.destination,
        passport_id=notice.passport_id,
        version=notice.version,
        round=notice.round,
        correlation_id=package.correlation_id,
        accepted=judged.verdict is Verdict.ACCEPTED,
        answered_at=now,
        registration_id=judged.registration_id,
        code=judged.code,
        detail=judged.detail,
    )


def _next_round(
    queued: Queued, due: datetime, *, code: str = "", detail: str = "", refusals: int | None = None
) -> Queued:
    notice = replace(queued.notice, round=queued.notice.round + 1)
    counted = queued.refusals if refusals is None else refusals
    return Queued(notice, due, counted, None, code, detail)


def _proof(package: StoredPackage, answer: bytes, now: datetime) -> Proof:
    return Proof(
        correlation_id=package.correlation_id,
        destination=package.destination,
        request_sha256=sha256(package.body),
        answer=answer,
        answer_sha256=sha256(answer),
        formed_at=package.formed_at,
        answered_at=now,
    )
