"""Where each role usually goes: a table that is data, as the permission table is."""

from dataclasses import dataclass

from dpp.domain.actor import Role
from dpp.domain.message import Message, message


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    text: Message
    address: str
    roles: frozenset[Role]


_HANDLING = frozenset({Role.ICT_PROVIDER, Role.DRZ})
_MOVING = frozenset(
    {Role.OWNER, Role.ICT_PROVIDER, Role.DRZ, Role.COORDINATOR, Role.CARRIER, Role.REFURBISHER, Role.RECYCLER}
)
_ADMINISTRATING = frozenset({Role.ADMINISTRATOR})

PLACES = (
    Place(message("Intake"), "/intake", _HANDLING),
    Place(message("Worklist"), "/worklist", frozenset({Role.DRZ})),
    Place(message("Consignments"), "/consignments", _MOVING),
    Place(message("People"), "/admin/people", _ADMINISTRATING),
    Place(message("Organisations"), "/admin/organisations", _ADMINISTRATING),
    Place(message("Keys"), "/admin/keys", _ADMINISTRATING),
)


def places_for(roles: frozenset[Role]) -> tuple[Place, ...]:
    """What a person with these roles sees in the navigation, in the order of a day's work."""
    return tuple(place for place in PLACES if not place.roles.isdisjoint(roles))


def is_current(place: Place, address: str) -> bool:
    """Whether the page at this address belongs to the place."""
    path = address.partition("?")[0]
    return path == place.address or path.startswith(f"{place.address}/")
