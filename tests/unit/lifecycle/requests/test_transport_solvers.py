"""What a solver of transport problems does: the real one and the fake pass the same tests."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.adapters.transport import HighsSolver
from lifecycle.domain.allocation.transport import Transport, cost, faults
from lifecycle.service.request_ports import Solver
from tests.support.fake_solver import PathSolver

SOLVERS = [HighsSolver(), PathSolver()]


@pytest.mark.parametrize("solve", SOLVERS, ids=["real", "fake"])
def test_the_strong_device_is_kept_for_who_needs_it(solve: Solver) -> None:
    """Cheapest first would give the second supply to the first demand, and nothing to the other."""
    problem = Transport((1, 1), (1, 1), {(0, 0): 5, (1, 0): 0, (1, 1): 0})
    assert solve(problem) == {(0, 0): 1, (1, 1): 1}


@pytest.mark.parametrize("solve", SOLVERS, ids=["real", "fake"])
def test_what_cannot_be_served_is_no_solution(solve: Solver) -> None:
    with pytest.raises(ValueError, match=r"solution|serve"):
        solve(Transport((1,), (2,), {(0, 0): 1}))
    with pytest.raises(ValueError, match=r"solution|serve"):
        solve(Transport((1,), (1,), {}))


@pytest.mark.parametrize("solve", SOLVERS, ids=["real", "fake"])
def test_nobody_asks_nothing(solve: Solver) -> None:
    assert solve(Transport((3,), (), {})) == {}
    assert solve(Transport((3,), (0,), {(0, 0): 1})) == {}
    assert solve(Transport((3,), (0,), {})) == {}


@st.composite
def problems(draw: st.DrawFn) -> Transport:
    """Problems that have a solution: demands are made of what supplies give."""
    supplies, demands = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    pairs = list(product(range(supplies), range(demands)))
    costs = {pair: draw(st.integers(0, 30)) for pair in pairs if draw(st.booleans())}
    given_units = {pair: draw(st.integers(0, 3)) for pair in costs}
    supply = tuple(
        sum(n for (at, _), n in given_units.items() if at == place) + draw(st.integers(0, 2))
        for place in range(supplies)
    )
    demand = tuple(sum(n for (_, at), n in given_units.items() if at == place) for place in range(demands))
    return Transport(supply, demand, costs)


@settings(max_examples=60)
@given(problems())
def test_both_find_solutions_that_cost_the_same(problem: Transport) -> None:
    real, fake = HighsSolver()(problem), PathSolver()(problem)
    assert faults(problem, real) == faults(problem, fake) == ()
    assert cost(problem, real) == cost(problem, fake)


def test_a_wrong_solution_is_told() -> None:
    problem = Transport((1,), (1,), {(0, 0): 1})
    assert faults(problem, {(0, 0): 2}) == ("supply 0 gives 2", "demand 0 gets 2")
    assert faults(problem, {}) == ("demand 0 gets 0",)
