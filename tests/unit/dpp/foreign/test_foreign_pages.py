"""Asking another provider over the network: what is taken, and everything that a hostile one may try."""

import gzip
import json
import logging
import threading
import time
from collections.abc import Iterator

import pytest

from dpp.adapters.foreign import MOST_REDIRECTS, HttpForeignPages
from dpp.domain.errors import KringpasError, Refused, Unavailable
from dpp.service.checking import LARGEST
from tests.support.foreign_server import HOST, Behaviour, Provider, answer, page, provider, raw, sends_on

PASSPORT = {"brand": "Voorbeeld"}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(tmp_path_factory.mktemp("provider")) as other:
        yield other


@pytest.fixture
def other(server: Provider) -> Provider:
    server.names = {HOST: ["127.0.0.1"]}
    server.answers.clear()
    server.asked.clear()
    return server


def refusal(pages: HttpForeignPages, address: str) -> KringpasError:
    with pytest.raises(KringpasError) as refused:
        pages.fetch(address)
    assert isinstance(refused.value, Refused | Unavailable)
    return refused.value


def test_a_passport_is_asked_for_as_data_and_without_saying_who_asks(other: Provider) -> None:
    other.answers["/d/1?a=b"] = page(PASSPORT, "application/ld+json; charset=utf-8")
    said = other.pages().fetch(other.address("/d/1?a=b"))
    assert json.loads(said.body) == PASSPORT
    assert (said.address, said.redirects) == (other.address("/d/1?a=b"), ())
    assert said.media_type == "application/ld+json; charset=utf-8"
    assert set(other.headers) == {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"}
    assert other.headers["User-Agent"] == "Kringpas"
    assert other.headers["Accept"].startswith("application/ld+json, application/json")


def test_redirects_are_followed_and_told_with_the_links_on_the_way(other: Provider) -> None:
    other.answers["/01/1"] = sends_on("/page", Link='</links>; rel="linkset"; type="application/linkset+json"')
    other.answers["/page"] = sends_on(other.address("/end"), 301)
    other.answers["/end"] = answer(b"<p>", "text/html", Link='<data.json>; rel="alternate"; type="application/json"')
    said = other.pages().fetch(other.address("/01/1"))
    assert said.redirects == (other.address("/01/1"), other.address("/page"))
    assert [(link.address, link.relations) for link in said.links] == [
        (other.address("/data.json"), ("alternate",)),
        (other.address("/links"), ("linkset",)),
    ]


def test_redirects_come_to_an_end(other: Provider) -> None:
    other.answers["/round"] = sends_on("/round")
    refused = refusal(other.pages(), other.address("/round"))
    assert isinstance(refused, Refused)
    assert refused.rule == "foreign.redirects"
    assert len(other.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("location", "rule"),
    [
        ("https://169.254.169.254:{port}/latest/meta-data/", "outbound.address"),
        ("https://10.0.0.1:{port}/", "outbound.address"),
        ("https://[::ffff:169.254.169.254]:{port}/", "outbound.address"),
        ("https://[fd00:ec2::254]:{port}/", "outbound.address"),
        ("https://inside.example:{port}/", "outbound.address"),
        ("https://rebound.example:{port}/", "outbound.address"),
        ("http://passports.example:{port}/plain", "foreign.address"),
        ("https://passports.example:22/", "foreign.address"),
        ("https://anna:secret@passports.example:{port}/", "foreign.address"),
        ("file:///etc/passwd", "foreign.address"),
        ("https://[half", "foreign.address"),
    ],
)
def test_a_redirect_is_checked_as_the_first_address_was(other: Provider, location: str, rule: str) -> None:
    other.names |= {"inside.example": ["192.168.1.1"], "rebound.example": ["93.184.215.14", "169.254.169.254"]}
    for host in ("169.254.169.254", "10.0.0.1", "::ffff:169.254.169.254", "fd00:ec2::254"):
        other.names[host] = [host]
    other.answers["/away"] = sends_on(location.format(port=other.port))
    refused = refusal(other.pages(), other.address("/away"))
    assert isinstance(refused, Refused)
    assert (refused.rule, other.asked) == (rule, ["/away"])
    assert "secret" not in str(refused)


def test_a_name_that_changes_its_address_between_two_answers_gains_nothing(other: Provider) -> None:
    """Each step resolves anew, and connects to what it checked."""
    resolved = iter([["127.0.0.1"], ["169.254.169.254"]])
    pages = other.pages()
    object.__setattr__(pages.machine, "resolve", lambda *_: next(resolved))
    other.answers["/first"] = sends_on("/second")
    refused = refusal(pages, other.address("/first"))
    assert isinstance(refused, Refused)
    assert (refused.rule, other.asked) == ("outbound.address", ["/first"])


def test_this_machine_and_other_ports_are_not_asked_outside_tests() -> None:
    for address, rule in (
        ("https://127.0.0.1/", "outbound.address"),
        ("https://localhost/", "outbound.address"),
        ("https://2130706433/", "outbound.address"),
        ("https://127.0.0.1:8000/", "foreign.address"),
    ):
        refused = refusal(HttpForeignPages(), address)
        assert isinstance(refused, Refused)
        assert refused.rule == rule


def chunks(size: int) -> bytes:
    return f"{size:x}\r\n".encode() + b" " * size + b"\r\n"


ENDLESS = raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *([chunks(65536)] * 1000))
LIES = raw(HEAD + b"Content-Length: 99999999999\r\n\r\n", *([b" " * 65536] * 100))
BOMB = answer(gzip.compress(b" " * 10_000_000), Content_Encoding="gzip")


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        (ENDLESS, f"larger than {LARGEST} bytes"),
        (LIES, f"larger than {LARGEST} bytes"),
        (BOMB, "compressed"),
        (answer(b"down", status=503), "answers 503"),
        (answer(b"broken", status=500), "answers 500"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"), "does not answer"),
        (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "does not answer"),
        (raw(b""), "does not answer"),
        (raw(HEAD + b"X: " + b"x" * 200_000), "does not answer"),
    ],
    ids=["endless", "lies", "bomb", "503", "500", "half", "another protocol", "nothing", "endless header"],
)
def test_an_answer_that_cannot_be_taken_is_a_sentence(other: Provider, behaviour: Behaviour, says: str) -> None:
    other.answers["/bad"] = behaviour
    said = refusal(other.pages(), other.address("/bad"))
    assert isinstance(said, Unavailable)
    assert says in str(said)
    assert HOST in str(said)
    assert other.asked == ["/bad"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_a_refusal_of_the_other_provider_is_told(other: Provider, status: int) -> None:
    other.answers["/no"] = answer(b"no", status=status)
    said = refusal(other.pages(), other.address("/no"))
    assert isinstance(said, Refused)
    assert (said.rule, f"answers {status}" in str(said)) == ("foreign.status", True)


def test_several_choices_are_read_as_links(other: Provider) -> None:
    other.answers["/01/1"] = answer(b"{}", "application/linkset+json", 300)
    assert other.pages().fetch(other.address("/01/1")).body == b"{}"


@pytest.mark.parametrize(
    "behaviour",
    [
        raw(HEAD + b"Content-Length: 1000\r\n\r\n", *([b" "] * 100), pause=0.1),
        raw(*(b"HTTP/1.1 200 OK\r\nX: ", *([b"x"] * 100)), pause=0.1),
        raw(b"", b"", pause=3),
    ],
    ids=["body", "headers", "silence"],
)
def test_an_answer_that_drips_is_cut_off_in_its_headers_too(other: Provider, behaviour: Behaviour) -> None:
    other.answers["/slow"] = behaviour
    begun = time.monotonic()
    said = refusal(other.pages(seconds=0.5), other.address("/slow"))
    assert time.monotonic() - begun < 2.9
    assert isinstance(said, Unavailable)
    assert "takes too long" in str(said)


def test_the_time_is_that_of_all_redirects_together(other: Provider) -> None:
    for number in range(MOST_REDIRECTS + 1):
        other.answers[f"/{number}"] = _after(0.6, sends_on(f"/{number + 1}"))
    begun = time.monotonic()
    assert "takes too long" in str(refusal(other.pages(seconds=1.5), other.address("/0")))
    assert time.monotonic() - begun < 3


def _after(seconds: float, behaviour: Behaviour) -> Behaviour:
    def behave(write: object) -> None:
        time.sleep(seconds)
        behaviour(write)  # type: ignore[arg-type]  # handed on as it came

    return behave


def test_a_certificate_that_nobody_vouches_for_is_refused(other: Provider) -> None:
    said = refusal(other.pages(trust=False), other.address("/"))
    assert isinstance(said, Unavailable)
    assert other.asked == []


def test_a_certificate_of_another_name_is_refused(other: Provider) -> None:
    other.names["another.example"] = ["127.0.0.1"]
    assert isinstance(refusal(other.pages(), other.address("/", "another.example")), Unavailable)
    assert other.asked == []


def test_only_a_few_are_asked_at_once(other: Provider) -> None:
    """Slow providers must not keep everybody else waiting."""
    begun, go_on = threading.Event(), threading.Event()

    def waiting(write: object) -> None:
        begun.set()
        go_on.wait(5)
        page(PASSPORT)(write)  # type: ignore[arg-type]  # handed on as it came

    other.answers |= {"/slow": waiting, "/": page(PASSPORT)}
    pages = other.pages(at_once=1)
    asking = threading.Thread(target=pages.fetch, args=(other.address("/slow"),))
    asking.start()
    assert begun.wait(5)
    assert "at this moment" in str(refusal(pages, other.address("/")))
    go_on.set()
    asking.join()
    assert json.loads(pages.fetch(other.address("/")).body) == PASSPORT


def test_a_log_names_the_host_and_nothing_else(other: Provider, caplog: pytest.LogCaptureFixture) -> None:
    """A serial number, or the name in an address, is nobody's business."""
    other.answers["/21/SERIAL-OF-ANNA"] = page(PASSPORT)
    with caplog.at_level(logging.INFO, "kringpas"):
        other.pages().fetch(other.address("/21/SERIAL-OF-ANNA"))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("kringpas")]
    assert ours == [f"{HOST} answered 200 at attempt 1"]
