"""Use cases of registrations: where a passport stands with a destination, what waits, and trying again."""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.registration.notices import Destination, Notice, NoticeKind, rank_of
from dpp.domain.registration.standing import Registration, Stage, stage_of
from dpp.service.outbox.ports import Enrolment, OutboxReads, OutboxStorage, OutboxWork, Queued
from dpp.service.ports import Clock, StoredPassport

_AT_ONCE = 10_000


@dataclass(frozen=True)
class AnswerView:
    """What a destination answered about one version; the hash is that of its answer's bytes, which are kept."""

    version: int
    accepted: bool
    answered_at: datetime
    correlation_id: str
    registration_id: str | None
    code: str
    detail: str
    proof_sha256: str | None


@dataclass(frozen=True)
class RegistrationView:
    """Where one passport stands. `registered_version` is 0 where none was accepted; `code`, `detail`: why it waits."""

    destination: Destination
    passport_id: PassportId
    stage: Stage | None
    registration_id: str | None
    registered_version: int
    newest_version: int
    waiting_versions: tuple[int, ...]
    code: str
    detail: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True)
class Backlog:
    """What a destination does not have yet, in versions, and what it answered, in passports.

    `age_seconds` of the oldest undelivered version is the recovery point: what was made since exists here alone.
    """

    waiting: int
    held: int
    on_the_way: int
    age_seconds: int | None
    registered: int
    rejected: int


@dataclass(frozen=True)
class Registrations:
    """Each method is one transaction. What has no actor is for whoever runs the service, on its command line."""

    storage: OutboxStorage
    enrolment: Enrolment
    clock: Clock

    def of_passport(self, actor: Actor, passport_id: PassportId, destination: Destination) -> RegistrationView:
        """Where a passport stands, for the organisation that answers for it and for whoever runs the registry."""
        with self.storage.reading() as reads:
            passport = reads.passports.get(passport_id)
            PERMISSIONS.check("read_registration", actor, _relations(actor, passport))
            if passport is None:
                raise NotFound(message("There is no passport '{passport}'.", passport=passport_id[:40]))
            return _view(reads, passport, destination)

    def read_backlog(self, actor: Actor, destination: Destination) -> Backlog:
        """As `backlog`, for administrators and auditors."""
        PERMISSIONS.check("read_backlog", actor)
        return self.backlog(destination)

    def backlog(self, destination: Destination) -> Backlog:
        """What a destination does not have yet, and since when: the recovery point."""
        with self.storage.reading() as reads:
            waits, answers = reads.outbox.open(destination), reads.registrations.answers(destination)
        age = None if waits.oldest is None else int((self.clock() - waits.oldest).total_seconds())
        return Backlog(waits.waiting, waits.held, waits.on_the_way, age, answers.registered, answers.rejected)

    def rejected(self, destination: Destination, limit: int) -> tuple[Registration, ...]:
        """Passports whose newest answer was a rejection, oldest first."""
        with self.storage.reading() as reads:
            return tuple(reads.registrations.rejected(destination, limit))

    def hasten(self, destination: Destination) -> int:
        """Let everything that waits be due now; gives how many."""
        with self.storage.writing() as work:
            count = work.outbox.hasten(destination, self.clock())
            work.commit()
        return count

    def tell_of_existing(self, destination: Destination) -> int:
        """Queue every version that was made before this destination was configured; gives how many."""
        return self.enrolment(destination, self.clock())

    def retry(self, destination: Destination, passport_id: PassportId | None = None) -> int:
        """Tell of rejected passports once more (of one, or of all); gives how many versions that are."""
        with self.storage.writing() as work:
            known = work.registrations.get(destination, passport_id) if passport_id else None
            rejected = work.registrations.rejected(destination, _AT_ONCE) if passport_id is None else [known]
            again = [_again(work, each) for each in rejected if each and each.rejected_version]
            notices = [notice for notice in again if notice is not None]
            work.outbox.add_many(notices)
            work.commit()
        return len(notices)


def _relations(actor: Actor, passport: StoredPassport | None) -> frozenset[Relation]:
    owns = passport is not None and actor.organisation is not None and actor.organisation == passport.organisation
    return frozenset({Relation.OWNER}) if owns else frozenset()


def _again(work: OutboxWork, rejected: Registration) -> Notice | None:
    """The version that was rejected, for another round; nothing where a newer one waits already."""
    passport = work.passports.get(rejected.passport_id)
    version = work.passports.version(rejected.passport_id, rejected.rejected_version or 0)
    if passport is None or version is None or work.outbox.of_passport(rejected.destination, rejected.passport_id):
        return None
    receipts = work.registrations.receipts(rejected.destination, rejected.passport_id)
    rounds = [receipt.round for receipt in receipts if receipt.version == version.version]
    return Notice(
        destination=rejected.destination,
        passport_id=passport.passport_id,
        version=version.version,
        kind=NoticeKind.CREATED if version.version == 1 else NoticeKind.REVISED,
        rank=rank_of(passport.granularity),
        sha256=version.sha256,
        at=version.recorded_at,
        round=max(rounds, default=0) + 1,
    )


def _view(reads: OutboxReads, passport: StoredPassport, destination: Destination) -> RegistrationView:
    waiting = reads.outbox.of_passport(destination, passport.passport_id)
    known = reads.registrations.get(destination, passport.passport_id)
    first = waiting[0] if waiting else None
    code, detail = _reason(first, known)
    return RegistrationView(
        destination=destination,
        passport_id=passport.passport_id,
        stage=stage_of(
            known, waiting=bool(waiting), held=bool(first and first.code), sent=bool(first and first.package)
        ),
        registration_id=known.registration_id if known else None,
        registered_version=known.version if known else 0,
        newest_version=passport.version,
        waiting_versions=tuple(each.notice.version for each in waiting),
        code=code,
        detail=detail,
        answers=_answers(reads, destination, passport.passport_id),
    )


def _reason(first: Queued | None, known: Registration | None) -> tuple[str, str]:
    if first is not None:
        return first.code, first.detail
    return (known.code, known.detail) if known else ("", "")


def _answers(reads: OutboxReads, destination: Destination, passport_id: PassportId) -> tuple[AnswerView, ...]:
    return tuple(
        AnswerView(
            version=receipt.version,
            accepted=receipt.accepted,
            answered_at=receipt.answered_at,
            correlation_id=receipt.correlation_id,
            registration_id=receipt.registration_id,
            code=receipt.code,
            detail=receipt.detail,
            proof_sha256=proof.answer_sha256 if (proof := reads.registrations.proof(receipt.correlation_id)) else None,
        )
        for receipt in reads.registrations.receipts(destination, passport_id)
    )
