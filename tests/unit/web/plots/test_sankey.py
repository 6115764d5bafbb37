"""Where the nodes and bands of a Sankey diagram are: nothing is lost, nothing overlaps, all is to one scale."""

from collections import Counter
from itertools import combinations, pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from web.pages.plots.sankey import Band, Flow, Layout, layout

ORDER = (("a", "b", "c"), ("d", "e"), ("f", "g", "h", "i"))
GAPS = (20.0, 30.0, 10.0)
FLOWS = st.lists(
    st.builds(Flow, st.tuples(*(st.sampled_from(names) for names in ORDER)), st.integers(0, 5000)), max_size=20
).filter(lambda flows: any(flow.count for flow in flows))


def laid(flows: list[Flow]) -> Layout:
    return layout(ORDER, flows, breadth=240, gaps=GAPS)


def outside(layout: Layout) -> tuple[list[Band], list[Band]]:
    """Bands of the first stage, and of the second."""
    return ([each for each in layout.bands if each.stage == 0], [each for each in layout.bands if each.stage == 1])


@settings(max_examples=30)
@given(flows=FLOWS)
def test_what_flows_into_a_node_flows_out_of_it(flows: list[Flow]) -> None:
    found, total = laid(flows), sum(flow.count for flow in flows)
    for stage in range(len(ORDER)):
        assert sum(node.count for node in found.stage(stage)) == total
    comes, goes = outside(found)
    for node in found.stage(1):
        assert node.count == sum(band.count for band in comes if band.target == node.name)
        assert node.count == sum(band.count for band in goes if band.source == node.name)


@settings(max_examples=30)
@given(flows=FLOWS)
def test_nodes_and_bands_are_as_broad_as_their_number(flows: list[Flow]) -> None:
    """To one scale: all of it is 240 broad."""
    found, total = laid(flows), sum(flow.count for flow in flows)
    broad = [(each.count, each.breadth) for each in found.nodes]
    broad += [(each.count, each.breadth) for each in found.bands]
    assert [breadth for _, breadth in broad] == pytest.approx([240 * count / total for count, _ in broad])


@settings(max_examples=30)
@given(flows=FLOWS)
def test_nodes_stand_in_their_order_with_the_gap_between_them(flows: list[Flow]) -> None:
    found = laid(flows)
    for stage, names in enumerate(ORDER):
        nodes = found.stage(stage)
        assert [node.name for node in nodes] == [name for name in names if name in {node.name for node in nodes}]
        for upper, lower in pairwise(nodes):
            assert lower.start - upper.end == pytest.approx(GAPS[stage])
        assert nodes[0].start >= -1e-6
        assert nodes[-1].end <= found.across + 1e-6


@settings(max_examples=30)
@given(flows=FLOWS)
def test_bands_of_a_node_lie_side_by_side_inside_it(flows: list[Flow]) -> None:
    """They fill it without overlap, where they leave and where they arrive."""
    found = laid(flows)
    for node in found.nodes:
        out = [(each.leaves, each) for each in found.bands if (each.stage, each.source) == (node.stage, node.name)]
        into = [
            (each.arrives, each) for each in found.bands if (each.stage + 1, each.target) == (node.stage, node.name)
        ]
        for side in (out, into):
            place = node.start
            for start, band in sorted(side, key=lambda each: each[0]):
                assert start == pytest.approx(place)
                place += band.breadth
            assert not side or place == pytest.approx(node.end)


@settings(max_examples=30)
@given(flows=FLOWS)
def test_two_bands_of_one_node_never_cross(flows: list[Flow]) -> None:
    for one, other in combinations(laid(flows).bands, 2):
        if one.stage == other.stage and (one.source == other.source or one.target == other.target):
            assert (one.leaves - other.leaves) * (one.arrives - other.arrives) >= -1e-6


def test_flows_that_are_alike_are_one_band() -> None:
    found = laid([Flow(("a", "d", "f"), 3), Flow(("b", "d", "f"), 2), Flow(("a", "d", "g"), 1)])
    assert Counter({(each.source, each.target): each.count for each in found.bands}) == {
        ("a", "d"): 4,
        ("b", "d"): 2,
        ("d", "f"): 5,
        ("d", "g"): 1,
    }


def test_of_nothing_nothing_is_laid_out() -> None:
    assert laid([Flow(("a", "d", "f"), 0)]) == Layout(0, (), ())


def test_a_node_without_a_place_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="without a place"):
        laid([Flow(("a", "d", "z"), 1)])
