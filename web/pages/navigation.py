"""Where each role usually goes, and what it usually comes for: tables that are data, as the permission table is."""

from dataclasses import dataclass

from dpp.domain.actor import Role
from dpp.domain.message import Message, message
from web.pages.contexts.frame import Link


@dataclass(frozen=True)
class Place:
    """One entry of the navigation: the same words at the same spot for everybody who has it."""

    text: Message
    address: str
    roles: frozenset[Role]
    daily: frozenset[Role] | None = None
    """Who goes there every day, everybody by default; for the others it stands under `More`."""
    holds: tuple[str, ...] = ()
    """Beginnings of other addresses that belong to it."""


_HANDLING = frozenset({Role.ICT_PROVIDER, Role.DRZ})
_MOVING = frozenset(
    {Role.OWNER, Role.ICT_PROVIDER, Role.DRZ, Role.COORDINATOR, Role.CARRIER, Role.REFURBISHER, Role.RECYCLER}
)
_SEEING = _MOVING - {Role.CARRIER} | {Role.REPAIRER, Role.AUDITOR}
_LABELLING = frozenset({Role.OWNER, Role.ICT_PROVIDER, Role.DRZ, Role.COORDINATOR, Role.REFURBISHER})
_WORKSHOP = frozenset({Role.REPAIRER, Role.REFURBISHER})
_REPAIRING = _WORKSHOP | {Role.ICT_PROVIDER}
_SPARES = _REPAIRING | {Role.DRZ, Role.COORDINATOR, Role.RECYCLER, Role.MANUFACTURER, Role.AUDITOR, Role.ADMINISTRATOR}
_COUNTING = frozenset({Role.ICT_PROVIDER, Role.COORDINATOR, Role.REFURBISHER, Role.RECYCLER})
_IMPORTING = frozenset({Role.OWNER, Role.ICT_PROVIDER, Role.DRZ, Role.MANUFACTURER})
_ERASING = frozenset({Role.ICT_PROVIDER, Role.DRZ, Role.COORDINATOR, Role.REFURBISHER})
_DECIDING = frozenset({Role.DRZ})
_ANSWERING = frozenset({Role.OWNER, Role.DRZ})
_OWNING = frozenset({Role.OWNER})
_MONITORING = frozenset({Role.DRZ, Role.AUDITOR, Role.POLICY_ADVISER, Role.OWNER})
_ADMINISTRATING = frozenset({Role.ADMINISTRATOR})
_AUDITING = frozenset({Role.AUDITOR})
_OVERSEEING = _ADMINISTRATING | _AUDITING
_SUPPORTING = frozenset({Role.ADMINISTRATOR, Role.ICT_PROVIDER, Role.DRZ, Role.AUDITOR})
_CLAIMING = frozenset({Role.MANUFACTURER, Role.ADMINISTRATOR})
_CONTRADICTING = frozenset({Role.AUTHORITY, Role.REPAIRER, Role.REFURBISHER})
_RESERVING = frozenset({Role.PUBLIC_SERVANT, Role.OWNER})
_SELLING = frozenset({Role.DRZ, Role.AUDITOR, Role.REFURBISHER, Role.REPAIRER})
_ASKING = frozenset({Role.OWNER, Role.COORDINATOR, Role.REPAIRER, Role.REFURBISHER})
_MARKET = frozenset({Role.PUBLIC_SERVANT, Role.OWNER, Role.ICT_PROVIDER, Role.DRZ, Role.AUDITOR})
_GIVING = frozenset({Role.COORDINATOR, Role.DRZ, Role.AUDITOR})
_REGULATING = frozenset({Role.DRZ, Role.AUDITOR, Role.POLICY_ADVISER})
_SERVANT = frozenset({Role.PUBLIC_SERVANT})
_NOBODY: frozenset[Role] = frozenset()

