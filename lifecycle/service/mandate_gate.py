"""The gate of mandates: whoever approves a route, by whatever way, has the authority for it (rules in the domain).

A service that approves many in one act asks for the whole of it (`Approvals`) and gives the authority with each event;
an event that comes by itself is asked here as an act of one device. The day that counts is that of the recording: what
is dated back revives no mandate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.errors import Refused
from dpp.domain.message import Message, listed, message
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, RouteApproved
from lifecycle.domain.mandates import ApprovalAct, Authority, Item, Mandate, Matter, able, authority
from lifecycle.domain.vocabulary import Route
from lifecycle.service.ports import LifecycleReads, Organisations

RULE = "outside-mandate"


def act_of(device: Device, decision: str) -> ApprovalAct:
    """What approving this decision of the device is, by itself."""
    last = device.proposal
    return ApprovalAct.OVERRIDE if last and last.is_override and last.decision == decision else ApprovalAct.DEVICE


def item_of(device: Device, route: Route) -> Item:
    return Item(route, device.category, device.value_eur)


def refuse_unmandated(
    reads: LifecycleReads, actor: Actor, device: Device | None, event: Event, given: Authority | None
) -> None:
    """Refused (`outside-mandate`) for an approval without authority, or one that names another mandate than its own."""
    it = event.happening
    if device is None or not isinstance(it, RouteApproved):
        return
    found = given
    if found is None:
        matter = Matter(act_of(device, it.decision), (item_of(device, it.route),))
        found = granted(authority(held(reads, actor), actor, matter, event.recorded_at.date()))
    if it.mandate != found.id:
        raise Refused(
            RULE,
            message("This approval does not name the mandate under which it is given."),
            remedy=message("Name mandate {mandate}.", mandate=found.id)
            if found.id
            else message("Leave the mandate out."),
        )


def held(reads: LifecycleReads, actor: Actor) -> tuple[Mandate, ...]:
    """All mandates of the actor's organisation, whoever has them."""
    return () if actor.organisation is None else reads.mandates.of(actor.organisation)


def granted(answer: Authority | Message, remedy: Message | None = None) -> Authority:
    """The authority; Refused (`outside-mandate`) with what is short."""
    if isinstance(answer, Authority):
        return answer
    raise Refused(RULE, answer, remedy=remedy or message("Ask somebody who has a mandate for it."))


@dataclass(frozen=True)
class Approvals:
    """Asks for the authority of a whole act, and tells by name who could approve what the actor may not."""

    organisations: Organisations

    def authority(self, reads: LifecycleReads, actor: Actor, matter: Matter, on: date) -> Authority:
        """Refused (`outside-mandate`) with who could approve it."""
        mandates = held(reads, actor)
        answer = authority(mandates, actor, matter, on)
        return granted(answer, None if isinstance(answer, Authority) else self._who(able(mandates, matter, on), on))

    def _who(self, mandates: Iterable[Mandate], on: date) -> Message:
        accounts = {account: None for it in mandates for account in it.in_hands_of(on)}
        roles = sorted({it.role for it in mandates if it.role is not None})
        names = self.organisations.people(tuple(accounts))
        who = [*sorted(names.values()), *roles]
        if not who:
            return message("Nobody has a mandate for this now: an administrator can grant one.")
        return message("It can be approved by: {who}.", who=listed(who))


def matters(devices: Mapping[str, Device]) -> Mapping[str, Matter]:
    """What each of these devices is in an act that approves their standing proposals together, by its key."""
    items = {
        key: (act_of(device, device.proposal.decision), item_of(device, device.proposal.route))
        for key, device in devices.items()
        if device.proposal is not None
    }
    together = {act: tuple(item for its, item in items.values() if its is act) for act in ApprovalAct}
    return {key: Matter(act, (item,), together[act]) for key, (act, item) in items.items()}
