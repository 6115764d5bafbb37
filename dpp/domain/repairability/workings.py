"""Every score of a model passport, worked out again: by product group, in the order in which a reader asks.

Slate tablets are scored as phones are, by other limits of energy and falls (`energy.Kind`).
"""

from collections.abc import Callable, Iterator, Mapping

from dpp.domain.document import Elements
from dpp.domain.repairability import (
    display_classes,
    french_index,
    notebook_energy,
    phone_classes,
    phone_index,
    repair_classes,
)
from dpp.domain.repairability.energy import Kind
from dpp.domain.repairability.working import Working


def workings(elements: Elements, kind: Kind = Kind.PHONE) -> tuple[Working, ...]:
    """Nothing for a product group that no act scores. `kind` is for those that are scored as phones are."""
    group = str(elements.get("productGroup"))
    of_group = _OF_GROUP.get(group)
    if of_group is None:
        return ()
    classes = repair_classes.working(elements, group)
    return (*of_group(elements, kind), *((classes,) if classes else ()))


def _phone(elements: Elements, kind: Kind) -> Iterator[Working]:
    yield from phone_index.workings(elements)
    yield from phone_classes.workings(elements, kind)
    yield from french_index.workings(elements)


def _laptop(elements: Elements, _kind: Kind) -> Iterator[Working]:
    yield from french_index.workings(elements)
    yield from notebook_energy.workings(elements)


def _display(elements: Elements, _kind: Kind) -> Iterator[Working]:
    yield french_index.of_a_display(elements)
    yield from display_classes.workings(elements)


_OF_GROUP: Mapping[str, Callable[[Elements, Kind], Iterator[Working]]] = {
    "phone": _phone,
    "laptop": _laptop,
    "display": _display,
}
