"""The dataset is fetched as it is, and an answer that is no success is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from dpp.domain.errors import Unavailable
from lifecycle.adapters.endoflife import fetch_dataset


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """A server of this machine that gives one answer; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v1/products/full"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_the_file_is_given_byte_for_byte() -> None:
    with answering(200, b'{"result": []}') as address:
        assert fetch_dataset(address) == b'{"result": []}'


def test_an_answer_that_is_no_success_is_told() -> None:
    with answering(404, b"gone") as address, pytest.raises(Unavailable, match="404"):
        fetch_dataset(address)
