"""One measure for media types and languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.negotiation import languages, media_types


@pytest.mark.parametrize(
    ("accept", "offer", "weight"),
    [
        ("", "text/html", 1.0),
        ("*/*", "text/html", 1.0),
        ("text/*;q=0.5, */*;q=0.1", "text/html", 0.5),
        ("text/html;level=1;q=0.4", "text/html", 0.4),
        ("text/html, */*;q=0", "application/json", 0.0),
        ("application/ld+json", "application/json", 0.0),
        ("TEXT/HTML ; Q=0.3", "text/html", 0.3),
        ("text/html;q=nonsense", "text/html", 1.0),
        (",;,/", "text/html", 0.0),
    ],
)
def test_the_most_specific_range_says_how_much_a_media_type_is_wanted(accept: str, offer: str, weight: float) -> None:
    assert media_types(accept).weight(offer) == weight


@pytest.mark.parametrize(
    ("accept", "offer", "weight"),
    [
        ("nl-BE", "nl", 1.0),
        ("nl", "nl-BE", 1.0),
        ("nl-BE", "nl-NL", 0.0),
        ("nl;q=0.2, en", "nl", 0.2),
        ("*;q=0.1, nl", "en", 0.1),
        ("nl;q=0.3, nl-BE;q=0.9", "nl-BE", 0.9),
    ],
)
def test_a_language_matches_its_regions(accept: str, offer: str, weight: float) -> None:
    assert languages(accept).weight(offer) == weight


@given(st.text(), st.text())
def test_no_header_fails(header: str, offer: str) -> None:
    assert 0 <= media_types(header).weight(offer) <= 1
    assert 0 <= languages(header).weight(offer) <= 1
