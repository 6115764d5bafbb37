"""Copies of other services' passports that are kept here, by the ids that they have there (a back-up provider).

Ids that are not under our own address are asked of a `Holding` first.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from dpp.domain.actor import Actor
from dpp.domain.en18222.representation import Representation
from dpp.service.en18222.views import Dpp


class Holding(Protocol):
    """Each method gives None (`archive`: False) where no copy under this id is its business."""

    def read(
        self, actor: Actor, dpp_id: str, representation: Representation, at: datetime | None = None
    ) -> Dpp | None: ...
    def create(self, actor: Actor, dpp_id: str, received: bytes) -> Dpp | None: ...
    def update(
        self,
        actor: Actor,
        dpp_id: str,
        received: bytes,
        representation: Representation,
        expected: Collection[str] | None = None,
    ) -> Dpp | None:
        """Raises Outdated where none of the expected tags is that of what is there."""
        ...

    def archive(self, actor: Actor, dpp_id: str, expected: Collection[str] | None = None) -> bool: ...


class NothingHeld:
    """A service that keeps no copies of others."""

    def read(self, *_: object, **__: object) -> None:
        return None

    def create(self, *_: object, **__: object) -> None:
        return None

    def update(self, *_: object, **__: object) -> None:
        return None

    def archive(self, *_: object, **__: object) -> bool:
        return False
