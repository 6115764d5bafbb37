"""That a text was erased: recorded and proven like anything else that happens, so that the gap explains itself.

Rules:
1. What is recorded says which text, when, on what ground and by whom; of the text itself it says nothing.
2. It has a leaf of its own, in the transaction that erases the text.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dpp.domain.proof import SALT_BYTES, canonical, commitment
from dpp.service.ports import Chance, Leaf, LeafStore

ERASURE = "erasure"


@dataclass(frozen=True)
class Erasure:
    """The text of event `number` of a device (`subject`) was erased."""

    subject: str
    number: int
    erased_at: datetime
    ground: str
    account: str
    organisation: str | None


class ErasureStore(Protocol):
    """Erasures; only added to."""

    def add(self, erasure: Erasure) -> None:
        """Conflict where the text was erased already."""
        ...


def add_erasure(erasures: ErasureStore, leaves: LeafStore, chance: Chance, erasure: Erasure) -> None:
    """The erasure and its leaf; the caller erases the text and commits."""
    erasures.add(erasure)
    salt = chance(SALT_BYTES)
    leaf = commitment(salt, canonical(erasure_said(erasure)))
    leaves.add(Leaf(erasure.subject, ERASURE, erasure.number, leaf, salt, erasure.erased_at))


def erasure_said(erasure: Erasure) -> dict[str, Any]:
    """What the leaf of an erasure commits to."""
    return {
        "subject": erasure.subject,
        "kind": "event",
        "number": erasure.number,
        "erasedAt": erasure.erased_at.isoformat(),
        "ground": erasure.ground,
        "actor": erasure.account,
        "organisation": erasure.organisation,
    }
