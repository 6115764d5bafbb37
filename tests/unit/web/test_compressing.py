"""What everybody may read goes as gzip to whoever accepts it; what is one person's never does."""

import gzip
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Scope

from tests.support.client import Client
from web.compressing import CompressedPages, accepts_gzip
from web.static_files import FOLDER, VersionedFiles

PAGE = f"<!DOCTYPE html><html lang=en><title>Words</title><p>{'many words ' * 300}"


class Reader(Client):
    """A client that looks at bytes: what it is sent is no page of ours."""

    _check_page = staticmethod(lambda _page: None)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    def page(how: str, text: str = PAGE) -> Route:
        headers = {"Cache-Control": how, "ETag": '"words"'}
        return Route(f"/{how or 'plain'}/{len(text)}", lambda _: HTMLResponse(text, headers=headers))

    kept = ("public, no-cache", "", "no-store", "private, no-store")
    data = Route("/data", lambda _: Response("{}" * 1000, media_type="application/json"))
    routes = [*map(page, kept), page("public", "<p>short"), data, Mount("/static", VersionedFiles(directory=FOLDER))]
    with Reader(CompressedPages(Starlette(routes=routes))) as client:
        yield client


def ask(client: Client, path: str, encoding: str = "gzip, deflate, br") -> tuple[str, str, int]:
    """The coding of the answer, what it varies by, and the bytes on the wire."""
    answer = client.get(path, headers={"Accept-Encoding": encoding})
    assert answer.status_code == 200
    sent = answer.headers
    return sent.get("content-encoding", ""), sent.get("vary", ""), int(sent["content-length"])


@pytest.mark.parametrize("path", [f"/public, no-cache/{len(PAGE)}", f"/plain/{len(PAGE)}"])
def test_a_page_for_everybody_is_compressed(client: Client, path: str) -> None:
    coding, vary, length = ask(client, path)
    assert (coding, vary) == ("gzip", "Accept-Encoding")
    assert length < len(PAGE) / 10
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.text == PAGE
    assert answer.headers["etag"] == 'W/"words"'


def test_who_takes_no_gzip_gets_the_page_as_it_is(client: Client) -> None:
    """And a cache in between learns that there is another."""
    assert ask(client, f"/plain/{len(PAGE)}", "identity") == ("", "Accept-Encoding", len(PAGE))


@pytest.mark.parametrize("how", ["no-store", "private, no-store"])
def test_a_page_for_one_person_is_never_compressed(client: Client, how: str) -> None:
    """Its length would tell of the CSRF token in it (BREACH)."""
    assert ask(client, f"/{how}/{len(PAGE)}") == ("", "", len(PAGE))


def test_what_is_short_or_no_page_goes_as_it_is(client: Client) -> None:
    assert ask(client, "/public/8")[0] == ""
    assert ask(client, "/data")[0] == ""


def test_browser_assets_are_compressed(client: Client) -> None:
    """The bytes are those of the file, and a client that has them is told so."""
    content = (FOLDER / "camera.js").read_bytes()
    coding, vary, length = ask(client, "/static/camera.js?v=1")
    assert (coding, vary) == ("gzip", "Accept-Encoding")
    assert length == len(gzip.compress(content, 9))
    assert ask(client, "/static/camera.js", "br") == ("", "Accept-Encoding", len(content))
    tag = client.get("/static/camera.js").headers["etag"]
    again = client.get("/static/camera.js", headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["vary"]) == (304, "Accept-Encoding")


@pytest.mark.parametrize(
    ("offered", "accepted"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.00", False), ("", False)],
)
def test_gzip_is_sent_to_whoever_names_it(offered: str, accepted: bool) -> None:  # noqa: FBT001 - a table of cases
    scope: Scope = {"type": "http", "headers": [(b"accept-encoding", offered.encode())]}
    assert accepts_gzip(scope) is accepted
