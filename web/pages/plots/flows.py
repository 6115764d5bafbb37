"""A Sankey diagram as a drawing: from left to right on a desk, from top to bottom with a key on a phone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from web.pages.plots.drawing import (
    LINE,
    NARROW,
    WIDE,
    Anchor,
    Box,
    Curve,
    Drawing,
    Look,
    Sayable,
    Shape,
    Text,
    labelled,
    letters,
    path,
)
from web.pages.plots.sankey import Band, Flow, Layout, Node, layout

_THICK = 14.0
"""How thick nodes are, along the flow."""
_SAID = 350.0
"""Room for what is said beside the last stage."""
_ABOVE = 2 * LINE
_ALONG = 120.0
"""From stage to stage, on a phone."""
_APART = 19.0
"""Between nodes on a phone: room for a number of two digits."""


@dataclass(frozen=True)
class Stages:
    """`order` has the nodes of each stage in their order; `hatched` are those that flows wait in, not end in."""

    order: tuple[tuple[str, ...], ...]
    words: Mapping[str, Sayable]
    hatched: frozenset[str] = frozenset()


def desk(stages: Stages, flows: Iterable[Flow]) -> Drawing:
    """From left to right: names over the nodes, and beside those of the last stage."""
    gaps = (*(_ABOVE + 4 for _ in stages.order[1:]), LINE + 2)
    laid = layout(stages.order, flows, breadth=240, gaps=gaps)
    last = len(stages.order) - 1
    starts = [stage * (WIDE - _SAID - _THICK) / last for stage in range(len(stages.order))]
    shapes: tuple[Shape, ...] = (
        *(_band(band, stages, starts, _ABOVE) for band in laid.bands),
        *(Box(starts[node.stage], _ABOVE + node.start, _THICK, node.breadth, Look.NODE) for node in laid.nodes),
    )
    texts = [text for node in laid.nodes if node.stage < last for text in _over(node, stages, starts[node.stage])]
    for node in laid.stage(last):
        said = labelled(stages.words[node.name], node.count)
        texts.append(Text(starts[-1] + _THICK + 8, _ABOVE + node.middle + 5, said, most=letters(_SAID - _THICK - 8)))
    return Drawing(WIDE, _ABOVE + laid.across + 8, shapes, tuple(texts))


def _over(node: Node, stages: Stages, start: float) -> Iterator[Text]:
    anchor, x = (Anchor.START, start) if node.stage == 0 else (Anchor.MIDDLE, start + _THICK / 2)
    y = _ABOVE + node.start - LINE - 5
    yield Text(x, y, stages.words[node.name], anchor, letters(200))
    yield Text(x, y + LINE - 2, node.count, anchor, strong=True)


def phone(stages: Stages, flows: Iterable[Flow]) -> Drawing:
    """From top to bottom: each node has a number, and a key under the drawing says what it is."""
    them = tuple(flows)
    shown = [{flow.nodes[stage] for flow in them if flow.count > 0} for stage in range(len(stages.order))]
    most = max(map(len, shown))
    laid = layout(stages.order, them, breadth=NARROW - _APART * max(most - 1, 0), gaps=[_APART] * len(stages.order))
    starts = [LINE + stage * _ALONG for stage in range(len(stages.order))]
    shapes: tuple[Shape, ...] = (
        *(_band(band, stages, starts, 0, down=True) for band in laid.bands),
        *(Box(node.start, starts[node.stage], node.breadth, _THICK, Look.NODE) for node in laid.nodes),
    )
    texts = (*_numbers(laid, starts), *_key(laid, stages, starts[-1] + _THICK + 2 * LINE + 10))
    return Drawing(NARROW, texts[-1].y + 8 if texts else LINE, shapes, texts)


def _numbers(laid: Layout, starts: Sequence[float]) -> Iterator[Text]:
    for place, node in enumerate(laid.nodes, start=1):
        is_last = node.stage == len(starts) - 1
        y = starts[node.stage] + _THICK + LINE - 4 if is_last else starts[node.stage] - 6
        yield Text(node.middle, y, place, Anchor.MIDDLE, strong=True)


def _key(laid: Layout, stages: Stages, top: float) -> Iterator[Text]:
    y, stage = top, 0
    for place, node in enumerate(laid.nodes, start=1):
        y += 8 if node.stage != stage else 0
        stage = node.stage
        yield Text(0, y, place, strong=True)
        yield Text(28, y, labelled(stages.words[node.name], node.count), most=letters(NARROW - 28))
        y += LINE


def _band(band: Band, stages: Stages, starts: Sequence[float], top: float, *, down: bool = False) -> Curve:
    """Two curves that leave and arrive at right angles, closed at both ends."""
    begin, end = starts[band.stage] + _THICK, starts[band.stage + 1]
    half = (begin + end) / 2
    leaves, arrives, broad = top + band.leaves, top + band.arrives, band.breadth

    def at(along: float, across: float) -> tuple[float, float]:
        return (across, along) if down else (along, across)

    there = (at(half, leaves), at(half, arrives), at(end, arrives))
    back = (at(half, arrives + broad), at(half, leaves + broad), at(begin, leaves + broad))
    d = path("M", at(begin, leaves), "C", *there, "L", at(end, arrives + broad), "C", *back, "Z")
    return Curve(d, Look.HATCHED if band.target in stages.hatched else Look.FLOW)
