"""Contexts of whose passport it is: claims on models, take-over, contradictions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.catalogue import ProductGroup
from dpp.domain.claims.claim import Capacity, ClaimState
from dpp.domain.claims.contradiction import ContradictionState, ThirdParty
from dpp.domain.claims.scope import ScopeKind
from dpp.domain.document import ChangeKind
from dpp.domain.message import Message
from dpp.service.claims.takeover import Whose
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Rows
from web.pages.contexts.general import Fault
from web.pages.contexts.law import ExpectedLine
from web.pages.contexts.sides import Sides, Values


@dataclass(frozen=True)
class ClaimLine:
    """A claim in a list."""

    address: Annotated[str, "Its page"]
    claimant: Annotated[str, "The organisation that claims"]
    capacity: Annotated[Capacity, "In which capacity"]
    scope: Annotated[ScopeKind, "By which numbers"]
    numbers: Annotated[str, "The first of the numbers"]
    more: Annotated[int, "How many numbers more there are"]
    models: Annotated[int, "How many models it is about now"]
    state: Annotated[ClaimState, "How far it is"]
    changed: Annotated[date, "When it last changed"]


@dataclass(frozen=True)
class ContradictionLine:
    """A contradiction in a list."""

    address: Annotated[str, "Its page"]
    name: Annotated[str, "Brand and model"]
    element: Annotated[str, "The element, in the reader's language"]
    party: Annotated[ThirdParty, "Who contradicts, as a kind"]
    state: Annotated[ContradictionState, "How it stands now"]
    public_from: Annotated[date, "From when it is public, unless it is settled before"]


@dataclass(frozen=True)
class ClaimsPage:
    """A maker's claims and a form for a new one; the queue, for who decides."""

    template: ClassVar[str] = "claims.html"
    waiting: Annotated[Rows[ClaimLine], "What is not decided yet, oldest first"]
    decided: Annotated[Rows[ClaimLine], "The others, newest first"]
    decides: Annotated[bool, "Whether this person decides claims"]
    claims: Annotated[bool, "Whether this person makes claims"]
    capacities: Annotated[tuple[Choice, ...], "The capacities in which one claims"] = ()
    scopes: Annotated[tuple[Choice, ...], "The kinds of numbers"] = ()
    contradictions: Annotated[int, "How many contradictions of its data wait for a reply"] = 0
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class StepLine:
    """One step of a claim."""

    state: Annotated[ClaimState, "What it became"]
    at: Annotated[datetime, "When"]
    reason: Annotated[str | None, "Why, where somebody said so"]


@dataclass(frozen=True)
class ClaimedModel:
    """A model of an approved claim."""

    name: Annotated[str, "Brand and model"]
    passport: Annotated[str, "Address of its passport"]
    difference: Annotated[str, "Address of the page with the difference"]
    group: Annotated[ProductGroup, "Kind of product"]
    whose: Annotated[Whose, "For whom the passport speaks"]
    has_own_data: Annotated[bool, "Whether the maker's own data are here"]
    asked_now: Annotated[int, "How many elements are asked now and missing"]
    asked_later: Annotated[int, "How many are asked later"]
    next_day: Annotated[date | None, "The next day on which something is asked"]


@dataclass(frozen=True)
class LineFault:
    """A line of a file that could not be used."""

    place: Annotated[int, "Its place in the file, from 1"]
    what: Annotated[Message, "What is wrong with it"]


@dataclass(frozen=True)
class ClaimPage:
    """One claim: what it rests on, its steps, and, once approved, its models."""

    template: ClassVar[str] = "claim.html"
    line: Annotated[ClaimLine, "The claim as lists show it"]
    operator: Annotated[str, "The identifier of the economic operator"]
    ground: Annotated[str, "The document on which it rests"]
    numbers: Annotated[tuple[str, ...], "All numbers"]
    steps: Annotated[tuple[StepLine, ...], "Oldest first"]
    decisions: Annotated[tuple[Choice, ...], "What this person may decide about it; empty for others"] = ()
    may_withdraw: Annotated[bool, "Whether this person may withdraw it"] = False
    is_own: Annotated[bool, "Whether the reader's organisation claims"] = False
    models: Annotated[tuple[ClaimedModel, ...], "Its models, once it is approved"] = ()
    left: Annotated[int, "How many can still be taken over"] = 0
    faults: Annotated[tuple[LineFault, ...], "Lines of the file that was just sent and could not be used"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class ChangeLine:
    """One element that a take-over would change."""

    label: Annotated[str, "The element, in the reader's language"]
    kind: Annotated[ChangeKind, "Added, changed or removed"]
    before: Annotated[Values, "What the passport says now"]
    after: Annotated[Values, "What it would say"]


@dataclass(frozen=True)
class DifferencePage:
    """What a take-over of one model would change, what stands in its way, and what is missing by when."""

    template: ClassVar[str] = "claim_difference.html"
    claim: Annotated[str, "Address of the claim"]
    name: Annotated[str, "Brand and model"]
    passport: Annotated[str, "Address of its passport"]
    whose: Annotated[Whose, "For whom the passport speaks"]
    changes: Annotated[tuple[ChangeLine, ...], "What would change"]
    faults: Annotated[tuple[Fault, ...], "Every fault of the own data"]
    refusal: Annotated[Message | None, "Why it cannot be taken over"]
    missing: Annotated[tuple[ExpectedLine, ...], "What acts ask and the passport leaves out"]


@dataclass(frozen=True)
class TakeOverLine:
    """One model in the preview or the report of a take-over."""

    name: Annotated[str, "Brand and model"]
    address: Annotated[str, "The page with the difference; after the take-over its passport"]
    id: Annotated[str, "What the form sends for it"]
    changes: Annotated[int, "How many elements change"]
    faults: Annotated[tuple[Fault, ...], "What is wrong with its data"]
    refusal: Annotated[Message | None, "Why it cannot be taken over"]
    version: Annotated[int | None, "The version that was made; none in a preview"] = None

    @property
    def is_possible(self) -> bool:
        return not self.faults and self.refusal is None


@dataclass(frozen=True)
class TakeOverPage:
    """A preview of a take-over, or what became of it."""

    template: ClassVar[str] = "claim_takeover.html"
    claim: Annotated[str, "Address of the claim"]
    lines: Annotated[tuple[TakeOverLine, ...], "One for each model"]
    done: Annotated[bool, "Whether this is the report"]
    possible: Annotated[int, "How many can be, or were, taken over"]


@dataclass(frozen=True)
class ContradictionsPage:
    """What concerns this person's organisation."""

    template: ClassVar[str] = "contradictions.html"
    lines: Annotated[Rows[ContradictionLine], "Those of its own passports first"]
    files: Annotated[bool, "Whether this person may contradict a passport"]


@dataclass(frozen=True)
class ContradictionPage:
    """One contradiction, for its two parties."""

    template: ClassVar[str] = "contradiction.html"
    address: Annotated[str, "This page"]
    name: Annotated[str, "Brand and model"]
    passport: Annotated[str, "Address of its passport"]
    sides: Annotated[Sides, "What both say"]
    evidence: Annotated[str, "The reference to the evidence"]
    state: Annotated[ContradictionState, "How it stands now"]
    public_from: Annotated[datetime, "When the term ends"]
    may_reply: Annotated[bool, "Whether this person may reply"] = False
    may_accept: Annotated[bool, "Whether this person may accept it"] = False
    may_withdraw: Annotated[bool, "Whether this person may withdraw it"] = False
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
