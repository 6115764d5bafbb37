"""The product groups of EPREL that we know, and the addresses of a registration."""

import re
from dataclasses import dataclass

from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import InvalidInput
from dpp.domain.message import message

SITE = "https://eprel.ec.europa.eu"
LICENCE = "CC BY 4.0"
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class EprelGroup:
    """A group, by its code in EPREL's addresses; EPREL has none for computers."""

    code: str
    product: ProductGroup


GROUPS = {
    group.code: group
    for group in (
        EprelGroup("smartphonestablets20231669", ProductGroup.PHONE),
        EprelGroup("electronicdisplays", ProductGroup.DISPLAY),
    )
}


def find_group(code: str) -> EprelGroup:
    """The group with this code; InvalidInput where we do not know it."""
    if found := GROUPS.get(code):
        return found
    raise InvalidInput(
        message("'{code}' is not a product group of EPREL that we read.", code=code),
        remedy=message("The groups are: {known}.", known=", ".join(sorted(GROUPS))),
    )


def check_number(number: str) -> str:
    """A registration number, as it was given; InvalidInput where it cannot be one."""
    if NUMBER.fullmatch(number):
        return number
    raise InvalidInput(
        message("'{number}' is not an EPREL registration number.", number=number[:40]),
        remedy=message("It has at most nine digits; the QR code of the energy label leads to it."),
    )


def public_page(group: EprelGroup, number: str) -> str:
    """The page of a registration that everybody may read."""
    return f"{SITE}/screen/product/{group.code}/{number}"
