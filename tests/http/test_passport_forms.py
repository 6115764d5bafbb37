"""The passport's own address gives every form of it, by the same rules, whoever serves it."""

import json
from collections.abc import Iterator

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from tests.support.dpps import Shelf, new_item, new_model
from tests.support.town import Town, town_in
from web.demo.accounts import DEMO_PASSWORD

TURTLE, N_QUADS, LINKSET = "text/turtle", "application/n-quads", "application/linkset+json"
PROFESSIONAL = "softwareVersion"
FORMS = {
    "page": ("", "text/html", "text/html; charset=utf-8"),
    "compressed": ("", "application/json", "application/json"),
    "anything": ("", "*/*", "application/json"),
    "full": ("?representation=full", "*/*", "application/json"),
    "JSON-LD": ("", "application/ld+json", "application/ld+json"),
    "Turtle": ("", TURTLE, f"{TURTLE}; charset=utf-8"),
    "N-Quads": ("", N_QUADS, N_QUADS),
    "linkset": ("", LINKSET, LINKSET),
    "named in the address": ("?format=jsonld", "text/html", "application/ld+json"),
}
every_form = pytest.mark.parametrize(("query", "accept", "media_type"), FORMS.values(), ids=FORMS)
of_a_reader = pytest.mark.parametrize(
    ("query", "accept"), [form[:2] for name, form in FORMS.items() if name not in {"linkset", "page"}]
)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town_in(tmp_path_factory.mktemp("forms"), log_level="error") as opened:
        yield opened


@pytest.fixture(scope="module")
def address(people: Town) -> str:
    Shelf(people).created(new_model(1))
    return Shelf(people).created(new_item(1)).removeprefix("http://testserver")


@pytest.fixture
def public(people: Town) -> Shelf:
    return Shelf(people, None)


@every_form
def test_every_form_is_tagged_kept_and_told_by_its_headers(
    public: Shelf, address: str, query: str, accept: str, media_type: str
) -> None:
    """An ETag, 304 for who has it, the same headers to HEAD, and what the answer depends on.

    The tag is strong but for the page, which goes compressed to whoever takes that (RFC 9110, 8.8.3).
    """
    answer = public.ask("GET", address + query, accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    etag = answer.headers["etag"]
    assert etag.startswith('W/"' if media_type.startswith("text/html") else '"')
    assert "no-cache" in answer.headers["cache-control"]
    varies = {each.strip().lower() for each in answer.headers["vary"].split(",")}
    assert varies >= ({"accept"} if media_type == LINKSET else {"accept", "authorization", "cookie"})
    assert 'rel="linkset"' in answer.headers["link"]
    head = public.ask("HEAD", address + query, accept=accept)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", "vary", "cache-control", "link", "content-length"):
        assert head.headers[name] == answer.headers[name], name
    again = public.ask("GET", address + query, accept=accept, if_none_match=f'"other", {etag}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert public.ask("GET", address + query, accept=accept, if_none_match='"other"').status_code == 200


def test_no_two_forms_have_one_tag(public: Shelf, address: str) -> None:
    tags = {
        name: public.ask("GET", address + query, accept=accept).headers["etag"]
        for name, (query, accept, _) in FORMS.items()
        if name not in {"anything", "named in the address"}
    }
    assert len(set(tags.values())) == len(tags)


def test_the_graphs_are_one_graph(public: Shelf, address: str) -> None:
    turtle, quads = (public.ask("GET", address, accept=form).text for form in (TURTLE, N_QUADS))
    assert isomorphic(Graph().parse(data=turtle, format="turtle"), Graph().parse(data=quads, format="nt"))


@of_a_reader
def test_whoever_shows_a_key_gets_its_own_view_that_no_cache_keeps(
    people: Town, public: Shelf, address: str, query: str, accept: str
) -> None:
    anybody = public.ask("GET", address + query, accept=accept)
    somebody = Shelf(people, "reparateur").ask("GET", address + query, accept=accept)
    assert somebody.headers["content-type"] == anybody.headers["content-type"]
    assert somebody.headers["cache-control"].startswith("private")
    assert "authorization" in somebody.headers["vary"].lower()
    assert PROFESSIONAL in somebody.text
    assert PROFESSIONAL not in anybody.text


def test_whoever_is_signed_in_gets_its_own_view(people: Town, public: Shelf, address: str) -> None:
    """A session counts as a key does; one that is not valid is a visitor's, and a key that is not is refused."""
    token = people.accounts.sessions.sign_in("reparateur@demo.kringpas.nl", DEMO_PASSWORD, "here")
    signed_in = public.ask("GET", address, cookie=f"kringpas={token}")
    assert PROFESSIONAL in signed_in.json()
    assert signed_in.headers["cache-control"].startswith("private")
    assert PROFESSIONAL not in public.ask("GET", address, cookie="kringpas=nobody; language=en").json()
    assert public.ask("GET", address, authorization="Bearer kp_nobody").status_code == 401


def test_a_form_that_is_not_there_is_406_and_says_which_are(public: Shelf, address: str) -> None:
    answer = public.ask("GET", address, accept="image/png")
    assert answer.status_code == 406
    for form in ("text/html", "application/json", TURTLE):
        assert form in json.loads(answer.content)["detail"]
