"""Contexts of the worklist and of a decision: hundreds of devices, few minds; and a decision that a judge can read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.vocabulary import Route
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, Figure, FormState, Turner


@dataclass(frozen=True)
class Proposal:
    """One device in a group, with what is proposed for it."""

    head: Annotated[DeviceHead, "Which device"]
    decision: Annotated[str, "Address of the decision"]
    id: Annotated[str, "What the form sends for this device"]
    route: Annotated[Route, "Proposed destination"]
    why: Annotated[Message, "Why, in half a sentence"]
    value: Annotated[Figure | None, "Market value"]
    facts_from: Annotated[date, "Date of the oldest fact behind it"]
    exception: Annotated[Message | None, "Why a person must look at this one; none for the rest"] = None


@dataclass(frozen=True)
class Group:
    """Devices that are alike, and for which the same is proposed."""

    id: Annotated[str, "Stable name of the group, for its address"]
    model: Annotated[str, "Brand and model"]
    alike: Annotated[Message, "What they share: grade, battery, ..."]
    route: Annotated[Route, "Proposed destination"]
    why: Annotated[Message, "Why, in half a sentence"]
    proposals: Annotated[tuple[Proposal, ...], "The devices, exceptions first"]
    refused: Annotated[int, "How many an approval of the rest would be refused for"] = 0
    open: Annotated[bool, "Whether the group is shown open"] = False

    @property
    def exceptions(self) -> tuple[Proposal, ...]:
        """Those that a person must look at."""
        return tuple(proposal for proposal in self.proposals if proposal.exception)

    @property
    def rest(self) -> tuple[Proposal, ...]:
        """Those that can be decided in one act."""
        return tuple(proposal for proposal in self.proposals if not proposal.exception)


@dataclass(frozen=True)
class WorklistPage:
    """Groups first; filters live in the address."""

    template: ClassVar[str] = "worklist.html"
    groups: Annotated[tuple[Group, ...], "What waits for a decision, largest first"]
    waiting: Annotated[int, "How many devices wait in all"]
    today: Annotated[date, "The day from which ages count"]
    models: Annotated[tuple[Choice, ...], "Models to choose from"] = ()
    filters: Annotated[FormState, "The filters as they stand in the address"] = NEW_FORM
    turner: Annotated[Turner | None, "Where we are, when there are more pages"] = None


@dataclass(frozen=True)
class Gate:
    """One rule that must be passed, with the fact that decided."""

    name: Annotated[Message, "What the gate asks"]
    passed: Annotated[bool | None, "Yes, no, or not known"]
    fact: Annotated[Message, "The fact that decided"]
    source: Annotated[str, "Where the fact came from"]
    observed: Annotated[date | None, "Date of the fact"]
    rule: Annotated[str, "The rule's place in the policy"]


@dataclass(frozen=True)
class Alternative:
    """Another destination, with its figures."""

    route: Annotated[Route, "Destination"]
    open: Annotated[bool, "Whether the gates leave it open"]
    why_not: Annotated[Message | None, "What closes it, or why it came after"]
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
    by: Annotated[str, "Name"]
    organisation: Annotated[str, "For which organisation"]
    at: Annotated[datetime, "When"]
    reason: Annotated[str | None, "The reason that was given"] = None


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
    approve_at: Annotated[str | None, "Where approval goes; none when it is not for this person"] = None
    override_at: Annotated[str | None, "Where a reasoned deviation goes"] = None
    refusals: Annotated[tuple[Message, ...], "Why approval is not possible now"] = ()
    routes: Annotated[tuple[Choice, ...], "Destinations for a deviation"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
