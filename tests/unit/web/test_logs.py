"""What a request leaves in the log, and what it must not leave."""

import json
import logging
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from structlog.testing import capture_logs

from dpp.adapters.away import unavailable
from dpp.api.http import ErrorAnswers
from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from tests.support.client import Client
from web.logs import OutagesTraced, RequestLog, configure, network_of, route_of

Line = MutableMapping[str, Any]


async def _page(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


async def _bug(_request: Request) -> PlainTextResponse:
    raise ZeroDivisionError


@pytest.fixture
def client() -> Iterator[Client]:
    app = Starlette(routes=[Route("/devices/{key}", _page), Route("/passports/{id}", _page), Route("/bug", _bug)])
    with Client(RequestLog(app), raise_server_exceptions=False, client=("198.51.100.77", 50000)) as client:
        yield client


def _logged(client: Client, path: str) -> list[Line]:
    with capture_logs() as lines:
        client.get(path)
    return lines


def test_a_request_is_one_line_with_method_route_status_and_duration(client: Client) -> None:
    (line,) = _logged(client, "/devices/k3y")
    assert (line["event"], line["method"], line["status"]) == ("request", "GET", 200)
    assert line["milliseconds"] >= 0


@pytest.mark.parametrize("path", ["/devices/s3cret?token=s3cret", "/k/s3cret", "/01/09520123456788/21/s3cret"])
def test_no_part_of_a_path_that_can_be_secret_is_logged(client: Client, path: str) -> None:
    (line,) = _logged(client, path)
    assert "s3cret" not in str(line)


def test_an_address_is_logged_by_its_network(client: Client) -> None:
    (line,) = _logged(client, "/devices/a")
    assert line["network"] == "198.51.100.0/24"
    assert "198.51.100.77" not in str(line)


def test_a_scan_that_was_answered_leaves_no_line_and_one_that_failed_does(client: Client) -> None:
    assert _logged(client, "/passports/abc") == []
    (line,) = _logged(client, "/passports/abc/none")
    assert line["status"] == 404


def test_a_request_that_broke_is_logged_as_500(client: Client) -> None:
    assert [line["status"] for line in _logged(client, "/bug")] == [500]


@pytest.mark.parametrize(
    ("client", "network"),
    [
        (("192.0.2.17", 1), "192.0.2.0/24"),
        (("2001:db8:1:2::3", 1), "2001:db8:1::/48"),
        (None, None),
        (("testclient", 1), None),
    ],
)
def test_networks(client: tuple[str, int] | None, network: str | None) -> None:
    assert network_of({"type": "http", "client": client}) == network


@pytest.mark.parametrize(
    ("path", "shown"), [("/", "/"), ("/readyz", "/readyz"), ("/k/abc", "/k/…"), ("/a/b/c", "/a/…")]
)
def test_without_a_route_only_the_first_step_shows(path: str, shown: str) -> None:
    assert route_of({"type": "http", "path": path}) == shown


@pytest.fixture
def configured() -> Iterator[None]:
    """Logging as the service configures it, for one test alone."""
    root, libraries = logging.getLogger(), [logging.getLogger(name) for name in ("httpx", "httpcore")]
    before, handlers, lines = [each.level for each in (root, *libraries)], root.handlers[:], structlog.get_config()
    configure("debug")
    yield
    structlog.configure(**lines)
    root.handlers[:] = handlers
    for logger, level in zip((root, *libraries), before, strict=True):
        logger.setLevel(level)


@pytest.mark.usefixtures("configured")
def test_addresses_of_others_that_we_ask_are_not_logged() -> None:
    """The library of HTTP would tell them whole, with the serial number in them."""
    for library in ("httpx", "httpcore.http11"):
        assert not logging.getLogger(library).isEnabledFor(logging.INFO)


@pytest.mark.usefixtures("configured")
def test_an_outage_is_a_line_at_each_request_and_one_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    configure()  # to the output that is captured

    async def away(*_: object) -> None:
        raise unavailable()

    client = Client(RequestLog(ErrorAnswers().around(away)))
    assert {client.get("/devices").status_code for _ in range(20)} == {503}
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    failed = [line for line in lines if line["event"] == "request failed"]
    assert len(failed) == 20
    assert [number for number, line in enumerate(failed) if "Traceback" in line.get("exception", "")] == [0]
    assert {line["reason"] for line in failed[1:]} == {"The database does not answer."}
    assert max(len(json.dumps(line)) for line in failed[1:]) < 300


def test_a_traceback_comes_again_after_a_minute_each_outage_has_its_own_and_a_mistake_always() -> None:
    now = [0.0]
    traced = OutagesTraced(lambda: now[0])

    def is_traced(error: Exception) -> bool:
        return "exc_info" in traced(None, "error", {"event": "request failed", "exc_info": error})

    def elsewhere(host: str) -> Unavailable:
        return Unavailable(message("{host} does not answer.", host=host))

    assert [is_traced(unavailable()), is_traced(unavailable())] == [True, False]
    assert [is_traced(elsewhere("a.example")), is_traced(elsewhere("b.example"))] == [True, False]
    now[0] = 59.9
    assert not is_traced(unavailable())
    now[0] = 60.0
    assert [is_traced(unavailable()), is_traced(unavailable())] == [True, False]
    assert all(is_traced(ZeroDivisionError()) for _ in range(3))