PLACES = (
    Place(message("Overview"), "/overview", _OWNING),
    Place(message("Intake"), "/intake", _HANDLING, daily=_HANDLING - _DECIDING),
    Place(message("Erasure"), "/erasure", _ERASING, daily=_ERASING - _DECIDING),
    Place(message("Repairs"), "/repairs", _SEEING - {Role.RECYCLER}, daily=_WORKSHOP),
    Place(message("Proposals"), "/worklist", _DECIDING, holds=("/class-decisions",)),
    Place(message("Worklists"), "/worklists", _SEEING, daily=_SEEING - _OVERSEEING, holds=("/bulk-actions",)),
    Place(message("Devices"), "/devices", _SEEING),
    Place(message("Consignments"), "/consignments", _MOVING),
    Place(
        message("Requests"),
        "/requests",
        _ASKING | _DECIDING | _AUDITING,
        daily=frozenset({Role.OWNER, Role.COORDINATOR, Role.DRZ}),
        holds=("/allocations",),
    ),
    Place(message("Donation"), "/donation", _GIVING, daily=frozenset({Role.COORDINATOR})),
    Place(message("Marketplace"), "/marketplace", _MARKET, daily=_SERVANT),
    Place(message("Reservations"), "/reservations", _MARKET - _AUDITING, daily=_SERVANT),
    Place(message("Found devices"), "/found-reports", _ANSWERING | _AUDITING, daily=_ANSWERING),
    Place(message("Conflicts"), "/inbox", _SEEING, daily=_SEEING - _AUDITING),
    Place(message("Monitoring"), "/monitoring", _MONITORING, daily=_REGULATING - _DECIDING, holds=("/overrides",)),
    Place(
        message("Routing policies"),
        "/routing-policies",
        _REGULATING | _ADMINISTRATING,
        daily=frozenset({Role.POLICY_ADVISER}),
    ),
    Place(message("Claims"), "/claims", _CLAIMING),
    Place(message("Contradictions"), "/contradictions", _CONTRADICTING, daily=frozenset({Role.AUTHORITY})),
    Place(message("Labels"), "/labelling", _LABELLING, daily=_NOBODY),
    Place(message("Parts"), "/parts", _REPAIRING, daily=_NOBODY),
    Place(message("Spare parts and prices"), "/spare-parts", _SPARES, daily=_WORKSHOP),
    Place(message("Use a repair key"), "/repair-key", _WORKSHOP, daily=frozenset({Role.REPAIRER})),
    Place(message("Repairers"), "/repairers", _REPAIRING | _OVERSEEING, daily=_NOBODY),
    Place(message("What breaks"), "/faults", _REPAIRING | _SUPPORTING, daily=_NOBODY),
    Place(message("Counted goods"), "/goods", _COUNTING, daily=frozenset({Role.RECYCLER})),
    Place(message("Lots for sale"), "/lots", _SELLING, daily=_NOBODY),
    Place(message("Cases"), "/cases", _SEEING, daily=_NOBODY),
    Place(message("Imports"), "/imports", _IMPORTING | _ADMINISTRATING, daily=frozenset({Role.MANUFACTURER})),
    Place(message("Web hooks"), "/web-hooks", _SEEING - _AUDITING, daily=_NOBODY),
    Place(message("Administration"), "/admin", _OVERSEEING, holds=("/mandates",)),
    Place(message("People"), "/admin/people", _OVERSEEING, daily=_ADMINISTRATING),
    Place(message("Organisations"), "/admin/organisations", _ADMINISTRATING),
    Place(message("Keys"), "/admin/keys", _OVERSEEING, daily=_ADMINISTRATING),
    Place(message("Stations"), "/admin/stations", _OVERSEEING, daily=_NOBODY),
    Place(message("Journal"), "/admin/journal", _OVERSEEING),
    Place(message("Readings"), "/admin/access", _AUDITING),
    Place(message("Erasure tools"), "/erasure/tools", _OVERSEEING, daily=_NOBODY),
    Place(message("Security support"), "/support", _SUPPORTING, daily=_NOBODY),
    Place(message("Closures"), "/admin/closures", _OVERSEEING, daily=_NOBODY),
)
"""In the order of a device's way, then what belongs to it, then administration."""

_FEW = 6
"""So many places fit in the bar without a thought."""

_ONE = {role: frozenset({role}) for role in Role}

MAIN = (
    Place(message("Scan devices in"), "/intake", _ONE[Role.ICT_PROVIDER]),
    Place(message("Decide where devices go"), "/worklist", _DECIDING),
    Place(message("See where my devices are"), "/overview", _OWNING),
    Place(message("Repair devices"), "/repairs", _WORKSHOP),
    Place(message("Receive devices"), "/consignments", frozenset({Role.COORDINATOR, Role.RECYCLER, Role.CARRIER})),
    Place(message("Find a device"), "/marketplace", _SERVANT),
    Place(message("See what needs attention"), "/admin", _ADMINISTRATING),
    Place(message("See the figures"), "/monitoring", frozenset({Role.AUDITOR, Role.POLICY_ADVISER})),
    Place(message("Claim models"), "/claims", _ONE[Role.MANUFACTURER]),
    Place(message("Contradict a passport"), "/contradictions", _ONE[Role.AUTHORITY]),
)
"""The one thing that a role does most; who has several roles gets the first."""

_IN_HAND = _WORKSHOP | {Role.ICT_PROVIDER, Role.COORDINATOR, Role.RECYCLER, Role.CARRIER}

