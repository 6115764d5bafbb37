"""What the application does around every request, whatever is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.routing import Mount

from dpp.adapters.database import Database
from dpp.api.http import ErrorAnswers
from tests.support.client import Client, client_for, settings_for
from web.limits import BodyLimit
from web.static_files import VersionedFiles


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Iterator[Client]:
    """A service that takes bodies up to 1,000 bytes."""
    with client_for(settings_for(sqlite_url, tmp_path, max_body_bytes=1000)) as client:
        yield client


def test_healthz_says_that_the_process_lives(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert answer.headers["cache-control"] == "no-store"


def test_readyz_says_that_the_database_answers_with_this_schema(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}


def test_readyz_is_503_with_a_remedy_while_the_schema_is_another(client: Client, database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["remedy"] == "Run 'kringpas migrate'."


@pytest.mark.parametrize("path", ["/healthz", "/no/such/address", "/api/v1/openapi.json", "/static/none.css"])
def test_every_answer_has_the_security_headers(small: Client, path: str) -> None:
    headers = small.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert "http:" not in policy
    assert "strict-transport-security" not in headers


def test_a_service_behind_https_tells_browsers_to_stay_there(sqlite_url: str, tmp_path: Path) -> None:
    with client_for(settings_for(sqlite_url, tmp_path, public_url="https://id.example.nl")) as client:
        assert client.get("/healthz").headers["strict-transport-security"].startswith("max-age=31536000")


def test_an_announced_body_that_is_too_large_is_413(small: Client) -> None:
    answer = small.post("/healthz", content=b"x" * 1001)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["remedy"]


def test_chunks_that_add_up_to_too_much_are_413() -> None:
    """Without a Content-Length the body is counted while it comes."""
    router = FastAPI()
    answers = ErrorAnswers()
    answers.install(router)

    @router.post("/read")
    async def read(request: Request) -> int:
        return len(await request.body())

    with Client(answers.around(BodyLimit(router, 1000))) as client:
        assert client.post("/read", content=iter([b"x" * 500, b"x" * 500])).json() == 1000
        answer = client.post("/read", content=iter([b"x" * 500, b"x" * 501]))
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:kringpas:problem:too-large"


def test_the_api_may_be_read_from_any_site_and_tells_its_version(small: Client) -> None:
    answer = small.get("/api/v1/openapi.json", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["api-version"] == "1.0.0"
    assert small.get("/api/v1/none").headers["api-version"] == "1.0.0"


def test_a_preflight_is_answered(small: Client) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = small.options("/api/v1/anything", headers=asked | {"Access-Control-Request-Headers": "authorization"})
    assert answer.status_code == 200
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_the_description_of_the_api_follows_the_rules(small: Client) -> None:
    document = small.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert document["servers"] == [{"url": "http://testserver/api/v1"}]
    assert document["info"]["contact"]["email"]
    for path, item in document["paths"].items():
        assert not path.startswith("/api/"), "the major version stands in servers[].url"
        assert not path.endswith("/")
        for method, operation in item.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                assert "default" in operation["responses"], f"{method} {path}"
    assert "HTTPValidationError" not in str(document)


def test_an_address_that_is_not_there_is_a_problem_document(small: Client) -> None:
    answer = small.get("/no/such/address")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() | {"remedy": ""} == {
        "type": "urn:kringpas:problem:not-found",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing at this address.",
        "instance": "/no/such/address",
        "remedy": "",
    }


def test_a_method_that_an_address_does_not_take_is_405_and_says_which_it_takes(small: Client) -> None:
    answer = small.delete("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_a_static_file_with_its_version_is_kept_for_a_year(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("body{}")
    with Client(Starlette(routes=[Mount("/static", VersionedFiles(directory=tmp_path))])) as client:
        assert "immutable" in client.get("/static/a.css?v=123").headers["cache-control"]
        assert client.get("/static/a.css").headers["cache-control"] == "public, no-cache"
