"""A decision about a class of devices: described by facts, with its exceptions singled out and a sample looked at.

Rules:
1. A class is described by facts: kind, model, owner, grades, battery, age, and the route that the rules propose. A
   device of which the kind, the model or the owner is another, or not known, is no member. One of which a grade, the
   battery or the age is not known may be one: it is a member, and an exception.
2. What a person must decide about by itself is an exception: another route, an open question or a closed option for
   lack of a fact, a figure of which the ends disagree, a lock, a hazard, a hold, an unsettled identity, a deviation
   that somebody proposed, a refusal of the proposal. Exceptions are never approved with the class.
3. Of the others a sample is drawn (`lifecycle.domain.sampling`) after the members are fixed. Every drawn device is
   looked at and found right before the class can be approved; one that is wrong ends it.
4. Who decided the class is not who approves it. It is closed once: approved, or withdrawn.
5. At the approval a member whose proposal changed since, or that has become an exception, is left out and told.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.device import Device
from lifecycle.domain.events import TransactionId
from lifecycle.domain.mandates import MandateId, Signed
from lifecycle.domain.routing.alternatives import OPTIONS
from lifecycle.domain.routing.decision import Decision, TraceLine
from lifecycle.domain.routing.facts import months_between
from lifecycle.domain.routing.findings import Verdict
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.sampling import RULE, draw
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Route

ClassId = NewType("ClassId", str)
MOST = 250
"""Members of one class: proposing for one takes some 25 ms, all in one transaction in which nobody else writes."""
LONGEST = 120


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Rule 1. What is None asks nothing. The battery is in percent, the age in whole months since it came in use."""

    route: Route
    category: str | None = None
    model: PassportId | None = None
    owner: OrganisationId | None = None
    functional_at_least: FunctionalGrade | None = None
    functional_at_most: FunctionalGrade | None = None
    cosmetic_at_least: CosmeticGrade | None = None
    cosmetic_at_most: CosmeticGrade | None = None
    battery_at_least: float | None = None
    battery_at_most: float | None = None
    age_at_least: int | None = None
    age_at_most: int | None = None


@dataclass(frozen=True)
class Traits:
    """What a selection looks at in one device."""

    category: str | None
    model: PassportId | None
    owner: OrganisationId | None
    functional: str | None
    cosmetic: str | None
    battery: float | None
    age: int | None


def traits_of(device: Device, on: date) -> Traits:
    grades, battery = device.grades, device.battery
    health = None if battery is None else battery.state_of_health
    return Traits(
        category=device.category,
        model=device.passports.model,
        owner=device.ownership.owner if device.ownership else None,
        functional=grades.functional if grades else None,
        cosmetic=grades.cosmetic if grades else None,
        battery=None if health is None else round(health * 100, 1),
        age=None if device.in_use_since is None else months_between(device.in_use_since, on),
    )


def unknown_of(selection: Selection, traits: Traits) -> tuple[str, ...] | None:
    """The facts that the selection asks and that are not known; None where the device is no member (rule 1)."""
    named = ((selection.category, traits.category), (selection.model, traits.model), (selection.owner, traits.owner))
    if any(wanted is not None and wanted != has for wanted, has in named):
        return None
    unknown = []
    for name, low, has, high in _ranges(selection, traits):
        if low is None and high is None:
            continue
        if has is None:
            unknown.append(name)
        elif (low is not None and has < low) or (high is not None and has > high):
            return None
    return tuple(unknown)


def _ranges(it: Selection, has: Traits) -> tuple[tuple[str, Any, Any, Any], ...]:
    """By the names that facts have in a decision."""
    return (
        ("functional_grade", it.functional_at_least, has.functional, it.functional_at_most),
        ("cosmetic_grade", it.cosmetic_at_least, has.cosmetic, it.cosmetic_at_most),
        ("battery_health", it.battery_at_least, has.battery, it.battery_at_most),
        ("in_use_since", it.age_at_least, has.age, it.age_at_most),
    )


class Why(StrEnum):
    """Why a person decides about a member by itself (rule 2)."""

    OTHER_ROUTE = "other-route"
    OVERRIDDEN = "overridden"
    FACT_MISSING = "fact-missing"
    ENDS_DISAGREE = "ends-disagree"
    LOCK = "lock"
    HAZARD = "hazard"
    HOLD = "hold"
    IDENTITY = "identity"
    REFUSED = "refused"
    DECIDED_SINCE = "decided-since"


