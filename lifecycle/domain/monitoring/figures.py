"""What became of devices, why, and what is here: from what a store counted to numbers that are read.

Rules:
1. A table names what it counts in a definition that is shown beside it, and in every download.
2. Reuse rate: the devices that reached a next user (redeployed, donated, sold) of all that reached an end in the period
   (also sent to a recycler, returned to the lessor, exchanged or traded in), by number and by mass.
3. Mass is that of the model's passport; devices of which it is not known are counted apart, never estimated.
"""

from collections.abc import Callable, Iterable, Mapping

from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from lifecycle.domain.monitoring.counted import Decided, Deliveries, Ended
from lifecycle.domain.monitoring.measures import share, summed
from lifecycle.domain.monitoring.steps import NOT_REUSED, REUSED
from lifecycle.domain.monitoring.tables import (
    DEVICES,
    KILOGRAMS,
    NO_MASS,
    NOT_KNOWN,
    SHARE,
    SHARE_OF_MASS,
    Line,
    Measure,
    Table,
    divided,
)
from lifecycle.domain.routing.facts import Figure

Known = Callable[[PassportId], Figure | None]
"""A figure of a model: its mass in kg, with a range where the passport has one."""


def ended_tables(ended: Iterable[Ended], mass: Known) -> tuple[Table, ...]:
    """What became of devices: the reuse rate, outcomes, owners."""
    them = tuple(ended)
    return (_reuse(them, mass), _outcomes(them, mass), _owners(them))


def mass_of(them: Iterable[Ended], mass: Known) -> tuple[int, float | None, int]:
    """How many, kilograms of those of which the mass is known, and of how many it is not."""
    found = summed((each.count, None if each.model is None else mass(each.model)) for each in them)
    kilograms = None if found.figure is None else round(found.figure.value, 1)
    return found.known + found.unknown, kilograms, found.unknown


def _reuse(them: tuple[Ended, ...], mass: Known) -> Table:
    all_of, kilograms, without = mass_of(them, mass)

    def line(name: str, outcomes: tuple[str, ...]) -> Line:
        count, its, unknown = mass_of([each for each in them if each.outcome in outcomes], mass)
        return Line((name,), (count, share(count, all_of), its, share(its or 0, kilograms or 0), unknown))

    return Table(
        "reuse",
        message("Reuse rate"),
        message(
            "Devices that reached a next user (redeployed, donated, sold) of all that reached an end in this period: "
            "also sent to a recycler, returned to the lessor, exchanged or traded in. By number, and by the mass in "
            "the passport of the model."
        ),
        ("ending",),
        (DEVICES, SHARE, KILOGRAMS, SHARE_OF_MASS, NO_MASS),
        (line("next-user", REUSED), line("other-end", NOT_REUSED)),
        (all_of, share(all_of, all_of), kilograms, share(kilograms or 0, kilograms or 0), without),
    )


def _outcomes(them: tuple[Ended, ...], mass: Known) -> Table:
    lines = (
        Line((name,), mass_of([each for each in them if each.outcome == name], mass)) for name in (*REUSED, *NOT_REUSED)
    )
    return Table(
        "outcomes",
        message("How devices ended their way"),
        message("Devices that were handed over in this period to a next user or another end, by how."),
        ("outcome",),
        (DEVICES, KILOGRAMS, NO_MASS),
        tuple(lines),
        mass_of(them, mass),
    )


def _owners(them: tuple[Ended, ...]) -> Table:
    return divided(
        "owners",
        message("Devices by owner"),
        message("Devices that reached an end in this period, by the owner when they became surplus."),
        ("owner",),
        (((each.owner or NOT_KNOWN,), each.count) for each in them),
    )


def decided_tables(decided: Iterable[Decided]) -> tuple[Table, ...]:
    """Destinations, their reasons, and the owners of the devices."""
    them = tuple(decided)
    what = message(
        "Devices of which the destination was approved in this period; of a passage the last approval counts."
    )
    reason = message(
        "Why the approved destination was chosen: the rule of the policy that decided, or the ground where a person "
        "chose another one."
    )

    def why(each: Decided) -> str:
        return f"ground:{each.reason}" if each.overridden else each.reason

    return (
        divided("routes", message("Destinations"), what, ("route",), (((e.route,), e.count) for e in them)),
        divided("reasons", message("Reasons"), reason, ("reason",), (((why(e),), e.count) for e in them)),
        divided(
            "deciding-owners",
            message("Destinations by owner"),
            what,
            ("owner",),
            (((e.owner or NOT_KNOWN,), e.count) for e in them),
        ),
        divided(
            "routes-in-full",
            message("Destinations by owner and reason"),
            reason,
            ("owner", "route", "reason"),
            (((e.owner or NOT_KNOWN, e.route, why(e)), e.count) for e in them),
        ),
    )


def overrides_table(overridden: Iterable[tuple[str, str, str]]) -> Table:
    """Deviations by the route before and after, and the ground."""
    return divided(
        "overrides",
        message("Deviations from the rules"),
        message("Proposals by people of another destination than the rules gave, recorded in this period."),
        ("before", "route", "ground"),
        ((key, 1) for key in overridden),
    )


def loops_table(came_back: int, ended: Iterable[Ended]) -> Table:
    """Devices that came round again."""
    again = sum(each.count for each in ended if each.again and each.outcome in REUSED)
    return Table(
        "loops",
        message("Loops"),
        message(
            "Devices that became surplus or came back again, and that reached a next user again, after their first."
        ),
        ("loop",),
        (DEVICES,),
        (Line(("came-back",), (came_back,)), Line(("next-user-again",), (again,))),
    )


def donation_table(delivered: Deliveries) -> Table:
    """Deliveries of donated devices."""
    return Table(
        "donation",
        message("Deliveries of donation programmes"),
        message("Deliveries that coordinators made in this period, and the devices in them."),
        ("delivered",),
        (Measure("number", "1"),),
        (Line(("deliveries",), (delivered.deliveries,)), Line(("devices",), (delivered.devices,))),
    )


def stock_table(stock: Mapping[str, int]) -> Table:
    """What there is today, by stage."""
    return divided(
        "stock",
        message("Stock today"),
        message("Devices that are here now, by where they are on their way."),
        ("stage",),
        (((stage,), count) for stage, count in stock.items()),
    )


def blocked_table(causes: Mapping[str, int], waiting: Mapping[str, int]) -> Table:
    """What keeps devices waiting today; a device may have several causes, so there is no total."""
    lists = {f"list:{name}": waiting.get(name, 0) for name in ("wipe", "verification", "fact")}
    return Table(
        "blocked",
        message("Held up today"),
        message(
            "Devices that are held up now, by what is in the way. A device can have several causes: there is no total."
        ),
        ("cause",),
        (DEVICES,),
        tuple(Line((cause,), (count,)) for cause, count in sorted({**causes, **lists}.items()) if count),
    )
