"""The links of one passport, from what its reader may read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import Granularity, ValueType
from dpp.domain.document import PassportStatus
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind
from dpp.domain.links import Links
from dpp.domain.linkset.feeds import FED, FEEDS, LEFT_OUT
from dpp.domain.linkset.link import DEFAULT, LINK_TYPES, Link
from dpp.domain.linkset.passport import OWN_TYPES, Said, own_links, passport_links, safe_address

LINKS = Links("https://id.example.org")
PAGE = "https://id.example.org/passports/item"
LIFE = PublicHistory((PublicEntry("2026-05", PublicKind.REGISTERED),))
CATALOGUE = load_catalogue()


def said(elements: dict[str, Any] | None = None, **changed: Any) -> Said:
    facts: dict[str, Any] = {
        "granularity": Granularity.ITEM,
        "status": PassportStatus.ACTIVE,
        "history": LIFE,
    } | changed
    return Said("item", "model", elements=elements or {}, **facts)


def of_type(kind: str, passport: Said) -> list[Link]:
    return [link for link in passport_links(LINKS, passport) if link.type == kind]


def test_a_passport_has_one_default_link_without_anything_else_which_also_stands_under_its_own_type() -> None:
    links = passport_links(LINKS, said())
    assert [link.as_object() for link in links if link.type == DEFAULT] == [{"href": PAGE, "title": "Default link"}]
    assert [link.href for link in links if link.type == "dpp"] == [PAGE]
    assert [link.href for link in links if link.type == "pip"] == ["https://id.example.org/passports/model"]
    assert {link.type for link in own_links(LINKS, "item", "model")} == OWN_TYPES


def test_a_document_becomes_a_link_of_its_type_with_its_form_its_language_and_the_element_that_names_it() -> None:
    manual = {
        "title": "Handleiding",
        "url": "https://m.example/h.pdf",
        "contentType": "application/pdf",
        "language": "nl",
    }
    assert of_type("instructions", said({"userManual": manual})) == [
        Link("instructions", "https://m.example/h.pdf", "application/pdf", ("nl",), ("userManual",), "Handleiding")
    ]


def test_every_entry_of_a_list_is_a_link_and_what_is_no_document_is_none() -> None:
    certificates = [
        {"scheme": "TCO Certified", "page": "https://k.example/1"},
        {"scheme": "EPEAT"},
        "text",
        {"scheme": "X", "page": 7},
    ]
    links = of_type("certificationInfo", said({"conformityCertificates": certificates, "userManual": "none"}))
    assert [(link.title, link.href) for link in links] == [("TCO Certified", "https://k.example/1")]


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({}, {"traceability", "reportFound"}),
        ({"status": PassportStatus.ARCHIVED}, {"traceability"}),
        ({"history": PublicHistory(LIFE.entries, state_owned=False)}, {"traceability"}),
        ({"history": PublicHistory()}, {"reportFound"}),
        ({"history": None}, set()),
        ({"granularity": Granularity.MODEL}, set()),
        ({"granularity": Granularity.BATCH}, set()),
    ],
)
def test_a_device_has_a_life_and_can_be_found_while_it_belongs_to_the_state(
    changed: dict[str, Any], kinds: set[str]
) -> None:
    links = passport_links(LINKS, said(**changed))
    assert {link.type for link in links} - OWN_TYPES == kinds


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://m.example/a?b=1#c", "https://m.example/a?b=1#c"),
        ("https://m.example", "https://m.example"),
        ("HTTPS://M.Example:8443/A%20b", "https://m.example:8443/A%20b"),
        ("https://m.example/handleiding één", "https://m.example/handleiding%20%C3%A9%C3%A9n"),
        ("https://één.example/", "https://xn--n-9faa.example/"),
        ('https://m.example/"><script>', "https://m.example/%22%3E%3Cscript%3E"),
        ("http://m.example/", None),
        ("ftp://m.example/", None),
        ("javascript:alert(1)", None),
        ("//m.example/", None),
        ("/passports/x", None),
        ("https://", None),
        ("https://id.example.org@evil.example/", None),
        ("https://[::1/", None),
        ("https://m.example:99999/", None),
        ("https://" + "a" * 70 + ".example/", None),
        ("https://m.example/" + "a" * 2000, None),
        (None, None),
        (7, None),
    ],
)
def test_only_an_address_over_https_that_names_a_host_is_a_link(address: object, expected: str | None) -> None:
    assert safe_address(address) == expected


@given(st.text(max_size=60))
def test_whatever_an_address_holds_a_link_is_ascii_without_what_breaks_a_header(rest: str) -> None:
    for address in (rest, f"https://{rest}", f"https://m.example/{rest}", f"https://m.example/?{rest}#{rest}"):
        safe = safe_address(address)
        if safe is not None:
            assert safe.startswith("https://")
            assert safe.isascii()
            assert safe.isprintable()
            assert not set(safe) & set(' <>"')
            assert safe_address(safe) == safe


# The table


def test_every_element_that_feeds_a_link_is_in_the_catalogue_and_holds_an_address() -> None:
    for feed in FEEDS:
        element = CATALOGUE.element(feed.element_id)
        members = {member.name: member.value_type for member in element.members}
        if element.value_type is ValueType.RESOURCE:
            assert (feed.address, feed.title) == ("url", "title")
        else:
            assert members[feed.address] is ValueType.URI
            assert members[feed.title] is ValueType.TEXT


def test_every_document_of_the_catalogue_is_a_link_or_is_left_out_for_a_reason() -> None:
    """A new document in the catalogue fails here, until somebody decides."""
    documents = {name for name, element in CATALOGUE.elements.items() if element.value_type is ValueType.RESOURCE}
    assert documents <= FED | set(LEFT_OUT)
    assert FED.isdisjoint(LEFT_OUT)


def test_an_element_feeds_one_type_of_those_that_this_resolver_uses() -> None:
    assert len(FED) == len(FEEDS)
    assert {feed.type for feed in FEEDS} <= set(LINK_TYPES) - OWN_TYPES


def test_the_events_of_a_device_are_a_link_for_who_may_read_them_alone() -> None:
    thing = "https%3A%2F%2Fid.example.org%2Fpassports%2Fitem"
    assert of_type("epcis", said()) == []
    assert of_type("epcis", said(granularity=Granularity.MODEL, tells_events=True)) == []
    assert [link.href for link in of_type("epcis", said(tells_events=True))] == [
        f"https://id.example.org/epcis/epcs/{thing}/events"
    ]
