"""Use cases of take-over: what a maker would change, what is missing, and the passports becoming the maker's.

Rules:
1. Only the organisation of an approved claim sees and does this, and only for models that the claim covers.
2. Only a passport for which this registry answers can be taken over; one that is the maker's already is its to revise.
3. A preview runs every gate that the take-over runs, in a transaction that is not kept.
4. Without own data of a model its passport is taken over as it stands, but for who compiled it and who answers.
5. Models are taken over in chunks, each one transaction. A model that fails is reported and costs that model only.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dpp.domain.actor import Actor
from dpp.domain.applicability import Expected, expected
from dpp.domain.applicability_register import Register
from dpp.domain.claims.claim import ClaimId, ModelClaim, answered
from dpp.domain.document import Change, Elements, changed_elements
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, Problem, Refused
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import canonical, sha256
from dpp.service.acts import Act
from dpp.service.claims.claims import relations, there
from dpp.service.claims.own_data import Matched, Matcher, read_lines
from dpp.service.claims.ports import Claimants, ClaimReads, ClaimStorage, ClaimWork, OwnData
from dpp.service.ports import Clock, StoredPassport
from dpp.service.publishing import Publisher
from dpp.service.received import read_object

CHUNK = 50


class Whose(StrEnum):
    """For whom a model passport speaks now, as its claimant sees it."""

    REGISTRY = "registry"
    YOURS = "yours"
    ANOTHER = "another"


@dataclass(frozen=True)
class ModelLine:
    """A model of a claim: whose passport it is, whether there are own data, and how much is missing by acts."""

    passport_id: PassportId
    name: str
    group: str
    whose: Whose
    version: int
    has_own_data: bool
    missing: tuple[Expected, ...]


@dataclass(frozen=True)
class Preview:
    """What taking over one model would change, and every fault that stands in its way."""

    passport_id: PassportId
    name: str
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    refusal: Message | None = None

    @property
    def is_possible(self) -> bool:
        return not self.problems and self.refusal is None


@dataclass(frozen=True)
class TakenOver:
    """What became of one model; `version` where it was taken over."""

    passport_id: PassportId
    name: str
    version: int | None
    problems: tuple[Problem, ...] = ()
    refusal: Message | None = None


@dataclass(frozen=True)
class TakeOver:
    """Each method checks its actor first."""

    storage: ClaimStorage
    publisher: Publisher
    claimants: Claimants
    register: Register
    clock: Clock

    def models(self, actor: Actor, claim_id: ClaimId) -> tuple[ModelLine, ...]:
        """The models of an approved claim, with what is missing in each and by when."""
        on = self.clock().date()
        with self.storage.reading() as reads:
            claim = self._approved(reads, actor, claim_id)
            own = reads.own_data.models_of(claim_id)
            return tuple(
                ModelLine(
                    passport.passport_id,
                    _name(elements),
                    elements["productGroup"],
                    self._whose(passport, claim),
                    passport.version,
                    passport.passport_id in own,
                    expected(self.register, self.publisher.catalogue, elements, on),
                )
                for passport, elements in self._covered(reads, claim)
            )

    def supply(self, actor: Actor, claim_id: ClaimId, received: bytes) -> tuple[Matched, ...]:
        """Keep the claimant's own data of many models, for the difference and the take-over; a report per line."""
        lines = read_lines(received)
        with self.storage.writing() as work:
            claim = self._approved(work, actor, claim_id)
            models = {passport.passport_id: elements for passport, elements in self._covered(work, claim)}
            matched = [(line, Matcher(models).match(line)) for line in lines]
            for line, match in matched:
                if match.passport_id is not None:
                    digest = sha256(line.received)
                    data = OwnData(claim_id, match.passport_id, line.received, digest, actor.account, self.clock())
                    work.own_data.put(data)
            work.commit()
        return tuple(match for _, match in matched)

    def preview(self, actor: Actor, claim_id: ClaimId, chosen: Collection[PassportId] = ()) -> tuple[Preview, ...]:
        """What taking over these models (all where none is chosen) would change, and what stands in its way."""
        with self.storage.reading() as reads:
            claim = self._approved(reads, actor, claim_id)
            passports = self._chosen(reads, claim, chosen)
        return tuple(self._preview(actor, claim, passport) for passport in passports)

    def take_over(self, actor: Actor, claim_id: ClaimId, chosen: Collection[PassportId] = ()) -> tuple[TakenOver, ...]:
        """Take these models over (all where none is chosen), in chunks; each model has its own line in the report."""
        with self.storage.reading() as reads:
            claim = self._approved(reads, actor, claim_id)
            passports = self._chosen(reads, claim, chosen)
        chunks = (passports[start : start + CHUNK] for start in range(0, len(passports), CHUNK))
        return tuple(line for chunk in chunks for line in self._take_chunk(actor, claim, chunk))

    def _take_chunk(self, actor: Actor, claim: ModelClaim, chunk: Sequence[PassportId]) -> Iterator[TakenOver]:
        """Rule 5: the whole chunk at once; one by one where a model of it fails."""
        try:
            yield from self._take(actor, claim, chunk)
        except KringpasError as error:
            if len(chunk) == 1:
                yield self._failed(chunk[0], error)
                return
            for one in chunk:
                yield from self._take_chunk(actor, claim, (one,))

    def _take(self, actor: Actor, claim: ModelClaim, chunk: Sequence[PassportId]) -> list[TakenOver]:
        with self.storage.writing() as work:
            taken = [self._publish(work, actor, claim, passport_id) for passport_id in chunk]
            work.commit()
        return taken

    def _publish(self, work: ClaimWork, actor: Actor, claim: ModelClaim, passport_id: PassportId) -> TakenOver:
        passport = self._takeable(work, claim, passport_id)
        received, elements = self._said(work, claim, passport)
        act = Act(actor, self.clock(), claim.operator, (claim.claim_id,))
        revised = self.publisher.take_over(work, act, passport, received, claim.operator)
        return TakenOver(passport_id, _name(elements), revised.version)

    def _preview(self, actor: Actor, claim: ModelClaim, passport_id: PassportId) -> Preview:
        """Rule 3: the transaction is left without a commit."""
        changes: tuple[Change, ...] = ()
        name = str(passport_id)
        try:
            with self.storage.writing() as work:
                passport = self._takeable(work, claim, passport_id)
                before = self.publisher.own_elements(work, passport)
                name = _name(before)
                _, elements = self._said(work, claim, passport)
                changes = changed_elements(before, elements)
                self._publish(work, actor, claim, passport_id)
        except InvalidInput as error:
            return Preview(passport_id, name, changes, error.problems, None if error.problems else error.what)
        except KringpasError as error:
            return Preview(passport_id, name, changes, refusal=error.what)
        return Preview(passport_id, name, changes)

    def _failed(self, passport_id: PassportId, error: KringpasError) -> TakenOver:
        with self.storage.reading() as reads:
            model = reads.models.get(passport_id)
        name = f"{model.brand} {model.name}" if model else str(passport_id)
        problems = error.problems if isinstance(error, InvalidInput) else ()
        return TakenOver(passport_id, name, None, problems, None if problems else error.what)

    def _said(
        self, work: ClaimReads | ClaimWork, claim: ModelClaim, passport: StoredPassport
    ) -> tuple[bytes, Elements]:
        """What the next version says: the bytes of the own data where they say all of it already."""
        own = work.own_data.get(claim.claim_id, passport.passport_id)
        base = self.publisher.own_elements(work, passport) if own is None else read_object(own.received)
        elements = answered(base, claim, self.claimants.names({claim.organisation})[claim.organisation])
        if own is not None and not changed_elements(base, elements):
            return own.received, elements
        return canonical(elements), elements

    def _takeable(self, work: ClaimReads | ClaimWork, claim: ModelClaim, passport_id: PassportId) -> StoredPassport:
        """Rules 1 and 2, again inside the transaction: somebody may have been first."""
        passport = work.passports.get(passport_id)
        if passport is None or not claim.scope.covers(self.publisher.own_elements(work, passport)):
            raise NotFound(message("This claim has no model '{passport}'.", passport=passport_id[:40]))
        whose = self._whose(passport, claim)
        if whose is Whose.YOURS:
            raise Refused("taken-over", message("Your organisation answers for this passport already: revise it."))
        if whose is Whose.ANOTHER:
            raise Refused(
                "another-answers",
                message("Another economic operator answers for this passport."),
                remedy=message("Agree with that operator, or ask an administrator."),
            )
        return passport

    def _whose(self, passport: StoredPassport, claim: ModelClaim) -> Whose:
        if self.publisher.answers_for(passport):
            return Whose.REGISTRY
        return Whose.YOURS if passport.organisation == claim.organisation else Whose.ANOTHER

    def _approved(self, reads: ClaimReads | ClaimWork, actor: Actor, claim_id: ClaimId) -> ModelClaim:
        claim = there(reads, claim_id)
        PERMISSIONS.check("take_over", actor, relations(actor, claim))
        if not claim.is_approved:
            raise Refused(
                "claim-not-approved",
                message("This claim is '{state}'.", state=claim.state),
                remedy=message("Models are taken over with an approved claim: claim these models anew."),
            )
        return claim

    def _chosen(self, reads: ClaimReads, claim: ModelClaim, chosen: Collection[PassportId]) -> tuple[PassportId, ...]:
        """Those that were chosen; else all that can still be taken over."""
        if chosen:
            return tuple(dict.fromkeys(chosen))
        return tuple(
            passport.passport_id
            for passport, _ in self._covered(reads, claim)
            if self._whose(passport, claim) is Whose.REGISTRY
        )

    def _covered(self, reads: ClaimReads | ClaimWork, claim: ModelClaim) -> Iterator[tuple[StoredPassport, Elements]]:
        for passport_id in reads.claims.candidates(claim.scope):
            passport = reads.passports.get(passport_id)
            if passport is None:
                continue
            elements = self.publisher.own_elements(reads, passport)
            if claim.scope.covers(elements):
                yield passport, elements


def _name(elements: Elements) -> str:
    return f"{elements['brand']} {elements['modelName']}"