@dataclass(frozen=True)
class Exceptional:
    """One reason, with what it is about: the other route, the names of the facts, the rule that refuses."""

    why: Why
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """A device of the class, with the decision that was proposed for it; None where that was refused."""

    device: DeviceKey
    decision: str | None
    inputs_hash: str | None
    exceptions: tuple[Exceptional, ...] = ()
    drawn: bool = False


@dataclass(frozen=True)
class Look:
    """Somebody looked at a drawn device, and found it right or wrong."""

    device: DeviceKey
    right: bool
    signed: Signed


class Closing(StrEnum):
    """How a class decision ended."""

    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Closed:
    """How, by whom and under which mandate; `left_out` are the agreeing members that were not approved after all."""

    how: Closing
    signed: Signed
    organisation: OrganisationId | None
    mandate: MandateId | None = None
    deputy: bool = False
    left_out: Mapping[DeviceKey, Exceptional] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ClassDecision:
    """What was decided about a class. `policies` are those of its members, as `id version`, with their digests."""

    id: ClassId
    name: str
    selection: Selection
    transaction: TransactionId
    organisation: OrganisationId | None
    proposed: Signed
    policies: Mapping[str, str]
    seed: str
    members: tuple[Member, ...]
    sampling: str = RULE
    looks: tuple[Look, ...] = ()
    closed: Closed | None = None

    @property
    def agreeing(self) -> tuple[Member, ...]:
        """The members that can be approved together."""
        return tuple(it for it in self.members if not it.exceptions)

    @property
    def exceptions(self) -> tuple[Member, ...]:
        return tuple(it for it in self.members if it.exceptions)

    @property
    def sample(self) -> tuple[Member, ...]:
        return tuple(it for it in self.members if it.drawn)

    @property
    def unseen(self) -> tuple[Member, ...]:
        """The drawn members that nobody looked at."""
        seen = {it.device for it in self.looks}
        return tuple(it for it in self.sample if it.device not in seen)

    @property
    def approved(self) -> tuple[Member, ...]:
        """The members that were approved with it."""
        if self.closed is None or self.closed.how is not Closing.APPROVED:
            return ()
        return tuple(it for it in self.agreeing if it.device not in self.closed.left_out)

    @property
    def digest(self) -> str:
        """SHA-256 of what was decided, as canonical JSON: selection, policies, seed, and every member."""
        return sha256(canonical(content_of(self)))


def content_of(it: ClassDecision) -> dict[str, Any]:
    """What the hash is over; none of it changes after the class was decided."""
    return {
        "class": it.id,
        "name": it.name,
        "selection": plain(it.selection),
        "transaction": it.transaction,
        "proposed_by": it.proposed.by,
        "proposed_at": it.proposed.at.isoformat(),
        "policies": dict(it.policies),
        "sampling": it.sampling,
        "seed": it.seed,
        "members": [plain(each) for each in it.members],
    }


def with_sample(members: Collection[Member], seed: str) -> tuple[Member, ...]:
    """Rule 3: the members, exceptions first, each told whether it was drawn."""
    drawn = draw([it.device for it in members if not it.exceptions], seed)
    told = (Member(it.device, it.decision, it.inputs_hash, it.exceptions, it.device in drawn) for it in members)
    return tuple(sorted(told, key=lambda it: (not it.exceptions, it.device)))


def exceptions_of(
    device: Device, decision: Decision, selection: Selection, unknown: Collection[str] = ()
) -> tuple[Exceptional, ...]:
    """Rule 2, of a member whose proposal stands. `unknown` are the facts that the selection asks in vain."""
    return tuple(_exceptions(device, decision, selection, unknown))


def _exceptions(
    device: Device, decision: Decision, selection: Selection, unknown: Collection[str]
) -> Iterator[Exceptional]:
    if decision.route is not selection.route:
        yield Exceptional(Why.OTHER_ROUTE, (decision.route.value,))
    missing = sorted({*unknown, *_open_facts(decision)})
    if missing:
        yield Exceptional(Why.FACT_MISSING, tuple(missing))
    if decision.disagreements:
        yield Exceptional(
            Why.ENDS_DISAGREE, tuple(sorted({name for it in decision.disagreements for name in it.figures}))
        )
    yield from standing_exceptions(device)


