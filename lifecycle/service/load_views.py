"""What is told of a load beside its consignment, and how its masses are found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dpp.domain.opaque import DeviceKey, PassportId
from dpp.service.publishing import Publisher
from lifecycle.domain.consignment import (
    Collection,
    Consignment,
    DeviceMass,
    LoadDifference,
    LoadUnitId,
    Mass,
    MassSource,
    WeightReport,
    mass_of,
    total_mass,
)
from lifecycle.domain.consignment.load import Contents
from lifecycle.domain.consignment.mass import to_the_gram
from lifecycle.domain.credentials import Ending
from lifecycle.service.ports import DeviceLine, LifecycleReads

_NOTHING = Mass(kilograms=Decimal(0), low=Decimal(0), high=Decimal(0), source=MassSource.MODELS)
_IN_KILOGRAMS: Mapping[str, Decimal] = {"kg": Decimal(1), "g": Decimal("0.001")}


@dataclass(frozen=True)
class LoadView:
    """The masses of a load, its collection, what was reported back, differences, and credentials that end soon."""

    masses: Mapping[LoadUnitId, Mass]
    total: Mass
    collection: Collection | None = None
    reports: tuple[WeightReport, ...] = ()
    differences: tuple[LoadDifference, ...] = ()
    ending: tuple[Ending, ...] = ()


NO_LOAD = LoadView({}, _NOTHING)


class ModelMasses:
    """What models weigh by their passports, each read once."""

    def __init__(self, reads: LifecycleReads, publisher: Publisher) -> None:
        self._reads, self._publisher = reads, publisher
        self._known: dict[PassportId, DeviceMass | None] = {}

    def of(self, line: DeviceLine) -> DeviceMass | None:
        """None where no passport of its model tells a mass."""
        if line.model_id is None:
            return None
        if line.model_id not in self._known:
            self._known[line.model_id] = self._read(line.model_id)
        return self._known[line.model_id]

    def _read(self, model: PassportId) -> DeviceMass | None:
        passport = self._reads.passports.get(model)
        figure = None if passport is None else self._publisher.own_elements(self._reads, passport).get("mass")
        factor = None if figure is None else _IN_KILOGRAMS.get(figure["unit"])
        if figure is None or factor is None:
            return None
        said = (figure["value"], figure.get("low", figure["value"]), figure.get("high", figure["value"]))
        value, low, high = (to_the_gram(Decimal(str(each)) * factor) for each in said)
        return DeviceMass(kilograms=value, low=low, high=high)


def masses_of(
    consignment: Consignment, lines: Iterable[DeviceLine], models: ModelMasses
) -> dict[DeviceKey, DeviceMass | None]:
    """What each device weighs: as it was frozen at the offer, in a draft as its model says now."""
    by_key = {line.device_key: line for line in lines}
    found: dict[DeviceKey, DeviceMass | None] = {}
    for line in consignment.lines:
        if line.condition is not None:
            found[line.device] = line.condition.mass
        else:
            now = by_key.get(line.device)
            found[line.device] = None if now is None else models.of(now)
    return found


def weighed_load(consignment: Consignment, masses: Mapping[DeviceKey, DeviceMass | None]) -> LoadView:
    """The masses of each unit and of all of it; what was extra is not part of what was sent."""
    inside: dict[LoadUnitId | None, list[DeviceMass | None]] = {}
    for line in consignment.lines:
        if not line.extra:
            inside.setdefault(line.packed_in, []).append(masses.get(line.device))
    contents: Contents = inside
    units, goods = consignment.units, consignment.goods
    return LoadView(
        masses={unit.id: mass_of(unit, units, contents, goods) for unit in units},
        total=total_mass(units, contents, goods),
    )
