"""Parts that somebody here has: counted ones on a shelf, harvested ones by themselves, and what is kept for whom.

Rules:
1. New and used parts are counted: so many of a part, of an origin, at a place of an organisation. A shelf never holds
   less than nothing. Harvested parts are not counted here: they are in the stock of parts
   (`lifecycle.domain.components`), each by the device that it came out of, which stays with who has it.
2. A harvested part is a part of the catalogue where its own number is one of its numbers; where nothing tells its
   number, it is taken for one that fits the model out of which it came, if its kind alone tells which part it is. What
   has another number is another part.
3. A reservation keeps one part for one organisation up to and including its last day; then it is free again, without
   anybody doing anything. What is kept or taken is nobody else's: no part is kept twice.
4. A reservation ends once: taken by a repair, given back by who asked for it, or withdrawn by who has the part.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.part_kind import PartKind
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.bom import same_serial
from lifecycle.domain.components import PlacedPart
from lifecycle.domain.events import ComponentInstalled
from lifecycle.domain.spares.catalogue import LONGEST, Said, SparePartId, component_of, number_key
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin

PartReservationId = NewType("PartReservationId", str)
COUNTED_AT_ONCE = 10_000
_ITEM = 20


@dataclass(frozen=True)
class Terms:
    """Numbers that whoever runs the service sets.

    `days` that a part is kept, `at_most` parts kept at once by one organisation, `fresh_days` that a price counts.
    """

    days: int = 7
    at_most: int = 20
    fresh_days: int = 90


@dataclass(frozen=True)
class Shelf:
    """Where counted parts lie that are the same in every way that counts."""

    part: SparePartId
    holder: OrganisationId
    place: str
    origin: PartOrigin

    @property
    def item(self) -> str:
        """What names it where the organisation and the place are not told."""
        return sha256(canonical(["shelf", self.part, self.holder, self.place, self.origin]))[:_ITEM]


@dataclass(frozen=True)
class Harvested:
    """One part that came out of a device, by the device and its slot there."""

    device: DeviceKey
    slot: str

    @property
    def item(self) -> str:
        """What names it without the device: device keys are random, so that nobody guesses them from this."""
        return sha256(canonical(["harvested", self.device, self.slot]))[:_ITEM]


class StockAct(StrEnum):
    """Why the count of a shelf changed."""

    TAKEN_IN = "taken-in"
    WRITTEN_OFF = "written-off"
    TAKEN = "taken"


@dataclass(frozen=True)
class Movement:
    """A change of the count of a shelf, never nothing."""

    id: str
    shelf: Shelf
    act: StockAct
    change: int
    said: Said


class KeptState(StrEnum):
    """How a reservation stands. One whose last day has passed is over, whatever its row says."""

    KEPT = "kept"
    TAKEN = "taken"
    GIVEN_BACK = "given-back"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class PartReservation:
    """One part that is kept for an organisation. `held` says which: one of a shelf, or that harvested one."""

    id: PartReservationId
    part: SparePartId
    held: Shelf | Harvested
    requester: OrganisationId
    since: datetime
    by: AccountId
    until: date
    state: KeptState = KeptState.KEPT
    ended_at: datetime | None = None
    ended_by: AccountId | None = None

    def state_on(self, today: date) -> KeptState:
        """Rule 3."""
        return KeptState.EXPIRED if self.state is KeptState.KEPT and self.until < today else self.state

    def holds(self, today: date) -> bool:
        """Whether one of a shelf is kept for it: what was taken has left the shelf."""
        return self.state_on(today) is KeptState.KEPT


class MatchedBy(StrEnum):
    """Why a harvested part is taken for one of the catalogue."""

    NUMBER = "number"
    MODEL = "model"


def matched(part: PlacedPart, keys: Collection[str], *, fits_donor: bool) -> MatchedBy | None:
    """Rule 2; `keys` are the numbers of the part of the catalogue as they are compared. Its kind is checked before."""
    if part.model:
        told = {number_key(word) for word in (part.model, *part.model.split())}
        return MatchedBy.NUMBER if not told.isdisjoint(keys) else None
    return MatchedBy.MODEL if fits_donor else None


def is_told_by_kind(kind: PartKind) -> bool:
    """Whether the bill of materials knows such a part by its kind alone: `other` and `camera` can be several."""
    return component_of(kind) not in {ComponentKind.OTHER, ComponentKind.CAMERA}


def free_on(count: int, kept: Iterable[PartReservation], today: date) -> int:
    """How many of a shelf nobody has kept."""
    return count - sum(each.holds(today) for each in kept)


def is_free(kept: Iterable[PartReservation], today: date) -> bool:
    """Whether a harvested part that is in stock can be kept: nobody has it kept or took it (rule 3)."""
    return all(each.state_on(today) not in {KeptState.KEPT, KeptState.TAKEN} for each in kept)


@dataclass(frozen=True)
class Standing:
    """What is kept of a donor's parts, and who asks on which day."""

    kept: Collection[PartReservation]
    organisation: OrganisationId | None
    today: date

    def is_open(self, part: PlacedPart) -> bool:
        """Whether nobody else keeps it or took it."""
        others = (each for each in self.kept if each.requester != self.organisation)
        return is_free((each for each in others if each.held == Harvested(part.device, part.slot)), self.today)


def refuse_kept_for_others(it: ComponentInstalled, left: Iterable[PlacedPart], standing: Standing) -> None:
    """Refused `part-kept-for-another` where every part of the donor that it can be is kept for others (rule 3)."""
    alike = [each for each in left if each.component is it.component and _can_be(each, it)]
    if alike and not any(map(standing.is_open, alike)):
        raise Refused(
            "part-kept-for-another",
            message("This part ({part}) is reserved for another organisation.", part=it.component),
            remedy=message("Choose another part, or wait until the reservation ends."),
        )


def _can_be(part: PlacedPart, it: ComponentInstalled) -> bool:
    return part.serial is None or it.serial is None or same_serial(part.serial, it.serial)


def refuse_more(kept: int, terms: Terms) -> None:
    """Refused `part-reservations-at-most` for an organisation that keeps as many as the policy lets it."""
    if kept >= terms.at_most:
        raise Refused(
            "part-reservations-at-most",
            message(
                "Your organisation has {kept} parts reserved, and may have {most} at once.",
                kept=kept,
                most=terms.at_most,
            ),
            remedy=message("Use or give back some of them first."),
        )


def last_day(terms: Terms, today: date) -> date:
    """Up to and including which day a part that is reserved today is kept."""
    return today + timedelta(days=terms.days - 1)


def refuse_taken() -> Refused:
    """What is said when the last one went to somebody else."""
    return Refused(
        "part-is-free",
        message("This part is not free any more."),
        remedy=message("Look at what is left, and choose another."),
    )


def checked_count(count: int, place: str, origin: PartOrigin) -> None:
    """Return for a count of a shelf that can be; InvalidInput when not."""
    problems = []
    if not 0 < count <= COUNTED_AT_ONCE:
        problems.append(Problem("$.count", message("Expected a number from 1 to {most}.", most=COUNTED_AT_ONCE)))
    if not (0 < len(place.strip()) <= LONGEST and place.isprintable()):
        problems.append(Problem("$.place", message("Say where the parts are: the store, the drawer or the room.")))
    if origin is PartOrigin.HARVESTED:
        what = message("Harvested parts are in stock by themselves: record what came out of the device.")
        problems.append(Problem("$.origin", what))
    if problems:
        raise InvalidInput(message("The stock has {count} fault(s).", count=len(problems)), tuple(problems))
