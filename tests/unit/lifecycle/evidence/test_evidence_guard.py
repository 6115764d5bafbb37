"""What the pattern guard finds in texts, and what it leaves alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.domain.evidence.guard import IN_IDENTIFIERS, IN_VERSIONS, Removed, folded, found_in

hexadecimal = st.text("0123456789abcdefABCDEF", min_size=2, max_size=2)
letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=10)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("jo.voorbeeld@example.org", Removed.EMAIL),
        ("beheer@nb-voorbeeld-01", Removed.EMAIL),
        ("bel 06-12345678", Removed.PHONE),
        ("tel. +31 6 12 34 56 78", Removed.PHONE),
        ("(070) 123 45 67", Removed.PHONE),
        ("0031701234567", Removed.PHONE),
        ("op 192.0.2.41", Removed.IP_ADDRESS),
        ("fe80::b283:4fa3:d3f2:96b1", Removed.IP_ADDRESS),
        ("00:00:5e:00:53:2a", Removed.IP_ADDRESS),
        ("00-00-5E-00-53-2A", Removed.MAC_ADDRESS),
        ("0000.5e00.532a", Removed.MAC_ADDRESS),
        ("DEMO1-DEMO2-DEMO3-DEMO4-DEMO5", Removed.PRODUCT_KEY),
        (r"VOORBEELD\jo", Removed.ACCOUNT),
        ("/home/jo", Removed.ACCOUNT),
        ("nb-01.voorbeeld.example", Removed.HOST),
    ],
)
def test_personal_data_is_found(text: str, kind: Removed) -> None:
    """A MAC address with colons is found as the shape of an IPv6 address: that it is found is what counts."""
    assert found_in(text) is kind
    assert found_in(f"Dell {text} (oud)") is kind


@pytest.mark.parametrize(
    "text",
    [
        "Dell Inc.",
        "Samsung Electronics Co., Ltd.",
        "Latitude 7420",
        "11th Gen Intel(R) Core(TM) i5-1145G7 @ 2.60GHz",
        "Intel Core i7@2.8GHz",
        "AMD Ryzen 5 PRO 4650U with Radeon Graphics",
        "KBG40ZNS256G NVMe KIOXIA 256GB",
        "WDC WD1600AAJS-22L7A0",
        "GLPI-Agent_v1.11",
        "Secure Erase + PRNG + Verify",
        "Verify Zeros (0x00)",
    ],
)
def test_what_hardware_says_of_itself_is_left_alone(text: str) -> None:
    assert found_in(text) is None


def test_a_serial_number_may_look_like_a_phone_number_and_a_version_like_an_address() -> None:
    assert found_in("0612345678", IN_IDENTIFIERS) is None
    assert found_in("1.21.0.3", IN_VERSIONS) is None


@given(letters, letters, letters)
def test_any_e_mail_address_is_found(user: str, host: str, top: str) -> None:
    assert found_in(f"naar {user}@{host}.{top}") is Removed.EMAIL


@given(st.lists(hexadecimal, min_size=6, max_size=6), st.sampled_from(":-"))
def test_any_mac_address_is_found(octets: list[str], separator: str) -> None:
    assert found_in(f"kaart {separator.join(octets)}") is not None


@given(st.ip_addresses())
def test_any_ip_address_is_found(address: object) -> None:
    assert found_in(f"op {address}") is Removed.IP_ADDRESS


def test_a_name_that_the_file_gives_is_found_as_whole_words_only() -> None:
    names = folded(["Voorbeeld", "nb-voorbeeld-01", "Jo van der Voorbeeld"])
    assert found_in("scherm van Jo van der Voorbeeld", names=names) is Removed.ACCOUNT
    assert found_in("NB-VOORBEELD-01 (dock)", names=names) is Removed.ACCOUNT
    assert found_in("voorbeeldig", names=names) is None


def test_a_name_of_three_letters_is_not_searched_for() -> None:
    """It would take the maker out of half of all inventories ("hp", "ibm")."""
    assert folded(["jo", "ibm", "jan "]) == frozenset()
