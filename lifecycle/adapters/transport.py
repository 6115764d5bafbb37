"""Solves transport problems with HiGHS, as scipy carries it (`lifecycle.service.request_ports.Solver`).

The constraints of a transport problem are totally unimodular: the simplex method ends in a vertex, and every vertex is
whole. What it gives is rounded all the same, and the caller checks it.
"""

from importlib.metadata import version
from typing import Any

from lifecycle.domain.allocation.transport import Flows, Transport


class HighsSolver:
    """`Solver` over scipy. A start need not wait for scipy: it is read in when the first problem comes."""

    @property
    def name(self) -> str:
        return f"HiGHS dual simplex, scipy {version('scipy')}"

    def __call__(self, problem: Transport) -> Flows:
        from scipy.optimize import linprog  # noqa: PLC0415 - as said above

        if not any(problem.demands):
            return {}
        if not problem.arcs:
            raise ValueError("no solution: there are no arcs")
        arcs = sorted(problem.arcs)
        limits = _constraints(problem, arcs)
        found = linprog([problem.arcs[arc] for arc in arcs], bounds=(0, None), method="highs-ds", **limits)
        if found.x is None:
            raise ValueError(f"no solution: {found.message}")
        units = (round(float(each)) for each in found.x)
        return {arc: number for arc, number in zip(arcs, units, strict=True) if number}


def _constraints(problem: Transport, arcs: list[tuple[int, int]]) -> dict[str, Any]:
    """No supply gives more than it has; every demand is served in full."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - as above

    columns, ones = range(len(arcs)), [1.0] * len(arcs)
    given = csr_array((ones, ([arc[0] for arc in arcs], columns)), shape=(len(problem.supplies), len(arcs)))
    served = csr_array((ones, ([arc[1] for arc in arcs], columns)), shape=(len(problem.demands), len(arcs)))
    return {"A_ub": given, "b_ub": list(problem.supplies), "A_eq": served, "b_eq": list(problem.demands)}
