"""GS1 Digital Link URIs: what is built is read back, what is malformed is refused with its place."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.application_identifiers import IDENTIFIERS
from dpp.domain.gs1.check_digits import check_digit
from dpp.domain.gs1.digital_link import PRIMARY_KEYS, DigitalLink, build, parse, parse_path
from tests.support.gs1_values import SET_82, links

GTIN = "09521234543213"
texts = st.text(SET_82, min_size=1, max_size=20)
gtins = st.text("0123456789", min_size=13, max_size=13).map(lambda body: body + check_digit(body))
stems = st.sampled_from(["", "/a", "/a/b%20c"])
queries = st.sampled_from(["", "linkType=gs1:dpp", "17=261231", "foo=a+b&10=LOT%2F1"])


@st.composite
def trade_items(draw: st.DrawFn) -> DigitalLink:
    in_order = [(ai, draw(texts)) for ai in ("22", "10", "21") if draw(st.booleans())]
    qualifiers = draw(st.sampled_from([tuple(in_order), (("235", draw(texts)),)]))
    query = draw(queries)
    if any(ai == "10" for ai, _ in qualifiers):
        query = query.replace("&10=", "&lot=")
    return DigitalLink("id.example.org", draw(stems), "01", draw(gtins), qualifiers, query)


@st.composite
def assets(draw: st.DrawFn) -> DigitalLink:
    value = "9521" + draw(texts)
    return DigitalLink("id.example.org", draw(stems), "8004", value, (), draw(queries))


@given(st.one_of(trade_items(), assets()))
def test_what_is_built_is_read_back_unchanged(link: DigitalLink) -> None:
    assert parse(build(link)) == link


@given(links())
def test_every_key_with_every_set_of_its_qualifiers_is_built_and_read_back(link: DigitalLink) -> None:
    """Among the values are those that stand percent-encoded in a path: `/`, `%`, `?`, `+`, `&`."""
    uri = build(link)
    assert parse(uri) == link
    assert uri.count("/") == 2 + link.stem.count("/") + 2 * (1 + len(link.qualifiers))


@given(links())
def test_the_canonical_form_of_every_key_names_the_same_thing(link: DigitalLink) -> None:
    canonical = parse(link.canonical)
    assert (canonical.path, canonical.stem, canonical.canonical) == (link.path, "", link.canonical)


CHECKED = sorted(key for key in PRIMARY_KEYS if "c" in IDENTIFIERS[key].format)


@given(links(CHECKED), st.data())
def test_one_flipped_digit_of_any_checked_key_is_refused(link: DigitalLink, data: st.DataObject) -> None:
    """The digits under the check digit: behind the zero of a GRAI, before the serial part of a coupon."""
    start = 1 if link.key == "8003" else 0
    length = {"8006": 14, "8003": 13, "253": 13, "255": 13}.get(link.key, IDENTIFIERS[link.key].length)
    place = data.draw(st.integers(start, start + length - 1))
    flipped = str((int(link.value[place]) + data.draw(st.integers(1, 9))) % 10)
    wrong = replace(link, value=link.value[:place] + flipped + link.value[place + 1 :])
    with pytest.raises(InvalidInput, match="check digit"):
        build(wrong)


@given(trade_items(), st.integers(0, 13), st.integers(1, 9))
def test_one_flipped_digit_of_the_gtin_is_refused(link: DigitalLink, place: int, shift: int) -> None:
    flipped = str((int(link.value[place]) + shift) % 10)
    wrong = link.value[:place] + flipped + link.value[place + 1 :]
    with pytest.raises(InvalidInput, match="check digit"):
        parse(link.uri.replace(f"/01/{link.value}", f"/01/{wrong}"))


@given(trade_items())
def test_the_canonical_form_is_canonical_already(link: DigitalLink) -> None:
    assert parse(link.canonical).canonical == link.canonical


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    for uri in (text, f"https://id.example.org{text}", f"https://id.example.org/01/{GTIN}/21/{text}"):
        with suppress(InvalidInput):
            link = parse(uri)
            assert parse(link.uri) == link


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (f"/01/{GTIN}/", "segment 3"),
        (f"/01/{GTIN}/21/A/10/B", "/01/21/10"),
        (f"/01/{GTIN}/21/A/21/B", "/01/21/21"),
        (f"/01/{GTIN}/235/A/21/B", "/01/235/21"),
        (f"/01/{GTIN}/17/261231", "/01/17"),
        (f"/01/{GTIN}/01/{GTIN}", "/01/"),
        (f"/gtin/{GTIN}", "/gtin/"),
        (f"/01/{GTIN}/21/" + "A" * 21, "/21/"),
        (f"/01/{GTIN}/21/a%2", "a%2"),
        (f"/01/{GTIN}?8040=356938035643809", "?8040"),
        (f"/01/{GTIN}?%3821=1", "?821"),
        (f"/01/{GTIN[1:]}", "/01/"),
        ("/21/ABC", "/21/ABC"),
        ("/414/9521234543213/254/A/7040/1ABC", "/414/254/7040"),
        ("/8004/ABC", "/8004/"),
        ("/8003/19521234543213ABC", "/8003/"),
        ("/417/9521234543206/254/ROOM1", "/417/254"),
        ("/", "/"),
    ],
)
def test_a_malformed_path_is_refused_and_the_segment_named(path: str, where: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse(f"https://id.example.org{path}")
    assert [problem.path for problem in refusal.value.problems] == [where]


@pytest.mark.parametrize(
    "path",
    [
        "/414/9521234543206",
        "/414/9521234543206/254/ROOM1",
        "/414/9521234543206/7040/1ABC",
        "/417/9521234543206/7040/1ABC",
        "/8003/09521234543206AB",
        "/8004/9521ASSET0001/7040/1ABC",
        f"/01/{GTIN}/235/TPX1",
        f"/01/{GTIN}/22/V/10/L/21/S",
    ],
)
def test_the_keys_of_places_parties_and_assets_are_read(path: str) -> None:
    assert parse_path(path).path == path


@pytest.mark.parametrize(
    "uri", ["", "ftp://a/01/1", f"https:///01/{GTIN}", f"https://u:p@a/01/{GTIN}", "https://" + "a" * 3000]
)
def test_a_uri_without_a_proper_host_is_refused(uri: str) -> None:
    with pytest.raises(InvalidInput):
        parse(uri)


def test_keys_that_we_do_not_hold_are_read_so_that_they_can_be_answered() -> None:
    assert parse("https://id.example.org/00/095212345432101239").key == "00"
    assert parse("https://id.example.org/8003/09521234543213ABC").value == "09521234543213ABC"
    assert parse("https://id.example.org/8006/095212345432130102/21/7").qualifiers == (("21", "7"),)


def test_levels_go_from_the_most_specific_to_the_key() -> None:
    link = parse_path(f"/01/{GTIN}/22/V/10/L/21/S%2F1")
    assert link.levels == (
        f"/01/{GTIN}/22/V/10/L/21/S%2F1",
        f"/01/{GTIN}/21/S%2F1",
        f"/01/{GTIN}/22/V/10/L",
        f"/01/{GTIN}/22/V",
        f"/01/{GTIN}",
    )


def test_a_resolver_without_a_stem_refuses_one() -> None:
    with pytest.raises(InvalidInput, match="start of the path"):
        parse_path(f"/shop/01/{GTIN}")
