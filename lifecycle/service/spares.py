"""Spare parts: the catalogue that everybody reads, the facts in it, and the stock that can be reserved."""

from dataclasses import dataclass
from typing import Self

from dpp.service.ports import Chance, Clock
from dpp.service.publishing import Publisher
from lifecycle.domain.spares.stock import Terms
from lifecycle.service.ports import LifecycleStorage, Organisations
from lifecycle.service.spare_catalogue import SpareCatalogue
from lifecycle.service.spare_facts import SpareFacts
from lifecycle.service.spare_stock import SpareStock


@dataclass(frozen=True)
class SpareUseCases:
    """`catalogue` reads, `facts` are supplied, `stock` is counted, reserved and taken."""

    catalogue: SpareCatalogue
    facts: SpareFacts
    stock: SpareStock

    @classmethod
    def of(
        cls,
        storage: LifecycleStorage,
        publisher: Publisher,
        organisations: Organisations,
        clock: Clock,
        chance: Chance,
        terms: Terms = Terms(),  # noqa: B008 (frozen)
    ) -> Self:
        return cls(
            SpareCatalogue(storage, publisher, organisations, clock, terms),
            SpareFacts(storage, clock, chance),
            SpareStock(storage, organisations, clock, chance, terms),
        )
