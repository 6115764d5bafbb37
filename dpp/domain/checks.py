"""What a schema cannot say about the elements of a passport.

Rules:
1. A model says at least what it is: its product group, brand and name.
2. A known element stands where the catalogue has it: in a passport of this granularity, for this product group. What
   an item shows in all is of its model too: of such a document no granularity is given, and any element may be there.
3. A figure does not contradict itself (`dpp.domain.figure`).
4. A GTIN has the right check digit, and is marked where it is a number for demonstrations (GS1 prefix 952).

Names that belong to the header (`dpp.domain.document`) and personal data (`dpp.domain.personal_data`) are apart.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dpp.domain.catalogue import Catalogue, Granularity, Member, ProductGroup, ValueType
from dpp.domain.document import Elements
from dpp.domain.errors import Problem
from dpp.domain.figure import figure_problems
from dpp.domain.gs1.check_digits import ends_in_check_digit
from dpp.domain.message import message

REQUIRED_OF_A_MODEL = ("productGroup", "brand", "modelName")


def element_problems(elements: Elements, catalogue: Catalogue, granularity: Granularity | None) -> tuple[Problem, ...]:
    """Every fault of rules 1 to 4, for elements whose form the schema has found right."""
    checks = (_missing(elements, granularity), _misplaced(elements, catalogue, granularity), _gtin(elements))
    return tuple(problem for check in checks for problem in check) + tuple(_figures(elements, catalogue))


def _missing(elements: Elements, granularity: Granularity | None) -> Iterator[Problem]:
    if granularity is Granularity.MODEL:
        for name in REQUIRED_OF_A_MODEL:
            if name not in elements:
                yield Problem(f"$.{name}", message("A model passport needs '{name}'.", name=name))


def _misplaced(elements: Elements, catalogue: Catalogue, granularity: Granularity | None) -> Iterator[Problem]:
    product = elements.get("productGroup")
    group = ProductGroup(product) if product in set(ProductGroup) else None
    for name in elements:
        element = catalogue.find(name)
        if element and granularity is not None and granularity not in element.granularity:
            say = message("'{name}' has no place in the passport of one {what}.", name=name, what=granularity.value)
            yield Problem(f"$.{name}", say)
        if element and group and group not in element.products:
            yield Problem(f"$.{name}", message("A {group} has no '{name}'.", group=group.value, name=name))


def _figures(elements: Elements, catalogue: Catalogue) -> Iterator[Problem]:
    for name, value in elements.items():
        element = catalogue.find(name)
        if element and element.value_type is ValueType.FIGURE:
            yield from figure_problems(value, f"$.{name}")
        elif element:
            yield from _inner_figures(value, element.members, f"$.{name}")


def _inner_figures(value: Any, members: tuple[Member, ...], path: str) -> Iterator[Problem]:
    if isinstance(value, list):
        for place, one in enumerate(value):
            yield from _inner_figures(one, members, f"{path}[{place}]")
    elif isinstance(value, Mapping):
        for member in members:
            if member.value_type is ValueType.FIGURE and member.name in value:
                yield from figure_problems(value[member.name], f"{path}.{member.name}")


def _gtin(elements: Elements) -> Iterator[Problem]:
    gtin = elements.get("gtin")
    if not isinstance(gtin, str):
        return
    if not ends_in_check_digit(gtin):
        yield Problem("$.gtin", message("The check digit of GTIN {gtin} is wrong.", gtin=gtin))
    elif gtin[1:4] == "952" and elements.get("demonstrationNumber") is not True:
        say = message("GTIN {gtin} is a number for demonstrations: 'demonstrationNumber' must say so.", gtin=gtin)
        yield Problem("$.demonstrationNumber", say)
