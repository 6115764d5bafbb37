"""How errors become answers: one table, problem documents, and never a stack trace."""

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, Field
from structlog.testing import capture_logs

from dpp.api.http import STATUS, ErrorAnswers, Fault, current_actor, fault_of
from dpp.domain import errors
from dpp.domain.actor import VISITOR, AccountId, Actor
from dpp.domain.errors import (
    Conflict,
    InvalidInput,
    KringpasError,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Problem,
    Refused,
    TooLarge,
    TooMany,
    Unavailable,
)
from dpp.domain.message import message
from tests.support.client import Client

SAID = message("It is {what}.", what="so")
ERRORS = {
    400: InvalidInput(SAID, (Problem("$.mass.value", message("must be above 0")),)),
    401: NotSignedIn(SAID),
    403: NotPermitted(SAID),
    404: NotFound(SAID),
    409: Conflict(SAID),
    413: TooLarge(SAID),
    422: Refused("media-verified", SAID, remedy=message("Verify it.")),
    429: TooMany(SAID, seconds=30),
    503: Unavailable(SAID),
}


class Mass(BaseModel):
    value: float = Field(gt=0)


class Body(BaseModel):
    masses: list[Mass]


def _page(_request: Request, fault: Fault) -> Response:
    return Response(f"page: {fault.what}", fault.status, dict(fault.headers), media_type="text/plain")


@pytest.fixture
def client() -> Iterator[Client]:
    answers = ErrorAnswers(_page)
    router = FastAPI()
    answers.install(router)

    @router.get("/raise/{status}")
    def fail(status: int) -> None:
        raise ERRORS[status]

    @router.get("/api/v1/raise")
    def fail_api() -> None:
        raise ERRORS[404]

    @router.get("/bug")
    def bug() -> None:
        raise ZeroDivisionError("secret detail")

    @router.post("/bodies")
    def take(body: Body, limit: int = 1) -> int:
        return len(body.masses) * limit

    with Client(answers.around(router)) as client:
        yield client


def _leaves(kind: type[KringpasError]) -> list[type[KringpasError]]:
    """Of the tree itself: who makes a narrower error elsewhere answers as the leaf that it is one of."""
    children = [child for child in kind.__subclasses__() if child.__module__ == errors.__name__]
    return [leaf for child in children for leaf in (_leaves(child) or [child])]


def test_every_error_of_the_tree_has_its_place_in_the_table() -> None:
    assert set(_leaves(KringpasError)) == set(STATUS)


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_answers_with_its_status_as_a_problem_document(client: Client, status: int) -> None:
    answer = client.get(f"/raise/{status}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["detail"] == "It is so."
    assert document["title"]
    assert document["type"] == f"urn:kringpas:problem:{ERRORS[status].code}"


def test_an_answer_carries_what_its_reader_needs(client: Client) -> None:
    assert client.get("/raise/400").json()["errors"] == [{"path": "$.mass.value", "detail": "must be above 0"}]
    refused = client.get("/raise/422").json()
    assert (refused["rule"], refused["remedy"]) == ("media-verified", "Verify it.")
    assert client.get("/raise/429").headers["retry-after"] == "30"
    assert client.get("/raise/401").headers["www-authenticate"].startswith("Bearer")


def test_a_body_that_is_not_valid_is_400_with_the_path_of_each_fault(client: Client) -> None:
    answer = client.post("/bodies?limit=many", json={"masses": [{"value": 1}, {"value": -1}]})
    assert answer.status_code == 400
    assert [fault["path"] for fault in answer.json()["errors"]] == ["query.limit", "$.masses[1].value"]


def test_a_body_that_is_no_json_is_400(client: Client) -> None:
    answer = client.post("/bodies", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:kringpas:problem:invalid-input"


def test_a_person_gets_a_page_and_a_program_a_document(client: Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
    assert client.get("/raise/404", headers=browser).text == "page: It is so."
    assert client.get("/raise/404", headers={"Accept": "application/json"}).json()["status"] == 404
    assert client.get("/api/v1/raise", headers=browser).json()["status"] == 404


def test_an_error_that_nobody_foresaw_is_500_with_a_number_and_no_detail(
    client: Client,
) -> None:
    with capture_logs() as lines:
        answer = client.get("/bug")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "ZeroDivision" not in answer.text
    (line,) = lines
    assert line["correlation"] == answer.json()["correlationId"]
    assert isinstance(line["exc_info"], ZeroDivisionError)


def test_two_unforeseen_errors_have_different_numbers() -> None:
    assert fault_of(ValueError()).correlation != fault_of(ValueError()).correlation


def test_a_layer_in_front_of_the_router_is_answered_as_well() -> None:
    async def broken(_scope: object, _receive: object, _send: object) -> None:
        raise ERRORS[429]

    assert Client(ErrorAnswers().around(broken)).get("/").status_code == 429


def test_the_actor_is_who_the_layer_in_front_found_else_a_visitor() -> None:
    somebody = Actor(AccountId("abc"))
    assert current_actor(Request({"type": "http", "state": {"actor": somebody}})) == somebody
    assert current_actor(Request({"type": "http", "state": {}})) == VISITOR
    with pytest.raises(TypeError):
        current_actor(Request({"type": "http", "state": {"actor": "abc"}}))


def test_a_problem_document_is_utf8_json(client: Client) -> None:
    assert json.loads(client.get("/raise/404").content.decode("utf-8"))["instance"] == "/raise/404"
