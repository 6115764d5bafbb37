"""A contradiction of one element of a passport by a third party, and the maker's reply: state depends on the moment.

Rules:
1. A third party with a role says another value for one element, with a reference to its evidence and how it was found.
2. Who answers for the passport is told first. For a term (policy) nothing is public; a reply changes nothing of that.
3. After the term the contradiction is public, with the reply beside it if there is one. A later reply is added to it.
4. The third party may withdraw it at any time; then it is not public (any more).
5. Who answers may accept it, once the passport says something else than what was contradicted; then it is settled and
   not public (any more).
6. Who answers for a passport does not contradict it: it revises it.
7. What is public is an allow-list: the element, both values with their dates, the kind of the third party, how the
   value was found, the maker's name, and its reply. No evidence reference, no person, no other organisation: the
   source of a figure too is the kind of the third party.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NewType

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import Refused
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.proof import canonical

ContradictionId = NewType("ContradictionId", str)


class ThirdParty(StrEnum):
    """What sort of party contradicts: all that the public learns of it."""

    AUTHORITY = "authority"
    REPAIRER = "repairer"
    REFURBISHER = "refurbisher"
    REGISTRY = "registry"


_PARTIES = (
    (Role.AUTHORITY, ThirdParty.AUTHORITY),
    (Role.REPAIRER, ThirdParty.REPAIRER),
    (Role.REFURBISHER, ThirdParty.REFURBISHER),
    (Role.ADMINISTRATOR, ThirdParty.REGISTRY),
)


class Method(StrEnum):
    """How the other value was found."""

    MEASURED = "measured"
    TAKEN_APART = "taken-apart"
    RECOMPUTED = "recomputed"
    DOCUMENT = "document"


class ContradictionState(StrEnum):
    """How a contradiction stands at a moment."""

    AWAITING_REPLY = "awaiting-reply"
    REPLIED = "replied"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


class StepKind(StrEnum):
    """What can follow after a contradiction was filed."""

    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


_SETTLED = {
    StepKind.WITHDRAWN: ContradictionState.WITHDRAWN,
    StepKind.ACCEPTED: ContradictionState.ACCEPTED,
}


@dataclass(frozen=True)
class ContradictionStep:
    """What followed, by whom and when; `text` is the reply."""

    kind: StepKind
    at: datetime
    account: AccountId
    organisation: OrganisationId | None
    text: str | None = None


@dataclass(frozen=True)
class Contradiction:
    """What was filed, and what followed, oldest first.

    `declared` is what the passport said in its `version`, `value` what the third party says; both are JSON.
    """

    contradiction_id: ContradictionId
    passport_id: PassportId
    version: int
    element_id: str
    declared: Any
    value: Any
    method: Method
    evidence: str
    party: ThirdParty
    account: AccountId
    organisation: OrganisationId
    filed_at: datetime
    term: timedelta
    steps: tuple[ContradictionStep, ...] = ()

    @property
    def public_from(self) -> datetime:
        """The moment at which the term ends."""
        return self.filed_at + self.term

    def reply_at(self, now: datetime) -> ContradictionStep | None:
        """The newest reply that there was at this moment."""
        replies = (step for step in reversed(self.steps) if step.kind is StepKind.REPLIED and step.at <= now)
        return next(replies, None)


@dataclass(frozen=True)
class Said:
    """One side: what it says and on which day."""

    value: Any
    on: date


@dataclass(frozen=True)
class PublicContradiction:
    """What everybody may read of a contradiction (rule 7); `reply` is the maker's own sentence."""

    element_id: str
    maker: str
    declared: Said
    party: ThirdParty
    found: Said
    method: Method
    reply: Said | None


def party_of(actor: Actor) -> ThirdParty | None:
    """As which party this actor contradicts; nothing for one that has no such role."""
    return next((party for role, party in _PARTIES if actor.holds(role)), None)


def state_at(contradiction: Contradiction, now: datetime) -> ContradictionState:
    """Rules 2 to 5, for what had happened by this moment."""
    kinds = [step.kind for step in contradiction.steps if step.at <= now]
    for kind in kinds:
        if kind in _SETTLED:
            return _SETTLED[kind]
    if contradiction.public_from <= now:
        return ContradictionState.PUBLIC
    return ContradictionState.REPLIED if StepKind.REPLIED in kinds else ContradictionState.AWAITING_REPLY


def replied(contradiction: Contradiction, actor: Actor, at: datetime, text: str) -> Contradiction:
    """With the reply of who answers for the passport."""
    return _with(contradiction, actor, at, StepKind.REPLIED, text)


def withdrawn(contradiction: Contradiction, actor: Actor, at: datetime) -> Contradiction:
    """Rule 4: by the organisation that filed it."""
    if actor.organisation != contradiction.organisation:
        raise Refused("not-the-third-party", message("Only the organisation that filed it may withdraw it."))
    return _with(contradiction, actor, at, StepKind.WITHDRAWN)


def accepted(contradiction: Contradiction, actor: Actor, at: datetime, says_now: Any) -> Contradiction:
    """Rule 5: `says_now` is what the passport says of the element today, None where it says nothing."""
    if canonical(says_now) == canonical(contradiction.declared):
        raise Refused(
            "not-revised",
            message("The passport still says what was contradicted."),
            remedy=message("Revise the element first, then accept the contradiction."),
        )
    return _with(contradiction, actor, at, StepKind.ACCEPTED)


def public_form(contradiction: Contradiction, maker: str, since: date, now: datetime) -> PublicContradiction | None:
    """What everybody may read at this moment; nothing where it is not public. `since`: when the maker first said it."""
    if state_at(contradiction, now) is not ContradictionState.PUBLIC:
        return None
    reply = contradiction.reply_at(now)
    return PublicContradiction(
        element_id=contradiction.element_id,
        maker=maker,
        declared=Said(contradiction.declared, since),
        party=contradiction.party,
        found=Said(_told_by(contradiction.party, contradiction.value), contradiction.filed_at.date()),
        method=contradiction.method,
        reply=None if reply is None else Said(reply.text, reply.at.date()),
    )


def _told_by(party: ThirdParty, value: Any) -> Any:
    """The value, where every source that it names is the kind of the third party."""
    if isinstance(value, list):
        return [_told_by(party, each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {name: {"title": party.value} if name == "source" else _told_by(party, each) for name, each in value.items()}


def _with(
    contradiction: Contradiction, actor: Actor, at: datetime, kind: StepKind, text: str | None = None
) -> Contradiction:
    state = state_at(contradiction, at)
    if state in _SETTLED.values():
        raise Refused("settled", message("This contradiction is settled ('{state}').", state=state))
    step = ContradictionStep(kind, at, actor.account, actor.organisation, text)
    return replace(contradiction, steps=(*contradiction.steps, step))
