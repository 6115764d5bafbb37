"""Contexts of the worklist and of a decision: hundreds of devices, few minds; and a decision that a judge can read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.vocabulary import OverrideGround, Route
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, Figure, FormState, Tone, Turner


@dataclass(frozen=True)
class Proposal:
    """One device in a group, with what is proposed for it."""

    head: Annotated[DeviceHead, "Which device"]
    decision: Annotated[str, "Address of the decision"]
    id: Annotated[str, "What the form sends for this device: its key and the decision that was read"]
    route: Annotated[Route, "Proposed destination"]
    why: Annotated[Message, "Why, in half a sentence"]
    value: Annotated[Figure | None, "Market value"]
    facts_from: Annotated[date, "Date of the oldest fact behind it"]
    exception: Annotated[Message | None, "Why a person must look at this one; none for the rest"] = None


@dataclass(frozen=True)
class Group:
    """Devices that are alike, and for which the same is proposed."""

    id: Annotated[str, "Stable name of the group, for its address"]
    model: Annotated[str | None, "Brand and model; none while that is not known"]
    alike: Annotated[Message, "What they share: grade, battery, ..."]
    route: Annotated[Route, "Proposed destination"]
    why: Annotated[Message, "Why, in half a sentence"]
    proposals: Annotated[tuple[Proposal, ...], "The devices, exceptions first"]
    open: Annotated[bool, "Whether the group is shown open"] = False
    address: Annotated[str, "The address of the worklist with this group open"] = "/worklist"

    @property
    def value(self) -> Figure | None:
        """What selling all of them would bring together; none where that of one of them is not known."""
        figures = [figure for each in self.proposals if (figure := each.value) and figure.value is not None]
        ends = [_ends(figure) for figure in figures]
        if not figures or len(figures) < len(self.proposals):
            return None
        value, low, high = (sum(each) for each in zip(*ends, strict=True))
        return Figure(value, figures[0].unit, *((None, None) if low == high else (low, high)))

    @property
    def facts_from(self) -> date:
        """The day of the oldest fact about any of them."""
        return min(proposal.facts_from for proposal in self.proposals)

    @property
    def exceptions(self) -> tuple[Proposal, ...]:
        """Those that a person must look at."""
        return tuple(proposal for proposal in self.proposals if proposal.exception)

    @property
    def rest(self) -> tuple[Proposal, ...]:
        """Those that can be decided in one act."""
        return tuple(proposal for proposal in self.proposals if not proposal.exception)


def _ends(figure: Figure) -> tuple[float, float, float]:
    """Its value, its lowest and its highest; where it has no range, three times the same."""
    value = figure.value or 0.0
    return value, value if figure.low is None else figure.low, value if figure.high is None else figure.high


@dataclass(frozen=True)
class Refused:
    """One device of an approval of many that was not approved."""

    head: Annotated[DeviceHead, "Which device"]
    why: Annotated[Message, "Why not"]
    remedy: Annotated[Message | None, "What would help"] = None


@dataclass(frozen=True)
class WorklistPage:
    """Groups first; filters live in the address."""

    template: ClassVar[str] = "worklist.html"
    groups: Annotated[tuple[Group, ...], "What waits for a decision, largest first"]
    waiting: Annotated[int, "How many devices wait in all"]
    today: Annotated[date, "The day from which ages count"]
    models: Annotated[tuple[Choice, ...], "Models to choose from"] = ()
    filters: Annotated[FormState, "The filters as they stand in the address"] = NEW_FORM
    refused: Annotated[tuple[Refused, ...], "What was just refused, and why"] = ()
    address: Annotated[str, "This page with its filters, to come back to"] = "/worklist"
    turner: Annotated[Turner | None, "Where we are, when there are more pages"] = None
    batch: Annotated[str, "The id under which an approval is done: sent twice it is done once"] = ""
    may_take: Annotated[bool, "Whether this person can take a group"] = False
    classes: Annotated[bool, "Whether this person reads decisions by class"] = False


@dataclass(frozen=True)
class Fact:
    """A fact that a rule looked at; without a source it is not known."""

    name: Annotated[Message, "What it is about"]
    source: Annotated[Message | str | None, "Who or what says so"] = None
    observed: Annotated[date | None, "Since which day"] = None
    age_days: Annotated[int | None, "How old it was on the day of the decision"] = None


@dataclass(frozen=True)
class Finding:
    """What one rule found, and on what it rests."""

    tone: Annotated[Tone, "Passed, to be done before the hand-over, closed, or waiting for an answer"]
    sign: Annotated[Message, "The same in a word or two"]
    what: Annotated[Message, "What it found"]
    facts: Annotated[tuple[Fact, ...], "The facts that it looked at"]
    place: Annotated[str, "Its line in the policy; `domain` for what no policy may change"]


@dataclass(frozen=True)
class Gate:
    """One question on the way, with everything that was found on it."""

    name: Annotated[Message, "What the gate asks"]
    tone: Annotated[Tone, "The gravest of its findings"]
    findings: Annotated[tuple[Finding, ...], "What turned the decision, the gravest first"]
    others: Annotated[tuple[Finding, ...], "What was found in favour of other destinations"] = ()


@dataclass(frozen=True)
class Alternative:
    """Another destination, with its figures."""

    route: Annotated[Route, "Destination"]
    open: Annotated[bool, "Whether the gates leave it open"]
    why_not: Annotated[tuple[Message, ...], "What closes it, or what it waits for"]
    value: Annotated[Figure | None, "Value in euro, after cost"] = None
    emissions: Annotated[Figure | None, "Emissions that it avoids"] = None


@dataclass(frozen=True)
class Change:
    """Something that would make another destination possible."""

    what: Annotated[Message, "What would have to change, and what it would open"]
    cost: Annotated[Figure | None, "What it costs"] = None


@dataclass(frozen=True)
class Signature:
    """Who did a step of the decision."""

    step: Annotated[Message, "Proposed, approved, deviated"]
    by: Annotated[str | None, "Name, for those who may know it"]
    organisation: Annotated[str | None, "For which organisation"]
    at: Annotated[datetime, "When"]
    reason: Annotated[str | None, "The reason that was given"] = None
    ground: Annotated[OverrideGround | None, "The ground, as a word of the list"] = None


@dataclass(frozen=True)
class DecisionPage:
    """One decision, for the file and for a judge; prints as one page."""

    template: ClassVar[str] = "decision.html"
    head: Annotated[DeviceHead, "Which device"]
    route: Annotated[Route, "Destination"]
    sentence: Annotated[Message, "The decision as a person would say it"]
    changes: Annotated[tuple[Change, ...], "What would change it, cheapest first"]
    gates: Annotated[tuple[Gate, ...], "The gates, in order"]
    alternatives: Annotated[tuple[Alternative, ...], "The other destinations"]
    signatures: Annotated[tuple[Signature, ...], "Who proposed and approved"]
    policy: Annotated[str, "Name and version of the routing policy"]
    inputs: Annotated[str, "Hash of the facts that were used"]
    policy_why: Annotated[Message | None, "Why this policy counts for the device"] = None
    approve_at: Annotated[str | None, "Where approval goes; none when it is not for this person"] = None
    override_at: Annotated[str | None, "Where a reasoned deviation goes"] = None
    standing: Annotated[str, "The id that an approval names"] = ""
    refusals: Annotated[tuple[Message, ...], "Why approval is not possible now"] = ()
    disagreements: Annotated[tuple[Message, ...], "Where an uncertain amount would give another answer"] = ()
    routes: Annotated[tuple[Choice, ...], "Destinations for a deviation"] = ()
    grounds: Annotated[tuple[Choice, ...], "Grounds for a deviation"] = ()
    reasons_at: Annotated[str | None, "The reasoned decision, for the file"] = None
    newer_at: Annotated[str | None, "The proposal that came in the place of this one"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
