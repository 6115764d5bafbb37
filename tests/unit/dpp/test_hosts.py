"""Whose address it is, and which ones are made to look like ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.hosts import host_of, is_our_operator, looks_like_ours, read_hosts

OURS = frozenset({"id.kringpas.nl", "kringpas.nl", "old.kringpas.example:8443"})


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://id.kringpas.nl/d/1", "id.kringpas.nl"),
        ("HTTPS://ID.Kringpas.NL:443", "id.kringpas.nl"),
        ("http://id.kringpas.nl:80/x", "id.kringpas.nl"),
        ("https://id.kringpas.nl:80/x", "id.kringpas.nl:80"),
        ("id.kringpas.nl/d/1", "id.kringpas.nl"),
        ("https://id.kringpas.nl@evil.example/", "evil.example"),
        ("https://evil.example\\@id.kringpas.nl/", "evil.example"),
        ("https://evil.example#@id.kringpas.nl", "evil.example"),
        ("", ""),
        ("/d/1", ""),
    ],
)
def test_the_host_of_an_address_is_what_a_browser_would_call(address: str, host: str) -> None:
    assert host_of(address) == host


def test_a_list_of_hosts_is_read_liberally() -> None:
    """An administrator may paste whole addresses."""
    assert read_hosts("https://old.example.nl/, Labels.example.nl:443  other.example:8443,,") == {
        "old.example.nl",
        "labels.example.nl",
        "other.example:8443",
    }
    assert read_hosts("") == frozenset()


@pytest.mark.parametrize(
    "address",
    [
        "https://kringpas.nl.evil.example/d/1",
        "https://id.kringpas.nl.evil.example",
        "https://id-kringpas-nl.evil.example",
        "https://idkringpasnl.evil.example",
        "https://kringpas.com/",
        "https://id.kringpas.info/",
        "https://id.krinqpas.nl/",
        "https://id.kringpass.nl/",
        "https://id.kingpas.nl/",
        "https://id.krignpas.nl/",
        "https://ld.kringpas.nl/",
        "https://kr1ngpas.nl/",
        "https://\u043aringpas.nl/",
        "https://kringp\u0430s.nl/",
        "https://xn--kringps-7fg.nl/",
        "https://kringpás.nl/",
        "https://id.kringpas.nl:8443/",
        "kringpas.nl.evil.example/d/1",
    ],
)
def test_what_looks_like_ours_is_warned_of(address: str) -> None:
    said = looks_like_ours(address, OURS)
    assert said is not None
    assert "looks like" in str(said)


@pytest.mark.parametrize("address", ["https://id.kringpas.nl@evil.example/d/1", "https://anna:secret@evil.example/"])
def test_a_name_before_an_at_sign_is_told(address: str) -> None:
    """It hides where the address leads; a password in it is not repeated."""
    assert str(looks_like_ours(address, OURS)).endswith("leads to evil.example.")


@pytest.mark.parametrize(
    "address",
    [
        "https://id.kringpas.nl/d/1",
        "https://www.kringpas.nl/",
        "https://id.gs1.org/01/09520000074203",
        "https://dell.example/01/09520000074203/21/A",
        "https://passport.example/kringpas.nl",
        "not an address",
        "",
    ],
)
def test_an_address_that_is_ours_or_plainly_anothers_is_not(address: str) -> None:
    assert looks_like_ours(address, OURS) is None


def test_a_service_on_this_machine_has_no_look_alikes() -> None:
    """Every address of a network would be one."""
    assert looks_like_ours("http://127.0.0.2:8000/", {"127.0.0.1:8000"}) is None
    assert looks_like_ours("http://localhose/", {"localhost"}) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    host_of(text)
    looks_like_ours(text, OURS)
    looks_like_ours(f"https://{text}", OURS)


@given(st.sampled_from(sorted(OURS)), st.from_regex(r"[/?#][a-z0-9/]{0,20}", fullmatch=True))
def test_whatever_follows_our_host_is_never_a_look_alike(ours: str, rest: str) -> None:
    assert looks_like_ours(f"https://{ours}{rest}", OURS) is None


@pytest.mark.parametrize(
    ("operator", "ours"),
    [
        ("https://id.example.nl/#operator", True),
        ("https://old.example.nl/#operator", True),
        ("https://other.example.nl/#operator", False),
        ("https://id.example.nl/", False),
        ("https://id.example.nl:8443/#operator", False),
        ("http://127.0.0.1:8000/#operator", False),
    ],
)
def test_the_operator_of_a_former_address_is_still_ours(operator: str, ours: bool) -> None:  # noqa: FBT001 - a case
    assert is_our_operator(operator, {"id.example.nl", "old.example.nl"}) is ours


def test_a_demonstration_that_moved_to_another_port_is_still_itself() -> None:
    assert is_our_operator("http://127.0.0.1:8000/#operator", {"127.0.0.1:8477"})
    assert not is_our_operator("http://192.168.0.2:8000/#operator", {"127.0.0.1:8477"})
