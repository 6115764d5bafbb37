"""What differs between product groups for a device's life, as data: a new group is a line here.

WEEE categories are those of Directive 2012/19/EU, Annex III: 2 for screens and equipment with screens above 100 cm2, 6
for small IT and telecommunication equipment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Group:
    """`data_bearing`: whether a device of this group has storage media by its kind."""

    data_bearing: bool
    weee_category: int


GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "display": Group(data_bearing=False, weee_category=2),
        "laptop": Group(data_bearing=True, weee_category=2),
        "phone": Group(data_bearing=True, weee_category=6),
    }
)
"""By the passport's product group. Of a group that is not here the safe thing holds: it may bear data."""


def bears_data(group: str) -> bool:
    known = GROUPS.get(group)
    return known is None or known.data_bearing
