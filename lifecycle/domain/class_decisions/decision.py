"""The decision itself: members, sample, looks, and how it is closed (rules 3 to 5 of the package)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.class_decisions.exceptions import Exceptional, Why, standing_exceptions
from lifecycle.domain.class_decisions.selection import Selection
from lifecycle.domain.device import Device
from lifecycle.domain.events import TransactionId
from lifecycle.domain.mandates import MandateId, Signed
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.sampling import RULE, draw

ClassId = NewType("ClassId", str)
MOST = 250
"""Members of one class: proposing for one takes some 25 ms, all in one transaction in which nobody else writes."""


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


def refuse_nothing_left(it: ClassDecision, left_out: Collection[DeviceKey]) -> None:
    """Rule 5: Refused (`nothing-left`) where members agreed, and each of them is left out now."""
    if it.agreeing and all(each.device in left_out for each in it.agreeing):
        raise Refused(
            "nothing-left",
            message("No device of this class can be approved with it any more."),
            remedy=message("Read why each is left out. Then withdraw the class."),
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
