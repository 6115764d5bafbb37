"""Which parts the law asks to be kept available, and for how many years.

Smartphones: (EU) 2023/1670, Annex II, part B, point 1.1(1), for models on the market from 20 June 2025. The parts are
those that the repairability index weighs, (EU) 2023/1669, Annex IV, point 5; the list of part B was not compared with
the Official Journal word for word, so that a part that is missing here is "no promise known", never "no duty".
Displays: (EU) 2019/2021, Annex II, part D, point 5(a), from 1 March 2021: power supply (inside and outside),
connectors, batteries, storage modules. Laptops: no act asks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dpp.domain.part_kind import PartKind
from lifecycle.domain.spares.months import Month


@dataclass(frozen=True)
class Duty:
    """An act that asks for parts: which, how many years after the last one was sold, from which month it applies."""

    parts: frozenset[PartKind]
    years: int
    since: Month
    act: str
    address: str


DUTIES: Mapping[str, Duty] = MappingProxyType(
    {
        "phone": Duty(
            parts=frozenset(
                {
                    PartKind.BATTERY,
                    PartKind.DISPLAY,
                    PartKind.BACK_COVER,
                    PartKind.CAMERA,
                    PartKind.FRONT_CAMERA,
                    PartKind.REAR_CAMERA,
                    PartKind.CHARGING_PORT,
                    PartKind.BUTTONS,
                    PartKind.MICROPHONE,
                    PartKind.SPEAKER,
                    PartKind.HINGE,
                }
            ),
            years=7,
            since=Month(2025, 6),
            act="(EU) 2023/1670, Annex II, part B, point 1.1(1)",
            address="https://eur-lex.europa.eu/eli/reg/2023/1670/oj",
        ),
        "display": Duty(
            parts=frozenset(
                {
                    PartKind.POWER_SUPPLY,
                    PartKind.CHARGER,
                    PartKind.CONNECTOR,
                    PartKind.BATTERY,
                    PartKind.STORAGE,
                }
            ),
            years=7,
            since=Month(2021, 3),
            act="(EU) 2019/2021, Annex II, part D, point 5(a)",
            address="https://eur-lex.europa.eu/eli/reg/2019/2021/oj",
        ),
    }
)
"""By product group of the passport."""


def duty_of(group: str, kind: PartKind) -> Duty | None:
    """The duty that names this part for this product group; None where we know of none."""
    duty = DUTIES.get(group)
    return duty if duty is not None and kind in duty.parts else None
