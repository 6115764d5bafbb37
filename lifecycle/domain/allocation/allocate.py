"""The whole allocation: who is served, by which device, and why.

Rules:
1. Who is served is decided by turns (`turns`), whatever was proposed before.
2. Taking the served in their order, each the device that exceeds its demand least, is the method where that serves all
   of them (`in-order`). Where it would leave somebody without, the devices are assigned together (`assignment`): all
   who are served get a device, with the least excess in all, as a transport problem.
3. What was proposed before and still fits stays, unless somebody is served only if it moves: a better fit alone moves
   nothing. Of the assignments that serve the same, the one that moves the fewest is taken.
4. The same input gives the same answer, in whatever order it comes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from lifecycle.domain.allocation.answer import Allocation, Method, Question
from lifecycle.domain.allocation.handing import handed_out
from lifecycle.domain.allocation.reasons import outcomes, placements, short
from lifecycle.domain.allocation.rule import Need
from lifecycle.domain.allocation.seats import Seats, seats
from lifecycle.domain.allocation.supply import Market, market
from lifecycle.domain.allocation.transport import Flows, Transport, faults
from lifecycle.domain.allocation.turns import turns

Solve = Callable[[Transport], Flows]


def allocate(question: Question, solve: Solve) -> Allocation:
    """The allocation; `solve` is asked only where taking turns in order would leave somebody without."""
    goods = market(question.needs, question.stock)
    served = turns(goods, question.rule, question.on)
    counts = Counter(need.request.id for need in served)
    seated = seats(goods, counts, question.standing)
    excess = _excess(goods, seated)
    plan = _in_order(seated, excess, served)
    flows = _assigned(seated, excess, served, solve) if plan is None else plan
    pairs = handed_out(goods, seated, flows, served)
    return Allocation(
        on=question.on,
        rule=question.rule,
        method=Method.ASSIGNMENT if plan is None else Method.IN_ORDER,
        demands=goods.demands,
        placed=tuple(placements(goods, seated, pairs, short(question, counts))),
        outcomes=tuple(outcomes(goods, counts)),
        unplaced=len(question.stock) - len(pairs),
    )


def _excess(goods: Market, seated: Seats) -> Mapping[tuple[int, int], int]:
    """By class and seat, where the class serves the seat, what it exceeds by."""
    at: dict[int, list[int]] = defaultdict(list)
    for seat, demand in enumerate(seated.demands):
        at[demand].append(seat)
    found: dict[tuple[int, int], int] = {}
    for place, each in enumerate(seated.classes):
        for demand in each.fits:
            if demand in at:
                found |= dict.fromkeys(((place, seat) for seat in at[demand]), goods.excess(each, demand))
    return found


def _in_order(
    seated: Seats, excess: Mapping[tuple[int, int], int], served: Sequence[Need]
) -> dict[tuple[int, int], int] | None:
    """How many of each class each seat takes, one turn after another; None where somebody would go without.

    A turn takes first what may stay at its seat, then what exceeds least, and never what may stay elsewhere.
    """
    spare = [len(each.devices) for each in seated.classes]
    choices: list[list[tuple[bool, int, int]]] = [[] for _ in seated.demands]
    for (place, seat), cost in excess.items():
        stands = seated.classes[place].stands
        if stands in {None, seat}:
            choices[seat].append((stands is None, cost, place))
    for ranked in choices:
        ranked.sort(reverse=True)
    flows: dict[tuple[int, int], int] = defaultdict(int)
    for need in served:
        seat = seated.of[need.request.id]
        ranked = choices[seat]
        while ranked and not spare[ranked[-1][-1]]:
            ranked.pop()
        if not ranked:
            return None
        spare[ranked[-1][-1]] -= 1
        flows[ranked[-1][-1], seat] += 1
    return dict(flows)


def _assigned(seated: Seats, excess: Mapping[tuple[int, int], int], served: Sequence[Need], solve: Solve) -> Flows:
    """Rules 2 and 3 as a transport problem: moving one device costs more than any excess that it could save."""
    counts = Counter(seated.of[need.request.id] for need in served)
    moving = 1 + max(excess.values()) * len(seated.demands)
    arcs = {
        (place, seat): cost + (0 if seated.classes[place].stands == seat else moving)
        for (place, seat), cost in excess.items()
    }
    supplies = tuple(len(each.devices) for each in seated.classes)
    problem = Transport(supplies, tuple(counts[seat] for seat in range(len(seated.demands))), arcs)
    flows = solve(problem)
    if wrong := faults(problem, flows):
        raise ValueError(f"not a solution: {'; '.join(wrong[:5])}")
    return flows
