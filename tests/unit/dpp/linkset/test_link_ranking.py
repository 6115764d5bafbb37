"""Which of several links answers a request."""

from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.linkset.link import Link
from dpp.domain.linkset.ranking import Wanted, best
from dpp.domain.negotiation import languages, media_types

DUTCH = Link("instructions", "https://a.example/nl", "text/html", ("nl",))
ENGLISH = Link("instructions", "https://a.example/en", "text/html", ("en",))
PDF = Link("instructions", "https://a.example/pdf", "application/pdf", ("en",))
UNSAID = Link("instructions", "https://a.example/unsaid")
REPAIR = Link("instructions", "https://a.example/repair", contexts=("repairInstructions",))
PARTS = Link("instructions", "https://a.example/parts", contexts=("sparePartsInformation",))


def wanted(accept: str = "", language: str = "", *contexts: str) -> Wanted:
    return Wanted("instructions", languages(language), media_types(accept), frozenset(contexts))


def test_a_link_of_another_type_never_answers() -> None:
    assert wanted().rank(Link("support", "https://a.example/")) is None
    assert best((Link("support", "https://a.example/"),), wanted()) == ()


def test_the_language_decides_between_links_of_one_media_type() -> None:
    assert best((DUTCH, ENGLISH), wanted(language="nl-BE, en;q=0.5")) == (DUTCH,)


def test_what_the_client_can_read_at_all_goes_before_its_language() -> None:
    assert best((DUTCH, PDF), wanted("application/pdf", "nl")) == (PDF,)


def test_among_forms_that_the_client_can_read_the_language_goes_first() -> None:
    """A browser wants HTML most and takes everything: a Dutch PDF serves a Dutch reader better than an English page."""
    dutch_pdf = Link("instructions", "https://a.example/nl.pdf", "application/pdf", ("nl",))
    assert best((dutch_pdf, ENGLISH), wanted("text/html, */*;q=0.8", "nl, en;q=0.7")) == (dutch_pdf,)


def test_of_one_language_the_form_that_is_wanted_most_answers() -> None:
    assert best((ENGLISH, PDF), wanted("application/pdf, text/html;q=0.5", "en")) == (PDF,)


def test_the_context_that_is_asked_for_goes_before_everything() -> None:
    assert best((REPAIR, PARTS, DUTCH), wanted("text/html", "nl", "sparePartsInformation")) == (PARTS,)


def test_a_context_that_no_link_has_decides_nothing() -> None:
    assert best((REPAIR, PARTS), wanted("", "", "NL")) == (REPAIR, PARTS)


def test_what_a_link_does_not_say_ranks_between_what_is_wanted_and_what_is_not() -> None:
    assert best((DUTCH, UNSAID), wanted(language="nl;q=0.001")) == (DUTCH,)
    assert best((ENGLISH, UNSAID), wanted(language="nl")) == (UNSAID,)
    assert best((PDF, UNSAID), wanted("text/html")) == (UNSAID,)
    assert best((REPAIR, UNSAID), wanted("", "", "NL")) == (UNSAID,)


def test_links_of_equal_rank_to_different_places_are_all_told() -> None:
    assert best((DUTCH, ENGLISH), wanted()) == (DUTCH, ENGLISH)
    assert best((DUTCH, ENGLISH, UNSAID), wanted("*/*")) == (DUTCH, ENGLISH, UNSAID)


def test_links_of_equal_rank_to_one_place_are_one_answer() -> None:
    assert len(best((DUTCH, DUTCH), wanted())) == 1
    assert best((), wanted()) == ()


some = st.builds(
    Link,
    st.just("instructions"),
    st.sampled_from([f"https://a.example/{number}" for number in range(5)]),
    st.sampled_from(["", "text/html", "application/pdf"]),
    st.sampled_from([(), ("nl",), ("en",), ("nl", "en"), ("nl-BE",)]),
    st.sampled_from([(), ("a",), ("b",)]),
)
headers = st.sampled_from(["", "nl", "en;q=0.5, nl", "*;q=0.1, fr", "nl-BE"])
accepts = st.sampled_from(["", "*/*", "text/html", "application/*;q=0.2, text/html;q=0.1", "image/png"])


@given(st.lists(some, max_size=6), accepts, headers, st.sets(st.sampled_from("abc")))
def test_whatever_is_asked_nothing_ranks_above_the_answer_and_order_does_not_matter(
    found: list[Link], accept: str, language: str, contexts: set[str]
) -> None:
    asked = wanted(accept, language, *contexts)
    answer = best(found, asked)
    assert bool(answer) == bool(found)
    ranks = [rank for link in found if (rank := asked.rank(link)) is not None]
    assert all(asked.rank(link) == max(ranks) for link in answer)
    assert {link.href for link in best(found[::-1], asked)} == {link.href for link in answer}
