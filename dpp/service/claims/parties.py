"""Who stands on the other side of a contradiction: who answers for a model passport, or is about to.

The operator that answers for the passport can reply; where this registry does, the maker whose claim on the model was
approved. Where neither is there, nobody can.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dpp.domain.actor import OrganisationId
from dpp.domain.catalogue import Granularity
from dpp.domain.claims.claim import ModelClaim
from dpp.domain.claims.contradiction import Contradiction
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.service.claims.ports import Claimants, ClaimReads, ClaimWork, Concerned
from dpp.service.ports import StoredPassport
from dpp.service.publishing import Publisher


@dataclass(frozen=True)
class Parties:
    """Asked inside the transaction of its caller."""

    publisher: Publisher
    claimants: Claimants

    def model(self, reads: ClaimReads | ClaimWork, passport_id: PassportId) -> StoredPassport:
        """The model passport with this id; NotFound where there is none."""
        passport = reads.passports.get(passport_id)
        if passport is None or passport.granularity != Granularity.MODEL:
            raise NotFound(message("There is no model passport '{model}'.", model=passport_id[:40]))
        return passport

    def answers(
        self, reads: ClaimReads | ClaimWork, passport: StoredPassport, approved: Sequence[ModelClaim] = ()
    ) -> OrganisationId | None:
        """Who can reply for a passport; `approved` are the claims that count, where they were read already."""
        if not self.publisher.answers_for(passport):
            return passport.organisation
        elements = self.publisher.own_elements(reads, passport)
        claimed = (claim for claim in approved or reads.claims.approved() if claim.scope.covers(elements))
        return next((claim.organisation for claim in claimed), None)

    def answering(self, reads: ClaimReads | ClaimWork, contradiction: Contradiction) -> OrganisationId | None:
        """Who can reply to a contradiction, now."""
        return self.answers(reads, self.model(reads, contradiction.passport_id))

    def name(self, reads: ClaimReads, passport: StoredPassport) -> str:
        """The name of who can reply for a passport; empty where nobody can."""
        answers = self.answers(reads, passport)
        return "" if answers is None else self.claimants.names({answers})[answers]

    def concerned(self, reads: ClaimReads, organisation: OrganisationId) -> Concerned:
        """An organisation with the contradicted models for which it can reply by a claim alone."""
        approved = reads.claims.approved()
        scopes = [claim.scope for claim in approved if claim.organisation == organisation]
        models = {model for scope in scopes for model in reads.claims.candidates(scope)}
        contradicted = reads.passports.known(sorted(reads.contradictions.contradicted(models)))
        ours = (each for each in contradicted.values() if self.publisher.answers_for(each))
        claimed = (each.passport_id for each in ours if self.answers(reads, each, approved) == organisation)
        return Concerned(organisation, frozenset(claimed))
