"""A maker's claim on models: requested, decided by somebody else, kept with its dates.

Rules:
1. A maker, an importer or an authorised representative claims models for its own organisation, under the identifier
   of an economic operator, with a reference to the document on which the claim rests.
2. Somebody of another organisation decides: nobody decides a claim of the organisation for which they act.
3. A claim is decided once. A refusal, and the end of an approved claim, has a reason.
4. The claimant may withdraw a claim that is not decided.
5. Nothing is changed or removed: each step stands beside those before, with who and when.
6. A passport that has been taken over says neither who compiled it nor, under another identifier, who answers for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NewType

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.claims.scope import Scope
from dpp.domain.document import Elements
from dpp.domain.errors import InvalidInput, Problem, Refused
from dpp.domain.message import message
from dpp.domain.personal_data import personal_data

ClaimId = NewType("ClaimId", str)

COMPILED_BY = "compiledBy"
_LONGEST = 500


class Capacity(StrEnum):
    """In which capacity an economic operator claims (ESPR, Art. 2)."""

    MAKER = "maker"
    IMPORTER = "importer"
    REPRESENTATIVE = "authorised-representative"


class ClaimState(StrEnum):
    """How far a claim is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


_NEXT: Mapping[ClaimState, frozenset[ClaimState]] = MappingProxyType(
    {
        ClaimState.REQUESTED: frozenset({ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.WITHDRAWN}),
        ClaimState.APPROVED: frozenset({ClaimState.ENDED}),
    }
)
_WITH_REASON = frozenset({ClaimState.REFUSED, ClaimState.ENDED})
_OF_CLAIMANT = frozenset({ClaimState.WITHDRAWN})


@dataclass(frozen=True)
class ClaimStep:
    """One step of a claim: what it became, by whom, when, and why."""

    state: ClaimState
    at: datetime
    account: AccountId
    organisation: OrganisationId | None
    reason: str | None = None


@dataclass(frozen=True)
class ModelClaim:
    """A claim with every step that it took, oldest first; the first is the request."""

    claim_id: ClaimId
    organisation: OrganisationId
    operator: str
    capacity: Capacity
    ground: str
    scope: Scope
    steps: tuple[ClaimStep, ...]

    @property
    def state(self) -> ClaimState:
        return self.steps[-1].state

    @property
    def is_approved(self) -> bool:
        return self.state is ClaimState.APPROVED


def requested(claim: ModelClaim) -> ModelClaim:
    """The same claim when rule 1 holds; else InvalidInput with every fault."""
    problems = (
        *text_problems("operator", claim.operator),
        *text_problems("ground", claim.ground),
        *_operator_problems(claim.operator),
    )
    if problems:
        raise InvalidInput(message("The claim is not complete."), problems)
    return claim


def moved(claim: ModelClaim, actor: Actor, state: ClaimState, at: datetime, reason: str | None = None) -> ModelClaim:
    """The claim with one step more; Refused where rules 2 to 4 forbid it, InvalidInput without a reason."""
    if state not in _NEXT.get(claim.state, frozenset()):
        raise Refused(
            "claim-decided",
            message("This claim is '{state}': it cannot become '{wanted}'.", state=claim.state, wanted=state),
        )
    own = actor.organisation == claim.organisation
    if state in _OF_CLAIMANT and not own:
        raise Refused("not-the-claimant", message("Only the organisation that claims may withdraw its claim."))
    if state not in _OF_CLAIMANT and (own or actor.account == claim.steps[0].account):
        raise Refused(
            "own-claim",
            message("Nobody decides a claim of their own organisation."),
            remedy=message("Ask an administrator of another organisation."),
        )
    given = (reason or "").strip() or None
    problems = text_problems("reason", given or "") if given or state in _WITH_REASON else ()
    if problems:
        raise InvalidInput(message("Say why."), problems)
    return replace(claim, steps=(*claim.steps, ClaimStep(state, at, actor.account, actor.organisation, given)))


def answered(elements: Elements, claim: ModelClaim, name: str) -> dict[str, Any]:
    """The elements as who claims says them: nobody compiled them, and they name who answers, in its capacity (rule 6).

    `name` is the claimant's name; it stands only where a member needs it and the elements have none.
    """
    said = {element: value for element, value in elements.items() if element != COMPILED_BY}
    if claim.capacity is Capacity.MAKER:
        return said | {"manufacturerOperatorId": claim.operator}
    element = "importer" if claim.capacity is Capacity.IMPORTER else "responsibleOperator"
    before = said.get(element)
    known = before if isinstance(before, Mapping) and before.get("operatorId") in {None, claim.operator} else {}
    return said | {element: {"name": name, **known, "operatorId": claim.operator}}


def text_problems(path: str, text: str) -> tuple[Problem, ...]:
    """What is wrong with what somebody wrote: nothing, too much, or personal data in it."""
    if not text.strip():
        return (Problem(path, message("Fill this in.")),)
    if len(text) > _LONGEST:
        return (Problem(path, message("Write at most {count} characters.", count=_LONGEST)),)
    return tuple(Problem(path, fault.what) for fault in personal_data({path: text}))


def _operator_problems(operator: str) -> tuple[Problem, ...]:
    if operator.startswith("https://") and operator.isascii() and not set(operator) & set(' "<>\\^`{|}'):
        return ()
    what = message("The identifier of an economic operator is an address that begins with https://.")
    return (Problem("operator", what),)
