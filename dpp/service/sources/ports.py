"""What public sources need from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dpp.domain.sources.eprel.groups import EprelGroup

Product = Mapping[str, Any]
"""A registration as EPREL answers it."""


@dataclass(frozen=True)
class Listing:
    """One page of a product group; `total` is how many registrations the group has, where the answer says so."""

    products: Sequence[Product]
    total: int | None = None


class ProductDatabase(Protocol):
    """EPREL. Raises Unavailable where it does not answer, or does not answer us."""

    def product(self, number: str) -> Product | None:
        """The registration with this number, of whatever group."""
        ...

    def product_in(self, group: EprelGroup, number: str) -> Product | None: ...
    def product_by_gtin(self, gtin: str) -> Product | None: ...
    def listing(self, group: EprelGroup, page: int, size: int) -> Listing:
        """A page, from 1."""
        ...
