"""The examples of `docs/en18222.md`, in their order, against the service: each request gives the answer below it."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from tests.support.client import settings_for
from tests.support.town import Town, town

PAGE = (Path(__file__).parents[2] / "docs" / "en18222.md").read_text(encoding="utf-8")
PATHS = set(re.findall(r"`(?:GET|POST|PATCH|DELETE) (/v1/[^`?]+)", PAGE))


class Block(NamedTuple):
    """One request or answer of the page."""

    first: str
    headers: Mapping[str, str]
    body: str


def blocks() -> list[Block]:
    texts = re.findall(r"```http\n(.*?)```", PAGE, re.DOTALL)
    return [_block(text) for text in texts]


def _block(text: str) -> Block:
    head, _, body = text.partition("\n\n")
    first, *lines = head.strip().splitlines()
    return Block(first, dict(line.split(": ", 1) for line in lines), body.strip())


@pytest.fixture
def people(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    with town(settings_for(sqlite_url, tmp_path, log_level="error")) as opened:
        yield opened


def test_the_examples_of_the_page_are_what_happens(people: Town) -> None:
    known: dict[str, str] = {}
    found = blocks()
    assert len(found) % 2 == 0
    for request, answer in zip(found[::2], found[1::2], strict=True):
        method, path = _filled(request.first, known).split(" ", 1)
        headers = {"Authorization": f"Bearer {people.keys['drz']}", **request.headers}
        body = request.body or None
        response = people.client.request(method, path, headers=headers, content=body)
        assert response.status_code == int(answer.first.split()[0]), (request.first, response.text)
        for name, value in answer.headers.items():
            assert response.headers[name] == value
        if answer.body:
            _learn(answer.body, response.json(), known)
            assert _says(response.json(), json.loads(_filled(answer.body, known))), (request.first, response.text)
        else:
            assert response.content == b""


def test_the_page_names_every_path_of_the_interface(people: Town) -> None:
    document = people.client.get("/api/v1/openapi.json").json()
    assert {path for path in document["paths"] if path.startswith("/v1/")} == PATHS


def _filled(text: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(f"{{{name}-encoded}}", quote(value, safe="")).replace(f"{{{name}}}", value)
    return text


def _learn(body: str, said: Any, known: dict[str, str]) -> None:
    """`{model}` and `{item}` stand for the ids that the service gave."""
    for name in re.findall(r'"digitalProductPassportId": "\{(\w+)\}"', body):
        known.setdefault(name, said["digitalProductPassportId"])


def _says(said: Any, expected: Any) -> bool:
    """Whether an answer says at least what the page shows."""
    if isinstance(expected, dict):
        return isinstance(said, dict) and all(name in said and _says(said[name], expected[name]) for name in expected)
    return bool(said == expected)
