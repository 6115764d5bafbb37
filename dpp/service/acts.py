"""What whoever makes a version of a passport says of it, besides the content."""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey, PassportId

STATUS_CHANGED = "dppStatus"
OPERATOR_CHANGED = "economicOperatorId"
CLASSES_ADOPTED = "accessClasses"
"""What a version changed that is no element: names in `StoredVersion.changed`."""


@dataclass(frozen=True)
class Act:
    """Who makes a version, when, and on which evidence (hashes or ids).

    `operator` is the identifier under which the actor's organisation answers for what it makes, where that is not this
    registry itself.
    """

    actor: Actor
    at: datetime
    operator: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What a new batch or item passport is about.

    `product` is its unique product identifier: its GS1 address, its label, or (None) the passport's own address.
    `identity` is the id that it gets, a fresh one where none is asked for; `facility` where it was made.
    """

    model: PassportId
    product: str | None = None
    batch: PassportId | None = None
    device: DeviceKey | None = None
    successor_of: PassportId | None = None
    identity: PassportId | None = None
    facility: str | None = None
