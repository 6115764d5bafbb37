"""Who stands on the other side of a contradiction: who answers for a model passport, or is about to.

The operator that answers for the passport can reply; where this registry does, the maker whose claim on the model was
approved. Where neither is there, nobody can.
"""

from dataclasses import dataclass

from dpp.domain.actor import OrganisationId
from dpp.domain.catalogue import Granularity
from dpp.domain.claims.contradiction import Contradiction
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.service.claims.ports import Claimants, ClaimReads, ClaimWork
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

    def answers(self, reads: ClaimReads | ClaimWork, passport: StoredPassport) -> OrganisationId | None:
        """Who can reply for a passport."""
        if not self.publisher.answers_for(passport):
            return passport.organisation
        elements = self.publisher.own_elements(reads, passport)
        approved = (claim for claim in reads.claims.all() if claim.is_approved and claim.scope.covers(elements))
        return next((claim.organisation for claim in approved), None)

    def answering(self, reads: ClaimReads | ClaimWork, contradiction: Contradiction) -> OrganisationId | None:
        """Who can reply to a contradiction, now."""
        return self.answers(reads, self.model(reads, contradiction.passport_id))

    def name(self, reads: ClaimReads, passport: StoredPassport) -> str:
        """The name of who can reply for a passport; empty where nobody can."""
        answers = self.answers(reads, passport)
        return "" if answers is None else self.claimants.names({answers})[answers]

    def against(self, reads: ClaimReads, organisation: OrganisationId) -> list[Contradiction]:
        """Those of passports for which it answers, and of models that it claims only; newest first."""
        claimed = (claim for claim in reads.claims.all(organisation=organisation) if claim.is_approved)
        models = {model for claim in claimed for model in reads.claims.candidates(claim.scope)}
        known = {each.contradiction_id: each for each in reads.contradictions.against(organisation)}
        for model in sorted(models):
            for each in reads.contradictions.of_passport(model):
                if self.answering(reads, each) == organisation:
                    known[each.contradiction_id] = each
        return sorted(known.values(), key=lambda each: each.filed_at, reverse=True)
