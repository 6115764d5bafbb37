"""The linkset document, and how a request names a link type."""

import json

import pytest

from dpp.domain.linkset.document import linkset
from dpp.domain.linkset.link import (
    LINK_TYPES,
    Level,
    LevelKind,
    Link,
    read_language,
    read_link_type,
    read_media_type,
)
from tests.support.shared import shared_data

DUTCH = Link("instructions", "https://a.example/nl", "text/html", ("nl",))
OTHER = Link("support", "https://a.example/help")
ENGLISH = Link("instructions", "https://a.example/en", "text/html", ("en",))


def test_a_linkset_holds_each_level_with_its_anchor_and_description_and_links_of_a_type_together() -> None:
    level = Level("https://a.example/d/1", LevelKind.ITEM, "X 1", (DUTCH, OTHER, ENGLISH))
    assert linkset((level,), with_context=True) == {
        "@context": "https://ref.gs1.org/standards/resolver/linkset-context",
        "linkset": [
            {
                "anchor": "https://a.example/d/1",
                "itemDescription": "X 1, a device",
                "https://ref.gs1.org/voc/instructions": [
                    {"href": DUTCH.href, "title": "Instructions", "type": "text/html", "hreflang": ["nl"]},
                    {"href": ENGLISH.href, "title": "Instructions", "type": "text/html", "hreflang": ["en"]},
                ],
                "https://ref.gs1.org/voc/support": [{"href": OTHER.href, "title": "Support"}],
            }
        ],
    }


def test_a_link_type_is_read_as_a_short_name_or_an_address() -> None:
    assert read_link_type("gs1:dpp") == "dpp"
    assert read_link_type("https://ref.gs1.org/voc/dpp") == "dpp"
    assert read_link_type("https://gs1.org/voc/dpp") == "dpp"
    assert read_link_type("linkset") == "linkset"
    assert read_link_type("dpp") is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("nl", ("nl",)),
        ("nl-BE", ("nl-BE",)),
        ("fry", ()),
        ("NL", ()),
        ("nl-be", ()),
        ("", ()),
        (None, ()),
        (["nl"], ()),
    ],
)
def test_a_language_that_a_linkset_cannot_say_is_left_out(said: object, read: tuple[str, ...]) -> None:
    assert read_language(said) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("application/pdf", "application/pdf"),
        ("Text/HTML; charset=utf-8", "text/html"),
        ("image/svg+xml", "image/svg+xml"),
        ("PDF", ""),
        ("text/html\r\nX: y", ""),
        (7, ""),
        (None, ""),
    ],
)
def test_a_media_type_is_read_without_its_parameters(said: object, read: str) -> None:
    assert read_media_type(said) == read


def test_every_link_type_is_ratified() -> None:
    assert set(LINK_TYPES) <= set(json.loads(shared_data("gs1/linktypes-1.16.json").read_text()))
