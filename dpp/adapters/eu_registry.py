"""The EU registry of Digital Product Passports over HTTP.

No interface of the registry is published. This one is our own reading of two sources: the body and the answer of
RegisterProductDPP in EN 18222 (`uniqueProductIdentifier`, `digitalProductPassportId`,
`uniqueEconomicOperatorIdentifier`, `backupUniqueEconomicOperatorIdentifier`, `dppApiEndpoint`; `registrationId`), and
Regulation (EU) 2026/1778 (asynchronous: a correlation id, then registration ids; a hash for each version; an item names
its batch and model; at most 100 passports a file). All of it stands in this module, to be replaced when the real one is
known; nothing else of the service knows a member of it.

| request | answers |
|---|---|
| `POST /v1/registerDPP` `{"correlationId", "registrations": [...]}` | 202: it has it, or has it already |
| `GET /v1/registerDPP/{correlationId}` | 200 `"processing"`, or `"completed"` with results; 404: unheard of |

A result has `digitalProductPassportId`, `version`, `status` (registered, updated, alreadyRegistered or rejected),
`registrationId`, `hash`, and for a rejection `code` and `text`. Assumed of the registry: a correlation id that it has
is the same request, whatever it answered the first time.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from dpp.domain.document import utc_text
from dpp.domain.errors import Refused, Unavailable
from dpp.domain.opaque import PassportId
from dpp.domain.registration.answers import Result
from dpp.domain.registration.notices import Line
from dpp.domain.registration.packages import Entry
from dpp.service.outbox.ports import Answered, Received, RefusedWhole, Reply, StoredPackage, Unclear, Unheard

_PATH = "/v1/registerDPP"
_ACCEPTED = {"registered", "updated", "alreadyRegistered"}
_MALFORMED = {400, 409, 413, 415, 422}
_LONGEST_REASON = 300


class EuRegistry:
    """`RegistryWire` over a client of `outbound_client`, which limits addresses, sizes and times.

    That client is to make one attempt: trying again is the outbox's work. `key` is sent as a bearer token.
    """

    def __init__(self, client: httpx.Client, url: str, key: str) -> None:
        self._client = client
        self._url = f"{url.rstrip('/')}{_PATH}"
        self._headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}

    def body(self, correlation_id: str, entries: Sequence[Entry]) -> bytes:
        document = {"correlationId": correlation_id, "registrations": [_registration(entry) for entry in entries]}
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

    def send(self, package: StoredPackage) -> Reply:
        headers = self._headers | {"Content-Type": "application/json", "Idempotency-Key": package.correlation_id}
        return self._spoken(package, "POST", self._url, headers, package.body)

    def ask(self, package: StoredPackage) -> Reply:
        return self._spoken(package, "GET", f"{self._url}/{package.correlation_id}", self._headers, None)

    def _spoken(
        self, package: StoredPackage, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        try:
            response = self._client.request(method, url, headers=headers, content=body)
        except (httpx.HTTPError, Unavailable, Refused) as error:
            return Unclear(f"the registry could not be reached: {type(error).__name__} {error}"[:_LONGEST_REASON])
        if response.is_success:
            return _reply(package, response.content)
        return _refusal(response, asked=body is None)


def _registration(entry: Entry) -> dict[str, Any]:
    """One passport, in the words of EN 18222 where it has one."""
    members: dict[str, Any] = {
        "digitalProductPassportId": entry.passport,
        "uniqueProductIdentifier": entry.product,
        "uniqueEconomicOperatorIdentifier": entry.operator,
        "backupUniqueEconomicOperatorIdentifier": entry.backup_operator,
        "dppApiEndpoint": entry.endpoint,
        "granularity": entry.granularity,
        "parentDigitalProductPassportIds": list(entry.parents),
        "dppStatus": entry.status,
        "version": entry.notice.version,
        "hash": {"algorithm": "SHA-256", "value": entry.notice.sha256},
        "lastUpdated": utc_text(entry.updated_at),
        "registrationId": entry.registration_id,
    }
    return {name: value for name, value in members.items() if value is not None}


def _reply(package: StoredPackage, answer: bytes) -> Reply:
    try:
        document = json.loads(answer)
        if document["correlationId"] != package.correlation_id:
            return Unclear("the registry answered another request")
        if document.get("status") != "completed":
            return Received()
        return Answered(tuple(_result(each) for each in document["registrations"]), answer)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Unclear("the registry's answer cannot be read")


def _result(member: Mapping[str, Any]) -> Result:
    address, version = member["digitalProductPassportId"], member["version"]
    if not isinstance(address, str) or not isinstance(version, int):
        raise TypeError("a result names a passport and its version")
    told = member.get("hash")
    registration = member.get("registrationId")
    return Result(
        line=Line(PassportId(address.rsplit("/", 1)[-1]), version),
        accepted=member["status"] in _ACCEPTED,
        registration_id=None if registration is None else str(registration),
        sha256=None if told is None else str(told["value"]),
        code=str(member.get("code", "")),
        detail=str(member.get("text", ""))[:_LONGEST_REASON],
    )


def _refusal(response: httpx.Response, *, asked: bool) -> Reply:
    status = response.status_code
    said = response.content[:_LONGEST_REASON].decode("utf-8", "replace")
    if asked and status == httpx.codes.NOT_FOUND:
        return Unheard()
    if not asked and status in _MALFORMED:
        return RefusedWhole(f"{status}: {said}")
    return Unclear(f"the registry answered {status}: {said}", _retry_after(response))


def _retry_after(response: httpx.Response) -> timedelta | None:
    """Seconds, or a moment that is measured from the answer's own date."""
    value = response.headers.get("Retry-After", "")
    if value.isdecimal() and len(value) <= 6:
        return timedelta(seconds=int(value))
    try:
        return parsedate_to_datetime(value) - parsedate_to_datetime(response.headers["Date"])
    except (ValueError, KeyError, TypeError):
        return None
