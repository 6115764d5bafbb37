"""Where what the dataset of support ends said is kept, and which release people confirmed for a model."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from dpp.domain.opaque import PassportId
from lifecycle.domain.support.loading import Entry, Load
from lifecycle.domain.support.matching import Confirmation
from lifecycle.domain.support.releases import ReleaseName


class SupportStore(Protocol):
    """Loads, entries and confirmations, insert-only."""

    def add_load(self, load: Load) -> None:
        """Raises Conflict where another load took its number."""
        ...

    def add_entries(self, entries: Collection[Entry]) -> None: ...
    def loads(self) -> tuple[Load, ...]:
        """Oldest first."""
        ...

    def dated(self) -> date | None:
        """Of which day the newest load is; None where nothing was taken in."""
        ...

    def newest(self, products: Collection[str]) -> Mapping[ReleaseName, Entry]:
        """The last entry of each release of these products, those that are gone too."""
        ...

    def named(self, products: Collection[str], keys: Collection[str]) -> Mapping[ReleaseName, Entry]:
        """The last entry of each release of these products that ever had one of these keys (`release_key`)."""
        ...

    def history(self, name: ReleaseName) -> tuple[Entry, ...]:
        """Oldest first."""
        ...

    def confirm(self, confirmation: Confirmation) -> None:
        """Raises Conflict where another one took its number."""
        ...

    def confirmation(self, model: PassportId) -> Confirmation | None:
        """The last one of a model."""
        ...

    def confirmations(self) -> Mapping[PassportId, Confirmation]:
        """The last one of each model that has one."""
        ...
