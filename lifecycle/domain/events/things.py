"""Events of things on a pallet: registered without a passport, its charger seen or not, its locks looked for."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dpp.domain.actor import OrganisationId
from lifecycle.domain.events.base import Place, Remarked
from lifecycle.domain.facts import IdentityClaim
from lifecycle.domain.vocabulary import Classification, Holding, Lock


@dataclass(frozen=True, kw_only=True)
class ThingRegistered(Remarked):
    """A thing without a passport gets its kind (`lifecycle.domain.things`) and its owner.

    The other fields are those of passport_registered, which a thing whose kind has no passport cannot have.
    """

    kind: Literal["thing_registered"] = "thing_registered"
    thing: str
    owner: OrganisationId
    place: Place
    holding: Holding = Holding.STATE
    lessee: OrganisationId | None = None
    custodian: OrganisationId | None = None
    data_bearing: bool = True
    classification: Classification = Classification.UNKNOWN
    in_use_since: date | None = None
    claims: tuple[IdentityClaim, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChargerSeen(Remarked):
    """Whether its charger is with it: at intake, before anybody inspects it. An inspection can say it too."""

    kind: Literal["charger_seen"] = "charger_seen"
    present: bool


@dataclass(frozen=True)
class LookedFor:
    """The answer to one check. `shown_by` is the hash of a photo or a file, or a reference, where there is one."""

    lock: Lock
    there: bool
    shown_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class LocksChecked(Remarked):
    """Somebody looked for locks by a checklist (`lifecycle.domain.checklists`), and says of each whether it is there.

    Nobody having looked is something else than no lock: only this event tells them apart.
    """

    kind: Literal["locks_checked"] = "locks_checked"
    checklist: str
    answers: tuple[LookedFor, ...]
