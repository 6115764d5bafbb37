"""While the database is away: whoever asks is told so, with a remedy, and that it is no fault of theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.client import Client, client_for, settings_for

PEOPLE, PROGRAMS = {"Accept": "text/html", "Accept-Language": "en"}, {"Accept": "application/json"}
SESSION = {"Cookie": "kringpas=whoever"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Of a service whose file cannot be opened, or whose server does not listen."""
    folder: Path = tmp_path_factory.mktemp("away")
    absent = {
        "sqlite": f"sqlite:///{folder}/gone/kringpas.sqlite",
        "postgresql": "postgresql://nobody@127.0.0.1:9/kringpas",
    }
    with client_for(settings_for(absent[request.param], folder)) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/devices", "/passports/0123456789abcdef0123"])
def test_a_person_gets_a_page_that_says_so(client: Client, path: str) -> None:
    answer = client.get(path, headers=PEOPLE | SESSION)
    assert answer.status_code == 503, answer.text
    assert "The database does not answer." in answer.text
    assert "Try again in a minute." in answer.text


@pytest.mark.parametrize("path", ["/api/v1/models", "/api/v1/devices", "/readyz"])
def test_a_program_gets_a_problem_with_a_remedy(client: Client, path: str) -> None:
    answer = client.get(path, headers=PROGRAMS | {"Authorization": "Bearer kp_whoever"})
    assert answer.status_code == 503, answer.text
    assert (answer.headers["content-type"], bool(answer.json()["remedy"])) == ("application/problem+json", True)


def test_signing_in_and_what_anybody_may_send_say_it_too(client: Client) -> None:
    """A form that writes: the turn of the writer is not to be had."""
    typed = {"email": "ict@demo.kringpas.nl", "password": "any words at all"}
    answer = client.post("/sign-in", data=typed, headers=PEOPLE | {"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, "The database does not answer." in answer.text) == (503, True)


def test_the_process_lives_on(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