def standing_exceptions(device: Device) -> Iterator[Exceptional]:
    """The part of rule 2 that is in the state of the device, and so can change after the class was decided."""
    if device.proposal is not None and device.proposal.is_override:
        yield Exceptional(Why.OVERRIDDEN, (device.proposal.route.value,))
    if device.locks:
        yield Exceptional(Why.LOCK, tuple(sorted(device.locks)))
    if device.hazards:
        yield Exceptional(Why.HAZARD, tuple(sorted(device.hazards)))
    if device.holds:
        yield Exceptional(Why.HOLD)
    if not device.known or device.conflicts:
        yield Exceptional(Why.IDENTITY)


def _open_facts(decision: Decision) -> Iterator[str]:
    """The facts for whose absence an option that is no worse than the chosen one waits, or is closed."""
    reached = decision.then or decision.route
    better = OPTIONS[: OPTIONS.index(reached) + 1] if reached in OPTIONS else OPTIONS
    for line in decision.trace:
        if _is_for_lack(line) and (not line.routes or not set(line.routes).isdisjoint(better)):
            yield from (it.name for it in line.missing if it.effect is not None)


def _is_for_lack(line: TraceLine) -> bool:
    return line.place.startswith("missing.") and line.verdict in {Verdict.ASKS, Verdict.CLOSES}


def checked(name: str, selection: Selection) -> str:
    """The name of a class, when both can be; InvalidInput with everything that is wrong."""
    asked = [value for key, value in vars(selection).items() if key != "route"]
    ranges: tuple[tuple[Any, Any, str], ...] = (
        (selection.functional_at_least, selection.functional_at_most, "functional"),
        (selection.cosmetic_at_least, selection.cosmetic_at_most, "cosmetic"),
        (selection.battery_at_least, selection.battery_at_most, "battery"),
        (selection.age_at_least, selection.age_at_most, "age"),
    )
    problems = [
        Problem(f"$.{key}_at_most", message("This is lower than the least that is asked."))
        for low, high, key in ranges
        if low is not None and high is not None and high < low
    ]
    if not name.strip() or len(name) > LONGEST:
        problems.append(Problem("$.name", message("Give the class a name of at most {most} characters.", most=LONGEST)))
    if all(value is None for value in asked):
        problems.append(Problem("$.category", message("Describe the class by at least one fact.")))
    if problems:
        raise InvalidInput(message("The class is not described, or not possible."), tuple(problems))
    return name.strip()


def looked(it: ClassDecision, look: Look) -> ClassDecision:
    """Rule 3. Conflict where it is closed or was looked at; Refused (`not-drawn`) for another device."""
    refuse_closed(it)
    if look.device not in {each.device for each in it.sample}:
        raise Refused(
            "not-drawn",
            message("This device is not in the sample."),
            remedy=message("Look at the devices that were drawn."),
        )
    if look.device in {each.device for each in it.looks}:
        raise Conflict(
            message("Somebody looked at this device already."), remedy=message("Read the class again, then decide.")
        )
    return replace(it, looks=(*it.looks, look))


def refuse_unready(it: ClassDecision, approver: AccountId) -> None:
    """Return when this account may close the class with an approval, as far as rules 3 and 4 go."""
    refuse_closed(it)
    if approver == it.proposed.by:
        raise Refused(
            "own-class", message("You decided this class yourself."), remedy=message("Somebody else approves it.")
        )
    if any(not look.right for look in it.looks):
        raise Refused(
            "sample-wrong",
            message("A device of the sample was found wrong, so this class is not approved together."),
            remedy=message("Withdraw it, mend what was wrong, and decide the class anew or one by one."),
        )
    if it.unseen:
        raise Refused(
            "sample-first",
            message("{count} devices of the sample were not looked at yet.", count=len(it.unseen)),
            remedy=message("Look at each device that was drawn, and say whether it is right."),
        )
    if not it.agreeing:
        raise Refused(
            "nothing-agrees",
            message("Every device of this class is an exception."),
            remedy=message("Decide about them one by one."),
        )


def refuse_closed(it: ClassDecision) -> None:
    """Rule 4: Conflict where it is closed."""
    if it.closed is not None:
        raise Conflict(
            message("This class is closed already: {how}.", how=it.closed.how), remedy=message("Read it again.")
        )


def changed_since(device: Device, member: Member) -> Exceptional | None:
    """Rule 5: why a member that agreed is left out of the approval now."""
    standing = device.proposal
    if standing is None or standing.decision != member.decision:
        return Exceptional(Why.DECIDED_SINCE)
    if device.approval is not None and device.approval.decision == member.decision:
        return Exceptional(Why.DECIDED_SINCE)
    return next(standing_exceptions(device), None)
