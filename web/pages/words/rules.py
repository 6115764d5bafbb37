"""Words for the rules of routing by their names, for figures that count why a destination was chosen."""

from collections.abc import Mapping
from types import MappingProxyType

from dpp.domain.message import Message, message

RULES: Mapping[str, Message] = MappingProxyType(
    {
        "standing.category": message("Kind of device"),
        "standing.present": message("Loss or legal hold"),
        "ownership.holding": message("Whose it is"),
        "hazard.safe": message("Hazards"),
        "data.classification": message("Classification of its data"),
        "data.media": message("Storage media"),
        "data.erasure-method": message("Method of erasure"),
        "locks.released": message("Locks"),
        "working.possible": message("Whether it works"),
        "working.functional-grade": message("Functional grade"),
        "working.cosmetic-grade": message("Cosmetic grade"),
        "working.tests": message("Tests that failed"),
        "working.battery": message("Battery condition"),
        "working.charger": message("Charger"),
        "working.storage": message("Working storage"),
        "support.age": message("Age"),
        "support.system": message("Operating system"),
        "support.updates": message("Security updates"),
        "economics.repair": message("Repair costs and value"),
        "economics.sale": message("Yield of a sale"),
        "demand.requests": message("Requests"),
        "demand.credentials": message("Credentials of the receiver"),
        "demand.offered": message("Offered in vain"),
        "demand.mass": message("Mass"),
        "demand.memory-gib": message("Memory"),
        "demand.storage-gb": message("Storage"),
        "demand.diagonal-inch": message("Size of the screen"),
        "demand.lines": message("Lines of the screen"),
    }
)

WEEE_CATEGORIES: Mapping[str, Message] = MappingProxyType(
    {
        "1": message("1: temperature exchange equipment"),
        "2": message("2: screens, and equipment with a screen"),
        "3": message("3: lamps"),
        "4": message("4: large equipment"),
        "5": message("5: small equipment"),
        "6": message("6: small IT and telecommunication equipment"),
    }
)
"""The categories of Annex III of the WEEE Directive (2012/19/EU), in short."""
