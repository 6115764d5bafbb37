"""The EU registry over HTTP: what is sent, and what each answer means."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from dpp.adapters.eu_registry import EuRegistry
from dpp.domain.errors import Refused, Unavailable
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.registration.notices import Destination, Line, Notice, NoticeKind
from dpp.domain.registration.packages import Entry
from dpp.service.outbox.ports import Answered, Received, RefusedWhole, Reply, StoredPackage, Unclear, Unheard

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HASH = "ab" * 32
ADDRESS = "https://id.kringpas.nl/passports/item000000000000"
NOTICE = Notice(Destination.REGISTRY, PassportId("item000000000000"), 2, NoticeKind.REVISED, 2, HASH, NOW)
ENTRY = Entry(
    notice=NOTICE,
    passport=ADDRESS,
    product="https://id.kringpas.nl/d/0123456789ab",
    operator="https://example.nl/#operator",
    endpoint="https://id.kringpas.nl/v1",
    granularity="item",
    status="active",
    updated_at=NOW,
    parents=("https://id.kringpas.nl/passports/model00000000000",),
    backup_operator="https://backup.example/#operator",
    registration_id="REG-1",
)
PACKAGE = StoredPackage("c" * 40, Destination.REGISTRY, b"{}", NOW, NOW)


def reply(answer: httpx.Response | Exception, *, ask: bool = False) -> Reply:
    def handler(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    registry = EuRegistry(httpx.Client(transport=httpx.MockTransport(handler)), "https://registry.example/", "key")
    return registry.ask(PACKAGE) if ask else registry.send(PACKAGE)


def completed(**result: object) -> httpx.Response:
    told = {"digitalProductPassportId": ADDRESS, "version": 2, "status": "registered", "registrationId": "REG-1"}
    document = {"correlationId": "c" * 40, "status": "completed", "registrations": [told | result]}
    return httpx.Response(200, json=document)


def test_an_entry_is_written_in_the_words_of_en_18222_with_what_the_regulation_adds() -> None:
    registry = EuRegistry(httpx.Client(), "https://registry.example", "key")
    document = json.loads(registry.body("c" * 40, [ENTRY]))
    assert document == {
        "correlationId": "c" * 40,
        "registrations": [
            {
                "digitalProductPassportId": ADDRESS,
                "uniqueProductIdentifier": "https://id.kringpas.nl/d/0123456789ab",
                "uniqueEconomicOperatorIdentifier": "https://example.nl/#operator",
                "backupUniqueEconomicOperatorIdentifier": "https://backup.example/#operator",
                "dppApiEndpoint": "https://id.kringpas.nl/v1",
                "granularity": "item",
                "parentDigitalProductPassportIds": ["https://id.kringpas.nl/passports/model00000000000"],
                "dppStatus": "active",
                "version": 2,
                "hash": {"algorithm": "SHA-256", "value": HASH},
                "lastUpdated": "2026-11-20T12:00:00Z",
                "registrationId": "REG-1",
            }
        ],
    }
    first = replace(ENTRY, backup_operator=None, registration_id=None)
    (bare,) = json.loads(registry.body("c" * 40, [first]))["registrations"]
    assert {"backupUniqueEconomicOperatorIdentifier", "registrationId"}.isdisjoint(bare)


def test_the_request_carries_the_key_and_the_stored_bytes() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(202, json={"correlationId": "c" * 40})

    registry = EuRegistry(httpx.Client(transport=httpx.MockTransport(handler)), "https://registry.example/", "key")
    assert registry.send(PACKAGE) == Received()
    assert str(seen[0].url) == "https://registry.example/v1/registerDPP"
    assert seen[0].headers["authorization"] == "Bearer key"
    assert seen[0].headers["idempotency-key"] == "c" * 40
    assert seen[0].content == PACKAGE.body


@pytest.mark.parametrize("status", ["registered", "updated", "alreadyRegistered"])
def test_results_are_read_with_their_hash(status: str) -> None:
    answered = reply(completed(status=status, hash={"algorithm": "SHA-256", "value": HASH}), ask=True)
    assert isinstance(answered, Answered)
    (result,) = answered.results
    assert (result.line, result.accepted) == (Line(PassportId("item000000000000"), 2), True)
    assert (result.registration_id, result.sha256) == ("REG-1", HASH)


def test_a_rejection_is_read_with_its_reason() -> None:
    answered = reply(completed(status="rejected", registrationId=None, code="operator", text="Not known."), ask=True)
    assert isinstance(answered, Answered)
    (result,) = answered.results
    assert (result.accepted, result.code, result.detail) == (False, "operator", "Not known.")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, content=b"\xff{"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"correlationId": "other", "status": "completed", "registrations": []}),
        httpx.Response(200, json={"correlationId": "c" * 40, "status": "completed"}),
        completed(version="2"),
        completed(digitalProductPassportId=7),
        completed(hash="ab"),
        httpx.Response(500, text="failed"),
        httpx.Response(302, headers={"Location": "https://elsewhere.example"}),
        httpx.Response(401, text="wrong key"),
        httpx.ReadTimeout("stalled"),
        httpx.ConnectError("refused"),
        Unavailable(message("It does not answer.")),
        Refused("outbound.address", message("It is not public.")),
    ],
)
def test_what_says_nothing_certain_is_unclear(answer: httpx.Response | Exception) -> None:
    """Whether it arrived or not: the next step is to ask."""
    assert isinstance(reply(answer, ask=True), Unclear)


@pytest.mark.parametrize("status", [400, 409, 413, 415, 422])
def test_a_package_that_is_refused_whole_keeps_the_reason(status: int) -> None:
    told = reply(httpx.Response(status, text="no such operator"))
    assert told == RefusedWhole(f"{status}: no such operator")
    assert isinstance(reply(httpx.Response(status, text="no"), ask=True), Unclear)


def test_unheard_of_is_only_an_answer_to_a_question() -> None:
    assert reply(httpx.Response(404), ask=True) == Unheard()
    assert isinstance(reply(httpx.Response(404)), Unclear)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "120"}, timedelta(minutes=2)),
        (
            {"Retry-After": "Fri, 20 Nov 2026 12:05:00 GMT", "Date": "Fri, 20 Nov 2026 12:00:00 GMT"},
            timedelta(minutes=5),
        ),
        ({"Retry-After": "Fri, 20 Nov 2026 12:05:00 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_whoever_is_busy_says_how_long(headers: dict[str, str], wait: timedelta | None) -> None:
    told = reply(httpx.Response(429, headers=headers, text="busy"))
    assert told == Unclear("the registry answered 429: busy", wait)
