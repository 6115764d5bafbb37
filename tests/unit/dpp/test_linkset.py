"""Links of a resolver: ranking, and the linkset document."""

from dpp.domain.links import Links
from dpp.domain.linkset import DEFAULT, LINK_TYPES, Level, Link, Wanted, best, linkset, passport_links, read_link_type
from dpp.domain.negotiation import languages, media_types

DUTCH = Link("instructions", "https://a.example/nl", "text/html", ("nl",))
ENGLISH = Link("instructions", "https://a.example/en", "text/html", ("en",))
PDF = Link("instructions", "https://a.example/pdf", "application/pdf", ("en",))


def wanted(accept: str = "", language: str = "") -> Wanted:
    return Wanted(languages(language), media_types(accept))


def test_the_language_decides_between_links_of_one_media_type() -> None:
    assert best((DUTCH, ENGLISH), wanted(language="nl-BE, en;q=0.5")) == (DUTCH,)


def test_what_the_client_can_read_goes_before_its_language() -> None:
    assert best((DUTCH, PDF), wanted("application/pdf", "nl")) == (PDF,)


def test_links_of_equal_rank_to_different_places_are_all_told() -> None:
    assert best((DUTCH, ENGLISH), wanted()) == (DUTCH, ENGLISH)


def test_links_of_equal_rank_to_one_place_are_one_answer() -> None:
    assert len(best((DUTCH, DUTCH), wanted())) == 1
    assert best((), wanted()) == ()


def test_a_link_type_is_read_as_a_short_name_or_an_address() -> None:
    assert read_link_type("gs1:dpp") == "dpp"
    assert read_link_type("https://ref.gs1.org/voc/dpp") == "dpp"
    assert read_link_type("linkset") == "linkset"
    assert read_link_type("dpp") is None


def test_a_passport_has_one_default_link_which_also_stands_under_its_own_type() -> None:
    links = passport_links(Links("https://id.example.org"), "item", "model")
    default = [link for link in links if link.type == DEFAULT]
    assert [link.href for link in default] == ["https://id.example.org/passports/item"]
    assert [link.href for link in links if link.type == "dpp"] == [default[0].href]
    assert [link.href for link in links if link.type == "pip"] == ["https://id.example.org/passports/model"]


def test_a_linkset_holds_each_level_with_its_anchor_and_description() -> None:
    document = linkset((Level("https://a.example/d/1", "Item", (DUTCH, PDF)),), with_context=True)
    assert document == {
        "@context": "https://ref.gs1.org/standards/resolver/linkset-context",
        "linkset": [
            {
                "anchor": "https://a.example/d/1",
                "itemDescription": "Item",
                "https://ref.gs1.org/voc/instructions": [
                    {"href": DUTCH.href, "title": LINK_TYPES["instructions"], "type": "text/html", "hreflang": ["nl"]},
                    {"href": PDF.href, "title": LINK_TYPES["instructions"], "type": PDF.media_type, "hreflang": ["en"]},
                ],
            }
        ],
    }
