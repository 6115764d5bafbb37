"""Prices and times of the parts of a model, from the catalogue of spare parts and the repair guide of the model.

Rules:
1. A price is over the suppliers of every part of a kind that fits: the lowest and the highest, and the median of their
   medians. Only fresh prices in euros count; without VAT where anybody gives those, as quotes have it.
2. A time is that of the way to the part in the repair guide that everybody may see, from the fastest to the slowest who
   tried, and the same for the way back: a guide says how a part comes out.
3. Who supplied nothing is not filled in: the policy's estimate counts then, and says that it does.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from dpp.domain.catalogue import AccessClass
from dpp.domain.figure import Figure, Source, Unit
from dpp.domain.opaque import PassportId
from dpp.domain.repair_guide.reading import read_guide
from dpp.domain.repair_guide.seeing import seen
from dpp.domain.repair_guide.ways import parts_reached, ways_to
from lifecycle.domain.advice.work import MINUTES_PER_HOUR, Known
from lifecycle.domain.spares.catalogue import SparePart
from lifecycle.domain.spares.prices import About, Spread, Vat, spreads
from lifecycle.service.ports import LifecycleReads

EURO = "EUR"
OUT_AND_IN = 2
_VAT = (Vat.EXCLUDED, Vat.NOT_SAID, Vat.INCLUDED)
_SAID = {Vat.EXCLUDED: "without VAT", Vat.NOT_SAID: "with or without VAT: nobody says", Vat.INCLUDED: "with VAT"}


@dataclass(frozen=True)
class PartsOfModels:
    """`PartKnowledge` over what suppliers ask and guides tell; a price counts for `fresh_days`."""

    fresh_days: int

    def __call__(self, reads: LifecycleReads, model: PassportId, today: date) -> Known:
        """What is known of a model; nothing where nobody supplied anything."""
        return Known(self._prices(reads, model, today), _hours(reads, model))

    def _prices(self, reads: LifecycleReads, model: PassportId, today: date) -> dict[str, Figure]:
        """Rule 1."""
        fitting = [fit.part for fit in reads.spares.fits_for(model) if fit.fits]
        by_kind: dict[str, list[SparePart]] = {}
        for part in reads.spares.several(fitting).values():
            by_kind.setdefault(part.facts.kind.value, []).append(part)
        priced = ((kind, self._price(reads, parts, today)) for kind, parts in by_kind.items())
        return {kind: price for kind, price in priced if price is not None}

    def _price(self, reads: LifecycleReads, parts: Iterable[SparePart], today: date) -> Figure | None:
        found = [spread for part in parts for spread in self._spreads(reads, part, today)]
        for vat in _VAT:
            chosen = [spread for spread in found if spread.vat is vat]
            if chosen:
                return _figure(chosen, vat, today)
        return None

    def _spreads(self, reads: LifecycleReads, part: SparePart, today: date) -> Iterator[Spread]:
        sightings = reads.spares.sightings(About.PART, {part.id})
        return (each for each in spreads(sightings, today, self.fresh_days) if each.currency == EURO)


def _figure(chosen: list[Spread], vat: Vat, today: date) -> Figure:
    low, high = min(each.low for each in chosen), max(each.high for each in chosen)
    likely = median([each.middle for each in chosen])
    suppliers = sum(each.suppliers for each in chosen)
    source = Source(f"catalogue of spare parts ({suppliers} prices, {_SAID[vat]})", date=today.isoformat())
    return Figure(_plain(likely), Unit.EURO, source, _plain(low), _plain(high))


def _hours(reads: LifecycleReads, model: PassportId) -> dict[str, Figure]:
    """Rule 2: of a part that the model has more than once, the way that takes longest."""
    stored = reads.repair_guides.newest(model)
    if stored is None:
        return {}
    guide = seen(read_guide(json.loads(stored.content)), lambda access: access is AccessClass.PUBLIC)
    source = Source(
        f"repair guide of the model, version {stored.version}",
        date=stored.recorded_at.date().isoformat(),
        note="the way to the part, twice: out and in again",
    )
    found: dict[str, Figure] = {}
    for part in parts_reached(guide.guide):
        ways = ways_to(guide.guide, part, guide.broken)
        times = [way.minutes for way in ways if way.minutes is not None]
        if times and len(times) == len(ways):
            low, high = max(each.low for each in times), max(each.high for each in times)
            hours = [OUT_AND_IN * each / MINUTES_PER_HOUR for each in (low, (low + high) / 2, high)]
            found[part.value] = Figure(hours[1], Unit.HOUR, source, hours[0], hours[2])
    return found


def _plain(amount: Decimal) -> float:
    return float(amount)
