"""Erasure statements: drawn of a device, kept, set as a paper, and checked by whoever holds the paper.

Rules:
1. What a statement says is frozen when it is drawn and kept for ever. Asked for again while it still says what the
   device's events say, the same statement is given.
2. The paper carries a code, as a QR code too, that leads to a public page. That page says match or no match and nothing
   else: not of which device, since when, by whom, or why it no longer stands.
3. Names of persons who checked are set on the paper as long as they are not erased; they are no part of the statement.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.erasure.statement import (
    CODE_BYTES,
    Statement,
    StatementCode,
    draw,
    matches,
    stands,
    statement_code,
)
from lifecycle.domain.events import Event, EventId, MediaDestroyed, SanitisationVerified
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Recorded, Recorder, device_of, state_of

MANY = 500
"""How many statements one paper holds at most."""


@dataclass(frozen=True)
class StatementSheet:
    """All that one page shows. `checked_by` are the names that are not erased; `address` is where it is checked."""

    statement: Statement
    address: str
    organisations: Mapping[OrganisationId, str]
    checked_by: Mapping[EventId, str]


class StatementPrinter(Protocol):
    """Sets erasure statements."""

    def pdf(self, sheets: Sequence[StatementSheet], language: str) -> bytes:
        """A PDF in Dutch (`nl`) or English (`en`), each statement on pages of its own."""
        ...


@dataclass(frozen=True)
class StatementView:
    """A statement for those who may see the device, and whether it stands."""

    statement: Statement
    stands: bool


@dataclass(frozen=True)
class ErasureStatements:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    printer: StatementPrinter

    def issue(self, actor: Actor, key: DeviceKey) -> StatementView:
        """The statement of a device as it is now: a new one, or the one that says the same already."""
        with self.storage.writing() as work:
            drawn = self._issued(work, actor, key)
            work.commit()
        return StatementView(drawn, stands=True)

    def issue_many(self, actor: Actor, keys: Sequence[DeviceKey], language: str) -> bytes:
        """The statements of a pallet as one PDF; all, or none when one of them is refused."""
        if not 1 <= len(set(keys)) <= MANY:
            raise InvalidInput(
                message("One paper holds 1 to {most} statements, and {count} were asked.", most=MANY, count=len(keys)),
                remedy=message("Ask for fewer devices at once."),
            )
        with self.storage.writing() as work:
            drawn = [self._issued(work, actor, key) for key in dict.fromkeys(keys)]
            sheets = [self._sheet(each, device_of(work, each.device).events) for each in drawn]
            work.commit()
        return self.printer.pdf(sheets, language)

    def of_device(self, actor: Actor, key: DeviceKey) -> tuple[StatementView, ...]:
        """Every statement of a device, newest first."""
        with self.storage.reading() as reads:
            now = device_of(reads, key)
            PERMISSIONS.check("read_statement", actor, now.device.relations(actor.organisation))
            return tuple(
                StatementView(each, stands(each, now.device, now.events))
                for each in reversed(reads.statements.of_device(key))
            )

    def document(self, actor: Actor, code: StatementCode, language: str) -> bytes:
        """The paper of one statement."""
        with self.storage.reading() as reads:
            found = reads.statements.get(code)
            if found is None:
                raise NotFound(message("There is no erasure statement {code}.", code=code[:40]))
            now = device_of(reads, found.device)
            PERMISSIONS.check("read_statement", actor, now.device.relations(actor.organisation))
            sheet = self._sheet(found, now.events)
        return self.printer.pdf([sheet], language)

    def check(self, code: StatementCode, number: str) -> bool:
        """Rule 2, for anybody: whether a statement with this code stands and carries this number."""
        with self.storage.reading() as reads:
            found = reads.statements.get(code)
            if found is None or not matches(found, number):
                return False
            now = device_of(reads, found.device)
            return stands(found, now.device, now.events)

    def may_issue(self, actor: Actor, key: DeviceKey) -> bool:
        with self.storage.reading() as reads:
            relations = state_of(reads, key).relations(actor.organisation)
        return PERMISSIONS.allows("issue_statement", actor, relations)

    def _issued(self, work: LifecycleWork, actor: Actor, key: DeviceKey) -> Statement:
        """Rule 1."""
        work.devices.hold(key)
        now = device_of(work, key)
        PERMISSIONS.check("issue_statement", actor, now.device.relations(actor.organisation))
        drawn = self._drawn(work, actor, now)
        before = work.statements.of_device(key)
        if before and before[-1].says_the_same(drawn) and stands(before[-1], now.device, now.events):
            return before[-1]
        work.statements.add(drawn)
        return drawn

    def _drawn(self, reads: LifecycleReads, actor: Actor, now: Recorded) -> Statement:
        if actor.organisation is None:
            raise NotPermitted(message("An erasure statement is given by an organisation."))
        line = reads.devices.get(now.device.key)
        name = " ".join(filter(None, (line.brand, line.name))) if line else ""
        return draw(
            now.device,
            now.events,
            code=statement_code(self.recorder.chance(CODE_BYTES)),
            by=actor.organisation,
            at=self.recorder.clock(),
            name=name or None,
        )

    def _sheet(self, statement: Statement, events: Iterable[Event]) -> StatementSheet:
        named = {statement.organisation, *(each.verified_by for each in statement.media)} - {None}
        address = f"{self.recorder.publisher.links.public_url}/erasure-statements/{statement.code}"
        names = self.organisations.names([each for each in named if each is not None])
        return StatementSheet(statement, address, names, dict(_checked_by(events)))


def _checked_by(events: Iterable[Event]) -> Iterable[tuple[EventId, str]]:
    """Rule 3."""
    for event in events:
        match event.happening:
            case SanitisationVerified(statement_name=str(name)) | MediaDestroyed(witness_name=str(name)):
                yield event.id, name
