"""Use cases of contradictions: filed by a third party, answered by who answers for the passport, public after a term.

Rules:
1. Only a model passport is contradicted, in an element that it says itself and that the third party may read.
2. The other value has the form of the element: it passes every gate that publishing has.
3. There is somebody who can reply: the operator that answers for the passport, or the maker whose claim on the model
   was approved. Without one nothing is filed: this registry mends what it compiled itself.
4. What is public is asked through the public's own eyes: an element that is closed today shows no contradiction.
5. Every step has a leaf in the log, in the same transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.catalogue import Granularity
from dpp.domain.claims.claim import text_problems
from dpp.domain.claims.contradiction import (
    Contradiction,
    ContradictionId,
    ContradictionState,
    Method,
    PublicContradiction,
    Said,
    ThirdParty,
    accepted,
    party_of,
    public_form,
    replied,
    state_at,
    withdrawn,
)
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import PassportId, encode
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import SALT_BYTES, canonical, commitment
from dpp.domain.stretch import Part, Stretch
from dpp.service.acts import OPERATOR_CHANGED
from dpp.service.claims.parties import Parties
from dpp.service.claims.ports import Claimants, ClaimReads, ClaimStorage, ClaimWork, Concerned
from dpp.service.passports import Passports
from dpp.service.ports import Chance, Clock, Leaf, StoredModel, StoredPassport

LEAF = "contradiction"
_ID_LENGTH = 16


@dataclass(frozen=True)
class Filing:
    """What a third party fills in. `value` is JSON in the form of the element, `evidence` names a document."""

    passport_id: PassportId
    element_id: str
    value: Any
    method: Method
    evidence: str


@dataclass(frozen=True)
class ContradictionView:
    """A contradiction for its two parties: the third party stays a kind, also for who is contradicted."""

    contradiction_id: ContradictionId
    passport_id: PassportId
    name: str
    version: int
    element_id: str
    declared: Any
    value: Any
    method: Method
    evidence: str
    party: ThirdParty
    filed_at: datetime
    public_from: datetime
    state: ContradictionState
    reply: Said | None
    may_reply: bool
    may_accept: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Contradictions:
    """Each method is one transaction and checks its actor first; `term` is that of what is filed now."""

    storage: ClaimStorage
    passports: Passports
    claimants: Claimants
    clock: Clock
    chance: Chance
    term: timedelta

    def file(self, actor: Actor, filing: Filing) -> ContradictionView:
        """Say another value for one element; who answers is told first."""
        PERMISSIONS.check("file_contradiction", actor)
        party = party_of(actor)
        if party is None or actor.organisation is None:
            raise NotPermitted(message("Your role contradicts no passports."))
        readable = self.passports.read(actor, filing.passport_id).document.values()
        with self.storage.writing() as work:
            passport = self._parties.model(work, filing.passport_id)
            self._check_parties(work, actor, passport)
            declared = self._checked(work, passport, filing, readable)
            contradiction = Contradiction(
                contradiction_id=ContradictionId(encode(self.chance(_ID_LENGTH), _ID_LENGTH)),
                passport_id=passport.passport_id,
                version=passport.version,
                element_id=filing.element_id,
                declared=declared,
                value=filing.value,
                method=filing.method,
                evidence=filing.evidence.strip(),
                party=party,
                account=actor.account,
                organisation=actor.organisation,
                filed_at=self.clock(),
                term=self.term,
            )
            work.contradictions.add(contradiction)
            self._log(work, contradiction)
            work.commit()
        return self.read(actor, contradiction.contradiction_id)

    def reply(self, actor: Actor, contradiction_id: ContradictionId, text: str) -> ContradictionView:
        """The sentence of who answers, which stands beside the contradiction when it is public."""
        if problems := text_problems("text", text):
            raise InvalidInput(message("The reply is not complete."), problems)
        with self.storage.writing() as work:
            contradiction = self._there(work, contradiction_id)
            self._check_answers(work, actor, contradiction)
            self._add_step(work, replied(contradiction, actor, self.clock(), text.strip()))
        return self.read(actor, contradiction_id)

    def accept(self, actor: Actor, contradiction_id: ContradictionId) -> ContradictionView:
        """Settle it: the passport says something else now."""
        with self.storage.writing() as work:
            contradiction = self._there(work, contradiction_id)
            self._check_answers(work, actor, contradiction)
            passport = self._parties.model(work, contradiction.passport_id)
            says_now = self.passports.publisher.own_elements(work, passport).get(contradiction.element_id)
            self._add_step(work, accepted(contradiction, actor, self.clock(), says_now))
        return self.read(actor, contradiction_id)

    def withdraw(self, actor: Actor, contradiction_id: ContradictionId) -> ContradictionView:
        """Take it back; it is not public (any more)."""
        PERMISSIONS.check("file_contradiction", actor)
        with self.storage.writing() as work:
            contradiction = self._there(work, contradiction_id)
            self._add_step(work, withdrawn(contradiction, actor, self.clock()))
        return self.read(actor, contradiction_id)

    def read(self, actor: Actor, contradiction_id: ContradictionId) -> ContradictionView:
        """One contradiction, for its two parties; for others there is none."""
        with self.storage.reading() as reads:
            contradiction = self._there(reads, contradiction_id)
            if actor.organisation not in {contradiction.organisation, self._parties.answering(reads, contradiction)}:
                raise _none(contradiction_id)
            model, answers = reads.models.get(contradiction.passport_id), self._parties.answering(reads, contradiction)
            return self._view(actor, contradiction, model, answers=answers == actor.organisation)

    def some(self, actor: Actor, wanted: Part) -> Stretch[ContradictionView]:
        """Of what concerns the actor's organisation: those of its passports first, then those that it filed."""
        PERMISSIONS.check("list_contradictions", actor)
        if actor.organisation is None:
            return Stretch((), 0, 0)
        with self.storage.reading() as reads:
            concerned = self._parties.concerned(reads, actor.organisation)
            count = reads.contradictions.count(concerned)
            start = wanted.start(count)
            found = reads.contradictions.some(concerned, wanted.most, start)
            return Stretch(self._views(reads, actor, concerned, found), start, count)

    def unanswered(self, actor: Actor) -> int:
        """How many contradictions of what its organisation says wait for a first reply."""
        PERMISSIONS.check("list_contradictions", actor)
        if actor.organisation is None:
            return 0
        with self.storage.reading() as reads:
            return reads.contradictions.unanswered(self._parties.concerned(reads, actor.organisation), self.clock())

    def of_passport(self, passport_id: PassportId) -> tuple[PublicContradiction, ...]:
        """What everybody may read of the contradictions of a model passport, now (rule 4)."""
        now = self.clock()
        with self.storage.reading() as reads:
            passport = reads.passports.get(passport_id)
            found = () if passport is None else tuple(reads.contradictions.of_passport(passport.model_id))
            if passport is None or not found:
                return ()
            maker = self._parties.name(reads, self._parties.model(reads, passport.model_id))
            forms = [(each.element_id, public_form(each, maker, _since(reads, each), now)) for each in found]
        public = self.passports.read(VISITOR, passport.model_id).document.values()
        return tuple(form for element_id, form in forms if form is not None and element_id in public)

    @property
    def _parties(self) -> Parties:
        return Parties(self.passports.publisher, self.claimants)

    def _check_parties(self, reads: ClaimReads | ClaimWork, actor: Actor, passport: StoredPassport) -> None:
        """Rule 3, and that nobody contradicts itself."""
        answers = self._parties.answers(reads, passport)
        if answers is None:
            raise Refused(
                "nobody-to-reply",
                message(
                    "This registry compiled this passport, and no maker has claimed its model: nobody could reply."
                ),
                remedy=message("Tell this registry what is wrong: it mends the passport itself."),
            )
        if answers == actor.organisation:
            raise Refused("own-passport", message("You answer for this passport: revise it instead."))

    def _checked(
        self, reads: ClaimReads | ClaimWork, passport: StoredPassport, filing: Filing, readable: dict[str, Any]
    ) -> Any:
        """What the passport says of the element, when rules 1 and 2 hold; InvalidInput with every fault."""
        own, name = self.passports.publisher.own_elements(reads, passport), filing.element_id
        if name not in own or name not in readable:
            say = message("This passport says nothing of '{name}' that you may read.", name=name[:60])
            raise InvalidInput(say, (Problem("element_id", say),))
        problems = [*text_problems("evidence", filing.evidence)]
        if _as_json(own[name]) == _as_json(filing.value):
            problems.append(Problem("value", message("That is what the passport says.")))
        problems.extend(self._faults(own, filing))
        if problems:
            raise InvalidInput(message("The contradiction is not complete."), tuple(problems))
        return own[name]

    def _faults(self, own: Any, filing: Filing) -> Iterable[Problem]:
        """The faults that the value would have in the passport itself."""
        if _as_json(filing.value) is None:
            return (Problem("value", message("JSON cannot write this.")),)
        try:
            self.passports.publisher.checked(canonical({**own, filing.element_id: filing.value}), Granularity.MODEL)
        except InvalidInput as error:
            place = f"$.{filing.element_id}"
            return tuple(Problem("value", each.what) for each in error.problems if each.path.startswith(place))
        return ()

    def _check_answers(self, reads: ClaimReads | ClaimWork, actor: Actor, contradiction: Contradiction) -> None:
        own = actor.organisation is not None and actor.organisation == self._parties.answering(reads, contradiction)
        PERMISSIONS.check("answer_contradiction", actor, frozenset({Relation.OWNER} if own else ()))

    def _views(
        self, reads: ClaimReads, actor: Actor, concerned: Concerned, found: Sequence[Contradiction]
    ) -> tuple[ContradictionView, ...]:
        """Models and passports are asked once for all of them."""
        named = sorted({each.passport_id for each in found})
        models, passports = reads.models.known(named), reads.passports.known(named).values()
        own = {each.passport_id for each in passports if each.organisation == concerned.organisation}
        ours = {each.passport_id for each in passports if self.passports.publisher.answers_for(each)}
        answered = (own - ours) | concerned.models
        return tuple(
            self._view(actor, each, models.get(each.passport_id), answers=each.passport_id in answered)
            for each in found
        )

    def _view(self, actor: Actor, one: Contradiction, model: StoredModel | None, *, answers: bool) -> ContradictionView:
        now = self.clock()
        state = state_at(one, now)
        open_ = state not in {ContradictionState.WITHDRAWN, ContradictionState.ACCEPTED}
        answers = answers and PERMISSIONS.allows("answer_contradiction", actor, frozenset({Relation.OWNER}))
        reply = one.reply_at(now)
        return ContradictionView(
            contradiction_id=one.contradiction_id,
            passport_id=one.passport_id,
            name=f"{model.brand} {model.name}" if model else str(one.passport_id),
            version=one.version,
            element_id=one.element_id,
            declared=one.declared,
            value=one.value,
            method=one.method,
            evidence=one.evidence,
            party=one.party,
            filed_at=one.filed_at,
            public_from=one.public_from,
            state=state,
            reply=None if reply is None else Said(reply.text, reply.at.date()),
            may_reply=open_ and answers,
            may_accept=open_ and answers,
            may_withdraw=open_ and actor.organisation == one.organisation,
        )

    def _there(self, reads: ClaimReads | ClaimWork, contradiction_id: ContradictionId) -> Contradiction:
        contradiction = reads.contradictions.get(contradiction_id)
        if contradiction is None:
            raise _none(contradiction_id)
        return contradiction

    def _add_step(self, work: ClaimWork, contradiction: Contradiction) -> None:
        work.contradictions.add_step(contradiction)
        self._log(work, contradiction)
        work.commit()

    def _log(self, work: ClaimWork, contradiction: Contradiction) -> None:
        """Number 0 is what was filed, the steps follow."""
        number = len(contradiction.steps)
        at = contradiction.steps[-1].at if contradiction.steps else contradiction.filed_at
        salt = self.chance(SALT_BYTES)
        leaf = commitment(salt, canonical(recorded(contradiction)))
        work.leaves.add(Leaf(contradiction.contradiction_id, LEAF, number, leaf, salt, at))


