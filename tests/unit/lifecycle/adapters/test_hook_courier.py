"""Deliveries over real HTTP, to a server of this machine that fails first; and what the guard does not let out."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dpp.adapters.outbound import Machine
from lifecycle.adapters.hook_courier import HttpHookCourier
from lifecycle.service.hooks import HookDeliveries
from tests.support.service_world import OWNER, SURPLUS, World


@dataclass
class Server:
    """What a receiver saw; `answers` are the statuses that it gives, in turn, and 204 after these."""

    address: str
    answers: list[int] = field(default_factory=list)
    seen: list[tuple[str | None, bytes]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    receiver = Server("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.seen.append((self.headers["Webhook-Id"], body))
            status = receiver.answers.pop(0) if receiver.answers else 204
            self.send_response(status)
            if status == 503:
                self.send_header("Retry-After", "120")
            if status == 302:
                self.send_header("Location", f"{receiver.address}elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.address = f"http://127.0.0.1:{http.server_port}/"
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield receiver
    http.shutdown()
    http.server_close()


def test_a_receiver_that_fails_first_gets_the_same_event_again(server: Server) -> None:
    """503 with Retry-After, then 500, then it is taken: one event, three times the same bytes under one id."""
    world = World()
    key = world.register().device.key
    world.http_hooks.subscribe(OWNER, server.address)
    world.record(OWNER, key, SURPLUS)
    server.answers = [503, 500]
    courier = HttpHookCourier(allow_loopback=True)
    worker = HookDeliveries(world.storage, courier, world.clock, world.chance)
    for minutes in (0, 1, 2, 5):
        world.clock.forward(minutes=minutes)
        worker.run()
    assert len(server.seen) == 3
    assert len(set(server.seen)) == 1


def test_a_redirect_is_not_followed_and_what_is_asked_is_heard(server: Server) -> None:
    server.answers = [302, 503]
    courier = HttpHookCourier(allow_loopback=True)
    replies = [courier.send(server.address, b"{}", {"Webhook-Id": "1"}) for _ in range(3)]
    assert [(each.taken, each.said) for each in replies] == [(False, "302"), (False, "503"), (True, "204")]
    assert replies[1].wait == timedelta(seconds=120)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1"])
def test_a_name_that_leads_inside_is_not_called(address: str) -> None:
    """The guard of outgoing calls resolves the name itself; nothing is sent."""
    machine = Machine(resolve=lambda _host, _port: (address,), sleep=lambda _: None)
    reply = HttpHookCourier(machine=machine).send("https://hooks.example.org/", b"{}", {})
    assert (reply.taken, reply.said) == (False, "Refused")
