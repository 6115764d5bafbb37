"""What a page may do in a browser: nothing but what it needs."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from tests.support.client import Client
from web.headers import CAMERA_PAGE, CONTENT_SECURITY_POLICY, SecurityHeaders
from web.static_files import FOLDER, VersionedFiles

COMPILES = "'wasm-unsafe-eval'"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    def page(_request: object) -> Response:
        return PlainTextResponse("")

    def scanning(_request: object) -> Response:
        return PlainTextResponse("", headers=dict(CAMERA_PAGE))

    routes = [Route("/page", page), Route("/scanning", scanning), Mount("/static", VersionedFiles(directory=FOLDER))]
    with Client(SecurityHeaders(Starlette(routes=routes), secure=False)) as client:
        yield client


def test_a_camera_opens_on_pages_that_scan_alone(client: Client) -> None:
    assert "camera=()" in client.get("/page").headers["permissions-policy"]
    scanning = client.get("/scanning").headers["permissions-policy"]
    assert "camera=(self)" in scanning
    assert "microphone=()" in scanning


def test_the_reader_of_codes_alone_may_compile(client: Client) -> None:
    """Its answer carries the policy of the worker; pages and other scripts stay without."""
    assert COMPILES in client.get("/static/decoder.js").headers["content-security-policy"]
    for path in ("/page", "/scanning", "/static/camera.js"):
        assert client.get(path).headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert COMPILES not in CONTENT_SECURITY_POLICY