def _since(reads: ClaimReads, contradiction: Contradiction) -> date:
    """The day since which who answers says what was contradicted: that it changed, or that somebody else answers."""
    changes = reads.passports.changes(contradiction.passport_id, until=contradiction.version)
    says = {contradiction.element_id, OPERATOR_CHANGED}
    return max(change.recorded_at for change in changes if says & set(change.changed)).date()


def _as_json(value: Any) -> bytes | None:
    """Canonical bytes; None for what JSON cannot write (NaN, half of a surrogate pair)."""
    try:
        return canonical(value)
    except ValueError:
        return None


def _none(contradiction_id: ContradictionId) -> NotFound:
    return NotFound(message("There is no contradiction '{contradiction}'.", contradiction=contradiction_id[:40]))


def recorded(contradiction: Contradiction) -> dict[str, Any]:
    """What the leaf of a step commits to."""
    filed = {
        "contradiction": contradiction.contradiction_id,
        "passport": contradiction.passport_id,
        "version": contradiction.version,
        "element": contradiction.element_id,
        "declared": contradiction.declared,
        "value": contradiction.value,
        "method": contradiction.method.value,
        "evidence": contradiction.evidence,
        "party": contradiction.party.value,
        "actor": contradiction.account,
        "organisation": contradiction.organisation,
        "filedAt": contradiction.filed_at.isoformat(),
        "termDays": contradiction.term.days,
    }
    if not contradiction.steps:
        return filed
    step = contradiction.steps[-1]
    followed = {"kind": step.kind.value, "at": step.at.isoformat(), "by": step.account, "text": step.text}
    return filed | {"number": len(contradiction.steps), "step": followed}
