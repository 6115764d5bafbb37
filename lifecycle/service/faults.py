"""What breaks: figures of repairs of others and of our own, side by side.

Rules:
1. Figures are public, as the repairs behind them are: Open Repair Data by its licence, our own by the public history of
   each device (kind of event, parts, month). They name no device and no person.
2. Every answer names the files that the figures of others come from, with their licence.
3. Of a model there are own repairs alone; beside them stand those of its kind and brand. Where its brand has fewer than
   the policy's small number, others' figures are of the kind alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import listed, message
from dpp.domain.opaque import PassportId
from lifecycle.domain.faults.counts import FaultFigures, Wanted, figures
from lifecycle.domain.faults.kinds import NOT_KNOWN, OTHER_BRAND, Origin, ProductKind
from lifecycle.domain.faults.loads import LoadState
from lifecycle.domain.faults.open_data import LICENCE, LICENCE_ADDRESS, SOURCE, SOURCE_ADDRESS
from lifecycle.service.ports import LifecycleReads, LifecycleStorage


@dataclass(frozen=True)
class Source:
    """A file that figures come from, as its licence wants it named."""

    name: str
    dated: date
    sha256: str
    repairs: int
    publisher: str = SOURCE
    address: str = SOURCE_ADDRESS
    licence: str = LICENCE
    licence_address: str = LICENCE_ADDRESS


@dataclass(frozen=True)
class FaultReport:
    """The figures of a selection. `brands` and `ages` are what can be asked for; `small` is the policy's number."""

    wanted: Wanted
    others: FaultFigures
    own: FaultFigures
    sources: tuple[Source, ...]
    brands: tuple[str, ...]
    ages: tuple[str, ...]
    small: int


@dataclass(frozen=True)
class ModelFaults:
    """What usually breaks of a model: its own repairs here, and those of others of its brand or kind (`others_of`)."""

    model: PassportId
    own: FaultFigures
    others: FaultFigures
    others_of: Wanted
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Faults:
    """Each method is one transaction; everybody may ask (rule 1)."""

    storage: LifecycleStorage

    def report(self, wanted: Wanted) -> FaultReport:
        """The figures of a selection; InvalidInput for a brand or an age band that there is not."""
        with self.storage.reading() as reads:
            reference = reads.faults.reference
            _check("brand", wanted.brand, (NOT_KNOWN, OTHER_BRAND, *reference.brands.all))
            _check("age", wanted.age, (NOT_KNOWN, *reference.policy.bands))
            return FaultReport(
                wanted=wanted,
                others=_figures(reads, Origin.OPEN, wanted),
                own=_figures(reads, Origin.OWN, wanted),
                sources=_sources(reads),
                brands=reference.brands.all,
                ages=reference.policy.bands,
                small=reference.policy.small,
            )

    def of_model(self, model: PassportId, kind: ProductKind, brand: str) -> ModelFaults:
        """What usually breaks of a model of this kind; `brand` as its passport has it (rule 3)."""
        with self.storage.reading() as reads:
            reference = reads.faults.reference
            named = reference.brands.of(brand)
            wanted = Wanted(kind=kind, brand=None if named in {NOT_KNOWN, OTHER_BRAND} else named)
            others = _figures(reads, Origin.OPEN, wanted)
            if others.described < reference.policy.small and wanted.brand is not None:
                wanted = replace(wanted, brand=None)
                others = _figures(reads, Origin.OPEN, wanted)
            own = _figures(reads, Origin.OWN, Wanted(model=model))
            return ModelFaults(model, own, others, wanted, _sources(reads))


def _figures(reads: LifecycleReads, origin: Origin, wanted: Wanted) -> FaultFigures:
    counts = (reads.faults.counted(origin, wanted, (word, "status")) for word in ("faults", "barrier", "brand", "age"))
    by_fault, by_barrier, by_brand, by_age = counts
    return figures(origin, reads.faults.reference.policy, by_fault, by_barrier, by_brand, by_age)


def _sources(reads: LifecycleReads) -> tuple[Source, ...]:
    """Newest first; each file once."""
    whole = [load for load in reads.faults.loads() if load.state is LoadState.FINISHED]
    once = {(load.sha256, load.dated): load for load in reversed(whole)}
    found = [load for load in whole if once[load.sha256, load.dated] is load]
    return tuple(
        Source(load.name, load.dated, load.sha256, load.taken.new + load.taken.changed + load.taken.same)
        for load in found
    )


def _check(field: str, word: str | None, known: Sequence[str]) -> None:
    if word is not None and word not in known:
        expected = message("Expected one of {words}.", words=listed(each for each in known if each))
        raise InvalidInput(message("There is no such {field} here.", field=field), (Problem(f"$.{field}", expected),))
