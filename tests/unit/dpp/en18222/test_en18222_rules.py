"""The rules of EN 18222 that need nothing but what is said: products, pages, changes, paths."""

from contextlib import suppress
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.api.en18222.layer import route_path
from dpp.domain.catalogue import Granularity
from dpp.domain.en18222.changes import differing, left_of, of_full, own_after, split
from dpp.domain.en18222.pages import cursor_at, place_of
from dpp.domain.en18222.products import read_product
from dpp.domain.errors import InvalidInput

CATALOGUE = load_catalogue()
GTIN = "09521234543213"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
ELEMENTS = st.dictionaries(st.sampled_from(["mass", "brand", "processor", "inventedLater"]), VALUES)


# Products


@pytest.mark.parametrize(
    ("identifier", "key", "granularity"),
    [
        (f"https://id.gs1.org/01/{GTIN}", f"/01/{GTIN}", Granularity.MODEL),
        (f"https://id.gs1.org/01/{GTIN}/22/V1", f"/01/{GTIN}/22/V1", Granularity.MODEL),
        (f"https://maker.example/shop/01/{GTIN}/10/L%2F1", f"/01/{GTIN}/10/L%2F1", Granularity.BATCH),
        (f"http://maker.example/01/{GTIN}/21/S%2F1?17=261231", f"/01/{GTIN}/21/S%2F1", Granularity.ITEM),
        (f"https://id.gs1.org/01/{GTIN}/22/V1/10/L1/21/S1", f"/01/{GTIN}/21/S1", Granularity.ITEM),
        ("https://id.gs1.org/8004/9521ASSET1", "/8004/9521ASSET1", Granularity.ITEM),
        ("HTTPS://Maker.EXAMPLE/Things/7", "https://maker.example/Things/7", None),
        ("urn:uuid:6f1e6f0e-9a4c-4b0e-8d7b-0d2f3c1a5b6e", "urn:uuid:6f1e6f0e-9a4c-4b0e-8d7b-0d2f3c1a5b6e", None),
        ("did:web:maker.example:7", "did:web:maker.example:7", None),
        ("https://maker.example/01/shoes", "https://maker.example/01/shoes", None),
    ],
)
def test_identifiers_of_one_product_have_one_key(identifier: str, key: str, granularity: Granularity | None) -> None:
    product = read_product(identifier)
    assert (product.identifier, product.key, product.granularity) == (identifier, key, granularity)


def test_the_identifier_of_an_item_names_its_gtin_and_its_batch() -> None:
    product = read_product(f"https://id.gs1.org/01/{GTIN}/10/L1/21/S1")
    assert (product.gtin, product.batch_key) == (GTIN, f"/01/{GTIN}/10/L1")
    assert read_product(f"https://id.gs1.org/01/{GTIN}/21/S1").batch_key is None
    assert read_product(f"https://id.gs1.org/01/{GTIN}/10/L1").batch_key is None


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "7420",
        "ftp://maker.example/7",
        "https://",
        "https://maker.example/a b",
        "https://[::1/7",
        "https://maker.example/" + "a" * 1000,
        "https://id.gs1.org/01/09521234543214",
        f"https://id.gs1.org/01/{GTIN}/21/S/10/L",
    ],
)
def test_what_names_no_product_is_refused_with_a_reason(identifier: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_product(identifier)
    assert refusal.value.problems


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_a_product(text: str) -> None:
    with suppress(InvalidInput):
        assert read_product(text).key


# Pages


@given(st.lists(st.text(max_size=9), min_size=1, max_size=9), st.data())
def test_a_cursor_leads_back_to_its_place(identifiers: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(identifiers) - 1))
    assert place_of(cursor_at(place, identifiers), identifiers) == place
    assert place_of(None, identifiers) == 0


@pytest.mark.parametrize("cursor", ["x", "", "MS4w", "é", cursor_at(1, ["a", "b"]), cursor_at(3, ["a", "c"])])
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        place_of(cursor, ["a", "c"])


# Changes


