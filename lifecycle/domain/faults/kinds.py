"""The words of faults and repairs.

Sources: Open Repair Data Standard 0.3, table schema (`repair_status`, `repair_barrier_if_end_of_life`); the kinds of
fault are ours, chosen so that a repairer knows by one which part or skill is needed.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from lifecycle.domain.vocabulary import ComponentKind, FaultKind


class Fault(StrEnum):
    """What is broken, or does not work as it should, as finely as a short text tells it. One repair can have several.

    What a repairer finds (`FaultKind`) is finer: each of those is one of these, or none (`OF_FINDING`).
    """

    BATTERY = "battery"
    CHARGING = "charging"
    POWER = "power"
    SCREEN = "screen"
    KEYBOARD = "keyboard"
    CONNECTOR = "connector"
    STORAGE = "storage"
    MEMORY = "memory"
    MAINBOARD = "mainboard"
    COOLING = "cooling"
    SOFTWARE = "software"
    SLOW = "slow"
    NETWORK = "network"
    SOUND = "sound"
    CAMERA = "camera"
    CASE = "case"
    LIQUID = "liquid"


class RepairStatus(StrEnum):
    """How a repair ended (ORDS 0.3, repair_status)."""

    FIXED = "fixed"
    REPAIRABLE = "repairable"
    END_OF_LIFE = "end-of-life"
    UNKNOWN = "unknown"


class ProductKind(StrEnum):
    """Kinds of product with statistics: our product groups, and two that Open Repair Data knows beside them."""

    LAPTOP = "laptop"
    PHONE = "phone"
    DISPLAY = "display"
    TABLET = "tablet"
    DESKTOP = "desktop"


class Origin(StrEnum):
    """Whose repairs: those of others (Open Repair Data), or those that this service recorded. Never added up."""

    OPEN = "open-repair-data"
    OWN = "own"


NOT_CLASSIFIED = "not-classified"
"""A problem was described, and no word list knows a fault in it."""

NOT_DESCRIBED = "not-described"
"""No problem was described."""

OTHER_BRAND = "other"
"""A brand was named that the table of brands does not have: its text is not kept."""

NOT_KNOWN = ""
"""No brand, age or barrier was given."""

OF_COMPONENT: Mapping[ComponentKind, Fault] = MappingProxyType(
    {
        ComponentKind.BATTERY: Fault.BATTERY,
        ComponentKind.DISPLAY: Fault.SCREEN,
        ComponentKind.KEYBOARD: Fault.KEYBOARD,
        ComponentKind.MEMORY: Fault.MEMORY,
        ComponentKind.STORAGE: Fault.STORAGE,
        ComponentKind.MAINBOARD: Fault.MAINBOARD,
        ComponentKind.CAMERA: Fault.CAMERA,
        ComponentKind.SPEAKER: Fault.SOUND,
        ComponentKind.FAN: Fault.COOLING,
        ComponentKind.CHARGER: Fault.CHARGING,
        ComponentKind.POWER_SUPPLY: Fault.POWER,
        ComponentKind.HOUSING: Fault.CASE,
    }
)
"""Which fault a replaced component tells of; components that are not listed tell of none."""

OF_FINDING: Mapping[FaultKind, Fault] = MappingProxyType(
    {
        FaultKind.NO_POWER: Fault.POWER,
        FaultKind.DOES_NOT_START: Fault.POWER,
        FaultKind.BATTERY: Fault.BATTERY,
        FaultKind.CHARGING: Fault.CHARGING,
        FaultKind.DISPLAY: Fault.SCREEN,
        FaultKind.TOUCH: Fault.SCREEN,
        FaultKind.KEYBOARD: Fault.KEYBOARD,
        FaultKind.POINTING_DEVICE: Fault.KEYBOARD,
        FaultKind.BUTTON: Fault.KEYBOARD,
        FaultKind.CAMERA: Fault.CAMERA,
        FaultKind.SOUND: Fault.SOUND,
        FaultKind.NETWORK: Fault.NETWORK,
        FaultKind.STORAGE: Fault.STORAGE,
        FaultKind.MEMORY: Fault.MEMORY,
        FaultKind.CONNECTOR: Fault.CONNECTOR,
        FaultKind.COOLING: Fault.COOLING,
        FaultKind.HOUSING: Fault.CASE,
        FaultKind.LIQUID: Fault.LIQUID,
        FaultKind.SOFTWARE: Fault.SOFTWARE,
    }
)
"""What a finding of a repairer is among these; "something else" is none of them."""


def written(faults: frozenset[Fault], *, described: bool) -> str:
    """Faults as one word of a table: in their order with a space between, or why there are none."""
    if faults:
        return " ".join(each.value for each in Fault if each in faults)
    return NOT_CLASSIFIED if described else NOT_DESCRIBED


def read(text: str) -> frozenset[Fault]:
    """What `written` wrote; no fault where it says why there is none."""
    return frozenset() if text in {NOT_CLASSIFIED, NOT_DESCRIBED} else frozenset(map(Fault, text.split()))
