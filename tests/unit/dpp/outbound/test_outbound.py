"""Outgoing calls: where they may go, which addresses they reach, and when they are repeated."""

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.outbound import Machine, OutboundPolicy, outbound_client
from dpp.adapters.outbound.addresses import is_public
from dpp.adapters.outbound.transport import GuardedTransport
from dpp.domain.errors import KringpasError, Refused, Unavailable
from web.tls import certificate_for

HOST, PUBLIC = "register.example", "93.184.215.14"
POLICY = OutboundPolicy(frozenset({HOST}), first_wait=1)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Answer = Callable[[httpx.Request], httpx.Response]


@dataclass
class Clockwork:
    """A machine whose time passes only by sleeping."""

    names: dict[str, list[str]] = field(default_factory=lambda: {HOST: [PUBLIC]})
    passed: float = 0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.passed += seconds

    def resolve(self, host: str, _: int) -> list[str]:
        if host not in self.names:
            raise OSError(host)
        return self.names[host]

    def machine(self) -> Machine:
        return Machine(self.resolve, lambda: self.passed, self.sleep, lambda: NOW + timedelta(seconds=self.passed))


@dataclass
class World:
    """Calls go through the guard to `answer`, which sees them as they would leave the machine."""

    answer: Answer
    clockwork: Clockwork = field(default_factory=Clockwork)
    policy: OutboundPolicy = POLICY
    sent: list[httpx.Request] = field(default_factory=list)

    def call(self, url: str = f"https://{HOST}/a", method: str = "GET") -> httpx.Response:
        def watched(request: httpx.Request) -> httpx.Response:
            self.sent.append(request)
            return self.answer(request)

        guard = GuardedTransport(self.policy, self.clockwork.machine(), lambda: httpx.MockTransport(watched))
        with httpx.Client(transport=guard, follow_redirects=True) as client:
            return client.request(method, url)


def ok(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"yes")


def one_after_another(*answers: httpx.Response | Exception) -> Answer:
    left = iter(answers)

    def answer(_: httpx.Request) -> httpx.Response:
        found = next(left)
        if isinstance(found, Exception):
            raise found
        return found

    return answer


def test_a_call_is_made_to_the_checked_address_in_the_name_of_the_host() -> None:
    """The certificate is checked against `sni_hostname`."""
    world = World(ok)
    assert world.call().content == b"yes"
    (sent,) = world.sent
    assert sent.url.host == PUBLIC
    assert sent.headers["host"] == HOST
    assert sent.extensions["sni_hostname"] == HOST


def test_a_name_is_resolved_once_for_a_call() -> None:
    """A name that answers with a private address the second time gains nothing."""
    world = World(ok)
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    world.clockwork.resolve = lambda *_: next(answers)  # type: ignore[method-assign]  # the point of the test
    world.call()
    assert world.sent[0].url.host == PUBLIC


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("https://other.example/", "outbound.host"),
        (f"https://{HOST}:8443/", "outbound.host"),
        (f"https://{HOST}.evil.example/", "outbound.host"),
        (f"https://evil.example@{PUBLIC}/", "outbound.host"),
        ("http://127.0.0.1/", "outbound.host"),
        (f"http://{HOST}:443/", "outbound.scheme"),
    ],
)
def test_only_hosts_on_the_list_are_called_and_over_https(url: str, rule: str) -> None:
    world = World(ok)
    with pytest.raises(Refused) as refused:
        world.call(url)
    assert (refused.value.rule, world.sent) == (rule, [])


