"""Another provider's passport: which address is asked, how its data is found, and what is told of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import VISITOR, AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import InvalidInput, KringpasError, NotSignedIn, Refused, TooMany
from dpp.domain.foreign_links import HeaderLink, header_link, is_data, passport_link
from dpp.service.checking import Verdict
from dpp.service.foreign.passports import ForeignPassports, foreign_address
from dpp.service.foreign.ports import Answer
from tests.support.checking_samples import CHECKING, ODD, PASSPORT

ASKED = "https://passports.example/01/09520000074203/21/A1"
OURS = frozenset({"id.kringpas.nl", "old.example.nl"})
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PERSON = Actor(AccountId("anna"), OrganisationId("ministry"), frozenset({Role.PUBLIC_SERVANT}))
VOC = "https://ref.gs1.org/voc/"


def json_answer(address: str, content: Any, kind: str = "application/json") -> Answer:
    return Answer(address, kind, json.dumps(content).encode())


@dataclass
class Pages:
    """`ForeignPages` that are written down."""

    answers: Mapping[str, Answer]
    asked: list[str] = field(default_factory=list)

    def fetch(self, address: str) -> Answer:
        self.asked.append(address)
        return self.answers[address]


def looking(*answers: Answer, at: str = ASKED, wait: float = 0) -> tuple[ForeignPassports, Pages]:
    pages = Pages({at: answers[0]} | {each.address: each for each in answers} if answers else {})
    return ForeignPassports(pages, CHECKING, OURS, lambda: NOW, lambda _: wait), pages


def linkset(**links: Any) -> dict[str, Any]:
    context = {f"{VOC}{kind}": targets for kind, targets in links.items()}
    return {"linkset": [{"anchor": ASKED, "itemDescription": "A laptop", **context}]}


def test_a_passport_is_told_with_who_says_it_and_that_nothing_is_kept() -> None:
    service, _ = looking(json_answer(ASKED, ODD))
    seen = service.look(PERSON, ASKED)
    assert (seen.host, seen.address, seen.retrieved_at) == ("passports.example", ASKED, NOW)
    assert seen.operator == "https://maker.example/"
    assert seen.report.verdict is Verdict.DEVIATES
    assert seen.elements["brand"] == "Voorbeeld"
    assert "brand" in seen.sound
    assert "gtin" not in seen.sound
    assert "Nothing of this was kept" in str(seen.note)
    assert [step.address for step in seen.steps] == [ASKED]


def test_nobody_asks_without_an_account() -> None:
    service, pages = looking()
    with pytest.raises(NotSignedIn):
        service.look(VISITOR, ASKED)
    assert pages.asked == []


def test_who_asks_very_often_waits() -> None:
    service, pages = looking(json_answer(ASKED, PASSPORT), wait=12.3)
    with pytest.raises(TooMany) as waiting:
        service.look(PERSON, ASKED)
    assert (waiting.value.seconds, pages.asked) == (13, [])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (" https://Passports.Example:443/d/1#here ", "https://passports.example/d/1"),
        ("http://passports.example/d/1?a=b", "https://passports.example/d/1?a=b"),
        ("passports.example/d/1", "https://passports.example/d/1"),
    ],
)
def test_an_address_is_asked_over_https(text: str, asked: str) -> None:
    assert foreign_address(text, OURS) == asked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://",
        "ftp://passports.example/",
        "javascript://passports.example/%0aalert(1)",
        "https://anna@passports.example/",
        "https://passports.example:8443/",
        "https://passports.example:x/",
        "https://[half/",
        "https://[::1]/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://passports.example\\@id.kringpas.nl/",
        "https://passports.example/a b",
        "https://passports.example/\r\nHost: id.kringpas.nl",
        "https://p\u0430ssports.example/",
        "https://passports.example/" + "x" * 2048,
    ],
)
def test_what_is_no_address_of_a_provider_is_not_asked(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        foreign_address(text, OURS)
    assert refused.value.problems[0].path == "$.address"


@pytest.mark.parametrize("text", ["https://id.kringpas.nl/d/1", "http://old.example.nl/01/1", "id.kringpas.nl/d/1"])
def test_an_address_of_ours_is_looked_up_here(text: str) -> None:
    with pytest.raises(Refused) as refused:
        foreign_address(text, OURS)
    assert refused.value.rule == "foreign.own"


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_an_address(text: str) -> None:
    for each in (text, f"https://{text}"):
        try:
            assert foreign_address(each, OURS).startswith("https://")
        except KringpasError:
            continue


def test_an_address_that_looks_like_ours_is_asked_with_a_warning() -> None:
    address = "https://id.kringpas.nl.evil.example/d/1"
    service, _ = looking(json_answer(address, PASSPORT), at=address)
    assert "looks like" in str(service.look(PERSON, address).warning)


def test_a_linkset_leads_to_the_passport_once() -> None:
    found = "https://data.example/1.json"
    links = linkset(masterData=[{"href": found, "type": "application/json"}])
    service, pages = looking(json_answer(ASKED, links, "application/linkset+json"), json_answer(found, PASSPORT))
    seen = service.look(PERSON, ASKED)
    assert (seen.address, seen.host, pages.asked) == (found, "data.example", [ASKED, found])
    again, _ = looking(json_answer(ASKED, links), json_answer(found, links))
    with pytest.raises(Refused) as refused:
        again.look(PERSON, ASKED)
    assert refused.value.rule == "foreign.no-passport"


def test_the_link_header_of_a_page_leads_to_the_linkset_and_that_to_the_passport() -> None:
    links, found = f"{ASKED}?linkType=linkset", "https://passports.example/passports/1"
    header = HeaderLink(links, ("linkset",), "application/linkset+json")
    page = Answer("https://passports.example/page", "text/html; charset=utf-8", b"<p>", (ASKED,), (header,))
    service, pages = looking(
        page, json_answer(links, linkset(dpp=[{"href": "/passports/1"}])), json_answer(found, PASSPORT)
    )
    seen = service.look(PERSON, ASKED)
    assert pages.asked == [ASKED, links, found]
    assert [(step.address, str(step.why)) for step in seen.steps] == [
        (ASKED, "the address that was asked for"),
        ("https://passports.example/page", "a redirect"),
        (links, "the Link header of the page"),
        (found, "the linkset of the resolver"),
    ]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(ASKED, "text/html", b"<p>"), "text/html"),
        (Answer(ASKED, "", b"{}"), "?"),
        (Answer(ASKED, "application/pdf", b"%PDF"), "application/pdf"),
        (json_answer(ASKED, linkset(pip=[{"href": "https://x.example/", "type": "text/html"}])), "none to a passport"),
        (json_answer(ASKED, {"linkset": []}), "none to a passport"),
        (json_answer(ASKED, {"linkset": ["x", {f"{VOC}dpp": "x"}, {f"{VOC}dpp": [1, {}]}]}), "none to a passport"),
    ],
)
def test_what_is_no_passport_is_refused_with_a_reason(answer: Answer, says: str) -> None:
    service, pages = looking(answer)
    with pytest.raises(Refused) as refused:
        service.look(PERSON, ASKED)
    assert (refused.value.rule, says in str(refused.value), pages.asked) == ("foreign.no-passport", True, [ASKED])


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "https://10.0.0.1/", "file:///etc/passwd", "https://u@x.example/", "https://x.example:22/"],
)
def test_a_link_is_held_to_the_rules_of_the_first_address(target: str) -> None:
    service, pages = looking(json_answer(ASKED, linkset(dpp=[{"href": target, "type": "application/json"}])))
    with pytest.raises(Refused, match="is not followed") as refused:
        service.look(PERSON, ASKED)
    assert (refused.value.rule, pages.asked) == ("foreign.no-passport", [ASKED])


def test_a_link_back_to_us_is_not_asked_over_the_network() -> None:
    service, pages = looking(json_answer(ASKED, linkset(dpp=[{"href": "https://id.kringpas.nl/passports/1"}])))
    with pytest.raises(Refused) as refused:
        service.look(PERSON, ASKED)
    assert (refused.value.rule, pages.asked) == ("foreign.own", [ASKED])


@pytest.mark.parametrize("body", [b"paper", b"[]", b"{", b"\xff\xfe", b'{"a": 1, "a": 2}', b"[" * 100_000, b"null"])
def test_json_that_cannot_be_read_is_a_report_and_no_error(body: bytes) -> None:
    service, _ = looking(Answer(ASKED, "application/json", body))
    seen = service.look(PERSON, ASKED)
    assert (seen.report.verdict, seen.elements, seen.operator) == (Verdict.UNREADABLE, {}, None)


def test_json_is_sought_before_pages_and_passports_before_other_data() -> None:
    """Of what has no form told a passport may still be asked; a page comes last."""
    page = {"href": "/page", "type": "text/html"}
    data, untyped = {"href": "/data", "type": "application/ld+json"}, {"href": "/any"}
    assert passport_link(linkset(dpp=[page, untyped], masterData=[data]), ASKED) == "https://passports.example/data"
    assert passport_link(linkset(dpp=[page, untyped]), ASKED) == "https://passports.example/any"
    assert passport_link(linkset(dpp=[page]), ASKED) == "https://passports.example/page"
    both = linkset(masterData=[data], dpp=[{"href": "/dpp", "type": "application/json"}])
    assert passport_link(both, ASKED) == "https://passports.example/dpp"


def test_the_level_that_was_asked_for_answers_before_its_model() -> None:
    item, model = linkset(dpp=[{"href": "/item", "type": "text/html"}]), linkset(dpp=[{"href": "/model"}])
    both = {"linkset": item["linkset"] + model["linkset"]}
    assert passport_link(both, ASKED) == "https://passports.example/item"


def test_a_header_leads_to_data_then_to_a_linkset_then_to_another_form() -> None:
    data = HeaderLink("https://a.example/data", ("gs1:masterData",), "application/json")
    links = HeaderLink("https://a.example/links", ("linkset",))
    other = HeaderLink("https://a.example/other", ("alternate",), "application/ld+json")
    noise = HeaderLink("https://a.example/style", ("stylesheet", "preload"), "text/css")
    assert header_link([noise, other, links, data]) == data.address
    assert header_link([noise, other, links]) == links.address
    assert header_link([noise, other]) == other.address
    assert header_link([noise]) is None


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("application/json", True),
        ("Application/LD+JSON; charset=utf-8", True),
        ("application/linkset+json", True),
        ("application/vc", True),
        ("text/html", False),
        ("text/plain", False),
        ("application/octet-stream", False),
        ("image/svg+xml", False),
        ("", False),
    ],
)
def test_only_json_and_credentials_are_read(media_type: str, *, data: bool) -> None:
    assert is_data(media_type) is data
