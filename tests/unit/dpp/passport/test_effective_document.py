"""An item says what is its own; the rest it has from its model, and says so."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.catalogue import Granularity
from dpp.domain.document import (
    HEADER_MEMBERS,
    Change,
    ChangeKind,
    Header,
    Layer,
    Origin,
    changed_elements,
    effective,
    header_members,
    reserved_names,
    utc_text,
)

EARLIER = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 12, tzinfo=UTC)
HEADER = Header(
    "https://id.kringpas.nl/passports/item1",
    "https://id.kringpas.nl/d/7k3m9x2p4q8d",
    Granularity.ITEM,
    economic_operator_id="https://id.kringpas.nl/operators/kringpas",
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
ELEMENTS = st.dictionaries(st.sampled_from(["brand", "mass", "memory", "processor", "weeeCategory"]), JSON)


@given(own=ELEMENTS, model=ELEMENTS)
def test_the_own_element_goes_before_the_one_of_the_model(own: dict[str, object], model: dict[str, object]) -> None:
    """And every element says from which passport and which version it came."""
    document = effective(HEADER, Layer("item1", 3, own, EARLIER), Layer("model1", 7, model, EARLIER))
    assert document.values() == {**model, **own}
    for name in document.values():
        assert document.origin_of(name) == (Origin("item1", 3) if name in own else Origin("model1", 7))
    assert document.origin_of("absent") is None


@given(own=ELEMENTS, batch=ELEMENTS, model=ELEMENTS)
def test_a_batch_stands_between_an_item_and_its_model(
    own: dict[str, object], batch: dict[str, object], model: dict[str, object]
) -> None:
    layers = (Layer("item1", 1, own, EARLIER), Layer("batch1", 2, batch, EARLIER), Layer("model1", 3, model, EARLIER))
    document = effective(HEADER, *layers)
    assert document.values() == {**model, **batch, **own}
    for name in document.values():
        nearest = next(layer for layer in layers if name in layer.elements)
        assert document.origin_of(name) == Origin(nearest.passport, nearest.version)


def test_an_element_comes_from_the_version_that_set_it() -> None:
    """Not from the newest one, which may have changed another element."""
    set_by = Origin("item1", 1, recorded_at=EARLIER, evidence=("e1",))
    document = effective(HEADER, Layer("item1", 5, {"brand": "Dell"}, LATER, origins={"brand": set_by}))
    assert document.origin_of("brand") == set_by


def test_a_document_speaks_the_newest_catalogue_of_its_layers() -> None:
    old, new = Layer("item1", 1, {}, EARLIER, "1.9"), Layer("model1", 1, {}, EARLIER, "1.10")
    assert effective(HEADER, old, new).schema == "1.10"


def test_a_figure_is_never_mixed_from_two_sources() -> None:
    """An item that gives its own memory leaves nothing of the model's figure standing."""
    own = Layer("item1", 1, {"memory": {"value": 32}}, EARLIER)
    model = Layer("model1", 1, {"memory": {"value": 16, "source": {"title": "The maker"}}}, EARLIER)
    assert effective(HEADER, own, model).values() == {"memory": {"value": 32}}


@pytest.mark.parametrize(("own", "model"), [(EARLIER, LATER), (LATER, EARLIER)])
def test_a_document_was_updated_when_either_layer_was(own: datetime, model: datetime) -> None:
    document = effective(HEADER, Layer("item1", 1, {}, own), Layer("model1", 1, {}, model))
    assert document.last_updated == LATER


def test_a_model_stands_alone() -> None:
    document = effective(HEADER, Layer("model1", 1, {"brand": "Dell"}, EARLIER))
    assert document.values() == {"brand": "Dell"}
    assert document.last_updated == EARLIER


def test_changes_name_what_was_added_changed_and_removed() -> None:
    before = {"brand": "Dell", "mass": 1, "weeeCategory": "2"}
    after = {"brand": "Dell", "mass": 2, "gtin": "09520000074203"}
    assert changed_elements(before, after) == (
        Change("gtin", ChangeKind.ADDED, after="09520000074203"),
        Change("mass", ChangeKind.CHANGED, 1, 2),
        Change("weeeCategory", ChangeKind.REMOVED, before="2"),
    )


def test_true_is_not_one() -> None:
    """In Python they are equal; in a document they are not the same."""
    assert [change.kind for change in changed_elements({"x": 1}, {"x": True})] == [ChangeKind.CHANGED]


@given(ELEMENTS)
def test_nothing_changed_between_equal_versions(elements: dict[str, object]) -> None:
    assert changed_elements(elements, dict(reversed(elements.items()))) == ()


@given(before=ELEMENTS, after=ELEMENTS)
def test_applying_the_changes_gives_the_next_version(before: dict[str, object], after: dict[str, object]) -> None:
    result = dict(before)
    for change in changed_elements(before, after):
        if change.kind is ChangeKind.REMOVED:
            del result[change.element_id]
        else:
            result[change.element_id] = change.after
    assert result == after


def test_no_element_may_pose_as_the_header_or_the_history() -> None:
    problems = reserved_names({"brand": "Dell", "dppStatus": "active", "history": {}, "@context": "x"})
    assert [problem.path for problem in problems] == ["$.dppStatus", "$.history", "$.@context"]


def test_the_header_has_the_members_that_one_layer_decides() -> None:
    """`lastUpdated` and the specification follow from all layers together."""
    members = header_members(HEADER)
    assert set(members) == {*HEADER_MEMBERS} - {"lastUpdated", "facilityId", "contentSpecificationIds"}
    assert members["dppSchemaVersion"] == "EN 18223:2026"


def test_times_are_written_in_utc_and_need_a_zone() -> None:
    summer = timezone(timedelta(hours=2))
    assert utc_text(datetime(2026, 6, 1, 14, 0, 5, 999, tzinfo=summer)) == "2026-06-01T12:00:05Z"
    with pytest.raises(ValueError, match="no zone"):
        utc_text(datetime(2026, 6, 1))  # noqa: DTZ001  # the fault that is tested
