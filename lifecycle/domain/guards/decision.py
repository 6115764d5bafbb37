"""Rules on the decision where a device goes.

| rule | refuses |
|---|---|
| approve-what-was-proposed | approving another decision than the last one proposed |
| own-approval | approving one's own override |
| override-a-proposal | overriding another decision than the last one proposed |
| override-needs-reason | an override without a reason |
| approved-route | going where no approved route leads, while it is the State's |
| reserved-for-another | reserving, or handing to one organisation, what is reserved for another |
| not-reserved | releasing what is not reserved |
"""

from datetime import date

from dpp.domain.actor import OrganisationId
from dpp.domain.message import message
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, Redeployed, Reserved, RouteApproved, RouteOverridden, TransferOffered
from lifecycle.domain.guards.departure import destination
from lifecycle.domain.guards.rule import Why, rule
from lifecycle.domain.vocabulary import Lifecycle, Route

BY_ROUTE = "transfer_offered transfer_received ownership_changed redeployed donated sold harvested sent_to_recycler"


def approve_what_was_proposed(device: Device, _event: Event, it: RouteApproved) -> Why | None:
    last = device.proposal
    if last is not None and (last.decision, last.route) == (it.decision, it.route):
        return None
    return Why(
        message("Decision {decision} ({route}) is not what was last proposed.", decision=it.decision, route=it.route),
        remedy=message("Read the last proposal, then approve that or override it."),
    )


def own_approval(device: Device, event: Event, _it: RouteApproved) -> Why | None:
    last = device.proposal
    if last is None or not last.is_override or last.by != event.actor:
        return None
    return Why(
        message("You made this override yourself."),
        remedy=message("Somebody else approves it."),
    )


def override_a_proposal(device: Device, _event: Event, it: RouteOverridden) -> Why | None:
    if device.proposal is not None and device.proposal.decision == it.overrides:
        return None
    return Why(
        message("Decision {decision} is not what was last proposed.", decision=it.overrides),
        remedy=message("Let the rules propose a route first, then override that."),
    )


def override_needs_reason(_device: Device, _event: Event, it: RouteOverridden) -> Why | None:
    if it.reason.strip():
        return None
    return Why(
        message("An override needs a reason."),
        remedy=message("Say why the device goes elsewhere than the rules propose."),
    )


def approved_route(device: Device, event: Event, _it: object) -> Why | None:
    goes = destination(device, event)
    if goes in {None, Route.RETURN_TO_LESSOR} or device.has_left_the_state:
        return None
    approved = None if device.approval is None else device.approval.route
    remains = device.stage is Lifecycle.IN_PARTS and goes is Route.RECYCLE
    if approved is goes or remains:
        return None
    if approved is None:
        said = message("No route is approved for it yet, so it cannot go this way: {goes}.", goes=goes)
    else:
        said = message("Its approved route is {approved}, not {goes}.", approved=approved, goes=goes)
    return Why(
        said,
        remedy=message("Let a route be proposed and approved first."),
    )


def reserved_for_another(device: Device, event: Event, it: Redeployed | Reserved | TransferOffered) -> Why | None:
    if isinstance(it, TransferOffered) and it.ground is None:
        return None
    wanted = it.requester if isinstance(it, Reserved) else it.receiver
    if not _kept_from(device, wanted, event.occurred_at.date()):
        return None
    return Why(
        message("It is reserved for another organisation."),
        remedy=message("Wait until the reservation ends, or let it be released."),
    )


def _kept_from(device: Device, organisation: OrganisationId, day: date) -> bool:
    """Whether somebody else's reservation holds on this day."""
    kept = device.reservation
    return kept is not None and kept.requester != organisation and kept.until >= day


def not_reserved(device: Device, _event: Event, _it: object) -> Why | None:
    if device.reservation is not None:
        return None
    return Why(
        message("It is not reserved."),
        remedy=message("There is nothing to release."),
    )


RULES = (
    rule("approve-what-was-proposed", approve_what_was_proposed, "route_approved"),
    rule("own-approval", own_approval, "route_approved"),
    rule("override-a-proposal", override_a_proposal, "route_overridden"),
    rule("override-needs-reason", override_needs_reason, "route_overridden"),
    rule("approved-route", approved_route, BY_ROUTE),
    rule("reserved-for-another", reserved_for_another, "reserved redeployed transfer_offered"),
    rule("not-reserved", not_reserved, "released"),
)
