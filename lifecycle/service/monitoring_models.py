"""What the passports of models say of each device, for figures of impact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dpp.domain.document import Elements
from dpp.domain.opaque import PassportId
from dpp.service.publishing import Publisher
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.vocabulary import Route
from lifecycle.service.ports import LifecycleReads
from lifecycle.service.routing_model_facts import avoided

_NOTHING = Figure.exact(0, "g")


@dataclass(frozen=True)
class _Model:
    """What the passport of a model says of a device: kg, kg CO2e a year, and grams of each critical raw material."""

    mass: Figure | None
    avoided: Figure | None
    composition: Mapping[str, Figure | None] | None


@dataclass(frozen=True)
class Models:
    """What models say, each asked once."""

    reads: LifecycleReads
    publisher: Publisher
    _found: dict[PassportId, _Model] = field(default_factory=dict)

    def mass(self, model: PassportId) -> Figure | None:
        return self._of(model).mass

    def avoided(self, model: PassportId) -> Figure | None:
        return self._of(model).avoided

    def composition(self, model: PassportId) -> Mapping[str, Figure | None] | None:
        return self._of(model).composition

    def _of(self, model: PassportId) -> _Model:
        if model not in self._found:
            passport = self.reads.passports.get(model)
            elements = {} if passport is None else self.publisher.own_elements(self.reads, passport)
            saved = avoided(elements)
            self._found[model] = _Model(
                _ranged(elements.get("mass"), ("value", "low", "high"), "kg"),
                None if saved is None else saved.value[Route.REDEPLOY],
                _composition(elements),
            )
        return self._found[model]


def _composition(elements: Elements) -> Mapping[str, Figure | None] | None:
    """A material that is named of several parts adds up; where one of them has no amount, it is not known."""
    found: dict[str, Figure | None] = {}
    for each in elements.get("criticalRawMaterials", ()):
        name = each["name"]
        grams, others = _ranged(each, ("grams", "gramsLow", "gramsHigh"), "g"), found.get(name, _NOTHING)
        found[name] = None if grams is None or others is None else others + grams
    return found or None


def _ranged(told: Mapping[str, Any] | None, names: tuple[str, str, str], unit: str) -> Figure | None:
    """An amount with its range: where only the range is told, the middle of it; where no range is, the amount."""
    if told is None:
        return None
    value, low, high = (told.get(name) for name in names)
    if value is None:
        if low is None or high is None:
            return None
        value = (low + high) / 2
    middle = float(value)
    return Figure(middle, float(middle if low is None else low), float(middle if high is None else high), unit)
