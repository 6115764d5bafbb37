"""Takes EPCIS events in: into our own record where they speak of our devices in our vocabulary, else as they came.

Rules:
1. A document is checked by its form before anything of it is kept; a form that is wrong keeps nothing.
2. An event in our vocabulary about a device of ours becomes an event of ours, by the same permissions and guards as
   any other. The times of recording and the actor are ours: what the event says of them is not taken over.
3. Any other event is kept as it came, with its hash; what it names that is ours is noted, so that the device finds it.
4. With `rollback` the first refusal undoes all of the document; with `proceed` only its own event.
5. The same event again is fine; an id with other content is a Conflict. An event and its error declaration share an id.
6. Without an id an event gets its CBV hash id.
7. Of an event of ours nothing is kept here that may have to be erased: neither the text nor a hash over it. Its text is
   with our own event, where it can go.
8. The job is done when its id is given out: nothing is left to be done later, so nothing can be lost.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import Any

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, NotPermitted, Problem, TooLarge
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.proof import canonical, sha256
from dpp.service.ports import Clock
from lifecycle.domain.epcis.hash_id import hash_id
from lifecycle.domain.epcis.naming import Naming
from lifecycle.domain.epcis.reading import (
    Prefixes,
    ReadHappening,
    device_epc,
    happening_of,
    own_kind,
    read_instant,
    refuse_contradiction,
)
from lifecycle.domain.epcis.terms import terms
from lifecycle.domain.epcis.vocabulary import without_erasable
from lifecycle.domain.events import Event, EventId, TransactionId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.devices import use_case
from lifecycle.service.epcis_documents import event_list, problem, read_json
from lifecycle.service.epcis_naming import device_named, devices_named, naming
from lifecycle.service.epcis_ports import Capture, CapturedEvent, EventSchema, Position
from lifecycle.service.ports import LifecycleStorage, LifecycleWork
from lifecycle.service.recording import Draft, Recorder, state_of

MOST_EVENTS = 500
"""The most events of one document (`GS1-EPCIS-Capture-Limit`)."""
MOST_BYTES = 2 * 1024 * 1024
"""The largest document, in bytes (`GS1-EPCIS-Capture-File-Size-Limit`)."""

_ID = re.compile(r"[A-Za-z0-9._:-]{8,64}")


class Behaviour(StrEnum):
    """What happens to the rest of a document when an event is refused (`GS1-Capture-Error-Behaviour`)."""

    ROLLBACK = "rollback"
    PROCEED = "proceed"


@dataclass(frozen=True)
class Taken:
    """An event that was captured: its id, and whether it was there already."""

    event_id: str
    known: bool


@dataclass(frozen=True)
class _Sent:
    """An event of a document with what surrounds it."""

    path: str
    content: Mapping[str, Any]
    context: Any
    capture: str

    @property
    def prefixes(self) -> Prefixes:
        return Prefixes.of(self.context, self.content.get("@context"))


@dataclass(frozen=True)
class Capturing:
    """Each method is one capture. `read` makes a happening of plain data; `schema` says what is wrong with a form."""

    storage: LifecycleStorage
    recorder: Recorder
    links: Links
    schema: EventSchema
    read: ReadHappening
    clock: Clock

    def capture(self, actor: Actor, body: bytes, behaviour: Behaviour = Behaviour.ROLLBACK) -> Capture:
        """Take in a document; the job says what became of it. InvalidInput, TooLarge: nothing was kept, no job."""
        organisation, begun = self._may(actor), self.clock()
        document = self._document(body)
        capture_id = self.recorder.new_id()
        listed = event_list(document)
        sent = [
            _Sent(f"$.epcisBody.eventList[{number}]", event, document.get("@context"), capture_id)
            for number, event in enumerate(listed)
        ]
        errors = self._take_all(actor, sent, behaviour)
        job = Capture(
            capture_id=capture_id,
            organisation=organisation,
            account=actor.account,
            created_at=begun,
            finished_at=self.clock(),
            behaviour=behaviour,
            success=not errors,
            events=len(sent),
            errors=errors,
        )
        with self.storage.writing() as work:
            work.epcis.add_capture(job)
            work.commit()
        return job

    def capture_event(self, actor: Actor, body: bytes) -> Taken:
        """Take in one event, or refuse it with the error that says why."""
        self._may(actor)
        event = self._document(body)
        if event.get("type") == "EPCISDocument":
            what = message("One event is expected here, found a document.")
            remedy = message("Send documents to /epcis/capture.")
            raise InvalidInput(what, (Problem("$.type", what),), remedy=remedy)
        with self.storage.writing() as work:
            taken = self._take(work, actor, _Sent("$", event, None, ""))
            work.commit()
        return taken

    def job(self, actor: Actor, capture_id: str) -> Capture:
        """A job of the actor's organisation; NotFound for any other."""
        organisation = self._may(actor)
        with self.storage.reading() as reads:
            job = reads.epcis.capture(capture_id)
        if job is None or job.organisation != organisation:
            raise NotFound(message("There is no capture job '{id}'.", id=capture_id[:40]))
        return job

    def jobs(self, actor: Actor, before: Position | None, limit: int) -> tuple[Capture, ...]:
        """The jobs of the actor's organisation, newest first."""
        organisation = self._may(actor)
        with self.storage.reading() as reads:
            return tuple(reads.epcis.captures(organisation, before, limit))

    def _may(self, actor: Actor) -> OrganisationId:
        PERMISSIONS.check("capture_epcis", actor)
        if actor.organisation is None:
            raise NotPermitted(message("Events are captured for an organisation, and this account acts for none."))
        return actor.organisation

    def _document(self, body: bytes) -> dict[str, Any]:
        if len(body) > MOST_BYTES:
            what = message("The document has {size} bytes, the most is {most}.", size=len(body), most=MOST_BYTES)
            raise TooLarge(what, remedy=message("Send it in smaller parts."))
        document = read_json(body)
        faults = self.schema(document)
        if faults:
            what = message("This is not an EPCIS 2.0 document or event: {count} faults.", count=len(faults))
            remedy = message("Mend what is listed; the schema is published as epcis-capture 1.0.")
            raise InvalidInput(what, faults, remedy=remedy)
        if len(event_list(document)) > MOST_EVENTS:
            found = len(event_list(document))
            what = message("The document has {found} events, the most is {most}.", found=found, most=MOST_EVENTS)
            raise TooLarge(what, remedy=message("Send it in smaller parts."))
        return document

    def _take_all(self, actor: Actor, sent: list[_Sent], behaviour: Behaviour) -> list[dict[str, Any]]:
        """The problem of each event that was refused (rule 4)."""
        errors: list[dict[str, Any]] = []
        with self.storage.writing() as work:
            for each in sent:
                try:
                    with work.undoing():
                        self._take(work, actor, each)
                except KringpasError as error:
                    errors.append(problem(error, each.path))
                    if behaviour is Behaviour.ROLLBACK:
                        return errors
            work.commit()
        return errors

    def _take(self, work: LifecycleWork, actor: Actor, sent: _Sent) -> Taken:
        assert actor.organisation is not None
        kind, prefixes = own_kind(sent.content, sent.prefixes), sent.prefixes
        kept = sent.content if kind is None else without_erasable(sent.content, prefixes.ours)
        captured = self._captured(actor.organisation, sent, kept)
        known = work.epcis.get(actor.organisation, captured.event_id, captured.declaration)
        if known is not None:
            return _same(known, captured)
        if kind is None:
            about = devices_named(work, self.links, (term.value for term in terms(sent.content)))
            work.epcis.add(captured, {term: about.get(term.value) for term in terms(sent.content)})
            return Taken(captured.event_id, known=False)
        if captured.declaration:
            what = message("An event of this registry is corrected where the effect is shown before it is confirmed.")
            remedy = message("Correct it by the API of corrections, or on the page of the device.")
            raise InvalidInput(what, (Problem(f"{sent.path}.errorDeclaration", what),), remedy=remedy)
        recorded, before = self._record(work, actor, sent, captured)
        work.epcis.add(_turned_into(captured, recorded), {})
        return Taken(captured.event_id, known=before)

    def _captured(self, organisation: OrganisationId, sent: _Sent, event: Mapping[str, Any]) -> CapturedEvent:
        happened = read_instant(event["eventTime"], f"{sent.path}.eventTime")
        identity = hash_id(event, sent.prefixes.all)
        return CapturedEvent(
            organisation=organisation,
            event_id=event.get("eventID", identity),
            declaration=event.get("errorDeclaration", {}).get("declarationTime", ""),
            hash_id=identity,
            capture_id=sent.capture,
            event_time=happened,
            record_time=self.clock(),
            sha256=sha256(canonical(event)),
            context=sent.context,
            content=event,
        )

    def _record(self, work: LifecycleWork, actor: Actor, sent: _Sent, captured: CapturedEvent) -> tuple[EventId, bool]:
        """Rule 2: the id of our event, and whether it was there before."""
        event, prefixes = sent.content, sent.prefixes
        epc = device_epc(event)
        key = device_named(work, self.links, epc)
        if key is None:
            what = message("No device of this registry is named {epc}.", epc=epc[:200])
            remedy = message("Register the device first, or name it by its label or passport.")
            raise InvalidInput(what, (Problem(f"{sent.path}.epcList", what),), remedy=remedy)
        happening = happening_of(event, prefixes, self.read)
        PERMISSIONS.check(use_case(happening), actor, state_of(work, key).relations(actor.organisation))
        names = naming(work, self.links, [key])
        new = _own_id(names, captured, f"{sent.path}.eventID")
        told = Event(
            id=new,
            device=key,
            occurred_at=captured.event_time.astimezone(UTC),
            recorded_at=captured.record_time.astimezone(UTC),
            actor=actor.account,
            organisation=actor.organisation,
            transaction=TransactionId(new),
            happening=happening,
        )
        refuse_contradiction(told, names, event)
        before = work.events.find(new) is not None
        self.recorder.record(work, actor, key, [Draft(happening, new, captured.event_time)])
        return new, before


def _own_id(names: Naming, captured: CapturedEvent, path: str) -> EventId:
    """The id of our event: that in its address where it is ours, else one that follows from its own."""
    named = names.event_id(captured.event_id)
    if named is None:
        return EventId("epcis-" + sha256(f"{captured.organisation} {captured.event_id}".encode())[:32])
    if not _ID.fullmatch(named):
        what = message("'{id}' is no id of an event: 8 to 64 letters, digits, dots and dashes.", id=named[:60])
        raise InvalidInput(what, (Problem(path, what),))
    return EventId(named)


def _turned_into(captured: CapturedEvent, own: EventId) -> CapturedEvent:
    return CapturedEvent(**{**vars(captured), "own_event": own})


def _same(known: CapturedEvent, new: CapturedEvent) -> Taken:
    if known.sha256 == new.sha256:
        return Taken(known.event_id, known=True)
    raise Conflict(
        message("Event id {id} is taken by other content.", id=known.event_id[:200]),
        remedy=message("Give a new event an id of its own; send a retry unchanged."),
    )