@given(ELEMENTS, ELEMENTS, ELEMENTS)
def test_what_was_wanted_is_what_is_shown_afterwards(inherited: Any, own: Any, wanted: Any) -> None:
    """Own elements hide inherited ones; only what is inherited alone cannot go."""
    shown = inherited | own
    try:
        after = own_after(own, shown, wanted, CATALOGUE)
    except InvalidInput as refusal:
        gone = {problem.path for problem in refusal.problems}
        assert gone == {f"$.{name}" for name in set(inherited) - set(own) - set(wanted)}
        return
    becomes = inherited | after
    assert not differing(becomes, wanted, CATALOGUE)
    assert set(becomes) - set(wanted) <= set(inherited)


@given(ELEMENTS, ELEMENTS)
def test_a_new_passport_keeps_only_what_is_its_own(inherited: Any, elements: Any) -> None:
    own = left_of(elements, inherited, CATALOGUE)
    assert not differing(elements, inherited | own, CATALOGUE).keys() & elements.keys()
    assert all(name not in inherited or own[name] != inherited[name] for name in own)


def test_ids_of_objects_make_no_difference() -> None:
    """They follow from the place, and a client that read them sends them back."""
    stored = {"mass": {"value": 1.5, "unit": "kg"}}
    sent = {"mass": {"id": "#mass", "value": 1.5, "unit": "kg"}}
    assert differing(stored, sent, CATALOGUE) == {}
    assert differing(stored, {"mass": {"id": "#mass", "value": 1.6, "unit": "kg"}}, CATALOGUE)


def test_a_patch_in_the_full_form_is_the_patch_of_its_elements() -> None:
    entries = [
        {"elementId": "processor", "objectType": "SingleValuedDataElement", "value": "M1"},
        {"elementId": "mass", "objectType": "DataElementCollection", "elements": [{"elementId": "value", "value": 2}]},
        {"elementId": "brand", "value": None},
    ]
    header, elements = split({"@context": "x", "dppStatus": "active", "lastUpdate": "now", "elements": entries})
    assert header == {"dppStatus": "active", "lastUpdate": "now"}
    assert elements == {"processor": "M1", "mass": {"value": 2}, "brand": None}


@pytest.mark.parametrize("entry", [7, {"value": 1}, {"elementId": ""}, {"elementId": 5, "value": 1}])
def test_an_element_of_the_full_form_without_a_name_is_refused(entry: Any) -> None:
    with pytest.raises(InvalidInput):
        of_full([entry])


# Paths

URI = f"https://id.example/01/{GTIN}/21/A%2F7"


@pytest.mark.parametrize("call", ["/v1/dpps/", "/v1/dppsByProductId/", "/v1/dppsByIdAndDate/"])
@pytest.mark.parametrize("written", [URI, quote(URI, safe=""), quote(URI, safe="").replace("%3A", ":")])
def test_an_id_is_one_segment_however_it_is_written(call: str, written: str) -> None:
    path = route_path((call + written).encode())
    assert path.startswith(call)
    segment = path.removeprefix(call)
    assert "/" not in segment
    assert unquote(segment) == URI


@pytest.mark.parametrize("written", [URI, quote(URI, safe=""), "7k3m9x2p4q8d5w1z"])
@pytest.mark.parametrize("element", ["$.mass.value", "$['a/b']", quote("$['a/b']", safe=""), "$"])
def test_the_path_of_an_element_ends_an_id(written: str, element: str) -> None:
    path = route_path(f"/v1/dpps/{written}/elements/{element}".encode())
    _, _, _, dpp_id, elements, segment = path.split("/")
    assert (unquote(dpp_id), elements, unquote(segment)) == (
        unquote(written) if "://" not in written else URI,
        "elements",
        unquote(element),
    )


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/v1/dpps", "/v1/dpps"),
        (b"/v1/dpps/", "/v1/dpps"),
        (b"/v1/dpps/abc/", "/v1/dpps/abc"),
        (b"/v1/", "/v1"),
        (b"/v1/dpps/\xff\x00", "/v1/dpps/%FF%00"),
        (b"/v1/dpps/a/elements/mass", "/v1/dpps/a/elements/mass"),
    ],
)
def test_other_paths_stay_as_they_are(raw: bytes, path: str) -> None:
    assert route_path(raw) == path


@given(st.binary(max_size=60))
def test_no_bytes_break_a_path(rest: bytes) -> None:
    path = route_path(b"/v1/dpps/" + rest)
    assert path.isascii()
    assert path.startswith("/v1")
