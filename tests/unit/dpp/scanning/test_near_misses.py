"""What one misread character could explain: a few questions, never readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from dpp.domain.imei import luhn_digit, read_imei
from dpp.domain.opaque import ALPHABET, LabelCode, label_code, near_label_codes, print_label_code, read_label_code
from dpp.domain.scanning import ScanKind, classify, near_misses, near_spellings
from dpp.domain.scanning.near_misses import MOST

HOSTS = frozenset({"id.example.org"})
codes = st.binary(min_size=7, max_size=7).map(label_code)
bodies = st.text("0123456789", min_size=13, max_size=13).map(lambda rest: f"4{rest}")
spelled = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -./", min_size=1, max_size=60)


def near(raw: str) -> list[tuple[ScanKind, str]]:
    return [(each.kind, each.value) for each in near_misses(classify(raw, own_hosts=HOSTS))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("PFO3ABC2", "PF03ABC2"),
        ("PF03ABC2", "PFO3ABC2"),
        ("DNGCXFI", "DNGCXF1"),
        ("DNGCXFL", "DNGCXF1"),
        ("5CG9533XYZ", "SCG9533XYZ"),
        ("CND8123XYZ", "CNDB123XYZ"),
        ("SPF3ABC12", "PF3ABC12"),
        ("1SPF3ABC12", "PF3ABC12"),
        ("PF3ABC12", "SPF3ABC12"),
        ("pf3abc12", "PF3ABC12"),
        ("SSC 004-711", "SSC004711"),
        ("OIO1", "0101"),
    ],
)
def test_the_spelling_that_was_meant_is_among_the_near_ones(typed: str, meant: str) -> None:
    assert meant in near_spellings(typed)
    read = [(each.kind, each.value) for each in classify(typed, own_hosts=HOSTS).candidates]
    assert (ScanKind.SERIAL, meant) in [*read, *near(typed)]


@given(spelled)
def test_near_spellings_are_few_each_once_and_never_the_text_itself(text: str) -> None:
    found = near_spellings(text)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    assert text not in found


@given(st.text(max_size=80))
def test_the_near_misses_of_any_scan_are_few_and_no_readings_of_it(raw: str) -> None:
    result = classify(raw, own_hosts=HOSTS)
    found = near_misses(result)
    assert len(found) <= MOST
    assert not {(each.kind, each.value) for each in found} & {(each.kind, each.value) for each in result.candidates}
    assert all(each.confidence < 0.2 for each in found)


@given(codes, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_a_label_code_with_one_wrong_character_is_found(code: LabelCode, place: int, letter: str) -> None:
    wrong = code[:place] + letter + code[place + 1 :]
    expected = code != wrong
    assert (code in near_label_codes(wrong)) is expected
    assert len(near_label_codes(wrong)) <= 23


@given(codes, st.integers(0, 10))
def test_a_label_code_with_two_characters_that_changed_places_is_found(code: LabelCode, place: int) -> None:
    """Where the check character does not notice the change, the wrong code is a right one of another label."""
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (code in near_label_codes(wrong)) is not is_label_code(wrong)


def is_label_code(text: str) -> bool:
    try:
        return bool(read_label_code(text))
    except InvalidInput:
        return False


@given(codes)
def test_every_near_label_code_has_a_fitting_check_character(code: LabelCode) -> None:
    for each in near_label_codes(code[:-1] + "u"):
        assert read_label_code(each) == each


def test_a_mistyped_address_of_ours_leads_to_the_label_that_was_meant() -> None:
    code = label_code(bytes(range(7)))
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    assert (ScanKind.LABEL, code) in near(f"https://id.example.org/d/{wrong}?utm=1")
    assert near(print_label_code(LabelCode(wrong)).upper())[0][0] is ScanKind.LABEL
    assert (ScanKind.LABEL, code) in near(print_label_code(LabelCode(wrong)))


def test_a_right_label_code_has_no_near_ones() -> None:
    assert near_label_codes(label_code(bytes(7))) == ()


@given(bodies, st.integers(0, 14), st.integers(1, 9))
def test_an_imei_with_one_wrong_digit_is_found(body: str, place: int, shift: int) -> None:
    imei = read_imei(body + luhn_digit(body))
    wrong = imei[:place] + str((int(imei[place]) + shift) % 10) + imei[place + 1 :]
    if not wrong.startswith("00000000"):
        assert (ScanKind.IMEI, imei) in near(wrong)
