"""The forms of makers' serial numbers: what tells a maker, and what only may be one's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.scanning import Candidate, ScanKind, classify


def serials(raw: str) -> list[Candidate]:
    return [each for each in classify(raw, own_hosts=frozenset()).candidates if each.kind is ScanKind.SERIAL]


def best(raw: str) -> Candidate:
    return max(serials(raw), key=lambda each: each.confidence)


@pytest.mark.parametrize(
    ("raw", "value", "maker"),
    [
        ("1S20XXS0AB00PF0ABC12", "PF0ABC12", "Lenovo"),
        ("1S4298WXYL3ABC12", "L3ABC12", "Lenovo"),
        ("20XX-S0AB00/PF-0ABC12", "PF0ABC12", "Lenovo"),
        ("4298WXY/L3ABC12", "L3ABC12", "Lenovo"),
        ("12542331601", "5RFDP01", "Dell"),
        ("125-423-316-01", "5RFDP01", "Dell"),
        ("CND9123XYZ", "CND9123XYZ", "HP"),
        ("5CG9533XYZ", "5CG9533XYZ", "HP"),
        ("C02XL0GTJGH5", "C02XL0GTJGH5", "Apple"),
        ("SC02XL0GTJGH5", "C02XL0GTJGH5", "Apple"),
    ],
)
def test_a_form_that_hardly_anything_else_has_tells_the_maker(raw: str, value: str, maker: str) -> None:
    assert (best(raw).value, best(raw).maker) == (value, maker)


@pytest.mark.parametrize(
    ("raw", "makers"),
    [
        ("B78FWQ8", ("Dell", "Lenovo")),
        ("5RFDP01", ("Dell",)),
        ("PF3ABC12", ("Lenovo",)),
        ("XYZ9123BCD", ("Apple", "HP")),
        ("XYZ9993BCD", ("Apple",)),
        ("1234567", ()),
        ("ABCDEFG", ()),
    ],
)
def test_a_form_that_several_could_have_names_nobody(raw: str, makers: tuple[str, ...]) -> None:
    assert (best(raw).maker, best(raw).possible_makers) == (None, makers)
    assert any("look like this" in str(warning) for warning in best(raw).warnings) is (len(makers) > 1)


@pytest.mark.parametrize("raw", ["CND9603XYZ", "CND9003XYZ", "CND912AXYZ", "C02OL0GTJGH5", "C02AL0GTJGH5"])
def test_what_breaks_a_form_is_a_serial_number_of_nobody_s(raw: str) -> None:
    """A week 60 or 00, a letter in the date, a letter that Apple left out."""
    assert best(raw).maker is None
    assert best(raw).value == raw


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=7, max_size=7).filter(lambda tag: tag[0] != "0"))
def test_every_service_tag_comes_back_from_its_express_service_code(tag: str) -> None:
    assert tag in [each.value for each in serials(str(int(tag, 36)))]


def test_the_model_is_told_besides() -> None:
    found = classify("1S20XXS0AB00PF0ABC12", own_hosts=frozenset()).candidates
    assert [(each.kind.value, each.value) for each in found][1] == ("model-number", "20XXS0AB00")


def test_what_begins_with_1p_may_be_the_number_of_a_model_and_says_so() -> None:
    found = classify("1P20XXS0AB00", own_hosts=frozenset()).candidates
    assert [(each.kind.value, each.value) for each in found] == [
        ("serial", "1P20XXS0AB00"),
        ("model-number", "20XXS0AB00"),
    ]
    assert any("1P" in str(warning) for warning in found[0].warnings)