TASKS = (
    Place(message("Take devices in"), "/intake", _HANDLING),
    Place(message("Stick labels on devices"), "/labelling", _LABELLING),
    Place(message("Erase, verify and destroy storage media"), "/erasure", _ERASING),
    Place(message("Repair a device, from complaint to warranty"), "/repairs", _REPAIRING),
    Place(message("Answer quotes of repairs"), "/repairs", frozenset({Role.OWNER, Role.COORDINATOR})),
    Place(message("Put a harvested part into a device"), "/parts", _REPAIRING),
    Place(message("Find a spare part, and reserve it"), "/spare-parts", _REPAIRING),
    Place(message("Open a device with the key of its holder"), "/repair-key", frozenset({Role.REPAIRER})),
    Place(message("Check who asks to be registered as a repairer"), "/repairers/check", _ADMINISTRATING),
    Place(message("Take chargers and cables in, or pass them on"), "/goods", _COUNTING),
    Place(message("Decide where devices go"), "/worklist", frozenset({Role.DRZ})),
    Place(message("Decide about many devices that are alike"), "/class-decisions", frozenset({Role.DRZ})),
    Place(message("Say who may approve destinations"), "/mandates", _ADMINISTRATING),
    Place(message("Hand devices over, or receive them"), "/consignments", _MOVING),
    Place(message("Ask for devices or parts"), "/requests", _ASKING),
    Place(message("Divide devices over who asks for them"), "/allocations", frozenset({Role.DRZ})),
    Place(message("Find a device that another part of government no longer needs"), "/marketplace", _RESERVING),
    Place(message("Receive what is reserved, or give it back"), "/reservations", _RESERVING),
    Place(message("Deliver donated devices, and see how they arrived"), "/donation", frozenset({Role.COORDINATOR})),
    Place(message("Answer who found a device"), "/found-reports", _ANSWERING),
    Place(message("Settle what came late from a scanner"), "/inbox", _SEEING - {Role.AUDITOR}),
    Place(message("Claim models and take their passports over"), "/claims", frozenset({Role.MANUFACTURER})),
    Place(message("Decide on claims of makers"), "/claims", _ADMINISTRATING),
    Place(message("Contradict what a passport says"), "/contradictions", _CONTRADICTING),
    Place(message("Bring in many passports or devices at once"), "/imports", _IMPORTING),
    Place(message("Add a person, or give a new password"), "/admin/people", _ADMINISTRATING),
    Place(message("Add an organisation, or a credential"), "/admin/organisations", _ADMINISTRATING),
    Place(message("Make or withdraw a key for a program"), "/admin/keys", _ADMINISTRATING),
    Place(message("See who changed which rights"), "/admin/journal", _OVERSEEING),
    Place(message("See who read what is not public"), "/admin/access", frozenset({Role.AUDITOR})),
    Place(message("Close an element at once"), "/admin/closures", _ADMINISTRATING),
    Place(message("Read the passport of a model"), "/models", frozenset(Role)),
)


def places_for(roles: frozenset[Role]) -> tuple[Place, ...]:
    """What a person with these roles sees in the navigation, in the order of a day's work."""
    return tuple(place for place in PLACES if not place.roles.isdisjoint(roles))


def navigation_for(roles: frozenset[Role], address: str) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """What stands in the bar, and what stands under `More`.

    Few places all stand in the bar; of many the daily ones, and the one where the reader is.
    """
    places = places_for(roles)
    shown = tuple(
        place for place in places if len(places) <= _FEW or _is_daily(place, roles) or is_current(place, address)
    )
    return shown, tuple(place for place in places if place not in shown)


def _is_daily(place: Place, roles: frozenset[Role]) -> bool:
    return place.daily is None or not place.daily.isdisjoint(roles)


def tasks_for(roles: frozenset[Role]) -> tuple[Link, ...]:
    """What a person with these roles usually comes for; nothing for a visitor."""
    return tuple(Link(task.text, task.address) for task in TASKS if not task.roles.isdisjoint(roles))


def main_task_for(roles: frozenset[Role]) -> Link | None:
    """What a person with these roles does most."""
    return next((Link(task.text, task.address) for task in MAIN if not task.roles.isdisjoint(roles)), None)


def has_devices_in_hand(roles: frozenset[Role]) -> bool:
    """Whether a person with these roles works with a scanner."""
    return not roles.isdisjoint(_IN_HAND)


def is_current(place: Place, address: str) -> bool:
    """Whether the page at this address belongs to the place, and to no other more closely."""
    path = address.partition("?")[0]
    near = {begin: each for each in PLACES for begin in (each.address, *each.holds) if _is_below(path, begin)}
    return bool(near) and near[max(near, key=len)] is place


def _is_below(path: str, begin: str) -> bool:
    return path == begin or path.startswith(f"{begin}/")
