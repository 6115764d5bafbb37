"""Use cases of claims: a maker claims models, an administrator of another organisation decides.

Rules:
1. Every step has a leaf in the log, in the same transaction: no evidence, no change.
2. A claim is approved only where the identifier that it names is recorded of the organisation: under that identifier
   the maker will answer for its passports, also when it revises them later.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dpp.domain.actor import Actor, OrganisationId, Role
from dpp.domain.claims.claim import Capacity, ClaimId, ClaimState, ClaimStep, ModelClaim, moved, requested
from dpp.domain.claims.scope import Scope
from dpp.domain.errors import NotFound, NotSignedIn, Refused
from dpp.domain.message import message
from dpp.domain.opaque import encode
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import SALT_BYTES, canonical, commitment
from dpp.domain.stretch import Part, Stretch
from dpp.service.claims.ports import Claimants, ClaimReads, ClaimStorage, ClaimWork
from dpp.service.ports import Chance, Clock, Leaf

LEAF = "model-claim"
_ID_LENGTH = 16


@dataclass(frozen=True)
class Request:
    """What a claimant fills in; its organisation is that of the actor."""

    operator: str
    capacity: Capacity
    ground: str
    scope: Scope


@dataclass(frozen=True)
class ClaimView:
    """A claim, who makes it, and how many models it is about now."""

    claim: ModelClaim
    claimant: str
    models: int
    may_decide: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True)
class Tally:
    """Numbers of claims: those that wait for a decision, and all."""

    waiting: int
    count: int


@dataclass(frozen=True)
class Claims:
    """Each method is one transaction and checks its actor first."""

    storage: ClaimStorage
    claimants: Claimants
    clock: Clock
    chance: Chance

    def request(self, actor: Actor, wanted: Request) -> ClaimView:
        """A new claim of the actor's organisation, for somebody else to decide."""
        PERMISSIONS.check("claim_models", actor)
        organisation = _organisation_of(actor)
        at = self.clock()
        step = ClaimStep(ClaimState.REQUESTED, at, actor.account, organisation)
        identity = ClaimId(encode(self.chance(_ID_LENGTH), _ID_LENGTH))
        claim = requested(
            ModelClaim(
                identity, organisation, wanted.operator, wanted.capacity, wanted.ground.strip(), wanted.scope, (step,)
            )
        )
        with self.storage.writing() as work:
            work.claims.add(claim)
            self._log(work, claim)
            work.commit()
        return self.read(actor, identity)

    def decide(self, actor: Actor, claim_id: ClaimId, state: ClaimState, reason: str | None = None) -> ClaimView:
        """Approve or refuse a claim, or end one that was approved; a refusal and an end say why."""
        PERMISSIONS.check("decide_claim", actor)
        with self.storage.writing() as work:
            claim = there(work, claim_id)
            decided = moved(claim, actor, state, self.clock(), reason)
            if state is ClaimState.APPROVED:
                self._refuse_unknown_operator(claim)
            self._add_step(work, decided)
        return self.read(actor, claim_id)

    def withdraw(self, actor: Actor, claim_id: ClaimId) -> ClaimView:
        """Take a claim back that is not decided yet."""
        with self.storage.writing() as work:
            claim = there(work, claim_id)
            PERMISSIONS.check("withdraw_claim", actor, relations(actor, claim))
            self._add_step(work, moved(claim, actor, ClaimState.WITHDRAWN, self.clock()))
        return self.read(actor, claim_id)

    def read(self, actor: Actor, claim_id: ClaimId) -> ClaimView:
        """A claim, for its claimant and for who decides."""
        with self.storage.reading() as reads:
            claim = there(reads, claim_id)
            PERMISSIONS.check("read_claim", actor, relations(actor, claim))
            return self._views(reads, actor, [claim])[0]

    def some(self, actor: Actor, wanted: Part, *, waiting: bool | None = None) -> Stretch[ClaimView]:
        """Of the claims of the actor's organisation; of all of them for who decides. Newest first.

        `waiting`: of those that wait for a decision alone, oldest first; where it is false, of the others alone.
        """
        PERMISSIONS.check("list_claims", actor)
        whose = None if PERMISSIONS.allows("decide_claim", actor) else _organisation_of(actor)
        with self.storage.reading() as reads:
            count = reads.claims.count(whose, waiting=waiting)
            start = wanted.start(count)
            found = reads.claims.some(whose, wanted.most, start, waiting=waiting)
            return Stretch(self._views(reads, actor, found), start, count)

    def tally(self, actor: Actor) -> Tally:
        """How many of the same there are."""
        PERMISSIONS.check("list_claims", actor)
        whose = None if PERMISSIONS.allows("decide_claim", actor) else _organisation_of(actor)
        with self.storage.reading() as reads:
            waiting, others = (reads.claims.count(whose, waiting=each) for each in (True, False))
        return Tally(waiting, waiting + others)

    def _views(self, reads: ClaimReads, actor: Actor, claims: Collection[ModelClaim]) -> tuple[ClaimView, ...]:
        names = self.claimants.names({claim.organisation for claim in claims})
        models = reads.claims.counts([claim.scope for claim in claims])
        return tuple(
            ClaimView(
                claim,
                names[claim.organisation],
                count,
                may_decide=actor.holds(Role.ADMINISTRATOR) and actor.organisation != claim.organisation,
                may_withdraw=claim.state is ClaimState.REQUESTED
                and PERMISSIONS.allows("withdraw_claim", actor, relations(actor, claim)),
            )
            for claim, count in zip(claims, models, strict=True)
        )

    def _refuse_unknown_operator(self, claim: ModelClaim) -> None:
        recorded = self.claimants.identifier(claim.organisation, self.clock().date())
        if recorded != claim.operator:
            raise Refused(
                "operator-unknown",
                message("{operator} is not recorded as the identifier of this organisation.", operator=claim.operator),
                remedy=message("Compare it with its source, and record it as a credential of the organisation first."),
            )

    def _add_step(self, work: ClaimWork, claim: ModelClaim) -> None:
        work.claims.add_step(claim)
        self._log(work, claim)
        work.commit()

    def _log(self, work: ClaimWork, claim: ModelClaim) -> None:
        number, step = len(claim.steps), claim.steps[-1]
        salt = self.chance(SALT_BYTES)
        leaf = commitment(salt, canonical(recorded(claim)))
        work.leaves.add(Leaf(claim.claim_id, LEAF, number, leaf, salt, step.at))


def there(reads: ClaimReads | ClaimWork, claim_id: ClaimId) -> ModelClaim:
    """The claim with this id; NotFound where there is none."""
    claim = reads.claims.get(claim_id)
    if claim is None:
        raise NotFound(message("There is no claim '{claim}'.", claim=claim_id[:40]))
    return claim


def relations(actor: Actor, claim: ModelClaim) -> frozenset[Relation]:
    """Whether the actor's organisation is the claimant."""
    return frozenset({Relation.OWNER} if actor.organisation == claim.organisation else ())


def _organisation_of(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise NotSignedIn(message("This needs an account of an organisation."))
    return actor.organisation


def recorded(claim: ModelClaim) -> dict[str, Any]:
    """What the leaf of a step commits to."""
    step = claim.steps[-1]
    return {
        "claim": claim.claim_id,
        "organisation": claim.organisation,
        "operator": claim.operator,
        "capacity": claim.capacity.value,
        "ground": claim.ground,
        "scope": {"kind": claim.scope.kind.value, "values": list(claim.scope.values)},
        "number": len(claim.steps),
        "state": step.state.value,
        "at": step.at.isoformat(),
        "actor": step.account,
        "reason": step.reason,
    }