def test_a_port_of_its_own_is_named_with_the_host() -> None:
    world = World(ok, policy=OutboundPolicy.for_address(f"https://{HOST.upper()}:8443/api"))
    assert world.call(f"https://{HOST}:8443/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104 - an address that must be refused
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.0.192",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    """Private, shared, loopback, link-local, multicast, reserved, inside a cloud, and IPv6 that stands for those."""
    world = World(ok, Clockwork({HOST: [PUBLIC, address]}))
    with pytest.raises(Refused) as refused:
        world.call()
    assert (refused.value.rule, world.sent) == ("outbound.address", [])


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2a00:1450:400e::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="169.254.0.0/16"))
def test_no_private_address_is_public_in_any_disguise(address: object) -> None:
    assert not is_public(str(address))
    assert not is_public(f"::ffff:{address}")


def test_a_name_that_leads_to_this_machine_is_called_over_https_alone() -> None:
    """`http://localhost` is a name, and names can be made to lead anywhere."""
    world = World(ok, Clockwork({HOST: ["127.0.0.1"]}), OutboundPolicy.for_address(f"http://{HOST}"))
    with pytest.raises(Refused) as refused:
        world.call(f"http://{HOST}/")
    assert refused.value.rule == "outbound.scheme"


def test_a_name_without_an_address_is_a_sentence() -> None:
    with pytest.raises(Unavailable, match=f"{HOST} cannot be resolved"):
        World(ok, Clockwork({})).call()


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    world = World(
        one_after_another(httpx.ConnectError("no"), httpx.Response(200)), Clockwork({HOST: ["2a00:1450::1", PUBLIC]})
    )
    assert world.call().status_code == 200
    assert [sent.url.host for sent in world.sent] == ["2a00:1450::1", PUBLIC]
    assert world.clockwork.slept == []


def test_a_redirect_to_another_host_is_refused() -> None:
    """It would carry our key along."""
    world = World(lambda _: httpx.Response(302, headers={"location": "https://other.example/"}))
    with pytest.raises(Refused) as refused:
        world.call()
    assert refused.value.rule == "outbound.redirect"
    assert len(world.sent) == 1


def test_a_redirect_on_the_same_host_is_followed() -> None:
    world = World(one_after_another(httpx.Response(301, headers={"location": "/b"}), httpx.Response(200)))
    assert world.call().status_code == 200
    assert [sent.url.path for sent in world.sent] == ["/a", "/b"]


def test_a_busy_host_is_asked_again_later_each_time() -> None:
    busy = (httpx.Response(503), httpx.ConnectError("no"), httpx.Response(429))
    world = World(one_after_another(*busy, httpx.Response(200)))
    assert world.call().status_code == 200
    assert world.clockwork.slept == [1, 2, 4]


@pytest.mark.parametrize("said", ["7", "Fri, 20 Nov 2026 12:00:07 GMT"])
def test_retry_after_is_obeyed_as_seconds_and_as_a_date(said: str) -> None:
    world = World(one_after_another(httpx.Response(429, headers={"retry-after": said}), httpx.Response(200)))
    world.call()
    assert world.clockwork.slept == [7]


def test_a_wait_that_is_too_long_is_not_waited() -> None:
    world = World(lambda _: httpx.Response(429, headers={"retry-after": "3600"}))
    assert world.call().status_code == 429
    assert (len(world.sent), world.clockwork.slept) == (1, [])


def test_a_nonsense_wait_counts_as_none() -> None:
    world = World(one_after_another(httpx.Response(429, headers={"retry-after": "soon"}), httpx.Response(200)))
    world.call()
    assert world.clockwork.slept == [1]


def test_after_the_last_attempt_the_answer_stands() -> None:
    world = World(lambda _: httpx.Response(503))
    assert world.call().status_code == 503
    assert len(world.sent) == POLICY.attempts


def test_a_host_that_never_answers_is_unavailable() -> None:
    def silent(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("no")

    world = World(silent)
    with pytest.raises(Unavailable, match=f"{HOST} does not answer"):
        world.call()
    assert len(world.sent) == POLICY.attempts


def test_what_may_not_be_repeated_is_sent_once() -> None:
    """A POST that may have arrived is not sent a second time."""
    world = World(lambda _: httpx.Response(503))
    assert world.call(method="POST").status_code == 503
    assert len(world.sent) == 1


def test_calls_are_spread_evenly() -> None:
    """Five a second: the second call waits for its turn."""
    clockwork = Clockwork()
    policy = OutboundPolicy(frozenset({HOST}), per_second=5)
    guard = GuardedTransport(policy, clockwork.machine(), lambda: httpx.MockTransport(ok))
    with httpx.Client(transport=guard) as client:
        for _ in range(6):
            client.get(f"https://{HOST}/a")
    assert clockwork.slept == [0.2] * 5


def test_an_answer_that_is_too_large_is_cut_off() -> None:
    read = []

    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            read.append(1)
            yield b"x" * 100

    policy = OutboundPolicy(frozenset({HOST}), largest=1000)
    with pytest.raises(Unavailable, match="larger than 1000 bytes"):
        World(lambda _: httpx.Response(200, content=endless()), policy=policy).call()
    assert len(read) == 11


def test_an_answer_that_drips_is_cut_off() -> None:
    clockwork = Clockwork()

    def slow() -> Iterator[bytes]:
        for _ in range(1000):
            clockwork.passed += 10
            yield b"x"

    with pytest.raises(Unavailable, match="takes too long"):
        World(lambda _: httpx.Response(200, content=slow()), clockwork).call()
    assert clockwork.passed == 130


def test_a_compressed_answer_is_refused() -> None:
    """A small one may become very large."""
    packed = gzip.compress(b"x" * 10_000)
    with pytest.raises(Unavailable, match="compressed"):
        World(lambda _: httpx.Response(200, headers={"content-encoding": "gzip"}, content=packed)).call()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.headers["Host"].encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _server(context: ssl.SSLContext | None = None) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_this_machine_is_called_over_http_only_where_that_is_allowed() -> None:
    with _server() as port:
        url = f"http://127.0.0.1:{port}/"
        allowed = OutboundPolicy.for_address(url)
        with outbound_client(allowed) as client:
            assert client.get(url).text == f"127.0.0.1:{port}"
        for policy in (
            OutboundPolicy(frozenset({f"127.0.0.1:{port}"})),
            OutboundPolicy.for_address(f"http://127.0.0.1:{port + 1}/"),
            OutboundPolicy(frozenset({HOST}), allow_loopback=True),
        ):
            with outbound_client(policy) as client, pytest.raises(KringpasError) as error:
                client.get(url)
            assert isinstance(error.value, Refused)


@pytest.mark.parametrize(("certified", "works"), [(HOST, True), ("other.example", False)])
def test_a_certificate_is_checked_against_the_name_and_not_the_address(
    tmp_path: Path, certified: str, *, works: bool
) -> None:
    certificate = certificate_for(certified, tmp_path, NOW)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(certificate.certificate, certificate.key)
    trusted = ssl.create_default_context(cafile=str(certificate.certificate))
    with _server(served) as port:
        clockwork = Clockwork({HOST: ["127.0.0.1"]})
        policy = OutboundPolicy(frozenset({f"{HOST}:{port}"}), allow_loopback=True, attempts=1)
        guard = GuardedTransport(policy, clockwork.machine(), lambda: httpx.HTTPTransport(verify=trusted))
        with httpx.Client(transport=guard) as client:
            if works:
                assert client.get(f"https://{HOST}:{port}/").text == f"{HOST}:{port}"
            else:
                with pytest.raises(Unavailable):
                    client.get(f"https://{HOST}:{port}/")
