"""Correcting an event: what a correction would change, and whether it can be made at all.

Rules:
1. An event is declared to be in error and others tell it right: together they are one correction, and are judged
   together. Nothing is edited or deleted.
2. A correction is made only when every event that stays still holds after it, at its own time. What would no longer
   hold is told, each event with the rule that refuses it.
3. An event is corrected once; a correction is not corrected, and tells nothing right itself.
4. What a correction tells right keeps what other records hang on (`KEPT`): a passport, a consignment, a file.
5. Of a device that has left the State one person proposes a correction and another confirms it.
6. Who confirms has seen what changes: the digest of a preview covers all events so far and the correction. When
   anything was recorded meanwhile, the digest is another one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dpp.domain.actor import AccountId
from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused
from dpp.domain.message import message
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.device import Device
from lifecycle.domain.events import Corrected, Event, EventId, effective, plain
from lifecycle.domain.fold import fold
from lifecycle.domain.guards import admit
from lifecycle.domain.replaying import Broken, Replay, replay

_OF_A_CONSIGNMENT = ("consignment", "manifest_sha256")
KEPT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "passport_registered": ("passport", "model", "label", "category"),
        "refurbished": ("successor",),
        "evidence_attached": ("sha256", "original_sha256", "format", "parser", "parser_version"),
        "label_linked": ("label",),
        "label_retired": ("label",),
        "route_proposed": ("decision", "rule_set", "inputs_sha256", "trace_sha256"),
        "route_approved": ("decision",),
        "route_overridden": ("decision", "overrides"),
        "transfer_offered": _OF_A_CONSIGNMENT,
        "transfer_received": _OF_A_CONSIGNMENT,
        "transfer_disputed": _OF_A_CONSIGNMENT,
        "custody_changed": ("consignment", "custodian", "inside_state"),
        "ownership_changed": ("consignment", "owner", "holding"),
        "case_opened": ("case",),
        "case_step_taken": ("case",),
        "case_closed": ("case",),
    }
)
"""Per kind of event, what its corrective event must say too."""


@dataclass(frozen=True)
class Correction:
    """The declaration that an event is in error, and the events that tell it right."""

    declared: Event
    corrective: tuple[Event, ...] = ()

    @property
    def happening(self) -> Corrected:
        """What the declaration says; ValueError where the event is no declaration."""
        if not isinstance(self.declared.happening, Corrected):
            raise ValueError(f"event {self.declared.id} declares nothing to be in error")  # noqa: TRY004 - no wrong type
        return self.declared.happening

    @property
    def events(self) -> tuple[Event, ...]:
        """In the order in which they are recorded."""
        return (self.declared, *self.corrective)


@dataclass(frozen=True)
class Judged:
    """A correction that was tried: the device before it, and its whole life lived again with it."""

    before: Device
    replay: Replay
    digest: str

    @property
    def after(self) -> Device | None:
        """The device after it; None when it cannot be made."""
        return None if self.replay.broken else self.replay.device

    @property
    def broken(self) -> tuple[Broken, ...]:
        return self.replay.broken

    @property
    def needs_second_person(self) -> bool:
        """Rule 5, asked of the device before it and after it."""
        return self.before.has_left_the_state or (self.after is not None and self.after.has_left_the_state)


def judged(events: Sequence[Event], correction: Correction) -> Judged:
    """What the correction does to the device of these events, which are all of it in the order of recording.

    Raises NotFound (no such event), InvalidInput (rule 4), or Refused (rule 3).
    """
    before = fold(events)
    wrong = _wrong(events, correction)
    if before is None:
        raise ValueError("a device whose events do not count has nothing to correct")
    _check_corrective(wrong, correction)
    admit(before, correction.declared)
    after = replay(effective((*events, *correction.events)))
    return Judged(before, after, digest_of(events, correction))


def admit_correction(events: Sequence[Event], correction: Correction) -> Device:
    """The device after the correction; raises what `judged` raises, or Refused with the first event that breaks."""
    found = judged(events, correction)
    if found.broken:
        raise does_not_fit(found.broken[0])
    if found.after is None:
        raise _no_beginning()
    check_persons(found, correction)
    return found.after


def check_persons(found: Judged, correction: Correction) -> None:
    """Rule 5: Refused where a second person is needed and there is none."""
    if not found.needs_second_person:
        return
    proposed_by: AccountId | None = correction.happening.proposed_by
    if proposed_by is None:
        raise Refused(
            "second-person",
            message("It has left the State: a correction is proposed by one person and confirmed by another."),
            remedy=message("Propose the correction; somebody else looks at it and confirms it."),
        )
    if proposed_by == correction.declared.actor:
        raise Refused(
            "own-correction",
            message("You proposed this correction."),
            remedy=message("Let somebody else look at it and confirm it."),
        )


def does_not_fit(broken: Broken) -> Refused:
    """What is told of an event that was fine, and no longer is."""
    return Refused(
        "late-event-fits",
        message(
            "With it, {kind} of {day} could not have happened: {why}",
            kind=broken.event.kind,
            day=broken.event.occurred_at.date().isoformat(),
            why=broken.refusal.what,
        ),
        remedy=message("Check when it happened; a person looks at the device and corrects what is wrong."),
    )


def digest_of(events: Sequence[Event], correction: Correction) -> str:
    """Rule 6. Ids and times of recording are left out of the correction: these are made anew when it is confirmed."""
    it = correction.happening
    told = [{"happening": plain(each.happening), "at": each.occurred_at.isoformat()} for each in correction.corrective]
    content = {
        "events": [event.id for event in events],
        "wrong": it.event,
        "reason": it.reason.value,
        "remark": it.remark,
        "corrective": told,
    }
    return sha256(canonical(content))


def _wrong(events: Sequence[Event], correction: Correction) -> Event:
    """Rule 3: the event that is declared to be in error."""
    wanted: EventId = correction.happening.event
    wrong = next((event for event in events if event.id == wanted), None)
    if wrong is None:
        raise NotFound(message("Device {device} has no event {id}.", device=correction.declared.device, id=wanted))
    if isinstance(wrong.happening, Corrected) or wrong.occurred_at > correction.declared.occurred_at:
        raise Refused(
            "correction-of-an-event",
            message("Event {id} cannot be declared in error by this correction.", id=wanted),
            remedy=message("Record what is right as an event of its own; a correction is not corrected."),
        )
    if any(isinstance(each.happening, Corrected) and each.happening.event == wanted for each in events):
        raise Refused(
            "corrected-once",
            message("Event {id} was declared to be in error already.", id=wanted),
            remedy=message("Look at the correction; correct the event that took its place, if that is wrong too."),
        )
    return wrong


def _check_corrective(wrong: Event, correction: Correction) -> None:
    """Rules 3 and 4."""
    problems = []
    before = plain(wrong.happening)
    for number, event in enumerate(correction.corrective):
        if isinstance(event.happening, Corrected):
            problems.append(Problem(f"$.corrective[{number}]", message("A correction tells nothing right itself.")))
        if event.kind == wrong.kind:
            after = plain(event.happening)
            problems += [
                Problem(f"$.corrective[{number}].happening.{name}", message("A correction keeps this as it was."))
                for name in KEPT.get(wrong.kind, ())
                if before.get(name) != after.get(name)
            ]
    if problems:
        raise InvalidInput(message("This correction cannot be read."), tuple(problems))


def _no_beginning() -> Refused:
    return Refused(
        "unknown-device-scan-only",
        message("Without this event nothing is left of the device: it would be unknown."),
        remedy=message("Give the event that tells its beginning right, in the same correction."),
    )
