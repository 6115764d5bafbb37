"""The transport problem: supplies, demands, and what it costs to serve a demand from a supply.

Rules of every solution:
1. Each demand is served in full; no supply gives more than it has; a pair without an arc is never used.
2. No other solution costs less.
3. Flows are whole numbers above zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Transport:
    """`arcs` gives for (supply, demand), both by their place in the tuple, the cost of one unit."""

    supplies: tuple[int, ...]
    demands: tuple[int, ...]
    arcs: Mapping[tuple[int, int], int]


Flows = Mapping[tuple[int, int], int]


def cost(problem: Transport, flows: Flows) -> int:
    """What a solution costs in all."""
    return sum(problem.arcs[arc] * units for arc, units in flows.items())


def faults(problem: Transport, flows: Flows) -> tuple[str, ...]:
    """What is wrong with a solution by rules 1 and 3; nothing where it is one."""
    taken, served = [0] * len(problem.supplies), [0] * len(problem.demands)
    wrong = [f"no arc {arc}" for arc in flows if arc not in problem.arcs]
    wrong += [f"{units} units over {arc}" for arc, units in flows.items() if units < 1]
    for (supply, demand), units in flows.items():
        taken[supply] += units
        served[demand] += units
    wrong += [f"supply {at} gives {taken[at]}" for at, has in enumerate(problem.supplies) if taken[at] > has]
    wrong += [f"demand {at} gets {served[at]}" for at, asks in enumerate(problem.demands) if served[at] != asks]
    return tuple(wrong)
