"""Codes of waste for what this registry knows, and the WEEE category of each kind of device.

The codes are those of the European List of Waste (Commission Decision 2000/532/EC, chapters 16 02 and 20 01); a star
says that the waste is hazardous. Whether equipment contains hazardous components is decided by who discards it: the
table says what is usual for a kind, with the reason.

Batteries that were taken out are not in the table: chapter 16 06 was rewritten by Delegated Decision (EU) 2025/934,
which applies from 9 November 2026. Their code is looked up there and filled in.

Categories are those of Annex III of the WEEE Directive (2012/19/EU).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dpp.domain.message import Message, message


@dataclass(frozen=True)
class WasteCode:
    """A code with what it covers, and where it applies here. `code` has the star of hazardous waste."""

    code: str
    what: Message
    applies: Message

    @property
    def hazardous(self) -> bool:
        return self.code.endswith("*")


WASTE_CODES: Mapping[str, WasteCode] = MappingProxyType(
    {
        each.code: each
        for each in (
            WasteCode(
                "16 02 13*",
                message("Discarded equipment that contains hazardous components"),
                message("Equipment with a battery, a backlight with mercury or another hazardous component in it."),
            ),
            WasteCode(
                "16 02 14",
                message("Discarded equipment without hazardous components"),
                message("Equipment without battery, mercury or other hazardous components."),
            ),
            WasteCode(
                "16 02 15*",
                message("Hazardous components taken out of discarded equipment"),
                message("Backlights with mercury, and other hazardous components that were taken out."),
            ),
            WasteCode(
                "16 02 16",
                message("Other components taken out of discarded equipment"),
                message("Parts, boards and cables that were taken out and are not hazardous."),
            ),
            WasteCode(
                "20 01 35*",
                message("Discarded equipment with hazardous components, collected as municipal waste"),
                message("Only what households and similar places hand in at a municipal collection."),
            ),
            WasteCode(
                "20 01 36",
                message("Other discarded equipment, collected as municipal waste"),
                message("Only what households and similar places hand in at a municipal collection."),
            ),
        )
    }
)

HAZARDOUS_EQUIPMENT, OTHER_EQUIPMENT, OTHER_PARTS = "16 02 13*", "16 02 14", "16 02 16"

WEEE_CATEGORIES = range(1, 7)
CATEGORY: Mapping[str, int] = MappingProxyType({"laptop": 2, "display": 2, "phone": 6})
"""The WEEE category of a product group: 2 has a screen above 100 cm2, 6 is small IT and telecommunication equipment.

A phone is counted as category 6 also where its screen is a little above 100 cm2, as the impact method does.
"""

USUAL_CODE: Mapping[str, str] = MappingProxyType(
    {
        "laptop": HAZARDOUS_EQUIPMENT,
        "phone": HAZARDOUS_EQUIPMENT,
        "display": OTHER_EQUIPMENT,
    }
)
"""What is usual: laptops and phones have a lithium battery in them; a display with a LED backlight has neither
battery nor mercury. A display with fluorescent tubes is 16 02 13*: say so where that is known."""


def usual_code(group: str | None) -> str | None:
    """None for a kind of which nobody said what is usual."""
    return None if group is None else USUAL_CODE.get(group)


def known_code(text: str) -> str | None:
    """A code of the table as it is written there, however its spaces and star were typed; None for another code."""
    bare = text.replace(" ", "").rstrip("*")
    return next((code for code in WASTE_CODES if code.replace(" ", "").rstrip("*") == bare), None)
