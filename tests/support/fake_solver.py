"""Transport problems solved by cheapest paths: slow, short and exact; the fake of `HighsSolver`."""

from dataclasses import dataclass, field

from lifecycle.domain.allocation.transport import Flows, Transport


@dataclass
class PathSolver:
    """Serves one unit at a time over the cheapest path, which may take back what it gave (Bellman-Ford)."""

    name: str = "cheapest paths"
    asked: list[Transport] = field(default_factory=list)

    def __call__(self, problem: Transport) -> Flows:
        self.asked.append(problem)
        flows: dict[tuple[int, int], int] = {}
        spare, wanting = list(problem.supplies), list(problem.demands)
        while any(wanting):
            self._serve_one(problem, flows, spare, wanting)
        return flows

    def _serve_one(
        self, problem: Transport, flows: dict[tuple[int, int], int], spare: list[int], wanting: list[int]
    ) -> None:
        far = float("inf")
        to_supply = [0.0 if left else far for left in spare]
        to_demand, over, back = [far] * len(wanting), dict[int, int](), dict[int, int]()
        for _ in range(len(spare) + len(wanting)):
            for (supply, demand), cost in sorted(problem.arcs.items()):
                if to_supply[supply] + cost < to_demand[demand]:
                    to_demand[demand], over[demand] = to_supply[supply] + cost, supply
                if flows.get((supply, demand)) and to_demand[demand] - cost < to_supply[supply]:
                    to_supply[supply], back[supply] = to_demand[demand] - cost, demand
        ends = [(to_demand[demand], demand) for demand, left in enumerate(wanting) if left]
        cheapest, demand = min(ends)
        if cheapest == far:
            raise ValueError("the supplies do not serve every demand")
        wanting[demand] -= 1
        while True:
            supply = over[demand]
            flows[supply, demand] = flows.get((supply, demand), 0) + 1
            if supply not in back or (to_supply[supply] == 0 and spare[supply]):
                spare[supply] -= 1
                return
            demand = back[supply]
            flows[supply, demand] -= 1
            if not flows[supply, demand]:
                del flows[supply, demand]
