"""How pages answer: what may be kept, where a person is sent, and what errors say."""

from typing import Any

import pytest
from fastapi import Request, Response

from dpp.api.http import fault_of
from dpp.domain.errors import Conflict, InvalidInput, NotPermitted, NotSignedIn, Problem, Refused
from dpp.domain.message import message
from web.accounts.domain.permissions import ACCOUNTS
from web.pages.caching import keep
from web.pages.errors import page_of
from web.pages.passports import Format, wanted
from web.pages.people_view import ACTS
from web.pages.schemas import media_type
from web.pages.serving import Sent, own_path
from web.pages.styleguide import is_local


def _asking(**headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "headers": named})


def test_an_answer_for_everybody_is_sent_once() -> None:
    """The mark is that of the content: one letter more is another answer."""
    first = keep(_asking(), Response("same"), public=True)
    tag = first.headers["etag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = keep(_asking(if_none_match=held), Response("same"), public=True)
        assert (again.status_code, again.body) == (304, b"")
        assert again.headers["etag"] == tag
    assert keep(_asking(if_none_match=tag), Response("more"), public=True).status_code == 200


def test_an_answer_for_one_person_is_never_kept() -> None:
    answer = keep(_asking(if_none_match="*"), Response("mine"), public=False)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    assert "etag" not in answer.headers


def test_an_error_is_not_kept_as_if_it_were_the_page() -> None:
    assert "etag" not in keep(_asking(), Response("gone", 404), public=True).headers


@pytest.mark.parametrize(
    ("accept", "named", "representation", "media"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", None, "compressed", "text/html"),
        ("text/turtle", None, "compressed", "text/turtle"),
        ("application/n-quads, text/html;q=0.5", None, "compressed", "application/n-quads"),
        ("text/html", Format.TURTLE, "compressed", "text/turtle"),
        ("text/html", None, "full", "application/json"),
    ],
)
def test_the_form_that_the_address_names_counts_first(
    accept: str, named: Format | None, representation: str, media: str
) -> None:
    assert wanted(accept, named, representation) == media


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/devices/x?a=b#c", "/devices/x?a=b#c"),
        ("https://example.org/", "/"),
        ("//example.org", "/"),
        ("/\\example.org", "/"),
        ("//[", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_only_paths_of_this_service_are_gone_back_to(address: str | None, path: str) -> None:
    assert own_path(address) == path


def test_a_form_comes_back_with_the_first_fault_of_each_field() -> None:
    faults = (Problem("$.name", message("first")), Problem("$.name", message("second")), Problem("age", message("old")))
    form = Sent({"name": "x"}, {}, {}).again(InvalidInput(message("wrong"), faults))
    assert {name: str(said) for name, said in form.problems.items()} == {"name": "first", "age": "old"}
    assert form.values == {"name": "x"}


def test_a_rule_that_forbids_it_is_told_with_its_name_above_the_form() -> None:
    refusal = (
        Sent({}, {}, {}).again(Refused("last-administrator", message("the last"), remedy=message("another"))).refusal
    )
    assert refusal is not None
    assert (str(refusal.what), str(refusal.remedy), refusal.rule) == ("the last", "another", "last-administrator")


@pytest.mark.parametrize(
    ("error", "method", "kept"),
    [
        (Conflict(message("taken")), "POST", True),
        (NotPermitted(message("not yours")), "POST", True),
        (NotPermitted(message("not yours")), "GET", False),
        (ValueError("a mistake of ours"), "POST", False),
    ],
)
def test_a_person_learns_whether_anything_was_changed(error: Exception, method: str, *, kept: bool) -> None:
    """What was refused changed nothing; of what we did not foresee that cannot be promised."""
    assert (page_of(fault_of(error), method).kept is not None) == kept


def test_a_page_for_one_who_must_sign_in_speaks_of_no_headers() -> None:
    page = page_of(fault_of(NotSignedIn(message("This needs an account."), remedy=message("Send a key."))), "GET")
    assert page.sign_in
    assert page.remedy is None


def test_a_mistake_of_ours_tells_a_number_and_nothing_of_the_program() -> None:
    page = page_of(fault_of(ValueError("secret path")), "GET")
    assert page.reference
    assert "secret" not in f"{page.title}{page.what}{page.remedy}"


def test_everything_that_is_written_in_the_journal_has_words() -> None:
    """Each use case that changes something and needs an account; lists and names are not written."""
    reading = {"account.name", "journal.read"}
    written = {grant.use_case for grant in ACCOUNTS if not grant.use_case.endswith(".list")}
    assert set(ACTS) == written - reading


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://localhost", True),
        ("https://id.kringpas.nl", False),
        ("http://192.168.1.7:8000", False),
        ("http://localhost.example.org", False),
    ],
)
def test_the_gallery_is_for_the_machine_itself(address: str, *, local: bool) -> None:
    assert is_local(address) == local


def test_a_contract_of_an_unknown_kind_is_bytes() -> None:
    types: dict[str, Any] = {"a/schema.json": "application/schema+json", "b.json": "application/json"}
    assert {path: media_type(path) for path in types} == types
    assert media_type("picture.bin") == "application/octet-stream"
