"""The EU registry takes 50 characters: whoever issues a longer identifier is told, with the arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.registration.identifiers import LONGEST, warning_about

URL = "https://id.kringpas.nl"
GTIN = "09521234543213"
PASSPORT = f"{URL}/passports/0123456789abcdef"


def warned(product: str, *, registering: bool = False) -> str:
    found = warning_about(product, PASSPORT, registering=registering)
    return "" if found is None else str(found)


def test_six_characters_of_serial_number_fit_under_our_host_and_seven_do_not() -> None:
    """Host + serial number at most 20 in `/01/{gtin}/21/`."""
    assert warned(f"{URL}/01/{GTIN}/21/ABCDEF") == ""
    told = warned(f"{URL}/01/{GTIN}/21/ABCDEFG")
    assert "has 51 characters, 1 more than the 50" in told
    assert "the host has 14, the serial number 7, everything else 30" in told
    assert "host and serial number may have 20 together" in told


def test_a_character_that_an_address_encodes_counts_as_three() -> None:
    assert "the serial number 9" in warned(f"{URL}/01/{GTIN}/21/A%2F1%2F2")


def test_where_the_registry_is_told_the_other_address_is_registered() -> None:
    told = warned(f"{URL}/01/{GTIN}/21/SERIAL1", registering=True)
    assert told.endswith(f"{PASSPORT} is registered in its place; both lead to the passport.")


def test_where_it_is_not_told_the_warning_says_so() -> None:
    assert f"Nothing is registered there now; {PASSPORT} would be." in warned(f"{URL}/01/{GTIN}/21/SERIAL1")


@pytest.mark.parametrize("product", [f"{URL}/8004/9521" + "A" * 26, f"{URL}/" + "a" * 40])
def test_without_a_serial_number_the_whole_is_counted(product: str) -> None:
    assert f"has {len(product)} characters, {len(product) - LONGEST} more" in warned(product)


@given(st.from_regex(r"[a-z]{1,20}\.nl", fullmatch=True), st.text("ABC/0", min_size=1, max_size=20))
def test_the_parts_that_are_named_make_the_whole(host: str, serial: str) -> None:
    product = f"https://{host}/01/{GTIN}/21/{serial.replace('/', '%2F')}"
    found = warning_about(product, PASSPORT, registering=False)
    assert (found is None) is (len(product) <= LONGEST)
    if found is not None:
        told = found.values["why"].values  # type: ignore[attr-defined]  # a message in a message
        assert told["host"] + told["serial"] + told["rest"] == told["length"] == len(product)
        assert told["room"] + told["rest"] == LONGEST
