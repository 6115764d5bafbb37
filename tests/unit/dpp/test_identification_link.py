"""Identification links: an address names one thing, character by character."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from dpp.domain.identification_link import LONGEST, read_identification_link
from dpp.domain.links import Links
from dpp.domain.opaque import label_code, passport_id

LINKS = Links("https://id.kringpas.nl")


@given(st.binary(min_size=16, max_size=16))
def test_what_we_mint_ourselves_are_identification_links(chance: bytes) -> None:
    for link in (LINKS.passport(passport_id(chance)), LINKS.label(label_code(chance))):
        assert read_identification_link(link) == link


@pytest.mark.parametrize(
    "link",
    [
        "https://id.maker.example/1P6ES7-131+SC-X123",
        "https://maker.example?s=A%2F1",
        "https://maker.example:8443/x",
        "https://maker.example/" + "a" * (LONGEST - 22),
    ],
)
def test_an_address_with_something_after_its_host_is_one_unaltered(link: str) -> None:
    assert read_identification_link(link) == link


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("http://maker.example/x", "https"),
        ("https://user@maker.example/x", "host"),
        ("https://192.0.2.7/x", "host"),
        ("https://maker.example/x#part", "#"),
        ("https://maker.example/", "After the host"),
        ("https://maker.example", "After the host"),
        ("https://maker.example/a b", "After the host"),
        ("https://maker.example/%2", "After the host"),
        ("https://maker.example/" + "a" * LONGEST, "277 characters"),
    ],
)
def test_what_is_none_says_why(text: str, fault: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_identification_link(text)
    assert any(fault in str(problem.what) for problem in refusal.value.problems)


@given(st.text(max_size=300))
def test_any_text_is_read_as_it_is_or_refused(text: str) -> None:
    for link in (text, f"https://maker.example/{text}"):
        with suppress(InvalidInput):
            assert read_identification_link(link) == link
