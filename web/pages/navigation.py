"""Where each role usually goes, and what it usually comes for: tables that are data, as the permission table is."""

from dataclasses import dataclass

from dpp.domain.actor import Role
from dpp.domain.message import Message, message
from web.pages.contexts.frame import Link


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    text: Message
    address: str
    roles: frozenset[Role]
    is_daily: bool = True
    """Whether people go there every day; what they need now and then stands under `More`."""


_HANDLING = frozenset({Role.ICT_PROVIDER, Role.DRZ})
_MOVING = frozenset(
    {Role.OWNER, Role.ICT_PROVIDER, Role.DRZ, Role.COORDINATOR, Role.CARRIER, Role.REFURBISHER, Role.RECYCLER}
)
_SEEING = _MOVING - {Role.CARRIER} | {Role.REPAIRER, Role.AUDITOR}
_LABELLING = frozenset({Role.OWNER, Role.ICT_PROVIDER, Role.DRZ, Role.COORDINATOR, Role.REFURBISHER})
_REPAIRING = frozenset({Role.REPAIRER, Role.REFURBISHER, Role.ICT_PROVIDER})
_SPARES = _REPAIRING | {Role.DRZ, Role.COORDINATOR, Role.RECYCLER, Role.MANUFACTURER, Role.AUDITOR, Role.ADMINISTRATOR}
_WORKSHOP = frozenset({Role.REPAIRER, Role.REFURBISHER})
_COUNTING = frozenset({Role.ICT_PROVIDER, Role.COORDINATOR, Role.REFURBISHER, Role.RECYCLER})
_IMPORTING = frozenset({Role.OWNER, Role.ICT_PROVIDER, Role.DRZ, Role.MANUFACTURER})
_ERASING = frozenset({Role.ICT_PROVIDER, Role.DRZ, Role.COORDINATOR, Role.REFURBISHER})
_DECIDING = frozenset({Role.DRZ, Role.AUDITOR})
_ANSWERING = frozenset({Role.OWNER, Role.DRZ})
_MONITORING = frozenset({Role.DRZ, Role.AUDITOR, Role.POLICY_ADVISER, Role.OWNER})
_ADMINISTRATING = frozenset({Role.ADMINISTRATOR})
_OVERSEEING = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
_SUPPORTING = frozenset({Role.ADMINISTRATOR, Role.ICT_PROVIDER, Role.DRZ, Role.AUDITOR})
_CLAIMING = frozenset({Role.MANUFACTURER, Role.ADMINISTRATOR})
_CONTRADICTING = frozenset({Role.AUTHORITY, Role.REPAIRER, Role.REFURBISHER})
_RESERVING = frozenset({Role.PUBLIC_SERVANT, Role.OWNER})
_SELLING = frozenset({Role.DRZ, Role.AUDITOR, Role.REFURBISHER, Role.REPAIRER})
_ASKING = frozenset({Role.OWNER, Role.COORDINATOR, Role.REPAIRER, Role.REFURBISHER})
_MARKET = frozenset({Role.PUBLIC_SERVANT, Role.OWNER, Role.ICT_PROVIDER, Role.DRZ, Role.AUDITOR})

PLACES = (
    Place(message("Intake"), "/intake", _HANDLING),
    Place(message("Labels"), "/labelling", _LABELLING, is_daily=False),
    Place(message("Erasure"), "/erasure", _ERASING),
    Place(message("Devices"), "/devices", _SEEING),
    Place(message("Repairs"), "/repairs", _WORKSHOP),
    Place(message("Repairs"), "/repairs", _SEEING - _WORKSHOP - {Role.RECYCLER}, is_daily=False),
    Place(message("Parts"), "/parts", _REPAIRING, is_daily=False),
    Place(message("Spare parts and prices"), "/spare-parts", _SPARES, is_daily=False),
    Place(message("Use a repair key"), "/repair-key", frozenset({Role.REPAIRER, Role.REFURBISHER}), is_daily=False),
    Place(message("Repairers"), "/repairers", _REPAIRING | _OVERSEEING, is_daily=False),
    Place(message("Counted goods"), "/goods", _COUNTING, is_daily=False),
    Place(message("Worklists"), "/worklists", _SEEING - {Role.AUDITOR}),
    Place(message("Worklists"), "/worklists", frozenset({Role.AUDITOR}), is_daily=False),
    Place(
        message("Policies"),
        "/routing-policies",
        frozenset({Role.DRZ, Role.AUDITOR, Role.POLICY_ADVISER}),
        is_daily=False,
    ),
    Place(message("Monitoring"), "/monitoring", _MONITORING, is_daily=False),
    Place(message("What breaks"), "/faults", _REPAIRING | _SUPPORTING, is_daily=False),
    Place(message("Consignments"), "/consignments", _MOVING),
    Place(message("Requests"), "/requests", _ASKING | {Role.DRZ, Role.AUDITOR}, is_daily=False),
    Place(message("Marketplace"), "/marketplace", _MARKET, is_daily=False),
    Place(message("Reservations"), "/reservations", _MARKET - {Role.AUDITOR}, is_daily=False),
    Place(message("Donation"), "/donation", frozenset({Role.COORDINATOR, Role.DRZ, Role.AUDITOR}), is_daily=False),
    Place(message("Lots for sale"), "/lots", _SELLING, is_daily=False),
    Place(message("Conflicts"), "/inbox", _SEEING),
    Place(message("Found devices"), "/found-reports", _ANSWERING | {Role.AUDITOR}),
    Place(message("Cases"), "/cases", _SEEING, is_daily=False),
    Place(message("Claims"), "/claims", _CLAIMING),
    Place(message("Contradictions"), "/contradictions", _CONTRADICTING),
    Place(message("Imports"), "/imports", _IMPORTING | {Role.ADMINISTRATOR}, is_daily=False),
    Place(message("Web hooks"), "/web-hooks", _SEEING - {Role.AUDITOR}, is_daily=False),
    Place(message("People"), "/admin/people", _OVERSEEING),
    Place(message("Organisations"), "/admin/organisations", _ADMINISTRATING),
    Place(message("Keys"), "/admin/keys", _OVERSEEING),
    Place(message("Journal"), "/admin/journal", _OVERSEEING),
    Place(message("Erasure tools"), "/erasure/tools", _OVERSEEING, is_daily=False),
    Place(message("Security support"), "/support", _SUPPORTING, is_daily=False),
    Place(message("Readings"), "/admin/access", frozenset({Role.AUDITOR})),
    Place(message("Closures"), "/admin/closures", _OVERSEEING, is_daily=False),
)

_FEW = 6
"""So many places fit in the bar without a thought."""

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
    Place(message("See what waits for your work"), "/worklists", _SEEING - {Role.AUDITOR}),
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
        place for place in places if len(places) <= _FEW or place.is_daily or place is _nearest(places, address)
    )
    return shown, tuple(place for place in places if place not in shown)


def _nearest(places: tuple[Place, ...], address: str) -> Place | None:
    """The place that the page at this address belongs to most closely."""
    found = [place for place in places if is_current(place, address)]
    return max(found, key=lambda place: len(place.address), default=None)


def tasks_for(roles: frozenset[Role]) -> tuple[Link, ...]:
    """What a person with these roles usually comes for; nothing for a visitor."""
    return tuple(Link(task.text, task.address) for task in TASKS if not task.roles.isdisjoint(roles))


def is_current(place: Place, address: str) -> bool:
    """Whether the page at this address belongs to the place."""
    path = address.partition("?")[0]
    return path == place.address or path.startswith(f"{place.address}/")
