"""What reuse and recycling of devices means for emissions, waste and raw materials.

Rules:
1. An amount is the sum over devices of what the passport of the model says, with its low and high; where a source gives
   no range, low and high are the value. Devices of which it is not known are counted apart, never estimated.
2. Avoided emissions stand beside the figures of emissions, outside the scopes, and are never taken off them.
3. What is handed to a recycler is waste (WEEE Directive 2012/19/EU, article 3); what reaches a next user is kept from
   becoming waste for as long as that user has it. Returned and exchanged devices are neither: others decide.
4. Critical raw materials are those that the passport names (Regulation (EU) 2024/1252, Annex II), in grams.
"""

from collections.abc import Callable, Iterable, Mapping

from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from lifecycle.domain.monitoring.counted import Ended
from lifecycle.domain.monitoring.figures import Known, mass_of
from lifecycle.domain.monitoring.measures import Summed, summed
from lifecycle.domain.monitoring.steps import REUSED
from lifecycle.domain.monitoring.tables import (
    AVOIDED,
    AVOIDED_HIGH,
    AVOIDED_LOW,
    DEVICES,
    GRAMS,
    GRAMS_HIGH,
    GRAMS_LOW,
    KILOGRAMS,
    KILOGRAMS_HIGH,
    KILOGRAMS_LOW,
    NO_COMPOSITION,
    NO_FOOTPRINT,
    NO_MASS,
    NOT_KNOWN,
    Line,
    Table,
    Value,
)
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.waste import CATEGORY

RECYCLED = "sent_to_recycler"

Composition = Callable[[PassportId], Mapping[str, Figure | None] | None]
"""Grams of each critical raw material in a model; None where its passport names none."""


def impact_tables(ended: Iterable[Ended], mass: Known, avoided: Known, composition: Composition) -> tuple[Table, ...]:
    """Avoided emissions, e-waste, critical raw materials, and mass by category of the WEEE Directive."""
    them = tuple(ended)
    return (_avoided(them, avoided), _waste(them, mass), _materials(them, composition), _categories(them, mass))


def _amounts(found: Summed) -> tuple[Value, ...]:
    """Of how many it is known, the sum with its range, and of how many it is not."""
    figure = found.figure
    amounts = (None,) * 3 if figure is None else (figure.value, figure.low, figure.high)
    return (found.known, *(None if amount is None else round(amount, 1) for amount in amounts), found.unknown)


def _sum(them: Iterable[Ended], known: Known) -> Summed:
    return summed((each.count, None if each.model is None else known(each.model)) for each in them)


def _avoided(them: tuple[Ended, ...], avoided: Known) -> Table:
    def line(name: str) -> Line:
        return Line((name,), _amounts(_sum((each for each in them if each.outcome == name), avoided)))

    return Table(
        "avoided",
        message("Avoided emissions"),
        message(
            "What each further year of use of the devices that reached a next user avoids: a year's share of the "
            "making of a new one, as far as one is not bought (0.70, between 0.54 and 0.73). It stands beside "
            "emissions, outside the scopes, and is never taken off them."
        ),
        ("outcome",),
        (DEVICES, AVOIDED, AVOIDED_LOW, AVOIDED_HIGH, NO_FOOTPRINT),
        tuple(map(line, REUSED)),
    )


def _waste(them: tuple[Ended, ...], mass: Known) -> Table:
    def line(name: str, outcomes: tuple[str, ...]) -> Line:
        return Line((name,), _amounts(_sum((each for each in them if each.outcome in outcomes), mass)))

    return Table(
        "waste",
        message("E-waste"),
        message(
            "Mass of the devices that reached a next user, and so are no waste yet, beside that of the devices that "
            "were handed to a recycler. By the mass in the passport of the model."
        ),
        ("waste",),
        (DEVICES, KILOGRAMS, KILOGRAMS_LOW, KILOGRAMS_HIGH, NO_MASS),
        (line("kept-from-waste", REUSED), line("to-recycler", (RECYCLED,))),
    )


def _materials(them: tuple[Ended, ...], composition: Composition) -> Table:
    """One line for each material that some model names; how many devices name none at all is the same in each."""
    reused = [
        (each, None if each.model is None else composition(each.model)) for each in them if each.outcome in REUSED
    ]
    unknown = sum(each.count for each, made_of in reused if made_of is None)
    names = sorted({name for _, made_of in reused for name in made_of or ()})

    def line(name: str) -> Line:
        has = ((each.count, made_of[name]) for each, made_of in reused if made_of is not None and name in made_of)
        found = _amounts(summed(has))
        return Line((name,), (*found[:-1], unknown + int(found[-1] or 0)))

    return Table(
        "materials",
        message("Critical raw materials kept in use"),
        message(
            "Grams of critical raw materials (Regulation (EU) 2024/1252) in the devices that reached a next user, as "
            "far as the passports of their models say how much they hold."
        ),
        ("material",),
        (DEVICES, GRAMS, GRAMS_LOW, GRAMS_HIGH, NO_COMPOSITION),
        tuple(map(line, names)),
    )


def _categories(them: tuple[Ended, ...], mass: Known) -> Table:
    def category(each: Ended) -> str:
        return str(CATEGORY.get(each.group or "", NOT_KNOWN))

    lines = (
        Line((name,), mass_of([each for each in them if category(each) == name], mass))
        for name in sorted({category(each) for each in them})
    )
    return Table(
        "weee",
        message("Mass by WEEE category"),
        message(
            "Devices that reached an end in this period, by category of Annex III of the WEEE Directive (2012/19/EU), "
            "with the mass in the passport of the model."
        ),
        ("category",),
        (DEVICES, KILOGRAMS, NO_MASS),
        tuple(lines),
        mass_of(them, mass),
    )
