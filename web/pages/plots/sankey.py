"""Where the nodes and bands of a Sankey diagram are (Sankey 1898; Schmidt, J. Ind. Ecol. 12 (2008) 82).

Rules:
1. Every flow passes each stage once: what goes into a node comes out of it, and each stage adds up to the same.
2. Nodes and bands are as broad as their number, to one scale for the whole diagram.
3. Nodes of a stage stand in the order that is given, so that two periods can be compared, with the gap of their stage
   between them; what nothing flows through is left out. Each stage is centred.
4. Bands leave a node in the order of where they go, and arrive in the order of where they come from: two bands of one
   node never cross each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Flow:
    """So many that pass these nodes, one of each stage."""

    nodes: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Node:
    """From `start`, across the flow, and as broad as its number."""

    stage: int
    name: str
    count: int
    start: float
    breadth: float

    @property
    def end(self) -> float:
        return self.start + self.breadth

    @property
    def middle(self) -> float:
        return self.start + self.breadth / 2


@dataclass(frozen=True)
class Band:
    """What flows from a node to one of the next stage; `leaves` and `arrives` are where it begins across the flow."""

    stage: int
    source: str
    target: str
    count: int
    leaves: float
    arrives: float
    breadth: float


@dataclass(frozen=True)
class Layout:
    """All of it is between 0 and `across`."""

    across: float
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]

    def stage(self, number: int) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.stage == number)


def layout(order: Sequence[Sequence[str]], flows: Iterable[Flow], *, breadth: float, gaps: Sequence[float]) -> Layout:
    """`order` and `gaps` are for each stage; `breadth` is that of all that flows. ValueError for an unknown node."""
    them = tuple(flow for flow in flows if flow.count > 0)
    if unknown := {name for flow in them for name, names in zip(flow.nodes, order, strict=True) if name not in names}:
        raise ValueError(f"nodes without a place in the order: {', '.join(sorted(unknown))}")
    total = sum(flow.count for flow in them)
    if not total:
        return Layout(0, (), ())
    counts = [_counted(them, stage) for stage in range(len(order))]
    shown = [[name for name in names if counts[stage][name]] for stage, names in enumerate(order)]
    across = breadth + max(gap * (len(names) - 1) for gap, names in zip(gaps, shown, strict=True))
    nodes = tuple(
        node
        for stage, names in enumerate(shown)
        for node in _stacked(stage, names, counts[stage], breadth / total, gaps[stage], across)
    )
    return Layout(across, nodes, tuple(_bands(them, nodes, len(order), breadth / total)))


def _counted(flows: Iterable[Flow], stage: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for flow in flows:
        found[flow.nodes[stage]] += flow.count
    return found


def _stacked(
    stage: int, names: Sequence[str], counts: Mapping[str, int], scale: float, gap: float, across: float
) -> Iterable[Node]:
    """Rule 3."""
    used = sum(counts[name] for name in names) * scale + gap * (len(names) - 1)
    place = (across - used) / 2
    for name in names:
        node = Node(stage, name, counts[name], place, counts[name] * scale)
        yield node
        place = node.end + gap


def _bands(flows: Sequence[Flow], nodes: Sequence[Node], stages: int, scale: float) -> Iterable[Band]:
    """Rule 4: in the order of sources, then of targets, each node is filled from its start."""
    placed = {(node.stage, node.name): place for place, node in enumerate(nodes)}
    left = {node: node.start for node in nodes}
    arrived = {node: node.start for node in nodes}
    for stage, following in pairwise(range(stages)):
        between: Counter[tuple[int, int]] = Counter()
        for flow in flows:
            between[placed[stage, flow.nodes[stage]], placed[following, flow.nodes[following]]] += flow.count
        for (source, target), count in sorted(between.items()):
            here, there = nodes[source], nodes[target]
            yield Band(stage, here.name, there.name, count, left[here], arrived[there], count * scale)
            left[here] += count * scale
            arrived[there] += count * scale
