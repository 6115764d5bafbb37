"""What the page of links shows of a linkset."""

from dpp.domain.linkset.link import DEFAULT, LINK_TYPES, Level, LevelKind, Link
from web.pages.linkset import LINK_WORDS, page_of

PUBLIC = "https://id.example.org"
PAGE = f"{PUBLIC}/passports/item"
LINKS = (
    Link("reportFound", f"{PAGE}/found", "text/html", ("nl", "en")),
    Link(DEFAULT, PAGE),
    Link("masterData", PAGE, "application/ld+json"),
    Link("instructions", "https://m.example/h.pdf", "application/pdf", ("nl",), ("userManual",), "Handleiding"),
    Link("support", "https://m.example/help"),
)
LEVEL = Level(f"{PUBLIC}/d/1", LevelKind.ITEM, "X 1", LINKS)


def test_every_link_but_the_default_has_a_line_in_the_order_of_the_types() -> None:
    (level,) = page_of((LEVEL,), PUBLIC, "en").levels
    assert [line.link.address for line in level.lines] == [
        "/passports/item?format=jsonld",
        "https://m.example/h.pdf",
        "https://m.example/help",
        "/passports/item/found",
    ]


def test_a_link_says_its_form_and_its_language_where_it_is_no_page_in_both() -> None:
    _, manual, support, found = page_of((LEVEL,), PUBLIC, "nl").levels[0].lines
    assert (manual.link.text, manual.form, manual.language) == ("Handleiding", "application/pdf", "Nederlands")
    assert (support.link.text, support.form, support.language) == ("https://m.example/help", None, None)
    assert (found.link.text, found.language) == (LINK_WORDS["reportFound"], None)


def test_every_link_type_but_the_default_has_a_word() -> None:
    assert set(LINK_WORDS) == set(LINK_TYPES) - {DEFAULT}
