"""What the figures are about: five topics, each with its tables; the first of them leads."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.errors import NotFound
from dpp.domain.message import message


class Topic(StrEnum):
    """In the order in which they are read."""

    FLOW = "flow"
    ROUTES = "routes"
    STOCK = "stock"
    TIME = "time"
    IMPACT = "impact"


TABLES: Mapping[Topic, tuple[str, ...]] = MappingProxyType(
    {
        Topic.FLOW: ("balance", "reuse", "outcomes", "owners", "loops", "donation"),
        Topic.ROUTES: ("routes-over-time", "routes", "reasons", "deciding-owners", "routes-in-full", "overrides"),
        Topic.STOCK: ("grades", "stock", "blocked"),
        Topic.TIME: ("steps",),
        Topic.IMPACT: ("avoided", "waste", "materials", "weee"),
    }
)


def topic_of(table: str) -> Topic:
    """NotFound for a table that there is not."""
    for topic, names in TABLES.items():
        if table in names:
            return topic
    raise NotFound(message("There is no figure '{name}'.", name=table))
