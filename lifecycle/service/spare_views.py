"""What is told of spare parts: frozen read models that pages, the API and the import share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.part_kind import PartKind
from lifecycle.domain.events import ComponentInstalled
from lifecycle.domain.spares.availability import Promise, SeenStock
from lifecycle.domain.spares.catalogue import Fit, SparePart, component_of
from lifecycle.domain.spares.prices import PriceNow, Sighting, Spread
from lifecycle.domain.spares.priority import Duty
from lifecycle.domain.spares.ratio import NoRatio, Ratio
from lifecycle.domain.spares.stock import KeptState, MatchedBy, PartReservation
from lifecycle.domain.vocabulary import PartOrigin

Names = Mapping[OrganisationId, str]


@dataclass(frozen=True)
class ModelName:
    """A model as lists name it."""

    id: PassportId
    group: str
    brand: str
    name: str


@dataclass(frozen=True)
class FreeCount:
    """How many are free here, by where they come from. Nobody reads from it who has them."""

    new: int = 0
    used: int = 0
    harvested: int = 0

    @property
    def total(self) -> int:
        return self.new + self.used + self.harvested


@dataclass(frozen=True)
class SpareLine:
    """A part in a list; `free` is None for those who may not know of stock."""

    part: SparePart
    models: int
    price: PriceNow | None
    free: FreeCount | None


@dataclass(frozen=True)
class SpareLines:
    """A page of parts; `more` where there is another one."""

    lines: tuple[SpareLine, ...]
    more: bool


@dataclass(frozen=True)
class FitView:
    """A model that the part fits, or does not, what is promised for it, and the duty that makes it a priority part."""

    fit: Fit
    model: ModelName
    promise: Promise | None
    duty: Duty | None


@dataclass(frozen=True)
class StockItem:
    """What can be reserved: a shelf, or one harvested part. Who has it, and where, for those who may know.

    `health` is the battery's, in per cent of what it was; `grade` the functional grade of the device it came out of.
    """

    item: str
    origin: PartOrigin
    free: int
    matched: MatchedBy | None = None
    health: float | None = None
    grade: str | None = None
    holder: OrganisationId | None = None
    place: str | None = None


@dataclass(frozen=True)
class ReservationView:
    """A reservation as its two sides see it. `holder` and `place` say where the part is to be had."""

    id: str
    part: SparePart
    origin: PartOrigin
    requester: OrganisationId
    holder: OrganisationId | None
    place: str | None
    until: date
    state: KeptState
    serial: str | None = None


@dataclass(frozen=True)
class SpareView:
    """All that is told of a part. `stock` is None for those who may not know of it.

    `replacement` is the part with the number that superseded this one, `replaces` those that this one superseded.
    """

    part: SparePart
    fits: tuple[FitView, ...]
    price: PriceNow | None
    spreads: tuple[Spread, ...]
    sightings: tuple[Sighting, ...]
    seen: tuple[SeenStock, ...]
    replacement: SparePart | None
    replaces: tuple[SparePart, ...]
    stock: tuple[StockItem, ...] | None
    names: Names


@dataclass(frozen=True)
class ModelSpare:
    """A part that fits a model, with what a repairer asks first."""

    part: SparePart
    fit: Fit
    price: PriceNow | None
    promise: Promise | None
    duty: Duty | None
    seen: tuple[SeenStock, ...]
    ratio: Ratio | NoRatio
    free: FreeCount | None


@dataclass(frozen=True)
class DeclaredPart:
    """A part that the passport of a model names, in euro as its maker declares it; it is not in the catalogue."""

    kind: PartKind
    number: str | None
    price: Decimal | None
    priced_on: date | None
    until: date | None
    order_page: str | None


@dataclass(frozen=True)
class ModelSpares:
    """The parts of a model, by kind; `device` is the price of a new one as it was last seen."""

    model: ModelName
    device: PriceNow | None
    parts: tuple[ModelSpare, ...]
    declared: tuple[DeclaredPart, ...]

    def cheapest(self, kind: PartKind) -> PriceNow | None:
        """The lowest price that counts of parts of this kind, in the currency of most of them; None without one."""
        known = [each.price for each in self.parts if each.part.facts.kind is kind and each.price is not None]
        current = [each for each in known if each.is_current] or known
        currencies = [each.price.currency for each in current]
        usual = max(sorted(set(currencies)), key=currencies.count, default=None)
        return min(
            (each for each in current if each.price.currency == usual),
            key=lambda each: each.price.amount,
            default=None,
        )


@dataclass(frozen=True)
class TakenPart:
    """A part that left the stock for a repair: what the event that puts it in tells of it."""

    reservation: PartReservation
    part: SparePart
    origin: PartOrigin
    serial: str | None = None
    donor: DeviceKey | None = None

    def installed(self, serial: str | None = None, order: str | None = None) -> ComponentInstalled:
        """The event to record. `serial` is what stands on a part whose number is not known; `order` the repair's."""
        facts = self.part.facts
        return ComponentInstalled(
            component=component_of(facts.kind),
            origin=self.origin,
            serial=self.serial or serial,
            donor=self.donor,
            maker=facts.maker,
            model=facts.numbers[0],
            order=order,
        )
